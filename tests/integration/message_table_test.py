"""Every message of ours that can reach standard error has a row in the tables of messages, in both languages.

usage: message_table_test.py [ROOT]

What counts as a message: every text in the sources of the houses that the command line reaches which reads like one
(words of a sentence beside each other), and every text in a call that makes an error. Those that stay English are below.
"""
import pathlib
import re
import sys

# The houses that make messages. Of report and causes only what makes errors: the rest has a text for each language.
SOURCES = ["src/audit", "src/base", "src/catalogue", "src/check", "src/cli", "src/digest", "src/endpoint", "src/evidence", "src/net", "src/store",
           "src/update", "src/report/json_read.cpp", "src/causes/script.cpp"]
TABLES = ["src/causes/messages", "src/cli/messages.cpp"]
# Rows with a name in them that the sources put into a place.
WITH_NAMES = {"cannot read standard input: {0}", "the whole: {0}"}
# Rows of what others say, which stands in no source of ours.
OF_OTHERS = {"src/causes/messages/system.hpp": "all", "src/cli/messages.cpp": "kUsage"}

# What is in the sources, reads like a message, and is none.
NO_MESSAGES = [
    (r"^src/cli/(commands|program)\.cpp$", r"^ +(webcid|source|--password-file) ", "examples of commands"),
    (r"^src/audit/", r"^(an account|the application pool's identity|whoever asks)$", "terms of evidence"),
    (r"^src/audit/", r"^(date time |'users, roles, verbs'$|<(add|binding|site) |There is no site$)",
     "words of logs, of configuration files and of the configuration system"),
    (r"^src/cli/config_file\.cpp$", r"^(cannot (redefine|insert)|escape sequence|unicode scalar|control character|"
     r"nested value depth|parsing (array|table header)|a comment or whitespace|expected keys)$", "words of toml++"),
    (r"^src/cli/command_diagnose\.cpp$", r"^standard input$", "stands where a file's name does, in rows of its own"),
    (r"^src/cli/mime_map\.cpp$", r"^<\?xml version=", "a web.config without a setting"),
    (r"^src/report/json_read\.cpp$", r"^the whole$", "stands where a field's name does, in a row of its own"),
    (r"^src/catalogue/(listing|read_json)\.cpp$", r"^(Index of /|; last read)$", "words of pages and of a parser"),
    (r"^src/net/transport_error\.cpp$", r"^Recv failure$", "a word of libcurl's"),
    (r"^src/net/windows_proxy\.cpp$", r"^(cannot be fetched|no usable script|its server wants an account|no answer in time)$",
     "terms of evidence"),
    (r"^src/net/windows_proxy\.cpp$", r"^--proxy auto$", "an option"),
    (r"^src/net/transfer_settings\.cpp$", r"^[A-Z][A-Za-z-]+: ", "headers of requests"),
    (r"^src/causes/script\.cpp$", r"^(webcid fix: for what was found at \{\}|in the check that ended \{\}|"
     r"Assumed, since it cannot be seen from outside.*|site and alias|physical path|application pool)$",
     "scripts are in English: cmd.exe reads them in the code page"),
]

STRING = r'"(?:[^"\\\n]|\\.)*"'
STRINGS = rf"(?:{STRING}\s*)+"
SENTENCE = re.compile(r"[a-z]{2,}\W? [a-z]{2,}|^[a-z]+ [a-z]+")
JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff]")
MAKES_ERROR = re.compile(r"\b(?:fail|complain|problem_at|reject|error_at|wrong)\(")
# store: "cannot ACTION NAME: WHY"
ACTION = re.compile(r'\b(?:local_error|failed|failure)\(\s*"(\w+)"')
NAME = "\0"  # stands for what fills a place


def text_of(literals):
    """Adjacent literals as one text."""
    joined = "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', literals))
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found.group(1), found.group(1)), joined)


def filled(template):
    """A text of {fmt}'s with a name in each place; of a text that is no template, itself."""
    text = re.sub(r"\{(\d?)(:[^}]*)?\}", NAME, template)
    return text.replace("{{", "{").replace("}}", "}")


def without_remarks(text):
    return re.sub(r"(?m)(^|\s)//.*$", "", text)


class Row:
    def __init__(self, english, japanese, nested):
        self.english = english
        self.japanese = japanese
        self.nested = nested
        pieces = re.split(r"\{(\d)\}", english)
        self.pattern = re.compile("".join(re.escape(piece) if i % 2 == 0 else "(.+)" for i, piece in enumerate(pieces)))
        self.longest = max(pieces[::2], key=len)


def rows_in(text):
    for english, japanese, rest in re.findall(rf"\{{({STRINGS}),\s*({STRINGS})((?:,\s*{STRING}\s*)*)\}}", text):
        nested = re.findall(r'"(\d*)"', rest)
        yield Row(text_of(english), text_of(japanese), nested[0] if nested else "")


class Table:
    def __init__(self, rows):
        self.rows = rows

    def knows(self, text):
        """Whether the whole text, with names in its places, is made of rows."""
        for row in self.rows:
            found = row.pattern.fullmatch(text)
            if found and all(self.fills(row, place, part) for place, part in enumerate(found.groups())):
                return True
        head, colon, rest = text.partition(": ")
        return bool(colon) and not SENTENCE.search(head) and (rest == NAME or self.knows(rest))

    def fills(self, row, place, part):
        if part == NAME:
            return True
        return self.knows(part) if str(place) in row.nested else not SENTENCE.search(part)


def arguments_of(text, begin):
    """What stands between the parentheses that open before `begin`."""
    depth, at = 1, begin
    for token in re.finditer(rf"{STRING}|[()]", text[begin:]):
        depth += {"(": 1, ")": -1}.get(token.group(), 0)
        at = begin + token.end()
        if depth == 0:
            break
    return text[begin:at]


def messages_in(file, text):
    """Each text of a source that is a message; where an action stands, the message that becomes of it."""
    text = without_remarks(text)
    found = set()
    for match in re.finditer(STRINGS, text):
        said = text_of(match.group())
        is_pair = re.match(rf",\s*({STRINGS})", text[match.end():])
        if is_pair and text[:match.start()].rstrip().endswith("{") and JAPANESE.search(is_pair.group(1)):
            continue
        if SENTENCE.search(filled(said)) and not JAPANESE.search(said):
            found.add(said)
    for call in MAKES_ERROR.finditer(text):
        for literals in re.findall(STRINGS, arguments_of(text, call.end())):
            if re.search("[A-Za-z]{3}", filled(text_of(literals))) and not re.match(r"^[\w.]+$", text_of(literals)):
                found.add(text_of(literals))
    found.update(f"cannot {action} {{}}: {{}}" for action in ACTION.findall(text))
    return {said for said in found
            if not any(re.search(files, file) and re.search(words, said) for files, words, _ in NO_MESSAGES)}


def files_of(root, places, endings=(".cpp", ".hpp")):
    for place in places:
        path = root / place
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix in endings)


def check(root):
    wrong = []
    rows, own = [], []
    for file in files_of(root, TABLES):
        name = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        of_others = {"all": text}.get(OF_OTHERS.get(name), "")
        if name in OF_OTHERS and not of_others:
            of_others = text[text.index(OF_OTHERS[name] + " = "):]
        others = {row.english for row in rows_in(of_others)}
        for row in rows_in(text):
            rows.append(row)
            own += [] if row.english in others else [(name, row)]
            if not JAPANESE.search(row.japanese) and row.japanese != row.english:
                wrong.append(f"{name}: not Japanese: {row.japanese}")
    table = Table(rows)
    everything = []
    for file in files_of(root, SOURCES):
        name = file.relative_to(root).as_posix()
        if name in TABLES:
            continue
        text = file.read_text(encoding="utf-8")
        everything += [filled(text_of(literals)) for literals in re.findall(STRINGS, without_remarks(text))]
        wrong += [f"{name}: no row for: {said}" for said in sorted(messages_in(name, text)) if not table.knows(filled(said))]
    whole = "\n".join(everything)
    unsaid = WITH_NAMES | {"md5", "sha1", "sha256", "sha384", "sha512"}  # the latter are of src/model
    actions = {f"cannot {action} " for file in files_of(root, ["src/store"])
               for action in ACTION.findall(file.read_text(encoding="utf-8"))}
    for name, row in own:
        if row.longest not in whole and row.english not in unsaid and row.longest not in actions:
            wrong.append(f"{name}: nobody says: {row.english}")
    return wrong, len(rows), len(everything)


def test_itself():
    """What is planted must be found."""
    table = Table(list(rows_in('{"cannot read {0}: {1}", "{0} を読めない: {1}", "1"},\n{"is gone", "ない"},'
                               '\n{"{0} is no folder", "{0} はフォルダーではない"},')))
    for known in ("cannot read {}: {}", "cannot read {}: is gone", "--opt: is gone", "{}:{}: is gone", "{} is no folder"):
        if not table.knows(filled(known)):
            yield f"not known: {known}"
    for unknown in ("cannot read {}: was gone", "is gone again", "new words: is gone", "what is that is no folder"):
        if table.knows(filled(unknown)):
            yield f"known: {unknown}"
    source = ('return fail(Kind::X, fmt::format("one {} two", x));  // "a remark is none"\n'
              'complain("interrupted!");\n{"some words", "言葉"},\nreturn local_error("eat", x, "it is "\n  "bitter");\n')
    expected = {"one {} two", "interrupted!", "it is bitter", "cannot eat {}: {}"}
    found = messages_in("src/base/x.cpp", source)
    if found != expected:
        yield f"found {sorted(found)}, not {sorted(expected)}"


def main(arguments):
    broken = list(test_itself())
    for line in broken:
        print(f"the check itself is broken: {line}")
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parents[2]).resolve()
    wrong, rows, texts = check(root)
    for line in wrong:
        print(line)
    print(f"{rows} rows and {texts} texts looked at")
    return 1 if broken or wrong or rows < 200 or texts < 1000 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
