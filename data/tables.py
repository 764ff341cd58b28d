"""Build the register's tables from rows of text that have passed validation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from data.reading import Row
from data.schema import SEPARATOR, YES_NO, Column, FileSchema, Kind

Codes = Mapping[str, str]
"""Old municipality code → the one that took its place."""

_INTEGER_CHOICES: Final = ("politisk_styring",)


def split_list(cell: str) -> tuple[str, ...]:
    """Split a cell's list; an empty cell is an empty list, an empty item is kept."""
    return tuple(part.strip() for part in cell.split(SEPARATOR)) if cell else ()


def modern_codes(cell: str, successors: Codes) -> tuple[str, ...]:
    """Split a list of municipality codes, old ones replaced, each named once, in order."""
    codes = (successors.get(code, code) for code in split_list(cell) if code)
    return tuple(dict.fromkeys(codes))


def _integers(cells: Sequence[str]) -> Any:  # noqa: ANN401 — an extension array of pandas
    return pd.array([int(cell) if cell else None for cell in cells], dtype="Int64")


def _texts(cells: Sequence[str]) -> Any:  # noqa: ANN401
    return pd.array(list(cells), dtype="str")


def _objects(cells: Sequence[tuple[str, ...]]) -> Any:  # noqa: ANN401
    return pd.Series(list(cells), dtype="object").array


_BUILDERS: Final[Mapping[Kind, Callable[[Sequence[str]], Any]]] = {
    "list": lambda cells: _objects([tuple(filter(None, split_list(c))) for c in cells]),
    "urls": lambda cells: _objects([split_list(cell) for cell in cells]),
    "year": _integers,
    "integer": _integers,
    "decimal": lambda cells: [float(cell) for cell in cells],
}


def _column(column: Column, cells: Sequence[str], successors: Codes) -> Any:  # noqa: ANN401
    """Build one column according to its kind."""
    if column.kind == "codes":
        return _objects([modern_codes(cell, successors) for cell in cells])
    if column.kind == "code" and column.refers_to == "kommuner":
        return _texts([successors.get(cell, cell) for cell in cells])
    if column.accepted == YES_NO:
        return [cell == YES_NO[0] for cell in cells]
    if column.name in _INTEGER_CHOICES:
        return _integers(cells)
    return _BUILDERS.get(column.kind, _texts)(cells)


def table(schema: FileSchema, rows: Sequence[Row], successors: Codes) -> pd.DataFrame:
    """Build the table of one file; one with a single key is indexed by it as well."""
    frame = pd.DataFrame(
        {
            column.name: pd.Series(
                _column(column, [row.cells[column.name] for row in rows], successors),
                dtype=None if rows else _empty_dtype(column),
            )
            for column in schema.columns
        }
    )
    if len(schema.key) == 1:
        frame.index = pd.Index(frame[schema.key[0]].array, name=None)
    return frame


def _empty_dtype(column: Column) -> str | None:
    """Return the dtype that an empty column needs to be told."""
    if column.accepted == YES_NO:
        return "bool"
    return "float64" if column.kind == "decimal" else None
