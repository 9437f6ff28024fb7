"""A real Chromium that looks at a page: started once, driven over its own debugging protocol."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import pytest
from waiting import PATIENCE
from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from websockets.sync.client import ClientConnection

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
INSTALL = "apt-get install chromium-headless-shell fonts-noto-cjk"

# What a page shows, as the browser has laid it out. Contrast is WCAG 2's: of each text's colour to what lies behind it.
LOOK = r"""
(() => {
  const numbers = colour => { const n = colour.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (front, back) => [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const behind = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(numbers(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255, 1]);
  };
  const light = colour => {
    const [r, g, b] = colour.slice(0, 3).map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + .05) / (low + .05);
  };
  const texts = [], faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('svg') || !element.checkVisibility()) continue;
    const style = getComputedStyle(element), back = behind(element);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const found = ratio(over(numbers(style.color), back), back);
    texts.push(node.data.trim());
    if (found < (large ? 3 : 4.5)) faint.push(`${node.data.trim()} ${found.toFixed(2)}`);
  }
  const width = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll('*')]
    .filter(each => !each.closest('svg') && each.getBoundingClientRect().right > width + .5)
    .map(each => each.outerHTML.slice(0, 120));
  const small = [...document.querySelectorAll('svg.days rect')].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width < 3 || box.height < 6;
  });
  return {
    texts, faint, wide, width, scrolled: document.documentElement.scrollWidth, small: small.length,
    rows: [...document.querySelectorAll('svg.days')].map(each => each.querySelectorAll('rect').length),
    ground: light(behind(document.body)),
    scale: ['', 'd1', 'd2', 'd3', 'd4'].map(name => {
      const cell = document.querySelector(name ? `.legend rect.${name}` : '.legend rect:not([class])');
      return cell && light(numbers(getComputedStyle(cell).fill));
    }),
    glyphs: (() => {
      const text = document.createTreeWalker(document.querySelector('h1'), NodeFilter.SHOW_TEXT).nextNode();
      return [0, 1].map(at => {
        const range = document.createRange();
        range.setStart(text, at); range.setEnd(text, at + 1);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x, y, width, height, scale: 1 };
      });
    })(),
  };
})()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What there was to see of a page."""

    seen: dict[str, Any]
    """The answer of LOOK."""
    asked: list[str]
    """Every address that the page asked for."""
    complaints: list[str]
    """What the console said."""
    glyphs: list[bytes]
    """Pictures of the first two characters of its heading."""


class Browser:
    """One Chromium, asked one thing after the other."""

    def __init__(self, folder: Path) -> None:
        program = next(filter(None, map(shutil.which, PROGRAMS)), None)
        assert program, f"no Chromium is on PATH: {INSTALL}"
        self.process = subprocess.Popen(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--remote-debugging-port=0", f"--user-data-dir={folder}", "about:blank",
            ],
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        assert self.process.stderr is not None
        lines = iter(self.process.stderr.readline, "")
        address = next(filter(None, (re.search(r"listening on (ws://\S+)", line) for line in lines)), None)
        assert address, "Chromium ended at once"
        self.socket: ClientConnection = connect(address[1], proxy=None, max_size=None)
        self.number = 0
        self.events: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        del self.session  # what ends all is said to the browser, not to its page
        self.ask("Browser.close")
        self.socket.close()
        assert self.process.stderr is not None
        self.process.stderr.close()
        self.process.wait()

    def _hear(self) -> dict[str, Any]:
        said: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
        self.events += [said] * ("method" in said)
        return said

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command's answer; what happens meanwhile is kept in `events`."""
        self.number += 1
        session = {"sessionId": self.session} if hasattr(self, "session") else {}
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters, **session}))
        while (said := self._hear()).get("id") != self.number:
            pass
        assert "error" not in said, said
        result: dict[str, Any] = said["result"]
        return result

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript is in the page, whatever the page itself may run."""
        return self.ask("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def media(self, *, dark: bool = False, print_it: bool = False) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="print" if print_it else "", features=[scheme])

    def look(self, file: Path, *, width: int, dark: bool) -> Looked:
        """Open a page anew and look at it: on a phone where it is narrow."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
        self.media(dark=dark)
        self.events.clear()
        self.ask("Page.navigate", url=file.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._hear()
        seen = self.value(LOOK)
        glyphs = [self._picture(clip=clip) for clip in seen["glyphs"]]
        happened = [(event["method"], event["params"]) for event in self.events]
        return Looked(
            seen=seen,
            asked=[each["request"]["url"] for name, each in happened if name == "Network.requestWillBeSent"],
            complaints=[
                json.dumps(each, ensure_ascii=False)
                for name, each in happened
                if name in {"Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"}
            ],
            glyphs=glyphs,
        )

    def picture(self) -> bytes:
        """The whole page that was looked at last, as a PNG file: for a person."""
        whole = {**self.ask("Page.getLayoutMetrics")["cssContentSize"], "scale": 1}
        return self._picture(captureBeyondViewport=True, clip=whole)

    def _picture(self, **how: Any) -> bytes:
        return b64decode(self.ask("Page.captureScreenshot", **how)["data"])


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser
