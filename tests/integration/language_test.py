"""Nothing is said in English to who reads Japanese, but what is a name.

usage: language_test.py [WEBCID WEBCID-TESTSERVER]

The approved reports are what is rendered (`./dev approve`), so looking at them is looking at every format. The words
of the model are read from its own tables.
"""
import html
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import servers

ROOT = pathlib.Path(__file__).parents[2]
APPROVED = ROOT / "tests/approved/report"
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
# Two words of a sentence beside each other.
ENGLISH = re.compile(r"(?<![\w./\\-])[A-Za-z]*[a-z]{2,}(?:-[a-z]+)* +[a-z]{2,}(?![\w./\\=-])")
# What stays English, each with the reason.
NAMES = [
    r"「[^」\n]*」",                                   # what an endpoint, a window or a page shows, word for word
    r"参考.*",                                       # titles of documents
    r"https?://\S+", r"`[^`\n]*`", r'"[^"\n]*"',         # addresses, commands, what a server or a person wrote
    r"webcid(-testserver)? [a-z]+", r"appcmd [a-z]+",
    r"<!--.*?-->",
]
# Lines that are code: configuration and commands keep their language and their remarks.
CODE = re.compile(r"^\s*(rem |#|<|%windir%|[A-Z]\w+-\w+|\$|/|\})|^ {4,}\S+.*appcmd")


def markdown_prose(text):
    return re.sub(r"(?ms)^(`{3,}|~{3,}).*?^\1`*~*$", "", text)


def terminal_prose(text):
    text = re.sub(r"\x1b\[[0-9;]*m", "", text)
    # Wrapped lines of one field belong together: a name may go over two of them.
    text = re.sub(r"(?m)^(.*\S)\n {8,}(?=\S)", r"\1 ", text)
    return "\n".join(line for line in text.split("\n") if not CODE.match(line))


def junit_prose(text):
    inside = re.sub(r"<[^>]*>", "\n", text)
    said = re.findall(r'(?:message|value)="([^"]*)"', text)
    return terminal_prose(html.unescape(inside)) + "\n" + html.unescape("\n".join(said))


def leaks(prose):
    for name in NAMES:
        prose = re.sub(name, "■", prose)
    return [line.strip() for line in prose.split("\n") if ENGLISH.search(line)]


def names_in(file, table):
    """The names of a NameTable in a source."""
    text = (ROOT / file).read_text(encoding="utf-8")
    body = text[text.index(table):]
    return re.findall(r'::\w+, "([^"]*)"', body[:body.index(";")])


class Reports(unittest.TestCase):
    maxDiff = None

    def look_at(self, pattern, prose):
        files = sorted(APPROVED.glob(pattern))
        self.assertTrue(files, pattern)
        found = {file.name: leaks(prose(file.read_text(encoding="utf-8"))) for file in files}
        self.assertEqual({name: lines for name, lines in found.items() if lines}, {})

    def test_a_leak_would_be_found(self):
        self.assertTrue(leaks("要求はすべて 404 (IIS custom page)"))
        self.assertTrue(leaks("  = 根拠: the server answers"))
        self.assertFalse(leaks("  = 根拠: bin/zz-webcid-probe.txt は 404 を返す"))

    def test_terminal(self):
        self.look_at("*.ja.txt", terminal_prose)

    def test_markdown(self):
        self.look_at("*.ja.md", markdown_prose)

    def test_junit(self):
        self.look_at("*.ja.junit.xml", junit_prose)

    def test_nagios(self):
        # Labels of performance data are names of metrics.
        self.look_at("*.ja.nagios.txt", lambda text: re.sub(r"(?m)\|.*$", "", text))


@unittest.skipUnless(len(sys.argv) > 2, "without the programs")
class Runs(unittest.TestCase):
    maxDiff = None

    def test_nothing_is_english_in_what_runs_print(self):
        for scenario in ("guide-all", "credentials-required-basic", "content-hash-mismatch", "proxy-block-page"):
            with servers.TestServer(sys.argv[2], "--sample", "60", "--scenario", scenario) as server:
                done = subprocess.run([sys.argv[1], "check", server.url, "-v", "--lang", "ja", "--no-proxy"],
                                      stdout=subprocess.PIPE, text=True, timeout=60)
            self.assertRegex(done.stdout, JAPANESE)
            self.assertEqual(leaks(terminal_prose(done.stdout)), [], scenario)

    def test_verify_speaks_japanese(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("size", "bytes", "none"):
                (pathlib.Path(folder) / name).write_text("12345", encoding="utf-8")
            catalogue = pathlib.Path(folder) / "webcid-catalogue.txt"
            subprocess.run([sys.argv[1], "catalogue", folder, "-o", catalogue], check=True)
            (pathlib.Path(folder) / "size").write_text("123456", encoding="utf-8")
            (pathlib.Path(folder) / "bytes").write_text("54321", encoding="utf-8")
            (pathlib.Path(folder) / "none").rename(pathlib.Path(folder) / "more")
            done = subprocess.run([sys.argv[1], "verify", folder, "--lang", "ja"], stdout=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 2)
        lines = done.stdout.splitlines()
        self.assertEqual(len(lines), 5, done.stdout)
        self.assertIn("サイズの相違: size: サイズは 6 (カタログでは 5)", lines)
        self.assertIn("失敗: none: ファイルがない", lines)
        self.assertIn("カタログにない: more", lines)
        for line in lines:
            self.assertRegex(line, JAPANESE)

    def test_words_about_wrong_usage_are_japanese(self):
        for words in (["chekc"], ["check"], ["check", "a", "-q", "-v"], ["check", "a", "-j", "many"],
                      ["check", "a", "--max-probes", "5000"], ["check", "a", "--user", "b:c"], ["verify", "a", "b"],
                      ["check", "a", "--lang", "fr"], ["list", "a", "--timeout"]):
            done = subprocess.run([sys.argv[1], *words], stderr=subprocess.PIPE, text=True,
                                  env={"LC_ALL": "ja_JP.UTF-8"})
            self.assertEqual(done.returncode, 64)
            self.assertRegex(done.stderr.split("。")[0], JAPANESE, words)


class Words(unittest.TestCase):
    def test_every_word_of_evidence_has_a_japanese_one(self):
        terms = dict(re.findall(r'\{"([^"]+)", "([^"]+)"\}', (ROOT / "src/causes/terms.cpp").read_text(encoding="utf-8")))
        words = (names_in("src/diagnose/page.cpp", "NameTable<PageFamily")
                 + names_in("src/model/exchange.cpp", "NameTable<TransportError")
                 + names_in("src/model/evidence.cpp", "NameTable<Outcome"))
        self.assertGreater(len(words), 35)
        for word in words:
            # A product keeps its name: "nginx page".
            if not (word.endswith(" page") and word[0] in "ATnH"):
                self.assertRegex(terms.get(word, ""), JAPANESE, word)

    def test_every_place_of_a_word_is_one_of_its_sentence(self):
        text = (ROOT / "src/causes/terms.cpp").read_text(encoding="utf-8")
        places = re.findall(r'\{"([a-z-]+)", (\d)\}', text)
        self.assertGreater(len(places), 10)
        sentences = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "src/causes/statements").glob("*.hpp"))
        for statement, place in places:
            row = re.search(rf'\{{"{statement}",\s*((?:"[^"]*"\s*)+),\s*((?:"[^"]*"\s*)+)\}}', sentences)
            self.assertIsNotNone(row, statement)
            self.assertIn("{%s}" % place, row.group(1))
            self.assertIn("{%s}" % place, row.group(2))

    def test_no_text_has_one_language_only(self):
        """Pairs of texts, wherever they stand: both there, the second one Japanese unless it is a mere pattern."""
        pairs = 0
        for file in [ROOT / "src/report/labels.hpp", ROOT / "src/report/format_labels.hpp",
                     ROOT / "src/report/comparison_labels.hpp", ROOT / "src/cli/options.cpp",
                     ROOT / "src/cli/options.hpp", *sorted((ROOT / "src/cli").glob("command*.cpp"))]:
            text = file.read_text(encoding="utf-8")
            string = r'"(?:[^"\\]|\\.)*"'
            for english, japanese in re.findall(rf"\{{((?:{string}\s*)+),\s*((?:{string}\s*)+)\}}", text):
                japanese_text = "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', japanese))
                if not re.search("[A-Za-z]{3}", re.sub(r"\{\d\}", "", english)) or "\\n" in english:
                    continue
                if file.name == "options.cpp" and japanese_text in ("ja", "never"):
                    continue
                pairs += 1
                self.assertTrue(JAPANESE.search(japanese_text) or japanese_text in ("User-Agent", "json", "always", "merge"),
                                (file.name, english, japanese_text))
        self.assertGreater(pairs, 80)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
