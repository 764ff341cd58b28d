"""History only grows, and is ordered by number, whatever the clock says."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.database import queries, writing
from data.database.opening import Store
from data.limits import LIMITS
from tests.database.made_up import changed, dump, new, permit, raw, save

NORD = ("legevakt-nord",)
TAMPERING = [
    "UPDATE history SET role = 'ingen'",
    "UPDATE history SET seq = seq + 1000",
    "DELETE FROM history",
    "DELETE FROM history WHERE seq = 1",
]


@pytest.mark.parametrize("statement", TAMPERING)
def test_history_cannot_be_changed_even_past_the_program(
    store: Store, url: str, statement: str
) -> None:
    before = dump(url)
    assert before["history"]
    engine = raw(url)
    with pytest.raises(DBAPIError, match="history only grows"), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert dump(url) == before


@pytest.mark.parametrize(
    "statement",
    {
        "sqlite": [
            "INSERT OR REPLACE INTO history SELECT seq, batch, tab, key, action, version, NULL, "
            "NULL, at, role FROM history WHERE seq = 1",
            "UPDATE OR REPLACE history SET role = ''",
        ],
        "postgresql": ["TRUNCATE history", "TRUNCATE batch CASCADE"],
    }.items(),
    ids=lambda pair: pair[0],
)
def test_nor_by_the_engines_own_ways(
    store: Store, url: str, statement: tuple[str, list[str]]
) -> None:
    dialect, statements = statement
    engine = raw(url)
    before = dump(url)
    tried = statements if engine.dialect.name == dialect else []
    for words in tried:
        with pytest.raises(DBAPIError, match="history only grows"), engine.begin() as connection:
            connection.execute(text(words))
    engine.dispose()
    assert dump(url) == before


def test_a_batch_with_history_cannot_be_deleted_by_the_store(store: Store) -> None:
    with pytest.raises(DBAPIError), store._source.engine().begin() as connection:
        connection.execute(text("DELETE FROM batch"))


class Clock(dt.datetime):
    """A clock that goes backwards."""

    tick = 0

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "Clock":
        cls.tick += 1
        return cls(2026, 1, 1, tzinfo=tz) - dt.timedelta(days=cls.tick)  # type: ignore[return-value]


def test_a_clock_that_is_set_back_changes_no_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing.dt, "datetime", Clock)
    names = [f"Navn {n}" for n in range(5)]
    done = [save(store, changed(store.row("avtaler", NORD), navn=name)).id for name in names]
    undo = store.undo(done[-1], permit())
    monkeypatch.undo()
    events = store.history("avtaler", NORD)
    assert [event.batch for event in events[:-1]] == [undo.id, *reversed(done)]
    ats = [event.at for event in events[:-1]]
    assert ats == sorted(ats)  # the newest is the oldest by the clock
    assert [batch.id for batch in store.batches()] == sorted([*done, undo.id, 1], reverse=True)
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.cells["navn"] == "Navn 3"


def test_history_can_be_asked_for_a_table_a_row_a_batch_and_a_number(store: Store) -> None:
    batch = save(store, changed(store.row("avtaler", NORD), navn="Nytt"), new("ny"))
    assert {event.table for event in store.history("alene")} == {"alene"}
    assert [event.version for event in store.history("avtaler", NORD)] == [2, 1]
    assert {event.key[0] for event in store.history(batch=batch.id)} == {"legevakt-nord", "ny"}
    assert len(store.history(limit=2)) == 2
    assert store.history("avtaler", ("finnes-ikke",)) == ()
    assert len(store.batches(limit=1)) == 1
    seqs = [event.seq for event in store.history()]
    assert seqs == sorted(seqs, reverse=True)


def test_no_more_than_the_limit_unless_it_is_a_batch(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = save(store, *(new(f"ny-{n}") for n in range(6)))
    monkeypatch.setitem(LIMITS, "history_rows", LIMITS["history_rows"]._replace(value=4))  # type: ignore[arg-type]
    assert len(store.history()) == 4
    assert len(store.history(batch=batch.id)) == batch.rows == 6


def test_keys_of_answers_come_back_whole(store: Store) -> None:
    assert store.history("alene")[0].key == ("1573", "plan")


def test_undone_is_told_of_chains_of_any_length() -> None:
    taken_back = {1: 2, 2: 3, 3: 4, 10: 11}
    assert [queries.is_undone(n, taken_back) for n in (1, 2, 3, 4, 10, 11)] == [
        *(True, False, True, False, True, False)
    ]
