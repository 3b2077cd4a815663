"""Where reports go: files, standard output, and what a run does that cannot write one.

usage: reports_test.py WEBCID WEBCID-TESTSERVER [unittest options]

The server is webcid-testserver on a free port of the loopback; nothing else is contacted.
"""
import json
import os
import pathlib
import select
import socket
import subprocess
import sys
import tempfile
import unittest

WEBCID = TESTSERVER = ""


def environment(**more):
    """Ours without proxies and languages of whoever runs the test."""
    left_out = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8", **more)
    return env


def webcid(*arguments, cwd=None, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run([WEBCID, *map(str, arguments)], stdin=subprocess.DEVNULL, text=True, env=environment(),
                          cwd=cwd, timeout=120, check=False, **options)


class Server:
    def __init__(self, *arguments):
        self.process = subprocess.Popen([TESTSERVER, "--sample", "50", "--port", "0", *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                        env=environment())
        self.url = json.loads(self.process.stdout.readline())["url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=20)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="webcid-reports-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())


class Refusals(Case):
    """Nothing is sent when an output cannot be had."""

    def setUp(self):
        super().setUp()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(self.listener.close)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/x"

    def assertRefused(self, done, code, *parts):
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertFalse(done.stdout)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)
        self.assertFalse(select.select([self.listener], [], [], 0)[0], "contacted")

    def check(self, *reports, **options):
        words = [word for report in reports for word in ("--report", report)]
        return webcid("check", self.url, *words, cwd=self.folder, **options)

    def test_a_file_named_twice_is_wrong_usage_however_it_is_spelled(self):
        (self.folder / "sub").mkdir()
        (self.folder / "link").symlink_to("sub")
        for one, other in (("r.json", "r.json"), ("r.json", "./r.json"), ("r.json", self.folder / "r.json"),
                           ("sub/r.json", "sub/../sub//r.json"), ("sub/r.json", "link/r.json")):
            with self.subTest(one=one, other=other):
                self.assertRefused(self.check(f"json={one}", f"junit={other}"), 64, "same file", str(other))
        self.assertEqual(self.names(), ["link", "sub"])

    def test_standard_output_takes_one_report(self):
        self.assertRefused(self.check("json=-", "markdown=-"), 64, "json=-", "standard output")

    def test_a_report_in_the_place_of_the_evidence_is_wrong_usage(self):
        done = webcid("check", self.url, "--report", "json=./run.har", "--save-evidence", self.folder / "run.har",
                      cwd=self.folder)
        self.assertRefused(done, 64, "--save-evidence")
        (self.folder / "run.har").write_text("{}")
        done = webcid("diagnose", "--from", "run.har", "--report", "json=./run.har", cwd=self.folder)
        self.assertRefused(done, 64, "--from")
        self.assertEqual((self.folder / "run.har").read_text(), "{}")

    def test_an_unknown_format_names_those_there_are(self):
        self.assertRefused(self.check("pdf=r.pdf"), 64, "pdf=r.pdf", "json")
        self.assertRefused(self.check("json"), 64, "json=FILE")
        self.assertRefused(self.check("json="), 64, "json=FILE")
        self.assertRefused(self.check("=r.json"), 64, "json")

    def test_a_folder_in_the_place_of_a_report_is_ours(self):
        (self.folder / "taken").mkdir()
        self.assertRefused(self.check("json=taken"), 74, "taken")
        self.assertRefused(self.check("json=taken/"), 74, "taken")

    def test_one_output_that_cannot_be_had_leaves_nothing_of_the_others(self):
        self.assertRefused(self.check("json=first.json", "json=none/second.json"), 74, "none/second.json")
        self.assertEqual(self.names(), [])

    def test_a_closed_standard_output_is_ours(self):
        done = self.check("json=r.json", stdout=None, preexec_fn=lambda: os.close(1))
        self.assertRefused(done, 74, "standard output")
        self.assertEqual(self.names(), [])


class Files(Case):
    def test_closed_standard_streams_are_not_taken_for_the_report(self):
        def close_all():
            for number in (0, 1, 2):
                os.close(number)

        with Server() as server:
            done = webcid("check", server.url, "--report", f"json={self.folder}/r.json", stdout=None, stderr=None,
                          preexec_fn=close_all)
            self.assertEqual((done.returncode, self.names()), (74, []))
            done = webcid("check", server.url, "--report", f"json={self.folder}/r.json", stderr=None,
                          preexec_fn=lambda: os.close(2))
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(json.loads((self.folder / "r.json").read_text())["verdict"], "healthy")

    def test_several_reports_are_written_beside_the_text(self):
        with Server() as server:
            done = webcid("check", server.url, "--report", "json=a.json", "--report", "json=b.json", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(self.names(), ["a.json", "b.json"])
        self.assertEqual((self.folder / "a.json").read_bytes(), (self.folder / "b.json").read_bytes())
        self.assertIn("\nhealthy: ", done.stdout)

    def test_an_earlier_report_stays_until_the_new_one_is_whole(self):
        report = self.folder / "r.json"
        report.write_text("earlier")
        self.assertEqual(webcid("check", "http://127.0.0.1:1/", "--catalogue", "none", "--report", f"json={report}",
                                cwd=self.folder).returncode, 74)
        self.assertEqual((self.names(), report.read_text()), (["r.json"], "earlier"))

    def test_every_format_is_written_in_one_run_and_beside_the_text(self):
        formats = {"json": "{", "junit": "<?xml", "markdown": "## webcid: ", "openmetrics": "# HELP", "nagios": "OK - "}
        with Server() as server:
            words = [word for name in formats for word in ("--report", f"{name}={name}.out")]
            done = webcid("check", server.url, *words, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.names(), sorted(f"{name}.out" for name in formats))
        for name, begin in formats.items():
            with self.subTest(name):
                self.assertTrue((self.folder / f"{name}.out").read_text().startswith(begin))


class Plugin(Case):
    """--report nagios=-: the exit code is 0 to 3 whatever happens, and the first line says the same."""

    def assertPlugin(self, done, state, *parts):
        self.assertEqual(done.returncode, ["OK", "WARNING", "CRITICAL", "UNKNOWN"].index(state), done.stdout)
        first = done.stdout.split("\n")[0]
        self.assertTrue(first.startswith(state + " - "), first)
        self.assertEqual(done.stderr, "")
        for part in parts:
            self.assertIn(part, first)

    def test_the_state_is_the_exit_code(self):
        with Server() as server:
            self.assertPlugin(webcid("check", server.url, "--report", "nagios=-"), "OK", "healthy: 50 files", " | time=")
        with Server("--scenario", "guide-all") as server:
            done = webcid("check", server.url, "--report=nagios=-", "--lang", "ja")
            self.assertPlugin(done, "CRITICAL", "異常", " failed=")
            self.assertIn("[iis.hidden-segment]: ", done.stdout)
        self.assertPlugin(webcid("check", "https://srv/x", "--report", "nagios=-"), "CRITICAL")

    def test_what_is_ours_is_unknown(self):
        url = "http://127.0.0.1:1/"
        for words, part in ((["--bogus"], "--bogus"), (["-j", "0"], "--jobs"), (["--user", "a", "--password-file", "none"], "none"),
                            (["--report", "json=none/r.json"], "none/r.json"), (["--report", "json=-"], "standard output"),
                            (["--catalogue", "none"], "none")):
            with self.subTest(words=words):
                done = webcid("check", url, "--report", "nagios=-", *words, cwd=self.folder)
                self.assertPlugin(done, "UNKNOWN", "webcid: ", part)
                self.assertEqual(done.stdout.count("\n"), 1)
        self.assertPlugin(webcid("check", "--report", "nagios=-"), "UNKNOWN", "address")

    def test_exit_codes_are_the_usual_ones_when_the_line_goes_to_a_file(self):
        done = webcid("check", "http://127.0.0.1:1/", "--report", "nagios=n.txt", "--jobs", "0", cwd=self.folder)
        self.assertEqual((done.returncode, done.stdout), (64, ""))

    @unittest.skipUnless(os.path.exists("/dev/full"), "needs /dev/full")
    def test_a_full_standard_output_is_unknown_too(self):
        with open("/dev/full", "w") as full:
            done = webcid("check", "https://srv/x", "--report", "nagios=-", stdout=full)
        self.assertEqual(done.returncode, 3)
        self.assertIn("standard output", done.stderr)


def can_mount():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], stderr=subprocess.DEVNULL,
                                                check=False).returncode == 0


class SystemLog(Case):
    """syslog(3) writes to /dev/log: here, to a socket of ours in a /dev of ours, in a mount namespace."""

    IN_OUR_DEV = ("unshare", "-m", "sh", "-c",
                  'touch "$1/null" && mount --bind /dev/null "$1/null" && mount --rbind "$1" /dev && shift && exec "$@"',
                  "sh")

    def setUp(self):
        super().setUp()
        if not can_mount():
            self.skipTest("needs root and unshare(1), to stand in for /dev/log")
        self.dev = self.folder / "dev"
        self.dev.mkdir()

    def check(self, url, *words):
        return subprocess.run([*self.IN_OUR_DEV, self.dev, WEBCID, "check", url, "--syslog", *words],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment(), timeout=120,
                              check=False)

    def test_one_line_with_the_severity_of_the_verdict(self):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
            log.bind(str(self.dev / "log"))
            log.settimeout(20)
            for scenario, code, priority, verdict in (("healthy", 0, 14, "healthy"), ("guide-all", 2, 11, "broken")):
                with self.subTest(scenario), Server("--scenario", scenario) as server:
                    done = self.check(server.url, "-q")
                    self.assertEqual(done.returncode, code, done.stderr)
                    self.assertRegex(done.stdout, f"^{verdict}: ")
                    line = log.recv(65536).decode()
                    self.assertRegex(line, rf"^<{priority}>.* webcid\[\d+\]: verdict={verdict} interrupted=no url=")
                    self.assertIn(f'url="{server.url}', line)
                    self.assertEqual(line.rstrip("\n\0").count("\n"), 0)
            log.setblocking(False)
            self.assertRaises(BlockingIOError, log.recv, 1)

    def test_a_log_that_nobody_reads_is_ours_before_anything_is_sent(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            done = self.check(f"http://127.0.0.1:{listener.getsockname()[1]}/x")
            self.assertFalse(select.select([listener], [], [], 0)[0], "contacted")
        self.assertEqual((done.returncode, done.stdout), (74, ""))
        self.assertIn("/dev/log", done.stderr)


if __name__ == "__main__":
    WEBCID, TESTSERVER = map(os.path.abspath, sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
