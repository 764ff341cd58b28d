"""Organisasjonsform: the forms, a guide, how it is done here, agreements, political steering."""

import streamlit as st

from data.language import _
from ui import files, load, parts, scene_button, state
from ui.forms import contents, guide, here, line, steering

_PAGE = "organisasjonsform"
register = load.register()
query = state.current(register, _PAGE)
state.show_notices()
PARTS = {
    "": (_("Formene"), line.show),
    "veiviser": (_("Veiviser"), guide.show),
    "her": (_("Slik gjør vi det her"), here.show),
    "innhold": (_("Hva avtalen må si"), contents.show),
    "styring": (_("Politisk styring"), steering.show),
}
opened = parts.choose({key: name for key, (name, _show) in PARTS.items()}, query.fane)
view = PARTS[opened][1](register, query)
with st.sidebar:
    scene_button.show(_PAGE, query, view.title)
    files.offer(_PAGE, query, view, register, load.boundaries())
state.write_link(query)
