"""What is told of kinds of file in general; `test_every_file` makes every one of every view."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from data import files, store
from export.command import main
from export.formats import FORMATS, Asked, write
from export.view_workbook import workbook
from geo import boundaries
from views import kart
from views.query import Query
from views.view import Item, Table, View, tables_of

REGISTER = store.load(files.SHIPPED)
AREAS = boundaries.load()


def test_the_whole_presentation_becomes_slides(tmp_path: Path) -> None:
    out = tmp_path / "sett.pptx"
    assert main(["--view", "presentasjon", "--format", "pptx", "--out", str(out)]) == 0
    names = zipfile.ZipFile(out).namelist()
    assert sum(name.startswith("ppt/slides/slide") for name in names) >= 30


def test_a_presentation_is_slides_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "sett.gpkg"
    assert main(["--view", "presentasjon", "--format", "gpkg", "--out", str(out)]) == 1
    assert "pptx" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize("ending", [k for k, kind in FORMATS.items() if kind.needs_picture])
def test_a_view_without_a_map_is_refused_in_words(ending: str) -> None:
    asked = Asked(View("Tittel", "Setning", None), "kart", Query(), REGISTER, AREAS)
    with pytest.raises(ValueError, match="ikke noe kart"):
        write(ending, asked)


def cells(content: bytes, sheet: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value or "" for cell in row] for row in book[sheet].iter_rows()]


def test_a_workbook_holds_the_tables_of_the_view_as_text_that_runs_nothing() -> None:
    rows = (("=1+1", Item("@navn", "https://a.no")), ("<r>x</r>", "+47"))
    view = View("Tittel", "Setning", None, tables=(Table("Tabell: [1]", ("A", "B"), rows),))
    content = workbook(view, "kart", Query(tjeneste=("ikt",)), REGISTER)
    assert cells(content, "Tabell 1") == [["A", "B"], ["=1+1", "@navn"], ["<r>x</r>", "+47"]]
    book = openpyxl.load_workbook(io.BytesIO(content))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    about = dict(cells(content, "Om"))
    assert about["Tittel"] == "Tittel"
    assert about["Filter"] == "IKT"
    assert about["Lenke"] == "tjeneste=ikt"
    assert about["Grenser"] == "© Kartverket (CC BY 4.0)"


def test_sheets_of_the_same_caption_are_told_apart() -> None:
    tables = tuple(Table("Samme navn " * 5, ("A",), (("x",),)) for _again in range(3))
    content = workbook(View("T", "S", None, tables=tables), "kart", Query(), REGISTER)
    names = openpyxl.load_workbook(io.BytesIO(content)).sheetnames
    assert len(set(map(str.casefold, names))) == 4
    assert all(len(name) <= 31 for name in names)


def test_the_map_in_geojson_is_the_map_of_the_view() -> None:
    query = Query(tjeneste=("legevakt",))
    view = kart.build(REGISTER, query, AREAS)
    assert view.picture is not None
    found = json.loads(write("geojson", Asked(view, "kart", query, REGISTER, AREAS)))
    hubs = [f for f in found["features"] if f["properties"]["lag"] == "knutepunkt"]
    assert len(hubs) == len(view.picture.hubs)
    assert found["om"]["tittel"] == view.title
    assert tables_of(view)
