"""Dekning: the matrix of municipalities and services, the map of one, and the gap list."""

import streamlit as st

from data.language import _
from data.limits import limit
from ui import files, load, map_view, matrix, scene_button, state, switches, tables, text
from ui.navigation import leave
from views import dekning
from views.switches import kept

register = load.register()
boundaries, neighbours = load.boundaries(), load.neighbours()
query = state.current(register, "dekning")
view = load.view(dekning.build, register, query, boundaries, neighbours, load.travel().minutes)


def pick(what: str) -> None:
    """Open a cell, another service's map, or leave for a municipality's page."""
    code, hyphen, service = what.partition("-")
    if not hyphen and code in register.county_codes:
        leave("kommune", kept(query).but(kommune=(code,)))
    elif service in register.service_by_code and code in ("", *register.county_codes):
        state.change(celle="" if what == query.celle else what)


def pick_on_map() -> None:
    """Open the cell of a municipality that was clicked on the map."""
    clicked = map_view.value("dekning").get("kommune")
    if isinstance(clicked, str) and clicked in register.county_codes:
        state.change(celle=f"{clicked}-{view.service}")


state.show_notices()
text.heading(view.title, view.lead)
wide = view.matrix is not None and len(view.matrix.columns) > limit("matrix_beside")
left, right = (st.container(), st.container()) if wide else st.columns([6, 5], gap="medium")
with left:
    if view.matrix is not None:
        matrix.show(view.matrix, query, view.service, view.lead, pick)
        map_view.head_start()
with right:
    if view.panel is not None:
        tables.section(view.panel)
    else:
        text.hint(_("Velg ei rute for å se hva som er der, eller hvem som kan være partner."))
    text.subheading(view.map_title)
    map_view.show(view, register, boundaries, "dekning", bare=True, on_change=pick_on_map)
for note in view.notes:
    text.hint(note)
gaps = view.tables[0]
shown = limit("list_rows") + state.extra_rows()
tables.table(gaps, rows=shown)
if len(gaps.rows) > shown:
    more = _("Vis flere ({n} til)").format(n=len(gaps.rows) - shown)
    st.button(more, on_click=state.more_rows, args=(4 * limit("list_rows"),))
with st.sidebar:
    switches.panel(register, query)
    scene_button.show("dekning", query, view.title)
    files.offer("dekning", query, view, register, boundaries)
state.write_link(query)
