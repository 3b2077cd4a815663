#!/usr/bin/env python3
"""Servers that mean harm, against `webcid check` and `webcid update`: each case of hostile_cases.py with both commands.

usage: hostile.py WEBCID [--only "CASE[;CASE]"]

Of each run it is measured: seconds, and MiB of memory at its highest. It must end by itself below the ceilings, with an
exit code that README.md has and the verdict that belongs to it, which is one that the case allows ("healthy" only where
it says so), nothing outside the destination, no file under a final name that is not what was published, no account in
anything it writes, and no control character in what it prints. Exit 1 on any violation.
"""
import argparse
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

from hostile_cases import CASES, Ledger, Peer

# What a run with --timeout 2 may take: several time-outs one after the other, and no more.
MOST_SECONDS = 60
EXIT_CODES = {0: "healthy", 1: "deviates", 2: "broken", 3: "unknown"}
LOCAL = 74  # of an update whose destination was tampered with
SECRET = "never to be touched"
USER, PASSWORD = "CORP\\PlantedUsr7", "Fl1ckeringLamp"


class Server:
    """Hands each request of each connection to the case."""

    def __init__(self, behave):
        self.behave = behave
        self.ledger = Ledger()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/SophosUpdate/"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            peer = Peer(connection, self.ledger)
            try:
                while peer.read_request():
                    if self.behave(peer) is False:
                        return
            except OSError:
                return  # the client has had enough

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # accept() in another thread ends with a connection, not with a close.
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


def digest_of(folder):
    """What lies in a folder, links as links."""
    lines = []
    for path in sorted(folder.rglob("*")):
        kind = os.readlink(path) if path.is_symlink() else "" if path.is_dir() else path.read_bytes().hex()
        lines.append(f"{path.relative_to(folder)} {kind}")
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()


def watch_memory(pid, most, stop):
    """The highest VmHWM seen: what wait4 reports counts this program's own memory before the exec as well."""
    while not stop.wait(0.02):
        with contextlib.suppress(OSError):
            found = re.search(r"VmHWM:\s*(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())
            if found:  # what has ended has no memory
                most[0] = max(most[0], int(found[1]) / 1024)


def spellings(secret):
    """As it is, percent-encoded, and in the base64 of whatever holds it."""
    yield secret.encode()
    yield "".join(f"%{byte:02X}" for byte in secret.encode()).encode()
    for data in (secret.encode(), secret.encode("utf-16-le")):
        for before in range(3):
            text = base64.b64encode(b"\0" * before + data)
            yield text[(before * 8 + 5) // 6:(before + len(data)) * 8 // 6]


def run(command, home, environment, meddle=None):
    """Exit code, output, seconds and MiB; the exit code is None when it had to be killed."""
    with tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, cwd=home,
                                   env=environment)
        stop, most = threading.Event(), [0.0]
        others = [threading.Thread(target=watch_memory, args=(process.pid, most, stop))]
        if meddle:
            others.append(threading.Thread(target=meddle, args=(stop,)))
        for other in others:
            other.start()
        killer = threading.Timer(MOST_SECONDS, process.kill)
        killer.start()
        process.wait()
        killer.cancel()
        seconds = time.monotonic() - begin
        stop.set()
        for other in others:
            other.join()
        out.seek(0)
        text = out.read(64 << 20)
    return process.returncode if process.returncode >= 0 else None, text, seconds, most[0]


class Trial:
    """One case with one command, in a folder of its own."""

    def __init__(self, case, command, home):
        self.case, self.command, self.home = case, command, home
        self.is_update = command == "update"
        self.outside, self.destination = home / "outside", home / "destination"
        self.report_file, self.evidence, self.here = home / "report.json", home / "run.har", home / "here"
        for folder in (self.outside, self.destination, self.here):
            folder.mkdir()
        (self.outside / "kept").write_text(SECRET)
        if case.plant and self.is_update:
            case.plant(self.destination, self.outside)
        self.untouched = digest_of(self.outside)
        self.around = {path.name for path in home.iterdir()} | {"report.json", "run.har"}

    def arguments(self, url):
        out = [self.command, url, *([self.destination] if self.is_update else []), "--timeout", "2", "--no-proxy", "--lang",
               "en", "-v", "--report", f"json={self.report_file}", *self.case.options]
        if self.is_update:
            out += self.case.update_options
        if self.case.has_account:
            out += ["--user", USER, *([] if self.is_update else ["--save-evidence", self.evidence])]
        return out

    def execute(self, webcid):
        meddle = None
        if self.case.meddle and self.is_update:
            meddle = lambda stop: self.case.meddle(self.destination, self.outside, stop)  # noqa: E731
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        environment.pop("WEBCID_PASSWORD", None)
        if self.case.has_account:
            environment["WEBCID_PASSWORD"] = PASSWORD
        self.case.prepare()
        with Server(self.case.behave) as server:
            self.code, self.text, self.seconds, self.memory = run([webcid, *self.arguments(server.url)], self.here,
                                                                  environment, meddle)
        self.ledger = server.ledger

    def violations(self):
        yield from self.of_the_end()
        yield from self.of_what_is_printed()
        yield from self.of_costs()
        yield from self.of_the_report()
        yield from self.of_the_disk()
        if self.case.has_account:
            yield from self.of_the_account()

    def of_the_end(self):
        if self.code is None:
            yield f"was killed, after {self.seconds:.0f} s"
        elif self.code not in EXIT_CODES and not (self.is_update and self.code == LOCAL):
            yield f"exit code {self.code}: {self.text[-300:].decode(errors='replace')}"
        elif self.code == LOCAL and not (self.case.plant or self.case.meddle):
            yield f"blames this machine: {self.text[-300:].decode(errors='replace')}"

    def of_what_is_printed(self):
        try:
            shown = self.text.decode()
        except UnicodeDecodeError:
            yield "prints what is no UTF-8"
            return
        odd = {each for each in shown if ord(each) < 32 and each != "\n" or ord(each) in range(127, 160)}
        if odd:
            yield f"prints {sorted(odd)!r}"

    def of_costs(self):
        if self.memory > self.case.most_memory:
            yield f"{self.memory:.0f} MiB, {self.case.most_memory} at most"
        if self.case.most_bytes and self.ledger.sent > self.case.most_bytes:
            yield f"took {self.ledger.sent} bytes, {self.case.most_bytes} at most"
        if self.case.most_seconds and self.seconds > self.case.most_seconds:
            yield f"took {self.seconds:.1f} s, {self.case.most_seconds} at most"

    def of_the_report(self):
        report = {}
        if self.code in EXIT_CODES:
            try:
                report = json.loads(self.report_file.read_text())
            except (OSError, ValueError) as error:
                yield f"its report: {error}"
                return
            verdict = report["verdict"]
            if verdict != EXIT_CODES[self.code]:
                yield f"exit code {self.code} and verdict {verdict}"
            if verdict not in self.case.verdicts:
                yield f"verdict {verdict}, not {' or '.join(self.case.verdicts)}"
        yield from self.case.holds(self.ledger, report)

    def of_the_disk(self):
        if digest_of(self.outside) != self.untouched:
            yield "wrote outside the destination"
        stray = sorted({path.name for path in self.home.iterdir()} - self.around)
        # What a swap of trees leaves when it is cut is of its own name.
        if stray := [name for name in stray if name != f".{self.destination.name}.webcid-tree"]:
            yield f"left {stray} beside the destination"
        if stray := [path.name for path in self.here.iterdir()]:
            yield f"left {stray} in the current folder"
        if stray := [path for path in ("/abs", "/up", "/host") if os.path.lexists(path)]:
            yield f"wrote {stray}"
        for name, data in self.case.files.items():
            path = self.destination / name
            if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(self.destination.resolve()):
                if path.read_bytes() not in (data, self.case.planted):
                    yield f"{name} is not what was published"
        if gone := [name for name in self.case.kept if self.is_update and not (self.destination / name).is_file()]:
            yield f"removed {len(gone)} files, such as {gone[0]}"

    def of_the_account(self):
        written = {"what it prints": self.text}
        for path in (self.report_file, self.evidence):
            written[path.name] = path.read_bytes() if path.exists() else b""
        for place, data in written.items():
            for secret in (USER.partition("\\")[2], PASSWORD):
                if any(spelling in data for spelling in spellings(secret)):
                    yield f"{place} holds the account"


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("webcid", type=pathlib.Path)
    parser.add_argument("--only")
    chosen = parser.parse_args()
    names = chosen.only.split(";") if chosen.only else list(CASES)
    tried = violated = 0
    most = {"seconds": 0.0, "memory": 0.0}
    for name in names:
        for command in CASES[name].commands:
            home = pathlib.Path(tempfile.mkdtemp(prefix="webcid-hostile-"))
            try:
                trial = Trial(CASES[name], command, home)
                trial.execute(chosen.webcid.resolve())
                found = list(trial.violations())
            finally:
                shutil.rmtree(home, ignore_errors=True)
            tried += 1
            violated += bool(found)
            most = {"seconds": max(most["seconds"], trial.seconds), "memory": max(most["memory"], trial.memory)}
            print(f"{name:<62} {command:<7} exit {trial.code}  {trial.seconds:6.1f} s  {trial.memory:6.1f} MiB", flush=True)
            for line in found:
                print(f"  VIOLATION {line}", flush=True)
    print(f"{tried} cases, {tried - violated} survived; at most {most['seconds']:.1f} s and {most['memory']:.1f} MiB")
    return 1 if violated else 0


if __name__ == "__main__":
    sys.exit(main())
