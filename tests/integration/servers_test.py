"""webcid against servers that users meet: nginx and Apache. Never an IIS cause, never a false alarm.

usage: servers_test.py WEBCID WEBCID-TESTSERVER
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from servers import Apache, Nginx, TestServer, check

WEBCID, TESTSERVER = sys.argv[1:3]
FILES = {
    "setup.exe": b"MZ" * 500,
    "bin/tool": b"#!/bin/sh\n" * 30,
    "bin/lib+plus.so.6": b"\x7fELF" * 200,
    "data/with blank.dat": b"blank" * 100,
    "data/100%.vdb": b"percent" * 64,
    "data/x%20y.ide": b"escaped" * 64,
    "data/note #1.txt": b"hash sign\n",
    "data/日本語 名.upd": "中身".encode() * 50,
    "data/a&b;c.txt": b"ampersand\n",
    "deep/er/and/deeper/README": b"read me\n",
    "empty.dat": b"",
}


def publish(folder, catalogue=True):
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if catalogue:
        subprocess.run([WEBCID, "catalogue", folder, "--output", folder / "webcid-catalogue.txt"], check=True)


def causes_of(report):
    return {finding["cause"]: finding for finding in report["findings"]}


class RealServers(unittest.TestCase):
    def setUp(self):
        self.work = tempfile.TemporaryDirectory()
        self.home = pathlib.Path(self.work.name)
        self.tree = self.home / "tree"
        self.tree.mkdir()
        # Servers that drop their rights must still reach the tree.
        self.home.chmod(0o755)

    def tearDown(self):
        self.work.cleanup()

    def test_healthy_trees_with_a_catalogue_are_healthy(self):
        publish(self.tree)
        for kind in (Nginx, Apache):
            with self.subTest(server=kind.__name__), kind(self.home / kind.__name__, self.tree) as server:
                report, code = check(WEBCID, server.url)
                self.assertEqual((report["findings"], report["verdict"], code), ([], "healthy", 0))
                self.assertEqual(report["summary"]["verified"], len(FILES))

    def test_a_listing_stands_in_for_a_catalogue_and_the_report_says_what_that_is_worth(self):
        publish(self.tree, catalogue=False)
        for kind in (Nginx, Apache):
            with self.subTest(server=kind.__name__), kind(self.home / kind.__name__, self.tree) as server:
                report, code = check(WEBCID, server.url)
                self.assertEqual((report["findings"], report["verdict"], code), ([], "unknown", 3))
                self.assertEqual(report["summary"]["without_digest"], len(FILES))

    def test_one_file_removed_and_one_altered_are_exactly_what_is_found(self):
        publish(self.tree)
        (self.tree / "data/note #1.txt").unlink()
        (self.tree / "setup.exe").write_bytes(b"ZM" * 500)
        for kind in (Nginx, Apache):
            with self.subTest(server=kind.__name__), kind(self.home / kind.__name__, self.tree) as server:
                report, code = check(WEBCID, server.url)
                found = {cause: finding["parameters"] for cause, finding in causes_of(report).items()}
                self.assertEqual(found, {"publication.file-missing": ["data/note #1.txt"],
                                         "content.hash-mismatch": ["setup.exe"]})
                self.assertEqual(code, 2)
                self.assertFalse(any(cause.startswith("iis.") for finding in report["findings"]
                                     for cause in [row["cause"] for row in finding["alternatives"]]))

    def test_equivalent_faults_of_nginx_get_no_iis_cause(self):
        publish(self.tree)
        faults = {
            "404 below bin": "location /bin/ { return 404; } location / { autoindex on; }",
            "403 on a type": "location ~ \\.dat$ { return 403; } location / { autoindex on; }",
            "403 everywhere": "location / { return 403; }",
            "404 everywhere": "location / { return 404; }",
            "redirect to https": "location / { return 301 https://127.0.0.1$request_uri; }",
            "401 everywhere": "location / { add_header WWW-Authenticate 'Basic realm=x' always; return 401; }",
            "500 everywhere": "location / { return 500; }",
        }
        for name, extra in faults.items():
            with self.subTest(fault=name), Nginx(self.home / "nginx", self.tree, extra) as server:
                report, code = check(WEBCID, server.url)
                self.assertEqual(code, 2)
                named = [row["cause"] for finding in report["findings"] for row in [finding, *finding["alternatives"]]]
                self.assertTrue(named)
                self.assertEqual([cause for cause in named if cause.startswith("iis.")], [])

    def test_no_listing_on_another_server_is_nothing_to_report(self):
        publish(self.tree)
        with Nginx(self.home / "nginx", self.tree, "location / { autoindex off; }") as server:
            report, code = check(WEBCID, server.url)
            self.assertEqual((report["findings"], code), ([], 0))


class Memory(unittest.TestCase):
    """The bars of the design: 64 MiB and the catalogue's own text for 100,000 entries; contents add nothing."""

    @staticmethod
    def peak(url):
        """Peak resident size in KiB of one check that must be healthy."""
        script = ("import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)"
                  ".returncode; print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        done = subprocess.run([sys.executable, "-c", script, WEBCID, "check", url, "-q"], capture_output=True, text=True,
                              check=True)
        code, peak = done.stdout.split()
        assert code == "0", code
        return int(peak)

    @unittest.skipIf("WEBCID_SANITIZE" in os.environ, "of the program as shipped")
    def test_memory_is_flat_in_files_and_bytes(self):
        options = ["--sample", "100000", "--catalogues", "webcid-catalogue.txt"]
        with TestServer(TESTSERVER, *options) as server:
            text = int(subprocess.run(["curl", "-sI", server.url + "/webcid-catalogue.txt"], capture_output=True, text=True,
                                      check=True).stdout.lower().split("content-length: ")[1].split()[0])
            small = self.peak(server.url)
        self.assertLess(small, 64 * 1024 + text / 1024)
        with TestServer(TESTSERVER, *options, "--sample-bytes", "2GiB") as server:
            large = self.peak(server.url)
        self.assertLess(large - small, 8 * 1024)
        print(f"peak: {small} KiB with a catalogue of {text} bytes; 2 GiB of contents add {large - small} KiB")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
