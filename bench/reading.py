"""A reader's filter changes while another imports a large workbook again and again."""

import contextlib
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Page, sync_playwright

from bench import made_store
from bench.browser import change, first_paint, launch, quiet, visit
from bench.filters import BUTTONS, CLOSED, Step, link
from bench.servers import ROOT, serving
from bench.table import Line, median
from data.register import Register
from geo import boundaries
from views import kart
from views.query import Query

ROWS, ROUNDS, IMPORTS, WARM_UPS = 5_000, 3, 2, 6
MOST_TIMES = 2.0
_ALONE_MS: Final = 6_000
"""After an import, a reader's page follows within this time; then it is like any other."""


class Importer:
    """A process that imports through the page when asked, and how long each import took."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._ask, self._answer = process.stdin, process.stdout
        self.seconds: list[float] = []
        if self._answer is None or self._answer.readline().strip() != "ready":
            msg = "the page for imports did not open"
            raise RuntimeError(msg)

    def begin(self, count: int) -> threading.Thread:
        """Import so many times; return what is alive as long as that goes on."""
        thread = threading.Thread(target=self._run, args=(count,), daemon=True)
        thread.start()
        return thread

    def _run(self, count: int) -> None:
        for _turn in range(count):
            if self._ask is None or self._answer is None:
                return
            self._ask.write("\n")
            self._ask.flush()
            said = self._answer.readline().strip()
            if not said:
                return
            self.seconds.append(float(said))


@contextlib.contextmanager
def importing(address: str, files: Sequence[Path]) -> Iterator[Importer]:
    """Start the importer; it ends with what is done in between."""
    command = [sys.executable, "-m", "bench.importer", address, *map(str, files)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield Importer(process)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        process.wait()


def steps(register: Register, query: Query) -> list[Step]:
    """Return the clicks on pills of «Sikkerhet» that lead round, and the map's title after each."""
    ground, chosen, found = boundaries.load(), set[str](), []
    for button in (*BUTTONS, *BUTTONS):
        chosen ^= {button}
        shows = kart.build(register, query.but(sikkerhet=tuple(sorted(chosen))), ground).title
        found.append(Step(button, shows))
    return found


class Reader(NamedTuple):
    """A reader's page, and the clicks that lead round."""

    page: Page
    steps: Sequence[Step]

    def changes(self, first: int, until: "int | threading.Thread") -> list[float]:
        """Return the ms of changes: so many, or as long as something goes on."""
        found: list[float] = []
        while until.is_alive() if isinstance(until, threading.Thread) else len(found) < until:
            step = self.steps[(first + len(found)) % len(self.steps)]
            found.append(change(self.page, step.button, step.shows).ms)
        return found


def run(rows: int = ROWS, rounds: int = ROUNDS) -> list[Line]:
    """Measure with and without an import in turns, so that noise falls on both."""
    times: dict[str, list[float]] = {"with": [], "without": []}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        made_store.make(folder, rows).close()
        cells = made_store.agreements(rows)
        files = []
        for word in ("rettet", "omgjort"):
            files.append(folder / f"{word}.xlsx")
            files[-1].write_bytes(made_store.workbook(made_store.changed(cells, word)))
        where = {"SAMARBEIDSKART_DATA": str(folder)}
        app = stack.enter_context(serving(ROOT / "app.py", ROOT, **where)).address()
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        round_trip = steps(made_store.register(rows), CLOSED)
        reader = Reader(visit(browser, app + link(CLOSED)).page, round_trip)
        first_paint(reader.page, round_trip[-1].shows)
        quiet(reader.page, 1500)
        importer = stack.enter_context(importing(app, files))
        done = len(reader.changes(0, WARM_UPS))
        for turn in range(rounds):
            going = importer.begin(IMPORTS)
            found = reader.changes(done, going)
            times["with"] += found
            done += len(found)
            # What follows an import still belongs to it, until the page has the new revision.
            reader.page.wait_for_timeout(_ALONE_MS)
            quiet(reader.page, 1500)
            times["without"] += (alone := reader.changes(done, max(10, len(found))))
            done += len(alone)
            sys.stderr.write(f"\r  reading: runde {turn + 1} av {rounds} ")
        sys.stderr.write("\n")
        seconds = importer.seconds
    if len(seconds) != rounds * IMPORTS:
        msg = f"{len(seconds)} of {rounds * IMPORTS} imports were done"
        raise RuntimeError(msg)
    return [*lines(times), Line("an import through the page, click to saved", median(seconds), "s")]


def p95(values: Sequence[float]) -> float:
    """Return the value that nineteen of twenty do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def lines(times: dict[str, list[float]]) -> list[Line]:
    """Return the ratio of what the slowest of twenty changes take, and what was measured."""
    record = []
    for name, kept in times.items():
        record += [
            Line(f"filter on /kart, {name} import: median", median(kept), "ms"),
            Line(f"filter on /kart, {name} import: p95 of {len(kept)}", p95(kept), "ms"),
        ]
    ratio = p95(times["with"]) / p95(times["without"])
    return [
        Line("filter while another imports, p95 ÷ without", ratio, "ratio", MOST_TIMES),
        *record,
    ]
