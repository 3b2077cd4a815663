"""A part of a tree tells as much as all of it, and after mending what failed before is what is checked again.

usage: quick_test.py WEBCID WEBCID-TESTSERVER
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer, check

FILES = 3000
MOST_REQUESTS = 150
# Scenarios whose cause depends on how files are called or of which type they are.
NAMES_AND_TYPES = """
acl-denied-folder cgi-isapi-restricted content-encoded-untrue double-escaping-refused extension-denied
extension-unlisted extensionless-handler extensionless-not-served guide-all healthy hidden-segment-bin high-bit-refused
httpsys-request-rejected mime-map-missing path-too-long proxy-block-page proxy-blocked url-sequence-denied url-too-long
""".split()
# Lists whose items are kinds of names: the part must show each of them. Other parameters are paths or lengths.
COMPLETE = {"iis.mime-map-missing", "iis.extension-denied", "iis.hidden-segment", "iis.url-sequence-denied",
            "iis.cgi-isapi-restricted"}


def causes_of(report):
    return {found["cause"]: found["parameters"] if found["cause"] in COMPLETE else None
            for found in report["findings"]}


def serve(*options):
    return TestServer(TESTSERVER, "--sample", str(FILES), *options)


class Quick(unittest.TestCase):
    def test_a_sample_names_the_causes_that_the_whole_tree_names(self):
        for number, scenario in enumerate(NAMES_AND_TYPES):
            # Every other one without listings.
            scenarios = scenario + (",directory-browsing-off" if number % 2 else "")
            with self.subTest(scenarios), serve("--scenario", scenarios) as server:
                whole, code = check(WEBCID, server.url)
                part, quick_code = check(WEBCID, server.url, "--quick")
                self.assertLess(part["summary"]["requests"], MOST_REQUESTS)
                # What the whole tree does not tell is nothing to compare with.
                if EXPECTED[scenario] <= set(causes_of(whole)):
                    self.assertEqual(causes_of(part), causes_of(whole))
                    self.assertEqual(quick_code, code)

    def test_a_healthy_sample_is_healthy_and_says_that_it_is_one(self):
        with serve() as server:
            report, code = check(WEBCID, server.url, "--quick")
            shown = subprocess.run([WEBCID, "check", server.url, "--quick", "--lang", "en", "-q"], capture_output=True,
                                   text=True, timeout=60)
        files = report["summary"]["files"]
        self.assertEqual((code, report["verdict"], report["summary"]["skipped"]), (0, "healthy", 0))
        self.assertEqual([note["arguments"] for note in report["notes"] if note["statement"] == "part-checked"],
                         [[str(files), str(FILES)]])
        self.assertRegex(shown.stdout, rf"^healthy: {files} files verified .*, of 3,000 published\n$")
        steps = {step["id"]: step["state"] for step in report["guide"]}
        self.assertEqual(steps["guide.endpoint-updates"], "not-seen")
        self.assertEqual(steps["guide.mime-any"], "ok")

    def test_saved_evidence_of_a_sample_is_judged_as_the_run_was(self):
        with tempfile.TemporaryDirectory() as home, serve("--scenario", "hidden-segment-bin") as server:
            har = pathlib.Path(home) / "run.har"
            report, _ = check(WEBCID, server.url, "--quick", "--save-evidence", str(har))
            again = json.loads(subprocess.run([WEBCID, "diagnose", "--from", har, "--report", "json=-"],
                                              capture_output=True, timeout=60).stdout)
        for key in ("verdict", "findings", "guide"):
            self.assertEqual(again[key], report[key])
        self.assertIn("part-checked", [note["statement"] for note in again["notes"]])


class OnlyFailed(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.home = pathlib.Path(home.name)
        self.earlier = self.home / "earlier.json"

    def report_of(self, *options):
        """Keeps the report of a whole check."""
        with serve(*options) as server:
            report, _ = check(WEBCID, server.url)
        self.earlier.write_text(json.dumps(report))
        return report

    def again(self, *options):
        with serve(*options) as server:
            return check(WEBCID, server.url, "--only-failed", str(self.earlier))

    def mended(self, report):
        return [note["arguments"][0] for note in report["notes"] if note["statement"] == "mended"]

    def test_what_was_mended_is_said_after_checking_what_failed(self):
        before = self.report_of("--scenario", "hidden-segment-bin,extension-denied")
        report, code = self.again()
        self.assertEqual((code, report["verdict"], report["summary"]["skipped"]), (0, "healthy", 0))
        self.assertEqual(self.mended(report), ["iis.extension-denied (.ide)", "iis.hidden-segment (bin)"])
        # All that failed, and little else.
        failed = before["summary"]["failed"]
        self.assertGreaterEqual(report["summary"]["verified"], failed)
        self.assertLess(report["summary"]["verified"], failed + 20)

    def test_what_was_not_mended_is_found_again(self):
        self.report_of("--scenario", "hidden-segment-bin,double-escaping-refused")
        report, code = self.again("--scenario", "double-escaping-refused")
        self.assertEqual(code, 2)
        self.assertEqual({found["cause"] for found in report["findings"]}, {"iis.double-escaping-refused"})
        self.assertEqual(self.mended(report), ["iis.hidden-segment (bin)"])

    def test_files_without_an_extension_are_all_checked_again(self):
        before = self.report_of("--scenario", "extensionless-not-served")
        report, _ = self.again()
        self.assertGreaterEqual(report["summary"]["verified"], before["summary"]["failed"])
        self.assertLess(report["summary"]["verified"], FILES / 2)

    def test_a_single_damaged_file_is_checked_again(self):
        self.report_of("--fault", '{"kind":"missing","paths":["sau/catalog01.upd"]}')
        report, code = self.again()
        self.assertEqual((code, self.mended(report)), (0, ["publication.file-missing (sau/catalog01.upd)"]))
        self.assertLess(report["summary"]["files"], 5)

    def test_after_a_fault_of_the_whole_share_everything_is_checked(self):
        self.report_of("--scenario", "virtual-directory-missing")
        report, _ = self.again()
        self.assertEqual(report["summary"]["verified"], FILES)
        self.assertEqual(self.mended(report), ["iis.virtual-directory-missing (SophosUpdate)"])

    def test_nothing_is_called_mended_behind_something_worse(self):
        self.report_of("--scenario", "extension-denied")
        report, _ = self.again("--scenario", "virtual-directory-missing")
        self.assertEqual(self.mended(report), [])

    def test_a_report_without_a_failure_or_none_at_all_is_wrong_usage(self):
        self.report_of()
        nonsense = self.home / "nonsense.json"
        nonsense.write_text("{}")
        for path, words, code in ((self.earlier, "nothing failed", 64), (nonsense, "schema", 64),
                                  (self.home / "missing.json", "missing.json", 74)):
            done = subprocess.run([WEBCID, "check", "http://127.0.0.1:9/", "--only-failed", path], capture_output=True,
                                  text=True, timeout=60)
            self.assertEqual(done.returncode, code, done.stderr)
            self.assertIn(words, done.stderr)


if __name__ == "__main__":
    TESTSERVER = os.path.abspath(sys.argv.pop(2))
    WEBCID = os.path.abspath(sys.argv.pop(1))
    listed = json.loads(subprocess.run([TESTSERVER, "--list-json"], capture_output=True, check=True).stdout)
    EXPECTED = {scenario["id"]: {row["cause"] for row in scenario["expect"]} for scenario in listed}
    unittest.main()
