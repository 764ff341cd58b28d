"""Turn municipal areas that nearly fit into one clean coverage, and simplify it as one.

All areas are in EPSG:25833 (metres). Clean means valid, without overlaps or slivers, and with
shared borders identical point by point, also after simplification.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

# Overlaps and gaps of the source are metres wide; this closes them and moves nothing to be seen.
GRID_M: Final = 1.0
# A gap between municipalities smaller than this, and closed on all sides, is a fault, not a lake.
_GAP_M2: Final = 60_000.0
Areas = dict[str, shapely.Geometry]


def clean_coverage(
    areas: Mapping[str, shapely.Geometry], grid: float = GRID_M, gap: float = _GAP_M2
) -> Areas:
    """Return the areas cut along all their borders and put together without overlaps or gaps.

    Ground that two areas claim goes to the one whose code comes first; a small closed gap goes
    to the area with the longest border along it.

    Parameters
    ----------
    areas
        By municipality code.
    grid
        All points are moved to whole multiples of this, in the units of the areas.
    gap
        Closed gaps smaller than this are given away, in square units of the areas.
    """
    codes = sorted(areas)
    shapes = [shapely.set_precision(polygons(areas[code]), grid) for code in codes]
    lines = shapely.unary_union([shapely.boundary(shape) for shape in shapes], grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines).tolist()))
    inside = shapely.point_on_surface(faces)
    tree = shapely.STRtree(shapes)
    face_index, shape_index = tree.query(inside, predicate="within")
    owner = np.full(len(faces), -1)
    # Backwards, so that the first code wins.
    order = np.argsort(-shape_index, kind="stable")
    owner[face_index[order]] = shape_index[order]
    _give_away_gaps(faces, owner, gap)
    return {
        code: shapely.coverage_union_all(faces[owner == index])
        for index, code in enumerate(codes)
        if (owner == index).any()
    }


def _give_away_gaps(
    faces: npt.NDArray[np.object_], owner: npt.NDArray[np.int_], most: float
) -> None:
    """Let the neighbour with the longest border along it have each small closed gap."""
    tree = shapely.STRtree(faces)
    for gap in np.flatnonzero((owner < 0) & (shapely.area(faces) < most)):
        near = [i for i in tree.query(faces[gap], predicate="touches") if owner[i] >= 0]
        edge = shapely.boundary(faces[gap])
        shared = [
            (shapely.length(shapely.intersection(edge, shapely.boundary(faces[i]))), -owner[i])
            for i in near
        ]
        if len({owner[i] for i in near}) > 1 and max(shared)[0] > 0:
            owner[gap] = -max(shared)[1]


def simplify(areas: Areas, tolerance_m: float) -> Areas:
    """Return the coverage simplified as one (Visvalingam–Whyatt, metres)."""
    codes = sorted(areas)
    simple = shapely.coverage_simplify([areas[code] for code in codes], tolerance_m)
    return dict(zip(codes, simple, strict=True))


def drop_skerries(areas: Areas, least_m2: Mapping[str, float], keep: shapely.Geometry) -> Areas:
    """Return the areas without their smallest islets.

    Parameters
    ----------
    areas
        Multipolygons by municipality code.
    least_m2
        The smallest islet that stays, by code; a municipality always keeps its largest part.
    keep
        Points whose islets stay, whatever their size.
    """
    result: Areas = {}
    for code, shape in areas.items():
        parts = shapely.get_parts(shape)
        sizes = shapely.area(parts)
        wanted = (sizes >= least_m2[code]) | shapely.intersects(parts, keep)
        wanted |= sizes == sizes.max()
        result[code] = shapely.MultiPolygon(list(parts[wanted]))
    return result


def polygons(shape: shapely.Geometry) -> shapely.Geometry:
    """Return what is area in `shape`, valid, as a multipolygon."""
    parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shape)))
    flat = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.MultiPolygon(list(flat))
