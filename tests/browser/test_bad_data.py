"""Damaged files: the page says in words which file, which line and what to do; the rest works."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import REGISTER, Start, copy_of_project

pytestmark = pytest.mark.long

ADVICE = "Rett fila og last siden på nytt"
GROUND = Path("geo") / "municipalities.geojson"


class Bench:
    """One app on a copy of the project, whose files are damaged and made whole again.

    The app reads a file anew when it has changed.
    """

    def __init__(self, start: Start, folder: Path) -> None:
        self.project = copy_of_project(folder / "project")
        self.data = Path(shutil.copytree(REGISTER, folder / "register"))
        self.address = start(data=self.data, folder=self.project)

    def heal(self) -> None:
        for file in REGISTER.glob("*.csv"):
            shutil.copyfile(file, self.data / file.name)
        shutil.copyfile(REGISTER.parents[1] / GROUND, self.project / GROUND)


@pytest.fixture(scope="module")
def bench(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(start, tmp_path_factory.mktemp("bad"))


@pytest.fixture
def ill(bench: Bench, new_tab: NewReader) -> Reader:
    """A reader of an app whose files the test may damage."""
    bench.heal()
    return new_tab(bench.address)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def half(file: Path) -> None:
    # In the middle of a quoted text, far down.
    data = file.read_bytes()
    file.write_bytes(data[: data.rindex(b'."', 0, len(data) // 2)])


def damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("Ålesund".encode(), "Ålesund".encode("latin-1"), 1))


def cells(file: Path) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    lines[2] = b"1517;byggesak\n"
    file.write_bytes(b"".join(lines))


def not_a_file(file: Path) -> None:
    file.unlink()
    file.mkdir()


def note(reader: Reader, tone: str) -> str:
    """Return what the page's message says; it is the reader's language, never a traceback."""
    found = reader.page.locator(f".sk-note.{tone}")
    expect(found).to_be_visible()
    body = reader.page.locator("body")
    for word in ("Traceback", "Error:", "Exception", 'File "'):
        expect(body).not_to_contain_text(word)
    return str(found.text_content())


@pytest.mark.parametrize(
    ("name", "damage", "words"),
    [
        ("avtaler.csv", Path.unlink, "avtaler.csv:0: FIL_MANGLER"),
        ("avtaler.csv", empty, "avtaler.csv:0: FIL_TOM"),
        ("avtaler.csv", half, "SITAT_APEN"),
        ("alene.csv", cells, "alene.csv:3: CELLETALL"),
        ("kommuneendringer.csv", damaged, "kommuneendringer.csv:"),
    ],
)
def test_the_rest_works_without_a_table(
    bench: Bench, ill: Reader, name: str, damage: Callable[[Path], object], words: str
) -> None:
    damage(bench.data / name)
    ill.open("/kart?tjeneste=legevakt")
    said = note(ill, "warn")
    assert words in said
    assert name in said
    assert ADVICE in said
    expect(ill.inside.locator("h1")).to_contain_text("Legevakt: ")
    if name != "avtaler.csv":
        ill.hub("legevakt-aure-smola-heim").wait_for()
    ill.search("vakt").wait_query(tjeneste="legevakt", sok="vakt")
    ill.harmless()


def test_the_front_page_without_agreements(bench: Bench, ill: Reader) -> None:
    (bench.data / "avtaler.csv").unlink()
    ill.open("/")
    assert "avtaler.csv:0: FIL_MANGLER" in note(ill, "warn")
    expect(ill.page.locator(".sk-facts b").first).to_have_text("0")
    expect(ill.page.get_by_test_id("stPageLink")).to_have_count(0)
    ill.pick("Hvor er hullene?", "Legevakt").wait_query(tjeneste="legevakt")
    ill.drawn().title(re.compile("^Legevakt: 0 samarbeid"))
    ill.harmless()


@pytest.mark.parametrize("damage", [Path.unlink, empty, not_a_file])
def test_without_a_vocabulary_the_page_says_so_and_ends(
    bench: Bench, ill: Reader, damage: Callable[[Path], object]
) -> None:
    file = bench.data / "kommuner.csv"
    damage(file)
    for link in ("/", "/kart"):
        ill.page.goto(ill.address + link)
        said = note(ill, "error")
        assert "Registeret kan ikke leses" in said
        assert "kommuner.csv:0: " in said
        assert ADVICE in said
    # The same page, loaded anew when the file is whole again.
    if file.is_dir():
        file.rmdir()
    bench.heal()
    ill.page.reload()
    ill.drawn()
    expect(ill.page.locator(".sk-note")).to_have_count(0)
    ill.harmless()


@pytest.mark.parametrize(
    "damage", [Path.unlink, empty, lambda file: file.write_bytes(file.read_bytes()[:50_000])]
)
def test_without_boundaries_lists_numbers_and_hubs_are_there(
    bench: Bench, ill: Reader, damage: Callable[[Path], object]
) -> None:
    damage(bench.project / GROUND)
    ill.open("/kart?tjeneste=legevakt")
    said = note(ill, "warn")
    assert "municipalities.geojson: " in said
    assert "python3 run.py boundaries" in said
    expect(ill.inside.locator(".sk-sorry")).to_contain_text("Kommunegrensene kan ikke leses")
    assert ill.hub("legevakt-aure-smola-heim").count() == 1
    ill.row("legevakt-aure-smola-heim").click()
    expect(ill.card).to_contain_text("Helse Møre og Romsdal HF")
    assert "Smøla" in ill.inside.locator("svg.signs .name").all_text_contents()
    ill.harmless()
    # Whole again: the map has its land back.
    bench.heal()
    ill.open("/kart?tjeneste=legevakt")
    assert ill.run("document.querySelectorAll('.leaflet-overlay-pane path').length") > 27
