"""More agreements than stars can show: municipalities by number, and their strongest pairs."""

from collections import Counter
from collections.abc import Sequence

from analysis.partners import Pair, pair_strengths
from analysis.selection import HOST_FORMS, Selection
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Area, Frame, Key, NameLabel, Node, PairLine, Picture
from geo.style import ACCENT, INK, STEPS
from views.pictures.signs import colour_of, legend_row
from views.words import collaborations, number

_WIDTH_STEPS = 4


def draw_everything(
    selection: Selection,
    register: Register,
    boundaries: Boundaries | None,
    shown: int,
    frame: Frame,
) -> tuple[Picture, str]:
    """Return the picture, and the sentence that says how many of the pairs it shows.

    Parameters
    ----------
    selection
        What the filters leave; strengths use every row, folded parts too (design §4).
    register, boundaries
        The register and the areas that can be filled.
    shown
        How many of the strongest pairs are drawn.
    frame
        The county, with signs for a screen or for a hall.
    """
    rows = selection.drawn
    numbers = Counter(code for row in rows for code in row.members)
    hosts = Counter(row.host for row in rows if row.form in HOST_FORMS and row.host)
    pairs = pair_strengths(selection.rows)
    lines = tuple(
        PairLine(pair.a, pair.b, step, round(pair.weight, 2), pair.shared)
        for pair, step in zip(pairs[:shown], _steps(pairs[:shown]), strict=True)
    )
    counted = {code: n for code, n in numbers.items() if code in register.county_codes}
    edges = _edges(list(counted.values()))
    outside = {code for line in lines for code in (line.a, line.b)} - set(register.county_codes)
    nodes = tuple(
        Node(code, host_of=hosts[code])
        for code in register.municipality_by_code
        if code in register.county_codes or code in outside
    )
    picture = Picture(
        kind="pairs",
        title="",
        lead="",
        frame=frame,
        areas=tuple(
            Area(code, STEPS[_class(numbers[code], edges)], note=collaborations(numbers[code]))
            for code in (boundaries.codes if boundaries else ())
            if code in register.county_codes
        ),
        pairs=lines,
        nodes=nodes,
        labels=tuple(NameLabel(code, "strong") for code in sorted(outside)),
        legend=tuple(
            legend_row(row, register, index + 1, colour_of(row, register))
            for index, row in enumerate(rows)
        ),
        keys=_keys(edges),
    )
    sentence = _("Kartet viser {shown} av {all} kommunepar, de sterkeste.")
    return picture, sentence.format(shown=number(len(lines)), all=number(len(pairs)))


def _steps(pairs: Sequence[Pair]) -> list[int]:
    """Return 0–3 for each pair: quarters of the strongest one's strength."""
    if not pairs:
        return []
    top = pairs[0].weight
    return [min(_WIDTH_STEPS - 1, int(_WIDTH_STEPS * pair.weight / top)) for pair in pairs]


def _edges(values: list[int]) -> tuple[int, ...]:
    """Return the lowest number of each step above the first, evenly spread, without repeats."""
    if not values:
        return ()
    low, high = min(values), max(values)
    width = max(1.0, (high - low + 1) / len(STEPS))
    return tuple(dict.fromkeys(round(low + width * step) for step in range(1, len(STEPS))))


def _class(value: int, edges: Sequence[int]) -> int:
    return sum(1 for edge in edges if value >= edge)


def _keys(edges: Sequence[int]) -> tuple[Key, ...]:
    keys = []
    for step, colour in enumerate(STEPS[: len(edges) + 1]):
        if step == 0 and edges:
            text = _("under {n} samarbeid").format(n=edges[0])
        elif step < len(edges):
            last = edges[step] - 1
            text = f"{edges[step - 1]}–{last}" if last > edges[step - 1] else str(last)
        else:
            text = _("{n} eller flere").format(n=edges[-1]) if edges else _("samarbeid")
        keys.append(Key("fill", colour, text))
    keys.append(Key("host", INK, _("firkant: vertskommune for så mange")))
    keys.append(
        Key("pair", ACCENT, _("tykkere strek: flere felles samarbeid, store lag teller mindre"))
    )
    return tuple(keys)
