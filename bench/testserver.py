#!/usr/bin/env python3
"""Requests a second of the test server and of nginx on the same small files, in turns, by wrk with 64 connections.

usage: testserver.py WEBCID-TESTSERVER [ROUNDS]

Prints each round and the median ratio; exit 1 below 0.3 or with a single failed request.
"""
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tests/integration"))
from servers import Nginx, TestServer  # noqa: E402  (the path comes first)

FILES, SIZE, SECONDS, LEAST = 200, 2000, "5s", 0.3


def rate(url, script):
    done = subprocess.run(["wrk", "-t1", "-c64", f"-d{SECONDS}", "-s", script, url], capture_output=True, text=True, check=True)
    failed = re.search(r"Socket errors:.*|Non-2xx or 3xx responses:.*", done.stdout)
    if failed:
        raise SystemExit(f"{url}: {failed.group(0)}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout).group(1))


def main():
    program = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder)
        tree = home / "tree"
        tree.mkdir()
        old = time.time() - 86400
        for i in range(FILES):
            (tree / f"f{i}.txt").write_bytes(bytes(j * (i + 1) % 251 for j in range(SIZE)))
            os.utime(tree / f"f{i}.txt", (old, old))
        script = home / "each.lua"
        script.write_text(f"local i = 0\nrequest = function() i = i % {FILES - 1} + 1; "
                          "return wrk.format('GET', wrk.path .. 'f' .. i .. '.txt') end\n")
        ratios = []
        with Nginx(home / "nginx", tree, "keepalive_requests 10000000;") as nginx, \
                TestServer(program, "--root", str(tree), "--scenario", "healthy") as server:
            for _ in range(rounds):
                theirs, ours = rate(nginx.url, script), rate(server.url + "/", script)
                ratios.append(ours / theirs)
                print(f"nginx {theirs:9.0f}/s   webcid-testserver {ours:9.0f}/s   ratio {ours / theirs:.2f}", flush=True)
        median = statistics.median(ratios)
    print(json.dumps({"files": FILES, "bytes": SIZE, "connections": 64, "ratio": round(median, 2)}))
    return 0 if median >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
