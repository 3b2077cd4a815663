"""What goes wrong is said in Japanese to who reads Japanese, line for line, through a pipe and on a terminal.

usage: messages_test.py WEBCID WEBCID-TESTSERVER [unittest options]

Nothing but the loopback is contacted.
"""
import hashlib
import os
import pathlib
import pty
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

import language_test
import servers

WEBCID = TESTSERVER = ""
NOBODY = "http://127.0.0.1:1/"
DIGEST = hashlib.sha256(b"").hexdigest()
JSON = '{"schema":"webcid-catalogue/1","files":'

# Files of the folder in which everything runs.
FILES = {
    "file": "in the way",
    "twice.toml": "jobs = 2\njobs = 3\n",
    "both.toml": "quiet = true\nverbose = true\n",
    "blue.toml": 'color = "blue"\n',
    "probes.toml": "max-probes = 5000\n",
    "job.toml": "[check]\njob = 3\n",
    "chek.toml": "[chek]\njobs = 2\n",
    "password.toml": 'password = "x"\n',
    "utf16.txt": "x\0y",
    "oops.json": JSON + "[oops]}",
    "seven.json": JSON + "7}",
    "path.sums": f"{DIGEST}  ../x: y\n",
    "twice.sums": f"{DIGEST}  a\n{'1' * 64}  a\n",
    "other.json": '{"schema":"webcid-catalogue/1"}',
    "empty/.keep": "",
    "tree/fine.txt": "fine",
    "tree/un: fine\".txt": "fine",
}

# Words, exit code, and the line on standard error behind "webcid: ".
CASES = [
    (["chekc"], 64, "不明なコマンドまたはオプション chekc。`webcid --help` を参照"),
    ([], 64, "コマンドの指定が必要。`webcid --help` を参照"),
    (["check"], 64, "address の指定が必要。`webcid --help` を参照"),
    (["update", NOBODY, "mirror", "more"], 64, "update: 不明な引数 more。`webcid --help` を参照"),
    (["check", NOBODY, NOBODY + "a/", "--all-nodes"], 64, "--all-nodes と --node はアドレスを 1 つだけ指定する"),
    (["check", NOBODY, "--node", "srv"], 64, "--node srv: 数値の IP アドレスを指定する"),
    (["check", NOBODY, "--node", "127.0.0.1", "--proxy", "127.0.0.1:1"], 64,
     "--all-nodes、--node: 接続先はプロキシが選ぶ。--no-proxy を指定する"),
    (["check", NOBODY, NOBODY + "a/", "--keep", "kept"], 64, "--keep: アドレスもサーバーも 1 つの場合のみ指定できる"),
    (["check", NOBODY, "-q", "-v"], 64, "--quiet と --verbose は同時に指定できない。`webcid --help` を参照"),
    (["check", NOBODY, "--lang", "fr"], 64, "--lang: fr は {en,ja} のいずれでもない。`webcid --help` を参照"),
    (["check", NOBODY, "--timeout"], 64, "--timeout: 値 (SECONDS) が 1 個必要。`webcid --help` を参照"),
    (["check", NOBODY, "-j", "many"], 64, "--jobs: many は使用できない値。`webcid --help` を参照"),
    (["check", NOBODY, "--max-probes", "5000"], 64,
     "--max-probes: 5000 は範囲外 (0 から 1000)。`webcid --help` を参照"),
    (["check", NOBODY, "--user", "a:b"], 64,
     "--user: パスワードを含まない名前を指定する (--password-file を参照)。`webcid --help` を参照"),
    (["check", NOBODY, "-j", "99"], 64, "--jobs: 1 から 64 の数を指定する"),
    (["check", NOBODY, "--timeout", "0"], 64, "--timeout: 0.1 から 86400 の秒数を指定する"),
    (["check", NOBODY, "--limit-rate", "fast"], 64, "--limit-rate fast: 毎秒のバイト数 (500k、2M など) を指定する"),
    (["check", NOBODY, "--resolve", "x"], 64, "--resolve x: HOST:ADDRESS[,ADDRESS] の形式で指定する"),
    (["check", NOBODY, "-6"], 64, "-6: 127.0.0.1 は IPv4 アドレス"),
    (["check", NOBODY, "--password-file", "file"], 64, "パスワードには --user の指定が必要"),
    (["check", NOBODY, "--user", "a", "--password-file", "none: x"], 74,
     "--password-file: none: x を読み取れない: ファイルまたはフォルダーがない"),
    (["check", NOBODY, "--user", "a", "--password-file", "utf16.txt"], 74,
     "--password-file: utf16.txt は UTF-8 のテキストではない (UTF-16 の可能性)"),
    (["check", NOBODY, "--proxy", "https://x"], 64, '--proxy: "https" プロキシは使用できない (http のみ)'),
    (["check", NOBODY, "--proxy-user", "a"], 64, "--proxy-user にはプロキシの指定が必要"),
    (["check", NOBODY, "--report", "json"], 64, "--report json: json=FILE または json=- の形式で指定する"),
    (["check", NOBODY, "--report", "json=-", "--report", "junit=-"], 64,
     "--report junit=-: 標準出力は json=- が使用している"),
    (["check", NOBODY, "--report", "json=empty"], 74, "empty を作成できない: フォルダーである"),
    (["check", NOBODY, "--report", "json=none/x"], 74, "none/x を作成できない: ファイルまたはフォルダーがない"),
    (["check", NOBODY, "--save-evidence", "file/x"], 74, "file/x を作成できない: フォルダーではない"),
    (["check", NOBODY, "--keep", "file"], 74, "file を作成できない: フォルダーではない"),
    (["check", NOBODY, "--keep", "x" * 300], 74, "x" * 300 + " を作成できない: 名前が長すぎる"),
    (["check", "empty", "--user", "a"], 64, "--user: フォルダー (empty) には指定できない"),
    (["check", "empty", NOBODY], 64, "empty: フォルダーは他のアドレスと同時に確認できない"),
    (["check", "./nowhere"], 74, "./nowhere はフォルダーではない"),
    (["check", "\\\\srv\\share"], 74,
     "\\\\srv\\share: このパスを直接開けるのは Windows だけである (共有をマウントし、そのフォルダーを指定する)"),
    (["check", NOBODY, "--only-failed", "other.json"], 64,
     'other.json: レポート: schema: "webcid-catalogue/1" は "webcid-report/1" ではない'),
    (["check", NOBODY, "--config", "none"], 74, "--config: none を読み取れない: ファイルまたはフォルダーがない"),
    (["check", NOBODY, "--config", "twice.toml"], 64, "twice.toml:2: jobs: 2 か所で指定されている"),
    (["check", NOBODY, "--config", "both.toml"], 64, "both.toml:2: verbose: quiet (1 行目) とは同時に指定できない"),
    (["check", NOBODY, "--config", "blue.toml"], 64, "blue.toml:1: color: blue は {auto,always,never} のいずれでもない"),
    (["check", NOBODY, "--config", "probes.toml"], 64, "probes.toml:1: max-probes: 5000 は範囲外 (0 から 1000)"),
    (["check", NOBODY, "--config", "job.toml"], 64, "job.toml:2: job: check のオプションではない"),
    (["check", NOBODY, "--config", "chek.toml"], 64, "chek.toml:2: jobs: [chek] というコマンドはない"),
    (["check", NOBODY, "--config", "password.toml"], 64,
     "password.toml:1: password: このファイルにパスワードを書くことはできない "
     "(パスワードを書いたファイルを password-file で指定する)"),
    (["update", NOBODY, "file"], 74, "file を作成できない: フォルダーではない"),
    (["update", NOBODY, "/proc/x"], 74, "/proc/x を作成できない: ファイルまたはフォルダーがない"),
    (["list", "none"], 74, "none: ファイルやフォルダーがなく、http:// アドレスでもない"),
    (["list", "seven.json"], 2,
     'seven.json:1:41: "files" が配列ではない (実際は数値)'),
    (["list", "path.sums"], 2,
     'path.sums:1:67: パス "../x: y": 「.」または「..」の階層が含まれる'),
    (["list", "twice.sums"], 2,
     f'twice.sums:2:67: "a" が 2 つある: sha256 は {"1" * 64} と {DIGEST}'),
    (["list", "empty"], 64, "empty にカタログがない (--catalogue で指定する)"),
    (["list", NOBODY], 2, "http://127.0.0.1:1/: 127.0.0.1:1 で待ち受けているものがない (接続拒否)"),
    (["list", "https://srv/"], 2, "https://srv/: アドレスが http:// で始まっていない"),
    (["verify", "none"], 74, "none はフォルダーではない"),
    (["catalogue", "none"], 74, "none を一覧できない: ファイルまたはフォルダーがない"),
    (["diagnose", "--from", "none"], 74, "none を読み取れない: ファイルまたはフォルダーがない"),
    (["diagnose", "--from", "other.json"], 74,
     "other.json: 1 行 31 列: webcid の証拠ではない: log._webcid がない (\"{\"schema\":\"webcid-catalogue/1\"}\" の付近)"),
    (["explain", "iis.hidden-segment", "--format", "json"], 64, "--format は一覧用 (原因は指定できない)"),
    (["fix", "oops.json"], 2, "oops.json: レポート: 1 行 41 列: JSON ではない"),
    (["completion", "tcsh"], 64,
     "shell: tcsh は {bash,zsh,fish,powershell} のいずれでもない。`webcid --help` を参照"),
]


def environment(**more):
    left_out = re.compile(r"(?i)^(.*_proxy|NO_COLOR|CLICOLOR.*|WEBCID_PASSWORD|LC_MESSAGES|LANGUAGE)$")
    env = {name: value for name, value in os.environ.items() if not left_out.match(name)}
    return env | {"LC_ALL": "ja_JP.UTF-8", "LANG": "ja_JP.UTF-8"} | more


def read_all(descriptor):
    out = b""
    while True:
        try:
            piece = os.read(descriptor, 65536)
        except OSError:  # the other end of a terminal was closed
            return out.decode()
        if not piece:
            return out.decode()
        out += piece


class Case(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="webcid-messages-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        for name, content in FILES.items():
            path = cls.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")

    def webcid(self, *words, env=None, **more):
        return subprocess.run([WEBCID, *words], stdin=subprocess.DEVNULL, stdout=more.get("stdout", subprocess.PIPE),
                              stderr=subprocess.PIPE, text=True, env=env or environment(), cwd=self.folder, timeout=60)

    def on_terminal(self, *words, env=None):
        """What comes to a terminal on standard error, and the exit code."""
        leader, follower = pty.openpty()
        process = subprocess.Popen([WEBCID, *words], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=follower,
                                   env=env or environment(TERM="xterm"), cwd=self.folder)
        os.close(follower)
        shown = read_all(leader)
        os.close(leader)
        return shown, process.wait(timeout=60)


class Errors(Case):
    def test_each_is_one_japanese_line_through_a_pipe(self):
        for words, code, line in CASES:
            with self.subTest(words=words):
                done = self.webcid(*words)
                self.assertEqual((done.stdout, done.stderr, done.returncode), ("", f"webcid: {line}\n", code))

    def test_and_the_same_on_a_terminal(self):
        for words, code, line in CASES:
            with self.subTest(words=words):
                shown, ended = self.on_terminal(*words)
                # What was drawn before is erased, and says nothing.
                shown = re.sub(r"(?m)^.*\x1b\[K", "", shown)
                self.assertEqual((shown, ended), (f"webcid: {line}\r\n", code))

    def test_without_japanese_the_same_errors_are_english(self):
        for words, code, line in CASES:
            with self.subTest(words=words):
                done = self.webcid(*words, env=environment(LC_ALL="C.UTF-8"))
                self.assertEqual(done.returncode, code)
                self.assertNotRegex(done.stderr, language_test.JAPANESE)
                self.assertEqual(done.stderr.count("\n"), 1)

    def test_the_option_and_the_file_of_options_say_the_language_too(self):
        english = environment(LC_ALL="C.UTF-8")
        (self.folder / "ja.toml").write_text('lang = "ja"\n')
        for words in (["--lang", "ja"], ["--lang=ja"], ["--config", "ja.toml"]):
            done = self.webcid("check", NOBODY, "-j", "99", *words, env=english)
            self.assertEqual(done.stderr, "webcid: --jobs: 1 から 64 の数を指定する\n")
        done = self.webcid("check", NOBODY, "-j", "99", "--lang", "en", "--config", "ja.toml")
        self.assertEqual(done.stderr, "webcid: --jobs: expected a number from 1 to 64\n")

    def test_a_parser_keeps_its_words_behind_ours(self):
        done = self.webcid("list", "oops.json")
        self.assertEqual(done.stderr, "webcid: oops.json:1:41: JSON ではない: syntax error while parsing value - invalid "
                                      "literal\n")

    def test_a_monitor_reads_japanese_as_well(self):
        done = self.webcid("check", NOBODY, "--report", "nagios=-", "--keep", "file")
        self.assertEqual((done.stdout, done.stderr, done.returncode),
                         ("UNKNOWN - webcid: file を作成できない: フォルダーではない\n", "", 3))

    def test_a_full_disk_and_a_closed_output(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            for words in (["man"], ["explain"], ["list", "empty", "--help"], ["catalogue", "tree"]):
                done = self.webcid(*words, stdout=full)
                self.assertEqual(done.stderr.splitlines()[-1], "webcid: 標準出力に書き込めない: ディスクに空きがない")
        closed = subprocess.run(["sh", "-c", 'exec "$0" man >&-', WEBCID], stderr=subprocess.PIPE, text=True,
                                env=environment(), check=False)
        self.assertEqual(closed.stderr, "webcid: 標準出力に書き込めない: 閉じている\n")

    def test_who_interrupts_is_told_so(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            process = subprocess.Popen([WEBCID, "list", f"http://127.0.0.1:{silent.getsockname()[1]}/"],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())
            servers.wait_until_connected(process.pid)
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.communicate(timeout=60), ("", "webcid: 中断\n"))
        self.assertEqual(process.returncode, 130)

    @unittest.skipIf(pathlib.Path("/dev/log").exists(), "somebody takes messages here")
    def test_a_system_without_a_log(self):
        done = self.webcid("check", NOBODY, "--syslog")
        self.assertEqual(done.stderr, "webcid: --syslog: /dev/log でメッセージを受け取るものがない: "
                                      "ファイルまたはフォルダーがない\n")

    def test_what_a_catalogue_cannot_hold_is_left_out_by_name(self):
        done = self.webcid("catalogue", "tree", "--format", "manifest.dat")
        self.assertEqual((done.returncode, done.stderr), (1, 'webcid: "un: fine".txt" を一覧に書けない: '
                                                             "manifest.dat には二重引用符を書けない: 除外した\n"))

    def test_catalogues_that_disagree(self):
        folder = self.folder / "two"
        folder.mkdir()
        (folder / "SHA256SUMS").write_text(f"{DIGEST}  a\n")
        (folder / "SHA256SUMS.txt").write_text(f"{'1' * 64}  a\n")
        done = self.webcid("list", "two")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr, "webcid: a: SHA256SUMS と SHA256SUMS.txt の内容が食い違っている: "
                                      f"sha256 は {'1' * 64} と {DIGEST}\n")


class Terminals(Case):
    def ask(self, *words):
        """What a terminal shows that an empty password is typed on."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.folder)
            os.execve(WEBCID, [WEBCID, *words], environment(TERM="dumb"))
        shown = b""
        while b": " not in shown:
            if not select.select([terminal], [], [], 30)[0]:
                self.fail(f"nothing was asked: {shown}")
            shown += os.read(terminal, 4096)
        os.write(terminal, b"\n")
        rest = read_all(terminal)
        os.waitpid(pid, 0)
        os.close(terminal)
        return shown.decode() + rest

    def test_the_password_is_asked_for_in_the_language(self):
        for words, prompt in (([], "DOM\\user のパスワード: "), (["--lang", "en"], "password of DOM\\user: ")):
            self.assertTrue(self.ask("check", NOBODY, "--user", "DOM\\user", *words).startswith(prompt))

    def test_without_a_terminal_it_says_what_to_use_instead(self):
        done = subprocess.run([WEBCID, "check", NOBODY, "--user", "a"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, env=environment(), start_new_session=True, check=False)
        self.assertEqual(done.stderr, "webcid: パスワードを入力する端末がない (--password-file を使用)\n")


class Commands(Case):
    def test_every_command_takes_a_language_and_explains_itself_in_it(self):
        helped = self.webcid("--help", "--lang", "ja").stdout
        commands = re.findall(r"(?m)^  ([a-z]+) {2,}\S", helped)
        self.assertGreaterEqual(len(commands), 10, helped)
        for command in commands:
            english, japanese = (self.webcid(command, "--help", "--lang", lang).stdout for lang in ("en", "ja"))
            self.assertIn("--lang", japanese, command)
            self.assertRegex(japanese, language_test.JAPANESE, command)
            self.assertNotRegex(english, language_test.JAPANESE, command)

    def leaks(self, text):
        return language_test.leaks(language_test.terminal_prose(text))

    def test_nothing_english_is_in_what_the_commands_print(self):
        with servers.TestServer(TESTSERVER, "--sample", "20", "--scenario", "guide-all") as server:
            runs = [["list", server.url], ["update", server.url, "mirror"], ["update", server.url, "mirror", "--delete"],
                    ["check", server.url, "--save-evidence", "run.har", "--report", "json=run.json"],
                    ["check", server.url, "-v"], ["diagnose", "--from", "run.har", "-v"],
                    ["fix", "run.json"], ["check", server.url, "--catalogue", "path.sums"], ["list", "tree"],
                    ["verify", "mirror", "--catalogue", "path.sums"], ["catalogue", "tree"], ["explain"]]
            for words in runs:
                with self.subTest(words=words[:1] + words[2:]):
                    done = self.webcid(*words, "--lang", "ja", env=environment(LC_ALL="C.UTF-8"))
                    self.assertEqual(self.leaks(done.stderr), [])
                    # What lists files is made of names.
                    self.assertEqual(self.leaks(done.stdout) if words[0] not in ("list", "catalogue") else [], [])

    def test_a_local_error_is_japanese_in_the_report_too(self):
        with servers.TestServer(TESTSERVER, "--sample", "20") as server:
            folder = self.folder / "blocked"
            self.webcid("update", server.url, "blocked")
            first = next(path for path in sorted(folder.rglob("*")) if path.is_file() and ".webcid" not in path.parts)
            first.unlink()
            first.mkdir()
            done = self.webcid("update", server.url, "blocked")
        self.assertIn(f"{first.name} はフォルダーである", re.sub(r"\n +", "", done.stdout), done.stdout)


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
