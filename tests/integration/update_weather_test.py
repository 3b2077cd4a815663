#!/usr/bin/env python3
"""A few of each kind of bad weather for `webcid update`; tests/soak/update.py has the whole campaign.

usage: update_weather_test.py WEBCID
"""
import pathlib
import sys
import tempfile

from weather import Campaign
from weather_cases import CASES


def main():
    violations = []
    with tempfile.TemporaryDirectory() as home:
        for name, happen, _, times in CASES:
            campaign = Campaign(pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(home) / name)
            happen(campaign, times)
            print(f"{name}: " + ", ".join(f"{count:,} {what}" for what, count in campaign.counts.items()), flush=True)
            violations += [f"{name}: {line}" for line in campaign.violations]
    print("\n".join(violations))
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
