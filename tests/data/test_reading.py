"""Whatever the bytes are, the reader answers with rows and faults, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files import SHIPPED
from data.limits import limit
from data.reading import Table, read_table
from data.schema import AGREEMENTS, ALONE

GOOD = (SHIPPED / "alene.csv").read_bytes()
HEAD = GOOD.splitlines(keepends=True)[0]


def codes(data: bytes) -> list[str]:
    return [fault.code for fault in read_table(data, ALONE).faults]


def test_the_shipped_files_read_without_a_fault() -> None:
    table = read_table((SHIPPED / "avtaler.csv").read_bytes(), AGREEMENTS)
    assert table.faults == ()
    assert len(table.rows) == 254


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "FIL_TOM"),
        (b"\xef\xbb\xbf \r\n", "FIL_TOM"),
        (HEAD, "INGEN_RADER"),
        (b"\x89PNG\r\n\x1a\n", "IKKE_CSV"),
        (b"PK\x03\x04x", "IKKE_CSV"),
        ("kommune".encode("utf-16"), "TEGNSETT"),
        (HEAD + "Ålesund;".encode("cp1252"), "TEGNSETT"),
        (HEAD + b'1532;"ikke lukket;alene;;;;\r\n', "SITAT_APEN"),
        (HEAD + b"1532;barnevern\r\n", "CELLETALL"),
        (HEAD.replace(b"svar", b"svarr"), "KOLONNER_UKJENT"),
        (HEAD.replace(b"svar;", b""), "KOLONNER_MANGLER"),
        (HEAD.replace(b"svar", b"kilde"), "KOLONNE_DOBBEL"),
        (HEAD.replace(b";", b","), "SKILLETEGN"),
        (HEAD + b"1532;barnevern;alene;a\x00b;;2022;\r\n", "UGYLDIG_TEGN"),
        (HEAD + "1532;barnevern;alene;Ã…lesund;;2022;\r\n".encode(), "TEGNFEIL"),
        (HEAD + b"1532;barnevern;alene;" + b"x" * 3000 + b";;2022;\r\n", "TEKST_FOR_LANG"),
    ],
)
def test_each_fault_has_its_code(data: bytes, code: str) -> None:
    assert code in codes(data)


def test_a_file_over_the_limit_is_named_with_the_limit() -> None:
    (fault,) = read_table(b"x" * (limit("upload_mb") * 1024 * 1024 + 1), ALONE).faults
    assert fault.code == "FIL_FOR_STOR"
    assert str(limit("upload_mb")) in fault.message


def test_too_many_rows_are_refused() -> None:
    data = HEAD + b"1532;barnevern;alene;Giske;;2022;\r\n" * (limit("rows") + 1)
    assert codes(data) == ["FOR_MANGE_RADER"]


def test_a_fault_names_the_line_where_its_row_starts() -> None:
    data = HEAD + b'1532;barnevern;alene;"to\r\nlinjer";;2022;\r\n1532;kort\r\n'
    (fault,) = read_table(data, ALONE).faults
    assert fault.line == 4


def test_a_misspelt_column_gets_a_suggestion() -> None:
    fault = read_table(HEAD.replace(b"kommune;", b"komune;") + b"1;2;3;4;5;6;7\n", ALONE).faults[0]
    assert "kommune" in fault.message


def test_decomposed_letters_and_hard_spaces_are_equal_to_plain_ones() -> None:
    plain = HEAD + "1532;barnevern;alene;Ålesund kommune;;2022;\r\n".encode()
    odd = HEAD + "1532;barnevern;alene;A\u030alesund\u00a0kom\u00admune;;2022;\r\n".encode()
    assert read_table(odd, ALONE).rows[0].cells == read_table(plain, ALONE).rows[0].cells


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table(data: bytes) -> None:
    assert isinstance(read_table(data, ALONE), Table)


@given(st.data())
def test_a_mutated_file_gives_rows_or_faults(data: st.DataObject) -> None:
    mutated = bytearray(GOOD)
    for _step in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(mutated) - 1))
        mutated[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    table = read_table(bytes(mutated), ALONE)
    assert table.rows or table.faults
