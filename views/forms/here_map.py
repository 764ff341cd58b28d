"""The map of how it is done here: the agreements of some forms, or those of a service."""

from dataclasses import replace
from typing import NamedTuple

from analysis.coverage import cells
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME, HALL_HALF_FRAME
from geo.picture import Picture
from views.forms.counted import Counted, narrowed
from views.kart import ATTRIBUTION
from views.pictures import draw
from views.pictures.signs import colour_of, legend_row
from views.query import Query
from views.switches import in_force
from views.words import collaborations, listing, number

# Pictures whose hubs carry the numbers of the list.
_NUMBERED = ("few", "many", "service")


class Shown(NamedTuple):
    """The map: what it shows, what it leaves out, and the numbers of its agreements by id."""

    title: str
    notes: tuple[str, ...]
    picture: Picture
    numbers: dict[str, int]


def asked(rows: tuple[Agreement, ...], query: Query, service: str) -> tuple[Agreement, ...]:
    """Return the agreements on the map: of the forms asked for, else of the service."""
    services = query.tjeneste or (() if query.form else (service,))
    return tuple(
        row
        for row in rows
        if (not query.form or row.form in query.form) and (not services or row.service in services)
    )


def draw_asked(
    found: Counted,
    register: Register,
    query: Query,
    service: str,
    boundaries: Boundaries | None,
) -> Shown:
    """Return the map of what is asked for; of one service it is the service's own map."""
    rows = asked(found.rows, query, service)
    selection = narrowed(found, {row.id for row in rows})
    one = service if not query.form and len(query.tjeneste) < 2 else ""
    table = cells(register, one, in_force(query), {r.id for r in selection.rows}) if one else None
    picture, left_out = draw(
        selection,
        register,
        boundaries,
        service=(one, table) if table is not None else None,
        pairs=query.par,
        frame=HALL_HALF_FRAME if query.storskjerm else COUNTY_FRAME,
    )
    notes = [left_out] if left_out else []
    if selection.nameless:
        sentence = ngettext(
            "{n} samarbeid har ingen kjente deltakere og står ikke på kartet.",
            "{n} samarbeid har ingen kjente deltakere og står ikke på kartet.",
            len(selection.nameless),
        )
        notes.append(sentence.format(n=number(len(selection.nameless))))
    legend = picture.legend or tuple(
        legend_row(row, register, place + 1, colour_of(row, register))
        for place, row in enumerate(selection.drawn)
    )
    credit = f"{ATTRIBUTION} · {_('Registeret per {date}').format(date=register.as_of)}"
    title = picture.title if table is not None else _title(rows, query, service, register)
    numbers = {row.agreement: row.number for row in legend if picture.kind in _NUMBERED}
    picture = replace(picture, title="", legend=legend, attribution=credit, alt=title)
    return Shown(title, tuple(notes), picture, numbers)


def _title(rows: tuple[Agreement, ...], query: Query, service: str, register: Register) -> str:
    parts = [listing((register.form_by_code[code].name for code in query.form), _("eller"))]
    services = query.tjeneste or (() if query.form else (service,))
    parts.append(listing(register.service_by_code[code].name for code in services if code))
    names = " · ".join(part for part in parts if part)
    return f"{names}: {collaborations(len(rows))}" if names else ""
