#!/usr/bin/env python3
"""The same share checked by the program of this system and by the one for Windows: the same report.

usage: windows_reports_test.py WEBCID WEBCID-TESTSERVER WINDOWS-WEBCID [WINDOWS-TESTSERVER] [--sample-of N] [--only ID]

Every scenario, with the server of this system and then with the one for Windows, on one port, one exchange after another.
What may differ is removed from both reports: times, and libcurl's own words for a broken connection (the two programs
have different versions of it). Under Wine a reset looks like an end: its server takes the error from the socket before
the program reads, and recv gives 0 (Windows gives WSAECONNRESET), so that these two words count as one.
Exits 1 when two reports differ or exit codes do.
"""
import argparse
import difflib
import json
import pathlib
import sys

from campaign import Campaign, Mode, Run
from servers import TestServer, check, free_port

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# Of a difference, so many lines are shown.
LINES = 40
TIMES = {"started", "finished", "seconds"}
# The statement whose third argument is what libcurl says; its text holds that too.
BY_CURL = "transport-error"
RESET_UNDER_WINE = ("reset", "empty-reply")


def comparable(value):
    if isinstance(value, dict):
        out = {key: comparable(item) for key, item in value.items() if key not in TIMES}
        if out.get("statement") == BY_CURL:
            out["text"] = out["text"].replace(out["arguments"].pop(2), "").replace(*RESET_UNDER_WINE)
            out["arguments"] = [argument.replace(*RESET_UNDER_WINE) for argument in out["arguments"]]
        return out
    if isinstance(value, list):
        return [comparable(item) for item in value]
    return value


def report_of(campaign, webcid, testserver, run, port):
    """The lines of the report, below the exit code."""
    try:
        with TestServer(testserver, *run.server_arguments(campaign.sample), "--port", str(port)) as server:
            report, code = check(webcid, *campaign.check_arguments(run, server), "-j", "1")
    except RuntimeError as error:  # it ended without a report
        return [str(error)]
    return [f"exit code {code}", *json.dumps(comparable(report), ensure_ascii=False, indent=1).splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("windows_webcid")
    parser.add_argument("windows_testserver", nargs="?")
    parser.add_argument("--sample-of", type=int, default=1)
    parser.add_argument("--only")
    options = parser.parse_args()
    campaign = Campaign(options.webcid, options.testserver, SOURCE / "docs/UNDECIDABLE.md")
    servers = [one for one in (options.testserver, options.windows_testserver) if one]
    ids = [options.only] if options.only else list(campaign.scenarios)[:: options.sample_of]
    compared = differing = 0
    for id in ids:
        run = Run((id,), Mode(version=campaign.scenarios[id]["iis"] or "10.0"))
        port = free_port()
        wanted = report_of(campaign, options.webcid, options.testserver, run, port)
        for server in servers:
            compared += 1
            got = report_of(campaign, options.windows_webcid, server, run, port)
            if got != wanted:
                differing += 1
                print(f"{id}, the server of {'this system' if server == options.testserver else 'Windows'}:")
                print("\n".join(list(difflib.unified_diff(wanted, got, n=0, lineterm=""))[2:LINES]))
    print(f"{compared} reports compared, {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
