"""From the click on a filter to the frame that shows it: ours against three peers, in one run."""

import contextlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

from bench.browser import (
    MARKS,
    PARTS,
    Change,
    Visit,
    change,
    first_paint,
    launch,
    map_frame,
    pressed,
    quiet,
    rapid,
    visit,
)
from bench.filters import BUTTONS, CLOSED, OPEN, Step, lap, link, title_of
from bench.pages.made import STATES, wheel
from bench.servers import PAGES, ROOT, Server, serving
from bench.table import Line, median, p90
from views.query import DEFAULT, Query

WARM_UPS, CHANGES, RECORD_CHANGES, VISITS, RAPID_ROUNDS = 3, 15, 5, 5, 8
KB = 1000
COUNTY, NATIONAL = "ours county", "ours national"
COUNTY_OPEN = "ours county, «Flere filtre» open"
DEFAULTS = " (defaults)"


class Variant(NamedTuple):
    """A page that is measured, and the clicks that take it round its states."""

    name: str
    visit: Visit
    steps: Sequence[Step]


Results = dict[str, list[Change]]


class Setting(NamedTuple):
    """What a run has at hand: the browsers, and what is closed at the end."""

    stack: contextlib.ExitStack
    plain: Browser
    webgl: Browser

    def page(self, script: Path, folder: Path, size: str = "county") -> Server:
        """Start to serve a page with the config.toml of `folder`."""
        return self.stack.enter_context(serving(script, folder, BENCH_SIZE=size))


def run() -> list[Line]:
    """Measure everything and return the table's lines."""
    wheel()  # once, before several servers want it
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        playwright = stack.enter_context(sync_playwright())
        plain, webgl = launch(playwright), launch(playwright, webgl=True)
        stack.callback(plain.close)
        stack.callback(webgl.close)
        setting = Setting(stack, plain, webgl)
        app = setting.page(ROOT / "app.py", ROOT)
        blank = setting.page(PAGES / "blank.py", ROOT)
        first = _first_paint(plain, app.address(), blank.address())
        national = setting.page(PAGES / "national.py", ROOT, "national")
        ours = [
            _ours(COUNTY, plain, app.at, CLOSED),
            _open(setting, NATIONAL, national, STATES, mark=True),
            _ours(COUNTY_OPEN, plain, app.at, OPEN),
        ]
        peers = _peers(setting, ROOT)
        results = _rounds([*ours, *peers], WARM_UPS, CHANGES)
        checks = _checks(ours)
        for peer in peers:
            peer.visit.close()
        (folder / "defaults").mkdir()
        record = _peers(setting, folder / "defaults", DEFAULTS)
        results |= _rounds(record, 1, RECORD_CHANGES)
    return [*limits(results), *first, *checks, *_record(results)]


def _ours(name: str, browser: Browser, app: str, query: Query) -> Variant:
    """Open the real page where one click on a pill of «Sikkerhet» changes the picture."""
    found = visit(browser, app + link(query))
    first_paint(found.page, title_of(query))
    quiet(found.page, 1500)
    return Variant(name, _marked(found), lap(query))


def _open(
    setting: Setting, name: str, server: Server, shows: Sequence[str], *, mark: bool = False
) -> Variant:
    """Open a page of `bench/pages` whose four pills show these four things."""
    browser = setting.webgl if name.startswith("pydeck") else setting.plain
    found = visit(browser, server.address())
    first_paint(found.page, shows[0])
    quiet(found.page, 1200)
    steps = [Step(STATES[i % 4], shows[i % 4]) for i in range(1, 5)]
    return Variant(name, _marked(found) if mark else found, steps)


def _marked(found: Visit) -> Visit:
    """Leave a mark in the map's frame, which is gone if the map is mounted anew."""
    map_frame(found.page).evaluate("window.__mounted = 1")
    return found


def _peers(setting: Setting, folder: Path, note: str = "") -> list[Variant]:
    """Open the peers at both sizes, run with the config.toml of `folder`."""
    made = [(f"floor{note}", setting.page(PAGES / "floor.py", folder), STATES)]
    for size in ("county", "national"):
        for name, script in (("plain", "plain.py"), ("pydeck", "deck.py")):
            server = setting.page(PAGES / script, folder, size)
            made.append((f"{name} {size}{note}", server, MARKS))
    return [_open(setting, *one) for one in made]


def _rounds(variants: Sequence[Variant], warm_ups: int, changes: int) -> Results:
    """Change each variant in turn, so that what the machine does meanwhile falls on all."""
    results: Results = {variant.name: [] for variant in variants}
    for turn in range(warm_ups + changes):
        for variant in variants:
            step = variant.steps[turn % len(variant.steps)]
            one = change(variant.visit.page, step.button, step.shows)
            if turn >= warm_ups:
                results[variant.name].append(one)
        sys.stderr.write(f"\r  runde {turn + 1} av {warm_ups + changes}")
        sys.stderr.flush()
    sys.stderr.write("\n")
    return results


def _first_paint(browser: Browser, app: str, blank: str) -> list[Line]:
    """Measure first paint on warm servers, in turn, each visit in a browser profile of its own."""
    times: dict[str, list[float]] = {"kart": [], "empty": []}
    pages = (("kart", f"{app}/kart", title_of(DEFAULT)), ("empty", blank, STATES[0]))
    for turn in range(VISITS + 1):
        for name, address, what in pages:
            found = visit(browser, address)
            ms = first_paint(found.page, what)
            quiet(found.page)
            found.close()
            if turn:
                times[name].append(ms)
    kart, empty = median(times["kart"]), median(times["empty"])
    return [
        Line("first paint: /kart ÷ empty page", kart / empty, "ratio", 2.5),
        Line("first paint: /kart", kart, "ms"),
        Line("first paint: empty page", empty, "ms"),
    ]


def limits(results: Results) -> list[Line]:
    """Return the ratios that limits hold for, and the bytes."""
    ms = {name: median([one.ms for one in changes]) for name, changes in results.items()}
    most = {name: max(one.size for one in changes) / KB for name, changes in results.items()}
    pairs = (
        (COUNTY, "plain county", 0.12),
        (COUNTY, "pydeck county", 0.3),
        (COUNTY, "floor", 3.0),
        (NATIONAL, "plain national", 0.06),
        (NATIONAL, "pydeck national", 0.1),
    )
    return [
        *(Line(f"{a} ÷ {b}", ms[a] / ms[b], "ratio", limit) for a, b, limit in pairs),
        Line(f"{COUNTY}: most bytes a change", most[COUNTY], "KB", 15),
        Line(f"{NATIONAL}: most bytes a change", most[NATIONAL], "KB", 60),
    ]


def _checks(ours: Sequence[Variant]) -> list[Line]:
    """Return what must never happen to our maps: a lost click, a remount, a request outside."""
    map_wrong = pills_wrong = 0
    page = ours[0].visit.page
    for turn in range(RAPID_ROUNDS):
        clicks = [BUTTONS[(turn + i) % len(BUTTONS)] for i in range(5)]
        wanted = set(pressed(page, BUTTONS))
        for button in clicks:
            wanted ^= {button}
        rapid(page, clicks, 15)
        shown = map_frame(page).evaluate("SK.message.t")
        map_wrong += shown != title_of(CLOSED, tuple(wanted))
        pills_wrong += set(pressed(page, BUTTONS)) != wanted
    alive = sum(map_frame(one.visit.page).evaluate("window.__mounted === 1") for one in ours)
    outside = sum(len(one.visit.outside) for one in ours)
    return [
        Line(
            f"5 clicks at 15 ms, {RAPID_ROUNDS} rounds: map not at the last", map_wrong, "times", 0
        ),
        Line(
            f"5 clicks at 15 ms, {RAPID_ROUNDS} rounds: pills not at the last",
            pills_wrong,
            "times",
            0,
        ),
        Line("our maps mounted anew", len(ours) - alive, "times", 0),
        Line("our requests to the outside", outside, "times", 0),
    ]


def _record(results: Results) -> list[Line]:
    """Return what was measured of each variant, and where the time of ours goes."""
    lines = []
    for name, changes in results.items():
        times = [one.ms for one in changes]
        lines += [
            Line(f"{name}: median", median(times), "ms"),
            Line(f"{name}: p90", p90(times), "ms"),
            Line(f"{name}: bytes a change", median([one.size for one in changes]) / KB, "KB"),
        ]
    for name in (COUNTY, NATIONAL, "floor"):
        for index, part in enumerate(PARTS):
            spent = median([one.parts[index] for one in results[name]])
            lines.append(Line(f"{name}, of which {part}", spent, "ms"))
    return lines
