"""Many at once: none is lost, none is written over, and everybody hears of it."""

import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from data.database import engines, source
from data.database.engines import sqlite_engine
from data.database.errors import StoreBusy, StoreConflict
from data.database.opening import Store, open_store
from tests.database.conftest import NewUrl
from tests.database.made_up import (
    SEEDS,
    changed,
    dump,
    new,
    permit,
    raw,
    replayed,
    save,
    seed,
    standing,
)

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
NORD = ("legevakt-nord",)


def together(count: int, act: Callable[[int], Any]) -> list[Any]:
    """Let `count` threads act at the same moment; errors are results."""
    gate = threading.Barrier(count)

    def run(number: int) -> Any:
        gate.wait()
        try:
            return act(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_threads_save_twenty_times_each_and_none_is_lost(store: Store) -> None:
    """Each reads the row, changes it, and tries again where it was too late."""
    revision = store.revision()
    late = []

    def edit(number: int) -> int:
        done = 0
        for turn in range(20):
            while True:
                row = store.row("avtaler", NORD)
                try:
                    save(store, changed(row, merknad=f"{number}/{turn}"))
                except StoreConflict as error:
                    late.append(error)
                else:
                    done += 1
                    break
        return done

    done = together(50, edit)
    assert done == [20] * 50
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.version == 1 + 50 * 20
    assert store.revision() == revision + 50 * 20
    events = store.history("avtaler", NORD, limit=2000)
    assert [event.version for event in events] == list(range(1001, 0, -1))
    written = [event.after["merknad"] for event in events[:-1] if event.after]
    assert sorted(written) == sorted(f"{n}/{turn}" for n in range(50) for turn in range(20))
    assert replayed(store, "avtaler") == standing(store, "avtaler")
    assert late, "the threads never met"


def test_of_two_editors_of_one_row_one_wins_and_the_other_is_told(store: Store) -> None:
    row = store.row("avtaler", NORD)
    done = together(8, lambda n: save(store, changed(row, navn=f"Navn {n}")))
    assert sum(isinstance(one, StoreConflict) for one in done) == 7
    now = store.row("avtaler", NORD)
    assert now is not None
    assert now.version == 2
    assert all(e.conflicts[0].current == now for e in done if isinstance(e, StoreConflict))


def test_the_same_id_made_by_many_at_once_is_made_once(store: Store) -> None:
    done = together(8, lambda n: save(store, new("ny", navn=f"Navn {n}")))
    assert sum(isinstance(one, StoreConflict) for one in done) == 7
    assert len(store.history("avtaler", ("ny",))) == 1


def test_one_token_from_many_threads_is_one_save(store: Store) -> None:
    token = uuid.uuid4().hex
    row = store.row("avtaler", NORD)
    done = together(8, lambda _n: save(store, changed(row, navn="Nytt"), token=token))
    assert len(set(done)) == 1
    assert len(store.batches()) == 2


def test_an_undo_from_many_threads_is_one_undo(store: Store) -> None:
    batch = save(store, new("ny"))
    done = together(8, lambda _n: store.undo(batch.id, permit()))
    assert sum(getattr(one, "code", "") == "LAGER_ANGRET" for one in done) == 7
    assert [b.kind for b in store.batches()] == ["undo", "edit", "seed"]


def test_two_saves_do_not_close_a_circle_between_them(store: Store) -> None:
    save(store, new("a"), new("b"))
    rows = {name: store.row("avtaler", (name,)) for name in "ab"}
    done = together(2, lambda n: save(store, changed(rows["ab"[n]], del_av="ba"[n])))
    assert sum(getattr(one, "code", "") == "LAGER_UGYLDIG" for one in done) == 1


def test_a_seed_from_many_at_once_is_one_seed(url: str) -> None:
    store = open_store(url)
    together(8, lambda _n: seed(store))
    assert len(store.batches()) == 1
    assert len(store.rows("avtaler")) == len(SEEDS)


# --- other processes ----------------------------------------------------------------------------

WORDS = """
import sys
from data.database.opening import open_store
from tests.database.made_up import *
"""


def process(words: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WORDS + words, *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(running: "subprocess.Popen[str]") -> str:
    out, err = running.communicate(timeout=120)
    assert running.returncode == 0, err
    return out


def test_a_save_of_another_process_is_seen(store: Store, url: str) -> None:
    before = store.revision()
    words = """
store = open_store(sys.argv[1])
save(store, changed(store.row("avtaler", ("legevakt-nord",)), navn="Fra en annen prosess"))
print(store.revision())
"""
    out = ended(process(words, url))
    assert int(out) == store.revision() == before + 1
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.cells["navn"] == "Fra en annen prosess"


def test_processes_that_start_at_once_make_one_store(url: str) -> None:
    words = """
store = open_store(sys.argv[1])
seed(store)
save(store, new(sys.argv[2]))
"""
    running = [process(words, url, f"fra-{n}") for n in range(4)]
    for one in running:
        ended(one)
    store = open_store(url)
    assert {row.key[0] for row in store.rows("avtaler")} >= {f"fra-{n}" for n in range(4)}
    assert [batch.kind for batch in store.batches()] == ["edit"] * 4 + ["seed"]


def test_processes_that_save_at_once_lose_nothing(store: Store, url: str) -> None:
    words = """
from data.database.errors import StoreConflict
store = open_store(sys.argv[1])
for turn in range(25):
    while True:
        row = store.row("avtaler", ("legevakt-nord",))
        try:
            save(store, changed(row, merknad=f"{sys.argv[2]}/{turn}"))
            break
        except StoreConflict:
            pass
"""
    running = [process(words, url, str(n)) for n in range(3)]
    for one in running:
        ended(one)
    row = store.row("avtaler", NORD)
    assert row is not None
    assert row.version == 1 + 75
    assert replayed(store, "avtaler") == standing(store, "avtaler")


def test_a_process_that_is_killed_in_its_saves_leaves_every_acknowledged_one(
    new_url: NewUrl,
) -> None:
    words = """
store = open_store(sys.argv[1])
seed(store)
for turn in range(100_000):
    save(store, *(changed(row, merknad=str(turn)) for row in store.rows("avtaler")))
    print(turn, flush=True)
"""
    for wait in (0.0, 0.03, 0.07):
        url = new_url()
        running = process(words, url)
        assert running.stdout is not None
        told = [running.stdout.readline() for _n in range(5)]
        time.sleep(wait)
        running.kill()
        told += running.stdout.read().splitlines(keepends=True)
        running.communicate()
        acknowledged = max(int(line) for line in told if line.endswith("\n"))
        store = open_store(url)
        marks = {row.cells["merknad"] for row in store.rows("avtaler")}
        assert len(marks) == 1, "torn"
        assert int(marks.pop()) in (acknowledged, acknowledged + 1)
        assert replayed(store, "avtaler") == standing(store, "avtaler")
        save(store, new("etter"))


# --- a store that is held ---------------------------------------------------------------------


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait one second instead of five."""
    for module in (engines, source):
        monkeypatch.setattr(module, "limit", lambda _name: 1)


@contextmanager
def held(url: str) -> Iterator[None]:
    engine = raw(url)
    if engine.dialect.name == "sqlite":
        engine.dispose()
        engine = sqlite_engine(Path(str(engine.url.database)), pooled=False)
    with engine.connect() as connection:
        connection.execute(text("UPDATE meta SET value = value WHERE key = 'revision'"))
        yield
    engine.dispose()


@pytest.mark.usefixtures("impatient")
def test_a_store_that_is_held_for_too_long_is_told_and_can_be_read(url: str) -> None:
    store = open_store(url)
    seed(store)
    before = dump(url)
    with held(url):
        start = time.monotonic()
        with pytest.raises(StoreBusy):
            save(store, new("ny"))
        assert 0.9 < time.monotonic() - start < 5
        assert len(store.rows("avtaler")) == len(SEEDS)
    assert dump(url) == before
    assert save(store, new("ny")).rows == 1


def test_a_store_that_is_held_for_a_moment_is_waited_for(store: Store, url: str) -> None:
    with ThreadPoolExecutor(1) as pool:
        with held(url):
            waiting = pool.submit(save, store, new("ny"))
            time.sleep(0.5)
            assert not waiting.done()
        assert waiting.result(timeout=20).rows == 1


def test_readers_do_not_wait_for_a_writer_and_see_none_of_it(store: Store, url: str) -> None:
    revision = store.revision()
    with held(url):
        start = time.monotonic()
        assert store.revision() == revision
        assert len(store.rows("avtaler")) == len(SEEDS)
        assert time.monotonic() - start < 2


def test_a_revision_is_quick(file: Path) -> None:
    store = open_store(f"sqlite:///{file}")
    seed(store)
    times = []
    for _n in range(300):
        start = time.perf_counter()
        store.revision()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.001


def test_five_thousand_rows_are_saved_in_few_statements(store: Store) -> None:
    """Counted, not timed: what a save costs must not grow by a statement for each row."""
    from sqlalchemy import event  # noqa: PLC0415

    seen: list[str] = []
    engine = store._source.engine()
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    batch = save(
        store, *(new(f"ny-{n}", del_av="legevakt-nord") for n in range(5000)), kind="import"
    )
    writes = len(seen)
    store.undo(batch.id, permit())
    assert batch.rows == 5000
    assert writes < 60
    assert len(seen) - writes < 80
