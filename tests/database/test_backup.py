"""A backup is one file that holds everything, whole or not there at all."""

import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from data.database import backup as backups
from data.database.backup import backup, good, new_name, newest_good
from data.database.errors import StoreError
from data.database.examining import examine
from data.database.opening import Store, open_store
from data.database.places import place
from data.vocabulary import Vocabulary
from tests.database.made_up import VOCABULARY, changed, deleted, dump, new, permit, save, seed

ROOT = Path(__file__).resolve().parents[2]
NORD = ("legevakt-nord",)
MARK = "3f2a"


def lively(store: Store) -> None:
    """Make a history of every kind."""
    save(store, new("ny-1"), new("ny-2", del_av="ny-1"), note="To nye", token=MARK)
    done = save(store, changed(store.row("avtaler", NORD), navn="Nytt «navn»; med å"))
    store.undo(done.id, permit())
    save(store, deleted(store.row("avtaler", ("ny-2",))), kind="delete")


def test_a_backup_holds_all_that_the_store_holds(store: Store, url: str, tmp_path: Path) -> None:
    lively(store)
    target = tmp_path / "sted" / "kopi med å.db"
    done = backup(place(url), target)
    assert dump(f"sqlite:///{target}") == dump(url)
    assert (done.agreements, done.answers, done.batches) == (4, 1, 5)
    assert done.events == len(store.history(limit=100))
    assert done.revision == store.revision()
    assert done.saved_at == store.batches()[0].at
    assert re.fullmatch("[0-9a-f]{64}", done.digest)
    # One file, that needs nothing beside it and can be read where nothing can be written.
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert target.read_bytes()[18:20] == b"\x01\x01", "not in WAL mode"


def test_the_same_store_has_the_same_digest_and_any_change_another(
    store: Store, url: str, tmp_path: Path
) -> None:
    one = backup(place(url), tmp_path / "1.db")
    assert backup(place(url), tmp_path / "2.db").digest == one.digest
    save(store, changed(store.row("avtaler", NORD), navn="Nytt"))
    assert backup(place(url), tmp_path / "3.db").digest != one.digest


def test_nothing_is_written_over_unless_it_is_asked_for(
    store: Store, url: str, tmp_path: Path
) -> None:
    target = tmp_path / "kopi.db"
    target.write_bytes(b"noe annet")
    with pytest.raises(StoreError) as caught:
        backup(place(url), target)
    assert caught.value.code == "LAGER_KOPI_FINNES"
    assert target.read_bytes() == b"noe annet"
    backup(place(url), target, replace=True)
    assert dump(f"sqlite:///{target}") == dump(url)


def test_the_store_itself_is_never_its_own_backup(file: Path) -> None:
    url = f"sqlite:///{file}"
    seed(open_store(url))
    before = dump(url)
    link = file.with_name("lenke.db")
    link.symlink_to(file)
    for target in (file, link):
        with pytest.raises(StoreError) as caught:
            backup(place(url), target, replace=True)
        assert caught.value.code == "LAGER_KOPI_FINNES"
    assert dump(url) == before


def test_where_it_cannot_be_written_there_is_nothing(
    store: Store, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_draft: Path, _file: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backups, "put", full)
    with pytest.raises(StoreError) as caught:
        backup(place(url), tmp_path / "mappe" / "kopi.db")
    assert caught.value.code == "LAGER_FULLT"
    assert list((tmp_path / "mappe").iterdir()) == []
    (tmp_path / "fil").write_bytes(b"")
    with pytest.raises(StoreError):
        backup(place(url), tmp_path / "fil" / "kopi.db")
    assert store.revision()


def test_a_backup_while_others_save_is_of_one_moment(
    store: Store, url: str, tmp_path: Path
) -> None:
    """Both rows of a save are in it, or neither; and its history ends where its rows do."""
    save(store, new("par-a", merknad="0"), new("par-b", merknad="0"))
    going = threading.Event()
    turns = []

    def edit() -> None:
        while not going.is_set():
            turn = str(len(turns) + 1)
            rows = [store.row("avtaler", (name,)) for name in ("par-a", "par-b")]
            save(store, *(changed(row, merknad=turn) for row in rows))
            turns.append(turn)

    thread = threading.Thread(target=edit)
    thread.start()
    try:
        made = []
        for number in range(6):
            seen = len(turns)
            made.append(backup(place(url), tmp_path / f"{number}.db"))
            while len(turns) == seen and thread.is_alive():
                time.sleep(0.01)
    finally:
        going.set()
        thread.join()
    assert len({one.digest for one in made}) > 1, "nobody saved meanwhile"
    for one in made:
        checked = examine(one.file, tmp_path / "work.db", VOCABULARY)
        (tmp_path / "work.db").unlink()
        assert not [f for f in checked.warnings if f.code == "HISTORIKK_AVVIK"]
        copied = Store(place(f"sqlite:///{one.file}"))
        marks = {row.cells["merknad"] for row in copied.rows("avtaler") if "par-" in row.key[0]}
        assert len(marks) == 1
        copied.close()


KILLED = """
import sys
from data.database.backup import backup
from data.database.places import place
from pathlib import Path
for n in range(100_000):
    backup(place(sys.argv[1]), Path(sys.argv[2]), replace=True)
    print(n, flush=True)
"""


def test_a_backup_that_is_killed_leaves_the_one_before(file: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{file}"
    store = open_store(url)
    seed(store)
    save(store, *(new(f"ny-{n}", merknad="x" * 900) for n in range(300)))
    before, target = dump(url), tmp_path / "kopi" / "kopi.db"
    for wait in (0.0, 0.01, 0.03, 0.05):
        command = [sys.executable, "-c", KILLED, url, str(target)]
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(wait)
        running.kill()
        running.communicate()
        assert dump(f"sqlite:///{target}") == before
    # What the dead left is swept when it is a day old.
    for left in target.parent.glob("*.new*"):
        os.utime(left, (1, 1))
    backup(place(url), target, replace=True)
    assert [path.name for path in target.parent.iterdir()] == ["kopi.db"]


def test_the_newest_good_one_is_found_by_its_revision_not_by_the_clock(
    store: Store, url: str
) -> None:
    names = []
    for number in range(3):
        save(store, new(f"ny-{number}"))
        names.append(backup(place(url), new_name(place(url))).file)
    assert len(set(names)) == 3
    os.utime(names[2], (1, 1))  # the newest seems the oldest
    found = good(place(url), VOCABULARY)
    assert [one.file for one in found] == names[::-1]
    for damage in (b"", b"x" * 9000, names[2].read_bytes()[:20_000]):
        names[2].write_bytes(damage)
        newest = newest_good(place(url), VOCABULARY)
        assert newest is not None
        assert newest.file == names[1]
    names[1].rename(names[1].with_name("register-damaged-1.db"))
    assert [one.file for one in good(place(url), VOCABULARY)] == [names[0]]
    assert not [path for path in names[0].parent.iterdir() if "work" in path.name]


def test_where_there_is_none_there_is_none(tmp_path: Path) -> None:
    where = place(f"sqlite:///{tmp_path}/finnes/ikke/register.db")
    assert newest_good(where, Vocabulary()) is None
