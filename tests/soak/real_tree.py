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
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

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


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    deadline = time.monotonic() + 10
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise


class Nginx:
    def __init__(self, work, tree):
        home = work / "nginx"
        home.mkdir(exist_ok=True)
        self.port = free_port()
        temporary = "".join(f"{kind}_temp_path {home}/tmp; " for kind in
                            ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (home / "nginx.conf").write_text(
            f"worker_processes 1; daemon off; pid {home}/pid; error_log {home}/error.log; "
            f"events {{ worker_connections 512; }} http {{ access_log off; {temporary}"
            f"server {{ listen 127.0.0.1:{self.port}; root {tree}; location / {{ autoindex on; }} }} }}\n")
        # As root nginx would serve as another user, who may not read the tree.
        user = "user root;" if os.getuid() == 0 else ""
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-p", home, "-c", home / "nginx.conf", "-g", user],
                                        stderr=subprocess.DEVNULL)
        wait_for(self.port)
        self.url = f"http://127.0.0.1:{self.port}/"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)


class Apache(Nginx):
    def __init__(self, work, tree):
        home = work / "apache"
        home.mkdir(exist_ok=True)
        self.port = free_port()
        modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
                          for name in ("mpm_event", "authz_core", "dir", "autoindex", "mime"))
        (home / "httpd.conf").write_text(
            f"ServerRoot {home}\nServerName localhost\nListen 127.0.0.1:{self.port}\n{modules}"
            f"PidFile {home}/pid\nErrorLog {home}/error.log\nTypesConfig /etc/mime.types\nDocumentRoot {tree}\n"
            f"<Directory {tree}>\nOptions Indexes\nRequire all granted\n</Directory>\n")
        self.process = subprocess.Popen(["/usr/sbin/apache2", "-X", "-f", home / "httpd.conf"],
                                        stderr=subprocess.DEVNULL)
        wait_for(self.port)
        self.url = f"http://127.0.0.1:{self.port}/"

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


class TestServer:
    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate(timeout=20)


def check(webcid, url):
    done = subprocess.run([webcid, "check", url, "--report", "json=-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)
    return json.loads(done.stdout), done.returncode


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

    with Nginx(work, tree) as server:
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
        with Apache(work, tree) as server:
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
