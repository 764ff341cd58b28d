"""A restore puts everything back as it was, or nothing, and forgets nothing that was there."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.database import migrating, model, source
from data.database.backup import backup
from data.database.errors import (
    NotPermitted,
    StoreConflict,
    StoreDamaged,
    StoreError,
    StoreTooNew,
)
from data.database.opening import Store, open_store
from data.database.places import place
from data.database.restoring import Restored, restore
from data.permission import Permit, local_permit
from tests.database.conftest import NewUrl, Server
from tests.database.made_up import (
    VOCABULARY,
    agreement,
    changed,
    deleted,
    dump,
    new,
    permit,
    raw,
    save,
    seed,
    standing,
)
from tests.database.test_backup import lively

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
NORD = ("legevakt-nord",)
KEPT = ("agreement", "alone", "batch", "history")


def again(url: str, file: Path) -> Restored:
    return restore(place(url), file, permit(), VOCABULARY)


def hashed(url: str, without: int = 0) -> dict[str, str]:
    """A hash of the ordered rows of each table; the batch `without` left out."""
    found = dump(url)
    found["batch"] = [row for row in found["batch"] if row[0] != without]
    return {n: hashlib.sha256(repr(found[n]).encode()).hexdigest() for n in KEPT}


@pytest.fixture
def kept(store: Store, url: str, tmp_path: Path) -> Path:
    """A backup of a store with a history."""
    lively(store)
    return backup(place(url), tmp_path / "kopi.db").file


def test_a_store_restored_elsewhere_equals_its_source(
    url: str, kept: Path, new_url: NewUrl
) -> None:
    other = new_url()
    done = again(other, kept)
    assert hashed(other, without=done.batch) == hashed(url)
    assert (done.rows, done.before, done.put_aside) == (0, None, None)
    batch = open_store(other).batches()[0]
    assert (batch.id, batch.kind, batch.note) == (done.batch, "restore", "kopi.db")
    assert batch.role == "lokal redaktør"
    assert open_store(other).seeded == open_store(url).seeded


def test_from_one_engine_to_the_other(
    url: str, kept: Path, server: Server, new_sqlite_url: NewUrl
) -> None:
    for other in (server.uri(server.new_database()), new_sqlite_url()):
        done = again(other, kept)
        assert hashed(other, without=done.batch) == hashed(url)
        back = backup(place(other), kept.with_name(f"{other[:6]}.db"))
        assert back.revision > open_store(url).revision()
        save(open_store(other), new("etterpaa"))


def test_over_a_store_that_has_not_moved_it_is_the_same_too(
    store: Store, url: str, kept: Path
) -> None:
    before, revision = hashed(url), store.revision()
    done = again(url, kept)
    assert hashed(url, without=done.batch) == before
    assert store.revision() > revision


def test_over_a_store_that_has_moved_on_rows_batches_and_history_are_those_of_the_backup(
    store: Store, url: str, kept: Path
) -> None:
    copied = dump(f"sqlite:///{kept}")
    cells = {row.key: row.cells for row in store.rows("avtaler")}
    save(store, changed(store.row("avtaler", NORD), navn="Etter kopien"), new("etter"))
    save(store, deleted(store.row("avtaler", ("barnevern-sor",))), kind="delete")
    moved = dump(url)
    done = again(url, kept)
    assert {row.key: row.cells for row in store.rows("avtaler")} == cells
    found = dump(url)
    assert [row for row in found["batch"] if row[0] != done.batch] == copied["batch"]
    assert [row for row in found["history"] if row[1] != done.batch] == copied["history"]
    assert done.rows == 3
    events = {event.key[0]: event for event in store.history(batch=done.batch)}
    assert {name: event.action for name, event in events.items()} == {
        "legevakt-nord": "endret",
        "etter": "slettet",
        "barnevern-sor": "ny",
    }
    before = events["legevakt-nord"].before
    assert before is not None
    assert before["navn"] == "Etter kopien"
    # What was there is in a backup of its own.
    assert done.before is not None
    assert dump(f"sqlite:///{done.before}") == moved


def test_an_editor_who_had_a_row_open_meets_a_conflict_whatever_comes_after(
    store: Store, url: str, kept: Path
) -> None:
    """A version is never used twice, not even by a restore."""
    for name in ("Én", "To"):
        save(store, changed(store.row("avtaler", NORD), navn=name))
    seen = store.row("avtaler", NORD)
    assert seen is not None
    again(url, kept)
    for name in ("Tre", "Fire", "Fem"):
        with pytest.raises(StoreConflict):
            save(store, changed(seen, navn="Skrevet om det gamle"))
        save(store, changed(store.row("avtaler", NORD), navn=name))


def test_a_restore_can_be_taken_back(store: Store, url: str, kept: Path) -> None:
    save(store, changed(store.row("avtaler", NORD), navn="Etter kopien"), new("etter"))
    cells = {row.key: row.cells for row in store.rows("avtaler")}
    done = again(url, kept)
    store.undo(done.batch, permit())
    assert {row.key: row.cells for row in store.rows("avtaler")} == cells


def test_the_store_goes_on_as_before(store: Store, url: str, kept: Path) -> None:
    used = {batch.id for batch in store.batches()}
    save(store, new("etter"))
    used |= {batch.id for batch in store.batches()}
    done = again(url, kept)
    batch = save(store, new("enda-en"))
    assert batch.id not in used | {done.batch}
    assert store.history("avtaler", ("enda-en",))[0].batch == batch.id
    assert store.row("avtaler", ("enda-en",)) is not None
    # History still only grows, for everybody else.
    engine = raw(url)
    for words in ("DELETE FROM history", "UPDATE history SET role = ''"):
        with pytest.raises(Exception, match="history only grows"), engine.begin() as connection:
            connection.exec_driver_sql(words)
    engine.dispose()
    store.check()
    store.close()
    Store(place(url)).check()


@pytest.mark.parametrize("forged", [Permit("redaktør"), None])
def test_not_without_leave(store: Store, url: str, kept: Path, forged: Any) -> None:
    before = dump(url)
    with pytest.raises(NotPermitted):
        restore(place(url), kept, forged, VOCABULARY)
    assert dump(url) == before
    assert store.status.writable


def test_the_command_line_has_leave_and_nobody_else_asks_for_it() -> None:
    assert local_permit() == permit()
    users = [
        str(path.relative_to(ROOT))
        for room in ("data", "geo", "analysis", "views", "export", "ui", "pages", "bench")
        for path in (ROOT / room).rglob("*.py")
        if "local_permit" in path.read_text("utf-8")
    ]
    assert sorted(users) == ["data/database/command.py", "data/permission.py"]


# --- what is no whole backup ------------------------------------------------------------------


def run(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    for place_ in range(4096 * 3, 4096 * 3 + 100):
        content[place_] ^= 0xFF
    file.write_bytes(content)


LOOSE = "UPDATE agreement SET del_av = 'finnes-ikke' WHERE id = 'barnevern-sor'"
BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (Path.unlink, "LAGER_KOPI_MANGLER"),
    "empty": (lambda f: f.write_bytes(b""), "LAGER_KOPI_SKADET"),
    "garbage": (lambda f: f.write_bytes(b"PK" * 9000), "LAGER_KOPI_SKADET"),
    "cut": (cut, "LAGER_KOPI_SKADET"),
    "flipped": (flip, "LAGER_KOPI_SKADET"),
    "a table less": (lambda f: run(f, "DROP TABLE alone"), "LAGER_KOPI_SKADET"),
    "a column more": (lambda f: run(f, "ALTER TABLE alone ADD x TEXT"), "LAGER_KOPI_SKADET"),
    "a loose reference": (lambda f: run(f, LOOSE), "LAGER_KOPI_SKADET"),
    "no number": (lambda f: run(f, "UPDATE meta SET value = 'x'"), "LAGER_KOPI_SKADET"),
    "another's": (lambda f: run(f, "PRAGMA application_id = 5"), "LAGER_KOPI_FREMMED"),
    "too new": (lambda f: run(f, "PRAGMA user_version = 99"), "LAGER_KOPI_FOR_NY"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_whole_backup_changes_nothing(
    store: Store, url: str, kept: Path, name: str
) -> None:
    save(store, new("etter"))
    damage, code = BAD[name]
    damage(kept)
    content = kept.read_bytes() if kept.exists() else None
    before = dump(url)
    with pytest.raises(StoreError) as caught:
        again(url, kept)
    assert caught.value.code == code
    assert kept.name in caught.value.sentence
    assert "Ingenting er endret" in caught.value.sentence
    assert dump(url) == before
    assert (kept.read_bytes() if kept.exists() else None) == content


def test_a_cell_of_another_kind_is_no_backup(store: Store, url: str, kept: Path) -> None:
    """A file whose tables are not strict may hold anything."""
    connection = sqlite3.connect(kept)
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE name = 'alone'"
    )
    connection.commit()
    connection.close()
    run(kept, "UPDATE alone SET kilde = x'00ff'")
    before = dump(url)
    with pytest.raises(StoreError) as caught:
        again(url, kept)
    assert caught.value.code == "LAGER_KOPI_SKADET"
    assert dump(url) == before
    assert store.status.writable


def test_rows_that_would_not_be_accepted_today_are_warned_of(url: str, kept: Path) -> None:
    run(
        kept,
        "UPDATE agreement SET form = 'noe-nytt' WHERE id = 'barnevern-sor'",
        "UPDATE agreement SET merknad = 'Ring 01010750160' WHERE id = 'ny-1'",
    )
    done = again(url, kept)
    codes = {fault.code for fault in done.used.warnings}
    assert codes == {"VERDI_UKJENT", "PERSONOPPLYSNING", "HISTORIKK_AVVIK"}
    assert not any("01010750160" in fault.text() for fault in done.used.warnings)


def test_a_backup_is_only_read(url: str, kept: Path) -> None:
    content = kept.read_bytes()
    again(url, kept)
    assert kept.read_bytes() == content
    assert sorted(path.name for path in kept.parent.glob("kopi*")) == ["kopi.db"]


def test_what_stands_in_a_wal_beside_the_backup_is_restored_too(
    file: Path, new_url: NewUrl, tmp_path: Path
) -> None:
    """A store's own files, copied together, are a backup: its last saves are in the `-wal`."""
    running = open_store(f"sqlite:///{file}")
    seed(running)
    save(running, new("i-wal"))
    shutil.copy(file, tmp_path / "kopi.db")
    shutil.copy(file.with_name("register.db-wal"), tmp_path / "kopi.db-wal")
    url = new_url()
    again(url, tmp_path / "kopi.db")
    assert open_store(url).row("avtaler", ("i-wal",)) is not None


# --- a store that cannot be used ----------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"x" * 9000, None])
def test_a_damaged_store_is_put_aside_and_the_backup_takes_its_place(
    file: Path, tmp_path: Path, content: bytes | None
) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    lively(store)
    kept, source_ = backup(place(url), tmp_path / "kopi.db").file, hashed(url)
    store.close()
    bad = file.read_bytes()[:20_000] if content is None else content
    file.write_bytes(bad)
    file.with_name("register.db-wal").write_bytes(b"gammelt")
    with pytest.raises(StoreDamaged):
        store.rows("avtaler")
    done = again(url, kept)
    assert hashed(url, without=done.batch) == source_
    assert done.put_aside is not None
    assert done.put_aside.name.startswith("register-damaged-")
    assert done.put_aside.read_bytes() == bad
    [wal] = file.parent.glob("register-put-aside-*-wal")
    # Where the file can be opened at all, SQLite itself empties a `-wal` that is none.
    assert wal.read_bytes() == (b"" if content is None else b"gammelt")
    # The running app goes on with it, and no cache knows its revision.
    assert store.row("avtaler", ("ny-1",)) is not None
    assert store.revision() > done.used.revision
    assert save(store, new("etter")).rows == 1


def test_damage_that_only_shows_where_rows_are_read(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    kept = backup(place(url), tmp_path / "kopi.db").file
    store.close()
    run(file, "UPDATE meta SET value = 'x' WHERE key = 'revision'")
    Store(place(url)).check()
    with pytest.raises(StoreDamaged):
        store.revision()
    done = again(url, kept)
    assert done.put_aside is not None
    assert store.revision() > 0


def test_what_another_program_owns_is_not_touched(file: Path, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/annet/register.db"
    seed(open_store(other))
    kept = backup(place(other), tmp_path / "kopi.db").file
    run(file, "CREATE TABLE bilder (id INTEGER)")
    content = file.read_bytes()
    with pytest.raises(StoreDamaged) as caught:
        again(f"sqlite:///{file}", kept)
    assert caught.value.code == "LAGER_FREMMED"
    assert file.read_bytes() == content


def test_a_newer_store_is_not_overwritten_by_an_older_program(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    kept = backup(place(url), tmp_path / "kopi.db").file
    store.close()
    run(file, f"PRAGMA user_version = {model.LATEST + 1}")
    content = file.read_bytes()
    with pytest.raises(StoreTooNew):
        again(url, kept)
    assert file.read_bytes() == content


def test_a_damaged_database_on_a_server_is_told_of(
    server: Server, tmp_path: Path, file: Path
) -> None:
    other = f"sqlite:///{file}"
    seed(open_store(other))
    kept = backup(place(other), tmp_path / "kopi.db").file
    database = server.new_database()
    store = open_store(server.uri(database))
    seed(store)
    store.close()
    server.run("DROP TABLE alone", database)
    with pytest.raises(StoreError) as caught:
        again(server.uri(database), kept)
    assert caught.value.code == "LAGER_SKADET"
    assert "DATABASE_URL" in caught.value.sentence


def test_a_backup_of_an_older_form_is_brought_up_to_date(
    new_url: NewUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.database.test_migrating import there_is_a_next  # noqa: PLC0415

    url = new_url()
    old = open_store(url)
    seed(old)
    kept = backup(place(url), tmp_path / "kopi.db").file
    content = kept.read_bytes()
    there_is_a_next(monkeypatch, tmp_path)
    other = new_url()
    assert migrating.model.LATEST == source.LATEST == 2
    again(other, kept)
    assert [row[1] for row in dump(other)["agreement"]] == [
        row[1] for row in dump(f"sqlite:///{kept}")["agreement"]
    ]
    assert kept.read_bytes() == content


# --- while others are at it -----------------------------------------------------------------------


def test_a_reader_sees_the_old_or_the_new(store: Store, url: str, kept: Path) -> None:
    save(store, *(new(f"etter-{n}") for n in range(200)))
    sizes: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            sizes.add(len(store.rows("avtaler")))

    thread = threading.Thread(target=read)
    thread.start()
    try:
        again(url, kept)
    finally:
        done.set()
        thread.join()
    sizes.add(len(store.rows("avtaler")))
    assert sizes <= {204, 4}
    assert 4 in sizes


def test_a_save_at_the_same_moment_is_in_the_backup_or_in_the_store(
    store: Store, url: str, kept: Path
) -> None:
    saved: list[str] = []
    going = threading.Event()

    def edit() -> None:
        number = 0
        while not going.is_set():
            number += 1
            save(store, new(f"samtidig-{number}"))
            saved.append(f"samtidig-{number}")

    thread = threading.Thread(target=edit)
    thread.start()
    while not saved:
        time.sleep(0.01)
    done = again(url, kept)
    going.set()
    thread.join()
    assert done.before is not None
    before = {row[0] for row in dump(f"sqlite:///{done.before}")["agreement"]}
    now = {row.key[0] for row in store.rows("avtaler")}
    assert set(saved) <= before | now
    assert before & set(saved)


KILLED = """
import sys
from pathlib import Path
from data.database.places import place
from data.database.restoring import restore
from tests.database.made_up import *
print("ready", flush=True)
while True:
    for file in sys.argv[2:]:
        restore(place(sys.argv[1]), Path(file), permit(), VOCABULARY)
"""


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.15, 0.3, 0.45])
def test_a_restore_that_is_killed_leaves_one_of_the_two(
    store: Store, url: str, tmp_path: Path, wait: float
) -> None:
    one = backup(place(url), tmp_path / "en.db").file
    save(store, *(new(f"etter-{n}", merknad="x" * 500) for n in range(300)))
    two = backup(place(url), tmp_path / "to.db").file
    store.close()
    command = [sys.executable, "-c", KILLED, url, str(one), str(two)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()
    time.sleep(0.2 + wait)
    running.kill()
    running.communicate()
    again_ = Store(place(url))
    rows = standing(again_, "avtaler")
    assert len(rows) in (3, 303)
    assert all(cells == agreement_of(key) for key, (cells, _version) in rows.items())
    assert save(again_, new("etterpaa")).rows == 1
    again_.close()


def agreement_of(key: tuple[str, ...]) -> dict[str, str]:
    from tests.database.made_up import SEEDS  # noqa: PLC0415

    known = {cells["id"]: cells for cells in SEEDS}
    return known.get(key[0]) or agreement(key[0], merknad="x" * 500)


def test_of_two_who_restore_a_damaged_store_one_is_told(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    kept = backup(place(url), tmp_path / "kopi.db").file
    store.close()
    file.write_bytes(b"")
    from tests.database.test_concurrency import together  # noqa: PLC0415

    done = together(2, lambda _n: again(url, kept))
    told = [one for one in done if not isinstance(one, Restored)]
    assert all(isinstance(one, StoreError) for one in told)
    assert len(told) < 2
    assert len(list(file.parent.glob("register-damaged-*.db"))) == 1
    assert store.row("avtaler", NORD) is not None
