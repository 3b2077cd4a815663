"""What a run may cost: files, bytes, time; and what it says when a limit ended it.

usage: limits_test.py WEBCID WEBCID-TESTSERVER
"""
import hashlib
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from servers import TestServer, check

FILES = 60
CATALOGUES = ("manifest.dat", "SHA256SUMS", "webcid-catalogue.txt")
SAID = {
    "en": "stopped at a limit of this run ({}): not everything was checked",
    "ja": "この実行の上限 ({}) に達したため、すべては確認していない",
}


def limits_of(report):
    return [note["arguments"] for note in report["notes"] if note["statement"] == "limit-reached"]


def files_in(folder):
    """What is in a mirror, without what is webcid's own."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path for path in paths if not path.parts[0].startswith(".webcid")}


class Listed:
    """A server of `tree`: a path to the names in a folder, or to a file's bytes; `refused`: a path to a status."""

    def __init__(self, tree):
        self.tree, self.refused = tree, {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                found = outer.tree.get(self.path)
                status = outer.refused.get(self.path, 404 if found is None else 200)
                body = b"no"
                if status == 200:
                    body = found if isinstance(found, bytes) else outer.listing(self.path, found)
                self.send_response(status)
                self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "text/plain")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def listing(path, names):
        rows = "".join(f'<a href="{name}">{name}</a>  28-Nov-2026 10:00  {"-" if name.endswith("/") else "1"}\n'
                       for name in names)
        head = f"<html>\n<head><title>Index of {path}</title></head>\n<body>\n<h1>Index of {path}</h1><hr><pre>"
        return f'{head}<a href="../">../</a>\n{rows}</pre><hr></body>\n</html>\n'.encode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Limits(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = TestServer(TESTSERVER, "--sample", str(FILES))
        cls.url = cls.server.url

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_no_limit_is_reached_by_default(self):
        report, code = check(WEBCID, self.url)
        self.assertEqual((code, report["verdict"], report["summary"]["verified"], limits_of(report)),
                         (0, "healthy", FILES, []))

    def test_no_more_files_are_fetched_than_allowed(self):
        report, code = check(WEBCID, self.url, "--max-files", "10")
        self.assertEqual(report["summary"]["verified"], 10)
        self.assertEqual(limits_of(report), [["--max-files"]])
        self.assertNotEqual(report["verdict"], "healthy")
        self.assertNotEqual(code, 0)
        # Not one too many: as many as there are is enough.
        report, code = check(WEBCID, self.url, "--max-files", str(FILES))
        self.assertEqual((code, report["verdict"], limits_of(report)), (0, "healthy", []))

    def test_bytes_end_the_run(self):
        whole, _ = check(WEBCID, self.url)
        total = whole["summary"]["bytes"]
        report, code = check(WEBCID, self.url, "--max-bytes", str(total // 2), "--jobs", "1")
        self.assertEqual(limits_of(report), [["--max-bytes"]])
        self.assertNotEqual(code, 0)
        self.assertLess(report["summary"]["bytes"], total)
        self.assertGreater(report["summary"]["verified"], 0)
        self.assertEqual(report["findings"], [])

    def test_bytes_that_end_anywhere_blame_nobody(self):
        # From within the first header to the last file: catalogues, listings, the folder itself, questions.
        for options in ([], ["--catalogues", ""], ["--scenario", "guide-all"]):
            with TestServer(TESTSERVER, "--sample", "20", *options) as server:
                whole, _ = check(WEBCID, server.url)
                causes = {finding["cause"] for finding in whole["findings"]}
                most = whole["summary"]["bytes"] + 2000 * whole["summary"]["requests"]
                reached = 0
                for part in range(1, 25):
                    with self.subTest(options=options, part=part):
                        report, _ = check(WEBCID, server.url, "--max-bytes", str(most * part // 24))
                        if not limits_of(report):
                            continue
                        reached += 1
                        self.assertEqual({finding["cause"] for finding in report["findings"]} - causes, set())
                        self.assertNotEqual(report["verdict"], "healthy")
                self.assertGreater(reached, 3)

    def test_time_ends_the_run(self):
        with TestServer(TESTSERVER, "--sample", str(FILES), "--fault", '{"kind":"slow","bytes":5000}') as slow:
            begin = time.monotonic()
            report, code = check(WEBCID, slow.url, "--max-time", "2", "--jobs", "1")
            self.assertLess(time.monotonic() - begin, 10)
        self.assertEqual(limits_of(report), [["--max-time"]])
        self.assertNotEqual(code, 0)
        self.assertLess(report["summary"]["verified"], FILES)
        self.assertEqual(report["findings"], [])

    def test_a_list_has_an_end(self):
        with TestServer(TESTSERVER, "--sample", str(FILES), "--fault", '{"kind":"slow","bytes":600}') as slow:
            for option, value, name in (("--max-time", "1", "--max-time"), ("--max-bytes", "700", "--max-bytes")):
                done = subprocess.run([WEBCID, "list", slow.url, option, value, "--lang", "en"], capture_output=True,
                                      text=True, timeout=20)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertEqual(done.stderr, f"webcid: {slow.url}: stopped at the limit of {name}\n")

    def update(self, url, folder, *options):
        done = subprocess.run([WEBCID, "update", url, folder, "--lang", "en", "-q", *options], capture_output=True,
                              text=True, timeout=120)
        self.assertNotEqual(done.returncode, 70, done.stderr)
        return done.returncode

    def test_an_update_that_reached_a_limit_is_gone_on_with_by_the_next(self):
        for options in ((), ("--delete",)):
            with self.subTest(options=options), tempfile.TemporaryDirectory() as home:
                folder = pathlib.Path(home) / "mirror"
                for there in range(20, FILES + 1, 20):
                    code = self.update(self.url, folder, "--max-files", "20", *options)
                    catalogues = {path for path in files_in(folder) if path.name in CATALOGUES}
                    self.assertEqual((len(files_in(folder) - catalogues), code == 0), (there, there == FILES))
                    # A catalogue gets its name once all that it lists is there.
                    self.assertEqual(bool(catalogues), there == FILES)
                before = files_in(folder)
                self.assertEqual(self.update(self.url, folder, *options), 0)
                self.assertLessEqual(before, files_in(folder))

    def test_an_update_that_reached_a_limit_removes_nothing(self):
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home) / "mirror"
            self.assertEqual(self.update(self.url, folder), 0)
            (folder / "extra").write_text("not published\n")
            whole = files_in(folder)
            missing = sorted(path for path in whole if path.suffix != ".dat" and path.name != "extra")[:30]
            for path in missing:
                (folder / path).unlink()
            there = whole - set(missing)
            self.update(self.url, folder, "--max-files", "20", "--delete")
            self.assertLessEqual(there, files_in(folder))
            self.assertEqual(len(files_in(folder)), len(there) + 20)
            self.assertEqual(self.update(self.url, folder, "--delete"), 0)
            self.assertEqual(files_in(folder), whole - {pathlib.Path("extra")})

    def test_no_cut_tree_takes_the_place_of_another(self):
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home) / "mirror"
            folder.mkdir()
            (folder / "old").write_text("in use\n")
            for _ in range(FILES // 20 - 1):
                self.assertNotEqual(self.update(self.url, folder, "--max-files", "20", "--atomic-tree", "--delete"), 0)
                self.assertEqual(files_in(folder), {pathlib.Path("old")})
            self.assertEqual(self.update(self.url, folder, "--max-files", "20", "--atomic-tree", "--delete"), 0)
            self.assertGreaterEqual(len(files_in(folder)), FILES)
            self.assertNotIn(pathlib.Path("old"), files_in(folder))

    def test_what_could_not_be_listed_is_not_removed(self):
        tree = {"/": ["a/", "b/"], "/a/": ["one"], "/b/": ["two"], "/a/one": b"1", "/b/two": b"2"}
        for status in (500, 403, 404):
            for options in (("--delete",), ("--delete", "--atomic-tree")):
                with self.subTest(status=status, options=options), tempfile.TemporaryDirectory() as home, \
                        Listed(tree) as server:
                    folder = pathlib.Path(home) / "mirror"
                    self.update(server.url, folder, *options)
                    whole = {pathlib.Path("a/one"), pathlib.Path("b/two")}
                    self.assertEqual(files_in(folder), whole)
                    server.refused = {"/b/": status}
                    self.update(server.url, folder, *options)
                    self.assertEqual(files_in(folder), whole)
                    server.refused = {}
                    server.tree = {"/": ["a/"], "/a/": ["one"], "/a/one": b"1"}
                    self.update(server.url, folder, *options)
                    self.assertEqual(files_in(folder), {pathlib.Path("a/one")})

    def test_the_package_of_a_catalogue_that_could_not_be_read_is_not_removed(self):
        def listed(name):
            return f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n".encode()

        tree = {"/": ["CIDs/"], "/CIDs/": ["S000/"], "/CIDs/S000/": ["P/", "Q/"]}
        for package, name in (("P", "one"), ("Q", "two")):
            tree[f"/CIDs/S000/{package}/"] = ["SHA256SUMS", name]
            tree[f"/CIDs/S000/{package}/SHA256SUMS"] = listed(name)
            tree[f"/CIDs/S000/{package}/{name}"] = name.encode()
        with tempfile.TemporaryDirectory() as home, Listed(tree) as server:
            folder = pathlib.Path(home) / "mirror"
            self.update(server.url, folder, "--delete")
            whole = files_in(folder)
            self.assertIn(pathlib.Path("CIDs/S000/Q/two"), whole)
            server.refused = {"/CIDs/S000/Q/SHA256SUMS": 500}
            self.update(server.url, folder, "--delete")
            self.assertEqual(files_in(folder), whole)

    def test_it_is_said_in_both_languages(self):
        for language, sentence in SAID.items():
            done = subprocess.run([WEBCID, "check", self.url, "--max-files", "10", "--lang", language, "--no-progress"],
                                  capture_output=True, text=True, timeout=120)
            shown = "".join(done.stdout.split())
            self.assertIn("".join(sentence.format("--max-files").split()), shown)

    def test_what_is_no_limit_is_refused(self):
        for option, value, said in (("--max-bytes", "much", "--max-bytes much: expected bytes, such as 500M or 20G"),
                                    ("--max-bytes", "0", "--max-bytes 0: expected bytes, such as 500M or 20G"),
                                    ("--max-files", "0", "--max-files"), ("--max-time", "-1", "--max-time")):
            done = subprocess.run([WEBCID, "check", self.url, option, value, "--lang", "en"], capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual((done.returncode, done.stdout), (64, ""))
            self.assertIn(said, done.stderr)


if __name__ == "__main__":
    WEBCID, TESTSERVER = (os.path.abspath(sys.argv.pop(1)) for _ in range(2))
    unittest.main()
