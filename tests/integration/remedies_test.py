"""The closed loop: the web.config that a report prints, merged into the broken one, makes the next check healthy.

usage: remedies_test.py WEBCID WEBCID-TESTSERVER
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

from servers import TestServer, check

WEBCID, TESTSERVER = sys.argv[1:3]
SAMPLE = ["--sample", "200"]
# Scenarios that a web.config mends; guide-all needs all its findings' remedies at once.
MENDED = ["mime-map-missing", "extensionless-not-served", "hidden-segment-bin", "double-escaping-refused",
          "directory-browsing-off", "extension-denied", "guide-all"]
COLLECTIONS = {"staticContent", "hiddenSegments", "fileExtensions"}


def merge(into, remedy):
    """As an administrator merges: attributes replace, entries of collections are appended, sections are gone into."""
    for name, value in remedy.attrib.items():
        into.set(name, value)
    for child in remedy:
        known = into.find(child.tag) if into.tag not in COLLECTIONS else None
        if known is None:
            into.append(child)
        else:
            merge(known, child)


class Remedies(unittest.TestCase):
    def mended(self, scenario, version, choose):
        """The report after the chosen web.config remedy of each finding was applied."""
        with tempfile.TemporaryDirectory() as work:
            config = pathlib.Path(work) / "web.config"
            subprocess.run([TESTSERVER, *SAMPLE, "--scenario", scenario, "--iis", version, "--write-config", config],
                           check=True, stdout=subprocess.DEVNULL)
            with TestServer(TESTSERVER, *SAMPLE, "--config", str(config), "--iis", version) as server:
                broken, _ = check(WEBCID, server.url)
            self.assertTrue(broken["findings"])
            tree = xml.parse(config)
            for finding in broken["findings"]:
                texts = [remedy["text"] for remedy in finding["remedies"] if remedy["as"] == "web.config"]
                self.assertTrue(texts, finding["cause"])
                merge(tree.getroot(), xml.fromstring(texts[min(choose, len(texts) - 1)]))
            tree.write(config, encoding="utf-8", xml_declaration=True)
            with TestServer(TESTSERVER, *SAMPLE, "--config", str(config), "--iis", version) as server:
                return check(WEBCID, server.url)

    def test_the_printed_web_config_mends_what_it_was_printed_for(self):
        for scenario in MENDED:
            for version in ("7.5", "10.0"):
                # Where there are two, the exact extensions come first, the guide's ".*" second.
                for choose in (0, 1):
                    with self.subTest(scenario=scenario, iis=version, remedy=choose):
                        report, code = self.mended(scenario, version, choose)
                        self.assertEqual(([row["cause"] for row in report["findings"]], report["verdict"], code),
                                         ([], "healthy", 0))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
