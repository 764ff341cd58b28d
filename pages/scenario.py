"""Scenario: steps on a copy of the register, before and after side by side."""

import streamlit as st

from analysis.steps import without
from data.language import _
from ui import (
    files,
    filters,
    load,
    map_picture,
    map_view,
    scenario_forms,
    scene_button,
    state,
    tables,
    text,
)
from ui.navigation import leave
from views import scenario
from views.query import DEFAULT

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "scenario")
view = scenario.build(register, query, boundaries)

above = st.container()
# First, for the browser has most to do with them.
if view.before is not None and view.after is not None:
    left, right = st.columns(2, gap="small")
    with left:
        map_picture.show(view.before, register, boundaries, "for")
    with right:
        map_picture.show(view.after, view.changed or register, boundaries, "etter")
with above:
    state.show_notices()
    text.banner(_("SCENARIO – ingenting her er lagret i registeret"))
    text.heading(view.title, view.lead)
    if view.notes:
        text.note("info", _("Noe i scenarioet ble ikke brukt:"), view.notes)
    for index, words in enumerate(view.step_words):
        left, right = st.columns([9, 1], vertical_alignment="center")
        with left:
            text.hint(f"{index + 1}. {words}")
        right.button(
            _("Fjern"),
            key=f"undo_{index}",
            on_click=scenario_forms.keep,
            args=(without(view.steps, index + 1),),
        )
for section in view.sections:
    tables.section(section)
map_view.head_start()
with st.sidebar:
    scenario_forms.panel(view, register)
    filters.switches()
    if view.steps:
        alone = DEFAULT.but(steg=query.steg)
        args = ("samarbeidsjekk", alone)
        st.button(_("Samarbeidsjekk"), on_click=leave, args=args, width="stretch")
        scene_button.show("scenario", query, view.title)
        files.offer("scenario", query, view, register, boundaries)
state.write_link(query)
