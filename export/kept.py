"""What a pen for the register needs to know of a row: its cells, and which version it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from data.intake.headers import VERSION
from data.schema import FileSchema

__all__ = ["VERSION", "Kept", "Plain", "line", "rows_of", "version_text"]


class Kept(Protocol):
    """A row as the store keeps it; a row that the store has never held has version 0."""

    @property
    def cells(self) -> Mapping[str, str]:
        """The row's cells by header."""

    @property
    def version(self) -> int:
        """How many times the row has been saved."""


@dataclass(frozen=True)
class Plain:
    """A row of a file: cells, and no version unless one is given."""

    cells: Mapping[str, str]
    version: int = 0


def rows_of(rows: Iterable[Mapping[str, str]], version: int = 0) -> tuple[Plain, ...]:
    """Return rows of cells by header as rows that can be written, all of the same version."""
    return tuple(Plain(cells, version) for cells in rows)


def line(row: Kept, schema: FileSchema) -> list[str]:
    """Return the row's cells in the schema's order; one that is missing or None is empty."""
    return [row.cells.get(header) or "" for header in schema.headers]


def version_text(row: Kept) -> str:
    """Return what stands in the column for the version: nothing for a row not yet saved."""
    return str(row.version) if row.version else ""
