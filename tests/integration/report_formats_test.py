"""The report formats against what reads them: xmllint with docs/junit.xsd, promtool, the grammar of OpenMetrics, cmark.

usage: report_formats_test.py SAMPLES XSD [unittest options]
SAMPLES writes sample reports into a folder. A reader that is not installed is named and left out.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import openmetrics

SAMPLES = XSD = ""
FOLDER = None


def needs(program, package):
    return unittest.skipUnless(shutil.which(program), f"{program} is not installed (package {package})")


def samples(ending):
    return {path.name: path for path in sorted(FOLDER.glob(f"*.{ending}"))}


class Case(unittest.TestCase):
    maxDiff = None

    def for_each(self, ending, test):
        found = samples(ending)
        self.assertGreaterEqual(len(found), 18)
        for name, path in found.items():
            with self.subTest(name):
                test(path)


class JUnit(Case):
    def xmllint(self, text):
        return subprocess.run(["xmllint", "--nonet", "--noout", "--schema", XSD, "-"], input=text, capture_output=True,
                              check=False)

    @needs("xmllint", "libxml2-utils")
    def test_every_file_matches_the_schema(self):
        def test(path):
            done = self.xmllint(path.read_bytes())
            self.assertEqual(done.returncode, 0, done.stderr.decode()[:2000])

        self.for_each("junit.xml", test)

    @needs("xmllint", "libxml2-utils")
    def test_the_schema_refuses_what_readers_would_misread(self):
        text = (FOLDER / "five-faults.en.junit.xml").read_text(encoding="utf-8")
        for what, old, new in (
                ("a count that is none", ' tests="', ' tests="-'),
                ("a suite without a name", '<testsuite name="webcid.iis"', "<testsuite"),
                ("a case without a class", '<testcase classname="webcid.address" ', "<testcase "),
                ("a time with a zone", 'timestamp="2026-01-31T09:30:00"', 'timestamp="2026-01-31T09:30:00Z"'),
                ("an unknown element", "<system-out>", "<out/><system-out>"),
                ("a failure without a message", re.search(r'<failure( message="[^"]*")', text).group(1), ""),
                ("a case of one name twice", 'name="guide.bin"', 'name="guide.mime-any"')):
            with self.subTest(what):
                self.assertIn(old, text)
                self.assertNotEqual(self.xmllint(text.replace(old, new, 1).encode()).returncode, 0)

    def test_counts_are_those_of_the_cases(self):
        def test(path):
            root = xml.etree.ElementTree.parse(path).getroot()
            for suite in [root, *root.findall("testsuite")]:
                for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                    self.assertEqual(int(suite.get(attribute)), len(list(suite.iter(element))), suite.get("name"))
                self.assertEqual(int(suite.get("tests")), len(list(suite.iter("testcase"))))

        self.for_each("junit.xml", test)

    def test_a_share_that_works_fails_no_case_and_one_that_does_not_fails_one(self):
        def test(path):
            root = xml.etree.ElementTree.parse(path).getroot()
            bad = int(root.get("failures")) + int(root.get("errors"))
            self.assertEqual(bad > 0, not path.name.startswith(("healthy.", "deviating.")))

        self.for_each("junit.xml", test)


class Metrics(Case):
    @needs("promtool", "prometheus")
    def test_promtool_takes_every_file_without_a_remark(self):
        def test(path):
            done = subprocess.run(["promtool", "check", "metrics"], input=path.read_bytes(), capture_output=True,
                                  check=False)
            self.assertEqual((done.returncode, done.stdout + done.stderr), (0, b""))

        self.for_each("prom", test)

    def test_every_file_is_openmetrics(self):
        def test(path):
            self.assertEqual(openmetrics.complaints(path.read_text(encoding="utf-8")), [])

        self.for_each("prom", test)

    def test_the_grammar_refuses_what_is_none(self):
        good = (FOLDER / "healthy.en.prom").read_text(encoding="utf-8")
        for what, old, new in (("no end", "# EOF\n", ""), ("an empty line", "# EOF\n", "\n# EOF\n"),
                               ("a line break in a label", "http://srv", "http://\nsrv"),
                               ("a quote in a label", "http://srv", 'http://"srv'),
                               ("another type", "webcid_files gauge", "webcid_files counter"),
                               ("a suffix of a counter", "webcid_requests", "webcid_requests_total"),
                               ("a family in two pieces", "# TYPE webcid_requests gauge\n",
                                "# TYPE webcid_requests gauge\n# HELP webcid_verdict again\n"),
                               ("a sample twice", 'outcome="failed"', 'outcome="verified"'),
                               ("a text for a number", "} 9123\n", "} many\n")):
            with self.subTest(what):
                self.assertIn(old, good)
                self.assertTrue(openmetrics.complaints(good.replace(old, new)))


class Markdown(Case):
    @needs("cmark-gfm", "cmark-gfm")
    def test_names_make_no_markup_but_code(self):
        # What GitHub adds to CommonMark, too.
        command = ["cmark-gfm", "-t", "xml", "-e", "table", "-e", "strikethrough", "-e", "autolink", "-e", "tasklist"]
        namespace = "{http://commonmark.org/xml/1.0}"
        allowed = {namespace + name for name in ("document", "heading", "paragraph", "list", "item", "text", "strong",
                                                 "code", "code_block")}

        def test(path):
            done = subprocess.run(command, input=path.read_bytes(), capture_output=True, check=True)
            # cmark writes U+FFFF as it is, which XML cannot hold.
            root = xml.etree.ElementTree.fromstring(done.stdout.decode().replace("\uffff", "?"))
            # Tables are those of several runs only, and no name makes one cell more.
            is_of_several = path.name.startswith(("several.", "nodes."))
            tables = {namespace + name for name in ("table", "table_header", "table_row", "table_cell")}
            self.assertEqual({element.tag for element in root.iter()} - allowed - (tables if is_of_several else set()),
                             set())
            for table in root.iter(namespace + "table"):
                self.assertEqual(len({len(row) for row in table}), 1)

        self.for_each("md", test)

    @needs("cmark-gfm", "cmark-gfm")
    def test_a_blocks_text_arrives_as_it_is_in_the_report(self):
        done = subprocess.run(["cmark-gfm", "-t", "xml"], input=(FOLDER / "five-faults.en.md").read_bytes(),
                              capture_output=True, check=True)
        blocks = xml.etree.ElementTree.fromstring(done.stdout).iter("{http://commonmark.org/xml/1.0}code_block")
        configurations = [block.text for block in blocks if block.get("info") == "xml"]
        self.assertGreaterEqual(len(configurations), 5)
        for text in configurations:
            self.assertEqual(xml.etree.ElementTree.fromstring(text.encode()).tag, "configuration")


if __name__ == "__main__":
    SAMPLES, XSD = sys.argv[1:3]
    with tempfile.TemporaryDirectory(prefix="webcid-samples-") as folder:
        FOLDER = pathlib.Path(folder)
        subprocess.run([SAMPLES, folder], check=True)
        unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
