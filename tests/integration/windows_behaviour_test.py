#!/usr/bin/env python3
"""webcid.exe under Wine as a program of Windows: its console, line ends, names, long paths, files in use, Ctrl-C.

usage: windows_behaviour_test.py WINE-RUN WEBCID.exe NEIGHBOUR.exe WEBCID WEBCID-TESTSERVER [unittest options]

WINE-RUN runs a Windows program; WEBCID and the test server are those of this system, to compare with. What Wine cannot
show stands in docs/BUILDING_WINDOWS.md.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
import tty
import unittest

from servers import TestServer

WINE_RUN = WEBCID = NEIGHBOUR = NATIVE = TESTSERVER = ""
JAPANESE = "更新/ウイルス定義 ファイル.dat"
# What Wine's console writes to a terminal besides the text: cursor, modes, titles.
CONSOLE = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x1b=|\x1b>")
LIMIT = 260  # MAX_PATH


def environment(**more):
    left_out = {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "NO_COLOR", "CLICOLOR",
                "CLICOLOR_FORCE", "WEBCID_PASSWORD", "LC_MESSAGES", "TERM"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8", TERM="xterm", **more)
    return env


def windows_path(path):
    """A path of this system as Wine has it."""
    return "Z:" + str(path).replace("/", "\\")


def run(*words, stdin=b"", cwd=None, env=None, timeout=120):
    """webcid.exe with its bytes."""
    return subprocess.run([WINE_RUN, WEBCID, *map(str, words)], input=stdin, capture_output=True, cwd=cwd,
                          env=env or environment(), timeout=timeout)


def run_native(*words, cwd=None):
    return subprocess.run([NATIVE, *map(str, words)], capture_output=True, cwd=cwd, env=environment(), timeout=120)


class OnTerminal:
    """A Windows program whose console is a terminal."""

    def __init__(self, *words, raw=False):
        self.output = b""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execve(WINE_RUN, [WINE_RUN, *map(str, words)], environment())
        # Wine's console reads keys, which a terminal that edits lines itself would not let through. One that does turns
        # Ctrl-C into SIGINT, which Wine hands on as a console event.
        if raw:
            tty.setraw(self.terminal)

    def read(self, until=None, timeout=60):
        """What was printed, to its end or until the bytes are in it."""
        deadline = time.monotonic() + timeout
        while until is None or until not in CONSOLE.sub(b"", self.output):
            if not select.select([self.terminal], [], [], max(0, deadline - time.monotonic()))[0]:
                raise AssertionError(f"still running after {timeout} s: {CONSOLE.sub(b'', self.output)[-500:]!r}")
            try:
                piece = os.read(self.terminal, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            self.output += piece
        return CONSOLE.sub(b"", self.output)

    def type(self, text):
        os.write(self.terminal, text)

    def end(self):
        text = self.read()
        return text, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self):
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


class Neighbour:
    """Another Windows program, which has a file open (windows_neighbour.cpp)."""

    def __init__(self, *words):
        self.process = subprocess.Popen([WINE_RUN, NEIGHBOUR, *map(str, words)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
        line = self.process.stdout.readline()
        if line.strip() != b"ready":
            raise RuntimeError(f"no neighbour: {line!r} {self.process.communicate()[1]!r}")

    def go_on(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.go_on()
        self.process.communicate(timeout=60)


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name).resolve()

    def file(self, name, content=b""):
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def tree(self, files=(("savxp/vdl.dat", b"1"), (JAPANESE, b"22"))):
        """A share with its list."""
        for path, content in files:
            self.file(f"share/{path}", content)
        self.file("share/SHA256SUMS", "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files).encode())
        return self.home / "share"

    def terminal(self, *words, **more):
        started = OnTerminal(*words, **more)
        self.addCleanup(started.kill)
        return started


class Output(Case):
    def test_text_in_a_pipe_is_utf8_with_the_line_ends_of_windows(self):
        for words in (["explain", "iis.hidden-segment", "--lang", "ja"], ["explain", "--lang", "en"], ["--help"]):
            with self.subTest(words):
                done, wanted = run(*words), run_native(*words)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                self.assertEqual(done.stdout.replace(b"\r\n", b"\n"), wanted.stdout)
                self.assertEqual(done.stdout.count(b"\n"), done.stdout.count(b"\r\n"))
                self.assertNotIn(b"\r\r", done.stdout)

    def test_complaints_have_the_line_ends_of_windows(self):
        done = run("verify", "absent", "--lang", "ja")
        self.assertEqual((done.returncode, done.stdout), (74, b""))
        self.assertEqual(done.stderr.decode(), "webcid: absent はフォルダーではない\r\n")

    def test_what_programs_read_is_the_same_file_as_on_other_systems(self):
        share = self.tree()
        for words in (["explain", "--format", "json"], ["explain", "--format", "markdown"], ["completion", "bash"],
                      ["catalogue", share, "--format", "sha256sums"], ["catalogue", share, "--format", "manifest.dat"]):
            with self.subTest(words):
                done, wanted = run(*words), run_native(*words)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                self.assertEqual(done.stdout, wanted.stdout)

    def test_scripts_are_ascii_with_the_line_ends_of_windows(self):
        with TestServer(TESTSERVER, "--sample", "40", "--scenario", "hidden-segment-bin") as server:
            done = run("check", server.url, "--report", "json=報告.json", "--report", "markdown=報告.md", "-q", cwd=self.home)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertNotIn(b"\r", (self.home / "報告.json").read_bytes())
        self.assertNotIn(b"\r", (self.home / "報告.md").read_bytes())
        # The command prompt takes no other name.
        for form, folder in (("appcmd", "D:\\Updates"), ("powershell", "D:\\更新")):
            script = run("fix", "報告.json", "--as", form, "--physical-path", folder, "--lang", "ja", cwd=self.home)
            self.assertEqual((script.returncode, script.stderr), (0, b""))
            # Windows PowerShell 5 reads a file without a mark in the code page, as the command prompt does.
            self.assertTrue(script.stdout.isascii(), script.stdout)
            self.assertEqual(script.stdout.count(b"\n"), script.stdout.count(b"\r\n"))
            self.assertNotIn(b"\r\r", script.stdout)

    def test_output_that_nobody_takes_is_ours(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([WINE_RUN, WEBCID, "explain", "--lang", "en"], stdout=writer, stderr=subprocess.PIPE,
                              env=environment(), timeout=60)
        os.close(writer)
        self.assertEqual(done.returncode, 74, done.stderr)


class Console(Case):
    def test_japanese_is_shown_whatever_the_code_page(self):
        text, code = self.terminal(WEBCID, "explain", "iis.hidden-segment", "--lang", "ja", "--color", "never").end()
        wanted = run_native("explain", "iis.hidden-segment", "--lang", "ja", "--color", "never").stdout.decode()
        self.assertEqual(code, 0)
        # The console breaks lines where it likes.
        squeezed = re.sub(r"\s", "", text.decode())
        for line in wanted.splitlines():
            self.assertIn(re.sub(r"\s", "", line), squeezed)
        self.assertNotIn("\ufffd", squeezed)

    def test_the_code_page_is_left_as_it_was(self):
        batch = self.file("pages.cmd", b"@echo off\r\nchcp 932 >nul\r\nchcp\r\n"
                          + f'"{windows_path(WEBCID)}" explain iis.hidden-segment --lang ja --color never\r\n'.encode()
                          + b"chcp\r\n")
        text, _ = self.terminal("cmd", "/c", windows_path(batch)).end()
        pages = re.findall(rb"(\d{3,5})\s", re.sub(rb"[^\d\s]", b"", text))
        self.assertEqual(pages[0], pages[-1], text[-300:])
        self.assertEqual(pages[0], b"932", text[:300])

    def test_a_password_is_asked_for_and_not_shown(self):
        password = self.file("password", b"pass+word\n")
        with TestServer(TESTSERVER, "--sample", "40", "--auth", "basic", "--user", "updater", "--password-file",
                        password) as server:
            console = self.terminal(WEBCID, "check", server.url, "--user", "updater", "-q", "--lang", "en", "--no-progress",
                                    raw=True)
            console.read(until=b"password of updater:")
            console.type(b"pass+word\r")
            text, code = console.end()
        self.assertEqual(code, 0, text)
        self.assertNotIn(b"pass+word", text)

    def test_ctrl_c_while_a_password_is_asked_for_ends_with_130(self):
        console = self.terminal(WEBCID, "check", "http://127.0.0.1:9/x", "--user", "updater", "--lang", "en", raw=True)
        console.read(until=b"password of updater:")
        console.type(b"\x03")
        self.assertEqual(console.end()[1], 130)


class Interruption(Case):
    def stalled(self):
        return TestServer(TESTSERVER, "--sample", "40", "--scenario", "wire-stalled", "--log", self.home / "log")

    def wait_for_requests(self):
        deadline = time.monotonic() + 60
        while not (self.home / "log").exists() or not (self.home / "log").stat().st_size:
            if time.monotonic() > deadline:
                raise AssertionError("no request came")

    def test_ctrl_c_ends_a_run_with_130_and_leaves_nothing_behind(self):
        with self.stalled() as server:
            console = self.terminal(WEBCID, "check", server.url, "--timeout", "60", "--no-progress", "--lang", "en",
                                    "--report", f"json={windows_path(self.home / 'r.json')}")
            self.wait_for_requests()
            began = time.monotonic()
            console.type(b"\x03")
            text, code = console.end()
            took = time.monotonic() - began
        self.assertEqual(code, 130, text)
        self.assertLess(took, 10)
        self.assertTrue(json.loads((self.home / "r.json").read_text())["interrupted"])
        self.assertEqual(sorted(path.name for path in self.home.iterdir()), ["log", "r.json"])


class Names(Case):
    def test_japanese_names_go_through_every_command(self):
        share = self.tree()
        wanted = (share / "SHA256SUMS").read_text()
        listed = run("catalogue", windows_path(share), "-o", windows_path(share / "SHA256SUMS"), "--format", "sha256sums")
        self.assertEqual((listed.returncode, listed.stderr), (0, b""))
        self.assertEqual(sorted((share / "SHA256SUMS").read_text().splitlines()), sorted(wanted.splitlines()))
        verified = run("verify", windows_path(share), "--lang", "en")
        self.assertEqual((verified.returncode, verified.stdout),
                         (0, b"healthy: 2 files verified, 0 wrong or missing, 0 not in the catalogue\r\n"))
        with TestServer(TESTSERVER, "--root", share) as server:
            updated = run("update", server.url, windows_path(self.home / "写し"), "-q", "--lang", "en")
        self.assertEqual(updated.returncode, 0, updated.stdout + updated.stderr)
        self.assertEqual((self.home / "写し" / JAPANESE).read_bytes(), b"22")

    def test_a_path_longer_than_windows_takes_by_itself(self):
        deep = self.home
        while len(windows_path(deep)) < LIMIT + 40:
            deep /= "とても長い名前のフォルダー"
        share = self.tree()
        with TestServer(TESTSERVER, "--root", share) as server:
            updated = run("update", server.url, windows_path(deep), "-q", "--lang", "en")
            self.assertEqual(updated.returncode, 0, updated.stdout + updated.stderr)
            self.assertEqual((deep / JAPANESE).read_bytes(), b"22")
            again = run("update", server.url, windows_path(deep).replace("\\", "/") + "/./x/..", "-q", "--lang", "en")
            self.assertEqual(again.returncode, 0, again.stdout + again.stderr)
        listed = run("catalogue", windows_path(deep), "-o", windows_path(deep / "SHA256SUMS"), "--format", "sha256sums")
        self.assertEqual((listed.returncode, listed.stderr), (0, b""))
        self.assertEqual(run("verify", windows_path(deep)).returncode, 0)
        (deep / JAPANESE).write_bytes(b"23")
        told = run("check", windows_path(deep), "--report", "json=-", "--catalogue", windows_path(deep / "SHA256SUMS"))
        self.assertEqual(told.returncode, 2, told.stderr)
        self.assertNotIn(b"\\\\?\\", told.stdout.replace(b"\\\\", b"\\"))

    def test_a_share_is_named_as_windows_does(self):
        done = run("check", r"\\127.0.0.1\absent", "--lang", "en", "-q")
        self.assertEqual((done.returncode, done.stderr.decode()),
                         (74, "webcid: \\\\127.0.0.1\\absent is no folder\r\n"))
        typo = run("check", ".\\CIDs2", "--lang", "en", "-q", cwd=self.home)
        self.assertEqual((typo.returncode, typo.stderr.decode()), (74, "webcid: .\\CIDs2 is no folder\r\n"))

    def test_names_that_windows_would_change_are_not_written(self):
        share = self.tree(files=[(name, b"x") for name in ("a.", "a:b", "what?", "good")])
        mirror = self.home / "mirror"
        with TestServer(TESTSERVER, "--root", share) as server:
            done = run("update", server.url, windows_path(mirror), "-q")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual([path.name for path in mirror.iterdir() if path.is_file() and path.name != "SHA256SUMS"], ["good"])


class Files(Case):
    def update(self, share, mirror, **more):
        with TestServer(TESTSERVER, "--root", share) as server:
            return run("update", server.url, windows_path(mirror), "-q", "--lang", "en", **more)

    def mirrored(self):
        share, mirror = self.tree(), self.home / "mirror"
        self.assertEqual(self.update(share, mirror).returncode, 0)
        return self.tree(files=(("savxp/vdl.dat", b"new"), (JAPANESE, b"22"))), mirror

    def test_a_read_only_file_is_replaced(self):
        share, mirror = self.mirrored()
        (mirror / "savxp/vdl.dat").chmod(0o444)
        done = self.update(share, mirror)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual((mirror / "savxp/vdl.dat").read_bytes(), b"new")

    def test_a_file_that_stays_open_is_told_and_kept(self):
        share, mirror = self.mirrored()
        with Neighbour(windows_path(mirror / "savxp/vdl.dat")), TestServer(TESTSERVER, "--root", share) as server:
            done = run("update", server.url, windows_path(mirror), "--lang", "en", "--report", "json=-")
        self.assertIn(done.returncode, (2, 74), done.stderr)
        self.assertIn(b"another program has the file open", done.stdout + done.stderr)
        self.assertNotIn(b"Permission denied", done.stdout + done.stderr)
        self.assertEqual((mirror / "savxp/vdl.dat").read_bytes(), b"1")
        self.assertEqual([str(path) for path in mirror.rglob(".webcid-*.part")], [])

    def test_a_file_that_is_let_go_meanwhile_is_replaced(self):
        share, mirror = self.mirrored()
        with Neighbour(windows_path(mirror / "savxp/vdl.dat")) as neighbour:
            with TestServer(TESTSERVER, "--root", share) as server:
                updating = subprocess.Popen([WINE_RUN, WEBCID, "update", server.url, windows_path(mirror), "-q"],
                                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment())
                # Its temporary file is whole: from now on it waits.
                deadline = time.monotonic() + 60
                while not any(path.stat().st_size == 3 for path in (mirror / "savxp").glob(".webcid-*.part")):
                    self.assertLess(time.monotonic(), deadline)
                neighbour.go_on()
                out, _ = updating.communicate(timeout=60)
        self.assertEqual(updating.returncode, 0, out)
        self.assertEqual((mirror / "savxp/vdl.dat").read_bytes(), b"new")


class Input(Case):
    def test_lists_of_windows_have_its_line_ends(self):
        share = self.tree()
        digests = {path: hashlib.sha256(content).hexdigest() for path, content in (("savxp/vdl.dat", b"1"), (JAPANESE, b"22"))}
        sums = self.file("sums.txt", "".join(f"{digest}  {path}\r\n" for path, digest in digests.items()).encode())
        password = self.file("password", b"\xef\xbb\xbfpass+word\r\n")
        with TestServer(TESTSERVER, "--root", share, "--auth", "basic", "--user", "updater", "--password-file",
                        self.file("right", b"pass+word\n")) as server:
            targets = self.file("targets.txt", f"\ufeff# one\r\n{server.url}\r\n\r\n".encode())
            config = self.file("webcid.toml", f"[check]\r\nuser = 'updater'\r\npassword-file = '{windows_path(password)}'\r\n"
                                              f"jobs = 2\r\n".encode())
            done = run("check", "--targets", windows_path(targets), "--catalogue", windows_path(sums), "--config",
                       windows_path(config), "-q", "--lang", "en")
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            words = ["check", server.url, "--user", "updater", "--catalogue", windows_path(sums), "-q"]
            self.assertEqual(run(*words, "--password-stdin", stdin=b"pass+word\r\n").returncode, 0)
            self.assertEqual(run(*words, env=environment(WEBCID_PASSWORD="pass+word")).returncode, 0)

    def test_a_password_of_the_environment_is_unicode(self):
        with TestServer(TESTSERVER, "--sample", "40", "--auth", "basic", "--user", "updater", "--password-file",
                        self.file("right", "合言葉\n".encode())) as server:
            done = run("check", server.url, "--user", "updater", "-q", env=environment(WEBCID_PASSWORD="合言葉"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_a_device_is_no_file(self):
        done = run("check", "http://127.0.0.1:9/x", "--catalogue", "NUL", "--lang", "en")
        self.assertEqual((done.returncode, done.stderr), (74, b"webcid: cannot read NUL: is no regular file\r\n"))


class OwnSettings(Case):
    KEY = r"HKLM\SOFTWARE\Sophos\AutoUpdate\UpdateStatus"

    def tool(self, *words):
        return subprocess.run([WINE_RUN, *words], capture_output=True, env=environment(), timeout=60)

    def test_the_registry_and_program_data_are_read(self):
        place = self.tool("winepath", "-u", r"C:\ProgramData").stdout.decode().strip()
        own = pathlib.Path(place) / "Sophos/AutoUpdate/Config/iconn.cfg"
        own.parent.mkdir(parents=True, exist_ok=True)
        own.write_bytes(b"[PPI.WebConfig_Primary]\r\nServerType=1\r\n"
                        b"ConnectionAddress=http://srv.example/SophosUpdate\r\n")
        self.tool("reg", "add", self.KEY, "/v", "LastUpdateTime", "/t", "REG_DWORD", "/d", "1767225600", "/f")
        try:
            done = run("endpoint", "--format", "json", "--lang", "en")
        finally:
            self.tool("reg", "delete", self.KEY, "/f")
            own.unlink()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(b"http://srv.example/SophosUpdate", done.stdout)
        self.assertIn(b"2026-01-01T00:00:00Z", done.stdout)
        gone = run("endpoint", "--lang", "en")
        self.assertEqual(gone.returncode, 74)
        self.assertIn(rb"\Sophos\AutoUpdate\Config\iconn.cfg", gone.stderr)


if __name__ == "__main__":
    WINE_RUN, WEBCID, NEIGHBOUR, NATIVE, TESTSERVER = (str(pathlib.Path(word).resolve()) for word in sys.argv[1:6])
    unittest.main(argv=[sys.argv[0], *sys.argv[6:]])
