"""`bench register` measures valid rows against peers that do the same work."""

from pathlib import Path

import pytest

from bench import __main__ as command
from bench import intake, made_store, opening, reading, register
from bench.filters import CLOSED
from bench.intake import Sheet
from data.database import opening as stores
from data.database.changes import Stored
from data.files import KEPT
from data.intake.files import read_upload
from data.limits import limit
from views import avtaler
from views.query import DEFAULT

SMALL = 120


def sheet(*, stored: bool) -> Sheet:
    rows = made_store.agreements(SMALL)
    data = made_store.workbook(made_store.changed(rows, "Rettet"))
    held = [Stored("avtaler", (c["id"],), c, 1, "", "") for c in rows] if stored else []
    return Sheet(data, made_store.register(SMALL), {**dict.fromkeys(KEPT, ()), "avtaler": held})


def test_it_is_among_the_benchmarks() -> None:
    assert command.BENCHMARKS["register"] is register.run


def test_the_made_register_has_no_faults_and_is_of_this_county() -> None:
    made = made_store.register(SMALL)
    assert made.faults == ()
    assert len(made.agreement_records) == SMALL
    assert {code for row in made.agreement_records for code in row.members} <= set(
        made.county_codes
    )


def test_the_workbook_holds_every_row_with_its_new_remark() -> None:
    found = read_upload(sheet(stored=False).data, "avtaler.xlsx").tables["avtaler"].rows
    assert len(found) == SMALL
    assert all(row.cells["merknad"].endswith("Rettet.") for row in found)


def test_an_import_is_measured_as_new_rows_and_as_changed_ones() -> None:
    new, changed = intake.our_import(sheet(stored=False)), intake.our_import(sheet(stored=True))
    assert (len(new.new), len(new.changed)) == (SMALL, 0)
    assert (len(changed.new), len(changed.changed)) == (0, SMALL)
    assert {d.column for row in changed.changed for d in row.differences} == {"merknad"}


def test_an_import_that_finds_nothing_to_save_is_no_measure() -> None:
    one = sheet(stored=True)
    same = one._replace(data=made_store.workbook(made_store.agreements(SMALL)))
    with pytest.raises(RuntimeError):
        intake.our_import(same)


def test_the_bare_read_sees_every_cell_of_the_rows() -> None:
    assert intake.bare_read(sheet(stored=False).data) > SMALL * 21


def test_a_store_holds_more_rows_than_a_file_may(tmp_path: Path) -> None:
    most = limit("rows")
    store = made_store.make(tmp_path, most + 3)
    try:
        assert len(store.rows("avtaler")) == most + 3
        assert next(iter(store.batches())).rows == 3
    finally:
        store.close()
        stores._open.clear()


def test_the_bare_save_leaves_the_same_behind() -> None:
    lines = {line.name: line for line in intake.saves(SMALL, repeats=4, warm_ups=1)}
    assert lines["one save ÷ bare sqlite3"].value > 0


def test_a_bare_save_that_does_less_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def lazy(connection: object, statements: object) -> None: ...

    monkeypatch.setattr(intake, "bare_save", lazy)
    with pytest.raises(RuntimeError):
        intake.saves(SMALL, repeats=1, warm_ups=0)


def test_medians_are_held_against_the_limits() -> None:
    assert intake.save_lines([9.0, 10.0, 90.0], [1.0, 3.0, 5.0])[0].verdict == "short"
    assert opening.lines({opening.OURS: [150.0], opening.PEER: [100.0]})[0].verdict == "ok"
    slow = {"with": [100.0] * 19 + [900.0], "without": [100.0] * 20}
    assert reading.lines(slow)[0].value == 9
    assert reading.p95([float(n) for n in range(100)]) == 95


def test_the_word_that_is_waited_for_begins_the_first_row_and_no_heading() -> None:
    view = avtaler.build(made_store.register(SMALL), DEFAULT)
    word = opening.word(SMALL)
    assert view.frame["Navn"].iloc[0].startswith(word)
    assert not any(head.startswith(word) for head in view.frame)


def test_every_click_of_the_reader_gives_the_map_another_title() -> None:
    titles = [step.shows for step in reading.steps(made_store.register(SMALL), CLOSED)]
    assert all(a != b for a, b in zip(titles, [*titles[1:], titles[0]], strict=True))
