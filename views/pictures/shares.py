"""Municipalities by the share of their agreements that is weakly organised.

The shade is read together with the number in the disc, so that the picture holds in grey.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Final

from analysis.steering import Tally
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME, label_box
from geo.outline import outline_rings
from geo.picture import Area, Frame, Key, LegendRow, NameLabel, Node, Outline, Picture
from geo.placement import to_units
from geo.style import ACCENT, HUB_RADIUS, INK, STEPS
from views.pictures.signs import point_of
from views.words import number

# Lowest per cent of each step above the first: the same whatever is filtered, so that two
# pictures can be laid side by side.
EDGES: Final = (30, 40, 50, 60)
Place = tuple[float, float]
Box = tuple[float, float, float, float]
_APART: Final = 2 * HUB_RADIUS + 1
_BESIDE: Final = HUB_RADIUS + 2
_AWAY: Final = 8.0
_NEAR: Final = (
    (0, 0),
    *(
        (round(far * math.cos(turn * math.pi / 8)), round(far * math.sin(turn * math.pi / 8)))
        for far in (4, 8)
        for turn in range(16)
    ),
)


def draw_shares(
    tallies: Mapping[str, Tally],
    register: Register,
    boundaries: Boundaries | None,
    chosen: Collection[str] = (),
    legend: tuple[LegendRow, ...] = (),
    frame: Frame = COUNTY_FRAME,
) -> Picture:
    """Return the picture of who has how large a share that is weakly organised.

    Parameters
    ----------
    tallies
        The tally of each municipality of the county, by code.
    register, boundaries
        The register, and the areas that can be filled.
    chosen
        Municipalities that stand out with a border round them.
    legend
        The weakly organised agreements themselves.
    frame
        The county, with signs for a screen or for a hall.
    """
    known = boundaries.codes if boundaries else ()
    counted = {code: tally for code, tally in tallies.items() if tally.all}
    asked = tuple(code for code in register.municipality_by_code if code in chosen)
    rings = outline_rings(boundaries, asked) if boundaries and asked else ()
    return Picture(
        kind="pairs",
        title="",
        lead="",
        frame=frame,
        areas=tuple(
            Area(code, STEPS[step_of(tally.least)], note=tally_words(tally))
            for code, tally in counted.items()
            if code in known
        ),
        outlines=(Outline(rings, ACCENT),) if rings else (),
        nodes=tuple(
            Node(code, text=number(tally.least) if tally.all else "–", dx=dx, dy=dy)
            for (code, tally), (dx, dy) in zip(
                tallies.items(), _offsets(register, tuple(tallies), frame), strict=True
            )
        ),
        labels=tuple(NameLabel(code, "strong") for code in asked),
        legend=legend,
        keys=_keys(),
    )


@lru_cache(maxsize=8)
def _offsets(
    register: Register, codes: tuple[str, ...], frame: Frame
) -> tuple[tuple[int, int], ...]:
    """Return how far each disc stands from its point, so that none covers another or a name.

    Where towns lie side by side on islands, a disc stands at either end of its name instead.
    """
    at = {code: to_units(point_of(code, register), frame) for code in codes}
    names = {
        code: label_box(code, *at[code], letters=len(register.municipality_by_code[code].name))
        for code in codes
    }
    crowded = sorted(
        codes, key=lambda one: (sum(math.dist(at[one], at[other]) < _APART for other in codes), one)
    )
    placed: dict[str, tuple[int, int]] = {}
    for code in crowded:
        x, y = at[code]
        left, top, right, bottom = names[code]
        beside = round((top + bottom) / 2 - y)
        ends = (round(right + _BESIDE - x), beside), (round(left - _BESIDE - x), beside)
        discs = [(at[c][0] + dx, at[c][1] + dy) for c, (dx, dy) in placed.items()]
        costs = {
            step: _cost((x + step[0], y + step[1]), discs, tuple(names.values()))
            + (_AWAY if step in ends else 0.3 * math.hypot(*step))
            for step in (*_NEAR, *ends)
        }
        placed[code] = min(costs, key=costs.__getitem__)
    return tuple(placed[code] for code in codes)


def _cost(spot: Place, discs: Sequence[Place], names: Sequence[Box]) -> float:
    """Return how much a disc covers other discs and names."""
    over = sum(max(0.0, _APART - math.dist(spot, disc)) for disc in discs)
    under = sum(max(0.0, HUB_RADIUS - _away(spot, box)) for box in names)
    return 3 * over + under


def _away(spot: Place, box: Box) -> float:
    """Return how far a place is from a box; 0 within it."""
    left, top, right, bottom = box
    return math.hypot(
        max(left - spot[0], 0.0, spot[0] - right), max(top - spot[1], 0.0, spot[1] - bottom)
    )


def step_of(share: int) -> int:
    """Return the step of a share in per cent, 0 for the palest."""
    return sum(share >= edge for edge in EDGES)


def tally_words(tally: Tally) -> str:
    """Return «12 av 37 svakt organisert (32–49 %), 6 med ukjent form»."""
    text = _("{weak} av {all} svakt organisert ({span})").format(
        weak=number(tally.weak), all=number(tally.all), span=span_words(tally)
    )
    if tally.unknown:
        text += ", " + _("{n} med ukjent form").format(n=number(tally.unknown))
    return text


def span_words(tally: Tally) -> str:
    """Return a share as «32–49 %», as «52 %» where it is certain, and as a dash of nothing."""
    if not tally.all:
        return "–"
    if tally.least == tally.most:
        return f"{number(tally.least)} %"
    return f"{number(tally.least)}–{number(tally.most)} %"


def _keys() -> tuple[Key, ...]:
    keys = [Key("fill", STEPS[0], _("under {n} %").format(n=EDGES[0]))]
    for step, low in enumerate(EDGES[:-1], start=1):
        keys.append(Key("fill", STEPS[step], f"{low}–{EDGES[step] - 1} %"))
    keys.append(Key("fill", STEPS[-1], _("{n} % eller mer").format(n=EDGES[-1])))
    text = _(
        "tallet: prosent av kommunens samarbeid som er svakt organisert (avtale uten eget organ, "
        "forening, prosjekt eller nettverk)"
    )
    return (*keys, Key("hollow", INK, text))
