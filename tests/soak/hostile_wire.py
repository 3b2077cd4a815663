"""Servers that break the protocol, or use it up; and what they write where texts belong."""
import gzip
import subprocess
import zlib

from hostile_peer import ENDLESS, ESCAPES, HTML, NEVER, PIECE, SHARE, at_most, case, for_a_while, once, publish, sums

MEGABYTE = 1 << 20
# What is on its way when the client hangs up: buffers of the system, of each of its connections.
UNDER_WAY = 24 * MEGABYTE


@once
def bomb():
    return gzip.compress(bytes(200 << 20), 9)


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


@case("more bytes than a run may receive", options=("--max-bytes", "50M"), most_bytes=50 * MEGABYTE + UNDER_WAY)
@case("endless body of a file without a size", options=("--max-time", "10"), most_seconds=14)
def endless_file(peer):
    if peer.path.endswith("SHA256SUMS"):
        return peer.answer(f"{'0' * 64}  big.dat\n")
    if not peer.path.endswith("big.dat"):
        return peer.missing()
    peer.send("HTTP/1.1 200 OK\r\n\r\n")
    for_a_while(lambda: peer.send(PIECE))


@case("error pages that use the bytes up", options=("--max-bytes", "5M"), most_bytes=5 * MEGABYTE + UNDER_WAY)
def long_errors(peer):
    peer.answer(b"<html>" + PIECE * 48, "404 Not Found", HTML)


@case("more time than a run may take", options=("--max-time", "4"), most_seconds=8)
def slow_answers(peer):
    NEVER.wait(1)
    peer.missing()


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


# The one kind of redirect that is followed: to the same path with a "/".
@case("10,000 redirects", holds=at_most(200))
def redirects(peer):
    depth = len(peer.path) - len(peer.path.rstrip("/"))
    if depth > 10_000:
        return peer.missing()
    return peer.answer(b"", "301 Moved Permanently", f"Location: {peer.path}/\r\n")


@case("redirects back and forth", holds=at_most(200))
def redirect_loop(peer):
    place = peer.path.rstrip("/") if peer.path.endswith("/") else peer.path + "/"
    peer.answer(b"", "301 Moved Permanently", f"Location: {place}\r\n")


@case("redirects from file to file", holds=at_most(200))
def far_too_many(peer):
    number = int(peer.path.rsplit("/r", 1)[1]) if "/r" in peer.path else 0
    peer.answer(b"", "302 Found", f"Location: {SHARE}r{number + 1}\r\n")


@case("redirects to other hosts and schemes")
def far_redirects(peer):
    place = ("http://127.0.0.1:1/", "file:///etc/passwd", "javascript:alert(1)", "//[::1]/", "http://u:p@127.0.0.1/x",
             f"{SHARE}{ESCAPES}")[zlib.crc32(peer.path.encode()) % 6]
    peer.answer(b"", "301 Moved Permanently", f"Location: {place}\r\n")


LENGTHS = {"negative": "-1", "huge": "99999999999999999999999", "of 63 bits": str(2 ** 63 - 1),
           "twice": "5\r\nContent-Length: 6", "a list": "5, 6", "hexadecimal": "0x10", "with a sign": "+5", "empty": ""}
for word, length in LENGTHS.items():
    @case(f"Content-Length {word}")
    def odd_length(peer, length=length):
        peer.send(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nhello")
        return False


CHUNKS = {"beyond 64 bits": "f" * 17 + "\r\nx", "negative": "-5\r\nhello\r\n", "too short": "3\r\nabcdef\r\n0\r\n\r\n",
          "with a long extension": "5;" + "a" * 100_000 + "\r\nhello\r\n0\r\n\r\n",
          "with endless trailers": "0\r\n" + "T: x\r\n" * 20_000 + "\r\n", "without an end": "5\r\nhello\r\n"}
for word, body in CHUNKS.items():
    @case(f"chunks {word}")
    def odd_chunks(peer, body=body):
        peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body)
        return False


@case("a chunk extension without end")
def endless_extension(peer):
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
    for_a_while(lambda: peer.send(PIECE))


@case("trailers without end")
def endless_trailers(peer):
    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
    for_a_while(lambda: peer.send("T: x\r\n" * 1000))


@case("a length and chunks")
def length_and_chunks(peer):
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")


@case("an answer behind the answer")
def response_splitting(peer):
    peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno")


@case("gzip bomb")
def gzip_bomb(peer):
    peer.answer(bomb(), headers="Content-Encoding: gzip\r\nContent-Type: text/html\r\n")


@once
def brotli_of_a_gigabyte():
    zeros = subprocess.Popen(["head", "-c", "1G", "/dev/zero"], stdout=subprocess.PIPE)
    return subprocess.run(["brotli", "-c", "-q", "5"], stdin=zeros.stdout, capture_output=True, check=True).stdout


@case("brotli bomb", prepare=brotli_of_a_gigabyte)
def brotli_bomb(peer):
    peer.answer(brotli_of_a_gigabyte(), headers="Content-Encoding: br\r\nContent-Type: text/html\r\n")


@case("codings within codings", prepare=brotli_of_a_gigabyte)
def codings(peer):
    peer.answer(gzip.compress(gzip.compress(brotli_of_a_gigabyte())), headers="Content-Encoding: br, gzip, gzip\r\n")


# --- texts ---------------------------------------------------------------------------------------------------------

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
