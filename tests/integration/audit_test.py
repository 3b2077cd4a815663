#!/usr/bin/env python3
"""Of each scenario, in each version of IIS: `webcid audit` of the server's configuration predicts exactly the refusals that
`webcid check` meets over the wire, and `webcid audit` of the server's own logs names the cause.

usage: audit_test.py WEBCID WEBCID-TESTSERVER [--only ID]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

from campaign import carry_out
from servers import TestServer
import traces

VERSIONS = ("7.0", "7.5", "8.0", "8.5", "10.0")
SAMPLE = 200

# What no configuration file says: scenarios whose refusals audit cannot predict, and why.
FAULT = "a fault of the wire, of a gateway or of another machine"
DISK = "the state of the server's disk, not of its configuration"
NOT_PREDICTED = {
    "acl-denied": "NTFS permissions are no configuration",
    "acl-denied-folder": "NTFS permissions are no configuration",
    "hidden-file": "the attribute is the file's",
    "folder-missing": DISK,
    "folder-on-lost-server": DISK,
    "folder-unreadable": DISK,
    "physical-path-wrong": DISK,
    "publication-catalogue-missing": "nothing is refused: no catalogue is published",
    "httpsys-request-rejected": "UrlSegmentMaxLength is in the registry",
    "path-too-long": "whether MAX_PATH binds is the system's, and only believed",
    "rate-limited-dynamic": "depends on how fast a client asks: told as a limit, see LIMITS",
    "answers-anything-error-page": "the page is a file of the share that no catalogue lists",
    "answers-anything-rewrite": "the page is a file of the share that no catalogue lists",
    "catalogue-unreadable": "nothing is refused: what a file holds is no configuration",
    "nodes-disagree": FAULT,
    "nodes-down": FAULT,
    "one-family-broken": FAULT,
    "wire-refused": FAULT,
}
# Predicted as a finding that refuses no file by itself.
LIMITS = {"rate-limited-dynamic": "iis.rate-limited"}
# Causes of audit that are more exact than what can be seen from outside.
BETTER = {("address-denied-abort", "network.reset"): "iis.address-denied"}

# Scenarios whose cause no log tells, and why.
NOT_LOGGED = {
    "address-denied-abort": "where IIS logs a connection that it drops is not documented",
    "answers-anything": "logged as 200",
    "answers-anything-error-page": "logged as 200",
    "answers-anything-rewrite": "logged as 200",
    "catalogue-unreadable": "logged as 200",
    "content-empty": "logged as 200",
    "content-encoded": "logged as 200",
    "content-hash-mismatch": "logged as 200",
    "content-range-broken": "logged as 206",
    "content-size-mismatch": "logged as 200",
    "content-chunk-broken": "the server sent all it wanted to",
    "directory-browsing-off": "403.14 of a folder: no file is refused",
    "iis-stale-cache": "logged as 200",
    "publication-catalogue-missing": "404.0 of names that are not published",
    "publication-changing": "logged as 200",
    "verb-denied-head": "404.6 of HEAD, which no update sends",
    "wire-wrong-length": "logged as 200 by the server",
    "physical-path-wrong": "404.0, as of any file that is missing",
    "folder-missing": "404.0, as of any file that is missing",
    "virtual-directory-missing": "404.0, as of any file that is missing",
    "path-too-long": "404.0, as of any file that is missing",
    "publication-case-mismatch": "404.0, as of any file that is missing",
    "user-agent-refused": "404.19 does not say which rule",
    "redirects-to-https": "the Location is not logged: told as a redirect",
    "redirects-to-https-rewrite": "the Location is not logged: told as a redirect",
    "publication-file-locked": "logged as an error of the file",
    "rate-limited": "a fault that answers in the place of the module",
    "wire-flaky": "transfers that ended early, later whole",
    "extensionless-handler": "404.0: the handler answers in the file's place",
    "nodes-disagree": FAULT,
    "nodes-down": FAULT,
    "one-family-broken": FAULT,
    "wire-refused": FAULT,
}


def run(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)


class Suite:
    def __init__(self, webcid, testserver):
        self.webcid, self.testserver = webcid, testserver
        listed = run(testserver, "--list-json")
        self.scenarios = {scenario["id"]: scenario for scenario in json.loads(listed.stdout)}
        self.home = tempfile.TemporaryDirectory()
        self.catalogue = pathlib.Path(self.home.name) / traces.CATALOGUE
        with TestServer(testserver, "--sample", str(SAMPLE)) as server:
            self.catalogue.write_text(traces.catalogue_of(server.url), encoding="utf-8")

    def is_wire(self, scenario):
        return bool(scenario.get("faults")) or scenario["id"] in ("wire-refused",)

    def runs(self, only):
        for id, scenario in self.scenarios.items():
            if only and id != only:
                continue
            for version in ([scenario["iis"]] if scenario["iis"] else VERSIONS):
                yield id, version

    def audit(self, *options):
        done = run(self.webcid, "audit", *options, "--catalogue", str(self.catalogue), "--report", "json=-")
        if not done.stdout:
            raise RuntimeError(f"audit {' '.join(options)}: exit {done.returncode}: {done.stderr}")
        return json.loads(done.stdout), done.returncode

    def observe(self, id, version, home):
        """path -> status of every file that check asked for, as it first came back; 0 without an answer."""
        har = home / "run.har"
        with TestServer(self.testserver, "--sample", str(SAMPLE), "--scenario", id, "--iis", version,
                        "--w3c-log", str(home / "w3c"), "--httperr-log", str(home / "err")) as server:
            done = run(self.webcid, "check", server.url, "--catalogue", str(self.catalogue), "--save-evidence", str(har),
                       "-j", "2", "--timeout", "5", "-q")
        if done.returncode not in (0, 1, 2, 3):
            raise RuntimeError(f"check: exit {done.returncode}: {done.stderr}")
        seen = {}
        for entry in json.loads(har.read_text(encoding="utf-8"))["log"]["entries"]:
            own = entry["_webcid"]
            if own["purpose"] == "file" and own.get("manner", "usual") == "usual" and own["attempt"] == 1:
                seen.setdefault(own["path"], entry["response"]["status"])
        return seen

    def result(self, job):
        id, version = job
        try:
            with tempfile.TemporaryDirectory() as folder:
                return self.wrongs(id, version, pathlib.Path(folder))
        except Exception as error:  # one run must not cost the others
            return [f"{type(error).__name__}: {error}"]

    def wrongs(self, id, version, home):
        scenario = self.scenarios[id]
        files = [home / "applicationHost.config", home / "web.config"]
        server = ["--sample", str(SAMPLE), "--scenario", id, "--iis", version]
        run(self.testserver, *server, "--write-application-host", str(files[0]))
        run(self.testserver, *server, "--write-config", str(files[1]))
        seen = self.observe(id, version, home)
        out = []
        configuration = [str(file) for file in files]
        is_fault = scenario["id"] in NOT_PREDICTED or self.is_fault(scenario)
        if not is_fault:
            out += self.prediction(id, version, configuration, seen, home)
        elif id in LIMITS:
            report, _ = self.audit(*configuration, "--iis", version, "--client", "127.0.0.1")
            if LIMITS[id] not in {found["cause"] for found in report["findings"]}:
                out.append(f"audit does not tell {LIMITS[id]}")
        if id not in NOT_LOGGED:
            out += self.logged(id, version, configuration, home, not is_fault)
        return out

    def is_fault(self, scenario):
        text = (pathlib.Path(__file__).resolve().parents[2] / "testserver/scenarios" / f"{scenario['id']}.json").read_text(
            encoding="utf-8")
        return bool(json.loads(text).get("faults"))

    def prediction(self, id, version, configuration, seen, home):
        refused = home / "refused.tsv"
        report, code = self.audit(*configuration, "--iis", version, "--client", "127.0.0.1", "--refused", str(refused))
        predicted, causes = {}, set()
        for line in refused.read_text(encoding="utf-8").splitlines():
            answer, cause, file, number, path = line.split("\t")
            predicted[path] = 0 if answer == "dropped" else int(answer.split(".")[0].split(" ")[0])
            causes.add(cause)
            if file and not (file in configuration and int(number) > 0):
                return [f"{path}: blamed on {file}:{number}"]
        out = []
        served = {200, 206, 304}
        # What a browser would follow is no success of an update.
        observed = {path: status for path, status in seen.items() if status not in served}
        asked = set(seen)
        if asked != {row["path"] for row in json.loads(self.catalogue.read_text())["files"]} and len(observed) < len(seen):
            out.append(f"check asked for {len(asked)} files only")
        if {path: status for path, status in predicted.items() if path in asked} != observed:
            wrong = {path for path in set(predicted) | set(observed)
                     if path in asked and predicted.get(path) != observed.get(path)}
            path = sorted(wrong)[0]
            out.append(f"{len(wrong)} files are predicted wrongly, such as {path}: {predicted.get(path)}, not "
                       f"{observed.get(path)}")
        expected = {BETTER.get((id, row["cause"]), row["cause"]): row.get("parameters")
                    for row in self.scenarios[id]["expect"]}
        found = {row["cause"]: row for row in report["findings"]}
        for cause, parameters in expected.items():
            if cause not in found:
                out.append(f"{cause} is not found, but {sorted(found)}")
            elif parameters and found[cause]["parameters"] != parameters:
                out.append(f"{cause}: {found[cause]['parameters']}, not {parameters}")
            elif found[cause]["confidence"] != "certain" and cause != "unexplained":
                out.append(f"{cause}: only {found[cause]['confidence']}")
        more = {cause for cause, row in found.items() if cause not in expected and row["severity"] != "note"}
        if more:
            out.append(f"found without need: {sorted(more)}")
        # Where the first answer says that nothing will come, check asks for no file.
        if code != (2 if observed or not seen else max([0] + [1 for row in report["findings"] if row["severity"] == "warning"])):
            out.append(f"exit code {code}")
        return out

    def logged(self, id, version, configuration, home, has_configuration):
        logs = [str(path) for path in sorted(home.rglob("*.log"))]
        if not logs:
            return ["nothing was logged"] if self.scenarios[id]["expect"] and not self.is_fault(self.scenarios[id]) else []
        report, _ = self.audit(*logs)
        found = {row["cause"] for row in report["findings"] if row["severity"] != "note"}
        expected = {BETTER.get((id, row["cause"]), row["cause"]) for row in self.scenarios[id]["expect"]} - set(
            "iis.directory-browsing-off iis.verb-denied".split())
        if self.is_fault(self.scenarios[id]) and not self.tells(id):
            return []
        alternatives = {row["cause"] for one in report["findings"] for row in one["alternatives"]}
        out = [f"the logs do not tell {cause}, but {sorted(found)}" for cause in expected - found - alternatives]
        if not self.scenarios[id]["expect"] and found:
            out.append(f"the logs of a healthy server tell {sorted(found)}")
        if has_configuration:
            report, _ = self.audit(*configuration, *logs, "--iis", version, "--client", "127.0.0.1")
            both = {row["cause"]: row for row in report["findings"]}
            for cause in expected & set(both):
                statements = {row["statement"] for row in both[cause]["evidence"]}
                if "logged" in statements and "configuration-would-answer" in statements:
                    out.append(f"{cause}: the configuration does not explain the log")
        return out

    def tells(self, id):
        """Faults that are what a module of IIS does, and are logged with its sub-status."""
        return id in ("acl-denied", "acl-denied-folder", "hidden-file", "publication-file-missing", "content-truncated",
                      "httpsys-connection-limit")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("--only")
    options = parser.parse_args()
    suite = Suite(options.webcid, options.testserver)
    unknown = (set(NOT_PREDICTED) | set(NOT_LOGGED)) - set(suite.scenarios)
    if unknown:
        print("no such scenarios:", sorted(unknown))
        return 1
    jobs = list(suite.runs(options.only))
    failures = 0
    for job, wrongs in zip(jobs, carry_out(jobs, suite.result, "audited")):
        if wrongs:
            failures += 1
            print(f"{job[0]} {job[1]}: {'; '.join(wrongs)}")
    print(f"{len(jobs) - failures} passed, {failures} failed")
    return 1 if failures or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
