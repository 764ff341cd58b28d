"""«Legg til i presentasjonen», on every page that shows something worth showing in a hall."""

from typing import Literal

import streamlit as st

from data.language import _
from ui.navigation import leave
from ui.presenter import keeping
from views.query import DEFAULT, Query
from views.scenes import scene_of

_ADDED = "sk_scene_added"


def show(page: str, query: Query, title: str, *, wide: bool = True) -> None:
    """Draw the button.

    Parameters
    ----------
    page, query
        What is shown now, and will be shown in the hall.
    title
        What the scene is called until it is renamed.
    wide
        Whether the button is as wide as what it stands in.
    """
    width: Literal["stretch", "content"] = "stretch" if wide else "content"
    st.button(
        _("Legg til i presentasjonen"),
        on_click=_add,
        args=(page, query, title),
        width=width,
        key="scene_add",
    )
    if st.session_state.pop(_ADDED, False):
        st.button(
            _("Lagt til. Åpne presentasjonen"),
            on_click=leave,
            args=("presentasjon", DEFAULT.but(scene=0)),
            width=width,
            type="tertiary",
            key="scene_open",
        )


def _add(page: str, query: Query, title: str) -> None:
    keeping.add(scene_of(page, query, title))
    st.session_state[_ADDED] = True
