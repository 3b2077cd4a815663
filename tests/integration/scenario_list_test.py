#!/usr/bin/env python3
"""docs/SCENARIOS.md says what the test server has, each of its lines works, and no cause is without a scenario.

usage: scenario_list_test.py WEBCID-TESTSERVER SOURCE-FOLDER
"""
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import unittest

# The causes that a server can bring about: their ids are API.
CAUSES = """
network.refused network.stalled network.reset network.not-http network.wrong-server network.one-family-broken
proxy.auth-required proxy.blocked proxy.block-page proxy.captive-portal proxy.stale proxy.alters-content
proxy.upstream-failed
httpsys.no-binding httpsys.no-site httpsys.pool-stopped httpsys.request-rejected httpsys.connection-limit
iis.virtual-directory-missing iis.physical-path-wrong iis.configuration-invalid iis.credentials-required iis.acl-denied
iis.ssl-required iis.redirects-to-https iis.redirects-elsewhere iis.address-denied iis.rate-limited iis.read-denied
iis.directory-browsing-off iis.mime-map-missing iis.extensionless-not-served iis.hidden-segment
iis.double-escaping-refused iis.extension-denied iis.url-sequence-denied iis.verb-denied iis.high-bit-refused
iis.url-too-long iis.user-agent-refused iis.hidden-file iis.handler-missing iis.cgi-isapi-restricted iis.stale-cache
iis.authorization-denied iis.module-failed iis.path-too-long
content.answers-anything content.truncated content.empty content.size-mismatch content.hash-mismatch content.encoded
content.range-broken
publication.file-missing publication.catalogue-missing publication.catalogue-unreadable publication.changing
publication.case-mismatch publication.file-locked
nodes.disagree nodes.down
unexplained
""".split()
# The client's own: an address, a file share, a resolver, a proxy, a disk, or a password that is given to any server that wants one
# (credentials-required-*). Nothing that a server does.
OF_THE_CLIENT = """
address.missing address.not-http address.unc address.malformed address.install-source-not-unc network.name-unresolved
network.unreachable proxy.unreachable iis.credentials-rejected local.cannot-write publication.file-unreadable
""".split()


class Scenarios(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scenarios = json.loads(subprocess.run([PROGRAM, "--list-json"], capture_output=True, check=True).stdout)
        cls.document = (SOURCE / "docs/SCENARIOS.md").read_text(encoding="utf-8")

    def test_the_document_is_up_to_date(self):
        listed = subprocess.run([PROGRAM, "--list-markdown"], capture_output=True, check=True, text=True).stdout
        self.assertEqual(self.document, listed, "./dev docs writes it anew")

    def test_every_cause_of_a_server_has_a_scenario_and_no_scenario_an_unknown_cause(self):
        expected = {row["cause"] for scenario in self.scenarios for row in scenario["expect"]}
        self.assertEqual(sorted(set(CAUSES) - expected), [])
        self.assertEqual(sorted(expected - set(CAUSES)), [])
        self.assertEqual(set(CAUSES) & set(OF_THE_CLIENT), set())

    def test_each_line_of_the_document_starts_its_server(self):
        lines = re.findall(r"^    build/release/webcid-testserver (.*)$", self.document, re.MULTILINE)
        self.assertEqual(sorted(line.split()[-1] for line in lines), sorted(s["id"] for s in self.scenarios))
        for line in lines:
            if line.endswith("one-family-broken") and not has_ipv6():
                continue
            with self.subTest(line):
                process = subprocess.Popen([PROGRAM, *line.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                try:
                    ready = process.stdout.readline()
                    self.assertTrue(ready)
                    self.assertTrue(json.loads(ready)["ready"])
                finally:
                    process.terminate()
                    process.communicate(timeout=20)
                self.assertEqual(process.returncode, 0)


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
        return True
    except OSError:
        return False


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    SOURCE = pathlib.Path(sys.argv.pop(1))
    unittest.main()
