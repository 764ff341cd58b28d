"""A save is written whole or not at all, and only what is right, permitted and seen."""

import uuid
from typing import Any

import pytest

from data.database.changes import Change
from data.database.errors import InvalidRows, NotPermitted, StoreConflict
from data.database.opening import Store
from data.limits import limit
from data.permission import Permit
from data.schema import AGREEMENTS
from tests.database.made_up import (
    VOCABULARY,
    agreement,
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
MARK = "3f2a"


def codes(error: InvalidRows) -> set[str]:
    return {fault.code for fault in error.faults}


def test_a_new_row_is_there_with_its_batch_and_its_history(store: Store) -> None:
    before = store.revision()
    batch = save(store, new("plan-felles", tjeneste="plan"), note="Etter møtet", token=MARK)
    row = store.row("avtaler", ("plan-felles",))
    assert row is not None
    assert (row.cells, row.version) == (agreement("plan-felles", tjeneste="plan"), 1)
    assert (row.role, row.updated_at) == ("lokal redaktør", batch.at)
    assert store.revision() == before + 1
    assert store.local_edits
    assert store.batches()[0] == batch
    assert (batch.kind, batch.rows, batch.note) == ("edit", 1, "Etter møtet")
    assert (batch.undoes, batch.undone) == (None, False)
    event = store.history()[0]
    assert (event.batch, event.kind, event.action, event.version) == (batch.id, "edit", "ny", 1)
    assert (event.before, event.after) == (None, row.cells)
    assert (event.table, event.key, event.role) == ("avtaler", ("plan-felles",), "lokal redaktør")


def test_a_changed_row_keeps_what_it_was_in_history(store: Store) -> None:
    old = store.row("avtaler", NORD)
    assert old is not None
    save(store, changed(old, navn="Nytt navn", vert="1576"))
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.cells == {**old.cells, "navn": "Nytt navn", "vert": "1576"}
    assert row.version == old.version + 1
    event = store.history("avtaler", NORD)[0]
    assert (event.action, event.version) == ("endret", 2)
    assert (event.before, event.after) == (old.cells, row.cells)


def test_a_deleted_row_is_gone_but_not_forgotten(store: Store) -> None:
    row = store.row("alene", ("1573", "plan"))
    save(store, deleted(row), kind="delete")
    assert store.rows("alene") == ()
    event = store.history("alene")[0]
    assert row is not None
    assert (event.action, event.before, event.after) == ("slettet", row.cells, None)


def test_many_changes_of_both_tables_are_one_batch(store: Store) -> None:
    batch = save(
        store,
        new("plan-felles", tjeneste="plan"),
        changed(store.row("avtaler", NORD), navn="Nytt navn"),
        deleted(store.row("avtaler", ("barnevern-sor",))),
        Change("alene", ("1576", "plan"), alone("1576"), None),
        kind="import",
    )
    assert batch.rows == 4
    assert {event.action for event in store.history(batch=batch.id)} == {"ny", "endret", "slettet"}
    assert [row.key[0] for row in store.rows("avtaler")] == [
        *("legevakt-natt", "legevakt-nord", "plan-felles")
    ]
    assert len(store.rows("alene")) == 2


def test_a_row_that_stands_so_already_is_left_alone(store: Store) -> None:
    same = store.row("avtaler", ("barnevern-sor",))
    batch = save(store, changed(same), changed(store.row("avtaler", NORD), navn="Nytt"))
    assert batch.rows == 1
    assert store.row("avtaler", ("barnevern-sor",)) == same


@pytest.mark.parametrize("empty", [True, False])
def test_a_save_that_changes_nothing_is_no_save(store: Store, url: str, empty: bool) -> None:
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        save(store, *([] if empty else [changed(store.row("avtaler", NORD))]))
    assert codes(caught.value) == {"INGEN_ENDRING"}
    assert dump(url) == before


# --- who ------------------------------------------------------------------------------------


@pytest.mark.parametrize("forged", [Permit("redaktør"), Permit("redaktør", b"x" * 32), None, "ja"])
def test_a_forged_permit_is_worth_nothing(store: Store, url: str, forged: Any) -> None:
    before = dump(url)
    batch = store.batches()[0].id
    with pytest.raises(NotPermitted) as caught:
        store.write([new("ny")], forged, vocabulary=VOCABULARY, kind="edit")
    with pytest.raises(NotPermitted):
        store.undo(batch, forged)
    assert caught.value.code == "LAGER_IKKE_TILGANG"
    assert dump(url) == before


@pytest.mark.parametrize("kind", ["seed", "undo", "annet", "EDIT"])
def test_kinds_that_have_ways_of_their_own_cannot_be_written(store: Store, kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        save(store, new("ny"), kind=kind)


def test_a_table_or_key_of_another_kind_is_the_callers_mistake(store: Store, url: str) -> None:
    before = dump(url)
    with pytest.raises(ValueError, match="meta"):
        save(store, Change("meta", ("revision",), {"key": "revision", "value": "9"}, None))
    with pytest.raises(ValueError, match="1573"):
        save(store, Change("alene", ("1573",), None, 1))
    assert dump(url) == before


# --- versions ---------------------------------------------------------------------------------


def test_the_second_of_two_editors_sees_what_the_first_wrote(store: Store, url: str) -> None:
    seen = store.row("avtaler", NORD)
    save(store, changed(seen, navn="Den førstes"))
    before = dump(url)
    late = changed(seen, navn="Den andres")
    with pytest.raises(StoreConflict) as caught:
        save(store, late)
    assert dump(url) == before
    [conflict] = caught.value.conflicts
    assert conflict.change == late
    assert conflict.current == store.row("avtaler", NORD)
    assert "legevakt-nord" in caught.value.sentence


def test_all_conflicts_are_told_at_once_and_nothing_is_written(store: Store, url: str) -> None:
    nord, sor = store.row("avtaler", NORD), store.row("avtaler", ("barnevern-sor",))
    answer = store.row("alene", ("1573", "plan"))
    save(store, changed(nord, navn="A"), deleted(sor), changed(answer, kilde="Ny kilde"))
    before = dump(url)
    with pytest.raises(StoreConflict) as caught:
        save(
            store,
            new("god-rad"),
            changed(nord, navn="B"),
            changed(sor, navn="B"),
            new("legevakt-natt"),
            deleted(answer),
        )
    assert dump(url) == before
    assert {(c.change.key[0], c.current is None) for c in caught.value.conflicts} == {
        ("legevakt-nord", False),
        ("barnevern-sor", True),
        ("legevakt-natt", False),
        ("1573", False),
    }


def test_the_same_id_made_twice_is_a_conflict(store: Store) -> None:
    save(store, new("ny", navn="Den førstes"))
    with pytest.raises(StoreConflict) as caught:
        save(store, new("ny", navn="Den andres"))
    current = caught.value.conflicts[0].current
    assert current is not None
    assert current.cells["navn"] == "Den førstes"


@pytest.mark.parametrize("delete_first", [True, False])
def test_delete_against_edit(store: Store, delete_first: bool) -> None:
    seen = store.row("avtaler", ("barnevern-sor",))
    one, two = deleted(seen), changed(seen, navn="Nytt")
    save(store, one if delete_first else two)
    with pytest.raises(StoreConflict) as caught:
        save(store, two if delete_first else one)
    assert (caught.value.conflicts[0].current is None) == delete_first


def test_a_row_made_again_is_not_the_one_an_editor_had_open(store: Store) -> None:
    """Deleted and made anew, a row must not get the version that the old one had."""
    save(store, new("ny"))
    seen = store.row("avtaler", ("ny",))
    save(store, deleted(seen))
    save(store, new("ny", navn="En annen avtale"))
    with pytest.raises(StoreConflict):
        save(store, changed(seen, navn="Skrevet om den gamle"))
    row = store.row("avtaler", ("ny",))
    assert row is not None
    assert (row.cells["navn"], row.version) == ("En annen avtale", 3)


# --- one intention, one save --------------------------------------------------------------------


def test_a_double_click_saves_once(store: Store, url: str) -> None:
    token = uuid.uuid4().hex
    change = changed(store.row("avtaler", NORD), navn="Nytt navn")
    first = save(store, change, token=token)
    before = dump(url)
    assert save(store, change, token=token) == first
    assert save(store, new("noe-annet"), token=token) == first
    assert dump(url) == before


def test_without_a_token_every_save_is_its_own(store: Store) -> None:
    assert save(store, new("en")).id != save(store, new("to")).id


def test_a_save_that_failed_has_not_used_its_token(store: Store) -> None:
    with pytest.raises(InvalidRows):
        save(store, new("ny", form="finnes-ikke"), token=MARK)
    assert save(store, new("ny"), token=MARK).rows == 1


# --- what is right --------------------------------------------------------------------------------

LONG = "x" * (limit("text_length") + 1)
WRONG: list[tuple[dict[str, str], str]] = [
    ({"navn": ""}, "MANGLER"),
    ({"form": "finnes-ikke"}, "VERDI_UKJENT"),
    ({"status": "kanskje"}, "VERDI_UKJENT"),
    ({"deltakere": "1505|9999"}, "KOMMUNE_UKJENT"),
    ({"deltakere": "1505|1507"}, "KOMMUNE_DELT"),
    ({"vert": "1508"}, "VERT_IKKE_MEDLEM"),
    ({"fra": "2020", "til": "2019"}, "AR_UGYLDIG"),
    ({"orgnr": "123456789"}, "ORGNR_UGYLDIG"),
    ({"kilde_url": "javascript:alert(1)"}, "URL_UGYLDIG"),
    ({"del_av": "finnes-ikke"}, "HENVISNING_UKJENT"),
    ({"del_av": "bare-i-filene"}, "HENVISNING_UKJENT"),
    ({"del_av": "ny"}, "HENVISNING_SIRKEL"),
    ({"merknad": LONG}, "TEKST_FOR_LANG"),
    ({"merknad": "a\x00b"}, "UGYLDIG_TEGN"),
    ({"merknad": "a\x0bb"}, "UGYLDIG_TEGN"),
    ({"merknad": "a\ud800b"}, "UGYLDIG_TEGN"),
    ({"navn": "Ã…lesund"}, "TEGNFEIL"),
    ({"merknad": "Ring 01010750160"}, "PERSONOPPLYSNING"),
]


@pytest.mark.parametrize(("fields", "code"), WRONG)
def test_a_wrong_row_leaves_the_store_as_it_was(
    store: Store, url: str, fields: dict[str, str], code: str
) -> None:
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        save(store, new("god"), new("ny", **fields))
    assert code in codes(caught.value)
    assert {fault.line for fault in caught.value.faults} == {2}
    assert caught.value.code == "LAGER_UGYLDIG"
    assert caught.value.faults[0].message in caught.value.sentence
    assert "01010750160" not in caught.value.sentence
    assert dump(url) == before


@pytest.mark.parametrize(
    ("table", "key", "cells", "code"),
    [
        ("avtaler", ("ny",), {**agreement("ny"), "ekstra": "x"}, "KOLONNER_MANGLER"),
        ("avtaler", ("ny",), {"id": "ny"}, "KOLONNER_MANGLER"),
        ("avtaler", ("ny",), agreement("noe-annet"), "NOKKEL_ENDRET"),
        ("avtaler", ("Ny Avtale",), agreement("Ny Avtale"), "ID_FORM"),
        ("avtaler", ("x" * 65,), agreement("x" * 65), "ID_FORM"),
        ("alene", ("1576", "plan"), alone("1576", kilde=""), "MANGLER"),
        ("alene", ("1576", "nei"), alone("1576", "nei"), "VERDI_UKJENT"),
        ("alene", ("1576", "plan"), alone("1576", svar="kanskje"), "VERDI_UKJENT"),
    ],
)
def test_a_row_of_the_wrong_form_is_refused(
    store: Store, url: str, table: str, key: tuple[str, ...], cells: dict[str, str], code: str
) -> None:
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        save(store, Change(table, key, cells, None))
    assert code in codes(caught.value)
    assert dump(url) == before


def test_the_same_row_twice_in_one_save_is_refused(store: Store) -> None:
    row = store.row("avtaler", NORD)
    both = [
        [changed(row, navn="A"), changed(row, navn="B")],
        [changed(row, navn="A"), deleted(row)],
        [new("ny"), new("ny")],
    ]
    for changes in both:
        with pytest.raises(InvalidRows) as caught:
            save(store, *changes)
        assert "ID_DOBBEL" in codes(caught.value)


def test_text_is_kept_as_an_import_would_have_read_it(store: Store) -> None:
    save(store, new("ny", navn="  A\u030alesund\u00a0og\u200b Å ", merknad="a\nb"))
    row = store.row("avtaler", ("ny",))
    assert row is not None
    assert (row.cells["navn"], row.cells["merknad"]) == ("Ålesund og Å", "a\nb")


def test_a_warning_does_not_stop_a_save(store: Store) -> None:
    save(store, new("ny", vert="", deltakere="1504|1505"))
    row = store.row("avtaler", ("ny",))
    assert row is not None
    assert row.cells["deltakere"] == "1504|1505"


def test_an_answer_is_not_given_under_two_codes_of_one_municipality(store: Store) -> None:
    save(store, Change("alene", ("1504", "plan"), alone("1504"), None))
    with pytest.raises(InvalidRows) as caught:
        save(store, Change("alene", ("1508", "plan"), alone("1508"), None))
    assert codes(caught.value) == {"ID_DOBBEL"}
    save(
        store,
        deleted(store.row("alene", ("1504", "plan"))),
        Change("alene", ("1508", "plan"), alone("1508"), None),
    )
    assert [row.key for row in store.rows("alene")] == [("1508", "plan"), ("1573", "plan")]


def test_a_note_is_kept_without_personal_data(store: Store) -> None:
    batch = save(store, new("ny"), note="Spurt kari@kommune.no\n" + "å" * 5000)
    assert "kari" not in batch.note
    assert len(batch.note) <= limit("text_length")
    assert store.batches()[0].note == batch.note


# --- what agreements say of each other ------------------------------------------------------------


def test_rows_of_one_save_may_refer_to_each_other_in_any_order(store: Store) -> None:
    save(store, new("del", del_av="hele"), new("hele", erstattet_av="ny-hele"), new("ny-hele"))
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_an_agreement_that_others_refer_to_stays(store: Store, url: str) -> None:
    before = dump(url)
    with pytest.raises(InvalidRows) as caught:
        save(store, deleted(store.row("avtaler", NORD)))
    [fault] = caught.value.faults
    assert (fault.code, fault.line) == ("HENVISNING_BRUKT", 1)
    assert "legevakt-natt" in fault.message
    assert dump(url) == before


def test_it_may_go_together_with_those_that_refer_to_it(store: Store) -> None:
    night = store.row("avtaler", ("legevakt-natt",))
    save(store, deleted(store.row("avtaler", NORD)), deleted(night))
    assert [row.key[0] for row in store.rows("avtaler")] == ["barnevern-sor"]


def test_or_when_they_refer_to_something_else(store: Store) -> None:
    night = store.row("avtaler", ("legevakt-natt",))
    save(store, deleted(store.row("avtaler", NORD)), changed(night, del_av="barnevern-sor"))
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_a_change_may_not_refer_to_what_the_same_save_deletes(store: Store) -> None:
    with pytest.raises(InvalidRows) as caught:
        save(
            store,
            deleted(store.row("avtaler", ("barnevern-sor",))),
            new("ny", erstattet_av="barnevern-sor"),
        )
    assert "HENVISNING_UKJENT" in codes(caught.value)


@pytest.mark.parametrize("column", ["del_av", "erstattet_av"])
def test_a_circle_through_rows_that_are_not_changed_is_found(store: Store, column: str) -> None:
    chain = [f"ledd-{n}" for n in range(6)]
    save(store, *(new(a, **{column: b}) for a, b in zip(chain, [*chain[1:], ""], strict=True)))
    with pytest.raises(InvalidRows) as caught:
        save(store, changed(store.row("avtaler", (chain[-1],)), **{column: chain[0]}))
    assert codes(caught.value) == {"HENVISNING_SIRKEL"}
    assert [fault.line for fault in caught.value.faults] == [1]


def test_every_column_is_kept_under_its_own_name(store: Store) -> None:
    """No two cells change places on the way in or out."""
    cells = dict.fromkeys(AGREEMENTS.headers, "") | {
        "id": "alle-felt",
        "navn": "navn",
        "del_av": "legevakt-nord",
        "erstattet_av": "barnevern-sor",
        "tjeneste": "plan",
        "form": "avtale",
        "vert": "1505",
        "sete": "1506",
        "deltakere": "1505|1506",
        "ufullstendig": "ja",
        "andre": "andre",
        "status": "avsluttet",
        "fra": "2001",
        "til": "2002",
        "orgnr": "974760673",
        "formål": "formål",
        "kilde": "kilde",
        "kilde_url": "https://kilde.no",
        "kilde_år": "2003",
        "sikkerhet": "C",
        "merknad": "merknad",
    }
    assert all(cells.values())
    store.write(
        [Change("avtaler", ("alle-felt",), cells, None)],
        permit(),
        vocabulary=VOCABULARY,
        kind="edit",
    )
    row = store.row("avtaler", ("alle-felt",))
    assert row is not None
    assert dict(row.cells) == cells
    assert store.history()[0].after == cells
