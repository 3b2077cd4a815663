"""The account of whoever is logged on (--user :): a Kerberos ticket, at Apache with mod_auth_gssapi.

usage: logon_test.py WEBCID WEBCID-TESTSERVER
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

import servers
from logon_servers import (DOMAIN, PASSWORD, USER, Kdc, basic_apache, kerberos_apache, ntlm_apache, published_tree,
                           without_accounts)

WEBCID, TESTSERVER = sys.argv[1:3]
SAID = {
    "en": ("account: the one logged on", "no logon could be made of the account logged on (Negotiate): it has no ticket for "
           "this server, or no domain; --user NAME gives another"),
    "ja": ("アカウント: ログオン中のユーザー", "ログオン中のユーザーではログオンできない (Negotiate): このサーバー用のチケットがないか、"
           "ドメインに参加していない。--user NAME で別のアカウントを指定する"),
}


class LoggedOn(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = pathlib.Path(folder.name)
        # Servers that drop their rights must still reach the tree.
        self.home.chmod(0o755)
        self.environment = without_accounts(self.home)
        self.tree = published_tree(WEBCID, self.home / "tree")

    def check(self, url, *options):
        report, code = servers.check(WEBCID, url, *options, environment=self.environment)
        causes = {finding["cause"]: finding["parameters"] for finding in report["findings"]}
        return code, causes, [(note["statement"], note["arguments"]) for note in report["notes"]], report["target"]

    def password(self, text):
        (self.home / "password").write_text(text + "\n")
        return ["--password-file", self.home / "password"]

    def test_a_ticket_lets_in(self):
        with Kdc(self.home / "kdc") as kdc, kerberos_apache(self.home / "apache", self.tree, kdc) as server:
            self.environment = kdc.environment
            code, causes, notes, target = self.check(server.url, "--user", ":")
            self.assertEqual((code, causes, [note for note, _ in notes]), (0, {}, ["catalogue-used", "not-iis"]))
            self.assertEqual((target["has_account"], target["logged_on"]), (True, True))
            seen = server.messages()
            self.assertEqual({scheme for _, scheme, _ in seen}, {"Negotiate"})
            self.assertEqual(seen[0][0], 200)

    def test_a_ticket_that_is_refused_is_refused_once(self):
        with Kdc(self.home / "kdc") as kdc, kerberos_apache(self.home / "apache", self.tree, kdc) as server:
            self.environment = kdc.environment
            # The realm has a new key for the service, the server does not.
            kdc.run("kadmin.local", "cpw", "-randkey", "HTTP/localhost")
            code, causes, notes, _ = self.check(server.url, "--user", ":")
            self.assertEqual((code, causes), (2, {"unexplained": ["401"]}))
            self.assertIn(("account-rejected", []), notes)
            self.assertEqual([(status, scheme) for status, scheme, _ in server.messages()], [(401, "Negotiate")])

    def test_a_name_and_password_are_no_ticket(self):
        with Kdc(self.home / "kdc") as kdc, kerberos_apache(self.home / "apache", self.tree, kdc) as server:
            self.environment = kdc.environment
            code, causes, notes, target = self.check(server.url, "--user", "somebody", *self.password("wrong"))
            self.assertEqual((code, causes, server.messages()), (2, {"unexplained": ["401"]}, []))
            self.assertIn(("account-useless", ["NTLM, Digest, Basic"]), notes)
            self.assertNotIn("logged_on", target)

    def test_without_a_ticket_nothing_is_sent(self):
        with ntlm_apache(self.home / "apache", self.tree) as server:
            code, causes, notes, _ = self.check(server.url, "--user", ":")
            self.assertEqual((code, causes, server.messages()), (2, {"unexplained": ["401"]}, []))
            self.assertIn(("no-logon", ["Negotiate"]), notes)
            for language, lines in SAID.items():
                done = subprocess.run([WEBCID, "check", server.url, "--user", ":", "--lang", language],
                                      stdout=subprocess.PIPE, text=True, env=self.environment)
                said = " ".join(done.stdout.split())
                for line in lines:
                    self.assertIn("".join(line.split()), "".join(said.split()))

    def test_what_gss_api_has_beside_tickets_lets_in_or_is_refused_once(self):
        # NTLM within SPNEGO: its first message is no logon, its last one is.
        with ntlm_apache(self.home / "apache", self.tree) as server:
            for password, status, expected in ((PASSWORD, 200, (0, {})), ("wrong", 401, (2, {"unexplained": ["401"]}))):
                with self.subTest(password=password):
                    server.access.write_text("")
                    (self.home / "own").write_text(f"{DOMAIN}:{USER}:{password}\n")
                    self.environment = without_accounts(self.home, NTLM_USER_FILE=str(self.home / "own"))
                    code, causes, notes, _ = self.check(server.url, "--user", ":")
                    self.assertEqual((code, causes), expected)
                    self.assertEqual(server.messages()[:2], [(401, "Negotiate", 1), (status, "Negotiate", 3)])
                    failed = [message for answer, _, message in server.messages() if (answer, message) == (401, 3)]
                    self.assertEqual(len(failed), status == 401)
                    self.assertEqual(("account-rejected", []) in notes, status == 401)

    def test_a_server_that_asks_for_a_password_gets_nothing(self):
        with Kdc(self.home / "kdc") as kdc, basic_apache(self.home / "apache", self.tree) as server:
            self.environment = kdc.environment
            code, causes, notes, _ = self.check(server.url, "--user", ":")
            self.assertEqual((code, causes, server.messages()), (2, {"unexplained": ["401"]}, []))
            self.assertIn(("logged-on-useless", ["Negotiate"]), notes)

    def test_a_server_of_windows_is_told_as_one_that_wants_an_account(self):
        with servers.TestServer(TESTSERVER, "--sample", "5", "--auth", "windows", "--user", f"{DOMAIN}\\{USER}",
                                *self.password(PASSWORD)) as server:
            code, causes, notes, _ = self.check(server.url, "--user", ":")
            self.assertEqual((code, causes), (2, {"iis.credentials-required": ["Negotiate, NTLM"]}))
            self.assertIn(("no-logon", ["Negotiate"]), notes)

    def test_it_goes_to_no_proxy(self):
        proxy_rules = ("auth_param negotiate program /bin/cat\nauth_param negotiate children 1\n"
                       "acl known proxy_auth REQUIRED\nhttp_access deny !known")
        with Kdc(self.home / "kdc") as kdc, servers.Squid(self.home / "squid", proxy_rules) as squid:
            self.environment = kdc.environment
            code, causes, _, _ = self.check("http://localhost/", "--user", ":", "--proxy", squid.proxy)
            self.assertEqual((code, causes), (2, {"proxy.auth-required": [squid.proxy]}))

    def test_it_has_no_password(self):
        for options in (["--user", ":", *self.password("x")], ["--user", ":", "--password-stdin"]):
            done = subprocess.run([WEBCID, "check", "http://localhost/", *options], stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)
            self.assertEqual((done.returncode, done.stdout), (64, ""))
            self.assertIn("--user : is the account logged on, without a password", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
