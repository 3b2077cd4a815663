"""The bad weather of `webcid update`: kills, a full or read-only disk, servers that die, change files, send wrong ranges or
reset connections. After every run: no unverified byte under a final name and nothing lost that had been verified; and the
next run in good weather finishes with no byte more than was missing. tests/soak/update.py counts many, the test few."""
import hashlib
import os
import random
import shutil
import subprocess
import time

from counting_server import CATALOGUE, PIECE, Tree

OK, FAILED, LOCAL, INTERRUPTED = 0, 2, 74, 130
LARGE = 2 << 20  # of a large file: those from 1 MiB on are resumed
SMALL_FILES, LARGE_FILES = 60, 3
# What a name in the folder that is no final name looks like.
OURS = ".webcid"


def sample(rng):
    """Sixty small files in six folders, and three large ones."""
    files = {f"bases/b{i % 6}/f{i:02}.dat": rng.randbytes(rng.randint(1, 16 << 10)) for i in range(SMALL_FILES)}
    files.update({f"engines/e{i}.cvd": rng.randbytes(LARGE) for i in range(LARGE_FILES)})
    return Tree(files)


class Outcome:
    def __init__(self, code, text, seconds):
        self.code, self.text, self.seconds = code, text, seconds


class Campaign:
    """One folder, one server, and the count of what was tried and of what was wrong."""

    def __init__(self, webcid, home, seed=1):
        self.webcid, self.home, self.rng = str(webcid), home, random.Random(seed)
        self.counts, self.violations = {}, []
        self.what = ""
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)

    # --- the books ----------------------------------------------------------------------------------------------------

    def count(self, what, by=1):
        self.counts[what] = self.counts.get(what, 0) + by

    def expect(self, condition, text):
        self.count("checks")
        if not condition:
            self.violations.append(f"{self.what}: {text}")

    # --- runs ---------------------------------------------------------------------------------------------------------

    def start(self, server, folder, *options):
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return subprocess.Popen([self.webcid, "update", server.url + "/", str(folder), *options], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True, errors="replace", env=environment)

    def finish(self, process, begin):
        try:
            text = process.communicate(timeout=120)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            text = process.communicate()[0]
            self.expect(False, "did not end within two minutes")
        return Outcome(process.returncode, text, time.monotonic() - begin)

    def run(self, server, folder, *options):
        """A run to its end. Whatever it is, the folder stays right."""
        before = right_files(server.tree, folder)
        server.forget()
        begin = time.monotonic()
        outcome = self.finish(self.start(server, folder, *options), begin)
        self.count("runs")
        self.look(server.tree, folder, before, outcome)
        self.expect(outcome.code in (OK, FAILED, LOCAL), f"exit {outcome.code}: {outcome.text[-300:]}")
        return outcome

    def look(self, tree, folder, before, outcome=None):
        """No byte that was never published under a final name; nothing lost that was verified."""
        found = digests(folder)
        for path, digest in found.items():
            if path == CATALOGUE or is_temporary(path):
                continue
            self.expect(digest in tree.ever.get(path, ()), f"{path} holds what was never published")
        self.count("files hashed", len(found))
        for path, digest in before.items():
            is_lost = path not in found and path in tree.files
            self.expect(not is_lost, f"{path} was verified and is gone")
            is_current = digest == tree.digests.get(path)
            self.expect(not is_current or found.get(path) == digest, f"{path} was right and is not any more")
        if outcome and outcome.code == OK:
            wrong = [path for path, digest in tree.digests.items() if found.get(path) != digest]
            self.expect(not wrong, f"exit 0, but {len(wrong)} files are not as published, {wrong[:3]}")

    def finish_in_good_weather(self, server, folder, *options):
        """The next run: everything arrives, and no more than was missing is sent."""
        found = digests(folder)
        missing = {path for path, digest in server.tree.digests.items() if found.get(path) != digest}
        kept = sum(file.stat().st_size for file in partials(folder))
        outcome = self.run(server, folder, *options)
        self.expect(outcome.code == OK, f"the next run ends with {outcome.code}: {outcome.text[-300:]}")
        again = [path for path in server.sent if path in server.tree.files and path not in missing]
        self.expect(not again, f"{len(again)} files were there and right and are fetched again, {again[:3]}")
        most = sum(len(server.tree.files[path]) for path in missing)
        sent = server.body_bytes()
        self.expect(sent <= most, f"{sent:,} bytes were sent, {most:,} were missing")
        large = sum(len(server.tree.files[path]) for path in missing if len(server.tree.files[path]) >= 1 << 20)
        if kept and large and not server.weather.weak_tags:
            # What an unfinished file is described by lies beside it and is small.
            least_spared = min(kept, large) - PIECE
            self.expect(sent <= most - least_spared, f"{sent:,} of {most:,} missing bytes were sent with {kept:,} kept")
            self.count("bytes spared by resuming", max(0, most - sent))
        left = [path for path in digests(folder) if is_temporary(path)]
        self.expect(not left, f"{len(left)} temporaries are left, {left[:3]}")
        return outcome

    def says(self, outcome, *words):
        """The message names what happened: one of these words, whatever their case."""
        text = outcome.text.lower()
        self.expect(any(word in text for word in words), f"nothing of {words} in: {outcome.text[-400:]}")

    def fresh(self):
        folder = self.home / "copy"
        shutil.rmtree(folder, ignore_errors=True)
        return folder


def is_temporary(path):
    return path.rsplit("/", 1)[-1].startswith(".webcid-")


def digests(folder):
    """Every file of the folder outside .webcid: path to digest."""
    found = {}
    for where, folders, names in os.walk(folder):
        if where == str(folder) and OURS in folders:
            folders.remove(OURS)
        for name in names:
            file = os.path.join(where, name)
            with open(file, "rb") as opened:
                found[os.path.relpath(file, folder).replace(os.sep, "/")] = hashlib.sha256(opened.read()).hexdigest()
    return found


def right_files(tree, folder):
    """What stands verified in the folder: under its name, with a digest that was published there."""
    return {path: digest for path, digest in digests(folder).items() if digest in tree.ever.get(path, ())}


def partials(folder):
    kept = folder / OURS / "partial"
    return [file for file in kept.iterdir() if file.is_file()] if kept.is_dir() else []
