"""Servers that ask for an account again and again: one refused logon a run, whatever they send."""
import base64

from hostile_peer import HTML, case

# [MS-NLMP] 2.2.1.2: a CHALLENGE_MESSAGE with Unicode and NTLM, no target.
SECOND = base64.b64encode(b"NTLMSSP\0\2\0\0\0" + b"\0" * 8 + b"\x01\x02\x08\x00" + b"CHALLENG" + b"\0" * 8).decode()


def refused_at_most(count):
    def holds(ledger, _report):
        if ledger.refused > count:
            yield f"{ledger.refused} refused logons, {count} at most"
    return holds


CHALLENGES = {
    "Basic": 'Basic realm="share"',
    "Basic without a realm": "Basic",
    "NTLM": "NTLM",
    "NTLM with a second message for ever": f"NTLM {SECOND}",
    "NTLM with a message cut short": "NTLM TlRMTVNTUAACAAAA",
    "NTLM with a length beyond its end": "NTLM TlRMTVNTUAACAAAA/////wAAAAA=",
    "NTLM with the client's own message": "NTLM TlRMTVNTUAABAAAABoIIAAAAAAAAAAAAAAAAAAAAAAA=",
    "NTLM that is no base64": "NTLM \x01!",
    "Negotiate that is no token": "Negotiate oYIBAAAA",
    "Digest": 'Digest realm="x", qop="auth", nonce="n"',
    "Digest with half a quote": 'Digest realm="x, nonce="n',
    "Digest by nothing known": 'Digest realm="x", nonce="n", algorithm=ROT13',
    "every scheme": f'Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Digest realm="x", nonce="n"\r\n'
                    'WWW-Authenticate: Basic realm="share"',
    "ten thousand challenges": ", ".join(f'Basic realm="{i}"' for i in range(2500)),
}
for word, challenge in CHALLENGES.items():
    @case(f"401 for ever: {word}", has_account=True, holds=refused_at_most(1))
    def refuse(peer, challenge=challenge):
        peer.answer("<html>401</html>", "401 Unauthorized", f"WWW-Authenticate: {challenge}\r\n{HTML}")


# RFC 7616, 3.3: "stale" says that the password was right; hence once more.
@case("401 for ever: Digest that is always stale", has_account=True, holds=refused_at_most(2))
def stale(peer):
    peer.answer(b"", "401 Unauthorized", 'WWW-Authenticate: Digest realm="x", qop="auth", nonce="n", stale=true\r\n')


@case("an account that is refused by every second answer", has_account=True, holds=refused_at_most(1))
def fickle(peer):
    peer.ledger.turn = getattr(peer.ledger, "turn", 0) + 1
    if "authorization" in peer.headers and peer.ledger.turn % 2:
        return peer.missing()
    return peer.answer(b"", "401 Unauthorized", 'WWW-Authenticate: Basic realm="share"\r\n')


@case("an account that is printed wherever there is room", has_account=True)
def echo(peer):
    sent = peer.headers.get("authorization", "")
    if not sent:
        return peer.answer(b"", "401 Unauthorized", 'WWW-Authenticate: Basic realm="share"\r\n')
    token = sent.partition(" ")[2]
    account = base64.b64decode(token).decode("latin-1")
    password = account.partition(":")[2]
    told = f"{sent} {account} {password} {base64.b64encode(password.encode()).decode()}"
    return peer.answer(f"<html><title>{told}</title>{told}</html>", f"500 {token} {password}",
                       f"X-Sent: {told}\r\nLocation: http://h.example/?q={password}\r\nServer: {password}\r\n{HTML}")


@case("a redirect of the account to another host", has_account=True,
      holds=lambda ledger, _: [f"{count} requests for {path}" for path, count in ledger.asked.items() if "elsewhere" in path])
def lead_away(peer):
    if "authorization" not in peer.headers:
        return peer.answer(b"", "401 Unauthorized", 'WWW-Authenticate: Basic realm="share"\r\n')
    port = peer.connection.getsockname()[1]
    return peer.answer(b"", "301 Moved Permanently", f"Location: http://localhost:{port}/elsewhere/\r\n")
