"""Faults 5 to 8: what lies where the store was is damaged, gone or too new."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from data import store
from data.database.backup import backup, new_name
from data.database.errors import StoreError
from data.database.opening import Store
from data.database.places import place
from tests.database.made_up import replayed, standing
from tests.faults.conftest import Open
from tests.faults.looks import FILES_SHOWN, KEY, rename, said
from tests.pages.tabs import opened

pytestmark = pytest.mark.long


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    """Turn every bit of a stretch in the middle of the tables."""
    content = bytearray(file.read_bytes())
    for spot in range(4096 * 4, 4096 * 4 + 64):
        content[spot] ^= 0xFF
    file.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "garbage": lambda file: file.write_bytes(random.Random(7).randbytes(50_000)),  # noqa: S311
    "cut": cut,
    "flipped": flip,
}


def name_of(key: str = KEY) -> str:
    row = store.kept().row("avtaler", (key,))
    assert row is not None
    return row.cells["navn"]


def with_an_edit_and_a_backup(editing: Open) -> None:
    rename(editing(avtale=KEY), "Lagret her")
    backup(place(), new_name(place()))
    rename(editing(avtale=KEY), "Etter kopien")
    store.kept().close()


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_store_is_told_of_and_restored_from_the_page(
    editing: Open, live: Path, kind: str
) -> None:
    with_an_edit_and_a_backup(editing)
    DAMAGE[kind](live)
    bad = live.read_bytes()
    # Reading goes on, from the files, and says so.
    for page in ("oversikt", "kart", "dekning", "avtaler"):
        words = said(opened(page))
        assert FILES_SHOWN in words
        assert "LAGER_" in words
    assert live.read_bytes() == bad
    # Editing offers the newest backup that is whole, and nothing else.
    at = editing(avtale=KEY)
    words = said(at)
    assert "Registeret kan ikke endres nå" in words
    assert "Sikkerhetskopier" in at.radio(key="rescue_from").label
    assert not [box for box in at.text_input if box.key == f"edit_{KEY}_navn"]
    at.button(key="rescue").click().run()
    words = said(at)
    assert "Registeret er gjenopprettet" in words
    assert FILES_SHOWN not in words
    assert name_of() == "Lagret her"
    [aside] = live.parent.glob("register-damaged-*.db")
    assert aside.read_bytes() == bad
    # And everything works as before.
    assert FILES_SHOWN not in said(opened("kart"))
    rename(editing(avtale=KEY), "Etterpå")
    assert name_of() == "Etterpå"


def test_without_a_backup_the_page_says_what_to_do(editing: Open, live: Path) -> None:
    rename(editing(avtale=KEY), "Lagret her")
    store.kept().close()
    live.write_bytes(b"")
    (live.parent / "backup-1.db").write_bytes(b"ingen kopi")
    at = editing()
    words = said(at)
    assert "Fant ingen sikkerhetskopi" in words
    assert "python3 run.py restore" in words
    assert not [button for button in at.button if button.key == "rescue"]
    assert live.read_bytes() == b""


def test_another_programs_file_is_not_offered_to_be_replaced(editing: Open, live: Path) -> None:
    with_an_edit_and_a_backup(editing)
    live.unlink()
    with sqlite3.connect(live) as connection:
        connection.execute("CREATE TABLE bilder (id INTEGER)")
    connection.close()
    content = live.read_bytes()
    at = editing()
    assert "database fra et annet program" in said(at)
    assert not [button for button in at.button if button.key == "rescue"]
    assert live.read_bytes() == content


def test_any_flipped_bit_gives_a_store_or_an_error_of_the_store(kept: Store, live: Path) -> None:
    """Wherever a bit is flipped: rows that can be shown, or a sentence; never anything else."""
    kept.close()
    whole = live.read_bytes()
    chance, refused = random.Random(20261124), 0  # noqa: S311
    for _n in range(150):
        content = bytearray(whole)
        spot = chance.randrange(len(content))
        content[spot] ^= 1 << chance.randrange(8)
        live.write_bytes(content)
        again = Store(place())
        try:
            for table in ("avtaler", "alene"):
                assert again.rows(table)
            again.history()
        except StoreError as error:
            assert error.sentence
            refused += 1
        finally:
            again.close()
        for left in live.parent.glob("register.db-*"):
            left.unlink()
    assert 0 < refused < 150


def test_a_store_deleted_while_the_app_runs_is_made_anew_and_its_edits_are_kept(
    editing: Open, live: Path
) -> None:
    at = editing(avtale=KEY)
    rename(at, "Lagret her")
    for path in live.parent.glob("register.db*"):
        path.unlink()
    said(opened("kart"))  # a reader comes by
    [rescued] = live.parent.glob("register-rescued-*.db")
    again = Store(place(f"sqlite:///{rescued}"))
    row = again.row("avtaler", (KEY,))
    assert row is not None
    assert row.cells["navn"] == "Lagret her"
    again.close()
    # The editor's page goes on: what is there is the register of the files, to be edited.
    said(at.run())
    assert name_of() != "Lagret her"
    rename(editing(avtale=KEY), "Skrevet etterpå")
    assert name_of() == "Skrevet etterpå"


def test_a_wal_deleted_while_the_app_runs_loses_nothing(editing: Open, live: Path) -> None:
    at = editing(avtale=KEY)
    rename(at, "Lagret her")
    wal = live.with_name("register.db-wal")
    assert wal.stat().st_size
    wal.unlink()
    said(opened("kart"))
    assert name_of() == "Lagret her"
    rename(editing(avtale=KEY), "Skrevet etterpå")
    store.kept().close()
    assert name_of() == "Skrevet etterpå"
    assert replayed(store.kept(), "avtaler") == standing(store.kept(), "avtaler")


def test_a_newer_store_is_shown_to_nobody_and_changed_by_nobody(
    editing: Open, live: Path, tmp_path: Path
) -> None:
    with_an_edit_and_a_backup(editing)
    shutil.copy(live, tmp_path / "kopi")
    with sqlite3.connect(live) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    content = live.read_bytes()
    words = said(opened("kart"))
    assert FILES_SHOWN in words
    assert "LAGER_FOR_NYTT" in words
    at = editing(avtale=KEY)
    assert "Oppdater programmet" in said(at)
    assert not [button for button in at.button if button.key == "rescue"]
    assert live.read_bytes() == content
