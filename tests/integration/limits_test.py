"""What a run may cost: files, bytes, time; and what it says when a limit ended it.

usage: limits_test.py WEBCID WEBCID-TESTSERVER
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

from servers import TestServer, check

FILES = 60
SAID = {
    "en": "stopped at a limit of this run ({}): not everything was checked",
    "ja": "この実行の上限 ({}) に達したため、すべては確認していない",
}


def limits_of(report):
    return [note["arguments"] for note in report["notes"] if note["statement"] == "limit-reached"]


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

    def test_an_update_that_reached_a_limit_is_gone_on_with_by_the_next(self):
        with tempfile.TemporaryDirectory() as home:
            folder = pathlib.Path(home) / "mirror"
            for _ in range(FILES // 20):
                done = subprocess.run([WEBCID, "update", self.url, folder, "--max-files", "20", "--lang", "en"],
                                      capture_output=True, text=True, timeout=120)
                self.assertNotEqual(done.returncode, 70, done.stderr)
            done = subprocess.run([WEBCID, "update", self.url, folder, "-q", "--lang", "en"], capture_output=True, text=True,
                                  timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            here = sum(path.is_file() and not path.name.startswith(".webcid") for path in folder.rglob("*"))
            self.assertGreaterEqual(here, FILES)

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
