"""Faults 9, 11 and 18 on the pages: others were first, others are at it, others have saved."""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from data import store
from data.database import engines, source
from data.database.changes import Change
from data.database.engines import sqlite_connection
from data.database.errors import StoreConflict
from data.database.opening import Store
from tests.database.made_up import changed, deleted, new, permit, save
from tests.faults.conftest import Open
from tests.faults.looks import KEY, OTHER, everything, rename, said
from tests.pages.tabs import opened

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


def by_another_process(name: str, key: str = KEY) -> None:
    """Save as another process does: the command sees the same folder of local data."""
    done = subprocess.run(
        [sys.executable, "-c", OTHER, key, name], cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def name_of(kept: Store, key: str = KEY) -> str:
    row = kept.row("avtaler", (key,))
    assert row is not None
    return row.cells["navn"]


def test_the_second_of_two_editors_sees_both_values_and_nothing_is_lost(
    editing: Open, kept: Store
) -> None:
    one, other = editing(avtale=KEY), editing(avtale=KEY)
    rename(one, "Den førstes navn")
    rename(other, "Den andres navn")
    words = everything(other)
    assert "Den førstes navn" in words
    assert "Den andres navn" in words
    assert name_of(kept) == "Den førstes navn"
    assert len(kept.history("avtaler", (KEY,))) == 2


def test_an_import_against_an_edit_is_a_conflict_and_nothing_of_it_is_written(
    made_up_store: Store,
) -> None:
    kept = made_up_store
    seen = {row.key[0]: row for row in kept.rows("avtaler")}
    save(kept, changed(seen["legevakt-nord"], navn="Redigert"))
    with pytest.raises(StoreConflict) as caught:
        save(
            kept,
            *(changed(row, merknad="Fra fila") for row in seen.values()),
            new("fra-fila"),
            kind="import",
        )
    assert [conflict.change.key for conflict in caught.value.conflicts] == [("legevakt-nord",)]
    assert {row.cells["merknad"] for row in kept.rows("avtaler")} == {""}
    assert kept.row("avtaler", ("fra-fila",)) is None
    # And the other way: what was imported first is not written over by the editor.
    current = {row.key[0]: row for row in kept.rows("avtaler")}
    save(kept, *(changed(row, merknad="Fra fila") for row in current.values()), kind="import")
    with pytest.raises(StoreConflict):
        save(kept, changed(current["legevakt-nord"], navn="Redigert igjen"))
    with pytest.raises(StoreConflict):
        save(kept, deleted(current["barnevern-sor"]), kind="delete")


def test_an_agreement_deleted_under_an_editor_does_not_take_the_draft_along(
    editing: Open, kept: Store
) -> None:
    row = next(
        row
        for row in kept.rows("avtaler")
        if not any(row.key[0] in (o.cells["del_av"], o.cells["erstattet_av"])
                   for o in kept.rows("avtaler"))
    )  # fmt: skip
    key = row.key[0]
    at = editing(avtale=key)
    at.text_input(key=f"edit_{key}_navn").set_value("Skrevet om det slettede").run()
    change = Change("avtaler", (key,), None, row.version)
    kept.write([change], permit(), vocabulary=store.vocabulary(), kind="delete")
    at.button(key=f"save_{key}").click().run()
    assert "Skrevet om det slettede" in everything(at)
    assert kept.row("avtaler", (key,)) is None


def test_a_lock_held_for_too_long_is_a_sentence_and_the_draft_stays(
    editing: Open, kept: Store, live: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait is one second here instead of five; the lock is held for as long as it takes."""
    at = editing(avtale=KEY)
    before = name_of(kept)
    for module in (engines, source):
        monkeypatch.setattr(module, "limit", lambda _name: 1)
    kept.close()  # so that connections wait one second
    with closing(sqlite_connection(live)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        said(opened("kart"))  # readers do not wait
        rename(at, "Skrevet mens låst")
        assert time.monotonic() - began > 0.9
        words = said(at)
        holder.execute("ROLLBACK")
    assert "Ikke lagret" in words
    assert "opptatt med en annen lagring" in words
    assert name_of(kept) == before
    assert at.text_input(key=f"edit_{KEY}_navn").value == "Skrevet mens låst"
    at.button(key=f"save_{KEY}").click().run()
    said(at)
    assert name_of(kept) == "Skrevet mens låst"


def test_what_another_process_saved_is_there_at_the_next_click(kept: Store) -> None:
    at = opened("avtaler", avtale=KEY)
    assert "Fra en annen prosess" not in everything(at)
    by_another_process("Fra en annen prosess")
    assert "Fra en annen prosess" in everything(at.run())
    assert name_of(kept) == "Fra en annen prosess"
    assert store.load().agreement(KEY).name == "Fra en annen prosess"
