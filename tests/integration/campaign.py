"""Checks of test servers by webcid, compared with what the scenarios say must be found.

A run is one or two scenarios in one mode: how error pages look, in which language, whether folders can be listed, what
becomes of OPTIONS, which version of IIS. What a mode changes about an expectation is written here, what no client can
tell in docs/UNDECIDABLE.md; everything else is data of the scenarios (testserver/scenarios/*.json).
"""
import concurrent.futures
import dataclasses
import itertools
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import urllib.parse

import traces
from servers import TestServer, check

DIMENSIONS = {
    "errors": ("custom", "detailed", "oneline"),
    "language": ("en", "ja", "zh-cn"),
    "listing": ("listing-on", "listing-off"),
    "options": ("options-believed", "options-refused", "webdav"),
    "version": ("10.0", "7.5"),
    "tls": ("no-tls", "tls"),
}
LISTING_OFF = "directory-browsing-off"
# Whatever an HTTPS port says decides something about these only.
TLS_DECIDES = {"iis.ssl-required", "iis.address-denied"}
# Their error pages are what they are about: no mode may put others in their place.
OWN_ERROR_PAGES = {"answers-anything-error-page"}
# Who reaches a name by several addresses, must be given the name.
NAME = "updates.example"
# What is published is known from elsewhere: without it nothing says that a listing is of the wrong folder.
NEEDS_CATALOGUE = {"physical-path-wrong"}


@dataclasses.dataclass(frozen=True)
class Mode:
    errors: str = "custom"
    language: str = "en"
    listing: str = "listing-on"
    options: str = "options-believed"
    version: str = "10.0"
    tls: str = "no-tls"

    def words(self):
        return dataclasses.astuple(self)

    def __str__(self):
        return ",".join(self.words())


@dataclasses.dataclass(frozen=True)
class Run:
    ids: tuple
    mode: Mode

    def scenario_ids(self):
        """With the scenarios that make the mode."""
        own = list(self.ids)
        if self.mode.listing == "listing-off" and LISTING_OFF not in own:
            own.append(LISTING_OFF)
        if self.mode.options == "webdav" and "healthy-webdav" not in own:
            own.append("healthy-webdav")
        return ",".join(own)

    def server_arguments(self, sample):
        mode = self.mode
        out = ["--sample", str(sample), "--scenario", self.scenario_ids(), "--iis", mode.version]
        if not OWN_ERROR_PAGES & set(self.ids):
            out += ["--errors", mode.errors, "--lang", mode.language]
        return out + (["--options-refused"] if mode.options == "options-refused" else []) \
                   + (["--tls-port", "0"] if mode.tls == "tls" else [])


@dataclasses.dataclass
class Told:
    """What became of one cause that was to be found."""
    cause: str
    outcome: str  # a column of the confusion table


@dataclasses.dataclass
class Result:
    run: Run
    told: list
    wrongs: list  # lines; empty: all right
    instead: list  # causes that were found and not expected
    beyond: int  # requests that are no downloads


class Undecidable:
    """The three tables of docs/UNDECIDABLE.md."""

    def __init__(self, text):
        tables = [rows_of(table) for table in re.findall(r"((?:^\|.*\n)+)", text, re.MULTILINE)]
        self.alternatives = [(one, other, mode_words(modes)) for one, other, modes in tables[0]]
        self.beside = [(one, other, third) for one, other, third, _ in tables[1]]
        self.hidden = [(hider, hidden) for hider, hidden, _ in tables[2]]

    def allows(self, truth, told, mode, others):
        """Whether `truth` may be told as an alternative of `told`, `others` being at work as well."""
        return (any({one, other} == {truth, told} and fits(mode, words) for one, other, words in self.alternatives)
                or any({one, other} == {truth, told} and third in others for one, other, third in self.beside))

    def hides(self, hider, hidden):
        return any(one in (hider, "*") and other in (hidden, "*") for one, other in self.hidden)


def rows_of(table):
    """The cells of a Markdown table without its head; back-quotes are for the reader."""
    return [[cell.strip().replace("`", "") for cell in line.strip("|\n ").split("|")]
            for line in table.splitlines()[2:]]


def mode_words(text):
    words = {word for word in re.split(r"[,\s]+", text) if word and word != "any"}
    unknown = words - {value for values in DIMENSIONS.values() for value in values}
    if unknown:
        raise ValueError(f"no such mode: {' '.join(sorted(unknown))}")
    return words


def fits(mode, words):
    """Words of one dimension are alternatives; a dimension without words may be any."""
    return all(not words & set(values) or value in words for value, values in zip(mode.words(), DIMENSIONS.values()))


def all_modes():
    """Every combination but of the versions, which take turns; TLS is a mode of few scenarios."""
    names = ("errors", "language", "listing", "options")
    for number, values in enumerate(itertools.product(*(DIMENSIONS[name] for name in names))):
        yield Mode(*values, version=DIMENSIONS["version"][number % 2])


def modes_of(scenario):
    causes = {row["cause"] for row in scenario["expect"]}
    for mode in all_modes():
        if scenario["iis"]:
            mode = dataclasses.replace(mode, version=scenario["iis"])
        if scenario["id"] in OWN_ERROR_PAGES and (mode.errors, mode.language) != ("custom", "en"):
            continue
        if scenario["id"] == LISTING_OFF and mode.listing == "listing-on":
            continue
        # The same setting twice is another fault: 500.19.
        if scenario["id"] == "verb-denied-options" and mode.options == "options-refused":
            continue
        yield mode
        if causes & TLS_DECIDES:
            yield dataclasses.replace(mode, tls="tls")


def exit_code_of(report):
    if report["verdict"] == "unknown":
        return 3
    severities = {found["severity"] for found in report["findings"]}
    return 2 if "error" in severities or report["summary"]["failed"] else 1 if "warning" in severities else 0


# What findings say about the share as a whole when they hide it.
HIDDEN_BEHIND = tuple("could not be seen behind this: " + what for what in (
    "whether the files are there", "whether the site, the virtual directory", "what was not asked for any more",
    "which files are missing or refused"))


def says_what_it_hides(report):
    return any(row["text"].startswith(HIDDEN_BEHIND) for found in report["findings"] for row in found["to_decide"])


def compare(expected, hidden, report, mode, undecidable):
    """(what became of each expected cause, findings that were not expected).

    `expected`: cause -> a predicate on its parameters, or None for any. Those of `hidden` need not be found.
    """
    left = list(report["findings"])
    told = []
    for cause, parameters in expected.items():
        exact = next((f for f in left if f["cause"] == cause), None)
        other = next((f for f in report["findings"] if any(row["cause"] == cause for row in f["alternatives"])), None)
        if exact:
            right = parameters is None or parameters(exact["parameters"])
            told.append(Told(cause, "right" if right else "parameters"))
            left.remove(exact)
        elif other:
            is_allowed = undecidable.allows(cause, other["cause"], mode, set(expected) - {cause})
            told.append(Told(cause, "alternative" if is_allowed else "doubtful"))
            # Who is told in its place may be expected too: then it is told for both.
            if other["cause"] not in expected and other in left:
                left.remove(other)
        else:
            is_hidden = cause in hidden or says_what_it_hides(report)
            told.append(Told(cause, "hidden" if is_hidden else "missing"))
    return told, left


# With URL Rewrite installed, as the second needs it, its section is a known one. A folder of this machine is on no lost
# server.
CANCEL_OUT = {("configuration-unknown-section", "unexplained-status"),
              ("answers-anything-rewrite", "configuration-unknown-section"),
              ("configuration-unknown-section", "redirects-to-https-rewrite"),
              ("folder-on-lost-server", "path-too-long")}
# Nothing listens on the machine in question, and another one of the name answers: that has a name of its own.
BECOMES = {("nodes-disagree", "wire-refused"): "nodes.down"}


class Campaign:
    """One program against the other; surveys of servers are kept."""

    def __init__(self, webcid, testserver, undecidable, sample=200):
        self.webcid, self.testserver, self.sample = webcid, testserver, sample
        self.undecidable = Undecidable(undecidable.read_text(encoding="utf-8"))
        listed = subprocess.run([testserver, "--list-json"], capture_output=True, text=True, check=True)
        self.scenarios = {scenario["id"]: scenario for scenario in json.loads(listed.stdout)}
        self.surveys = {}
        self.home = tempfile.TemporaryDirectory()
        with TestServer(testserver, "--sample", str(sample)) as server:
            text = traces.catalogue_of(server.url)
        self.catalogue = pathlib.Path(self.home.name) / traces.CATALOGUE
        self.catalogue.write_text(text, encoding="utf-8")
        self.requests = traces.requests_for(text)

    def survey(self, run):
        # Languages and OPTIONS change nothing about which answers differ.
        key = dataclasses.replace(run, mode=dataclasses.replace(run.mode, language="en", options="options-believed",
                                                                tls="no-tls"))
        if key not in self.surveys:
            with self.serve(key) as server:
                urls = server.ready.get("nodes", [server.url])
                self.surveys[key] = traces.survey(urls, self.requests)
        return self.surveys[key]

    def leaves_trace(self, one, others, mode):
        """Whether a client sees more of `one` and `others` than of `others` alone."""
        return self.survey(Run((*others, one), mode)) != self.survey(Run(tuple(others), mode))

    def pairs(self, ids):
        """Pairs of different causes of which both leave a trace beside the other."""
        for one, other in itertools.combinations(sorted(ids), 2):
            causes = [{row["cause"] for row in self.scenarios[id]["expect"]} for id in (one, other)]
            if any(len(own) != 1 for own in causes) or causes[0] & causes[1] or (one, other) in CANCEL_OUT:
                continue
            version = self.scenarios[other]["iis"] or self.scenarios[one]["iis"] or "10.0"
            yield Run((one, other), Mode(version=version))

    def is_worth_checking(self, pair):
        one, other = pair.ids
        return self.leaves_trace(one, (other,), pair.mode) and self.leaves_trace(other, (one,), pair.mode)

    def expected(self, run):
        """cause -> a predicate on its parameters, or None for any."""
        if run.ids in BECOMES:
            return {BECOMES[run.ids]: None}
        out = {}
        for row in (row for id in run.ids for row in self.scenarios[id]["expect"]):
            wanted = row.get("parameters")
            # Of two causes one may hide part of the other: then fewer are named, never others.
            if len(run.ids) > 1:
                out[row["cause"]] = (lambda got, all=wanted: set(got) <= set(all)) if wanted else None
            else:
                out[row["cause"]] = (lambda got, all=wanted: got == all) if wanted else None
        if run.mode.listing == "listing-off" and LISTING_OFF not in run.ids:
            on = dataclasses.replace(run.mode, listing="listing-on")
            if self.survey(run) != self.survey(Run(run.ids, on)):
                out["iis.directory-browsing-off"] = None
        return out

    def hidden(self, causes):
        """Those that cannot be seen behind another one."""
        return {two for one, two in itertools.permutations(causes, 2) if self.undecidable.hides(one, two)}

    def check_arguments(self, run, server):
        """The address and the options of a check."""
        address = urllib.parse.urlsplit(server.url)
        out = [server.url, "--timeout", "1"]
        nodes = [urllib.parse.urlsplit(url).hostname for url in server.ready.get("nodes", ())]
        if nodes:
            out[0] = f"http://{NAME}:{address.port}{address.path}"
            out += ["--resolve", f"{NAME}:{','.join(nodes)}"]
        if run.mode.tls == "tls":
            out += ["--tls-port", str(server.ready["tls_port"])]
        if NEEDS_CATALOGUE & set(run.ids):
            out += ["--catalogue", str(self.catalogue)]
        return out

    def serve(self, run):
        return TestServer(self.testserver, *run.server_arguments(self.sample))

    def result(self, run):
        expected = self.expected(run)
        try:
            with self.serve(run) as server:
                report, code = check(self.webcid, *self.check_arguments(run, server))
        except RuntimeError as error:  # it ended without a report
            return Result(run, [Told(cause, "missing") for cause in expected], [str(error)], [], 0)
        told, left = compare(expected, self.hidden(expected), report, run.mode, self.undecidable)
        wrongs = [f"{row.outcome}: {row.cause}" for row in told if row.outcome not in GOOD]
        wrongs += [f"not expected: {found['cause']} {' '.join(found['parameters'][:5])}".strip() for found in left]
        if code != exit_code_of(report):
            wrongs.append(f"exit code {code}")
        summary = report["summary"]
        beyond = summary["requests"] - summary["verified"] - summary["failed"]
        return Result(run, told, wrongs, [found["cause"] for found in left], beyond)


def carry_out(items, function, what):
    """`function` of every item, two at a time, in their order; progress on a terminal's stderr."""
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for number, outcome in enumerate(pool.map(function, items), 1):
            if sys.stderr.isatty() or number % 500 == 0:
                print(f"\r{what}: {number} of {len(items)} ", end="" if sys.stderr.isatty() else "\n", file=sys.stderr)
            yield outcome
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)


def every(number, items):
    """A deterministic part: each so manyth of them."""
    return items[:: max(1, number)]


GOOD = ("right", "alternative", "hidden")
COLUMNS = (*GOOD, "parameters", "doubtful", "missing")


def confusion_table(results):
    """Markdown lines: one a cause, and what was told instead of it."""
    counts, instead = {}, {}
    for result in results:
        for row in result.told or [Told("(nothing)", "missing" if result.instead else "right")]:
            counts.setdefault(row.cause, dict.fromkeys(COLUMNS, 0))[row.outcome] += 1
            others = instead.setdefault(row.cause, {})
            for cause in result.instead:
                others[cause] = others.get(cause, 0) + 1
    yield "| expected | " + " | ".join(COLUMNS) + " | told besides or instead |"
    yield "|---|" + "---:|" * len(COLUMNS) + "---|"
    for cause in sorted(counts):
        most = sorted(instead[cause].items(), key=lambda row: (-row[1], row[0]))[:4]
        cells = [str(count or "") for count in counts[cause].values()]
        yield f"| {cause} | {' | '.join(cells)} | {', '.join(f'{other} {count}' for other, count in most)} |"


def request_line(results):
    beyond = [result.beyond for result in results]
    most = max(results, key=lambda result: result.beyond)
    return (f"requests beyond the downloads: median {statistics.median(beyond):g}, "
            f"most {most.beyond} ({','.join(most.run.ids)} {most.run.mode})")
