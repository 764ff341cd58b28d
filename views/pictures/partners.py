"""One municipality's network: a line to each partner, as wide as the tie is strong."""

from collections.abc import Sequence

from analysis.partners import pair_strengths
from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME
from geo.picture import Area, Key, Node, PairLine, Picture
from geo.style import ACCENT, PRIMARY
from views.pictures.signs import labels_of
from views.words import collaborations

_WIDTH_STEPS = 4


def draw_partners(
    code: str, rows: Sequence[Agreement], register: Register, boundaries: Boundaries | None
) -> Picture:
    """Return the picture of who `code` works with in `rows`.

    Parameters
    ----------
    code
        The municipality in the middle.
    rows
        Its agreements, folded parts too.
    register, boundaries
        The register, and the areas that are tinted by the number shared.
    """
    mine = [pair for pair in pair_strengths(rows) if code in (pair.a, pair.b)]
    top = mine[0].weight if mine else 1.0
    lines = tuple(
        PairLine(
            pair.a,
            pair.b,
            min(_WIDTH_STEPS - 1, int(_WIDTH_STEPS * pair.weight / top)),
            round(pair.weight, 2),
            pair.shared,
        )
        for pair in mine
    )
    shared = {pair.b if pair.a == code else pair.a: pair.shared for pair in mine}
    most = max(shared.values(), default=1)
    known = boundaries.codes if boundaries else ()
    areas = [
        Area(other, PRIMARY, 0.08 + 0.37 * shared[other] / most, note=collaborations(shared[other]))
        for other in known
        if other in shared
    ]
    if code in known:
        areas.append(Area(code, ACCENT, 0.5))
    return Picture(
        kind="pairs",
        title="",
        lead="",
        frame=COUNTY_FRAME,
        areas=tuple(areas),
        pairs=lines,
        nodes=tuple(Node(other) for other in sorted((code, *shared))),
        labels=labels_of((code, *shared), register, mute_others=True),
        keys=(
            Key("area", ACCENT, register.municipality_by_code[code].name),
            Key("pair", ACCENT, _("bredere strek: sterkere bånd")),
            Key("area", PRIMARY, _("mørkere: flere felles samarbeid")),
        ),
    )
