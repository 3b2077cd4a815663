"""Evidence that travels: what a check reports is what is judged from its evidence, and what a check of its replay finds.

usage: evidence_test.py WEBCID WEBCID-TESTSERVER [--every] [--only SCENARIO] [unittest options]

Over every scenario of the test server: live, `webcid diagnose --from`, and `webcid-testserver --replay`. Without --every
(./dev soak evidence) each mode of the error pages has its turn over the scenarios; with it every scenario has all modes.
"""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer, wait_until_connected

WEBCID = TESTSERVER = ""
EVERY = False
ONLY = None
MODES = ([], ["--errors", "detailed", "--lang", "ja"], ["--errors", "oneline"], ["--errors", "detailed", "--lang", "zh-cn"])
NAME = "updates.example"
# Whose name stands for several machines; the addresses that webcid is given for it.
NODES = {"nodes-disagree": "127.0.0.1,127.0.0.2", "nodes-down": "127.0.0.2,127.0.0.1", "one-family-broken": "::1,127.0.0.1"}
# The error page is the fault itself: no mode may put another in its place.
OWN_PAGES = {"answers-anything-error-page"}
NOT_THERE = "webcid-testserver: the recorded server could not be reached: nothing listens here\n"


def environment():
    left_out = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "WEBCID_PASSWORD", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8")
    return env


def webcid(*words, stdin=None, text=True):
    return subprocess.run([WEBCID, *map(str, words)], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=text,
                          env=environment(), timeout=120, check=False)


def scenarios():
    listed = json.loads(subprocess.run([TESTSERVER, "--list-json"], capture_output=True, text=True, check=True).stdout)
    ids = [row["id"] for row in (listed["scenarios"] if isinstance(listed, dict) else listed)]
    return [each for each in ids if ONLY in (None, each)]


def over_the_wire(report, url):
    """What a check of the replay must find again: all but what names the server, numbers and times."""
    # Parallel transfers end in any order, and parameters may follow it.
    text = json.dumps([{key: finding[key] for key in ("cause", "severity", "confidence", "alternatives")} |
                       {"parameters": sorted(finding["parameters"]), "affected": finding["affected"]["count"]}
                       for finding in report["findings"]], sort_keys=True)
    text = re.sub(r"127\.0\.0\.1:\d+", "SERVER", text.replace(url.split("/")[2], "SERVER"))
    summary = {key: report["summary"][key] for key in ("files", "verified", "failed", "skipped", "bytes")}
    return {"findings": json.loads(text), "verdict": report["verdict"], "guide": report["guide"], "summary": summary}


def causes(report):
    return {finding["cause"] for finding in report["findings"]}


class Case(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="webcid-evidence-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.har = self.folder / "run.har"

    def live(self, url, *words, connections=1):
        done = webcid("check", url, "--timeout", "0.5", "-j", connections, "--report", "json=-", "--save-evidence", self.har, *words)
        self.assertTrue(done.stdout, done.stderr)
        return json.loads(done.stdout), done.returncode

    def judged(self, *words):
        done = webcid("diagnose", "--from", self.har, "--report", "json=-", *words)
        self.assertTrue(done.stdout, done.stderr)
        return json.loads(done.stdout), done.returncode

    def assert_same_run(self, live, judged):
        """The whole report, byte for byte."""
        self.assertEqual(live[1], judged[1])
        self.assertEqual(json.dumps(judged[0], indent=1), json.dumps(live[0], indent=1))


class EveryScenario(Case):
    def test_live_from_evidence_and_over_the_wire(self):
        for number, scenario in enumerate(scenarios()):
            own = [[]] if scenario in OWN_PAGES else MODES if EVERY else [MODES[number % len(MODES)]]
            for mode in own:
                with self.subTest(scenario=scenario, mode=mode):
                    self.round_trip(scenario, mode)

    def round_trip(self, scenario, mode):
        with TestServer(TESTSERVER, "--sample", "120", "--scenario", scenario, *mode) as server:
            url, words = server.url, []
            if scenario in NODES:
                url = f"http://{NAME}:{url.split(':')[2]}"
                words = ["--resolve", f"{NAME}:{NODES[scenario]}"]
            live = self.live(url, *words)
        self.assert_same_run(live, self.judged())
        nodes = ["--nodes", NODES[scenario]] if scenario in NODES else []
        with TestServer(TESTSERVER, "--replay", str(self.har), *nodes) as server:
            replayed = f"http://{NAME}:{server.url.rsplit(':', 1)[1]}" if nodes else server.url
            done = webcid("check", replayed, "--timeout", "0.5", "-j", "1", "--report", "json=-", *words)
            again = json.loads(done.stdout)
            server.process.terminate()
            notes = server.process.stderr.read()
        expected, found = over_the_wire(live[0], url), over_the_wire(again, replayed)
        if live[0]["summary"]["skipped"] > 0:
            # Where a limit was met depends on what was under way at once: not each file, but each cause.
            self.assertEqual((causes(again), again["verdict"]), (causes(live[0]), live[0]["verdict"]))
            self.assertNotIn("missing file", notes)
        else:
            # Whatever the diagnosis asks again was asked before: nothing to say but what no replay can do.
            self.assertEqual((found, notes), (expected, NOT_THERE if scenario == "wire-refused" else self.left_out(scenario)))

    def left_out(self, scenario):
        manners = ("tls", "direct") if scenario in NODES else ("tls", "direct", "other-address")
        entries = json.loads(self.har.read_text())["log"]["entries"]
        varied = sum(entry["_webcid"].get("manner") in manners for entry in entries)
        what = "exchanges over TLS, past a proxy or at another address are left out"
        return f"webcid-testserver: {varied} {what}\n" if varied else ""


class SeveralMachines(Case):
    def test_one_of_them_is_given_again_unless_each_has_an_address(self):
        with TestServer(TESTSERVER, "--sample", "20", "--scenario", "nodes-disagree") as server:
            url = f"http://{NAME}:{server.url.split(':')[2]}"
            self.live(url, "--resolve", f"{NAME}:{NODES['nodes-disagree']}")
        with TestServer(TESTSERVER, "--replay", str(self.har)) as server:
            self.assertNotIn("nodes", server.ready)
            done = webcid("check", server.url, "--report", "json=-")
            self.assertNotIn("nodes.disagree", causes(json.loads(done.stdout)))
        for nodes in ("127.0.0.1", "127.0.0.1,127.0.0.2,127.0.0.3"):
            done = subprocess.run([TESTSERVER, "--replay", self.har, "--nodes", nodes], capture_output=True, text=True,
                                  timeout=60, check=False)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (
                64, "", "webcid-testserver: --nodes: the recorded name stood for 2 addresses (127.0.0.1, 127.0.0.2), "
                        "expected one for each\n"))


class WholeReport(Case):
    def test_every_way_of_running_is_told_again(self):
        earlier = self.folder / "earlier.json"
        catalogue = self.folder / "SHA256SUMS"
        catalogue.write_text(f"{'0' * 64}  setup.exe\n{'1' * 64}  web.config\n{'2' * 64}  desktop.ini\n")
        with TestServer(TESTSERVER, "--sample", "60", "--scenario", "guide-all") as server:
            webcid("check", server.url, "--report", f"json={earlier}")
            ways = {"quick": ["--quick"], "only failed": ["--only-failed", earlier], "a catalogue": ["--catalogue", catalogue],
                    "few probes": ["--max-probes", "3"]}
            for way, words in ways.items():
                with self.subTest(way=way):
                    self.assert_same_run(self.live(server.url, *words), self.judged())
            self.assert_same_run(self.live(server.url, connections=16), self.judged())
        with TestServer(TESTSERVER, "--sample", "60") as server:
            live = self.live(server.url, "--only-failed", earlier)
            self.assertIn("no longer found", live[0]["notes"][-1]["text"])
            self.assert_same_run(live, self.judged())
            self.assert_same_run(self.live(server.url, "--lang", "ja"), self.judged("--lang", "ja"))

    def test_a_refused_account_is_told_again(self):
        password = self.folder / "password"
        password.write_text("right\n")
        with TestServer(TESTSERVER, "--sample", "20", "--auth", "basic", "--user", "ann", "--password-file", password) as server:
            password.write_text("wrong\n")
            live = self.live(server.url, "--user", "ann", "--password-file", password)
        self.assertIn("the account was refused once; nothing carried it again", [note["text"] for note in live[0]["notes"]])
        self.assert_same_run(live, self.judged())

    def test_an_interrupted_run_is_told_again(self):
        with TestServer(TESTSERVER, "--sample", "40", "--scenario", "wire-stalled") as server:
            process = subprocess.Popen([WEBCID, "check", server.url, "--report", "json=-", "--timeout", "60", "--save-evidence",
                                        str(self.har)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
            wait_until_connected(process.pid)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, err)
        live = json.loads(out)
        self.assertTrue(live["interrupted"])
        self.assert_same_run((live, 130), self.judged())

    def test_each_format_and_the_terminal_are_the_same(self):
        with TestServer(TESTSERVER, "--sample", "60", "--scenario", "guide-all,proxy-stale") as server:
            self.live(server.url)
        formats = ("json", "junit", "markdown", "openmetrics", "nagios")
        for lang in ("en", "ja"):
            for verbosity in ([], ["-v"], ["-q"]):
                with TestServer(TESTSERVER, "--sample", "60", "--scenario", "guide-all,proxy-stale") as server:
                    words = [*verbosity, "--lang", lang]
                    first = [word for each in formats for word in ("--report", f"{each}={self.folder}/live.{each}")]
                    again = [word for each in formats for word in ("--report", f"{each}={self.folder}/again.{each}")]
                    live = webcid("check", server.url, *words, *first, "--save-evidence", self.har)
                judged = webcid("diagnose", "--from", self.har, *words, *again)
                self.assertEqual((judged.stdout, judged.stderr, judged.returncode), (live.stdout, live.stderr, live.returncode))
                for each in formats:
                    self.assertEqual((self.folder / f"again.{each}").read_text(), (self.folder / f"live.{each}").read_text(), each)

    def test_standard_input_is_read_too(self):
        with TestServer(TESTSERVER, "--sample", "20", "--scenario", "hidden-segment-bin") as server:
            live = self.live(server.url)
        done = webcid("diagnose", "--from", "-", "--report", "json=-", stdin=self.har.read_bytes(), text=False)
        self.assert_same_run(live, (json.loads(done.stdout), done.returncode))
        done = webcid("diagnose", "--from", "-", stdin="{")
        self.assertEqual((done.returncode, done.stdout), (74, ""))
        self.assertTrue(done.stderr.startswith("webcid: standard input: line 1, column 1: "), done.stderr)

    def test_evidence_of_earlier_versions_is_judged(self):
        with TestServer(TESTSERVER, "--sample", "20", "--scenario", "hidden-segment-bin") as server:
            live, code = self.live(server.url)
        har = json.loads(self.har.read_text())
        end = har["log"]["_webcid_end"]
        self.assertEqual({"planned", "interrupted", "finished", "seconds", "notes"}, set(end))
        har["log"]["_webcid_end"] = {key: end[key] for key in ("planned", "interrupted")}
        self.har.write_text(json.dumps(har))
        old, old_code = self.judged()
        for part in ("findings", "guide", "verdict", "target"):
            self.assertEqual(old[part], live[part])
        self.assertEqual(old_code, code)

    def test_what_did_not_fit_is_said(self):
        with TestServer(TESTSERVER, "--sample", "20", "--scenario", "hidden-segment-bin") as server:
            self.live(server.url)
        har = json.loads(self.har.read_text())
        har["log"]["_webcid_end"]["shortened"] = 3
        self.har.write_text(json.dumps(har))
        for lang, words in (("en", "3 answers were too long for the evidence"), ("ja", "証拠ファイルに収まらない 3 件の応答")):
            self.assertIn(words, webcid("diagnose", "--from", self.har, "--lang", lang).stdout)


class Hostile(Case):
    """Evidence comes from anywhere: refused in one line that says where, or judged; never more."""

    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder, \
                TestServer(TESTSERVER, "--sample", "8", "--scenario", "hidden-segment-bin") as server:
            har = pathlib.Path(folder) / "run.har"
            webcid("check", server.url, "--max-probes", "2", "--save-evidence", har)
            cls.good = har.read_text()

    def refused(self, text, *parts):
        self.har.write_text(text)
        done = webcid("diagnose", "--from", self.har, "--report", f"json={self.folder}/r.json")
        self.assertEqual((done.returncode, done.stdout), (74, ""), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in (f"webcid: {self.har}: line ", *parts):
            self.assertIn(part, done.stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["run.har"])

    def test_what_is_no_evidence(self):
        self.refused("", "unexpected end of input")
        self.refused("<html>", "line 1, column 1")
        self.refused("{}", "log._webcid is missing")
        self.refused('{"log":{"version":"1.2","entries":[]}}', "log._webcid is missing")
        self.refused("[" * 100_000, "nested deeper")
        self.refused(self.good[:len(self.good) // 2])
        self.refused(self.good.replace("webcid-evidence/1", "webcid-evidence/2"), 'log._webcid.schema: must be "webcid-evidence/1"')
        self.refused(self.good.replace('"planned":', '"planned":-'), "log._webcid_end.planned")
        self.refused(self.good.replace('"status":200', '"status":1e999', 1))

    def test_what_cannot_be_read_or_makes_no_sense(self):
        for words, code in ((["--from", self.folder], 74), (["--from", self.folder / "none"], 74), ([], 64),
                            (["--from", self.har, "--report", f"json={self.har}"], 64), (["--from", self.har, "--bogus"], 64)):
            self.har.write_text(self.good)
            done = webcid("diagnose", *words)
            self.assertEqual((done.returncode, done.stdout, done.stderr.count("\n")), (code, "", 1), done.stderr)

    def test_it_is_said_in_japanese_too(self):
        self.har.write_text("{}")
        for place, words in ((self.har, f"webcid: {self.har}: 1 行 2 列: webcid の証拠ではない: log._webcid がない (\"{{}}\" の付近)\n"),
                             (self.folder / "none", f"webcid: {self.folder}/none を読み取れない: ファイルまたはフォルダーがない\n")):
            done = webcid("diagnose", "--from", place, "--lang", "ja")
            self.assertEqual((done.returncode, done.stdout), (74, ""))
            self.assertEqual(done.stderr, words)

    def test_what_is_written_in_it_stays_text(self):
        har = json.loads(self.good)
        evil = "\x1b[2J\u202e</script><script>\n::error::"
        har["log"]["_webcid_end"]["notes"] = [{"id": evil, "arguments": [{"text": evil}]},
                                              {"id": "catalogue-used", "arguments": [{"text": evil}] * 3},
                                              {"id": "catalogue-used", "arguments": [{"text": evil}]}]
        har["log"]["_webcid"]["target"]["url"] = "http://h/" + evil
        har["log"]["_webcid"]["target"]["user_agent"] = evil
        for entry in har["log"]["entries"]:
            entry["_webcid"]["path"] += evil
            entry["response"]["headers"].append({"name": "Server", "value": evil})
        self.har.write_text(json.dumps(har))
        for words in ([], ["-v"], ["--report", "markdown=-"], ["--report", "junit=-"], ["--report", "openmetrics=-"],
                      ["--report", "nagios=-"]):
            done = webcid("diagnose", "--from", self.har, *words)
            self.assertIn(done.returncode, (0, 1, 2, 3), done.stderr)
            for text in (done.stdout, done.stderr):
                self.assertNotIn("\x1b", text)
                self.assertNotIn("\u202e", text)
                self.assertNotIn("\n::error::", text)

    def test_every_value_may_be_another(self):
        """Each value in turn replaced: refused, or judged, within the usual exit codes."""
        har = json.loads(self.good)
        har["log"]["entries"] = har["log"]["entries"][:2] + har["log"]["entries"][-1:]
        places = list(self.places(har["log"], ("log",)))
        self.assertGreater(len(places), 150)
        for number, place in enumerate(places):
            if not EVERY and number % 4:
                continue
            value = (None, -1, 2**64 - 1, "", "x" * 5000, [], {}, [[]], True)[number % 9]
            changed = json.loads(json.dumps(har))
            target = changed
            for key in place[:-1]:
                target = target[key]
            target[place[-1]] = value
            self.har.write_text(json.dumps(changed))
            done = webcid("diagnose", "--from", self.har, "--report", "json=-")
            self.assertIn(done.returncode, (0, 1, 2, 3, 74, 130), (place, value, done.stderr))
            self.assertTrue(done.stderr)
            if done.returncode == 74 and not done.stdout:
                self.assertIn(": line ", done.stderr)

    def places(self, value, path):
        pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, each in pairs:
            yield (*path, key)
            yield from self.places(each, (*path, key))


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    rest = sys.argv[3:]
    EVERY = "--every" in rest
    if "--only" in rest:
        ONLY = rest.pop(rest.index("--only") + 1)
    unittest.main(argv=[sys.argv[0], *(word for word in rest if word not in ("--every", "--only"))])
