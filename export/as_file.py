"""A view as a file holds it: with all that its page draws by itself, and says beside the map."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from analysis.networks import living
from data.language import _
from data.register import Register
from export.tables import filters
from geo.boundaries import Boundaries
from geo.picture import Picture
from views import agreement_page, analyse, avtaler, dekning, kart, om, scenario
from views.forms.here import HereView
from views.forms.line import LineView
from views.forms.steering import SteeringView
from views.query import DEFAULT, Query
from views.view import Section, Table, View


@dataclass(frozen=True, slots=True)
class Asked:
    """A view with all that a pen may want to know of it."""

    view: View
    page: str
    query: Query
    register: Register
    boundaries: Boundaries | None


def as_file(asked: Asked) -> Asked:
    """Return what is asked with all that its page shows, also what the page draws by itself."""
    view, register = asked.view, asked.register
    if isinstance(view, avtaler.ListView):
        return replace(asked, view=replace(view, tables=(avtaler.table(view),)))
    if isinstance(view, agreement_page.AgreementView):
        whole = agreement_page.for_file(view, register, asked.query, asked.boundaries)
        return replace(asked, view=whole)
    if isinstance(view, analyse.AnalysisView):
        return replace(asked, view=_analysis(view, asked.query))
    if isinstance(view, om.AboutView):
        return replace(asked, view=replace(view, sections=view.part(asked.query.fane)))
    if isinstance(view, LineView):
        # The line comes before the law, as on the page.
        return replace(asked, view=_in_order(view, (), view.sections))
    if isinstance(view, scenario.ScenarioView):
        # What the map shows is in the register after the steps, and in no other.
        asked = replace(asked, register=view.changed or register)
    return replace(asked, view=_with_map(asked, hall=False))


def in_hall(asked: Asked) -> View:
    """Return the view of `as_file` with its signs placed for the size that they have on a slide."""
    return replace(asked.view, picture=_with_map(asked, hall=True).picture)


def with_words(asked: Asked) -> Asked:
    """Return what is asked with its filter and its map in words, where nothing else says them."""
    view, query = asked.view, asked.query
    # The page of a municipality has its name in the title.
    named = query.but(kommune=()) if asked.page == "kommune" else query
    said = " ".join((view.title, view.lead, *view.notes)).casefold()
    unsaid = [w for w in filters(asked.page, named, asked.register) if w.casefold() not in said]
    lead, notes = view.lead, view.notes
    if unsaid and not isinstance(view, LineView):  # forms side by side head their columns
        lead = f"{lead} {_('Filter: {words}.').format(words='; '.join(unsaid))}".strip()
    caption = view.picture.title if view.picture is not None else ""
    if caption and caption.casefold() not in said:
        notes = (_("Kartet: {caption}.").format(caption=caption), *notes)
    return replace(asked, view=replace(view, lead=lead, notes=notes))


def _analysis(view: analyse.AnalysisView, query: Query) -> View:
    """Return the measures, after what is compared; how to compare is for the page alone."""
    compared = view.sections if len(query.sammenlign) > 1 else ()
    return _in_order(view, compared, view.definitions)


def _in_order(view: View, before: tuple[Section, ...], after: tuple[Section, ...]) -> View:
    """Return a view whose tables stand between these sections; a file has them after all."""
    own = tuple(Section(table.caption, tables=(table,)) for table in view.tables)
    return replace(view, tables=(), sections=(*before, *own, *after))


def _with_map(asked: Asked, *, hall: bool) -> View:
    """Return a view with its map's own title, and with the list that the map's numbers stand for.

    A page has another way to tell what a number is (a click); a file has the list alone.
    """
    view, picture = asked.view, asked.view.picture
    if picture is None:
        return view
    if isinstance(view, SteeringView | HereView):
        # The list of weak ones is of what no sign on the map carries a number for.
        legend = () if isinstance(view, SteeringView) else picture.legend
        return replace(view, picture=replace(picture, title=view.map_title, legend=legend))
    query = _map_query(asked, picture)
    if query is None:
        return view
    shown = kart.build(asked.register, query.but(storskjerm=hall), asked.boundaries)
    if shown.picture is None:
        return view
    title = view.map_title if isinstance(view, dekning.CoverageView) else picture.title
    whole = replace(view, picture=replace(shown.picture, title=title))
    if asked.page in ("dekning", "scenario"):
        # What the list beside the map has no room for stands in a table.
        named = (replace(table, caption=_("Samarbeidene på kartet")) for table in shown.tables)
        return replace(whole, tables=(*view.tables, *named))
    return whole


def _map_query(asked: Asked, picture: Picture) -> Query | None:
    """Return what the map's own page would be asked for this map; None where it draws no such."""
    view, query = asked.view, asked.query
    if asked.page == "kart":
        return query
    if view.card is not None:
        return DEFAULT.but(avtale=(view.card.agreement,), sprak=query.sprak)
    if isinstance(view, dekning.CoverageView):
        return query.but(tjeneste=(view.service,), kommune=(), region=(), avtale=())
    if isinstance(view, scenario.ScenarioView) and picture.hubs:
        return DEFAULT.but(
            tjeneste=(asked.register.agreement(picture.hubs[0].agreement).service,),
            nettverk=query.nettverk,
            utvikling=query.utvikling,
            usikre=query.usikre,
            sprak=query.sprak,
        )
    return None


def _of_municipality(register: Register, query: Query) -> Table | None:
    """Return one record an agreement that a municipality is in, in codes."""
    if not query.kommune:
        return None
    columns = (
        *("id", "navn", "tjeneste", "form", "vert", "deltakere", "status"),
        *("fra", "til", "sikkerhet", "kilde_år"),
    )
    rows = tuple(
        (
            *(row.id, row.name, row.service, row.form, row.host, "|".join(row.members)),
            row.status,
            *(str(year or "") for year in (row.start, row.end)),
            *(row.confidence, str(row.source_year or "")),
        )
        for row in living(register)
        if query.kommune[0] in row.members
    )
    return Table("kommune", columns, rows)


# Pure data, in codes; the other views write their first table.
DATA: Final[Mapping[str, Callable[[Register, Query], Table | None]]] = {
    "dekning": dekning.data,
    "kommune": _of_municipality,
}
