#!/usr/bin/env python3
"""Malformed requests, thousands of them, at the test server: it must answer or end the connection, and go on serving.

usage: malformed_requests.py WEBCID-TESTSERVER [COUNT] [SEED]

Half are a request broken in a few places, half are made of pieces that parsers trip over. The same seed sends the same.
"""
import random
import socket
import subprocess
import sys

PIECES = [b"GET", b"HEAD", b"OPTIONS", b"TRACE", b"POST", b"get", b"G\x00T", b"A" * 300, b" ", b"  ", b"\t", b"\r\n",
          b"\n", b"\r", b"\x00", b"/SophosUpdate/", b"/SophosUpdate/setup.exe", b"/%", b"/%zz", b"/%00", b"/..", b"/%2e%2e/",
          b"//", b"\\", b"*", b"http://", b"http://[::1", b"?" + b"q" * 3000, b"a" * 5000, b"/a" * 300, b"\xff\xfe", b"\xe3\x83",
          b"HTTP/1.1", b"HTTP/1.0", b"HTTP/9.9", b"HTTP/1.", b"HTP/1.1", b"Host: x", b"Host:", b"Host: " + b"h" * 2000,
          b"Host: a b", b": x", b"Range: bytes=0-18446744073709551615", b"Range: bytes=-", b"Range: bytes=9-1",
          b"If-Range: \"", b"If-Modified-Since: Sun, 99 Foo 99999 99:99:99 GMT", b"If-None-Match: W/\"\"\"", b"Content-Length: -1",
          b"Content-Length: 18446744073709551616", b"Content-Length: 1\r\nContent-Length: 2", b"Transfer-Encoding: chunked",
          b"Transfer-Encoding: chunked\r\nContent-Length: 5", b"Authorization: Basic ====", b"Authorization: NTLM TlRMTVNTUAAB",
          b"Authorization: Negotiate YII=", b"Authorization: Digest nonce=\"", b"Accept-Encoding: gzip", b"Accept-Language: ja;;q=,",
          b"Cookie: " + b"c" * 9000, b"X: " + b"y" * 17000, b"\x16\x03\x01\x02\x00\x01\x00", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]
WHOLE = (b"GET /SophosUpdate/savxp/vdl00.vdb?a=b HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=0-9\r\nAccept-Encoding: gzip\r\n"
         b"If-Range: \"c570f4a02733dd1:0\"\r\nAuthorization: Basic dTpw\r\nUser-Agent: x\r\nConnection: close\r\n\r\n")


def mutated(rng):
    data = bytearray(WHOLE)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(data))
        action = rng.randrange(4)
        if action == 0:
            data[at] = rng.randrange(256)
        elif action == 1:
            del data[at:at + rng.randint(1, 20)]
        elif action == 2:
            data[at:at] = rng.choice(PIECES)
        else:
            data[at:at] = data[at:at + rng.randint(1, 40)]
        if not data:
            data = bytearray(b"\r\n")
    return bytes(data)


def assembled(rng):
    separator = rng.choice([b" ", b"", b"\r\n"])
    lines = [separator.join(rng.choice(PIECES) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(1, 6))]
    return b"\r\n".join(lines) + rng.choice([b"\r\n\r\n", b"\n\n", b"\r\n", b""])


def ask(port, data):
    """What comes back, at most 64 KiB; b"" when the connection was ended without an answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        try:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            pieces = b""
            while len(pieces) < 65536:
                piece = connection.recv(65536)
                if not piece:
                    break
                pieces += piece
            return pieces
        except TimeoutError:
            raise
        except OSError:  # reset, or closed before all was sent
            return b""


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    rng = random.Random(seed)
    process = subprocess.Popen([program, "--sample", "40", "--scenario", "credentials-required-windows,guide-all"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    port = int(process.stdout.readline().split(b'"port":')[1].split(b",")[0])
    statuses = {}
    try:
        for number in range(count):
            data = mutated(rng) if number % 2 else assembled(rng)
            reply = ask(port, data)
            if reply and not reply.startswith(b"HTTP/1.1 "):
                print(f"request {number} of seed {seed}: {data!r} got {reply[:100]!r}")
                return 1
            status = reply[9:12].decode("ascii", "replace") or "none"
            statuses[status] = statuses.get(status, 0) + 1
        # As healthy as before.
        good = ask(port, b"OPTIONS /SophosUpdate/x.txt HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        if not good.startswith(b"HTTP/1.1 401 "):
            print(f"afterwards: {good[:200]!r}")
            return 1
    finally:
        process.terminate()
        errors = process.communicate(timeout=60)[1].decode("utf-8", "replace")
    print(f"{count} requests, seed {seed}: " + ", ".join(f"{n} x {s}" for s, n in sorted(statuses.items())))
    if process.returncode != 0 or errors:
        print(f"exit code {process.returncode}: {errors}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
