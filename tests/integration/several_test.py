#!/usr/bin/env python3
"""Several addresses in one run, and the machines behind one name. Usage: several_test.py WEBCID WEBCID-TESTSERVER"""
import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import servers

WEBCID, TESTSERVER = "", ""
SCHEMA = pathlib.Path(__file__).parent.parent.parent / "docs" / "report.schema.json"
# No proxy and no language of whoever runs this.
PLAIN = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")} | {"LC_ALL": "C.UTF-8"}


def check(*words, environment=None, stdin=None):
    return subprocess.run([WEBCID, "check", *words], capture_output=True, text=True, env=environment or PLAIN,
                          input=stdin, timeout=120)


def run_json(*words, **how):
    done = check(*words, "--report", "json=-", **how)
    return json.loads(done.stdout), done.returncode


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def serve(self, *words):
        """A test server's line when it is ready."""
        process = subprocess.Popen([TESTSERVER, *words], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.communicate)
        self.addCleanup(process.terminate)
        return json.loads(process.stdout.readline())


class Nodes(Case):
    def name_of(self, ready, *nodes):
        """The address and what makes its name stand for these nodes."""
        return (f"http://srv.example:{ready['port']}/SophosUpdate", "--resolve", "srv.example:" + ",".join(nodes))

    def test_each_of_three_machines_is_named_with_its_fault(self):
        """One hides bin, one is behind, one is down."""
        old = self.folder / "old"
        ready = self.serve("--sample", "200", "--nodes", "127.0.0.2,127.0.0.4,127.0.0.5", "--node-scenario",
                           "127.0.0.2=hidden-segment-bin", "--node-scenario", "127.0.0.4=down")
        good = f"http://127.0.0.5:{ready['port']}/SophosUpdate"
        subprocess.run([WEBCID, "update", good, old, "-q"], check=True, env=PLAIN, stdout=subprocess.DEVNULL)
        # As a machine looks that replication has left behind: an older catalogue, and the older files that fit it.
        (old / "savxp" / "new.txt").write_text("of last week")
        catalogue = old / "webcid-catalogue.txt"
        for name in ("manifest.dat", "SHA256SUMS", "webcid-catalogue.txt"):
            (old / name).unlink(missing_ok=True)
        subprocess.run([WEBCID, "catalogue", old, "--output", catalogue], check=True, env=PLAIN)
        week_ago = time.time() - 7 * 86400
        for file in [catalogue, *old.rglob("*")]:
            os.utime(file, (week_ago, week_ago))
        self.serve("--root", old, "--host", "127.0.0.3", "--port", str(ready["port"]))

        nodes = ("127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
        report, code = run_json(*self.name_of(ready, *nodes), "--all-nodes")
        self.assertEqual((code, report["verdict"]), (2, "broken"))
        self.assertEqual([run["name"] for run in report["runs"]], list(nodes))
        self.assertEqual([run["verdict"] for run in report["runs"]], ["broken", "healthy", "unknown", "healthy"])
        found = {finding["cause"]: finding for finding in report["nodes"]["findings"]}
        self.assertEqual(sorted(found), ["nodes.disagree", "nodes.down"])
        self.assertEqual(found["nodes.down"]["parameters"], ["127.0.0.4"])
        self.assertEqual(found["nodes.disagree"]["parameters"], ["127.0.0.2", "127.0.0.3", "127.0.0.5"])
        evidence = {(seen["statement"], *seen["arguments"][:2]) for seen in found["nodes.disagree"]["evidence"]}
        self.assertIn(("node-finding", "iis.hidden-segment (bin)", "127.0.0.2"), evidence)
        self.assertIn(("node-other-list", "127.0.0.3", "127.0.0.2, 127.0.0.5"), evidence)
        rows = {(row["what"], row.get("about", "")): row["values"] for row in report["nodes"]["differences"]}
        self.assertEqual(rows["answer", ""], [{"value": "answers", "nodes": ["127.0.0.2", "127.0.0.3", "127.0.0.5"]},
                                              {"value": "refused", "nodes": ["127.0.0.4"]}])
        self.assertEqual([value["nodes"] for value in rows["file-list", ""]],
                         [["127.0.0.2", "127.0.0.5"], ["127.0.0.3"]])
        self.assertEqual({value["value"] for value in rows["catalogue", "manifest.dat"]} & {"missing"}, {"missing"})

        text = check(*self.name_of(ready, *nodes), "--all-nodes").stdout
        self.assertIn(" --> 1 of 4 addresses: 127.0.0.2\n", text)
        self.assertTrue(text.endswith(
            f"\nbroken: srv.example:{ready['port']}: 4 addresses, 1 broken, 1 unknown, 2 healthy\n"), text)
        self.assertLessEqual(max(map(len, text.splitlines())), 80)

    def test_machines_that_are_alike_are_healthy_and_silent(self):
        ready = self.serve("--sample", "60", "--nodes", "127.0.0.2,127.0.0.3")
        done = check(*self.name_of(ready, "127.0.0.2", "127.0.0.3"), "--all-nodes")
        self.assertEqual((done.stdout, done.stderr, done.returncode),
                         ("healthy   127.0.0.2: 0 of 60 files failed\nhealthy   127.0.0.3: 0 of 60 files failed\n\n"
                          f"healthy: srv.example:{ready['port']}: 2 addresses, 2 healthy\n", "", 0))

    def test_a_node_is_asked_with_the_name_of_the_address(self):
        hosts = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hosts.append(self.headers["Host"])
                self.send_error(404)
            do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        port = server.server_port
        report, _ = run_json(f"http://update.example:{port}/SophosUpdate", "--node", "127.0.0.1")
        self.assertEqual([run["name"] for run in report["runs"]], ["127.0.0.1"])
        self.assertEqual(set(hosts), {f"update.example:{port}"})
        hosts.clear()
        # Also where the address itself is numeric.
        run_json(f"http://127.0.0.77:{port}/SophosUpdate", "--node", "127.0.0.1")
        self.assertEqual(set(hosts), {f"127.0.0.77:{port}"})

    def test_a_name_that_nobody_knows_is_told_as_ever(self):
        report, code = run_json("http://nobody.invalid/SophosUpdate", "--all-nodes")
        self.assertEqual((code, [finding["cause"] for finding in report["runs"][0]["findings"]]),
                         (2, ["network.name-unresolved"]))

    def test_a_refused_account_is_tried_at_one_machine_only(self):
        (self.folder / "right").write_text("secret\n")
        (self.folder / "wrong").write_text("no secret\n")
        log = self.folder / "log"
        ready = self.serve("--sample", "20", "--nodes", "127.0.0.2,127.0.0.3,127.0.0.4", "--auth", "basic", "--user",
                           "sum", "--password-file", self.folder / "right", "--log", log)
        name = self.name_of(ready, "127.0.0.2", "127.0.0.3", "127.0.0.4")
        report, code = run_json(*name, "--all-nodes", "--user", "sum", "--password-file", self.folder / "wrong")
        self.assertEqual(code, 2)
        self.assertEqual([[finding["cause"] for finding in run["findings"]] for run in report["runs"]],
                         [["iis.credentials-rejected"], ["iis.credentials-required"], ["iis.credentials-required"]])
        for run in report["runs"][1:]:
            self.assertIn(("account-held-back", ["127.0.0.2"]),
                          [(note["statement"], note["arguments"]) for note in run["notes"]])
        # The log says "account" where a request carried one.
        self.assertEqual(sum(" account " in line for line in log.read_text().splitlines()), 1)
        report, code = run_json(*name, "--all-nodes", "--user", "sum", "--password-file", self.folder / "right")
        self.assertEqual((code, report["verdict"]), (0, "healthy"))


class Addresses(Case):
    def test_addresses_and_a_file_of_them_make_one_report(self):
        good = self.serve("--sample", "40")["url"]
        bad = self.serve("--sample", "40", "--scenario", "hidden-segment-bin")["url"]
        targets = self.folder / "targets.txt"
        # As Notepad writes it: a byte order mark, line ends of Windows.
        targets.write_bytes(f"\ufeff# branches\r\n{bad}  # the new one\r\n\r\n{good}\r\nhttps://srv/SophosUpdate\r\n".encode())
        report, code = run_json(good, "--targets", targets)
        self.assertEqual((code, report["verdict"]), (2, "broken"))
        self.assertEqual([(run["name"], run["verdict"], [finding["cause"] for finding in run["findings"]])
                          for run in report["runs"]],
                         [(good, "healthy", []), (bad, "broken", ["iis.hidden-segment"]),
                          ("https://srv/SophosUpdate", "broken", ["address.not-http"])])
        self.assertNotIn("nodes", report)
        # Part of an address, and no remark: it is not another address that is checked.
        part, _ = run_json("--targets", "-", stdin=good + "/x#y\n")
        self.assertEqual([finding["cause"] for finding in part["runs"][0]["findings"]], ["address.malformed"])
        again, _ = run_json("--targets", "-", stdin=targets.read_text(encoding="utf-8-sig"))
        self.assertEqual([run["name"] for run in again["runs"]], [bad, good, "https://srv/SophosUpdate"])
        merged = self.folder / "several.json"
        merged.write_text(json.dumps(report))
        done = subprocess.run([WEBCID, "report", "merge", merged, merged], capture_output=True, text=True, env=PLAIN)
        self.assertEqual(done.stdout.splitlines()[-1], "broken: 6 reports, 4 broken, 2 healthy")

    def test_a_long_list_is_checked_side_by_side(self):
        """No address is answered before all are asked."""
        asked, changed, go_on = set(), threading.Condition(), threading.Event()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                with changed:
                    asked.add(self.path)
                    changed.notify()
                go_on.wait(30)
                self.close_connection = True
            do_HEAD = do_OPTIONS = do_GET

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)
        words = [f"http://127.0.0.1:{server.server_port}/{number}/" for number in range(4)]
        process = subprocess.Popen([WEBCID, "check", *words], stdout=subprocess.PIPE, text=True, env=PLAIN)
        self.addCleanup(process.communicate)
        # Nobody is answered until all are asked.
        with changed:
            self.assertTrue(changed.wait_for(lambda: len(asked) == 4, timeout=20), asked)
        process.terminate()
        self.assertEqual(process.wait(timeout=30), 130)
        go_on.set()

    def test_what_is_wrong_with_a_list_is_said_before_anything_is_sent(self):
        (self.folder / "none").write_text("# nothing\n")
        (self.folder / "wide").write_bytes("http://srv/".encode("utf-16"))
        (self.folder / "long").write_text("".join(f"http://srv/{number}\n" for number in range(10001)))
        for words, code, line in (
                (["--targets", self.folder / "none"], 64, f"--targets: {self.folder}/none: no address in it"),
                (["--targets", self.folder / "wide"], 64, f"--targets: {self.folder}/wide is no UTF-8 text (UTF-16?)"),
                (["--targets", self.folder / "long"], 64, f"--targets: {self.folder}/long: more than 10000 addresses"),
                (["http://srv/", "--targets", "-", "--user", "a", "--password-stdin"], 64,
                 "--targets - and --password-stdin: standard input is one of them only")):
            done = check(*words)
            self.assertEqual((done.stdout, done.stderr, done.returncode), ("", f"webcid: {line}\n", code))


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    del sys.argv[1:]
    unittest.main()
