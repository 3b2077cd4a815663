"""bench/RESULTS.md: one section a table, put in place of the section of the same title."""
import datetime
import os
import pathlib
import platform
import re
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
FILE = HERE / "RESULTS.md"
PACKAGES = ["gawk", "nginx-light", "wget2", "curl", "openssl", "coreutils", "python3"]
INTRODUCTION = """# Measurements

Written by `./dev bench update` and `./dev bench audit`, which exit 1 when a bar is missed. All contestants of a table ran in turns on the machine
that it names, the server beside them, into an empty folder in memory; medians count. Memory is the most that one
process of a contestant held, summed over those that run side by side. "2 curl" are two processes of
`curl -Z --parallel-max 8` on half of the list each, "+ sha256" verifies each half with OpenSSL's SHA-256 as soon as it is
there, wget2 runs with `--max-threads=16`. "bare libcurl + sha256" is bench/bare_download.cpp: two
threads of libcurl that hash and write to the final name, and nothing around them. webcid reads the catalogue from the server and verifies what it receives.
"""


def table(head, rows):
    """A table in Markdown, with columns as wide as they need: it is also what is printed."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    align = [str.ljust] + [str.rjust] * (len(head) - 1)

    def line(cells):
        return "| " + " | ".join(pad(cell, width) for pad, cell, width in zip(align, cells, widths)) + " |"

    rule = "|" + "|".join("-" * (width + 1) + ("-" if pad is str.ljust else ":") for pad, width in zip(align, widths)) + "|"
    return "\n".join([line(head), rule, *map(line, rows)])


def first_match(pattern, file):
    path = pathlib.Path(file)
    found = re.search(pattern, path.read_text()) if path.exists() else None
    return found.group(1).strip() if found else "?"


def processor():
    sha = "with" if " sha_ni" in first_match(r"flags\s*:(.*)", "/proc/cpuinfo") else "without"
    return first_match(r"model name\s*:(.*)", "/proc/cpuinfo") + f" ({sha} SHA instructions)"


def description():
    """The machine and the rivals of the latest run."""
    memory = int(first_match(r"MemTotal:\s*(\d+)", "/proc/meminfo")) >> 20
    shown = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True, check=False).stdout.splitlines()
    return (f"{os.cpu_count()} x {processor()}, {memory + 1} GiB, Linux {platform.release()}, "
            f"{first_match(r'PRETTY_NAME=.(.*).', '/etc/os-release')}\n\n" + "\n".join(f"- {line}" for line in sorted(shown)))


def commit():
    """The commit, with a + where the sources differ from it."""
    def git(*arguments):
        return subprocess.run(["git", "-C", HERE.parent, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True, check=False)

    changed = git("diff", "--quiet", "HEAD", "--", "src", "include").returncode
    return (git("rev-parse", "--short", "HEAD").stdout.strip() or "?") + ("+" if changed else "")


def write(title, text, note, command):
    """Puts the section into the file, made anew if it is not there, and prints it."""
    when = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")
    section = (f"## {title}\n\n{text}\n\n{note}\n\n`{command}` at {commit()}, {when}, on {os.cpu_count()} x {processor()}; "
               f"load at the end {os.getloadavg()[0]:.1f}\n")
    print("\n" + section, flush=True)
    sections = dict(re.findall(r"^## (.*)\n((?:(?!^## ).*\n?)*)", FILE.read_text() if FILE.exists() else "", re.MULTILINE))
    sections[title] = section.split("\n", 1)[1]
    sections.pop("Machine", None)
    sections["Machine"] = description()
    FILE.write_text(INTRODUCTION + "".join(f"\n## {name}\n\n{body.strip()}\n" for name, body in sections.items()))
