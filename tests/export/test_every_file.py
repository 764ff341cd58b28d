"""Every view in every kind of file: what it is, its filter, its signs, its source and its date.

Each file is made as `run.py export` makes it and read back from its own bytes. What is looked for
stands here in words, so that no code of the app says what the app should say.
"""

import base64
import io
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import openpyxl  # type: ignore[import-untyped]
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Pt

from data import store
from data.register import Register
from export.as_file import Asked, as_file, in_hall, with_words
from export.command import VIEWS, main
from export.formats import FORMATS, able, write
from geo import boundaries
from tests.export.test_pictures import Pdf
from views.query import from_string
from views.view import View

BORDERS: Final = "Grenser: © Kartverket (CC BY 4.0)"
NEAR: Final = boundaries.neighbour_codes()


class Case(NamedTuple):
    """A link, the title of its view, its filter in words, and what there is to make files of."""

    page: str
    link: str
    title: str
    words: tuple[str, ...] = ()
    drawn: bool = True
    tabled: bool = True


FORMS: Final = "organisasjonsform"
CASES: Final[Mapping[str, Case]] = {
    "oversikt": Case("oversikt", "", "Hvem samarbeider med hvem i Møre og Romsdal?"),
    "kart, én tjeneste": Case(
        "kart", "tjeneste=legevakt&region=nordmore", "Legevakt", ("Nordmøre",)
    ),
    "kart, én avtale": Case("kart", "avtale=norbr", "brann og redning IKS (NORBR)"),
    "kart, alt": Case("kart", "sikkerhet=A", "samarbeid", ("sikkerhet A",)),
    "dekning": Case("dekning", "tjeneste=plan,ikt", "Hvor er hullene?", ("Planlegging eller IKT",)),
    "kommune": Case("kommune", "kommune=1576&sikkerhet=A", "Aure: hvem", ("Aure", "sikkerhet A")),
    "kommune, ingen valgt": Case("kommune", "", "Kommune", drawn=False, tabled=False),
    "avtaler": Case("avtaler", "tjeneste=havn", "samarbeid: Havn", ("Havn",), drawn=False),
    "avtaler, én": Case("avtaler", "avtale=norbr", "brann og redning IKS (NORBR)"),
    "analyse": Case("analyse", "sikkerhet=A", "Nettverket i tall", ("sikkerhet A",), drawn=False),
    "scenario": Case(
        "scenario", "steg=inn.nibr.1560", "Scenario", ("Tingvoll går inn i Nordmøre",)
    ),
    "scenario, tomt": Case("scenario", "", "Scenario", drawn=False, tabled=False),
    "formene": Case(FORMS, "form=iks,as", "Formene", ("Aksjeselskap (AS)",), drawn=False),
    "veiviser": Case(
        FORMS, "fane=veiviser&svar=a1b1c1-r&tjeneste=havn", "Mulig å utrede", ("Havn",), drawn=False
    ),
    "slik gjør vi det her": Case(
        FORMS, "fane=her&tjeneste=brann&region=nordmore", "Slik gjør vi", ("Nordmøre", "Brann og r")
    ),
    "hva avtalen må si": Case(
        FORMS,
        "fane=innhold&form=iks&kommune=1576,1573",
        "Hva avtalen",
        ("selskap", "med Aure"),
        drawn=False,
    ),
    "styring": Case(FORMS, "fane=styring&region=romsdal", "Stemmer det", ("i Romsdal",)),
    "om": Case("om", "", "Om Samarbeidskart", drawn=False),
    "om, kilder": Case("om", "fane=kilder&sok=GassROR", "Om Sam", ("søk «GassROR»",), drawn=False),
}
BEGINNINGS: Final[Mapping[str, bytes]] = {
    "png-a4": b"\x89PNG",
    "csv": b"\xef\xbb\xbf",
    "csv-om": b"{",
    "pptx": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "html": b"<!doctype html>",
    "geojson": b'{"type"',
    "gpkg": b"sqlite format 3\x00",
    "svg": b"<?xml",
    "png": b"\x89PNG",
    "pdf": b"%PDF",
}
NEED_PICTURE: Final = ("png", "png-a4", "svg", "pdf", "geojson", "gpkg")
NEED_TABLE: Final = ("xlsx", "csv", "csv-om")


def can(case: Case, kind: str) -> bool:
    return (case.drawn or kind not in NEED_PICTURE) and (case.tabled or kind not in NEED_TABLE)


MADE: Final = [(name, kind) for name, case in CASES.items() for kind in FORMATS if can(case, kind)]
REFUSED: Final = [
    (name, kind) for name, case in CASES.items() for kind in FORMATS if not can(case, kind)
]


@cache
def register() -> Register:
    return store.load()


@cache
def asked(name: str) -> Asked:
    """Return what the page of a case asks for; built once, as all who look at it only look."""
    case = CASES[name]
    query, unread = from_string(case.link, register())
    assert not unread
    ground = boundaries.load()
    view = VIEWS[case.page](register(), query, ground, NEAR)
    return Asked(view, case.page, query, register(), ground)


def export(name: str, kind: str, folder: Path) -> bytes:
    case, out = CASES[name], folder / f"fil.{FORMATS[kind].ending}"
    given = ["--view", case.page, "--query", case.link, "--format", kind, "--out", str(out)]
    assert main(given) == 0
    return out.read_bytes()


# --- the words of each kind of file, as its own readers find them ---------------------------


def in_pptx(file: bytes) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(file)).slides:
        for element in slide.element.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/main}p"
        ):
            yield "".join(element.itertext())


def in_xlsx(file: bytes) -> Iterator[str]:
    for row in openpyxl.load_workbook(io.BytesIO(file))["Om"].iter_rows(values_only=True):
        yield from (str(cell) for cell in row if cell is not None)


def in_png(file: bytes) -> Iterator[str]:
    yield from (str(text) for text in Image.open(io.BytesIO(file)).info.values())


def in_svg(file: bytes) -> Iterator[str]:
    yield from ET.fromstring(file).itertext()  # noqa: S314 — our own file


def in_pdf(file: bytes) -> Iterator[str]:
    yield Pdf(file).text()


def in_html(file: bytes) -> Iterator[str]:
    page = file.decode()
    for data in re.findall(r"<script type='text/plain' id='bilde'>([\w+/=]+)</script>", page):
        yield zlib.decompress(base64.b64decode(data)).decode()
    yield unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL))


def in_geojson(file: bytes) -> Iterator[str]:
    yield json.dumps(json.loads(file)["om"], ensure_ascii=False)


def in_gpkg(file: bytes) -> Iterator[str]:
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(file)
        for (text,) in base.execute("SELECT metadata FROM gpkg_metadata"):
            yield unescape(text)


def in_meta(file: bytes) -> Iterator[str]:
    yield json.dumps(json.loads(file), ensure_ascii=False)


READERS: Final[Mapping[str, Callable[[bytes], Iterator[str]]]] = {
    "pptx": in_pptx,
    "xlsx": in_xlsx,
    "png": in_png,
    "png-a4": in_png,
    "svg": in_svg,
    "pdf": in_pdf,
    "html": in_html,
    "geojson": in_geojson,
    "gpkg": in_gpkg,
    "csv-om": in_meta,
}


def flat(text: str) -> str:
    """Return a text without its spaces: a drawing breaks lines where it has to."""
    return "".join(text.replace("\\u00a0", "").split())


@pytest.mark.parametrize(("name", "kind"), MADE)
def test_a_file_says_what_it_is(name: str, kind: str, tmp_path: Path) -> None:
    file = export(name, kind, tmp_path)
    assert file[:20].lower().startswith(BEGINNINGS[kind].lower())
    # The command builds its own view, `asked` another: neither of them nor a pen has any chance.
    assert file == write(kind, asked(name)), "not the same twice"
    if kind == "csv":  # pure data: the words stand beside it
        beside = (tmp_path / "fil.csv.meta.json").read_bytes()
        assert beside == write("csv-om", asked(name))
        head = file.decode("utf-8-sig").splitlines()[0].split(";")
        assert len(head) > 1
        assert all(head)
        return
    told = flat(" ".join(READERS[kind](file)))
    case = CASES[name]
    wanted = [case.title, *case.words, "Samarbeidskart", "november 2026"]
    picture = asked(name).view.picture
    assert (picture is not None) == case.drawn
    if picture is not None:
        wanted += [BORDERS.removeprefix("Grenser: "), *(key.text for key in picture.keys)]
        if kind not in NEED_TABLE:  # there a field of its own is called «Grenser»
            wanted.append(BORDERS)
    missing = [text for text in wanted if flat(text).casefold() not in told.casefold()]
    assert not missing, (missing, told[:2000])


def test_the_date_is_that_of_the_register() -> None:
    assert register().as_of == "november 2026"


@pytest.mark.parametrize(("name", "kind"), REFUSED)
def test_what_cannot_be_made_is_refused_with_what_can(
    name: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, out = CASES[name], tmp_path / "fil"
    given = ["--view", case.page, "--query", case.link, "--format", kind, "--out", str(out)]
    assert main(given) == 1
    told = capsys.readouterr().err
    assert ("ikke noe kart" if kind in NEED_PICTURE and not case.drawn else "ingen tabell") in told
    offered = set(re.findall(r"[a-z0-9-]+", told.partition("Den kan bli ")[2])) - {"eller"}
    assert offered == {key for key in FORMATS if can(case, key)}
    assert not out.exists()


@pytest.mark.parametrize("name", CASES)
def test_the_button_offers_what_can_be_made(name: str) -> None:
    assert [kind.key for kind in able(asked(name))] == [k for k in FORMATS if can(CASES[name], k)]


def test_every_view_of_the_command_is_a_case() -> None:
    assert {case.page for case in CASES.values()} == set(VIEWS)


@pytest.mark.parametrize(("name"), [name for name, case in CASES.items() if case.drawn])
def test_a_number_on_the_map_stands_in_the_list(name: str) -> None:
    for view in (as_file(asked(name)).view, in_hall(as_file(asked(name)))):
        assert view.picture is not None
        numbers = {hub.text for hub in view.picture.hubs if hub.text.isdigit()}
        assert numbers <= {str(row.number) for row in view.picture.legend}


@pytest.mark.parametrize("name", ["dekning", "scenario", "kart, én tjeneste", "styring"])
def test_the_map_of_a_file_is_the_map_of_the_page(name: str) -> None:
    """The list is added; nothing that is drawn is changed."""
    before, after = asked(name).view.picture, as_file(asked(name)).view.picture
    assert before is not None
    assert after is not None
    for part in ("areas", "outlines", "spokes", "pairs", "nodes", "labels", "keys", "frame"):
        assert getattr(after, part) == getattr(before, part), part
    assert [(h.agreement, h.at, h.text) for h in after.hubs] == [
        (h.agreement, h.at, h.text) for h in before.hubs
    ]


@pytest.mark.parametrize(
    ("kind", "size", "dpi"), [("png", (1920, 1080), 96), ("png-a4", (3508, 2480), 300)]
)
def test_a_picture_has_its_size(kind: str, size: tuple[int, int], dpi: int) -> None:
    image = Image.open(io.BytesIO(write(kind, asked("styring"))))
    assert image.size == size
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)


def test_a_map_of_percentages_has_no_list_of_other_numbers() -> None:
    before, after = asked("styring").view.picture, as_file(asked("styring")).view.picture
    assert before is not None
    assert after is not None
    assert before.legend, "the page's own list, whose numbers look like those on the map"
    assert not after.legend


def test_a_file_has_no_word_on_how_to_use_the_page() -> None:
    """Compared municipalities are in it; «velg i feltet til venstre» is not."""
    told = " ".join(in_pptx(write("pptx", asked("analyse"))))
    assert "til venstre" not in told
    assert "Kommunene" in told
    query, _unread = from_string("sammenlign=1576,1573", register())
    view = VIEWS["analyse"](register(), query, None, NEAR)
    told = " ".join(in_pptx(write("pptx", Asked(view, "analyse", query, register(), None))))
    assert "Aure" in told.partition("Kommunene")[0]


def texts(view: View) -> str:
    return " ".join((view.title, view.lead, *view.notes))


def test_the_filter_is_said_once() -> None:
    """Where title or lead says it already, it is not said again."""
    said = with_words(as_file(asked("avtaler"))).view
    assert "Filter:" not in texts(said)
    told = with_words(as_file(asked("dekning"))).view
    assert texts(told).count("Planlegging eller IKT") == 1
    assert "Kartet: Planlegging:" in texts(told)


def test_the_data_of_a_municipality_are_its_agreements() -> None:
    rows = write("csv", asked("kommune")).decode("utf-8-sig").splitlines()
    heads = rows[0].split(";")
    assert heads[:3] == ["id", "navn", "tjeneste"]
    living = [r for r in register().agreement_records if r.status != "avsluttet"]
    assert len(rows) - 1 == sum("1576" in row.members for row in living)


def test_what_a_slide_has_no_room_for_stands_in_a_table() -> None:
    """Of the nine numbers on the map of coverage, all are told of on its slides."""
    told = flat(" ".join(in_pptx(write("pptx", asked("dekning")))))
    picture = as_file(asked("dekning")).view.picture
    assert picture is not None
    assert len(picture.legend) > 5
    assert all(flat(row.title) in told for row in picture.legend)


@pytest.mark.parametrize("name", ["hva avtalen må si", "avtaler, én", "slik gjør vi det her"])
def test_tables_on_a_slide_keep_to_their_room(name: str) -> None:
    """Small ones share a slide: none over another, none over the foot."""
    shared = 0
    for slide in Presentation(io.BytesIO(write("pptx", asked(name)))).slides:
        spans = sorted(
            (shape.top, shape.top + shape.height)
            for shape in slide.shapes
            if shape.has_table or shape.name == "Overskrift"
        )
        shared += sum(shape.has_table for shape in slide.shapes) > 1
        assert all(upper[1] <= lower[0] for upper, lower in pairwise(spans)), spans
        assert all(bottom <= Pt(503) for _top, bottom in spans), spans
    assert shared or name == "slik gjør vi det her"


def test_no_cell_of_a_slide_is_without_letters(tmp_path: Path) -> None:
    """An empty one takes the height of the theme's letters, and the table runs off the slide."""
    file = export("slik gjør vi det her", "pptx", tmp_path)
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        names = [name for name in package.namelist() if name.startswith("ppt/slides/slide")]
        cells = [c for n in names for c in re.findall(rb"<a:tc>.*?</a:tc>", package.read(n))]
    assert len(cells) > 500
    assert all(b"<a:t>" in cell for cell in cells)
