"""Slides hold the picture as native shapes that read back, and nothing can break their XML."""

import dataclasses
import io
import re
import time
import zipfile
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from data import store
from export.slide_theme import COLOURS, FONT, THEME_NAME, colour
from export.slides import slides
from geo import boundaries
from geo.drawing import Drawing, compose
from geo.style import LAND
from tests.export.hostile import KEY, MEMBER, TEXT, hostile, hostile_ground
from tests.export.read_slide import A, ink, near, walk
from views import kart, scenes_file
from views.query import Query
from views.scene_views import views_of
from views.screen import places
from views.view import Section, Table, View

QUERIES = {
    "service": Query(tjeneste=("legevakt",), storskjerm=True),
    "one": Query(avtale=("norbr",), storskjerm=True),
    "dotted": Query(tjeneste=("brann",), storskjerm=True),
    "few": Query(avtale=("norbr", "legevakt-kristiansund"), storskjerm=True),
    "pairs": Query(storskjerm=True),
}
Shapes = dict[str, list[Any]]


def built(query: Query) -> tuple[View, Drawing, Any]:
    register, ground = store.load(), boundaries.load()
    view = kart.build(register, query, ground)
    assert view.picture is not None
    drawing = compose(view.picture, ground, places(register))
    return (
        view,
        drawing,
        Presentation(io.BytesIO(slides([("", "Si dette", view)], register, ground))),
    )


def kinds(slide: Any) -> Shapes:
    """Return the shapes of a slide by the first word of their names."""
    found: Shapes = {}
    for shape in walk(slide.shapes):
        found.setdefault(shape.name.split(":")[0], []).append(shape)
    return found


def names(found: Shapes, kind: str) -> list[str]:
    return sorted(shape.name.partition(": ")[2] for shape in found.get(kind, ()))


def check_xml(data: bytes) -> None:
    """What makes PowerPoint offer to repair a file, as far as it is easy to see."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        inside = archive.namelist()
        assert len(set(inside)) == len(inside)
        assert not [name for name in inside if name.endswith((".png", ".jpeg", ".emf", ".bin"))]
        for name in inside:
            if not name.endswith(".xml"):
                continue
            root = etree.fromstring(archive.read(name))
            if not re.match(r"ppt/(slides|slideLayouts|slideMasters|notesSlides)/[^/]+\.xml", name):
                continue
            ids = [node.get("id") for node in root.iter("{*}cNvPr")]
            assert len(set(ids)) == len(ids), name
            assert all(int(key) > 0 for key in ids)
            for node in root.iter(A + "ext"):
                if node.get("cx") and name.startswith("ppt/slides/"):
                    assert int(node.get("cx")) > 0
                    assert int(node.get("cy")) > 0
            for node in root.iter("{*}txBody"):
                assert [etree.QName(part).localname for part in node[:2]] == ["bodyPr", "lstStyle"]
                assert node.find(A + "p") is not None
            for node in root.iter(A + "p"):
                order = [etree.QName(part).localname for part in node]
                assert "pPr" not in order[1:]
                assert "endParaRPr" not in order[:-1]
            for node in root.iter(A + "ln"):
                order = [etree.QName(part).localname for part in node]
                rank = ["noFill", "solidFill", "prstDash", "round", "tailEnd"]
                assert [rank.index(part) for part in order] == sorted(map(rank.index, order))
            for node in root.iter("{*}sp"):
                order = [etree.QName(part).localname for part in node]
                assert order in (["nvSpPr", "spPr", "txBody"], ["nvSpPr", "spPr"])


@pytest.mark.parametrize("key", QUERIES)
def test_the_map_reads_back_as_the_picture(key: str) -> None:
    view, drawing, deck = built(QUERIES[key])
    slide = deck.slides[0]
    found = kinds(slide)
    picture = view.picture
    assert picture is not None
    assert names(found, "Kommune") == sorted(area.name for area in drawing.areas)
    assert len(found.get("Eike", ())) == sum(line.bow is not None for line in drawing.spokes)
    assert len(found.get("Par", ())) >= sum(line.bow is not None for line in drawing.pairs)
    hubs = [hub for hub in found.get("Knutepunkt", ()) if ": " in hub.name]
    assert sorted((h.name.partition(": ")[2], h.text_frame.text) for h in hubs) == sorted(
        (mark.title, mark.text) for mark in drawing.hubs if mark.shows
    )
    written = [shape.text_frame.text for shape in found["Navn"] if ": " in shape.name]
    assert sorted(written) == sorted(text.text for text in drawing.names)
    labels = "\n".join(shape.text_frame.text for shape in found.get("Etikett", ()))
    assert labels == "\n".join(text.text for text in drawing.labels)
    assert len(found["Nøkkel"]) == len(picture.keys)
    assert len(found["Kart"]) == 1
    assert found["Kart"][0]._element.nvGrpSpPr.cNvPr.get("descr") == drawing.alt
    assert not [s for s in walk(slide.shapes) if s.shape_type == MSO_SHAPE_TYPE.PICTURE]


@pytest.mark.parametrize("key", QUERIES)
def test_colours_dashes_and_arrows_are_those_of_the_picture(key: str) -> None:
    _view, drawing, deck = built(QUERIES[key])
    found = kinds(deck.slides[0])
    areas = {shape.name.partition(": ")[2]: shape for shape in found["Kommune"]}
    for area in drawing.areas:
        properties = areas[area.name]._element.spPr
        patterned = properties.find(A + "pattFill")
        if area.pattern in ("hatch", "dots", "diagonal"):
            assert near(ink(patterned.find(A + "fgClr")), area.second)
            assert near(ink(patterned.find(A + "bgClr")), area.fill)
        else:
            assert near(ink(properties.find(A + "solidFill")), area.fill), area.name
    spokes = [line for line in drawing.spokes if line.bow is not None]
    for shape, spoke in zip(found.get("Eike", ()), spokes, strict=True):
        line = shape._element.spPr.find(A + "ln")
        assert near(ink(line.find(A + "solidFill")), spoke.colour)
        dash = line.find(A + "prstDash")
        expected = {"solid": None, "dashed": "dash", "dotted": "sysDot"}[spoke.dash]
        assert (dash.get("val") if dash is not None else None) == expected
        assert (line.find(A + "tailEnd") is not None) == bool(spoke.arrow)


def test_hubs_stand_where_the_picture_has_them() -> None:
    _view, drawing, deck = built(QUERIES["service"])
    found = kinds(deck.slides[0])
    sea = found["Hav"][0]
    hubs = {shape.name: shape for shape in found["Knutepunkt"]}
    for mark in drawing.hubs:
        shape = hubs[f"Knutepunkt: {mark.title}"]
        x = (shape.left + shape.width / 2 - sea.left) / sea.width * drawing.width
        y = (shape.top + shape.height / 2 - sea.top) / sea.height * drawing.height
        assert (x, y) == pytest.approx((mark.x, mark.y), abs=0.05)
    wide, high = deck.slide_width, deck.slide_height
    for shape in walk(deck.slides[0].shapes):
        assert shape.left >= -1
        assert shape.left + shape.width <= wide
        assert shape.top + shape.height <= high


def test_a_long_legend_is_cut_and_says_so() -> None:
    view, _drawing, deck = built(QUERIES["service"])
    found = kinds(deck.slides[0])
    picture = view.picture
    assert picture is not None
    assert names(found, "Tegnforklaring") == sorted(row.title for row in picture.legend)
    assert "Flere" not in found
    view, _drawing, deck = built(QUERIES["pairs"])
    found = kinds(deck.slides[0])
    picture = view.picture
    assert picture is not None
    left = int(re.findall(r"og (\d+) til, se tabellen", found["Flere"][0].text_frame.text)[0])
    assert len(found["Tegnforklaring"]) + left == len(picture.legend)
    rows = [
        shape.table for slide in list(deck.slides)[1:] for shape in slide.shapes if shape.has_table
    ]
    assert sum(len(table.rows) - 1 for table in rows) == len(view.tables[0].rows)
    assert [cell.text for cell in rows[0].rows[0].cells] == list(view.tables[0].columns)
    assert rows[-1].rows[len(rows[-1].rows) - 1].cells[0].text == view.tables[0].rows[-1][0]


def test_title_lead_source_number_and_notes_are_real_text() -> None:
    view, _drawing, deck = built(QUERIES["service"])
    slide = deck.slides[0]
    text = {shape.placeholder_format.type: shape.text_frame.text for shape in slide.placeholders}
    words = " ".join(text.values())
    assert slide.shapes.title.text_frame.text == view.title
    assert view.lead in words
    assert "Grenser: © Kartverket (CC BY 4.0)" in words
    assert store.load().as_of in words
    assert slide._element.findall(f".//{A}fld[@type='slidenum']")
    notes = slide.notes_slide.notes_text_frame.text
    assert notes.startswith("Si dette")
    assert all(note in notes for note in view.notes)


def test_the_theme_is_ours_and_shapes_follow_it() -> None:
    _view, _drawing, deck = built(QUERIES["one"])
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    part = next(
        rel.target_part for rel in deck.slide_master.part.rels.values() if "theme" in rel.reltype
    )
    root = etree.fromstring(part.blob)
    assert root.get("name") == THEME_NAME
    scheme = root.find(f".//{A}clrScheme")
    assert {etree.QName(n).localname: "#" + n[0].get("val") for n in scheme} == COLOURS
    assert {n.get("typeface") for n in root.findall(f".//{A}fontScheme/*/{A}latin")} == {FONT}
    hub = next(s for s in kinds(deck.slides[0])["Knutepunkt"] if ": " in s.name)
    assert hub._element.spPr.find(f"{A}solidFill/{A}schemeClr").get("val") == "accent5"
    member = next(s for s in kinds(deck.slides[0])["Kommune"] if s.name == "Kommune: Molde")
    assert member._element.spPr.find(f"{A}solidFill/{A}schemeClr").get("val") == "accent5"
    assert colour(LAND) == '<a:schemeClr val="bg2"></a:schemeClr>'
    assert {layout.name for layout in deck.slide_layouts} == {"Kart", "Tekst og tabell"}


def test_names_are_big_enough_to_read() -> None:
    _view, _drawing, deck = built(QUERIES["service"])
    sizes: dict[str, set[float]] = {}
    for shape in walk(deck.slides[0].shapes):
        if shape.has_text_frame:
            for line in shape.text_frame.paragraphs:
                for run in line.runs:
                    if run.font.size:
                        sizes.setdefault(shape.name.split(":")[0], set()).add(run.font.size.pt)
    assert min(sizes["Navn"]) >= 10
    assert min(sizes["Tegnforklaring"]) >= 11
    assert min(sizes["Ingress"]) >= 14
    style = deck.slide_master.element.find(".//{*}titleStyle/{*}lvl1pPr/{*}defRPr")
    assert int(style.get("sz")) >= 2800


def test_hostile_text_reads_as_itself() -> None:
    register, ground = hostile(), hostile_ground()
    for query in (Query(tjeneste=("legevakt",)), Query(avtale=(KEY,))):
        view = kart.build(register, query, ground)
        data = slides([(TEXT, TEXT, view)], register, ground)
        check_xml(data)
        deck = Presentation(io.BytesIO(data))
        slide = deck.slides[0]
        found = kinds(slide)
        assert slide.shapes.title.text_frame.text == TEXT
        assert slide.notes_slide.notes_text_frame.text.startswith(TEXT)
        assert f"Kommune: {ground.names[MEMBER]}" in [s.name for s in found["Kommune"]]
        hubs = {mark.title for mark in compose(view.picture, ground, places(register)).hubs}
        assert {s.name.partition(": ")[2] for s in found["Knutepunkt"]} - {""} == hubs
        table = next(s.table for page in deck.slides for s in page.shapes if s.has_table)
        assert any(TEXT in cell.text for row in table.rows for cell in row.cells)


@pytest.mark.parametrize(
    "text", ["a\x00b\x07c\x1b", "\ud800x", "￾￿y", "]]>&\"'<", "l\nm\r\tn\u2028o\x0b"]
)
def test_characters_that_xml_has_no_place_for_are_left_out(text: str) -> None:
    register, ground = store.load(), boundaries.load()
    view = kart.build(register, QUERIES["one"], ground)
    assert view.picture is not None
    table = Table(text, (text,), ((text,),), text)
    view = dataclasses.replace(
        view,
        lead=text,
        card=None,
        notes=(text,),
        picture=dataclasses.replace(view.picture, alt=text, legend=()),
        sections=(Section(text, text),),
        tables=(table,),
    )
    data = slides([("x" + text, text, view), ("y", "", View(text, text, None))], register, ground)
    check_xml(data)
    title = Presentation(io.BytesIO(data)).slides[0].shapes.title.text_frame.text
    assert title.startswith("x")
    assert not re.search("[\x00-\x1f\ud800-\udfff\ufffe\uffff]", title)


def test_views_without_areas_map_or_anything_still_give_slides() -> None:
    register = store.load()
    view = kart.build(register, QUERIES["service"], None)
    words = View("Ord", "", None, sections=(Section("Hode", template="a\nb"),))
    only = View("Tabell", "", None, tables=(Table("Tabell", ("A", "B"), (("1", "2"),), "Fotnote"),))
    data = slides(
        [("", "", view), ("", "", words), ("Tabell", "Les", only), ("", "", View("", "", None))],
        register,
        None,
    )
    check_xml(data)
    deck = Presentation(io.BytesIO(data))
    text = [" ".join(s.text_frame.text for s in page.placeholders) for page in deck.slides]
    assert "Hode\na\nb" in text[1]
    assert "Fotnote" in text[2]
    assert deck.slides[2].notes_slide.notes_text_frame.text.startswith("Les")
    assert len(Presentation(io.BytesIO(slides([], register, None))).slides) == 0


def test_the_shipped_set_is_whole_valid_and_quick() -> None:
    register, ground = store.load(), boundaries.load()
    near_by = boundaries.neighbour_codes()
    pairs = views_of(scenes_file.shipped(), register, ground, near_by)
    told: list[tuple[int, int]] = []
    start = time.process_time()
    data = slides(pairs, register, ground, lambda done, of: told.append((done, of)))
    assert time.process_time() - start < 10
    assert told == [(done, len(pairs)) for done in range(len(pairs) + 1)]
    check_xml(data)
    deck = Presentation(io.BytesIO(data))
    titles = [page.shapes.title.text_frame.text for page in deck.slides]
    wanted = [scene.title for scene, _view in pairs]
    assert len(set(titles)) == len(titles)
    first = [title for title in titles if not re.search(r" \(\d+ av \d+\)$", title)]
    assert first == wanted
    assert set(wanted) <= set(titles)
    notes = [p.notes_slide.notes_text_frame.text for p in deck.slides if p.has_notes_slide]
    for scene, _view in pairs:
        assert any(note.startswith(scene.notes) for note in notes)
    for page in deck.slides:
        for shape in walk(page.shapes):
            assert shape.shape_type != MSO_SHAPE_TYPE.PICTURE
            assert shape.top + shape.height <= deck.slide_height
