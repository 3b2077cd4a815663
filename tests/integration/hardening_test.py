#!/usr/bin/env python3
"""What the linker and compiler put into a program so that a mistake in memory ends it: docs/THREATS.md.

usage: hardening_test.py PROGRAM...
"""
import re
import subprocess
import sys


def readelf(program, *options):
    return subprocess.run(["readelf", "-W", *options, program], capture_output=True, text=True, check=True,
                          env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}).stdout


def breaches_of(program):
    segments, dynamic = readelf(program, "-l"), readelf(program, "-d")
    symbols = readelf(program, "--dyn-syms")
    if "Elf file type is DYN" not in segments or not re.search(r"FLAGS_1.*\bPIE\b", dynamic):
        yield "is loaded at a fixed address (no PIE)"
    if "GNU_RELRO" not in segments or not re.search(r"\bBIND_NOW\b|FLAGS_1.*\bNOW\b", dynamic):
        yield "its table of functions stays writable (no full RELRO)"
    stack = re.search(r"GNU_STACK(.*)", segments)
    if not stack or " E" in stack[1]:
        yield "its stack is executable"
    if "__stack_chk_fail" not in symbols:
        yield "no stack protector"
    if not re.search(r"__\w+_chk\b", symbols.replace("__stack_chk_fail", "")):
        yield "no checked functions (_FORTIFY_SOURCE)"
    if "RPATH" in dynamic or "RUNPATH" in dynamic:
        yield "looks for libraries in a folder of its own"


def main():
    found = [f"{program}: {breach}" for program in sys.argv[1:] for breach in breaches_of(program)]
    print("\n".join(found) or f"{len(sys.argv) - 1} programs are hardened")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
