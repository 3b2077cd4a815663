"""Every kind of bad weather that `webcid update` is sent into; weather.py says what must hold after each."""
import contextlib
import os
import signal
import subprocess
import time

from counting_server import CATALOGUE, PIECE, CountingServer
from weather import FAILED, INTERRUPTED, LARGE, LARGE_FILES, LOCAL, OK, SMALL_FILES, digests, right_files, sample

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


def knows(campaign, option):
    shown = subprocess.run([campaign.webcid, "update", "--help"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                           check=False).stdout
    return option in shown


def kill_once(campaign, server, folder, options, number, longest):
    """A run of which the end is a kill, unless it came too late."""
    before = right_files(server.tree, folder)
    server.forget()
    if number % 4 < 2:
        process = kill_at_time(campaign, server, folder, options, longest * 1.1)
    else:
        most = sum(len(data) for path, data in server.tree.files.items() if before.get(path) != server.tree.digests[path])
        process = kill_at_bytes(campaign, server, folder, options, most)
    process.communicate(timeout=120)
    server.weather.pace = None
    campaign.count("kills" if process.returncode == -signal.SIGKILL else "kills that came too late")
    campaign.look(server.tree, folder, before)


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
            options = ["--durability", durabilities[number % 3]] + (["--delete"] if number % 2 and knows(campaign, "--delete") else [])
            kill_once(campaign, server, folder, options, number, longest)
            longest = max(campaign.finish_in_good_weather(server, folder, *options).seconds, 0.02)


def killed_at_swap(campaign, times):
    """kill -9 with --atomic-tree: the folder is wholly the old tree or wholly the new one, and nothing stays beside it."""
    if not knows(campaign, "--atomic-tree"):
        campaign.count("skipped: no --atomic-tree")
        return
    with CountingServer(sample(campaign.rng)) as server:
        folder = campaign.fresh()
        longest = campaign.run(server, folder, "--atomic-tree").seconds
        for number in range(times):
            campaign.what = f"kill at swap {number}"
            old = digests(folder)
            next_version(campaign, server.tree)
            kill_once(campaign, server, folder, ["--atomic-tree", "--delete"], number, longest)
            found = {path: digest for path, digest in digests(folder).items() if path != CATALOGUE}
            old.pop(CATALOGUE, None)
            campaign.expect(found in (old, server.tree.digests), "the folder is neither the old tree nor the new one")
            longest = max(campaign.finish_in_good_weather(server, folder, "--atomic-tree", "--delete").seconds, 0.02)
            beside = [path.name for path in campaign.home.iterdir() if path != folder]
            campaign.expect(not beside, f"{beside} stay beside the folder")


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
    # However often the run asks again, this file does not arrive.
    server.weather.cut = {path: LARGE * 3 // 4}
    server.weather.pace = lambda sent: server.weather.cut.setdefault(path, 0)
    outcome = campaign.run(server, folder, "--retries", "0")
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
    outcome = campaign.run(server, folder, "--retries", "1")
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
    ("killed-at-swap", killed_at_swap, 60, 4),
    ("full-disk", full_disk, 24, 3),
    ("read-only", read_only, 6, 2),
    ("server-dies", server_dies, 20, 2),
    ("resumed", resumed, 5, 1),
    ("changed", changed_between_parts, 5, 1),
    ("ranges", wrong_ranges, 5, 1),
    ("resets", resets, 9, 2),
    ("interrupted", interrupted, 12, 2),
]
