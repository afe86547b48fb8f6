#!/usr/bin/env python3
"""Opens a page in headless Chromium, and tells what a person would see of it.

Arguments: the page, a folder for pictures, a name for them. Standard output: one JSON object,
{"screens": [{"scheme", "width", "corner" (its colour), "page" (how wide it is), "texts": [{"text", "contrast", "left", "right"}]}],
"papers": [{"name", "pages", "text", "corner"}], "loaded": [addresses], "complaints": [texts]}.
Pictures: NAME-light-1000.png and its like, NAME-a4.pdf, NAME-a4.png (its first page) and NAME-letter.pdf.
"""
import base64
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

LOOK = """(() => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(Number).map(value => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = getComputedStyle(document.body).backgroundColor;
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()];
    if (!node.data.trim() || !rects.length) continue;
    const style = getComputedStyle(node.parentElement);
    const colour = node.parentElement instanceof SVGElement ? style.fill : style.color;
    const pair = [luminance(colour), luminance(background)].sort((one, other) => other - one);
    texts.push({
      text: node.data.trim(), contrast: (pair[0] + 0.05) / (pair[1] + 0.05),
      left: Math.min(...rects.map(rect => rect.left)), right: Math.max(...rects.map(rect => rect.right)),
    });
  }
  return {page: document.documentElement.scrollWidth, texts};
})()"""


class Browser:
    """Chromium at the other end of two pipes (chromedevtools.github.io/devtools-protocol)."""

    def __init__(self, profile):
        their_input, self.output = os.pipe()
        self.input, their_output = os.pipe()

        def ends():
            # Beyond those that are to be 3 and 4, whichever the pipes were given.
            reading, writing = os.dup(their_input), os.dup(their_output)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
             "--remote-debugging-pipe", "--user-data-dir=" + profile, "about:blank"],
            close_fds=False, preexec_fn=ends, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(their_input)
        os.close(their_output)
        self.rest, self.number, self.session, self.events = b"", 0, None, []
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self.session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log", "Network"]:
            self(domain + ".enable")

    def __call__(self, method, **parameters):
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            request["sessionId"] = self.session
        os.write(self.output, json.dumps(request).encode() + b"\0")
        number = self.number
        while (message := self.read()).get("id") != number:
            self.events.append(message)
        if "error" in message:
            sys.exit("%s: %s" % (method, message["error"]))
        return message["result"]

    def read(self):
        while b"\0" not in self.rest:
            data = os.read(self.input, 1 << 16)
            if not data:
                sys.exit("chromium has gone, with %s" % self.process.wait())
            self.rest += data
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def open(self, address):
        self.events = [event for event in self.events if event.get("method") != "Page.loadEventFired"]
        self("Page.navigate", url=address)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.read())

    def texts(self, method, key):
        return [key(event["params"]) for event in self.events if event.get("method") == method]


def corner(picture):
    """The colour near a picture's upper left corner, as RRGGBB."""
    return subprocess.check_output(
        ["convert", picture, "-depth", "8", "-format", "%[hex:p{3,3}]", "info:"], text=True)[:6]


def main(page, folder, name):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    report = {"screens": [], "papers": []}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        for scheme in ["light", "dark"]:
            for width in [400, 1000]:
                browser("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
                browser("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
                browser.open(pathlib.Path(page).resolve().as_uri())
                seen = browser("Runtime.evaluate", expression=LOOK, returnByValue=True)["result"]["value"]
                picture = folder / f"{name}-{scheme}-{width}.png"
                data = browser("Page.captureScreenshot", captureBeyondViewport=True)["data"]
                picture.write_bytes(base64.b64decode(data))
                report["screens"].append({"scheme": scheme, "width": width, "corner": corner(picture), **seen})
        # Still on the dark screen, which paper must not take after.
        for paper, width, height in [("a4", 8.27, 11.69), ("letter", 8.5, 11)]:
            pdf = folder / f"{name}-{paper}.pdf"
            data = browser("Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True,
                           printBackground=True)["data"]
            pdf.write_bytes(base64.b64decode(data))
            text = subprocess.check_output(["pdftotext", "-layout", pdf, "-"], text=True)
            subprocess.check_call(["pdftoppm", "-png", "-r", "60", "-singlefile", pdf, pdf.with_suffix("")])
            report["papers"].append({"name": paper, "pages": text.count("\f"), "text": text, "corner": corner(pdf.with_suffix(".png"))})
        report["loaded"] = browser.texts("Network.requestWillBeSent", lambda sent: sent["request"]["url"])
        report["complaints"] = browser.texts("Log.entryAdded", lambda entry: entry["entry"]["text"])
        browser("Browser.close")
        browser.process.wait()
    json.dump(report, sys.stdout)


# Whoever runs the tests may have signals blocked; and a browser that hangs must not take the tests with it.
signal.pthread_sigmask(signal.SIG_SETMASK, [])
signal.alarm(120)
main(*sys.argv[1:])
