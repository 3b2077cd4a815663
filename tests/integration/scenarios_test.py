"""Every scenario of the test server, checked by webcid from the outside: exactly what the scenario says must be found.

usage: scenarios_test.py WEBCID WEBCID-TESTSERVER [--sample N] [--only ID]

Each scenario runs with every error mode, with the pages of two languages and, where a client may meet both, with
listings on and off, for an old and a new IIS. A scenario's own expectation is data (testserver/scenarios/*.json); what
the modes change about it is written here.
"""
import argparse
import itertools
import json
import pathlib
import signal
import subprocess
import sys
import tempfile

VERSIONS = ["7.5", "10.0"]
MODES = [("custom", "en"), ("custom", "ja"), ("detailed", "en"), ("oneline", "en")]
LISTING_OFF = "directory-browsing-off"
# Nothing can be told about listings where nothing answers, or where nothing below the address exists.
SILENT_ABOUT_LISTINGS = {"virtual-directory-missing", "wire-closed", "wire-reset", "wire-stalled"}


class Server:
    def __init__(self, program, arguments):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("no server: " + self.process.stderr.read())
        self.url = json.loads(line)["url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)


def check(webcid, url, *options):
    """The report of one check and its exit code."""
    done = subprocess.run([webcid, "check", url, "--report", "json=-", "--timeout", "1", *options],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
    if not done.stdout:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout), done.returncode


def expected_of(scenario, listing_off):
    rows = {(row["cause"], tuple(row.get("parameters", ())) or None) for row in scenario["expect"]}
    if listing_off and scenario["id"] not in SILENT_ABOUT_LISTINGS:
        rows.add(("iis.directory-browsing-off", None))
    # Without a catalogue nothing says what should be there: a listing of the wrong folder is a listing.
    if scenario["id"] == "physical-path-wrong":
        rows = {row for row in rows if row[0].endswith("browsing-off")}
        if listing_off:
            rows.add(("publication.catalogue-missing", None))
    return rows


def differences(expected, report):
    """What was found and not expected, and the reverse; parameters count where the scenario names them."""
    found = [(f["cause"], tuple(f["parameters"]), f) for f in report["findings"]]
    out = []
    for cause, parameters in expected:
        hits = [f for f in found if f[0] == cause and (parameters is None or f[1] == parameters)]
        if not hits:
            out.append(f"not found: {cause} {parameters or ''}")
    for cause, parameters, _ in found:
        if not any(cause == e[0] and (e[1] is None or e[1] == parameters) for e in expected):
            out.append(f"found, not expected: {cause} {list(parameters)[:8]}")
    return out


def exit_code_of(report):
    if report["verdict"] == "unknown":
        return 3
    severities = {f["severity"] for f in report["findings"]}
    return 2 if "error" in severities else 1 if "warning" in severities else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("--sample", default="200")
    parser.add_argument("--only")
    options = parser.parse_args()
    listed = subprocess.run([options.testserver, "--list-json"], capture_output=True, text=True, check=True)
    scenarios = json.loads(listed.stdout)
    scenarios = scenarios["scenarios"] if isinstance(scenarios, dict) else scenarios
    failures = runs = 0
    for scenario in scenarios:
        if options.only and scenario["id"] != options.only:
            continue
        # An unanswered request takes its whole time-out: one mode tells as much as eight.
        slow = scenario["id"] == "wire-stalled"
        for version, (errors, language), listing_off in itertools.product(VERSIONS, MODES, [False, True]):
            if slow and (version, errors, language, listing_off) != ("10.0", "custom", "en", False):
                continue
            ids = scenario["id"] + ("," + LISTING_OFF if listing_off and scenario["id"] != LISTING_OFF else "")
            with Server(options.testserver, ["--sample", options.sample, "--scenario", ids, "--iis", version,
                                             "--errors", errors, "--lang", language]) as server:
                report, code = check(options.webcid, server.url)
            runs += 1
            expected = expected_of(scenario, listing_off)
            wrong = differences(expected, report)
            if code != exit_code_of(report):
                wrong.append(f"exit code {code}")
            if wrong:
                failures += 1
                print(f"{ids} --iis {version} --errors {errors} --lang {language}:")
                for line in wrong:
                    print("   ", line)
    print(f"{runs - failures} passed, {failures} failed")
    return 1 if failures or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
