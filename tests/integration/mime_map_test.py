#!/usr/bin/env python3
"""The list of MIME types that a folder needs: with it everything is served, without any one of its lines something is not.

usage: mime_map_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

from servers import TestServer, check

WEBCID = TESTSERVER = ""
REST = ('<directoryBrowse enabled="true"/><security><requestFiltering allowDoubleEscaping="true"><hiddenSegments>'
        '<remove segment="bin"/></hiddenSegments></requestFiltering></security></system.webServer>')


class MimeMap(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)
        self.tree = self.home / "tree"
        self.tree.mkdir()

    def put(self, *names):
        for name in names:
            file = self.tree / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("contents of " + name)

    def mime_map(self, *options, code=0):
        done = subprocess.run([WEBCID, "catalogue", self.tree, "--mime-map", *options], capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout, done.stderr

    @staticmethod
    def extensions(text):
        return [each.get("fileExtension") for each in xml.etree.ElementTree.fromstring(text).iter("mimeMap")]

    def failed(self, config, version):
        """The files that a server with this web.config does not serve."""
        file = self.home / "web.config"
        file.write_text(config.replace("</system.webServer>", REST))
        catalogue = self.home / "catalogue.json"
        if not catalogue.exists():
            subprocess.run([WEBCID, "catalogue", self.tree, "--output", catalogue], check=True, timeout=60)
        with TestServer(TESTSERVER, "--root", self.tree, "--config", file, "--iis", version) as server:
            report, _ = check(WEBCID, server.url, "--catalogue", str(catalogue))
        return report["summary"]["failed"]

    def test_with_it_all_is_served_and_each_line_is_needed(self):
        self.put("setup.exe", "README", "bin/install", "cidsync.upd", "vdl.DAT", "a/lib.so.6", "a/b.json", "notes.txt", "x.vdb")
        for version in ("7.0", "7.5", "8.0", "8.5", "10.0"):
            text, _ = self.mime_map("--iis", version)
            expected = [".", ".6", ".dat", *([".json"] if version < "8" and version != "10.0" else []), ".upd", ".vdb"]
            with self.subTest(version=version):
                self.assertEqual(self.extensions(text), expected)
                self.assertEqual(self.failed(text, version), 0)
                for extension in expected:
                    without = re.sub(rf'\s*<mimeMap fileExtension="{re.escape(extension)}"[^>]*>', "", text)
                    self.assertGreater(self.failed(without, version), 0, extension)

    def test_the_one_for_every_version_does_no_harm_to_any(self):
        self.put("a.json", "b.woff", "c.txt", "d")
        text, _ = self.mime_map()
        self.assertEqual(self.extensions(text), [".", ".json", ".woff"])
        for version in ("7.0", "8.0", "10.0"):
            self.assertEqual(self.failed(text, version), 0)

    def test_what_needs_nothing_and_what_no_map_helps(self):
        self.put("a.txt", "b.exe", "web.config", "sub/Thumbs.db")
        text, errors = self.mime_map()
        self.assertEqual((self.extensions(text), errors), ([], ""))
        self.put("app.config", "y.cs")
        text, errors = self.mime_map("--lang", "ja", code=1)
        self.assertEqual(self.extensions(text), [])
        self.assertEqual(errors, "".join(f"webcid: {each}: MIME の種類にかかわらず、要求のフィルタリングにより拒否される\n"
                                         for each in (".config", ".cs")))

    def test_names_cannot_break_out_of_the_file(self):
        self.put('x.a"b', "y.a&b", "z.a<b", "w.é", "v.a'b")
        text, _ = self.mime_map()
        self.assertEqual(sorted(self.extensions(text)), sorted(['.a"b', ".a&b", ".a<b", ".é", ".a'b"]))
        self.assertTrue(text.isascii())

    def test_it_is_written_whole_and_counts_itself_out(self):
        self.put("a.upd")
        (self.tree / "old.map").write_text("")
        self.mime_map("--output", str(self.tree / "old.map"))
        self.assertEqual(self.extensions((self.tree / "old.map").read_text()), [".upd"])
        done = subprocess.run([WEBCID, "catalogue", self.home / "nowhere", "--mime-map"], capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (74, ""))


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    del sys.argv[1:3]
    unittest.main()
