#!/usr/bin/env python3
"""Accounts of the test server, asked for by the real curl. Usage: accounts_test.py PROGRAM [unittest options]

curl's own NTLM, and for Negotiate Debian's gss-ntlmssp below MIT's GSS-API: clients that know nothing of our code.
"""
import http.client
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

import servers

PROGRAM = ""
USER = "SophosUpdateMgr"
PASSWORD = "correct-horse"


class Forwarder:
    """A proxy that opens a new connection to the server for each request, as those do that pool connections."""

    def __init__(self, port):
        self.upstream = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.forward, args=(client,), daemon=True).start()

    def forward(self, client):
        with client, client.makefile("rb") as requests:
            while True:
                head = b"".join(iter(requests.readline, b"\r\n"))
                if not head:
                    return
                with socket.create_connection(("127.0.0.1", self.upstream), 20) as server:
                    server.sendall(head + b"\r\n")
                    with server.makefile("rb") as answers:
                        answer = b"".join(iter(answers.readline, b"\r\n"))
                        length = int(answer.split(b"Content-Length: ")[1].split(b"\r\n")[0])
                        client.sendall(answer + b"\r\n" + answers.read(length))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.log = self.folder / "log"

    def server(self, schemes, user=USER):
        self.log.unlink(missing_ok=True)
        password = self.folder / "password"
        password.write_text(PASSWORD + "\n")
        return servers.TestServer(PROGRAM, "--sample", "3", "--auth", schemes, "--user", user, "--password-file",
                                  password, "--log", self.log)

    def curl(self, *options, credentials=""):
        """Status and number of new connections of each transfer. `credentials`: DOMAIN:user:password for GSS-API."""
        file = self.folder / "credentials"
        file.write_text(credentials + "\n")
        # No ticket and no realm of this machine: only what the file says.
        environment = dict(os.environ, NTLM_USER_FILE=str(file), KRB5_CONFIG="/dev/null", KRB5CCNAME=f"FILE:{self.folder}/no-tickets")
        done = subprocess.run(["curl", "-sS", "--noproxy", "*", "-w", "%{http_code} %{num_connects}\n", "-o", os.devnull,
                               *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60,
                              env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.split("\n")[:-1]

    def by(self, scheme, password=PASSWORD, user=USER):
        """Options of curl for a scheme, and what GSS-API is told."""
        if scheme != "negotiate":
            return [f"--{scheme}", "-u", f"{user}:{password}"], ""
        domain, _, name = user.rpartition("\\")
        return ["--negotiate", "-u", ":"], f"{domain}:{name}:{password}"

    def lines(self):
        """Status, sub-status and whether the request carried an account, of each request."""
        return [" ".join(line.split()[2:5]) for line in self.log.read_text().splitlines()]


class Schemes(Case):
    # What the server logs while one client logs on, right and wrong. curl begins with the account where it was told
    # which scheme to use, but for Digest, which needs a challenge first.
    LEGS = {
        "basic": (["200 0 account"], ["401 1 account"]),
        "digest": (["401 2 anonymous", "200 0 account"], ["401 2 anonymous", "401 1 account"]),
        "ntlm": (["401 1 account", "200 0 account"], ["401 1 account", "401 1 account"]),
        "negotiate": (["401 1 account", "200 0 account"], ["401 1 account", "401 1 account"]),
    }

    def test_the_right_password_opens_and_a_wrong_one_does_not(self):
        for scheme, (right, wrong) in self.LEGS.items():
            for password, status, lines in ((PASSWORD, "200", right), ("wrong", "401", wrong)):
                with self.subTest(scheme=scheme, password=password):
                    with self.server(scheme) as server:
                        options, credentials = self.by(scheme, password)
                        seen = self.curl(*options, server.url + "/setup.exe", credentials=credentials)
                        self.assertEqual(seen, [status + " 1"])
                    self.assertEqual(self.lines(), lines)

    def test_all_at_once(self):
        with self.server("windows,digest,basic") as server:
            for scheme in self.LEGS:
                with self.subTest(scheme=scheme):
                    options, credentials = self.by(scheme)
                    self.assertEqual(self.curl(*options, server.url + "/setup.exe", credentials=credentials), ["200 1"])

    def test_a_scheme_that_is_not_offered_counts_as_no_account(self):
        for offered, scheme in (("basic", "ntlm"), ("ntlm", "basic"), ("ntlm", "negotiate"), ("digest", "basic")):
            with self.subTest(offered=offered, scheme=scheme), self.server(offered) as server:
                options, credentials = self.by(scheme)
                self.assertEqual(self.curl(*options, server.url + "/setup.exe", credentials=credentials), ["401 1"])
                self.assertEqual(set(self.lines()), {"401 2 account"})

    def test_an_account_of_a_domain(self):
        for scheme in self.LEGS:
            for user, status in (("corp\\" + USER, "200"), (USER, "200"), ("OTHER\\" + USER, "401")):
                with self.subTest(scheme=scheme, user=user), self.server(scheme, user="CORP\\" + USER) as server:
                    options, credentials = self.by(scheme, user=user)
                    seen = self.curl(*options, server.url + "/setup.exe", credentials=credentials)
                    self.assertEqual(seen, [status + " 1"])

    def test_no_secret_is_written_anywhere(self):
        with self.server("windows,digest,basic") as server:
            for scheme in self.LEGS:
                options, credentials = self.by(scheme)
                self.curl(*options, server.url + "/setup.exe", credentials=credentials)
            server.process.terminate()
            out, errors = server.process.communicate(timeout=30)
            self.assertEqual((out, errors), ("", ""))
        self.assertNotIn(PASSWORD, self.log.read_text())

    def test_wrong_usage(self):
        for options in (["--auth", "kerberos", "--user", USER, "--password-file", os.devnull], ["--auth", "ntlm"],
                        ["--user", USER], ["--password-file", os.devnull]):
            done = subprocess.run([PROGRAM, "--sample", "3", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  text=True, timeout=60)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (64, "", 1), done.stderr)


class Configured(Case):
    """An applicationHost.config asks for the account, not --auth."""

    def setUp(self):
        super().setUp()
        self.password = self.folder / "password"
        self.password.write_text(PASSWORD + "\n")
        self.config = self.folder / "applicationHost.config"
        subprocess.run([PROGRAM, "--sample", "3", "--auth", "windows,digest,basic", *self.account(),
                        "--write-application-host", self.config], check=True, timeout=60)
        text = self.config.read_text()
        with_realm = text.replace('<digestAuthentication enabled="true"', '<digestAuthentication enabled="true" realm="The share"')
        self.assertNotEqual(text, with_realm)
        self.config.write_text(with_realm)

    def account(self):
        return ["--user", USER, "--password-file", self.password]

    def test_the_account_is_taken_without_auth(self):
        with servers.TestServer(PROGRAM, "--sample", "3", "--config", self.config, *self.account()) as server:
            self.assertEqual(self.curl(server.url + "/setup.exe"), ["401 1"])
            for scheme in Schemes.LEGS:
                for password, status in ((PASSWORD, "200"), ("wrong", "401")):
                    with self.subTest(scheme=scheme, password=password):
                        options, credentials = self.by(scheme, password)
                        seen = self.curl(*options, server.url + "/setup.exe", credentials=credentials)
                        self.assertEqual(seen, [status + " 1"])

    def test_scenarios_that_ask_for_an_account(self):
        for scenario, scheme in (("basic", "basic"), ("digest", "digest"), ("windows", "ntlm"), ("windows", "negotiate")):
            with self.subTest(scenario=scenario, scheme=scheme), servers.TestServer(
                    PROGRAM, "--sample", "3", "--scenario", "credentials-required-" + scenario, *self.account()) as server:
                options, credentials = self.by(scheme)
                self.assertEqual(self.curl(server.url + "/setup.exe"), ["401 1"])
                self.assertEqual(self.curl(*options, server.url + "/setup.exe", credentials=credentials), ["200 1"])

    def test_the_realm_is_the_configured_one_or_the_name_that_the_client_uses(self):
        with servers.TestServer(PROGRAM, "--sample", "3", "--config", self.config) as server:
            connection = http.client.HTTPConnection("127.0.0.1", urllib.parse.urlsplit(server.url).port, timeout=20)
            connection.request("GET", "/SophosUpdate/setup.exe", headers={"Host": "updates.example:80"})
            challenges = connection.getresponse().headers.get_all("WWW-Authenticate")
            connection.close()
        self.assertEqual(challenges[:2] + challenges[3:], ["Negotiate", "NTLM", 'Basic realm="updates.example"'])
        self.assertRegex(challenges[2], r'^Digest .*,realm="The share"$')

    def test_digest_with_the_name_that_the_client_uses(self):
        with self.server("digest") as server:
            url = server.url.replace("127.0.0.1", "localhost")
            self.assertEqual(self.curl("-4", "--digest", "-u", f"{USER}:{PASSWORD}", url + "/setup.exe"), ["200 1"])

    def test_without_an_account_nobody_gets_in(self):
        with servers.TestServer(PROGRAM, "--sample", "3", "--config", self.config, "--log", self.log) as server:
            for scheme in Schemes.LEGS:
                options, credentials = self.by(scheme)
                self.assertEqual(self.curl(*options, server.url + "/setup.exe", credentials=credentials), ["401 1"])
        self.assertEqual(self.lines()[-1], "401 1 account")


class Connections(Case):
    def test_later_requests_of_the_connection_need_no_account(self):
        for scheme in ("ntlm", "negotiate"):
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                options, credentials = self.by(scheme)
                urls = [server.url + "/setup.exe", server.url + "/webcid-catalogue.txt", server.url + "/nope"]
                seen = self.curl(*options, urls[0], "-o", os.devnull, urls[1], "-o", os.devnull, urls[2],
                                 credentials=credentials)
                self.assertEqual(seen, ["200 1", "200 0", "404 0"])
                self.assertEqual(self.lines()[:2], ["401 1 account", "200 0 account"])
                # Another connection is nobody's.
                self.assertEqual(self.curl(server.url + "/setup.exe"), ["401 1"])

    def test_without_saying_so_at_all(self):
        with self.server("ntlm") as server:
            # curl leaves the header out once the connection is logged on.
            self.curl("--ntlm", "-u", f"{USER}:{PASSWORD}", server.url + "/setup.exe", "-o", os.devnull,
                      server.url + "/setup.exe")
        self.assertEqual(self.lines(), ["401 1 account", "200 0 account", "200 0 anonymous"])

    def test_basic_and_digest_hold_for_one_request(self):
        # curl asks for a new challenge of Digest for each address.
        for scheme, lines in (("basic", ["200 0 account"]), ("digest", ["401 2 anonymous", "200 0 account"])):
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                options, _ = self.by(scheme)
                seen = self.curl(*options, server.url + "/setup.exe", "-o", os.devnull, server.url + "/setup.exe")
                self.assertEqual(seen, ["200 1", "200 0"])
                self.assertEqual(self.lines(), lines * 2)

    def test_a_proxy_that_changes_connections_between_the_legs_breaks_it(self):
        for scheme in ("ntlm", "negotiate"):
            with self.subTest(scheme=scheme), self.server(scheme) as server:
                port = urllib.parse.urlsplit(server.url).port
                with Forwarder(port) as proxy:
                    options, credentials = self.by(scheme)
                    url = server.url.replace(str(port), str(proxy.port))
                    self.assertEqual(self.curl(*options, url + "/setup.exe", credentials=credentials), ["401 1"])
                self.assertEqual(self.lines(), ["401 1 account", "401 1 account"])

    def test_head(self):
        with self.server("ntlm") as server:
            self.assertEqual(self.curl("-I", "--ntlm", "-u", f"{USER}:{PASSWORD}", server.url + "/setup.exe"), ["200 1"])


class Legs(Case):
    CHALLENGES = ["Negotiate", "NTLM", 'Basic realm="127.0.0.1"']

    def ask(self, connection, authorization):
        connection.request("GET", "/SophosUpdate/setup.exe", headers={"Authorization": authorization} if authorization else {})
        answer = connection.getresponse()
        body = answer.read()
        return answer.status, len(body), answer.headers.get_all("WWW-Authenticate")

    def test_the_first_leg_is_answered_with_the_next_one_alone(self):
        # curl's NEGOTIATE_MESSAGE, alone and as the first token of SPNEGO (RFC 4178, 4.2.1).
        message = "TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA="
        token = "YEAGBisGAQUFAqA2MDSgDjAMBgorBgEEAYI3AgIKoiIEIE5UTE1TU1AAAQAAAAaCCAAAAAAAAAAAAAAAAAAAAAAA"
        with self.server("windows,basic") as server:
            connection = http.client.HTTPConnection("127.0.0.1", urllib.parse.urlsplit(server.url).port, timeout=20)
            self.assertEqual(self.ask(connection, ""), (401, 1293, self.CHALLENGES))
            for authorization, beginning in (("NTLM " + message, "NTLM TlRMTVNTUAAC"),
                                             ("Negotiate " + message, "Negotiate TlRMTVNTUAAC"),
                                             ("Negotiate " + token, "Negotiate oY")):
                status, length, headers = self.ask(connection, authorization)
                self.assertEqual((status, length, len(headers)), (401, 1293, 1))
                self.assertEqual(headers[0][:len(beginning)], beginning)
            connection.close()
        self.assertEqual(self.lines(), ["401 2 anonymous"] + ["401 1 account"] * 3)

    def test_what_is_no_message_is_a_wrong_account(self):
        with self.server("windows,basic") as server:
            connection = http.client.HTTPConnection("127.0.0.1", urllib.parse.urlsplit(server.url).port, timeout=20)
            for authorization in ("NTLM", "NTLM ?", "NTLM TlRMTVNTUAAD", "Negotiate", "Negotiate YIIBAA==",
                                  "Negotiate " + "A" * 12000, "NTLM " + "TlRMTVNTUAAD" * 900, "Basic Og=="):
                with self.subTest(authorization=authorization[:30]):
                    self.assertEqual(self.ask(connection, authorization), (401, 1293, self.CHALLENGES))
            connection.close()
        self.assertEqual(set(self.lines()), {"401 1 account"})


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
