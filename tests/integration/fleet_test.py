#!/usr/bin/env python3
"""What docs/FLEET.md hands out holds together with the program. Usage: fleet_test.py WEBCID REPORT_SAMPLES

The alerts are proved by promtool; their metrics and the options of every example are those that there are."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import yaml

WEBCID, SAMPLES = "", ""
DOCS = pathlib.Path(__file__).parent.parent.parent / "docs"
FLEET = DOCS / "fleet"


def options():
    """Every option of `webcid check`."""
    done = subprocess.run([WEBCID, "check", "--help"], capture_output=True, text=True, check=True)
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", done.stdout))


class Fleet(unittest.TestCase):
    @unittest.skipUnless(shutil.which("promtool"), "no promtool: apt install prometheus")
    def test_the_alerts_do_what_their_tests_say(self):
        for words in (["check", "rules", "webcid.rules.yml"], ["test", "rules", "webcid.rules_test.yml"]):
            done = subprocess.run(["promtool", *words], cwd=FLEET, capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_alert_is_tested_and_asks_for_metrics_that_there_are(self):
        rules = yaml.safe_load((FLEET / "webcid.rules.yml").read_text())["groups"][0]["rules"]
        tests = yaml.safe_load((FLEET / "webcid.rules_test.yml").read_text())["tests"]
        fired = {case["alertname"] for test in tests for case in test["alert_rule_test"] if case["exp_alerts"]}
        self.assertEqual({rule["alert"] for rule in rules}, fired)
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([SAMPLES, folder], check=True)
            known = "".join(file.read_text() for file in pathlib.Path(folder).glob("*.prom"))
        for rule in rules:
            asked = re.findall(r"(webcid_\w+)(?:\{([^}]*)\})?", rule["expr"])
            self.assertTrue(asked, rule["alert"])
            for metric, selectors in asked:
                self.assertIn(f"# TYPE {metric} gauge\n", known)
                for label in re.findall(r"(\w+)[=!]", selectors):
                    self.assertRegex(known, rf"(?m)^{metric}\{{.*\b{label}=")

    def test_the_job_of_the_cluster_runs_a_check_that_is_one(self):
        job = yaml.safe_load((FLEET / "cronjob.yaml").read_text())
        self.assertEqual((job["apiVersion"], job["kind"]), ("batch/v1", "CronJob"))
        template = job["spec"]["jobTemplate"]["spec"]
        pod = template["template"]["spec"]
        container, = pod["containers"]
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        self.assertEqual(mounted, {volume["name"] for volume in pod["volumes"]})
        self.assertLess(template["activeDeadlineSeconds"], 3600)  # the next run is not forbidden by this one
        words = container["args"]
        self.assertEqual(words[0], "check")
        self.assertLessEqual({word for word in words if word.startswith("--")}, options())
        # No password among the arguments, which everybody may read.
        self.assertEqual([word for word in words if "password" in word], ["--password-file", "/secret/password"])

    def test_every_option_in_the_examples_is_one(self):
        texts = [(DOCS / "FLEET.md").read_text(), *(file.read_text() for file in FLEET.glob("*.ps1"))]
        seen = set()
        for text in texts:
            for command in re.findall(r"check ((?:[^\n]|\\\n)*)", text.replace("`\n", "\\\n")):
                seen |= set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", command))
        self.assertGreaterEqual(len(seen), 6)
        self.assertLessEqual(seen, options())

    def test_the_documents_name_files_that_there_are(self):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (DOCS / "FLEET.md").read_text()):
            self.assertTrue((DOCS / target).exists(), target)


if __name__ == "__main__":
    WEBCID, SAMPLES = sys.argv[1:3]
    del sys.argv[1:]
    unittest.main()
