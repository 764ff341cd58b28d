"""Analyse: the networks in numbers, the matrix of pairs, and a few municipalities compared."""

import streamlit as st

from analysis.comparison import MOST_COMPARED
from analysis.selection import sort_key
from data.language import _
from ui import filters, load, pair_matrix, state, tables, text
from ui.state import key_of
from views import analyse

register = load.register()
query = state.current(register, "analyse")
view = analyse.build(register, query)

state.show_notices()
text.heading(view.title, view.lead)
for section in view.sections:
    tables.section(section)
municipalities, regions, pairs = view.tables
tables.table(municipalities)
tables.table(regions)
if view.pairs is not None:
    pair_matrix.show(view.pairs)
tables.table(pairs)
for section in view.definitions:
    tables.section(section)
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
    filters.switches()
    filters.confidence()
state.write_link(query)
