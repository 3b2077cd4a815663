#!/usr/bin/env python3
"""The test server over real sockets: what its unit tests cannot see. Usage: testserver_test.py PROGRAM [unittest options]"""

import base64
import concurrent.futures
import hashlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

PROGRAM = ""
SHARE = "/SophosUpdate"
SHARE_FOLDER = r"C:\ProgramData\Sophos\Update Manager\Update Manager"


class Server:
    """A running test server; ends with the block."""

    def __init__(self, *options):
        self.options = [str(option) for option in options]

    def __enter__(self):
        self.process = subprocess.Popen(
            [PROGRAM, *self.options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise AssertionError("no server: " + self.process.stderr.read())
        self.ready = json.loads(line)
        self.port = self.ready["port"]
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.errors = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        self.status = self.process.wait(timeout=20)

    def fetch(self, path, method="GET", headers=None):
        """(status, headers, body) of a path below the share, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, SHARE + urllib.parse.quote(path, safe="/+%"), headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def status_of(self, path, method="GET"):
        return self.fetch(path, method)[0]

    def raw(self, data):
        """Everything that comes back for bytes sent as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(data)
            pieces = []
            while True:
                try:
                    piece = connection.recv(65536)
                except ConnectionResetError:
                    return b"".join(pieces) + b"[reset]"
                if not piece:
                    return b"".join(pieces)
                pieces.append(piece)

    def catalogue(self):
        return json.loads(self.fetch("/webcid-catalogue.txt")[2])["files"]


def run(*options):
    return subprocess.run([PROGRAM, *[str(o) for o in options]], capture_output=True, text=True, timeout=60)


def quoted(path):
    """A name's bytes as a URL path, with + left raw as an update client does."""
    return "/" + urllib.parse.quote(path, safe="/+")


class Healthy(unittest.TestCase):
    def test_every_file_of_the_catalogue_arrives_as_published(self):
        with Server("--sample", 300) as server:
            files = server.catalogue()
            self.assertEqual(len(files), 300)
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
            for entry in files:
                connection.request("GET", SHARE + quoted(entry["path"]))
                response = connection.getresponse()
                body = response.read()
                self.assertEqual(response.status, 200, entry["path"])
                self.assertEqual(len(body), entry["size"], entry["path"])
                self.assertEqual(hashlib.sha256(body).hexdigest(), entry["sha256"], entry["path"])
            connection.close()
        self.assertEqual(server.status, 0)
        self.assertEqual(server.errors, "")

    def test_the_same_arguments_publish_the_same_bytes(self):
        texts = []
        for _ in range(2):
            with Server("--sample", 50, "--sample-bytes", "1MiB") as server:
                texts.append(server.fetch("/webcid-catalogue.txt")[2])
        self.assertEqual(texts[0], texts[1])
        self.assertEqual(sum(f["size"] for f in json.loads(texts[0])["files"]), 1024 * 1024)

    def test_the_ready_line_says_where(self):
        with Server("--sample", 3, "--alias", "CIDs/") as server:
            self.assertEqual(server.ready, {"ready": True, "url": f"http://127.0.0.1:{server.port}/CIDs",
                                            "port": server.port, "pid": server.process.pid})

    def test_sixty_four_connections_are_kept_alive_at_once(self):
        with Server("--sample", 200) as server:
            files = server.catalogue()

            def walk(number):
                connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
                connection.connect()
                first = connection.sock
                for entry in files[number % 7::7]:
                    connection.request("GET", SHARE + quoted(entry["path"]))
                    response = connection.getresponse()
                    body = response.read()
                    if hashlib.sha256(body).hexdigest() != entry["sha256"]:
                        return entry["path"]
                same = connection.sock is first
                connection.close()
                return None if same else "the connection was not kept"

            with concurrent.futures.ThreadPoolExecutor(64) as pool:
                self.assertEqual(set(pool.map(walk, range(64))), {None})

    def test_the_chosen_catalogues_are_published(self):
        for given, expected in (("SHA256SUMS", [404, 404, 200]), ("", [404, 404, 404]),
                                ("manifest.dat,webcid-catalogue.txt", [200, 200, 404])):
            with Server("--sample", 5, "--catalogues", given) as server:
                self.assertEqual([server.status_of(p) for p in ("/webcid-catalogue.txt", "/manifest.dat", "/SHA256SUMS")],
                                 expected)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = self.folder.name
        os.makedirs(os.path.join(self.root, "Sub", "bin"))
        for name, text in (("a.txt", b"hello"), ("Sub/bin/tool", b"x" * 300000), ("q.dat", b"d"), ("a::b.txt", b"c"), ("dot.", b"e")):
            with open(os.path.join(self.root, name), "wb") as file:
                file.write(text)
        os.symlink("/etc/hostname", os.path.join(self.root, "out.txt"))

    def tearDown(self):
        self.folder.cleanup()

    def write_config(self, text):
        with open(os.path.join(self.root, "web.config"), "w", encoding="utf-8") as file:
            file.write(text)

    def test_a_folder_is_served_without_regard_to_case(self):
        with Server("--root", self.root) as server:
            self.assertEqual(server.fetch("/A.TXT")[2], b"hello")
            self.assertEqual(server.fetch("/sub/BIN/Tool")[2], b"x" * 300000)
            self.assertEqual(server.fetch("/sub/bin/tool", headers={"Range": "bytes=299990-"})[2], b"x" * 10)
            self.assertEqual(server.status_of("/Sub"), 301)
            self.assertEqual(server.status_of("/nope"), 404)

    def test_names_that_windows_has_not_are_served_as_they_are(self):
        with Server("--root", self.root) as server:
            self.assertEqual(server.fetch("/a::b.txt")[2], b"c")
            self.assertEqual(server.status_of("/a.txt::$DATA"), 404)
            self.assertEqual(server.status_of("/a.txt."), 404)

    def test_a_link_out_of_the_folder_does_not_exist(self):
        with Server("--root", self.root) as server:
            self.assertEqual(server.status_of("/out.txt"), 404)
            self.assertNotIn(b"out.txt", server.fetch("/")[2])

    def test_the_folders_own_web_config_is_obeyed_and_hidden(self):
        self.write_config("<configuration><system.webServer><caching/></system.webServer></configuration>")
        with Server("--root", self.root) as server:
            self.assertEqual(server.status_of("/q.dat"), 404)
            self.assertEqual(server.status_of("/Sub/bin/tool"), 404)
            self.assertEqual(server.status_of("/"), 403)
            self.assertEqual(server.status_of("/web.config"), 404)
        self.assertEqual(server.errors, SHARE_FOLDER + "\\web.config: has no effect here: system.webServer/caching (line 1)\n")
        with Server("--root", self.root, "--scenario", "healthy") as server:
            self.assertEqual(server.status_of("/q.dat"), 200)

    def test_a_broken_web_config_is_said_on_stderr_and_answered_with_500(self):
        self.write_config("<configuration>\n<system.webServer>\n</configuration>")
        with Server("--root", self.root) as server:
            status, _, body = server.fetch("/a.txt")
            self.assertEqual((status, len(body)), (500, 1208))
        self.assertEqual(server.errors,
                         SHARE_FOLDER + "\\web.config line 3: 500.19 0x8007000d: Configuration file is not well-formed XML\n")


    @unittest.skipUnless(hasattr(signal, "SIGHUP"), "no SIGHUP here")
    def test_sighup_reads_the_configuration_again(self):
        def told_again(server):
            server.process.send_signal(signal.SIGHUP)
            return server.process.stderr.readline()

        maps = '<mimeMap fileExtension=".dat" mimeType="x/y"/>'
        self.write_config("<configuration/>")
        with Server("--root", self.root) as server:
            self.assertEqual(server.status_of("/q.dat"), 404)
            self.write_config(f"<configuration><system.webServer><staticContent>{maps}</staticContent></system.webServer></configuration>")
            self.assertEqual(server.status_of("/q.dat"), 404)
            self.assertEqual(told_again(server), "configuration read again\n")
            self.assertEqual(server.status_of("/q.dat"), 200)
            self.write_config("<configuration>")
            self.assertIn("500.19 0x8007000d", told_again(server))
            self.assertEqual(server.status_of("/q.dat"), 500)


class Scenarios(unittest.TestCase):
    """Each scenario changes what it says, and nothing beside it."""

    PROBES = {"/": 200, "/savxp/vdl00.vdb": 200, "/rms/certmanager00": 200, "/rms/bin/client00.dll": 200,
              "/savlinux/share/c++00.txt": 200, "/savxp/virus00.ide": 200, "/sau/notes00.txt": 200, "/nope.txt": 404}

    def probes(self, scenario, changes, *options):
        expected = {**self.PROBES, **changes}
        with self.subTest(scenario):
            with Server("--sample", 80, "--scenario", scenario, *options) as server:
                self.assertEqual({path: server.status_of(path) for path in expected}, expected)

    def test_the_guides_settings(self):
        listing = {"/": 403}
        mime = {"/savxp/vdl00.vdb": 404, "/savxp/virus00.ide": 404}
        extensionless = {"/rms/certmanager00": 404}
        escape = {"/savlinux/share/c++00.txt": 404}
        hidden = {"/rms/bin/client00.dll": 404}
        self.probes("healthy", {})
        self.probes("mime-map-missing", mime)
        self.probes("extensionless-not-served", extensionless)
        self.probes("directory-browsing-off", listing)
        self.probes("double-escaping-refused", escape)
        self.probes("hidden-segment-bin", hidden)
        self.probes("guide-all", {**mime, **extensionless, **listing, **escape, **hidden})
        self.probes("guide-all", {**mime, **extensionless, **listing, **escape, **hidden}, "--iis", "7.0")
        self.probes("mime-map-missing,hidden-segment-bin", {**mime, **hidden})

    def test_the_publication(self):
        everything = dict.fromkeys(self.PROBES, 404)
        self.probes("virtual-directory-missing", everything)
        self.probes("physical-path-wrong", {**everything, "/": 200})
        self.probes("extension-denied", {"/savxp/virus00.ide": 404})
        self.probes("publication-catalogue-missing", {"/": 403, "/webcid-catalogue.txt": 404, "/manifest.dat": 404})
        self.probes("answers-anything", {"/nope.txt": 200})

    def outcomes(self, scenario):
        counts = {}
        with Server("--sample", 200, "--scenario", scenario) as server:
            for entry in server.catalogue():
                try:
                    status, _, body = server.fetch(quoted(entry["path"]))
                except http.client.IncompleteRead as error:
                    outcome = f"cut {error.expected is not None}"
                except (http.client.RemoteDisconnected, ConnectionResetError):
                    outcome = "disconnected"
                else:
                    right = hashlib.sha256(body).hexdigest() == entry["sha256"]
                    size = len(body) - entry["size"]
                    outcome = "right" if right else f"{status} wrong, size {size:+}" if status == 200 and body else f"{status} empty" if not body else str(status)
                counts[outcome] = counts.get(outcome, 0) + 1
        return counts

    def test_the_contents(self):
        chosen = 9  # of 199 files, every 23rd
        for scenario, outcome in (("publication-file-missing", "404"), ("content-hash-mismatch", "200 wrong, size +0"),
                                  ("content-size-mismatch", "200 wrong, size +7"), ("content-truncated", "cut True"),
                                  ("content-empty", "200 empty"), ("wire-flaky", "cut True"),
                                  ("wire-wrong-length", "cut True")):
            with self.subTest(scenario):
                counts = self.outcomes(scenario)
                self.assertEqual(set(counts), {"right", outcome})
                self.assertAlmostEqual(counts[outcome], chosen, delta=1)

    def test_the_second_attempt_at_a_flaky_file_succeeds(self):
        with Server("--sample", 200, "--scenario", "wire-flaky") as server:
            failed = []
            for entry in server.catalogue():
                try:
                    server.fetch(quoted(entry["path"]))
                except http.client.IncompleteRead:
                    failed.append(entry["path"])
            self.assertGreater(len(failed), 5)
            self.assertEqual({server.status_of(quoted(path)) for path in failed}, {200})

    def test_the_wire(self):
        request = b"GET /SophosUpdate/setup.exe HTTP/1.1\r\nHost: x\r\n\r\n"
        with Server("--sample", 5, "--scenario", "wire-closed") as server:
            self.assertEqual(server.raw(request), b"")
        with Server("--sample", 5, "--scenario", "wire-reset") as server:
            self.assertEqual(server.raw(request), b"[reset]")
        with Server("--sample", 5, "--scenario", "wire-stalled") as server:
            with socket.create_connection(("127.0.0.1", server.port), timeout=0.3) as connection:
                connection.sendall(request)
                self.assertRaises(TimeoutError, connection.recv, 1)
        self.assertEqual(server.status, 0)

    def test_the_list_names_each_scenario_and_what_must_be_found(self):
        listed = json.loads(run("--list-json").stdout)
        ids = [scenario["id"] for scenario in listed]
        self.assertEqual(ids, sorted(ids))
        self.assertEqual({s["id"]: [e["cause"] for e in s["expect"]] for s in listed}["guide-all"],
                         ["iis.mime-map-missing", "iis.extensionless-not-served", "iis.directory-browsing-off",
                          "iis.double-escaping-refused", "iis.hidden-segment"])
        text = run("--list").stdout
        for scenario in ids:
            self.assertIn(scenario, text)

    def test_the_written_config_serves_as_the_scenario_did(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "web.config")
            self.assertEqual(run("--scenario", "hidden-segment-bin", "--write-config", path).returncode, 0)
            with Server("--sample", 80, "--config", path) as server:
                self.assertEqual({p: server.status_of(p) for p in self.PROBES}, {**self.PROBES, "/rms/bin/client00.dll": 404})


class Wire(unittest.TestCase):
    def test_bytes_that_are_no_request_get_the_page_of_http_sys(self):
        with Server("--sample", 3) as server:
            for data, size in ((b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 326),
                               (b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n", 326),
                               (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20000 + b"\r\n\r\n", 346),
                               (b"GET / HTTP/1.1\r\n\r\n", 334)):
                reply = server.raw(data)
                self.assertTrue(reply.startswith(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html; charset=us-ascii\r\n"
                                                 b"Server: Microsoft-HTTPAPI/2.0\r\nDate: "), reply[:200])
                self.assertEqual(len(reply.split(b"\r\n\r\n", 1)[1]), size)

    def test_pipelined_requests_are_answered_in_order(self):
        one = b"HEAD /SophosUpdate/setup.exe HTTP/1.1\r\nHost: x\r\n\r\n"
        last = b"GET /SophosUpdate/nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        with Server("--sample", 3) as server:
            reply = server.raw(one * 3 + last)
        self.assertEqual(reply.count(b"HTTP/1.1 200 OK"), 3)
        self.assertEqual(reply.count(b"HTTP/1.1 404 Not Found"), 1)
        self.assertTrue(reply.endswith(b"</html>\r\n"))

    def test_options_of_the_command_line_reach_the_pages(self):
        with Server("--sample", 3, "--lang", "ja", "--iis", "7.5", "--no-server-header") as server:
            status, headers, body = server.fetch("/nope")
            self.assertEqual((status, len(body), headers["Server"]), (404, 1260, None))
        with Server("--sample", 3, "--errors", "detailed", "--iis", "8.5") as server:
            self.assertIn(b"IIS70Error=404,0,0x80070002,9600", server.fetch("/nope")[2])
        with Server("--sample", 3, "--errors", "oneline") as server:
            self.assertEqual(len(server.fetch("/nope")[2]), 103)
        with Server("--sample", 3, "--listing-culture", "ja-JP") as server:
            self.assertIn(b"2026/01/05     9:30", server.fetch("/")[2])
        with Server("--sample", 3, "--options-refused") as server:
            self.assertEqual(server.status_of("/setup.exe", "OPTIONS"), 404)
        with Server("--sample", 3, "--assume", "options-nonexistent=404") as server:
            self.assertEqual([server.status_of(p, "OPTIONS") for p in ("/setup.exe", "/nope")], [200, 404])

    def test_wrong_usage_is_one_line_and_64(self):
        for options in (["--sample", 3, "--iis", "6.0"], ["--sample", 3, "--scenario", "nope"], [],
                        ["--sample", 3, "--root", "/"], ["--sample", 3, "--host", "localhost"], ["--sample", 3, "--auth", "basic"]):
            result = run(*options)
            self.assertEqual(result.returncode, 64, options)
            self.assertEqual(result.stdout, "")
            self.assertTrue(result.stderr)
        self.assertEqual(run("--root", "/does/not/exist").returncode, 74)

    def test_sigterm_ends_it_cleanly_with_connections_open(self):
        with Server("--sample", 3) as server:
            with socket.create_connection(("127.0.0.1", server.port), timeout=20):
                server.process.send_signal(signal.SIGTERM)
                self.assertEqual(server.process.wait(timeout=20), 0)


class Account(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.password = os.path.join(self.folder.name, "password")
        self.log = os.path.join(self.folder.name, "log")
        with open(self.password, "w", encoding="utf-8") as file:
            file.write("s3cret\n")

    def tearDown(self):
        self.folder.cleanup()

    def server(self, scheme):
        return Server("--sample", 3, "--auth", scheme, "--user", "SophosUpdateMgr", "--password-file", self.password,
                      "--log", self.log)

    def lines(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read().splitlines()

    def test_basic(self):
        def header(pair):
            return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

        with self.server("basic") as server:
            status, headers, body = server.fetch("/setup.exe")
            self.assertEqual((status, len(body), headers["WWW-Authenticate"]), (401, 1293, 'Basic realm="127.0.0.1"'))
            self.assertEqual(server.fetch("/setup.exe", headers=header("SophosUpdateMgr:wrong"))[0], 401)
            self.assertEqual(server.fetch("/setup.exe", headers=header("SophosUpdateMgr:s3cret"))[0], 200)
        self.assertEqual(self.lines(), ["GET /SophosUpdate/setup.exe 401 2 anonymous -",
                                        "GET /SophosUpdate/setup.exe 401 1 account -",
                                        "GET /SophosUpdate/setup.exe 200 0 account -"])

    def test_digest(self):
        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        def header(challenge, password):
            fields = dict(part.split("=", 1) for part in challenge.split(" ", 1)[1].split(","))
            fields = {name: value.strip('"') for name, value in fields.items()}
            uri = SHARE + "/setup.exe"
            session = md5(f"{md5('SophosUpdateMgr:' + fields['realm'] + ':' + password)}:{fields['nonce']}:c0ffee")
            answer = md5(f"{session}:{fields['nonce']}:00000001:c0ffee:auth:{md5('GET:' + uri)}")
            return {"Authorization": f'Digest username="SophosUpdateMgr", realm="{fields["realm"]}", nonce="{fields["nonce"]}", '
                                     f'uri="{uri}", cnonce="c0ffee", nc=00000001, qop=auth, algorithm=MD5-sess, response="{answer}"'}

        with self.server("digest") as server:
            challenge = server.fetch("/setup.exe")[1]["WWW-Authenticate"]
            self.assertRegex(challenge, r'^Digest qop="auth",algorithm=MD5-sess,nonce="[0-9a-f]{32}",charset=utf-8,realm="127.0.0.1"$')
            self.assertEqual(server.fetch("/setup.exe", headers=header(challenge, "wrong"))[0], 401)
            self.assertEqual(server.fetch("/setup.exe", headers=header(challenge, "s3cret"))[0], 200)
        self.assertEqual([line.split()[2:5] for line in self.lines()],
                         [["401", "2", "anonymous"], ["401", "1", "account"], ["200", "0", "account"]])


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()
