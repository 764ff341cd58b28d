"""Made-up register folders: the shipped files, with one thing changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from data.files import SHIPPED

Change = Callable[[bytes], bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped register."""
    target = tmp_path / "register"
    shutil.copytree(SHIPPED, target)
    return target


@pytest.fixture
def row(folder: Path) -> Callable[..., None]:
    """Append a row to avtaler.csv: a good one, with the given fields changed."""
    file = folder / "avtaler.csv"
    headers = file.read_text("utf-8-sig").splitlines()[0].split(";")

    def append(**fields: str) -> None:
        good = {
            "id": "ny-avtale",
            "navn": "Ny avtale",
            "tjeneste": "legevakt",
            "form": "avtale",
            "deltakere": "1573|1576",
            "ufullstendig": "nei",
            "status": "aktiv",
            "kilde": "Aure kommune",
            "sikkerhet": "A",
        }
        cells = {**dict.fromkeys(headers, ""), **good, **fields}
        line = ";".join('"' + cells[name].replace('"', '""') + '"' for name in headers)
        with file.open("ab") as out:
            out.write((line + "\r\n").encode())

    return append
