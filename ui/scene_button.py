"""«Legg til i presentasjonen», on every page that shows something worth showing in a hall."""

from typing import Literal

import streamlit as st

from data.language import _
from ui.navigation import leave
from ui.presenter import keeping
from views.query import DEFAULT, Query
from views.scene_views import scene_for

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
    # Until something else is shown: a map that tells its zoom runs the page again.
    if st.session_state.get(_ADDED) == (page, query):
        st.button(
            _("Lagt til. Åpne presentasjonen"),
            on_click=leave,
            args=("presentasjon", DEFAULT.but(scene=0)),
            width=width,
            type="tertiary",
            key="scene_open",
        )


def _add(page: str, query: Query, title: str) -> None:
    keeping.add(scene_for(page, query, title))
    st.session_state[_ADDED] = (page, query)
