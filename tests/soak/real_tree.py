"""The main job on a real tree: Debian packages served by nginx, Apache and webcid-testserver, checked by webcid.

usage: real_tree.py BUILD-FOLDER WORK-FOLDER

Unpacks packages that have `bin` folders, extensionless files, `+` and `:` in names, adds ten generated names with
blanks, `%`, `#` and non-ASCII characters, writes the catalogue by `webcid catalogue` and then checks
- nginx and the test server: everything verified, exit 0;
- the guide's five faults on the test server, alone and together, for IIS 7.5 and 10.0, pages in English and Japanese,
  listing on and off: exactly those faults;
- Apache with one file removed and one altered: exactly those two.
Prints one line a check; exits 1 when one is wrong.
"""
import pathlib
import shutil
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "integration"))
from servers import Apache, Nginx, TestServer, check

PACKAGES = ["coreutils", "git", "git-man", "git-doc", "g++-12", "libstdc++-12-dev", "libstdc++-12-doc"]
GENERATED = ["with blank.txt", "two  blanks/a b c.dat", "100%.txt", "x%20y.txt", "note #1.txt", "日本語 の名前.dat",
             "ünïcode.upd", "a&b;c,d.txt", "[brackets] (and) {braces}.vdb", "q?uestion'quote.ide"]
GUIDE = {
    "mime-map-missing": "iis.mime-map-missing",
    "extensionless-not-served": "iis.extensionless-not-served",
    "hidden-segment-bin": "iis.hidden-segment",
    "double-escaping-refused": "iis.double-escaping-refused",
    "directory-browsing-off": "iis.directory-browsing-off",
}

failures = 0


def unpack(work):
    tree = work / "tree"
    if tree.exists():
        return tree
    debs = work / "debs"
    debs.mkdir(parents=True, exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", *PACKAGES], cwd=debs, check=True, stderr=subprocess.DEVNULL)
    partial = work / "tree.partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for deb in sorted(debs.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", deb, partial], check=True)
    for number, name in enumerate(GENERATED):
        path = partial / "generated" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"generated {number}\n" * (number + 1))
    partial.rename(tree)
    return tree


def expect(what, webcid, url, causes, code):
    """One check; `causes` maps each cause to the parameters it must have, or None for any."""
    global failures
    report, got = check(webcid, url)
    found = {finding["cause"]: finding["parameters"] for finding in report["findings"]}
    right = (got == code and set(found) == set(causes) and
             all(parameters is None or found[cause] == parameters for cause, parameters in causes.items()))
    summary = report["summary"]
    print(f"{'ok   ' if right else 'WRONG'} {what}: exit {got}, {summary['verified']} verified, "
          f"{summary['failed']} failed, {summary['seconds']:.1f} s"
          + "".join(f"\n        {cause} {parameters[:6] if parameters else ''}" for cause, parameters in found.items()),
          flush=True)
    failures += not right


def main():
    build, work = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    webcid, testserver = build / "webcid", build / "webcid-testserver"
    work.mkdir(parents=True, exist_ok=True)
    tree = unpack(work)
    catalogue = tree / "webcid-catalogue.txt"
    subprocess.run([webcid, "catalogue", tree, "--output", catalogue], check=True)
    print(f"{sum(1 for path in tree.rglob('*') if path.is_file() and not path.is_symlink()) - 1} files")

    with Nginx(work / "nginx", tree) as server:
        expect("nginx, autoindex on", webcid, server.url, {}, 0)
    with TestServer(testserver, "--root", tree) as server:
        expect("test server, healthy", webcid, server.url, {}, 0)

    def parameters_of(scenario):
        return ["bin"] if scenario == "hidden-segment-bin" else None

    for version in ("7.5", "10.0"):
        for language in ("en", "ja"):
            for listing in ("on", "off"):
                for scenarios in [[name] for name in GUIDE] + [list(GUIDE)]:
                    if listing == "off" and "directory-browsing-off" not in scenarios:
                        scenarios = scenarios + ["directory-browsing-off"]
                    elif listing == "off":
                        continue
                    causes = {GUIDE[name]: parameters_of(name) for name in scenarios}
                    code = 0 if list(causes) == ["iis.directory-browsing-off"] else 2
                    with TestServer(testserver, "--root", tree, "--scenario", ",".join(scenarios), "--iis", version,
                                    "--lang", language) as server:
                        expect(f"IIS {version}, {language}, {' + '.join(scenarios)}", webcid, server.url, causes, code)

    removed, altered = tree / "usr/share/doc/coreutils/copyright", tree / "usr/bin/git"
    kept = [(path, path.read_bytes()) for path in (removed, altered)]
    try:
        removed.unlink()
        data = bytearray(kept[1][1])
        data[len(data) // 2] ^= 1
        altered.write_bytes(data)
        with Apache(work / "apache", tree) as server:
            expect("Apache, one file removed, one altered", webcid, server.url,
                   {"publication.file-missing": ["usr/share/doc/coreutils/copyright"],
                    "content.hash-mismatch": ["usr/bin/git"]}, 2)
    finally:
        for path, data in kept:
            path.write_bytes(data)
    print("all right" if not failures else f"{failures} WRONG")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
