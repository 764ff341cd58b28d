"""Work out who is a neighbour of whom: shared land borders, and the three nearest centres."""

import csv
import io
from collections.abc import Mapping
from itertools import permutations

import shapely
from pyproj import Geod

_NEAREST = 3
_GEOD = Geod(ellps="GRS80")

Centres = Mapping[str, tuple[float, float]]


def neighbour_rows(
    areas: Mapping[str, shapely.Geometry], centres: Centres
) -> list[tuple[str, str, str, float]]:
    """Return rows of from, to, kind («land» or «nær») and km between the centres (geodesic).

    Parameters
    ----------
    areas
        A clean coverage: neighbours on land share a line of it, not only a point.
    centres
        Longitude and latitude of each municipality's centre, EPSG:4326; only those that have
        both an area and a centre are in the rows.
    """
    codes = sorted(set(areas) & set(centres))
    km = {(a, b): _GEOD.inv(*centres[a], *centres[b])[2] / 1000 for a, b in permutations(codes, 2)}
    rows: list[tuple[str, str, str, float]] = []
    for code in codes:
        others = [other for other in codes if other != code]
        land = {other for other in others if _share_line(areas[code], areas[other])}
        nearest = sorted(others, key=lambda other: (km[code, other], other))[:_NEAREST]
        rows += [
            (code, other, "land" if other in land else "nær", round(km[code, other], 1))
            for other in sorted(land | set(nearest))
        ]
    return rows


def _share_line(a: shapely.Geometry, b: shapely.Geometry) -> bool:
    if not shapely.intersects(a, b):
        return False
    return bool(shapely.length(shapely.intersection(shapely.boundary(a), shapely.boundary(b))) > 0)


def to_csv(rows: list[tuple[str, str, str, float]]) -> bytes:
    """Return the rows as a file that a planner can open: UTF-8 with BOM, semicolon, CRLF."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(["fra", "til", "slag", "km"])
    writer.writerows((a, b, kind, f"{km:.1f}") for a, b, kind, km in rows)
    return ("\ufeff" + text.getvalue()).encode()
