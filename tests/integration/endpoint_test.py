"""`webcid endpoint` and `webcid check --endpoint-file`: what an endpoint's own settings say, and that no secret of theirs
is ever printed.

usage: endpoint_test.py WEBCID WEBCID-TESTSERVER [unittest options]
"""
import fcntl
import json
import os
import pathlib
import plistlib
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import unittest

from servers import Squid, TestServer

WEBCID = TESTSERVER = ""
SECRET = "pl4nted"

ICONN = """[PPI.WebConfig_Primary]
ServerType=1
ConnectionAddress={address}
UserName={secret}-user
UserPassword={secret}-password
ProxyAddress={proxy}
ProxyUserName={secret}-proxy-user
ProxyUserPassword={secret}-proxy-password
{secret}Password=http://{secret}.example/
[PPI.WebConfig_Secondary]
ConnectionAddress=https://{secret}-user:{secret}-password@srv2.example/SophosUpdate
UserName=
"""
GOOD = "http://srv.example/SophosUpdate"


def environment(**more):
    left_out = {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "WEBCID_PASSWORD", "LC_MESSAGES"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    env.update(LC_ALL="C.UTF-8", LANG="C.UTF-8", **more)
    return env


def preferences(address, kind=1, **more):
    return {"PrimaryServerType": kind, "PrimaryServerURL": address, "PrimaryServerUserName": SECRET + "-user",
            "PrimaryServerPassword": SECRET + "-password", "PrimaryServerProxy": 0, "PrimaryServerProxyURL": "",
            "PrimaryServerProxyPassword": "AAA=", "SecondaryServer": False, "SecondaryServerType": 0,
            "SecondaryServerURL": "", "UpdateInterval": 10, **more}


class Endpoint(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.home = pathlib.Path(temporary.name)

    def run_webcid(self, *words, secret=True):
        """stdout, stderr and exit code, none of which has a planted secret in it."""
        done = subprocess.run([WEBCID, *words], capture_output=True, text=True, timeout=120, cwd=self.home,
                              env=environment())
        if secret:
            self.assertNotIn(SECRET, done.stdout + done.stderr)
        return done.stdout, done.stderr, done.returncode

    def iconn(self, address=GOOD, proxy="", name="iconn.cfg", text=ICONN):
        (self.home / name).write_text(text.format(address=address, proxy=proxy, secret=SECRET))
        return name

    def plist(self, *arguments, form=plistlib.FMT_XML, **more):
        with open(self.home / "com.sophos.sau.plist", "wb") as file:
            plistlib.dump(preferences(*arguments, **more), file, fmt=form)
        return "com.sophos.sau.plist"

    # --- webcid endpoint ---

    def test_healthy_settings_in_both_languages(self):
        file = self.plist(GOOD)
        english = ("webcid: update settings of an endpoint\n"
                   "  read from:            com.sophos.sau.plist (com.sophos.sau.plist)\n"
                   "  primary:              http://srv.example/SophosUpdate (PrimaryServerURL)\n"
                   "  account:              there; its name and password are not read\n"
                   "  secondary:            not set\n"
                   "\n"
                   "healthy: the primary address can be updated from; `webcid check` tries it\n")
        japanese = ("webcid: エンドポイントのアップデート設定\n"
                    "  読み取り元:           com.sophos.sau.plist (com.sophos.sau.plist)\n"
                    "  プライマリ:           http://srv.example/SophosUpdate (PrimaryServerURL)\n"
                    "  アカウント:           設定あり (名前とパスワードは読み取らない)\n"
                    "  セカンダリ:           設定なし\n"
                    "\n"
                    "正常: プライマリのアドレスは適切 (実際の確認は `webcid check`)\n")
        for form in (plistlib.FMT_XML, plistlib.FMT_BINARY):
            self.plist(GOOD, form=form)
            self.assertEqual(self.run_webcid("endpoint", "--file", file), (english, "", 0), form)
            self.assertEqual(self.run_webcid("endpoint", "--file", file, "--lang", "ja"), (japanese, "", 0), form)
        self.assertEqual(self.run_webcid("endpoint", "--file", file, "-q"), (english.splitlines()[-1] + "\n", "", 0))

    def test_a_wrong_address_in_both_languages(self):
        file = self.iconn("https://srv.example/SophosUpdate", "proxy.example:8080")
        english = ("webcid: update settings of an endpoint\n"
                   "  read from:            iconn.cfg (iconn.cfg)\n"
                   "  primary:              https://srv.example/SophosUpdate\n"
                   "                        ([PPI.WebConfig_Primary] ConnectionAddress)\n"
                   "  account:              there; its name and password are not read\n"
                   "  proxy:                proxy.example:8080 ([PPI.WebConfig_Primary]\n"
                   "                        ProxyAddress)\n"
                   "  proxy account:        there; its name and password are not read\n"
                   "  secondary:            https://***@srv2.example/SophosUpdate\n"
                   "                        ([PPI.WebConfig_Secondary] ConnectionAddress)\n"
                   "\n"
                   "error[address.not-http]: the address is not an http:// address (certain)\n"
                   "  = seen: https://srv.example/SophosUpdate was not contacted: the endpoint\n"
                   "          speaks http:// only\n"
                   "  = seen: it is the primary address in iconn.cfg: [PPI.WebConfig_Primary]\n"
                   "          ConnectionAddress\n"
                   "help: `webcid explain address.not-http` says why, and what mends it\n"
                   "\n"
                   "warning[address.malformed]: the address is not a plain URL (certain)\n"
                   "  = seen: https://***@srv2.example/SophosUpdate holds a user name or password;\n"
                   "          accounts are given by --user\n"
                   "  = seen: it is the secondary address in iconn.cfg: [PPI.WebConfig_Secondary]\n"
                   "          ConnectionAddress\n"
                   "help: `webcid explain address.malformed` says why, and what mends it\n"
                   "\n"
                   "broken: the primary address cannot be updated from\n")
        self.assertEqual(self.run_webcid("endpoint", "--file", file), (english, "", 2))
        said, complaints, code = self.run_webcid("endpoint", "--file", file, "--lang", "ja")
        self.assertEqual((complaints, code), ("", 2))
        self.assertIn("\nエラー[address.not-http]: アドレスが http:// で始まっていない (確実)\n", said)
        self.assertIn("\n  = 根拠: iconn.cfg のプライマリのアドレスである: [PPI.WebConfig_Primary]\n", said)
        self.assertTrue(said.endswith("\n異常: プライマリのアドレスからはアップデートできない\n"), said)

    def test_json_says_the_same(self):
        said, complaints, code = self.run_webcid("endpoint", "--file", self.iconn("\\\\srv\\SophosUpdate"), "--format", "json")
        self.assertEqual((complaints, code), ("", 2))
        document = json.loads(said)
        finding = document["findings"].pop(0)
        self.assertEqual((finding["cause"], finding["severity"]), ("address.unc", "error"))
        self.assertEqual([row["severity"] for row in document.pop("findings")], ["warning"])
        document["tool"].pop("version")
        self.assertEqual(document, {
            "schema": "webcid-endpoint/1", "tool": {"name": "webcid"}, "language": "en", "verdict": "broken",
            "origin": "iconn.cfg", "kind": "iconn.cfg",
            "primary": {"publisher": "site", "addresses": [
                {"text": "\\\\srv\\SophosUpdate", "key": "[PPI.WebConfig_Primary] ConnectionAddress"}],
                "proxy": None, "has_account": True, "proxy_has_account": False},
            "secondary": {"publisher": "site", "addresses": [
                {"text": "https://***@srv2.example/SophosUpdate", "key": "[PPI.WebConfig_Secondary] ConnectionAddress"}],
                "proxy": None, "has_account": False, "proxy_has_account": False},
            "last_update": None})

    def test_a_terminal_of_80_columns_shows_no_longer_line(self):
        file = self.iconn("https://srv.example/SophosUpdate", "proxy.example:8080")
        for language in ("en", "ja"):
            leader, follower = pty.openpty()
            fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            done = subprocess.run([WEBCID, "endpoint", "--file", file, "--lang", language, "--color", "never"],
                                  stdout=follower, cwd=self.home, env=environment(), timeout=60, check=False)
            os.close(follower)
            shown = b""
            try:
                while piece := os.read(leader, 65536):
                    shown += piece
            except OSError:  # the other end is closed
                pass
            os.close(leader)
            self.assertEqual(done.returncode, 2)
            piped, _, _ = self.run_webcid("endpoint", "--file", file, "--lang", language)
            self.assertEqual(shown.decode().replace("\r\n", "\n"), piped)
            for line in piped.splitlines():
                wide = sum(2 if ord(c) > 0x2000 else 1 for c in line)
                self.assertLessEqual(wide, 80, line)

    def test_exit_codes_of_what_settings_can_say(self):
        vendor = "PrimaryUpdateSourcePath: sophos:\nPrimaryUpdateUsername: {secret}\n"
        for code, file in ((2, self.iconn("", name="empty.cfg")), (2, self.iconn("srv/SophosUpdate", name="bare.cfg")),
                           (3, self.iconn(text=vendor, name="vendor")), (64, self.iconn(text="hello", name="hello")),
                           (1, self.iconn(name="secondary.cfg")), (74, "not-there")):
            said, complaints, ended = self.run_webcid("endpoint", "--file", file)
            self.assertEqual(ended, code, file)
            self.assertEqual(said == "", code >= 64, file)
            self.assertEqual(complaints != "", code >= 64, file)

    def test_this_machine_has_no_settings(self):
        places = "/Library/Preferences/com.sophos.sau.plist, /opt/sophos-av/bin/savconfig"
        if any(os.path.exists(place) for place in places.split(", ")):
            self.skipTest("it has")
        for words in (["endpoint"], ["check", "--from-endpoint"]):
            self.assertEqual(self.run_webcid(*words), (
                "", f"webcid: this machine has no update settings ({places}): --file, in a check --endpoint-file, reads a "
                "copied one\n", 74))
            self.assertEqual(self.run_webcid(*words, "--lang", "ja"), (
                "", f"webcid: このコンピューターにアップデート設定がない ({places})。コピーしたファイルは --file (check では "
                "--endpoint-file) で指定する\n", 74))

    def test_names_of_settings_are_escaped(self):
        file = self.iconn(text="[Primary \x1b[31m]\nA\x07ddress=http://srv/\x1b]0;x\x07\n", name="hostile.cfg")
        for form in ("text", "json"):
            said, _, _ = self.run_webcid("endpoint", "--file", file, "--format", form)
            self.assertNotRegex(said, "[\x00-\x09\x0b-\x1f]")
            self.assertIn("x1b[31m", said)

    # --- webcid check ---

    def check(self, file, *options):
        said, complaints, code = self.run_webcid("check", "--endpoint-file", file, "--report", "json=-", *options)
        return json.loads(said), complaints, code

    def test_a_check_takes_the_address_from_the_settings(self):
        with TestServer(TESTSERVER, "--sample", "60") as server:
            file = self.plist(server.url)
            report, _, code = self.check(file, "--acceptance")
            self.assertEqual(code, 0)
            self.assertEqual((report["verdict"], report["findings"]), ("healthy", []))
            self.assertEqual((report["target"]["url"], report["target"]["settings"]), (server.url, file))
            step = next(step for step in report["guide"] if step["id"] == "guide.policy-address")
            self.assertEqual((step["state"], [row["text"] for row in step["proof"]]),
                             ("ok", [f"{server.url}, an http:// address, is what {file} says"]))
            for language, row, note in (
                    ("en", f"  settings:    {file}\n", "note: the settings hold an account; its name and password are not read: --user\n  gives one\n"),
                    ("ja", f"  設定元:      {file}\n", "注記: 設定にアカウントがあるが、名前とパスワードは読み取らない。必要な場合は")):
                said, _, code = self.run_webcid("check", "--endpoint-file", file, "--lang", language)
                self.assertEqual(code, 0)
                self.assertIn(row, said)
                self.assertIn(note, said)

    def test_reports_name_a_copied_file_without_its_folder(self):
        report, _, _ = self.check(str(self.home / self.iconn("https://srv/")))
        self.assertEqual(report["target"]["settings"], "iconn.cfg")
        self.assertNotIn(str(self.home), json.dumps(report))

    def test_the_evidence_of_such_a_check_gives_the_same_report(self):
        with TestServer(TESTSERVER, "--sample", "30") as server:
            report, _, _ = self.check(self.iconn(server.url), "--save-evidence", "run.har", "--no-proxy")
        self.assertNotIn(SECRET, (self.home / "run.har").read_text())
        again, _, code = self.run_webcid("diagnose", "--from", "run.har", "--report", "json=-")
        self.assertEqual(code, 0)
        self.assertEqual(json.loads(again), report)

    def test_a_wrong_address_is_told_before_any_traffic(self):
        for address, cause in (("https://127.0.0.1/x", "address.not-http"), ("\\\\127.0.0.1\\x", "address.unc"),
                               ("", "address.missing"), ("http://127.0.0.1/x?y", "address.malformed")):
            # A proxy that nobody could use would be the first thing to be contacted.
            report, _, code = self.check(self.iconn(address, "256.256.256.256:99999"))
            self.assertEqual(code, 2)
            self.assertEqual([row["cause"] for row in report["findings"]], [cause])
            self.assertEqual(report["summary"]["requests"], 0)
            steps = {step["id"]: step["state"] for step in report["guide"]}
            self.assertEqual(steps.get("guide.policy-address", "broken"), "broken")

    def test_a_server_that_wants_the_account_is_told_that_none_was_given(self):
        with TestServer(TESTSERVER, "--sample", "30", "--scenario", "credentials-required-basic") as server:
            report, _, code = self.check(self.iconn(server.url))
        self.assertEqual(code, 2)
        self.assertEqual([row["cause"] for row in report["findings"]], ["iis.credentials-required"])
        self.assertEqual([note["statement"] for note in report["notes"] if note["statement"].startswith("settings")],
                         ["settings-account", "settings-other-address"])

    def test_the_proxy_of_the_settings_is_used_and_named(self):
        with TestServer(TESTSERVER, "--sample", "30") as server, Squid(self.home / "squid") as squid:
            file = self.iconn(server.url, squid.proxy)
            report, _, code = self.check(file)
            self.assertEqual((code, report["target"]["proxy"]), (0, f"{squid.proxy} (from {file})"))
            self.assertFalse(report["target"]["proxy_from_environment"])
            report, _, code = self.check(file, "--no-proxy")
            self.assertEqual((code, report["target"]["proxy"]), (0, ""))
            self.assertIn(f"the proxy in the settings, {squid.proxy}, was not used: the command line says otherwise",
                          [note["text"] for note in report["notes"]])

    def test_no_secret_is_in_any_report(self):
        formats = ("json", "junit", "html", "markdown", "openmetrics", "nagios")
        with TestServer(TESTSERVER, "--sample", "30", "--scenario", "credentials-required-basic") as server:
            for address in (server.url, f"http://{SECRET}:{SECRET}@127.0.0.1/", "https://srv/"):
                reports = [word for name in formats for word in ("--report", f"{name}={name}")]
                _, _, code = self.run_webcid("check", "--endpoint-file", self.iconn(address), "-v", *reports)
                self.assertEqual(code, 2)
                for name in formats:
                    self.assertNotIn(SECRET, (self.home / name).read_text(), name)

    def test_wrong_usage(self):
        file = self.iconn()
        vendor = self.iconn(text="PrimaryUpdateSourcePath: sophos:\n", name="vendor")
        proxy = self.iconn(proxy="https://proxy.example:1", name="proxy.cfg")
        for words, complaint in (
                ([], "address is required; see `webcid --help`"),
                (["http://srv/", "--from-endpoint"], "address excludes --from-endpoint; see `webcid --help`"),
                (["http://srv/", "--endpoint-file", file], "address excludes --endpoint-file; see `webcid --help`"),
                (["--from-endpoint", "--endpoint-file", file],
                 "--from-endpoint excludes --endpoint-file; see `webcid --help`"),
                (["--endpoint-file", vendor], "vendor: updates come from the vendor, not from a share"),
                (["--endpoint-file", proxy], 'proxy.cfg: "https" proxies cannot be used, only http ones')):
            self.assertEqual(self.run_webcid("check", *words), ("", f"webcid: {complaint}\n", 64), words)


if __name__ == "__main__":
    WEBCID, TESTSERVER = (str(pathlib.Path(program).resolve()) for program in sys.argv[1:3])
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
