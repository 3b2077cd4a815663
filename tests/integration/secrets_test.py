"""Secrets planted everywhere: none of them leaves this machine in what webcid writes or says.

usage: secrets_test.py WEBCID WEBCID-TESTSERVER [unittest options]

Accounts come from the environment, a file and standard input, for the server and for a proxy; servers of this file send
secrets of their own and print what they were sent, in every spelling. Then the evidence, each report, the terminal, the
system's log, the arguments of processes and what is judged from the evidence are searched.
"""
import base64
import html
import http.server
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.parse

from servers import TestServer

WEBCID = TESTSERVER = ""
SOURCE = pathlib.Path(__file__).resolve().parents[2]
FORMATS = ("json", "junit", "markdown", "openmetrics", "nagios")

USER, PASSWORD = "CORP\\Planted.Usr7", 'pl4nted+p/w:"staple"&7'
PROXY_USER, PROXY_PASSWORD = "Planted.Prx8", "pr0xy-s3cret=staple?8"
# What servers send on their own account: by header, by cookie, in a redirect, in a page.
SERVERS_OWN = {name: f"s3rvers{number}0wn" for number, name in enumerate(
    ("Set-Cookie", "X-Api-Key", "X-Auth-Token", "X-Amz-Security-Token", "Authentication-Info", "Proxy-Authorization",
     "X-Session-Id", "query", "link", "nonce", "opaque", "upstream"))}


def environment(**more):
    """Ours without proxies, passwords and languages of whoever runs the test."""
    left_out = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "WEBCID_PASSWORD", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8", **more)
    return env


def base64_cores(data):
    """What any base64 text that holds `data` has in it, wherever it begins there."""
    for before in range(3):
        text = base64.b64encode(b"\0" * before + data).decode()
        first, last = (before * 8 + 5) // 6, (before + len(data)) * 8 // 6
        yield text[first:last]


def spellings(secret):
    """A secret as pages, headers, URLs and tokens write it."""
    encoded = urllib.parse.quote(secret, safe="")
    yield from {secret, encoded, urllib.parse.quote(secret), urllib.parse.quote_plus(secret), html.escape(secret),
                re.sub("%..", lambda escape: escape[0].lower(), encoded), json.dumps(secret)[1:-1]}
    yield from base64_cores(secret.encode())
    yield from base64_cores(secret.encode("utf-16-le"))


def everything_planted():
    for secret in (USER, USER.split("\\")[1], PASSWORD, PROXY_USER, PROXY_PASSWORD, *SERVERS_OWN.values()):
        yield from spellings(secret)


class Echoing(http.server.BaseHTTPRequestHandler):
    """Asks for an account, then answers everything by a page that prints what it was sent and what it makes of it."""

    protocol_version = "HTTP/1.1"
    challenge = ("WWW-Authenticate", "Authorization", 401)

    def log_message(self, *_):
        pass

    def page(self):
        sent = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        token = (self.headers.get(self.challenge[1]) or "").partition(" ")[2]
        said = [sent, html.escape(sent), urllib.parse.quote(token), token.rstrip("="), f"X-Via-Token: {SERVERS_OWN['upstream']}\r\n"]
        if self.headers.get(self.challenge[1], "").startswith("Basic"):
            account = base64.b64decode(token).decode()
            secret = account.partition(":")[2]
            for text in (account, secret):
                said += [*spellings(text), base64.b64encode(f"<{text}>".encode()).decode()]
            said.append(f"AUTH_USER={account.partition(':')[0]} AUTH_PASSWORD={secret}")
        link = f"http://portal.example/login?token={SERVERS_OWN['link']}&amp;id={SERVERS_OWN['query']}"
        return ("<html><head><title>Debug</title>" f'<meta http-equiv="refresh" content="0;url={link}">' "</head><body>\r\n"
                + "<br>\r\n".join(said) + f"<a href='{link}'>here</a></body></html>").encode()

    def answer(self):
        header, asked, status = self.challenge
        body = self.page()
        if self.headers.get(asked) is None:
            self.send_response(status)
            for value in self.offers:
                self.send_header(header, value)
        else:
            status, reason = self.server.answer
            token = self.headers[asked]
            self.send_response(status, f"{reason} {token}")
            self.send_header("X-Echo", token)
            if token.startswith("Basic "):
                self.send_header("X-Account", urllib.parse.quote(base64.b64decode(token[6:])))
            if status in (301, 302):
                self.send_header("Location", f"http://portal.example/login?token={SERVERS_OWN['link']}"
                                 f"&id={SERVERS_OWN['query']}&was={urllib.parse.quote(token)}")
        for name in ("X-Api-Key", "X-Auth-Token", "X-Amz-Security-Token", "Authentication-Info", "Proxy-Authorization", "X-Session-Id"):
            self.send_header(name, SERVERS_OWN[name])
        self.send_header("Set-Cookie", f"session={SERVERS_OWN['Set-Cookie']}; path=/")
        self.send_header("Link", f"<http://h.example/?id={SERVERS_OWN['query']}>; rel=next")
        self.send_header("Content-Type", "message/http" if self.command == "TRACE" else "text/html")
        if self.command == "TRACE":
            body = "".join([f"TRACE {self.path} HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in self.headers.items()),
                            f"Proxy-Authorization: Basic {SERVERS_OWN['upstream']}\r\n"]).encode()
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    offers = ['Basic realm="share"']
    do_GET = do_HEAD = do_OPTIONS = do_TRACE = answer


class EchoingDigest(Echoing):
    offers = [f'Digest realm="share", qop="auth", nonce="{SERVERS_OWN["nonce"]}", opaque="{SERVERS_OWN["opaque"]}"']


class EchoingNtlm(Echoing):
    """Gives the second message to the first, and the page to the third."""

    offers = ["NTLM"]
    # [MS-NLMP] 2.2.1.2: a CHALLENGE_MESSAGE with Unicode and NTLM, no target.
    message = base64.b64encode(b"NTLMSSP\0\2\0\0\0" + b"\0" * 8 + b"\x01\x02\x08\x00" + b"CHALLENG" + b"\0" * 8).decode()

    def answer(self):
        if not (self.headers.get("Authorization") or "").startswith("NTLM TlRMTVNTUAAB"):
            return super().answer()
        body = self.page()
        self.send_response(401)
        self.send_header("WWW-Authenticate", "NTLM " + self.message)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_OPTIONS = do_TRACE = answer


class EchoingProxy(Echoing):
    challenge = ("Proxy-Authenticate", "Proxy-Authorization", 407)


class Listener:
    """A server with one handler on a free port of the loopback."""

    def __init__(self, handler, answer):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.answer = answer
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.url = f"http://{self.address}/SophosUpdate"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


CORE = 64 << 20  # bytes that a core may have


def may_write_cores():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    return hard == resource.RLIM_INFINITY or hard >= CORE


def can_mount():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL,
                                                check=False).returncode == 0


class Case(unittest.TestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="webcid-secrets-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.secret = self.folder / "given"
        self.secret.mkdir()
        self.out = self.folder / "out"
        self.out.mkdir()
        self.har = self.out / "run.har"
        # The password and nothing else; a line end is not a part of it.
        self.password = self.secret / "password"
        self.password.write_text(PASSWORD + "\n")
        self.proxy_password = self.secret / "proxy-password"
        self.proxy_password.write_text(PROXY_PASSWORD + "\r\n")

    def reports(self, name):
        return [word for each in FORMATS for word in ("--report", f"{each}={self.out / name}.{each}")]

    def run_webcid(self, *words, stdin="", env=None, prefix=()):
        done = subprocess.run([*prefix, WEBCID, *map(str, words)], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, env=env or environment(), timeout=120, check=False)
        self.said.append(done.stdout)
        self.said.append(done.stderr)
        return done

    def check_and_judge(self, url, *words, stdin="", env=None):
        """A check that writes everything there is, and the same judged from its evidence; both are to be alike."""
        self.said = []
        words = ["check", url, "--timeout", "2", "--max-probes", "20", *words]
        done = self.run_webcid(*words, "-v", *self.reports("live"), "--save-evidence", self.har, stdin=stdin, env=env)
        self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
        for lang in ("en", "ja"):
            again = self.run_webcid("diagnose", "--from", self.har, "-v", "--lang", lang, *self.reports("again-" + lang))
            self.assertEqual(again.returncode, done.returncode, again.stderr)
        live, again = (json.loads((self.out / f"{name}.json").read_text()) for name in ("live", "again-en"))
        for part in ("findings", "guide", "verdict", "notes", "summary", "target"):
            self.assertEqual(again[part], live[part], part)
        return live

    def assert_clean(self):
        texts = {f"said {number}": text for number, text in enumerate(self.said)}
        texts |= {path.name: path.read_text(encoding="utf-8", errors="surrogateescape") for path in self.out.iterdir()}
        entries = json.loads(texts["run.har"])["log"]["entries"]
        self.assertTrue(entries)
        # Bodies that are no text are base64 in the evidence.
        bodies = [entry["response"]["content"] for entry in entries]
        texts["bodies"] = "\n".join(base64.b64decode(body["text"]).decode("utf-8", "surrogateescape")
                                    if "encoding" in body else body.get("text", "") for body in bodies)
        self.assertGreaterEqual(len(texts), 3 * len(FORMATS) + 2)
        # JSON writes what it holds in its own way.
        texts |= {name + " (text)": "\n".join(strings_of(json.loads(text))) for name, text in list(texts.items())
                  if name.endswith((".json", ".har"))}
        for name, text in texts.items():
            for planted in everything_planted():
                if planted in text:
                    at = text.index(planted)
                    self.fail(f"{name} holds {planted!r}: ...{text[max(0, at - 200):at + len(planted) + 60]!r}")


def strings_of(value):
    if isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from strings_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_of(each)
    elif isinstance(value, str):
        yield value


class Account(Case):
    ANSWERS = ((200, "OK"), (302, "Found"), (403, "Forbidden"), (500, "Broken"))

    def test_a_server_that_prints_what_it_was_sent(self):
        sources = (["--password-file", self.password], ["--password-stdin"], [], ["--password-file", self.password])
        for (status, reason), source in zip(self.ANSWERS, sources):
            with self.subTest(status=status, source=source), Listener(Echoing, (status, reason)) as server:
                report = self.check_and_judge(server.url, "--user", USER, *source, stdin=PASSWORD + "\n",
                                              env=environment(WEBCID_PASSWORD=PASSWORD))
                self.assertTrue(any(entry["_webcid"]["carried_credentials"] for entry in self.entries()))
                self.assertIn("[redacted]", self.har.read_text())
                self.assertTrue(report["findings"])
                self.assert_clean()
                # What was hidden is not as long as what stood there: the replay serves it all the same.
                with TestServer(TESTSERVER, "--replay", self.har) as replay:
                    again = self.run_webcid("check", replay.url, "--timeout", "2", "--max-probes", "20", "--report", "json=-",
                                            "--user", USER, "--password-file", self.password)
                self.assertEqual([finding["cause"] for finding in json.loads(again.stdout)["findings"]],
                                 [finding["cause"] for finding in report["findings"]])

    def entries(self):
        return json.loads(self.har.read_text())["log"]["entries"]

    def test_digest_and_ntlm_answers(self):
        for handler in (EchoingDigest, EchoingNtlm):
            with self.subTest(handler=handler.__name__), Listener(handler, (403, "Forbidden")) as server:
                self.check_and_judge(server.url, "--user", USER, "--password-file", self.password)
                sent = [line["value"] for entry in self.entries() for line in entry["request"]["headers"]
                        if line["name"] == "Authorization"]
                self.assertEqual(set(sent), {"[redacted]"})
                self.assertNotIn("TlRMTVNTUAAD", self.har.read_text())
                self.assertNotRegex(self.har.read_text(), r'response=\\?"(?!\[redacted\])')
                self.assert_clean()

    def test_the_test_servers_own_schemes(self):
        for scheme in ("basic", "digest", "ntlm", "negotiate"):
            for given in (PASSWORD, PASSWORD + "wrong"):
                with self.subTest(scheme=scheme, right=given == PASSWORD):
                    self.password.write_text(PASSWORD + "\n")
                    server = TestServer(TESTSERVER, "--sample", "20", "--auth", scheme, "--user", USER, "--password-file",
                                        self.password, "--errors", "detailed", "--scenario", "guide-all")
                    with server:
                        self.password.write_text(given + "\n")
                        self.check_and_judge(server.url, "--user", USER, "--password-file", self.password)
                        self.assert_clean()

    def test_a_proxy_that_prints_what_it_was_sent(self):
        for status, reason in ((200, "OK"), (403, "Forbidden"), (502, "Bad Gateway")):
            with self.subTest(status=status), Listener(EchoingProxy, (status, reason)) as proxy:
                self.check_and_judge("http://update.invalid/SophosUpdate", "--proxy-user", PROXY_USER, "--proxy-password-file",
                                     self.proxy_password, env=environment(http_proxy=f"http://{proxy.address}"))
                self.assertTrue(any(line["name"] == "Proxy-Authorization" for entry in self.entries()
                                    for line in entry["request"]["headers"]))
                self.assert_clean()

    def test_what_is_hidden_does_not_change_what_is_found(self):
        # A password that is a word of the share: names in catalogues and listings stay what they are.
        self.password.write_text("savxp\n")
        with TestServer(TESTSERVER, "--sample", "60", "--auth", "basic", "--user", "setup", "--password-file",
                        self.password) as server:
            report = self.check_and_judge(server.url, "--user", "setup", "--password-file", self.password)
        self.assertEqual((report["verdict"], report["summary"]["failed"]), ("healthy", 0))


class Balancer(http.server.BaseHTTPRequestHandler):
    """Known by the name of its cookie and by nothing else."""

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.send_response(403)
        self.send_header("Set-Cookie", f"BIGipServerpool={SERVERS_OWN['Set-Cookie']}; path=/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_OPTIONS = do_TRACE = do_GET


class Kept(Case):
    def test_a_product_is_known_by_the_name_of_its_cookie(self):
        with Listener(Balancer, None) as server:
            report = self.check_and_judge(server.url)
        self.assertIn("F5 BIG-IP", json.dumps(report["findings"]))
        self.assertIn("BIGipServerpool=[redacted]", self.har.read_text())
        self.assert_clean()


class Refused(Case):
    """Where a secret must not stand: refused, and not repeated."""

    def test_in_addresses(self):
        self.said = []
        name, password = USER.split("\\")[1], urllib.parse.quote(PASSWORD, safe="")
        for url in (f"http://{name}:{password}@127.0.0.1:1/x", f"https://{name}:{password}@127.0.0.1:1/x",
                    f"http://{name}:{PASSWORD}@127.0.0.1:1/x"):
            done = self.run_webcid("check", url, "-v", *self.reports("refused"), "--save-evidence", self.har)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.search(*(path.read_text() for path in self.out.iterdir()))

    def test_in_proxies(self):
        self.said = []
        proxy = f"http://{PROXY_USER}:{urllib.parse.quote(PROXY_PASSWORD, safe='')}@127.0.0.1:1"
        for words, env in (([], {"http_proxy": proxy}), ([], {"all_proxy": proxy}), (["--proxy", proxy], {})):
            done = self.run_webcid("check", "http://update.invalid/x", *words, *self.reports("refused"), "--save-evidence",
                                   self.har, env=environment(**env))
            self.assertEqual(done.returncode, 64, done.stderr)
            self.assertIn("--proxy-user", done.stderr)
            self.assertEqual(list(self.out.iterdir()), [])
            self.search()

    def search(self, *files):
        for text in (*self.said, *files):
            for secret in (USER.split("\\")[1], PASSWORD, PROXY_USER, PROXY_PASSWORD):
                for planted in spellings(secret):
                    self.assertNotIn(planted, text)


class Processes(Case):
    def test_no_process_is_started_and_no_argument_is_a_secret(self):
        stall = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(stall.close)
        process = subprocess.Popen([WEBCID, "check", f"http://127.0.0.1:{stall.getsockname()[1]}/x", "--user", USER,
                                    "--password-stdin", "--timeout", "30"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, text=True, env=environment())
        process.stdin.write(PASSWORD + "\n")
        process.stdin.close()
        stall.settimeout(30)
        connection, _ = stall.accept()  # it is at work now
        with connection:
            home = pathlib.Path(f"/proc/{process.pid}")
            children = "".join((task / "children").read_text() for task in (home / "task").iterdir())
            arguments = (home / "cmdline").read_text()
        process.kill()
        process.wait(timeout=30)
        self.assertEqual(children, "")
        for planted in spellings(PASSWORD):
            self.assertNotIn(planted, arguments)

    def crash(self, *words):
        """webcid at work, ended by SIGABRT where cores may be written: its limit, and whether it left one."""
        with socket.create_server(("127.0.0.1", 0)) as stall:
            unlimited = lambda: resource.setrlimit(resource.RLIMIT_CORE, (CORE, CORE))  # noqa: E731
            # The sanitizers forbid cores of themselves.
            allowed = {f"{sanitizer}_OPTIONS": "disable_coredump=0" for sanitizer in ("ASAN", "TSAN")}
            process = subprocess.Popen([WEBCID, "check", f"http://127.0.0.1:{stall.getsockname()[1]}/x", *words], cwd=self.folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(**allowed),
                                       preexec_fn=unlimited)
            connection, _ = stall.accept()
            with connection:
                limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
                os.kill(process.pid, signal.SIGABRT)
                _, status = os.waitpid(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(os.WTERMSIG(status), signal.SIGABRT)
        return re.search(r"Max core file size\s+(\d+)", limits)[1], os.WCOREDUMP(status)

    @unittest.skipUnless(may_write_cores(), "this machine lets nobody write a core")
    def test_a_crash_with_an_account_leaves_no_core(self):
        self.assertEqual(self.crash("--user", USER, "--password-file", self.password), ("0", False))
        self.assertEqual(list(self.folder.glob("core*")), [])
        # Without one it is as the user has it.
        self.assertEqual(self.crash()[0], str(CORE))

    def test_no_code_of_ours_starts_any_but_the_vendors_savconfig(self):
        """Which is asked in one place, with fixed words and an environment of its own (endpoint_machine_test.cpp)."""
        ways = ("fork(", "vfork(", "execv", "execl", "posix_spawn", "popen(", "CreateProcess", "ShellExecute", "std::system(")
        files = [path for path in (SOURCE / "src").rglob("*.cpp")]
        self.assertGreater(len(files), 100)
        found = [f"{path.name}: {way}" for path in files for way in ways if way in path.read_text(encoding="utf-8")]
        self.assertEqual(found, ["command_posix.cpp: posix_spawn"])
        callers = {path.name for path in files if "output_of(" in path.read_text(encoding="utf-8")}
        self.assertEqual(callers, {"command_posix.cpp", "command_windows.cpp", "read_machine.cpp"})

    @unittest.skipUnless(can_mount(), "needs root and unshare(1), to stand in for /dev/log")
    def test_the_line_of_the_systems_log(self):
        dev = self.folder / "dev"
        dev.mkdir()
        # syslog(3) writes to /dev/log: here, to a socket of ours in a /dev of ours, in a mount namespace.
        in_our_dev = ("unshare", "-m", "sh", "-c",
                      'touch "$1/null" && mount --bind /dev/null "$1/null" && mount --rbind "$1" /dev && shift && exec "$@"',
                      "sh", str(dev))
        self.said = []
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log, Listener(Echoing, (403, "Forbidden")) as server:
            log.bind(str(dev / "log"))
            log.settimeout(20)
            done = self.run_webcid("check", server.url, "--user", USER, "--password-file", self.password, "--syslog", "-q",
                                   prefix=in_our_dev)
            line = log.recv(65536).decode()
        self.assertIn("verdict=broken", line, done.stderr)
        for text in (line, *self.said):
            for planted in everything_planted():
                self.assertNotIn(planted, text)


class Planting(unittest.TestCase):
    """The search finds what is there: without that, the others prove nothing."""

    def test_a_page_holds_what_was_sent_in_each_spelling(self):
        sent = {"Authorization": "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()}

        class Asked(Echoing):
            def __init__(self):  # no connection: the page alone
                self.headers = sent
        page = Asked().page().decode()
        for planted in (PASSWORD, urllib.parse.quote(PASSWORD, safe=""), json.dumps(PASSWORD)[1:-1], html.escape(PASSWORD),
                        *base64_cores(PASSWORD.encode("utf-16-le")), *base64_cores(USER.encode()), SERVERS_OWN["link"]):
            self.assertIn(planted, page)


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
