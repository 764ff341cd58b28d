"""Gently curved lines of a picture, by the same formulas as the drawing script (`signs.js`).

All places are in units of the picture, x to the right and y down.
"""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

from geo.picture import Dash

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SAMPLES: Final = 64
# Half the width of an arrowhead, and how far the line ends before its tip.
_HEAD_HALF, _HEAD_LONG = 4.0, 6.0


class Bow(NamedTuple):
    """A quadratic curve."""

    start: Place
    control: Place
    end: Place

    def at(self, t: float) -> Place:
        """Return the place at share `t` of the curve, 0 to 1."""
        s = 1 - t
        x, y = (
            s * s * a + 2 * s * t * c + t * t * b
            for a, c, b in zip(self.start, self.control, self.end, strict=True)
        )
        return x, y

    def cut(self, low: float, high: float) -> "Bow":
        """Return the piece between the shares `low` and `high`, itself a quadratic curve."""
        start, end = self.at(low), self.at(high)
        s, t = 1 - low, 1 - high
        x, y = (
            s * t * a + (low * t + high * s) * c + low * high * b
            for a, c, b in zip(self.start, self.control, self.end, strict=True)
        )
        return Bow(start, (x, y), end)


def control(a: Place, b: Place, bend: float) -> Place:
    """Return the control of a curve from `a` to `b`, bent to the left by a share of its length."""
    return (a[0] + b[0]) / 2 + (b[1] - a[1]) * bend, (a[1] + b[1]) / 2 - (b[0] - a[0]) * bend


def spoke(a: Place, b: Place, clear: tuple[float, float], *, arrow: bool) -> tuple[Bow | None, Box]:
    """Return a spoke from a hub to a municipality, or None where there is no room for one.

    Parameters
    ----------
    a, b
        The hub and the municipality.
    clear
        How far from `a` the line starts, and how far from `b` it ends.
    arrow
        Leave room for an arrowhead; `head` draws it.

    The second value is where the arrow's tip and the line's end stand, for `head`.
    """
    length = math.dist(a, b)
    if length < clear[0] + clear[1] + 2:
        return None, (*b, *b)
    whole = Bow(a, control(a, b, min(0.14, 0.07 + length / 6000)), b)
    end = whole.at(1 - (clear[1] + (_HEAD_LONG if arrow else 0)) / length)
    tip = whole.at(1 - clear[1] / length)
    return Bow(whole.at(clear[0] / length), whole.control, end), (*tip, *end)


def head(tip: Place, end: Place) -> tuple[Place, Place, Place]:
    """Return the three corners of the arrowhead of a line that ends at `end`, tip first."""
    dx, dy = tip[0] - end[0], tip[1] - end[1]
    size = math.hypot(dx, dy) or 1
    px, py = -dy / size * _HEAD_HALF, dx / size * _HEAD_HALF
    x, y = end[0] - dx * 0.35, end[1] - dy * 0.35
    return tip, (x + px, y + py), (x - px, y - py)


def inside(place: Place, box: Box) -> bool:
    """Return whether a place lies in a box or on its rim."""
    return box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]


def within(bow: Bow, box: Box) -> Bow | None:
    """Return the part of a curve that lies in `box`, or None; the longest where there are more."""
    if all(inside(place, box) for place in (bow.start, bow.control, bow.end)):
        return bow
    runs: list[list[int]] = [[]]
    for step in range(_SAMPLES + 1):
        if inside(bow.at(step / _SAMPLES), box):
            runs[-1].append(step)
        elif runs[-1]:
            runs.append([])
    run = max(runs, key=len)
    if len(run) < 2:
        return None
    low = _edge(bow, box, run[0] / _SAMPLES, (run[0] - 1) / _SAMPLES)
    high = _edge(bow, box, run[-1] / _SAMPLES, (run[-1] + 1) / _SAMPLES)
    return bow.cut(low, high)


def _edge(bow: Bow, box: Box, good: float, bad: float) -> float:
    """Return the share nearest `bad` that is still in the box, by halving."""
    if not 0 <= bad <= 1:
        return good
    for _round in range(30):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if inside(bow.at(middle), box) else (good, middle)
    return good


def rim(a: Place, b: Place, box: Box) -> Place:
    """Return where the way from `a`, which lies in the box, to `b` leaves it, or `b` itself."""
    t = 1.0
    for axis in (0, 1):
        for limit, sign in ((box[axis], -1), (box[axis + 2], 1)):
            if sign * (b[axis] - limit) > 0:
                t = min(t, (limit - a[axis]) / (b[axis] - a[axis]))
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def dashes(kind: Dash, width: float) -> Sequence[float]:
    """Return how long strokes and gaps of a line are, in units; nothing for a solid one."""
    if kind == "dashed":
        return width * 3.2, width * 2.2
    return (0.1, width * 2.2) if kind == "dotted" else ()
