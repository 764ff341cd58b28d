"""The map that stands in a page: well formed, inert, small, and the same picture as elsewhere."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data import travel
from export.map_svg import COLUMN_SHAPE, COLUMN_UNITS, for_column, map_svg
from export.svg_ground import paths_of, steps
from export.svg_signs import DARK, Inks, ink, key_sign, number, tenths, text
from geo.drawing import compose
from geo.drawn import PAIR, PAPER
from geo.labels import COUNTY_FRAME
from geo.picture import Frame, Key, Picture
from geo.style import BORDER, COUNTY_LINE, LAND, NEIGHBOUR_LAND, SEA
from tests.export.hostile import MEMBER, SERVICE, TEXT, hostile, hostile_ground
from tests.export.read_map_svg import SVG, from_map_svg, lines
from tests.export.test_all_pens import GROUND, NAMES, NEAR, PLACES, REGISTER, case, ground_of
from views import kart, kommune
from views.query import Query
from views.screen import places

ASSETS = Path(__file__).parents[2] / "geo" / "assets"
SCRIPT = Path(__file__).parents[2] / "ui" / "sheet.js"
# What a map of 54 areas may weigh: it is sent at every change of the page.
MOST = 72_000
ATTRIBUTES = {
    "aria-hidden", "aria-label", "class", "cx", "cy", "d", "data-code", "data-id", "fill",
    "fill-opacity", "font-size", "font-weight", "height", "href", "id", "opacity", "paint-order",
    "patternTransform", "patternUnits", "pointer-events", "points", "r", "role", "rx", "stroke",
    "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-opacity", "stroke-width",
    "style", "text-anchor", "viewBox", "width", "x", "y",
}  # fmt: skip


@cache
def column(name: str) -> str:
    return map_svg(for_column(case(name).picture), GROUND, places(case(name).register), "m")


@cache
def own(code: str) -> Picture:
    """Return the picture of a municipality's own page."""
    none = travel.Travel({}, (), ())
    found = kommune.build(REGISTER, Query(kommune=(code,)), GROUND, NEAR, none).picture
    assert found is not None
    return found


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own text


def inert(svg: str) -> None:
    """Expect that nothing in the text can run or fetch, and that the page takes all of it."""
    draws = re.search(r"const DRAWS = \[(.*?)\]", SCRIPT.read_text("utf-8"))
    assert draws
    known = set(re.findall(r"'(\w+)'", draws[1]))
    for element in parsed(svg).iter():
        assert element.tag.removeprefix(SVG) in known
        assert element.attrib.keys() <= ATTRIBUTES
        assert element.get("href", "#").startswith("#")
        for value in ("fill", "stroke"):
            assert re.fullmatch(r"none|var\(--k\d+\)|url\(#m-p\d+\)", element.get(value, "none"))


@pytest.mark.parametrize("name", NAMES)
def test_it_can_neither_run_nor_fetch(name: str) -> None:
    inert(column(name))


def titles(svg: str) -> Iterator[tuple[str, str]]:
    for element in parsed(svg).iter():
        title = element.find(f"{SVG}title")
        if title is not None:
            yield element.get("data-code") or element.attrib["data-id"], title.text or ""


@pytest.mark.parametrize("name", NAMES)
def test_every_area_node_and_hub_names_itself(name: str) -> None:
    drawing = compose(for_column(case(name).picture), GROUND, places(case(name).register))
    told = list(titles(column(name)))
    firsts = [(code, words.split("\n")[0]) for code, words in told]
    assert firsts == [
        *((area.code, area.name) for area in drawing.areas),
        *((dot.code, PLACES[dot.code][0]) for dot in drawing.nodes),
        *((hub.agreement, hub.title) for hub in drawing.hubs if hub.shows),
    ]
    # What is told of an area, and what it is part of in this picture.
    for area, (_code, words) in zip(drawing.areas, told, strict=False):
        tied = [drawing.hubs[c.hub].title for c in drawing.spokes if c.code == area.code]
        note = [area.note] if area.note else []
        assert words.split("\n")[1:] == [*note, *(f"· {title}" for title in tied)]


def test_it_is_a_picture_with_words_for_who_cannot_see_it() -> None:
    root = parsed(column("legevakt"))
    assert root.get("role") == "img"
    assert root.get("aria-label") == case("legevakt").picture.alt != ""
    bare = Picture(kind="county", title="Fylket", lead="", frame=COUNTY_FRAME)
    assert parsed(map_svg(bare, GROUND, PLACES)).get("aria-label") == "Fylket"


def test_text_that_tries_to_run_reads_as_itself() -> None:
    register, ground = hostile(), hostile_ground()
    view = kart.build(register, Query(tjeneste=(SERVICE,)), ground)
    assert view.picture is not None
    svg = map_svg(for_column(view.picture), ground, places(register), "m")
    inert(svg)
    shown = set(titles(svg))
    assert any(code == MEMBER and words.startswith(TEXT) for code, words in shown)
    assert any(words == TEXT for _key, words in shown)
    assert str(parsed(svg).get("aria-label")).startswith(TEXT[:20])
    names = [word.text for word in parsed(svg).iterfind(f".//{SVG}text[@class='county']")]
    assert TEXT in names
    assert "<script" not in svg


def writable(letter: str) -> bool:
    """Return whether XML may hold a letter that leaves the order of its neighbours alone."""
    place = ord(letter)
    turning = place in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    return letter in "\t\n" or not (
        place < 0x20 or 0xD800 <= place < 0xE000 or place in (0xFFFE, 0xFFFF) or turning
    )


@given(st.text(st.characters(exclude_categories=())))
@example("\x00\x1b\r\ud800\uffff\u202e]]>&lt;'\"")
def test_any_text_can_stand_in_it(words: str) -> None:
    read = parsed(f'<a b="{text(words)}">{text(words)}</a>')
    wanted = "".join(letter if writable(letter) else "\ufffd" for letter in words)
    assert (read.text or "") == wanted
    # In quotes XML reads every break as a space.
    assert read.get("b") == wanted.replace("\n", " ").replace("\t", " ")


@pytest.mark.parametrize("colour", ["red", "url(x)", "#12345", '#12345"', "#1F2933;x:y", ""])
def test_only_colours_reach_the_style(colour: str) -> None:
    inks = Inks()
    try:
        inks(colour)
    except ValueError:
        return
    assert re.fullmatch(r"--k0:light-dark\(#[0-9A-F]{6},#[0-9A-F]{6}\)", inks.style())


def test_the_same_picture_is_the_same_text() -> None:
    first = column("legevakt")
    paths_of.cache_clear()
    picture = for_column(case("legevakt").picture)
    assert map_svg(picture, GROUND, places(case("legevakt").register), "m") == first


def test_two_maps_can_stand_on_one_page() -> None:
    picture = for_column(case("dekning").picture)
    one, other = (map_svg(picture, GROUND, PLACES, prefix) for prefix in ("første", "andre"))
    ids = [re.findall(r' id="([^"]+)"', svg) for svg in (one, other)]
    assert all(len(set(found)) == len(found) for found in ids)
    assert any("-p" in name for name in ids[0])
    assert not set(ids[0]) & set(ids[1])
    for svg, known in zip((one, other), ids, strict=True):
        assert set(re.findall(r'(?:url\(|href=")#([\w-]+)', svg)) <= set(known)
    assert one.replace("første-", "andre-") == other


@pytest.mark.parametrize("name", NAMES)
def test_it_is_light(name: str) -> None:
    assert len(column(name)) < MOST


def test_every_municipality_has_a_light_map_of_its_own() -> None:
    for code in GROUND.in_county:
        svg = map_svg(for_column(own(code)), GROUND, PLACES, "m")
        assert len(svg) < MOST, code
        painted = {
            path.attrib["data-code"]
            for path in parsed(svg).iterfind(f"{SVG}g[@class='areas']/{SVG}path[@fill]")
        }
        assert painted == {area.code for area in own(code).areas} & set(
            re.findall(r"m-(\d{4})", svg)
        )
        assert code in painted


def test_without_areas_the_signs_are_drawn() -> None:
    seen = from_map_svg(map_svg(case("legevakt").picture, None, PLACES), ground_of("legevakt"))
    assert seen.areas == {}
    assert len(seen.hubs) == len(case("legevakt").picture.hubs) > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_dark_map_says_the_same(name: str) -> None:
    light, dark = (
        from_map_svg(column_of_case(name), ground_of(name), dark=night) for night in (False, True)
    )
    assert dark.areas.keys() == light.areas.keys()
    assert [a[:2] for a in dark.hubs] == [a[:2] for a in light.hubs]
    for star, lit in zip(light.hubs, dark.hubs, strict=True):
        assert lit.colour == ink(star.colour)
    # Areas that are told apart in light are told apart in the dark.
    looks = {(light.areas[code], dark.areas[code]) for code in light.areas}
    assert len({a for a, _b in looks}) == len({b for _a, b in looks})


@cache
def column_of_case(name: str) -> str:
    return map_svg(case(name).picture, GROUND, places(case(name).register))


def test_the_colours_are_those_of_the_drawing_script() -> None:
    style = (ASSETS / "pen.css").read_text("utf-8")
    light, dark = (
        dict(re.findall(r"--(\w+): (#\w{6});", style.split(name)[1].split("}")[0]))
        for name in ("\n:root {", "\n:root.dark {")
    )
    assert {name: dark[name].upper() for name in DARK} == dict(DARK)
    wanted = {
        "sea": SEA, "land": LAND, "neighbour": NEIGHBOUR_LAND, "border": BORDER,
        "county": COUNTY_LINE, "halo": PAPER, "paper": PAPER, "pair": PAIR,
    }  # fmt: skip
    assert {name: light[name].upper() for name in DARK} == wanted


def test_the_key_has_every_sign() -> None:
    keys = {key for name in NAMES for key in case(name).picture.keys}
    assert len({key.sign for key in keys}) >= 8
    drawn = set()
    for sign in ("square", "diamond", "hollow", "dashed", "dotted", "pair", "host", "ring",
                 "fill", "area", "pale", "alone", "dots", "hatch", "diagonal"):  # fmt: skip
        svg = key_sign(Key(sign, "#B4344D", "ord"))
        inert(svg)
        drawn.add(svg)
    assert len(drawn) == 15
    assert {key.sign for key in keys} <= {
        "square", "diamond", "hollow", "dashed", "dotted", "pair", "host", "ring", "fill", "area",
        "pale", "alone", "dots", "hatch", "diagonal",
    }  # fmt: skip


@given(st.floats(-20, 30), st.floats(50, 75), st.floats(0.2, 12), st.floats(0.2, 5), st.just(720.0))
def test_a_column_shows_all_of_the_frame_in_one_shape(
    west: float, south: float, wide: float, high: float, units: float
) -> None:
    frame = Frame(west, south, west + wide, south + high, units)
    picture = for_column(Picture(kind="one", title="", lead="", frame=frame))
    found = picture.frame
    assert found.west <= frame.west < frame.east <= found.east
    assert found.south <= frame.south < frame.north <= found.north
    assert found.units == COLUMN_UNITS
    drawing = compose(picture, None, {})
    # North and south of the middle a degree is not the same height.
    assert drawing.width / drawing.height == pytest.approx(COLUMN_SHAPE, rel=0.12)


@given(st.floats(-5000, 5000))
def test_numbers_are_short_and_right(value: float) -> None:
    assert float(number(value)) == pytest.approx(value, abs=0.0501)
    assert not re.search(r"\.0$|^-?0\.|e", number(value))


@given(st.integers(-50_000, 50_000))
def test_tenths_are_exact(value: int) -> None:
    assert round(float(tenths(value)) * 10) == value


@given(st.lists(st.tuples(st.floats(-900, 900), st.floats(-900, 900)), min_size=2, max_size=30))
def test_steps_lead_where_the_line_does(places_along: list[tuple[float, float]]) -> None:
    (found,) = lines(steps(tuple(places_along)))
    wanted = [(round(x * 10) / 10, round(y * 10) / 10) for x, y in places_along]
    kept = [place for i, place in enumerate(wanted) if not i or place != wanted[i - 1]]
    assert found == [pytest.approx(place, abs=1e-6) for place in kept]
