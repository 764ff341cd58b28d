"""The shipped register as tests of the import need it: words, codes, and rows as if stored."""

from collections.abc import Iterable, Mapping

from data.database.changes import Change, Key, Stored
from data.files import SHIPPED
from data.intake.cleaning import Cleaned, clean
from data.intake.names import names_of, vocabulary_of
from data.intake.plan import Plan, make_plan
from data.intake.upload import Upload
from data.reading import Row, Table, read_table
from data.schema import AGREEMENTS, ALONE, SCHEMAS
from data.store import load

REGISTER = load(SHIPPED)
NAMES = names_of(REGISTER)
VOCABULARY = vocabulary_of(REGISTER)
TABLES = {
    schema.name: read_table((SHIPPED / schema.file).read_bytes(), schema)
    for schema in (AGREEMENTS, ALONE)
}
Cells = Mapping[str, str]


def row(**cells: str) -> dict[str, str]:
    """A good agreement, with some of its cells changed."""
    good = {
        "id": "ny-avtale",
        "navn": "Ny avtale",
        "tjeneste": "legevakt",
        "form": "avtale",
        "deltakere": "1573|1576",
        "ufullstendig": "nei",
        "status": "aktiv",
        "kilde": "Aure kommune",
        "sikkerhet": "A",
    }
    return {**dict.fromkeys(AGREEMENTS.headers, ""), **good, **cells}


def upload(rows: Iterable[Cells], name: str = "avtaler") -> Upload:
    """A file with these rows, from line 2 on."""
    return Upload("fil.csv", {name: Table("fil.csv", tuple(map(Row, range(2, 10**6), rows)))})


def cleaned(*rows: Cells, consent: Mapping[str, str] | None = None) -> Cleaned:
    """The rows after cleaning."""
    return clean(upload(rows), VOCABULARY, NAMES, consent or {})


def stored(rows: Iterable[Cells], name: str = "avtaler", version: int = 1) -> list[Stored]:
    """Rows as the store would hold them."""
    key = SCHEMAS[name].key
    return [
        Stored(name, tuple(r[c] for c in key), dict(r), version, "2026-01-01T00:00:00Z", "redaktør")
        for r in rows
    ]


SHIPPED_ROWS = {name: [dict(row.cells) for row in table.rows] for name, table in TABLES.items()}
STORED = {name: stored(rows, name) for name, rows in SHIPPED_ROWS.items()}


def plan(
    *rows: Cells, standing: Iterable[Stored] = (), consent: Mapping[str, str] | None = None
) -> Plan:
    """What these agreements would do to a store that holds `standing`."""
    return make_plan(cleaned(*rows, consent=consent), {"avtaler": list(standing)}, VOCABULARY)


def applied(changes: Iterable[Change], standing: Iterable[Stored]) -> dict[Key, Cells]:
    """The rows after the changes, each of which must have seen the version that stands."""
    rows = {row.key: row for row in standing}
    result = {key: row.cells for key, row in rows.items()}
    for change in changes:
        assert change.version == (rows[change.key].version if change.key in rows else None)
        if change.cells is None:
            del result[change.key]
        else:
            result[change.key] = change.cells
    return result
