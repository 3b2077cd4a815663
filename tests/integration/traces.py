"""What a client can see of a server, request by request: tells which faults leave a trace beside others.

A survey asks, one after the other, for everything that an update asks for and for what tells rules apart. Two surveys
that are equal show servers that no client can tell apart by these requests. So a fault leaves a trace beside another
one if the survey of both differs from the survey of the other alone. Nothing of webcid is used here.
"""
import hashlib
import http.client
import json
import posixpath
import re
import urllib.parse

AGENT = "webcid/1.0"
ALIAS = "/SophosUpdate"
CATALOGUE = "webcid-catalogue.txt"
# Differ from one answer to the next, whatever is set; and that a cache is there is no fault as long as it harms nothing.
VOLATILE = {"date", "content-length", "www-authenticate", "proxy-authenticate", "age", "via", "x-cache"}
LISTED_CONFIG = re.compile(rb'<br>[^<]*<A HREF="[^"]*/web\.config">[^<]*</A>')
TIMEOUT = 1
# So many requests in a row without an answer: the rest would get none either.
MAX_SILENT = 3


def catalogue_of(url):
    """The text of the catalogue that a healthy server publishes."""
    host = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=30)
    connection.request("GET", f"{ALIAS}/{CATALOGUE}")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def requests_for(catalogue):
    """(method, target, headers) in a fixed order."""
    paths = sorted(row["path"] for row in json.loads(catalogue)["files"])
    folders = sorted({folder for path in paths for folder in parents(path)})
    no_cache = {"Cache-Control": "no-cache", "Pragma": "no-cache"}
    rows = [("GET", "/", {}), ("GET", ALIAS, {}), ("GET", ALIAS + "/", {}), ("GET", ALIAS + "/zz-made-up.txt", {})]
    rows += [("GET", f"{ALIAS}/{name}", no_cache) for name in (CATALOGUE, "manifest.dat")]
    rows += [("GET", target(path), {}) for path in paths]
    rows += [("GET", target(folder) + "/", {}) for folder in folders]
    # Once more: what a second attempt shows, without a cache between.
    rows += [("GET", target(path), no_cache) for path in paths[:: max(1, len(paths) // 40)]]
    text = next((path for path in paths if path.endswith(".txt")), paths[0])
    rows += [("HEAD", target(text), {}), ("GET", target(text), {"Range": "bytes=1-3"}),
             ("GET", target(text), {"User-Agent": "Mozilla/5.0"})]
    return rows


def parents(path):
    folder = posixpath.dirname(path)
    return [folder, *parents(folder)] if folder else []


def target(path):
    return ALIAS + "/" + urllib.parse.quote(path, safe="/+!$&'()*,;=:@~")


def survey(urls, rows):
    """The answers in the order of `rows`, for each of several machines that differ."""
    answers = [answers_of(urllib.parse.urlsplit(url), rows) for url in urls]
    return answers[:1] if all(other == answers[0] for other in answers) else answers


def answers_of(address, rows):
    out, silent = [], 0
    connection = None
    for method, path, headers in rows:
        if silent == MAX_SILENT:
            out.append("silent")
            continue
        if connection is None:
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=TIMEOUT)
        try:
            connection.request(method, path, headers={"User-Agent": AGENT, **headers})
            answer = connection.getresponse()
            body = answer.read()
            kept = sorted((name.lower(), re.sub(f"(:|%3A){address.port}", "", value)) for name, value in answer.getheaders()
                          if name.lower() not in VOLATILE)
            out.append((answer.status, answer.reason, tuple(kept), digest_of(body, address.port)))
            silent = 0
            ends = answer.will_close
        except (OSError, http.client.HTTPException) as error:
            # What was received of a cut body counts, how the exception is worded does not.
            partial = error.partial if isinstance(error, http.client.IncompleteRead) else b""
            out.append((type(error).__name__, hashlib.sha256(partial).hexdigest()))
            silent = 0 if partial else silent + 1
            ends = True
        if ends:
            connection.close()
            connection = None
    if connection is not None:
        connection.close()
    return out


def digest_of(body, port):
    """Without what says nothing about faults: the port, and the line of a listing with the size of web.config."""
    body = re.sub(rb"(:|%%3A)%d" % port, b"", body)
    if b"/web.config" in body:
        body = LISTED_CONFIG.sub(b"", body)
    return hashlib.sha256(body).hexdigest()
