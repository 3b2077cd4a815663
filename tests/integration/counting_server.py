"""An HTTP server for bad weather: serves a tree held in memory, counts every byte of a body that it sends, and misbehaves
on demand. Faults are counted or chosen by path, never random."""
import contextlib
import hashlib
import html
import re
import socket
import socketserver
import struct
import threading
import urllib.parse

CATALOGUE = "SHA256SUMS"
PIECE = 64 << 10


class Tree:
    """Published files: path to bytes. The catalogue follows them."""

    def __init__(self, files):
        self.files = dict(files)
        self.is_listed = False
        # Every digest that was ever published under a path: what may stand there at any time.
        self.ever = {}
        self.publish({})

    def publish_as_listing(self):
        """Instead of a catalogue the folders are listed, as nginx does it: names and sizes, and no digest."""
        self.is_listed, self.catalogue = True, None

    def listing(self, folder):
        inside = {path.removeprefix(folder).split("/")[0] + ("/" if "/" in path.removeprefix(folder) else "")
                  for path in self.files if path.startswith(folder)}
        rows = "".join(f'<a href="{urllib.parse.quote(name)}">{html.escape(name)}</a>   24-Nov-2026 10:00   '
                       f'{len(self.files.get(folder + name, b"")) if name[-1] != "/" else "-"}\r\n' for name in sorted(inside))
        title = html.escape(f"Index of /share/{folder}")
        return (f'<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<h1>{title}</h1><hr><pre>'
                f'<a href="../">../</a>\r\n{rows}</pre><hr></body>\r\n</html>\r\n')

    def publish(self, changes):
        """Puts new contents (None: removed) in place, in one step as far as requests are concerned."""
        files = {**self.files, **changes}
        self.files = {path: data for path, data in files.items() if data is not None}
        self.digests = {path: hashlib.sha256(data).hexdigest() for path, data in self.files.items()}
        for path, digest in self.digests.items():
            self.ever.setdefault(path, set()).add(digest)
        self.catalogue = None if self.is_listed else "".join(f"{digest}  {path}\n" for path, digest in sorted(self.digests.items())).encode()


class Weather:
    """What goes wrong. Everything is off at first."""

    def __init__(self):
        self.reset_every = 0        # each so manieth connection is reset: in turns before an answer and half-way
        self.dies_after = None      # body bytes after which the server is gone
        self.refused = {}           # path, of a folder with its "/": status line's rest, such as "500 Internal Server Error"
        self.cut = {}               # path: bytes of its body after which the connection ends, once
        self.wrong_range = None     # "shifted": another part than asked for; "labelled": Content-Range says another part
        self.ignores_if_range = False
        self.ignores_ranges = False
        self.weak_tags = False
        self.pace = None            # called with the bytes sent so far, before each piece of a body


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        self.server.owner.serve(self.request)


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass  # the client went away, which is what the tests make it do


class CountingServer:
    def __init__(self, tree):
        self.tree, self.weather = tree, Weather()
        self.lock = threading.Lock()
        self.connections, self.open = 0, {}
        self.counted = 0  # since when connections count: what an earlier client left unread is still being sent
        self.port = 0
        self.start()
        self.forget()

    def start(self):
        """Listens, on the port it had if it listened before."""
        self.listener = Listener(("127.0.0.1", self.port), Connection)
        self.listener.owner = self
        self.port = self.listener.server_address[1]
        self.dead = False
        self.thread = threading.Thread(target=self.listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.port}/share"

    def die(self):
        """Nobody listens any more and every connection has ended."""
        with self.lock:
            if self.dead:
                return
            self.dead = True
        self.close()
        with self.lock:
            doomed = list(self.open)
        for connection in doomed:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listener.shutdown()
        self.listener.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.die()

    def forget(self):
        """Counts anew: body bytes by path, requests by path, answers with 206 and with 304, requests with an account."""
        self.counted = self.connections
        self.sent, self.requests, self.partial, self.unchanged, self.authorized = {}, {}, 0, 0, 0

    def body_bytes(self):
        return sum(count for path, count in self.sent.items() if path in self.tree.files)

    # --- one connection -----------------------------------------------------------------------------------------------

    def serve(self, connection):
        with self.lock:
            self.connections += 1
            every, count = self.weather.reset_every, self.connections
            doom = None if not every or count % every else "before" if count // every % 2 else "half-way"
            self.open[connection] = count
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.answer_all(connection, doom)
        except OSError:
            pass  # the client went away, or this server
        finally:
            with self.lock:
                self.open.pop(connection, None)

    def answer_all(self, connection, doom):
        pending = b""
        while not self.dead:
            while b"\r\n\r\n" not in pending:
                piece = connection.recv(PIECE)
                if not piece:
                    return
                pending += piece
            head, pending = pending.split(b"\r\n\r\n", 1)
            if doom == "before" or not self.answer(connection, head.decode("latin-1"), doom):
                if doom:
                    reset(connection)
                return

    def answer(self, connection, head, doom):
        """False when the connection is to end."""
        method, target, _ = head.split("\r\n", 1)[0].split(" ")
        path = urllib.parse.unquote(urllib.parse.urlsplit(target).path).removeprefix("/share/")
        headers = {name.lower(): value.strip() for name, value in re.findall(r"(?m)^([\w-]+):(.*?)\r?$", head)}
        with self.lock:
            self.requests[path] = self.requests.get(path, 0) + 1
            self.authorized += "authorization" in headers
        if path in self.weather.refused:
            connection.sendall(f"HTTP/1.1 {self.weather.refused[path]}\r\nContent-Length: 0\r\n\r\n".encode())
            return True
        body = self.tree.catalogue if path == CATALOGUE else self.tree.files.get(path)
        if body is None:
            # Folders are there and not listed.
            is_folder = path in ("/share", "") or any(name.startswith(path.rstrip("/") + "/") for name in self.tree.files)
            if is_folder and self.tree.is_listed and target.endswith("/"):
                page = self.tree.listing(path.removeprefix("/share")).encode()
                connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n".encode()
                                   + page)
                return True
            status = "403 Forbidden" if is_folder else "404 Not Found"
            connection.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode())
            return True
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if headers.get("if-none-match") == tag:
            self.unchanged += 1
            connection.sendall(f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode())
            return True
        first, last, status = self.part(headers, tag, len(body))
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {last - first}", "Accept-Ranges: bytes",
                 f"ETag: {'W/' if self.weather.weak_tags else ''}{tag}", "Content-Type: application/octet-stream"]
        if status.startswith("206"):
            self.partial += 1
            first, last, labelled = self.shifted(first, last, len(body))
            lines.append(f"Content-Range: bytes {labelled}-{labelled + last - first - 1}/{len(body)}")
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return method == "HEAD" or self.send(connection, path, body[first:last], doom)

    def part(self, headers, tag, length):
        """[first, last) and the status for the request's Range (RFC 9110 14.2; If-Range 13.1.5)."""
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", headers.get("range", ""))
        is_current = "if-range" not in headers or headers["if-range"] == tag or self.weather.ignores_if_range
        if not asked or not is_current or self.weather.ignores_ranges:
            return 0, length, "200 OK"
        first, last = int(asked[1]), min(int(asked[2] or length - 1) + 1, length)
        return (first, last, "206 Partial Content") if first < last else (0, 0, "416 Range Not Satisfiable")

    def shifted(self, first, last, length):
        if self.weather.wrong_range is None:
            return first, last, first
        by = min(1000, first) if first else -min(1000, length - last)
        if self.weather.wrong_range == "shifted":
            return first - by, last - by, first
        return first, last, first - by

    def send(self, connection, path, body, doom):
        """Sends what is to be sent; False when the connection is to end."""
        weather = self.weather
        end = len(body) // 2 if doom else weather.cut.pop(path, None)
        for start in range(0, len(body), PIECE):
            piece = body[start:start + PIECE] if end is None else body[start:min(end, start + PIECE)]
            if weather.pace:
                weather.pace(self.body_bytes())
            connection.sendall(piece)
            with self.lock:
                if self.open.get(connection, 0) > self.counted:
                    self.sent[path] = self.sent.get(path, 0) + len(piece)
            if weather.dies_after is not None and self.body_bytes() >= weather.dies_after:
                self.die()
                return False
            if end is not None and start + len(piece) >= end:
                if not doom:
                    connection.shutdown(socket.SHUT_RDWR)
                return False
        return not doom


def reset(connection):
    """An RST instead of a FIN: close with a linger of zero (socket(7))."""
    with contextlib.suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
