"""The command line as people and pipelines use it: exit codes, messages, files written, secrets kept.

usage: commands_test.py WEBCID WEBCID-TESTSERVER [unittest options]

The server is webcid-testserver on a free port of the loopback; nothing else is contacted.
"""
import hashlib
import json
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from servers import wait_until_connected

WEBCID = TESTSERVER = ""
PASSWORD = "horse+battery:staple"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
ESCAPE = "\x1b["


def environment(**more):
    """Ours without proxies, languages and colours of whoever runs the test."""
    left_out = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "NO_COLOR",
                "CLICOLOR", "CLICOLOR_FORCE",
                "WEBCID_PASSWORD", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8", **more)
    return env


def webcid(*arguments, env=None, stdin="", stdout=subprocess.PIPE, cwd=None, timeout=60):
    return subprocess.run([WEBCID, *map(str, arguments)], input=stdin, stdout=stdout, stderr=subprocess.PIPE, text=True,
                          env=env or environment(), cwd=cwd, timeout=timeout)


class Server:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([TESTSERVER, *map(str, arguments)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env=environment())
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("no server: " + self.process.communicate()[1])
        self.url = json.loads(line)["url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)


class Silent:
    """Listens and counts: an address that must not be contacted."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]
        return self

    def __exit__(self, *_):
        self.socket.close()

    def was_contacted(self):
        readable, _, _ = select.select([self.socket], [], [], 0)
        return bool(readable)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="webcid-commands-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def tree(self, **more):
        """A small folder to publish; returns it."""
        files = {"savxp/setup.exe": b"MZ" + bytes(range(256)), "savxp/vdl.dat": b"data" * 100, "savxp/LICENSE": b"text",
                 "linux/bin/tool": b"\x7fELF", "linux/c++.txt": b"plus", "empty.txt": b"",
                 "日本語/定義 ファイル.dat": "定義".encode()}
        files.update(more)
        for name, content in files.items():
            self.file("tree/" + name, content)
        return self.folder / "tree"

    def assertFails(self, done, code, message):
        """One line on stderr that says why, nothing on stdout."""
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        self.assertTrue(done.stderr.startswith("webcid: "), done.stderr)
        self.assertIn(message, done.stderr)


class Usage(Case):
    def test_an_unknown_option_is_wrong_usage(self):
        self.assertFails(webcid("check", "http://127.0.0.1:1/", "--bogus"), 64, "--bogus")

    def test_an_unknown_or_missing_command_is_wrong_usage(self):
        self.assertFails(webcid("chekc"), 64, "webcid --help")
        self.assertFails(webcid(), 64, "webcid --help")
        self.assertFails(webcid("check"), 64, "address")

    def test_values_out_of_range_are_wrong_usage_and_name_their_option(self):
        for options, named in ((["-j", "0"], "--jobs"), (["-j", "65"], "--jobs"), (["--timeout", "0"], "--timeout"),
                               (["--timeout", "nan"], "--timeout"), (["--limit-rate", "fast"], "--limit-rate"),
                               (["--limit-rate", "0"], "--limit-rate"), (["--resolve", "srv"], "--resolve"),
                               (["--report", "pdf=x"], "--report"), (["--report", "json"], "--report"),
                               (["--report", "json="], "--report"), (["--lang", "fr"], "--lang"),
                               (["--color", "blue"], "--color"), (["-q", "-v"], "verbose")):
            with self.subTest(options=options):
                self.assertFails(webcid("check", "http://127.0.0.1:1/", *options), 64, named)

    def test_a_password_needs_an_account_and_one_source(self):
        password = self.file("pw", PASSWORD)
        self.assertFails(webcid("check", "http://127.0.0.1:1/", "--password-file", password), 64, "--user")
        self.assertFails(webcid("check", "http://127.0.0.1:1/", "--user", "a", "--password-file", password,
                                "--password-stdin"), 64, "--password-stdin")

    def test_help_and_version_are_no_errors(self):
        for words in (["--help"], ["check", "--help"], ["--version"]):
            done = webcid(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("webcid", done.stdout)


class Addresses(Case):
    def test_an_address_that_is_not_http_is_judged_and_never_contacted(self):
        with Silent() as listener:
            for scheme in ("https", "ftp", "HTTPS"):
                done = webcid("check", f"{scheme}://127.0.0.1:{listener.port}/SophosUpdate", "--report", "json=-")
                self.assertEqual(done.returncode, 2)
                self.assertEqual([f["cause"] for f in json.loads(done.stdout)["findings"]], ["address.not-http"])
            self.assertFalse(listener.was_contacted())

    def test_credentials_in_the_address_are_refused_and_never_shown(self):
        report = self.folder / "report.json"
        with Silent() as listener:
            url = f"http://someone:{PASSWORD}@127.0.0.1:{listener.port}/x"
            done = webcid("check", url, "--report", f"json={report}", "-v")
            listed = webcid("list", url)
            proxied = webcid("check", "http://192.0.2.1/x", "--proxy", url)
            self.assertFalse(listener.was_contacted())
        self.assertEqual((done.returncode, listed.returncode, proxied.returncode), (2, 2, 64))
        self.assertEqual([f["cause"] for f in json.loads(report.read_text())["findings"]], ["address.malformed"])
        for text in (done.stdout, done.stderr, listed.stdout, listed.stderr, proxied.stderr, report.read_text()):
            self.assertNotIn(PASSWORD, text)
            self.assertNotIn("someone", text)

    def test_a_password_is_not_read_for_an_address_that_is_not_contacted(self):
        done = webcid("check", "https://srv/x", "--user", "a", "--password-file", self.folder / "none")
        self.assertEqual(done.returncode, 2)

    def test_nothing_listening_is_named_with_host_and_port(self):
        with Silent() as listener:
            port = listener.port
        done = webcid("check", f"http://127.0.0.1:{port}/SophosUpdate", "--report", "json=-")
        self.assertEqual(done.returncode, 2)
        finding, = json.loads(done.stdout)["findings"]
        self.assertEqual((finding["cause"], finding["parameters"]), ("network.refused", [f"127.0.0.1:{port}"]))


class LocalFiles(Case):
    def test_an_unreadable_password_file_is_ours(self):
        self.assertFails(webcid("check", "http://127.0.0.1:1/", "--user", "a", "--password-file", self.folder / "none"),
                         74, "--password-file")

    def test_a_malformed_catalogue_is_named_with_line_and_column(self):
        catalogue = self.file("bad.json", '{"schema":"webcid-catalogue/1",\n "files":[oops]}\n')
        done = webcid("check", "http://127.0.0.1:1/", "--catalogue", catalogue)
        self.assertFails(done, 2, "")
        self.assertRegex(done.stderr, re.escape(str(catalogue)) + r":2:\d+: ")

    def test_a_catalogue_that_leads_out_of_the_share_is_refused_with_its_position(self):
        digest = hashlib.sha256(b"").hexdigest()
        for name, text in (("SHA256SUMS", f"{digest}  fine.txt\n{digest}  ../../etc/passwd\n"),
                           ("SHA256SUMS.txt", f"{digest}  fine.txt\n{digest}  /etc/passwd\n"),
                           ("webcid-catalogue.json", '{"schema":"webcid-catalogue/1","files":[\n{"path":"../x","size":0,'
                            f'"sha256":"{digest}"}}]}}\n')):
            with self.subTest(name=name):
                catalogue = self.file(name, text)
                with Silent() as listener:
                    done = webcid("check", f"http://127.0.0.1:{listener.port}/", "--catalogue", catalogue)
                    self.assertFalse(listener.was_contacted())
                self.assertFails(done, 2, "")
                self.assertRegex(done.stderr, re.escape(str(catalogue)) + r":2:\d+: ")

    def test_a_report_that_cannot_be_written_is_said_before_anything_is_sent(self):
        with Silent() as listener:
            url = f"http://127.0.0.1:{listener.port}/x"
            report = webcid("check", url, "--report", f"json={self.folder}/none/report.json")
            evidence = webcid("check", url, "--save-evidence", self.folder / "none" / "run.har")
            keep = webcid("check", url, "--keep", self.file("file", "in the way"))
            self.assertFalse(listener.was_contacted())
        self.assertFails(report, 74, "none/report.json")
        self.assertFails(evidence, 74, "none/run.har")
        self.assertFails(keep, 74, "file")

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_a_full_standard_output_is_ours(self):
        tree = self.tree()
        for words in (["check", "http://127.0.0.1:1/"], ["check", "http://127.0.0.1:1/", "--report", "json=-"],
                      ["catalogue", tree], ["verify", tree]):
            with self.subTest(words=words), open("/dev/full", "w") as full:
                if words[0] == "verify":
                    self.assertEqual(webcid("catalogue", tree, "-o", tree / "webcid-catalogue.txt").returncode, 0)
                done = webcid(*words, stdout=full)
                self.assertEqual(done.returncode, 74, done.stderr)
                self.assertIn("standard output", done.stderr)

    def test_evidence_that_is_none_is_named(self):
        har = self.file("run.har", "not json")
        done = webcid("diagnose", "--from", har)
        self.assertFails(done, 74, f"{har}: line 1, column 2: ")
        self.assertFails(webcid("diagnose", "--from", self.folder / "none"), 74, "none")


class Catalogues(Case):
    FORMATS = {"json": "webcid-catalogue.txt", "manifest.dat": "manifest.dat", "sha256sums": "SHA256SUMS"}

    def paths_of(self, done):
        self.assertEqual(done.returncode, 0, done.stderr)
        return sorted(entry["path"] for entry in json.loads(done.stdout)["files"])

    def published(self, tree):
        return sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_file())

    def test_a_written_catalogue_is_read_back_and_verifies_the_folder(self):
        tree = self.tree()
        expected = self.published(tree)
        done = webcid("catalogue", tree, "-o", tree / "webcid-catalogue.txt")
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        self.assertEqual(self.paths_of(webcid("list", tree, "--format", "json")), expected)
        self.assertEqual(self.paths_of(webcid("list", tree / "webcid-catalogue.txt", "--format", "json")), expected)
        table = webcid("list", tree).stdout
        self.assertIn("日本語/定義 ファイル.dat", table)
        verified = webcid("verify", tree)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        self.assertIn(f"healthy: {len(expected)} files verified", verified.stdout)

    def test_every_format_says_the_same(self):
        tree = self.tree()
        expected = self.published(tree)
        for row in self.FORMATS.items():
            with self.subTest(format=row[0]):
                output = self.folder / row[0] / row[1]
                output.parent.mkdir()
                done = webcid("catalogue", tree, "--format", row[0], "-o", output)
                if done.returncode == 1:
                    # A format that cannot say every name leaves it out and says so.
                    self.assertIn("定義", done.stderr)
                    continue
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual(self.paths_of(webcid("list", output, "--format", "json")), expected)

    def test_a_changed_a_missing_and_a_strange_file_are_told(self):
        tree = self.tree()
        webcid("catalogue", tree, "-o", tree / "webcid-catalogue.txt")
        (tree / "savxp/vdl.dat").write_bytes(b"DATA" * 100)
        (tree / "savxp/LICENSE").unlink()
        (tree / "linux/bin/tool").write_bytes(b"\x7fEL")
        (tree / "strange.txt").write_bytes(b"?")
        done = webcid("verify", tree)
        self.assertEqual(done.returncode, 2)
        for part in ("wrong-hash: savxp/vdl.dat", "failed: savxp/LICENSE", "wrong-size: linux/bin/tool",
                     "not in the catalogue: strange.txt", "broken: 4 files verified, 3 wrong or missing, 1 not in"):
            self.assertIn(part, done.stdout)

    def test_a_folder_without_a_catalogue_is_wrong_usage(self):
        self.assertFails(webcid("verify", self.tree()), 64, "--catalogue")

    def test_a_share_is_listed_as_its_folder_is(self):
        tree = self.tree()
        expected = self.published(tree)
        webcid("catalogue", tree, "-o", tree / "webcid-catalogue.txt")
        with Server("--root", tree, "--scenario", "healthy") as server:
            self.assertEqual(self.paths_of(webcid("list", server.url, "--format", "json")), expected)
            checked = webcid("check", server.url, "--report", "json=-")
        self.assertEqual(checked.returncode, 0, checked.stdout)


class Reports(Case):
    def test_json_on_standard_output_is_alone_there(self):
        with Server("--sample", 50) as server:
            done = webcid("check", server.url, "--report", "json=-")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(json.loads(done.stdout)["verdict"], "healthy")
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertTrue(done.stderr.startswith("healthy"), done.stderr)

    def test_the_verdict_is_the_last_line_and_the_only_one_when_quiet(self):
        with Server("--sample", 50, "--scenario", "guide-all") as server:
            full = webcid("check", server.url)
            quiet = webcid("check", server.url, "-q")
        self.assertEqual((full.returncode, quiet.returncode), (2, 2))
        self.assertEqual(quiet.stdout.count("\n"), 1)
        self.assertTrue(quiet.stdout.startswith("broken"), quiet.stdout)
        self.assertEqual(re.sub(r"[\d.]+ s$", "", full.stdout.splitlines()[-1]),
                         re.sub(r"[\d.]+ s$", "", quiet.stdout.splitlines()[-1]))

    def test_japanese_has_the_same_ids_and_japanese_texts(self):
        with Server("--sample", 50, "--scenario", "guide-all") as server:
            english = webcid("check", server.url, "--lang", "en")
            japanese = webcid("check", server.url, "--lang", "ja")
            by_system = webcid("check", server.url, "-q", env=environment() | {"LC_ALL": "ja_JP.UTF-8"})
        ids = re.compile(r"\[((?:iis|publication)\.[a-z-]+)\]")
        self.assertEqual(ids.findall(english.stdout), ids.findall(japanese.stdout))
        self.assertEqual(len(ids.findall(japanese.stdout)), 5)
        self.assertNotRegex(english.stdout, JAPANESE)
        self.assertRegex(japanese.stdout, JAPANESE)
        self.assertRegex(by_system.stdout, JAPANESE)

    def on_terminal(self, *arguments, env):
        """What webcid writes to a terminal."""
        leader, follower = pty.openpty()
        process = subprocess.Popen([WEBCID, *arguments], stdout=follower, stderr=subprocess.DEVNULL,
                                   stdin=subprocess.DEVNULL, env=env)
        os.close(follower)
        out = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # the other end was closed
                break
            if not piece:
                break
            out += piece
        os.close(leader)
        process.wait(timeout=60)
        return out.decode()

    def test_colour_comes_only_to_a_terminal_or_when_asked(self):
        words = ["check", "https://srv/x"]
        term = environment(TERM="xterm")
        self.assertNotIn(ESCAPE, webcid(*words, env=term).stdout)
        self.assertIn(ESCAPE, webcid(*words, "--color", "always", env=term).stdout)
        self.assertIn(ESCAPE, self.on_terminal(*words, env=term))
        self.assertNotIn(ESCAPE, self.on_terminal(*words, "--color", "never", env=term))
        self.assertNotIn(ESCAPE, self.on_terminal(*words, env=term | {"NO_COLOR": "1"}))
        for off in ({"TERM": "dumb"}, {"CLICOLOR": "0"}):
            self.assertNotIn(ESCAPE, self.on_terminal(*words, env=term | off), off)
        self.assertIn(ESCAPE, webcid(*words, env=term | {"CLICOLOR_FORCE": "1"}).stdout)
        for off in ({"CLICOLOR_FORCE": "0"}, {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}):
            self.assertNotIn(ESCAPE, webcid(*words, env=term | off).stdout, off)

    def test_keep_holds_only_what_was_verified(self):
        keep = self.folder / "keep"
        log = self.folder / "log"
        with Server("--sample", 60, "--scenario", "content-hash-mismatch", "--log", log) as server:
            done = webcid("check", server.url, "--keep", keep, "--report", "json=-")
        self.assertEqual(done.returncode, 2, done.stderr)
        report = json.loads(done.stdout)
        finding, = report["findings"]
        self.assertEqual(finding["cause"], "content.hash-mismatch")
        kept = {str(path.relative_to(keep)) for path in keep.rglob("*") if path.is_file() and ".webcid" not in path.parts}
        self.assertEqual(len(kept), report["summary"]["verified"])
        for path in finding["parameters"]:
            self.assertNotIn(path, kept)


class Accounts(Case):
    def check(self, server, password, *more):
        return webcid("check", server.url, "--user", "updater", "--password-file", self.file("given", password + "\n"),
                      "--report", "json=-", *more)

    def server(self, scheme):
        self.log = self.folder / "log"
        return Server("--sample", 40, "--auth", scheme, "--user", "updater", "--password-file",
                      self.file("right", PASSWORD + "\n"), "--log", self.log)

    def logons(self):
        return sum("account" in line.split() for line in self.log.read_text().splitlines())

    def assertSecret(self, *texts):
        for text in texts:
            self.assertNotIn(PASSWORD, text)
            self.assertNotIn("battery", text)

    def test_the_right_account_updates(self):
        for scheme in ("basic", "digest"):
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                har = self.folder / f"{scheme}.har"
                done = self.check(server, PASSWORD, "--save-evidence", har)
                self.assertEqual(done.returncode, 0, done.stdout)
                self.assertEqual(json.loads(done.stdout)["verdict"], "healthy")
                self.assertSecret(done.stdout, done.stderr, har.read_text())
                self.assertNotIn("dXBkYXRlcjpob3JzZ", har.read_text())  # Basic's base64 of the account

    def test_a_wrong_password_is_sent_once(self):
        for scheme in ("basic", "digest"):
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                har = self.folder / f"{scheme}.har"
                done = self.check(server, "wrong-" + PASSWORD, "--save-evidence", har)
                self.assertEqual(done.returncode, 2, done.stdout)
                causes = [finding["cause"] for finding in json.loads(done.stdout)["findings"]]
                self.assertEqual(causes, ["iis.credentials-rejected"])
                self.assertEqual(self.logons(), 1, self.log.read_text())
                self.assertSecret(done.stdout, done.stderr, har.read_text())
                self.log.unlink()

    def test_no_account_where_one_is_needed_is_said(self):
        with self.server("basic") as server:
            done = webcid("check", server.url, "--report", "json=-")
        self.assertEqual(done.returncode, 2)
        finding, = json.loads(done.stdout)["findings"]
        self.assertEqual((finding["cause"], finding["parameters"]), ("iis.credentials-required", ["Basic"]))
        self.assertEqual(self.logons(), 0)

    def test_a_password_comes_from_standard_input_or_the_environment(self):
        with self.server("basic") as server:
            words = ["check", server.url, "--user", "updater", "-q"]
            self.assertEqual(webcid(*words, "--password-stdin", stdin=PASSWORD + "\r\n").returncode, 0)
            self.assertEqual(webcid(*words, env=environment(WEBCID_PASSWORD=PASSWORD)).returncode, 0)


class Interruption(Case):
    def test_an_interrupted_run_ends_at_once_and_still_reports(self):
        with Server("--sample", 40, "--scenario", "wire-stalled") as server:
            process = subprocess.Popen([WEBCID, "check", server.url, "--report", "json=-", "--timeout", "60"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
            # Sent once the connection is there: asked of the system, not of a clock.
            wait_until_connected(process.pid)
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
            took = time.monotonic() - began
        self.assertEqual(process.returncode, 130, err)
        self.assertLess(took, 2)
        self.assertTrue(json.loads(out)["interrupted"])


class Explain(Case):
    def test_the_list_and_each_row_are_printed_in_either_language(self):
        listed = webcid("explain", "--lang", "en")
        self.assertEqual((listed.returncode, listed.stderr), (0, ""))
        ids = re.findall(r"^(\w+\.[\w-]+|unexplained) ", listed.stdout, re.MULTILINE)
        self.assertEqual(ids, [row["id"] for row in json.loads(webcid("explain", "--format", "json").stdout)])
        for cause in ids:
            with self.subTest(cause):
                english, japanese = (webcid("explain", cause, "--lang", lang) for lang in ("en", "ja"))
                self.assertEqual((english.returncode, japanese.returncode), (0, 0))
                self.assertIn(f"[{cause}]: ", english.stdout)
                self.assertIsNone(JAPANESE.search(english.stdout))
                self.assertRegex(japanese.stdout, JAPANESE)
                self.assertNotIn(ESCAPE, english.stdout)

    def test_an_unknown_cause_is_wrong_usage_and_names_the_nearest(self):
        self.assertFails(webcid("explain", "iis.hiden-segment"), 64, "did you mean iis.hidden-segment")
        self.assertFails(webcid("explain", "\x1b[2Jqqqqqqqqqqqq"), 64, "`webcid explain` lists all")
        self.assertFails(webcid("explain", "iis.hidden-segment", "--format", "json"), 64, "--format")

    def test_the_document_is_up_to_date(self):
        document = pathlib.Path(__file__).parents[2] / "docs/CAUSES.md"
        self.assertEqual(document.read_text(encoding="utf-8"), webcid("explain", "--format", "markdown").stdout,
                         "./dev docs writes it anew")


class Fix(Case):
    def report(self, **changes):
        with Server("--sample", 60, "--scenario", "guide-all") as server:
            report = json.loads(webcid("check", server.url, "--report", "json=-").stdout)
        report.update(changes)
        return self.file("report.json", json.dumps(report))

    def test_every_form_is_printed_and_takes_the_given_names(self):
        report = self.report()
        for form, sign in (("steps", "1. "), ("web.config", "<configuration>"), ("appcmd", "appcmd.exe add backup"),
                           ("powershell", "Backup-WebConfiguration")):
            with self.subTest(form):
                done = webcid("fix", report, "--as", form, "--lang", "en", "--site", "Intranet/CIDs",
                              "--physical-path", "D:\\CIDs")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn(sign, done.stdout)
                self.assertIn("D:\\CIDs", done.stdout)
                self.assertNotIn("Default Web Site", done.stdout)

    def test_steps_are_the_usual_form_and_in_the_asked_language_scripts_are_ascii(self):
        report = self.report()
        self.assertRegex(webcid("fix", report, "--lang", "ja").stdout, JAPANESE)
        for form in ("web.config", "appcmd", "powershell"):
            self.assertTrue(webcid("fix", report, "--lang", "ja", "--as", form).stdout.isascii())

    def test_what_cannot_be_read_is_ours_and_what_is_no_report_says_where(self):
        self.assertFails(webcid("fix", self.folder / "absent.json"), 74, "absent.json")
        self.assertFails(webcid("fix", self.file("broken.json", "{]")), 2, "line 1, column 2: not JSON")
        self.assertFails(webcid("fix", self.file("other.json", '{"schema":"webcid-catalogue/1"}')), 2,
                         'schema: "webcid-catalogue/1" is not "webcid-report/1"')
        self.assertFails(webcid("fix", self.report(findings=[{"cause": 1}])), 2, "findings[0].cause: is not a string")

    def test_names_that_no_script_can_hold_are_wrong_usage(self):
        report = self.report()
        self.assertFails(webcid("fix", report, "--as", "appcmd", "--site", 'a" & calc'), 64, "--site")
        self.assertFails(webcid("fix", report, "--as", "appcmd", "--physical-path", "更新"), 64, "--as powershell")
        self.assertFails(webcid("fix", report, "--as", "bash"), 64, "--as")
        self.assertFails(webcid("fix"), 64, "report")


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
