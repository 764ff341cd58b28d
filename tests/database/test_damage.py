"""What is not a whole store of ours is told of, and left as it lies."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from data.database import model
from data.database.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StoreTooNew,
)
from data.database.opening import Store, open_store
from data.database.places import place
from tests.database.conftest import Server
from tests.database.made_up import DIGEST, SEEDS, changed, dump, new, raw, save, seed

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


def made(file: Path) -> str:
    """Make a store with rows, let go of it, and return its address."""
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    save(store, *(new(f"ny-{n}", merknad="x" * 500) for n in range(50)))
    store.close()
    assert not file.with_name("register.db-wal").exists()
    return url


def pragma(name: str, value: int) -> Callable[[Path], None]:
    return lambda file: sql(file, f"PRAGMA {name} = {value}")


def sql(file: Path, *statements: str) -> None:
    connection = sqlite3.connect(file)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def cut(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def flip(file: Path, start: int, length: int) -> None:
    content = bytearray(file.read_bytes())
    content[start : start + length] = bytes(255 - byte for byte in content[start : start + length])
    file.write_bytes(content)


def another_programs(file: Path) -> None:
    file.unlink()
    sql(file, "CREATE TABLE bilder (id INTEGER)")


def folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGE: dict[str, tuple[Callable[[Path], Any], str]] = {
    "empty": (lambda file: file.write_bytes(b""), "LAGER_TOM"),
    "garbage": (lambda file: file.write_bytes(b"PK\x03\x04" * 5000), "LAGER_SKADET"),
    "short": (lambda file: file.write_bytes(b"SQL"), "LAGER_SKADET"),
    "only the first words": (lambda f: f.write_bytes(b"SQLite format 3\0"), "LAGER_SKADET"),
    "cut in half": (cut, "LAGER_SKADET"),
    "header flipped": (lambda file: flip(file, 16, 20), "LAGER_SKADET"),
    "page flipped": (lambda file: flip(file, 4096 * 3, 200), "LAGER_SKADET"),
    "another program's": (another_programs, "LAGER_FREMMED"),
    "another id": (pragma("application_id", 7), "LAGER_FREMMED"),
    "no version": (pragma("user_version", 0), "LAGER_SKADET"),
    "table missing": (lambda file: sql(file, "DROP TABLE alone"), "LAGER_SKADET"),
    "trigger missing": (lambda f: sql(f, "DROP TRIGGER history_no_delete"), "LAGER_SKADET"),
    "folder": (folder_instead, "LAGER_FREMMED"),
    "newer": (pragma("user_version", model.LATEST + 1), "LAGER_FOR_NYTT"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_it_is_told_at_the_start_and_not_touched(file: Path, name: str) -> None:
    url = made(file)
    damage, code = DAMAGE[name]
    damage(file)
    content = file.read_bytes() if file.is_file() else None
    for _again in range(2):
        with pytest.raises((StoreDamaged, StoreTooNew)) as caught:
            Store(place(url)).check()
        assert caught.value.code == code
        assert caught.value.sentence
    assert (file.read_bytes() if file.is_file() else None) == content


@pytest.mark.parametrize("name", DAMAGE)
def test_it_is_told_while_the_program_runs_and_the_store_is_used_again_when_mended(
    file: Path, name: str, tmp_path: Path
) -> None:
    url = made(file)
    kept = shutil.copy(file, tmp_path / "kopi")
    store = open_store(url)
    store.close()
    DAMAGE[name][0](file)
    for ask in (store.revision, lambda: store.rows("avtaler"), lambda: save(store, new("a"))):
        with pytest.raises(StoreError):
            ask()
    assert not store.status.writable
    assert store.status.why
    if file.is_dir():
        file.rmdir()
    shutil.copy(kept, file)
    assert store.status.writable
    assert save(store, new("a")).rows == 1


def test_a_newer_store_is_neither_read_nor_written(url: str) -> None:
    store = open_store(url)
    seed(store)
    store.close()
    engine = raw(url)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA user_version = {model.LATEST + 1}")
        else:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = dump(url)
    with pytest.raises(StoreTooNew):
        store.rows("avtaler")
    with pytest.raises(StoreTooNew):
        save(store, new("ny"))
    assert dump(url) == before


# --- the file goes away -----------------------------------------------------------------------


def test_a_store_that_is_deleted_is_made_anew_and_what_was_saved_is_kept_beside(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    save(store, new("skrevet-her"))
    before = dump(f"sqlite:///{file}")
    for path in (file, file.with_name("register.db-wal"), file.with_name("register.db-shm")):
        path.unlink()
    assert store.seeded == ""
    seed(store)
    assert len(store.rows("avtaler")) == len(SEEDS)
    save(store, new("etterpå".replace("å", "a")))
    [rescued] = file.parent.glob("register-rescued-*.db")
    assert dump(f"sqlite:///{rescued}") == before


def test_a_store_without_edits_leaves_nothing_behind(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    file.unlink()
    assert store.seeded == ""
    assert not list(file.parent.glob("*rescued*"))


def test_what_an_older_store_left_does_not_get_into_the_new_one(file: Path) -> None:
    """SQLite would read a `-wal` into whatever lies beside it."""
    store = open_store(f"sqlite:///{file}")
    seed(store)
    save(store, new("i-wal"))
    left = file.with_name("register.db-wal").read_bytes()
    assert b"i-wal" in left
    store.close()
    file.unlink()
    file.with_name("register.db-wal").write_bytes(left)
    again = Store(place(f"sqlite:///{file}"))
    assert again.seeded == ""
    assert again.rows("avtaler") == ()
    again.close()
    [aside] = file.parent.glob("register-put-aside-*-wal")
    assert aside.read_bytes() == left


def test_a_wal_that_is_deleted_under_an_open_store_loses_nothing(file: Path) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    save(store, new("i-wal"))
    before = (store.rows("avtaler"), store.revision())
    wal = file.with_name("register.db-wal")
    assert wal.stat().st_size
    wal.unlink()
    assert (store.rows("avtaler"), store.revision()) == before
    save(store, new("etter"))
    store.close()
    again = Store(place(url))
    assert {row.key[0] for row in again.rows("avtaler")} >= {"i-wal", "etter"}
    again.close()


def test_a_wal_that_is_deleted_after_a_crash_leaves_a_whole_older_store(file: Path) -> None:
    words = (
        "import os, sys; from tests.database.made_up import *;"
        "from data.database.opening import open_store; s = open_store(sys.argv[1]); seed(s);"
        "s.close(); s.rows('avtaler'); save(s, new('i-wal')); os._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", words, f"sqlite:///{file}"], cwd=ROOT, check=False)
    assert done.returncode == 9
    file.with_name("register.db-wal").unlink()
    store = open_store(f"sqlite:///{file}")
    assert len(store.rows("avtaler")) == len(SEEDS)
    assert store.seeded == DIGEST
    save(store, new("etter"))


def test_a_save_into_a_file_that_goes_away_meanwhile_is_not_called_saved(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    from data.database import writing  # noqa: PLC0415

    apply = writing.apply

    def and_then_it_is_gone(*given: Any) -> Any:
        file.unlink()
        return apply(*given)

    monkeypatch.setattr(writing, "apply", and_then_it_is_gone)
    with pytest.raises(StoreMissing):
        save(store, new("ny"))
    monkeypatch.undo()
    seed(store)
    assert store.row("avtaler", ("ny",)) is None
    assert save(store, new("ny")).rows == 1


# --- nowhere to write -------------------------------------------------------------------------

READER = """
import os, sys
sys.path.insert(0, sys.argv[2])
from data.database.opening import Store, open_store
from data.database.errors import StoreError
from tests.database.made_up import *
open_store(sys.argv[3]).rows("avtaler")  # so that all is imported that another may not read
if os.geteuid() == 0:  # to whom nothing is write-protected
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    store = open_store(sys.argv[1])
except StoreError as error:
    print("opening", error.code); sys.exit()
print(len(store.rows("avtaler")), store.revision(), store.status.writable, bool(store.status.why))
for act in (lambda: save(store, new("ny")), lambda: store.undo(2, permit()),
            lambda: store.reseed(files([]), "x")):
    try:
        act()
    except StoreError as error:
        print(error.code)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp(prefix="sk-ro-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_reader(url: str) -> list[str]:
    with tempfile.TemporaryDirectory() as own:
        done = _as_reader(url, f"sqlite:///{own}/register.db")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def _as_reader(url: str, own: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", READER, url, str(ROOT), own]
    return subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)


@pytest.mark.parametrize("protected", ["folder", "file", "both"])
def test_what_is_write_protected_is_read(open_folder: Path, protected: str) -> None:
    file = open_folder / "register.db"
    url = made(file)
    revision = open_store(url).revision()
    open_store(url).close()
    mine = os.geteuid()
    file.chmod(0o444 if protected != "folder" else 0o666)
    open_folder.chmod(0o777 if protected == "file" else 0o555)
    assert mine == 0 or not os.access(file, os.W_OK) or not os.access(open_folder, os.W_OK)
    content = file.read_bytes()
    assert as_reader(url) == [f"53 {revision} False True", *["LAGER_SKRIVEVERN"] * 3]
    assert file.read_bytes() == content


def test_it_is_read_while_another_writes_to_it(open_folder: Path) -> None:
    """The reader may not write, but what the writer has in `-wal` is seen."""
    file = open_folder / "register.db"
    store = open_store(made(file))
    save(store, new("i-wal"))
    open_folder.chmod(0o555)
    assert as_reader(f"sqlite:///{file}")[0] == f"54 {store.revision()} False True"


def test_a_store_that_cannot_be_made_is_told(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    assert as_reader(f"sqlite:///{open_folder}/register.db") == ["opening LAGER_SKRIVEVERN"]
    assert as_reader(f"sqlite:///{open_folder}/ny/register.db") == ["opening LAGER_SKRIVEVERN"]
    assert list(open_folder.iterdir()) == []


FULL = """
import resource, sys
from data.database.opening import open_store
from data.database.errors import StoreError
from tests.database.made_up import *
store = open_store(sys.argv[1])
seed(store)
def state():
    return store.rows("avtaler"), store.rows("alene"), store.revision(), store.history()
before = state()
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
try:
    save(store, *(new(f"ny-{n}", merknad="x" * 1900) for n in range(400)))
except StoreError as error:
    print(error.code)
assert before == state()
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
print(save(store, *(new(f"ny-{n}", merknad="x" * 1900) for n in range(400))).rows)
"""


def test_a_full_disk_loses_nothing_and_a_later_save_works(file: Path) -> None:
    command = [sys.executable, "-c", FULL, f"sqlite:///{file}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == [StoreFull.CODE, "400"], done.stderr
    assert len(open_store(f"sqlite:///{file}").rows("avtaler")) == len(SEEDS) + 400


# --- PostgreSQL ---------------------------------------------------------------------------------


@pytest.fixture
def database(server: Server) -> str:
    return server.new_database()


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://postgres:hemmelig@127.0.0.1:1/register",
        "postgresql://postgres@/register?host=/finnes/ikke",
        "postgresql://postgres:hemmelig@finnes.ikke.invalid/register",
    ],
)
def test_a_server_that_does_not_answer_is_told_without_its_password(address: str) -> None:
    with pytest.raises(StoreMissing) as caught:
        open_store(address)
    assert "hemmelig" not in str(caught.value)


def test_a_database_that_is_not_there(server: Server) -> None:
    with pytest.raises(StoreMissing):
        open_store(server.uri("finnes_ikke"))


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TABLE alone", "LAGER_SKADET"),
        ("DROP TRIGGER history_no_update ON history", "LAGER_SKADET"),
        ("DROP TABLE alembic_version", "LAGER_FREMMED"),
        ("DELETE FROM alembic_version", "LAGER_FREMMED"),
        ("UPDATE alembic_version SET version_num = 'abcdef'", "LAGER_FREMMED"),
    ],
)
def test_a_database_that_lacks_something(
    server: Server, database: str, statement: str, code: str
) -> None:
    store = open_store(server.uri(database))
    seed(store)
    store.close()
    server.run(statement, database)
    with pytest.raises(StoreDamaged) as caught:
        store.rows("avtaler")
    assert caught.value.code == code


def test_a_database_of_another_program_is_not_built_upon(server: Server, database: str) -> None:
    server.run("CREATE TABLE history (hva TEXT)", database)
    with pytest.raises(StoreDamaged) as caught:
        open_store(server.uri(database))
    assert caught.value.code == "LAGER_FREMMED"
    assert set(dump(server.uri(database))) == {"history"}


def test_other_tables_beside_ours_do_no_harm(server: Server, database: str) -> None:
    server.run("CREATE TABLE bilder (hva TEXT)", database)
    store = open_store(server.uri(database))
    seed(store)
    assert len(store.rows("avtaler")) == len(SEEDS)


def test_a_server_that_only_reads(server: Server, database: str) -> None:
    store = open_store(server.uri(database))
    seed(store)
    store.close()
    server.run(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    assert len(store.rows("avtaler")) == len(SEEDS)
    assert not store.status.writable
    assert store.status.why
    with pytest.raises(StoreReadOnly):
        save(store, new("ny"))
    store.close()
    server.run(f"ALTER DATABASE {database} SET default_transaction_read_only = off")
    assert store.status.writable
    save(store, new("ny"))


def test_connections_that_are_cut_are_replaced(server: Server, database: str) -> None:
    store = open_store(server.uri(database))
    seed(store)
    server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608
        f"WHERE datname = '{database}'"
    )
    assert save(store, changed(store.row("avtaler", ("legevakt-nord",)), navn="Nytt")).rows == 1


def test_a_connection_that_is_cut_in_a_save_loses_the_save_whole(
    server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from data.database import writing  # noqa: PLC0415

    store = open_store(server.uri(database))
    seed(store)
    before = dump(server.uri(database))
    apply = writing.apply

    def and_then_it_is_cut(*given: Any) -> Any:
        done = apply(*given)
        server.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "  # noqa: S608
            f"WHERE datname = '{database}'"
        )
        return done

    monkeypatch.setattr(writing, "apply", and_then_it_is_cut)
    with pytest.raises(StoreMissing):
        save(store, new("ny"))
    monkeypatch.undo()
    assert dump(server.uri(database)) == before
    assert save(store, new("ny")).rows == 1
