"""A store is made where there is none, found again, and has the settings that keep it safe."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from data.database import migrating, model
from data.database.engines import reading, sqlite_engine
from data.database.errors import StoreError
from data.database.opening import Store, open_store
from data.database.places import place
from tests.database.made_up import DIGEST, SEEDS, new, raw, save, seed


def test_an_empty_store_is_made_and_says_that_it_is_empty(url: str) -> None:
    store = open_store(url)
    assert store.seeded == ""
    assert store.rows("avtaler") == store.rows("alene") == ()
    assert not store.local_edits
    assert store.status.writable
    assert store.batches() == store.history() == ()


def test_there_is_one_store_for_a_place_in_a_process(url: str) -> None:
    assert open_store(url) is open_store(url)


def test_what_was_saved_is_there_when_it_is_opened_again(url: str) -> None:
    first = open_store(url)
    seed(first)
    save(first, new("ny"))
    kept, revision = first.rows("avtaler"), first.revision()
    first.close()
    again = Store(place(url))
    assert again.rows("avtaler") == kept
    assert (again.revision(), again.seeded, again.local_edits) == (revision, DIGEST, True)
    again.close()


def test_every_cell_comes_back_as_it_was(store: Store) -> None:
    by_id = {cells["id"]: cells for cells in SEEDS}
    assert {row.key[0]: dict(row.cells) for row in store.rows("avtaler")} == by_id
    row = store.row("avtaler", ("legevakt-natt",))
    assert row is not None
    assert (row.cells["del_av"], row.cells["erstattet_av"]) == ("legevakt-nord", "")
    assert (row.version, row.role) == (1, "registerfilene")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row.updated_at)
    answer = store.row("alene", ("1573", "plan"))
    assert answer is not None
    assert answer.cells["kilde"] == "Budsjett 2025"


@pytest.mark.parametrize(
    "key", [("finnes-ikke",), (), ("a", "b"), ("\x00",), ("\ud800",), ("' OR 1=1 --",), ("æ",)]
)
def test_a_row_that_is_not_there_is_none(store: Store, key: tuple[str, ...]) -> None:
    assert store.row("avtaler", key) is None


def test_an_unknown_table_is_the_callers_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="batch"):
        store.rows("batch")


def test_the_migrations_make_what_the_program_knows(url: str) -> None:
    open_store(url)
    engine = raw(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, model.metadata) == []
    engine.dispose()


def test_the_last_migration_is_the_one_that_the_program_knows() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrating.FOLDER))
    script = ScriptDirectory.from_config(config)
    assert script.get_current_head() == f"{model.LATEST:04d}"
    assert len(list(script.walk_revisions())) == model.LATEST


def test_a_store_made_anew_never_repeats_a_revision(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    before = store.revision()
    file.unlink()
    assert store.seeded == ""
    seed(store)
    assert store.revision() > before


# --- SQLite's own settings ------------------------------------------------------------------


def test_connections_have_the_settings_that_keep_a_save(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    for engine in (store._source.engine(), sqlite_engine(file, pooled=False)):
        with reading(engine) as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "busy_timeout": 5000,
        }


def test_the_file_says_whose_it_is_and_every_table_is_strict(file: Path) -> None:
    open_store(f"sqlite:///{file}")
    engine = raw(f"sqlite:///{file}")
    with engine.connect() as connection:
        run = connection.exec_driver_sql
        assert run("PRAGMA application_id").scalar_one() == model.APPLICATION_ID
        assert run("PRAGMA user_version").scalar_one() == model.LATEST
        tables = run(
            "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' "
            "AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        strict = {name: strict for name, strict in tables}  # noqa: C416
    engine.dispose()
    assert set(strict) == {*model.metadata.tables, "alembic_version"}
    assert set(strict.values()) == {1}


def test_a_number_is_not_stored_as_a_text_that_is_none(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    engine = raw(f"sqlite:///{file}")
    with engine.connect() as connection, pytest.raises(Exception, match="cannot store TEXT"):
        connection.exec_driver_sql("UPDATE agreement SET version = 'tre'")
    engine.dispose()


def test_nothing_but_the_store_is_left_in_the_folder(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    assert sorted(path.name for path in file.parent.iterdir()) == [
        "register.db",
        "register.db.lock",
    ]


# --- where it lies ----------------------------------------------------------------------------


def test_the_settings_say_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMARBEIDSKART_VAR", str(tmp_path / "lokalt"))
    assert place().file == tmp_path / "lokalt/register.db"
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(tmp_path / "data"))
    assert place().file == tmp_path / "data/register.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/annet.db")
    assert place().file == tmp_path / "annet.db"
    assert place(f"sqlite:///{tmp_path}/tredje.db").file == tmp_path / "tredje.db"
    monkeypatch.setenv("DATABASE_URL", "postgres://u:p@h/d")
    assert (place().file, place().url.drivername) == (None, "postgresql+psycopg")
    for name in ("DATABASE_URL", "SAMARBEIDSKART_DATA", "SAMARBEIDSKART_VAR"):
        monkeypatch.delenv(name)
    assert place().file == Path(__file__).resolve().parents[2] / "var/register.db"


@pytest.mark.parametrize(
    "address", ["mysql://u:hemmelig@h/d", "sqlite://", "sqlite:///:memory:", "hemmelig", "http://["]
)
def test_an_address_that_cannot_be_used_is_not_repeated(address: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert caught.value.code == "LAGER_ADRESSE"
    assert "hemmelig" not in str(caught.value)


def test_a_password_is_not_shown() -> None:
    where = place("postgresql://u:hemmelig@h/d")
    assert "hemmelig" not in repr(where) + str(where)


@pytest.mark.parametrize("name", ["med mellomrom.db", "å%20?#.db", "50%.db"])
def test_any_name_of_a_file_will_do(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMARBEIDSKART_VAR", str(tmp_path / name))
    store = open_store()
    seed(store)
    store.close()
    assert (tmp_path / name / "register.db").stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert len(store.rows("avtaler")) == len(SEEDS)
