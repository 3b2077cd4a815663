#!/usr/bin/env python3
"""What each fault of the test server puts on the wire, to the byte. Usage: faults_test.py PROGRAM [unittest options]"""

import email.utils
import gzip
import hashlib
import json
import re
import socket
import ssl
import subprocess
import sys
import unittest

import testserver_test
from testserver_test import SHARE, Server, quoted, run

FILE = "/savxp/vdl00.vdb"
TEXT = "/sau/notes00.txt"
VIA = "1.1 proxy.example (squid/5.7)"


def faulty(*faults, sample=80, options=()):
    """A server with these faults; each is a kind, or a dictionary as in a scenario file."""
    arguments = []
    for fault in faults:
        arguments += ["--fault", json.dumps(fault if isinstance(fault, dict) else {"kind": fault})]
    return Server("--sample", sample, *arguments, *options)


def request(path, method="GET", version="1.1", **headers):
    lines = [f"{method} {SHARE}{path} HTTP/{version}", "Host: update.example:8080"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join([*lines, "Connection: close", "", ""])).encode()


class Reply:
    """An answer as it came, split: .line, .headers (pairs in order), .body (as sent, framing included)."""

    def __init__(self, data):
        head, _, self.body = data.partition(b"\r\n\r\n")
        self.line, *lines = head.decode("latin-1").split("\r\n")
        self.headers = [tuple(line.split(": ", 1)) for line in lines]
        self.status = int(self.line.split(" ")[1])

    def __getitem__(self, name):
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if values else None

    def names(self):
        return [name for name, _ in self.headers]


def ask(server, path, method="GET", **headers):
    return Reply(server.raw(request(path, method, **headers)))


def right_bytes(path, sample=80):
    with Server("--sample", sample) as server:
        return server.fetch(path)[2]


def seconds_between(one, other):
    return (email.utils.parsedate_to_datetime(one) - email.utils.parsedate_to_datetime(other)).total_seconds()


OF_FILES = ["Content-Type", "Last-Modified", "Accept-Ranges", "ETag", "Server", "X-Powered-By", "Date"]


class Transfer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.right = right_bytes(FILE)

    def test_a_broken_chunk_follows_a_whole_one(self):
        with faulty({"kind": "bad_chunk", "bytes": 30}) as server:
            reply = ask(server, FILE)
        self.assertEqual(reply.line, "HTTP/1.1 200 OK")
        self.assertEqual(reply.names(), [*OF_FILES, "Transfer-Encoding", "Connection"])
        self.assertEqual(reply.body, b"1e\r\n" + self.right[:30] + b"\r\nnot-a-size\r\n")

    def test_the_first_chunk_can_be_the_broken_one(self):
        with faulty("bad_chunk") as server:
            self.assertEqual(ask(server, FILE).body, b"not-a-size\r\n")
            self.assertEqual(ask(server, FILE, "HEAD").body, b"")

    def test_gzip_that_says_so(self):
        with faulty("gzip") as server:
            reply = ask(server, FILE, Accept_Encoding="identity")
            self.assertEqual(reply.names(), ["Content-Type", "Content-Encoding", *OF_FILES[1:], "Content-Length", "Connection"])
            self.assertEqual(reply["Content-Encoding"], "gzip")
            self.assertEqual(int(reply["Content-Length"]), len(reply.body))
            self.assertEqual(gzip.decompress(reply.body), self.right)
            self.assertEqual(ask(server, FILE, "HEAD").headers[:-3], reply.headers[:-3])
            self.assertEqual(ask(server, FILE, "HEAD")["Content-Length"], reply["Content-Length"])
            self.assertEqual(ask(server, FILE, Range="bytes=0-9")["Content-Encoding"], None)

    def test_gzip_that_is_only_said(self):
        with faulty({"kind": "gzip", "form": "header_only"}) as server:
            reply = ask(server, FILE)
        self.assertEqual((reply["Content-Encoding"], reply.body), ("gzip", self.right))
        self.assertEqual(int(reply["Content-Length"]), len(self.right))

    def test_gzip_that_is_only_done(self):
        with faulty({"kind": "gzip", "form": "body_only"}) as server:
            reply = ask(server, FILE)
        self.assertEqual(reply.names(), [*OF_FILES, "Content-Length", "Connection"])
        self.assertEqual(int(reply["Content-Length"]), len(reply.body))
        self.assertEqual(gzip.decompress(reply.body), self.right)

    def test_a_large_file_is_compressed_in_chunks_and_for_1_0_until_the_end(self):
        with faulty({"kind": "gzip", "paths": ["cidsync.upd"]}, sample=1, options=("--sample-bytes", "6MB")) as server:
            entry, = server.catalogue()
            path = quoted(entry["path"])
            chunked = ask(server, path)
            self.assertEqual((chunked["Transfer-Encoding"], chunked["Content-Length"]), ("chunked", None))
            self.assertTrue(chunked.body.endswith(b"\r\n0\r\n\r\n"))
            plain = Reply(server.raw(request(path, version="1.0")))
            self.assertEqual((plain["Transfer-Encoding"], plain["Content-Length"]), (None, None))
            self.assertEqual(hashlib.sha256(gzip.decompress(plain.body)).hexdigest(), entry["sha256"])
            url = f"http://127.0.0.1:{server.port}{SHARE}{path}"
            fetched = subprocess.run(["curl", "-sS", "--noproxy", "*", "--compressed", url], capture_output=True, timeout=60)
            self.assertEqual(fetched.stderr, b"")
            self.assertEqual(hashlib.sha256(fetched.stdout).hexdigest(), entry["sha256"])

    def test_what_iis_itself_compresses_has_the_length_of_the_compressed_body(self):
        with Server("--sample", 40, "--sample-bytes", "4MB") as server:
            right = server.fetch(TEXT)[2]
            reply = ask(server, TEXT, Accept_Encoding="gzip")
            self.assertEqual((reply["Content-Encoding"], int(reply["Content-Length"])), ("gzip", len(reply.body)))
            self.assertEqual(gzip.decompress(reply.body), right)
            self.assertEqual(ask(server, TEXT, "HEAD", Accept_Encoding="gzip")["Content-Length"], reply["Content-Length"])
            self.assertEqual(ask(server, TEXT, Accept_Encoding="identity").body, right)

    def test_curl_reads_the_compressed_file(self):
        with faulty("gzip") as server:
            fetched = subprocess.run(["curl", "-sS", "--noproxy", "*", "--compressed", f"http://127.0.0.1:{server.port}{SHARE}{FILE}"],
                                     capture_output=True, timeout=60)
        self.assertEqual((fetched.stdout, fetched.stderr), (self.right, b""))

    def test_truncation_counts_compressed_bytes(self):
        with faulty({"kind": "truncate_after", "bytes": 50}) as server:
            reply = ask(server, FILE)
        self.assertEqual((reply.body, int(reply["Content-Length"])), (self.right[:50], len(self.right)))

    def test_a_range_that_is_ignored(self):
        with faulty("range_ignored") as server:
            reply = ask(server, FILE, Range="bytes=5-9")
        self.assertEqual((reply.status, reply["Content-Range"], reply.body), (200, None, self.right))

    def test_a_range_whose_bytes_are_shifted(self):
        size = len(self.right)
        with faulty({"kind": "range_shifted", "bytes": 2}) as server:
            reply = ask(server, FILE, Range="bytes=5-9")
            self.assertEqual((reply.status, reply["Content-Range"], reply.body), (206, f"bytes 5-9/{size}", self.right[7:12]))
            last = ask(server, FILE, Range="bytes=-3")
            self.assertEqual((last["Content-Range"], last.body), (f"bytes {size - 3}-{size - 1}/{size}", self.right[-3:]))
            self.assertEqual(ask(server, FILE).body, self.right)

    def test_a_range_whose_header_is_shifted(self):
        with faulty({"kind": "range_shifted", "bytes": -4, "form": "header"}) as server:
            reply = ask(server, FILE, Range="bytes=5-9")
        self.assertEqual((reply["Content-Range"], reply.body), (f"bytes 1-5/{len(self.right)}", self.right[5:10]))


class Copies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with Server("--sample", 80) as server:
            cls.right = ask(server, FILE)

    def assert_older(self, reply):
        """Of the same size and kind, a week older, other bytes and another tag."""
        self.assertEqual((reply.status, len(reply.body)), (200, len(self.right.body)))
        self.assertNotEqual(reply.body, self.right.body)
        self.assertEqual(seconds_between(self.right["Last-Modified"], reply["Last-Modified"]), 7 * 24 * 3600)
        self.assertRegex(reply["ETag"], r'^"[0-9a-f]{15}:0"$')
        self.assertNotEqual(reply["ETag"], self.right["ETag"])

    def test_a_cache_serves_what_it_holds_until_asked_for_fresh_bytes(self):
        with faulty({"kind": "stale", "paths": ["savxp/*"]}) as server:
            held = ask(server, FILE)
            self.assert_older(held)
            self.assertEqual(held.names(), [*OF_FILES, "Content-Length", "Age", "X-Cache", "Via", "Connection"])
            self.assertEqual((held["Age"], held["X-Cache"], held["Via"]), ("172800", "HIT from proxy.example", VIA))
            self.assertAlmostEqual(seconds_between(email.utils.formatdate(usegmt=True), held["Date"]), 172800, delta=60)
            self.assertEqual(ask(server, FILE).body, held.body)
            for header in ({"Cache_Control": "no-cache"}, {"Cache_Control": "x, max-age=0"}, {"Pragma": "no-cache"}):
                fresh = ask(server, FILE, **header)
                self.assertEqual((fresh.body, fresh["ETag"]), (self.right.body, self.right["ETag"]))
                self.assertEqual((fresh["Age"], fresh["X-Cache"], fresh["Via"]), (None, "MISS from proxy.example", VIA))
            passed = ask(server, TEXT)
            self.assertEqual((passed["Age"], passed["X-Cache"], passed["Via"]), (None, "MISS from proxy.example", VIA))
            self.assertEqual(ask(server, FILE, If_None_Match=held["ETag"]).status, 304)

    def test_the_cache_of_iis_does_not_listen(self):
        with faulty({"kind": "stale_iis", "paths": ["savxp/*"]}) as server:
            for header in ({}, {"Cache_Control": "no-cache"}, {"Pragma": "no-cache"}):
                reply = ask(server, FILE, **header)
                self.assert_older(reply)
                self.assertEqual(reply.names(), [*OF_FILES, "Content-Length", "Connection"])
            self.assertEqual(ask(server, TEXT).names(), [*OF_FILES, "Content-Length", "Connection"])
            listed = ask(server, "/savxp/").body.decode()
            self.assertIn(f'{len(self.right.body)} <A HREF="{SHARE}{FILE}">', listed)

    def test_an_older_copy_of_a_catalogue_lists_older_files(self):
        with faulty({"kind": "stale", "bytes": 5}) as server:
            catalogue = json.loads(ask(server, "/webcid-catalogue.txt").body)["files"]
            for entry in catalogue[:10]:
                body = ask(server, quoted(entry["path"])).body
                self.assertEqual((len(body), hashlib.sha256(body).hexdigest()), (entry["size"], entry["sha256"]))
            fresh = json.loads(ask(server, "/webcid-catalogue.txt", Pragma="no-cache").body)["files"]
            self.assertEqual([e["size"] + 5 for e in fresh if e["size"]], [e["size"] for e, f in zip(catalogue, fresh) if f["size"]])

    def test_the_tree_is_replaced_after_some_requests(self):
        with faulty({"kind": "rotate", "after": 3, "paths": ["savxp/*"]}) as server:
            def both():
                catalogue = json.loads(ask(server, "/webcid-catalogue.txt").body)["files"]
                listed = {entry["path"]: entry["sha256"] for entry in catalogue}
                return ask(server, FILE), listed

            before, listed = both()
            self.assertEqual(before.body, self.right.body)
            self.assertEqual(listed[FILE[1:]], hashlib.sha256(before.body).hexdigest())
            server.status_of("/")
            after, relisted = both()
            self.assertEqual(relisted[FILE[1:]], hashlib.sha256(after.body).hexdigest())
            self.assertEqual(seconds_between(after["Last-Modified"], before["Last-Modified"]), 7 * 24 * 3600)
            self.assertEqual({path for path in listed if listed[path] != relisted[path]},
                             {path for path in listed if path.startswith("savxp/")})

    def test_a_locked_file_is_served_after_its_failures(self):
        for status, size in ((500, 1208), (401, 1293), (404, 1245)):
            with faulty({"kind": "locked", "status": status, "times": 2, "paths": ["savxp/*"]}) as server:
                replies = [ask(server, FILE) for _ in range(3)]
                self.assertEqual([reply.status for reply in replies], [status, status, 200])
                self.assertEqual([len(reply.body) for reply in replies[:2]], [size, size])
                self.assertEqual(replies[0]["Server"], "Microsoft-IIS/10.0")
                self.assertEqual(replies[2].body, self.right.body)
                self.assertEqual(ask(server, "/savxp/nope").status, 404)

    def test_case_counts_and_some_names_are_in_the_other(self):
        with faulty({"kind": "case_sensitive", "paths": ["savxp/*"]}) as server:
            self.assertEqual([server.status_of(path) for path in (FILE, "/savxp/VDL00.VDB", "/SAVXP/VDL00.VDB", TEXT, TEXT.upper())],
                             [404, 200, 404, 200, 404])
            self.assertEqual(ask(server, "/savxp/VDL00.VDB").body, self.right.body)
            self.assertIn(b"VDL00.VDB</A>", ask(server, "/savxp/").body)


class Gateways(unittest.TestCase):
    # Status, and what tells the product (iis.md f.5).
    BLOCKED = {
        "generic": (200, rb"<h1>Access blocked</h1>", {}),
        "fortigate": (403, rb"<title>Web Filter Violation</title>(?s:.*)fortinet\.net:8008", {}),
        "paloalto": (503, rb"<title>Web Page Blocked</title>", {}),
        "zscaler": (403, rb"Zscaler", {"Server": r"Zscaler/"}),
        "squid": (403, rb"<title>ERROR: The requested URL could not be retrieved</title>",
                  {"X-Squid-Error": r"ERR_ACCESS_DENIED 0$", "Via": r".*\(squid/"}),
        "akamai": (403, rb"Reference #18\.", {"Server": r"AkamaiGHost$"}),
        "tmg": (403, rb"Network Access Message", {"Via": r"1\.1 "}),
        "fortiweb": (403, rb"Attack ID", {"Set-Cookie": r"cookiesession1="}),
    }

    def test_a_gateways_own_page(self):
        for product, (status, body, headers) in self.BLOCKED.items():
            with self.subTest(product), faulty({"kind": "block_page", "product": product, "paths": ["*.vdb"]}) as server:
                reply = ask(server, FILE + "?a=<c>")
                self.assertEqual(reply.status, status)
                self.assertRegex(reply.body, body)
                for name, value in headers.items():
                    self.assertRegex(reply[name], value)
                self.assertNotIn("Microsoft", str(reply.headers))
                self.assertIn(b"update.example:8080" + (SHARE + FILE).encode() + b"?a=&lt;c&gt;", reply.body)
                self.assertEqual(int(reply["Content-Length"]), len(reply.body))
                self.assertEqual(reply["Connection"], "close")
                self.assertEqual(ask(server, FILE, "HEAD").body, b"")
                self.assertEqual(server.status_of(TEXT), 200)

    def test_a_page_with_another_status(self):
        with faulty({"kind": "block_page", "product": "fortigate", "status": 200}) as server:
            reply = ask(server, FILE)
            self.assertEqual(reply.line, "HTTP/1.1 200 OK")
            self.assertIn(b"Web Filter Violation", reply.body)
            outside = Reply(server.raw(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
            self.assertIn(b"Web Filter Violation", outside.body)

    def test_the_reason_phrase_of_tmg(self):
        with faulty({"kind": "auth_proxy", "product": "tmg"}) as server:
            reply = ask(server, FILE)
        self.assertTrue(reply.line.startswith("HTTP/1.1 407 Proxy Authentication Required ( Forefront TMG requires authorization"))
        self.assertEqual([value for name, value in reply.headers if name == "Proxy-Authenticate"], ["Negotiate", "Kerberos", "NTLM"])

    def test_a_portal_redirects_everything(self):
        with faulty("portal") as server:
            for target in (SHARE + FILE, "/"):
                reply = Reply(server.raw(f"GET {target} HTTP/1.1\r\nHost: u.example\r\n\r\n".encode()))
                self.assertEqual(reply.line, "HTTP/1.1 302 Found")
                wanted = f"http://u.example{target}".replace(":", "%3A").replace("/", "%2F")
                self.assertEqual(reply["Location"], "http://login.portal.example/login?dst=" + wanted)
                self.assertIsNone(reply["Server"])

    def test_a_portal_refreshes_everything(self):
        with faulty({"kind": "portal", "form": "meta_refresh", "location": "http://{host}/login"}) as server:
            reply = ask(server, FILE)
        self.assertEqual(reply.line, "HTTP/1.1 200 OK")
        self.assertIn(b'<meta http-equiv="refresh" content="0; url=http://update.example/login">', reply.body)

    def test_balancers(self):
        nginx = (b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n"
                 b"<hr><center>nginx/1.24.0</center>\r\n</body>\r\n</html>\r\n")
        haproxy = b"<html><body><h1>504 Gateway Time-out</h1>\nThe server didn't respond in time.\n</body></html>\n"
        busy = nginx.replace(b"502 Bad Gateway", b"503 Service Temporarily Unavailable")
        for fault, line, body in (({"product": "nginx"}, "502 Bad Gateway", nginx),
                                  ({"product": "nginx", "status": 503}, "503 Service Temporarily Unavailable", busy),
                                  ({"product": "haproxy", "status": 504}, "504 Gateway Time-out", haproxy)):
            with faulty({"kind": "upstream_failed", **fault}) as server:
                reply = ask(server, FILE)
                self.assertEqual((reply.line, reply.body), ("HTTP/1.1 " + line, body))
        with faulty({"kind": "upstream_failed", "product": "squid"}) as server:
            reply = ask(server, FILE)
            self.assertEqual((reply.line, reply["X-Squid-Error"]), ("HTTP/1.1 503 Service Unavailable", "ERR_CONNECT_FAIL 111"))
        with faulty("upstream_failed") as server:
            reply = ask(server, FILE)
            self.assertEqual((reply.line, len(reply.body), reply["Server"]), ("HTTP/1.1 502 Bad Gateway", 1477, "Microsoft-IIS/10.0"))

    def test_a_redirect_with_the_body_of_iis(self):
        phrases = {301: "Moved Permanently", 302: "Found", 307: "Temporary Redirect", 308: "Permanent Redirect"}
        for status, phrase in phrases.items():
            with faulty({"kind": "redirect", "status": status, "location": "https://{host}{path}"}) as server:
                reply = ask(server, FILE + "?a%20b")
            location = f"https://update.example{SHARE}{FILE}?a%20b"
            self.assertEqual(reply.line, f"HTTP/1.1 {status} {phrase}")
            self.assertEqual(reply.names(), ["Content-Type", "Location", "Server", "X-Powered-By", "Date", "Content-Length", "Connection"])
            self.assertEqual(reply["Location"], location)
            self.assertEqual(reply.body.decode(), "<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1>"
                                                  f'This document may be found <a HREF="{location}">here</a></body>')


class Limits(unittest.TestCase):
    def statuses(self, fault, count):
        with faulty(fault) as server:
            return [ask(server, FILE if number % 2 else TEXT).status for number in range(count)]

    def test_requests_of_all_paths_are_counted_together(self):
        limited = {"kind": "rate_limit", "after": 3, "times": 2}
        self.assertEqual(self.statuses(limited, 7), [200] * 3 + [403] * 2 + [200] * 2)
        self.assertEqual(self.statuses({**limited, "status": 429}, 7), [200] * 3 + [429] * 2 + [200] * 2)
        self.assertEqual(self.statuses({"kind": "rate_limit", "after": 2}, 6), [200] * 2 + [403] * 4)
        self.assertEqual(self.statuses({"kind": "connection_limit", "nth": 3}, 7), [200, 200, 503, 200, 200, 503, 200])
        self.assertEqual(self.statuses({"kind": "connection_limit", "times": 2}, 4), [503, 503, 200, 200])
        self.assertEqual(self.statuses("pool_stopped", 3), [503] * 3)

    def test_who_refuses(self):
        for fault, line, size, by in (({"kind": "rate_limit"}, "403 Forbidden", 1233, "Microsoft-IIS/10.0"),
                                      ({"kind": "rate_limit", "status": 429}, "429 Too Many Requests", 54, "Microsoft-IIS/10.0"),
                                      ({"kind": "rate_limit", "status": 503}, "503 Service Unavailable", 326, "Microsoft-HTTPAPI/2.0"),
                                      ({"kind": "connection_limit"}, "503 Service Unavailable", 326, "Microsoft-HTTPAPI/2.0"),
                                      ({"kind": "pool_stopped"}, "503 Service Unavailable", 326, "Microsoft-HTTPAPI/2.0")):
            with self.subTest(fault), faulty(fault) as server:
                reply = ask(server, FILE)
                self.assertEqual((reply.line, len(reply.body), reply["Server"]), ("HTTP/1.1 " + line, size, by))

    def test_the_sub_status_of_a_rate_limit_is_shown_where_pages_are_detailed(self):
        for fault, sub_status in (({}, b"403,502,"), ({"connections": 1}, b"403,501,")):
            with faulty({"kind": "rate_limit", **fault}, options=("--errors", "detailed")) as server:
                with socket.create_connection(("127.0.0.1", server.port), timeout=20) as other:
                    other.sendall(request(FILE).replace(b"Connection: close\r\n", b""))
                    other.recv(1)
                    self.assertIn(b"IIS70Error=" + sub_status, ask(server, FILE).body)

    def test_connections_beyond_a_number_are_refused(self):
        for fault, refused in (({"status": 503}, b"HTTP/1.1 503 "), ({"form": "reset"}, b"[reset]")):
            with faulty({"kind": "rate_limit", "connections": 2, **fault}) as server:
                kept = [socket.create_connection(("127.0.0.1", server.port), timeout=20) for _ in range(2)]
                for connection in kept:
                    connection.sendall(request(FILE, "HEAD").replace(b"Connection: close\r\n", b""))
                    self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 200 "))
                self.assertTrue(server.raw(request(FILE, "HEAD")).startswith(refused))
                for connection in kept:
                    connection.close()
                # The server notices in its own time that they are gone.
                served = (server.raw(request(FILE, "HEAD")).startswith(b"HTTP/1.1 200 ") for _ in range(10000))
                self.assertTrue(any(served))


class Ports(unittest.TestCase):
    def test_another_service_greets_and_closes(self):
        for form, banner in (("ssh", b"SSH-2.0-OpenSSH_9.2p1\r\n"), ("smtp", b"220 mail.example ESMTP ready\r\n")):
            with faulty({"kind": "not_http", "form": form, "times": 1}) as server:
                self.assertEqual(server.raw(request(FILE)), banner)
                self.assertEqual(ask(server, FILE).status, 200)

    def tls(self, port):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context.wrap_socket(socket.create_connection(("127.0.0.1", port), timeout=20), server_hostname="localhost")

    def read(self, connection):
        pieces = []
        while piece := connection.recv(65536):
            pieces.append(piece)
        return Reply(b"".join(pieces))

    def test_a_tls_port_gets_an_alert_for_anything_else(self):
        right = right_bytes(FILE)
        with faulty("tls_port") as server:
            # RFC 8446 6: fatal (2), unexpected_message (10).
            self.assertEqual(server.raw(request(FILE)), b"\x15\x03\x03\x00\x02\x02\x0a")
            with self.tls(server.port) as connection:
                connection.sendall(request(FILE))
                self.assertEqual(self.read(connection).body, right)

    def test_the_same_site_over_tls(self):
        right = right_bytes(FILE)
        with Server("--sample", 80, "--tls-port", 0) as server:
            port = server.ready["tls_port"]
            self.assertNotEqual(port, server.port)
            with self.tls(port) as connection:
                for _ in range(2):
                    connection.sendall(request(FILE, "HEAD").replace(b"Connection: close\r\n", b""))
                    self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n"))
                connection.sendall(request(FILE))
                self.assertEqual(self.read(connection).body, right)
            self.assertEqual(ask(server, FILE).body, right)
            shown = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-ign_eof"], timeout=60,
                                   input=request(TEXT, "HEAD"), capture_output=True)
            self.assertIn(b"CN = localhost", shown.stdout)
            self.assertIn(b"HTTP/1.1 200 OK\r\n", shown.stdout)
            plain = socket.create_connection(("127.0.0.1", port), timeout=20)
            with plain:
                plain.sendall(request(FILE))
                self.assertNotIn(b"HTTP", plain.recv(65536))
        self.assertEqual(server.status, 0)

    def test_the_certificate_names_the_host(self):
        with Server("--sample", 3, "--tls-port", 0) as server:
            pem = ssl.get_server_certificate(("127.0.0.1", server.ready["tls_port"]), timeout=20)
            context = ssl.create_default_context(cadata=pem)
            for host in ("localhost", "127.0.0.1"):
                plain = socket.create_connection(("127.0.0.1", server.ready["tls_port"]), timeout=20)
                with context.wrap_socket(plain, server_hostname=host) as connection:
                    self.assertEqual(connection.version(), "TLSv1.3")


class Options(unittest.TestCase):
    def test_a_wrong_fault_is_wrong_usage(self):
        for fault, why in (('{"kind":"reset","bytes":1}', 'fault "reset": has no member "bytes", only paths, every, from, times'),
                           ("{", "fault: ")):
            result = run("--sample", 3, "--fault", fault)
            self.assertEqual((result.returncode, result.stdout), (64, ""))
            self.assertRegex(result.stderr, "^webcid-testserver: --fault: " + re.escape(why))

    def test_the_list_names_each_kind(self):
        self.assertRegex(run("--list").stdout, r"(?m)^rotate +after ")


if __name__ == "__main__":
    testserver_test.PROGRAM = sys.argv.pop(1)
    unittest.main()
