"""Scenarios of the test server, checked by webcid from the outside: exactly what a scenario says must be found.

usage: scenarios_test.py WEBCID WEBCID-TESTSERVER [--sample-of N] [--only ID]

Each Nth run of the campaign (./dev soak diagnosis is the whole of it): over all scenarios every mode has its turn, and so
has each pair of causes that can be seen together. Exits 1 when a run is wrong.
"""
import argparse
import pathlib
import sys

from campaign import GOOD, Campaign, Mode, Run, carry_out, every, modes_of, request_line
from servers import check

SOURCE = pathlib.Path(__file__).resolve().parents[2]
# Scenarios whose cause no diagnosis tells yet: a check of them must come to an end and not name it. Only shrinks.
NOT_YET_TOLD = set()

# Pairs of which the diagnosis still says something wrong. Only shrinks.
NOT_YET_TOGETHER = {
    ("answers-anything", "proxy-stale"),
    ("answers-anything", "verb-denied-head"),
    ("answers-anything-error-page", "verb-denied-head"),
    ("cgi-isapi-restricted", "rate-limited"),
    ("cgi-isapi-restricted", "rate-limited-dynamic"),
    ("content-encoded", "publication-changing"),
    ("content-hash-mismatch", "iis-stale-cache"),
    ("content-hash-mismatch", "publication-changing"),
    ("content-range-broken", "proxy-stale"),
    ("content-range-broken", "publication-changing"),
    ("content-size-mismatch", "publication-changing"),
    ("folder-on-lost-server", "path-too-long"),
    ("handler-missing", "rate-limited-dynamic"),
    ("hidden-segment-bin", "publication-case-mismatch"),
    ("hidden-segment-bin", "rate-limited"),
    ("high-bit-refused", "publication-case-mismatch"),
    ("httpsys-connection-limit", "nodes-disagree"),
    ("httpsys-no-binding", "nodes-down"),
    ("httpsys-no-binding", "one-family-broken"),
    ("iis-stale-cache", "nodes-disagree"),
    ("iis-stale-cache", "proxy-stale"),
    ("nodes-disagree", "nodes-down"),
    ("nodes-disagree", "one-family-broken"),
    ("nodes-disagree", "physical-path-wrong"),
    ("nodes-disagree", "publication-changing"),
    ("nodes-disagree", "wire-refused"),
    ("physical-path-wrong", "proxy-stale"),
    ("physical-path-wrong", "rate-limited"),
    ("physical-path-wrong", "rate-limited-dynamic"),
    ("physical-path-wrong", "read-denied"),
    ("proxy-alters-content", "proxy-stale"),
    ("proxy-alters-content", "publication-changing"),
    ("publication-case-mismatch", "rate-limited"),
    ("publication-case-mismatch", "rate-limited-dynamic"),
    ("publication-case-mismatch", "url-too-long"),
    ("publication-case-mismatch", "verb-denied-head"),
    ("publication-file-locked", "rate-limited"),
    ("publication-file-locked", "rate-limited-dynamic"),
    ("rate-limited", "unexplained-status"),
    ("rate-limited", "wire-flaky"),
    ("rate-limited-dynamic", "wire-flaky"),
}


def is_still_untold(campaign, id):
    """Custom and detailed pages: the check comes to an end, and in one of them at least does not name the cause."""
    results = [campaign.result(Run((id,), Mode(errors=errors, version=campaign.scenarios[id]["iis"] or "10.0")))
               for errors in ("custom", "detailed")]
    for result in results:
        if any(wrong.startswith("exit") for wrong in result.wrongs):
            print(f"{id} {result.run.mode}: {'; '.join(result.wrongs)}")
            return False
    is_told = all(row.outcome in (*GOOD, "parameters") for result in results for row in result.told)
    if is_told:
        print(f"{id}: told already, take it off NOT_YET_TOLD")
    return not is_told


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
    unknown = (NOT_YET_TOLD | {options.only or "healthy"}) - set(campaign.scenarios)
    if unknown:
        print("no such scenario:", *sorted(unknown))
        return 1
    ids = [options.only] if options.only else list(campaign.scenarios)
    untold = [id for id in ids if id in NOT_YET_TOLD]
    failures = sum(not is_untold for is_untold in carry_out(untold, lambda id: is_still_untold(campaign, id), "untold"))

    told = [id for id in ids if id not in NOT_YET_TOLD]
    runs = every(options.sample_of, [Run((id,), mode) for id in told for mode in modes_of(campaign.scenarios[id])])
    pairs = every(options.sample_of, [pair for pair in campaign.pairs(told) if pair.ids not in NOT_YET_TOGETHER])
    runs += [pair for pair, is_worth in zip(pairs, carry_out(pairs, campaign.is_worth_checking, "pairs")) if is_worth]
    results = list(carry_out(runs, campaign.result, "checked"))
    for result in results:
        if result.wrongs:
            print(f"{','.join(result.run.ids)} {result.run.mode}: {'; '.join(result.wrongs)}")
    failures += sum(bool(result.wrongs) for result in results)
    if not options.only:
        failures += not is_silent_without_catalogue(campaign)
    print(f"{len(untold) + len(results) - failures} passed, {failures} failed")
    if results:
        print(request_line(results))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
