"""A store of an older form is copied aside and then brought up to date, whole or not at all."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from data.database import checks, migrating, model, source
from data.database.errors import StoreError
from data.database.opening import Store, open_store
from data.database.places import place
from tests.database.conftest import NewUrl
from tests.database.made_up import DIGEST, dump, new, save, seed

pytestmark = pytest.mark.long

NEXT = '''"""Add a column, as a step to come may do."""
from alembic import op
import sqlalchemy as sa
revision = "0002"
down_revision = "0001"
def upgrade():
    with op.batch_alter_table("agreement", {recreate}) as table:
        table.add_column(sa.Column("lenke", sa.Text, nullable=False, server_default=""))
    {then}
'''


@pytest.fixture
def old(new_url: NewUrl) -> str:
    """The address of a store as migration 1 left it."""
    url = new_url()
    store = open_store(url)
    seed(store)
    save(store, new("skrevet-her"))
    store.close()
    return url


def there_is_a_next(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, recreate: str = "", then: str = ""
) -> None:
    folder = tmp_path / "migrations"
    if not folder.exists():
        shutil.copytree(migrating.FOLDER, folder)
        monkeypatch.setattr(migrating, "FOLDER", folder)
    step = folder / "versions/v0002_next.py"
    step.write_text(NEXT.format(recreate=recreate, then=then), encoding="utf-8")
    for cached in (folder / "versions").glob("__pycache__/v0002*"):
        cached.unlink()
    monkeypatch.setattr(model, "LATEST", 2)
    monkeypatch.setattr(source, "LATEST", 2)
    assert checks.model.LATEST == migrating.model.LATEST == 2


def copies(url: str, tmp_path: Path) -> list[Path]:
    file = place(url).file
    folder = tmp_path / "var" if file is None else file.parent
    return sorted(folder.glob("register-before-migration-2-*.db"))


def step_of(url: str) -> object:
    return dump(url)["alembic_version"]


@pytest.mark.parametrize("recreate", ["", 'recreate="always"'])
def test_a_copy_is_put_aside_before_the_step(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recreate: str
) -> None:
    """A table that others refer to may be made anew."""
    before = dump(old)
    there_is_a_next(monkeypatch, tmp_path, recreate if "sqlite" in old else "")
    store = Store(place(old))
    assert store.row("avtaler", ("skrevet-her",)) is not None
    assert store.seeded == DIGEST
    after = dump(old)
    assert [row[:-1] for row in after["history"]] == [row[:-1] for row in before["history"]]
    assert step_of(old) == [("0002",)]
    [copy] = copies(old, tmp_path)
    assert dump(f"sqlite:///{copy}") == before
    store.close()


def test_the_copy_is_itself_a_store(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as later:
        there_is_a_next(later, tmp_path)
        Store(place(old)).check()
    [copy] = copies(old, tmp_path)
    again = Store(place(f"sqlite:///{copy}"))
    assert again.row("avtaler", ("skrevet-her",)) is not None
    assert save(again, new("etter")).rows == 1
    again.close()


def test_a_step_that_fails_leaves_the_store_as_it_was(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(old)
    there_is_a_next(monkeypatch, tmp_path, then='op.execute("SELECT * FROM finnes_ikke")')
    with pytest.raises(StoreError):
        Store(place(old)).check()
    assert dump(old) == before
    assert len(copies(old, tmp_path)) == 1
    there_is_a_next(monkeypatch, tmp_path)
    store = Store(place(old))
    assert store.row("avtaler", ("skrevet-her",)) is not None
    assert step_of(old) == [("0002",)]
    assert len(copies(old, tmp_path)) == 2
    store.close()


def test_an_end_between_the_copy_and_the_step_leaves_both(
    old: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump(old)
    there_is_a_next(monkeypatch, tmp_path)
    upgrade = migrating.upgrade

    def end(*given: object) -> None:
        if len(given) == 1:  # not the making of the copy
            raise KeyboardInterrupt
        upgrade(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as once:
        once.setattr(migrating, "upgrade", end)
        with pytest.raises(KeyboardInterrupt):
            Store(place(old)).check()
    assert dump(old) == before
    [copy] = copies(old, tmp_path)
    assert dump(f"sqlite:///{copy}") == before
    Store(place(old)).check()
    assert step_of(old) == [("0002",)]


def test_a_store_that_is_new_is_not_copied(
    new_url: NewUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there_is_a_next(monkeypatch, tmp_path)
    url = new_url()
    store = Store(place(url))
    store.check()
    assert step_of(url) == [("0002",)]
    assert copies(url, tmp_path) == []
    store.close()


def test_the_file_says_its_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    url = f"sqlite:///{file}"
    open_store(url).close()
    there_is_a_next(monkeypatch, tmp_path)
    store = Store(place(url))
    store.check()
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    store.close()


def test_what_a_dead_maker_left_is_swept(file: Path) -> None:
    left = [file.with_name(f"register.db.{'0' * 32}.new{ending}") for ending in ("", "-wal")]
    others = file.with_name("annet.db.new")
    for path in (*left, others):
        path.write_bytes(b"x")
    open_store(f"sqlite:///{file}")
    assert not any(path.exists() for path in left)
    assert others.exists()
