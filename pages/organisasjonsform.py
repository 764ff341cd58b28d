"""Organisasjonsform: the forms, a guide, how it is done here, agreements, political steering."""

import streamlit as st

from data.language import _
from ui import files, load, parts, scene_button, state
from ui.forms import contents, guide, here, line, steering
from views.organisasjonsform import PAGE, PARTS

register = load.register()
query = state.current(register, PAGE)
state.show_notices()
SHOWN = {
    "": line.show,
    "veiviser": guide.show,
    "her": here.show,
    "innhold": contents.show,
    "styring": steering.show,
}
opened = parts.choose({key: _(name) for key, name in PARTS.items()}, query.fane)
view = SHOWN[opened](register, query)
with st.sidebar:
    scene_button.show(PAGE, query, view.title)
    files.offer(PAGE, query, view, register, load.boundaries())
state.write_link(query)
