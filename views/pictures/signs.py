"""What the signs of an agreement mean: the shape of its hub, its dash, its marks (design §6)."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.selection import ENDED, HOST_FORMS, WEAK_FORMS
from data.language import _
from data.records import Agreement
from data.register import Register
from geo.labels import COUNTY_FRAME
from geo.picture import Dash, Frame, Hub, HubShape, Key, LegendRow, NameLabel, Node, Point, Spoke
from geo.placement import Site, Spot, geometric_median, layout, to_units
from geo.style import INK, family_colour, series_colour
from views.words import form_word, municipality_names, span_of_years


def shape_of(row: Agreement, register: Register) -> HubShape:
    """Return the hub's shape: host as a square, a body as a diamond, the rest a hollow ring."""
    if row.form in HOST_FORMS and row.host:
        return "square"
    if register.form_by_code[row.form].binding == "organ":
        return "diamond"
    return "hollow"


def dash_of(row: Agreement) -> Dash:
    """Return dotted for what is being built, dashed for what has no organ, else solid."""
    if row.status == "under-utvikling":
        return "dotted"
    return "dashed" if row.form in WEAK_FORMS else "solid"


def colour_of(row: Agreement, register: Register) -> str:
    """Return the colour of the family that the agreement's service belongs to."""
    return family_colour(register.service_by_code[row.service].family)


def point_of(code: str, register: Register) -> Point:
    """Return where a municipality's centre lies."""
    municipality = register.municipality_by_code[code]
    return Point(municipality.lon, municipality.lat)


def site_of(row: Agreement, register: Register) -> Site:
    """Return what decides where the hub of an agreement stands.

    A body whose seat no source names stands beside the member nearest the geometric median.
    """
    members = tuple(point_of(code, register) for code in row.members)
    shape = shape_of(row, register)
    if shape == "square":
        return Site(row.id, shape, point_of(row.host, register), members)
    if shape == "diamond":
        code = row.seat or _central_member(row, register)
        return Site(row.id, shape, point_of(code, register), members)
    if len(members) == 1:
        return Site(row.id, "diamond", members[0], members)
    return Site(row.id, shape, None, members)


def _central_member(row: Agreement, register: Register) -> str:
    median = to_units(geometric_median([point_of(code, register) for code in row.members]))

    def away(code: str) -> tuple[float, str]:
        x, y = to_units(point_of(code, register))
        return (x - median[0]) ** 2 + (y - median[1]) ** 2, code

    return min(row.members, key=away)


@lru_cache(maxsize=256)
def spots(register: Register, service: str = "", frame: Frame = COUNTY_FRAME) -> dict[str, Spot]:
    """Return the fixed place of every hub of a layout.

    Parameters
    ----------
    register
        The register in force (an immutable value, compared by identity).
    service
        Lay out the agreements of this service only: the hubs of its map.
    frame
        The county as it is on a screen, or as it is in a hall, with bigger signs.

    Without `service` the whole register is laid out, for pictures that mix services. Active
    agreements about the ten common areas get the places nearest their seats.
    """
    rows = [row for row in register.agreement_records if row.members]
    if service:
        rows = [row for row in rows if row.service == service]

    def turn(row: Agreement) -> tuple[bool, bool, bool, str]:
        common = register.service_by_code[row.service].common
        return row.status == ENDED, bool(row.part_of), row.status != "aktiv" or not common, row.id

    nodes = {code: point_of(code, register) for code in register.municipality_by_code}
    return layout([site_of(row, register) for row in sorted(rows, key=turn)], nodes, frame)


def hub_of(row: Agreement, register: Register, spot: Spot, text: str, colour: str) -> Hub:
    """Return the hub of an agreement at its fixed place."""
    return Hub(
        agreement=row.id,
        at=spot.at,
        dx=spot.dx,
        dy=spot.dy,
        shape=shape_of(row, register),
        colour=colour,
        text=text,
        title=row.name,
    )


def spokes_of(row: Agreement, register: Register, hub: int) -> list[Spoke]:
    """Return a spoke to every member but a host that is itself the hub."""
    square = shape_of(row, register) == "square"
    return [
        Spoke(hub=hub, code=code, dash=dash_of(row), arrow=square)
        for code in row.members
        if not (square and code == row.host)
    ]


class Stars(NamedTuple):
    """A star for each of some agreements: its colour by id, hub, spokes and line of the list."""

    colours: dict[str, str]
    hubs: tuple[Hub, ...]
    spokes: tuple[Spoke, ...]
    legend: tuple[LegendRow, ...]
    members: frozenset[str]


def stars_of(rows: Sequence[Agreement], register: Register, places: Mapping[str, Spot]) -> Stars:
    """Return stars for `rows`, numbered in their order, each in a colour of its own."""
    colours = {row.id: series_colour(index) for index, row in enumerate(rows)}
    hubs, spokes, legend = [], [], []
    for index, row in enumerate(rows):
        colour = colours[row.id]
        hubs.append(hub_of(row, register, places[row.id], str(index + 1), colour))
        spokes.extend(spokes_of(row, register, index))
        legend.append(legend_row(row, register, index + 1, colour))
    members = frozenset(code for row in rows for code in row.members)
    return Stars(colours, tuple(hubs), tuple(spokes), tuple(legend), members)


def flags_of(row: Agreement) -> tuple[str, ...]:
    """Return the short marks of a list line: what a reader must know before trusting it."""
    flags = []
    if row.status == "under-utvikling":
        flags.append(_("under utvikling"))
    if row.status == ENDED:
        flags.append(_("avsluttet"))
    if row.status == "ukjent":
        flags.append(_("ukjent status"))
    if row.incomplete:
        flags.append(_("deltakerlista er ufullstendig"))
    if row.confidence == "C":
        flags.append(_("usikker kilde"))
    return tuple(flags)


def legend_row(row: Agreement, register: Register, number: int, colour: str) -> LegendRow:
    """Return the line of the numbered list that stands for an agreement."""
    count = len(row.members)
    who = (
        ", ".join(municipality_names(row.members, register))
        if count <= 4
        else _("{n} kommuner").format(n=count)
    )
    detail = " · ".join(x for x in (form_word(row, register), span_of_years(row), who) if x)
    return LegendRow(
        agreement=row.id,
        number=number,
        shape=shape_of(row, register) if row.members else "none",
        colour=colour,
        dash=dash_of(row),
        mark=register.service_by_code[row.service].mark,
        title=row.name,
        detail=detail,
        flags=flags_of(row),
    )


def nodes_of(rows: Iterable[Agreement], colours: dict[str, str] | None = None) -> tuple[Node, ...]:
    """Return the members' points; with `colours`, each with a ring of dots, one an agreement."""
    rings: dict[str, list[str]] = {}
    for row in rows:
        for code in row.members:
            ring = rings.setdefault(code, [])
            if colours is not None:
                ring.append(colours[row.id])
    return tuple(Node(code, tuple(ring)) for code, ring in sorted(rings.items()))


def labels_of(
    members: Iterable[str], register: Register, *, mute_others: bool
) -> tuple[NameLabel, ...]:
    """Return how heavy each name is written: members strong, others muted or as usual."""
    strong = set(members)
    return tuple(
        NameLabel(code, "strong" if code in strong else "muted")
        for code in register.municipality_by_code
        if code in strong or (mute_others and code in register.county_codes)
    )


def sign_keys(rows: Iterable[Agreement], register: Register) -> tuple[Key, ...]:
    """Return the key of the signs that these agreements use, and of no others."""
    shapes = {shape_of(row, register) for row in rows}
    dashes = {dash_of(row) for row in rows}
    keys = []
    if "square" in shapes:
        keys.append(Key("square", INK, _("vertskommune, pil til deltakerne")))
    if "diamond" in shapes:
        keys.append(Key("diamond", INK, _("eget organ, ved setet")))
    if "dashed" in dashes:
        keys.append(Key("dashed", INK, _("avtale, nettverk eller prosjekt uten eget organ")))
    if any(shape_of(r, register) == "hollow" and dash_of(r) == "solid" for r in rows):
        keys.append(Key("hollow", INK, _("form ikke kjent")))
    if "dotted" in dashes:
        keys.append(Key("dotted", INK, _("under utvikling")))
    return tuple(keys)
