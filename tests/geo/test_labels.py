"""Names of the 27 can all be read at once, and know when the picture is near."""

import itertools

import pytest
import shapely

from data import store
from geo.labels import COUNTY_FRAME, NAME_SIZE, SPOTS, is_close, label_box, spot
from geo.picture import Frame, Point
from geo.placement import to_units
from geo.style import NODE_RADIUS, UNITS_HIGH

REGISTER = store.load()
PLACES = {
    code: to_units(Point(m.lon, m.lat))
    for code, m in REGISTER.municipality_by_code.items()
    if m.in_county
}
BOXES = {
    code: shapely.box(*label_box(code, *at, letters=len(REGISTER.municipality_by_code[code].name)))
    for code, at in PLACES.items()
}


def name(code: str) -> str:
    return REGISTER.municipality_by_code[code].name


def test_every_municipality_of_the_county_is_placed_by_hand_and_no_other() -> None:
    assert set(SPOTS) == set(REGISTER.county_codes)


def test_no_name_lies_on_another() -> None:
    for a, b in itertools.combinations(BOXES, 2):
        assert not shapely.intersects(BOXES[a], BOXES[b]), (name(a), name(b))


def test_no_name_lies_on_a_point() -> None:
    for code, other in itertools.product(BOXES, PLACES):
        away = shapely.distance(BOXES[code], shapely.Point(PLACES[other]))
        assert away >= NODE_RADIUS / 2, (name(code), name(other), float(away))


def test_every_name_is_inside_the_picture() -> None:
    wide, _high = to_units(Point(COUNTY_FRAME.east, COUNTY_FRAME.south))
    for code, box in BOXES.items():
        left, top, right, bottom = box.bounds
        assert left >= 0, name(code)
        assert right <= wide, name(code)
        assert top >= 0, name(code)
        assert bottom <= UNITS_HIGH, name(code)


def test_a_name_far_from_its_point_has_a_leader() -> None:
    for code, at in PLACES.items():
        away = float(shapely.distance(BOXES[code], shapely.Point(at)))
        assert spot(code).leader == (away > 2 * NAME_SIZE), (name(code), away)


@pytest.mark.parametrize("code", list(SPOTS))
def test_a_box_stands_where_its_anchor_says(code: str) -> None:
    where = spot(code)
    left, top, right, bottom = label_box(code, 100, 200)
    end = {"start": left, "middle": (left + right) / 2, "end": right}[where.anchor]
    assert end == pytest.approx(100 + where.dx)
    assert (top + bottom) / 2 == pytest.approx(200 + where.dy)
    assert bottom - top == pytest.approx(NAME_SIZE)


def test_names_outside_the_county_and_in_near_pictures_stand_above_their_points() -> None:
    for code, close in (("5055", False), ("5055", True), ("1514", True)):
        left, _top, right, bottom = label_box(code, 50, 50, close=close)
        assert (left + right) / 2 == pytest.approx(50)
        assert bottom < 50 - NODE_RADIUS


def test_the_county_is_not_near_and_half_of_it_is() -> None:
    assert not is_close(COUNTY_FRAME)
    west, south, east, north, _units = COUNTY_FRAME
    half = Frame(west, south, (west + east) / 2, (south + north) / 2)
    assert is_close(half)
    assert not is_close(Frame(west, south, east, (south + north) / 2))


def test_the_frame_holds_every_centre_of_the_county_and_its_two_neighbours() -> None:
    for code in (*REGISTER.county_codes, "5055", "5061"):
        m = REGISTER.municipality_by_code[code]
        assert COUNTY_FRAME.holds(Point(m.lon, m.lat)), m.name
