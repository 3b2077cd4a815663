#!/usr/bin/env python3
"""`webcid update` in fair weather: what it fetches, what it leaves, what it removes, how it ends.

usage: update_test.py WEBCID WEBCID-TESTSERVER
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

from counting_server import CATALOGUE, CountingServer, Tree
from servers import TestServer, free_port
from weather import digests

WEBCID, TESTSERVER = map(pathlib.Path, sys.argv[1:3])
OK, FAILED, USAGE, LOCAL = 0, 2, 64, 74
FILES = {"setup.exe": b"s" * 3000, "bases/a.kdc": b"a" * 100, "bases/deep/er/b.dat": b"b" * 70000, "bases/empty.lst": b"",
         "odd/with blank+plus%.dat": b"c" * 10, "odd/日本語.dat": b"d" * 20}


def start(url, folder, *options):
    return subprocess.Popen([WEBCID, "update", url, folder, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            text=True)


def age(state):
    """As if the last run had been a minute ago."""
    when = state.stat().st_mtime + 60
    os.utime(state, (when, when))


class Update(unittest.TestCase):
    def setUp(self):
        home = tempfile.TemporaryDirectory()
        self.addCleanup(home.cleanup)
        self.folder = pathlib.Path(home.name) / "copy"
        self.server = CountingServer(Tree(FILES))
        self.addCleanup(self.server.die)
        self.tree = self.server.tree

    def update(self, *options, url=None, expected=OK):
        """One run; what it printed, on stdout and on stderr."""
        self.server.forget()
        process = start(url or self.server.url + "/", self.folder, *options)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, expected, out + err)
        return out, err

    def fetched(self):
        return {path for path in self.server.requests if path in self.tree.files}

    def assert_mirrored(self):
        found = digests(self.folder)
        found.pop(CATALOGUE, None)
        self.assertEqual(found, self.tree.digests)

    def test_a_first_update_fetches_every_file_once(self):
        self.update()
        self.assert_mirrored()
        self.assertEqual({path: self.server.requests[path] for path in self.fetched()}, dict.fromkeys(FILES, 1))

    def test_an_update_without_changes_fetches_no_file(self):
        self.update()
        for options in ([], ["--paranoid"]):
            self.update(*options)
            self.assertEqual(self.fetched(), set())
            self.assert_mirrored()

    def test_a_state_that_says_so_already_is_not_written_again(self):
        state = self.folder / ".webcid" / "state"
        self.update()
        age(state)
        written = state.stat().st_mtime_ns
        self.update()
        self.assertEqual(state.stat().st_mtime_ns, written)
        # A catalogue that has less, and one that asks for more.
        self.tree.publish({"setup.exe": None})
        self.update()
        self.assertNotIn("setup.exe", state.read_text())
        self.tree.publish({"new.dat": b"n"})
        self.update()
        self.assertIn("new.dat", state.read_text())

    def test_an_update_fetches_what_changed_and_nothing_else(self):
        self.update()
        self.tree.publish({"bases/a.kdc": b"A" * 100, "new.dat": b"n"})
        self.update()
        self.assertEqual(self.fetched(), {"bases/a.kdc", "new.dat"})
        self.assert_mirrored()

    def test_a_file_altered_here_is_fetched_again(self):
        self.update()
        (self.folder / "setup.exe").write_bytes(b"S" * 3000)
        self.update()
        self.assertEqual(self.fetched(), {"setup.exe"})
        self.assert_mirrored()

    def test_without_its_state_a_mirror_is_hashed_and_not_fetched(self):
        self.update()
        (self.folder / ".webcid" / "state").unlink()
        self.update()
        self.assertEqual(self.fetched(), set())
        (self.folder / ".webcid" / "state").write_bytes(b"webcid-state 1\n\xff\x00 nonsense\n" * 100)
        out, _ = self.update()
        self.assertEqual(self.fetched(), set())
        self.assertIn("the notes of the last update are of no use", out)
        self.assertNotIn("of no use", self.update()[0])
        self.assert_mirrored()

    def test_a_file_gone_from_the_catalogue_stays_without_delete(self):
        self.update()
        self.tree.publish({"bases/deep/er/b.dat": None})
        self.update()
        self.assertTrue((self.folder / "bases/deep/er/b.dat").exists())

    def test_delete_removes_what_is_not_in_the_catalogue_and_emptied_folders(self):
        self.update()
        outside = self.folder.parent / "outside"
        outside.mkdir()
        (outside / "kept.txt").write_text("not ours")
        (self.folder / "bases/link").symlink_to(outside)
        (self.folder / "stray.txt").write_text("not published")
        self.tree.publish({"bases/deep/er/b.dat": None})
        self.update("--delete")
        self.assert_mirrored()
        self.assertFalse((self.folder / "bases/deep").exists())
        self.assertFalse((self.folder / "bases/link").is_symlink())
        self.assertTrue((outside / "kept.txt").exists())

    def test_delete_removes_nothing_when_a_file_failed_or_the_catalogue_is_missing(self):
        self.update()
        (self.folder / "stray.txt").write_text("not published")
        self.tree.publish({"setup.exe": b"t" * 3000})
        self.tree.files["setup.exe"] = b"u" * 3000
        self.update("--delete", expected=FAILED)
        self.assertEqual((self.folder / "setup.exe").read_bytes(), FILES["setup.exe"])
        self.tree.catalogue = b""
        self.update("--delete", expected=FAILED)
        self.assertTrue((self.folder / "bases/a.kdc").exists())

    def test_a_wrong_file_never_gets_its_name_and_the_others_arrive(self):
        self.tree.files["setup.exe"] = b"x" * 3000
        out, err = self.update(expected=FAILED)
        self.assertIn("setup.exe", out + err)
        self.assertEqual(set(digests(self.folder)) - {CATALOGUE}, set(FILES) - {"setup.exe"})

    def test_a_file_that_the_server_does_not_have_is_named(self):
        del self.tree.files["bases/a.kdc"]
        out, err = self.update(expected=FAILED)
        self.assertIn("bases/a.kdc", out + err)
        self.assertIn("404", out + err)

    def test_a_wrong_address_and_a_missing_server_are_named(self):
        out, err = self.update(url=self.server.url + "/nothing/here/", expected=FAILED)
        self.assertIn("nothing/here", out + err)
        out, err = self.update(url=f"http://127.0.0.1:{free_port()}/share/", expected=FAILED)
        self.assertRegex(out + err, "(?i)refused|connect")

    def test_addresses_that_are_no_http_are_wrong_usage_or_refused(self):
        for url in ("https://127.0.0.1/share", "file:///share", "http://u:p@127.0.0.1/share"):
            self.server.forget()
            process = start(url, self.folder)
            process.communicate(timeout=60)
            self.assertIn(process.returncode, (FAILED, USAGE), url)
            self.assertFalse(self.folder.exists() and digests(self.folder))

    def test_one_run_at_a_time(self):
        may_go_on, has_begun = threading.Event(), threading.Event()

        def pace(_):
            has_begun.set()
            may_go_on.wait(60)

        self.server.weather.pace = pace
        first = start(self.server.url + "/", self.folder)
        try:
            self.assertTrue(has_begun.wait(60))
            second = start(self.server.url + "/", self.folder)
            text = "".join(second.communicate(timeout=60))
            self.assertEqual(second.returncode, LOCAL, text)
            self.assertIn(str(first.pid), text)
        finally:
            may_go_on.set()
            first.communicate(timeout=60)
        self.assertEqual(first.returncode, OK)
        self.assert_mirrored()

    def test_a_catalogue_of_ones_own_is_taken(self):
        own = self.folder.parent / "SHA256SUMS"
        own.write_text(f"{self.tree.digests['setup.exe']}  setup.exe\n")
        self.update("--catalogue", str(own))
        self.assertEqual(set(digests(self.folder)) - {CATALOGUE}, {"setup.exe"})

    def test_without_digests_the_server_is_asked_whether_its_file_is_another(self):
        undecided = 3
        self.tree.publish_as_listing()
        for options in ([], ["--atomic-tree"]):
            with self.subTest(options=options):
                self.update(*options, expected=undecided)
                self.assert_mirrored()
                # Within one tick of the file system's clock a stamp proves nothing.
                age(self.folder / ".webcid" / "state")
                self.update(*options, expected=undecided)
                self.assertEqual((self.server.unchanged, self.server.body_bytes()), (len(FILES), 0))
                self.assert_mirrored()
                age(self.folder / ".webcid" / "state")
                self.tree.publish({"bases/a.kdc": os.urandom(100)})
                self.update(*options, expected=undecided)
                self.assertEqual(self.server.sent, {"bases/a.kdc": 100})
                self.assert_mirrored()
                # A copy that was altered here is no copy.
                age(self.folder / ".webcid" / "state")
                (self.folder / "setup.exe").write_bytes(b"S" * 3000)
                self.update(*options, expected=undecided)
                self.assertEqual(self.server.sent, {"setup.exe": 3000})
                self.assert_mirrored()

    def run_anyhow(self, *options):
        """One run, however it ends: its exit code and what it printed."""
        process = start(self.server.url + "/", self.folder, "--lang", "en", *options)
        out, err = process.communicate(timeout=60)
        return process.returncode, " ".join((out + err).split())

    def test_nothing_is_removed_while_a_catalogue_cannot_be_read(self):
        self.update()
        self.tree.publish({"setup.exe": None})
        self.server.weather.refused = {"MD5SUMS": "503 Service Unavailable"}
        self.run_anyhow("--delete")
        self.assertTrue((self.folder / "setup.exe").is_file())
        self.server.weather.refused = {}
        self.update("--delete")
        self.assertFalse((self.folder / "setup.exe").exists())

    def test_what_is_webcids_own_in_a_catalogue_is_left_out(self):
        self.tree.publish({".webcid/state": b"s", ".WEBCID/lock": b"l"})
        out, _ = self.update("--lang", "en")
        for path in (".webcid/state", ".WEBCID/lock"):
            self.assertIn(f"{path} is listed, but such names are webcid's own in a mirror: skipped", " ".join(out.split()))
            self.assertNotIn(path, self.fetched())
        self.assertNotEqual((self.folder / ".webcid" / "state").read_bytes(), b"s")

    def test_a_refused_account_goes_to_no_secondary(self):
        wants = '401 Unauthorized\r\nWWW-Authenticate: Basic realm="share"'
        self.server.weather.refused = dict.fromkeys(("", CATALOGUE, *FILES), wants)
        password = self.folder.parent / "password"
        password.write_text("wrong\n")
        code, said = self.run_anyhow("--user", "u", "--password-file", password, "--secondary", self.server.url + "/")
        self.assertEqual((code, self.server.authorized), (FAILED, 1), said)

    def test_a_listing_that_is_too_long_beside_others_is_read_by_itself(self):
        long = {f"long/{i:06}-{'n' * 40}.dat": b"" for i in range(40_000)}
        self.tree.publish({**long, "short/a.dat": b"a"})
        self.tree.publish_as_listing()
        self.assertGreater(len(self.tree.listing("long/")), 4 << 20)
        done = subprocess.run([WEBCID, "list", self.server.url + "/"], stdout=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (OK, len(self.tree.files)))
        self.assertEqual(self.server.requests["long/"], 2)

    def test_416_to_a_request_for_the_whole_has_an_end(self):
        self.tree.publish({"large.dat": b"l" * (2 << 20)})
        self.server.weather.refused = {"large.dat": "416 Range Not Satisfiable"}
        code, _ = self.run_anyhow()
        self.assertEqual(code, FAILED)
        self.assertLess(self.server.requests["large.dat"], 10)

    def test_the_secondary_serves_what_the_primary_does_not(self):
        self.update("--secondary", self.server.url + "/", url=f"http://127.0.0.1:{free_port()}/share/")
        self.assert_mirrored()

    def test_quiet_says_the_verdict_only(self):
        out, err = self.update("--quiet")
        self.assertRegex(out, r"^healthy: 6 files verified .*\n$")
        self.assertEqual(err, "")

    def test_a_folder_in_the_way_of_a_file_is_named(self):
        (self.folder / "setup.exe" / "inside").mkdir(parents=True)
        process = start(self.server.url + "/", self.folder)
        text = "".join(process.communicate(timeout=60))
        self.assertIn(process.returncode, (FAILED, LOCAL), text)
        self.assertIn("setup.exe is a folder", text)
        self.assertTrue((self.folder / "setup.exe" / "inside").is_dir())

    def test_no_link_of_the_mirror_is_followed(self):
        outside = self.folder.parent / "outside"
        outside.mkdir()
        self.folder.mkdir()
        (self.folder / "bases").symlink_to(outside)
        process = start(self.server.url + "/", self.folder)
        process.communicate(timeout=60)
        self.assertNotEqual(process.returncode, OK)
        self.assertEqual(list(outside.iterdir()), [])

    def test_a_share_of_iis_is_mirrored_as_it_is(self):
        with TestServer(TESTSERVER, "--sample", "200", "--scenario", "healthy") as server:
            self.update(url=server.url)
            self.assertGreaterEqual(len(digests(self.folder)), 200)
            out, _ = self.update(url=server.url)
            self.assertRegex(out, r"to\s+be\s+fetched:\s+0\b")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
