#!/usr/bin/env python3
"""What a package of webcid is made of, as CycloneDX 1.5 (JSON) on standard output.

    sbom.py --version V --deb FILE --headers PACKAGE...    the Debian package: what it depends on, what is compiled in
    sbom.py --version V --sources FOLDER                   webcid.exe: a file for each library's source, with its version

The same package gives the same bytes: no time, no random serial number.
"""
import argparse
import hashlib
import json
import pathlib
import re
import subprocess
import uuid


def output(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def installed(package):
    """Name, version, source package of what this system has."""
    fields = output("dpkg-query", "-W", "-f", "${Package}\t${Version}\t${source:Package}\t${Architecture}\n", package)
    return fields.splitlines()[0].split("\t")


def of_debian(package, scope):
    name, version, source, architecture = installed(package)
    return {"type": "library", "bom-ref": f"deb:{name}", "name": name, "version": version, "scope": scope,
            "purl": f"pkg:deb/debian/{name}@{version}?arch={architecture}",
            "properties": [{"name": "debian:source", "value": source}]}


def depends(deb):
    text = output("dpkg-deb", "-f", deb, "Depends")
    return sorted({re.match(r"[a-z0-9][a-z0-9+.-]*", each.strip())[0] for each in text.split(",")})


# Built with the rest, and in neither program.
OF_TESTS = {"catch2"}


def of_sources(folder):
    rows = [(file.name, file.read_text(encoding="utf-8").split()[1]) for file in pathlib.Path(folder).iterdir()
            if file.name not in OF_TESTS]
    return [{"type": "library", "bom-ref": f"src:{name}", "name": name, "version": version, "scope": "required",
             "purl": f"pkg:deb/debian/{name}@{version}?arch=source"} for name, version in sorted(rows)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", required=True)
    parser.add_argument("--deb")
    parser.add_argument("--headers", nargs="*", default=[])
    parser.add_argument("--sources")
    words = parser.parse_args()
    if words.deb:
        libraries = [of_debian(name, "required") for name in depends(words.deb)]
        libraries += [of_debian(name, "excluded") for name in sorted(words.headers)]
    else:
        libraries = of_sources(words.sources)
    product = {"type": "application", "bom-ref": "webcid", "name": "webcid", "version": words.version,
               "licenses": [{"license": {"id": "Apache-2.0"}}]}
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
           "metadata": {"component": product}, "components": libraries,
           "dependencies": [{"ref": "webcid", "dependsOn": [library["bom-ref"] for library in libraries]}]}
    digest = hashlib.sha256(json.dumps(bom, sort_keys=True).encode()).digest()
    bom["serialNumber"] = f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}"
    print(json.dumps(bom, indent=2, sort_keys=True))


if __name__ == "__main__":
    main()
