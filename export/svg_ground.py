"""The ground of the SVG pen: municipalities with what fills them, and the county's border.

Paths are made once for each ground and frame, as fine as a screen shows in half a page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Final

import shapely

from export.svg_signs import DARK, Inks, circle, ink, mixed, tenths, text
from geo.boundaries import Boundaries
from geo.drawn import PAPER, Drawing, Ring, Shape
from geo.ground import areas_of
from geo.picture import Area, Frame, Picture
from geo.style import BORDER, COUNTY_LINE, INK, LAND, NEIGHBOUR_LAND

_TOLERANCE: Final = 0.4  # units: finer than this no screen shows in half a page
_LEAST: Final = 2.0  # square units: smaller islets are dust
_DEEPER, _DOTS_OPACITY = 0.14, 0.75  # as in geo/ground.py


@dataclass
class Sheet:
    """A picture with everything placed, and what is gathered while it is written."""

    picture: Picture
    drawing: Drawing
    places: Mapping[str, str]
    prefix: str
    inks: Inks = field(default_factory=Inks)
    patterns: dict[str, int] = field(default_factory=dict)

    def id(self, name: str) -> str:
        """Return a name as an id of this picture alone."""
        return text(f"{self.prefix}-{name}")

    def defs(self) -> str:
        """Return the patterns that the areas are filled with."""
        made = (f'<pattern id="{self.id(f"p{n}")}" {rest}' for rest, n in self.patterns.items())
        return f"<defs>{''.join(made)}</defs>" if self.patterns else ""

    def ground(self, light: str, name: str) -> str:
        """Return a colour of the ground by the name of its dark one."""
        return self.inks(light, DARK[name])

    @property
    def halo(self) -> str:
        """What lies beneath words and lines."""
        return self.inks(PAPER, DARK["halo"])


@lru_cache(maxsize=16)
def paths_of(boundaries: Boundaries, frame: Frame) -> Mapping[str, str]:
    """Return the path of each area by its code."""
    blank = Picture(kind="county", title="", lead="", frame=frame)
    return {shape.code: _area_path(shape.rings) for shape in areas_of(blank, boundaries)}


def _area_path(rings: tuple[Ring, ...]) -> str:
    """Return an area's rings as a path, without what is too small to see; the largest is kept."""
    sized = sorted(rings, key=lambda ring: -shapely.Polygon(ring).area)
    kept = [ring for i, ring in enumerate(sized) if not i or shapely.Polygon(ring).area > _LEAST]
    return "".join(steps(coarse(ring)[:-1]) + "Z" for ring in kept)


def coarse(places: Ring) -> Ring:
    """Return a line without what is too fine to see."""
    line = shapely.LineString(places).simplify(_TOLERANCE, preserve_topology=True)
    return tuple((x, y) for x, y in shapely.get_coordinates(line).tolist())


def steps(places: Ring) -> str:
    """Return a line as steps from place to place, in whole tenths so that no error adds up."""
    rounded = [(round(x * 10), round(y * 10)) for x, y in places]
    x, y = rounded[0]
    parts = [f"M{tenths(x)} {tenths(y)}l"]
    for next_x, next_y in rounded[1:]:
        if (next_x, next_y) != (x, y):
            parts.append(f"{tenths(next_x - x)} {tenths(next_y - y)} ")
        x, y = next_x, next_y
    return "".join(parts).replace(" -", "-").rstrip()


def areas(sheet: Sheet, ground: Mapping[str, str]) -> Iterator[str]:
    """Write the municipalities: those outside the county, its border, and its own."""
    marked = {area.code: area for area in sheet.picture.areas}
    edge = sheet.ground(BORDER, "border")
    for inside, group in groupby(sheet.drawing.areas, key=lambda shape: shape.in_county):
        shapes = list(group)
        if inside:
            # The county's line is what shows of a wider line beneath its municipalities.
            line = sheet.ground(COUNTY_LINE, "county")
            uses = "".join(f'<use href="#{sheet.id(shape.code)}"/>' for shape in shapes)
            yield (
                f'<g class="county" fill="none" stroke="{line}" stroke-width="2.6" '
                f'stroke-linejoin="round" pointer-events="none">{uses}</g>'
            )
        land = (LAND, "land") if inside else (NEIGHBOUR_LAND, "neighbour")
        body = "".join(_area(sheet, s, marked.get(s.code), ground[s.code]) for s in shapes)
        yield (
            f'<g class="areas" fill="{sheet.ground(*land)}" stroke="{edge}" '
            f'stroke-width="{".8" if inside else ".7"}" stroke-linejoin="round">{body}</g>'
        )


def _area(sheet: Sheet, shape: Shape, area: Area | None, path: str) -> str:
    paint = ""
    if area is not None and area.pattern == "alone":
        white = sheet.inks(PAPER, DARK["paper"])
        paint = f' fill="{white}" stroke="{sheet.inks(INK)}" stroke-width="2.6"'
    elif area is not None:
        paint = f' fill="{_fill(sheet, shape, area)}"'
    title = "\n".join(filter(None, (shape.name, shape.note, *_tied(sheet, shape.code))))
    return (
        f'<path id="{sheet.id(shape.code)}" data-code="{text(shape.code)}" d="{path}"{paint}>'
        f"<title>{text(title)}</title></path>"
    )


def _tied(sheet: Sheet, code: str) -> list[str]:
    """Return what a municipality is part of in this picture."""
    hubs = sheet.drawing.hubs
    return [f"· {hubs[curve.hub].title}" for curve in sheet.drawing.spokes if curve.code == code]


def _fill(sheet: Sheet, shape: Shape, area: Area) -> str:
    """Return what an area is filled with: an opaque colour, or the name of its pattern."""
    # The pale steps of strength are told apart by their own colours, on dark ground too.
    dark = area.colour if sheet.picture.kind == "pairs" else ink(area.colour)
    land = DARK["land"]
    if area.pattern == "plain":
        return sheet.inks(shape.fill, mixed(dark, area.opacity, land))
    if area.pattern == "hatch":
        flat = sheet.inks(shape.fill, mixed(dark, area.opacity, land))
        over = mixed(ink(area.second), area.opacity + _DEEPER, land)
        return _pattern(sheet, "hatch", flat, sheet.inks(shape.second, over))
    opacity = _DOTS_OPACITY if area.pattern == "dots" else area.opacity
    over = sheet.inks(shape.second, mixed(dark, opacity, land))
    return _pattern(sheet, area.pattern, sheet.ground(LAND, "land"), over)


def _pattern(sheet: Sheet, kind: str, flat: str, over: str) -> str:
    size = 7 if kind == "dots" else 11
    turned = "" if kind == "dots" else ' patternTransform="rotate(45)"'
    if kind == "dots":
        signs = circle(3.5, 3.5, 1.05, f'fill="{over}"')
    else:
        width = "4.95" if kind == "hatch" else "1.3"
        signs = f'<rect width="{width}" height="11" fill="{over}"/>'
    made = (
        f'class="{kind}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"{turned}>'
        f'<rect width="{size}" height="{size}" fill="{flat}"/>{signs}</pattern>'
    )
    # Areas that look the same share a pattern.
    index = sheet.patterns.setdefault(made, len(sheet.patterns))
    return f"url(#{sheet.id(f'p{index}')})"
