"""Read a map back from the SVG that stands in a page: by what its elements say of themselves."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Final

from geo.drawn import PAIR
from geo.style import PAIR_WIDTHS
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

SVG: Final = "{http://www.w3.org/2000/svg}"
_VARIABLE: Final = re.compile(r"(--k\d+):light-dark\((#[0-9A-F]{6}),(#[0-9A-F]{6})\)")
_PART: Final = re.compile(r"[MlLQZ]|-?(?:\d+\.?\d*|\.\d+)")


def from_map_svg(text: str, ground: Ground, *, dark: bool = False) -> Seen:
    """Read the map in its light colours, or its dark ones."""
    root = ET.fromstring(text)  # noqa: S314 - our own text
    page = _Page(root, dark=dark)
    seen = Seen(boxes={}, labels=[], names=[])
    for path in root.iterfind(f"{SVG}g[@class='areas']/{SVG}path"):
        code = path.attrib["data-code"]
        assert code not in seen.areas, "an area is drawn twice"
        seen.areas[code] = page.look(path)
        assert seen.boxes is not None
        seen.boxes[code] = largest(map(box_of, lines(path.attrib["d"])))
    own = [path.attrib["id"] for path in page.groups("areas")[-1]] if seen.areas else []
    county = [use.attrib["href"] for use in root.iterfind(f"{SVG}g[@class='county']/{SVG}use")]
    assert sorted(county) == sorted(f"#{name}" for name in own)
    for group in _children(root, "hubs"):
        seen.hubs.append(page.hub(group))
    for star in root.iterfind(f".//{SVG}g[@class='star']"):
        seen.spokes += page.spokes(star, seen, ground)
    for path in root.iterfind(f".//{SVG}path[@class='pair']"):
        assert page.colour(path, "stroke") == PAIR or dark
        wide = float(path.attrib["stroke-width"])
        step = min(range(4), key=lambda n: abs(PAIR_WIDTHS[n] - wide))
        for start, _bend, end in lines(path.attrib["d"]):
            seen.pairs.append(Pair(*joined(start, end, ground), step))
    for word in root.iterfind(f".//{SVG}g[@class='words']//{SVG}text"):
        told = word.text or ""
        if word.attrib["class"] == "hub":
            assert seen.labels is not None
            seen.labels.append(told)
        else:
            assert seen.names is not None
            seen.names.append(ARROWS.sub("", told))
    return seen


class _Page:
    """The colours and patterns that the elements name."""

    def __init__(self, root: ET.Element, *, dark: bool) -> None:
        found = _VARIABLE.findall(root.attrib["style"])
        assert ";".join(f"{n}:light-dark({a},{b})" for n, a, b in found) == root.attrib["style"]
        self.root = root
        self.colours = {f"var({name})": (light, night)[dark] for name, light, night in found}
        self.patterns = {
            f"url(#{made.attrib['id']})": made for made in root.iterfind(f".//{SVG}pattern")
        }
        self.base = {
            code.attrib["data-code"]: self.colours[group.attrib["fill"]]
            for group in self.groups("areas")
            for code in group
        }

    def groups(self, name: str) -> list[ET.Element]:
        return self.root.findall(f"{SVG}g[@class='{name}']")

    def colour(self, element: ET.Element, name: str) -> str:
        return self.colours[element.attrib[name]]

    def look(self, path: ET.Element) -> Look:
        fill = path.get("fill", "")
        if not fill:
            return Look(self.base[path.attrib["data-code"]], "", "plain")
        if fill not in self.patterns:
            return Look(self.colours[fill], "", "alone" if "stroke" in path.attrib else "plain")
        made = self.patterns[fill]
        flat, over = list(made)
        return Look(self.colour(flat, "fill"), self.colour(over, "fill"), made.attrib["class"])

    def hub(self, group: ET.Element) -> Star:
        kind, words = group.attrib["class"], group.find(f"{SVG}text")
        assert words is not None
        shape = [e for e in group if e.tag not in (f"{SVG}title", f"{SVG}text")][-1]
        colour = self.colour(shape, "stroke" if kind == "hollow" else "fill")
        drawn = {"rect": "square", "polygon": "diamond", "circle": "hollow"}
        assert drawn[shape.tag.removeprefix(SVG)] == kind
        left, top, right, bottom = _box(shape)
        return Star(words.text or "", kind, colour, (left + right) / 2, (top + bottom) / 2)

    def spokes(self, star: ET.Element, seen: Seen, ground: Ground) -> Iterator[Spoke]:
        ids = [group.attrib["data-id"] for group in _children(self.root, "hubs")]
        mine = [
            (place, seen.hubs[place][3:])
            for place, name in enumerate(ids)
            if name == star.attrib["data-id"]
        ]
        heads = [
            head[0]
            for path in star.iterfind(f"{SVG}path[@class='arrow']")
            for head in lines(path.attrib["d"])
        ]
        for path in star:
            if path.attrib["class"].split()[0] != "spoke":
                continue
            lengths = path.get("stroke-dasharray", "")
            dash = "dashed" if lengths else "solid"
            if lengths and float(lengths.split()[0]) < 1:
                dash = "dotted"
            assert path.attrib["class"] == f"spoke {dash}"
            for start, _bend, end in lines(path.attrib["d"]):
                arrow = any(math.dist(tip, end) < 7 for tip in heads)
                hub, code = tied((start, end), mine, ground, 12.1 if arrow else 6.1)
                yield Spoke(hub, code, dash, arrow)


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    return [child for group in root.findall(f"{SVG}g[@class='{name}']") for child in group]


def lines(d: str) -> list[list[Place]]:
    """Return the places of each piece of a path."""
    found: list[list[Place]] = []
    parts = iter(_PART.findall(d))
    step = False
    for part in parts:
        if part == "M":
            found.append([(float(next(parts)), float(next(parts)))])
        elif part in "lLQZ":
            step = part == "l"
        else:
            x, y = float(part), float(next(parts))
            last = found[-1][-1]
            found[-1].append((last[0] + x, last[1] + y) if step else (x, y))
    return found


def _box(shape: ET.Element) -> Box:
    told: Mapping[str, str] = shape.attrib
    if "points" in told:
        numbers = [float(part) for part in re.split("[ ,]", told["points"])]
        return box_of(zip(numbers[::2], numbers[1::2], strict=True))
    if "cx" in told:
        x, y, r = (float(told[name]) for name in ("cx", "cy", "r"))
        return x - r, y - r, x + r, y + r
    x, y, wide, high = (float(told[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + wide, y + high
