"""The pages that answer a planner: a filter on each, and from one to the next, against plain.

What must be there is all that the page says anew: every heading and sentence that the change
brings, and the title of every map that it draws anew, each in a painted frame. A map in a frame
of its own tells its title when it draws; one in the page is looked for there.
"""

import contextlib
import sys
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import MARKS, change, first_paint, launch, quiet, visit
from bench.filters import PLANNER, SWITCH, Shown, told
from bench.pages.made import STATES
from bench.servers import PAGES, ROOT, serving
from bench.table import Line, median, p90

CHANGES, WARM_UPS = 15, 3
MOST_OF_PLAIN = 0.12
# In the order of the tour: the link's text and the page's address.
TOUR = {"Dekning": "dekning", "Kommune": "kommune", "Scenario": "scenario", "Analyse": "analyse"}
_MENU, _IN_MENU = "Utred", ("scenario", "analyse")
_UNTIL = """([words, maps, from]) => new Promise((done, fail) => {
  const now = () => performance.timeOrigin + performance.now();
  let said = 0, end = now() + 60000;
  const painted = {};
  const look = () => {
    if (!said) {
      const all = [...document.querySelectorAll('.sk-title, .sk-lead, .sk-text, .sk-sub')];
      // What a rerun has not reached yet is stale, and still the old page's.
      const here = new Set(all.filter(e => !e.closest('[data-stale="true"]'))
        .map(e => e.textContent));
      if (words.every(one => here.has(one))) said = now();
      else if (now() > end) return fail(words.filter(one => !here.has(one)).join(' | '));
    }
    const drawn = window.__seen.slice(from);
    const inline = [...document.querySelectorAll('.sk-picture')]
      .filter(e => !e.closest('[data-stale="true"]') && e.querySelector('svg .areas path'))
      .map(e => e.querySelector('h2').textContent);
    maps.forEach(one => {
      const told = drawn.find(s => s[0] === one && s[1] > window.__click);
      if (told) painted[one] = told[2];
      // What stands in the page now is in the frame that is painted next.
      else if (inline.includes(one) && !(one in painted)) {
        painted[one] = 0;
        const channel = new MessageChannel();
        channel.port1.onmessage = () => { painted[one] = now(); };
        channel.port2.postMessage(0);
      }
    });
    const each = maps.map(one => painted[one]);
    if (said && each.every(Boolean))
      done([said - window.__click, Math.max(said, ...each) - window.__click]);
    else if (now() > end) fail(maps.filter((_, i) => !each[i]).join(' | '));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})"""


class Taken(NamedTuple):
    """Milliseconds from a click until the words are there, and until the maps are too."""

    words: float
    all: float


def run() -> list[Line]:
    """Measure in turns, so that what the machine does meanwhile falls on all."""
    times: dict[str, list[float]] = {}
    with contextlib.ExitStack() as stack:
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        app = stack.enter_context(serving(ROOT / "app.py", ROOT)).address()
        peer = stack.enter_context(serving(PAGES / "plain.py", ROOT, BENCH_SIZE="county"))
        plain = visit(browser, peer.address()).page
        first_paint(plain, MARKS[0])
        opened = {name: _open(browser, app, name) for name in told(False)}
        tour = _open(browser, app, "analyse")
        for turn in range(WARM_UPS + CHANGES):
            taken = {"plain": change(plain, STATES[(turn + 1) % 4], MARKS[(turn + 1) % 4]).ms}
            for name, page in opened.items():
                one = _filter(name, page, on=turn % 2 == 0)
                taken |= {f"filter on /{name}": one.all, f"filter on /{name}, words": one.words}
            for link, name in TOUR.items():
                one = _go(tour, link, name)
                taken |= {f"page change to /{name}": one.all}
                taken |= {f"page change to /{name}, words": one.words}
            if turn >= WARM_UPS:
                for key, ms in taken.items():
                    times.setdefault(key, []).append(ms)
            sys.stderr.write(f"\r  runde {turn + 1} av {WARM_UPS + CHANGES}")
        sys.stderr.write("\n")
    return lines(times)


def lines(times: dict[str, list[float]]) -> list[Line]:
    """Return the ratios to a plain rerun, and what was measured."""
    plain = median(times["plain"])
    ratios = [
        Line(f"{name} ÷ plain rerun", median(kept) / plain, "ratio", MOST_OF_PLAIN)
        for name, kept in times.items()
        if name != "plain" and not name.endswith("words")
    ]
    record = []
    for name, kept in times.items():
        record += [
            Line(f"{name}: median", median(kept), "ms"),
            Line(f"{name}: p90", p90(kept), "ms"),
        ]
    return [*ratios, *record]


def _open(browser: Browser, app: str, name: str) -> Page:
    """Open a page with the planner's question, and wait until its maps are drawn."""
    page = visit(browser, f"{app}/{name}?{PLANNER.link}").page
    page.bring_to_front()
    page.locator(".sk-title").first.wait_for(timeout=90_000)
    for title in told(False)[name].maps:
        if name == "dekning":  # the one with a map in a frame of its own
            first_paint(page, title)
        else:
            page.locator(".sk-picture", has_text=title).locator("svg .areas").first.wait_for()
    # Shorter than from one look for another's save to the next (ui/load.py).
    quiet(page, 1200)
    return page


def _filter(name: str, page: Page, *, on: bool) -> Taken:
    """Flip a switch; wait for what the page says with it and did not say without it."""
    new, old = told(on)[name], told(not on)[name]
    click = page.get_by_text(SWITCH, exact=True).click
    return _wait(page, Shown(new.words - old.words, new.maps - old.maps), click)


def _go(page: Page, link: str, name: str) -> Taken:
    """Go to another page by its link, from the menu that holds it; wait for all that it says."""
    item = page.get_by_role("link", name=link, exact=True)
    if name in _IN_MENU:
        page.get_by_test_id("stTopNavSection").filter(has_text=_MENU).click()
        item = page.get_by_role("menuitem", name=link, exact=True)
        item.wait_for()
    return _wait(page, told(False)[name], item.click)


def _wait(page: Page, shown: Shown, click: Callable[[], None]) -> Taken:
    page.bring_to_front()
    seen = page.evaluate("window.__seen.length")
    asked = [sorted(shown.words), sorted(shown.maps), seen]
    # An old click would let what stands there already count as the answer.
    page.evaluate("window.__click = Infinity")
    page.evaluate(f"asked => {{ window.__waiting = ({_UNTIL})(asked); return 1; }}", asked)
    click()
    words, every = page.evaluate("() => window.__waiting")
    quiet(page)
    return Taken(words, every)
