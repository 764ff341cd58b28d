"""The five sliders that say how much each criterion for partners counts."""

from typing import Final

import streamlit as st

from data.language import _
from data.limits import limit
from ui.state import change
from views.partners import criteria_words
from views.query import WEIGHTS, Query

_KEYS: Final = tuple(f"weight_{index}" for index in range(len(WEIGHTS)))


def sliders(query: Query) -> None:
    """Draw the sliders; what they say stands in the link."""
    st.caption(_("Hvor mye hvert kriterium teller"))
    for key, word, value in zip(_KEYS, criteria_words(), query.vekt, strict=True):
        # Set in every run: the link may have changed, and a slider that comes back forgets.
        st.session_state[key] = int(value)
        st.slider(word, 0, limit("weight_max"), key=key, step=5, on_change=_move)
    if query.vekt != WEIGHTS:
        st.button(_("Vanlige vekter"), on_click=change, kwargs={"vekt": WEIGHTS}, width="stretch")


def _move() -> None:
    change(vekt=tuple(str(st.session_state[key]) for key in _KEYS))
