#!/usr/bin/env python3
"""What a Windows program needs from the system it runs on, and what it says of itself.

usage: windows_programs_test.py OBJDUMP PROGRAM.exe...

The libraries it imports are all Windows' own and known here; there is no time stamp in it, so that two builds of the same
source are the same file; manifest and version are in it.
"""
import pathlib
import re
import struct
import subprocess
import sys

# Of every Windows 10. A row more is a decision: it is what a program without installation depends on.
SYSTEM_LIBRARIES = {
    "advapi32.dll", "bcrypt.dll", "crypt32.dll", "kernel32.dll", "msvcrt.dll", "mswsock.dll", "normaliz.dll",
    "ole32.dll", "shell32.dll", "user32.dll", "winhttp.dll", "ws2_32.dll",
}
IN_MANIFEST = (b'level="asInvoker"', b">UTF-8</activeCodePage>", b">true</longPathAware>")
# IMAGE_FILE_HEADER.TimeDateStamp: 8 bytes behind the offset that stands at 0x3c (Microsoft, "PE Format").
PE_OFFSET, STAMP = 0x3C, 8


def breaches_of(objdump, program):
    listed = subprocess.run([objdump, "-p", program], capture_output=True, text=True, check=True).stdout
    imports = {name.lower() for name in re.findall(r"DLL Name: (\S+)", listed)}
    if not imports:
        yield "imports nothing at all: objdump could not read it"
    for name in sorted(imports - SYSTEM_LIBRARIES):
        yield f"imports {name}"
    image = pathlib.Path(program).read_bytes()
    (header,) = struct.unpack_from("<I", image, PE_OFFSET)
    if struct.unpack_from("<I", image, header + STAMP)[0]:
        yield "holds the time of its making"
    for text in IN_MANIFEST:
        if text not in image:
            yield f"no {text.decode()} in its manifest"
    if pathlib.Path(program).name.encode("utf-16-le") not in image:
        yield "no name in its version resource"


def main():
    objdump, *programs = sys.argv[1:]
    found = [f"{program}: {breach}" for program in programs for breach in breaches_of(objdump, program)]
    print("\n".join(found) or f"{len(programs)} programs need nothing but Windows")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
