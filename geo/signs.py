"""The network of a drawing: hubs, spokes, pair lines, points, and the labels of hubs."""

import math
from collections.abc import Mapping
from typing import Final

from geo.curves import Bow, Box, Place, control, head, inside, rim, spoke, within
from geo.drawn import PAIR, Curve, Dot, Line, Mark, Path, Text
from geo.picture import Anchor, Hub, Kind, Picture
from geo.placement import to_units
from geo.style import COUNTY_LINE, HUB_RADIUS, NODE_RADIUS, PAIR_WIDTHS

Points = Mapping[str, Place]

_SPOKE_WIDTHS: Final[Mapping[Kind, float]] = {"one": 3.0, "many": 1.5}
_SPOKE_WIDTH, _DOTTED_WIDER = 2.3, 1.15
# In a picture of many stars they stand back (pen.css).
_DIM_SPOKES, _DIM_HUBS = 0.32, 0.75
_RIM, _RIM_INNER = 22.0, 26.0
_TIED_FROM: Final = 13.0
_PAIR_BEND: Final = 0.1
_LABEL_SIZE, _LABEL_STEP, _SECOND = 15.0, 1.22, 0.88
_WIDEST_LETTER: Final = 0.55
_RING_LEAST, _RING_ROOM = 8.5, 6.6


def marks_of(picture: Picture, box: Box) -> tuple[Mark, ...]:
    """Return a sign for each hub, in the picture's order."""
    opacity = _DIM_HUBS if picture.kind == "many" else 1.0
    return tuple(_mark(hub, picture, box, opacity) for hub in picture.hubs)


def _mark(hub: Hub, picture: Picture, box: Box, opacity: float) -> Mark:
    home = to_units(hub.at, picture.frame)
    x, y = home[0] + hub.dx, home[1] + hub.dy
    return Mark(
        agreement=hub.agreement,
        x=x,
        y=y,
        shape=hub.shape,
        colour=hub.colour,
        text=hub.text,
        title=hub.title,
        home=home,
        # A hub that had to make room is tied to its host or seat.
        tie=hub.shape != "hollow" and math.hypot(hub.dx, hub.dy) > _TIED_FROM,
        shows=inside((x, y), box),
        opacity=opacity,
    )


def curves_of(
    picture: Picture, marks: tuple[Mark, ...], points: Points, box: Box
) -> tuple[tuple[Curve, ...], tuple[tuple[str, Place], ...]]:
    """Return a curve for each spoke, and where those end that lead beyond the frame."""
    many = picture.kind == "many"
    thin = _SPOKE_WIDTHS.get(picture.kind, _SPOKE_WIDTH)
    view = _inset(box, _RIM)
    curves: list[Curve] = []
    beyond: list[tuple[str, Place]] = []
    for line in picture.spokes:
        mark = marks[line.hub]
        start, end = (mark.x, mark.y), points[line.code]
        far = not inside(end, view) and inside(start, view)
        if far:
            end = rim(start, end, _inset(box, _RIM_INNER))
            beyond.append((line.code, end))
        clear = (HUB_RADIUS + 1.0, 0.0 if far else NODE_RADIUS + 2.5)
        bow, ends = spoke(start, end, clear, arrow=line.arrow)
        shown = within(bow, box) if bow else None
        tip, foot = ends[:2], ends[2:]
        curves.append(
            Curve(
                hub=line.hub,
                code=line.code,
                bow=shown,
                colour=mark.colour,
                width=thin * (_DOTTED_WIDER if line.dash == "dotted" else 1),
                dash=line.dash,
                arrow=head(tip, foot) if line.arrow and bow and inside(tip, box) else (),
                opacity=_DIM_SPOKES if many else 1.0,
                casing=not many,
            )
        )
    return tuple(curves), tuple(beyond)


def pairs_of(picture: Picture, points: Points, box: Box) -> tuple[Line, ...]:
    """Return a curve for each pair line; the stronger the pair, the wider and deeper."""
    lines = []
    for pair in picture.pairs:
        a, b = points[pair.a], points[pair.b]
        lines.append(
            Line(
                a=pair.a,
                b=pair.b,
                bow=within(Bow(a, control(a, b, _PAIR_BEND), b), box),
                colour=PAIR,
                width=PAIR_WIDTHS[pair.step],
                opacity=0.55 + pair.step * 0.12,
                weight=pair.weight,
                count=pair.count,
            )
        )
    # The wide ones lie on top, as on the screen.
    return tuple(sorted(lines, key=lambda line: line.width))


def nodes_of(picture: Picture, points: Points, box: Box) -> tuple[Dot, ...]:
    """Return the points in the frame: rings of dots, hosts' squares, and discs with a text."""
    dots = []
    for node in picture.nodes:
        x, y = points[node.code]
        if not inside((x, y), box):
            continue
        if node.text:
            dots.append(Dot(node.code, x + node.dx, y + node.dy, HUB_RADIUS, text=node.text))
            continue
        if node.host_of:
            radius = 7 + 2 * math.sqrt(node.host_of)
            dots.append(Dot(node.code, x, y, radius, host_of=node.host_of))
            continue
        many = len(node.colours)
        reach = max(_RING_LEAST, many * _RING_ROOM / (2 * math.pi))
        turns = [place * 2 * math.pi / max(many, 6) - math.pi / 2 for place in range(many)]
        ring = tuple(
            (x + reach * math.cos(turn), y + reach * math.sin(turn), colour)
            for turn, colour in zip(turns, node.colours, strict=True)
        )
        dots.append(Dot(node.code, x, y, NODE_RADIUS, ring))
    return tuple(dots)


def _kept_in(x: float, letters: int, anchor: Anchor, box: Box) -> float:
    """Return where a label stands so that none of it is cut at the frame's sides."""
    width = min(letters * _LABEL_SIZE * _WIDEST_LETTER, box[2] - box[0])
    left = x - width * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    return x + max(0.0, box[0] - left) - max(0.0, left + width - box[2])


def labels_of(
    picture: Picture, marks: tuple[Mark, ...], box: Box
) -> tuple[tuple[Text, ...], tuple[Path, ...]]:
    """Return the lines beside hubs, the name heavy, and the leaders of labels that stand back."""
    texts: list[Text] = []
    leaders: list[Path] = []
    step = _LABEL_SIZE * _LABEL_STEP
    for hub, mark in zip(picture.hubs, marks, strict=True):
        if not hub.label or not mark.shows:
            continue
        place, last = hub.label_spot, len(hub.label) - 1
        x, y = mark.x + place.dx, mark.y + place.dy - last * step / 2
        x = _kept_in(x, max(map(len, hub.label)), place.anchor, box)
        if place.leader:
            end = y + last * step / 2
            if place.anchor == "middle":
                end = y + (-0.6 * _LABEL_SIZE if place.dy > 0 else (last + 0.6) * step)
            leaders.append(Path(((mark.x, mark.y), (x, end)), COUNTY_LINE, 1.2))
        for index, line in enumerate(hub.label):
            heavy = index < hub.heavy
            size = _LABEL_SIZE * (1 if heavy else _SECOND)
            weight = "strong" if heavy else "second"
            y_line = y + index * step
            texts.append(Text(line, x, y_line, place.anchor, size, weight, "hub", hub.agreement))
    return tuple(texts), tuple(leaders)


def _inset(box: Box, room: float) -> Box:
    return box[0] + room, box[1] + room, box[2] - room, box[3] - room
