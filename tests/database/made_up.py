"""A small register of made-up rows, and ways to look into a store past the program."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Engine, MetaData, create_engine, select

from data.database.changes import Change, Stored
from data.database.opening import Store
from data.permission import Circumstances, Permit, decide
from data.reading import Row, Table
from data.schema import AGREEMENTS, ALONE
from data.validation import Vocabulary

VOCABULARY = Vocabulary(
    {
        "kommuner": frozenset({"1505", "1506", "1508", "1573", "1576"}),
        "tjenester": frozenset({"legevakt", "barnevern", "plan"}),
        "former": frozenset({"avtale", "vertskommune"}),
        "avtaler": frozenset({"bare-i-filene"}),
    },
    {"1504": ("1508",), "1507": ("1508", "1580")},
)
DIGEST = "0123456789abcdef"


def permit() -> Permit:
    found = decide(Circumstances(listens_on="127.0.0.1", host="localhost:8501"))
    assert isinstance(found, Permit)
    return found


def agreement(name: str = "legevakt-nord", **fields: str) -> dict[str, str]:
    given = {
        "id": name,
        "navn": "Legevakt på Nordmøre",
        "tjeneste": "legevakt",
        "form": "vertskommune",
        "vert": "1505",
        "deltakere": "1505|1573|1576",
        "ufullstendig": "nei",
        "status": "aktiv",
        "kilde": "Årsmelding for året før",
        "sikkerhet": "A",
    }
    return {**dict.fromkeys(AGREEMENTS.headers, ""), **given, **fields}


def alone(code: str = "1573", service: str = "plan", **fields: str) -> dict[str, str]:
    given = {"kommune": code, "tjeneste": service, "svar": "alene", "kilde": "Budsjett 2025"}
    return {**dict.fromkeys(ALONE.headers, ""), **given, **fields}


def new(name: str, **fields: str) -> Change:
    return Change("avtaler", (name,), agreement(name, **fields), None)


def changed(row: Stored | None, **fields: str) -> Change:
    assert row is not None
    return Change(row.table, row.key, {**row.cells, **fields}, row.version)


def deleted(row: Stored | None) -> Change:
    assert row is not None
    return Change(row.table, row.key, None, row.version)


def files(agreements: Iterable[dict[str, str]], answers: Iterable[dict[str, str]] = ()) -> Any:
    return {
        "avtaler": Table("avtaler.csv", tuple(Row(i, c) for i, c in enumerate(agreements, 2))),
        "alene": Table("alene.csv", tuple(Row(i, c) for i, c in enumerate(answers, 2))),
    }


SEEDS = (
    agreement(),
    agreement("legevakt-natt", navn="Legevakt om natta", del_av="legevakt-nord"),
    agreement("barnevern-sor", navn="Barnevern i sør", tjeneste="barnevern"),
)


def seed(store: Store) -> None:
    store.reseed(files(SEEDS, [alone()]), DIGEST)


def save(store: Store, *changes: Change, kind: str = "edit", **given: Any) -> Any:
    return store.write(changes, permit(), vocabulary=VOCABULARY, kind=kind, **given)


def raw(url: str) -> Engine:
    """An engine that has none of the store's own settings."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://"))


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All that a store holds, in order."""
    engine = raw(url)
    with engine.connect() as connection:
        tables = MetaData()
        tables.reflect(connection)
        found = {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return found


def replayed(store: Store, table: str) -> dict[Any, Any]:
    """The rows that history adds up to."""
    rows: dict[Any, Any] = {}
    for event in reversed(store.history(table, limit=100_000)):
        assert event.before == rows.get(event.key, (None, 0))[0], event
        if event.after is None:
            del rows[event.key]
        else:
            rows[event.key] = (event.after, event.version)
    return rows


def standing(store: Store, table: str) -> dict[Any, Any]:
    return {row.key: (row.cells, row.version) for row in store.rows(table)}
