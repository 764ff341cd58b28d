"""Opening the list of a large register: the page against `st.dataframe` of the same frame."""

import contextlib
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench import made_store
from bench.browser import launch
from bench.servers import PAGES, ROOT, serving
from bench.table import Line, median, p90
from views import avtaler
from views.query import DEFAULT

ROWS, VISITS, WARM_UPS = 10_000, 11, 2
MOST_TIMES = 1.5
OURS, PEER = "/avtaler", "st.dataframe"
_PROBE = Path(__file__).parent / "grid_probe.js"


def word(rows: int) -> str:
    """Return how the name in the list's first row begins: a wrapped one is drawn in pieces."""
    view = avtaler.build(made_store.register(rows), DEFAULT)
    first: str = view.frame[avtaler.heads()[avtaler.NAME]].iloc[0]
    return " ".join(first.split()[:2])


def opened(browser: Browser, address: str, shows: str) -> float:
    """Visit in a profile of its own; return ms from the navigation to the frame with the row."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(f"window.__word = {shows!r};")
    context.add_init_script(_PROBE.read_text("utf-8"))
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.__drawn", timeout=90_000, polling=25)
    ms: float = page.evaluate("window.__drawn")
    # What the server still has to say to this one must not fall on the next.
    page.wait_for_timeout(1500)
    context.close()
    return ms


def run(rows: int = ROWS) -> list[Line]:
    """Measure in turns, so that what the machine does meanwhile falls on both."""
    times: dict[str, list[float]] = {OURS: [], PEER: []}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made_store.make(folder, rows).close()
        shows = word(rows)
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        where = {"SAMARBEIDSKART_DATA": str(folder)}
        app = stack.enter_context(serving(ROOT / "app.py", ROOT, **where))
        peer = stack.enter_context(serving(PAGES / "frame.py", ROOT, **where))
        addresses = {OURS: f"{app.address()}/avtaler", PEER: peer.address()}
        for turn in range(WARM_UPS + VISITS):
            for name, address in addresses.items():
                ms = opened(browser, address, shows)
                if turn >= WARM_UPS:
                    times[name].append(ms)
            sys.stderr.write(f"\r  opening: runde {turn + 1} av {WARM_UPS + VISITS} ")
        sys.stderr.write("\n")
    return lines(times)


def lines(times: dict[str, list[float]], rows: int = ROWS) -> list[Line]:
    """Return the ratio of the medians, and what was measured."""
    ratio = median(times[OURS]) / median(times[PEER])
    record = [
        line
        for name, kept in times.items()
        for line in (
            Line(f"opening {name}: median", median(kept), "ms"),
            Line(f"opening {name}: p90", p90(kept), "ms"),
        )
    ]
    return [
        Line(f"opening /avtaler, {rows} rows ÷ st.dataframe", ratio, "ratio", MOST_TIMES),
        *record,
    ]
