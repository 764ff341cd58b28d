"""The outer border is closed, calm, encloses all members, and is the same every time."""

import dataclasses
import random
from functools import cache

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from data.records import Agreement
from geo import boundaries
from geo.outline import outline_rings
from geo.picture import Point
from geo.sources import in_metres
from views import kart
from views.query import Query

REGISTER = store.load()
GROUND = boundaries.load()
AREAS = dict(zip(GROUND.codes, GROUND.shapes, strict=True))
# One agreement for each set of members that is drawn.
ROWS = list(
    {
        row.members: row for row in REGISTER.agreement_records if set(row.members) & set(AREAS)
    }.values()
)
SOME = [row for row in ROWS[::4] if len(row.members) <= 15]
MOST_POINTS = 400
SETS = st.lists(st.sampled_from(GROUND.codes), min_size=1, max_size=5, unique=True).map(tuple)


def polygons(codes: tuple[str, ...]) -> list[shapely.Polygon]:
    return [shapely.Polygon(ring) for ring in outline_rings(GROUND, codes)]


@cache
def land(code: str) -> shapely.Geometry:
    return in_metres(AREAS[code])


@pytest.mark.parametrize("row", SOME, ids=lambda row: row.id)
def test_the_border_of_an_agreement(row: Agreement) -> None:
    """Closed, valid and calm; encloses the members' centres and land, and no other's."""
    rings = outline_rings(GROUND, row.members)
    assert rings
    assert sum(len(ring) for ring in rings) <= MOST_POINTS
    for ring in rings:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        polygon = shapely.Polygon(ring)
        assert polygon.is_valid, shapely.is_valid_reason(polygon)
    whole = in_metres(shapely.union_all(polygons(row.members)))
    for code in REGISTER.municipality_by_code:
        if code not in AREAS:
            continue
        inside = float(shapely.area(shapely.intersection(land(code), whole)))
        share = inside / float(shapely.area(land(code)))
        if code in row.members:
            m = REGISTER.municipality_by_code[code]
            assert whole.covers(in_metres(shapely.Point(m.lon, m.lat))), m.name
            assert share > 0.98, m.name
        elif len(row.members) <= 12:
            # A border that swallows a neighbour would draw in one that does not take part.
            assert share < 0.5, (code, share)


def test_the_widest_borders_are_few_points_too() -> None:
    """They travel with every click on an agreement of the whole county."""
    many = {
        row.id: sum(len(ring) for ring in outline_rings(GROUND, row.members))
        for row in ROWS
        if len(row.members) > 20
    }
    assert {key: n for key, n in many.items() if n > MOST_POINTS} == {}


@settings(deadline=None, max_examples=20)
@given(SETS, st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_change_the_ground_enclosed(
    codes: tuple[str, ...], shuffler: random.Random
) -> None:
    mixed = list(codes)
    shuffler.shuffle(mixed)
    first = shapely.union_all(polygons(codes))
    second = shapely.union_all(polygons(tuple(mixed)))
    assert shapely.area(shapely.symmetric_difference(first, second)) < 1e-3 * shapely.area(first)


@settings(deadline=None, max_examples=10)
@given(SETS)
def test_boundaries_read_anew_give_the_same_points(codes: tuple[str, ...]) -> None:
    again = dataclasses.replace(GROUND, sha256=GROUND.sha256)
    assert again is not GROUND
    assert outline_rings(again, codes) == outline_rings(GROUND, codes)


def test_codes_without_an_area_are_passed_over() -> None:
    assert outline_rings(GROUND, ()) == ()
    assert outline_rings(GROUND, ("9999",)) == ()
    assert outline_rings(GROUND, ("1576", "9999")) == outline_rings(GROUND, ("1576",))


def test_members_far_apart_have_a_ring_each() -> None:
    rings = outline_rings(GROUND, ("1511", "1576"))
    assert len(rings) == 2
    areas = [shapely.Polygon(ring).area for ring in rings]
    assert areas == sorted(areas, reverse=True)


def test_neighbours_across_a_fjord_share_one_ring() -> None:
    assert len(outline_rings(GROUND, ("1515", "1516"))) == 1


def test_points_have_four_decimals() -> None:
    for ring in outline_rings(GROUND, ("1573", "1576", "5055")):
        for point in ring:
            assert point == Point(round(point.lon, 4), round(point.lat, 4))


def test_the_picture_of_one_agreement_has_this_border() -> None:
    picture = kart.build(REGISTER, Query(avtale=("legevakt-aure-smola-heim",)), GROUND).picture
    assert picture is not None
    (outline,) = picture.outlines
    assert outline.rings == outline_rings(GROUND, ("1573", "1576", "5055"))
    assert outline.dash == "dashed"
