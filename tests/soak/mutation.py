#!/usr/bin/env python3
"""Changes one thing in the code, builds the unit tests that are to notice, and looks whether they do.

usage: mutation.py [HOUSE[,HOUSE]] [--minutes N] [--seed N] [--jobs N]

Houses: diagnose, catalogue, iis (all of them where none is given). Each worker has a copy of the sources and a build of
its own below build/mutation. Mutants are drawn at random, the same for the same seed: so many as the minutes allow. One
that no test notices is a survivor, and is printed; those that tests/soak/mutation_argued.txt argues away are counted by
themselves. Exits 1 when there is another.
"""
import argparse
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build/mutation"
ARGUED = pathlib.Path(__file__).with_name("mutation_argued.txt")
HOUSES = ("diagnose", "catalogue", "iis")
COPIED = ("CMakeLists.txt", "cmake", "docs", "include", "packaging", "src", "testserver", "bench", "tests", "README.md", "LICENSE")
# Which tests, those first that take a moment. How long something takes shows no mistake that the others don't.
TESTS = {"diagnose": ['~"on any tree*"~"time grows*"', "on any tree*"]}

# What is changed into what. The first group is what has to stand there.
OPERATORS = [
    (r"==", "!="), (r"!=", "=="), (r"(?<![<\-])<(?![<=\w])", "<="), (r"(?<![>\-])>(?![>=\w(;,&)])", ">="),
    (r"<=", "<"), (r">=", ">"), (r"&&", "||"), (r"\|\|", "&&"), (r" \+ (?=\d)", " - "), (r" - (?=\d)", " + "),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r"\bcontinue;", "break;"), (r"\bbreak;", "continue;"),
    (r"(?<=[(\s])!(?=[\w(])", ""), (r"\breturn (?!\{|std::)(?=[a-z_]\w*\()", "return !"), (r"\+\+(?=\w)", "--"),
    (r"\bstd::min\b", "std::max"), (r"\bstd::max\b", "std::min"), (r"\bany_of\b", "all_of"), (r"\ball_of\b", "any_of"),
]
# Lines that are no code, or whose change is none.
LEFT_OUT = re.compile(r"^\s*(//|#|template|using|static_assert|namespace|enum|struct|class|\*|\"|\{\"|case |std::function)|operator|= delete|= default")


def candidates(house):
    """Every single change: file, line number, column, what stands there, what comes in its place."""
    for path in sorted((ROOT / "src" / house).glob("*.cpp")):
        for number, line in enumerate(path.read_text().splitlines()):
            if LEFT_OUT.search(line):
                continue
            code = line.split("//")[0]
            texts = [match.span() for match in re.finditer(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', code)]
            for pattern, replacement in OPERATORS:
                for match in re.finditer(pattern, code):
                    if not any(begin <= match.start() < end for begin, end in texts):
                        yield path.relative_to(ROOT), number, match.start(), match.group(), replacement


class Worker:
    """A copy of the sources with a build of its own."""

    def __init__(self, number):
        self.tree = WORK / f"tree-{number}"
        self.build = self.tree / "build"
        for name in COPIED:
            self.copy(ROOT / name, self.tree / name)
        self.run("cmake", "-G", "Ninja", "-S", self.tree, "-B", self.build, "-DCMAKE_BUILD_TYPE=RelWithDebInfo",
                 "-DCMAKE_CXX_FLAGS_RELWITHDEBINFO=-g0 -O1")
        self.longest = 0

    def copy(self, source, target):
        """Only what differs, and dated now: by the date of its original a file looks older than what was built of its
        last mutant."""
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            for gone in {path.name for path in target.iterdir()} - {path.name for path in source.iterdir()}:
                if (target / gone).is_dir():
                    shutil.rmtree(target / gone)
                else:
                    (target / gone).unlink()
            for path in source.iterdir():
                self.copy(path, target / path.name)
        elif not target.exists() or target.read_bytes() != source.read_bytes():
            shutil.copy(source, target)

    def run(self, *command, limit=900):
        # With ccache, one worker's objects are the other's.
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=limit, check=True,
                              env={**os.environ, "LC_ALL": "C.UTF-8", "CCACHE_BASEDIR": str(self.tree), "CCACHE_NOHASHDIR": "1"})

    def test(self, house, limit):
        for chosen in TESTS.get(house, ["*"]):
            self.run(self.build / "tests" / f"unit_{house}", "--abort", chosen, limit=limit)

    def prepare(self, house, jobs=1):
        self.run("ninja", "-C", self.build, f"-j{jobs}", f"unit_{house}", limit=3600)
        begin = time.monotonic()
        try:
            self.test(house, 600)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as failure:
            raise SystemExit(f"mutation.py: the tests of {house} fail without any change") from failure
        # A mutant that takes longer hangs, and is noticed.
        self.longest = 20 + 5 * (time.monotonic() - begin)

    def try_one(self, house, path, number, column, old, new):
        """"noticed", "survived", or "invalid": it does not compile."""
        file = self.tree / path
        whole = file.read_text()
        lines = whole.splitlines(keepends=True)
        line = lines[number]
        lines[number] = line[:column] + new + line[column + len(old):]
        try:
            file.write_text("".join(lines))
            try:
                self.run("ninja", "-C", self.build, "-j1", f"unit_{house}")
            except subprocess.CalledProcessError:
                return "invalid"
            try:
                self.test(house, self.longest)
                return "survived"
            except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
                return "noticed"
        finally:
            file.write_text(whole)


def described(path, number, old, new):
    line = (ROOT / path).read_text().splitlines()[number].strip()
    return f"{path}: {old.strip()} -> {new.strip() or '(nothing)'}: {line}"


def campaign(house, workers, until, seed):
    counts = {"noticed": 0, "survived": 0, "argued": 0, "invalid": 0}
    argued = {line.split(" # ")[0].strip() for line in ARGUED.read_text().splitlines() if " # " in line} if ARGUED.exists() else set()
    drawn = list(candidates(house))
    total = len(drawn)
    random.Random(seed).shuffle(drawn)
    lock = threading.Lock()

    def work(worker):
        if worker is not workers[0]:
            worker.prepare(house)
        while time.monotonic() < until:
            with lock:
                if not drawn:
                    return
                path, number, column, old, new = drawn.pop()
            result = worker.try_one(house, path, number, column, old, new)
            name = described(path, number, old, new)
            with lock:
                if result == "survived" and name in argued:
                    result = "argued"
                counts[result] += 1
                if result == "survived":
                    print(f"  SURVIVED {name}", flush=True)

    workers[0].prepare(house, len(workers))
    with concurrent.futures.ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(work, workers))
    tried = counts["noticed"] + counts["survived"] + counts["argued"]
    print(f"{house}: {tried} of {total} possible mutants, {counts['noticed']} noticed, {counts['survived']} survived, "
          f"{counts['argued']} argued, {counts['invalid']} did not compile", flush=True)
    return counts["survived"]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("houses", nargs="?", default=",".join(HOUSES))
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    chosen = parser.parse_args()
    houses = chosen.houses.split(",")
    begin = time.monotonic()
    workers = [Worker(number) for number in range(chosen.jobs)]
    survivors = 0
    for number, house in enumerate(houses, 1):
        survivors += campaign(house, workers, begin + chosen.minutes * 60 * number / len(houses), chosen.seed)
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
