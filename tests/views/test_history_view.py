"""History in words: local time, fields by name, and no code where a name is known."""

import pytest

from data import files, store
from data.database.changes import Batch, Event
from data.schema import AGREEMENTS
from views import history

REGISTER = store.load()
ROW = dict(files.read_file(files.SHIPPED / "avtaler.csv", AGREEMENTS).rows[0].cells)


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-24T15:04:05+00:00", "24.11.2026 kl. 16.04"),
        ("2026-06-24T15:04:05+00:00", "24.06.2026 kl. 17.04"),
        ("2026-11-24T23:30:00", "25.11.2026 kl. 00.30"),
        ("i går", "i går"),
    ],
)
def test_moments_are_shown_in_local_time(at: str, words: str) -> None:
    assert history.when(at) == words


def event(before: dict[str, str] | None, after: dict[str, str] | None, action: str) -> Event:
    at = "2026-11-24T15:04:05+00:00"
    key = (ROW["id"],)
    return Event(1, 1, "edit", "avtaler", key, action, 2, before, after, at, "redaktør")


def test_a_change_is_told_field_by_field() -> None:
    after = {**ROW, "vert": "1506", "status": "avsluttet"}
    row = history.events_table([event(ROW, after, "endret")], REGISTER).rows[0]
    assert row[2] == f"Vertskommune: – → Molde; Status: {ROW['status']} → avsluttet"
    assert row[3] == "redaktør"


def test_new_and_deleted_rows_have_their_names() -> None:
    table = history.events_table([event(None, ROW, "ny"), event(ROW, None, "slettet")], REGISTER)
    assert [row[2] for row in table.rows] == ["Ny rad", "Slettet"]
    assert all(getattr(row[1], "text", row[1]) == ROW["navn"] for row in table.rows)


@pytest.mark.parametrize("kind", ["seed", "edit", "alone", "import", "undo", "restore", "delete"])
def test_every_kind_of_batch_has_words(kind: str) -> None:
    assert history.kind_word(kind) != kind
    batch = Batch(1, kind, "2026-11-24T15:04:05+00:00", "redaktør", "", 1, None, undone=True)
    assert history.batch_words(batch).endswith("angret")
    assert " 1 rad " in history.batch_words(batch)
