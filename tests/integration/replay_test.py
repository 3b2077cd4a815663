#!/usr/bin/env python3
"""What a check saved is served again, and checked again: the same is found. Over every scenario: evidence_test.py.

usage: replay_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import copy
import hashlib
import http.client
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from servers import TestServer, check

WEBCID = TESTSERVER = ""
NOT_THERE = "webcid-testserver: the recorded server could not be reached: nothing listens here\n"


def serve(*options):
    return TestServer(TESTSERVER, *options)


def findings_of(report, url):
    """What must be the same: causes, parameters, confidence and how many files; the server's own address aside."""
    authority = url.split("/")[2]
    # Parallel transfers end in any order, and parameters may follow it.
    text = json.dumps([{key: finding[key] for key in ("cause", "severity", "confidence", "alternatives")} |
                       {"parameters": sorted(finding["parameters"]), "affected": finding["affected"]["count"]}
                       for finding in report["findings"]], sort_keys=True)
    summary = {key: report["summary"][key] for key in ("files", "verified", "failed", "skipped", "bytes")}
    # What leads elsewhere on the same machine names the port of the first server still.
    text = re.sub(r"127\.0\.0\.1:\d+", "SERVER", text.replace(authority, "SERVER"))
    return json.loads(text), report["verdict"], summary


class Folder(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)
        self.record = self.home / "evidence.har"

    def recorded(self, *server_options, check_options=()):
        """The findings of a check whose evidence is now in self.record."""
        with serve(*server_options) as server:
            report, _ = check(WEBCID, server.url, "--timeout", "1", *check_options, "--save-evidence", str(self.record))
            return findings_of(report, server.url)

    def replayed(self, *check_options):
        """The findings of a check of the replay of self.record, and what that had to say."""
        with serve("--replay", str(self.record)) as server:
            report, _ = check(WEBCID, server.url, "--timeout", "1", *check_options)
            found = findings_of(report, server.url)
            server.process.terminate()
            return found, server.process.stderr.read()

    def entries(self):
        return json.loads(self.record.read_text())["log"]["entries"]

    def rewrite(self, change):
        evidence = json.loads(self.record.read_text())
        change(evidence["log"]["entries"])
        self.record.write_text(json.dumps(evidence))


class SameFindings(Folder):
    def test_connections_at_once_do_not_show(self):
        scenario = "content-hash-mismatch,content-size-mismatch,content-truncated,publication-file-missing,hidden-segment-bin"
        for extra in ("", ",proxy-stale", ",directory-browsing-off"):
            found = []
            for connections in ("1", "8", "16"):
                with serve("--sample", "400", "--scenario", scenario + extra) as server:
                    report, _ = check(WEBCID, server.url, "-j", connections)
                for finding in report["findings"]:
                    for row in finding["evidence"]:
                        row.pop("exchange", None)
                found.append(json.dumps(report["findings"], sort_keys=True).replace(server.url.split("/")[2], "SERVER"))
            self.assertEqual(found[1:], found[:1] * 2, scenario + extra)

    def test_several_causes_at_once_and_files_beyond_what_is_kept(self):
        scenario = "content-hash-mismatch,content-size-mismatch,content-truncated,wire-flaky,hidden-segment-bin"
        expected = self.recorded("--sample", "300", "--sample-bytes", "40MB", "--scenario", scenario,
                                 check_options=["-j", "1"])
        self.assertIn("content.hash-mismatch", [finding["cause"] for finding in expected[0]])
        self.assertEqual(self.replayed("-j", "1"), (expected, ""))

    def test_an_account_is_asked_for_again(self):
        password = self.home / "password"
        password.write_text("secret\n")
        wrong = self.home / "wrong"
        wrong.write_text("guess\n")
        for scheme in ("basic", "digest", "ntlm", "negotiate"):
            for given in ([], ["--user", "ann", "--password-file", str(password)],
                          ["--user", "ann", "--password-file", str(wrong)]):
                with self.subTest(scheme=scheme, given=given):
                    expected = self.recorded("--sample", "20", "--auth", scheme, "--user", "ann", "--password-file",
                                             str(password), check_options=given)
                    again, said = self.replayed(*given)
                    if scheme in ("ntlm", "negotiate"):
                        # These log on a connection; how many there are for 20 files is a matter of time.
                        for _, _, summary in (expected, again):
                            del summary["bytes"]
                    self.assertEqual((again, said), (expected, ""))

    def test_a_server_that_was_not_there_is_not_there_again(self):
        with serve("--sample", "1") as server:
            gone = server.url
        report, _ = check(WEBCID, gone, "--timeout", "1", "--save-evidence", str(self.record))
        expected = findings_of(report, gone)
        self.assertEqual(expected[0][0]["cause"], "network.refused")
        self.assertEqual(self.replayed(), (expected, NOT_THERE))

    def test_catalogues_that_list_each_other_fit_again(self):
        package = self.home / "tree" / "pkg" / "deep"
        package.mkdir(parents=True)
        (package / "big.txt").write_bytes(b"big" * 5000)
        (package / "twin.txt").write_bytes(b"big" * 5000)
        (package / "small.txt").write_bytes(b"small")

        def sums(algorithm, folder, *names):
            return "".join(f"{hashlib.new(algorithm, (folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
        (package / "SHA512SUMS").write_text(sums("sha512", package, "big.txt", "twin.txt", "small.txt").upper()
                                            .replace(".TXT", ".txt").replace("BIG", "big").replace("TWIN", "twin")
                                            .replace("SMALL", "small"))
        long_list = "# " + "x" * 5000 + "\n" + sums("sha256", package.parent, "deep/SHA512SUMS", "deep/big.txt")
        (package.parent / "SHA256SUMS").write_text(long_list)
        root = package.parent.parent
        (root / "SHA1SUMS").write_text(sums("sha1", root, "pkg/SHA256SUMS", "pkg/deep/SHA512SUMS", "pkg/deep/twin.txt"))
        expected = self.recorded("--root", str(root), "--scenario", "healthy")
        self.assertEqual(expected, ([], "healthy", {"files": 5, "verified": 5, "failed": 0, "skipped": 0,
                                                    "bytes": expected[2]["bytes"]}))
        self.assertEqual(self.replayed(), (expected, ""))


class SameTransfers(Folder):
    """One exchange of a healthy record made to fail in each way there is: it must fail so again."""

    # Status, error, bytes that arrived, header lines beside the recorded ones.
    ROWS = [
        (0, "reset", 0, []), (0, "empty-reply", 0, []), (0, "stalled", 0, []), (0, "not-http", 0, []),
        (200, "cut-short", 50, []), (200, "cut-short", 0, []), (200, "cut-short", 5000, []),
        (200, "reset", 5000, []), (200, "stalled", 5000, []),
        (200, "headers-too-large", 0, []), (200, "bad-encoding", 5000, [("Transfer-Encoding", "chunked")]),
        (200, "none", 5000, [("Transfer-Encoding", "chunked")]), (200, "none", 0, [("Transfer-Encoding", "chunked")]),
        (404, "cut-short", 10, []), (206, "none", 100, []), (204, "none", 0, []),
        (200, "body-too-large", None, []),  # 1 MiB beyond its size, where the client stops
    ]

    def test_each_way_to_fail_is_seen_again(self):
        self.recorded("--sample", "40", "--scenario", "healthy")
        healthy = self.record.read_text()
        chosen, size = self.large_file()
        path = chosen.split("/", 3)[3]
        for status, error, length, headers in self.ROWS:
            length = size + 1024 * 1024 if length is None else length
            with self.subTest(status=status, error=error, length=length, headers=headers):
                self.record.write_text(healthy)
                self.rewrite(lambda entries: self.spoil(entries, chosen, status, error, length, headers))
                again = self.home / "again.har"
                self.replayed("--save-evidence", str(again))
                seen = next(e for e in json.loads(again.read_text())["log"]["entries"]
                            if e["request"]["url"].split("/", 3)[3] == path and e["_webcid"]["purpose"] == "file")
                self.assertEqual((seen["response"]["status"], seen["_webcid"]["transport"]["error"],
                                  seen["_webcid"]["body"]["length"]), (status, error, length))
                others = [e["_webcid"]["transport"]["error"] for e in json.loads(again.read_text())["log"]["entries"]
                          if e["request"]["url"].split("/", 3)[3] != path]
                self.assertEqual(set(others), {"none"})

    def large_file(self):
        """URL and size of a file beyond what is kept."""
        return next((e["request"]["url"], e["_webcid"]["body"]["length"]) for e in self.entries()
                    if e["_webcid"]["purpose"] == "file" and e["_webcid"]["body"]["length"] > 6000)

    def test_a_failure_before_a_success_is_seen_on_kept_connections_too(self):
        # A client asks again by itself when a connection that it kept ends: the failure must not be spent on that.
        self.recorded("--sample", "60", "--scenario", "healthy")
        healthy = self.entries()

        def fail_each_second(entries):
            for entry in [e for e in entries if e["_webcid"]["purpose"] == "file"][::2]:
                self.spoil([entry], entry["request"]["url"], 0, "empty-reply", 0, [])
            entries.extend(e for e in healthy if e["_webcid"]["purpose"] == "file")
        self.rewrite(fail_each_second)
        again = self.home / "again.har"
        self.replayed("-j", "1", "--save-evidence", str(again))

        def seen(entries):
            return [(e["request"]["url"].split("/", 3)[3], e["_webcid"]["transport"]["error"]) for e in entries
                    if e["_webcid"]["purpose"] == "file"]
        self.assertEqual(sorted(seen(json.loads(again.read_text())["log"]["entries"])), sorted(seen(self.entries())[:60]))

    def test_bytes_that_were_wrong_beyond_what_was_kept_are_wrong_again(self):
        self.recorded("--sample", "40", "--scenario", "healthy")
        chosen, _ = self.large_file()

        def spoil_first(entries):
            entry = next(e for e in entries if e["request"]["url"] == chosen and e["_webcid"]["purpose"] == "file")
            entries.append(copy.deepcopy(entry))
            entry["_webcid"]["outcome"] = "wrong-hash"
            entry["_webcid"]["body"]["digests"] = [text.split(":")[0] + ":" + text.split(":")[1][::-1]
                                                   for text in entry["_webcid"]["body"]["digests"]]
        self.rewrite(spoil_first)
        again = self.home / "again.har"
        self.replayed("--save-evidence", str(again))
        seen = [e["_webcid"]["outcome"] for e in json.loads(again.read_text())["log"]["entries"]
                if e["request"]["url"].endswith(chosen.split("/", 3)[3]) and e["_webcid"]["purpose"] in ("file", "confirm")]
        self.assertEqual(seen, ["wrong-hash", "verified"])

    @staticmethod
    def spoil(entries, url, status, error, length, headers):
        for entry in entries:
            if entry["request"]["url"] != url:
                continue
            entry["response"]["status"] = status
            lines = entry["response"]["headers"] if status else []
            if headers:
                lines = [line for line in lines if line["name"] != "Content-Length"]
            entry["response"]["headers"] = lines + [{"name": name, "value": value} for name, value in headers]
            entry["response"]["content"].pop("text", None)
            entry["response"]["content"].pop("encoding", None)
            entry["_webcid"]["transport"]["error"] = error
            entry["_webcid"]["body"]["length"] = length
            entry["_webcid"]["body"].pop("declared", None)
            entry["_webcid"]["body"]["digests"] = []
            entry["_webcid"]["outcome"] = "failed"

    def test_what_this_machine_could_not_store_is_served_whole_and_right(self):
        expected = self.recorded("--sample", "40", "--scenario", "healthy")
        self.rewrite(lambda entries: [self.half_stored(e) for e in entries if e["_webcid"]["purpose"] == "file"][:1])
        self.assertEqual(self.replayed(), (expected, ""))

    @staticmethod
    def half_stored(entry):
        if entry["_webcid"]["body"]["length"] > 6000:
            entry["_webcid"]["transport"]["error"] = "local-write"
            entry["_webcid"]["body"]["length"] = 5000
            entry["_webcid"]["outcome"] = "failed"


class WhatTellsRequestsApart(Folder):
    def setUp(self):
        super().setUp()
        self.recorded("--sample", "3", "--scenario", "healthy")
        template = next(e for e in self.entries() if e["_webcid"]["purpose"] == "file")
        rows = [("first", {}), ("second", {}), ("fresh", {"Cache-Control": "no-cache"}), ("part", {"Range": "bytes=0-4"}),
                ("browser", {"User-Agent": "Mozilla/5.0"}), ("zipped", {"Accept-Encoding": "gzip"})]
        self.rewrite(lambda entries: entries.extend(self.entry(template, text, headers) for text, headers in rows))

    @staticmethod
    def entry(template, text, headers):
        entry = copy.deepcopy(template)
        host = entry["request"]["url"].split("/")[2]
        entry["request"]["url"] = f"http://{host}/SophosUpdate/x%20y?q"
        named = {line["name"]: line["value"] for line in entry["request"]["headers"]} | headers
        entry["request"]["headers"] = [{"name": name, "value": value} for name, value in named.items()]
        entry["response"]["headers"] = [{"name": "X-Odd", "value": "as it was"}, {"name": "Content-Length", "value": "9"},
                                        {"name": "Location", "value": f"http://{host}/SophosUpdate/z"}]
        entry["response"]["content"] = {"size": len(text), "mimeType": "", "text": text}
        entry["_webcid"]["body"] = {"length": len(text), "declared": len(text), "digests": [], "kept": "whole"}
        entry["_webcid"].pop("entry", None)
        entry["_webcid"].pop("outcome", None)
        entry["_webcid"]["purpose"] = "probe"
        return entry

    def ask(self, server, headers, path="/SophosUpdate/x%20y?q", method="GET"):
        connection = http.client.HTTPConnection(server.url.split("/")[2], timeout=30)
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.getheaders(), body

    def test_answers_come_by_what_was_asked_and_in_their_order(self):
        own = {"User-Agent": "webcid/9.9", "Accept-Encoding": "identity"}
        with serve("--replay", str(self.record)) as server:
            texts = [self.ask(server, own | headers)[2].decode() for headers in
                     ({}, {"Cache-Control": "no-cache"}, {"Range": "bytes=0-4"}, {}, {"Range": "bytes=5-9"},
                      {"User-Agent": "Mozilla/5.0"}, {"Accept-Encoding": "gzip"}, {"Authorization": "Basic eDp5"})]
            port = server.url.split(":")[2].split("/")[0]
            whole = self.ask(server, own)
        self.assertEqual(texts, ["first", "fresh", "part", "second", "second", "browser", "zipped", "second"])
        self.assertEqual(whole, (200, [("X-Odd", "as it was"), ("Location", f"http://127.0.0.1:{port}/SophosUpdate/z"),
                                       ("Content-Length", "6")], b"second"))

    def test_what_was_not_recorded_is_missing_and_said_once(self):
        with serve("--replay", str(self.record)) as server:
            for _ in range(2):
                self.assertEqual(self.ask(server, {}, "/SophosUpdate/n\x07o".replace("\x07", "%07"))[0], 404)
            self.assertEqual(self.ask(server, {}, "/SophosUpdate/no", "HEAD")[::2], (404, b""))
            server.process.terminate()
            notes = server.process.stderr.read()
        self.assertEqual(notes, "".join(f"webcid-testserver: not recorded, answered as a missing file: {what}\n"
                                        for what in ("GET /SophosUpdate/n%07o", "HEAD /SophosUpdate/no")))

    def test_no_recorded_bytes_add_a_header(self):
        def spoil(entries):
            entries[0]["response"]["headers"] = [{"name": "A", "value": "1\r\nSet-Cookie: x"}, {"name": "B\r\nC", "value": "2"}]
            entries[0]["response"]["statusText"] = "OK\r\nD: 3"
        self.rewrite(spoil)
        with serve("--replay", str(self.record)) as server:
            _, headers, _ = self.ask(server, {"Cache-Control": "no-cache"}, "/SophosUpdate/")
        self.assertEqual([name for name, _ in headers], ["A"])


class WhatIsNoRecord(Folder):
    def test_other_files_are_refused_with_the_reason(self):
        for text, code, words in ((None, 74, "cannot read"), ("", 74, "unexpected end of input"), ("{}", 74, "log._webcid is missing"),
                                  ('{"log":{"entries":[' + "[" * 100, 74, "nested deeper"),
                                  ('{"log":{"_webcid":{"schema":"webcid-evidence/1"}}}', 74, "line 1")):
            with self.subTest(text=text):
                self.record.unlink(missing_ok=True)
                if text is not None:
                    self.record.write_text(text)
                done = subprocess.run([TESTSERVER, "--replay", str(self.record)], capture_output=True, text=True, timeout=60)
                self.assertEqual((done.returncode, done.stdout), (code, ""))
                self.assertIn(words, done.stderr)
                self.assertTrue(done.stderr.startswith("webcid-testserver: "), done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)

    def test_more_than_can_be_made_up_is_refused(self):
        self.recorded("--sample", "20", "--scenario", "healthy")

        def enlarge(entries):
            for entry in entries:
                if entry["_webcid"]["body"]["length"] > 4096:
                    entry["_webcid"]["body"]["length"] = 2**62
        self.rewrite(enlarge)
        done = subprocess.run([TESTSERVER, "--replay", str(self.record)], capture_output=True, text=True, timeout=60)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (
            64, "", "webcid-testserver: --replay: more than 64 GiB of files would have to be made up\n"))


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
