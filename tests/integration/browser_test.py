"""The HTML report in a real browser: what it shows, that keys suffice, that nothing in it runs and nothing leaves it.

usage: browser_test.py WEBCID TESTSERVER SAMPLES [--screenshots FOLDER]
Exits 77 (skipped) where there is no Chromium. --screenshots writes the pictures of docs/ instead.
"""
import base64
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

from browser import Browser, missing
from servers import TestServer

SKIPPED = 77
FOLDER = None

# What a name would have to do to be noticed, and the name; each is run in every place of the hostile sample, and as a
# file's name on a server.
PAYLOADS = ["<img src=x onerror=hit(1)>", "\"><script>hit(2)</script>", "' onfocus='hit(3)' autofocus='",
            "</script><script>hit(4)</script>", "<svg onload=hit(5)>", "--><script>hit(6)</script><!--"]


def write_report(webcid, testserver, file, *arguments, options=()):
    with TestServer(testserver, *arguments) as server:
        subprocess.run([webcid, "check", server.url, "--lang", "en", "--report", f"html={file}", *options],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
    return file


class Case(unittest.TestCase):
    options = {}
    page = "five.html"

    @classmethod
    def setUpClass(cls):
        cls.browser = Browser(**cls.options)

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()

    def setUp(self):
        self.browser.log("browser")
        self.browser.log("performance")
        self.opened = set()
        self.open(self.page)

    def open(self, page):
        self.opened.add((FOLDER / page).resolve().as_uri())
        self.browser.open(FOLDER / page)

    def tearDown(self):
        # What any test left in the console is an error, and so is a request for anything but the page.
        self.assertEqual(self.browser.log("browser"), [])
        requests = re.findall(r'"Network\.requestWillBeSent".*?"url":"([^"]*)"',
                              "\n".join(row["message"] for row in self.browser.log("performance")))
        self.assertEqual({url.split("#")[0] for url in requests}, self.opened)

    def run_js(self, script, *arguments):
        return self.browser.run(script, *arguments)

    def focused(self):
        return self.run_js("const e = document.activeElement; return e.getAttribute('aria-label') || e.innerText")

    def text(self, selector):
        return self.run_js("return document.querySelector(arguments[0]).innerText", selector)

    def is_visible(self, selector):
        return self.run_js("const e = document.querySelector(arguments[0]); return !!e && e.checkVisibility()", selector)

    def assert_no_sideways_scrolling(self):
        self.assertLessEqual(self.run_js("return document.documentElement.scrollWidth"),
                             self.run_js("return document.documentElement.clientWidth"))


class Wide(Case):
    options = {"width": 1280, "height": 900}

    def test_everything_is_there_and_fits_the_width(self):
        self.assert_no_sideways_scrolling()
        self.assertEqual(self.run_js("return getComputedStyle(document.querySelector('.verdict')).display"), "flex")
        for part in ("#findings", "#guide", "#tree", "#exchanges", "#files"):
            self.assertTrue(self.is_visible(part), part)
        self.assertEqual(self.run_js("return document.querySelectorAll('.finding').length"), 5)
        self.assertIn("Broken", self.text(".verdict"))

    def test_long_lists_show_a_part_and_then_more(self):
        shown = ("return Array.from(document.querySelectorAll('#exchange-list > li'))"
                 ".filter(row => row.checkVisibility()).length")
        self.assertEqual(self.run_js(shown), 100)
        self.assertIn("100 of ", self.text("#exchange-filter output"))
        self.browser.click("[data-more=exchange-list]")
        self.assertEqual(self.run_js(shown), 200)

    def test_tabs_follow_the_arrow_keys(self):
        self.run_js("document.querySelector('[role=tab]').focus()")
        seen = [self.focused()]
        for _ in range(3):
            self.browser.press("ArrowRight")
            seen.append(self.focused())
        self.assertEqual(seen, ["web.config", "appcmd", "PowerShell", "Steps"])
        visible = "return Array.from(document.querySelectorAll('#finding-1 [role=tabpanel]'), p => p.checkVisibility())"
        self.assertEqual(self.run_js(visible), [False, False, False, True])
        self.browser.press("ArrowRight")
        self.assertEqual(self.focused(), "web.config")
        self.browser.press("End")
        self.assertEqual(self.focused(), "Steps")
        self.browser.press("Home")
        self.assertEqual(self.run_js(visible), [True, False, False, False])
        # Tab leaves the list of tabs: one stop, not four.
        self.browser.press("Tab")
        self.assertEqual(self.focused(), "Copy")

    def test_the_tree_is_walked_by_keys_and_filters_the_table(self):
        self.run_js("document.querySelector('.map [role=treeitem]').focus()")
        self.assertIn("the share: 2,000 files", self.focused())
        self.browser.press("ArrowRight")
        first = self.focused()
        self.assertRegex(first, r"^\w+/: \d+ files")
        self.assertEqual(self.text("#tree-says"), first)
        self.browser.press("ArrowRight", "ArrowLeft")
        self.assertEqual(self.focused(), first)
        self.browser.press("ArrowDown", "ArrowUp")
        self.assertEqual(self.focused(), first)
        self.browser.press("Enter")
        folder = first.split(":")[0]
        self.assertEqual(self.run_js("return document.activeElement.value"), folder)
        names = self.run_js("return Array.from(document.querySelectorAll('#file-table tbody tr:not([hidden])'),"
                            " row => row.cells[0].innerText)")
        self.assertTrue(names)
        self.assertEqual([name for name in names if folder not in name], [])
        self.assertEqual(self.run_js("return document.querySelectorAll('.map [tabindex=\"0\"]').length"), 1)

    def test_copying_gives_the_text_of_the_remedy(self):
        shown = self.text("#finding-1 .panel:not([hidden]) pre")
        self.run_js("window.copied = ''; document.addEventListener('copy', () => {"
                    " window.copied = document.activeElement.value || String(getSelection()); }, true);")
        # As where there is no clipboard interface, then as where there is.
        self.run_js("Object.defineProperty(navigator, 'clipboard', {value: undefined, configurable: true})")
        self.browser.click("#finding-1 .copy")
        self.assertEqual(self.run_js("return window.copied").strip(), shown.strip())
        self.assertEqual(self.text("#finding-1 .copy"), "Copied")
        self.assertEqual(self.text("#told"), "Copied")
        self.run_js("Object.defineProperty(navigator, 'clipboard', {value: {writeText(text) {"
                    " window.copied = 'api:' + text; return Promise.resolve(); }}})")
        self.browser.click("#finding-2 .copy")
        self.assertIn("api:<?xml", self.run_js("return window.copied"))

    def test_the_language_switches_texts_labels_and_the_document(self):
        self.browser.click("[data-language=ja]")
        self.assertEqual(self.run_js("return document.documentElement.lang"), "ja")
        self.assertIn("異常", self.text(".verdict"))
        self.assertNotIn("Findings", self.text("main"))
        self.assertEqual(self.run_js("return document.querySelector('[role=tablist]').getAttribute('aria-label')"),
                         "対処方法")
        self.assertIn("すべて", self.text("#file-filter select"))
        self.browser.click("[data-language=en]")
        self.assertNotIn("検出", self.text("main"))
        self.assertEqual(self.run_js("return document.querySelector('[role=tablist]').getAttribute('aria-label')"),
                         "What mends it")

    def test_files_are_filtered_by_text_and_outcome_and_sorted(self):
        rows = ("return Array.from(document.querySelectorAll('#file-table tbody tr:not([hidden])'),"
                " row => [row.cells[0].innerText, row.dataset.outcome, Number(row.cells[3].dataset.value)])")
        self.assertEqual(len(self.run_js(rows)), 100)
        self.browser.click("[data-more=file-table]")
        self.assertEqual(len(self.run_js(rows)), 200)
        self.browser.click("#file-filter input")
        self.browser.press(*"BIN/")
        found = self.run_js(rows)
        self.assertTrue(found)
        self.assertEqual([row for row in found if "bin/" not in row[0].lower()], [])
        self.run_js("const f = document.getElementById('file-filter'); f.elements.outcome.value = 'verified';"
                    "f.dispatchEvent(new Event('input'))")
        self.assertEqual({row[1] for row in self.run_js(rows)} - {"verified"}, set())
        self.run_js("const f = document.getElementById('file-filter'); f.reset(); f.dispatchEvent(new Event('input'))")
        self.browser.click("#file-table th:nth-child(4) button")
        sizes = [row[2] for row in self.run_js(rows)]
        self.assertEqual(sizes, sorted(sizes))
        self.browser.click("#file-table th:nth-child(4) button")
        sizes = [row[2] for row in self.run_js(rows)]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertEqual(self.run_js("return document.querySelector('[aria-sort]').innerText").split()[0], "Size")

    def test_a_proof_leads_to_its_exchange_even_when_it_was_filtered_out(self):
        self.run_js("const f = document.getElementById('exchange-filter'); f.elements.kind.value = 'bad';"
                    "f.dispatchEvent(new Event('input'))")
        links = self.run_js("return Array.from(document.querySelectorAll('a.exchange'), a => a.hash)")
        self.assertGreaterEqual(len(links), 5)
        for link in links:
            self.run_js("document.querySelector(`a.exchange[href='${arguments[0]}']`).click()", link)
            self.assertTrue(self.browser.run_until_done(
                "const done = arguments[1]; requestAnimationFrame(() => requestAnimationFrame(() =>"
                " done(document.querySelector(arguments[0]).checkVisibility())))", link), link)
        self.assertEqual(self.run_js("return '#' + document.activeElement.id"), links[-1])

    def test_dark_is_dark_and_can_be_switched_either_way(self):
        paper = "return getComputedStyle(document.body).backgroundColor"
        light = self.run_js(paper)
        self.browser.click("#theme")
        dark = self.run_js(paper)
        self.assertNotEqual(light, dark)
        self.browser.click("#theme")
        self.assertEqual(self.run_js(paper), light)
        self.browser.media(prefers_dark=True)
        self.open(self.page)
        self.assertEqual(self.run_js(paper), dark)
        self.browser.click("#theme")
        self.assertEqual(self.run_js(paper), light)
        self.browser.media(prefers_dark=False)

    # WCAG 2.2, 1.4.3: 4.5 to 1, for every text that is shown, in both colour schemes.
    def test_every_text_has_enough_contrast(self):
        for theme in ("light", "dark"):
            self.run_js("document.documentElement.dataset.theme = arguments[0]", theme)
            self.assertEqual(self.run_js(CONTRAST), [], theme)

    def test_print_shows_every_remedy_and_no_button(self):
        self.browser.media("print")
        shown = self.run_js("return Array.from(document.querySelectorAll('[role=tabpanel]'), p => p.checkVisibility())")
        self.assertTrue(all(shown))
        for selector in (".copy", "#theme", "[role=tablist]", "nav"):
            self.assertFalse(self.is_visible(selector), selector)
        pages = base64.b64decode(self.browser.devtools("Page.printToPDF")["data"])
        self.assertLess(len(re.findall(rb"/Type\s*/Page\b", pages)), 40)
        self.assertEqual(self.run_js("return document.querySelectorAll('details[open]').length"), 0)
        self.browser.media()

    def test_the_roles_a_screen_reader_needs_are_there(self):
        nodes = self.browser.devtools("Accessibility.getFullAXTree")["nodes"]
        seen = {}
        for node in nodes:
            if not node.get("ignored"):
                seen.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
        for role in ("main", "navigation", "tab", "tabpanel", "tree", "treeitem", "table", "searchbox", "combobox"):
            self.assertTrue(seen.get(role), role)
            if role not in ("main", "table"):
                self.assertTrue(all(seen[role]), f"{role} without a name")
        self.assertTrue(all(name.strip() for name in seen["button"]))
        self.assertEqual(len(seen["heading"]), len([name for name in seen["heading"] if name.strip()]))


class Narrow(Case):
    options = {"width": 400, "height": 850}

    def test_nothing_is_wider_than_a_phone(self):
        self.assert_no_sideways_scrolling()
        self.browser.click("[data-language=ja]")
        self.assert_no_sideways_scrolling()
        for tab in range(self.run_js("return document.querySelectorAll('[role=tab]').length")):
            self.run_js("document.querySelectorAll('[role=tab]')[arguments[0]].click()", tab)
            self.assert_no_sideways_scrolling()


class NarrowAndHostile(Narrow):
    page = "payloads.html"


class Hostile(Case):
    options = {"width": 1280, "height": 900}

    def setUp(self):
        # Were anything of a name to run, it would say so.
        self.browser.devtools("Page.enable")
        self.script = self.browser.devtools("Page.addScriptToEvaluateOnNewDocument",
                                            source="window.hits = []; window.hit = n => window.hits.push(n);"
                                                   "window.alert = () => window.hits.push('alert');")
        super().setUp()

    def check_page(self, page):
        self.open(page)
        self.assertEqual(self.run_js("return window.hits"), [])
        # Whatever can be touched is touched.
        self.run_js("for (const e of document.querySelectorAll('button, summary, [role=treeitem]')) {"
                    " if (e.id === 'print') continue; e.dispatchEvent(new MouseEvent('mouseover', {bubbles: true}));"
                    " e.focus?.(); e.dispatchEvent(new MouseEvent('click', {bubbles: true})); }")
        self.assertEqual(self.run_js("return window.hits"), [])
        self.assertEqual(self.run_js("return document.querySelectorAll('img, iframe, object, embed, link').length"), 0)
        self.assertEqual(self.run_js("return document.querySelectorAll('script').length"), 1)
        self.assertEqual(self.run_js("return document.querySelectorAll('[onerror], [onload], [onfocus]').length"), 0)

    def test_names_of_a_server_do_not_run(self):
        self.check_page("payloads.html")
        self.assertIn("<img src=x onerror=hit(1)>", self.text("#files"))

    def test_names_in_every_place_of_a_report_do_not_run(self):
        self.check_page("hostile.en.html")

    def test_had_one_got_through_the_policy_would_have_stopped_it(self):
        self.run_js("const s = document.createElement('div'); document.body.append(s);"
                    "try { s.innerHTML = '<img src=x onerror=hit(9)>'; } catch { window.refused = true; }")
        self.assertTrue(self.run_js("return window.refused"))
        self.assertEqual(self.run_js("return window.hits"), [])
        self.browser.log("browser")


class WithoutScripts(Case):
    options = {"width": 1280, "height": 900, "scripts": False}
    opened = set()

    def setUp(self):
        self.open(self.page)

    def tearDown(self):
        pass

    # Without scripts WebDriver cannot ask the page; the protocol's own tree can.
    def test_verdict_findings_and_remedies_are_all_readable(self):
        nodes = self.browser.devtools("Accessibility.getFullAXTree")["nodes"]
        names = [node.get("name", {}).get("value", "") for node in nodes if not node.get("ignored")]
        text = "\n".join(names)
        for part in ("Broken", "iis.hidden-segment", "What mends it", "appcmd.exe set config", "Set-WebConfiguration",
                     "allowDoubleEscaping", "Steps of the guide"):
            self.assertIn(part, text)
        self.assertNotIn("Copy", names)
        self.assertNotIn("検出された原因", text)


# Texts whose colour is not far enough from what is behind them.
CONTRAST = """
const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
const parse = c => c.match(/[\\d.]+/g).map(Number);
const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
const behind = e => { for (; e; e = e.parentElement) {
  const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
const bad = new Set();
for (const e of document.querySelectorAll('body *:not(svg, svg *)')) {
  if (!e.checkVisibility() || e.closest('.offscreen, .skip')) continue;
  if (!Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim())) continue;
  const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(`${e.className}: ${e.textContent.slice(0, 40)}`);
}
for (const e of document.querySelectorAll('.map g[role=treeitem] > svg > text')) {
  const rect = e.closest('g').querySelector('rect');
  const [a, b] = [light(parse(getComputedStyle(e).fill)), light(parse(getComputedStyle(rect).fill))].sort((x, y) => y - x);
  if ((a + 0.05) / (b + 0.05) < 4.5) bad.add(`map: ${e.textContent}`);
}
return Array.from(bad);
"""


def serve_payloads(webcid, testserver, folder):
    """A report of a share whose files are called what would like to run."""
    tree = folder / "tree"
    for number, name in enumerate(PAYLOADS):
        file = tree / f"folder{number}" / name.replace("/", "\u2215")
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x" * 100)
        (tree / f"folder{number}" / "unmapped.ide").write_bytes(b"y" * 50)
    write_report(webcid, testserver, folder / "payloads.html", "--root", str(tree), "--scenario", "mime-map-missing")


def take_screenshots(folder):
    """The pictures of docs/: the top of a report light and dark, and on a phone in Japanese."""
    for name, width, height, dark in (("light", 1280, 1000, False), ("dark", 1280, 1000, True),
                                      ("narrow", 400, 850, False)):
        with Browser(width, height, prefers_dark=dark) as browser:
            browser.open(FOLDER / "five.html")
            if name == "narrow":
                browser.click("[data-language=ja]")
            if name == "dark":
                browser.run("document.getElementById('tree').scrollIntoView({behavior: 'instant'})")
            browser.run_until_done("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
            browser.screenshot(folder / f"report-{name}.png")


def main(webcid, testserver, samples, *options):
    global FOLDER
    absent = missing()
    if absent:
        print(f"skipped: {' and '.join(absent)} cannot be found (packages chromium, chromium-driver)")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        FOLDER = pathlib.Path(folder)
        write_report(webcid, testserver, FOLDER / "five.html", "--sample", "2000", "--scenario", "guide-all")
        if options[:1] == ("--screenshots",):
            take_screenshots(pathlib.Path(options[1]))
            return 0
        serve_payloads(webcid, testserver, FOLDER)
        subprocess.run([samples, folder], check=True)
        done = unittest.main(argv=[sys.argv[0], *options], exit=False)
        return 0 if done.result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
