"""What a server that means harm does: one row a case.

`behave(peer)` answers one request and may return False to end the connection. `plant(destination, outside)` prepares the
destination of an update, `meddle(destination, outside, stop)` changes it while the update runs.
"""
import contextlib
import dataclasses
import functools
import gzip
import hashlib
import os
import threading
import time

SHARE = "/SophosUpdate/"
PIECE = b"x" * 65536
# How long an endless answer goes on, where nobody ends it: longer than any run may take.
ENDLESS = 90
NEVER = threading.Event()  # waited for, by those who let wait
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m"


class Peer:
    """One connection: reads requests, sends bytes."""

    def __init__(self, connection):
        self.connection = connection
        self.buffer = b""
        self.path = self.method = ""

    def read_request(self):
        while b"\r\n\r\n" not in self.buffer:
            received = self.connection.recv(65536)
            if not received:
                return False
            self.buffer += received
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        self.method, self.path = head.split(b" ")[:2]
        self.method, self.path = self.method.decode(), self.path.decode("latin-1")
        return True

    def send(self, data):
        self.connection.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def answer(self, body=b"", status="200 OK", headers=""):
        body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogateescape")
        self.send(f"HTTP/1.1 {status}\r\nServer: Microsoft-IIS/10.0\r\n{headers}Content-Length: {len(body)}\r\n\r\n")
        if self.method != "HEAD":
            self.send(body)

    def missing(self):
        self.answer("<html><body>404 - File or directory not found.</body></html>", "404 Not Found",
                    "Content-Type: text/html\r\n")


@dataclasses.dataclass
class Case:
    behave: object
    plant: object = None
    meddle: object = None
    options: tuple = ()


CASES = {}


def case(name, **more):
    def add(behave):
        CASES[name] = Case(behave, **more)
        return behave
    return add


def sums(files):
    """A checksum list of these files: path to bytes."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())


def publish(files, peer, catalogue=None):
    """Serves them, with a catalogue; everything else is missing."""
    path = peer.path.removeprefix(SHARE)
    if path == "SHA256SUMS":
        peer.answer(sums(files) if catalogue is None else catalogue)
    elif path in files:
        peer.answer(files[path])
    else:
        peer.missing()


def listing(path, rows):
    """A page as IIS lists a folder; rows are whole links."""
    title = f"127.0.0.1 - {path}"
    lines = "".join(f" 4/13/2026  2:25 PM           10 {row}<br>" for row in rows)
    return (f"<html><head><title>{title}</title></head><body><H1>{title}</H1><hr>\r\n\r\n<pre>"
            f'<A HREF="/">[To Parent Directory]</A><br><br>{lines}</pre><hr></body></html>')


def link(path, text="x"):
    return f'<A HREF="{path}">{text}</A>'


@functools.cache
def bomb():
    return gzip.compress(bytes(200 << 20), 9)


@functools.cache
def page_of_a_million():
    return listing(SHARE, [link(f"{SHARE}f{i}.dat") for i in range(1_000_000)])


def for_a_while(step):
    deadline = time.monotonic() + ENDLESS
    while time.monotonic() < deadline:
        step()


# --- the wire --------------------------------------------------------------------------------------------------------

@case("endless headers")
def endless_headers(peer):
    peer.send("HTTP/1.1 200 OK\r\n")
    for_a_while(lambda: peer.send("X-Filler: " + "y" * 4000 + "\r\n"))


@case("one endless header line")
def endless_header_line(peer):
    peer.send("HTTP/1.1 200 OK\r\nX: ")
    for_a_while(lambda: peer.send(PIECE))


@case("endless interim answers")
def endless_interim(peer):
    for_a_while(lambda: peer.send("HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n" * 100))


@case("endless body of everything")
def endless_body(peer):
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for_a_while(lambda: peer.send(PIECE))


@case("endless body of a file without a size", options=("--max-time", "10"))
def endless_file(peer):
    if peer.path.endswith("SHA256SUMS"):
        return peer.answer(f"{'0' * 64}  big.dat\n")
    if not peer.path.endswith("big.dat"):
        return peer.missing()
    peer.send("HTTP/1.1 200 OK\r\n\r\n")
    for_a_while(lambda: peer.send(PIECE))


@case("more bytes than a run may receive", options=("--max-bytes", "50M"))
def too_many_bytes(peer):
    if peer.path.endswith("SHA256SUMS"):
        return peer.answer(f"{'0' * 64}  big.dat\n")
    if not peer.path.endswith("big.dat"):
        return peer.missing()
    peer.send("HTTP/1.1 200 OK\r\n\r\n")
    for_a_while(lambda: peer.send(PIECE))


@case("a byte a second")
def drip(peer):
    for byte in b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + b"x" * 100:
        peer.send(bytes([byte]))
        NEVER.wait(0.5)


@case("silence")
def silence(peer):
    NEVER.wait(ENDLESS)


@case("no HTTP at all")
def no_http(peer):
    peer.send("220 ftp.example ready\r\n" + ESCAPES)
    return False


@case("10,000 redirects")
def redirects(peer):
    number = int(peer.path.rsplit("/r", 1)[1]) if "/r" in peer.path else 0
    peer.answer(b"", "302 Found", f"Location: {SHARE}r{number + 1 if number < 10_000 else 0}\r\n")


@case("redirects to other hosts and schemes")
def far_redirects(peer):
    place = ("http://127.0.0.1:1/", "file:///etc/passwd", "javascript:alert(1)", "//[::1]/", "http://u:p@127.0.0.1/x",
             f"{SHARE}{ESCAPES}")[hash(peer.path) % 6]
    peer.answer(b"", "301 Moved Permanently", f"Location: {place}\r\n")


LENGTHS = {"negative": "-1", "huge": "99999999999999999999999", "of 63 bits": str(2 ** 63 - 1),
           "twice": "5\r\nContent-Length: 6", "a list": "5, 6", "hexadecimal": "0x10", "with a sign": "+5", "empty": ""}
for word, length in LENGTHS.items():
    @case(f"Content-Length {word}")
    def odd_length(peer, length=length):
        peer.send(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello")
        return False


CHUNKS = {"beyond 64 bits": "f" * 17 + "\r\nx", "negative": "-5\r\nhello\r\n", "too short": "3\r\nabcdef\r\n0\r\n\r\n",
          "with an endless extension": "5;" + "a" * 100_000 + "\r\nhello\r\n0\r\n\r\n",
          "with endless trailers": "0\r\n" + "T: x\r\n" * 20_000 + "\r\n", "without an end": "5\r\nhello\r\n"}
for word, body in CHUNKS.items():
    @case(f"chunks {word}")
    def odd_chunks(peer, body=body):
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        return False


@case("a length and chunks")
def length_and_chunks(peer):
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")


@case("an answer behind the answer")
def response_splitting(peer):
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")


@case("gzip bomb")
def gzip_bomb(peer):
    peer.answer(bomb(), headers="Content-Encoding: gzip\r\nContent-Type: text/html\r\n")


@case("codings within codings")
def codings(peer):
    peer.answer(b"\x1b\x00" * 1000, headers="Content-Encoding: br, gzip, gzip, gzip, br\r\n")


# --- texts -----------------------------------------------------------------------------------------------------------

@case("escapes in every text")
def escapes(peer):
    body = f"<html><head><title>{ESCAPES}</title></head><body>{ESCAPES}\0</body></html>"
    peer.answer(body, f"403 {ESCAPES}", f"X-{ESCAPES}: {ESCAPES}\r\nServer: {ESCAPES}\r\nVia: {ESCAPES}\r\n")


@case("NUL in headers")
def nul(peer):
    peer.send("HTTP/1.1 404 No\0t\r\nServer: a\0b\r\nContent-Length: 3\r\n\r\na\0b")


@case("escapes in names")
def escaped_names(peer):
    names = {f"a{ESCAPES}b": b"1", "<script>alert(1)</script>": b"2", "\u202egnp.exe": b"3", "日本\ufeff": b"4"}
    publish({}, peer, sums(names))


# --- lists and names -------------------------------------------------------------------------------------------------

@case("folders a hundred deep")
def deep(peer):
    if peer.path.count("/") > 102 or not peer.path.endswith("/"):
        return peer.missing()
    peer.answer(listing(peer.path, [link(peer.path + "d/"), link(peer.path + "f.dat")]), headers="Content-Type: text/html\r\n")


@case("a listing that lists itself", options=("--max-time", "20"))
def loop(peer):
    if not peer.path.endswith("/"):
        return peer.missing()
    peer.answer(listing(peer.path, [link(peer.path), link(peer.path + "x/"), link(SHARE), link(peer.path + "./")]),
                headers="Content-Type: text/html\r\n")


@case("a million rows")
def million(peer):
    if peer.path == SHARE:
        return peer.answer(page_of_a_million(), headers="Content-Type: text/html\r\n")
    return peer.missing()


@case("more files than a run may fetch", options=("--max-files", "100"))
def too_many_files(peer):
    publish({}, peer, "".join(f"{'0' * 64}  f{i}\n" for i in range(5000)))


@functools.cache
def five_million_names():
    return "".join(f"{0:032x}  f{i}\n" for i in range(5_000_000)).encode()


@case("five million files in each of two catalogues", options=("--max-files", "100"))
def endless_catalogue(peer):
    if peer.path.endswith(("MD5SUMS", "MD5SUMS.txt")):
        return peer.answer(five_million_names())
    return peer.missing()


@case("names in both cases")
def cases(peer):
    publish({"a/B.dat": b"1", "A/b.DAT": b"2", "a/b.dat": b"3"}, peer)


DOTS = ("../up", "..\\up", "a/../../up", "%2e%2e/up", "%252e%252e/up", "..%2fup", "..%5cup", "\uff0e\uff0e/up",
        "\u2025/up", "....//up", "/abs", "//host/share", "C:\\x", "C:x", "\\\\srv\\share", "a/./b", "a//b", "a\0b", ".", "..")


@case("ways out of the folder, in a catalogue")
def dots(peer):
    publish({name: b"out" for name in DOTS}, peer)


@case("ways out of the folder, in manifest.dat")
def dots_in_manifest(peer):
    digest = hashlib.sha1(b"out").hexdigest()
    if peer.path.endswith("manifest.dat"):
        return peer.answer("".join(f'".\\{name}" 3 {digest}\r\n' for name in DOTS))
    return peer.answer(b"out")


@case("ways out of the folder, overlong and raw, in a listing")
def dots_in_listing(peer):
    names = ("..", "%2e%2e", "%2e%2e%2fup", "%c0%ae%c0%ae/up", "%e0%80%ae%e0%80%ae/up", "..%5cup", "%2e%2e%5cup", "a%00b",
             "%ef%bc%8e%ef%bc%8e", "%u002e%u002e", "\xc0\xae\xc0\xae")
    if peer.path == SHARE:
        return peer.answer(listing(SHARE, [link(SHARE + name) for name in names]), headers="Content-Type: text/html\r\n")
    return peer.answer(b"out")


@case("device names and streams")
def devices(peer):
    publish({name: b"x" for name in ("con", "aux.txt", "nul", "COM1.dat", "lpt9", "conin$", "a:b", "a::$DATA", "x.", "x ",
                                     "com\u00b9", "prn.tar.gz")}, peer)


@case("a catalogue that names itself and its neighbours")
def self_naming(peer):
    catalogue = f"{'0' * 64}  SHA256SUMS\n{'1' * 64}  .webcid/state\n{'2' * 64}  .webcid/lock\n{'3' * 64}  web.config\n"
    if peer.path.endswith("SHA256SUMS"):
        return peer.answer(catalogue)
    return peer.answer(b"x") if ".webcid" in peer.path else peer.missing()


@case("the same file with several digests")
def several_digests(peer):
    publish({"a": b"1"}, peer, f"{'0' * 64}  a\n{'1' * 64}  a\n")


@case("digests of another length")
def lengths(peer):
    publish({"a": b"1"}, peer, f"{'0' * 63}  a\n{'0' * 65}  b\n{'0' * 32}  c\n{'g' * 64}  d\n")


@case("the wrong bytes, of the right length")
def wrong_bytes(peer):
    files = {f"f{i}": b"right" for i in range(50)}
    if peer.path.removeprefix(SHARE) in files:
        return peer.answer(b"wrong")
    return publish(files, peer)


@case("JSON that goes down and down")
def nested_json(peer):
    if peer.path.endswith("webcid-catalogue.txt"):
        return peer.answer('{"schema":"webcid-catalogue/1","files":' + "[" * 1_000_000)
    return peer.missing()


@case("one line of many megabytes")
def long_line(peer):
    publish({}, peer, "a" * (30 << 20))


# --- the destination -------------------------------------------------------------------------------------------------

FILES = {"savxp/a.dat": b"a" * 100, "savxp/deep/b.dat": b"b" * 100, "kept": b"c" * 100, **{f"many/f{i}": b"d" for i in range(300)}}


def plant_links(destination, outside):
    (destination / "savxp").symlink_to(outside)
    (destination / "kept").symlink_to(outside / "kept")
    (destination / "many").mkdir()
    (destination / "many" / "f1").symlink_to("/dev/null")


@case("links planted in the destination", plant=plant_links)
def planted(peer):
    publish(FILES, peer)


def plant_own(destination, outside):
    (destination / ".webcid").symlink_to(outside)


@case("a link in the place of .webcid", plant=plant_own)
def planted_own(peer):
    publish(FILES, peer)


def swap_folders(destination, outside, stop):
    """A folder becomes a link to outside and a folder again, as fast as it goes."""
    while not stop.is_set():
        for name in ("savxp", "many"):
            with contextlib.suppress(OSError):
                os.rename(destination / name, destination / f".{name}.away")
                os.symlink(outside, destination / name)
                os.unlink(destination / name)
                os.rename(destination / f".{name}.away", destination / name)


@case("folders that become links during the run", meddle=swap_folders)
def swapped(peer):
    publish(FILES, peer)
