"""A data folder whose register is made up: the shipped vocabularies, and as many rows as wanted.

The rows are those of `made_register`, in the county's own municipalities, so that the real pages
show them. What a file has no room for is imported into the store, as anybody would have to do.
"""

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from bench import made_register
from data import files
from data.database.changes import Change
from data.database.opening import Store, open_store
from data.database.places import FILE
from data.files import KEPT
from data.intake.names import vocabulary_of
from data.language import get_language
from data.limits import limit
from data.permission import Circumstances, Permit, decide
from data.reading import Row, Table
from data.register import Register
from data.schema import AGREEMENTS, COUNTY, SCHEMAS, SEPARATOR
from data.tables import table
from export.kept import rows_of
from export.workbook import template

Cells = Mapping[str, str]
_NAMED: Final = ("vert", "sete", "deltakere")
_PIECE: Final = 5_000


def permit() -> Permit:
    """Return leave to write, as the one who sits at the machine has it.

    Raises
    ------
    RuntimeError
        If the rule does not give it.
    """
    found = decide(Circumstances(listens_on="127.0.0.1", host="localhost:8501"))
    if not isinstance(found, Permit):
        raise RuntimeError(found.sentence)
    return found


@lru_cache(maxsize=4)
def agreements(count: int) -> tuple[Cells, ...]:
    """Return the cells of so many agreements between the county's municipalities."""
    schema = SCHEMAS["kommuner"]
    read = files.read_file(files.SHIPPED / schema.file, schema).rows
    codes = [row.cells["kommunenummer"] for row in read if row.cells["fylke"] == COUNTY]
    ours = dict(zip(made_register.codes(len(codes)), codes, strict=True))
    return tuple(
        {**row.cells, **{name: _translated(row.cells[name], ours) for name in _NAMED}}
        for row in made_register.cells(count, len(codes))[AGREEMENTS.name]
    )


def _translated(cell: str, codes: Mapping[str, str]) -> str:
    return SEPARATOR.join(sorted(codes[code] for code in cell.split(SEPARATOR) if code))


def changed(rows: Sequence[Cells], word: str) -> tuple[Cells, ...]:
    """Return the rows with another remark, which no map and no heading shows."""
    return tuple({**cells, "merknad": f"{cells['merknad']} {word}."} for cells in rows)


def make(folder: Path, count: int) -> Store:
    """Fill an empty folder with files and store; what a file cannot hold is only in the store."""
    shutil.copytree(files.SHIPPED, folder, dirs_exist_ok=True)
    rows = agreements(count)
    first = min(count, limit("rows"))
    (folder / AGREEMENTS.file).write_bytes(_csv(rows[:first]))
    contents = files.read_folder(folder, files.state(folder), get_language())
    if not contents.whole:
        raise RuntimeError(folder)
    store = open_store(f"sqlite:///{folder / FILE}")
    store.reseed({name: contents.tables[name] for name in KEPT}, contents.digest)
    codes = vocabulary_of(register(count))
    for at in range(first, count, _PIECE):
        new = [Change(AGREEMENTS.name, (c["id"],), c, None) for c in rows[at : at + _PIECE]]
        store.write(new, permit(), vocabulary=codes, kind="import")
    return store


def _csv(rows: Sequence[Cells]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, AGREEMENTS.headers, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@lru_cache(maxsize=2)
def register(count: int) -> Register:
    """Return the register that the pages show when so many rows are there."""
    contents = files.read_folder(files.SHIPPED, files.state(files.SHIPPED), get_language())
    lines = tuple(Row(line, cells) for line, cells in enumerate(agreements(count), 2))
    checked, faults = files.check_tables(
        {**contents.tables, AGREEMENTS.name: Table(AGREEMENTS.file, lines)}
    )
    replaced = files.vocabulary_of(checked).replacements
    frames = {name: table(SCHEMAS[name], checked[name].rows, replaced) for name in SCHEMAS}
    hard = tuple(fault for fault in faults if fault.severity != "W")
    return Register.of(frames, revision=f"laget-{count}", as_of=contents.as_of, faults=hard)


def workbook(rows: Sequence[Cells]) -> bytes:
    """Return the rows as the program itself gives them out for editing."""
    return template(register(len(rows)), rows_of(rows))
