"""A Picture as one compact message for the drawing script: lists, as base64 of deflated JSON.

Municipalities are numbers in the order of the ground that the browser has, colours numbers in the
message's own list, and kinds of signs their place in the tables below, which
`geo/assets/map.js` and `geo/assets/signs.js` share.
"""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from geo.picture import Hub, Picture, Point

_PATTERNS: Final = ("plain", "hatch", "dots", "alone", "diagonal")
_SHAPES: Final = ("square", "diamond", "hollow", "none")
_DASHES: Final = ("solid", "dashed", "dotted")
_WEIGHTS: Final = ("normal", "strong", "muted")
_FINE: Final = 10_000

Numbers = list[Any]


def to_base64(message: Mapping[str, Any]) -> str:
    """Return a message in an alphabet that no template, script or page reads as its own."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")


def encode(picture: Picture, order: Mapping[str, int], rows: int) -> dict[str, Any]:
    """Return a picture as plain lists, small enough to send at every click.

    Parameters
    ----------
    picture
        What is drawn.
    order
        The number of each municipality in the ground, by code.
    rows
        How many lines of the legend are sent; the message says how many there are.
    """
    colours = _Colours()
    message = {
        "k": picture.kind,
        "t": picture.title,
        "l": picture.lead,
        "f": list(picture.frame),
        "fo": picture.focus,
        "alt": picture.alt,
        "at": picture.attribution,
        **_ground(picture, order, colours),
        **_network(picture, order, colours),
        **_legend(picture, colours, rows),
    }
    message["c"] = list(colours.numbers)
    return message


class _Colours:
    """The colours of one message, each once, numbered in the order of their first use."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, colour: str) -> int:
        """Return the number of a colour; -1 for none."""
        return self.numbers.setdefault(colour, len(self.numbers)) if colour else -1


def _ground(picture: Picture, order: Mapping[str, int], colours: _Colours) -> dict[str, Numbers]:
    """Return areas, outlines, and how heavy names are written."""
    areas = [
        [
            order[area.code],
            colours.number(area.colour),
            round(100 * area.opacity),
            _PATTERNS.index(area.pattern),
            colours.number(area.second),
            area.note,
        ]
        for area in picture.areas
    ]
    outlines = [
        [
            colours.number(line.colour),
            line.width,
            _DASHES.index(line.dash),
            [_steps(ring) for ring in line.rings],
        ]
        for line in picture.outlines
    ]
    names = [
        value
        for label in picture.labels
        for value in (order[label.code], _WEIGHTS.index(label.weight))
    ]
    return {"a": areas, "o": outlines, "w": names}


def _network(picture: Picture, order: Mapping[str, int], colours: _Colours) -> dict[str, Numbers]:
    """Return pair lines and spokes as flat lists of numbers, hubs and nodes one list each."""
    pairs = [
        value
        for pair in picture.pairs
        for value in (order[pair.a], order[pair.b], pair.step, round(100 * pair.weight), pair.count)
    ]
    spokes = [
        value
        for spoke in picture.spokes
        for value in (spoke.hub, order[spoke.code], _DASHES.index(spoke.dash), int(spoke.arrow))
    ]
    nodes = [
        [order[node.code], node.text, node.dx, node.dy]
        if node.text
        else [order[node.code], node.host_of, *map(colours.number, node.colours)]
        for node in picture.nodes
    ]
    hubs = [_hub(hub, colours) for hub in picture.hubs]
    return {"p": pairs, "h": hubs, "s": spokes, "d": nodes}


def _hub(hub: Hub, colours: _Colours) -> Numbers:
    label = [list(hub.label_spot), hub.heavy, *hub.label] if hub.label else []
    return [
        hub.agreement,
        round(hub.at.lon, 4),
        round(hub.at.lat, 4),
        hub.dx,
        hub.dy,
        _SHAPES.index(hub.shape),
        colours.number(hub.colour),
        hub.text,
        *label,
    ]


def _legend(picture: Picture, colours: _Colours, rows: int) -> dict[str, Any]:
    """Return the first lines of the list, how many there are in all, and the key."""
    lines = [
        [
            row.agreement,
            row.number,
            _SHAPES.index(row.shape),
            colours.number(row.colour),
            _DASHES.index(row.dash),
            row.mark,
            row.title,
            row.detail,
            *row.flags,
        ]
        for row in picture.legend[:rows]
    ]
    keys = [
        [key.sign, colours.number(key.colour), key.text, colours.number(key.second)]
        for key in picture.keys
    ]
    return {"r": lines, "all": len(picture.legend), "q": keys}


def _steps(ring: Sequence[Point]) -> list[int]:
    """Return a ring as whole ten-thousandths of a degree: the first point, then differences."""
    steps: list[int] = []
    x = y = 0
    for point in ring:
        lon, lat = round(point.lon * _FINE), round(point.lat * _FINE)
        steps += [lon - x, lat - y]
        x, y = lon, lat
    return steps
