"""--proxy auto where there are no settings of Windows: the environment's proxy, and the report says what was found.

usage: proxy_auto_test.py WEBCID WEBCID-TESTSERVER
"""
import json
import os
import subprocess
import sys
import unittest

from servers import TestServer, free_port

WEBCID, TESTSERVER = sys.argv[1:3]
VARIABLES = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"}


class ProxyAuto(unittest.TestCase):
    maxDiff = None

    def run_with(self, variables, *options):
        environment = {name: value for name, value in os.environ.items() if name not in VARIABLES}
        return subprocess.run([WEBCID, "check", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=dict(environment, **variables), timeout=60)

    def target(self, variables, url):
        done = self.run_with(variables, url, "--proxy", "auto", "--report", "json=-")
        target = json.loads(done.stdout)["target"]
        return target["proxy"], target["proxy_from_environment"], target.get("proxy_origin")

    def test_the_environment_is_asked(self):
        proxy = f"127.0.0.1:{free_port()}"
        with TestServer(TESTSERVER, "--sample", "3") as server:
            self.assertEqual(self.target({"http_proxy": proxy}, server.url), (f"{proxy} (from http_proxy)", True, None))
            self.assertEqual(self.target({}, server.url),
                             ("", False, {"text": "no environment variable names one", "statement": "no-proxy-variable",
                                          "arguments": []}))
            self.assertEqual(self.target({"http_proxy": proxy, "no_proxy": "127.0.0.1"}, server.url),
                             ("", False, {"text": "the environment variable no_proxy leaves this address out",
                                          "statement": "no-proxy-excluded", "arguments": ["no_proxy"]}))

    def test_the_header_says_it_in_both_languages(self):
        with TestServer(TESTSERVER, "--sample", "3") as server:
            for language, line in (("en", "proxy:       none (no environment variable names one)"),
                                   ("ja", "プロキシ:    なし (環境変数に指定がない)")):
                done = self.run_with({}, server.url, "--proxy", "auto", "--lang", language)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(f"  {line}\n", done.stdout)

    def test_it_is_told_apart_from_what_is_not_asked_for(self):
        with TestServer(TESTSERVER, "--sample", "3") as server:
            done = self.run_with({}, server.url, "--report", "json=-")
            self.assertNotIn("proxy_origin", json.loads(done.stdout)["target"])
        done = self.run_with({}, "http://127.0.0.1/", "--proxy", "auto", "--no-proxy")
        self.assertEqual((done.returncode, done.stdout), (64, ""))

    def test_a_variable_that_cannot_be_used_is_said(self):
        done = self.run_with({"http_proxy": "socks5://127.0.0.1:1"}, "http://127.0.0.1/", "--proxy", "auto")
        self.assertEqual((done.returncode, done.stdout), (64, ""))
        self.assertIn("http_proxy: \"socks5\" proxies cannot be used, only http ones", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
