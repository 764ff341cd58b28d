"""Hand a View to the screen pen, and what the reader does on the map back to the state."""

import time
from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from data.limits import limit
from data.register import Register
from geo.boundaries import Boundaries
from geo.message import to_base64
from geo.web import Drawing, new_map
from ui import state
from ui.assets import address, ground
from ui.navigation import leave
from views.query import from_string
from views.screen import message
from views.view import View

_HEIGHT = 600
# Measured: with it the map is painted about 15 ms sooner (bench/repaint.py), and a page that is
# gone to about 40 ms (bench/answers.py): all that stands on it is made anew.
_HEAD_START_S, _HEAD_START_NEW_S = 0.03, 0.1


def show(
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    key: str,
    *,
    bare: bool = False,
    big: bool = False,
    on_change: Callable[[], None] | None = None,
) -> None:
    """Draw the picture of `view`.

    Parameters
    ----------
    view, register, boundaries
        What is drawn, and on which ground.
    key
        Name of the map on its page; its style and height hang on it.
    bare
        The map alone, without list and buttons.
    big
        Text for the back row.
    on_change
        Called with what the reader did in `st.session_state[key]`; the map page's own answer
        if None.
    """
    # Below a card, the list is only the way on: fewer lines, and a lighter message.
    rows = limit("list_rows") if view.card is None else limit("list_rows_below_card")
    data = message(view, register, rows + state.extra_rows())
    if bare:
        data = {**data, "bare": 1, "r": [], "n": []}
    if big:
        data["big"] = 1
    chart = new_map(
        (address("leaflet.js"), address("pen.js")),
        (address("leaflet.css"), address("pen.css")),
        ground(register, boundaries),
    )
    with st.container(key=key):
        st_folium(
            chart,
            key=f"{key}_value",
            height=_HEIGHT,
            use_container_width=True,
            render=False,
            returned_objects=[],
            feature_group_to_add=Drawing(to_base64(data)),
            on_change=on_change or (lambda: _answer(key, register)),
        )


def head_start() -> None:
    """Wait until the browser has painted the map, matrix or sheet, before the widgets are sent.

    They stand there already, as a rule unchanged; yet the browser would go through all of them
    before it paints.
    """
    time.sleep(_HEAD_START_NEW_S if state.is_new_page() else _HEAD_START_S)


def value(key: str) -> dict[str, Any]:
    """Return what the reader did last on the map `key`, as the script told it."""
    found = st.session_state.get(f"{key}_value")
    return found if isinstance(found, dict) else {}


def _answer(key: str, register: Register) -> None:
    """Turn what the reader did into a new Query; anything unknown is passed over."""
    did = value(key)
    agreement, code = _word(did, "avtale"), _word(did, "kommune")
    if agreement in register.agreement_by_id:
        state.change(avtale=(agreement,))
    elif agreement == "":
        state.change(avtale=())
    elif code in register.municipality_by_code:
        # A second click on the map lets go; a participant named on a card is always shown.
        query = state.in_force()
        again = query.kommune == (code,) and not query.avtale
        state.change(kommune=() if again else (code,), avtale=())
    elif (link := _word(did, "lenke")) is not None:
        state.replace_query(from_string(link, register)[0])
    elif did.get("side") == "avtaler":
        leave("avtaler", state.in_force())
    elif isinstance(did.get("storskjerm"), bool):
        state.change(storskjerm=did["storskjerm"])
    elif isinstance(did.get("flere"), int):
        state.more_rows(2 * limit("list_rows"))


def _word(did: dict[str, Any], key: str) -> str | None:
    """Return what was told under `key` if it is text: a browser can send anything."""
    found = did.get(key)
    return found if isinstance(found, str) else None
