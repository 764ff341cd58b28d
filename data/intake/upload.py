"""Hold what was read from a file that somebody sent in, and pass it between processes as JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from data.errors import Fault, Severity
from data.reading import Row, Table

Progress = Callable[[float, str], None]
"""Told how far the work has come (0 to 1) and what is being done."""

_SEVERITIES: Final = get_args(Severity)


@dataclass(frozen=True)
class Upload:
    """What a file holds: tables by name («avtaler», «alene»), faults and notes.

    `faults` are fatal for the file (severity F); faults of rows stand in their table. `notes` are
    warnings about the reading itself: encoding, sheet, formulas. `sheets` are the names that may be
    chosen with `sheet=`; a CSV file has none.
    """

    name: str
    tables: Mapping[str, Table] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def fatal(self) -> bool:
        """Whether nothing of the file can be used."""
        return bool(self.faults)

    @property
    def everything(self) -> tuple[Fault, ...]:
        """All that there is to say about the file: faults of file and rows, then notes."""
        rows = (fault for table in self.tables.values() for fault in table.faults)
        return (*self.faults, *rows, *self.notes)


def fault_to_json(fault: Fault) -> list[Any]:
    """Return a fault as a list for JSON."""
    return [
        *(fault.file, fault.line, fault.column, fault.code),
        *(fault.message, fault.value, fault.accepted, fault.severity, fault.suggestion),
    ]


def fault_from_json(found: Any) -> Fault:  # noqa: ANN401 — whatever JSON holds
    """Return the fault of a list; ValueError if it is none."""
    file, line, column, code, message, value, accepted, severity, suggestion = _list(found, 9)
    if severity not in _SEVERITIES or not (line is None or isinstance(line, int)):
        raise ValueError(severity)
    for text in (column, value, accepted, suggestion):
        if text is not None:
            _text(text)
    where = (_text(file), line, column)
    return Fault(*where, _text(code), _text(message), value, accepted, severity, suggestion)


def table_to_json(table: Table) -> list[Any]:
    """Return a table as a list for JSON; the headers stand once, not in every row."""
    headers = list(dict.fromkeys(name for row in table.rows[:1] for name in row.cells))
    return [
        table.file,
        headers,
        [[row.line, *(row.cells[name] for name in headers)] for row in table.rows],
        [fault_to_json(fault) for fault in table.faults],
    ]


def table_from_json(found: Any) -> Table:  # noqa: ANN401
    """Return the table of a list; ValueError if it is none."""
    file, headers, rows, faults = _list(found, 4)
    names = [_text(name) for name in _list(headers)]
    made = []
    for cells in _list(rows):
        line, *texts = _list(cells, len(names) + 1)
        if not isinstance(line, int):
            raise ValueError(line)
        made.append(Row(line, dict(zip(names, map(_text, texts), strict=True))))
    return Table(_text(file), tuple(made), tuple(map(fault_from_json, _list(faults))))


def upload_to_json(upload: Upload) -> list[Any]:
    """Return an upload as a list for JSON."""
    return [
        upload.name,
        {name: table_to_json(table) for name, table in upload.tables.items()},
        [fault_to_json(fault) for fault in upload.faults],
        [fault_to_json(fault) for fault in upload.notes],
        list(upload.sheets),
    ]


def upload_from_json(found: Any) -> Upload:  # noqa: ANN401
    """Return the upload of a list; ValueError if it is none."""
    name, tables, faults, notes, sheets = _list(found, 5)
    if not isinstance(tables, dict):
        raise ValueError(type(tables))
    return Upload(
        _text(name),
        {key: table_from_json(table) for key, table in tables.items()},
        tuple(map(fault_from_json, _list(faults))),
        tuple(map(fault_from_json, _list(notes))),
        tuple(map(_text, _list(sheets))),
    )


def _list(found: Any, length: int | None = None) -> list[Any]:  # noqa: ANN401
    if not isinstance(found, list) or (length is not None and len(found) != length):
        raise ValueError(type(found))
    return found


def _text(found: Any) -> str:  # noqa: ANN401
    if not isinstance(found, str):
        raise ValueError(type(found))
    return found
