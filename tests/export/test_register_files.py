"""The register as CSV: it comes back as it was, and runs nothing in a spreadsheet."""

import csv
import io
import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.reading import read_table
from data.schema import AGREEMENTS, ALONE, FileSchema
from export.inert import guarded, recoverable
from export.kept import Plain, rows_of
from export.register_files import register_csv, register_meta
from tests.export.register_rows import (
    AGREEMENT_ROWS,
    ALONE_ROWS,
    DANGEROUS,
    HOSTILE,
    REGISTER,
    plan_of,
    rows,
    stored,
    texts,
)

BOTH = pytest.mark.parametrize("schema", [AGREEMENTS, ALONE], ids=lambda schema: schema.name)


def without_guard(text: str) -> str:
    """What the import does: one apostrophe off, where it looks like a guard."""
    return text[1:] if re.match(r"'+[=+\-@\t\r\x00]", text) else text


def cells_of(data: bytes, delimiter: str = ";") -> list[list[str]]:
    text = io.StringIO(data.decode("utf-8-sig"), newline="")
    return list(csv.reader(text, delimiter=delimiter, strict=True))


def one(text: str) -> tuple[Plain, ...]:
    return rows_of([{**AGREEMENT_ROWS[0].cells, "merknad": text}], 7)


@given(texts)
@example("'=1")
@example("''=1")
@example("'")
def test_a_guard_comes_off_again_and_only_a_guard(text: str) -> None:
    assert without_guard(guarded(text)) == text
    assert without_guard(recoverable(text)) == text
    assert not guarded(text).startswith(tuple(DANGEROUS))


@BOTH
@given(data=st.data())
def test_rows_come_back_as_they_were(schema: FileSchema, data: st.DataObject) -> None:
    kept = data.draw(rows(schema))
    guard = data.draw(st.booleans())
    table = read_table(register_csv(kept, schema, guard, versions=False), schema)
    assert table.faults == ()
    found = [{k: without_guard(v) for k, v in row.cells.items()} for row in table.rows]
    assert found == [row.cells for row in kept]


@BOTH
@given(data=st.data())
def test_an_import_of_what_was_exported_does_nothing(
    schema: FileSchema, data: st.DataObject
) -> None:
    kept = data.draw(rows(schema))
    guard, excel, versions = (data.draw(st.booleans()) for _ in range(3))
    written = register_csv(kept, schema, guard, excel, versions)
    plan = plan_of(written, "register.csv", {schema.name: stored(kept, schema)})
    assert plan.faults == ()
    assert plan.empty
    assert len(plan.unchanged) == len(kept)
    assert plan.changes(remove_gone=True) == ()


@pytest.mark.parametrize(("version", "kind"), [(4, "changed"), (3, "conflict")])
def test_the_version_tells_an_import_what_the_editor_saw(version: int, kind: str) -> None:
    (old,) = one("før")
    edited = Plain({**old.cells, "merknad": "=etter"}, version)
    held = stored((Plain(old.cells, 4),), AGREEMENTS)
    plan = plan_of(register_csv([edited], AGREEMENTS), "register.csv", {"avtaler": held})
    (planned,) = plan.changed + plan.conflicts
    assert planned.kind == kind
    assert planned.differences == (("merknad", "før", "=etter"),)
    assert planned.seen == version


@BOTH
@given(data=st.data())
def test_versions_follow_the_rows_in_both_kinds(schema: FileSchema, data: st.DataObject) -> None:
    kept = data.draw(rows(schema))
    excel = data.draw(st.booleans())
    heads, *found = cells_of(register_csv(kept, schema, excel=excel), ";" if excel else ",")
    assert heads == [*schema.headers, "versjon"]
    assert [line[-1] for line in found] == [str(row.version) for row in kept]
    assert [[without_guard(cell) for cell in line[:-1]] for line in found] == [
        [row.cells[name] for name in schema.headers] for row in kept
    ]


@BOTH
@given(data=st.data())
def test_no_cell_starts_a_formula(schema: FileSchema, data: st.DataObject) -> None:
    kept = data.draw(rows(schema))
    for excel, delimiter in ((True, ";"), (False, ",")):
        for line in cells_of(register_csv(kept, schema, excel=excel), delimiter):
            assert [cell for cell in line if cell.startswith(tuple(DANGEROUS))] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_the_guard_can_be_left_out_for_machines(text: str) -> None:
    cell = cells_of(register_csv(one(text), AGREEMENTS, guard=False))[1][-2]
    assert cell == (f"'{text}" if re.match(r"'+[=+\-@]", text) else text)


@BOTH
def test_the_shipped_register_comes_back(schema: FileSchema) -> None:
    kept = AGREEMENT_ROWS if schema is AGREEMENTS else ALONE_ROWS
    table = read_table(register_csv(kept, schema, versions=False), schema)
    assert [dict(row.cells) for row in table.rows] == [dict(row.cells) for row in kept]


def test_for_excel_it_has_a_bom_semicolons_and_windows_lines() -> None:
    data = register_csv(AGREEMENT_ROWS, AGREEMENTS)
    assert data.startswith(b"\xef\xbb\xbfid;navn;")
    assert data.count(b"\r\n") == len(AGREEMENT_ROWS) + 1


def test_for_machines_it_is_plain() -> None:
    data = register_csv(AGREEMENT_ROWS, AGREEMENTS, excel=False)
    assert data.startswith(b"id,navn,")
    assert b"\r" not in data
    assert data.count(b"\n") == len(AGREEMENT_ROWS) + 1


@pytest.mark.parametrize("excel", [True, False])
@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb"])
def test_a_line_end_in_a_cell_is_one_and_never_ends_the_row(text: str, excel: bool) -> None:
    lines = cells_of(register_csv(one(text), AGREEMENTS, excel=excel), ";" if excel else ",")
    assert [line[-2] for line in lines] == ["merknad", "a\nb"]


def test_a_cell_that_the_store_has_as_nothing_is_empty() -> None:
    cells = {**AGREEMENT_ROWS[0].cells, "del_av": None}
    line = cells_of(register_csv([Plain(cells, 0)], AGREEMENTS))[1]  # type: ignore[arg-type]
    assert line[2] == ""
    assert line[-1] == ""


def test_what_the_data_cannot_say_stands_beside_it() -> None:
    meta = json.loads(register_meta(REGISTER, 254, 19))
    assert meta["Dato"] == REGISTER.as_of
    assert meta["Revisjon"] == REGISTER.revision
    assert "CC BY 4.0" in meta["Lisens"]
    assert "254 avtaler" in meta["Hva dette er"]
    assert len(meta["Forbehold"]) == 3
