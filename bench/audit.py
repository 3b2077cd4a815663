#!/usr/bin/env python3
"""`webcid audit` of a W3C log against gawk counting status by path, in turns on the same file and machine.

usage: audit.py WEBCID [SIZE] [ROUNDS]      SIZE: of the log, such as 2G (the default) or 200M

The log is made up, like one of an update share: many endpoints, a few thousand names, one request in twelve refused. What
each of both says must be what was written. Puts a table into bench/RESULTS.md; exit 1 when a bar is missed.
"""
import collections
import json
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys

import results
from measuring import HOME, Run, empty_folder

FIELDS = ("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status "
          "sc-substatus sc-win32-status time-taken")
BLOCK = 100_000  # lines that recur, each time on another day
NAMES = 4000
LEAST_FASTER = 3.0
MOST_MEMORY = 64  # MiB
GAWK = '!/^#/ { count[$12 " " $5]++ } END { for (key in count) print count[key], key }'


def size_of(text):
    found = re.fullmatch(r"(\d+)([KMG]?)", text)
    if not found:
        raise SystemExit(f"{text} is no size")
    return int(found[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[found[2]]


def block(rng):
    """Lines with the date left open, and how often each kind of refusal occurs in them."""
    kinds = [(".dat", 3), (".vdb", 3), ("", 3), (".txt", 0), (".dll", 0), (".exe", 0), (".xml", 0), (".msi", 0)]
    names = []
    for number in range(NAMES):
        extension, sub_status = kinds[number % len(kinds)] if number % 3 == 0 else kinds[3 + number % 5]
        folder = rng.choice(["savxp", "sau/rms", "savlinux/lib", "crt/x64", "ESCOSX/Sophos+Anti-Virus.mpkg/Contents"])
        hidden = number % 97 == 0
        name = f"/SophosUpdate/CIDs/S000/{folder}/{'bin/' if hidden else ''}file{number:05}{extension}"
        names.append((name, 8 if hidden else sub_status))
    lines, counts = [], collections.Counter()
    for number in range(BLOCK):
        name, sub_status = rng.choice(names)
        second = number * 86400 // BLOCK
        time = f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"
        client = f"10.{rng.randrange(4)}.{rng.randrange(40)}.{rng.randrange(250)}"
        status = f"404 {sub_status} {50 if sub_status == 3 else 0}" if sub_status else "200 0 0"
        counts[status] += 1
        lines.append(f"DDDD-DD-DD {time} 10.0.0.5 GET {name} - 80 - {client} SophosAutoUpdate/5.4.0+(WinNT) - {status} "
                     f"{rng.randrange(900)}\r\n")
    return "".join(lines).encode(), counts


def make_log(path, size):
    """(lines, counts by status) of a log of about that size."""
    text, counts = block(random.Random(7))
    repeats = max(1, size // len(text))
    with path.open("wb") as file:
        file.write(f"#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: {FIELDS}\r\n".encode())
        for number in range(repeats):
            day = f"{2020 + number // 336:04}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
            file.write(text.replace(b"DDDD-DD-DD", day.encode()))
    return repeats * BLOCK, {status: count * repeats for status, count in counts.items()}


def check_ours(webcid, log, lines, counts):
    done = subprocess.run([webcid, "audit", log, "--report", "json=-"], stdout=subprocess.PIPE, check=False)
    report = json.loads(done.stdout)
    told = collections.Counter()
    for finding in report["findings"]:
        for row in finding["evidence"]:
            if row["statement"] == "logged":
                told[row["arguments"][1]] += int(row["arguments"][0])
    wanted = collections.Counter()
    for status, count in counts.items():
        if not status.startswith("200"):
            wanted[".".join(status.split()[:2])] += count
    if report["summary"]["requests"] != lines or told != wanted:
        raise SystemExit(f"webcid: {report['summary']['requests']} of {lines} lines, {told}, not {wanted}")


def check_gawk(log, counts):
    done = subprocess.run(["gawk", GAWK, log], stdout=subprocess.PIPE, env={**os.environ, "LC_ALL": "C"}, check=True)
    told = collections.Counter()
    for line in done.stdout.decode().splitlines():
        count, status, _ = line.split(" ", 2)
        told[status] += int(count)
    wanted = collections.Counter()
    for status, count in counts.items():
        wanted[status.split()[0]] += count
    if told != wanted:
        raise SystemExit(f"gawk: {told}, not {wanted}")


def main():
    webcid = pathlib.Path(sys.argv[1]).resolve()
    size = sys.argv[2] if len(sys.argv) > 2 else "2G"
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    home = HOME / "audit"
    home.mkdir(parents=True, exist_ok=True)
    log = home / "u_ex260101.log"
    lines, counts = make_log(log, size_of(size))
    try:
        check_ours(webcid, log, lines, counts)
        check_gawk(log, counts)
        commands = {"webcid audit": [webcid, "audit", log, "-q"], "gawk": ["env", "LC_ALL=C", "gawk", GAWK, log]}
        found = collections.defaultdict(list)
        for number in range(rounds):
            for name, command in commands.items():
                with empty_folder() as folder:
                    run = Run([command], folder)
                if run.codes not in ([0], [2]):
                    raise SystemExit(f"{name}: exit {run.codes}\n{run.errors}")
                found[name].append((run.seconds, run.memory))
                print(f"round {number + 1}: {name:12} {run.seconds:7.2f} s {run.memory:6.1f} MiB", flush=True)
        bytes_read = log.stat().st_size
    finally:
        log.unlink()
    medians = {name: statistics.median(seconds for seconds, _ in runs) for name, runs in found.items()}
    rows = [[name, f"{medians[name]:.2f}", f"{min(s for s, _ in runs):.2f}-{max(s for s, _ in runs):.2f}",
             f"{bytes_read / medians[name] / 1e6:.0f}", f"{max(m for _, m in runs):.1f}",
             "" if name == "webcid audit" else f"{medians[name] / medians['webcid audit']:.1f}"]
            for name, runs in found.items()]
    note = (f"{lines:,} lines, {bytes_read / 1e9:.2f} GB, {rounds} rounds in turns. webcid groups refusals by cause, client, "
            f"name and time; gawk counts status by path: `{GAWK}` with LC_ALL=C. webcid must be {LEAST_FASTER:.0f} times as "
            f"fast in at most {MOST_MEMORY} MiB.")
    results.write("audit of a W3C log", results.table(["", "median s", "range s", "MB/s", "peak MiB", "times webcid"], rows),
                  note, f"./dev bench audit {size} {rounds}")
    missed = []
    if medians["gawk"] / medians["webcid audit"] < LEAST_FASTER:
        missed.append(f"{medians['gawk'] / medians['webcid audit']:.1f} times as fast as gawk, {LEAST_FASTER:.0f} at least")
    memory = max(m for _, m in found["webcid audit"])
    if memory > MOST_MEMORY:
        missed.append(f"peak memory {memory:.1f} MiB, {MOST_MEMORY} at most")
    print("\n".join(f"MISSED {line}" for line in missed) or "every bar is met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
