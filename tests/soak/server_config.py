#!/usr/bin/env python3
"""A real server's applicationHost.config, served: does it answer as the server's own W3C logs say it did?

usage: server_config.py WEBCID-TESTSERVER APPLICATIONHOST.CONFIG [LOG...]

The folders behind the sites are not known: every path that a log says was served (200, 304) becomes a file, every
folder above a logged path exists. So only static requests can be compared: 404s, and files of a default type that were
served. Rows that a program of the server answered (302, 500, pages without an extension) are counted, not compared.
Exit 1 when a comparable row differs, or the configuration does not load.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

STATIC = {".css", ".js", ".ico", ".png", ".jpg", ".gif", ".htm", ".html", ".txt", ".xml", ".zip", ".exe", ".dll", ".cab", ".msi"}


def rows_of(path):
    fields = []
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            if line.startswith("#Fields:"):
                fields = line.split()[1:]
            elif not line.startswith("#") and line.strip():
                yield dict(zip(fields, line.split()))


def wanted(row):
    """What can be compared of a row: (method, path, status, sub-status, win32) or None."""
    status, sub_status, win32 = row["sc-status"], row["sc-substatus"], row["sc-win32-status"]
    extension = os.path.splitext(row["cs-uri-stem"])[1].lower()
    is_missing = (status, sub_status) == ("404", "0") and win32 in ("2", "3")
    is_static = status == "200" and sub_status == "0" and extension in STATIC
    if row["cs-method"] not in ("GET", "HEAD") or not (is_missing or is_static):
        return None
    return row["cs-method"], row["cs-uri-stem"], status, sub_status, win32


def main():
    program, config, logs = sys.argv[1], sys.argv[2], sys.argv[3:]
    compared, skipped = collections.OrderedDict(), collections.Counter()
    for log in logs:
        for row in rows_of(log):
            want = wanted(row)
            if want:
                compared[want] = compared.get(want, 0) + 1
            else:
                skipped[(row["cs-method"], row["sc-status"], row["sc-substatus"])] += 1
    with tempfile.TemporaryDirectory() as folder:
        root, logged = os.path.join(folder, "root"), os.path.join(folder, "logs")
        os.makedirs(root)
        folded = {}
        for _, path, status, _, win32 in compared:
            parent, _, name = path.lower().strip("/").rpartition("/")
            if win32 != "3":
                os.makedirs(os.path.join(root, parent), exist_ok=True)
            if status == "200":
                folded[path.lower()] = True
                with open(os.path.join(root, parent, name), "w", encoding="utf-8") as file:
                    file.write("x")
        process = subprocess.Popen([program, "--root", root, "--alias", "/", "--config", config, "--w3c-log", logged],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready = process.stdout.readline()
        if not ready:
            print("does not load: " + process.communicate()[1])
            return 1
        url = f"http://127.0.0.1:{json.loads(ready)['port']}"
        for method, path, *_ in compared:
            request = urllib.request.Request(url + urllib.parse.quote(path), method=method)
            try:
                urllib.request.urlopen(request, timeout=20).read()
            except urllib.error.HTTPError as error:
                error.read()
        process.terminate()
        notes = process.communicate(timeout=30)[1]
        written = [os.path.join(where, name) for where, _, names in os.walk(logged) for name in names]
        got = [(r["cs-method"], r["cs-uri-stem"], r["sc-status"], r["sc-substatus"], r["sc-win32-status"])
               for log in sorted(written) for r in rows_of(log)]
    print("settings without effect here:", *notes.splitlines(), sep="\n  ")
    differences = [(want, have) for want, have in zip(compared, got) if want != have]
    for want, have in differences:
        print("differs:", *want, "->", *have)
    print(f"{len(compared)} different static requests compared ({sum(compared.values())} rows), {len(differences)} differ; "
          f"not compared: {dict(skipped)}")
    return 1 if differences or len(got) != len(compared) else 0


if __name__ == "__main__":
    sys.exit(main())
