"""What a file shows of a map, read from the file alone: the same `Seen` whichever pen wrote it.

Places are units of the picture's frame. Nothing here asks a Picture or a Drawing: what the pens
were told to draw is compared with this by the test.
"""

import base64
import json
import math
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import shapely

from geo.picture import Frame, Point
from geo.placement import to_units
from geo.style import LAND

Place = tuple[float, float]
Box = tuple[float, float, float, float]
PATTERNS: Final = ("plain", "hatch", "dots", "alone", "diagonal")
SHAPES: Final = ("square", "diamond", "hollow", "none")
DASHES: Final = ("solid", "dashed", "dotted")
# Before the name of a member beyond the frame.
ARROWS: Final = re.compile("^[↑↓→←] ")
# How far from the middle of its hub a spoke begins.
_CLEAR: Final = 12.0


class Look(NamedTuple):
    """How an area is painted: opaque ground, opaque stripes or dots over it, and which."""

    fill: str
    over: str
    pattern: str


class Star(NamedTuple):
    """The sign of an agreement."""

    text: str
    shape: str
    colour: str
    x: float
    y: float


class Spoke(NamedTuple):
    """Which member is tied to which hub (by its place among the hubs), and how."""

    hub: int
    code: str
    dash: str
    arrow: bool


class Pair(NamedTuple):
    """Two municipalities and how strong the line between them is drawn, 0 to 3."""

    a: str
    b: str
    step: int


@dataclass
class Seen:
    """What a reader of the file gets; None where the format has no place for it."""

    areas: dict[str, Look] = field(default_factory=dict)
    boxes: dict[str, Box] | None = None
    hubs: list[Star] = field(default_factory=list)
    spokes: list[Spoke] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    labels: list[str] | None = None
    names: list[str] | None = None
    legend: list[tuple[str, str]] | None = None
    left_out: int = 0
    keys: list[str] | None = None
    credit: str = ""


class Ground(NamedTuple):
    """What every reader of a map knows beforehand: the frame, and where municipalities lie."""

    frame: Frame
    points: Mapping[str, Place]
    names: Mapping[str, str]

    @property
    def box(self) -> Box:
        return (0.0, 0.0, *to_units(Point(self.frame.east, self.frame.south), self.frame))

    def bounds(self, shape: shapely.Geometry | None) -> Box | None:
        """Return where the largest part of an area that the frame shows lies."""
        if shape is None:
            return None
        seen = shapely.intersection(shape, shapely.box(*self.frame[:4]))
        if seen.area == 0:
            return None
        boxes = []
        for part in shapely.get_parts(seen):
            west, south, east, north = part.bounds
            corners = Point(west, north), Point(east, south)
            (left, top), (right, bottom) = (to_units(corner, self.frame) for corner in corners)
            boxes.append((left, top, right, bottom))
        return largest(boxes)


def largest(boxes: Iterable[Box]) -> Box:
    """Return the box with the largest area: small islands may be too small for a pen to draw."""
    return max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))


def box_of(places: Iterable[Place]) -> Box:
    """Return the box round some places."""
    xs, ys = zip(*places, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def on_land(colour: str, opacity: float) -> str:
    """Return a colour as it looks on land (`SK.onLand` of the drawing script)."""
    opacity = min(opacity, 1)
    mixed = [
        round(int(colour[i : i + 2], 16) * opacity + int(LAND[i : i + 2], 16) * (1 - opacity))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{value:02X}" for value in mixed)


def look(colour: str, opacity: float, pattern: str, second: str) -> Look:
    """Return what an area's colours come to on the map (design: stripes are 14 % deeper)."""
    if pattern == "plain":
        return Look(on_land(colour, opacity), "", pattern)
    if pattern == "hatch":
        return Look(on_land(colour, opacity), on_land(second, opacity + 0.14), pattern)
    if pattern == "alone":
        return Look("#FFFFFF", "", pattern)
    return Look(LAND, on_land(colour, 0.75 if pattern == "dots" else opacity), pattern)


# --- the message of the screen and of the HTML file ------------------------------------------


def from_message(data: str, codes: list[str], ground: Ground) -> Seen:
    """Read what `SK.draw` is given, by the numbers that `map.js` and `signs.js` go by."""
    told = json.loads(zlib.decompress(base64.b64decode(data, validate=True)))
    assert tuple(told["f"]) == tuple(ground.frame)
    colours = [*told["c"], ""]  # -1 is none
    seen = Seen(keys=[row[2] for row in told["q"]], credit=told["at"], labels=[])
    for at, colour, percent, pattern, second, _note in told["a"]:
        shown = look(colours[colour], percent / 100, PATTERNS[pattern], colours[second])
        seen.areas[codes[at]] = shown
    for _id, lon, lat, dx, dy, shape, colour, text, *label in told["h"]:
        x, y = to_units(Point(lon, lat), ground.frame)
        seen.hubs.append(Star(text, SHAPES[shape], colours[colour], x + dx, y + dy))
        assert seen.labels is not None
        seen.labels += label[2:]
    flat = told["s"]
    for hub, member, dash, arrow in zip(*[iter(flat)] * 4, strict=True):
        seen.spokes.append(Spoke(hub, codes[member], DASHES[dash], bool(arrow)))
    for a, b, step, _weight, _count in zip(*[iter(told["p"])] * 5, strict=True):
        seen.pairs.append(Pair(codes[a], codes[b], step))
    seen.legend = [(str(row[1] or "–"), row[6]) for row in told["r"]]
    seen.left_out = told["all"] - len(told["r"])
    return seen


# --- open data -------------------------------------------------------------------------------

Row = tuple[dict[str, Any], shapely.Geometry | None]
_WORDS: Final = {
    "ensfarget": "plain",
    "striper i to farger": "hatch",
    "prikker": "dots",
    "hvit med ramme": "alone",
    "tynne skråstreker": "diagonal",
    "hel": "solid",
    "stiplet": "dashed",
    "prikket": "dotted",
    "firkant": "square",
    "rute": "diamond",
    "ring": "hollow",
}


def from_layers(layers: Mapping[str, list[Row]], ground: Ground) -> Seen:
    """Read the features of a GeoJSON or a GeoPackage."""
    seen = Seen(boxes={})
    assert seen.boxes is not None
    for told, shape in layers["område"]:
        pattern = _WORDS[told["mønster"]]
        code, second = told["kommunenummer"], told["farge_2"]
        seen.areas[code] = look(told["farge"], told["dekkevne"], pattern, second)
        box = ground.bounds(shape)
        if box is not None:
            seen.boxes[code] = box
    where = {}
    for place, (told, shape) in enumerate(layers["knutepunkt"]):
        assert isinstance(shape, shapely.Point)
        at = to_units(Point(shape.x, shape.y), ground.frame)
        sign = _WORDS[told["tegn"].split(":")[0]]
        seen.hubs.append(Star(told["nummer"], sign, told["farge"], *at))
        where[told["avtale"]] = place
    for told, line in layers["eike"]:
        start, end = (to_units(Point(*place), ground.frame) for place in _ends(line))
        hub, code = where[told["avtale"]], told["kommunenummer"]
        # A GIS sees only the line: it must say the same as the row.
        assert math.dist(start, seen.hubs[hub][3:]) < 0.1
        assert math.dist(end, ground.points[code]) < 0.1
        seen.spokes.append(Spoke(hub, code, _WORDS[told["strek"]], bool(told["pil"])))
    for told, line in layers["par"]:
        a, b = told["kommunenummer_a"], told["kommunenummer_b"]
        for place, code in zip(_ends(line), (a, b), strict=True):
            assert math.dist(to_units(Point(*place), ground.frame), ground.points[code]) < 0.1
        seen.pairs.append(Pair(a, b, told["trinn"]))
    return seen


def _ends(line: shapely.Geometry | None) -> tuple[Place, Place]:
    first, *_between, last = shapely.get_coordinates(line).tolist()
    return tuple(first), tuple(last)


# --- curves that carry no name ---------------------------------------------------------------


def tied(
    curve: tuple[Place, Place],
    hubs: Iterable[tuple[int, Place]],
    ground: Ground,
    short: float,
) -> tuple[int, str]:
    """Return the hub and the municipality that a curve ties together, by where it runs.

    `short` is how far it ends before the municipality's point. What lies beyond the frame is cut
    there, or ends at its rim.
    """
    start, end = curve
    away, hub, code = min(
        (_away(start, end, short, (at, point), ground.box), hub, code)
        for hub, at in hubs
        for code, point in ground.points.items()
    )
    assert away < 3, f"a line from {start} to {end} ties nothing to anything"
    return hub, code


def joined(start: Place, end: Place, ground: Ground) -> tuple[str, str]:
    """Return the two municipalities that a pair line joins."""
    found = []
    for place in (start, end):
        away, code = min((math.dist(place, point), code) for code, point in ground.points.items())
        assert away < 1, f"a pair line ends at {place}, which is nobody's point"
        found.append(code)
    return found[0], found[1]


def _away(start: Place, end: Place, short: float, ends: tuple[Place, Place], box: Box) -> float:
    """Return how badly a curve fits a hub and a municipality."""
    hub, point = ends
    view, rim = _inset(box, 22), _inset(box, 26)
    if _inside(point, view) or not _inside(hub, view):
        away = abs(math.dist(end, point) - short)
    else:
        away = math.dist(end, _crossing(hub, point, rim))
    if _inside(hub, box):
        return away + abs(math.dist(start, hub) - _CLEAR)
    # Cut where it comes into the frame: it is bent, so this tells only roughly.
    return away + 0.05 * math.dist(start, _crossing(point, hub, box))


def _inset(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def _inside(place: Place, box: Box) -> bool:
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def _crossing(a: Place, b: Place, box: Box) -> Place:
    """Return where the way from `a`, inside, leaves a box."""
    cut = shapely.intersection(shapely.LineString([a, b]), shapely.box(*box))
    return tuple(shapely.get_coordinates(cut)[-1].tolist()) if not cut.is_empty else a
