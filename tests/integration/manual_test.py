"""Help, manual pages and completions: all say the same, fit on a terminal, and load in what reads them.

usage: manual_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import unittest

WEBCID = TESTSERVER = ""
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
SHELLS = ["bash", "zsh", "fish", "powershell"]
COMMANDS = ["check", "update", "list", "catalogue", "verify", "diagnose", "audit", "explain", "fix", "endpoint",
            "completion", "man"]
# A line of help that begins with names: "  -j, --jobs N    text", or arguments and commands.
NAMES = re.compile(r"^ {2,6}((?:-\w, )?--?[\w-]+)(?= |$)")


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          timeout=60, **more)
    return done


def output_of(*words):
    done = run(*words, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert (done.returncode, done.stderr) == (0, ""), (words, done)
    return done.stdout


def width_of(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def names_in(text):
    """Every option that a help text lists."""
    found = [NAMES.match(line) for line in text.splitlines()]
    return {name for match in found if match for name in match.group(1).split(", ")}


def helps(language="en"):
    """(words, help) of webcid, of each of its commands, and of the test server, which has English only."""
    out = [([WEBCID], output_of("env", f"LC_ALL={'ja_JP' if language == 'ja' else 'C'}.UTF-8", WEBCID, "--help"))]
    out += [([WEBCID, name], output_of(WEBCID, name, "--lang", language, "--help")) for name in COMMANDS]
    return out + [([TESTSERVER], output_of(TESTSERVER, "--help"))]


def on_terminal(words, typed=b"", until=None, awaited=b"", env=None):
    """What a program writes to a terminal of its own, `typed` sent once the terminal shows what is awaited."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(words[0], words, env or os.environ)
    seen = b""
    while until is None or until not in seen:
        if not select.select([terminal], [], [], 20)[0]:
            break
        try:
            piece = os.read(terminal, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if typed and awaited in seen:
            os.write(terminal, typed)
            typed = b""
    os.close(terminal)
    os.waitpid(pid, 0)
    return seen.decode(errors="replace")


class Help(unittest.TestCase):
    def test_no_line_is_wider_than_a_terminal(self):
        for language in ("en", "ja"):
            for words, text in helps(language):
                for line in text.splitlines():
                    self.assertLessEqual(width_of(line), 80, (words, line))

    def test_a_terminal_and_a_pipe_get_the_same(self):
        for words in ([WEBCID, "--help"], [WEBCID, "check", "--help"], [TESTSERVER, "--help"]):
            self.assertEqual(on_terminal(words).replace("\r\n", "\n"), run(*words).stdout)

    def test_examples_come_before_options(self):
        for words, text in helps():
            self.assertIn("\nExamples:\n", text, words)
            self.assertLess(text.index("Examples:"), text.index("Options:" if words[0] == WEBCID else "--root"), words)

    def test_examples_name_only_options_that_are_there(self):
        all_of = {words[-1]: names_in(text) for words, text in helps()}
        for words, text in helps():
            examples = re.sub(r"\\\n\s*", "", text.split("Examples:\n")[1].split("\n\n")[0])
            for line in examples.splitlines():
                example = re.search(r"(webcid\S*) (\S+)", line)
                owner = TESTSERVER if example.group(1) == "webcid-testserver" else example.group(2)
                for name in re.findall(r"(?<=\s)--?[a-z][\w-]*", line.split("|")[0]):
                    self.assertIn(name, all_of[owner], line)

    def test_every_text_is_there_in_japanese(self):
        for words, text in helps("ja"):
            if words[0] == TESTSERVER:
                continue
            self.assertNotRegex(text, r"(?m)^(Usage|Examples|Options|Arguments|Commands|Connection|Output)\b")
            sections = text.split("\n\n")
            for section in sections:
                lines = section.splitlines()
                if lines[0] in ("例:",):
                    continue
                # An option's text goes on in the lines that are indented as far as the texts begin.
                rows = re.split(r"\n(?= {2,6}\S)", section)
                for row in rows[1 if lines[0].endswith(":") else 0:]:
                    self.assertRegex(row, JAPANESE, (words, row))
                    self.assertNotRegex(row, r"[a-z]{2,} [a-z]{2,} [a-z]{2,} [a-z]{2,}", words)


class Same(unittest.TestCase):
    """What help lists is in the manual page and in every completion, and nothing else is."""

    def check_page(self, page, names):
        plain = page.replace("\\-", "-").replace("\\:", "")
        for name in names:
            self.assertRegex(plain, rf'(?m)^\.BI? ".*(?<![\w-]){re.escape(name)}(?![\w-])', name)

    def test_manual_pages(self):
        for words, text in helps():
            page = output_of(TESTSERVER, "--man") if words[0] == TESTSERVER else output_of(WEBCID, "man")
            self.check_page(page, names_in(text))
        known = set().union(*(names_in(text) for words, text in helps() if words[0] == WEBCID))
        page = output_of(WEBCID, "man").replace("\\-", "-")
        listed = set(re.findall(r"(?<![\w-])--[a-z][\w-]+", "\n".join(re.findall(r"(?m)^\.BI? .*", page))))
        self.assertEqual(listed, {name for name in known if name.startswith("--")})

    def test_completions(self):
        for shell in SHELLS:
            for words, text in helps():
                script = (output_of(TESTSERVER, "--completion", shell) if words[0] == TESTSERVER
                          else output_of(WEBCID, "completion", shell))
                for name in names_in(text):
                    wanted = name
                    if shell == "fish":
                        wanted = f"-s {name[1:]}" if len(name) == 2 else f"-l {name[2:]}"
                    self.assertRegex(script, rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", (shell, words))
                if words[0] == WEBCID and len(words) == 2:
                    self.assertIn(words[1], script)


class ManualPages(unittest.TestCase):
    def pages(self):
        return [output_of(WEBCID, "man", "--lang", "en"), output_of(WEBCID, "man", "--lang", "ja"),
                output_of(TESTSERVER, "--man")]

    @unittest.skipUnless(shutil.which("groff"), "no groff")
    def test_groff_has_no_warning(self):
        for page in self.pages():
            done = run("groff", "-ww", "-man", "-K", "utf8", "-T", "utf8", input=page)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    @unittest.skipUnless(shutil.which("man") and shutil.which("groff"), "no man")
    def test_man_shows_them(self):
        for page in self.pages():
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "page.1")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(page)
                done = run("man", "--warnings", "-E", "UTF-8", "-l", path,
                           env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertRegex(done.stdout, "webcid")


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        open(os.path.join(self.folder, "run one.har"), "w").close()
        os.mkdir(os.path.join(self.folder, "mirror"))

    def script(self, shell):
        path = os.path.join(self.folder, "script." + shell)
        with open(path, "w", encoding="utf-8") as file:
            file.write(output_of(WEBCID, "completion", shell))
        return path

    def bash(self, *words):
        driver = ('source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _webcid; '
                  'printf "%s\\n" "${COMPREPLY[@]}"')
        done = run("bash", "--norc", "-c", driver, "bash", self.script("bash"), *words, cwd=self.folder)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return set(done.stdout.split("\n")) - {""}

    def test_bash_loads_both(self):
        for script in (output_of(WEBCID, "completion", "bash"), output_of(TESTSERVER, "--completion", "bash")):
            done = run("bash", "-n", input=script)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_bash_completes(self):
        self.assertEqual(self.bash("webcid", "c"), {"check", "catalogue", "completion"})
        self.assertEqual(self.bash("webcid", "check", "--la"), {"--lang"})
        self.assertEqual(self.bash("webcid", "check", "--lang", ""), {"en", "ja"})
        # Bash itself makes three words of --lang=j.
        self.assertEqual(self.bash("webcid", "check", "--lang", "=", "j"), {"ja"})
        self.assertEqual(self.bash("webcid", "check", "--lang", "="), {"en", "ja"})
        self.assertEqual(self.bash("webcid", "check", "--report", "js"), {"json="})
        self.assertEqual(self.bash("webcid", "check", "--report", "json", "=", "ru"), {"run one.har"})
        self.assertEqual(self.bash("webcid", "diagnose", "--from", "ru"), {"run one.har"})
        self.assertEqual(self.bash("webcid", "check", "--keep", "mi"), {"mirror"})
        self.assertEqual(self.bash("webcid", "check", "--keep", "ru"), set())
        self.assertEqual(self.bash("webcid", "explain", "iis.hidden-seg"), {"iis.hidden-segment"})
        # Formats of one command are not those of another.
        self.assertEqual(self.bash("webcid", "list", "--format", ""), {"table", "json"})

    @unittest.skipUnless(shutil.which("zsh"), "no zsh: apt-get install zsh")
    def test_zsh_loads_and_completes(self):
        for script in (output_of(WEBCID, "completion", "zsh"), output_of(TESTSERVER, "--completion", "zsh")):
            done = run("zsh", "-n", input=script)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        # The name that the completion system looks for.
        os.rename(self.script("zsh"), os.path.join(self.folder, "_webcid"))
        with open(os.path.join(self.folder, ".zshrc"), "w", encoding="utf-8") as file:
            file.write(f"fpath=({self.folder} $fpath)\nautoload -Uz compinit\ncompinit -u -D\n"
                       "zstyle ':completion:*' menu no\nbindkey '^I' complete-word\nunsetopt prompt_cr\n"
                       "webcid() { print -r -- \"<$*>\"; exit }\nPS1='READY '\n")
        seen = on_terminal(["zsh", "-d", "-i"], b"webcid che\t --tim\t5\n", b"<check --timeout 5>", awaited=b"READY ",
                           env={**os.environ, "TERM": "dumb", "LC_ALL": "C.UTF-8", "ZDOTDIR": self.folder})
        self.assertIn("<check --timeout 5>", seen)

    @unittest.skipUnless(shutil.which("fish"), "no fish: apt-get install fish")
    def test_fish_loads_and_completes(self):
        for script in (output_of(WEBCID, "completion", "fish"), output_of(TESTSERVER, "--completion", "fish")):
            done = run("fish", "-n", input=script)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        env = {**os.environ, "HOME": self.folder}
        for typed, expected in (("webcid check --la", {"--lang"}), ("webcid check --lang ", {"en", "ja"}),
                                ("webcid ca", {"catalogue"}), ("webcid check --report js", {"json="})):
            done = run("fish", "-c", 'source $argv[1]; complete -C $argv[2]', self.script("fish"), typed, env=env)
            self.assertEqual({line.split("\t")[0] for line in done.stdout.splitlines()}, expected, typed)

    @unittest.skipUnless(shutil.which("pwsh"), "no pwsh")
    def test_powershell_loads_and_completes(self):
        command = (f". {self.script('powershell')}; "
                   "(TabExpansion2 -inputScript 'webcid check --lang ' -cursorColumn 20).CompletionMatches.CompletionText")
        os.rename(self.script("powershell"), os.path.join(self.folder, "script.ps1"))
        done = run("pwsh", "-NoProfile", "-Command", command.replace("script.powershell", "script.ps1"))
        self.assertEqual(set(done.stdout.split()), {"en", "ja"}, done.stderr)


if __name__ == "__main__":
    WEBCID, TESTSERVER = sys.argv[1:3]
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
