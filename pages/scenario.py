"""Scenario: steps on a copy of the register, before and after side by side."""

import streamlit as st
from markupsafe import Markup

from analysis.steps import without
from data.language import _
from ui import (
    files,
    filters,
    load,
    map_view,
    scenario_forms,
    scene_button,
    sheet,
    state,
    text,
)
from ui.navigation import leave
from ui.tables import section_html
from views import oversikt, scenario
from views.query import DEFAULT

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "scenario")
view = load.view(scenario.build, register, query, boundaries)


def undo(step: str) -> None:
    """Take one step out, by its place in the list."""
    for index in range(len(view.steps)):
        if step == str(index):  # a browser can send anything
            scenario_forms.keep(without(view.steps, index + 1))


state.show_notices()
banner = text.banner_html(_("SCENARIO – ingenting her er lagret i registeret"))
head = [text.heading_html(view.title, view.lead)]
if view.notes:
    head.append(text.note_html("info", _("Noe i scenarioet ble ikke brukt:"), view.notes))
if view.steps:
    row = Markup("<li><span>{}</span><button type='button' value='{}'>{}</button></li>")
    rows = (row.format(words, index, _("Fjern")) for index, words in enumerate(view.step_words))
    head.append(Markup("<ol class='sk-steps'>{}</ol>").format(Markup("").join(rows)))
    parts = [sheet.words(banner, *head)]
    if view.before is not None and view.after is not None:
        parts.append(sheet.figure(view.before, register, boundaries, "for"))
        parts.append(sheet.figure(view.after, view.changed or register, boundaries, "etter"))
    parts.append(sheet.sections(view.sections))
else:
    start = load.view(oversikt.county, register, DEFAULT.but(sprak=query.sprak), boundaries)
    begin = sheet.words(*head, *map(section_html, view.sections), half=True)
    parts = [sheet.words(banner), begin, sheet.figure(start, register, boundaries, "na")]
sheet.show("scenario", parts, on_press=undo)
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
