"""The map on a slide: a group that moves as one, in which every part is a shape of its own."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from data.language import _
from export.slide_measure import width
from export.slide_paths import Paper, curve, rings
from export.slide_theme import colour
from export.slide_xml import (
    Box,
    Ids,
    Run,
    Stroke,
    fill,
    freeform,
    group,
    paragraph,
    pattern,
    sign,
    text_box,
)
from geo.drawn import PAPER, Drawing, Mark, Shape, Text
from geo.picture import Area, HubShape, Picture
from geo.style import BORDER, COUNTY_LINE, INK, MUTED, SEA

PATTERNS: Final[Mapping[str, str]] = {"hatch": "wdUpDiag", "dots": "pct10", "diagonal": "ltUpDiag"}
"""What our patterns are called in the format."""
SIGNS: Final[Mapping[HubShape, str]] = {
    "square": "rect",
    "diamond": "diamond",
    "hollow": "ellipse",
}
_DIAMOND: Final = 1.28
_LEAST_NAME: Final = 10.0
_HALO_NAME, _HALO_LABEL = 0.88, 0.92
_TIE, _LEADER_INK = 1.6, COUNTY_LINE
_NODE_LINE, _DOT_RADIUS, _DOT_LINE = 2.0, 3.0, 0.9


def map_group(
    ids: Ids, drawing: Drawing, picture: Picture, names: Mapping[str, str], box: Box
) -> str:
    """Return the group «Kart», as large as `box` allows; `map_box` says how large that is.

    Parameters
    ----------
    ids
        The slide's numbers.
    drawing, picture
        What is drawn; the picture holds the colours that stripes are shades of.
    names
        Of the municipalities by code.
    box
        Where the map may be.
    """
    frame = map_box(drawing, box)
    paper = Paper(frame[0], frame[1], frame[3] / drawing.height)
    unit = paper.scale
    sea = sign(ids, _("Hav"), "rect", frame, fill(colour(SEA)), Stroke(colour(BORDER), 0.75))
    drawer = _Drawer(ids, drawing, paper, names, {area.code: area for area in picture.areas})
    outside = [drawer.area(area) for area in drawing.areas if not area.in_county]
    inside = [drawer.area(area) for area in drawing.areas if area.in_county]
    border = tuple(path.points for path in drawing.county)
    parts = [
        sea,
        group(ids, _("Naboer"), frame, outside),
        drawer.line(_("Fylkesgrense"), border, Stroke(colour(COUNTY_LINE), 2.6 * unit)),
        group(ids, _("Kommuner"), frame, inside),
        *(
            drawer.line(_("Omriss"), (p.points,), Stroke(colour(p.colour), p.width * unit, p.dash))
            for p in drawing.outlines
        ),
        group(ids, _("Par"), frame, list(drawer.pairs())),
        group(ids, _("Eiker"), frame, [*drawer.ties(), *drawer.spokes()]),
        group(ids, _("Navnelinjer"), frame, list(drawer.leaders())),
        group(ids, _("Navn"), frame, [drawer.name(name) for name in drawing.names]),
        group(ids, _("Punkter"), frame, list(drawer.nodes())),
        group(ids, _("Knutepunkt"), frame, [drawer.hub(m) for m in drawing.hubs if m.shows]),
        group(ids, _("Etiketter"), frame, list(drawer.labels())),
    ]
    return group(ids, _("Kart"), frame, [part for part in parts if part], drawing.alt)


def map_box(drawing: Drawing, box: Box) -> Box:
    """Return where a drawing lies in a box: as large as can be, to the left, in the middle."""
    scale = min(box[2] / drawing.width, box[3] / drawing.height)
    wide, high = drawing.width * scale, drawing.height * scale
    return box[0], box[1] + (box[3] - high) / 2, wide, high


def hub_sign(
    ids: Ids,
    name: str,
    shape: str,
    box: Box,
    value: str,
    run: Run,
    *,
    unit: float,
    alpha: float = 1,
) -> str:
    """Return the sign of an agreement with its number: square, diamond, ring, or a dashed ring."""
    left, top, wide, high = box
    if shape == "diamond":
        more = (_DIAMOND - 1) / 2
        box = (left - more * wide, top - more * high, wide * _DIAMOND, high * _DIAMOND)
    if shape == "none":
        line = Stroke(colour(value), 1.5 * unit, "dashed")
        return sign(ids, name, "ellipse", box, fill(""), line, run._replace(ink=colour(INK)))
    if shape == "hollow":
        line = Stroke(colour(value, alpha=alpha), 3 * unit)
        inner = fill(colour(PAPER))
        return sign(ids, name, "ellipse", box, inner, line, run._replace(ink=colour(INK)))
    kind = SIGNS["diamond"] if shape == "diamond" else SIGNS["square"]
    edge = Stroke(colour(PAPER), 1.6 * unit)
    return sign(ids, name, kind, box, fill(colour(value, alpha=alpha)), edge, run)


def paint(area: Shape, second: str) -> str:
    """Return what fills a municipality; `second` is the colour that its stripes are a shade of."""
    ground = colour(area.fill, base=area.colour if area.marked else "")
    if area.pattern not in PATTERNS:
        return fill(ground)
    base = second if area.pattern == "hatch" else area.colour
    front = colour(area.second, base=base)
    if area.pattern != "hatch":
        ground = colour(area.fill)
    return pattern(PATTERNS[area.pattern], front, ground)


class _Drawer:
    """Makes the shapes of one drawing."""

    def __init__(
        self,
        ids: Ids,
        drawing: Drawing,
        paper: Paper,
        names: Mapping[str, str],
        areas: Mapping[str, Area],
    ) -> None:
        self._ids, self._drawing, self._paper = ids, drawing, paper
        self._names, self._areas, self._unit = names, areas, paper.scale

    def area(self, area: Shape) -> str:
        """Return a municipality."""
        box, geometry = rings(self._paper, area.rings, filled=True)
        second = self._areas[area.code].second if area.marked else ""
        edge = Stroke(colour(area.edge), area.edge_width * self._unit)
        name = _("Kommune: {name}").format(name=area.name)
        return freeform(self._ids, name, box, geometry, paint(area, second), edge)

    def line(
        self, name: str, found: tuple[tuple[tuple[float, float], ...], ...], line: Stroke
    ) -> str:
        """Return lines as one shape without a fill; nothing where there are none."""
        if not found:
            return ""
        box, geometry = rings(self._paper, found, filled=False)
        return freeform(self._ids, name, box, geometry, fill(""), line)

    def pairs(self) -> Iterator[str]:
        """Yield the lines between two municipalities."""
        for pair in self._drawing.pairs:
            if pair.bow is None:
                continue
            name = _("Par: {a} – {b}").format(a=self._names[pair.a], b=self._names[pair.b])
            ink = colour(pair.colour, alpha=pair.opacity)
            box, geometry = curve(self._paper, pair.bow)
            line = Stroke(ink, pair.width * self._unit)
            yield freeform(self._ids, name, box, geometry, fill(""), line)

    def ties(self) -> Iterator[str]:
        """Yield the lines from hubs that had to make room to their hosts and seats."""
        for mark in self._drawing.hubs:
            if mark.tie and mark.shows:
                name = _("Tilknytning: {name}").format(name=mark.title)
                line = Stroke(colour(mark.colour, alpha=mark.opacity), _TIE * self._unit)
                yield self.line(name, (((mark.x, mark.y), mark.home),), line)

    def spokes(self) -> Iterator[str]:
        """Yield the lines from hubs to members; to those of a host with an arrow."""
        for spoke in self._drawing.spokes:
            if spoke.bow is None:
                continue
            mark = self._drawing.hubs[spoke.hub]
            name = _("Eike: {hub} – {name}").format(hub=mark.title, name=self._names[spoke.code])
            ink = colour(spoke.colour, alpha=spoke.opacity)
            line = Stroke(ink, spoke.width * self._unit, spoke.dash, arrow=bool(spoke.arrow))
            box, geometry = curve(self._paper, spoke.bow, spoke.arrow[0] if spoke.arrow else None)
            yield freeform(self._ids, name, box, geometry, fill(""), line)

    def leaders(self) -> Iterator[str]:
        """Yield the lines to names and labels that stand apart."""
        for path in self._drawing.leaders:
            line = Stroke(colour(_LEADER_INK), path.width * self._unit)
            yield self.line(_("Navnelinje"), (path.points,), line)

    def nodes(self) -> Iterator[str]:
        """Yield points and their rings of dots, and the squares of hosts with their numbers."""
        unit = self._unit
        for dot in sorted(self._drawing.nodes, key=lambda dot: dot.host_of):
            name = self._names[dot.code]
            box = self._paper.square(dot.x, dot.y, dot.radius)
            if dot.host_of:
                run = Run(str(dot.host_of), max(_LEAST_NAME, 13.5 * unit), colour(PAPER), bold=True)
                edge = Stroke(colour(PAPER), 1.6 * unit)
                title = _("Vertskommune: {name}").format(name=name)
                yield sign(self._ids, title, "rect", box, fill(colour(INK)), edge, run)
                continue
            if dot.text:
                high = 10.5 if len(dot.text) > 2 else 13.5
                run = Run(dot.text, max(_LEAST_NAME, high * unit), colour(INK), bold=True)
                edge = Stroke(colour(INK), 1.6 * unit)
                title = _("Tall: {name}").format(name=name)
                yield sign(self._ids, title, "ellipse", box, fill(colour(PAPER)), edge, run)
                continue
            title = _("Punkt: {name}").format(name=name)
            edge = Stroke(colour(INK), _NODE_LINE * unit)
            yield sign(self._ids, title, "ellipse", box, fill(colour(PAPER)), edge)
            for x, y, value in dot.ring:
                around = self._paper.square(x, y, _DOT_RADIUS)
                edge = Stroke(colour(PAPER), _DOT_LINE * unit)
                title = _("Prikk: {name}").format(name=name)
                yield sign(self._ids, title, "ellipse", around, fill(colour(value)), edge)

    def hub(self, mark: Mark) -> str:
        """Return the sign of an agreement."""
        size = (11.5 if len(mark.text) > 1 else 13.5) * self._unit
        run = Run(mark.text, max(size, 9.0), colour(PAPER), bold=True)
        box = self._paper.square(mark.x, mark.y, mark.radius)
        name = _("Knutepunkt: {name}").format(name=mark.title)
        return hub_sign(
            *(self._ids, name, mark.shape, box, mark.colour, run),
            unit=self._unit,
            alpha=mark.opacity,
        )

    def name(self, text: Text) -> str:
        """Return the name of a municipality."""
        name = _("Navn: {name}").format(name=self._names[text.code])
        return self._words(name, (text,), _HALO_NAME)

    def labels(self) -> Iterator[str]:
        """Yield the label of each hub as one text of a few lines."""
        for _agreement, lines in groupby(self._drawing.labels, key=lambda text: text.code):
            found = tuple(lines)
            name = _("Etikett: {name}").format(name=" ".join(text.text for text in found))
            yield self._words(name, found, _HALO_LABEL)

    def _words(self, name: str, texts: tuple[Text, ...], halo: float) -> str:
        unit, first, last = self._unit, texts[0], texts[-1]
        glow = colour(PAPER, alpha=halo)
        sizes = [max(_LEAST_NAME, text.size * unit) for text in texts]
        wide = max(
            1.1 * width(text.text, size, bold=text.weight == "strong") + 4
            for text, size in zip(texts, sizes, strict=True)
        )
        high = (last.y - first.y) * unit + 1.3 * sizes[0]
        x, y = self._paper.at((first.x, (first.y + last.y) / 2))
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[first.anchor]
        # A picture made for a screen has smaller signs: what reaches over the frame is moved in.
        far = self._paper.left + self._drawing.width * unit - wide
        left = max(self._paper.left + 1, min(left, far - 1))
        runs: Iterable[Run] = (
            Run(
                text.text,
                size,
                colour(MUTED if text.weight in ("muted", "second") else INK),
                bold=text.weight == "strong",
                halo=glow,
            )
            for text, size in zip(texts, sizes, strict=True)
        )
        content = [paragraph([run], first.anchor) for run in runs]
        box = (left, y - high / 2, wide, high)
        return text_box(self._ids, name, box, content, wrap=False, anchor="ctr")
