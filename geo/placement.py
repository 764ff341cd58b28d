"""Place the hubs of agreements: beside their seat, on their host, or in the middle of them.

Deterministic: a layout is made for a whole set of agreements at once (a service, or the whole
register), never for what a filter happens to leave of it, so a hub does not move when a filter
changes. Distances on the ground are km in EPSG:25833; distances between signs are units of a
picture of the county (`Frame.units` high).
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from geo.labels import COUNTY_FRAME, is_close, label_box
from geo.picture import Frame, HubShape, LabelSpot, Point
from geo.style import HUB_CLEARANCE, HUB_RADIUS

MEMBER_CLEARANCE_KM = 8.0
_MOST_ROUNDS, _CLOSE_ENOUGH_M = 2000, 0.01
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
_SPIRAL_STEP = 5.2
_SPIRAL_TURNS = 900


class Spot(NamedTuple):
    """Where a hub stands: a place on the ground and an offset from it in units."""

    at: Point
    dx: float
    dy: float


@dataclass(frozen=True, slots=True)
class Site:
    """What decides where a hub may stand.

    `anchor` is the host or the seat, or None where the members' geometric median is meant;
    `members` are the members' points. A square stands on its anchor, a diamond beside it.
    """

    agreement: str
    shape: HubShape
    anchor: Point | None
    members: tuple[Point, ...]


def to_units(point: Point, frame: Frame = COUNTY_FRAME) -> tuple[float, float]:
    """Return `point` in units of a picture of `frame` in Web Mercator, origin at its north-west."""
    per_degree = frame.units / (_mercator(frame.north) - _mercator(frame.south))
    x = math.radians(point.lon - frame.west) * per_degree
    y = (_mercator(frame.north) - _mercator(point.lat)) * per_degree
    return x, y


def geometric_median(points: Sequence[Point]) -> Point:
    """Return the place with the least sum of distances to `points` (Weiszfeld's iteration).

    Computed in EPSG:25833. Two points give the middle between them.

    Raises
    ------
    ValueError
        If `points` is empty.
    """
    if not points:
        msg = "`points` must hold at least one point"
        raise ValueError(msg)
    return _median(tuple(points))


@lru_cache(maxsize=4096)
def _median(points: tuple[Point, ...]) -> Point:
    ground = _ground(points)
    guess = ground.mean(axis=0)
    if len(points) > 2:
        for _round in range(_MOST_ROUNDS):
            away = np.linalg.norm(ground - guess, axis=1).clip(min=1.0)
            better = (ground / away[:, None]).sum(axis=0) / (1 / away).sum()
            step = float(np.linalg.norm(better - guess))
            guess = better
            if step < _CLOSE_ENOUGH_M:
                break
        # The iteration creeps where the median is one of the points: look there as well.
        guess = min((guess, *ground), key=lambda p: float(np.linalg.norm(ground - p, axis=1).sum()))
    return _degrees(guess)


@lru_cache(maxsize=4096)
def middle(points: tuple[Point, ...]) -> Point:
    """Return the geometric median, moved where needed to stay 8 km from every point.

    A hub on top of a member, or in its fjord, reads as a seat that nobody has named.
    """
    ground = _ground(points)
    start = _ground((_median(points),))[0]
    best: tuple[float, npt.NDArray[np.float64]] | None = None
    for radius in (0, 3, 6, 9, 12, 16, 20):
        for turn in range(24 if radius else 1):
            angle = turn * math.pi / 12
            place = start + 1000 * radius * np.array([math.cos(angle), math.sin(angle)])
            away = np.linalg.norm(ground - place, axis=1)
            if away.min() < 1000 * MEMBER_CLEARANCE_KM:
                continue
            cost = float(away.sum())
            if best is None or cost < best[0] - 1e-6:
                best = (cost, place)
        if best is not None:
            return _degrees(best[1])
    return _degrees(start)


def layout(
    sites: Iterable[Site], nodes: Mapping[str, Point], frame: Frame = COUNTY_FRAME
) -> dict[str, Spot]:
    """Place one hub for each of `sites`, in the order given; earlier ones get the better place.

    Parameters
    ----------
    sites
        The whole set that may ever be drawn together.
    nodes
        Points of the municipalities by code; hubs keep clear of them, and of their names.
    frame
        What the picture shows; offsets are units of it.
    """
    points = [to_units(node, frame) for node in nodes.values()]
    close = is_close(frame)
    boxes = [label_box(c, *to_units(node, frame), close=close) for c, node in nodes.items()]
    width, height = to_units(Point(frame.east, frame.south), frame)
    rim = (HUB_RADIUS, HUB_RADIUS, width - HUB_RADIUS, height - HUB_RADIUS)
    taken: list[tuple[float, float]] = []
    spots: dict[str, Spot] = {}
    for site in sites:
        anchor = site.anchor or middle(site.members)
        home = to_units(anchor, frame)
        for dx, dy in _spiral(HUB_RADIUS + 5.0 if site.shape == "diamond" else 0.0):
            place = (home[0] + dx, home[1] + dy)
            own = home if site.anchor else None
            if frame.holds(anchor) and not _within(place, rim):
                continue
            if _is_free(place, taken, points, boxes, own):
                break
        else:
            dx, dy = 0.0, 0.0
            place = home
        taken.append(place)
        spots[site.agreement] = Spot(anchor, round(dx, 1), round(dy, 1))
    return spots


def label_spot(
    home: tuple[float, float],
    size: tuple[float, float],
    obstacles: Iterable[tuple[float, float]],
    frame: Frame,
) -> LabelSpot:
    """Return where the label of a hub covers least; all in units of `frame`.

    The offset is that of the label's middle line, from the hub; a label that had to stand back
    gets a leader.

    Parameters
    ----------
    home
        Where the hub stands.
    size
        The label's width and height.
    obstacles
        Places that should stay in sight: members, their names, the way of the spokes.
    frame
        What the picture shows; leaving it costs most.
    """
    x, y = home
    width, height = size
    far = to_units(Point(frame.east, frame.south), frame)
    places = list(obstacles)

    def held(spot: LabelSpot) -> LabelSpot:
        """Slide a label beside the hub up or down, and one over it sideways, into the frame."""
        if spot.anchor == "middle":
            return spot._replace(dx=_clamp(x, width / 2, far[0] - width / 2) - x)
        low, high = height / 2, far[1] - height / 2
        return spot._replace(dy=_clamp(y + spot.dy, low, high) - y)

    def cost(spot: LabelSpot) -> float:
        left = x + spot.dx - {"start": 0, "middle": width / 2, "end": width}[spot.anchor]
        top = y + spot.dy - height / 2
        right, bottom = left + width, top + height
        outside = max(0, -left) + max(0, right - far[0]) + max(0, -top) + max(0, bottom - far[1])
        inside = sum(left - 6 < a < right + 6 and top - 6 < b < bottom + 6 for a, b in places)
        return 10 * outside + 25 * inside + 0.08 * math.hypot(spot.dx, spot.dy)

    return min((held(spot) for spot in _label_candidates(height)), key=cost)


def _clamp(value: float, low: float, high: float) -> float:
    return value if low > high else min(max(value, low), high)


def _label_candidates(height: float) -> Iterator[LabelSpot]:
    gap = 1.8 * HUB_RADIUS
    for back in (0, 25, 50, 80, 115, 150):
        leader = back > 0
        for shift in (0.0, -0.9 * height, 0.9 * height, -1.9 * height, 1.9 * height):
            yield LabelSpot(gap + back, shift, "start", leader)
            yield LabelSpot(-gap - back, shift, "end", leader)
        for side in (1, -1):
            yield LabelSpot(0, side * (gap + back + height / 2), "middle", leader)


def _spiral(start: float) -> Iterator[tuple[float, float]]:
    """Yield offsets in units, from `start` outwards, on a fixed sunflower spiral."""
    if start == 0:
        yield 0.0, 0.0
    first = math.ceil((start / _SPIRAL_STEP) ** 2)
    for turn in range(max(first, 1), _SPIRAL_TURNS):
        radius = _SPIRAL_STEP * math.sqrt(turn)
        yield radius * math.cos(turn * _GOLDEN_ANGLE), radius * math.sin(turn * _GOLDEN_ANGLE)


def _within(place: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _is_free(
    place: tuple[float, float],
    taken: Iterable[tuple[float, float]],
    points: Iterable[tuple[float, float]],
    boxes: Iterable[tuple[float, float, float, float]],
    own: tuple[float, float] | None,
) -> bool:
    x, y = place
    if any(math.hypot(x - a, y - b) < 2 * HUB_RADIUS + 2 for a, b in taken):
        return False
    for point in points:
        if point != own and math.hypot(x - point[0], y - point[1]) < HUB_CLEARANCE:
            return False
    reach = HUB_RADIUS - 1
    return not any(
        left - reach < x < right + reach and top - reach < y < bottom + reach
        for left, top, right, bottom in boxes
    )


def _mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


@lru_cache(maxsize=1)
def _transformers() -> tuple[Transformer, Transformer]:
    there = Transformer.from_crs("EPSG:4326", "EPSG:25833", always_xy=True)
    back = Transformer.from_crs("EPSG:25833", "EPSG:4326", always_xy=True)
    return there, back


def _ground(points: Sequence[Point]) -> npt.NDArray[np.float64]:
    """Return `points` as an n × 2 array of metres in EPSG:25833."""
    xs, ys = _transformers()[0].transform([p.lon for p in points], [p.lat for p in points])
    return np.column_stack([xs, ys])


def _degrees(place: npt.NDArray[np.float64]) -> Point:
    lon, lat = _transformers()[1].transform(float(place[0]), float(place[1]))
    return Point(round(lon, 5), round(lat, 5))
