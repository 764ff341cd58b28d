"""What was done can be undone, as long as nobody has built on it."""

import pytest

from data.database.changes import Change
from data.database.errors import InvalidRows, StoreConflict, StoreError
from data.database.opening import Store
from tests.database.made_up import (
    alone,
    changed,
    deleted,
    dump,
    new,
    permit,
    replayed,
    save,
    standing,
)

NORD = ("legevakt-nord",)
SOR = ("barnevern-sor",)
MARK = "3f2a"


def rows(store: Store) -> dict[object, object]:
    return {(r.table, r.key): r.cells for t in ("avtaler", "alene") for r in store.rows(t)}


def everything(store: Store) -> list[Change]:
    return [
        new("ny", erstattet_av="legevakt-nord"),
        changed(store.row("avtaler", NORD), navn="Nytt navn"),
        deleted(store.row("avtaler", SOR)),
        changed(store.row("alene", ("1573", "plan")), kilde="Ny kilde"),
        Change("alene", ("1576", "plan"), alone("1576"), None),
    ]


def test_a_whole_import_is_undone_in_one_batch(store: Store) -> None:
    before, revision = rows(store), store.revision()
    done = save(store, *everything(store), kind="import")
    undone = store.undo(done.id, permit())
    assert rows(store) == before
    assert (undone.kind, undone.undoes, undone.rows) == ("undo", done.id, done.rows)
    assert store.revision() == revision + 2
    by_id = {batch.id: batch for batch in store.batches()}
    assert by_id[done.id].undone
    assert not by_id[undone.id].undone
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_versions_go_on_counting(store: Store) -> None:
    """An editor who saw the row before the undo must meet a conflict, not the old number."""
    done = save(store, changed(store.row("avtaler", NORD), navn="Nytt"))
    seen = store.row("avtaler", NORD)
    store.undo(done.id, permit())
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.version == 3
    with pytest.raises(StoreConflict):
        save(store, changed(seen, navn="For sent"))


def test_an_undo_can_itself_be_undone_again_and_again(store: Store) -> None:
    before = rows(store)
    done = save(store, *everything(store))
    after = rows(store)
    undo = store.undo(done.id, permit())
    redo = store.undo(undo.id, permit())
    assert rows(store) == after
    marks = {batch.id: batch.undone for batch in store.batches()}
    assert (marks[done.id], marks[undo.id], marks[redo.id]) == (False, True, False)
    again = store.undo(done.id, permit())  # it stands because of `redo`: that is what is undone
    assert again.undoes == redo.id
    assert rows(store) == before
    marks = {batch.id: batch.undone for batch in store.batches()}
    assert (marks[done.id], marks[undo.id], marks[redo.id]) == (True, False, True)


def test_what_is_undone_already_is_refused(store: Store, url: str) -> None:
    done = save(store, *everything(store))
    store.undo(done.id, permit())
    before = dump(url)
    with pytest.raises(StoreError) as caught:
        store.undo(done.id, permit())
    assert caught.value.code == "LAGER_ANGRET"
    assert dump(url) == before


def test_a_double_click_undoes_once(store: Store) -> None:
    done = save(store, *everything(store))
    assert store.undo(done.id, permit(), token=MARK) == store.undo(done.id, permit(), token=MARK)


def test_rows_that_have_moved_on_are_named_and_nothing_is_undone(store: Store, url: str) -> None:
    done = save(store, *everything(store))
    save(store, changed(store.row("avtaler", NORD), navn="Et navn til"))
    save(store, new("barnevern-sor", navn="Laget på nytt"))
    save(store, deleted(store.row("avtaler", ("ny",))))
    before = dump(url)
    with pytest.raises(StoreConflict) as caught:
        store.undo(done.id, permit())
    assert dump(url) == before
    named = {c.change.key[0]: c.current and c.current.cells["navn"] for c in caught.value.conflicts}
    assert named == {
        "legevakt-nord": "Et navn til",
        "barnevern-sor": "Laget på nytt",
        "ny": None,
    }


def test_one_after_the_other_can_be_undone_from_the_last_to_the_first(store: Store) -> None:
    states, done = [rows(store)], []
    for name in ("Én", "To", "Tre"):
        done.append(save(store, changed(store.row("avtaler", NORD), navn=name)).id)
        states.append(rows(store))
    with pytest.raises(StoreConflict):
        store.undo(done[0], permit())
    for number, state in zip(reversed(done), reversed(states[:-1]), strict=True):
        store.undo(number, permit())
        assert rows(store) == state
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.version == 7


def test_a_new_agreement_that_others_refer_to_stays(store: Store, url: str) -> None:
    done = save(store, new("ny"))
    save(store, new("del-av-ny", del_av="ny"))
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        store.undo(done.id, permit())
    assert [fault.code for fault in caught.value.faults] == ["HENVISNING_BRUKT"]
    assert dump(url) == before


def test_a_deleted_row_does_not_come_back_referring_to_nothing(store: Store, url: str) -> None:
    save(store, new("hele"), new("del", del_av="hele"))
    done = save(store, deleted(store.row("avtaler", ("del",))))
    save(store, deleted(store.row("avtaler", ("hele",))))
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        store.undo(done.id, permit())
    assert [fault.code for fault in caught.value.faults] == ["HENVISNING_UKJENT"]
    assert dump(url) == before


def test_an_undo_does_not_close_a_circle(store: Store) -> None:
    save(store, new("a", del_av="legevakt-nord"))
    done = save(store, changed(store.row("avtaler", ("a",)), del_av=""))
    save(store, changed(store.row("avtaler", NORD), del_av="a"))
    with pytest.raises(InvalidRows) as caught:
        store.undo(done.id, permit())
    assert {fault.code for fault in caught.value.faults} == {"HENVISNING_SIRKEL"}


def test_seeds_cannot_be_undone(store: Store, url: str) -> None:
    before = dump(url)
    with pytest.raises(StoreError) as caught:
        store.undo(store.batches()[-1].id, permit())
    assert caught.value.code == "LAGER_GRUNNLAG"
    assert dump(url) == before


@pytest.mark.parametrize("number", [0, -1, 99, 2**40, 2**70])
def test_a_batch_that_is_not_there(store: Store, number: int) -> None:
    with pytest.raises(StoreError) as caught:
        store.undo(number, permit())
    assert caught.value.code in ("LAGER_UKJENT_LAGRING", "LAGER_FEIL")
