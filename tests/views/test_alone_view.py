"""What a municipality may answer «alene» to, and what the answers become."""

import pytest

from data import store
from data.database.changes import Stored
from data.schema import ALONE
from views import alone

REGISTER = store.load()
GISKE = "1532"


@pytest.mark.parametrize("code", REGISTER.county_codes)
def test_every_service_is_open_shared_answered_or_not_municipal(code: str) -> None:
    found = alone.answers(code, REGISTER)
    open_ = {s.code for services in found.open.values() for s in services}
    shared, answered = {s.code for s in found.shared}, {s.code for s in found.answered}
    gone = {s.code for s in REGISTER.service_by_code.values() if s.not_municipal_since}
    assert open_.isdisjoint(shared | answered)
    assert shared.isdisjoint(answered)
    assert open_ | shared | answered | gone == set(REGISTER.service_by_code)
    mine = {row.service for row in REGISTER.alone_records if row.municipality == code}
    assert answered == mine


def test_rows_have_the_columns_of_the_file_in_order() -> None:
    rows = alone.rows(GISKE, ["ikt", "plan"], "Giske kommune", "", "2026", "")
    assert [tuple(row) for row in rows] == [ALONE.headers] * 2
    assert [row["tjeneste"] for row in rows] == ["ikt", "plan"]
    assert alone.faults(rows, REGISTER) == ()


@pytest.mark.parametrize(
    ("source", "url", "year", "code"),
    [
        ("", "", "2026", "MANGLER"),
        ("Giske", "", "", "MANGLER"),
        ("Giske", "ftp://x", "2026", "URL_UGYLDIG"),
        ("Giske", "", "26", "AR_UGYLDIG"),
    ],
)
def test_source_and_year_are_required_and_each_fault_is_told_once(
    source: str, url: str, year: str, code: str
) -> None:
    rows = alone.rows(GISKE, ["ikt", "plan", "okonomi"], source, url, year, "")
    assert [fault.code for fault in alone.faults(rows, REGISTER)] == [code]


def test_an_answer_given_before_is_written_over_in_its_version() -> None:
    rows = alone.rows(GISKE, ["ikt", "plan"], "Giske", "", "2026", "")
    key = (GISKE, "plan")
    stored = {key: Stored("alene", key, rows[1], 7, "", "")}
    assert [change.version for change in alone.as_changes(rows, stored)] == [None, 7]


def test_the_overview_counts_every_municipality_and_service() -> None:
    table = alone.overview(REGISTER)
    assert len(table.rows) == len(REGISTER.county_codes)
    open_ = [int(str(row[1])) for row in table.rows]
    assert open_ == sorted(open_, reverse=True)
    gone = sum(s.not_municipal_since is not None for s in REGISTER.service_by_code.values())
    for row in table.rows:
        total = sum(int(str(cell)) for cell in row[1:])
        assert len(REGISTER.service_by_code) - gone <= total <= len(REGISTER.service_by_code)
