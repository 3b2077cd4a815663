#!/usr/bin/env python3
"""`webcid update` against the fastest downloaders, in turns on the same machine, every file verified by SHA-256.

usage: update.py WEBCID [S|M|L|latency|same|growth|all] [ROUNDS]

Each round runs every contestant once, into an empty folder in memory, from nginx on loopback. Prints medians, ratios and
peak memory and puts the tables of this run into bench/RESULTS.md; exit 1 when a bar is missed.
"""
import pathlib
import statistics
import sys

import growth
import results
from measuring import HERE, HOME, FastNginx, Run, empty_folder, holds, must_hold
from workloads import sums, tree

ROUNDS = {"S": 7, "M": 7, "L": 3, "latency": 3}
WEBCID = "webcid update"
BARE = "bare libcurl + sha256"
# The bars: workload, contestant, the most that webcid's median may be of the contestant's.
BARS = {
    ("S", "wget2"): 0.60, ("S", "2 curl"): 0.80, ("S", "2 curl + sha256"): 0.65, ("S", "cp -r"): 1.30,
    ("M", "2 curl"): 1.15, ("M", "2 curl + sha256"): 0.80, ("M", "cp -r"): 1.10,
    ("L", "wget2 + sha256"): 0.85, ("L", "2 curl + sha256"): 0.95,
    ("latency", "curl -Z 64"): 1.05,
}
MOST_MEMORY = 24  # MiB
TITLES = {
    "S": "S: 20,000 files of 0.2 to 16 KiB, 74 MB",
    "M": "M: 2,000 files of 64 to 512 KiB, 582 MB",
    "L": "L: 6 files of 512 MiB, 3.2 GB",
    "latency": "S with 10 ms added to every answer",
}


class Lists:
    """What the rivals need for one workload: lists of addresses, whole and in halves, and of digests."""

    def __init__(self, home, url, listed):
        home.mkdir(parents=True, exist_ok=True)
        self.urls, self.config = home / "urls", home / "curl"
        self.urls.write_text("".join(f"{url}/{path}\n" for _, path in listed))
        self.write_config(self.config, url, listed)
        half = len(listed) // 2
        self.halves = []
        for number, part in enumerate((listed[:half], listed[half:])):
            config, digests = home / f"curl.{number}", home / f"sha256.{number}"
            self.write_config(config, url, part)
            digests.write_text("".join(f"{digest}  {path}\n" for digest, path in part))
            self.halves.append((config, digests))

    @staticmethod
    def write_config(file, url, listed):
        file.write_text("create-dirs\n" + "".join(f"url={url}/{path}\noutput={path}\n" for _, path in listed))


def then_verified(command, *digests):
    """The download, then a process for each list of digests."""
    return ["sh", HERE / "then_verify.sh", sys.executable, *digests, "--", *command]


def wget2(lists):
    return ["wget2", "-q", "--no-config", "-x", "-nH", "--max-threads=16", "-i", lists.urls]


def curl(config, parallel):
    return ["curl", "-q", "-sS", "-Z", "--parallel-max", str(parallel), "-K", config]


def contestants(workload, webcid, url, root, lists):
    """{name: commands that run side by side}: webcid first, rivals with the best settings found."""
    update = [webcid, "update", url, ".", "--quiet"]
    if workload == "latency":
        return {WEBCID: [[*update, "-j", "64"]], "curl -Z 64": [curl(lists.config, 64)]}
    found = {
        WEBCID: [update],
        "wget2": [wget2(lists)],
        "wget2 + sha256": [then_verified(wget2(lists), *(digests for _, digests in lists.halves))],
        "2 curl": [curl(config, 8) for config, _ in lists.halves],
        "2 curl + sha256": [then_verified(curl(config, 8), digests) for config, digests in lists.halves],
        "cp -r": [["cp", "-r", f"{root}/.", "."]],
    }
    # A few large files may all fall to one of its threads.
    if workload != "L":
        found[BARE] = [[webcid.parent / "tests/bare_download", url, root / "SHA256SUMS", "16"]]
    return found


def measure(workload, webcid, rounds):
    """{contestant: [(seconds, MiB)]}"""
    root = tree("S" if workload == "latency" else workload, HOME / "tree")
    listed = sums(root)
    whole = holds(root, listed)
    found = {}
    with FastNginx(HOME / f"nginx-{workload}", root, delay=10 if workload == "latency" else 0) as server:
        commands = contestants(workload, webcid, server.url, root, Lists(HOME / f"lists-{workload}", server.url, listed))
        for number in range(rounds):
            for name, side_by_side in commands.items():
                with empty_folder() as folder:
                    run = Run(side_by_side, folder).must_be_right(name)
                    must_hold(folder, listed, whole, name)
                found.setdefault(name, []).append((run.seconds, run.memory))
                print(f"{workload} round {number + 1}: {name:16} {run.seconds:7.2f} s {run.memory:6.1f} MiB", flush=True)
    return found


def has_sha_instructions():
    info = pathlib.Path("/proc/cpuinfo")
    return info.exists() and "sha_ni" in info.read_text()


def table(workload, found):
    """The rows of a table, and the bars that were missed."""
    ours = statistics.median(seconds for seconds, _ in found[WEBCID])
    rows, missed = [], []
    for name, runs in found.items():
        seconds, memory = [s for s, _ in runs], max(m for _, m in runs)
        median = statistics.median(seconds)
        bar, ratio = BARS.get((workload, name)), ours / median
        if bar and workload == "L" and not has_sha_instructions():
            bar = None
        if bar and ratio > bar:
            missed.append(f"{workload}: {ratio:.2f} of {name}, {bar:.2f} at most")
        rows.append([name, f"{median:.2f}", f"{min(seconds):.2f}-{max(seconds):.2f}", f"{memory:.1f}",
                     "" if name == WEBCID else f"{ratio:.2f}", f"{bar:.2f}" if bar else ""])
    memory = max(m for _, m in found[WEBCID])
    if memory > MOST_MEMORY:
        missed.append(f"{workload}: peak memory {memory:.1f} MiB, {MOST_MEMORY} at most")
    return rows, missed


def compare(workload, webcid, rounds):
    rounds = rounds or ROUNDS[workload]
    found = measure(workload, webcid, rounds)
    rows, missed = table(workload, found)
    head = ["", "median s", "range s", "peak MiB", "webcid / it", "at most"]
    note = f"{rounds} rounds in turns; webcid may use {MOST_MEMORY} MiB."
    if workload == "L" and not has_sha_instructions():
        note += " The CPU has no SHA instructions: no bars."
    results.write(TITLES[workload], results.table(head, rows), note, f"./dev bench update {workload} {rounds}")
    return missed


def main():
    webcid = pathlib.Path(sys.argv[1]).resolve()
    part = sys.argv[2] if len(sys.argv) > 2 else "all"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    parts = {**{name: compare for name in TITLES}, "same": growth.same, "growth": growth.grown}
    if part != "all" and part not in parts:
        raise SystemExit(f"parts: {' '.join(parts)} all")
    missed = []
    for name, measured in parts.items():
        if part in (name, "all"):
            missed += measured(name, webcid, rounds)
    print("\n".join(f"MISSED {line}" for line in missed) or "every bar is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
