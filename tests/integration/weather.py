"""The bad weather of `webcid update`: kills, a full or read-only disk, servers that die, change files, send wrong ranges or
reset connections. After every run: no unverified byte under a final name and nothing lost that had been verified; and the
next run in good weather finishes with no byte more than was missing. tests/soak/update.py counts many, the test few."""
import contextlib
import hashlib
import os
import random
import shutil
import signal
import subprocess
import time

from counting_server import CATALOGUE, PIECE, CountingServer, Tree

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


# --- killed ----------------------------------------------------------------------------------------------------------


def next_version(campaign, tree):
    """A quarter of the small files and one large one change, one goes, one comes."""
    rng = campaign.rng
    small = sorted(path for path in tree.files if path.startswith("bases/"))
    changes = {path: rng.randbytes(rng.randint(1, 16 << 10)) for path in rng.sample(small, len(small) // 4)}
    changes[rng.choice(sorted(set(small) - set(changes)))] = None
    changes[f"bases/b{rng.randrange(6)}/n{rng.randrange(10**6):06}.dat"] = rng.randbytes(5000)
    changes[f"engines/e{rng.randrange(LARGE_FILES)}.cvd"] = rng.randbytes(LARGE)
    tree.publish(changes)


def kill_at_time(campaign, server, folder, options, longest):
    process = campaign.start(server, folder, *options)
    try:
        process.wait(campaign.rng.uniform(0, longest))
    except subprocess.TimeoutExpired:
        process.kill()
    return process


def kill_at_bytes(campaign, server, folder, options, most):
    """Killed by the server, when it has sent so many bytes."""
    at = campaign.rng.randrange(most)
    started = []

    def pace(sent):
        if sent >= at and started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(started[0].pid, signal.SIGKILL)

    server.weather.pace = pace
    started.append(campaign.start(server, folder, *options))
    return started[0]


def killed(campaign, times):
    """kill -9, half of them at a random time, half after a random number of bytes."""
    with CountingServer(sample(campaign.rng)) as server:
        folder = campaign.fresh()
        longest = campaign.run(server, folder).seconds
        durabilities = ["none", "file", "tree"]
        for number in range(times):
            campaign.what = f"kill {number}"
            next_version(campaign, server.tree)
            if number % 20 == 19:
                folder = campaign.fresh()
            options = ["--durability", durabilities[number % 3]] + (["--delete"] if number % 2 else [])
            before = right_files(server.tree, folder)
            server.forget()
            if number % 4 < 2:
                process = kill_at_time(campaign, server, folder, options, longest * 1.1)
            else:
                most = sum(len(data) for path, data in server.tree.files.items()
                           if before.get(path) != server.tree.digests[path])
                process = kill_at_bytes(campaign, server, folder, options, most)
            process.communicate(timeout=120)
            server.weather.pace = None
            campaign.count("kills" if process.returncode == -signal.SIGKILL else "kills that came too late")
            campaign.look(server.tree, folder, before)
            longest = max(campaign.finish_in_good_weather(server, folder, *options).seconds, 0.02)


# --- this machine ----------------------------------------------------------------------------------------------------


def mounted(folder, options):
    """Whether a small file system in memory could be mounted there: that takes root, and a system that allows it."""
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


@contextlib.contextmanager
def small_disk(campaign, size):
    """A folder on a disk of so many KiB; None where none can be mounted."""
    folder = campaign.home / f"disk-{size}"
    if not mounted(folder, f"size={size}k"):
        campaign.count("skipped: no small disk without the right to mount")
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", folder], check=True)


def full_disk(campaign, times):
    for number in range(times):
        size = 64 + (number * 7200 // max(1, times))
        campaign.what = f"disk of {size} KiB"
        with small_disk(campaign, size) as disk, CountingServer(sample(campaign.rng)) as server:
            if disk is None:
                return
            outcome = campaign.run(server, disk / "copy")
            campaign.count("full disks" if outcome.code else "disks that were large enough")
            if outcome.code:
                campaign.expect(outcome.code == LOCAL, f"exit {outcome.code}, 74 is this machine's")
                campaign.says(outcome, "no space", "disk full", "disk is full")
            remount(disk, "size=64m")
            campaign.finish_in_good_weather(server, disk / "copy")


def read_only(campaign, times):
    for number in range(times):
        campaign.what = f"read-only folder {number}"
        with small_disk(campaign, 65536) as disk, CountingServer(sample(campaign.rng)) as server:
            if disk is None:
                return
            folder = disk / "copy"
            if number % 2:  # a mirror that was writable once; else a folder that cannot even be made
                campaign.run(server, folder)
                next_version(campaign, server.tree)
            remount(disk, "ro")
            outcome = campaign.run(server, folder)
            campaign.count("read-only folders")
            campaign.expect(outcome.code == LOCAL, f"exit {outcome.code}, 74 is this machine's")
            campaign.says(outcome, "read-only", "permission denied")
            campaign.expect(server.body_bytes() == 0, f"{server.body_bytes():,} bytes were fetched for nothing")
            remount(disk, "rw")
            campaign.finish_in_good_weather(server, folder)


# --- the server ------------------------------------------------------------------------------------------------------


def server_dies(campaign, times):
    total = SMALL_FILES * (8 << 10) + LARGE_FILES * LARGE
    for number in range(times):
        campaign.what = f"server dies {number}"
        with CountingServer(sample(campaign.rng)) as server:
            folder = campaign.fresh()
            server.weather.dies_after = (number * 2 + 1) * total // (2 * times)
            outcome = campaign.run(server, folder)
            campaign.count("servers that died")
            campaign.expect(outcome.code == FAILED, f"exit {outcome.code}, 2 says that files failed")
            campaign.says(outcome, "refused", "reset", "closed", "ended", "connect")
            server.weather.dies_after = None
            server.start()
            campaign.finish_in_good_weather(server, folder)


def cut_half_way(campaign, server, folder):
    """A large file of which the first three quarters arrive in a run; its path."""
    path = "engines/e1.cvd"
    # As often as a run may ask: whatever it retries, this file does not arrive.
    server.weather.dies_after = None
    server.weather.cut = {path: LARGE * 3 // 4}
    server.weather.pace = lambda sent: server.weather.cut.setdefault(path, 0)
    outcome = campaign.run(server, folder)
    server.weather.pace, server.weather.cut = None, {}
    campaign.expect(outcome.code == FAILED, f"exit {outcome.code} after a cut file")
    campaign.says(outcome, path)
    return path


def resumed(campaign, times):
    """What was received of a large file is not sent again, if a strong tag says that it is still the same file."""
    for number in range(times):
        for tags in ("strong", "weak"):
            campaign.what = f"resume {number}, {tags} tags"
            with CountingServer(sample(campaign.rng)) as server:
                server.weather.weak_tags = tags == "weak"
                folder = campaign.fresh()
                path = cut_half_way(campaign, server, folder)
                campaign.finish_in_good_weather(server, folder)
                sent = server.sent.get(path, 0)
                if tags == "strong":
                    campaign.expect(sent <= LARGE // 4 + PIECE, f"{sent:,} of {LARGE:,} bytes sent, a quarter was missing")
                campaign.count("cut files")


def changed_between_parts(campaign, times):
    """The file is another one when the rest is asked for: with its catalogue, or without; with If-Range heeded, or not."""
    for number in range(times):
        for heeds in (True, False):
            for with_catalogue in (True, False):
                campaign.what = f"change {number}, If-Range {heeds}, catalogue {with_catalogue}"
                with CountingServer(sample(campaign.rng)) as server:
                    changed_once(campaign, server, heeds, with_catalogue)


def changed_once(campaign, server, heeds, with_catalogue):
    folder = campaign.fresh()
    path = cut_half_way(campaign, server, folder)
    old, new = server.tree.files[path], campaign.rng.randbytes(LARGE)
    server.weather.ignores_if_range = not heeds
    if with_catalogue:
        server.tree.publish({path: new})
    else:
        server.tree.files[path] = new  # never listed: it must not arrive
    outcome = campaign.run(server, folder)
    campaign.count("files changed between parts")
    if not with_catalogue:
        campaign.expect(outcome.code == FAILED, f"exit {outcome.code} with a file that its catalogue does not promise")
        campaign.says(outcome, path)
        server.tree.files[path] = old
    server.weather.ignores_if_range = False
    outcome = campaign.run(server, folder)
    campaign.expect(outcome.code == OK, f"the next run ends with {outcome.code}: {outcome.text[-300:]}")


def wrong_ranges(campaign, times):
    for number in range(times):
        for kind in ("shifted", "labelled", "ignored"):
            campaign.what = f"range {kind} {number}"
            with CountingServer(sample(campaign.rng)) as server:
                folder = campaign.fresh()
                path = cut_half_way(campaign, server, folder)
                server.weather.wrong_range = kind if kind != "ignored" else None
                server.weather.ignores_ranges = kind == "ignored"
                outcome = campaign.run(server, folder)
                campaign.count(f"ranges {kind}")
                if outcome.code != OK:
                    campaign.says(outcome, path)
                server.weather.wrong_range, server.weather.ignores_ranges = None, False
                # What a wrong range spoilt may have to be fetched whole: once.
                last = campaign.run(server, folder)
                campaign.expect(last.code == OK, f"the next run ends with {last.code}: {last.text[-300:]}")
                campaign.expect(server.sent.get(path, 0) <= LARGE, f"{server.sent.get(path, 0):,} bytes of it were sent")


def resets(campaign, times):
    """Each third connection is reset. A run retries; one after it finishes at the latest in good weather."""
    for number in range(times):
        connections = (1, 4, 16)[number % 3]
        campaign.what = f"resets {number}, -j {connections}"
        with CountingServer(sample(campaign.rng)) as server:
            folder = campaign.fresh()
            server.weather.reset_every = 3
            outcome = campaign.run(server, folder, "-j", str(connections))
            campaign.count("runs with resets that finished" if outcome.code == OK else "runs with resets that failed")
            server.weather.reset_every = 0
            campaign.finish_in_good_weather(server, folder)


def interrupted(campaign, times):
    """Ctrl-C ends a run with 130, and the next one goes on."""
    for number in range(times):
        campaign.what = f"Ctrl-C {number}"
        with CountingServer(sample(campaign.rng)) as server:
            folder, begin = campaign.fresh(), time.monotonic()
            at, started = campaign.rng.randrange(LARGE * LARGE_FILES // 2), []

            def pace(sent, at=at, started=started):
                if sent >= at and started:
                    started.pop().send_signal(signal.SIGINT)

            server.weather.pace = pace
            process = campaign.start(server, folder)
            started.append(process)
            outcome = campaign.finish(process, begin)
            server.weather.pace = None
            campaign.expect(outcome.code == INTERRUPTED, f"exit {outcome.code} after Ctrl-C: {outcome.text[-300:]}")
            campaign.count("interruptions")
            campaign.look(server.tree, folder, {})
            campaign.finish_in_good_weather(server, folder)


# Name, what happens, how often in a campaign and how often in the test.
CASES = [
    ("killed", killed, 200, 8),
    ("full-disk", full_disk, 24, 3),
    ("read-only", read_only, 6, 2),
    ("server-dies", server_dies, 20, 2),
    ("resumed", resumed, 5, 1),
    ("changed", changed_between_parts, 5, 1),
    ("ranges", wrong_ranges, 5, 1),
    ("resets", resets, 9, 2),
    ("interrupted", interrupted, 12, 2),
]
