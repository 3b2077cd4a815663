"""What the cases of hostile servers are made of: a connection, a case, and what servers usually send."""
import base64
import dataclasses
import functools
import hashlib
import threading
import time

SHARE = "/SophosUpdate/"
PIECE = b"x" * 65536
# How long an endless answer goes on, where nobody ends it: longer than any run may take.
ENDLESS = 90
NEVER = threading.Event()  # waited for, by those who let wait
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m"


def is_logon(value):
    """Whether an Authorization header proves, or tries to prove, the password: all but NTLM's first message."""
    token = value.partition(" ")[2]
    try:
        return bool(value) and b"NTLMSSP\0\1\0\0\0" not in base64.b64decode(token, validate=True)
    except ValueError:
        return True


class Peer:
    """One connection: reads requests, sends bytes and counts them."""

    def __init__(self, connection, ledger):
        self.connection = connection
        self.ledger = ledger
        self.buffer = b""
        self.path = self.method = ""
        self.headers = {}

    def read_request(self):
        while b"\r\n\r\n" not in self.buffer:
            received = self.connection.recv(65536)
            if not received:
                return False
            self.buffer += received
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        line, *headers = head.decode("latin-1").split("\r\n")
        self.method, self.path = line.split(" ")[:2]
        self.headers = {name.lower(): value for name, _, value in (header.partition(": ") for header in headers)}
        self.ledger.saw(self)
        return True

    def send(self, data):
        data = data if isinstance(data, bytes) else data.encode("latin-1")
        self.connection.sendall(data)
        self.ledger.add(len(data))

    def answer(self, body=b"", status="200 OK", headers=""):
        body = body if isinstance(body, bytes) else body.encode("utf-8", "surrogateescape")
        if status.startswith("401") and is_logon(self.headers.get("authorization", "")):
            self.ledger.refuse()
        self.send(f"HTTP/1.1 {status}\r\nServer: Microsoft-IIS/10.0\r\n{headers}Content-Length: {len(body)}\r\n\r\n")
        if self.method != "HEAD":
            self.send(body)

    def missing(self):
        self.answer("<html><body>404 - File or directory not found.</body></html>", "404 Not Found",
                    "Content-Type: text/html\r\n")


class Ledger:
    """What a server was asked, and what it gave, over all connections."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sent = 0  # bytes
        self.requests = 0
        self.asked = {}  # path: how often
        self.refused = 0  # logons

    def saw(self, peer):
        with self.lock:
            self.requests += 1
            self.asked[peer.path] = self.asked.get(peer.path, 0) + 1

    def add(self, count):
        with self.lock:
            self.sent += count

    def refuse(self):
        with self.lock:
            self.refused += 1


def none(*_):
    """Nothing is wrong."""
    return ()


@dataclasses.dataclass
class Case:
    """One row.

    `prepare()` makes beforehand what takes longer than a client waits. `behave(peer)` answers one request and may return
    False to end the connection. `plant(destination, outside)` prepares the destination of an update,
    `meddle(destination, outside, stop)` changes it while the update runs.
    `files`: what is published, by path: what lies in the destination under such a name must be that, or `planted`.
    `verdicts`: what the report may say of it. `holds(ledger, report)` names what else is wrong.
    """
    behave: object
    prepare: object = none
    plant: object = None
    meddle: object = None
    options: tuple = ()
    update_options: tuple = ()
    commands: tuple = ("check", "update")
    verdicts: tuple = ("broken", "unknown")
    files: dict = dataclasses.field(default_factory=dict)
    planted: bytes = b""
    kept: tuple = ()  # names in the destination that must still be there
    has_account: bool = False
    most_bytes: int = 0  # that the server gets rid of; 0: not counted
    most_seconds: int = 0  # 0: as of every case
    most_memory: int = 320  # MiB; a catalogue or a listing at its limit is held once
    holds: object = none


CASES = {}


def case(name, **more):
    def add(behave):
        CASES[name] = Case(behave, **more)
        return behave
    return add


def sums(files):
    """A checksum list of these files: path to bytes."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in files.items())


def manifest(files):
    """The same as manifest.dat, which has sizes."""
    return "".join(f'".\\{path}" {len(data)} {hashlib.sha1(data).hexdigest()}\r\n' for path, data in files.items())


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


HTML = "Content-Type: text/html\r\n"


def for_a_while(step):
    deadline = time.monotonic() + ENDLESS
    while time.monotonic() < deadline:
        step()


def at_most(count, what="requests"):
    """Of a case: no more requests than this, or bytes."""
    def holds(ledger, _report):
        found = getattr(ledger, what)
        if found > count:
            yield f"{found} {what}, {count} at most"
    return holds


once = functools.cache
