#!/usr/bin/env python3
"""The bad weather of `webcid update`, counted: see tests/integration/weather.py. Exit 1 on any violation.

usage: update.py WEBCID [--seed N] [--only CASE[,CASE]] [--times N]
"""
import argparse
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "integration"))
from weather import Campaign  # noqa: E402  (the path comes first)
from weather_cases import CASES  # noqa: E402


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("webcid", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(name for name, *_ in CASES))
    parser.add_argument("--times", type=int)
    chosen = parser.parse_args()
    total = 0
    for name, happen, times, _ in CASES:
        if name not in chosen.only.split(","):
            continue
        campaign = Campaign(chosen.webcid.resolve(), HERE.parents[1] / "build/soak/update" / name, chosen.seed)
        begin = time.monotonic()
        happen(campaign, chosen.times or times)
        counted = ", ".join(f"{count:,} {what}" for what, count in campaign.counts.items())
        print(f"{name}: {len(campaign.violations)} violations; {counted}; {time.monotonic() - begin:.0f} s", flush=True)
        for line in campaign.violations[:20]:
            print(f"  VIOLATION {line}", flush=True)
        total += len(campaign.violations)
    print(f"{total} violations")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
