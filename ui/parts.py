"""The parts of a page that has several: one is open, and it stands in the link."""

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

    st.segmented_control(
        _("Del av siden"),
        list(parts),
        format_func=parts.__getitem__,
        key=_KEY,
        on_change=change,
        label_visibility="collapsed",
        width="stretch",
    )
    return part
