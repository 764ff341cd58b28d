"""Measure how far apart two municipalities lie, in a straight line."""

from math import asin, cos, radians, sin, sqrt
from typing import Final

from data.records import Municipality

EARTH_RADIUS: Final = 6371.0088
"""The earth's mean radius (IUGG) in km."""


def km(a: Municipality, b: Municipality) -> float:
    """Return the great-circle distance between two centres, in km.

    The haversine is used because the law of cosines loses the digits of short distances.
    """
    south, north = radians(a.lat), radians(b.lat)
    height = sin((north - south) / 2) ** 2
    width = cos(south) * cos(north) * sin(radians(b.lon - a.lon) / 2) ** 2
    # Opposite points may round to just above 1, where there is no arc sine.
    return 2 * EARTH_RADIUS * asin(sqrt(min(1.0, height + width)))
