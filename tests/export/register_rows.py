"""Rows for the tests of the register's files: the shipped ones, and made-up hostile ones."""

import re
import unicodedata
from pathlib import Path

from hypothesis import strategies as st

from data import files, store
from data.database.changes import Stored
from data.intake.cleaning import clean
from data.intake.files import read_upload
from data.intake.names import names_of, vocabulary_of
from data.intake.plan import Plan, make_plan
from data.reading import read_table
from data.register import Register
from data.schema import AGREEMENTS, ALONE, FileSchema
from export.kept import Plain, rows_of

SHIPPED = Path(files.SHIPPED)
REGISTER: Register = store.load(SHIPPED)
DANGEROUS = "=+-@\t\r\x00"
HOSTILE = (
    '=HYPERLINK("http://evil.example";"trykk")',
    "=1+1",
    "+47 70 00 00 00 (sentralbord)",
    "-1",
    "@SUM(A1:A9)",
    "'=1+1",
    "''=1+1",
    "'",
    "'s-Hertogenbosch",
    "'+'-'@",
    '"sitat" i teksten',
    "a;b,c|d",
    "linje én\nlinje to",
    "linje\n\n=3",
    "<r><t>rik</t></r>",
    "<r>&</r>",
    "</t></is><c><f>1+1</f></c>",
    "_x000D_ og _x0041_",
    "http://evil.example/ og mailto:",
    "internal:Om!A1",
    "{=A1}",
    "0301",
    "1,5",
    "1e5",
    "TRUE",
    "#N/A",
    "🚒 brann 👩‍🚒",
    unicodedata.normalize("NFD", "Ålesund og Sunnmøre på å"),
    "{{7*7}} ${7*7} <img src=x onerror=alert(1)>",
)
_CHARACTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Cn", "Co", "Zl", "Zp", "Cf"),
    exclude_characters="\ufffd",  # the sign of what could not be read is refused (UGYLDIG_TEGN)
)
# What the import does to every cell before it looks at it; "x005F_" is lost by openpyxl's reader.
_INVISIBLE = {0x00A0: " "}


def as_imported(text: str) -> str:
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE)).strip()


texts = (
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(_CHARACTERS, max_size=40),
        st.builds(
            lambda start, text: start + text,
            st.sampled_from(("=", "+", "-", "@", "'", "'=", "''", "'''-", '"', "<r>")),
            st.text(_CHARACTERS, max_size=20),
        ),
        st.lists(st.text(_CHARACTERS, max_size=10), max_size=3).map("\n".join),
        st.just(""),
    )
    .map(as_imported)
    .filter(lambda text: "x005F_" not in text and not re.search("Ã.|â€", text))
)
required = texts.filter(bool)


def free(schema: FileSchema) -> tuple[str, ...]:
    """The columns where any text may stand."""
    kinds = ("text", "list")
    return tuple(c.name for c in schema.columns if c.kind in kinds)


def shipped(schema: FileSchema) -> tuple[Plain, ...]:
    table = read_table((SHIPPED / schema.file).read_bytes(), schema)
    return rows_of((row.cells for row in table.rows), 1)


AGREEMENT_ROWS = shipped(AGREEMENTS)
ALONE_ROWS = shipped(ALONE)


VOCABULARY = vocabulary_of(REGISTER)
NAMES = names_of(REGISTER)


def stored(kept: tuple[Plain, ...], schema: FileSchema) -> tuple[Stored, ...]:
    """The rows as the store holds them."""
    at = "2026-11-23T10:00:00Z"
    return tuple(
        Stored(schema.name, tuple(row.cells[k] for k in schema.key), row.cells, row.version, at, "")
        for row in kept
    )


def plan_of(data: bytes, name: str, held: dict[str, tuple[Stored, ...]]) -> Plan:
    """What an import of the file would do to a store that holds these rows."""
    upload = read_upload(data, name)
    assert upload.faults == upload.notes == ()
    return make_plan(clean(upload, VOCABULARY, NAMES, {}), held, VOCABULARY)


def rows(schema: FileSchema) -> st.SearchStrategy[tuple[Plain, ...]]:
    """Rows of the register with other texts where texts may stand, and versions."""
    real = AGREEMENT_ROWS if schema is AGREEMENTS else ALONE_ROWS
    names = free(schema)

    def changed(row: Plain, cells: tuple[str, ...], version: int) -> Plain:
        return Plain({**row.cells, **dict(zip(names, cells, strict=True))}, version)

    wanted = {c.name for c in schema.columns if c.required}
    cells = st.tuples(*(required if name in wanted else texts for name in names))
    row = st.builds(changed, st.sampled_from(real), cells, st.integers(1, 10**6))
    return st.lists(
        row, min_size=1, max_size=4, unique_by=lambda r: tuple(r.cells[k] for k in schema.key)
    ).map(tuple)
