"""What an update costs when nothing changed, and how its cost grows with the number of entries."""
import statistics

import results
from measuring import HOME, FastNginx, Run, empty_folder, holds, must_hold
from workloads import linked_tree, sums, tree

COUNTS = [1000, 10000, 100000, 1000000]
# The bars for a no-change update of S, of `sha256sum -c` of the same folder.
MOST = {"webcid update": 0.2, "webcid update --paranoid": 1.0}
RIVAL = "sha256sum -c"


def bodies(log, listed, begin):
    """Requests behind line `begin` of nginx's log that brought bytes of a file of the tree."""
    files = {"/" + path for _, path in listed}
    rows = [line.rstrip("\n").split(" ", 2) for line in log.read_text().splitlines()[begin:]]
    return sum(1 for status, size, path in rows if path in files and status in ("200", "206") and size != "0")


def same(_, webcid, rounds):
    """A no-change update of S against `sha256sum -c` of the same folder."""
    rounds = rounds or 7
    root, log = tree("S", HOME / "tree"), HOME / "requests"
    listed, seconds, memory = sums(root), {}, {}
    log.unlink(missing_ok=True)
    with FastNginx(HOME / "nginx-same", root, log=log) as server, empty_folder() as folder:
        update = [webcid, "update", server.url, ".", "--quiet"]
        Run([update], folder).must_be_right("the first update")
        begin = len(log.read_text().splitlines())
        commands = {"webcid update": update, "webcid update --paranoid": [*update, "--paranoid"],
                    RIVAL: ["sha256sum", "-c", "--quiet", root / "SHA256SUMS"]}
        for number in range(rounds):
            for name, command in commands.items():
                run = Run([command], folder).must_be_right(name)
                seconds.setdefault(name, []).append(run.seconds)
                memory[name] = max(run.memory, memory.get(name, 0))
                print(f"same round {number + 1}: {name:24} {run.seconds:6.3f} s {run.memory:6.1f} MiB", flush=True)
        fetched = bodies(log, listed, begin)
    rows, missed = [], [f"same: {fetched} files were fetched again"] if fetched else []
    rival = statistics.median(seconds[RIVAL])
    for name, times in seconds.items():
        ratio = statistics.median(times) / rival
        if name in MOST and ratio > MOST[name]:
            missed.append(f"same: {name} takes {ratio:.2f} of {RIVAL}, {MOST[name]:.2f} at most")
        rows.append([name, f"{statistics.median(times):.3f}", f"{min(times):.3f}-{max(times):.3f}", f"{memory[name]:.1f}",
                     f"{ratio:.2f}", f"{MOST[name]:.2f}" if name in MOST else ""])
    results.write("S when nothing changed", results.table(["", "median s", "range s", "peak MiB", f"it / {RIVAL}", "at most"], rows),
                  f"{rounds} rounds in turns; nginx logged {fetched} requests that brought bytes of a file.",
                  f"./dev bench update same {rounds}")
    return missed


def costs(webcid, count, rounds):
    """Seconds and MiB of the first update of so many entries, then of one that finds nothing changed."""
    root = linked_tree(count, HOME / "tree")
    listed = sums(root)
    with FastNginx(HOME / "nginx-growth", root) as server, empty_folder() as folder:
        update = [webcid, "update", server.url, ".", "--quiet"]
        first = Run([update], folder).must_be_right("the first update")
        must_hold(folder, listed, holds(root, listed), "the first update")
        again = [Run([update], folder).must_be_right("the second update") for _ in range(rounds)]
    return (first.seconds, first.memory), (statistics.median(run.seconds for run in again), max(run.memory for run in again))


def grown(_, webcid, rounds):
    """Time and memory an entry from 1,000 to 1,000,000 entries of 1 to 64 bytes."""
    rounds = rounds or 3
    rows = []
    for count in COUNTS:
        (first, first_memory), (again, again_memory) = costs(webcid, count, rounds)
        rows.append([f"{count:,}", f"{first:.2f}", f"{first / count * 1e6:.1f}", f"{first_memory:.1f}",
                     f"{again:.3f}", f"{again / count * 1e6:.2f}", f"{again_memory:.1f}"])
        print("growth", *rows[-1], flush=True)
    head = ["entries", "first s", "us each", "peak MiB", "no change s", "us each", "peak MiB"]
    results.write("Cost as work grows", results.table(head, rows),
                  f"Entries of 1 to 64 bytes, 500 in a folder; one first update, the median of {rounds} that find nothing changed.",
                  f"./dev bench update growth {rounds}")
    return []
