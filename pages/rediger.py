"""Rediger: the register changed by those who may; everyone else is told what to do."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from data.database.errors import StoreError
from data.language import _, mark
from data.register import Register
from ui import access, load, state, text
from ui.editing import alone, form, history, importing, rescue, saving
from views.query import Query

Part = Callable[[Register, Query], None]
# What can be done here, in the order of the page: a title, and what shows it.
PARTS: Final[dict[str, Part]] = {
    mark("Endre en avtale"): lambda register, query: form.show(register, query, load.boundaries()),
    mark("Svar «alene»"): alone.show,
    mark("Importer"): lambda register, _query: importing.show(register),
    mark("Historikk"): lambda register, _query: history.show(register),
}

# The part that was looked at last: the widget forgets it when another page is opened.
_LAST: Final = "sk_editing_last"

register = load.register()
query = state.current(register, "rediger")

state.show_notices()
text.heading(
    _("Rediger"),
    _("Endre avtaler, før inn svar om tjenester som gjøres alene, eller importer et regneark."),
)
if access.gate() is not None:
    titles = list(PARTS)
    if saving.PART not in st.session_state:
        # A link that names a municipality and no agreement asks for its answers.
        first = titles[1] if query.kommune and not query.avtale else titles[0]
        st.session_state[saving.PART] = st.session_state.get(_LAST, first)
    chosen = st.segmented_control(
        _("Hva vil du gjøre?"), titles, format_func=_, required=True, key=saving.PART
    )
    st.session_state[_LAST] = chosen
    try:
        rescue.ready()
        saving.show_done(register)
        PARTS[chosen](register, query)
    except StoreError as error:
        rescue.show(error)
state.write_link(query)
