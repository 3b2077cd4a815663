"""The campaign of the diagnosis: every scenario in every mode, and every pair of causes that can be seen together.

usage: diagnosis.py WEBCID WEBCID-TESTSERVER [options]

Prints a confusion table, each wrong run with the command that repeats it, and how many requests a diagnosis takes.
"right": the cause with its parameters. "alternative": named as one beside another cause, where docs/UNDECIDABLE.md says
that nothing can tell them apart. "hidden": not seen behind the other one, as that file says. Wrong is all else: "parameters" (the cause with others), "doubtful" (an alternative
where it could be told), "missing", and whatever was told and is not so. Exits 1 when one run is wrong.
"""
import argparse
import pathlib
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/integration"))
from campaign import Campaign, Run, carry_out, confusion_table, every, fits, mode_words, modes_of, request_line
from servers import check


def single_runs(campaign, ids, words):
    return [Run((id,), mode) for id in ids for mode in modes_of(campaign.scenarios[id]) if fits(mode, words)]


def pair_runs(campaign, ids, sample_of, partner):
    pairs = every(sample_of, [pair for pair in campaign.pairs(ids) if partner in (None, *pair.ids)])
    seen = carry_out(pairs, campaign.is_worth_checking, "pairs surveyed")
    return [pair for pair, is_worth in zip(pairs, seen) if is_worth]


def report(results):
    wrong = [result for result in results if result.wrongs]
    print(*confusion_table(results), sep="\n")
    print()
    for result in wrong:
        print(f"{'; '.join(result.wrongs)}   # ./dev soak diagnosis --only {','.join(result.run.ids)} "
              f"--modes {result.run.mode}")
    print(f"{len(results)} runs, {len(wrong)} wrong")
    print(request_line(results))
    return 1 if wrong else 0


def show(campaign, run):
    """What one run shows in full."""
    with campaign.serve(run) as server:
        arguments = campaign.check_arguments(run, server)
        print("webcid-testserver", *run.server_arguments(campaign.sample))
        print("webcid check", *arguments)
        found, _ = check(campaign.webcid, *arguments)
    for row in found["findings"]:
        alternatives = ", ".join(other["cause"] for other in row["alternatives"])
        print(f"  {row['confidence']}: {row['cause']} {' '.join(row['parameters'][:8])}"
              + (f" (or {alternatives})" if alternatives else ""))
        for evidence in row["evidence"]:
            print("     ", evidence["text"])


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("--only", metavar="ID[,ID]", help="one scenario, or a pair")
    parser.add_argument("--modes", default="", metavar="WORD,...",
                        help="only these, such as custom,oneline,listing-off,options-refused,webdav,7.5")
    parser.add_argument("--singles", action="store_true", help="no pairs")
    parser.add_argument("--pairs", action="store_true", help="pairs only")
    parser.add_argument("--with", dest="partner", metavar="ID", help="only pairs with this scenario")
    parser.add_argument("--sample-of", type=int, default=1, metavar="N", help="each Nth run only")
    parser.add_argument("--sample", type=int, default=200, metavar="FILES", help="files published")
    options = parser.parse_args()
    campaign = Campaign(options.webcid, options.testserver, SOURCE / "docs/UNDECIDABLE.md", options.sample)
    words = mode_words(options.modes)
    ids = list(campaign.scenarios)
    only = options.only.split(",") if options.only else []
    unknown = set(only + [options.partner] * bool(options.partner)) - set(campaign.scenarios)
    if unknown:
        parser.error(f"no such scenario: {' '.join(sorted(unknown))}")

    if len(only) == 2:
        runs = [run for run in campaign.pairs(only)]
    else:
        runs = [] if options.pairs else every(options.sample_of, single_runs(campaign, only or ids, words))
        if not options.singles and not only and not words:
            runs += pair_runs(campaign, ids, options.sample_of, options.partner)
    if not runs:
        parser.error("no run fits")
    results = list(carry_out(runs, campaign.result, "checked"))
    if len(runs) == 1:
        show(campaign, runs[0])
    return report(results)


if __name__ == "__main__":
    sys.exit(main())
