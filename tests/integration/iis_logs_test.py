#!/usr/bin/env python3
"""The logs of the test server, line by line, as IIS would write them. Usage: iis_logs_test.py WEBCID-TESTSERVER"""
import datetime
import http.client
import json
import pathlib
import re
import select
import socket
import struct
import sys
import tempfile
import time
import unittest
import urllib.parse

from servers import TestServer

PROGRAM = ""
FIELDS = ("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) "
          "sc-status sc-substatus sc-win32-status time-taken")
W3C_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (.*) (\d+)")
ERROR_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) 127\.0\.0\.1 (\d+) (.*)")


class LoggingServer(TestServer):
    """A test server with both logs; what it wrote is read without times and the client's ports, which are checked."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.folder.name)
        self.before = datetime.datetime.utcnow().replace(microsecond=0)
        super().__init__(PROGRAM, *options, "--w3c-log", str(self.home / "w3c"), "--httperr-log", str(self.home / "err"))
        self.port = int(self.url.split(":")[2].split("/")[0])

    def __exit__(self, *_):
        super().__exit__()
        self.folder.cleanup()

    def ask(self, target, method="GET", headers=None):
        """The status of a request sent as it is, over a connection of its own."""
        lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        answer = self.raw("\r\n".join(lines).encode() + b"\r\n\r\n")
        return int(answer.split(b" ")[1])

    def raw(self, data):
        with self.connect() as connection:
            connection.sendall(data)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def in_time(self, text):
        logged = datetime.datetime.strptime(text, "%Y-%m-%d %H:%M:%S")
        return self.before <= logged <= datetime.datetime.utcnow()

    def w3c(self):
        """(header lines but the date, lines without time and time-taken, times taken)"""
        files = list((self.home / "w3c").rglob("*.log"))
        if not files:
            return None
        assert len(files) == 1 and files[0].parent.name == "W3SVC1", files
        assert re.fullmatch(r"u_ex\d{6}\.log", files[0].name), files
        return self.parts(files[0], W3C_LINE, lambda found: (found[2], int(found[3])))

    def httperr(self):
        return self.parts(self.home / "err" / "httperr1.log", ERROR_LINE, lambda found: (found[3], int(found[2])))

    def parts(self, path, pattern, take):
        lines = path.read_bytes().decode().split("\r\n")
        assert lines.pop() == "" and lines[2].startswith("#Date: ") and self.in_time(lines[2][7:]), lines
        rows = []
        for line in lines[4:]:
            found = pattern.fullmatch(line)
            assert found and self.in_time(found[1]), line
            rows.append(take(found))
        return lines[:2] + lines[3:4], [row[0] for row in rows], [row[1] for row in rows]


class W3cLog(unittest.TestCase):
    maxDiff = None

    def test_each_answer_of_the_site_is_a_line_with_its_true_sub_status(self):
        with LoggingServer("--sample", "40", "--scenario", "hidden-segment-bin,mime-map-missing") as server:
            agent = {"User-Agent": "Agent 1.0 (x)", "Referer": "http://srv/a b"}
            asked = [("/SophosUpdate/webcid-catalogue.txt", "GET", {}, 200), ("/SophosUpdate", "HEAD", agent, 301),
                     ("/SophosUpdate/no%20such+%E6%97%A5.txt?a=%20b", "GET", agent, 404),
                     ("/SophosUpdate/x/../bin/y.txt", "GET", {}, 404), ("/SophosUpdate/x.dat", "OPTIONS", {}, 200)]
            self.assertEqual([server.ask(target, method, headers) for target, method, headers, _ in asked],
                             [status for *_, status in asked])
            port = server.port
            header, lines, _ = server.w3c()
        self.assertEqual(header, ["#Software: Microsoft Internet Information Services 10.0", "#Version: 1.0",
                                  "#Fields: " + FIELDS])
        tail = f"{port} - 127.0.0.1"
        named = "Agent+1.0+(x) http://srv/a+b"
        self.assertEqual(lines, [
            f"127.0.0.1 GET /SophosUpdate/webcid-catalogue.txt - {tail} - - 200 0 0",
            f"127.0.0.1 HEAD /SophosUpdate - {tail} {named} 301 0 0",
            f"127.0.0.1 GET /SophosUpdate/no+such+日.txt a=%20b {tail} {named} 404 0 2",
            f"127.0.0.1 GET /SophosUpdate/bin/y.txt - {tail} - - 404 8 0",
            f"127.0.0.1 OPTIONS /SophosUpdate/x.dat - {tail} - - 200 0 0",
        ])

    def test_a_transfer_that_ends_early_has_win32_code_64_on_whichever_side(self):
        with LoggingServer("--sample", "1", "--sample-bytes", "64MiB", "--catalogues", "webcid-catalogue.txt") as server:
            url = "/SophosUpdate/" + json.loads(self.body(server, "/SophosUpdate/webcid-catalogue.txt"))["files"][0]["path"]
            with server.connect() as connection:
                connection.sendall(f"GET {url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
                connection.recv(1)
                # Closing with a linger of 0 resets the connection.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.assertEqual(server.ask("/SophosUpdate"), 301)
            _, lines, _ = server.w3c()
        self.assertEqual([line.split(" ", 2)[1] + line[-8:] for line in lines], ["GET 200 0 0", "GET200 0 64", "GET 301 0 0"])
        with LoggingServer("--sample", "30", "--scenario", "content-truncated") as server:
            short = []
            for entry in json.loads(self.body(server, "/SophosUpdate/webcid-catalogue.txt"))["files"]:
                target = "/SophosUpdate/" + urllib.parse.quote(entry["path"], safe="/+")
                answer = server.raw(f"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                if len(answer.split(b"\r\n\r\n", 1)[1]) < entry["size"]:
                    short.append(f"127.0.0.1 GET /SophosUpdate/{entry['path'].replace(' ', '+')} - {server.port} - "
                                 "127.0.0.1 - - 200 0 64")
            _, lines, _ = server.w3c()
        self.assertEqual(len(short), 1)
        self.assertEqual([line for line in lines if line.endswith(" 64")], short)

    def test_the_time_taken_is_that_of_the_whole_answer(self):
        with LoggingServer("--sample", "1", "--sample-bytes", "64MiB", "--catalogues", "webcid-catalogue.txt") as server:
            path = json.loads(self.body(server, "/SophosUpdate/webcid-catalogue.txt"))["files"][0]["path"]
            before = time.monotonic()
            with server.connect() as connection, server.connect() as idle:
                connection.sendall(f"GET /SophosUpdate/{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                connection.recv(1)
                # The server cannot go on while nobody reads; nothing comes on the other connection meanwhile.
                self.assertEqual(select.select([idle], [], [], 0.3), ([], [], []))
                while connection.recv(1 << 20):
                    pass
            most = (time.monotonic() - before) * 1000
            _, _, taken = server.w3c()
        self.assertGreaterEqual(taken[1], 300)
        self.assertLessEqual(taken[1], most)

    @staticmethod
    def body(server, path):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        connection.request("GET", path)
        body = connection.getresponse().read()
        connection.close()
        return body


class HttpErrLog(unittest.TestCase):
    maxDiff = None

    def test_what_http_sys_answers_is_in_its_own_log_only(self):
        with LoggingServer("--sample", "3") as server:
            self.assertEqual(server.ask("/%00"), 400)
            self.assertEqual(server.ask("/%2e%2e/x?y"), 403)
            self.assertIn(b" 400 ", server.raw(b"GET /a b HTTP/1.1\r\n\r\n"))
            self.assertIn(b" 400 ", server.raw(b"GET /x HTTP/1.1\r\nHost: x\r\nLong: " + b"y" * 20000))
            self.assertIsNone(server.w3c())
            header, lines, _ = server.httperr()
            port = server.port
        self.assertEqual(header, [
            "#Software: Microsoft HTTP API 2.0", "#Version: 1.0",
            "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri streamid sc-status s-siteid s-reason "
            "s-queuename"])
        self.assertEqual(lines, [
            f"127.0.0.1 {port} HTTP/1.1 GET /%00 - 400 - URL -",
            f"127.0.0.1 {port} HTTP/1.1 GET /%2e%2e/x?y - 403 - Forbidden -",
            f"127.0.0.1 {port} - - - - 400 - Verb -",
            f"127.0.0.1 {port} HTTP/1.1 GET /x - 400 - RequestLength -",
        ])

    def test_connections_that_time_out_are_lines_with_the_clients_port(self):
        with LoggingServer("--sample", "3", "--iis", "8.5", "--connection-timeout", "1") as server:
            ports = []
            for sent in (b"", b"GET /", b"GET /x HTTP/1.1\r\nHost:"):
                with server.connect() as connection:
                    connection.sendall(sent)
                    ports.append(connection.getsockname()[1])
                    self.assertEqual(connection.recv(1), b"")
            with server.connect() as connection:
                connection.sendall(b"HEAD /SophosUpdate HTTP/1.1\r\nHost: x\r\n\r\n")
                ports.append(connection.getsockname()[1])
                while connection.recv(4096):
                    pass
            self.assertEqual(server.ask("/SophosUpdate"), 301)  # by now the server has seen to all of them
            header, lines, logged = server.httperr()
            port = server.port
        self.assertEqual(header[2], "#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status "
                                    "s-siteid s-reason s-queuename")
        self.assertEqual(lines, [
            f"127.0.0.1 {port} - - - - - Timer_ConnectionIdle -",
            f"127.0.0.1 {port} - - - - - Timer_HeaderWait -",
            f"127.0.0.1 {port} HTTP/1.1 GET /x - - Timer_HeaderWait -",
            f"127.0.0.1 {port} - - - - - Timer_ConnectionIdle -",
        ])
        self.assertEqual(logged, ports)


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
