"""Hubs stand where they can be read, the same place every time, and never move with a filter."""

import dataclasses
import itertools
import math
import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from analysis.selection import HOST_FORMS
from data import store
from data.register import Register
from geo.labels import COUNTY_FRAME, label_box
from geo.picture import Hub, LabelSpot, Point
from geo.placement import (
    Site,
    Spot,
    geometric_median,
    label_spot,
    layout,
    middle,
    to_units,
)
from geo.style import HUB_CLEARANCE, HUB_RADIUS, UNITS_HIGH
from views import kart
from views.pictures.signs import point_of, site_of, spots
from views.query import Query
from views.words import region_slug

REGISTER = store.load()
NODES = {code: point_of(code, REGISTER) for code in REGISTER.municipality_by_code}
SERVICES = ["", *REGISTER.service_by_code]
PLACED = [row for row in REGISTER.agreement_records if row.members]
CLEAR_KM = 8
# Offsets are written with one decimal.
ROUNDING = 0.11
GROUND = Transformer.from_crs("EPSG:4326", "EPSG:25833", always_xy=True)
POINTS = st.builds(
    Point,
    st.floats(COUNTY_FRAME.west, COUNTY_FRAME.east).map(lambda x: round(x, 4)),
    st.floats(COUNTY_FRAME.south, COUNTY_FRAME.north).map(lambda y: round(y, 4)),
)
SITES = st.builds(
    lambda shape, points: (shape, tuple(points)),
    st.sampled_from(["square", "diamond", "hollow"]),
    st.lists(st.sampled_from(list(NODES.values())), min_size=1, max_size=9, unique=True),
)


def ground(point: Point) -> tuple[float, float]:
    return GROUND.transform(point.lon, point.lat)


def total_m(point: Point, others: list[Point]) -> float:
    return sum(math.dist(ground(point), ground(other)) for other in others)


def place(spot: Spot | Hub) -> tuple[float, float]:
    x, y = to_units(spot.at)
    return x + spot.dx, y + spot.dy


def made(pairs: list[tuple[str, tuple[Point, ...]]]) -> list[Site]:
    return [
        Site(f"a{index}", shape, None if shape == "hollow" else points[0], points)
        for index, (shape, points) in enumerate(pairs)
    ]


# --- layouts -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(st.lists(SITES, min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_a_layout_does_not_depend_on_the_order_of_municipalities(
    pairs: list, shuffler: random.Random
) -> None:
    sites = made(pairs)
    codes = list(NODES)
    shuffler.shuffle(codes)
    first = layout(sites, NODES)
    assert layout(sites, {code: NODES[code] for code in codes}) == first
    assert layout(iter(sites), NODES) == first
    assert list(first) == [site.agreement for site in sites]


@settings(deadline=None, max_examples=30)
@given(st.lists(SITES, min_size=1, max_size=12), SITES)
def test_one_more_agreement_at_the_end_moves_nobody(pairs: list, more: tuple) -> None:
    before = layout(made(pairs), NODES)
    after = layout(made([*pairs, more]), NODES)
    assert {key: after[key] for key in before} == before


@settings(deadline=None, max_examples=30)
@given(st.lists(SITES, min_size=2, max_size=14))
def test_made_hubs_stand_clear_of_each_other(pairs: list) -> None:
    places = [place(spot) for spot in layout(made(pairs), NODES).values()]
    for a, b in itertools.combinations(places, 2):
        assert math.dist(a, b) >= 2 * HUB_RADIUS


@pytest.mark.parametrize("shape", ["square", "diamond"])
@pytest.mark.parametrize("corner", ["south", "north", "east", "west"])
def test_hubs_of_a_seat_by_the_rim_stay_in_the_picture(shape: str, corner: str) -> None:
    lon, lat = (COUNTY_FRAME.west + COUNTY_FRAME.east) / 2, 62.8
    at = {
        "south": Point(lon, COUNTY_FRAME.south + 0.01),
        "north": Point(lon, COUNTY_FRAME.north - 0.01),
        "east": Point(COUNTY_FRAME.east - 0.01, lat),
        "west": Point(COUNTY_FRAME.west + 0.01, lat),
    }[corner]
    wide, high = to_units(Point(COUNTY_FRAME.east, COUNTY_FRAME.south))
    placed = layout([Site(f"a{i}", shape, at, (at,)) for i in range(9)], {"9999": at})
    for x, y in map(place, placed.values()):
        assert HUB_RADIUS - ROUNDING <= x <= wide - HUB_RADIUS + ROUNDING
        assert HUB_RADIUS - ROUNDING <= y <= high - HUB_RADIUS + ROUNDING


def shuffled_register() -> Register:
    mixed = REGISTER.agreements.sample(frac=1, random_state=5)
    return dataclasses.replace(REGISTER, agreements=mixed)


@pytest.mark.parametrize("service", ["", "legevakt", "brann", "plan"])
def test_the_order_of_the_file_does_not_move_a_hub(service: str) -> None:
    assert spots(shuffled_register(), service) == spots(REGISTER, service)


@pytest.mark.parametrize("service", SERVICES)
def test_the_layout_holds_each_agreement_with_members_once(service: str) -> None:
    expected = {row.id for row in PLACED if service in ("", row.service)}
    assert set(spots(REGISTER, service)) == expected


@pytest.mark.parametrize("service", SERVICES)
def test_hubs_stand_apart_in_every_layout(service: str) -> None:
    places = {key: place(spot) for key, spot in spots(REGISTER, service).items()}
    near = [
        (a, b, round(math.dist(places[a], places[b]), 1))
        for a, b in itertools.combinations(places, 2)
        if math.dist(places[a], places[b]) < 2 * HUB_RADIUS
    ]
    assert near == []


@pytest.mark.parametrize("service", SERVICES)
def test_hubs_keep_clear_of_other_municipalities(service: str) -> None:
    """A hub on a municipality that has no part in it reads as its seat."""
    near = []
    for key, spot in spots(REGISTER, service).items():
        site = site_of(REGISTER.agreement(key), REGISTER)
        x, y = place(spot)
        for code, node in NODES.items():
            away = math.dist((x, y), to_units(node))
            if node != site.anchor and away < HUB_CLEARANCE - ROUNDING:
                near.append((key, REGISTER.municipality_by_code[code].name, round(away, 1)))
    assert near == []


@pytest.mark.parametrize("service", SERVICES)
def test_hubs_stand_inside_the_frame(service: str) -> None:
    wide, high = to_units(Point(COUNTY_FRAME.east, COUNTY_FRAME.south))
    assert high == pytest.approx(UNITS_HIGH)
    outside = []
    for key, spot in spots(REGISTER, service).items():
        if COUNTY_FRAME.holds(spot.at):
            x, y = place(spot)
            if not (HUB_RADIUS <= x <= wide - HUB_RADIUS and HUB_RADIUS <= y <= high - HUB_RADIUS):
                outside.append((key, round(x), round(y)))
    assert outside == []


@pytest.mark.parametrize("service", SERVICES)
def test_hubs_leave_the_names_of_the_county_readable(service: str) -> None:
    boxes = {code: label_box(code, *to_units(NODES[code])) for code in REGISTER.county_codes}
    covered = []
    for key, spot in spots(REGISTER, service).items():
        x, y = place(spot)
        covered += [
            (key, code)
            for code, (left, top, right, bottom) in boxes.items()
            if left < x < right and top < y < bottom
        ]
    assert covered == []


def test_a_square_that_is_first_stands_on_its_host_and_a_diamond_beside_its_seat() -> None:
    home = NODES["1505"]
    square = layout([Site("a", "square", home, (home, NODES["1576"]))], {"1505": home})
    assert square == {"a": Spot(home, 0.0, 0.0)}
    diamond = layout([Site("a", "diamond", home, (home, NODES["1576"]))], {"1505": home})["a"]
    assert diamond.at == home
    assert HUB_RADIUS < math.hypot(diamond.dx, diamond.dy) < 8 * HUB_RADIUS


def test_seats_and_hosts_of_the_register_are_where_their_hubs_hang() -> None:
    for row in PLACED:
        site = site_of(row, REGISTER)
        if row.form in HOST_FORMS:
            assert (site.shape, site.anchor) == ("square", NODES[row.host]), row.id
        elif REGISTER.form_by_code[row.form].binding == "organ":
            assert site.shape == "diamond", row.id
            if row.seat:
                assert site.anchor == NODES[row.seat], row.id
            else:
                assert site.anchor in {NODES[code] for code in row.members}, row.id
        elif len(row.members) > 1:
            assert (site.shape, site.anchor) == ("hollow", None), row.id


def test_a_body_without_a_known_seat_stands_by_its_most_central_member() -> None:
    row = REGISTER.agreement("nnbt")
    assert row.seat == ""
    members = [NODES[code] for code in row.members]
    median = geometric_median(members)
    nearest = min(members, key=lambda point: math.dist(ground(point), ground(median)))
    assert site_of(row, REGISTER).anchor == nearest


# --- no hub moves when a filter changes ----------------------------------------------------


def positions(query: Query) -> dict[str, tuple[Point, float, float]]:
    picture = kart.build(REGISTER, query, None).picture
    assert picture is not None
    return {hub.agreement: (hub.at, hub.dx, hub.dy) for hub in picture.hubs}


def filters(**fixed: object) -> Iterator[Query]:
    yield Query(**fixed)
    for code in REGISTER.county_codes:
        yield Query(**fixed, kommune=(code,))
    for region in sorted({region_slug(m.region) for m in REGISTER.municipality_by_code.values()}):
        yield Query(**fixed, region=(region,))
    for confidence in "ABC":
        yield Query(**fixed, sikkerhet=(confidence,))
    for year in (1999, 2015, 2024):
        yield Query(**fixed, aar=year, avsluttet=True)
    yield Query(**fixed, deler=True, avsluttet=True)
    yield Query(**fixed, status=("under-utvikling", "ukjent"))
    yield Query(**fixed, sok="kommune")


@pytest.mark.parametrize(
    "service", ["legevakt", "brann", "ikt", "plan", "krisesenter", "barnevern"]
)
def test_a_hub_stays_while_the_map_of_its_service_is_filtered(service: str) -> None:
    seen: dict[str, tuple[Point, float, float]] = {}
    again = 0
    for query in filters(tjeneste=(service,)):
        for key, where in positions(query).items():
            again += key in seen
            assert seen.setdefault(key, where) == where, (key, query)
    assert again > len(seen) > 0


def test_a_hub_stays_while_stars_are_filtered() -> None:
    seen: dict[str, tuple[Point, float, float]] = {}
    again = 0
    for form in REGISTER.form_by_code:
        for query in filters(form=(form,)):
            found = positions(query)
            if len(found) < 2:
                continue  # one agreement alone has a frame of its own
            for key, where in found.items():
                again += key in seen
                assert seen.setdefault(key, where) == where, (key, query)
    assert again > len(seen) > 50


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from([r.id for r in PLACED]), min_size=2, max_size=20, unique=True),
    st.lists(st.sampled_from([r.id for r in PLACED]), min_size=1, max_size=5, unique=True),
)
def test_a_hub_stays_when_other_agreements_join(some: list[str], more: list[str]) -> None:
    before = positions(Query(avtale=tuple(some)))
    after = positions(Query(avtale=tuple(dict.fromkeys([*some, *more]))))
    assert set(before) <= set(after)
    assert {key: after[key] for key in before} == before


# --- the middle ----------------------------------------------------------------------------


def least_by_grid(points: list[Point]) -> float:
    """Return the least sum of distances (m), by grids that close in on the best place."""
    places = np.array([ground(point) for point in points])
    low, high = places.min(axis=0), places.max(axis=0)
    best = min(float(np.linalg.norm(places - place, axis=1).sum()) for place in places)
    for _round in range(12):
        xs = np.linspace(low[0], high[0], 21)
        ys = np.linspace(low[1], high[1], 21)
        grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        costs = np.linalg.norm(grid[:, None, :] - places[None], axis=2).sum(axis=1)
        at = grid[int(costs.argmin())]
        best = min(best, float(costs.min()))
        reach = np.maximum((high - low) / 6, 0.5)
        low, high = at - reach, at + reach
    return best


@settings(deadline=None, max_examples=80)
@given(st.lists(POINTS, min_size=3, max_size=9))
def test_the_median_is_the_least_sum_of_distances(points: list[Point]) -> None:
    assert total_m(geometric_median(points), points) <= least_by_grid(points) * 1.0005 + 10


@pytest.mark.parametrize("row", PLACED[::4], ids=lambda row: row.id)
def test_the_median_of_real_members_is_the_least_sum_of_distances(row: object) -> None:
    points = [NODES[code] for code in row.members]
    assert total_m(geometric_median(points), points) <= least_by_grid(points) * 1.0005 + 10


@settings(deadline=None)
@given(POINTS, POINTS)
def test_two_points_give_the_middle_between_them(a: Point, b: Point) -> None:
    (x1, y1), (x2, y2) = ground(a), ground(b)
    assert math.dist(ground(geometric_median([a, b])), ((x1 + x2) / 2, (y1 + y2) / 2)) < 2


def test_one_point_is_its_own_median_and_none_has_no_median() -> None:
    assert math.dist(ground(geometric_median([NODES["1576"]])), ground(NODES["1576"])) < 2
    with pytest.raises(ValueError, match="points"):
        geometric_median([])


@settings(deadline=None)
@given(st.lists(POINTS, min_size=2, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_members_does_not_move_the_median(
    points: list[Point], shuffler: random.Random
) -> None:
    mixed = list(points)
    shuffler.shuffle(mixed)
    assert total_m(geometric_median(mixed), points) == pytest.approx(
        total_m(geometric_median(points), points), rel=1e-3, abs=20
    )


def clearance_km(point: Point, members: tuple[Point, ...]) -> float:
    return min(math.dist(ground(point), ground(member)) for member in members) / 1000


def room_km(members: tuple[Point, ...]) -> float:
    """Return the widest clearance that any place within 20 km of the median has."""
    places = np.array([ground(member) for member in members])
    start = np.array(ground(geometric_median(members)))
    best = 0.0
    for dx, dy in itertools.product(range(-20, 21), repeat=2):
        if math.hypot(dx, dy) <= 20:
            away = np.linalg.norm(places - (start + 1000 * np.array([dx, dy])), axis=1).min()
            best = max(best, float(away) / 1000)
    return best


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(list(NODES.values())), min_size=2, max_size=12, unique=True))
def test_the_middle_stays_8_km_from_every_member_where_it_can(points: list[Point]) -> None:
    members = tuple(points)
    away = clearance_km(middle(members), members)
    assert away >= CLEAR_KM - 0.01 or room_km(members) < CLEAR_KM + 2


def test_hollow_hubs_of_the_register_stand_8_km_from_their_members() -> None:
    for row in PLACED:
        site = site_of(row, REGISTER)
        if site.anchor is None:
            at = spots(REGISTER)[row.id].at
            away = clearance_km(at, site.members)
            assert away >= CLEAR_KM - 0.01 or room_km(site.members) < 9, row.id


@settings(deadline=None, max_examples=40)
@given(st.lists(POINTS, min_size=2, max_size=8))
def test_a_median_with_room_is_not_moved(points: list[Point]) -> None:
    median = geometric_median(points)
    if clearance_km(median, tuple(points)) > CLEAR_KM + 0.01:
        assert math.dist(ground(middle(tuple(points))), ground(median)) < 2


# --- the hub's own label -------------------------------------------------------------------

WIDE, HIGH = to_units(Point(COUNTY_FRAME.east, COUNTY_FRAME.south))


def box(home: tuple[float, float], size: tuple[float, float], spot: LabelSpot) -> tuple:
    left = home[0] + spot.dx - {"start": 0, "middle": size[0] / 2, "end": size[0]}[spot.anchor]
    top = home[1] + spot.dy - size[1] / 2
    return left, top, left + size[0], top + size[1]


@settings(deadline=None)
@given(
    st.tuples(st.floats(0, WIDE), st.floats(0, HIGH)),
    st.tuples(st.floats(60, 260), st.floats(18, 90)),
)
def test_a_label_with_nothing_in_its_way_stays_in_the_picture_and_near(
    home: tuple[float, float], size: tuple[float, float]
) -> None:
    spot = label_spot(home, size, [], COUNTY_FRAME)
    left, top, right, bottom = box(home, size, spot)
    assert left >= -0.01
    assert top >= -0.01
    assert right <= WIDE + 0.01
    assert bottom <= HIGH + 0.01
    assert not (left < home[0] < right and top < home[1] < bottom)


@settings(deadline=None)
@given(st.integers(2, 40))
def test_a_label_leaves_what_is_right_of_its_hub_in_sight(many: int) -> None:
    home = (WIDE / 2, HIGH / 2)
    crowd = [(home[0] + 25 + 4 * step, home[1] + step % 5 - 2) for step in range(many)]
    spot = label_spot(home, (160, 40), crowd, COUNTY_FRAME)
    left, top, right, bottom = box(home, (160, 40), spot)
    assert not any(left < x < right and top < y < bottom for x, y in crowd)


def test_a_leader_is_drawn_only_where_the_label_stands_back() -> None:
    home = (WIDE / 2, HIGH / 2)
    assert not label_spot(home, (120, 36), [], COUNTY_FRAME).leader
    ring = [
        (home[0] + 60 * math.cos(turn / 8), home[1] + 60 * math.sin(turn / 8)) for turn in range(51)
    ]
    assert label_spot(home, (120, 36), ring, COUNTY_FRAME).leader
