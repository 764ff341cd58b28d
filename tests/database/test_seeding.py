"""The store is filled from the files until somebody changes something; never after."""

import pytest

from data.database.errors import InvalidRows, StoreError
from data.database.opening import Store, open_store
from tests.database.made_up import (
    DIGEST,
    SEEDS,
    agreement,
    alone,
    changed,
    dump,
    files,
    new,
    permit,
    replayed,
    save,
    standing,
)


def test_a_seed_is_a_batch_with_history(store: Store) -> None:
    [batch] = store.batches()
    assert (batch.kind, batch.rows, batch.role) == ("seed", 4, "registerfilene")
    assert not store.local_edits
    assert store.seeded == DIGEST
    assert {event.action for event in store.history()} == {"ny"}
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_the_same_files_change_nothing(store: Store, url: str) -> None:
    before = dump(url)
    assert store.reseed(files([]), DIGEST) is None
    assert dump(url) == before


def test_newer_files_change_only_what_differs(store: Store) -> None:
    same = store.row("avtaler", ("legevakt-nord",))
    newer = [SEEDS[0], agreement("legevakt-natt", navn="Nytt navn"), agreement("helt-ny")]
    batch = store.reseed(files(newer, [alone("1576")]), "nytt")
    assert batch is not None
    assert store.seeded == "nytt"
    assert store.row("avtaler", ("legevakt-nord",)) == same
    actions = {(event.key[0], event.action) for event in store.history(batch=batch.id)}
    assert actions == {
        ("legevakt-natt", "endret"),
        ("helt-ny", "ny"),
        ("barnevern-sor", "slettet"),
        ("1573", "slettet"),
        ("1576", "ny"),
    }
    assert not store.local_edits
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_files_with_the_same_rows_are_noted_without_a_batch(store: Store) -> None:
    assert store.reseed(files(SEEDS, [alone()]), "andre vokabularer") is None
    assert store.seeded == "andre vokabularer"
    assert len(store.batches()) == 1


def test_files_are_never_laid_over_local_edits(store: Store, url: str) -> None:
    done = save(store, new("ny"))
    store.undo(done.id, permit())  # an edit that is undone has been made all the same
    before = dump(url)
    with pytest.raises(StoreError) as caught:
        store.reseed(files([]), "nytt")
    assert caught.value.code == "LAGER_LOKALE_ENDRINGER"
    assert dump(url) == before


def test_a_seed_that_refers_to_nothing_is_refused_whole(url: str) -> None:
    store = open_store(url)
    before = dump(url)
    for rows, code in (
        ([agreement("a"), agreement("b", del_av="borte")], "HENVISNING_UKJENT"),
        ([agreement("a"), agreement("a")], "ID_DOBBEL"),
        ([agreement("a", del_av="b"), agreement("b", del_av="a")], "HENVISNING_SIRKEL"),
    ):
        with pytest.raises(InvalidRows) as caught:
            store.reseed(files(rows), "x")
        assert code in {fault.code for fault in caught.value.faults}
        assert dump(url) == before


def test_an_edit_of_a_seeded_row_can_be_undone_to_the_seed(store: Store) -> None:
    row = store.row("avtaler", ("legevakt-nord",))
    assert row is not None
    done = save(store, changed(row, navn="Nytt"))
    store.undo(done.id, permit())
    again = store.row("avtaler", ("legevakt-nord",))
    assert again is not None
    assert again.cells == row.cells
