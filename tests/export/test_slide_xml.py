"""What makes PowerPoint offer to repair a file: schemas, ids, relationships, content types.

The schemas are those of Office itself (Open XML SDK, by `openxml-audit`), which include the order
of elements of ECMA-376.
"""

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from data import store
from export.slides import slides
from geo import boundaries
from geo.drawing import Drawing, compose
from geo.style import HALL_UNITS_HIGH
from tests.export.hostile import TEXT, hostile, hostile_ground
from tests.export.read_slide import A, walk
from views import analyse, kart, scenes_file
from views.query import Query, from_string
from views.scene_views import views_of
from views.scenes import Scene
from views.screen import places
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
NEAR = boundaries.neighbour_codes()
REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Parts = dict[str, bytes]


@cache
def shipped() -> tuple[tuple[tuple[Scene, View], ...], bytes]:
    pairs = tuple(views_of(scenes_file.shipped(), REGISTER, GROUND, NEAR))
    return pairs, slides(pairs, REGISTER, GROUND)


def _of(link: str) -> bytes:
    query = from_string(link, REGISTER)[0].but(storskjerm=True)
    return slides([("", "", kart.build(REGISTER, query, GROUND))], REGISTER, GROUND)


def _hostile() -> bytes:
    register, ground = hostile(), hostile_ground()
    view = kart.build(register, Query(tjeneste=("legevakt",)), ground)
    return slides([(TEXT, TEXT, view), ("", "", View("", "", None))], register, ground)


FILES: dict[str, Callable[[], bytes]] = {
    "the shipped set": lambda: shipped()[1],
    "everything": lambda: _of(""),
    "one agreement": lambda: _of("avtale=legevakt-aure-smola-heim"),
    "a service": lambda: _of("tjeneste=plan"),
    "many of one municipality": lambda: _of("kommune=1576"),
    "tables": lambda: slides([("", "", analyse.build(REGISTER, Query()))], REGISTER, GROUND),
    "hostile text": _hostile,
    "nothing": lambda: slides([], REGISTER, None),
}


@cache
def parts(name: str) -> Parts:
    with zipfile.ZipFile(io.BytesIO(FILES[name]())) as archive:
        listed = archive.namelist()
        assert len({entry.lower() for entry in listed}) == len(listed)
        return {entry: archive.read(entry) for entry in listed}


def packed(found: Parts, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for entry, data in found.items():
            archive.writestr(entry, data)
    return file


def faults(found: Parts, file: Path) -> list[str]:
    """Return what the schemas have against a file.

    A coast is thousands of equal elements, for which the validator takes minutes: all but the
    first are left out here, and looked at by `test_every_step_of_a_shape_is_a_place`.
    """
    short = {name: _shortened(data) if _drawn(name) else data for name, data in found.items()}
    result = OpenXmlValidator().validate(packed(short, file))
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


def _drawn(name: str) -> bool:
    return re.fullmatch(r"ppt/slides/slide\d+\.xml", name) is not None


def _shortened(data: bytes) -> bytes:
    root = etree.fromstring(data)
    for path in root.iter(A + "path"):
        for step in path.findall(A + "lnTo")[2:]:
            path.remove(step)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


# --- the schemas -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_files_are_valid_by_the_schemas_of_office(name: str, tmp_path: Path) -> None:
    assert faults(parts(name), tmp_path / "a.pptx") == []


BROKEN = {
    "text before its settings": (rb"(<a:bodyPr[^>]*>.*?</a:bodyPr>)(<a:lstStyle/>)", rb"\2\1"),
    "a shape without its properties": (rb"<p:spPr>.*?</p:spPr>", b""),
    "a line before the fill": (
        rb"(<a:solidFill>(?:(?!</a:sol).)*</a:solidFill>)(<a:ln .*?</a:ln>)",
        rb"\2\1",
    ),
    "an unknown element": (rb"<a:noAutofit/>", b"<a:noFit/>"),
    "an unknown colour": (rb'schemeClr val="accent\d"', b'schemeClr val="accent9"'),
    "a size that is no number": (rb'sz="(\d+)"', b'sz="stor"'),
    "a number that is used twice": (rb'<p:cNvPr id="\d+"', b'<p:cNvPr id="7"'),
}


@pytest.mark.parametrize("how", BROKEN)
def test_the_schemas_tell_of_what_is_broken(how: str, tmp_path: Path) -> None:
    """The test above can fail."""
    found = dict(parts("one agreement"))
    pattern, instead = BROKEN[how]
    slide = "ppt/slides/slide1.xml"
    many = 0 if how == "a number that is used twice" else 1
    found[slide], done = re.subn(pattern, instead, found[slide], count=many, flags=re.DOTALL)
    assert done
    assert faults(found, tmp_path / "a.pptx")


@pytest.mark.parametrize("name", FILES)
def test_every_step_of_a_shape_is_a_place(name: str) -> None:
    points = {"moveTo": 1, "lnTo": 1, "quadBezTo": 2, "close": 0}
    for entry, data in parts(name).items():
        for path in etree.fromstring(data).iter(A + "path") if _drawn(entry) else ():
            wide, high = int(path.get("w")), int(path.get("h"))
            steps = [etree.QName(step).localname for step in path]
            assert steps[0] == "moveTo"
            assert len(steps) > 1
            for kind, step in zip(steps, path, strict=True):
                assert len(step) == points[kind]
                for place in step:
                    assert place.tag == A + "pt"
                    assert 0 <= int(place.get("x")) <= wide or kind == "quadBezTo"
                    assert 0 <= int(place.get("y")) <= high or kind == "quadBezTo"


# --- the package -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_ids_are_unique_on_every_slide(name: str) -> None:
    for entry, data in parts(name).items():
        if re.match(r"ppt/(slides|slideLayouts|slideMasters|notes\w+)/[^/]+\.xml", entry):
            ids = [node.get("id") for node in etree.fromstring(data).iter("{*}cNvPr")]
            assert max(Counter(ids).values(), default=1) == 1, entry
            assert all(0 < int(key) < 2**31 for key in ids)
    deck = etree.fromstring(parts(name)["ppt/presentation.xml"])
    ids = [node.get("id") for node in deck.iter("{*}sldId")]
    assert len(set(ids)) == len(ids)
    assert all(int(key) >= 256 for key in ids)


@pytest.mark.parametrize("name", FILES)
def test_relationships_lead_to_parts_and_are_all_there(name: str) -> None:
    found = parts(name)
    reached = {"[Content_Types].xml"}
    for entry, data in found.items():
        if not entry.endswith(".rels"):
            continue
        reached.add(entry)
        folder, file = posixpath.split(entry)
        owner = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        relations = {node.get("Id"): node for node in etree.fromstring(data)}
        assert len(relations) == len(etree.fromstring(data)), entry
        for relation in relations.values():
            assert relation.get("TargetMode") != "External", "nothing is fetched"
            start = posixpath.dirname(owner) or "/"
            target = posixpath.normpath(posixpath.join("/", start, relation.get("Target")))
            assert target[1:] in found, f"{entry}: {target}"
            reached.add(target[1:])
        if owner in found:
            root = etree.fromstring(found[owner])
            named = {v for n in root.iter() for k, v in n.attrib.items() if k.startswith(REL)}
            assert named <= relations.keys(), entry
    assert reached == found.keys()


@pytest.mark.parametrize("name", FILES)
def test_every_part_has_a_content_type_and_every_type_a_part(name: str) -> None:
    found = parts(name)
    root = etree.fromstring(found["[Content_Types].xml"])
    endings = {node.get("Extension") for node in root.iter("{*}Default")}
    named = [node.get("PartName") for node in root.iter("{*}Override")]
    assert len(set(named)) == len(named)
    assert {part[1:] for part in named} <= found.keys()
    for entry in found:
        ending = entry.rpartition(".")[2]
        assert f"/{entry}" in named or ending in endings or entry == "[Content_Types].xml"
        assert ending in ("xml", "rels"), f"{entry} is a picture, or what a printer said"
    kinds = {node.get("PartName"): node.get("ContentType") for node in root.iter("{*}Override")}
    for entry in found:
        if _drawn(entry):
            assert kinds[f"/{entry}"].endswith("presentationml.slide+xml")


# --- as many as the picture has --------------------------------------------------------------


def _count(slide: Any, kind: str) -> int:
    return sum(shape.name.startswith(f"{kind}: ") for shape in walk(slide.shapes))


def _drawing(view: View) -> Drawing:
    assert view.picture is not None
    units = min(view.picture.frame.units, HALL_UNITS_HIGH)
    picture = replace(view.picture, frame=view.picture.frame._replace(units=units))
    return compose(picture, GROUND, places(REGISTER))


def test_every_slide_of_the_set_has_the_shapes_of_its_picture_and_no_picture() -> None:
    pairs, file = shipped()
    deck = Presentation(io.BytesIO(file))
    maps = [slide for slide in deck.slides if _count(slide, "Kommune")]
    views = [view for _scene, view in pairs if view.picture is not None]
    assert len(maps) == len(views) > 10
    for slide, view in zip(maps, views, strict=True):
        drawing, picture = _drawing(view), view.picture
        assert picture is not None
        assert _count(slide, "Kommune") == len(drawing.areas)
        assert _count(slide, "Eike") == sum(spoke.bow is not None for spoke in drawing.spokes)
        assert _count(slide, "Knutepunkt") == sum(mark.shows for mark in drawing.hubs)
        assert _count(slide, "Nøkkel") == len(picture.keys)
        if view.card is None:
            told = "".join(s.text_frame.text for s in slide.shapes if s.name == "Flere")
            left = int(found[1]) if (found := re.search(r"og (\d+) til", told)) else 0
            assert _count(slide, "Tegnforklaring") + left == len(picture.legend)
    for slide in deck.slides:
        for shape in walk(slide.shapes):
            assert shape.shape_type != MSO_SHAPE_TYPE.PICTURE
            assert shape._element.find(f".//{A}blip") is None
