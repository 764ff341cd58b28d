"""Read a map back from a slide: native shapes by their names, places and paint."""

import colorsys
import io
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from export.slide_theme import COLOURS
from export.slide_xml import NAMESPACES
from geo.drawn import PAPER
from geo.style import INK, PAIR_WIDTHS
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

A: Final = "{" + NAMESPACES["a"] + "}"


def walk(shapes: Any) -> Iterator[Any]:
    """Yield every shape, those in groups too."""
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from walk(shape.shapes)


def ink(paint: Any) -> str:
    """Return the colour of a fill or a line as an office program shows it."""
    node = paint[0]
    if node.tag == A + "srgbClr":
        return "#" + node.get("val")
    place = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}.get(
        node.get("val"), node.get("val")
    )
    base = COLOURS[place]
    hue, light, strong = colorsys.rgb_to_hls(*(int(base[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    for step in node:
        amount = int(step.get("val"))
        kind = etree.QName(step).localname
        if kind == "hueOff":
            hue += amount / 60_000 / 360
        elif kind == "satMod":
            strong *= amount / 100_000
        elif kind == "lumMod":
            light *= amount / 100_000
        elif kind == "lumOff":
            light += amount / 100_000
    rgb = colorsys.hls_to_rgb(hue % 1, min(light, 1), min(strong, 1))
    return "#" + "".join(f"{round(255 * part):02X}" for part in rgb)


def near(a: str, b: str) -> bool:
    """Return whether two colours are one to the eye."""
    return a == b or (
        "" not in (a, b)
        and all(abs(int(a[i : i + 2], 16) - int(b[i : i + 2], 16)) <= 2 for i in (1, 3, 5))
    )


class _Slide:
    """The shapes of the first slide, and how they lie on its map."""

    def __init__(self, file: bytes, ground: Ground) -> None:
        self.shapes = list(walk(Presentation(io.BytesIO(file)).slides[0].shapes))
        self.ground = ground
        self.sea = next(shape for shape in self.shapes if shape.name == "Hav")
        self.unit = self.sea.height / ground.frame.units

    def named(self, kind: str) -> list[Any]:
        return [shape for shape in self.shapes if shape.name.startswith(f"{kind}: ")]

    def box(self, shape: Any) -> Box:
        left = (shape.left - self.sea.left) / self.unit
        top = (shape.top - self.sea.top) / self.unit
        return left, top, left + shape.width / self.unit, top + shape.height / self.unit


def from_pptx(file: bytes, codes: Mapping[str, str], ground: Ground) -> Seen:
    """Read the map of the first slide; `codes` by the names of those that the frame shows."""
    slide = _Slide(file, ground)
    assert not [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
    seen = Seen(boxes={}, labels=[], names=[], legend=[], keys=[])
    assert seen.boxes is not None
    for shape in slide.named("Kommune"):
        code = codes[shape.name.removeprefix("Kommune: ")]
        assert code not in seen.areas
        seen.areas[code] = _paint(shape._element.spPr)
        seen.boxes[code] = largest(map(box_of, _pieces(shape, slide.box(shape))))
    seen.hubs = [_star(shape, slide.box(shape)) for shape in slide.named("Knutepunkt")]
    seen.spokes = [_spoke(shape, seen.hubs, slide) for shape in slide.named("Eike")]
    # The line in the key is called as its group; it ties nobody.
    lines = [s for s in slide.named("Par") if s.shape_type != MSO_SHAPE_TYPE.GROUP]
    seen.pairs = [_pair(shape, slide) for shape in lines]
    _words(slide, seen)
    return seen


def _star(shape: Any, box: Box) -> Star:
    left, top, right, bottom = box
    kind = shape._element.spPr.find(A + "prstGeom").get("prst")
    sign = {"rect": "square", "diamond": "diamond", "ellipse": "hollow"}[kind]
    paint = _line(shape) if sign == "hollow" else shape._element.spPr.find(A + "solidFill")
    return Star(shape.text_frame.text, sign, ink(paint), (left + right) / 2, (top + bottom) / 2)


def _spoke(shape: Any, hubs: list[Star], slide: _Slide) -> Spoke:
    own = [(at, s[3:]) for at, s in enumerate(hubs) if near(s.colour, ink(_line(shape)))]
    hub, code = tied(_curve(shape, slide.box(shape)), own, slide.ground, 6.1)
    title = slide.named("Knutepunkt")[hub].name.removeprefix("Knutepunkt: ")
    assert shape.name == f"Eike: {title} – {slide.ground.names[code]}"
    line = shape._element.spPr.find(A + "ln")
    dash = line.find(A + "prstDash")
    kind = "" if dash is None else dash.get("val")
    word = {"": "solid", "dash": "dashed", "sysDot": "dotted"}[kind]
    return Spoke(hub, code, word, line.find(A + "tailEnd") is not None)


def _pair(shape: Any, slide: _Slide) -> Pair:
    a, b = joined(*_curve(shape, slide.box(shape)), slide.ground)
    assert shape.name == f"Par: {slide.ground.names[a]} – {slide.ground.names[b]}"
    wide = int(shape._element.spPr.find(A + "ln").get("w")) / slide.unit
    return Pair(a, b, min(range(4), key=lambda step: abs(PAIR_WIDTHS[step] - wide)))


def _words(slide: _Slide, seen: Seen) -> None:
    seen.names = [ARROWS.sub("", shape.text_frame.text) for shape in slide.named("Navn")]
    labels = slide.named("Etikett")
    seen.labels = [line for shape in labels for line in shape.text_frame.text.splitlines()]
    numbers = [shape.text_frame.text for shape in slide.named("Nummer")]
    titles = [shape.text_frame.paragraphs[0].text for shape in slide.named("Tegnforklaring")]
    seen.legend = list(zip(numbers, titles, strict=True))
    for shape in slide.shapes:
        if shape.name == "Flere":
            seen.left_out = int(re.findall(r"og (\d+) til", shape.text_frame.text)[0])
    keys = [walk(shape.shapes) for shape in slide.named("Nøkkel")]
    seen.keys = ["".join(part.text_frame.text for part in parts) for parts in keys]
    seen.credit = next(s.text_frame.text for s in slide.shapes if s.name == "Kilde og dato")


def _line(shape: Any) -> Any:
    return shape._element.spPr.find(f"{A}ln/{A}solidFill")


def _paint(properties: Any) -> Look:
    patterned = properties.find(A + "pattFill")
    if patterned is not None:
        kinds = {"wdUpDiag": "hatch", "pct10": "dots", "ltUpDiag": "diagonal"}
        front, back = (ink(patterned.find(A + name)) for name in ("fgClr", "bgClr"))
        return Look(back, front, kinds[patterned.get("prst")])
    fill = ink(properties.find(A + "solidFill"))
    alone = fill == PAPER and ink(properties.find(f"{A}ln/{A}solidFill")) == INK
    return Look(fill, "", "alone" if alone else "plain")


def _curve(shape: Any, box: Box) -> tuple[Place, Place]:
    ((start, _bend, end),) = _pieces(shape, box)
    return start, end


def _pieces(shape: Any, box: Box) -> list[list[Place]]:
    """Return the places of each piece of a freeform, in units."""
    path = shape._element.spPr.find(f"{A}custGeom/{A}pathLst/{A}path")
    wide, high = int(path.get("w")), int(path.get("h"))
    l, t, r, b = box  # noqa: E741
    pieces: list[list[Place]] = []
    for step in path:
        if step.tag == A + "moveTo":
            pieces.append([])
        for p in step:
            x, y = int(p.get("x")) / wide, int(p.get("y")) / high
            pieces[-1].append((l + x * (r - l), t + y * (b - t)))
    return pieces
