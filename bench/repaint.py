"""From the click on a filter to the frame that shows it: ours against three peers, in one run."""

import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlparse

from playwright.sync_api import Browser, Page, sync_playwright

from bench.browser import MARKS, Change, change, first_paint, launch, open_page
from bench.servers import PAGES, ROOT, serving
from bench.table import Line, median, p90
from data import store
from geo.sources import fetch_wheel
from views import kart
from views.query import from_string

WARM_UPS, CHANGES, RECORD_CHANGES, VISITS = 3, 15, 5, 7
# Gjemnes' agreements in these forms: 2 to 22 of them, one pill of confidence apart.
OURS = "/kart?kommune=1557&form=iks,as,vertskommune,vertskommune-adm,avtale,prosjekt,ukjent"
KB = 1024


class Variant(NamedTuple):
    """A page that is measured: how its widget's buttons are called, and what each one shows."""

    name: str
    page: Page
    buttons: tuple[str, ...]
    shows: tuple[str, ...]


def run() -> list[Line]:
    """Measure everything and return the table's lines."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        wheel = str(fetch_wheel(folder))
        playwright = stack.enter_context(sync_playwright())
        plain, webgl = launch(playwright), launch(playwright, webgl=True)
        stack.callback(plain.close)
        stack.callback(webgl.close)
        app = stack.enter_context(serving(ROOT / "app.py", ROOT))
        floor = stack.enter_context(serving(PAGES / "floor.py", ROOT))
        lines = _first_paint(plain, app, floor)
        variants = [
            _ours(plain, app),
            _peer("floor", plain, floor, ("S0", "S1", "S2", "S3")),
            *_peers(stack, plain, webgl, ROOT, wheel),
        ]
        results = _rounds(variants, WARM_UPS, CHANGES)
        lines += _lines(results) + _limits(results)
        _check_ours(variants[0].page)
        for variant in variants[2:]:
            variant.page.context.close()
        defaults = folder / "defaults"
        defaults.mkdir()
        record = list(_peers(stack, plain, webgl, defaults, wheel, " (defaults)", ours=False))
        lines += _lines(_rounds(record, 1, RECORD_CHANGES))
    return lines


def _ours(browser: Browser, app: str) -> Variant:
    page = open_page(browser, app + OURS)
    first_paint(page, "drawn")
    page.wait_for_timeout(1500)
    frame = next(frame for frame in page.frames if "st_folium" in frame.url)
    frame.evaluate("window.__mounted = 1")
    return Variant("ours county", page, ("A", "B", "C"), ("drawn",) * 3)


def _peer(name: str, browser: Browser, address: str, shows: tuple[str, ...]) -> Variant:
    page = open_page(browser, address)
    first_paint(page, shows[0])
    page.wait_for_timeout(1200)
    return Variant(name, page, ("S0", "S1", "S2", "S3"), shows)


def _peers(
    stack: contextlib.ExitStack,
    plain: Browser,
    webgl: Browser,
    folder: Path,
    wheel: str,
    note: str = "",
    *,
    ours: bool = True,
) -> Iterator[Variant]:
    """Yield the peers at both sizes, run with the config.toml of `folder`."""
    for size in ("county", "national"):
        env = {"BENCH_SIZE": size, "BENCH_WHEEL": wheel}
        if ours and size == "national":
            address = stack.enter_context(serving(PAGES / "national.py", folder, **env))
            yield _peer("ours national", plain, address, ("drawn",) * 4)
        address = stack.enter_context(serving(PAGES / "plain.py", folder, **env))
        yield _peer(f"plain st_folium {size}{note}", plain, address, MARKS)
        address = stack.enter_context(serving(PAGES / "deck.py", folder, **env))
        yield _peer(f"pydeck {size}{note}", webgl, address, MARKS)


def _rounds(variants: list[Variant], warm_ups: int, changes: int) -> dict[str, list[Change]]:
    """Change each variant in turn, so that what the machine does meanwhile falls on all."""
    results: dict[str, list[Change]] = {variant.name: [] for variant in variants}
    for turn in range(warm_ups + changes):
        for variant in variants:
            place = (turn + 1) % len(variant.buttons)
            one = change(variant.page, variant.buttons[place], variant.shows[place])
            if turn >= warm_ups:
                results[variant.name].append(one)
        sys.stderr.write(f"\r  runde {turn + 1} av {warm_ups + changes}")
    sys.stderr.write("\n")
    return results


def _first_paint(browser: Browser, app: str, floor: str) -> list[Line]:
    """Measure first paint on warm servers, in turn, each visit in a browser profile of its own."""
    times: dict[str, list[float]] = {"kart": [], "empty": []}
    for visit in range(VISITS + 1):
        for name, address, what in (
            ("kart", app + "/kart?tjeneste=legevakt", "drawn"),
            ("empty", floor, "S0"),
        ):
            page = open_page(browser, address)
            ms = first_paint(page, what)
            if visit:
                times[name].append(ms)
            page.context.close()
    kart, empty = median(times["kart"]), median(times["empty"])
    return [
        Line("first paint /kart", kart, "ms"),
        Line("first paint empty page", empty, "ms"),
        Line("first paint /kart ÷ empty page", kart / empty, "ratio", 2.5),
    ]


def _lines(results: dict[str, list[Change]]) -> list[Line]:
    lines = []
    for name, changes in results.items():
        times = [one.ms for one in changes]
        lines += [
            Line(f"{name}: median", median(times), "ms"),
            Line(f"{name}: p90", p90(times), "ms"),
            Line(f"{name}: bytes a change", median([one.size for one in changes]) / KB, "KB"),
        ]
    return lines


def _limits(results: dict[str, list[Change]]) -> list[Line]:
    """Return the ratios that limits hold for, and the bytes."""
    ms = {name: median([one.ms for one in changes]) for name, changes in results.items()}
    most = {name: max(one.size for one in changes) / KB for name, changes in results.items()}
    county, national = ms["ours county"], ms["ours national"]
    return [
        Line("county ÷ plain", county / ms["plain st_folium county"], "ratio", 0.12),
        Line("county ÷ pydeck", county / ms["pydeck county"], "ratio", 0.3),
        Line("county ÷ floor", county / ms["floor"], "ratio", 3),
        Line("national ÷ plain", national / ms["plain st_folium national"], "ratio", 0.06),
        Line("national ÷ pydeck", national / ms["pydeck national"], "ratio", 0.1),
        Line("county: most bytes a change", most["ours county"], "KB", 15),
        Line("national: most bytes a change", most["ours national"], "KB", 60),
    ]


def _check_ours(page: Page) -> None:
    """Stop if our map was mounted anew, or does not show the state that was clicked last."""
    frame = next(frame for frame in page.frames if "st_folium" in frame.url)
    mounted, title = frame.evaluate("[window.__mounted, SK.message.t]")
    register = store.load()
    query, _unknown = from_string(urlparse(page.url).query, register)
    expected = kart.build(register, query, None).title
    if mounted != 1 or title != expected:
        msg = f"our map was remounted or shows another state: {mounted=} {title=} {page.url=}"
        raise RuntimeError(msg)
