"""Several agreements at once: a star each, in its own colour and with its number."""

from collections.abc import Sequence

from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Area, Frame, Key, Picture
from geo.style import INK
from views.pictures.signs import labels_of, nodes_of, sign_keys, spots, stars_of

_TINT = 0.2


def draw_stars(
    rows: Sequence[Agreement],
    register: Register,
    boundaries: Boundaries | None,
    *,
    dim: bool,
    frame: Frame,
) -> Picture:
    """Return stars for `rows`, numbered in their order.

    Parameters
    ----------
    rows
        Agreements with at least one member each.
    register, boundaries
        The register, and the areas that can be tinted.
    dim
        Draw the stars pale, for 9–25 at once: the list or the pointer lights one up.
    frame
        The county, with signs for a screen or for a hall.
    """
    stars = stars_of(rows, register, spots(register, frame=frame))
    dots = Key("ring", INK, _("prikkene rundt en kommune: samarbeidene den er med i"))
    return Picture(
        kind="many" if dim else "few",
        title="",
        lead="",
        frame=frame,
        areas=() if dim else _tints(rows, register, stars.colours, boundaries),
        hubs=stars.hubs,
        spokes=stars.spokes,
        nodes=nodes_of(rows, None if dim else stars.colours),
        labels=labels_of(stars.members, register, mute_others=True),
        legend=stars.legend,
        keys=sign_keys(rows, register) if dim else (*sign_keys(rows, register), dots),
    )


def _tints(
    rows: Sequence[Agreement],
    register: Register,
    colours: dict[str, str],
    boundaries: Boundaries | None,
) -> tuple[Area, ...]:
    """Return pale areas for municipalities in one or two of the agreements.

    Member areas are read before lines; in three or more the dots alone tell them apart.
    """
    areas = []
    for code in boundaries.codes if boundaries else ():
        mine = [colours[row.id] for row in rows if code in row.members]
        if code in register.municipality_by_code and 0 < len(mine) < 3:
            second = mine[1] if len(mine) == 2 else ""
            areas.append(Area(code, mine[0], _TINT, "hatch" if second else "plain", second))
    return tuple(areas)
