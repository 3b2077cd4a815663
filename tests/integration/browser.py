"""Chromium without a window, driven over W3C WebDriver (https://www.w3.org/TR/webdriver2/) by the standard library."""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request

from servers import free_port, wait_until_open

# The keys of section 17.4.2.
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "End": "\ue010", "Home": "\ue011", "ArrowLeft": "\ue012",
        "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "Control": "\ue009"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def missing():
    """What a browser test needs and this machine has not; empty when all is there."""
    return [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]


class Browser:
    """One browser with a profile of its own. `scripts`: False switches JavaScript off. `prefers_dark`: what the system
    would say."""

    def __init__(self, width=1280, height=900, scripts=True, prefers_dark=False):
        self.home = tempfile.TemporaryDirectory()
        port = free_port()
        environment = {key: value for key, value in os.environ.items() if not key.lower().endswith("_proxy")}
        environment["HOME"] = self.home.name
        self.process = subprocess.Popen(["chromedriver", f"--port={port}"], env=environment,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_until_open(port, self.process)
            self.base = f"http://127.0.0.1:{port}"
            arguments = ["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                         "--no-first-run", "--force-prefers-reduced-motion", "--disable-background-networking", "--disable-component-update",
                         f"--user-data-dir={self.home.name}/profile", f"--window-size={width},{height}"]
            if os.geteuid() == 0:
                arguments.append("--no-sandbox")  # Chromium's sandbox does not run for root
            options = {"binary": shutil.which("chromium"), "args": arguments,
                       "prefs": {"profile.managed_default_content_settings.javascript": 1 if scripts else 2}}
            capabilities = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
            answer = self.call("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
            self.session = f"/session/{answer['sessionId']}"
            self.resize(width, height)
            self.media(prefers_dark=prefers_dark)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        if hasattr(self, "session"):
            try:
                self.call("DELETE", self.session)
            except OSError:
                pass  # it is to go away in any case
        self.process.terminate()
        self.process.wait(timeout=30)
        self.home.cleanup()

    def call(self, method, path, body=None):
        request = urllib.request.Request(self.base + path, method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{method} {path}: {json.load(refused)['value'].get('message', '')[:400]}") from refused

    def devtools(self, command, **parameters):
        return self.call("POST", f"{self.session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, file):
        self.call("POST", f"{self.session}/url", {"url": pathlib.Path(file).resolve().as_uri()})

    def resize(self, width, height):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                      mobile=False)

    def media(self, kind="", prefers_dark=False):
        features = [{"name": "prefers-color-scheme", "value": "dark" if prefers_dark else "light"}]
        self.devtools("Emulation.setEmulatedMedia", media=kind, features=features)

    def run(self, script, *arguments):
        """Runs the body of a function in the page and returns its value."""
        return self.call("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def run_until_done(self, script, *arguments):
        """The same for a body that calls its last argument when it is done."""
        return self.call("POST", f"{self.session}/execute/async", {"script": script, "args": list(arguments)})

    def find(self, selector):
        found = self.call("POST", f"{self.session}/element", {"using": "css selector", "value": selector})
        return f"{self.session}/element/{found[ELEMENT]}"

    def click(self, selector):
        self.call("POST", self.find(selector) + "/click", {})

    def press(self, *keys):
        """Keys by name, or text, to whatever has the focus."""
        strokes = [key for name in keys for key in (KEYS.get(name) or name)]
        actions = [{"type": kind, "value": key} for key in strokes for kind in ("keyDown", "keyUp")]
        self.call("POST", f"{self.session}/actions",
                  {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def log(self, kind):
        """What was logged since the last call: "browser" (the console) or "performance" (the protocol's events)."""
        return self.call("POST", f"{self.session}/se/log", {"type": kind})

    def screenshot(self, file, **parameters):
        picture = self.devtools("Page.captureScreenshot", format="png", **parameters)
        pathlib.Path(file).write_bytes(base64.b64decode(picture["data"]))
