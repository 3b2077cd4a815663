"""Servers and proxies that are no IIS, with faults of their own: the right cause or `unexplained`, never an IIS finding
and never an IIS remedy.

usage: foreign_servers_test.py WEBCID WEBCID-TESTSERVER
"""
import pathlib
import subprocess
import sys
import tempfile
import unittest

from servers import Apache, Haproxy, Nginx, Squid, TestServer, Upstream, check, free_port

WEBCID, TESTSERVER = sys.argv[1:3]
FILES = {
    "setup.exe": b"MZ" * 500,
    "tool.exe": b"MZ" * 700,
    "bin/tool": b"#!/bin/sh\n" * 30,
    "bin/lib+plus.so.6": b"\x7fELF" * 200,
    "data/a.dat": b"a" * 2000,
    "data/b.dat": b"b" * 3000,
    "data/c.vdb": b"c" * 4000,
    "docs/readme.txt": b"read me\n",
    "docs/notes.txt": b"notes\n",
    "LICENSE": b"license\n",
}
LISTS = "location / { autoindex on; }"


def publish(folder):
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    subprocess.run([WEBCID, "catalogue", folder, "--output", folder / "webcid-catalogue.txt"], check=True)


class ForeignServers(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.work.name)
        self.tree = self.home / "tree"
        self.tree.mkdir()
        # Servers that drop their rights must still reach the tree.
        self.home.chmod(0o755)
        publish(self.tree)

    def tearDown(self):
        self.work.cleanup()

    def found(self, url, *options):
        """The causes that a check names, by id; nothing of IIS among them, nor in what is said to mend them."""
        report, code = check(WEBCID, url, "--timeout", "3", *options)
        for finding in report["findings"]:
            for row in [finding, *finding["alternatives"]]:
                self.assertFalse(row["cause"].startswith(("iis.", "httpsys.")), row["cause"])
            self.assertNotIn("appcmd", str(finding["remedies"]), finding["cause"])
        self.assertEqual(code == 0, not report["findings"], report["verdict"])
        return {finding["cause"]: finding for finding in report["findings"]}

    def expect(self, server, expected, path="", options=()):
        """`expected`: cause and parameters; None for any parameters."""
        with server:
            found = self.found(server.url + path, *options)
        self.assertEqual(sorted(found), sorted(expected))
        for cause, parameters in expected.items():
            if parameters is not None:
                self.assertEqual(found[cause]["parameters"], parameters)
        return found

    # --- nginx and Apache themselves ---

    def test_healthy_servers_are_healthy(self):
        self.expect(Nginx(self.home / "nginx", self.tree), {})
        self.expect(Apache(self.home / "apache", self.tree), {})
        self.expect(Nginx(self.home / "nginx", self.tree, "location / { autoindex off; }"), {})
        no_listing = f"<Directory {self.tree}>\nOptions -Indexes\n</Directory>"
        self.expect(Apache(self.home / "apache", self.tree, no_listing), {})

    def test_what_nginx_refuses_itself_is_no_gateways_and_no_iis(self):
        (self.home / "users").write_text("nobody:{PLAIN}nothing\n")
        for name, extra, expected in [
            ("a denied location", "location /docs/ { deny all; } " + LISTS, {"unexplained": ["403"]}),
            ("403 on a type", "location ~ \\.exe$ { return 403; } " + LISTS, {"unexplained": ["403"]}),
            ("403 on everything", "location / { return 403; }", {"unexplained": ["403"]}),
            ("redirect to https", "location / { return 301 https://127.0.0.1$request_uri; }", {"unexplained": ["301"]}),
            ("basic auth", f"auth_basic x; auth_basic_user_file {self.home}/users; " + LISTS, {"unexplained": ["401"]}),
            ("500 on a type", "location ~ \\.dat$ { return 500; } " + LISTS, {"unexplained": ["500"]}),
            ("410 on a type", "location ~ \\.dat$ { return 410; } " + LISTS,
             {"publication.file-missing": ["data/a.dat", "data/b.dat"]}),
            ("busy on a type", "location ~ \\.dat$ { return 503; } " + LISTS, {"unexplained": ["503"]}),
        ]:
            with self.subTest(fault=name):
                self.expect(Nginx(self.home / "nginx", self.tree, extra), expected)

    def test_what_apache_refuses_itself_is_no_gateways_and_no_iis(self):
        (self.home / "users").write_text("nobody:nothing\n")
        auth = (f"<Directory {self.tree}>\nAuthType Basic\nAuthName x\nAuthUserFile {self.home}/users\n"
                "Require valid-user\n</Directory>")
        for name, extra, modules, expected in [
            ("a denied location", f"<Directory {self.tree}/docs>\nRequire all denied\n</Directory>", (),
             {"unexplained": ["403"]}),
            ("403 on a type", "<FilesMatch \\.exe$>\nRequire all denied\n</FilesMatch>", (), {"unexplained": ["403"]}),
            ("redirect to https", "Redirect permanent / https://127.0.0.1/", ("alias",), {"unexplained": ["301"]}),
            ("basic auth", auth, ("auth_basic", "authn_core", "authn_file", "authz_user"), {"unexplained": ["401"]}),
        ]:
            with self.subTest(fault=name):
                self.expect(Apache(self.home / "apache", self.tree, extra, modules), expected)

    def test_a_missing_file_is_missing(self):
        (self.tree / "data/a.dat").unlink()
        for kind in (Nginx, Apache):
            with self.subTest(server=kind.__name__):
                self.expect(kind(self.home / kind.__name__, self.tree), {"publication.file-missing": ["data/a.dat"]})

    def test_a_page_for_any_name_is_a_catch_all(self):
        (self.home / "tree/welcome.html").write_text("<html><body>Welcome</body></html>")
        publish(self.tree)
        fallback = "location / { try_files $uri /welcome.html; }"
        found = self.expect(Nginx(self.home / "nginx", self.tree, fallback), {"content.answers-anything": []})
        self.assertEqual(found["content.answers-anything"]["severity"], "warning")

    def test_a_server_without_anything_of_it_is_another_server(self):
        for kind in (Nginx, Apache):
            with self.subTest(server=kind.__name__):
                found = self.expect(kind(self.home / kind.__name__, self.tree), {"network.wrong-server": ["127.0.0.1"]},
                                    "SophosUpdate")
                self.assertEqual(found["network.wrong-server"]["confidence"], "possible")

    # --- nginx, Apache and HAProxy in front of something ---

    def test_an_upstream_that_is_down_is_said_to_be(self):
        nobody = f"127.0.0.1:{free_port()}"
        servers = {
            "nginx": lambda: Nginx(self.home / "nginx", self.tree, f"location / {{ proxy_pass http://{nobody}; }}"),
            "Apache": lambda: Apache(self.home / "apache", self.tree, f"ProxyPass / http://{nobody}/",
                                     ("proxy", "proxy_http")),
            "HAProxy": lambda: Haproxy(self.home / "haproxy", nobody),
        }
        for product, server in servers.items():
            with self.subTest(product=product):
                self.expect(server(), {"proxy.upstream-failed": [product]})

    def test_an_upstream_that_does_not_answer_in_time_is_said_to_fail(self):
        with Upstream(None) as silent:
            servers = {
                "nginx": lambda: Nginx(self.home / "nginx", self.tree, "location / { proxy_read_timeout 200ms; "
                                       f"proxy_pass http://{silent.authority}; }}"),
                "HAProxy": lambda: Haproxy(self.home / "haproxy", silent.authority),
            }
            for product, server in servers.items():
                with self.subTest(product=product):
                    self.expect(server(), {"proxy.upstream-failed": [product]})

    def test_an_upstream_that_ends_too_early_cuts_the_file(self):
        cut = b"HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nContent-Type: application/octet-stream\r\n\r\n" + b"a" * 500
        with Upstream(cut) as upstream:
            extra = f"location = /data/a.dat {{ proxy_pass http://{upstream.authority}; }} " + LISTS
            self.expect(Nginx(self.home / "nginx", self.tree, extra), {"content.truncated": ["data/a.dat"]})

    def test_haproxy_that_denies_a_type_is_named(self):
        with Nginx(self.home / "nginx", self.tree) as nginx:
            upstream = nginx.url.removeprefix("http://").rstrip("/")
            self.expect(Haproxy(self.home / "haproxy", upstream), {})
            self.expect(Haproxy(self.home / "haproxy", upstream, "http-request deny if { path_end .exe }"),
                        {"proxy.blocked": ["HAProxy"]})
            self.expect(Haproxy(self.home / "haproxy", upstream, "http-request deny"), {"proxy.blocked": ["HAProxy"]})

    # --- squid ---

    def through(self, squid, url):
        with squid:
            return self.found(url, "--proxy", squid.proxy)

    def test_squid_hands_on_what_is_healthy_and_what_is_not(self):
        with Nginx(self.home / "nginx", self.tree) as nginx:
            self.assertEqual(self.through(Squid(self.home / "squid"), nginx.url), {})
        with TestServer(TESTSERVER, "--sample", "100", "--scenario", "hidden-segment-bin") as server, \
                Squid(self.home / "squid") as squid:
            report, _ = check(WEBCID, server.url, "--proxy", squid.proxy)
            self.assertEqual([finding["cause"] for finding in report["findings"]], ["iis.hidden-segment"])

    def test_squid_that_refuses_a_type_is_told_and_proved(self):
        rules = "acl programs urlpath_regex -i \\.exe$\nhttp_access deny programs"
        with TestServer(TESTSERVER, "--sample", "100") as server:
            found = self.through(Squid(self.home / "squid", rules), server.url)
        self.assertEqual({cause: finding["parameters"] for cause, finding in found.items()}, {"proxy.blocked": ["squid"]})
        self.assertEqual(found["proxy.blocked"]["confidence"], "certain")

    def test_squid_that_refuses_everything_is_told_and_proved(self):
        with TestServer(TESTSERVER, "--sample", "100") as server:
            found = self.through(Squid(self.home / "squid", "http_access deny all"), server.url)
        self.assertEqual({cause: finding["parameters"] for cause, finding in found.items()}, {"proxy.blocked": ["squid"]})
        self.assertEqual(found["proxy.blocked"]["confidence"], "certain")

    def test_squid_that_wants_an_account_is_named_as_the_proxy(self):
        rules = ("auth_param basic program /usr/lib/squid/basic_fake_auth\nauth_param basic realm web\n"
                 "acl known proxy_auth REQUIRED\nhttp_access deny !known")
        squid = Squid(self.home / "squid", rules)
        with TestServer(TESTSERVER, "--sample", "100") as server:
            found = self.through(squid, server.url)
        self.assertEqual({cause: finding["parameters"] for cause, finding in found.items()},
                         {"proxy.auth-required": [squid.proxy]})

    def test_squid_without_the_server_behind_it_is_no_missing_share(self):
        found = self.through(Squid(self.home / "squid"), f"http://127.0.0.1:{free_port()}/SophosUpdate")
        self.assertEqual({cause: finding["parameters"] for cause, finding in found.items()},
                         {"proxy.upstream-failed": ["squid"]})

    def test_squid_with_a_stale_copy_is_never_iis(self):
        rules = "refresh_pattern . 60 100% 60 override-expire override-lastmod"
        with Nginx(self.home / "nginx", self.tree) as nginx, Squid(self.home / "squid", rules) as squid:
            for _ in range(2):
                subprocess.run(["curl", "-s", "-o", self.home / "copy", "-x", f"http://{squid.proxy}",
                                nginx.url + "data/a.dat"], check=True)
            (self.tree / "data/a.dat").write_bytes(b"A" * 2000)
            publish_again = [WEBCID, "catalogue", self.tree, "--output", self.tree / "webcid-catalogue.txt"]
            subprocess.run(publish_again, check=True)
            found = self.found(nginx.url, "--proxy", squid.proxy)
        self.assertEqual(len(found), 1, list(found))
        self.assertIn(next(iter(found)), {"proxy.stale", "unexplained"})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
