"""The steps of an import and of a save: ours against a bare openpyxl and a bare sqlite3."""

import contextlib
import gc
import io
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl  # type: ignore[import-untyped]
from sqlalchemy import Engine, event

from bench import made_store
from bench.table import Line, median, p90
from data.database import engines
from data.database.changes import Change, Stored
from data.database.copying import copy_file
from data.database.opening import Store
from data.database.places import FILE
from data.files import KEPT
from data.intake.apart import read_apart
from data.intake.cleaning import clean
from data.intake.names import names_of, vocabulary_of
from data.intake.plan import Plan, make_plan
from data.register import Register
from data.schema import AGREEMENTS

ROWS, IMPORTS = 5_000, 7
SAVES, SAVE_WARM_UPS = 400, 20
MOST_SECONDS, MOST_TIMES = 10, 3
_UPLOAD = "avtaler.xlsx"

Statement = tuple[str, Any]


class Sheet(NamedTuple):
    """A workbook to import, and the register that it is imported into."""

    data: bytes
    register: Register
    stored: Mapping[str, Sequence[Stored]]


def bare_read(data: bytes) -> int:
    """Read every cell of every sheet, and nothing more; return how many there are."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return sum(len(row) for one in book.worksheets for row in one.iter_rows(values_only=True))


def our_import(sheet: Sheet) -> Plan:
    """Read a workbook as the page does, as far as to what the buttons say; nothing is saved."""
    upload = read_apart(sheet.data, _UPLOAD)
    words = vocabulary_of(sheet.register)
    cleaned = clean(upload, words, names_of(sheet.register), {})
    plan = make_plan(cleaned, sheet.stored, words)
    if not plan.select("alt").changes or plan.faults:
        raise RuntimeError(plan.faults[:1])
    return plan


def imports(rows: int = ROWS, repeats: int = IMPORTS) -> list[Line]:
    """Measure the import of all new rows, and of the same rows into a register that has them."""
    cells = made_store.agreements(rows)
    register = made_store.register(rows)
    as_stored = [Stored(AGREEMENTS.name, (c["id"],), c, 1, "", "") for c in cells]
    data = made_store.workbook(made_store.changed(cells, "Rettet"))
    none: Mapping[str, Sequence[Stored]] = dict.fromkeys(KEPT, ())
    kinds = {
        "all new": Sheet(data, register, none),
        "all changed": Sheet(data, register, {**none, AGREEMENTS.name: as_stored}),
    }
    works: dict[str, Callable[[], object]] = {"bare": lambda: bare_read(data)}
    for name, sheet in kinds.items():
        works[name] = lambda sheet=sheet: our_import(sheet)
    times = in_turn(works, 1, repeats, "import")
    bare = median(times.pop("bare"))
    lines = []
    for name, kept in times.items():
        own, title = median(kept), f"import {rows} rows, {name}"
        lines += [
            Line(f"{title}: read, cleaned, planned", own, "s", MOST_SECONDS),
            Line(f"{title} ÷ bare openpyxl", own / bare, "ratio", MOST_TIMES),
        ]
    return [*lines, Line("bare openpyxl read", bare, "s")]


def in_turn(
    works: Mapping[str, Callable[[], object]], warm_ups: int, repeats: int, what: str
) -> dict[str, list[float]]:
    """Return the seconds of each; they take turns, so that noise falls on all."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(warm_ups + repeats):
        for name, work in works.items():
            gc.collect()
            start = time.perf_counter()
            work()
            if turn >= warm_ups:
                times[name].append(time.perf_counter() - start)
        sys.stderr.write(f"\r  {what}: runde {turn + 1} av {warm_ups + repeats} ")
        sys.stderr.flush()
    sys.stderr.write("\n")
    return times


@contextlib.contextmanager
def heard() -> Iterator[list[Statement]]:
    """Give a list that gets every statement that the store sends, with its values."""
    said: list[Statement] = []

    def hear(_c: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:  # noqa: ANN401
        said.append((statement, values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def bare_save(connection: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    """Do one transaction's statements and nothing else."""
    for statement, values in statements:
        connection.execute(statement, values).fetchall()
    connection.execute("COMMIT")


def saves(rows: int = ROWS, repeats: int = SAVES, warm_ups: int = SAVE_WARM_UPS) -> list[Line]:
    """Measure a save of one agreement; a copy of the store takes the same statements, bare."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = made_store.make(folder, rows)
        stack.callback(store.close)
        twin = folder / "twin.db"
        with contextlib.closing(engines.sqlite_connection(folder / FILE)) as whole:
            copy_file(whole, twin)
        bare = stack.enter_context(contextlib.closing(engines.sqlite_connection(twin)))
        said = stack.enter_context(heard())
        words = vocabulary_of(made_store.register(rows))
        for turn in range(warm_ups + repeats):
            change = _edit(store, turn, rows)
            del said[:]
            start = time.perf_counter()
            store.write(
                [change],
                made_store.permit(),
                vocabulary=words,
                kind="edit",
                token=f"lagring-{turn}",
            )
            ours = time.perf_counter() - start
            start = time.perf_counter()
            bare_save(bare, said)
            other = time.perf_counter() - start
            if turn >= warm_ups:
                times["ours"].append(1000 * ours)
                times["bare"].append(1000 * other)
        if _state(bare) != _state_of(folder / FILE):
            msg = "the two stores do not hold the same after the same saves"
            raise RuntimeError(msg)
    return save_lines(times["ours"], times["bare"])


def save_lines(ours: Sequence[float], bare: Sequence[float]) -> list[Line]:
    """Return the lines of saves from the ms of each."""
    return [
        Line("one save ÷ bare sqlite3", median(ours) / median(bare), "ratio", MOST_TIMES),
        Line("one save: ours, median", median(ours), "ms"),
        Line("one save: ours, p90", p90(ours), "ms"),
        Line("one save: bare sqlite3, median", median(bare), "ms"),
        Line("one save: bare sqlite3, p90", p90(bare), "ms"),
    ]


def _edit(store: Store, turn: int, rows: int) -> Change:
    """Return a change of the remark of one agreement, another each time."""
    key = (f"avtale-{turn * 37 % rows:06}",)
    row = store.row(AGREEMENTS.name, key)
    if row is None:
        raise KeyError(key)
    cells = {**row.cells, "merknad": f"Rettet i runde {turn}."}
    return Change(AGREEMENTS.name, key, cells, row.version)


def _state(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    sums = "SELECT count(*), sum(version), total(length(merknad)) FROM agreement"
    revision = "SELECT value FROM meta WHERE key = 'revision'"
    grown = f"SELECT count(*), max(seq), ({revision}) FROM history"  # noqa: S608
    return [connection.execute(one).fetchone() for one in (sums, grown)]


def _state_of(file: Path) -> list[tuple[Any, ...]]:
    with contextlib.closing(engines.sqlite_connection(file)) as connection:
        return _state(connection)
