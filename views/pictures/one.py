"""The picture of one agreement: its members on their ground, its border, its hub, its name."""

import textwrap
from dataclasses import replace

import shapely

from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME, is_close, label_box
from geo.outline import outline_rings
from geo.picture import Area, Frame, Key, LabelSpot, Outline, Picture
from geo.placement import Spot, label_spot, layout, to_units
from views.pictures.signs import (
    colour_of,
    dash_of,
    hub_of,
    labels_of,
    legend_row,
    nodes_of,
    point_of,
    sign_keys,
    site_of,
    spokes_of,
)
from views.words import form_word, span_of_years

# A picture of one agreement keeps at least this much of the county's height around it.
_LEAST_SHARE = 0.42
_MARGIN = 0.12
LABEL_SIZE = 15.0
_ADVANCE = 0.5
_LABEL_LETTERS = 34


def draw_one(
    row: Agreement, register: Register, boundaries: Boundaries | None, county: Frame
) -> Picture:
    """Return the picture of `row`, framed on its members with some of the county around."""
    colour = colour_of(row, register)
    frame = _frame(row, register, boundaries)._replace(units=county.units)
    nodes = {code: point_of(code, register) for code in row.members}
    spot = layout([site_of(row, register)], nodes, frame)[row.id]
    lines = _hub_label(row, register)
    label = _label_spot(row, register, spot, lines, frame)
    mark = register.service_by_code[row.service].mark
    heavy = len(textwrap.wrap(row.name, _LABEL_LETTERS))
    hub = hub_of(row, register, spot, mark, colour)
    hub = replace(hub, label=lines, heavy=heavy, label_spot=label)
    known = set(boundaries.codes) if boundaries else set()
    inside = tuple(code for code in row.members if code in known)
    rings = outline_rings(boundaries, inside) if boundaries and inside else ()
    return Picture(
        kind="one",
        title=row.name,
        lead="",
        frame=frame,
        areas=tuple(Area(code, colour, 0.35) for code in inside),
        outlines=(Outline(rings, colour, dash=dash_of(row)),) if rings else (),
        hubs=(hub,),
        spokes=tuple(spokes_of(row, register, 0)),
        nodes=nodes_of([row]),
        labels=labels_of(row.members, register, mute_others=True),
        legend=(legend_row(row, register, 1, colour),),
        keys=(*sign_keys([row], register), Key("area", colour, _("deltakere"))),
        focus=row.id,
    )


def _label_spot(
    row: Agreement, register: Register, spot: Spot, lines: tuple[str, ...], frame: Frame
) -> LabelSpot:
    """Return where the hub's label covers neither members, names nor spokes, as far as it can."""
    at = to_units(spot.at, frame)
    home = (at[0] + spot.dx, at[1] + spot.dy)
    width = max(len(line) for line in lines) * LABEL_SIZE * _ADVANCE
    taken = []
    for code in row.members:
        x, y = to_units(point_of(code, register), frame)
        taken.append((x, y))
        taken += [(x + (home[0] - x) * t, y + (home[1] - y) * t) for t in (0.3, 0.5, 0.7)]
        left, top, right, bottom = label_box(code, x, y, close=is_close(frame))
        taken += [(left + (right - left) * t, (top + bottom) / 2) for t in (0, 0.25, 0.5, 0.75, 1)]
    return label_spot(home, (width, len(lines) * LABEL_SIZE * 1.22), taken, frame)


def _hub_label(row: Agreement, register: Register) -> tuple[str, ...]:
    second = " · ".join(x for x in (form_word(row, register), span_of_years(row)) if x)
    lines = [*textwrap.wrap(row.name, _LABEL_LETTERS), second]
    if row.incomplete and len(row.members) == 1:
        name = register.municipality_by_code[row.members[0]].name
        lines.append(_("bare {name} er navngitt").format(name=name))
    elif row.incomplete:
        lines.append(_("deltakerlista er ufullstendig"))
    if row.others:
        lines.append(_("også {names}").format(names=", ".join(row.others[:2])))
    return tuple(lines)


def _frame(row: Agreement, register: Register, boundaries: Boundaries | None) -> Frame:
    """Return what the picture shows: the members' land with a margin, never less than a part.

    Members outside the county's frame are named at the rim and do not widen the picture.
    """
    points = [point_of(code, register) for code in row.members]
    near = [p for p in points if COUNTY_FRAME.holds(p)] or points
    boxes = [(p.lon, p.lat, p.lon, p.lat) for p in near]
    if boundaries is not None:
        shapes = zip(boundaries.codes, boundaries.shapes, strict=True)
        inside = {c for c in row.members if COUNTY_FRAME.holds(point_of(c, register))}
        boxes += [tuple(shapely.bounds(shape)) for code, shape in shapes if code in inside]
    west, south = (float(min(box[i] for box in boxes)) for i in (0, 1))
    east, north = (float(max(box[i] for box in boxes)) for i in (2, 3))
    full_width = COUNTY_FRAME.east - COUNTY_FRAME.west
    full_height = COUNTY_FRAME.north - COUNTY_FRAME.south
    width = max((east - west) * (1 + 2 * _MARGIN), full_width * _LEAST_SHARE)
    height = max((north - south) * (1 + 2 * _MARGIN), full_height * _LEAST_SHARE)
    if width > 0.8 * full_width or height > 0.8 * full_height:
        return COUNTY_FRAME
    lon, lat = (west + east) / 2, (south + north) / 2
    return Frame(
        round(lon - width / 2, 4),
        round(lat - height / 2, 4),
        round(lon + width / 2, 4),
        round(lat + height / 2, 4),
    )
