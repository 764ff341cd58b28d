"""The parts of a page that has several, and the page for the hall: both stand in the link."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from data.language import _
from ui import state

_KEY: Final = "sk_part"


def choose(parts: Mapping[str, str], opened: str) -> str:
    """Draw the row of parts, and return the key of the one that is open.

    Parameters
    ----------
    parts
        Key in the link to name on the screen; the first one has the empty key.
    opened
        What the link asks for; a part of another page gives the first.
    """
    part = opened if opened in parts else ""
    st.session_state[_KEY] = part

    def change() -> None:
        # A second click on the open part empties the control: the part stays open.
        state.change(fane=st.session_state[_KEY] or part)

    big = state.in_force().storskjerm
    with st.container(horizontal=True, vertical_alignment="center", key="parts"):
        st.segmented_control(
            _("Del av siden"),
            list(parts),
            format_func=parts.__getitem__,
            key=_KEY,
            on_change=change,
            label_visibility="collapsed",
            width="stretch",
        )
        st.button(
            _("Vanlig skjerm") if big else _("Storskjerm"),
            on_click=state.change,
            kwargs={"storskjerm": not big},
            key="parts_big",
            help=_("Uten panel og med stor skrift, for salen"),
        )
    if big:
        # The style of the page looks for it: no panel, and text for the back row.
        st.html("<i class='sk-hall'></i>")
    return part
