#!/usr/bin/env python3
"""--proxy auto of webcid.exe: the settings of Windows, in the registry of a Wine of the test's own, and PAC files.

usage: windows_proxy_test.py WINDOWS-WEBCID WEBCID WEBCID-TESTSERVER
"""
import http.server
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import threading
import unittest

import servers

PROGRAM, WEBCID, TESTSERVER = sys.argv[1:4]
WINE = pathlib.Path(__file__).resolve().parents[2] / "packaging/windows/wine-run.sh"
CONNECTIONS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections"
# INTERNET_PER_CONN_FLAGS (wininet.h)
DIRECT, PROXY, SCRIPT = 1, 2, 4


def user_settings(flags, proxy="", bypass="", script=""):
    """DefaultConnectionSettings: version, count of changes, flags, and three texts with their lengths."""
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, bypass, script))
    return struct.pack("<III", 0x46, 1, flags) + texts + bytes(32)


def machine_settings(proxy, bypass=""):
    """WinHttpSettings: version, count of changes, flags, and two texts with their lengths."""
    texts = b"".join(struct.pack("<I", len(text)) + text.encode() for text in (proxy, bypass))
    return struct.pack("<III", 0x18, 0, PROXY) + texts


class Scripts(http.server.ThreadingHTTPServer):
    """PAC files by their path; `asked` counts."""

    def __init__(self, files):
        self.files, self.asked = files, []
        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def url(self, name):
        return f"http://127.0.0.1:{self.server_port}/{name}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        body = self.server.files.get(self.path[1:])
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "application/x-ns-proxy-autoconfig")
        self.end_headers()
        self.wfile.write((body or "").encode())

    def log_message(self, *_):
        pass


def script(answer):
    return f'function FindProxyForURL(url, host) {{ return "{answer}"; }}\n'


class Proxies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.home = pathlib.Path(cls.folder.name)
        cls.environment = dict(os.environ, WINEPREFIX=str(cls.home / "wine"))
        cls.squid = servers.Squid(cls.home / "squid").__enter__()
        cls.server = servers.TestServer(TESTSERVER, "--sample", "5").__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()
        cls.squid.__exit__()
        subprocess.run(["wineserver", "-k"], env=cls.environment, check=False)
        cls.folder.cleanup()

    def registry(self, root, key, name, value):
        command = ["delete", f"{root}\\{key}", "/v", name, "/f"] if value is None else \
            ["add", f"{root}\\{key}", "/v", name, "/t", "REG_BINARY", "/d", value.hex(), "/f"]
        subprocess.run([WINE, "reg", *command], env=self.environment, check=value is not None, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, timeout=120)

    def found(self, user=None, machine=None, address=None, options=()):
        """Verdict and proxy of a check, where that was found, and the notes on it."""
        self.registry("HKCU", CONNECTIONS, "DefaultConnectionSettings", user)
        self.registry("HKLM", CONNECTIONS, "WinHttpSettings", machine)
        report, _ = servers.check(PROGRAM, address or self.server.url, "--proxy", "auto", "--quick", "--timeout", "5", *options,
                                  environment=self.environment)
        target = report["target"]
        origin = target["proxy_origin"]
        return (report["verdict"], target["proxy"], origin["statement"], origin["arguments"],
                [(note["statement"], note["arguments"]) for note in report["notes"] if note["statement"] != "catalogue-used"])

    def test_no_settings_at_all(self):
        self.assertEqual(self.found(), ("healthy", "", "no-proxy-found", [], []))

    def test_the_list_of_the_user(self):
        listed = user_settings(DIRECT | PROXY, f"http={self.squid.proxy};https=nowhere.example:1", "<-loopback>")
        self.assertEqual(self.found(listed), ("healthy", self.squid.proxy, "proxy-of-user", [], []))
        excluded = user_settings(DIRECT | PROXY, self.squid.proxy, "<-loopback>;127.*")
        self.assertEqual(self.found(excluded), ("healthy", "", "no-proxy-excluded-by-user", [], []))

    def test_the_settings_of_the_machine(self):
        machine = machine_settings(self.squid.proxy, "<-loopback>")
        self.assertEqual(self.found(machine=machine), ("healthy", self.squid.proxy, "proxy-of-machine", [], []))
        excluded = machine_settings("nowhere.example:1", "<-loopback>;127.0.0.1")
        self.assertEqual(self.found(machine=excluded), ("healthy", "", "no-proxy-excluded-by-machine", [], []))

    def test_the_pac_file_of_the_user(self):
        with Scripts({"one.pac": script(f"PROXY {self.squid.proxy}; DIRECT"), "direct.pac": script("DIRECT"),
                      "wrong.pac": "no script {"}) as scripts:
            for name, proxy, origin in (("one.pac", self.squid.proxy, "proxy-by-script"),
                                        ("direct.pac", "", "no-proxy-by-script")):
                with self.subTest(script=name):
                    url = scripts.url(name)
                    found = self.found(user_settings(DIRECT | SCRIPT, script=url))
                    self.assertEqual(found[:4], ("healthy", proxy, origin, [url]))
            self.assertEqual(scripts.asked, ["/one.pac", "/direct.pac"])
            # Windows then goes by the list.
            for name in ("wrong.pac", "none.pac"):
                with self.subTest(script=name):
                    settings = user_settings(DIRECT | PROXY | SCRIPT, self.squid.proxy, "<-loopback>", scripts.url(name))
                    found = self.found(settings)
                    self.assertEqual(found[:4], ("healthy", self.squid.proxy, "proxy-of-user", []))
                    self.assertEqual([(note[0], note[1][0]) for note in found[4]], [("script-unusable", scripts.url(name))])

    def test_a_pac_file_that_does_not_come_is_not_waited_for(self):
        with servers.Upstream(None) as silent:
            url = f"http://{silent.authority}/slow.pac"
            found = self.found(user_settings(DIRECT | SCRIPT, script=url))
        self.assertEqual(found[1:], ("", "no-proxy-found", [], [("script-unusable", [url, "no answer in time"])]))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
