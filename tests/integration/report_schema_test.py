"""Rendered reports against docs/report.schema.json, and the schema against broken reports.

usage: report_schema_test.py SAMPLES SCHEMA
SAMPLES writes sample reports into a folder.
"""
import copy
import json
import pathlib
import subprocess
import sys
import tempfile
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


def objects_of(schema, path="schema"):
    """Every subschema that describes an object by its properties, with its place."""
    if isinstance(schema, dict):
        if isinstance(schema.get("properties"), dict):
            yield path, schema
        for name, part in schema.items():
            yield from objects_of(part, f"{path}.{name}")
    elif isinstance(schema, list):
        for number, part in enumerate(schema):
            yield from objects_of(part, f"{path}[{number}]")


def loosenesses(schema):
    """Places where the schema would take a key that it does not describe, or do without one that is always written."""
    optional = {"schema.$defs.statement": {"exchange"},
                # of a run among several; of the server's own files
                "schema.$defs.run": {"name", "basis", "published"},
                "schema.$defs.run.properties.published": {"list", "newest"},
                "schema.$defs.run.properties.published.properties.catalogues.items": {"modified"},
                # of an acceptance; of an endpoint's settings; of the server's own files; of --proxy auto, of --user :
                "schema.$defs.run.properties.target": {"acceptance", "install_source", "settings", "site", "physical_path", "pool",
                                                             "proxy_origin", "logged_on"},
                "schema.$defs.run.properties.guide.items": {"proof"},
                # of the machines of one name; where there is something that it is about
                "schema.$defs.collection": {"nodes"},
                "schema.$defs.nodes.properties.differences.items": {"about"}}
    for path, part in objects_of(schema):
        if part.get("additionalProperties") is not False:
            yield f"{path}: takes keys that it does not describe"
        missing = set(part["properties"]) - set(part.get("required", [])) - optional.get(path, set())
        if missing:
            yield f"{path}: does without {sorted(missing)}"


def keys_of(value):
    if isinstance(value, dict):
        for key, part in value.items():
            yield key
            yield from keys_of(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_of(part)


def rendered(program):
    with tempfile.TemporaryDirectory(prefix="webcid-samples-") as folder:
        subprocess.run([program, folder], check=True)
        return {path.name.removesuffix(".json"): json.loads(path.read_text(encoding="utf-8"))
                for path in sorted(pathlib.Path(folder).glob("*.json"))}


def main(program, schema_file):
    schema = json.loads(pathlib.Path(schema_file).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = list(loosenesses(schema))

    reports = rendered(program)
    for name, report in reports.items():
        failures += [f"{name}: {e.json_path}: {e.message[:200]}" for e in validator.iter_errors(report)]
        for finding in report.get("findings", []):
            for remedy in finding["remedies"]:
                if remedy["as"] == "web.config":
                    xml.etree.ElementTree.fromstring(remedy["text"])
    for name, broken in breakages(reports["broken.en"]):
        if validator.is_valid(broken):
            failures.append(f"the schema accepts: {name}")
    written = set(keys_of(list(reports.values())))
    for path, part in objects_of(schema):
        failures += [f"{path}: no report has {key}" for key in part["properties"] if key not in written]

    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"{len(reports)} reports, {len(failures)} failures")
    return 1 if failures or len(reports) < 18 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
