"""Drive Chromium and see when a new state is painted, how, and for how many bytes."""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlparse

from playwright.sync_api import Browser, Frame, Page, Playwright, Request

# The peers draw one shape in a colour of its own for each state; ours is told by its title.
MARKS = ("#ff000a", "#ff0032", "#ff005a", "#ff0082")
PROBE = Path(__file__).parent / "probe.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
# The outside is refused by the browser itself: intercepting requests would slow the pages down.
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
_QUIET_MS = 300
_POLL_MS = 25

_SHOWN = "([n, w]) => window.__seen.slice(n).some(s => s[0] === w && s[1] > window.__click)"
_QUIET = """(ms) => {
  const got = window.__got, last = got.length ? got[got.length - 1][0] : 0;
  return performance.timeOrigin + performance.now() - Math.max(last, window.__click) > ms;
}"""
_RESULT = """([n, w, g, s]) => {
  const click = window.__click, got = window.__got.slice(g);
  const [, drawn, painted] = window.__seen.slice(n).find(one => one[0] === w && one[1] > click);
  const early = got.filter(one => one[0] <= drawn);
  const most = early.reduce((x, y) => (y[1] > x[1] ? y : x), early[0]);
  const times = [click, window.__sent[s], early[0][0], most[0], drawn, painted];
  return [painted - click, got.reduce((x, y) => x + y[1], 0), times.slice(1).map((t, i) => t - times[i])];
}"""
_RAPID = """([names, ms]) => names.forEach((name, i) => setTimeout(() => {
  const all = [...document.querySelectorAll('button')];
  all.find(one => one.textContent.trim() === name).click();
}, i * ms))"""


class Change(NamedTuple):
    """One filter change: milliseconds from click to painted frame, bytes from the server.

    `parts` are the milliseconds of its parts, in the order of `PARTS`.
    """

    ms: float
    size: int
    parts: tuple[float, ...]


PARTS = (
    "click → question sent",
    "question → server's first word",
    "first word → map's message",
    "map's message → drawn",
    "drawn → painted",
)


class Visit(NamedTuple):
    """A page with the probe in it, and the requests that it made to the outside world."""

    page: Page
    outside: list[str]

    def close(self) -> None:
        """Close the page and the profile that was made for it."""
        self.page.context.close()


def launch(playwright: Playwright, *, webgl: bool = False) -> Browser:
    """Start the Chromium that `SAMARBEIDSKART_CHROMIUM` names, or one on the path.

    Raises
    ------
    RuntimeError
        If there is none.
    """
    found = os.environ.get("SAMARBEIDSKART_CHROMIUM") or next(
        (path for name in _NAMES if (path := shutil.which(name))), ""
    )
    if not found:
        msg = "Fant ingen Chromium: kjør «python3 run.py bench», som finner eller installerer den."
        raise RuntimeError(msg)
    arguments = ["--no-sandbox", _OFFLINE, *(_WEBGL if webgl else ())]
    return playwright.chromium.launch(executable_path=found, args=arguments)


def visit(browser: Browser, address: str) -> Visit:
    """Open an address in a profile of its own, with the probe and without the outside world."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(PROBE.read_text("utf-8"))
    outside: list[str] = []

    def note(request: Request) -> None:
        if urlparse(request.url).hostname not in ("127.0.0.1", "localhost", None):
            outside.append(request.url)

    page = context.new_page()
    page.on("request", note)
    page.goto(address, wait_until="commit")
    return Visit(page, outside)


def first_paint(page: Page, what: str) -> float:
    """Return milliseconds from the start of navigation to the frame that first shows `what`."""
    shown = "(w) => window.__seen && window.__seen.some(s => s[0] === w)"
    page.wait_for_function(shown, arg=what, timeout=90_000, polling=_POLL_MS)
    ms: float = page.evaluate(
        "(w) => window.__seen.find(s => s[0] === w)[2] - performance.timeOrigin", what
    )
    return ms


def quiet(page: Page, ms: int = _QUIET_MS) -> None:
    """Wait until the server has said nothing for so many milliseconds."""
    page.wait_for_function(_QUIET, arg=ms, timeout=90_000, polling=_POLL_MS)


def change(page: Page, button: str, what: str) -> Change:
    """Click a button by its text and wait for the painted frame that shows `what`."""
    page.bring_to_front()
    seen, got, sent = page.evaluate(
        "[window.__seen.length, window.__got.length, window.__sent.length]"
    )
    page.get_by_role("button", name=button, exact=True).or_(
        page.get_by_role("radio", name=button, exact=True)
    ).first.click()
    page.wait_for_function(_SHOWN, arg=[seen, what], timeout=90_000, polling=_POLL_MS)
    quiet(page)
    ms, size, parts = page.evaluate(_RESULT, [seen, what, got, sent])
    return Change(ms, size, tuple(parts))


def rapid(page: Page, buttons: Sequence[str], ms: int) -> None:
    """Click several buttons, so many milliseconds apart, and wait until all is quiet."""
    page.bring_to_front()
    page.evaluate(_RAPID, [list(buttons), ms])
    page.wait_for_timeout(ms * len(buttons))
    quiet(page, 5 * _QUIET_MS)


def pressed(page: Page, buttons: Sequence[str]) -> list[str]:
    """Return which of these pills are shown as on."""
    found = [page.get_by_role("button", name=name, exact=True).first for name in buttons]
    states = [one.get_attribute("aria-pressed") for one in found]
    return [name for name, state in zip(buttons, states, strict=True) if state == "true"]


def map_frame(page: Page) -> Frame:
    """Return the frame that holds the map."""
    return next(frame for frame in page.frames if "st_folium" in frame.url)
