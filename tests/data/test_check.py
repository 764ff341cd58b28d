"""`run.py check` prints one line a fault, and says by its exit code whether there is one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data import check
from data.schema import SCHEMAS
from data.store import SHIPPED


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
