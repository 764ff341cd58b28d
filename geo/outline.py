"""The outer border of a set of municipalities, calm enough to read from the back row.

Drawn along the coast it frays into noise; drawn round the land closed by about 2 km it is calm
and encloses fjords (buffered out 1.8 km and in 1.3 km, in EPSG:25833).
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.boundaries import Boundaries
from geo.picture import Point

_OUT_M, _IN_M = 1800.0, 1300.0
# A border round many is long, and seen from further away.
_CALM_M, _CALM_FROM_AFAR_M, _MANY = 250.0, 500.0, 8
_LEAST_RING_M2 = 4e6


@lru_cache(maxsize=512)
def outline_rings(boundaries: Boundaries, codes: tuple[str, ...]) -> tuple[tuple[Point, ...], ...]:
    """Return closed rings (EPSG:4326, 4 decimals) round the municipalities `codes`.

    Codes that the boundaries do not hold are passed over; holes are left out.
    """
    place = {code: index for index, code in enumerate(boundaries.codes)}
    shapes = [_ground(boundaries, place[code]) for code in codes if code in place]
    if not shapes:
        return ()
    wide = shapely.buffer(shapely.union_all(shapes), _OUT_M, quad_segs=6)
    tolerance = _CALM_M if len(shapes) <= _MANY else _CALM_FROM_AFAR_M
    calm = shapely.simplify(shapely.buffer(wide, -_IN_M, quad_segs=4), tolerance)
    polygons = [part for part in shapely.get_parts(calm) if part.area >= _LEAST_RING_M2]
    back = Transformer.from_crs("EPSG:25833", "EPSG:4326", always_xy=True)
    rings = []
    for polygon in sorted(polygons, key=lambda part: -part.area):
        lons, lats = back.transform(*polygon.exterior.xy)
        rings.append(
            tuple(Point(round(x, 4), round(y, 4)) for x, y in zip(lons, lats, strict=True))
        )
    return tuple(rings)


@lru_cache(maxsize=128)
def _ground(boundaries: Boundaries, index: int) -> shapely.Geometry:
    """Return one municipality in EPSG:25833, simplified to what an outline needs."""
    there = Transformer.from_crs("EPSG:4326", "EPSG:25833", always_xy=True)

    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(there.transform(points[:, 0], points[:, 1]))

    shape: shapely.Geometry = shapely.transform(boundaries.shapes[index], project)
    calm: shapely.Geometry = shapely.simplify(shape, 100.0)
    return calm
