"""What `run.py export` writes is what the page shows, in codes, and nothing is half-written."""

import csv
import io
import json
from pathlib import Path

import pytest

from analysis.coverage import coverage
from data import store
from export.command import main
from export.tables import csv_bytes
from views.query import Query, to_string
from views.view import Bar, Item, Table

REGISTER = store.load()
HEADS = ["kommunenummer", "kommune", "tjeneste", "tilstand", "hull", "usikker", "avtaler"]


def read(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "query",
    [
        Query(tjeneste=("plan", "legevakt")),
        Query(tjeneste=("plan",), nettverk=True, utvikling=True, usikre=False),
        Query(tjeneste=("brann",), avsluttet=True, sikkerhet=("A", "B")),
        Query(tjeneste=tuple(REGISTER.service_by_code)),
    ],
)
def test_coverage_is_one_line_a_cell_under_the_same_switches(query: Query, tmp_path: Path) -> None:
    out = tmp_path / "dekning.csv"
    given = ["--view", "dekning", "--query", to_string(query), "--format", "csv"]
    assert main([*given, "--out", str(out)]) == 0
    heads, *rows = read(out)
    assert heads == HEADS
    assert len(rows) == 27 * len(query.tjeneste)
    left = {
        row.id
        for row in REGISTER.agreement_records
        if (not query.sikkerhet or row.confidence in query.sikkerhet)
        and (query.avsluttet or row.status != "avsluttet")
    }
    found = coverage(REGISTER, query, query.tjeneste, left)
    for code, name, service, state, gap, unsure, ids in rows:
        cell = found.cell(code, service)
        assert name == REGISTER.municipality_by_code[code].name
        assert (state, gap) == (cell.state, cell.gap)
        assert unsure == ("ja" if cell.uncertain else "nei")
        assert ids == "|".join(row.id for row in cell.rows)
        assert gap in ("", "bekreftet", "svakt", "mulig")


def test_what_the_data_cannot_say_stands_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "ny" / "dekning.csv"
    assert main(["--view", "dekning", "--query", "tjeneste=plan", "--out", str(out)]) == 0
    meta = json.loads((tmp_path / "ny" / "dekning.csv.meta.json").read_text("utf-8"))
    assert meta["sporring"] == "tjeneste=plan"
    assert "27 kommuner" in meta["forklaring"]
    assert meta["register"]["per"] == REGISTER.as_of
    assert sorted(path.name for path in out.parent.iterdir()) == [
        "dekning.csv",
        "dekning.csv.meta.json",
    ]


def test_an_unknown_key_is_told_of_and_the_rest_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.csv"
    assert main(["--view", "dekning", "--query", "tull=1&tjeneste=plan", "--out", str(out)]) == 0
    assert "tull" in capsys.readouterr().err
    assert len(read(out)) == 28


def test_a_place_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fil").write_text("x")
    out = tmp_path / "fil" / "a.csv"
    assert main(["--view", "dekning", "--out", str(out)]) == 1
    told = capsys.readouterr().err
    assert "kan ikke skrives" in told
    assert "Traceback" not in told


@pytest.mark.parametrize("view", ["kart", "analyse"])
def test_other_views_write_their_table(view: str, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    assert main(["--view", view, "--out", str(out)]) == 0
    assert len(read(out)) > 27


def test_a_file_cannot_hold_a_formula() -> None:
    cells = ("=1+1", Item("@x"), "-1", "+2", Bar(0.5))
    text = csv_bytes(Table("t", ("a", "b", "c", "d", "e"), (cells,))).decode("utf-8-sig")
    assert text.split("\r\n")[1] == "'=1+1;'@x;'-1;'+2;0.5"
