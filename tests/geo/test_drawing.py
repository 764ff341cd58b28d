"""A drawing holds all of its picture, inside the frame, where the drawing script puts it."""

import json
import math
from collections import Counter
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import geo
from data import store
from geo import boundaries
from geo.curves import Bow, control, inside, rim, spoke, within
from geo.drawing import Drawing, compose
from geo.ground import on_land
from geo.message import encode
from geo.names import box_of
from geo.picture import Picture, Point
from geo.placement import to_units
from geo.style import LAND, NEIGHBOUR_LAND
from views import kart
from views.query import Query, from_string
from views.screen import places

REGISTER = store.load()
GROUND = boundaries.load()
PLACES = places(REGISTER)
EXAMPLES = (
    "tjeneste=legevakt",
    "tjeneste=brann",
    "avtale=norbr",
    "avtale=legevakt-aure-smola-heim",
    "avtale=nibr,norbr,nnbt,bygdevekst",
    "kommune=1576&sikkerhet=A",
    "tjeneste=legevakt&storskjerm=ja",
    "",
)
ROOM = 0.02


def picture(query: Query) -> Picture:
    view = kart.build(REGISTER, query, GROUND)
    assert view.picture is not None
    return view.picture


def drawn(text: str) -> tuple[Picture, Drawing]:
    made = picture(from_string(text, REGISTER)[0])
    return made, compose(made, GROUND, PLACES)


def everywhere(drawing: Drawing) -> list[tuple[float, float]]:
    """Return every place that something of the drawing stands at, signs by their middle."""
    found = [place for area in drawing.areas for ring in area.rings for place in ring]
    for path in (*drawing.county, *drawing.outlines, *drawing.leaders):
        found += path.points
    for curve in (*drawing.pairs, *drawing.spokes):
        if curve.bow:
            found += [curve.bow.at(step / 20) for step in range(21)]
    found += [(mark.x, mark.y) for mark in drawing.hubs if mark.shows]
    found += [(dot.x, dot.y) for dot in drawing.nodes]
    for name in drawing.names:
        left, top, right, bottom = box_of(name)
        found += [(left, top), (right, bottom)]
    return found


@pytest.mark.parametrize("text", EXAMPLES)
def test_all_of_the_picture_is_drawn_inside_the_frame(text: str) -> None:
    made, drawing = drawn(text)
    assert len(drawing.hubs) == len(made.hubs)
    assert [(c.hub, c.code) for c in drawing.spokes] == [(s.hub, s.code) for s in made.spokes]
    assert len(drawing.pairs) == len(made.pairs)
    assert drawing.legend == made.legend
    assert drawing.keys == made.keys
    assert [t.text for t in drawing.labels] == [line for hub in made.hubs for line in hub.label]
    assert drawing.height == made.frame.units
    outside = [
        (x, y)
        for x, y in everywhere(drawing)
        if not (-ROOM <= x <= drawing.width + ROOM and -ROOM <= y <= drawing.height + ROOM)
    ]
    assert outside == []


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_municipality_that_shows_is_one_shape_and_covers_what_it_should(text: str) -> None:
    made, drawing = drawn(text)
    frame = made.frame
    window = shapely.box(frame.west, frame.south, frame.east, frame.north)
    want = {
        code
        for code, shape in zip(GROUND.codes, GROUND.shapes, strict=True)
        if shapely.area(shapely.intersection(shape, window)) > 0
    }
    assert Counter(area.code for area in drawing.areas) == Counter(want)
    # Sizes in the drawing, against sizes on the ground scaled by Mercator at the same latitude.
    per_degree = to_units(Point(frame.west + 1, frame.north), frame)[0]
    for area in drawing.areas:
        shape = GROUND.shapes[GROUND.codes.index(area.code)]
        seen = shapely.intersection(shape, window)
        stretch = 1 / math.cos(math.radians(seen.centroid.y))
        size = sum(shapely.area(shapely.Polygon(r)) * turn(r) for r in area.rings)
        assert size == pytest.approx(shapely.area(seen) * per_degree**2 * stretch, rel=0.02, abs=2)


def turn(ring: tuple[tuple[float, float], ...]) -> int:
    """Return 1 for an outer ring and -1 for a hole, by the way it runs."""
    return 1 if shapely.is_ccw(shapely.LinearRing(ring)) else -1


@pytest.mark.parametrize("text", EXAMPLES)
def test_hubs_stand_where_the_message_puts_them_in_its_colours(text: str) -> None:
    made, drawing = drawn(text)
    order = {code: index for index, code in enumerate(PLACES)}
    message = encode(made, order, 5)
    west, south, _east, north, units = message["f"]

    def merc(lat: float) -> float:
        return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))

    for row, mark in zip(message["h"], drawing.hubs, strict=True):
        x = math.radians(row[1] - west) * units / (merc(north) - merc(south)) + row[3]
        y = (merc(north) - merc(row[2])) * units / (merc(north) - merc(south)) + row[4]
        # The message rounds degrees to four decimals.
        assert math.dist((x, y), (mark.x, mark.y)) < 0.05
        assert (mark.agreement, mark.text) == (row[0], row[7])
        assert mark.colour == message["c"][row[6]]
        assert ("square", "diamond", "hollow")[row[5]] == mark.shape
    for curve in drawing.spokes:
        assert curve.colour == drawing.hubs[curve.hub].colour


@pytest.mark.parametrize("text", EXAMPLES)
def test_areas_have_the_colours_of_the_picture_and_the_rest_is_base_map(text: str) -> None:
    made, drawing = drawn(text)
    want = {area.code: area for area in made.areas}
    for shape in drawing.areas:
        if shape.code not in want:
            assert shape.fill == (LAND if shape.in_county else NEIGHBOUR_LAND)
            continue
        area = want[shape.code]
        assert (shape.colour, shape.opacity, shape.pattern) == (
            area.colour, area.opacity, area.pattern,
        )  # fmt: skip
        if area.pattern in ("plain", "hatch"):
            assert shape.fill == on_land(area.colour, area.opacity)
        assert bool(shape.second) == (area.pattern in ("hatch", "dots", "diagonal"))


@pytest.mark.parametrize("text", EXAMPLES)
def test_every_heavy_name_that_can_be_seen_is_written_once(text: str) -> None:
    made, drawing = drawn(text)
    box = (2.0, 2.0, drawing.width - 2, drawing.height - 2)
    written = Counter(name.code for name in drawing.names)
    assert set(written.values()) <= {1}
    spoken = {curve.code for curve in drawing.spokes if curve.bow}
    for label in made.labels:
        seen = inside(to_units(PLACES[label.code][1], made.frame), box)
        if label.weight == "strong" and (seen or label.code in spoken):
            assert written[label.code] == 1, label
            (name,) = [name for name in drawing.names if name.code == label.code]
            assert name.text.endswith(PLACES[label.code][0])
            assert (name.kind == "rim") == (name.text[0] in "←→↑↓")


def test_the_sizes_and_colours_of_the_script_are_those_of_the_drawing() -> None:
    assets = Path(geo.__file__).parent / "assets"
    script = (assets / "map.js").read_text("utf-8") + (assets / "signs.js").read_text("utf-8")
    style = (assets / "pen.css").read_text("utf-8")
    for formula in (
        "Math.min(0.14, 0.07 + length / 6000)",
        "(message.k === 'one' ? 3 : many ? 1.5 : 2.3) * u",
        "view(22 * u), inner = view(26 * u)",
        "Math.max(8.5, (ring.length * 6.6) / (2 * Math.PI))",
        "(7 + Math.sqrt(host) * 2) * u",
        "Math.hypot(row[3], row[4]) > 13",
        "0.55 + step * 0.12",
        "SK.control(a, b, 0.1)",
    ):
        assert formula in script, f"map.js or signs.js no longer says {formula}: geo/signs.py does"
    assert "--pair: #a8324a" in style
    assert ".kind-many .spokes .of { opacity: 0.32; }" in style


def test_without_boundaries_signs_stand_on_open_sea() -> None:
    made, drawing = drawn("tjeneste=legevakt")
    bare = compose(made, None, PLACES)
    assert (bare.areas, bare.county) == ((), ())
    assert bare.hubs == drawing.hubs
    assert bare.names == drawing.names


def test_the_same_picture_gives_the_same_drawing() -> None:
    made, drawing = drawn("tjeneste=legevakt")
    assert compose(made, GROUND, dict(PLACES)) == drawing
    assert json.dumps(drawing.areas[0].rings)


QUERIES = st.builds(
    Query,
    tjeneste=st.lists(st.sampled_from(sorted(REGISTER.service_by_code)), max_size=2).map(tuple),
    kommune=st.lists(st.sampled_from(sorted(REGISTER.county_codes)), max_size=2).map(tuple),
    form=st.lists(st.sampled_from(sorted(REGISTER.form_by_code)), max_size=2).map(tuple),
    storskjerm=st.booleans(),
)


@settings(deadline=None, max_examples=40)
@given(QUERIES)
def test_any_question_is_drawn_whole_and_inside(query: Query) -> None:
    made = picture(query)
    drawing = compose(made, GROUND, PLACES)
    assert (len(drawing.hubs), len(drawing.spokes), len(drawing.pairs)) == (
        len(made.hubs), len(made.spokes), len(made.pairs),
    )  # fmt: skip
    box = (-ROOM, -ROOM, drawing.width + ROOM, drawing.height + ROOM)
    assert [place for place in everywhere(drawing) if not inside(place, box)] == []


# --- curves --------------------------------------------------------------------------------

PLACE = st.tuples(st.floats(-300, 1200), st.floats(-300, 1000))
BOX = (0.0, 0.0, 876.0, 720.0)


@given(PLACE, PLACE, st.floats(-0.3, 0.3), st.floats(0, 0.5), st.floats(0.5, 1))
def test_a_piece_of_a_curve_lies_on_the_curve(
    a: tuple[float, float], b: tuple[float, float], bend: float, low: float, high: float
) -> None:
    whole = Bow(a, control(a, b, bend), b)
    piece = whole.cut(low, high)
    for step in range(5):
        t = step / 4
        assert math.dist(piece.at(t), whole.at(low + (high - low) * t)) < 1e-6


@given(PLACE, PLACE)
def test_what_is_cut_lies_inside_and_reaches_the_rim(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    whole = Bow(a, control(a, b, 0.1), b)
    cut = within(whole, BOX)
    if cut is None:
        assert sum(inside(whole.at(step / 64), BOX) for step in range(65)) < 65
        return
    near = (-0.01, -0.01, 876.01, 720.01)
    assert all(inside(cut.at(step / 30), near) for step in range(31))
    # Between two places inside, a bow may bulge over the rim; only a whole one is left whole.
    if all(inside(whole.at(step / 256), BOX) for step in range(257)):
        assert math.dist(cut.start, a) < 1e-6


@given(st.tuples(st.floats(1, 875), st.floats(1, 719)), PLACE)
def test_the_way_out_of_a_box_ends_on_its_rim(
    a: tuple[float, float], b: tuple[float, float]
) -> None:
    x, y = rim(a, b, BOX)
    if inside(b, BOX):
        assert math.dist((x, y), b) < 1e-9
    else:
        assert min(abs(x), abs(x - 876), abs(y), abs(y - 720)) < 1e-6
        assert inside((x, y), (-1e-6, -1e-6, 876 + 1e-6, 720 + 1e-6))


def test_a_spoke_leaves_room_for_hub_and_point_and_there_is_none_where_both_meet() -> None:
    bow, ends = spoke((0, 0), (200, 0), (12, 6), arrow=True)
    assert bow is not None
    assert math.dist(bow.start, (0, 0)) == pytest.approx(12, rel=0.2)
    assert math.dist(ends[:2], (200, 0)) == pytest.approx(6, rel=0.2)
    assert math.dist(bow.end, (200, 0)) > math.dist(ends[:2], (200, 0))
    assert spoke((0, 0), (15, 0), (12, 6), arrow=False)[0] is None
