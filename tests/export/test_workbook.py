"""The workbook: what it explains, what can be chosen in it, that it is inert and comes back."""

import io
import time
import zipfile
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, example, given, settings

from data.intake.files import read_upload
from data.limits import limit
from data.reading import Row, Table
from data.schema import AGREEMENTS, ALONE, FileSchema
from data.validation import Vocabulary, check_cells
from export.explanation import columns_of
from export.kept import Plain, rows_of
from export.sheets import created
from export.workbook import PASSED_OVER, helper_header, template
from tests.export.register_rows import (
    AGREEMENT_ROWS,
    ALONE_ROWS,
    HOSTILE,
    REGISTER,
    plan_of,
    rows,
    stored,
)

ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!")
CHOSEN = {
    "avtaler": ("tjeneste", "form", "vert", "sete", "ufullstendig", "status", "sikkerhet"),
    "alene": ("kommune", "tjeneste", "svar"),
}
NAMED = {
    "avtaler": ("tjeneste", "form", "vert", "sete", "deltakere"),
    "alene": ("kommune", "tjeneste"),
}
BOTH = pytest.mark.parametrize("schema", [AGREEMENTS, ALONE], ids=lambda schema: schema.name)
EMPTY = template(REGISTER)
WHOLE = template(REGISTER, AGREEMENT_ROWS, ALONE_ROWS)


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def headers(sheet: Any) -> list[str]:
    return [cell.value for cell in sheet[1]]


def cells_of(sheet: Any, schema: FileSchema) -> list[dict[str, str]]:
    """The rows under the schema's headers and «versjon», as texts."""
    heads = headers(sheet)
    wanted = (*schema.headers, "versjon")
    return [
        {name: line[heads.index(name)] or "" for name in wanted}
        for line in sheet.iter_rows(min_row=2, values_only=True)
    ]


def chosen_from(book: Any, name: str) -> dict[str, tuple[str, list[str]]]:
    """By header: the cells that have a drop-down list, and the words of the list."""
    found = {}
    sheet = book[name]
    for rule in sheet.data_validations.dataValidation:
        assert rule.type == "list"
        where = rule.formula1.removeprefix("Lister!")
        words = [cell.value for (cell,) in book["Lister"][where]]
        (area,) = rule.sqref.ranges
        header = sheet.cell(1, area.min_col).value
        found[header] = (f"{area.min_row}:{area.max_row}", words)
    return found


@BOTH
@pytest.mark.parametrize("data", [EMPTY, WHOLE], ids=["empty", "whole"])
def test_headers_are_the_schemas_and_helpers_stand_in_parentheses(
    schema: FileSchema, data: bytes
) -> None:
    heads = headers(opened(data)[schema.name])
    assert [head for head in heads if not head.startswith("(")] == [*schema.headers, "versjon"]
    for name in NAMED[schema.name]:
        assert heads[heads.index(name) + 1] == helper_header(name)
    assert len(heads) == len(schema.headers) + 1 + len(NAMED[schema.name])


@BOTH
def test_every_code_can_be_chosen(schema: FileSchema) -> None:
    found = chosen_from(opened(EMPTY), schema.name)
    assert tuple(found) == CHOSEN[schema.name]
    codes = {
        "tjenester": list(REGISTER.service_by_code),
        "former": list(REGISTER.form_by_code),
        "kommuner": [f"{m.code} {m.name}" for m in REGISTER.municipality_by_code.values()],
    }
    for column in schema.columns:
        if column.name in found:
            where, words = found[column.name]
            assert where == f"2:{limit('rows') + 1}"
            assert words == (list(column.accepted) or codes[column.refers_to])


def test_the_lists_give_the_names_of_the_codes() -> None:
    sheet = opened(EMPTY)["Lister"]
    pairs = {pair for line in sheet.iter_rows(values_only=True) for pair in pairwise(line)}
    assert {(row.code, row.name) for row in REGISTER.service_by_code.values()} <= pairs
    assert {(row.code, row.name) for row in REGISTER.form_by_code.values()} <= pairs
    assert {(row.code, row.name) for row in REGISTER.municipality_by_code.values()} <= pairs


def test_codes_have_their_names_beside_them() -> None:
    sheet = opened(WHOLE)["avtaler"]
    assert not any(group.hidden for group in sheet.column_dimensions.values())
    heads = headers(sheet)
    for line in sheet.iter_rows(min_row=2, values_only=True):
        row = dict(zip(heads, line, strict=True))
        assert row["(tjeneste, navn)"] == REGISTER.service_by_code[row["tjeneste"]].name
        assert row["(form, navn)"] == REGISTER.form_by_code[row["form"]].name
        for name in ("vert", "sete"):
            place = REGISTER.municipality_by_code.get(row[name])
            assert row[f"({name}, navn)"] == (place.name if place else None)
        members = (row["deltakere"] or "").split("|")
        names = ", ".join(REGISTER.municipality_by_code[code].name for code in members if code)
        assert (row["(deltakere, navn)"] or "") == names


@BOTH
def test_the_shipped_register_comes_back(schema: FileSchema) -> None:
    kept = AGREEMENT_ROWS if schema is AGREEMENTS else ALONE_ROWS
    assert cells_of(opened(WHOLE)[schema.name], schema) == [
        {**row.cells, "versjon": "1"} for row in kept
    ]


@settings(max_examples=60)
@given(rows(AGREEMENTS), rows(ALONE))
@example(
    rows_of([{**AGREEMENT_ROWS[0].cells, "navn": text} for text in HOSTILE], 3),
    rows_of([{**ALONE_ROWS[0].cells, "kilde": text} for text in HOSTILE], 4),
)
def test_rows_come_back_and_no_cell_is_more_than_text(
    agreements: tuple[Plain, ...], alone: tuple[Plain, ...]
) -> None:
    book = opened(template(REGISTER, agreements, alone))
    for schema, kept in ((AGREEMENTS, agreements), (ALONE, alone)):
        found = cells_of(book[schema.name], schema)
        for row, back in zip(kept, found, strict=True):
            assert {key: without_guard(text) for key, text in back.items()} == {
                **row.cells,
                "versjon": str(row.version),
            }
    for sheet in book:
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.hyperlink is None
                assert cell.data_type == "s" or cell.value is None, cell.value


@settings(max_examples=60)
@given(rows(AGREEMENTS), rows(ALONE))
def test_an_import_of_what_was_exported_does_nothing(
    agreements: tuple[Plain, ...], alone: tuple[Plain, ...]
) -> None:
    texts = [text for row in (*agreements, *alone) for text in row.cells.values()]
    # openpyxl cannot tell these from a spreadsheet's own: an error value, an escaped character.
    assume(not any(text in ERRORS or "_x00" in text for text in texts))
    data = template(REGISTER, agreements, alone)
    held = {"avtaler": stored(agreements, AGREEMENTS), "alene": stored(alone, ALONE)}
    plan = plan_of(data, "register.xlsx", held)
    assert plan.faults == ()
    assert plan.empty
    assert len(plan.unchanged) == len(agreements) + len(alone)
    assert plan.changes(remove_gone=True) == ()


def test_the_whole_register_is_imported_as_it_is() -> None:
    held = {"avtaler": stored(AGREEMENT_ROWS, AGREEMENTS), "alene": stored(ALONE_ROWS, ALONE)}
    plan = plan_of(WHOLE, "register.xlsx", held)
    assert plan.faults == ()
    assert plan.empty
    assert len(plan.unchanged) == len(AGREEMENT_ROWS) + len(ALONE_ROWS)


def test_a_template_that_is_filled_in_is_read_with_what_was_chosen() -> None:
    book = opened(EMPTY)
    sheet = book["alene"]
    heads = headers(sheet)
    choices = [chosen_from(book, "alene")[name][1] for name in ("kommune", "tjeneste", "svar")]
    count = max(map(len, choices))
    for at in range(count):
        for name, words in zip(("kommune", "tjeneste", "svar"), choices, strict=True):
            sheet.cell(at + 2, heads.index(name) + 1).value = words[at % len(words)]
        sheet.cell(at + 2, heads.index("kilde") + 1).value = "Kommunen: årsmelding 2025"
    target = io.BytesIO()
    book.save(target)
    plan = plan_of(target.getvalue(), "mal.xlsx", {"alene": (), "avtaler": ()})
    assert plan.faults == ()
    assert len(plan.new) == count
    assert {row.key[0] for row in plan.new} == set(REGISTER.municipality_by_code)
    assert {row.key[1] for row in plan.new} == set(REGISTER.service_by_code)


def without_guard(text: str) -> str:
    return text[1:] if text.lstrip("'")[:1] in tuple("=+-@") and text[:1] == "'" else text


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_gets_into_the_files_of_the_workbook_as_more_than_text(text: str) -> None:
    data = template(REGISTER, rows_of([{**AGREEMENT_ROWS[0].cells, "navn": text}]))
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        names = files.namelist()
        sheets = [files.read(n) for n in names if n.startswith("xl/worksheets/")]
    assert not [name for name in names if "external" in name or name.endswith(".bin")]
    for part in sheets:
        assert b"<f>" not in part
        assert b"<f " not in part
        assert b"<hyperlink" not in part


def test_cells_are_text_so_that_zeros_stay() -> None:
    sheet = opened(EMPTY)["avtaler"]
    heads = headers(sheet)
    for at, head in enumerate(heads, start=1):
        letter = openpyxl.utils.get_column_letter(at)
        group = next(d for d in sheet.column_dimensions.values() if d.min <= at <= d.max)
        assert group.number_format == "@", (letter, head)
        assert (group.width >= 9) != group.hidden
        assert group.hidden == head.startswith("(")
    row = {**AGREEMENT_ROWS[0].cells, "sete": "0301"}
    book = opened(template(REGISTER, rows_of([row])))
    cell = book["avtaler"].cell(2, heads.index("sete") + 1)
    assert (cell.value, cell.data_type, cell.number_format) == ("0301", "s", "@")


@BOTH
def test_headers_stay_in_sight_and_tell_what_must_be_filled_in(schema: FileSchema) -> None:
    sheet = opened(EMPTY)[schema.name]
    assert sheet.freeze_panes == "C2"
    fills = {cell.value: cell.fill.start_color.rgb for cell in sheet[1]}
    required = {fills[c.name] for c in schema.columns if c.required}
    others = {fills[c.name] for c in schema.columns if not c.required}
    helpers = {fill for name, fill in fills.items() if name not in schema.headers}
    assert len(required) == len(others) == len(helpers) == 1
    assert len(required | others | helpers) == 3
    for column in schema.columns:
        note = next(c for c in sheet[1] if c.value == column.name).comment.text
        assert ("Må fylles ut" in note) == column.required


@pytest.mark.parametrize("data", [EMPTY, WHOLE], ids=["empty", "whole"])
def test_warnings_and_notes_are_short_enough_for_excel(data: bytes) -> None:
    book = opened(data)
    for name, chosen in CHOSEN.items():
        rules = book[name].data_validations.dataValidation
        assert len(rules) == len(chosen)
        for rule in rules:
            assert rule.errorStyle == "warning"
            assert 0 < len(rule.errorTitle) <= 32
            assert 0 < len(rule.error) <= 255


def test_the_explanation_tells_of_every_column_and_how_to_go_on() -> None:
    lines = list(opened(EMPTY)["Forklaring"].iter_rows(values_only=True))
    text = "\n".join(str(cell) for line in lines for cell in line if cell)
    for schema in (AGREEMENTS, ALONE):
        for described in columns_of(schema):
            assert any(line[:4] == described[:4] for line in lines), described
    for word in ("/rediger", "versjon", "bekreftet hull", "A: ", "B: ", "C: ", "fødselsnummer"):
        assert word in text


@BOTH
def test_the_examples_are_accepted(schema: FileSchema) -> None:
    cells = {line.header: line.example for line in columns_of(schema)}
    vocabulary = Vocabulary(
        {
            "avtaler": frozenset(REGISTER.agreement_by_id),
            "tjenester": frozenset(REGISTER.service_by_code),
            "former": frozenset(REGISTER.form_by_code),
            "kommuner": frozenset(REGISTER.municipality_by_code),
        }
    )
    table = Table("x", (Row(2, cells),))
    assert list(check_cells(table, schema, vocabulary)) == []


def test_the_file_says_what_it_is() -> None:
    told = {a: b for a, b in opened(WHOLE)["Om"].iter_rows(values_only=True) if a}
    assert told["Tittel"] == "Registeret over interkommunalt samarbeid i Møre og Romsdal"
    assert f"{len(AGREEMENT_ROWS)} avtaler" in told["Hva dette er"]
    assert told["Dato"] == REGISTER.as_of
    assert told["Revisjon"] == REGISTER.revision
    assert "CC BY 4.0" in told["Lisens"]
    assert opened(EMPTY)["Om"]["B1"].value.startswith("Mal ")


def test_the_sheets_come_in_order_and_the_right_one_is_open() -> None:
    for data, first in ((EMPTY, "Forklaring"), (WHOLE, "avtaler")):
        book = opened(data)
        assert book.sheetnames == ["Forklaring", "avtaler", "alene", "Lister", "Om"]
        assert set(book.sheetnames) - set(PASSED_OVER) == {"avtaler", "alene"}
        assert book.active.title == first


def test_the_same_register_gives_the_same_bytes_whatever_the_clock() -> None:
    time.sleep(1.1)  # xlsxwriter would stamp the second
    assert template(REGISTER, AGREEMENT_ROWS, ALONE_ROWS) == WHOLE
    assert opened(WHOLE).properties.created == created(REGISTER.as_of)


@pytest.mark.parametrize(
    ("as_of", "date"),
    [
        ("november 2026", "2026-11-01"),
        ("januar 2024", "2024-01-01"),
        ("2025", "2025-01-01"),
        ("", "2000-01-01"),
    ],
)
def test_the_date_is_the_registers(as_of: str, date: str) -> None:
    assert created(as_of).date().isoformat() == date


def test_a_text_that_a_cell_cannot_hold_is_not_cut_in_silence() -> None:
    row = {**AGREEMENT_ROWS[0].cells, "merknad": "x" * 32768}
    with pytest.raises(ValueError, match="row 2"):
        template(REGISTER, rows_of([row]))


def test_five_thousand_rows_take_seconds() -> None:
    many = (AGREEMENT_ROWS * 20)[:5000]
    start = time.perf_counter()
    data = template(REGISTER, many, ALONE_ROWS)
    assert time.perf_counter() - start < 8
    assert len(data) < limit("upload_mb") * 1024 * 1024
    read = read_upload(data, "register.xlsx")
    assert read.faults == read.notes == ()
    assert len(read.tables["avtaler"].rows) == 5000
