#!/usr/bin/env python3
"""What the user names by mistake: pipes, devices, a password's file, folders that are not there.

usage: inputs_test.py WEBCID [unittest options]

No server: nothing of this may reach one.
"""
import contextlib
import os
import pathlib
import pty
import signal
import subprocess
import sys
import tempfile
import time
import unittest

WEBCID = ""
SECRET = "hunter2-pl4nted"
OPENAT = ("257", "56")  # openat(2) of x86-64 and of arm64
NOWHERE = "http://127.0.0.1:1/SophosUpdate"


def environment():
    left_out = {"http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "WEBCID_PASSWORD", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8")
    return env


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)

    def webcid(self, *words, stdin="", timeout=20, **more):
        return subprocess.run([WEBCID, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=timeout,
                              cwd=self.home, env=environment(), **more)

    def assertSays(self, done, code, english):
        self.assertEqual((done.returncode, done.stdout, done.stderr), (code, "", f"webcid: {english}\n"))

    def pipe(self):
        os.mkfifo(self.home / "pipe")
        return self.home / "pipe"


class NoFiles(Case):
    # Every option whose file may be large.
    OPTIONS = (["check", NOWHERE, "--catalogue"], ["check", NOWHERE, "--reference"], ["check", "--endpoint-file"],
               ["endpoint", "--file"], ["check", NOWHERE, "--only-failed"], ["diagnose", "--from"], ["fix"], ["report", "merge"])

    def test_a_pipe_or_device_is_refused_and_not_waited_for(self):
        for name in (str(self.pipe()), "/dev/zero"):
            for words in self.OPTIONS:
                with self.subTest(words, name=name):
                    done = self.webcid(*words, name)
                    self.assertEqual((done.returncode, done.stdout), (74, ""))
                    self.assertIn(f"cannot read {name}: is no regular file", done.stderr)

    def test_what_a_shell_hands_over_is_read(self):
        for words in (["--catalogue", "/dev/stdin"], ["--catalogue", "/dev/fd/0"]):
            done = self.webcid("check", NOWHERE, *words, "--lang", "en", stdin="d41d8cd98f00b204e9800998ecf8427e  empty\n")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("network.refused", done.stdout + done.stderr)

    def test_small_files_may_come_by_a_pipe_and_dev_null_is_none(self):
        reader, writer = os.pipe()
        os.write(writer, b"[check]\nquiet = true\n")
        os.close(writer)
        with os.fdopen(reader):
            done = self.webcid("check", NOWHERE, "--config", f"/dev/fd/{reader}", pass_fds=[reader])
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(self.webcid("check", NOWHERE, "--config", "/dev/null").returncode, 2)

    def test_ctrl_c_while_a_pipe_is_waited_for_is_an_interruption(self):
        for words, say in ((["--password-file", self.pipe(), "--user", "updater"], "--password-file: cannot read {}: interrupted"),
                           (["--targets", self.home / "pipe"], "cannot read {}: interrupted")):
            process = subprocess.Popen([WEBCID, "check", *([] if "--targets" in words else [NOWHERE]), *map(str, words)],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
            # The kernel says what it waits in; a process that runs is in none.
            deadline = time.monotonic() + 20
            while pathlib.Path(f"/proc/{process.pid}/syscall").read_text().split()[0] not in OPENAT:
                self.assertLess(time.monotonic(), deadline)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=20)
            self.assertEqual((process.returncode, out, err), (130, "", f"webcid: {say.format(self.home / 'pipe')}\n"))

    def test_ctrl_c_while_a_password_is_typed_is_an_interruption(self):
        pid, terminal = pty.fork()
        if pid == 0:
            os.execve(WEBCID, [WEBCID, "check", NOWHERE, "--user", "updater", "--lang", "en"], environment())
        said = b""
        while b"password of updater:" not in said:
            said += os.read(terminal, 4096)
        os.write(terminal, b"\x03")
        with contextlib.suppress(OSError):
            while piece := os.read(terminal, 4096):
                said += piece
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), 130, said)
        os.close(terminal)


class Leaks(Case):
    def test_a_password_file_named_by_mistake_is_not_shown(self):
        for content in (SECRET, SECRET + "\n", f"{{{SECRET}", f"[{SECRET}]\n", f'"{SECRET}" 1 2\n', f"<{SECRET}>",
                        f"{SECRET}=\n", f"#{SECRET}\n{SECRET} x\n", SECRET * 1000, f"\ufeff{SECRET}\r\n"):
            (self.home / "password").write_text(content)
            for words in (["check", NOWHERE, "--catalogue"], ["check", NOWHERE, "--reference"], ["check", "--endpoint-file"],
                          ["endpoint", "--file"], ["list"], ["fix"], ["report", "merge"]):
                with self.subTest(words, content=content[:40]):
                    done = self.webcid(*words, "password")
                    self.assertNotEqual(done.returncode, 0)
                    self.assertNotIn(SECRET, done.stdout + done.stderr)
                    self.assertIn("password", done.stderr)

    def test_nor_one_that_is_taken_for_the_configuration(self):
        for content in (SECRET, SECRET + "\r\n", f"#{SECRET}\n{SECRET} x\n", f"<{SECRET}>", f'"{SECRET}" 1'):
            (self.home / "password").write_text(content)
            done = self.webcid("check", NOWHERE, "--config", "password", "--lang", "en")
            self.assertEqual((done.returncode, done.stdout), (64, ""))
            self.assertRegex(done.stderr, r"^webcid: password:[12]: (expected OPTION = VALUE|the file ends before a closing quote or bracket)\n$")

    def test_the_place_and_what_was_expected_are_said(self):
        (self.home / "password").write_text(SECRET + "\n")
        self.assertSays(self.webcid("check", NOWHERE, "--catalogue", "password", "--lang", "en"), 2,
                        "password:1:1: no catalogue: neither JSON, manifest.dat nor a checksum list")
        japanese = self.webcid("check", NOWHERE, "--catalogue", "password", "--lang", "ja")
        self.assertEqual(japanese.stderr, "webcid: password:1:1: カタログではない (JSON、manifest.dat、チェックサムの一覧のいずれでもない)\n")


class Places(Case):
    def test_a_mistyped_folder_is_told_as_one(self):
        (self.home / "CIDs").mkdir()
        for words in ("CIDs/typo", "Cids/typo", ".\\CIDs2", "CIDs\\S000"):
            self.assertSays(self.webcid("check", words, "--lang", "en"), 74,
                            f"{words}: no such file or folder, and no http:// address")
        for words in ("./typo", "../typo", "/absent/typo"):
            self.assertSays(self.webcid("check", words, "--lang", "en"), 74, f"{words} is no folder")
        self.assertEqual(self.webcid("check", "CIDs/typo", "--lang", "ja").stderr,
                         "webcid: CIDs/typo: ファイルやフォルダーがなく、http:// アドレスでもない\n")

    def test_an_address_without_http_is_judged_as_one(self):
        for words in ("srv.example.com/SophosUpdate", "srv:8080/SophosUpdate", "srv"):
            done = self.webcid("check", words, "--lang", "en", "-q")
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("address.malformed", self.webcid("check", words, "--report", "json=-").stdout)

    def test_in_a_list_and_in_an_acceptance_every_word_is_an_address(self):
        (self.home / "list").write_text("Cids/typo\n")
        self.assertIn("address.malformed", self.webcid("check", "--targets", "list", "--report", "json=-").stdout)
        self.assertIn("address.malformed", self.webcid("check", "Cids/typo", "--acceptance", "--report", "json=-").stdout)


if __name__ == "__main__":
    WEBCID = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]])
