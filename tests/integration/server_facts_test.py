#!/usr/bin/env python3
"""`webcid check --iis-log`, `--iis-config`: what the server's own files name is certain, and stays so in saved evidence.

usage: server_facts_test.py WEBCID WEBCID-TESTSERVER [--only ID]
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

from audit_test import BETTER, NOT_LOGGED, Suite
from campaign import carry_out
from servers import TestServer

# Logged, and yet not certain by it: why.
NOT_CERTAIN = {
    "acl-denied": "the account that may read is not in a log",
    "acl-denied-folder": "the account that may read is not in a log",
    "hidden-file": "the attribute is the file's",
    "authorization-denied": "401.2 is that of a missing account as well",
    "cgi-isapi-restricted": "404.2 does not say which of the two lists lacks the program",
    "content-truncated": "a transfer that ended early, by whomever",
    "handler-missing": "404.4 is that of a missing Read as well",
    "healthy": "nothing is refused",
    "healthy-webdav": "nothing is refused",
    "httpsys-connection-limit": "in HTTPERR, whose page says as much",
    "publication-file-missing": "404.0, as of any file that is missing",
    "rate-limited-dynamic": "told by what came and went",
    "redirects-elsewhere": "a redirect is certain without a log",
    "unexplained-status": "no module of IIS answers so",
    "credentials-required-basic": "401.2 is that of an authorization rule as well",
    "credentials-required-digest": "401.2 is that of an authorization rule as well",
    "credentials-required-windows": "401.2 is that of an authorization rule as well",
}


def check(webcid, url, catalogue, *options):
    done = subprocess.run([webcid, "check", url, "--catalogue", catalogue, "--report", "json=-", *options],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
    if not done.stdout:
        raise RuntimeError(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def result(suite, id):
    wrongs = []
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        # OPTIONS blocked and listings off: as little as possible is seen from outside.
        server = ["--sample", "200", "--scenario", id + ("" if id == "directory-browsing-off" else ",directory-browsing-off"),
                  "--w3c-log", str(home / "w3c"), "--options-refused"]
        with TestServer(suite.testserver, *server) as running:
            logs = []
            while not logs:  # a line is written when its answer is on its way
                try:
                    urllib.request.urlopen(running.url + "/zz-first.txt", timeout=30)
                except urllib.error.HTTPError:
                    pass
                logs = [str(log) for log in home.rglob("*.log")]
            evidence = home / "run.har"
            report = check(suite.webcid, running.url, str(suite.catalogue), "--save-evidence", str(evidence),
                           *(word for log in logs for word in ("--iis-log", log)))
        found = {row["cause"]: row for row in report["findings"]}
        for row in suite.scenarios[id]["expect"]:
            cause = row["cause"]
            if cause not in found:
                wrongs.append(f"{cause} is not found, but {sorted(found)}")
            elif found[cause]["confidence"] != "certain" or found[cause]["alternatives"]:
                wrongs.append(f"{cause} is only {found[cause]['confidence']}, or {found[cause]['alternatives']}")
        again = subprocess.run([suite.webcid, "diagnose", "--from", str(evidence), "--report", "json=-"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=300)
        if json.loads(again.stdout)["findings"] != report["findings"]:
            wrongs.append("judged again, the evidence gives other findings")
    return wrongs


def by_configuration(suite):
    """The same by the configuration alone."""
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        options = ["--sample", "200", "--scenario", "mime-map-missing,directory-browsing-off", "--options-refused"]
        files = []
        for option, name in (("--write-application-host", "applicationHost.config"), ("--write-config", "web.config")):
            subprocess.run([suite.testserver, *options, option, str(home / name)], check=True)
            files += ["--iis-config", str(home / name)]
        with TestServer(suite.testserver, *options) as running:
            without = check(suite.webcid, running.url, str(suite.catalogue))
            report = check(suite.webcid, running.url, str(suite.catalogue), *files)
    plain = next(row for row in without["findings"] if row["cause"] == "iis.mime-map-missing")
    named = next(row for row in report["findings"] if row["cause"] == "iis.mime-map-missing")
    texts = [row["text"] for row in named["evidence"] if row["statement"] == "sub-status-of-server"]
    if plain["confidence"] == "certain" or named["confidence"] != "certain":
        return [f"without files {plain['confidence']}, with them {named['confidence']}"]
    return [] if texts and "web.config, line " in texts[0] else [f"evidence {named['evidence']}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("webcid")
    parser.add_argument("testserver")
    parser.add_argument("--only")
    options = parser.parse_args()
    suite = Suite(options.webcid, options.testserver)
    jobs = [id for id, scenario in suite.scenarios.items()
            if id not in NOT_LOGGED and id not in NOT_CERTAIN and not suite.is_fault(scenario)
            and not any(row["cause"].startswith("httpsys.") for row in scenario["expect"])
            and not (id, scenario["expect"][0]["cause"] if scenario["expect"] else "") in BETTER
            and (not options.only or id == options.only)]
    jobs = [id for id in jobs if id != "verb-denied-options"]

    def wrongs_of(id):
        try:
            return result(suite, id)
        except Exception as error:  # one run must not cost the others
            return [f"{type(error).__name__}: {error}"]

    failures = 0
    for id, wrongs in zip(jobs, carry_out(jobs, wrongs_of, "checked")):
        failures += bool(wrongs)
        if wrongs:
            print(f"{id}: {'; '.join(wrongs)}")
    if not options.only:
        wrongs = by_configuration(suite)
        failures += bool(wrongs)
        print("\n".join(f"by configuration: {wrong}" for wrong in wrongs))
    print(f"{len(jobs)} scenarios, {failures} failed")
    return 1 if failures or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())
