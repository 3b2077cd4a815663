"""Files of --save-evidence against a JSON Schema of HAR 1.2, and the schema against broken ones.

usage: har_schema_test.py WEBCID WEBCID-TESTSERVER SCHEMA [unittest options]
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import jsonschema

import servers

WEBCID = TESTSERVER = ""
VALIDATOR = None

# What a recorder meets: everything arrives, refusals, accounts, redirects, answers that are none, and no connection.
SCENARIOS = ("healthy", "guide-all", "credentials-required-basic", "redirects-to-https", "content-truncated",
             "content-chunk-broken", "content-encoded", "proxy-block-page", "wire-reset", "wire-closed", "wire-not-http",
             "wire-refused", "wire-stalled")


def saved(scenario):
    with tempfile.TemporaryDirectory(prefix="webcid-har-") as folder:
        har = pathlib.Path(folder) / "run.har"
        with servers.TestServer(TESTSERVER, "--sample", "60", "--scenario", scenario) as server:
            subprocess.run([WEBCID, "check", server.url, "-q", "--no-proxy", "--timeout", "0.5", "--save-evidence", har],
                           stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=120, check=False)
        return json.loads(har.read_text(encoding="utf-8"))


class Evidence(unittest.TestCase):
    def test_every_saved_run_is_har(self):
        for scenario in SCENARIOS:
            with self.subTest(scenario):
                har = saved(scenario)
                self.assertTrue(har["log"]["entries"])
                wrong = [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(har)]
                self.assertEqual(wrong, [])

    def test_a_requests_time_is_the_sum_of_its_timings(self):
        for scenario in ("healthy", "wire-stalled"):
            for entry in saved(scenario)["log"]["entries"]:
                # "ssl" is a part of "connect".
                parts = [value for name, value in entry["timings"].items() if value > 0 and name not in ("ssl", "comment")]
                self.assertAlmostEqual(entry["time"], sum(parts), delta=0.01)

    def test_the_schema_refuses_what_is_no_har(self):
        whole = saved("healthy")

        def refuses(change):
            broken = copy.deepcopy(whole)
            change(broken["log"])
            self.assertFalse(VALIDATOR.is_valid(broken))

        refuses(lambda log: log.update(version="1.1"))
        refuses(lambda log: log.pop("creator"))
        refuses(lambda log: log.update(webcid={}))
        refuses(lambda log: log["entries"][0].update(startedDateTime="yesterday"))
        refuses(lambda log: log["entries"][0].update(serverIPAddress="192.0.2.1:80"))
        refuses(lambda log: log["entries"][0].pop("cache"))
        refuses(lambda log: log["entries"][0]["request"].update(url="/SophosUpdate"))
        refuses(lambda log: log["entries"][0]["request"].pop("queryString"))
        refuses(lambda log: log["entries"][0]["response"].update(status="200"))
        refuses(lambda log: log["entries"][0]["response"]["content"].pop("mimeType"))
        refuses(lambda log: log["entries"][0]["timings"].update(wait=-1))
        refuses(lambda log: log["entries"][0]["timings"].pop("send"))


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    SCHEMA = json.loads(pathlib.Path(sys.argv[3]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
