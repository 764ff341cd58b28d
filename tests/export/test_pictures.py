"""Pictures that travel: whole, readable, with text as text, and the same for every pen."""

import io
import re
import threading
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data import store
from export import pictures, typeface
from export.canvas import Canvas, Write
from export.page import HIGH, LARGE, Page, lay_out
from export.side import Block, flow
from geo import boundaries
from geo.drawing import Drawing, compose
from geo.picture import LegendRow
from geo.style import SEA
from views import kart
from views.query import from_string
from views.screen import places
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
EXAMPLES = (
    "tjeneste=legevakt",
    "tjeneste=brann",
    "avtale=norbr",
    "avtale=bygdevekst,ikt-orkide,legevakt-aure-smola-heim,nibr,krisesenter-nordmore,nnbt",
    "",
)
WIDE, SHEET = 1920.0, HIGH * 11.69 / 8.27
HOSTILE = (
    "<script>alert(1)</script>",
    "$\\frac{1}{0}$",
    "{{ 7*7 }}",
    "\"'><img src=x onerror=alert(1)>",
    "]]>&amp;\x07\ud800",
    "مرحبا 🚒 ŋč",
)
SVG = "{http://www.w3.org/2000/svg}"


def view_of(text: str) -> View:
    return kart.build(REGISTER, from_string(text, REGISTER)[0], GROUND)


def page_of(view: View, width: float) -> tuple[Drawing, Page]:
    assert view.picture is not None
    drawing = compose(view.picture, GROUND, places(REGISTER))
    return drawing, lay_out(view, drawing, width)


def box_of(line: Write) -> tuple[float, float, float, float]:
    long = typeface.width(line.text, line.size, bold=line.bold)
    return line.x, line.y - line.size / 2, line.x + long, line.y + line.size / 2


# --- the page ------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [WIDE, SHEET])
@pytest.mark.parametrize("text", EXAMPLES)
def test_nothing_is_cut_and_nothing_lies_over_anything(text: str, width: float) -> None:
    drawing, page = page_of(view_of(text), width)
    right, bottom = page.left + drawing.width * page.scale, page.top + drawing.height * page.scale
    boxes = [(line.text, box_of(line)) for line in page.words]
    boxes.append(("kartet", (page.left, page.top, right, bottom)))
    for name, (a, b, c, d) in boxes:
        assert a >= 0, name
        assert b >= 0, name
        assert c <= width, name
        assert d <= HIGH, name
    for index, (name, (a, b, c, d)) in enumerate(boxes):
        for other, (e, f, g, h) in boxes[index + 1 :]:
            shared = min(c, g) - max(a, e), min(d, h) - max(b, f)
            assert min(shared) < 0.5, f"«{name}» og «{other}»"


@pytest.mark.parametrize("text", EXAMPLES)
def test_list_and_title_are_20_points_at_1080_lines_where_there_is_room(text: str) -> None:
    view = view_of(text)
    _drawing, page = page_of(view, WIDE)
    sizes = {line.text: line.size for line in page.words}
    assert sizes[view.title] >= LARGE
    rows = [sign for sign in page.signs if isinstance(sign.what, LegendRow)]
    if view.card is None and len(view.picture.legend if view.picture else ()) <= 8:
        assert len(rows) == len(view.picture.legend if view.picture else ())
        assert all(sizes.get(row.what.title, LARGE) == LARGE for row in rows)  # type: ignore[union-attr]
        assert page.left_out == 0
    assert min(line.size for line in page.words) >= 12


def test_a_list_without_room_says_how_many_more_there_are() -> None:
    view = view_of("")
    assert view.picture is not None
    _drawing, page = page_of(view, WIDE)
    rows = [sign for sign in page.signs if isinstance(sign.what, LegendRow)]
    assert rows
    assert page.left_out == len(view.picture.legend) - len(rows)
    assert any(str(page.left_out) in line.text for line in page.words)


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_page_says_what_where_from_and_when(text: str) -> None:
    view = view_of(text)
    drawing, page = page_of(view, SHEET)
    said = " ".join(line.text for line in page.words)
    assert said.startswith(view.title)
    for wanted in (view.lead, *view.notes, "Grenser: © Kartverket (CC BY 4.0)", REGISTER.as_of):
        assert wanted in said
    for key in drawing.keys:
        assert key.text in said
    assert [sign.what for sign in page.signs][-len(drawing.keys) :] == list(drawing.keys)
    if view.card is not None:
        for line in view.card.lines:
            assert f"{line.label}: " in said


# --- words ---------------------------------------------------------------------------------


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200), st.floats(30, 600))
def test_wrapped_text_keeps_every_letter_and_its_room(text: str, room: float) -> None:
    lines = typeface.wrap(text, 20, room)
    assert "".join("".join(line.split()) for line in lines) == "".join(text.split())
    for line in lines:
        assert typeface.width(line, 20) <= room + 1e-6 or len(line) == 1


def test_letters_are_measured_with_kerning_and_borrowed_where_they_lack() -> None:
    apart = typeface.width("V", 100) + typeface.width("o", 100)
    assert typeface.width("Vo", 100) < apart
    assert typeface.width("→", 100) > 50
    assert typeface.glyph("→", bold=True).vertices.size
    assert typeface.width("Volda", 10, bold=True) > typeface.width("Volda", 10)


@pytest.mark.parametrize(("many", "columns", "fits"), [(4, 1, True), (5, 1, False), (8, 2, True)])
def test_blocks_flow_into_columns_or_say_that_they_do_not_fit(
    many: int, columns: int, fits: bool
) -> None:
    blocks = [Block(25.0, ()) for _number in range(many)]
    placed = flow(blocks, (0, 0, 200, 100), columns)
    assert (placed is not None) == fits
    if placed:
        assert [block for block, _x, _y in placed] == blocks
        assert len({(x, y) for _block, x, y in placed}) == many
        assert all(y + block.high <= 100 for block, _x, y in placed)


# --- PNG -----------------------------------------------------------------------------------


def test_a_png_has_the_wanted_size_and_shows_the_map() -> None:
    view = view_of("tjeneste=legevakt")
    image = Image.open(io.BytesIO(pictures.png(view, REGISTER, GROUND)))
    assert image.size == (1920, 1080)
    assert round(image.info["dpi"][0]) == 96
    assert image.info["Title"] == view.title
    colours = {colour for _many, colour in image.getcolors(maxcolors=200_000) or ()}
    drawing, page = page_of(view, WIDE)
    wanted = {mark.colour for mark in drawing.hubs} | {area.fill for area in drawing.areas} | {SEA}
    for colour in wanted:
        assert tuple(bytes.fromhex(colour[1:])) in colours, colour
    for mark in drawing.hubs:
        if mark.shape == "hollow":
            continue
        # Beside the number, inside the sign.
        x, y = page.left + (mark.x - 8) * page.scale, page.top + mark.y * page.scale
        pixel = image.getpixel((round(x), round(y)))
        assert pixel == tuple(bytes.fromhex(mark.colour[1:])), mark.title


def test_a_png_for_print_is_a4_at_300_dpi() -> None:
    view = view_of("avtale=norbr")
    width, height = pictures.A4_PRINT
    file = pictures.png(view, REGISTER, GROUND, width=width, height=height, dpi=pictures.PRINT_DPI)
    image = Image.open(io.BytesIO(file))
    assert image.size == (3508, 2480)
    assert round(image.info["dpi"][0]) == 300
    assert width / 300 == pytest.approx(11.69, abs=0.01)


def test_several_threads_draw_the_same_picture() -> None:
    view = view_of("tjeneste=brann")
    alone = pictures.png(view, REGISTER, GROUND)
    made: list[bytes] = []
    workers = [
        threading.Thread(target=lambda: made.append(pictures.png(view, REGISTER, GROUND)))
        for _number in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert made == [alone] * 3


# --- SVG -----------------------------------------------------------------------------------


def svg_texts(file: bytes) -> list[str]:
    root = ET.fromstring(file)  # noqa: S314 - our own file
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("text", EXAMPLES)
def test_svg_is_xml_without_script_and_holds_every_word_as_text(text: str) -> None:
    view = view_of(text)
    file = pictures.svg(view, REGISTER, GROUND)
    root = ET.fromstring(file)  # noqa: S314 - our own file
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "foreignObject", "image", "a", "iframe"}
    assert not any(name.lower().startswith("on") for el in root.iter() for name in el.attrib)
    assert b"<!DOCTYPE" not in file
    links = [v for el in root.iter() for n, v in el.attrib.items() if n.endswith("href")]
    assert all(link.startswith("#") for link in links)
    assert all(re.match(rb"#|data:font/woff2;", x) for x in re.findall(rb"url\(([^)]{1,20})", file))
    written = svg_texts(file)
    drawing, page = page_of(view, WIDE)
    for line in (*drawing.names, *drawing.labels, *page.words):
        assert line.text in written
    for mark in drawing.hubs:
        assert mark.text in written
    rects = [el for clip in root.iter(f"{SVG}clipPath") for el in clip.iter(f"{SVG}rect")]
    assert rects
    assert all(float(el.attrib["height"]) > 0 and float(el.attrib["width"]) > 0 for el in rects)


def test_svg_has_the_colours_of_the_drawing_and_the_same_bytes_each_time() -> None:
    view = view_of("tjeneste=brann")
    file = pictures.svg(view, REGISTER, GROUND)
    drawing, _page = page_of(view, WIDE)
    text = file.decode().lower()
    for area in drawing.areas:
        assert f"fill: {area.fill.lower()}" in text
    for mark in drawing.hubs:
        assert mark.colour.lower() in text
    assert pictures.svg(view, REGISTER, GROUND) == file


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    view = view_of("tjeneste=legevakt")
    assert view.picture is not None
    first = replace(view.picture.legend[0], title=words, detail=words)
    picture = replace(view.picture, title=words, legend=(first, *view.picture.legend[1:]))
    bad = replace(view, title=words, lead=words, notes=(words,), picture=picture)
    file = pictures.svg(bad, REGISTER, GROUND)
    root = ET.fromstring(file)  # noqa: S314 - our own file
    assert not [el for el in root.iter() if el.tag.rpartition("}")[2] in ("script", "img")]
    clean = "".join(x for x in words if x not in "\x07\ud800")
    assert clean.split()[0] in " ".join(svg_texts(file))
    assert pictures.pdf(bad, REGISTER, GROUND).startswith(b"%PDF")
    assert Image.open(io.BytesIO(pictures.png(bad, REGISTER, GROUND))).size == (1920, 1080)


# --- PDF -----------------------------------------------------------------------------------


_RANGE = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]")
_SHOWN = re.compile(rb"/(\S+) [\d.]+ Tf|\(((?:\\.|[^\\()])*)\)", re.DOTALL)


class Pdf:
    """What a PDF file says, read through its fonts' own tables from numbers to Unicode."""

    def __init__(self, file: bytes) -> None:
        found = re.findall(rb"\n(\d+) 0 obj\n(.*?)\nendobj", file, re.DOTALL)
        self.objects = {int(number): body for number, body in found}
        fonts = re.findall(rb"/(F\d\S*) (\d+) 0 R", b" ".join(self.objects.values()))
        self.tables = {name: self.table(int(number)) for name, number in fonts}

    def stream(self, number: int) -> bytes:
        raw = self.objects[number].partition(b"stream\n")[2].rpartition(b"\nendstream")[0]
        return zlib.decompress(raw)

    def table(self, font: int) -> dict[int, str]:
        found = re.search(rb"/ToUnicode (\d+) 0 R", self.objects[font])
        assert found, self.objects[font]
        table = {}
        for first, targets in _RANGE.findall(self.stream(int(found.group(1)))):
            for step, target in enumerate(re.findall(rb"<([0-9a-f]+)>", targets)):
                text = bytes.fromhex(target.decode()).decode("utf-16-be")
                table[int(first, 16) + step] = text
        return table

    def text(self) -> str:
        number = re.search(rb"/Contents (\d+) 0 R", b" ".join(self.objects.values()))
        assert number
        out, table = [], {}
        for font, shown in _SHOWN.findall(self.stream(int(number.group(1)))):
            if font:
                table = self.tables[font]
            else:
                plain = re.sub(rb"\\(.)", rb"\1", shown, flags=re.DOTALL)
                codes = [plain[at : at + 2] for at in range(0, len(plain), 2)]
                out.append("".join(table[int.from_bytes(code)] for code in codes))
        return "".join(out)


def test_pdf_is_vector_with_text_as_text() -> None:
    view = view_of("tjeneste=legevakt")
    file = pictures.pdf(view, REGISTER, GROUND)
    assert file.startswith(b"%PDF-1")
    assert b"/FontFile2" in file
    assert b"/Subtype /Image" not in file
    box = re.search(rb"/MediaBox \[ ?([\d. ]+)\]", file)
    assert box is not None
    _x, _y, width, height = map(float, box.group(1).split())
    assert (width, height) == (pytest.approx(842, abs=1), pytest.approx(595, abs=1))
    text = Pdf(file).text()
    drawing, page = page_of(view, SHEET)
    for line in (*drawing.names, *page.words):
        assert line.text in text
    assert pictures.pdf(view, REGISTER, GROUND) == file


# --- refusals ------------------------------------------------------------------------------


def test_a_view_without_a_picture_and_a_standing_sheet_are_refused() -> None:
    view = view_of("tjeneste=brann")
    with pytest.raises(ValueError, match="picture"):
        pictures.svg(replace(view, picture=None), REGISTER, GROUND)
    with pytest.raises(ValueError, match="wider"):
        pictures.png(view, REGISTER, GROUND, width=1000, height=1400)


def test_without_boundaries_the_picture_is_still_made() -> None:
    view = kart.build(REGISTER, from_string("tjeneste=brann", REGISTER)[0], None)
    assert view.picture is not None
    assert "Ålesund" in svg_texts(pictures.svg(view, REGISTER, None))


def test_an_empty_canvas_is_white() -> None:
    canvas = Canvas((192, 108), (2, 1.125), 96)
    canvas.words([Write("", 1, 1, 10, "#000000")])
    image = Image.open(io.BytesIO(canvas.png({})))
    assert image.getcolors() == [(192 * 108, (255, 255, 255))]
