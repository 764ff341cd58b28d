"""A store is copied whole, from either engine to either, and goes on from there."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data.database.copying import beside, copy
from data.database.errors import StoreDamaged
from data.database.opening import Store, open_store
from tests.database.conftest import NewUrl, Server
from tests.database.made_up import changed, dump, new, permit, replayed, save, standing


@pytest.fixture(params=["to sqlite", "to postgresql"])
def empty_url(request: pytest.FixtureRequest, new_sqlite_url: NewUrl, server: Server) -> str:
    new: Callable[[], str] = (
        new_sqlite_url
        if request.param == "to sqlite"
        else lambda: server.uri(server.new_database())
    )
    return new()


def test_the_copy_holds_the_same_and_goes_on_counting(
    store: Store, url: str, empty_url: str
) -> None:
    done = save(store, new("ny", navn="Blåbær «ærlig» 100 %s"), note="æøå")
    save(store, changed(store.row("avtaler", ("ny",)), del_av="legevakt-nord"))
    target = open_store(empty_url)
    copy(store._source.engine(), target._source.engine())
    assert dump(empty_url) == dump(url)
    assert target.revision() == store.revision()
    batch = save(target, new("etterpå".replace("å", "a")))
    assert batch.id > done.id
    target.undo(batch.id, permit())
    assert replayed(target, "avtaler") == standing(target, "avtaler")


def test_an_empty_store_too(url: str, empty_url: str) -> None:
    source, target = open_store(url), open_store(empty_url)
    copy(source._source.engine(), target._source.engine())
    assert dump(empty_url) == dump(url)
    assert save(target, new("ny")).id == 1


def test_nothing_is_copied_over_what_is_there(store: Store, empty_url: str) -> None:
    target = open_store(empty_url)
    save(target, new("min"))
    before = dump(empty_url)
    with pytest.raises(StoreDamaged):
        copy(store._source.engine(), target._source.engine())
    assert dump(empty_url) == before


def test_names_beside_a_file_are_never_taken(tmp_path: Path) -> None:
    file = tmp_path / "register.db"
    first = beside(file, "rescued")
    first.touch()
    second = beside(file, "rescued")
    assert first != second
    assert second.suffix == ".db"
