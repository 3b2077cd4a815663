"""Every scenario of the test server, checked by webcid from the outside: exactly what the scenario says must be found.

usage: scenarios_test.py WEBCID WEBCID-TESTSERVER [--sample N] [--only ID]

Each scenario runs with every error mode, with the pages of two languages and, where a client may meet both, with
listings on and off, for an old and a new IIS. A scenario's own expectation is data (testserver/scenarios/*.json); what
the modes change about it is written here.
"""
import argparse
import itertools
import json
import subprocess
import sys

from servers import TestServer, check

VERSIONS = ["7.5", "10.0"]
MODES = [("custom", "en"), ("custom", "ja"), ("detailed", "en"), ("oneline", "en")]
LISTING_OFF = "directory-browsing-off"
# Causes that leave a trace beside each other; parameters may differ, since one may hide part of the other.
PAIRED = {"mime-map-missing", "extensionless-not-served", "hidden-segment-bin", "double-escaping-refused",
          "directory-browsing-off", "extension-denied", "publication-file-missing", "content-hash-mismatch",
          "content-size-mismatch", "content-truncated", "content-empty"}
# Nothing can be told about listings where nothing answers, or where nothing below the address exists.
SILENT_ABOUT_LISTINGS = {"virtual-directory-missing", "wire-closed", "wire-reset", "wire-stalled", "wire-not-http",
                         "wire-tls-port", "folder-missing", "address-denied-abort", "credentials-required-basic",
                         "credentials-required-digest", "credentials-required-windows", "wire-refused"}
# Scenarios whose cause no diagnosis tells yet: a check of them must come to an end and not name it. Only shrinks.
NOT_YET_TOLD = {
    "acl-denied", "acl-denied-folder", "address-denied", "address-denied-not-found", "address-denied-on-7",
    "address-denied-unauthorized", "authorization-denied", "cgi-isapi-restricted", "configuration-duplicate",
    "configuration-locked", "configuration-malformed", "configuration-unknown-section", "folder-on-lost-server",
    "folder-unreadable", "handler-missing", "hidden-file", "high-bit-refused", "httpsys-connection-limit",
    "httpsys-no-binding", "httpsys-no-site", "httpsys-pool-stopped", "httpsys-request-rejected", "module-failed",
    "path-too-long", "proxy-auth-required", "proxy-block-page", "proxy-blocked", "proxy-blocked-entirely",
    "proxy-captive-portal", "proxy-captive-portal-refresh", "proxy-upstream-failed", "read-denied",
    "redirects-elsewhere", "redirects-to-https", "redirects-to-https-rewrite", "ssl-required",
    "url-sequence-denied", "url-too-long", "user-agent-refused", "verb-denied-head", "verb-denied-options",
    "wrong-server",
}
# Several machines stand behind one name: the order in which it stands for them.
ADDRESSES = {"nodes-disagree": ["127.0.0.2", "127.0.0.1"], "nodes-down": ["127.0.0.2", "127.0.0.1"],
             "one-family-broken": ["::1", "127.0.0.1"]}
# What cannot be told apart from outside (docs/UNDECIDABLE.md): the cause named first, with the true one beside it.
TOLD_AS = {"iis-stale-cache": "content.hash-mismatch"}
# Their error pages are what they are about: no mode may put others in their place.
OWN_ERROR_PAGES = {"answers-anything-error-page"}


def expected_of(scenario, listing_off):
    rows = {(row["cause"], tuple(row.get("parameters", ())) or None) for row in scenario["expect"]}
    if listing_off and scenario["id"] not in SILENT_ABOUT_LISTINGS:
        rows.add(("iis.directory-browsing-off", None))
    # Without a catalogue nothing says what should be there: a listing of the wrong folder is a listing.
    if scenario["id"] == "physical-path-wrong":
        rows = {row for row in rows if row[0].endswith("browsing-off")}
        if listing_off:
            rows.add(("publication.catalogue-missing", None))
    # IIS has no case: without a listing that shows the other one, a name that is not found is missing.
    if scenario["id"] == "publication-case-mismatch" and listing_off:
        rows = {("publication.file-missing", None), ("iis.directory-browsing-off", None)}
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


def compare(expected):
    def wrongs(report, code):
        return differences(expected, report) + ([] if code == exit_code_of(report) else [f"exit code {code}"])
    return wrongs


def compare_undecidable(expected, told_as):
    """One of two causes that look alike, and the other one named beside it."""
    def wrongs(report, code):
        out = []
        for cause, _ in expected:
            hits = [f for f in report["findings"] if f["cause"] == told_as]
            if cause.endswith("browsing-off"):
                continue
            if not any(other["cause"] == cause for f in hits for other in f["alternatives"]):
                out.append(f"not an alternative of {told_as}: {cause}")
        others = {(cause, parameters) for cause, parameters in expected if cause.endswith("browsing-off")}
        return out + compare(others | {(told_as, None)})(report, code)
    return wrongs


def wrongs_of(scenario, listing_off):
    expected = expected_of(scenario, listing_off)
    told_as = TOLD_AS.get(scenario["id"])
    return compare_undecidable(expected, told_as) if told_as else compare(expected)


def exit_code_of(report):
    if report["verdict"] == "unknown":
        return 3
    severities = {f["severity"] for f in report["findings"]}
    return 2 if "error" in severities or report["summary"]["failed"] else 1 if "warning" in severities else 0


def is_still_untold(options, scenario):
    """Custom and detailed pages: the check comes to an end, and in one of them at least does not name the cause."""
    told = []
    for errors in ("custom", "detailed"):
        arguments = ["--sample", options.sample, "--scenario", scenario["id"], "--errors", errors]
        with TestServer(options.testserver, *arguments) as server:
            report, code = check(options.webcid, server.url, "--timeout", "1")
        if code not in (0, 1, 2, 3):
            print(f"{' '.join(arguments)}: exit code {code}")
            return False
        told.append({row["cause"] for row in scenario["expect"]} <= {found["cause"] for found in report["findings"]})
    if all(told):
        print(f"{scenario['id']}: told already, take it off NOT_YET_TOLD")
    return not all(told)


def modes_of(scenario):
    # An unanswered request takes its whole time-out: one mode tells as much as eight.
    if scenario["id"] == "wire-stalled":
        return [("10.0", MODES[0], False)]
    versions = [scenario["iis"]] if scenario["iis"] else VERSIONS
    modes = MODES[:2] if scenario["id"] in OWN_ERROR_PAGES else MODES
    return itertools.product(versions, modes, [False, True])


def named(url, addresses):
    """The same by a name that stands for these addresses."""
    port = url.split(":")[2]
    return f"http://srv:{port}", ["--resolve", "srv:" + ",".join(addresses)]


def run(options, scenarios, server_options, wrongs_of):
    """One check of one server; prints what `wrongs_of` its report and exit code says."""
    addresses = ADDRESSES.get(scenarios.split(",")[0])
    with TestServer(options.testserver, "--sample", options.sample, "--scenario", scenarios, *server_options) as server:
        url, resolve = named(server.url, addresses) if addresses else (server.url, [])
        report, code = check(options.webcid, url, "--timeout", "1", *resolve)
    wrong = wrongs_of(report, code)
    if wrong:
        print(" ".join([scenarios, *server_options]) + ":")
        for line in wrong:
            print("   ", line)
    return not wrong


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
    unknown = NOT_YET_TOLD - {scenario["id"] for scenario in scenarios}
    if unknown:
        print("no such scenario in NOT_YET_TOLD:", *sorted(unknown))
        return 1
    failures = runs = 0
    for scenario in scenarios:
        if options.only and scenario["id"] != options.only:
            continue
        if scenario["id"] in NOT_YET_TOLD:
            runs += 1
            failures += not is_still_untold(options, scenario)
            continue
        for version, (errors, language), listing_off in modes_of(scenario):
            ids = scenario["id"] + ("," + LISTING_OFF if listing_off and scenario["id"] != LISTING_OFF else "")
            runs += 1
            failures += not run(options, ids, ["--iis", version, "--errors", errors, "--lang", language],
                                wrongs_of(scenario, listing_off))
    for one, other in itertools.combinations([s for s in scenarios if s["id"] in PAIRED], 2):
        if options.only:
            break
        runs += 1
        expected = expected_of(one, False) | expected_of(other, False)
        failures += not run(options, f"{one['id']},{other['id']}", [], compare({(cause, None) for cause, _ in expected}))
    print(f"{runs - failures} passed, {failures} failed")
    return 1 if failures or not runs else 0


if __name__ == "__main__":
    sys.exit(main())
