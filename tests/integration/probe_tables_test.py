#!/usr/bin/env python3
"""Two published series of readings of real servers, asked row by row: IIS 8.5 from the outside, IIS 10 in a laboratory.

usage: probe_tables_test.py WEBCID-TESTSERVER

The rows are facts (iis.md, TASP and LAB); the trees are made so that they have what the rows are about. What cannot
agree stands in NOT_HERE with the reason.
"""
import http.client
import os
import re
import sys
import tempfile
import time
import unittest

import testserver_test
from testserver_test import Server

# (method, target as sent, status, bytes of the body or None, what the row says)
IIS_8_5 = [
    ("GET", "/nonexistent.html", 404, 1245, "custom page"),
    ("GET", "/bin/", 404, 1245, "hidden segment: identical to nonexistent"),
    ("GET", "/App_Data/", 404, 1245, "hidden segment: identical"),
    ("GET", "/App_Code/", 404, 1245, "hidden segment: identical"),
    ("GET", "/web.config", 404, 1245, "hidden segment: identical"),
    ("GET", "/global.asa", 404, 1245, "denied: identical"),
    ("GET", "/favicon.ico", 404, 1245, "missing file"),
    ("GET", "/random_nonexistent_dir/", 404, 1245, "missing folder with slash"),
    ("GET", "/Templates/", 403, 1233, "existing folder, no default document, browsing off"),
    ("GET", "/html/", 403, 1233, "same"),
    ("GET", "/jscripts/", 403, 1233, "same"),
    ("GET", "/aspnet_client/", 403, 1233, "same"),
    ("GET", "/Templates", 301, 160, "existing folder without slash: courtesy redirect"),
    ("GET", "/Default.asp%00", 400, 324, "HTTP.sys, us-ascii \"Invalid URL\""),
    ("GET", "/%2e%2e/Default.asp", 403, 312, "HTTP.sys \"Forbidden URL\""),
    ("GET", "/..\\Default.asp", 403, 312, "HTTP.sys \"Forbidden URL\""),
    ("GET", "/html/%2e%2e/Default.asp", 200, None, "normalised by HTTP.sys before IIS"),
    ("GET", "/Default.asp%2520", 404, 1245, "double escaping"),
    ("GET", "/styles.css::$DATA", 404, 1245, "alternate stream"),
    ("GET", "/styles.css.", 404, 1245, "trailing dot"),
    ("GET", "/styles.css%20", 404, 1245, "trailing blank"),
    ("GET", "/styles.css/", 404, 1245, "trailing slash on a file"),
    ("GET", "/styles.css%2f", 404, 1245, "%2f"),
    ("GET", "/styles.css%5c", 404, 1245, "%5c"),
    ("GET", "/styles.css;.txt", 404, 1245, ";.txt"),
    ("GET", "/styles.css%23", 404, 1245, "%23"),
    ("GET", "/styles.css%3f", 404, 1245, "%3f"),
    ("OPTIONS", "/", 200, 0, "Allow + Public"),
    ("TRACE", "/", 501, None, ""),
    ("PUT", "/styles.css", 411, 344, "HTTP.sys"),
    ("DELETE", "/styles.css", 405, 1293, "Allow: GET, HEAD, OPTIONS, TRACE"),
    ("PATCH", "/styles.css", 405, 1293, "Allow: GET, HEAD, OPTIONS, TRACE"),
    ("PROPFIND", "/styles.css", 405, 1293, "Allow: GET, HEAD, OPTIONS, TRACE"),
]
NOT_HERE = {
    "500 1208 script error": "no script runs here; the page is that of every 500, asked for by the laboratory's rows",
    "302 132 redirect body": "a script's Response.Redirect to a relative address; the body is that of f.3",
    "403 2062 trace.axd, 404 1504 elmah.axd": "pages of ASP.NET, which does not run here",
    "404.0 of a handler re-mapped by TransferRequestHandler": "only its outcome shows, and that is asked below",
}


def raw(server, method, target, headers=(), host="testasp.vulnweb.com"):
    """(status, headers, body); the target goes out as it is."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host)
        for name, value in headers:
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def write(root, path, text="x"):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)
    old = time.time() - 86400
    os.utime(full, (old, old))


class Published(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = self.folder.name

    def tearDown(self):
        self.folder.cleanup()

    def config(self, body, path="web.config"):
        write(self.root, path, f"<configuration><system.webServer>{body}</system.webServer></configuration>")


class TestAsp(Published):
    def test_every_row_agrees(self):
        for path in ("Templates/t.dwt", "html/h.html", "jscripts/j.js", "aspnet_client/c.js", "styles.css", "Default.asp",
                     "App_Data/a.txt", "bin/b.dll", "global.asa"):
            write(self.root, path)
        # The scripts of the real server run; here they are files.
        self.config('<staticContent><mimeMap fileExtension=".asp" mimeType="text/html"/></staticContent>'
                    '<defaultDocument enabled="false"/>')
        with Server("--root", self.root, "--alias", "/", "--iis", "8.5") as server:
            for method, target, status, size, what in IIS_8_5:
                with self.subTest(f"{method} {target}: {what}"):
                    got, headers, body = raw(server, method, target)
                    self.assertEqual(got, status)
                    if size is not None:
                        self.assertEqual(len(body), size)
                    if status == 405:
                        self.assertEqual(headers["Allow"], "GET, HEAD, OPTIONS, TRACE")
                    if method == "OPTIONS":
                        self.assertEqual(headers["Public"], headers["Allow"])
                    if status in (400, 411) or size == 312:
                        self.assertEqual(headers["Server"], "Microsoft-HTTPAPI/2.0")
                        self.assertEqual(headers["Content-Type"], "text/html; charset=us-ascii")
                    if status == 301:
                        self.assertEqual(headers["Location"], "http://testasp.vulnweb.com/Templates/")


class Laboratory(Published):
    """IIS 10 with detailed pages: a sub-status is to be seen."""

    def setUp(self):
        super().setUp()
        for path in ("a.txt", "x.config", "x.cs", "x.unknown", "sub/a.txt", "folder/q"):
            write(self.root, path)
        self.config("")

    def facts(self, server, path, method="GET", headers=()):
        """"404.3 StaticFileModule ExecuteRequestHandler StaticFile 0x80070032" as the page says it."""
        status, _, body = raw(server, method, "/SophosUpdate" + path, headers)
        text = body.decode("utf-8")
        anchor = re.search(r"IIS70Error=(\d+),(\d+),(0x[0-9a-f]{8}),", text)
        if not anchor:
            return str(status)
        rows = dict(re.findall(r"<tr><th>([^<]+)</th><td>(?:&nbsp;)*([^<]*)</td>", text))
        self.assertEqual(int(anchor.group(1)), status)
        return " ".join([f"{status}.{anchor.group(2)}", rows["Module"], rows["Notification"], rows["Handler"], anchor.group(3)])

    def ask(self, path, method="GET", headers=()):
        with Server("--root", self.root, "--errors", "detailed") as server:
            return self.facts(server, path, method, headers)

    def test_a_missing_extensionless_path_with_net_4(self):
        self.assertEqual(self.ask("/nothing"), "404.0 IIS Web Core MapRequestHandler StaticFile 0x80070002")

    def test_an_existing_file_without_a_mime_map(self):
        self.assertEqual(self.ask("/x.unknown"), "404.3 StaticFileModule ExecuteRequestHandler StaticFile 0x80070032")

    def test_only_listed_extensions(self):
        self.config('<security><requestFiltering><fileExtensions allowUnlisted="false"/></requestFiltering></security>')
        self.assertEqual(self.ask("/folder")[:5], "404.7")

    def test_an_extension_that_is_no_longer_denied(self):
        self.config('<security><requestFiltering><fileExtensions><remove fileExtension=".config"/></fileExtensions>'
                    '</requestFiltering></security>')
        self.assertEqual(self.ask("/x.config")[:5], "404.3")
        self.assertEqual(self.ask("/web.config")[:5], "404.8")
        self.config('<security><requestFiltering><fileExtensions><clear/></fileExtensions></requestFiltering></security>')
        self.assertEqual(self.ask("/x.cs")[:5], "404.3")

    def test_a_boolean_that_is_none(self):
        self.config('<security><requestFiltering><fileExtensions><add fileExtension=".q" allowed="1"/></fileExtensions>'
                    '</requestFiltering></security>')
        self.assertEqual(self.ask("/a.txt"), "500.19 IIS Web Core BeginRequest Not yet determined 0x8007000d")
        with Server("--root", self.root, "--errors", "detailed") as server:
            page = raw(server, "GET", "/SophosUpdate/a.txt")[2].decode()
        self.assertIn("The 'allowed' attribute is invalid.  Boolean must be either 'true' or 'false'", page)

    def test_request_filtering_of_a_sub_folder_binds_it_alone(self):
        self.config('<security><requestFiltering><fileExtensions><add fileExtension=".txt" allowed="false"/>'
                    '</fileExtensions></requestFiltering></security>', "sub/web.config")
        self.assertEqual(self.ask("/sub/a.txt")[:5], "404.7")
        self.assertEqual(self.ask("/a.txt"), "200")

    def test_a_duplicate_in_a_collection_stops_everything(self):
        self.config('<handlers><add name="Dup" path="*.q" verb="*" modules="StaticFileModule"/>'
                    '<add name="Dup" path="*.r" verb="*" modules="StaticFileModule"/></handlers>')
        self.assertEqual(self.ask("/a.txt"), "500.19 IIS Web Core BeginRequest Not yet determined 0x8007000d")
        with Server("--root", self.root, "--errors", "detailed") as server:
            page = raw(server, "GET", "/SophosUpdate/sub/a.txt")[2].decode()
        self.assertIn("Cannot add duplicate collection entry of type 'add' with unique key attribute 'name' set to 'Dup'", page)

    def test_removing_what_is_not_there(self):
        self.config('<staticContent><remove fileExtension=".never"/></staticContent>')
        self.assertEqual(self.ask("/a.txt"), "200")

    def test_a_folder_that_the_pool_may_not_read(self):
        with Server("--root", self.root, "--errors", "detailed", "--scenario", "folder-unreadable") as server:
            page = raw(server, "GET", "/SophosUpdate/a.txt")[2].decode()
        self.assertIn("Cannot read configuration file due to insufficient permissions", page)
        self.assertIn("IIS70Error=500,19,0x80070005,", page)

    def test_methods(self):
        for method in ("PUT", "DELETE"):
            with Server("--root", self.root, "--errors", "detailed") as server:
                status, headers, _ = raw(server, method, "/SophosUpdate/a.txt", [("Content-Length", "0")])
                self.assertEqual((status, headers["Allow"]), (405, "GET, HEAD, OPTIONS, TRACE"))
                self.assertEqual(self.facts(server, "/a.txt", method, [("Content-Length", "0")]),
                                 "405.0 StaticFileModule ExecuteRequestHandler StaticFile 0x80070001")
        with Server("--root", self.root) as server:
            answers = []
            for path in ("/a.txt", "/x.unknown", "/made-up.txt"):
                status, headers, body = raw(server, "OPTIONS", "/SophosUpdate" + path)
                answers.append((status, headers["Allow"], headers["Public"], headers["Content-Length"], body))
            self.assertEqual(set(answers), {(200, "OPTIONS, TRACE, GET, HEAD, POST", "OPTIONS, TRACE, GET, HEAD, POST", "0", b"")})
            self.assertEqual(raw(server, "TRACE", "/SophosUpdate/a.txt")[0], 501)
            self.assertEqual(raw(server, "POST", "/SophosUpdate/a.txt")[0], 411)

    def test_authorization(self):
        self.config('<security><authorization><clear/><add accessType="Allow" users="admin"/></authorization></security>')
        self.assertEqual(self.ask("/a.txt")[:5] + self.ask("/a.txt")[-22:-11], "401.2 StaticFile")
        write(self.root, "web.config", '<configuration><system.web><authorization><deny users="*"/></authorization></system.web></configuration>')
        self.assertEqual(self.ask("/a.txt"), "200")

    def test_a_file_written_just_now_has_a_weak_entity_tag(self):
        with Server("--root", self.root) as server:
            self.assertRegex(raw(server, "GET", "/SophosUpdate/a.txt")[1]["ETag"], r'^"[0-9a-f]{15,16}:0"$')
            with open(os.path.join(self.root, "new.txt"), "w", encoding="utf-8") as file:
                file.write("new")
            self.assertRegex(raw(server, "GET", "/SophosUpdate/new.txt")[1]["ETag"], r'^W/"[0-9a-f]{15,16}:0"$')

    def test_custom_headers_are_on_error_pages_too(self):
        self.config('<httpProtocol><customHeaders><add name="X-Own" value="1"/></customHeaders></httpProtocol>')
        with Server("--root", self.root) as server:
            for path in ("/a.txt", "/nothing"):
                headers = raw(server, "GET", "/SophosUpdate" + path)[1]
                self.assertEqual((headers["X-Own"], headers["X-Powered-By"]), ("1", "ASP.NET"))

    def test_a_handlers_path_matches_without_case(self):
        self.config('<handlers><add name="Own" path="*.TXT" verb="*" modules="NotThere"/></handlers>')
        self.assertEqual(self.ask("/a.txt")[:6], "500.21")


if __name__ == "__main__":
    testserver_test.PROGRAM = sys.argv.pop(1)
    unittest.main()
