#!/usr/bin/env python3
"""The guide as an acceptance test: a set-up as it asks is accepted, each step broken in turn is the one that is told.

usage: acceptance_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer, check, free_port

WEBCID = TESTSERVER = ""
SOURCE = "\\\\srv\\SophosUpdate"
# The guide's order (iis-webcid-guide.ja.txt).
STEPS = ["iis-answers", "virtual-directory", "physical-path", "mime-any", "mime-none", "listing", "double-escaping", "bin",
         "address-opens", "extensionless-downloads", "policy-address", "policy-account", "install-source", "endpoint-updates"]


def states(report):
    """{step: state}, in the order of the report."""
    return {step["id"].removeprefix("guide."): step["state"] for step in report["guide"]}


def told(report):
    """The steps that are not as the guide asks."""
    return {step: state for step, state in states(report).items() if state in ("broken", "deviates")}


def proof(report, step):
    """The sentences that stand for a step."""
    return [row["text"] for each in report["guide"] if each["id"] == "guide." + step for row in each["proof"]]


class Acceptance(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)
        self.password = self.home / "password"
        self.password.write_text("secret\n")

    def accept(self, scenario, *options, source=SOURCE, server=(), catalogue=True):
        """The report and exit code of an acceptance of a scenario."""
        with TestServer(TESTSERVER, "--sample", "120", "--scenario", scenario, *server) as one:
            given = self.catalogue() if catalogue else ()
            return check(WEBCID, one.url, "--acceptance", "--install-source", source, "--timeout", "2", *given, *options)

    def catalogue(self):
        """--catalogue with what the sample holds: a server that shows nothing does not say what should be there."""
        file = self.home / "catalogue.json"
        if not file.exists():
            with TestServer(TESTSERVER, "--sample", "120", "--scenario", "healthy") as server:
                subprocess.run([WEBCID, "update", server.url, self.home / "tree", "--quiet"], check=True, timeout=60,
                               stdout=subprocess.DEVNULL)
            subprocess.run([WEBCID, "catalogue", self.home / "tree", "--output", file], check=True, timeout=60,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return ("--catalogue", str(file))

    def test_a_set_up_as_the_guide_asks_is_accepted(self):
        account = ("--user", "ann", "--password-file", str(self.password))
        for language in ("en", "ja"):
            with self.subTest(language=language):
                report, code = self.accept("healthy", "--lang", language, *account, catalogue=False,
                                           server=("--auth", "basic", *account))
                self.assertEqual((states(report), report["verdict"], code, report["findings"]),
                                 ({step: "ok" for step in STEPS}, "healthy", 0, []))
                self.assertTrue(all(proof(report, step) for step in STEPS))

    def test_what_cannot_be_seen_is_said_and_accepted(self):
        report, code = self.accept("healthy", source="", catalogue=False)
        expected = {step: "not-seen" if step in ("policy-account", "install-source") else "ok" for step in STEPS}
        self.assertEqual((states(report), report["verdict"], code), (expected, "healthy", 0))
        self.assertEqual(proof(report, "install-source"), ["it was not given: see --install-source"])
        self.assertEqual(proof(report, "policy-account"), ["the server was not seen to take an account: see --user"])

    def test_an_exact_list_of_types_is_as_good_as_any(self):
        config = self.home / "web.config"
        types = "".join(f'<mimeMap fileExtension="{each}" mimeType="application/octet-stream"/>' for each in
                        (".", ".dat", ".upd", ".vdb", ".ide", ".6"))
        config.write_text(f"""<configuration><system.webServer><staticContent>{types}</staticContent>
            <directoryBrowse enabled="true"/><security><requestFiltering allowDoubleEscaping="true"><hiddenSegments>
            <remove segment="bin"/></hiddenSegments></requestFiltering></security></system.webServer></configuration>""")
        with TestServer(TESTSERVER, "--sample", "120", "--config", config) as server:
            report, code = check(WEBCID, server.url, "--acceptance", "--install-source", SOURCE)
        self.assertEqual((told(report), states(report)["mime-any"], code), ({}, "ok", 0), report["findings"])

    # Scenario, the step that it breaks, how, exit code.
    BROKEN = [
        ("httpsys-pool-stopped", "iis-answers", "broken", 2),
        ("virtual-directory-missing", "virtual-directory", "broken", 2),
        ("physical-path-wrong", "physical-path", "broken", 2),
        ("mime-map-missing", "mime-any", "broken", 2),
        ("extensionless-not-served", "mime-none", "broken", 2),
        ("directory-browsing-off", "listing", "deviates", 1),
        ("double-escaping-refused", "double-escaping", "broken", 2),
        ("hidden-segment-bin", "bin", "broken", 2),
        ("redirects-to-https", "address-opens", "broken", 2),
        ("credentials-required-basic", "policy-account", "broken", 2),
        ("acl-denied", "policy-account", "broken", 2),
        ("content-hash-mismatch", "endpoint-updates", "broken", 2),
    ]

    def test_each_step_broken_in_turn_is_the_one_that_is_told(self):
        for scenario, step, state, code in self.BROKEN:
            for language in ("en", "ja"):
                with self.subTest(scenario=scenario, language=language):
                    report, ended = self.accept(scenario, "--lang", language)
                    self.assertEqual((told(report), ended), ({step: state}, code),
                                     [row["cause"] for row in report["findings"]])
                    self.assertTrue(all(proof(report, each) for each in STEPS))

    def test_the_steps_of_the_policy(self):
        report, code = self.accept("healthy", source="http://srv/SophosUpdate", catalogue=False)
        self.assertEqual((told(report), code), ({"install-source": "deviates"}, 1))
        for address, cause in (("https://srv/SophosUpdate", "address.not-http"), (SOURCE, "address.unc"), ("", "address.missing")):
            with self.subTest(address=address):
                report, code = check(WEBCID, address, "--acceptance")
                self.assertEqual((told(report), code, [row["cause"] for row in report["findings"]]),
                                 ({"policy-address": "broken"}, 2, [cause]))
                self.assertEqual(list(states(report)), STEPS)

    def test_a_server_that_is_not_there(self):
        report, code = check(WEBCID, f"http://127.0.0.1:{free_port()}/SophosUpdate", "--acceptance", "--timeout", "2")
        self.assertEqual((told(report), code), ({"address-opens": "broken"}, 2))

    def test_filters_that_nothing_suffers_from_yet(self):
        tree = self.home / "plain"
        tree.mkdir()
        (tree / "setup.txt").write_text("setup")
        subprocess.run([WEBCID, "catalogue", tree, "--output", tree / "webcid-catalogue.txt"], check=True, timeout=60,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for scenario, step in (("hidden-segment-bin", "bin"), ("double-escaping-refused", "double-escaping")):
            with self.subTest(scenario=scenario), TestServer(TESTSERVER, "--root", tree, "--scenario", scenario) as server:
                report, code = check(WEBCID, server.url, "--acceptance")
                self.assertEqual((told(report), code, report["findings"]), ({step: "deviates"}, 1, []))
                without, code = check(WEBCID, server.url)
                self.assertEqual((without["verdict"], code), ("healthy", 0))
        with TestServer(TESTSERVER, "--root", tree, "--scenario", "healthy") as server:
            report, code = check(WEBCID, server.url, "--acceptance")
        self.assertEqual((told(report), code), ({}, 0))
        self.assertEqual([states(report)[step] for step in ("mime-any", "mime-none", "bin", "double-escaping")],
                         ["not-seen", "not-seen", "ok", "ok"])

    def test_the_sheet_in_every_form_and_from_evidence(self):
        evidence = self.home / "run.har"
        forms = {"html": self.home / "sheet.html", "junit": self.home / "sheet.xml", "markdown": self.home / "sheet.md"}
        options = [f"{form}={file}" for form, file in forms.items()]
        report, _ = self.accept("directory-browsing-off", "--save-evidence", str(evidence),
                                *(word for option in options for word in ("--report", option)), catalogue=False)
        html, junit, markdown = (forms[form].read_text() for form in ("html", "junit", "markdown"))
        self.assertIn('<span lang="en">Not accepted</span><span lang="ja">不合格</span>', html.replace(' hidden=""', ""))
        self.assertIn('class="sign-off"', html)
        self.assertIn('classname="webcid.guide" name="guide.listing">\n      <failure', junit)
        self.assertIn("  - the address answers with 403\n", markdown)
        again = subprocess.run([WEBCID, "diagnose", "--from", evidence, "--report", "json=-"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, timeout=60, check=False)
        self.assertEqual((json.loads(again.stdout)["guide"], again.returncode), (report["guide"], 1))

    def test_the_last_line_says_whether_it_is_accepted(self):
        for scenario, language, line in (
                ("healthy", "en", "accepted: 13 steps of the guide ok, 1 not seen; "),
                ("healthy", "ja", "合格: 手順書の 13 項目に適合、未確認 1 項目。"),
                ("directory-browsing-off", "en", "not accepted (guide: 0 broken, 1 deviating), deviates: "),
                ("hidden-segment-bin", "ja", "不合格 (手順書の 1 項目が異常、0 項目に相違) 異常: ")):
            with self.subTest(scenario=scenario), TestServer(TESTSERVER, "--sample", "20", "--scenario", scenario) as server:
                done = subprocess.run([WEBCID, "check", server.url, "--acceptance", "--install-source", SOURCE, "--lang", language],
                                      stdout=subprocess.PIPE, text=True, timeout=60, check=False)
                self.assertTrue(done.stdout.splitlines()[-1].startswith(line), done.stdout.splitlines()[-1])


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
