"""Analyse: the networks in numbers, the matrix of pairs, and a few municipalities compared."""

import streamlit as st

from analysis.comparison import MOST_COMPARED
from analysis.selection import sort_key
from data.language import _
from ui import (
    files,
    filters,
    load,
    map_view,
    pair_matrix,
    scene_button,
    sheet,
    state,
    text,
    weights,
)
from ui.state import key_of
from views import analyse

register = load.register()
neighbours, travel = load.neighbours(), load.travel()
query = state.current(register, "analyse")
view = load.view(analyse.compared, register, query, neighbours, travel.minutes)


def ask() -> None:
    """Look into another service together."""
    state.change(celle=f"-{st.session_state['asked']}")


state.show_notices()
first, *others = view.sections
parts = [sheet.words(text.heading_html(view.title, view.lead))]
if others:
    parts += [sheet.sections([first], half=True), sheet.sections(others[:2], half=True)]
    parts.append(sheet.sections(others[2:]))
else:
    parts.append(sheet.sections([first]))
sheet.show("analyse", parts, (5, 6))
map_view.head_start()
view = load.view(analyse.with_numbers, register, query, view)
municipalities, regions, pairs = view.tables
below = [sheet.table(municipalities), sheet.table(regions)]
if view.pairs is not None:
    below.append(sheet.words(pair_matrix.pair_matrix_html(view.pairs)))
sheet.show("analyse_below", [*below, sheet.table(pairs), sheet.sections(view.definitions)])
with st.sidebar:
    names = {code: register.municipality_by_code[code].name for code in register.county_codes}
    st.multiselect(
        _("Sammenlign kommuner"),
        sorted(names, key=lambda code: sort_key(names[code])),
        format_func=names.__getitem__,
        max_selections=MOST_COMPARED,
        placeholder=_("Velg to til seks"),
        key=key_of("sammenlign"),
    )
    if view.service:
        st.session_state["asked"] = view.service
        st.selectbox(
            _("Tjeneste å utrede sammen"),
            view.services,
            format_func=lambda code: register.service_by_code[code].name,
            key="asked",
            on_change=ask,
        )
    filters.switches()
    filters.confidence()
    if view.service:
        weights.sliders(query)
    scene_button.show("analyse", query, view.title)
    files.offer("analyse", query, view, register, None)
state.write_link(query)
