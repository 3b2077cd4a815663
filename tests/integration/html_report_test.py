"""What the HTML report of each command knows of its run.

usage: html_report_test.py WEBCID TESTSERVER [unittest options]
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer

WEBCID = TESTSERVER = ""


class HtmlReport(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def page(self, *arguments):
        file = self.folder / "report.html"
        done = subprocess.run([WEBCID, *arguments, "--report", f"html={file}", "--lang", "en"], capture_output=True,
                              text=True, timeout=120, check=False)
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        return file.read_text(encoding="utf-8")

    def rows(self, page):
        """Files with their outcome, in the table."""
        return sorted(re.findall(r'<tr data-outcome="([^"]+)"><td><code>([^<]+)</code>', page))

    def test_check_shows_every_file_with_its_outcome(self):
        with TestServer(TESTSERVER, "--sample", "200", "--scenario", "guide-all") as server:
            page = self.page("check", server.url)
        rows = self.rows(page)
        self.assertEqual(len(rows), 200)
        self.assertEqual(sum(outcome == "refused" for outcome, _ in rows), 108)
        self.assertIn('<span class="chip probe">', page)

    def test_a_saved_run_gives_the_same_pictures(self):
        evidence = self.folder / "run.har"
        with TestServer(TESTSERVER, "--sample", "200", "--scenario", "hidden-segment-bin") as server:
            live = self.page("check", server.url, "--save-evidence", str(evidence))
        judged = self.page("diagnose", "--from", str(evidence))

        def pictures(page):
            return page[page.index('<section id="tree"'):page.index("</tbody>")]

        self.assertEqual(pictures(judged), pictures(live))

    def test_update_shows_what_was_there_and_what_it_fetched(self):
        mirror = self.folder / "mirror"
        with TestServer(TESTSERVER, "--sample", "200") as server:
            first = self.page("update", server.url, str(mirror))
            self.assertNotIn("was there", first)
            min(mirror.rglob("*.dll")).unlink()
            second = self.page("update", server.url, str(mirror))
        self.assertEqual(self.rows(second), self.rows(first))
        self.assertEqual(second.count('<span lang="en">was there</span>'), len(self.rows(first)) - 1)

    def test_an_address_that_is_none_has_a_page_without_pictures(self):
        page = self.page("check", "https://srv.example/SophosUpdate")
        self.assertIn("address.not-http", page)
        self.assertNotIn('id="tree"', page)


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
