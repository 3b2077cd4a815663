#!/usr/bin/env python3
"""Fuzzes: each target for so many seconds, several at once, and a line of figures for each.

    campaign.py WEBCID_FUZZ FOLDER [TARGET|all] [SECONDS]

FOLDER keeps the inputs that reached something new (a later run begins with them) and those that broke something.
Exits 1 when one did: put it into tests/fuzz/found/TARGET, where the unit tests run it, and mend what it shows. A target
that runs no input at all counts as broken, too.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent
# What one input may take: seconds, and MiB of memory with AddressSanitizer's own.
LONGEST = 40
MOST_MEMORY = 1500
# Of what libFuzzer says at its end.
FIGURES = {
    "inputs": r"stat::number_of_executed_units:\s*(\d+)",
    "a second": r"stat::average_exec_per_sec:\s*(\d+)",
    "new": r"stat::new_units_added:\s*(\d+)",
    "MiB": r"stat::peak_rss_mb:\s*(\d+)",
}


def targets_of(program):
    """Names and longest inputs, which the program prints when it is given none."""
    try:
        said = subprocess.run([program], env={**os.environ, "WEBCID_FUZZ_TARGET": ""}, capture_output=True, text=True)
    except OSError as error:
        sys.exit(f"{program} cannot be started: {error.strerror}")
    targets = {name: int(longest) for name, longest in (line.split() for line in said.stdout.splitlines())}
    if not targets:
        sys.exit(f"{program} names no target: exit {said.returncode}: {said.stderr[-500:]}")
    return targets


def fuzz(program, folder, target, longest, seconds):
    corpus, found = folder / "corpus" / target, folder / "broken" / target
    for each in (corpus, found):
        each.mkdir(parents=True, exist_ok=True)
    inputs = [corpus, TESTS / "seeds" / target] + [p for p in [TESTS / "found" / target] if p.is_dir()]
    run = subprocess.run(
        [program, *map(str, inputs), f"-max_total_time={seconds}", f"-max_len={longest}", f"-timeout={LONGEST}",
         f"-rss_limit_mb={MOST_MEMORY}", f"-artifact_prefix={found}/", "-print_final_stats=1", "-verbosity=1"],
        env={**os.environ, "WEBCID_FUZZ_TARGET": target}, capture_output=True, text=True, errors="replace")
    return run.returncode, run.stderr


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    wanted = sys.argv[3] if len(sys.argv) > 3 else "all"
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 60
    targets = targets_of(program)
    if wanted != "all" and wanted not in targets:
        print(f"no target {wanted}; there are: all {' '.join(targets)}", file=sys.stderr)
        return 64
    names = list(targets) if wanted == "all" else [wanted]
    broken = []
    print(f"{'target':<18}" + "".join(f"{name:>12}" for name in FIGURES), flush=True)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {name: pool.submit(fuzz, program, folder, name, targets[name], seconds) for name in names}
        for name, run in runs.items():
            code, said = run.result()
            figures = [re.search(pattern, said) for pattern in FIGURES.values()]
            print(f"{name:<18}" + "".join(f"{each[1] if each else '-':>12}" for each in figures), flush=True)
            if code != 0 or figures[0] is None or figures[0][1] == "0":
                broken.append(name)
                print("\n".join(said.splitlines()[-60:]), flush=True)
    for name in broken:
        print(f"broken: {name}: see {folder / 'broken' / name}")
    print(f"{len(names)} targets, {seconds} s each, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
