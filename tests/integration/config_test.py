"""Options from a file: who wins, what is refused and where, what --print-config says and never says.

usage: config_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import tomllib
import unittest

import servers

WEBCID = TESTSERVER = ""
PASSWORD = "horse+battery:staple"


def webcid(*words, **more):
    env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    env.update(LC_ALL="C.UTF-8")
    env.update(more)
    return subprocess.run([WEBCID, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, env=env, timeout=60)


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, content, name="webcid.toml"):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def in_force(self, content, *words, command="check", **more):
        done = webcid(command, *words, "--config", self.file(content), "--print-config", **more)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return tomllib.loads(done.stdout)[command]

    def refused(self, content, line, *told, words=("check", "http://127.0.0.1:1/")):
        path = self.file(content)
        done = webcid(*words, "--config", path)
        self.assertEqual((done.returncode, done.stdout), (64, ""), done)
        self.assertTrue(done.stderr.startswith(f"webcid: {path}:{line}: "), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        for text in told:
            self.assertIn(text, done.stderr)
        return done.stderr


class Precedence(Case):
    def test_the_command_line_wins_over_the_file_and_that_over_the_default(self):
        content = "jobs = 3\ntimeout = 7\n"
        found = self.in_force(content, "-j", "5")
        self.assertEqual((found["jobs"], found["timeout"], found["max-probes"]), (5, 7, 60))

    def test_a_section_wins_over_what_is_for_all_wherever_it_stands(self):
        content = "jobs = 3\n[check]\njobs = 4\n[update]\njobs = 6\nparanoid = true\n"
        self.assertEqual(self.in_force(content)["jobs"], 4)
        self.assertEqual(self.in_force(content, command="update")["jobs"], 6)
        self.assertEqual(self.in_force(content, command="list")["jobs"], 3)

    def test_the_command_line_wins_also_over_what_excludes_it(self):
        self.assertFalse(self.in_force("verbose = true\n", "-q")["verbose"])
        self.assertNotIn("proxy", self.in_force('proxy = "127.0.0.1:8080"\n', "--no-proxy"))
        self.assertNotIn("password-file", self.in_force('password-file = "pw"\n', "--user", "a", "--password-stdin"))

    def test_false_in_a_section_takes_back_what_is_for_all(self):
        self.assertFalse(self.in_force("quiet = true\n[check]\nquiet = false\n")["quiet"])

    def test_the_file_wins_over_the_environment(self):
        with servers.TestServer(TESTSERVER, "--sample", "20") as server:
            config = self.file('lang = "ja"\ncolor = "always"\n')
            done = webcid("check", server.url, "--config", config, NO_COLOR="1", LC_ALL="en_US.UTF-8")
        self.assertEqual(done.returncode, 0, done)
        self.assertIn("正常", done.stdout)
        self.assertIn("\x1b[", done.stdout)

    def test_a_file_makes_a_run_what_it_says(self):
        with servers.TestServer(TESTSERVER, "--sample", "20") as server:
            report = self.folder / "r.json"
            config = self.file(f'[check]\nquiet = true\nreport = ["json={report}"]\n')
            done = webcid("check", server.url, "--config", config)
            self.assertEqual((done.returncode, done.stdout.count("\n")), (0, 1), done)
            self.assertTrue(report.exists())
            # A monitoring plugin is one from a file, too: no other exit codes than 0 to 3.
            plugin = self.file('report = ["nagios=-"]\nsave-evidence = "/nowhere/x.har"\n')
            done = webcid("check", server.url, "--config", plugin)
            self.assertEqual(done.returncode, 3)
            self.assertTrue(done.stdout.startswith("UNKNOWN - "), done.stdout)


class WholeToml(Case):
    def test_lists_over_several_lines(self):
        found = self.in_force('resolve = [\n  "a:127.0.0.1", # one\n\n  \'b:127.0.0.2\',\n]\njobs = 3\n')
        self.assertEqual((found["resolve"], found["jobs"]), (["a:127.0.0.1", "b:127.0.0.2"], 3))

    def test_literal_and_long_texts_and_escapes(self):
        self.assertEqual(self.in_force("user = 'DOM\\n #1'\n")["user"], "DOM\\n #1")
        self.assertEqual(self.in_force("user = '''DOM\\it's'''\n")["user"], "DOM\\it's")
        self.assertEqual(self.in_force('user = "\\u592a\\U000090ce"\n')["user"], "太郎")

    def test_dotted_quoted_and_inline_keys(self):
        for content in ("check.jobs = 4\n", '"check" . "jobs" = 4\n', "check = { jobs = 4 }\n", "[ check ]\n'jobs' = 4\n"):
            self.assertEqual(self.in_force("jobs = 3\n" + content)["jobs"], 4, content)

    def test_numbers_of_every_base(self):
        found = self.in_force("jobs = 0x5\nmax-probes = 1_0\ntimeout = 25e-1\n")
        self.assertEqual((found["jobs"], found["max-probes"], found["timeout"]), (5, 10, 2.5))


class RoundTrip(Case):
    def test_numbers_that_toml_writes_otherwise(self):
        first = webcid("check", "--timeout", ".5", "--print-config")
        again = webcid("check", "--config", self.file(first.stdout), "--print-config")
        self.assertEqual((again.returncode, again.stdout, again.stderr), (0, first.stdout, ""))

    def test_what_is_printed_can_be_read_back(self):
        words = ["check", "-j", "5", "--user", 'DOM\\"J. 太郎"', "--resolve", "srv:127.0.0.1", "--resolve",
                 "b:127.0.0.2", "--report", "json=a b\\c.json", "--quick", "-4", "--timeout", "0.5", "--lang", "ja"]
        first = webcid(*words, "--print-config")
        self.assertEqual((first.returncode, first.stderr), (0, ""))
        parsed = tomllib.loads(first.stdout)["check"]
        self.assertEqual(parsed["user"], 'DOM\\"J. 太郎"')
        self.assertEqual(parsed["resolve"], ["srv:127.0.0.1", "b:127.0.0.2"])
        self.assertEqual((parsed["jobs"], parsed["timeout"], parsed["quick"], parsed["ipv4"]), (5, 0.5, True, True))
        again = webcid("check", "--lang", "ja", "--config", self.file(first.stdout), "--print-config")
        self.assertEqual(again.stdout, first.stdout)

    def test_every_command_prints_what_it_reads(self):
        for command in ("check", "update", "list", "catalogue", "verify", "diagnose", "explain", "fix"):
            first = webcid(command, "--print-config")
            self.assertEqual((first.returncode, first.stderr), (0, ""), command)
            again = webcid(command, "--print-config", "--config", self.file(first.stdout))
            self.assertEqual(again.stdout, first.stdout, again.stderr)

    def test_no_secret_is_printed(self):
        password = self.file(PASSWORD + "\n", "pw")
        done = webcid("update", "--user", "a", "--password-file", password, "--secondary",
                      f"http://someone:{PASSWORD}@127.0.0.1/x", "--print-config", WEBCID_PASSWORD=PASSWORD)
        self.assertEqual(done.returncode, 0)
        self.assertIn("password-file", done.stdout)
        self.assertNotIn("staple", done.stdout + done.stderr)
        for words in (["--user", "someone:" + PASSWORD], ["--proxy", f"a:{PASSWORD}@127.0.0.1:1"]):
            done = webcid("check", "http://127.0.0.1:1/", *words, "--print-config")
            self.assertEqual(done.returncode, 64)
            self.assertNotIn("staple", done.stdout + done.stderr)


class Refused(Case):
    def test_passwords(self):
        for key in ("password", "proxy-password", "Password", "webcid_password", "passwd"):
            told = self.refused(f'jobs = 2\n{key} = "{PASSWORD}"\n', 2, "password-file")
            self.assertNotIn("staple", told)
        told = self.refused(f'user = "someone:{PASSWORD}"\n', 1, "--password-file")
        self.assertNotIn("staple", told)
        told = self.refused(f'proxy = "http://u:{PASSWORD}@127.0.0.1:1"\n', 1, "--proxy-user")
        self.assertNotIn("staple", told)

    def test_unknown_names(self):
        self.refused("\n# a remark\njob = 3\n", 3, "job", "no option")
        self.refused("[check]\njobs = 3\n[update]\nquick = true\n", 4, "quick", "update")
        self.refused("[chek]\njobs = 3\n", 2, "chek", "no command")
        self.refused('config = "other.toml"\n', 1, "config")
        self.refused('address = "http://srv/"\n', 1, "address")

    def test_an_option_of_another_command_may_stand_before_the_sections(self):
        self.assertEqual(self.in_force("paranoid = true\njobs = 2\n")["jobs"], 2)

    def test_wrong_types_and_values(self):
        self.refused('jobs = "many"\n', 1, "jobs", "many")
        self.refused("quick = 1\n", 1, "quick", "true or false")
        self.refused('quick = "yes"\n', 1, "quick", "true or false")
        self.refused("user = true\n", 1, "user")
        self.refused('user = ["a", "b"]\n', 1, "user", "list")
        self.refused('lang = "fr"\n', 1, "lang", "fr")
        self.refused("max-probes = 5000\n", 1, "max-probes")
        self.refused("quiet = true\nverbose = true\n", 2, "verbose", "quiet")

    def test_broken_syntax(self):
        self.refused("jobs\n", 1)
        self.refused("= 3\n", 1)
        self.refused("jobs = 3 4\n", 1, "jobs")
        self.refused('user = "a\n', 1, "closing")
        self.refused('user = "DOM\\user"\n', 1, "escape")
        self.refused("resolve = [\n\"a:127.0.0.1\",\n", 2, "closing")
        self.refused("[check\n", 1)
        self.refused("jobs = 1\njobs = 2\n", 2, "jobs", "twice")
        self.refused("[check]\n[check]\n", 2, "twice")
        self.refused('user = "a\tb\x1b[31m"\n'.replace("\t", ""), 1, "control")

    def test_what_only_whole_toml_knows_as_broken(self):
        self.refused("check.jobs = 1\n[check]\njobs = 2\n", 2, "twice")
        self.refused('"jobs" = 1\n\njobs = 2\n', 3, "jobs", "twice")
        self.refused("jobs = 03\n", 1, "jobs")
        self.refused("timeout = inf\n", 1, "timeout")
        self.refused("jobs = 2024-01-31\n", 1, "jobs")
        self.refused("jobs.most = 2\n", 1, "most", "jobs", "no command")
        self.refused("[check.jobs]\nmost = 2\n", 1, "jobs")
        self.refused("[[check]]\njobs = 2\n", 1, "check")
        self.refused('resolve = [["a:127.0.0.1"]]\n', 1, "resolve")
        self.refused(f'check = {{ jobs = 2, "proxy-password" = "{PASSWORD}" }}\n', 1, "password-file")
        for broken in (f"password = {PASSWORD}\n", f"jobs = 2 {PASSWORD}\n", f'user = "{PASSWORD}\n'):
            self.assertNotIn("staple", self.refused(broken, 1))

    def test_depth(self):
        self.refused("jobs = 2\nresolve = " + "[" * 9000 + "\n", 2, "deep")
        self.refused("jobs = 2\na" + ".a" * 30000 + " = 1\n", 2, "dots")
        self.refused("jobs = 2\n[\n", 2, "expected [COMMAND]")
        self.refused("jobs = 2\n  [ =\n", 2, "expected [COMMAND]")
        self.refused("[[[check]\n", 1, "expected [COMMAND]")
        self.refused(b"\xef\xbb\xbf[#[[\n", 1, "expected [COMMAND]")

    def test_only_texts_and_comments_have_characters_beyond_ascii(self):
        # TOML 1.0: "Bare keys may only contain ASCII letters, ASCII digits, underscores, and dashes".
        value = "expected a text in quotes, a number, true, false or a list in [ ]"
        self.refused("jobs = 2\nあ = 1\n", 2, "expected OPTION = VALUE")
        self.refused("# é\nj\ufee0obs = 2\n", 2, "expected OPTION = VALUE")
        self.refused("jobs = “2”\n", 1, f"jobs: {value}")
        self.refused("resolve = ['ä', ö]\n", 1, f"resolve: {value}")
        self.refused("user = 'ö' ö\n", 1, "user: something follows the value")
        self.refused("password = ö\n", 1, "password: passwords do not belong in this file")
        self.refused("lang = 8'ζ'\n", 1, f"lang: {value}")
        self.refused("jobs = 2\nlang'ζ' = 1\n", 2, "expected OPTION = VALUE")
        self.refused("user = '''ö\n\"'ä''''' \u00a0\n", 2, "something follows the value")
        self.refused('user = "\\"ö\\\\" # ä\nü\n', 2, "expected OPTION = VALUE")
        found = self.in_force("user = 'ö \"#' # ä '\nproxy-user = \"'ü\\\"ß\"\nnode = '''\né''''' # é\n")
        self.assertEqual([found[key] for key in ("user", "proxy-user", "node")], ['ö "#', "'ü\"ß", ["é''"]])

    def test_no_text_at_all(self):
        self.refused(b"jobs = 3\nuser = \"a\0b\"\n", 2, "NUL")
        self.refused(b"user = \"\xff\"\n", 1, "UTF-8")
        self.refused(b"jobs = 3\n# \xc0\xaf\n", 2, "UTF-8")
        self.refused("jobs = 3\n".encode("utf-16"), 1)
        huge = webcid("check", "http://127.0.0.1:1/", "--config", self.file(b"#" * 5_000_000))
        self.assertEqual((huge.returncode, huge.stdout), (64, ""), huge)
        self.assertIn("webcid.toml", huge.stderr)
        endless = webcid("check", "http://127.0.0.1:1/", "--config", "/dev/zero")
        self.assertEqual(endless.returncode, 64)

    def test_what_windows_editors_write_is_read(self):
        self.assertEqual(self.in_force(b"\xef\xbb\xbfjobs = 3\r\nuser = 'DOM\\user' # ours\r\n")["user"], "DOM\\user")

    def test_a_file_that_is_not_there(self):
        done = webcid("check", "http://127.0.0.1:1/", "--config", self.folder / "none.toml")
        self.assertEqual(done.returncode, 74)
        self.assertIn("none.toml", done.stderr)


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
