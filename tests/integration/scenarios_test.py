"""Scenarios of the test server, checked by webcid from the outside: exactly what a scenario says must be found.

usage: scenarios_test.py WEBCID WEBCID-TESTSERVER [--sample-of N] [--only ID]

Each Nth run of the campaign (./dev soak diagnosis is the whole of it): over all scenarios every mode has its turn, and so
has each pair of causes that can be seen together. Exits 1 when a run is wrong.
"""
import argparse
import pathlib
import sys

import wine
from campaign import Campaign, Mode, Run, carry_out, every, modes_of, request_line
from servers import check

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def is_silent_without_catalogue(campaign):
    """A listing of the wrong folder is a listing: without a catalogue nothing says what should be there."""
    right = True
    for ids, causes, verdict in ((("physical-path-wrong",), set(), "unknown"),
                                 (("physical-path-wrong", "directory-browsing-off"),
                                  {"publication.catalogue-missing", "iis.directory-browsing-off"}, "broken")):
        with campaign.serve(Run(ids, Mode())) as server:
            report, _ = check(campaign.webcid, server.url)
        found = {row["cause"] for row in report["findings"]}
        if found != causes or report["verdict"] != verdict:
            print(f"{','.join(ids)} without a catalogue: {report['verdict']}, {sorted(found)}")
            right = False
    return right


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("--sample-of", type=int, default=14)
    parser.add_argument("--only")
    options = parser.parse_args()
    campaign = Campaign(options.webcid, options.testserver, SOURCE / "docs/UNDECIDABLE.md")
    if options.only and options.only not in campaign.scenarios:
        print("no such scenario:", options.only)
        return 1
    ids = [options.only] if options.only else list(campaign.scenarios)
    runs = every(options.sample_of, [Run((id,), mode) for id in ids for mode in modes_of(campaign.scenarios[id])])
    pairs = every(options.sample_of, list(campaign.pairs(ids)))
    is_worth_checking = wine.once_more_if_it_died(campaign.is_worth_checking)
    runs += [pair for pair, is_worth in zip(pairs, carry_out(pairs, is_worth_checking, "pairs")) if is_worth]
    results = list(carry_out(runs, wine.once_more_if_it_died(campaign.result), "checked"))
    for result in results:
        if result.wrongs:
            print(f"{','.join(result.run.ids)} {result.run.mode}: {'; '.join(result.wrongs)}")
    failures = sum(bool(result.wrongs) for result in results)
    if not options.only:
        failures += not is_silent_without_catalogue(campaign)
    print(f"{len(results) - failures} passed, {failures} failed")
    if results:
        print(request_line(results))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
