"""What the SVG pen writes with: colours for light and dark, text, numbers, and single signs.

Colours are variables of the picture (`--k0`, `--k1` …), each with its light and its dark value in
`light-dark()`: the page's colour scheme chooses, and paper is light, without a script.
"""

import math
import re
from collections.abc import Callable, Mapping
from typing import Final

from markupsafe import escape

from geo.drawn import PAPER
from geo.picture import Key
from geo.style import BORDER, INK, LAND

# What no XML may hold, and what would change the order of the text beside it.
_UNWRITABLE: Final = re.compile(
    "[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
# As the screen pen has them (pen.css): a colour of the ground, its dark one.
DARK: Final[Mapping[str, str]] = {
    "sea": "#17242D",
    "land": "#36424B",
    "neighbour": "#242F37",
    "border": "#5F6D77",
    "county": "#A9B6BF",
    "halo": "#10181E",
    "paper": "#0E1117",
    "pair": "#F08FA2",
}
_DARK_INK: Final[Mapping[str, str]] = {INK: "#F2F5F7", "#5B6770": "#B9C4CC"}
_KEPT: Final = 0.58


def text(words: str) -> str:
    """Return words as they stand in XML, between tags and in quotes."""
    return str(escape(_UNWRITABLE.sub("\ufffd", words)))


def number(value: float) -> str:
    """Return a number to one decimal, as short as SVG can have it."""
    return tenths(round(value * 10))


def tenths(value: int) -> str:
    """Return a whole number of tenths as a number."""
    whole = f"{value / 10:g}"
    return whole.replace("0.", ".", 1) if whole.lstrip("-").startswith("0.") else whole


def ink(colour: str) -> str:
    """Return a colour of the picture on dark ground: lighter, so that it keeps 3:1."""
    return _DARK_INK.get(colour) or mixed(colour, _KEPT, PAPER)


def mixed(top: str, opacity: float, ground: str) -> str:
    """Return a colour laid on another with this opacity, as an opaque colour."""
    pairs = zip(_channels(top), _channels(ground), strict=True)
    found = (int(a * opacity + b * (1 - opacity) + 0.5) for a, b in pairs)
    return "#" + "".join(f"{min(max(value, 0), 255):02X}" for value in found)


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue


class Inks:
    """The colours of one picture, each named once."""

    def __init__(self) -> None:
        self._names: dict[tuple[str, str], str] = {}

    def __call__(self, light: str, dark: str = "") -> str:
        """Return the name of a colour; `dark` is its value on dark ground, by `ink` if empty."""
        # Both are made from six digits each, so that nothing else can reach the style.
        pair = (mixed(light, 1, PAPER), mixed(dark, 1, PAPER) if dark else ink(light))
        name = self._names.setdefault(pair, f"--k{len(self._names)}")
        return f"var({name})"

    def style(self) -> str:
        """Return the colours as the style of the picture."""
        return ";".join(
            f"{name}:light-dark({light},{dark})" for (light, dark), name in self._names.items()
        )


def sign(kind: str, x: float, y: float, radius: float, colour: str, inks: Inks) -> str:
    """Return a hub: a square, a diamond, a hollow ring, or a dotted little ring for none."""
    r, halo, mine = radius, inks(PAPER, DARK["halo"]), inks(colour)
    look = f'fill="{mine}" stroke="{halo}" stroke-width="1.6"'
    if kind == "square":
        size = number(2 * r)
        corner = f'x="{number(x - r)}" y="{number(y - r)}" width="{size}" height="{size}"'
        return f'<rect {corner} rx="1.5" {look}/>'
    if kind == "diamond":
        d = r * 1.28
        ends = ((x, y - d), (x + d, y), (x, y + d), (x - d, y))
        points = " ".join(f"{number(a)},{number(b)}" for a, b in ends)
        return f'<polygon points="{points}" stroke-linejoin="round" {look}/>'
    if kind == "hollow":
        paper = inks(PAPER, DARK["paper"])
        ring = f'fill="{paper}" stroke="{mine}" stroke-width="3"'
        return circle(x, y, r + 1.4, f'fill="{halo}"') + circle(x, y, r - 0.6, ring)
    dotted = f'fill="none" stroke="{mine}" stroke-width="1.5" stroke-dasharray="2 2"'
    return circle(x, y, r * 0.45, dotted)


def circle(x: float, y: float, radius: float, look: str = "") -> str:
    """Return a circle, painted as `look` says."""
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {look}/>'


def key_sign(key: Key) -> str:
    """Return one sign of the key below the map as a picture of its own."""
    inks = Inks()
    draw = _SIGNS.get(key.sign)
    body = draw(key.colour, inks) if draw else _patterned(key, inks)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 34 18" width="34" height="18" '
        f'aria-hidden="true" style="{inks.style()}">{body}</svg>'
    )


def _box(fill: str, stroke: str, width: float = 1, more: str = "") -> str:
    paint = f'fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"'
    return f'<rect x="4" y="2" width="26" height="14" {paint}{more}/>'


def _edge(inks: Inks) -> str:
    return inks(BORDER, DARK["border"])


def _bar(colour: str, inks: Inks, width: float = 2.4, more: str = "") -> str:
    mine = inks(colour)
    return f'<path d="M2 9H32" fill="none" stroke="{mine}" stroke-width="{width:g}"{more}/>'


def _host_and_arrow(colour: str, inks: Inks) -> str:
    mine = inks(colour)
    arrow = f'<path d="M33 9L26 5V13Z" fill="{mine}"/>'
    line = f'<path d="M14 9H27" fill="none" stroke="{mine}" stroke-width="2"/>'
    return sign("square", 8, 9, 6, colour, inks) + line + arrow


def _ring(colour: str, inks: Inks) -> str:
    mine = inks(colour)
    halo = inks(PAPER, DARK["halo"])
    dots = [circle(17, 9, 2.6, f'fill="{halo}" stroke="{mine}" stroke-width="1.4"')]
    for place in range(5):
        turn = place * 2 * math.pi / 5 - math.pi / 2
        x, y = 17 + 6.5 * math.cos(turn), 9 + 6.5 * math.sin(turn)
        dots.append(circle(x, y, 1.9, f'fill="{mine}"'))
    return "".join(dots)


def _patterned(key: Key, inks: Inks) -> str:
    """Return a box with dots, wide stripes (two or more) or thin ones (held outside)."""
    mine = inks(key.colour)
    if key.sign == "dots":
        look = f'fill="{mine}"'
        over = "".join(circle(x, y, 1.1, look) for x in range(8, 30, 6) for y in (6, 12))
    else:
        width = 2.6 if key.sign == "hatch" else 1
        lines = "".join(
            f"M{x} 16L{number(min(30, x + 8))} {number(16 - min(14, (30 - x) * 1.75))}"
            for x in range(6, 30, 6)
        )
        over = f'<path d="{lines}" fill="none" stroke="{mine}" stroke-width="{width:g}"/>'
    return _box(inks(LAND, DARK["land"]), _edge(inks)) + over


_SIGNS: Final[Mapping[str, Callable[[str, Inks], str]]] = {
    "square": _host_and_arrow,
    "diamond": lambda colour, inks: sign("diamond", 17, 9, 6, colour, inks),
    "hollow": lambda colour, inks: sign("hollow", 17, 9, 6.5, colour, inks),
    "dashed": lambda colour, inks: (
        _bar(colour, inks, more=' stroke-dasharray="6 4"') + sign("hollow", 17, 9, 5, colour, inks)
    ),
    "dotted": lambda colour, inks: _bar(
        colour, inks, 3, ' stroke-dasharray="0.1 5" stroke-linecap="round"'
    ),
    "pair": lambda colour, inks: _bar(colour, inks, 5),
    "host": lambda colour, inks: sign("square", 17, 9, 7, colour, inks),
    "ring": _ring,
    "fill": lambda colour, inks: _box(inks(colour, colour), _edge(inks)),
    "area": lambda colour, inks: _box(inks(colour), inks(colour), 2, ' fill-opacity=".35"'),
    "pale": lambda colour, inks: _box(inks(colour), _edge(inks), 1, ' fill-opacity=".25"'),
    "alone": lambda colour, inks: _box(inks(PAPER, PAPER), inks(colour), 2.2),
}
