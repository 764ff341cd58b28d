"""The register in force: made from the files, kept by the store, never laid over what was saved."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data import files, store
from data.database.changes import Change
from data.database.errors import StoreError
from data.database.opening import Store
from data.errors import RegisterError
from data.permission import Circumstances, Permit, decide
from data.register import Register

HERE = Circumstances(listens_on="127.0.0.1", host="localhost:8501")


@pytest.fixture
def home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of its own, with the register and its store."""
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(folder))
    yield folder
    store._unreachable.clear()


def permit() -> Permit:
    found = decide(HERE)
    assert isinstance(found, Permit)
    return found


def rename(kept: Store, id_: str, name: str) -> None:
    row = kept.row("avtaler", (id_,))
    assert row is not None
    change = Change("avtaler", (id_,), {**row.cells, "navn": name}, row.version)
    kept.write([change], permit(), vocabulary=store.vocabulary(), kind="edit")


def rewrite(home: Path, before: str, after: str) -> None:
    file = home / "avtaler.csv"
    text = file.read_text("utf-8-sig")
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8-sig", newline="")


def test_the_first_start_makes_the_store_of_the_files(home: Path) -> None:
    register = store.load()
    assert (home / "register.db").is_file()
    assert register.agreement_records == store.load(home).agreement_records
    assert set(register.alone_records) == set(store.load(home).alone_records)
    assert register.faults == ()
    assert store.load() is register


def test_a_save_shows_at_the_next_load(home: Path) -> None:
    before = store.load()
    rename(store.kept(), "norbr", "Nytt navn")
    after = store.load()
    assert after.agreement("norbr").name == "Nytt navn"
    assert before.agreement("norbr").name != "Nytt navn"
    assert before.revision != after.revision
    assert [event.action for event in store.history("avtaler", ("norbr",))] == ["endret", "ny"]


def test_no_reader_waits_for_what_another_has_saved(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.load()
    assert store.latest() is before
    go_on = threading.Event()
    make = store._load

    def slowly(*asked: object) -> Register:
        go_on.wait(20)
        return make(*asked)  # type: ignore[arg-type]

    rename(store.kept(), "norbr", "Nytt navn")
    monkeypatch.setattr(store, "_load", slowly)
    assert store.latest() is before
    assert store.latest() is before
    go_on.set()
    end = time.monotonic() + 20
    while (found := store.latest()) is before and time.monotonic() < end:
        time.sleep(0.01)
    assert found.agreement("norbr").name == "Nytt navn"


def test_another_language_or_folder_never_gets_the_register_of_the_one_before(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.load()
    rename(store.kept(), "norbr", "Nytt navn")
    other = tmp_path / "annen"
    shutil.copytree(home, other, ignore=shutil.ignore_patterns("*.db*"))
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(other))
    assert store.latest().agreement("norbr").name != "Nytt navn"
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(home))
    assert store.latest().agreement("norbr").name == "Nytt navn"


def test_rows_seen_before_keep_their_warnings_and_are_still_held_against_others(
    home: Path,
) -> None:
    first = store.load()
    rename(store.kept(), "norbr", "Nytt navn")
    again = store.load()
    assert again.faults == ()
    assert {(f.code, f.message) for f in again.warnings} == {
        (f.code, f.message) for f in first.warnings
    }
    assert len(again.warnings) == len(first.warnings)


def test_the_files_are_followed_until_somebody_saves(home: Path) -> None:
    name = store.load().agreement("norbr").name
    rewrite(home, name, "Fra fila")
    assert store.load().agreement("norbr").name == "Fra fila"
    assert store.offered() is None


def test_newer_files_are_offered_and_never_laid_over_what_was_saved(home: Path) -> None:
    store.load()
    rename(store.kept(), "norbr", "Lagret her")
    other = store.load().agreement("nibr").name
    rewrite(home, other, "Nyere i fila")
    register = store.load()
    assert register.agreement("norbr").name == "Lagret her"
    assert register.agreement("nibr").name == other
    offered = store.offered()
    assert offered is not None
    assert {row.cells["id"]: row for row in offered["avtaler"].rows}["nibr"].cells["navn"] == (
        "Nyere i fila"
    )


def test_files_with_faults_make_no_store(home: Path, row: Callable[..., None]) -> None:
    row(status="sover")
    register = store.load()
    assert [fault.code for fault in register.faults] == ["VERDI_UKJENT"]
    with pytest.raises(StoreError) as error:
        store.kept()
    assert error.value.code == "LAGER_IKKE_LAGET"
    assert store.history("avtaler", ("norbr",)) == ()


def test_files_that_become_faulty_leave_the_store_as_it_is(
    home: Path, row: Callable[..., None]
) -> None:
    store.load()
    rename(store.kept(), "norbr", "Lagret her")
    row(status="sover")
    register = store.load()
    assert register.agreement("norbr").name == "Lagret her"
    assert store.offered() is None


def test_without_a_store_that_can_be_opened_the_files_are_shown_and_it_is_said(home: Path) -> None:
    (home / "register.db").write_bytes(b"no database at all" * 100)
    register = store.load()
    assert len(register.agreement_records) == len(store.load(home).agreement_records)
    assert [fault.code for fault in register.faults] == ["LAGER_SKADET"]


def test_a_bad_row_of_a_vocabulary_is_left_out_with_what_refers_to_it(home: Path) -> None:
    file = home / "tjenester.csv"
    text = file.read_text("utf-8-sig")
    file.write_text(
        text.replace("lovpålagt døgn/spesialist", "kanskje", 1), "utf-8-sig", newline=""
    )
    register = store.load()
    assert len(register.services) == len(store.load(files.SHIPPED).services) - 1
    assert "VERDI_UKJENT" in {fault.code for fault in register.faults}
    gone = set(store.load(files.SHIPPED).services.index) - set(register.services.index)
    assert not gone & {row.service for row in register.agreement_records}


def test_a_vocabulary_without_a_row_that_can_be_used_stops(home: Path) -> None:
    file = home / "former.csv"
    head = file.read_text("utf-8-sig").splitlines()[0]
    file.write_text(head + "\n", "utf-8-sig")
    with pytest.raises(RegisterError):
        store.load()


def test_a_server_that_does_not_answer_is_let_rest(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(folder))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    asked: list[int] = []
    real = store.open_store

    def count() -> Store:
        asked.append(1)
        return real()

    monkeypatch.setattr(store, "open_store", count)
    for _again in range(3):
        assert [fault.code for fault in store.load().faults] == ["LAGER_BORTE"]
    assert len(asked) == 1
    store._unreachable.clear()


def test_files_that_become_faulty_before_anybody_saves_are_shown_with_their_faults(
    home: Path,
) -> None:
    store.load()
    (home / "avtaler.csv").unlink()
    register = store.load()
    assert [fault.code for fault in register.faults] == ["FIL_MANGLER"]
    shutil.copy(files.SHIPPED / "avtaler.csv", home / "avtaler.csv")
    assert store.load().faults == ()
