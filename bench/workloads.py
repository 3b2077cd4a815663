"""The trees that the benchmarks serve: the same bytes on every machine, incompressible, with a SHA256SUMS at the root.

S  20,000 files of 0.2 to 16 KiB, log-uniform, in 64 folders    about   73 MB
M   2,000 files of 64 to 512 KiB, uniform, in 20 folders        about  590 MB
L       6 files of 512 MiB                                            3.2 GB
"""
import hashlib
import math
import multiprocessing
import os
import random
import shutil

SEED = "webcid-1"
PIECE = 1 << 20
# Extensions of real shares: some of them are in no MIME map, which nginx's default_type makes harmless here.
EXTENSIONS = ["dat", "kdc", "kdz", "klz", "idx", "set", "xml", "cvd", "cdiff", "bin", "dll", "exe", "json", "stt", "lst", "cab"]


def small(rng):
    low, high = math.log(205), math.log(16 << 10)
    for i in range(20000):
        yield f"bases/av{i % 8:02}/p{i // 8 % 8:02}/f{i:05}.{rng.choice(EXTENSIONS)}", int(math.exp(rng.uniform(low, high)))


def middling(rng):
    for i in range(2000):
        yield f"modules/m{i % 20:02}/mod{i:04}.{rng.choice(EXTENSIONS)}", rng.randint(64 << 10, 512 << 10)


def large(_):
    for i in range(6):
        yield f"engines/engine{i}.cvd", 512 << 20


PLANS = {"S": small, "M": middling, "L": large}


def write_one(job):
    """Writes one file; its line of SHA256SUMS and its size."""
    root, path, size = job
    rng = random.Random(f"{SEED}:{path}")
    digest = hashlib.sha256()
    with open(root / path, "wb") as file:
        for start in range(0, size, PIECE):
            piece = rng.randbytes(min(PIECE, size - start))
            digest.update(piece)
            file.write(piece)
    when = 1700000000 + rng.randrange(20000000)
    os.utime(root / path, (when, when))
    return f"{digest.hexdigest()}  {path}", size


def tree(name, home):
    """The folder of the workload below `home`, made if it is not there yet: SHA256SUMS is written last."""
    root = home / name
    if (root / "SHA256SUMS").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    jobs = [(root, path, size) for path, size in PLANS[name](random.Random(f"{SEED}:{name}"))]
    for folder in {(root / path).parent for _, path, _ in jobs}:
        folder.mkdir(parents=True, exist_ok=True)
    with multiprocessing.Pool() as pool:
        lines = [line for line, _ in pool.map(write_one, jobs, chunksize=1 if name == "L" else 64)]
    (root / "SHA256SUMS.partial").write_text("\n".join(lines) + "\n")
    (root / "SHA256SUMS.partial").rename(root / "SHA256SUMS")
    return root


def sums(root):
    """[(digest, path)] as SHA256SUMS lists them."""
    return [tuple(line.split("  ", 1)) for line in (root / "SHA256SUMS").read_text().splitlines()]


def total(root, paths):
    return sum((root / path).stat().st_size for path in paths)


def linked_tree(count, home):
    """A tree of `count` entries of 1 to 64 bytes, 500 in a folder. Its files are links to 64, so that a million costs
    no more than its names; ext4 allows 65,000 links."""
    root = home / f"entries-{count}"
    if (root / "SHA256SUMS").exists():
        return root
    shutil.rmtree(root, ignore_errors=True)
    contents = home / "contents"
    contents.mkdir(parents=True, exist_ok=True)
    digests = []
    for number in range(64):
        data = random.Random(f"{SEED}:{number}").randbytes(number + 1)
        (contents / str(number)).write_bytes(data)
        digests.append(hashlib.sha256(data).hexdigest())
    root.mkdir(parents=True)
    with open(root / "SHA256SUMS.partial", "w") as catalogue:
        for number in range(count):
            folder = f"b{number // 500:04}"
            if number % 500 == 0:
                (root / folder).mkdir()
            path = f"{folder}/f{number:07}.dat"
            os.link(contents / str(number % 64), root / path)
            catalogue.write(f"{digests[number % 64]}  {path}\n")
    (root / "SHA256SUMS.partial").rename(root / "SHA256SUMS")
    return root
