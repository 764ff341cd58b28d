"""Read a map back from an SVG file: shapes, lines and words, by what they are painted like."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from geo.drawn import PAIR, PAPER
from geo.style import INK, PAIR_WIDTHS, SEA
from tests.export.read_back import (
    ARROWS,
    Box,
    Ground,
    Look,
    Pair,
    Place,
    Seen,
    Spoke,
    Star,
    box_of,
    joined,
    largest,
    tied,
)

_SVG: Final = "{http://www.w3.org/2000/svg}"
_DROPPED: Final = re.compile(r"… og ([\d\u00a0]+) til")


class Drawn(NamedTuple):
    """A path or a text of an SVG file, in the order it is painted."""

    lines: list[list[Place]]
    curved: str
    style: Mapping[str, str]
    clip: str
    text: str = ""
    x: float = 0.0
    y: float = 0.0

    @property
    def fill(self) -> str:
        return self.style.get("fill", "#000000").upper()

    @property
    def stroke(self) -> str:
        return self.style.get("stroke", "none").upper()

    @property
    def width(self) -> float:
        return float(self.style.get("stroke-width", "1"))

    @property
    def bold(self) -> bool:
        return self.style.get("font-weight", "") == "700"

    @property
    def box(self) -> Box:
        return box_of(place for line in self.lines for place in line)

    def holds(self, place: Place) -> bool:
        """Return whether a place lies inside; holes are rings among the rings."""
        x, y = place
        crossings = 0
        for ring in self.lines:
            for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
                if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                    crossings += 1
        return crossings % 2 == 1


def _items(root: ET.Element) -> Iterator[Drawn]:
    for element in root:
        tag = element.tag.removeprefix(_SVG)
        if tag in ("defs", "metadata", "style"):
            continue
        parts = (part.partition(":") for part in element.get("style", "").split(";"))
        style = {name.strip(): value.strip() for name, _colon, value in parts}
        if tag == "path":
            clip = element.get("clip-path", "").removeprefix("url(#").removesuffix(")")
            yield Drawn(*_lines(element.get("d", "")), style, clip)
        elif tag == "text":
            x, y = _anchor(element)
            yield Drawn([], "", style, "", element.text or "", x, y)
        else:
            yield from _items(element)


def _lines(d: str) -> tuple[list[list[Place]], str]:
    """Return the places of each piece of a path, and which curves it has."""
    lines: list[list[Place]] = []
    for command, body in re.findall(r"([MLQCz])([^MLQCz]*)", d):
        numbers = [float(part) for part in body.split()]
        places = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command == "M":
            lines.append(places)
        else:
            lines[-1] += places
    return lines, "".join(sorted(set(re.findall("[QC]", d))))


def _anchor(element: ET.Element) -> Place:
    if "x" in element.attrib:
        return float(element.attrib["x"]), float(element.attrib["y"])
    moved = re.search(r"translate\(([-\d.]+)[ ,]+([-\d.]+)\)", element.get("transform", ""))
    assert moved, element.attrib
    return float(moved[1]), float(moved[2])


def from_svg(file: bytes, inner: Mapping[str, Place], ground: Ground) -> Seen:
    """Read the map of an SVG file; `inner` is a place inside what shows of each municipality."""
    root = ET.fromstring(file)  # noqa: S314 - our own file
    items = list(_items(root))
    first = next(place for place, item in enumerate(items) if item.fill == SEA)
    left, top, right, bottom = items[first].box
    scale = (bottom - top) / ground.frame.units
    whole = (left, top, right, bottom)
    last = max(
        place
        for place, item in enumerate(items)
        if item.lines and item.fill == "NONE" and math.dist(item.box, whole) < 0.1
    )

    def at(place: Place) -> Place:
        return (place[0] - left) / scale, (place[1] - top) / scale

    seen = Seen(boxes={}, labels=[], names=[], keys=None)
    drawn = [item._replace(lines=[list(map(at, ln)) for ln in item.lines]) for item in items]
    chart = drawn[first + 1 : last]
    _areas(chart, inner, seen)
    _signs(chart, seen)
    _network(chart, seen, ground, scale)
    _beside(items[last + 1 :], right, seen)
    return seen


def _areas(chart: list[Drawn], inner: Mapping[str, Place], seen: Seen) -> None:
    """Find who each area is by what lies inside it, and what is painted over it."""
    assert seen.boxes is not None
    left = dict(inner)
    whole = next(item.clip for item in chart if item.lines)
    for place, item in enumerate(chart):
        # What is cut by another shape than the map's rim are the stripes and dots of an area.
        if not left or item.fill == "NONE" or item.curved or item.clip != whole:
            continue
        l, t, r, b = item.box  # noqa: E741
        near = {c: p for c, p in left.items() if l <= p[0] <= r and t <= p[1] <= b}
        inside = [code for code, spot in near.items() if item.holds(spot)]
        if len(inside) != 1:
            continue
        code = inside[0]
        del left[code]
        seen.boxes[code] = largest(map(box_of, item.lines))
        over = chart[place + 1]
        alone = item.fill == PAPER and item.stroke == INK
        if over.clip not in ("", whole):
            seen.areas[code] = Look(item.fill, over.fill, _pattern(over))
        else:
            seen.areas[code] = Look(item.fill, "", "alone" if alone else "plain")
    assert not left, f"no area for {sorted(left)}"


def _pattern(over: Drawn) -> str:
    if "C" in over.curved:
        return "dots"
    (a, _y), (b, _z) = over.lines[0][:2]
    return "hatch" if abs(b - a) > 4 else "diagonal"


def _signs(chart: list[Drawn], seen: Seen) -> None:
    """Read the words of the map, and the hubs: each is a sign with its number after it."""
    words: list[str] = []
    for before, item in pairwise(chart):
        if not item.text:
            continue
        if not before.lines or before.fill == "NONE":
            words.append(item.text)
        elif before.fill != INK:  # a host's square with its number is no hub
            l, t, r, b = before.box  # noqa: E741
            hollow = before.curved != ""
            sign = "hollow" if hollow else "square" if _level(before) else "diamond"
            colour = before.stroke if hollow else before.fill
            seen.hubs.append(Star(item.text, sign, colour, (l + r) / 2, (t + b) / 2))
            if len(seen.hubs) == 1:
                seen.names, words = [ARROWS.sub("", word) for word in words], []
    if not seen.hubs:
        seen.names, words = [ARROWS.sub("", word) for word in words], []
    seen.labels = words


def _level(item: Drawn) -> bool:
    (ax, ay), (bx, by) = item.lines[0][:2]
    return min(abs(ax - bx), abs(ay - by)) < 0.01


def _network(chart: list[Drawn], seen: Seen, ground: Ground, scale: float) -> None:
    hubs = [(place, star) for place, star in enumerate(seen.hubs)]
    heads = [
        (item.fill, line[0])
        for item in chart
        if item.stroke == PAPER and not item.curved
        for line in item.lines
        if len(line) == 3
    ]
    for item in chart:
        if item.curved != "Q" or item.stroke == PAPER:
            continue
        for start, _bend, end in item.lines:
            if item.stroke == PAIR:
                wide = item.width / scale
                step = min(range(4), key=lambda n: abs(PAIR_WIDTHS[n] - wide))
                seen.pairs.append(Pair(*joined(start, end, ground), step))
                continue
            arrow = any(ink == item.stroke and math.dist(tip, end) < 7 for ink, tip in heads)
            own = [(place, star[3:]) for place, star in hubs if star.colour == item.stroke]
            hub, code = tied((start, end), own, ground, 12.1 if arrow else 6.1)
            seen.spokes.append(Spoke(hub, code, _dash(item.style), arrow))


def _dash(style: Mapping[str, str]) -> str:
    lengths = style.get("stroke-dasharray", "none")
    if lengths == "none":
        return "solid"
    return "dotted" if float(lengths.split(",")[0]) < 1 else "dashed"


def _beside(items: list[Drawn], right: float, seen: Seen) -> None:
    """Read what stands beside the map: badges with their titles, and the words in order."""
    badges = [
        item for before, item in pairwise(items) if item.text and before.lines and item.x > right
    ]
    words = [item for item in items if item.text and item not in badges]
    side = [item for item in words if item.x > right]
    seen.legend = []
    for place, badge in enumerate(badges):
        below = [other.y for other in badges[place + 1 :] if abs(other.x - badge.x) < 12]
        end = min((y for y in below if y > badge.y), default=math.inf)
        title = [
            item.text
            for item in side
            if item.bold and 0 < item.x - badge.x < 45 and badge.y - 9 < item.y < end - 9
        ]
        seen.legend.append((badge.text, " ".join(title)))
    for item in side:
        if found := _DROPPED.match(item.text):
            seen.left_out = int(found[1].replace("\u00a0", ""))
    seen.keys = [" ".join(item.text for item in side)]
    seen.credit = words[-1].text
