#!/usr/bin/env python3
"""Lines and branches of houses that tests run, from a build with the preset "coverage": their own tests, and those of
the houses above them, whole programs included.

    coverage.py BUILD HOUSES ABOVE    (each a list, with blanks)

Exits 1 when a test fails, or a house is below the bar.
"""
import json
import os
import pathlib
import subprocess
import sys

BAR = 90  # percent, of lines and of branches


def percent(rows, kind):
    count = sum(row["summary"][kind]["count"] for row in rows)
    covered = sum(row["summary"][kind]["covered"] for row in rows)
    return 100 * covered / count if count else 100.0


def run_tests(build, tested, profiles):
    chosen = "|".join(tested)
    # One file a program, into which each of its processes merges what it ran.
    environment = {**os.environ, "LLVM_PROFILE_FILE": str(profiles / "%2m.profraw")}
    return subprocess.run(["ctest", "--test-dir", build, "-j", str(os.cpu_count()), "-R", f"^({chosen}):", "--output-on-failure"],
                          env=environment, stdout=sys.stderr).returncode


def main():
    build, houses, above = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2].split(), sys.argv[3].split()
    profiles = build / "profiles"
    profiles.mkdir(exist_ok=True)
    for old in profiles.glob("*.profraw"):
        old.unlink()
    failed = run_tests(build, houses + above, profiles)
    merged = profiles / "merged.profdata"
    subprocess.run(["llvm-profdata-14", "merge", "-o", merged, *profiles.glob("*.profraw")], check=True)
    programs = [build / "webcid", build / "webcid-testserver"] + [build / "tests" / f"unit_{house}" for house in houses]
    objects = [argument for program in programs[1:] for argument in ("-object", program)]
    said = subprocess.run(["llvm-cov-14", "export", "-summary-only", f"-instr-profile={merged}", programs[0], *objects],
                          check=True, capture_output=True, text=True)
    files = json.loads(said.stdout)["data"][0]["files"]
    for house in houses:
        rows = [row for row in files if f"/src/{house}/" in row["filename"]]
        lines, branches = percent(rows, "lines"), percent(rows, "branches")
        failed = failed or min(lines, branches) < BAR
        print(f"{house}: {lines:.1f} % of lines, {branches:.1f} % of branches; least covered:")
        for row in sorted(rows, key=lambda row: percent([row], "branches"))[:8]:
            name = pathlib.Path(row["filename"]).name
            print(f"    {name:<28} {percent([row], 'lines'):5.1f} {percent([row], 'branches'):5.1f}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
