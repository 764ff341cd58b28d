"""Kart: filters beside the map, the numbered list and the card."""

import streamlit as st

from ui import files, filters, load, map_view, scene_button, state, theme
from views import kart

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "kart")
view = kart.build(register, query, boundaries)

if query.storskjerm:
    theme.big_screen()
state.show_notices()
map_view.show(view, register, boundaries, "kart", big=query.storskjerm)
map_view.head_start()
with st.sidebar:
    filters.panel(register, query, pairs=view.picture is not None and view.picture.kind == "pairs")
    scene_button.show("kart", query, view.title)
    files.offer("kart", query, view, register, boundaries)
state.write_link(query)
