"""Faults 1 and 2: whatever is killed, what was acknowledged is there and nothing is half done."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.database import migrating
from data.database.opening import Store, open_store
from data.database.places import place
from tests.database.conftest import NewUrl
from tests.database.made_up import dump, new, replayed, save, seed, standing
from tests.faults.conftest import LONG

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
# Each save marks every row with one number, and is acknowledged when it is done.
SAVER = """
import sys
from data.database.opening import open_store
from tests.database.made_up import *
store = open_store(sys.argv[1])
turn = int(sys.argv[2])
print("ready", flush=True)
while True:
    turn += 1
    save(store, *(changed(row, merknad=str(turn)) for row in store.rows("avtaler")))
    print(turn, flush=True)
"""
MIGRATOR = """
import sys
from pathlib import Path
from data.database import migrating, model, source
migrating.FOLDER = Path(sys.argv[2])
model.LATEST = source.LATEST = 2
upgrade = migrating.upgrade
def slowly(*given):
    if len(given) == 1:  # the step itself, after the copy; not the making of the copy
        print("copied", flush=True)
        if sys.argv[3] == "before":
            __import__("time").sleep(60)
        upgrade(*given)
        print("stepped", flush=True)
        __import__("time").sleep(60)
    upgrade(*given)
migrating.upgrade = slowly
from data.database.opening import open_store
open_store(sys.argv[1])
"""


def begun(words: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", words, *arguments]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)


@pytest.mark.parametrize("kills", [10, *([100] if LONG else [])])
def test_kills_in_saves_tear_nothing_and_lose_nothing(new_url: NewUrl, kills: int) -> None:
    """One store, killed again and again: SIGKILL at any moment of a save."""
    url = new_url()
    first = open_store(url)
    seed(first)
    save(first, *(new(f"ny-{n}", merknad="0") for n in range(40)))
    first.close()
    chance, last, inside = random.Random(20261124), 0, 0  # noqa: S311
    for _n in range(kills):
        running = begun(SAVER, url, str(last))
        assert running.stdout is not None
        assert running.stdout.readline() == "ready\n"
        told = [running.stdout.readline()]
        time.sleep(chance.random() * 0.08)
        running.kill()
        told += running.stdout.read().splitlines(keepends=True)
        running.communicate()
        acknowledged = max(int(line) for line in told if line.endswith("\n"))
        store = Store(place(url))
        marks = {row.cells["merknad"] for row in store.rows("avtaler")}
        assert len(marks) == 1, "torn"
        last = int(marks.pop())
        # The save that was under way may be there, whole; the acknowledged ones must be.
        assert last in (acknowledged, acknowledged + 1)
        inside += last > acknowledged
        store.close()
    store = Store(place(url))
    assert len(store.batches(limit=10_000)) == 2 + last
    assert replayed(store, "avtaler") == standing(store, "avtaler")
    assert save(store, new("etterpaa")).rows == 1
    store.close()
    if "sqlite" in url:
        left = {path.name for path in Path(str(place(url).file)).parent.iterdir()}
        assert left == {"register.db", "register.db.lock"}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_between_backup_and_migration_or_before_it_is_committed(
    new_url: NewUrl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    from tests.database.test_migrating import copies, there_is_a_next  # noqa: PLC0415

    url = new_url()
    store = open_store(url)
    seed(store)
    save(store, new("skrevet-her"))
    store.close()
    before = dump(url)
    with monkeypatch.context() as later:
        there_is_a_next(later, tmp_path)
    running = begun(MIGRATOR, url, str(tmp_path / "migrations"), moment)
    assert running.stdout is not None
    assert running.stdout.readline() == "copied\n"
    if moment == "after":
        assert running.stdout.readline() == "stepped\n"
    running.kill()
    running.communicate()
    # The store is as it was, its copy is whole, and both are used as before.
    assert dump(url) == before
    [copied] = copies(url, tmp_path)
    assert dump(f"sqlite:///{copied}") == before
    # The next start takes the step.
    monkeypatch.setattr(migrating, "FOLDER", tmp_path / "migrations")
    there_is_a_next(monkeypatch, tmp_path)
    again = Store(place(url))
    assert again.row("avtaler", ("skrevet-her",)) is not None
    assert dump(url)["alembic_version"] == [("0002",)]
    again.close()
