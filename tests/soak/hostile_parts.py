"""Parts of files: answers to ranges that were not asked for, or are not what they say."""
import hashlib
import re

from hostile_peer import SHARE, at_most, case, manifest

# Large enough to be continued.
FILES = {"big.dat": hashlib.sha512(b"big").digest() * 40_000}
SIZE = len(FILES["big.dat"])
HALF = SIZE // 2


def serve(peer, big):
    """Publishes FILES; `big(peer, first)` answers for the file, `first`: where the range begins that is asked for."""
    if peer.path == SHARE + "manifest.dat":
        return peer.answer(manifest(FILES))
    if peer.path != SHARE + "big.dat":
        return peer.missing()
    found = re.match(r"bytes=(\d+)-", peer.headers.get("range", ""))
    return big(peer, int(found[1]) if found else None)


def cut(peer):
    """The first half, and then nothing."""
    peer.send(f'HTTP/1.1 200 OK\r\nETag: "e"\r\nAccept-Ranges: bytes\r\nContent-Length: {SIZE}\r\n\r\n')
    if peer.method != "HEAD":
        peer.send(FILES["big.dat"][:HALF])
    return False


def part(peer, body, content_range, status="206 Partial Content"):
    return peer.answer(body, status, f'ETag: "e"\r\nContent-Range: {content_range}\r\n')


def refused(peer, _first):
    return part(peer, b"", f"bytes */{SIZE}", "416 Range Not Satisfiable")


@case("416 to a request without a range", files=FILES, holds=at_most(200))
def not_satisfiable(peer):
    serve(peer, refused)


@case("416 to every rest", files=FILES, holds=at_most(200))
def no_rest(peer):
    return serve(peer, lambda peer, first: cut(peer) if first is None else refused(peer, first))


# What comes in place of the rest that was asked for: its bytes, and what Content-Range says of them.
RESTS = {
    "from the beginning": lambda first: (FILES["big.dat"], f"bytes 0-{SIZE - 1}/{SIZE}"),
    "from elsewhere": lambda first: (FILES["big.dat"][first + 9:], f"bytes {first + 9}-{SIZE - 1}/{SIZE}"),
    "from elsewhere, and says otherwise": lambda first: (FILES["big.dat"][:SIZE - first], f"bytes {first}-{SIZE - 1}/{SIZE}"),
    "of a file of another size": lambda first: (FILES["big.dat"][first:], f"bytes {first}-{SIZE - 1}/{SIZE * 2}"),
    "of other bytes": lambda first: (b"y" * (SIZE - first), f"bytes {first}-{SIZE - 1}/{SIZE}"),
    "of too many bytes": lambda first: (FILES["big.dat"][first:] * 2, f"bytes {first}-{SIZE - 1}/{SIZE}"),
    "of no bytes": lambda first: (b"", f"bytes {first}-{first - 1}/{SIZE}"),
    "that says nothing": lambda first: (FILES["big.dat"][first:], ""),
    "of many numbers": lambda first: (FILES["big.dat"][first:], f"bytes {first}-{'9' * 100}/{'9' * 5000}"),
    "in two parts": lambda first: (FILES["big.dat"][first:], f"bytes {first}-{first}/{SIZE}, {first + 1}-{SIZE - 1}/{SIZE}"),
}
for word, rest in RESTS.items():
    @case(f"a rest {word}", files=FILES, holds=at_most(200), verdicts=("broken", "unknown", "healthy", "deviates"))
    def lie(peer, rest=rest):
        return serve(peer, lambda peer, first: cut(peer) if first is None else part(peer, *rest(first)))


@case("206 to a request without a range", files=FILES, holds=at_most(200))
def unasked(peer):
    return serve(peer, lambda peer, first: part(peer, FILES["big.dat"][7:], f"bytes 7-{SIZE - 1}/{SIZE}"))


@case("Retry-After of every kind", files=FILES, holds=at_most(200))
def retry_after(peer):
    kinds = ("-1", "99999999999999999999", "0", "0.0001", "Fri, 31 Dec 9999 23:59:59 GMT", "\x01", "1e9")
    return serve(peer, lambda peer, _first: peer.answer(
        b"", "503 Service Unavailable", f"Retry-After: {kinds[peer.ledger.requests % len(kinds)]}\r\n"))
