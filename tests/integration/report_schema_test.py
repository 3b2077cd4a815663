"""Rendered reports against docs/report.schema.json, and the schema against broken reports.

usage: report_schema_test.py PRINTER SCHEMA
PRINTER prints {"name": report, ...} on its standard output.
"""
import copy
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree

import jsonschema


def breakages(report):
    """Copies of a valid report, each with one thing wrong in it."""

    def changed(name, change):
        broken = copy.deepcopy(report)
        change(broken)
        return name, broken

    yield changed("verdict out of its values", lambda r: r.update(verdict="fine"))
    yield changed("no schema", lambda r: r.pop("schema"))
    yield changed("unknown key", lambda r: r.update(password="secret"))
    yield changed("time without milliseconds", lambda r: r.update(started="2026-01-31T09:30:00Z"))
    yield changed("negative count", lambda r: r["summary"].update(failed=-1))
    yield changed("severity out of its values", lambda r: r["findings"][0].update(severity="fatal"))
    yield changed("finding without remedies", lambda r: r["findings"][0].pop("remedies"))
    yield changed("remedy in an unknown form", lambda r: r["findings"][0]["remedies"][0].update({"as": "bash"}))
    yield changed("evidence as bare text", lambda r: r["findings"][0].update(evidence=["seen"]))
    yield changed("guide step of another family", lambda r: r["guide"][0].update(id="iis.bin"))


def main(printer, schema_file):
    schema = json.loads(pathlib.Path(schema_file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    reports = json.loads(subprocess.run([printer], check=True, capture_output=True).stdout.decode("utf-8"))
    failures = []
    for name, report in reports.items():
        failures += [f"{name}: {e.json_path}: {e.message[:200]}" for e in validator.iter_errors(report)]
        for finding in report["findings"]:
            for remedy in finding["remedies"]:
                if remedy["as"] == "web.config":
                    xml.etree.ElementTree.fromstring(remedy["text"])
    for name, broken in breakages(reports["broken.en"]):
        if validator.is_valid(broken):
            failures.append(f"the schema accepts: {name}")

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(reports)} reports, {len(failures)} failures")
    return 1 if failures or len(reports) < 10 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
