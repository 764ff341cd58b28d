"""`run.py check` prints one line a fault, and says by its exit code whether there is one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data import check
from data.files import SHIPPED, read_file
from data.schema import SCHEMAS
from tests.malformed.make_files import workbook


def test_the_shipped_register_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("register: 0 feil")


def test_a_fault_is_one_line_with_file_line_and_code(
    folder: Path, row: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    row(form="laug")
    assert check.main([str(folder)]) == 1
    lines = [line for line in capsys.readouterr().out.splitlines() if "advarsel" not in line]
    assert lines[0].startswith("avtaler.csv:256: VERDI_UKJENT: «form» er «laug»")
    assert "iks" in lines[0]


def test_a_lone_file_of_any_name_is_read_as_agreements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes((SHIPPED / "avtaler.csv").read_bytes())
    assert check.main([str(file)]) == 0
    assert "mine.csv" in capsys.readouterr().out


def as_workbook(name: str, **changes: str) -> bytes:
    """A file of the register as a workbook, the cells of its last row changed."""
    rows = [dict(row.cells) for row in read_file(SHIPPED / f"{name}.csv", SCHEMAS[name]).rows]
    rows[-1].update(changes)
    return workbook({"Ark1": [list(rows[0]), *(list(cells.values()) for cells in rows)]})


def test_a_lone_workbook_is_read_as_agreements(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.xlsx"
    file.write_bytes(as_workbook("avtaler"))
    assert check.main([str(file)]) == 0
    assert "mine.xlsx: 0 feil" in capsys.readouterr().out
    file.write_bytes(as_workbook("avtaler", form="laug"))
    assert check.main([str(file)]) == 1
    assert "mine.xlsx:255: VERDI_UKJENT: «form» er «laug»" in capsys.readouterr().out


def test_a_lone_file_of_answers_is_known_by_its_headers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.csv").write_bytes((SHIPPED / "alene.csv").read_bytes())
    (tmp_path / "b.xlsx").write_bytes(as_workbook("alene"))
    for name in ("a.csv", "b.xlsx"):
        assert check.main([str(tmp_path / name)]) == 0
    (tmp_path / "b.xlsx").write_bytes(as_workbook("alene", kommune="9999"))
    assert check.main([str(tmp_path / "b.xlsx")]) == 1
    assert "b.xlsx:20: KOMMUNE_UKJENT" in capsys.readouterr().out


def test_what_is_said_of_the_reading_is_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gammel.csv"
    text = (SHIPPED / "alene.csv").read_text("utf-8-sig")
    file.write_bytes(text.encode("cp1252"))
    assert check.main([str(file)]) == 0
    assert "gammel.csv:1: TEGNSETT_ANTATT: " in capsys.readouterr().out


@pytest.mark.parametrize("name", ["finnes-ikke.csv", "ark.xlsx"])
def test_a_file_that_cannot_be_read_is_one_fault(name: str, tmp_path: Path) -> None:
    assert check.main([str(tmp_path / name)]) == 1


def test_the_package_description_agrees_with_the_schema() -> None:
    package = json.loads((SHIPPED / "datapackage.json").read_text("utf-8"))
    assert [resource["name"] for resource in package["resources"]] == list(SCHEMAS)
    for resource in package["resources"]:
        schema = SCHEMAS[resource["name"]]
        assert resource["path"] == schema.file
        fields = [field["name"] for field in resource["schema"]["fields"]]
        head = (SHIPPED / schema.file).read_text("utf-8-sig").splitlines()[0]
        assert fields == list(schema.headers) == head.split(";")
        assert resource["schema"]["primaryKey"] == list(schema.key)
