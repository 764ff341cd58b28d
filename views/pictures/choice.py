"""Choose the picture: by what is asked, then by how many agreements there are (design §6)."""

from collections.abc import Mapping

from analysis.coverage import Cell
from analysis.selection import Selection
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME
from geo.picture import Frame, NameLabel, Picture
from views.pictures.everything import draw_everything
from views.pictures.one import draw_one
from views.pictures.service import draw_service
from views.pictures.stars import draw_stars

FEW, MANY = 8, 25


def draw(
    selection: Selection,
    register: Register,
    boundaries: Boundaries | None,
    *,
    focus: Agreement | None = None,
    service: tuple[str, Mapping[str, Cell]] | None = None,
    pairs: int,
    frame: Frame = COUNTY_FRAME,
) -> tuple[Picture, str]:
    """Return the picture of a selection, and a sentence on what it leaves out (or nothing).

    Parameters
    ----------
    selection
        What the filters leave.
    register, boundaries
        What is drawn, and on which ground.
    focus
        The agreement that is looked at alone.
    service
        The one service that is asked for, with its cells.
    pairs
        How many of the strongest pairs the picture of everything shows.
    frame
        The county, with signs for a screen or for a hall.
    """
    rows = selection.drawn
    if focus is not None:
        rows = (focus,) if focus.members else ()
        service = None
    if service is not None:
        code, table = service
        return draw_service(selection, register, boundaries, table, code, frame), ""
    if not rows:
        return _county(register, frame), ""
    if len(rows) == 1:
        return draw_one(rows[0], register, boundaries, frame), ""
    if len(rows) <= MANY:
        return draw_stars(rows, register, boundaries, dim=len(rows) > FEW, frame=frame), ""
    return draw_everything(selection, register, boundaries, pairs, frame)


def _county(register: Register, frame: Frame) -> Picture:
    """Return the county with its names and nothing on it."""
    labels = tuple(NameLabel(code, "normal") for code in register.county_codes)
    return Picture(kind="county", title="", lead="", frame=frame, labels=labels)
