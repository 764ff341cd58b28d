"""A workbook's sheets are chosen by name and headers, and its cells read as a CSV file's."""

import datetime as dt
from typing import Any

import pytest

from data.intake.files import Upload, read_upload
from data.intake.headers import VERSION
from tests.malformed.make_files import (
    ANSWER,
    HEADERS,
    SHEET,
    answers,
    csv_file,
    in_sheet,
    repacked,
    row,
    rows,
    workbook,
)


def read(data: bytes, name: str = "bok.xlsx", sheet: str = "") -> Upload:
    return read_upload(data, name, sheet=sheet)


def codes(upload: Upload) -> list[str]:
    return [fault.code for fault in upload.everything]


def ids(upload: Upload) -> list[str]:
    return [row.cells["id"] for row in upload.tables["avtaler"].rows]


def test_both_sheets_of_the_template_are_read_whatever_their_case() -> None:
    upload = read(workbook({"Forklaring": [["Om malen"]], "Avtaler": rows(), "ALENE": answers()}))
    assert upload.everything == ()
    assert ids(upload) == ["avtale-1", "avtale-2"]
    assert dict(upload.tables["alene"].rows[0].cells) == ANSWER
    assert upload.tables["alene"].file == "bok.xlsx[ALENE]"
    assert upload.sheets == ("Forklaring", "Avtaler", "ALENE")


def test_a_sheet_without_rows_is_no_table() -> None:
    upload = read(workbook({"avtaler": rows(), "alene": answers()[:1]}))
    assert list(upload.tables) == ["avtaler"]
    assert upload.everything == ()


def test_a_fault_in_one_sheet_is_a_fault_of_the_file() -> None:
    upload = read(workbook({"avtaler": rows(), "alene": [["kommune", "tjeneste"], ["1", "2"]]}))
    assert [(f.code, f.file) for f in upload.faults] == [("KOLONNER_MANGLER", "bok.xlsx[alene]")]
    assert upload.fatal


def test_a_sheet_that_explains_is_passed_over_and_a_hidden_one_too() -> None:
    sheets = {"Om": [["x"]], "Lister": rows(1, id="fra-lista"), "Ark1": rows()}
    upload = read(workbook(sheets, hidden="Lister"))
    assert ids(upload) == ["avtale-1", "avtale-2"]
    assert codes(upload) == []
    assert upload.sheets == ("Om", "Ark1")


def test_the_first_sheet_that_has_the_headers_is_taken() -> None:
    upload = read(workbook({"Notater": [["Husk møtet"]], "Ark2": rows()}))
    assert ids(upload) == ["avtale-1", "avtale-2"]
    assert codes(upload) == ["ARK_FLERE"]


def test_a_sheet_can_be_chosen() -> None:
    data = workbook({"Ark1": rows(), "Ark2": rows(1, id="andre")})
    assert ids(read(data, sheet="ark2")) == ["andre"]
    assert codes(read(data, sheet="Ark2")) == []
    (fault,) = read(data, sheet="Ark3").faults
    assert fault.code == "ARK_UKJENT"
    assert "Ark1, Ark2" in fault.message


def test_answers_are_known_by_their_headers_in_any_sheet_and_in_csv() -> None:
    assert list(read(workbook({"Ark1": answers()})).tables) == ["alene"]
    assert list(read(csv_file(answers()), "svar.csv").tables) == ["alene"]


def test_a_workbook_without_a_sheet_is_empty() -> None:
    """Found by the fuzz."""
    part = "xl/workbook.xml"
    data = workbook({"Ark1": rows()})
    data = repacked(data, lambda parts: parts.update({part: parts[part].replace(
        b'<sheet name="Ark1" sheetId="1" r:id="rId1"/>', b"")}))  # fmt: skip
    assert codes(read(data)) == ["FIL_TOM"]


def test_a_chart_is_no_sheet_to_read() -> None:
    def chart(book: Any) -> None:
        line = book.add_chart({"type": "line"})
        line.add_series({"values": "=Ark1!$A$1:$A$2"})
        book.add_chartsheet("Diagram").set_chart(line)

    data = workbook({"Ark1": rows()}, chart)
    assert read(data).sheets == ("Ark1",)
    assert codes(read(data, sheet="Diagram")) == ["ARK_UKJENT"]


def test_values_are_read_as_a_csv_file_has_them() -> None:
    values = {
        "fra": 2020,
        "til": 2021.0,
        "orgnr": 974760673.0,
        "navn": True,
        "merknad": 1.5,
        "formål": dt.date(2024, 1, 31),
        "andre": dt.datetime(2024, 1, 31, 12, 30),
        "kilde": " to\u00a0ord\nto linjer ",
        "sikkerhet": 1234567.1,
    }

    def dates(book: Any) -> None:
        sheet, style = book.get_worksheet_by_name("Ark1"), book.add_format({"num_format": 14})
        for name in ("formål", "andre"):
            sheet.write_datetime(1, HEADERS.index(name), values[name], style)

    plain = {name: value for name, value in values.items() if name not in ("formål", "andre")}
    table = [
        list(HEADERS),
        [plain.get(name, cell) for name, cell in zip(HEADERS, row(), strict=True)],
    ]
    found = read(workbook({"Ark1": table}, dates)).tables["avtaler"].rows[0].cells
    assert {name: found[name] for name in values} == {
        "fra": "2020",
        "til": "2021",
        "orgnr": "974760673",
        "navn": "ja",
        "merknad": "1.5",
        "formål": "2024-01-31",
        "andre": "2024-01-31 12:30:00",
        "kilde": "to ord\nto linjer",
        "sikkerhet": "1234567.1",
    }


def test_an_error_value_is_a_fault_but_the_same_letters_as_text_are_not() -> None:
    data = workbook({"Ark1": rows(2, merknad="#N/A")})
    assert codes(read(data)) == []
    text = b'<c r="B2" t="s"><v>'
    broken = in_sheet(data, text, b'<c r="B2" t="e"><v>#REF!</v><v>')
    (fault,) = read(broken).tables["avtaler"].faults
    assert (fault.code, fault.line, fault.column) == ("CELLE_FEIL", 2, "navn")
    assert ids(read(broken)) == ["avtale-2"]


def test_text_that_looks_like_an_escape_is_kept() -> None:
    upload = read(workbook({"Ark1": rows(1, merknad="_x000B_ og _x0041_")}))
    assert upload.tables["avtaler"].rows[0].cells["merknad"] == "_x000B_ og _x0041_"


def test_helper_columns_are_passed_over_and_the_version_is_kept() -> None:
    head, *body = rows()
    table = [
        ["(deltakere, navn)", *head, "(x)", "Versjon", ""],
        *(["Giske", *r, "", 3] for r in body),
    ]
    # A helper filled in below the rows is no row.
    table.append(["", *[""] * len(head), "x"])
    upload = read(workbook({"avtaler": table}))
    assert codes(upload) == []
    assert [r.cells[VERSION] for r in upload.tables["avtaler"].rows] == ["3", "3"]
    assert set(upload.tables["avtaler"].rows[0].cells) == {*HEADERS, VERSION}
    assert VERSION not in read(workbook({"avtaler": rows()})).tables["avtaler"].rows[0].cells


def test_a_helper_formula_without_a_value_is_no_fault() -> None:
    table = [["(navn)", *rows()[0]], *(["x", *line] for line in rows()[1:])]

    def formula(book: Any) -> None:
        # The second stands below the rows, as a formula that was filled down does.
        for line in (1, 9):
            book.get_worksheet_by_name("Ark1").write_formula(line, 0, "=1", None, 987654)

    data = workbook({"Ark1": table}, formula)
    for _formula in range(2):
        data = in_sheet(data, b"<v>987654</v>", b"")
    upload = read(data)
    assert codes(upload) == ["FORMEL_VERDI"]
    assert len(ids(upload)) == 2


def test_a_formula_that_gives_an_empty_text_is_an_empty_cell() -> None:
    data = workbook(
        {"Ark1": rows(1)},
        lambda book: book.get_worksheet_by_name("Ark1").write_formula(1, 20, '=""', None, "q"),
    )
    upload = read(in_sheet(data, b"<v>q</v>", b"<v></v>"))
    assert codes(upload) == ["FORMEL_VERDI"]
    assert upload.tables["avtaler"].rows[0].cells["merknad"] == ""


def test_columns_without_header_and_content_are_passed_over() -> None:
    table = [[*line, "", ""] for line in rows()]
    assert codes(read(csv_file(table), "tomme.csv")) == []
    table[1][-1] = "noe"
    assert codes(read(csv_file(table), "noe.csv")) == ["KOLONNER_UKJENT"]


def test_the_line_that_names_the_separator_is_passed_over() -> None:
    upload = read(b"sep=;\r\n" + csv_file(rows()), "sep.csv")
    assert codes(upload) == ["OVERSKRIFT_FUNNET"]
    assert upload.tables["avtaler"].rows[0].line == 3


def test_the_row_of_a_fault_is_the_row_of_the_sheet() -> None:
    table = [*rows(1), [], [], [*row(id="x"), "utenfor"]]
    (fault,) = read(workbook({"Ark1": table})).tables["avtaler"].faults
    assert (fault.code, fault.line) == ("CELLETALL", 5)


@pytest.mark.parametrize("claim", [b"A1", b"A1:XFD1048576", b"B7:A1", b"nei"])
def test_what_a_sheet_says_of_its_size_is_not_believed(claim: bytes) -> None:
    data = workbook({"Ark1": rows()})
    sheet = repacked(data, lambda parts: parts.update({SHEET: parts[SHEET].replace(
        b'<dimension ref="A1:U3"/>', b'<dimension ref="' + claim + b'"/>')}))  # fmt: skip
    assert sheet != data
    upload = read(sheet)
    assert ids(upload) == ["avtale-1", "avtale-2"] or codes(upload) == ["XLSX_SKADET"]


@pytest.mark.parametrize("place", [b"A99999999", b"ZZZ2", b"A1048577"])
def test_a_cell_far_away_takes_no_time(place: bytes) -> None:
    data = workbook({"Ark1": rows()})
    far = b'<row r="' + place.lstrip(b"AZ") + b'"><c r="' + place + b'"><v>1</v></c></row>'
    upload = read(in_sheet(data, b"</sheetData>", far + b"</sheetData>"))
    assert ids(upload) == ["avtale-1", "avtale-2"]


def test_a_text_file_with_the_name_of_a_workbook_is_read_as_text() -> None:
    assert codes(read(csv_file(rows()), "tekst.xlsx")) == ["FILTYPE_ANNEN"]
    assert codes(read(b"bare noe tekst", "tekst.xlsx")) == ["IKKE_XLSX"]
    assert ids(read(workbook({"Ark1": rows()}), "bok.csv")) == ["avtale-1", "avtale-2"]


@pytest.mark.parametrize("name", ["../../etc/passwd", "x.exe:$s.csv", "", "a" * 5000, "\ud800.csv"])
def test_a_name_is_never_a_path(name: str) -> None:
    upload = read(csv_file(rows()), name)
    assert "/" not in upload.name
    assert len(upload.name) <= 100
    assert len(ids(upload)) == 2


def test_utf16_without_its_mark_is_said_to_be_so() -> None:
    (fault,) = read(csv_file(rows(), encoding="utf-16-le"), "utf16.csv").faults
    assert fault.code == "TEGNSETT"
    assert "UTF-16" in fault.message


def test_a_header_of_five_megabytes_is_answered_at_once() -> None:
    assert codes(read(b"x" * 5_000_000 + b";y", "lang.csv")) == ["TEKST_FOR_LANG"]
