"""Presentasjon: the scenes on stage, and the list that they stand in."""

import streamlit as st

from data.language import _
from ui import load, state, text, theme
from ui.presenter import arranging, keeping, stage
from views.query import DEFAULT

register = load.register()
boundaries, neighbours = load.boundaries(), load.neighbours()
query = state.current(register, "presentasjon")
# The filters of other pages have no say here, and no place in the link.
state.write_link(DEFAULT.but(scene=query.scene, sprak=query.sprak))
scenes = keeping.current()
on_stage = bool(query.scene and scenes.scenes)
if on_stage:
    theme.big_screen()
keeping.keep()
if not keeping.known():
    text.hint(_("Henter presentasjonen …"))
elif on_stage:
    stage.show(scenes, query.scene, register, boundaries, neighbours)
else:
    stage.forget()
    state.show_notices()
    title = scenes.title or _("Presentasjon")
    text.heading(title, _("{n} scener").format(n=len(scenes.scenes)))
    arranging.show(scenes, register)
    with st.sidebar:
        arranging.file_panel()
