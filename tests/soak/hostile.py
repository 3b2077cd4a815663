#!/usr/bin/env python3
"""Servers that mean harm, against `webcid check` and `webcid update`: each case of hostile_cases.py with both commands.

usage: hostile.py WEBCID [--only "CASE[;CASE]"]

Of each run it is measured: seconds, and MiB of memory at its highest. It must end by itself below the ceilings, with an
exit code that README.md has, a JSON report that holds, nothing outside the destination, and no control character in
what it prints. Exit 1 on any violation.
"""
import argparse
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

from hostile_cases import CASES, Peer

# What a run with --timeout 2 may take: several time-outs one after the other, and no more.
MOST_SECONDS = 60
MOST_MEMORY = 320  # MiB; a catalogue or a listing at its limit is held once
EXIT_CODES = {0, 1, 2, 3}
LOCAL = 74  # of an update whose destination was tampered with
SECRET = "never to be touched"


class Server:
    """Hands each request of each connection to the case."""

    def __init__(self, behave):
        self.behave = behave
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
            peer = Peer(connection)
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


def run(command, before=None):
    """Exit code, output, seconds and MiB; the exit code is None when it had to be killed."""
    with tempfile.TemporaryFile() as out:
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        stop, most = threading.Event(), [0.0]
        helpers = [threading.Thread(target=watch_memory, args=(process.pid, most, stop))]
        if before:
            helpers.append(threading.Thread(target=before, args=(stop,)))
        for helper in helpers:
            helper.start()
        killer = threading.Timer(MOST_SECONDS, process.kill)
        killer.start()
        process.wait()
        killer.cancel()
        seconds = time.monotonic() - begin
        stop.set()
        for helper in helpers:
            helper.join()
        out.seek(0)
        text = out.read(64 << 20)
    return process.returncode if process.returncode >= 0 else None, text, seconds, most[0]


def violations_of(code, text, seconds, memory, report, may_fail_here):
    if code is None:
        yield f"was killed, after {seconds:.0f} s"
    elif code not in EXIT_CODES and not (may_fail_here and code == LOCAL):
        yield f"exit code {code}: {text[-300:].decode(errors='replace')}"
    if memory > MOST_MEMORY:
        yield f"{memory:.0f} MiB"
    try:
        shown = text.decode()
    except UnicodeDecodeError:
        yield "prints what is no UTF-8"
        return
    odd = {character for character in shown if ord(character) < 32 and character not in "\n" or ord(character) in range(127, 160)}
    if odd:
        yield f"prints {sorted(odd)!r}"
    if code in EXIT_CODES:
        try:
            json.loads(report.read_text())
        except (OSError, ValueError) as error:
            yield f"its report: {error}"


def try_case(webcid, case, command, home):
    outside, destination, report = home / "outside", home / "destination", home / "report.json"
    outside.mkdir()
    (outside / "kept").write_text(SECRET)
    destination.mkdir()
    if case.plant and command == "update":
        case.plant(destination, outside)
    untouched = digest_of(outside)
    meddle = None
    if case.meddle and command == "update":
        meddle = lambda stop: case.meddle(destination, outside, stop)  # noqa: E731
    with Server(case.behave) as server:
        arguments = [webcid, command, server.url, *([destination] if command == "update" else []), "--timeout", "2",
                     "--no-proxy", "--lang", "en", "-v", "--report", f"json={report}", *case.options]
        code, text, seconds, memory = run(arguments, meddle)
    found = list(violations_of(code, text, seconds, memory, report, command == "update"))
    if digest_of(outside) != untouched:
        found.append("wrote outside the destination")
    stray = [path.name for path in home.iterdir() if path not in (outside, destination, report)]
    if stray:
        found.append(f"left {stray} beside the destination")
    return found, seconds, memory, code


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("webcid", type=pathlib.Path)
    parser.add_argument("--only")
    chosen = parser.parse_args()
    names = chosen.only.split(";") if chosen.only else list(CASES)
    tried = violated = 0
    most = {"seconds": 0.0, "memory": 0.0}
    for name in names:
        for command in ("check", "update"):
            home = pathlib.Path(tempfile.mkdtemp(prefix="webcid-hostile-"))
            try:
                found, seconds, memory, code = try_case(chosen.webcid.resolve(), CASES[name], command, home)
            finally:
                shutil.rmtree(home, ignore_errors=True)
            tried += 1
            violated += bool(found)
            most = {"seconds": max(most["seconds"], seconds), "memory": max(most["memory"], memory)}
            print(f"{name:<34} {command:<7} exit {code}  {seconds:6.1f} s  {memory:6.1f} MiB", flush=True)
            for line in found:
                print(f"  VIOLATION {line}", flush=True)
    print(f"{tried} cases, {tried - violated} survived; at most {most['seconds']:.1f} s and {most['memory']:.1f} MiB")
    return 1 if violated else 0


if __name__ == "__main__":
    sys.exit(main())
