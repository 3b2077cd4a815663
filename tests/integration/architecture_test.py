#!/usr/bin/env python3
"""Holds the sources to the architecture: who may include whom, which library is used where, and a few rules of style.

    architecture_test.py [FOLDER]

Prints one line for each breach, "file:line: rule", and exits 1 if there is one. Begins with a test of itself: a folder
with one planted breach of each rule, all of which must be found.
"""
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# --- the rules -------------------------------------------------------------------------------------------------------

# Houses by level. A house includes only houses of lower levels.
LEVELS = [
    ["base"],
    ["model"],
    ["net", "catalogue", "digest", "store", "evidence", "causes", "diagnose", "report", "iis"],
    ["update", "audit", "endpoint", "manual"],
    ["check"],
    ["cli"],
]
# The only includes between houses of one level.
SAME_LEVEL = {("diagnose", "causes"), ("report", "causes")}
# The inference and the model of the server are written apart, so that a shared mistake cannot hide itself.
NEVER = {("diagnose", "iis")}
# The test server stands beside the levels.
TEST_SERVER = "testserver"
TEST_SERVER_SEES = {"base", "model", "iis", "catalogue", "digest", "evidence", "manual"}

# Third-party headers by the beginning of their path, and who may include them: a house, or one file.
# None: everybody.
LIBRARIES = {
    "fmt/": None,
    "tl/expected.hpp": None,
    "curl/": {"net"},
    "openssl/": {"digest", TEST_SERVER},
    "nlohmann/": {"catalogue", "evidence", "report", TEST_SERVER},
    "pugixml.hpp": {"iis"},
    "CLI/": {"cli", "manual", "testserver/main.cpp"},
    "toml++/": {"cli"},
    "libxml/": {"catalogue"},
    "boost/": {TEST_SERVER},
    "zlib.h": {"audit", TEST_SERVER},
    "plist/": {"endpoint"},
}
# Libraries of which all headers stand in one single source file, because they are slow to compile.
IN_ONE_FILE = {"boost/"}
# The only third-party header in a public header.
IN_PUBLIC_HEADERS = {"tl/expected.hpp"}
# Headers of the operating systems: in source files only.
SYSTEM_FOLDERS = {"arpa", "net", "netinet", "sys"}
SYSTEM_HEADERS = {
    "dirent.h", "fcntl.h", "io.h", "knownfolders.h", "netdb.h", "poll.h", "process.h", "shellapi.h", "shlobj.h",
    "signal.h", "spawn.h", "termios.h", "unistd.h",
    "windows.h", "winhttp.h", "winsock2.h", "winver.h", "ws2tcpip.h",
}

# What no line of a file below these folders may hold ("": every tracked file).
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
SLEEP = re.compile(r"\b(sleep_for|sleep_until|u?sleep\s*\(|nanosleep|Sleep\s*\()")
THIS_MACHINE = re.compile(r"(?<![\w./-])/(work|root)(?=/|\b)")
WORDS = [
    (UNFINISHED, ["src", "include", "testserver", "tests", "cmake", "docs"], "finish it, or write an issue: no markers"),
    (SLEEP, ["tests", "testserver"], "no sleeping: wait for what is to happen, or use a timer"),
    (THIS_MACHINE, [""], "absolute path of one machine"),
]

# Lines of a source file. About 400 is the aim.
MOST_LINES = 500

# --- the check -------------------------------------------------------------------------------------------------------

Breach = collections.namedtuple("Breach", "file line rule")
INCLUDE = re.compile(r"""^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")""")
SELF = "tests/integration/architecture_test.py"  # names every forbidden word
LEVEL_OF = {house: level for level, houses in enumerate(LEVELS) for house in houses}


def files_of(root):
    """Relative paths of what is tracked or about to be; without git, of everything but build and hidden folders."""
    listing = subprocess.run(
        ["git", "-c", f"safe.directory={root}", "-C", str(root), "ls-files", "-z", "--cached", "--others",
         "--exclude-standard"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False) if shutil.which("git") and (root / ".git").exists() else None
    if listing and listing.returncode == 0:
        names = [os.fsdecode(name) for name in listing.stdout.split(b"\0") if name]
        return sorted(name for name in set(names) if (root / name).is_file())
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "build"]
        found += [(pathlib.Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def is_in(file, folder):
    return folder == "" or file.startswith(folder + "/")


def house_of(file):
    """The house of a source file, "testserver", or None for what belongs to no house."""
    parts = file.split("/")
    if parts[0] == TEST_SERVER:
        return TEST_SERVER
    if parts[0] == "src" and len(parts) > 2:
        return parts[1]
    if parts[:2] == ["include", "webcid"] and len(parts) > 3:
        return parts[2]
    return None


def breach_between(house, other):
    """Why `house` may not include `other`; None when it may."""
    if house == other:
        return None
    if house == TEST_SERVER:
        return None if other in TEST_SERVER_SEES else f"the test server never includes {other}"
    if (house, other) in NEVER:
        return f"{house} never includes {other}"
    if other not in LEVEL_OF:
        return f"no such house: {other}"
    if (house, other) in SAME_LEVEL or LEVEL_OF[other] < LEVEL_OF[house]:
        return None
    same = LEVEL_OF[other] == LEVEL_OF[house]
    return f"{house} includes {other}: " + ("a house of its own level" if same else "upward")


def library_of(header):
    return next((library for library in LIBRARIES if header.startswith(library)), None)


def breach_of_outer_header(file, house, header):
    """Why the file may not include this header, which is none of ours; None when it may."""
    is_standard = "/" not in header and "." not in header
    if is_standard:
        return None
    library = library_of(header)
    is_public = file.startswith("include/")
    if is_public and header not in IN_PUBLIC_HEADERS:
        return f"<{header}> in a public header"
    if library is None:
        is_system = header in SYSTEM_HEADERS or header.split("/")[0] in SYSTEM_FOLDERS
        return None if is_system else f"<{header}> is of no library that we use"
    allowed = LIBRARIES[library]
    return None if allowed is None or house in allowed or file in allowed else f"<{header}> in {house}"


def breach_of_include(root, file, header, is_quoted):
    house = house_of(file)
    if header.startswith("webcid/"):
        return breach_between(house, header.split("/")[1])
    if not is_quoted:
        return breach_of_outer_header(file, house, header)
    if house == TEST_SERVER and header.startswith(TEST_SERVER + "/"):
        return None
    folder = pathlib.PurePosixPath(file).parent
    own = ".." not in header.split("/") and (root / folder / header).is_file()
    return None if own else f'"{header}" is not beside the file that includes it'


class Check:
    def __init__(self, root):
        self.root = root
        self.breaches = []
        self.includes = collections.Counter()  # by house
        self.users = collections.defaultdict(list)  # of the libraries for one file: (file, line)

    def run(self):
        for file in files_of(self.root):
            self.check_file(file)
        for library, users in self.users.items():
            first = users[0][0]
            for file, line in users:
                if file != first:
                    self.add(file, line, f"{library} stands in {first} already, and in one file only")
        return sorted(self.breaches)

    def add(self, file, line, rule):
        self.breaches.append(Breach(file, line, rule))

    def check_file(self, file):
        try:
            lines = (self.root / file).read_text(encoding="utf-8").split("\n")
        except UnicodeDecodeError:
            return  # not a text
        is_source = file.endswith((".cpp", ".hpp")) and file.split("/")[0] in ("src", "include", TEST_SERVER)
        if is_source:
            self.check_source(file, lines)
        if file == SELF:
            return
        words = [(word, rule) for word, folders, rule in WORDS if any(is_in(file, folder) for folder in folders)]
        for number, line in enumerate(lines, 1):
            for word, rule in words:
                if word.search(line):
                    self.add(file, number, rule)

    def check_source(self, file, lines):
        house = house_of(file)
        if house != TEST_SERVER and house not in LEVEL_OF:
            self.add(file, 1, f"in no house of the table: {house}")
            return
        length = len(lines) - (lines[-1] == "")
        if length > MOST_LINES:
            self.add(file, length, f"more than {MOST_LINES} lines")
        for number, line in enumerate(lines, 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            header = found.group(1) or found.group(2)
            self.includes[house] += 1
            library = library_of(header)
            if library in IN_ONE_FILE:
                self.users[library].append((file, number))
            rule = breach_of_include(self.root, file, header, found.group(2) is not None)
            if rule:
                self.add(file, number, rule)


# --- the test of the check itself ------------------------------------------------------------------------------------

# A folder of sources: each file with its text, and the rules that its lines break.
HEALTHY = {
    "include/webcid/base/result.hpp": "#include <string>\n#include <tl/expected.hpp>\n",
    "include/webcid/iis/site.hpp": "#include <webcid/base/result.hpp>\n",
    "src/net/client.cpp": "#include <curl/curl.h>\n#include <fmt/format.h>\n#include <sys/socket.h>\n",
    "src/diagnose/case.cpp": '#include <webcid/causes/causes.hpp>\n#include "rules.hpp"\n',
    "src/diagnose/rules.hpp": "#include <webcid/model/report.hpp>\n",
    "src/cli/main.cpp": "#include <CLI/CLI.hpp>\n#include <webcid/check/check.hpp>\n",
    "testserver/main.cpp": '#include <CLI/CLI.hpp>\n#include "testserver/server.hpp"\n',
    "testserver/server.cpp": "#include <boost/asio.hpp>\n#include <boost/beast/core.hpp>\n",
    "tests/unit/net_test.cpp": "#include <curl/curl.h>\n#include <webcid/cli/run.hpp>\n",
    "docs/words.md": "the network/root, http://host/work and a rooted tree\n",
}
PLANTED = {
    "include/webcid/base/text.hpp": ("#include <fmt/format.h>\n", ["<fmt/format.h> in a public header"]),
    "include/webcid/net/socket.hpp": ("#include <windows.h>\n", ["<windows.h> in a public header"]),
    "src/base/upward.cpp": ("#  include <webcid/model/report.hpp>\n", ["base includes model: upward"]),
    "src/net/sideways.cpp": ("\n#include <webcid/store/folder.hpp>\n",
                             [None, "net includes store: a house of its own level"]),
    "src/causes/backward.cpp": ("#include <webcid/report/json.hpp>\n",
                                ["causes includes report: a house of its own level"]),
    "src/diagnose/mirror.cpp": ("#include <webcid/iis/site.hpp>\n", ["diagnose never includes iis"]),
    "src/update/page.cpp": ("#include <libxml/HTMLparser.h>\n#include <curl/curl.h>\n",
                            ["<libxml/HTMLparser.h> in update", "<curl/curl.h> in update"]),
    "src/check/other.cpp": ("#include <zlib.h>\n#include <webcid/cellar/wine.hpp>\n#include <toml++/toml.h>\n",
                            ["<zlib.h> in check", "no such house: cellar", "<toml++/toml.h> in check"]),
    "src/check/neighbour.cpp": ('#include "../update/records.hpp"\n',
                                ['"../update/records.hpp" is not beside the file that includes it']),
    "src/attic/old.cpp": ("\n", ["in no house of the table: attic"]),
    "src/model/unfinished.cpp": ("// TO" "DO: everything\n", ["finish it, or write an issue: no markers"]),
    "src/model/long.cpp": ("\n" * (MOST_LINES + 1), [None] * MOST_LINES + [f"more than {MOST_LINES} lines"]),
    "testserver/judge.cpp": ("#include <webcid/net/client.hpp>\n#include <CLI/CLI.hpp>\n",
                             ["the test server never includes net", "<CLI/CLI.hpp> in testserver"]),
    "testserver/z_second.cpp": ("#include <boost/asio.hpp>\n",
                                ["boost/ stands in testserver/server.cpp already, and in one file only"]),
    "tests/unit/slow_test.cpp": ("std::this_thread::sleep" "_for(x);\nusleep" "(1);\n",
                                 ["no sleeping: wait for what is to happen, or use a timer"] * 2),
    "tests/integration/slow_test.py": ("time.sleep" "(1)\n",
                                       ["no sleeping: wait for what is to happen, or use a timer"]),
    "docs/recipe.md": ("cd /ro" "ot/x\n\n`/wo" "rk`\n",
                       ["absolute path of one machine", None, "absolute path of one machine"]),
}


def run_on(texts):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in texts.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, encoding="utf-8")
        return Check(root).run()


def test_itself():
    expected = sorted(Breach(file, number, rule) for file, (_, rules) in PLANTED.items()
                      for number, rule in enumerate(rules, 1) if rule)
    found = run_on({**HEALTHY, **{file: text for file, (text, _) in PLANTED.items()}})
    wrong = [f"planted, not found: {breach}" for breach in expected if breach not in found]
    wrong += [f"found, not planted: {breach}" for breach in found if breach not in expected]
    wrong += [f"found in healthy sources: {breach}" for breach in run_on(HEALTHY)]
    return wrong


def main(arguments):
    broken = test_itself()
    for line in broken:
        print(f"the check itself is broken: {line}")
    root = pathlib.Path(arguments[0] if arguments else pathlib.Path(__file__).parents[2]).resolve()
    check = Check(root)
    breaches = check.run()
    for breach in breaches:
        print(f"{breach.file}:{breach.line}: {breach.rule}")
    # The houses that every build has; without their includes nothing was looked at.
    unseen = [house for house in ("base", "model", "net", "diagnose", TEST_SERVER) if check.includes[house] == 0]
    for house in unseen:
        print(f"no include of {house} was seen below {root}")
    print(f"{sum(check.includes.values())} includes of {len(check.includes)} houses looked at")
    return 1 if broken or breaches or unseen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
