"""A picture with everything placed: what the pens of files draw, in units, with no HTML.

x runs to the right and y down from the north-west corner of the frame, which is
`Frame.units` high, in Web Mercator. Curves, signs, names and colours follow the formulas of the
drawing script in `geo/assets/`, so that what is on the screen is what is in the file. Nothing
reaches over the frame: areas and lines are cut there, and members beyond it are named at the rim.
"""

from collections.abc import Mapping

from geo.boundaries import Boundaries
from geo.curves import Box, inside
from geo.drawn import Curve, Dot, Drawing, Line, Mark, Path, Ring, Shape, Text
from geo.ground import areas_of, county_of, outlines_of
from geo.names import Crowd, county_names, rim_names
from geo.picture import Picture, Point
from geo.placement import to_units
from geo.signs import curves_of, labels_of, marks_of, nodes_of, pairs_of
from geo.style import COUNTY_LINE

__all__ = [
    "Curve", "Dot", "Drawing", "Line", "Mark", "Path", "Shape", "Text", "compose",
]  # fmt: skip

_LEADER_WIDTH = 0.9


def compose(
    picture: Picture,
    boundaries: Boundaries | None,
    places: Mapping[str, tuple[str, Point, bool]],
) -> Drawing:
    """Place everything of `picture`.

    Parameters
    ----------
    picture
        What is drawn.
    boundaries
        The areas, or None where they cannot be read: then the signs stand on open sea.
    places
        Name, centre and whether in the county, by municipality code.

    Raises
    ------
    KeyError
        If the picture speaks of a municipality that `places` does not hold.
    """
    frame = picture.frame
    width, height = to_units(Point(frame.east, frame.south), frame)
    box = (0.0, 0.0, width, height)
    points = {code: to_units(place[1], frame) for code, place in places.items()}
    hubs = marks_of(picture, box)
    spokes, beyond = curves_of(picture, hubs, points, box)
    labels, label_leaders = labels_of(picture, hubs, box)
    nodes = nodes_of(picture, points, box)
    shown = [(hub.x, hub.y) for hub in hubs if hub.shows]
    crowd = Crowd(box, shown, [(node.x, node.y) for node in nodes], labels)
    at_rim = {code for code, _place in beyond}
    names, leaders = county_names(picture, places, points, crowd, at_rim)
    return Drawing(
        kind=picture.kind,
        width=width,
        height=height,
        areas=areas_of(picture, boundaries) if boundaries is not None else (),
        county=county_of(boundaries, frame) if boundaries is not None else (),
        outlines=outlines_of(picture, box),
        pairs=pairs_of(picture, points, box),
        spokes=spokes,
        nodes=nodes,
        hubs=hubs,
        leaders=(
            # A name that the frame would have cut stands elsewhere, and needs no line out there.
            *(Path(ends, COUNTY_LINE, _LEADER_WIDTH) for ends in leaders if _within(ends, box)),
            *label_leaders,
        ),
        names=(*names, *rim_names(beyond, places, crowd)),
        labels=labels,
        title=picture.title,
        lead=picture.lead,
        legend=picture.legend,
        keys=picture.keys,
        attribution=picture.attribution,
        alt=picture.alt,
    )


def _within(points: Ring, box: Box) -> bool:
    return all(inside(point, box) for point in points)
