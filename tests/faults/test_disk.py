"""Faults 3 and 4: a disk that is full, and one that cannot be written."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data import store
from data.database.backup import backup
from data.database.errors import StoreError
from data.database.opening import open_store
from data.database.places import place
from tests.database.made_up import SEEDS, new, replayed, save, seed, standing
from tests.faults.conftest import Open
from tests.faults.looks import KEY, rename, said
from tests.pages.tabs import opened

pytestmark = pytest.mark.long

BALLAST = "ballast"


class Disk:
    """A small file system, where this machine lets us have one; else a limit on each file."""

    def __init__(self, folder: Path, size_kb: int) -> None:
        self.folder = folder
        command = ["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "none", str(folder)]
        try:
            self.real = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except FileNotFoundError:
            self.real = False
        self._limits = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(self) -> None:
        """Leave no room for one more page."""
        if not self.real:
            largest = max(path.stat().st_size for path in self.folder.rglob("*"))
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 4096, self._limits[1]))
            return
        with (self.folder / BALLAST).open("wb", buffering=0) as ballast:
            for size in (65536, 4096):
                try:
                    while True:
                        ballast.write(b"x" * size)
                except OSError:
                    continue

    def clear(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limits)
        (self.folder / BALLAST).unlink(missing_ok=True)

    def close(self) -> None:
        self.clear()
        if self.real:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


@pytest.fixture
def new_disk() -> Iterator[Callable[[int], Disk]]:
    made: list[Disk] = []

    def make(size_kb: int) -> Disk:
        made.append(Disk(Path(tempfile.mkdtemp(prefix="sk-disk-")), size_kb))
        return made[-1]

    yield make
    for disk in made:
        disk.close()
        shutil.rmtree(disk.folder, ignore_errors=True)


def test_a_disk_of_one_megabyte_that_fills_up(new_disk: Callable[[int], Disk]) -> None:
    """Every save that was acknowledged is there, the others are told of, and later ones work."""
    disk = new_disk(1024)
    url = f"sqlite:///{disk.folder}/register.db"
    kept = open_store(url)
    seed(kept)
    if not disk.real:
        disk.fill()
    done: list[str] = []
    codes: set[str] = set()
    for number in range(400):
        try:
            save(kept, new(f"ny-{number}", merknad="x" * 1900))
            done.append(f"ny-{number}")
        except StoreError as error:
            codes.add(error.code)
            if codes and number > len(done) + 3:
                break
    assert codes == {"LAGER_FULLT"}
    assert done
    there = {row.key[0] for row in kept.rows("avtaler")}
    assert there == {cells["id"] for cells in SEEDS} | set(done)
    assert replayed(kept, "avtaler") == standing(kept, "avtaler")
    # A backup there is not half, either: it is not there at all.
    with pytest.raises(StoreError) as caught:
        backup(place(url), disk.folder / "kopi.db")
    assert caught.value.code == "LAGER_FULLT"
    assert not list(disk.folder.glob("kopi*"))
    # Room is made: the next save works, and the store opens anew.
    disk.clear()
    kept.close()
    if disk.real:
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk.folder)], check=True)
    assert save(open_store(url), new("etterpaa")).rows == 1
    assert len(open_store(url).rows("avtaler")) == len(there) + 1


def test_the_page_of_an_editor_on_a_full_disk(
    editing: Open, live: Path, new_disk: Callable[[int], Disk], monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = new_disk(8192)
    monkeypatch.setenv("SAMARBEIDSKART_VAR", str(disk.folder))
    at = editing(avtale=KEY)
    before = store.kept().row("avtaler", (KEY,))
    disk.fill()
    try:
        rename(at, "Skrevet på full disk")
        words = said(at)
    finally:
        disk.clear()
    assert "Ikke lagret" in words
    assert "Disken er full" in words
    assert at.text_input(key=f"edit_{KEY}_navn").value == "Skrevet på full disk"
    assert store.kept().row("avtaler", (KEY,)) == before
    # The draft is still there, and is saved when there is room.
    at.button(key=f"save_{KEY}").click().run()
    said(at)
    row = store.kept().row("avtaler", (KEY,))
    assert row is not None
    assert row.cells["navn"] == "Skrevet på full disk"


@pytest.fixture
def protected(new_disk: Callable[[int], Disk]) -> Iterator[Callable[[Path], None]]:
    """Write-protect a folder, for whoever runs this: root is only stopped by the disk itself."""
    done: list[tuple[Path, str]] = []

    def protect(folder: Path) -> None:
        if os.geteuid() != 0:
            folder.chmod(0o555)
            done.append((folder, "mode"))
            return
        bind = ["mount", "--bind", str(folder), str(folder)]
        if subprocess.run(bind, capture_output=True, check=False).returncode == 0:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(folder)], check=True)
            done.append((folder, "mount"))
        else:
            files = [*map(str, folder.iterdir()), str(folder)]
            subprocess.run(["chattr", "+i", *files], check=True)
            done.append((folder, "chattr"))
        assert not os.access(folder, os.W_OK)

    yield protect
    for folder, how in done:
        if how == "mode":
            folder.chmod(0o755)
        elif how == "mount":
            subprocess.run(["umount", "-l", str(folder)], check=True)
        else:
            files = [str(folder), *map(str, folder.iterdir())]
            subprocess.run(["chattr", "-i", *files], check=True)


def closed(live: Path) -> None:
    """Let go of the store, as a program that ends does."""
    store.kept().close()
    assert live.exists()


def test_a_read_only_folder_is_read_and_the_page_says_why_nothing_can_be_saved(
    editing: Open, live: Path, protected: Callable[[Path], None]
) -> None:
    rename(editing(avtale=KEY), "Lagret før")
    closed(live)
    content = live.read_bytes()
    protected(live.parent)
    at = opened("avtaler", avtale=KEY)
    assert "Lagret før" in said(at)
    at = editing(avtale=KEY)
    assert "Registeret kan leses, men ikke endres" in said(at)
    rename(at, "Kan ikke lagres")
    words = said(at)
    assert "Ikke lagret" in words
    assert "skrivebeskyttet" in words
    assert at.text_input(key=f"edit_{KEY}_navn").value == "Kan ikke lagres"
    assert live.read_bytes() == content


def test_a_read_only_folder_without_a_store_shows_the_files(
    editing: Open, live: Path, protected: Callable[[Path], None]
) -> None:
    live.parent.mkdir(parents=True, exist_ok=True)
    protected(live.parent)
    at = opened("kart", avtale=KEY)
    words = said(at)
    assert "Registeret vises slik det ligger i filene" in words
    assert "LAGER_SKRIVEVERN" in words
    assert "Registeret kan ikke endres nå" in said(editing())
    assert list(live.parent.iterdir()) == []
