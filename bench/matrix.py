"""The coverage matrix: our table against `st.dataframe`, and a filter on the page itself."""

import contextlib
import sys

from playwright.sync_api import Page, sync_playwright

from bench.browser import MARKS, change, first_paint, launch, quiet, visit
from bench.pages.made import STATES
from bench.servers import PAGES, ROOT, serving
from bench.table import Line, median
from data import store
from geo import boundaries
from views import dekning
from views.query import DEFAULT, Query

CHANGES, WARM_UPS = 12, 2
MOST_TIMES, MOST_OF_PLAIN = 2, 0.12
TOGGLE = "Regn med prosjekt og nettverk"
# The matrix says its sentence as its caption, inside the component's own root.
_UNTIL = """what => new Promise(done => {
  const said = () => [...document.querySelectorAll('[data-testid=stBidiComponentRegular], div')]
    .some(e => e.shadowRoot && (e.shadowRoot.querySelector('caption') || {}).textContent === what);
  const look = () => said()
    ? done(performance.timeOrigin + performance.now() - window.__click)
    : requestAnimationFrame(look);
  requestAnimationFrame(look);
})"""


def run() -> list[Line]:
    """Measure in turns, so that what the machine does meanwhile falls on all."""
    times: dict[str, list[float]] = {"ours": [], "dataframe": [], "page": [], "plain": []}
    with contextlib.ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        table = PAGES / "table.py"
        servers = {
            "ours": stack.enter_context(serving(table, ROOT, BENCH_SIZE="ours")),
            "dataframe": stack.enter_context(serving(table, ROOT, BENCH_SIZE="peer")),
            "plain": stack.enter_context(serving(PAGES / "plain.py", ROOT, BENCH_SIZE="county")),
            "page": stack.enter_context(serving(ROOT / "app.py", ROOT)),
        }
        pages: dict[str, Page] = {}
        for name, server in servers.items():
            address = server.address() + ("/dekning" if name == "page" else "")
            pages[name] = visit(browser, address).page
            if name in ("ours", "dataframe"):
                first_paint(pages[name], STATES[0])
            else:
                pages[name].get_by_text(
                    "Hvor er hullene?" if name == "page" else "S0"
                ).first.wait_for()
            # Shorter than from one look for another's save to the next (ui/load.py).
            quiet(pages[name], 1200)
        for turn in range(WARM_UPS + CHANGES):
            for name, page in pages.items():
                ms = _toggle(page, on=turn % 2 == 0) if name == "page" else _step(name, page, turn)
                if turn >= WARM_UPS:
                    times[name].append(ms)
            sys.stderr.write(f"\r  runde {turn + 1} av {WARM_UPS + CHANGES}")
        sys.stderr.write("\n")
    found = {name: median(kept) for name, kept in times.items()}
    return [
        Line(
            "matrix 27 × 45 ÷ st.dataframe", found["ours"] / found["dataframe"], "ratio", MOST_TIMES
        ),
        Line(
            "filter on /dekning ÷ plain rerun",
            found["page"] / found["plain"],
            "ratio",
            MOST_OF_PLAIN,
        ),
        *(Line(f"{name}: median", ms, "ms") for name, ms in found.items()),
    ]


def _step(name: str, page: Page, turn: int) -> float:
    at = (turn + 1) % len(STATES)
    shows = MARKS[at] if name == "plain" else STATES[at]
    return change(page, STATES[at], shows).ms


def _toggle(page: Page, *, on: bool) -> float:
    """Flip a switch on the real page; return ms until the frame in which the matrix has it."""
    page.bring_to_front()
    query: Query = DEFAULT.but(nettverk=on)
    said = dekning.build(store.load(), query, boundaries.load(), {}).lead
    waiting = page.evaluate_handle(
        f"what => {{ window.__waiting = ({_UNTIL})(what); return 1; }}", said
    )
    waiting.dispose()
    page.get_by_text(TOGGLE).click()
    ms: float = page.evaluate("() => window.__waiting")
    quiet(page)
    return ms
