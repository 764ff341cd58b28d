"""Names of municipalities on the map: hand-placed for the county, above the point elsewhere.

Offsets are units of a picture of the county, from the municipality's point to the middle of the
name's nearest end. Ytre Søre is crowded, so its names stand in the sea with leader lines.
"""

import math

from geo.picture import Frame, LabelSpot
from geo.style import HALL_HALF_UNITS_HIGH, HALL_UNITS_HIGH

# The whole county with a rim of sea and neighbours; wide enough for Heim and Rindal, which take
# part in much on Nordmøre. EPSG:4326.
COUNTY_FRAME = Frame(4.82, 61.88, 9.72, 63.72)
HALL_FRAME = COUNTY_FRAME._replace(units=HALL_UNITS_HIGH)
# In a hall beside a table: between the two, as signs and names have less room.
HALL_HALF_FRAME = COUNTY_FRAME._replace(units=HALL_HALF_UNITS_HIGH)
NAME_SIZE = 13.5
# A sans-serif of normal width: mean advance of a letter over its size.
_ADVANCE = 0.53

# Letters to reckon with where a name is longer than most.
_LETTERS = {"1505": 12, "1528": 9, "1579": 10}
# From this many zoom levels nearer than the county, names stand just above their points.
CLOSE_ZOOM = 0.75
_ABOVE = LabelSpot(0, -17, "middle")
SPOTS: dict[str, LabelSpot] = {
    "1505": LabelSpot(-14, -10, "end"),
    "1506": LabelSpot(0, -19, "middle"),
    "1508": LabelSpot(16, 0, "start"),
    "1511": LabelSpot(0, 19, "middle"),
    "1514": LabelSpot(-40, 8, "end", True),
    "1515": LabelSpot(-44, -10, "end", True),
    "1516": LabelSpot(-58, -46, "end", True),
    "1517": LabelSpot(-66, -84, "end", True),
    "1520": LabelSpot(14, -12, "start"),
    "1525": LabelSpot(0, -18, "middle"),
    "1528": LabelSpot(2, 20, "middle"),
    "1531": LabelSpot(14, 14, "start"),
    "1532": LabelSpot(-40, -34, "end", True),
    "1535": LabelSpot(0, 19, "middle"),
    "1539": LabelSpot(0, 19, "middle"),
    "1547": LabelSpot(-16, -4, "end"),
    "1554": LabelSpot(-16, 2, "end"),
    "1557": LabelSpot(0, 19, "middle"),
    "1560": LabelSpot(0, 19, "middle"),
    "1563": LabelSpot(0, 19, "middle"),
    "1566": LabelSpot(0, -18, "middle"),
    "1573": LabelSpot(0, -18, "middle"),
    "1576": LabelSpot(0, -18, "middle"),
    "1577": LabelSpot(0, 19, "middle"),
    "1578": LabelSpot(0, 19, "middle"),
    "1579": LabelSpot(0, -18, "middle"),
    "1580": LabelSpot(0, -18, "middle"),
}


def spot(code: str) -> LabelSpot:
    """Return where the name of a municipality stands; above its point outside the county."""
    return SPOTS.get(code, _ABOVE)


def is_close(frame: Frame) -> bool:
    """Return whether a picture of `frame` is so near that names stand above their points."""
    width = (COUNTY_FRAME.east - COUNTY_FRAME.west) / (frame.east - frame.west)
    height = (COUNTY_FRAME.north - COUNTY_FRAME.south) / (frame.north - frame.south)
    return math.log2(min(width, height)) > CLOSE_ZOOM


def label_box(
    code: str, x: float, y: float, *, letters: int | None = None, close: bool = False
) -> tuple[float, float, float, float]:
    """Return left, top, right, bottom in units of the name whose point is at `x`, `y`.

    Parameters
    ----------
    code, x, y
        The municipality, and its point in units.
    letters
        How long the name is; what the county's names need if None.
    close
        The picture is nearer than the county: names stand just above their points.
    """
    dx, dy, anchor, _leader = _ABOVE if close else spot(code)
    width = (letters or _LETTERS.get(code, 8)) * NAME_SIZE * _ADVANCE
    left = {"start": x + dx, "middle": x + dx - width / 2, "end": x + dx - width}[anchor]
    return left, y + dy - NAME_SIZE / 2, left + width, y + dy + NAME_SIZE / 2
