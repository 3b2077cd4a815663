"""The closed loop: what a report prints to mend its findings, merged into the broken web.config, makes the next check
healthy; and the forms of a remedy say the same.

usage: remedies_test.py WEBCID WEBCID-TESTSERVER

Which causes have a web.config is asked from `webcid explain`, which scenarios show them from the test server: a cause
that a web.config mends and no scenario proves fails here.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

from servers import TestServer, check

WEBCID, TESTSERVER = sys.argv[1:3]
SAMPLE = ["--sample", "200"]
VERSIONS = ("7.5", "10.0")
COLLECTIONS = {"staticContent", "hiddenSegments", "fileExtensions", "denyUrlSequences", "verbs", "handlers",
               "authorization"}
# Scenarios of a cause that a web.config mends elsewhere, but not here, and why. Only shrinks.
NOT_MENDED = {
    "redirects-to-https-rewrite": "a rule of URL Rewrite is named by nothing that can be seen from outside",
}
# Where two web.config are offered one after the other, the second mends what the first one cannot.
SECOND_ONLY = {"extensionless-handler"}


def run(*arguments):
    return subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout


def merge(into, remedy):
    """As an administrator merges: attributes replace, entries of collections are appended, sections are gone into."""
    for name, value in remedy.attrib.items():
        into.set(name, value)
    for child in remedy:
        known = into.find(child.tag) if into.tag not in COLLECTIONS else None
        if known is None:
            into.append(child)
        else:
            merge(known, child)


def web_configs(finding):
    return [remedy["text"] for remedy in finding["remedies"] if remedy["as"] == "web.config"]


class Loop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.causes = {row["id"]: row for row in json.loads(run(WEBCID, "explain", "--format", "json", "--lang", "en"))}
        cls.mendable = {cause for cause, row in cls.causes.items() if web_configs(row)}
        cls.scenarios = json.loads(run(TESTSERVER, "--list-json"))
        # Of causes of which each is mended by a web.config, or of one that is.
        cls.mended = [scenario for scenario in cls.scenarios
                      if scenario["expect"] and scenario["id"] not in NOT_MENDED
                      and all(row["cause"] in cls.mendable for row in scenario["expect"])]

    def serve(self, scenario, version, config):
        # The scenario's own applicationHost.config and faults, with this web.config.
        return TestServer(TESTSERVER, *SAMPLE, "--scenario", scenario["id"], "--iis", version, "--config", str(config))

    def versions_of(self, scenario):
        return (scenario["iis"],) if scenario["iis"] else VERSIONS

    def report_of(self, scenario, server):
        """What a check finds; where no diagnosis tells the scenario's causes yet, as if it told exactly those."""
        report, _ = check(WEBCID, server.url)
        found = {finding["cause"]: finding for finding in report["findings"]}
        if any(row["cause"] not in found for row in scenario["expect"]):
            report["findings"] = [found.get(row["cause"]) or {
                "cause": row["cause"], "severity": "error", "confidence": "certain", "evidence": [],
                "parameters": row.get("parameters") or self.parameters_of(row["cause"], scenario),
                "affected": {"count": 0, "examples": []}, "alternatives": [], "to_decide": []}
                for row in scenario["expect"]]
        return report

    def parameters_of(self, cause, scenario):
        """Of a finding made by hand: what the scenario is about, found in its own setting."""
        wanted = {"iis.url-sequence-denied": r'sequence="([^"]+)"', "iis.verb-denied": r'verb="([^"]+)"'}.get(cause)
        if wanted is None:
            return []
        with tempfile.TemporaryDirectory() as work:
            return re.findall(wanted, self.broken_config(scenario, "10.0", work).read_text(encoding="utf-8"))

    def broken_config(self, scenario, version, work):
        config = pathlib.Path(work) / "web.config"
        run(TESTSERVER, *SAMPLE, "--scenario", scenario["id"], "--iis", version, "--write-config", str(config))
        return config

    def mend(self, config, documents):
        tree = xml.parse(config)
        for document in documents:
            merge(tree.getroot(), xml.fromstring(document))
        tree.write(config, encoding="utf-8", xml_declaration=True)

    def fix(self, report, work, form, *options):
        file = pathlib.Path(work) / "report.json"
        file.write_text(json.dumps(report), encoding="utf-8")
        return run(WEBCID, "fix", str(file), "--as", form, *options)

    def assertHealthy(self, scenario, version, config):
        with self.serve(scenario, version, config) as server:
            report, code = check(WEBCID, server.url)
        self.assertEqual(([row["cause"] for row in report["findings"]], report["verdict"], code), ([], "healthy", 0))

    def each(self, prove):
        """Calls prove(scenario, version, its web.config, the report of the broken server, a folder)."""
        for scenario in self.mended:
            for version in self.versions_of(scenario):
                with self.subTest(scenario=scenario["id"], iis=version), tempfile.TemporaryDirectory() as work:
                    config = self.broken_config(scenario, version, work)
                    with self.serve(scenario, version, config) as server:
                        report = self.report_of(scenario, server)
                    prove(scenario, version, config, report, work)

    def test_every_cause_that_a_web_config_mends_is_mended_in_a_scenario(self):
        proved = {row["cause"] for scenario in self.mended for row in scenario["expect"]}
        self.assertEqual(sorted(self.mendable - proved), [])
        ids = {scenario["id"] for scenario in self.scenarios}
        self.assertEqual(sorted((set(NOT_MENDED) | SECOND_ONLY) - ids), [])

    def test_the_printed_web_config_mends_what_it_was_printed_for(self):
        def prove(scenario, version, config, report, work):
            broken = config.read_bytes()
            remedies = [self.remedies_of(row, report, work) for row in report["findings"]]
            for choose in range(max(map(len, remedies))):
                if choose == 0 and scenario["id"] in SECOND_ONLY:
                    continue
                config.write_bytes(broken)
                self.mend(config, [documents[min(choose, len(documents) - 1)] for documents in remedies])
                self.assertHealthy(scenario, version, config)
        self.each(prove)

    def remedies_of(self, finding, report, work):
        """The web.config of a finding: its own, or the one that `fix` makes of a finding put in by hand."""
        if "remedies" in finding:
            documents = web_configs(finding)
        else:
            documents = [self.fix({**report, "findings": [finding]}, work, "web.config")]
            if not finding["parameters"]:
                documents += web_configs(self.causes[finding["cause"]])[1:]
        self.assertTrue(documents, finding["cause"])
        return documents

    def test_the_script_of_the_whole_report_mends_everything_at_once_and_again(self):
        def prove(scenario, version, config, report, work):
            if scenario["id"] in SECOND_ONLY:
                return
            document = self.fix(report, work, "web.config")
            for _ in range(2):
                self.mend(config, [document])
                self.assertHealthy(scenario, version, config)
        self.each(prove)


# --- the forms of one remedy, taken apart into changes -----------------------------------------------------------------


def attributes(text, separator):
    """"a='b',c='d'" as a dictionary."""
    out = {}
    for name, quoted, bare in re.findall(rf"(\w+)=(?:'((?:[^']|'')*)'|(\$\w+))(?:{separator}|$)", text):
        out[name] = quoted.replace("''", "'") if not bare else bare[1:]
    return out


KEYS = {"staticContent": ["fileExtension"], "hiddenSegments": ["segment"], "fileExtensions": ["fileExtension"],
        "denyUrlSequences": ["sequence"], "verbs": ["verb"], "handlers": ["name"],
        "authorization": ["users", "roles", "verbs"]}


def of_web_config(text):
    changes = set()

    def walk(element, path):
        name = path[-1] if path else ""
        for attribute, value in element.attrib.items():
            changes.add(("set", tuple(path), attribute, value))
        for child in element:
            if name in KEYS and child.tag in ("remove", "add", "mimeMap"):
                key = tuple(child.attrib[key] for key in KEYS[name])
                rest = frozenset((k, v) for k, v in child.attrib.items() if k not in KEYS[name])
                changes.add(("remove" if child.tag == "remove" else "add", tuple(path), key, rest))
            else:
                walk(child, [*path, child.tag])
    walk(xml.fromstring(text).find("system.webServer"), [])
    return changes


PATHS = {"staticContent": (), "directoryBrowse": (), "handlers": (), "httpRedirect": (), "urlCompression": (),
         "requestFiltering": ("security",), "authorization": ("security",), "access": ("security",),
         "ipSecurity": ("security",), "dynamicIpSecurity": ("security",),
         "anonymousAuthentication": ("security", "authentication")}


def change(action, path, values):
    keys = KEYS[path[-1]]
    return (action, path, tuple(values[key] for key in keys),
            frozenset((k, v) for k, v in values.items() if k not in keys))


def of_appcmd(text):
    changes = set()
    for line in text.splitlines():
        found = re.fullmatch(r'%windir%\\system32\\inetsrv\\appcmd\.exe set config "[^"]+" /section:(\w+) (.*?)'
                             r'(?: /commit:apphost)?(?: >nul 2>nul)?', line.rstrip())
        if not found:
            continue
        path = (*PATHS[found[1]], found[1])
        entry = re.fullmatch(r'/([+-])"(?:(\w+)\.)?\[(.*)\]"', found[2])
        if entry:
            below = (*path, entry[2]) if entry[2] else path
            changes.add(change("add" if entry[1] == "+" else "remove", below, attributes(entry[3], ",")))
        else:
            name, value = found[2].lstrip("/").split(":", 1)
            *parts, attribute = name.split(".")
            changes.add(("set", (*path, *parts), attribute, value))
    return changes


def of_power_shell(text):
    changes = set()
    for line in text.splitlines():
        found = re.match(r"(Set|Add|Remove)-WebConfigurationProperty @(?:share|server) -Filter system\.webServer/(\S+) "
                         r"-Name (\S+) -(?:Value|AtElement) (.*?)(?: -ErrorAction SilentlyContinue "
                         r"-WarningAction SilentlyContinue)?$", line)
        if not found:
            continue
        path = tuple(found[2].split("/"))
        if found[1] == "Set":
            changes.add(("set", path, found[3], found[4].strip("'$")))
        else:
            changes.add(change(found[1].lower(), path, attributes(found[4][2:-1], "; ")))
    return changes


class Forms(unittest.TestCase):
    def test_web_config_appcmd_and_power_shell_say_the_same(self):
        compared = 0
        for row in json.loads(run(WEBCID, "explain", "--format", "json", "--lang", "en")):
            texts = {}
            for remedy in row["remedies"]:
                texts.setdefault(remedy["as"], remedy["text"])
            changes = {"appcmd": of_appcmd(texts.get("appcmd", "")), "powershell": of_power_shell(texts.get("powershell", ""))}
            if "web.config" in texts:
                changes["web.config"] = of_web_config(texts["web.config"])
                compared += 1
                self.assertTrue(changes["web.config"], row["id"])
            with self.subTest(cause=row["id"]):
                for form, said in changes.items():
                    self.assertEqual(said, changes["appcmd"], form)
        self.assertGreater(compared, 12)

    def test_a_change_that_differs_is_seen(self):
        told = 'x\n%windir%\\system32\\inetsrv\\appcmd.exe set config "S/A" /section:requestFiltering /-"verbs.[verb=\'HEAD\']"'
        other = "Remove-WebConfigurationProperty @share -Filter system.webServer/security/requestFiltering/verbs -Name . -AtElement @{verb='GET'}"
        self.assertNotEqual(of_appcmd(told), of_power_shell(other))
        self.assertEqual(of_appcmd(told), of_power_shell(other.replace("GET", "HEAD")))
        self.assertTrue(of_appcmd(told))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
