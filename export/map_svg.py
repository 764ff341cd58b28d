"""The map as an SVG that stands in a page: the drawing script's picture, with no frame or script.

Every area, node and hub says by its code or id what it is, and names itself when it is pointed at.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Final

from export.svg_ground import Sheet, areas, coarse, paths_of, steps
from export.svg_signs import DARK, circle, number, sign, text
from geo.boundaries import Boundaries
from geo.curves import Bow, dashes
from geo.drawing import compose
from geo.drawn import PAPER, Curve, Dot, Mark, Path, Text
from geo.picture import Frame, Picture, Point
from geo.placement import to_units
from geo.style import BORDER, INK, MUTED, SEA

COLUMN_UNITS: Final = 420
"""How many units high a map in half a page is: the fewer, the bigger are names and signs."""
COLUMN_SHAPE: Final = 1.4
"""How wide it is, in heights."""

_BASELINE: Final = 0.34  # from the middle line of a text to its base line, as a share of its size
_WEIGHTS: Final = {"strong": 700, "normal": 500, "muted": 400, "second": 500}
_HALO, _HALO_LABEL = 'stroke-width="3.6" stroke-opacity=".88"', 'stroke-width="4.5"'
_NUMBER, _NUMBERS = 13.5, 11.5
_ROUND: Final = 'stroke-linecap="round" stroke-linejoin="round"'


def for_column(picture: Picture) -> Picture:
    """Return a picture laid out for half a page: names that can be read, and always one shape.

    Round what the picture shows lies more of the same ground, as on the maps that can be moved.
    """
    frame = picture.frame
    wide, high = to_units(Point(frame.east, frame.south), frame)
    lon = max(0.0, high * COLUMN_SHAPE / wide - 1) * (frame.east - frame.west) / 2
    lat = max(0.0, wide / COLUMN_SHAPE / high - 1) * (frame.north - frame.south) / 2
    west, south, east, north, _units = frame
    wider = Frame(west - lon, south - lat, east + lon, north + lat, COLUMN_UNITS)
    return replace(picture, frame=wider)


def map_svg(
    picture: Picture,
    boundaries: Boundaries | None,
    places: Mapping[str, tuple[str, Point, bool]],
    prefix: str = "map",
) -> str:
    """Write a picture's map as SVG text.

    Parameters
    ----------
    picture, boundaries, places
        As `geo.drawing.compose` takes them.
    prefix
        Begins the ids in the text, so that several maps can stand on one page.

    Raises
    ------
    KeyError
        If the picture speaks of a municipality that `places` does not hold.
    """
    drawing = compose(picture, boundaries, places)
    sheet = Sheet(picture, drawing, {code: place[0] for code, place in places.items()}, prefix)
    ground = paths_of(boundaries, picture.frame) if boundaries is not None else {}
    body = "".join(_layers(sheet, ground))
    width, height = number(drawing.width), number(drawing.height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="{text(drawing.alt or drawing.title)}" class="kind-{drawing.kind}" '
        f'style="{sheet.inks.style()}">{sheet.defs()}{body}</svg>'
    )


def _layers(sheet: Sheet, ground: Mapping[str, str]) -> Iterator[str]:
    """Write the picture in the order it is drawn."""
    drawing = sheet.drawing
    size = f'width="{number(drawing.width)}" height="{number(drawing.height)}"'
    yield f'<rect class="sea" {size} fill="{sheet.ground(SEA, "sea")}"/>'
    yield from areas(sheet, ground)
    # What lies above the areas lets the pointer through to them, but for signs with words.
    yield f'<g class="lines" fill="none" pointer-events="none">{"".join(_lines(sheet))}</g>'
    yield f'<g class="nodes">{"".join(_dot(sheet, dot) for dot in drawing.nodes)}</g>'
    yield f'<g class="words" pointer-events="none">{"".join(_names(sheet))}</g>'
    hubs = (_hub(sheet, mark) for mark in drawing.hubs if mark.shows)
    yield f'<g class="hubs">{"".join(hubs)}</g>'
    yield f'<g class="words" pointer-events="none">{_texts(sheet, drawing.labels, _HALO_LABEL)}</g>'
    edge = sheet.ground(BORDER, "border")
    yield f'<rect class="frame" {size} fill="none" stroke="{edge}" pointer-events="none"/>'


# --- lines -----------------------------------------------------------------------------------


def _lines(sheet: Sheet) -> Iterator[str]:
    """Write outlines, pair lines, and the spokes of one hub after the other."""
    drawing = sheet.drawing
    for line in drawing.outlines:
        yield _line(sheet, line, "outline")
    strength = groupby(drawing.pairs, key=lambda pair: (pair.colour, pair.width, pair.opacity))
    for (colour, width, opacity), pairs in strength:
        if bows := "".join(_bow(pair.bow) for pair in pairs if pair.bow):
            yield (
                f'<path class="pair" d="{bows}" stroke="{sheet.ground(colour, "pair")}" '
                f'stroke-width="{width:g}" stroke-opacity="{opacity:g}" stroke-linecap="round"/>'
            )
    for index, mark in enumerate(drawing.hubs):
        yield _star(sheet, mark, [curve for curve in drawing.spokes if curve.hub == index])


def _line(sheet: Sheet, path: Path, kind: str, dark: str = "") -> str:
    strokes = " ".join(number(length) for length in dashes(path.dash, path.width))
    dash = f' stroke-dasharray="{strokes}"' if strokes else ""
    return (
        f'<path class="{kind}" d="{steps(coarse(path.points))}" fill="none" {_ROUND} '
        f'stroke="{sheet.inks(path.colour, dark)}" stroke-width="{path.width:g}"{dash}/>'
    )


def _bow(bow: Bow) -> str:
    (a, b), (c, d), (e, f) = bow
    return f"M{number(a)} {number(b)}Q{number(c)} {number(d)} {number(e)} {number(f)}"


def _star(sheet: Sheet, mark: Mark, curves: list[Curve]) -> str:
    """Write the spokes of one hub: white beneath, colour above, arrowheads last."""
    parts, mine = [], sheet.inks(mark.colour)
    if mark.tie:
        ends = f"M{number(mark.x)} {number(mark.y)}L{number(mark.home[0])} {number(mark.home[1])}"
        parts.append(f'<path class="tie" d="{ends}" stroke="{mine}" stroke-width="1.6"/>')
    shown = sorted((curve for curve in curves if curve.bow), key=lambda curve: curve.dash)
    for dash, group in groupby(shown, key=lambda curve: curve.dash):
        lines = list(group)
        bows, width = "".join(_bow(curve.bow) for curve in lines if curve.bow), lines[0].width
        if lines[0].casing:
            parts.append(
                f'<path class="casing" d="{bows}" stroke="{sheet.halo}" '
                f'stroke-width="{number(width + 2)}" stroke-opacity=".7"/>'
            )
        strokes = " ".join(number(length) for length in dashes(dash, width))
        look = f' stroke-dasharray="{strokes}" stroke-linecap="round"' if strokes else ""
        parts.append(
            f'<path class="spoke {dash}" d="{bows}" stroke="{mine}" '
            f'stroke-width="{width:.3g}"{look}/>'
        )
    if heads := "".join(_head(curve) for curve in curves if curve.arrow):
        parts.append(
            f'<path class="arrow" d="{heads}" fill="{mine}" stroke="{sheet.halo}" '
            'stroke-width=".8"/>'
        )
    if not parts:
        return ""
    faint = f' opacity="{curves[0].opacity:g}"' if curves and curves[0].opacity < 1 else ""
    return f'<g class="star" data-id="{text(mark.agreement)}"{faint}>{"".join(parts)}</g>'


def _head(curve: Curve) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in curve.arrow) + "Z"


# --- signs and words -------------------------------------------------------------------------


def _dot(sheet: Sheet, dot: Dot) -> str:
    title = sheet.places[dot.code]
    paper, dark_ink = sheet.inks(PAPER, DARK["paper"]), sheet.inks(INK)
    node = f'fill="{paper}" stroke="{dark_ink}" stroke-width="{"1.6" if dot.text else "2"}"'
    if dot.host_of:
        r, place = dot.radius, f'x="{number(dot.x - dot.radius)}" y="{number(dot.y - dot.radius)}"'
        size = f'width="{number(2 * r)}" height="{number(2 * r)}"'
        look = f'fill="{dark_ink}" stroke="{sheet.halo}" stroke-width="1.6"'
        body = f'<rect {place} {size} rx="2" {look}/>'
        body += _figure(str(dot.host_of), dot.x, dot.y, _NUMBER, sheet.halo)
    else:
        body = circle(dot.x, dot.y, dot.radius, node)
        if dot.text:
            size_of = 10.5 if len(dot.text) > 2 else _NUMBER
            body += _figure(dot.text, dot.x, dot.y, size_of, dark_ink)
        rim = f'stroke="{sheet.halo}" stroke-width=".9"'
        body += "".join(circle(x, y, 3, f'fill="{sheet.inks(c)}" {rim}') for x, y, c in dot.ring)
    return f'<g data-code="{text(dot.code)}"><title>{text(title)}</title>{body}</g>'


def _hub(sheet: Sheet, mark: Mark) -> str:
    size = _NUMBERS if len(mark.text) > 1 else _NUMBER
    colour = sheet.inks(INK) if mark.shape == "hollow" else sheet.halo
    body = sign(mark.shape, mark.x, mark.y, mark.radius, mark.colour, sheet.inks)
    faint = f' opacity="{mark.opacity:g}"' if mark.opacity < 1 else ""
    return (
        f'<g class="{mark.shape}" data-id="{text(mark.agreement)}"{faint}>'
        f"<title>{text(mark.title)}</title>{body}"
        f"{_figure(mark.text, mark.x, mark.y, size, colour)}</g>"
    )


def _figure(words: str, x: float, y: float, size: float, colour: str) -> str:
    place = f'x="{number(x)}" y="{number(y + _BASELINE * size)}" text-anchor="middle"'
    return (
        f'<text {place} font-size="{size:g}" font-weight="700" fill="{colour}">{text(words)}</text>'
    )


def _names(sheet: Sheet) -> Iterator[str]:
    for leader in sheet.drawing.leaders:
        yield _line(sheet, leader, "leader", DARK["county"])
    yield _texts(sheet, sheet.drawing.names, _HALO)


def _texts(sheet: Sheet, texts: Iterable[Text], halo: str) -> str:
    """Write lines of text, each with a rim beneath it."""
    body = "".join(_text(sheet, line) for line in texts)
    rim = f'stroke="{sheet.halo}" {halo} stroke-linejoin="round" paint-order="stroke"'
    return f"<g {rim}>{body}</g>" if body else ""


def _text(sheet: Sheet, line: Text) -> str:
    colour = sheet.inks(MUTED if line.weight in ("muted", "second") else INK)
    return (
        f'<text class="{line.kind}" x="{number(line.x)}" '
        f'y="{number(line.y + _BASELINE * line.size)}" '
        f'text-anchor="{line.anchor}" font-size="{number(line.size)}" '
        f'font-weight="{_WEIGHTS[line.weight]}" fill="{colour}">{text(line.text)}</text>'
    )
