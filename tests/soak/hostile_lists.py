"""Lists and names: too many, too deep, and ways out of the folder."""
import hashlib

from hostile_peer import ESCAPES, HTML, SHARE, at_most, case, link, listing, once, publish, sums


@once
def page_of_a_million():
    return listing(SHARE, [link(f"{SHARE}f{i}.dat") for i in range(1_000_000)])


@case("folders a hundred deep")
def deep(peer):
    if peer.path.count("/") > 102 or not peer.path.endswith("/"):
        return peer.missing()
    peer.answer(listing(peer.path, [link(peer.path + "d/"), link(peer.path + "f.dat")]), headers=HTML)


@case("a listing that lists itself", options=("--max-time", "20"))
def loop(peer):
    if not peer.path.endswith("/"):
        return peer.missing()
    peer.answer(listing(peer.path, [link(peer.path), link(peer.path + "x/"), link(SHARE), link(peer.path + "./")]),
                headers=HTML)


@once
def long_page():
    """Just below what a listing may have, and as dear to parse as can be."""
    return ("<html><head><title>Index of /</title></head><body><h1>Index of /</h1><pre><a href=\"../\">../</a>\n"
            '<a href="f">f</a>      13-Apr-2026 14:25      10\n' + "<b></b>" * (60_000_000 // 7) + "</pre></body></html>").encode()


# Each is asked for by a connection of its own.
@case("two hundred folders of 60 MB each", options=("--max-bytes", "2G", "--max-time", "50"))
def long_pages(peer):
    if peer.path == SHARE:
        return peer.answer(listing(SHARE, [link(f"{SHARE}d{i}/") for i in range(200)]), headers=HTML)
    return peer.answer(long_page(), headers=HTML) if peer.path.endswith("/") else peer.missing()


@case("names in both cases, in listings", holds=at_most(2000))
def cases_in_listings(peer):
    """However deep, each folder has itself again in the other case."""
    if not peer.path.endswith("/"):
        return peer.answer(b"1") if peer.path.lower().endswith(".dat") else peer.missing()
    names = ("a/", "A/", "F.dat", "f.dat", "f.DAT") if peer.path.count("/") < 20 else ("F.dat", "f.dat")
    return peer.answer(listing(peer.path, [link(peer.path + name, name) for name in names]), headers=HTML)


@case("a million rows")
def million(peer):
    if peer.path == SHARE:
        return peer.answer(page_of_a_million(), headers=HTML)
    return peer.missing()


@case("more files than a run may fetch", options=("--max-files", "100"))
def too_many_files(peer):
    publish({}, peer, "".join(f"{'0' * 64}  f{i}\n" for i in range(5000)))


@once
def five_million_names():
    return "".join(f"{0:032x}  f{i}\n" for i in range(5_000_000)).encode()


# Every name and digest of them is held until the run ends, about 200 bytes each, and of an update how it is stored.
@case("five million files in each of two catalogues", prepare=five_million_names, options=("--max-files", "100"),
      most_memory=1280)
def endless_catalogue(peer):
    if peer.path.endswith(("MD5SUMS", "MD5SUMS.txt")):
        return peer.answer(five_million_names())
    return peer.missing()


# Where the client keeps names apart, nothing is wrong with them.
@case("names in both cases", verdicts=("broken", "unknown", "deviates", "healthy"))
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
        return peer.answer(listing(SHARE, [link(SHARE + name) for name in names]), headers=HTML)
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
