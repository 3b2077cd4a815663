#!/usr/bin/env python3
"""How webcid.exe logs on: SSPI makes the logon, of an account that is given or of whoever is logged on.

usage: windows_logon_test.py WINDOWS-WEBCID WEBCID WEBCID-TESTSERVER

Against the test server, and Apache with mod_auth_gssapi over gss-ntlmssp and over a Kerberos realm of the test's own.
Wine's NTLM is Samba's ntlm_auth, its Kerberos this system's GSS-API. Wine's Negotiate sends the message of NTLM itself,
where Windows may wrap it in SPNEGO: that is seen by the unit tests of the test server only.
"""
import contextlib
import pathlib
import sys
import tempfile
import unittest

import servers
from logon_servers import (DOMAIN, PASSWORD, USER, Kdc, NtlmAlone, basic_apache, kerberos_apache, ntlm_apache,
                           published_tree, without_accounts)

PROGRAM, WEBCID, TESTSERVER = sys.argv[1:4]


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        # Servers that drop their rights must still reach the tree.
        self.home.chmod(0o755)
        self.environment = without_accounts(self.home)
        self.passwords = {}
        for name, text in (("right", PASSWORD), ("wrong", "not that one")):
            self.passwords[name] = self.home / name
            self.passwords[name].write_text(text + "\n")

    def tree(self):
        return published_tree(WEBCID, self.home / "tree")

    def check(self, url, user, password=None, *options):
        source = ["--password-file", self.passwords[password]] if password else []
        return servers.check(PROGRAM, url, "--user", user, *source, *options, environment=self.environment)

    def causes(self, report):
        return {finding["cause"]: finding["parameters"] for finding in report["findings"]}

    def notes(self, report):
        return [(note["statement"], note["arguments"]) for note in report["notes"]]


class AtTheTestServer(Case):
    # What is offered; the scheme that is taken, as the server sees it; requests that carry a message of a logon.
    OFFERS = {
        "basic": (["Basic"], 1),
        "ntlm": (["NTLM"], 2),
        "negotiate": (["Negotiate"], 2),
        "windows,digest,basic": (["Basic", "Digest", "NTLM", "Negotiate"], 2),
    }

    def server(self, offered):
        self.log = self.home / "log"
        self.log.unlink(missing_ok=True)
        return servers.TestServer(TESTSERVER, "--sample", "20", "--auth", offered, "--user", f"{DOMAIN}\\{USER}",
                                  "--password-file", self.passwords["right"], "--log", self.log)

    def lines(self):
        """Status, sub-status and whether the request carried an account, of each request."""
        return [" ".join(line.split()[2:5]) for line in self.log.read_text().splitlines()]

    def test_the_right_account_is_let_in(self):
        for offered in self.OFFERS:
            with self.subTest(offered=offered):
                with self.server(offered) as server:
                    report, code = self.check(server.url, f"{DOMAIN}\\{USER}", "right")
                self.assertEqual((code, report["verdict"], report["findings"]), (0, "healthy", []))

    def test_a_wrong_password_is_one_failed_logon_and_the_right_cause(self):
        for offered, (schemes, messages) in self.OFFERS.items():
            with self.subTest(offered=offered):
                with self.server(offered) as server:
                    report, code = self.check(server.url, f"{DOMAIN}\\{USER}", "wrong")
                causes = self.causes(report)
                self.assertEqual((code, list(causes)), (2, ["iis.credentials-rejected"]))
                self.assertEqual(sorted(causes["iis.credentials-rejected"][0].split(", ")), schemes)
                self.assertIn(("account-rejected", []), self.notes(report))
                self.assertEqual([line for line in self.lines() if line.endswith(" account")],
                                 ["401 1 account"] * messages)

    def test_where_windows_makes_no_credential_none_is_sent(self):
        # Digest is Windows' own as well (WDigest), and Wine has none: as where it is switched off.
        with self.server("digest") as server:
            report, code = self.check(server.url, f"{DOMAIN}\\{USER}", "right")
        self.assertEqual((code, list(self.causes(report))), (2, ["iis.credentials-required"]))
        self.assertIn(("account-without-logon", ["Digest"]), self.notes(report))
        self.assertEqual([line for line in self.lines() if line.endswith(" account")], [])
        # The next one is tried.
        with self.server("digest,basic") as server:
            report, code = self.check(server.url, f"{DOMAIN}\\{USER}", "right")
        self.assertEqual((code, report["verdict"]), (0, "healthy"))

    def test_without_anybody_logged_on_nothing_is_sent(self):
        # Wine's NTLM has no account but those that it is given: as a Windows without a domain against a foreign server.
        # Its first message only says what the client can do, and is no logon ([MS-NLMP] 2.2.1.1).
        for offered, note, messages in (("basic", ("logged-on-useless", ["Negotiate, NTLM"]), 0),
                                        ("digest", ("logged-on-useless", ["Negotiate, NTLM"]), 0),
                                        ("negotiate", ("no-logon", ["Negotiate"]), 0),
                                        ("ntlm", ("no-logon", ["NTLM"]), 1)):
            with self.subTest(offered=offered):
                with self.server(offered) as server:
                    report, code = self.check(server.url, ":")
                self.assertEqual((code, list(self.causes(report))), (2, ["iis.credentials-required"]))
                self.assertIn(note, self.notes(report))
                self.assertEqual([line for line in self.lines() if line.endswith(" account")],
                                 ["401 1 account"] * messages)


class AtApache(Case):
    # The messages of a logon.
    SCHEMES = {"Basic": [""], "NTLM": [1, 3], "Negotiate": [1, 3]}

    @contextlib.contextmanager
    def server(self, scheme):
        tree = self.tree()
        with (basic_apache if scheme == "Basic" else ntlm_apache)(self.home / scheme, tree) as apache:
            if scheme != "NTLM":
                yield apache
                return
            with NtlmAlone(self.home / "haproxy", apache) as front:
                yield front

    def test_the_right_account_is_let_in(self):
        for scheme, messages in self.SCHEMES.items():
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                user = USER if scheme == "Basic" else f"{DOMAIN}\\{USER}"
                report, code = self.check(server.url, user, "right")
                self.assertEqual((code, report["verdict"], report["findings"]), (0, "healthy", []))
                seen = server.messages()
                self.assertEqual({(each[1]) for each in seen}, {scheme})
                self.assertEqual([message for _, _, message in seen][:len(messages)], messages)
                self.assertEqual(seen[len(messages) - 1][0], 200)

    def test_a_wrong_password_is_one_failed_logon(self):
        for scheme, messages in self.SCHEMES.items():
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                user = USER if scheme == "Basic" else f"{DOMAIN}\\{USER}"
                report, code = self.check(server.url, user, "wrong")
                # No IIS: a refusal without a cause of ours, and what was refused.
                self.assertEqual((code, self.causes(report)), (2, {"unexplained": ["401"]}))
                self.assertIn(("account-rejected", []), self.notes(report))
                self.assertEqual(server.messages(), [(401, scheme, message) for message in messages])

    def test_whoever_is_logged_on_is_let_in_by_a_ticket(self):
        tree = self.tree()
        with Kdc(self.home / "kdc") as kdc, kerberos_apache(self.home / "kerberos", tree, kdc) as server:
            self.environment = kdc.environment
            report, code = self.check(server.url, ":")
            self.assertEqual((code, report["verdict"], report["findings"]), (0, "healthy", []))
            self.assertTrue(report["target"]["logged_on"])
            self.assertEqual({(status, scheme) for status, scheme, _ in server.messages()} - {(404, "Negotiate"), (206, "Negotiate")},
                             {(200, "Negotiate")})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
