"""Om: what this is, where its facts come from, what its words mean, licences, and privacy."""

import streamlit as st

from data.language import _
from data.limits import limit
from ui import files, load, parts, state, tables, text
from ui.state import key_of
from views import om
from views.view import Section

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "om")
view = om.build(register, query, boundaries, load.saves())


def listed(section: Section) -> None:
    """Show the sources, with a field to search them by, as many as the reader asks for."""
    (found,) = section.tables
    text.subheading(section.title)
    st.text_input(
        _("Søk i kildene"),
        key=key_of("sok"),
        placeholder=_("Navn, nettsted eller år …"),
        type="search",
    )
    shown = 2 * limit("list_rows") + state.extra_rows()
    tables.table(found, rows=shown)
    if len(found.rows) > shown:
        more = _("Vis flere ({n} til)").format(n=len(found.rows) - shown)
        st.button(more, on_click=state.more_rows, args=(8 * limit("list_rows"),))
    if not found.rows:
        text.hint(_("Ingen kilde har alle ordene. Prøv færre."))


state.show_notices()
text.heading(view.title, view.lead)
names = {
    "": _("Om kartet"),
    "kilder": _("Kilder"),
    "ord": _("Ord og tall"),
    "lisenser": _("Lisenser og personvern"),
}
opened = parts.choose(names, query.fane)
sections = view.part(opened)
if opened == "kilder":
    first, last = sections
    text.subheading(first.title)
    text.hint(first.text)
    left, right = st.columns([7, 5], gap="large")
    for place, table in zip((left, right), first.tables, strict=True):
        with place:
            tables.table(table)
    listed(last)
elif opened == "ord":
    with st.container(key="terms"):
        for section in sections:
            tables.section(section)
else:
    left, right = st.columns([6, 5], gap="large")
    for place, section in enumerate(sections):
        with left if place == 0 else right:
            tables.section(section)
with st.sidebar:
    files.offer("om", query, view, register, None)
state.write_link(query)
