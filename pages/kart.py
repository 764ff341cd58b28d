"""Kart: filters beside the map, the numbered list and the card."""

import streamlit as st

from data.language import _
from ui import files, filters, load, map_view, scene_button, state, text, theme
from ui import small_maps as ui_small_maps
from views import kart, small_maps

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "kart")
view = load.view(kart.build, register, query, boundaries)

if query.storskjerm:
    theme.big_screen()
state.show_notices()
kind = view.picture.kind if view.picture else ""
multiples = small_maps.small_maps(view, register, boundaries) if query.smaa else ()
if multiples and kind == "many":
    text.heading(view.title, view.lead)
    ui_small_maps.show(multiples)
else:
    map_view.show(view, register, boundaries, "kart", big=query.storskjerm)
    map_view.head_start()
with st.sidebar:
    filters.panel(register, query, pairs=kind == "pairs")
    if kind == "many":
        st.toggle(_("Ett lite kart for hvert samarbeid"), key=state.key_of("smaa"))
    scene_button.show("kart", query, view.title)
    files.offer("kart", query, view, register, boundaries)
state.write_link(query)
