"""The destination of an update: what was planted in it, what changes in it meanwhile, and what may go from it."""
import contextlib
import os

from hostile_peer import HTML, NEVER, SHARE, case, link, listing, publish, sums

ANY = ("broken", "unknown", "deviates", "healthy")
FILES = {"savxp/a.dat": b"a" * 100, "savxp/deep/b.dat": b"b" * 100, "kept": b"c" * 100, **{f"many/f{i}": b"d" for i in range(300)}}


def plant_links(destination, outside):
    (destination / "savxp").symlink_to(outside)
    (destination / "kept").symlink_to(outside / "kept")
    (destination / "many").mkdir()
    (destination / "many" / "f1").symlink_to("/dev/null")


@case("links planted in the destination", plant=plant_links, files=FILES, verdicts=ANY)
def planted(peer):
    publish(FILES, peer)


def plant_own(destination, outside):
    (destination / ".webcid").symlink_to(outside)


@case("a link in the place of .webcid", plant=plant_own, files=FILES, verdicts=ANY)
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


@case("folders that become links during the run", meddle=swap_folders, verdicts=ANY)
def swapped(peer):
    publish(FILES, peer)


def swap_names(destination, outside, stop):
    """Links at final names, and in .webcid, that come and go."""
    while not stop.is_set():
        for name in ("kept", "many/f7", "savxp/a.dat", ".webcid/partial", ".webcid/state", ".webcid/lock"):
            with contextlib.suppress(OSError):
                os.symlink(outside / ("kept" if "." not in name else ""), destination / f"{name}.link")
                os.replace(destination / f"{name}.link", destination / name)
        with contextlib.suppress(OSError):
            os.unlink(destination / "kept")


@case("files that become links during the run", meddle=swap_names, verdicts=ANY)
def swapped_names(peer):
    publish(FILES, peer)


@case("files that become links during a swap of trees", meddle=swap_names, update_options=("--atomic-tree",),
      commands=("update",), verdicts=ANY)
def swapped_names_of_trees(peer):
    publish(FILES, peer)


def plant_beside(destination, outside):
    (destination.parent / f".{destination.name}.webcid-tree").symlink_to(outside)


@case("a link in the place of the new tree", plant=plant_beside, update_options=("--atomic-tree",), commands=("update",),
      files=FILES, verdicts=ANY)
def planted_beside(peer):
    publish(FILES, peer)


# --- what may go -----------------------------------------------------------------------------------------------------

OURS = tuple(f"old{i}" for i in range(20))
MANY = {f"f{i:03}": b"of long ago" for i in range(200)}
NEW = {name: b"new" for name in MANY}


def plant_files(destination, outside):
    """A mirror of long ago, with links among what is no longer published."""
    for name in OURS:
        (destination / name).write_bytes(b"of long ago")
    for name, data in MANY.items():
        (destination / name).write_bytes(data)
    (destination / "away").symlink_to(outside)
    (destination / "folder").mkdir()
    (destination / "folder" / "away").symlink_to(outside / "kept")


DELETE = {"plant": plant_files, "planted": b"of long ago", "commands": ("update",)}


@case("links among what --delete removes", update_options=("--delete",), files=MANY, verdicts=("healthy",), **DELETE)
def removed_links(peer):
    publish(MANY, peer)


for word, more in {"with --delete": ("--delete",), "with --delete and a new tree": ("--delete", "--atomic-tree")}.items():
    everything = {"update_options": more, "kept": (*OURS, *MANY), **DELETE}

    @case(f"an empty catalogue, {word}", **everything)
    def empty(peer):
        publish({}, peer)

    @case(f"a catalogue of nothing but ways out, {word}", **everything)
    def ways_out(peer):
        publish({"../outside/new": b"x"}, peer)

    @case(f"a catalogue that is cut short, {word}", **everything)
    def cut_catalogue(peer):
        if peer.path != SHARE + "SHA256SUMS":
            return peer.missing()
        text = sums(MANY).encode()
        peer.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(text)}\r\n\r\n")
        peer.send(text[:66 * 3])
        return False

    @case(f"a listing that is cut short, {word}", **everything)
    def cut_listing(peer):
        if peer.path != SHARE:
            return peer.answer(b"of long ago") if peer.path.startswith(f"{SHARE}f") else peer.missing()
        text = listing(SHARE, [link(SHARE + name, name) for name in MANY]).encode()
        peer.send(f"HTTP/1.1 200 OK\r\n{HTML}Content-Length: {len(text)}\r\n\r\n")
        peer.send(text[:len(text) // 2])
        return False

    @case(f"a folder whose listing is refused, {word}", **everything)
    def refused_listing(peer):
        if peer.path == SHARE:
            return peer.answer(listing(SHARE, [link(f"{SHARE}f000", "f000"), link(f"{SHARE}deep/", "deep")]), headers=HTML)
        return peer.answer(b"of long ago") if peer.path.endswith("/f000") else peer.missing()

    # The whole list is known, and what is not in it may go; the rest of it comes with the next run.
    @case(f"fewer files than there are, by --max-files, {word}", options=("--max-files", "100"), files=NEW,
          **{**everything, "kept": tuple(MANY)})
    def limited(peer):
        publish(NEW, peer)

    @case(f"fewer files than there are, by --max-time, {word}", options=("--max-time", "3"), **everything)
    def timed(peer):
        if peer.path.endswith("f100"):
            NEVER.wait(10)
        publish({**MANY, "f100": b"new"}, peer)

    # What the catalogue does not have may go: it came whole.
    @case(f"a server that stops in the middle, {word}", **{**everything, "kept": tuple(MANY)})
    def stops(peer):
        if peer.ledger.requests > 60:
            return False
        return publish(NEW, peer)
