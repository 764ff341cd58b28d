"""Reading in a process of its own: the same answer, within its time, and nothing left behind."""

import contextlib
import copy
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import psutil
import pytest

from data.intake import apart
from data.intake.apart import Interrupted, read_apart, work_apart
from data.intake.files import read_upload
from data.intake.upload import upload_from_json, upload_to_json
from tests.malformed.make_files import FILES, csv_file, in_sheet, rows, workbook

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]


def children() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children(recursive=True):
        # One that has just ended is not there to be asked.
        with contextlib.suppress(psutil.Error):
            if "data.intake.apart" in " ".join(child.cmdline()):
                found.append(child)
    return found


@pytest.mark.parametrize(
    "name",
    ["11-to-ark.xlsx", "15-cp1252.csv", "17-mojibake.csv", "08-bombe.xlsx", "03-for-stor.csv"],
)
def test_the_answer_is_that_of_reading_at_home(malformed: Path, name: str) -> None:
    data = (malformed / name).read_bytes()
    assert read_apart(data, name) == read_upload(data, name)
    assert children() == []


def test_a_sheet_can_be_chosen_apart() -> None:
    data = workbook({"Ark1": rows(), "Ark2": rows(1, id="andre")})
    assert read_apart(data, "bok.xlsx", "Ark2") == read_upload(data, "bok.xlsx", sheet="Ark2")


def test_it_tells_how_far_it_has_come() -> None:
    told: list[tuple[float, str]] = []
    read_apart(workbook({"avtaler": rows(2000)}), "bok.xlsx", progress=lambda *a: told.append(a))
    parts = [part for part, _what in told]
    assert len(told) >= 5
    assert parts == sorted(parts)
    assert 0 <= parts[0] < 0.1
    assert 0.8 < parts[-1] <= 1
    assert told[-1][1] == "Leser rad 2000"


def test_a_reading_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(Interrupted) as stop:
        work_apart(apart.READ, csv_file(rows()), {"name": "a.csv", "sheet": ""}, seconds=0.01)
    assert (stop.value.fault.code, stop.value.fault.severity) == ("LESING_TIDSAVBRUDD", "F")
    assert "20 sekunder" in stop.value.fault.message
    assert children() == []


def test_a_slow_file_is_a_fault_of_the_upload(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "limit", lambda name: {"upload_mb": 5}.get(name, 0))
    (fault,) = read_apart(csv_file(rows()), "a.csv").faults
    assert (fault.code, fault.file) == ("LESING_TIDSAVBRUDD", "a.csv")


@pytest.mark.parametrize("job", ["data.intake.apart:is_not_there", "os:system", "data:x", ""])
def test_a_job_that_stops_or_is_none_of_ours_is_told_of(job: str) -> None:
    with pytest.raises(Interrupted) as stop:
        work_apart(job, b"", {"name": "a.csv"})
    assert stop.value.fault.code == "LESING_AVBRUTT"
    assert children() == []


def test_nothing_is_left_when_the_one_who_waits_goes_away() -> None:
    class Gone(BaseException):
        pass

    def leave(_part: float, _what: str) -> None:
        raise Gone

    with pytest.raises(Gone):
        read_apart(workbook({"avtaler": rows()}), "bok.xlsx", progress=leave)
    assert children() == []


def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from the child itself, while it works."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:hemmelig@x/y")
    monkeypatch.setenv("STREAMLIT_AUTH_COOKIE_SECRET", "hemmelig")
    seen: list[Mapping[str, str]] = []

    def look(_part: float, _what: str) -> None:
        with contextlib.suppress(psutil.Error):
            seen.extend(child.environ() for child in children())

    read_apart(workbook({"avtaler": rows(3000)}), "bok.xlsx", progress=look)
    assert seen
    assert all("hemmelig" not in value for known in seen for value in known.values())


def test_a_workbook_that_is_slow_to_read_is_stopped() -> None:
    """A million cells in one row, packed loosely enough to pass the look at the archive."""
    chance = random.Random(1)  # noqa: S311
    cells = b"".join(b'<c s="%d"/>' % chance.randrange(10) for _cell in range(1_000_000))
    data = in_sheet(
        workbook({"Ark1": rows()}), b"</sheetData>", b"<row>" + cells + b"</row></sheetData>"
    )
    with pytest.raises(Interrupted) as stop:
        work_apart(apart.READ, data, {"name": "bok.xlsx", "sheet": ""}, seconds=1)
    assert stop.value.fault.code == "LESING_TIDSAVBRUDD"
    assert children() == []


def test_a_child_may_not_take_all_the_memory() -> None:
    """The limit itself, in a process like the child's: half its bytes are had, more are not."""
    program = (
        "from data.intake import apart\n"
        "apart._limit_memory()\n"
        "kept = bytes(256 * 1024 * 1024)\n"
        "try:\n"
        "    more = bytes(512 * 1024 * 1024)\n"
        "except MemoryError:\n"
        "    print('MemoryError', len(kept))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["MemoryError", str(256 * 1024 * 1024)]


def test_a_workbook_that_takes_all_the_memory_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise MemoryError

    monkeypatch.setattr(openpyxl, "load_workbook", full)
    (fault,) = read_upload(workbook({"Ark1": rows()}), "bok.xlsx").faults
    assert (fault.code, fault.severity) == ("XLSX_FOR_STOR", "F")


@pytest.mark.parametrize("name", [name for name in FILES if not name.startswith(("03", "27"))])
def test_an_upload_survives_json(malformed: Path, name: str) -> None:
    upload = read_upload((malformed / name).read_bytes(), name)
    assert upload_from_json(upload_to_json(upload)) == upload


GOOD = upload_to_json(read_upload(csv_file(rows()), "a.csv"))


def changed(*path: Any, to: object) -> list[Any]:
    made = copy.deepcopy(GOOD)
    place: Any = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    return made


@pytest.mark.parametrize(
    "answer",
    [
        *(None, "tekst", [], {}, [1, 2, 3, 4, 5]),
        changed(0, to=7),
        changed(1, to=[]),
        changed(1, "avtaler", 2, 0, to=[2]),
        changed(1, "avtaler", 2, 0, 0, to="2"),
        changed(1, "avtaler", 2, 0, 1, to=3),
        changed(2, to=[["a.csv", 1, None, "X", "m", None, None, "Z", None]]),
        changed(2, to=[["a.csv", "1", None, "X", "m", None, None, "F", None]]),
        changed(2, to=[["a.csv", 1, None, "X", "m", 5, None, "F", None]]),
        changed(4, to=[None]),
    ],
)
def test_an_answer_that_is_no_upload_is_refused(answer: object) -> None:
    with pytest.raises(ValueError):
        upload_from_json(answer)


def test_the_working_directory_is_of_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.py").write_text("raise SystemExit(3)\n", encoding="utf-8")
    assert len(read_apart(csv_file(rows()), "a.csv").tables["avtaler"].rows) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["data.py"]
