"""Kommune: a page about one municipality that can be handed to a councillor."""

import streamlit as st
from markupsafe import Markup

from analysis.selection import sort_key
from data.language import _
from ui import (
    files,
    filters,
    load,
    map_view,
    ownership,
    scene_button,
    sheet,
    state,
    text,
    weights,
)
from ui.tables import section_html
from views import kommune, oversikt
from views.query import DEFAULT

register = load.register()
boundaries, neighbours, travel = load.boundaries(), load.neighbours(), load.travel()
query = state.current(register, "kommune")
view = load.view(kommune.build, register, query, boundaries, neighbours, travel)
county = sorted(
    register.county_codes, key=lambda code: sort_key(register.municipality_by_code[code].name)
)


def choose() -> None:
    """Go on to the municipality that was chosen."""
    code = st.session_state["chosen"]
    state.change(kommune=(code,) if code else (), celle="", avtale=())


def pick_on_map(code: str) -> None:
    """Go on to the municipality that was clicked on the map."""
    if code in register.municipality_by_code:
        state.change(kommune=(code,), celle="", avtale=())


state.show_notices()
head = [text.heading_html(view.title, view.lead)]
if view.picture is None:
    start = load.view(oversikt.county, register, DEFAULT.but(sprak=query.sprak), boundaries)
    chooser = sheet.words(*head, *map(section_html, view.sections), half=True)
    drawn = sheet.figure(start, register, boundaries, "kommune", can_be_picked=True)
    parts, columns = [chooser, drawn], (2, 3)
else:
    fact = Markup("<div><b>{}</b><span>{}</span></div>")
    facts = Markup("").join(fact.format(*one) for one in view.facts)
    head.append(Markup('<div class="sk-facts">{}</div>').format(facts))
    drawn = sheet.figure(view, register, boundaries, "kommune", can_be_picked=True)
    parts = [sheet.words(*head, half=True), drawn, sheet.sections(view.sections)]
    columns = (6, 5)
sheet.show("kommune", parts, columns, on_pick=pick_on_map)
map_view.head_start()
with st.sidebar:
    st.session_state["chosen"] = query.kommune[0] if query.kommune else None
    st.selectbox(
        _("Kommune"),
        [*county, *(c for c in register.municipality_by_code if c not in county)],
        format_func=lambda code: register.municipality_by_code[code].name,
        index=None,
        placeholder=_("Velg en kommune"),
        key="chosen",
        on_change=choose,
    )
    filters.switches()
    filters.confidence()
    if query.celle:
        weights.sliders(query)
    if query.kommune:
        scene_button.show("kommune", query, view.title)
        files.offer("kommune", query, view, register, boundaries)
        ownership.offer(register, query.kommune[0])
state.write_link(query)
