#!/usr/bin/env python3
"""`webcid check --reference`: what should be there tells missing from refused, live and from saved evidence; `check
PATH`: a folder as a share; `audit --reference`.

usage: reference_test.py WEBCID WEBCID-TESTSERVER
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer, check

WEBCID, TESTSERVER = sys.argv[1:3]
NO_LISTING = "directory-browsing-off"


def run(*words, code=None):
    done = subprocess.run([WEBCID, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=300)
    if code is not None and done.returncode != code:
        raise AssertionError(f"exit {done.returncode}, not {code}: {done.stdout}{done.stderr}")
    return done


def told(report):
    """Errors: cause, parameters, confidence, alternatives."""
    return [(row["cause"], row["parameters"], row["confidence"], [other["cause"] for other in row["alternatives"]])
            for row in report["findings"] if row["severity"] == "error"]


def notes(report):
    return [note["text"] for note in report["notes"]]


ENGLISH = """\
webcid: SHARE
  files:       2 (0 verified, 2 failed, 0 skipped), 1 B

error[content.hash-mismatch]: other content than the catalogue says: a.ide
  (certain)
 --> 1 file: a.ide
  = why: size and transfer are right, yet the digest is not: the file was
         changed, damaged, or belongs to another version than the catalogue
  = seen: a.ide (size 1) has another digest than the catalogue says
  = endpoint shows: "Download of <file> failed from server <address>", usually
                    with code 0x6B
help: step by step (values marked as assumed are to be replaced)
    1. compare the file with its original; a copy made while the tree changed is
       the usual reason
    2. publish or copy the tree again, files first, catalogue last
    3. if a proxy or a scanner is on the way, fetch the file without it and
       compare

error[publication.file-missing]: in the catalogue, but not on the server:
  gone.ide (certain)
 --> 1 file: gone.ide
  = why: an update needs every file of its catalogue; the published tree is
         incomplete or was copied while it changed
  = seen: gone.ide is not there
  = guide expects: its physical path is the folder of the published updates
                   (guide.physical-path)
  = endpoint shows: "Download of <file> failed from server <address>", usually
                    with code 0x6B
help: step by step (values marked as assumed are to be replaced)
    1. look for the file on the server, below C:\\ProgramData\\Sophos\\Update
       Manager\\Update Manager (assumed), including hidden files
    2. let the update manager publish again, or copy the tree again, completely
    3. if the folder was changed by hand, register it again (ConfigCID)

note: entries come from SHA256SUMS
note: there, and not in the catalogue (1): old.txt

broken: 2 errors; 2 of 2 files failed, in N s"""
JAPANESE = """\
webcid: SHARE
  ファイル:    2 件 (検証済み 0、失敗 2、スキップ 0)、1 B

エラー[content.hash-mismatch]: カタログと内容が異なる: a.ide (確実)
 --> 1 ファイル: a.ide
  = 理由: サイズも転送も正常ですが、ハッシュ値が一致しません。ファイルが変更また
          は破損しているか、カタログと異なるバージョンのものです
  = 根拠: a.ide (1 バイト) のハッシュがカタログと異なる
  = エンドポイントの表示: 「Download of <ファイル> failed from server <アドレス
                          >」に当たるエラー (通常はコード 0x6B)
対処: 手順 (「仮定」と書かれた値は実際の値に読み替えてください)
    1. 元のファイルと比較します (更新中にコピーしたことが原因である場合がほとん
       どです)
    2. 再度配信またはコピーします (ファイルが先、カタログが最後)
    3. 途中にプロキシやウイルス検査がある場合は、経由せずに取得して比較します

エラー[publication.file-missing]: カタログに記載されているがサーバー上に存在し
  ない: gone.ide (確実)
 --> 1 ファイル: gone.ide
  = 理由: アップデートにはカタログに記載されたすべてのファイルが必要です。配信フ
          ォルダーが不完全か、更新の途中でコピーされています
  = 根拠: gone.ide が存在しない
  = 手順書の条件: 仮想ディレクトリの物理パスが、配信するアップデートのフォルダー
                  になっている (guide.physical-path)
  = エンドポイントの表示: 「Download of <ファイル> failed from server <アドレス
                          >」に当たるエラー (通常はコード 0x6B)
対処: 手順 (「仮定」と書かれた値は実際の値に読み替えてください)
    1. サーバーのフォルダー「C:\\ProgramData\\Sophos\\Update Manager\\Update
       Manager」(仮定) に、隠しファイルも含めてファイルがあるか確認します
    2. アップデートマネージャから再度配信するか、フォルダー全体をコピーし直しま
       す
    3. フォルダーを手作業で変更した場合は、再登録します (ConfigCID)

注記: カタログとして SHA256SUMS を使用した
注記: カタログにないファイルが 1 件ある: old.txt

異常: エラー 2 件。2 ファイル中 2 ファイルが失敗 (N 秒)"""


class Tree(unittest.TestCase):
    """A folder with a published tree, and its list."""

    @classmethod
    def setUpClass(cls):
        cls.home = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.home, ignore_errors=True)
        cls.tree = cls.home / "tree"
        with TestServer(TESTSERVER, "--sample", "60") as server:
            run("update", server.url, cls.tree, "--quiet", code=0)
        shutil.rmtree(cls.tree / ".webcid")
        for name in ("webcid-catalogue.txt", "manifest.dat", "SHA256SUMS"):
            (cls.tree / name).unlink(missing_ok=True)
        (cls.tree / "sau" / "web.config").write_text("<configuration/>")
        cls.list = cls.home / "list.json"
        run("catalogue", cls.tree, "--output", cls.list, code=0)
        # The same with a catalogue of its own.
        cls.served = cls.home / "served"
        shutil.copytree(cls.tree, cls.served)
        run("catalogue", cls.tree, "--format", "manifest.dat", "--output", cls.served / "manifest.dat", code=0)
        cls.names = sorted(str(path.relative_to(cls.tree)) for path in cls.tree.rglob("*")
                           if path.is_file() and path.name != "web.config")

    def copy(self, name):
        """What is served, with its dates."""
        folder = self.home / name
        shutil.copytree(self.served, folder)
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def checked(self, url, *options):
        """The report; saved evidence must give the same one."""
        evidence = self.home / "run.har"
        report, _ = check(WEBCID, url, "--save-evidence", str(evidence), *map(str, options))
        again = json.loads(run("diagnose", "--from", evidence, "--report", "json=-").stdout)
        for key in ("findings", "notes", "verdict", "guide"):
            self.assertEqual(report[key], again[key])
        return report


class Reference(Tree):
    def test_a_healthy_share_is_as_its_folder(self):
        with TestServer(TESTSERVER, "--root", self.served) as server:
            for reference in (self.tree, self.list):
                report = self.checked(server.url, "--reference", reference)
                self.assertEqual((report["verdict"], told(report)), ("healthy", []))
                self.assertEqual(notes(report), ["entries come from manifest.dat",
                                                 f"compared with the reference {reference} (files: {len(self.names)})"])

    def test_a_missing_file_is_missing_for_certain(self):
        gone = "sau/notes01.txt"
        self.assertIn(gone, self.names)
        reference = self.copy("without")
        (reference / gone).unlink()
        fault = json.dumps({"kind": "missing", "paths": [gone]})
        with TestServer(TESTSERVER, "--root", self.served, "--fault", fault) as server:
            self.assertEqual(told(self.checked(server.url)),
                             [("publication.file-missing", [gone], "likely", ["iis.hidden-file"])])
            report = self.checked(server.url, "--reference", reference)
            self.assertEqual(told(report), [("publication.file-missing", [gone], "certain", [])])
            self.assertIn(f"published, and not in the reference (1): {gone}", notes(report))

    def test_a_hidden_file_is_hidden_for_certain(self):
        hidden = "sau/notes01.txt"
        fault = json.dumps({"kind": "hidden", "paths": [hidden]})
        for scenario in ([], ["--scenario", NO_LISTING]):
            with TestServer(TESTSERVER, "--root", self.served, "--fault", fault, *scenario) as server:
                self.assertEqual(told(self.checked(server.url)),
                                 [("publication.file-missing", [hidden], "likely", ["iis.hidden-file"])])
                report = self.checked(server.url, "--reference", self.tree)
                self.assertEqual(told(report), [("iis.hidden-file", [hidden], "certain", [])])
                listed = self.checked(server.url, "--reference", self.list)
                self.assertEqual([row[0] for row in told(listed)], ["iis.hidden-file"])
                self.assertEqual(told(listed)[0][3], ["publication.file-missing"])

    def test_a_hidden_segment_without_a_listing(self):
        with TestServer(TESTSERVER, "--root", self.served, "--scenario", f"hidden-segment-bin,{NO_LISTING}") as server:
            for reference in (self.tree, self.list):
                report = self.checked(server.url, "--reference", reference)
                self.assertEqual(told(report), [("iis.hidden-segment", ["bin"], "certain", [])])

    def test_an_old_copy_in_the_cache_of_iis(self):
        with TestServer(TESTSERVER, "--root", self.served, "--scenario", "iis-stale-cache") as server:
            paths = [row[1] for row in told(self.checked(server.url))][0]
            report = self.checked(server.url, "--reference", self.tree)
            self.assertEqual(told(report), [("iis.stale-cache", paths, "certain", [])])
            # A list says once more what the catalogue says.
            listed = self.checked(server.url, "--reference", self.list)
            self.assertEqual({row[0] for row in told(listed)} | set(told(listed)[0][3]),
                             {"iis.stale-cache", "content.hash-mismatch"})

    def test_without_any_catalogue_and_listing_the_reference_is_the_plan(self):
        options = ["--root", self.tree, "--scenario", f"hidden-segment-bin,{NO_LISTING}"]
        with TestServer(TESTSERVER, *options) as server:
            # Catalogue names are looked for in vain: whatever is found, it is not a file.
            self.assertEqual(self.checked(server.url)["summary"]["files"], 0)
            for reference in (self.tree, self.list):
                report = self.checked(server.url, "--reference", reference)
                self.assertEqual(told(report), [("iis.hidden-segment", ["bin"], "certain", [])])
                self.assertEqual(report["summary"]["files"], len(self.names))
                self.assertEqual(report["summary"]["without_digest"], 0)

    def test_what_a_listing_leaves_out_is_asked_for(self):
        hidden = "sau/notes01.txt"
        fault = json.dumps({"kind": "hidden", "paths": [hidden]})
        with TestServer(TESTSERVER, "--root", self.tree, "--fault", fault) as server:
            self.assertEqual(told(self.checked(server.url)), [])
            report = self.checked(server.url, "--reference", self.tree)
            self.assertEqual(told(report), [("iis.hidden-file", [hidden], "certain", [])])
            self.assertEqual(report["summary"]["without_digest"], 0)

    def test_nothing_is_read_that_a_catalogue_has_digests_for(self):
        reference = self.copy("zeros")
        for name in self.names:
            stamp = (reference / name).stat()
            (reference / name).write_bytes(bytes(stamp.st_size))
            os.utime(reference / name, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        with TestServer(TESTSERVER, "--root", self.served) as server:
            report = self.checked(server.url, "--reference", reference)
        self.assertEqual((report["verdict"], told(report)), ("healthy", []))
        (reference / "manifest.dat").unlink()
        with TestServer(TESTSERVER, "--root", self.tree) as server:  # without a catalogue
            report = self.checked(server.url, "--reference", reference)
        self.assertEqual(report["summary"]["failed"], len([name for name in self.names if (self.tree / name).stat().st_size]))

    def test_where_the_lists_differ_both_are_told(self):
        reference = self.copy("other")
        (reference / "sau" / "new.txt").write_text("not published yet")
        (reference / "webcid-catalogue.json").write_text("{}")
        (reference / "Thumbs.db").write_text("")
        (reference / "sau" / "notes01.txt").unlink()
        with TestServer(TESTSERVER, "--root", self.served) as server:
            report = self.checked(server.url, "--reference", reference)
        self.assertEqual(told(report), [])
        self.assertIn("in the reference, and not published (1): sau/new.txt", notes(report))
        self.assertIn("published, and not in the reference (1): sau/notes01.txt", notes(report))

    def test_a_folder_of_something_else_is_left_out(self):
        reference = self.home / "empty"
        reference.mkdir(exist_ok=True)
        fault = json.dumps({"kind": "missing", "paths": ["sau/notes01.txt"]})
        with TestServer(TESTSERVER, "--root", self.served, "--fault", fault) as server:
            report = self.checked(server.url, "--reference", reference)
        self.assertEqual(told(report)[0][2:], ("likely", ["iis.hidden-file"]))
        self.assertTrue(any("none of the published files is in the reference" in note for note in notes(report)))

    def test_what_cannot_be_opened_is_said_before_anything_is_sent(self):
        address = "http://127.0.0.1:9/SophosUpdate"
        done = run("check", address, "--reference", self.home / "nowhere", "--lang", "en", code=74)
        self.assertIn("cannot read", done.stderr)
        if os.name != "nt":
            done = run("check", address, "--reference", r"\\srv\SophosUpdate", "--lang", "en", code=74)
            self.assertEqual(done.stderr, "webcid: \\\\srv\\SophosUpdate: only Windows opens such a path; mount the "
                                          "share and give its folder\n")

    def test_nothing_is_made_of_a_server_that_does_not_answer(self):
        with TestServer(TESTSERVER, "--root", self.tree) as server:
            url = server.url
        report = self.checked(url, "--reference", self.tree)
        self.assertEqual([row[0] for row in told(report)], ["network.refused"])
        self.assertEqual(report["summary"]["files"], 0)


class Share(Tree):
    """`check PATH`."""

    def share(self):
        return self.copy("share")

    def checked(self, folder, *options, code=0):
        done = run("check", folder, "--report", "json=-", *options, code=code)
        return json.loads(done.stdout)

    def as_nobody(self, folder):
        """Root may read everything."""
        program = shutil.copy(WEBCID, self.home / "webcid")  # where that account may run it
        words = [program, "check", str(folder), "--report", "json=-", "--lang", "en"]
        if os.geteuid() == 0:
            os.chmod(self.home, 0o755)
            words = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", *words]
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60, cwd="/")
        return json.loads(done.stdout)

    def text(self, folder, language, code):
        done = run("check", folder, "--lang", language, "--color", "never", "--no-progress", code=code)
        lines = [line.rstrip() for line in done.stdout.replace(str(folder), "SHARE").splitlines()]
        return [line for line in lines if not line.startswith(("  started", "  開始"))]

    def test_a_healthy_one(self):
        folder = self.share()
        report = self.checked(folder)
        self.assertEqual((report["verdict"], report["basis"], report["findings"], report["guide"]),
                         ("healthy", "share", [], []))
        self.assertEqual(report["target"]["url"], str(folder))
        self.assertEqual([report["summary"][key] for key in ("files", "verified", "failed", "requests")],
                         [len(self.names), len(self.names), 0, 0])
        self.assertEqual(report["summary"]["bytes"], sum((folder / name).stat().st_size for name in self.names))

    def test_a_damaged_one(self):
        folder = self.share()
        names = [name for name in self.names if (folder / name).stat().st_size > 1]
        wrong, short, empty, gone = names[0], names[1], names[2], names[3]
        data = (folder / wrong).read_bytes()
        (folder / wrong).write_bytes(bytes([data[0] ^ 1]) + data[1:])
        os.truncate(folder / short, (folder / short).stat().st_size - 1)
        os.truncate(folder / empty, 0)
        (folder / gone).unlink()
        report = self.checked(folder, code=2)
        self.assertEqual(told(report), [("content.empty", [empty], "certain", []),
                                        ("content.hash-mismatch", [wrong], "certain", []),
                                        ("content.size-mismatch", [short], "certain", []),
                                        ("publication.file-missing", [gone], "certain", [])])
        self.assertEqual(report["summary"]["failed"], 4)
        self.assertFalse(any(row["cause"].startswith("iis.") for row in report["findings"]))

    def test_its_texts(self):
        folder = self.home / "small"
        folder.mkdir()
        self.addCleanup(shutil.rmtree, folder)
        (folder / "a.ide").write_text("a")
        (folder / "old.txt").write_text("old")
        (folder / "SHA256SUMS").write_text(f"{'0' * 64}  a.ide\n{'1' * 64}  gone.ide\n")
        for language, expected in (("en", ENGLISH), ("ja", JAPANESE)):
            self.assertEqual(re.sub(r"\d\.\d\d (s|秒)", r"N \1", "\n".join(self.text(folder, language, 2))), expected)

    def test_without_a_catalogue_it_is_read_and_nothing_more(self):
        folder = self.copy("bare")
        (folder / "manifest.dat").unlink()
        report = self.checked(folder, code=3 if "cidsync.upd" not in self.names else 0)
        self.assertEqual(told(report), [])
        self.assertEqual(report["summary"]["verified"], len(self.names))
        self.assertGreater(report["summary"]["bytes"], 0)

    def test_catalogues_of_packages_are_found(self):
        folder = self.home / "root"
        package = folder / "CIDs" / "S000" / "SAVSCFXP"
        package.mkdir(parents=True)
        self.addCleanup(shutil.rmtree, folder)
        (package / "a.ide").write_text("a")
        run("catalogue", package, "--format", "manifest.dat", "--output", package / "manifest.dat", code=0)
        self.assertEqual(self.checked(folder)["summary"]["verified"], 1)
        (package / "a.ide").unlink()
        self.assertEqual(told(self.checked(folder, code=2)),
                         [("publication.file-missing", ["CIDs/S000/SAVSCFXP/a.ide"], "certain", [])])

    def test_a_broken_catalogue(self):
        folder = self.home / "broken"
        folder.mkdir()
        self.addCleanup(shutil.rmtree, folder)
        (folder / "manifest.dat").write_text("<html>")
        report = self.checked(folder, code=2)
        self.assertEqual([row[0] for row in told(report)], ["publication.catalogue-unreadable"])

    @unittest.skipIf(os.name == "nt" or os.geteuid() == 0 and shutil.which("setpriv") is None, "needs another account")
    def test_what_may_not_be_read(self):
        folder = self.share()
        name = "sau/notes01.txt"
        os.chmod(folder / name, 0)
        report = self.as_nobody(folder)
        self.assertEqual(told(report), [("publication.file-unreadable", [name], "certain", [])])
        self.assertEqual(report["findings"][0]["affected"], {"count": 1, "examples": [name]})
        self.assertEqual([seen["text"] for seen in report["findings"][0]["evidence"]],
                         [f"{name}: cannot read {folder / name}: Permission denied"])

    @unittest.skipIf(os.name == "nt" or os.geteuid() == 0 and shutil.which("setpriv") is None, "needs another account")
    def test_a_folder_that_may_not_be_listed_costs_no_verdict(self):
        folder = self.share()
        below = [name for name in self.names if name.startswith("sau/")]
        os.chmod(folder / "sau", 0)
        report = self.as_nobody(folder)
        self.assertEqual([row[0] for row in told(report)], ["publication.file-unreadable"])
        self.assertEqual(report["summary"]["failed"], len(below))
        self.assertEqual(report["summary"]["verified"], len(self.names) - len(below))
        self.assertIn("what is there beside the files of the catalogue was not looked for everywhere: cannot list "
                      f"{folder / 'sau'}: Permission denied", notes(report))

    def test_what_only_an_address_has_use_for(self):
        for option in (["--user", "name"], ["--proxy", "127.0.0.1:9"], ["--iis-log", "x.log"], ["--quick"],
                       ["--save-evidence", "x.har"], ["--reference", "."]):
            done = run("check", self.tree, *option, "--lang", "en", code=64)
            self.assertIn(f"{option[0]}: not for a folder", done.stderr)
            done = run("check", self.tree, *option, "--lang", "ja", code=64)
            self.assertIn("フォルダー", done.stderr)

    def test_paths_that_are_none(self):
        self.assertIn("is no folder", run("check", self.home / "nowhere", "--lang", "en", code=74).stderr)
        if os.name != "nt":
            for path in (r"\\srv\SophosUpdate", r"C:\ProgramData"):
                self.assertIn("only Windows opens such a path", run("check", path, "--lang", "en", code=74).stderr)
        # Addresses of a web update are judged as such.
        for words in (["file://srv/SophosUpdate"], [r"\\srv\SophosUpdate", "--acceptance"]):
            report = json.loads(run("check", *words, "--report", "json=-", code=2).stdout)
            self.assertEqual([row[0] for row in told(report)], ["address.unc"])


class Audit(Tree):
    def test_a_folder_says_what_should_be_there(self):
        config = self.home / "web.config"
        run_server = [TESTSERVER, "--sample", "60", "--scenario", "hidden-segment-bin", "--write-application-host", config]
        subprocess.run(run_server, check=True)
        by_list = run("audit", config, "--catalogue", self.list, "--report", "json=-")
        for reference in (self.tree, self.list):
            done = run("audit", config, "--reference", reference, "--report", "json=-", code=by_list.returncode)
            one, other = json.loads(done.stdout), json.loads(by_list.stdout)
            self.assertEqual(one["findings"], other["findings"])
            self.assertEqual(one["summary"]["files"], len(self.names))
        run("audit", config, "--reference", self.tree, "--catalogue", self.list, code=64)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
