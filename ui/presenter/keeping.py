"""Where the scenes of this reader are: in the session, and in the browser for the next visit.

A scene that is added before the browser has told what it kept waits, and is put at the end.
"""

from pathlib import Path
from typing import Final

import streamlit as st

from data.language import _
from ui.text import note
from views.scenes import Scene, SceneSet
from views.scenes_file import ScenesError, from_json, largest, shipped, to_json

_HERE: Final = Path(__file__).parent
_SET: Final = "sk_scenes"
_BEFORE: Final = "sk_scenes_before"
_WAITING: Final = "sk_scenes_waiting"
_TOLD: Final = "sk_scenes_told"
_UNDOS: Final = 30
_keeper = st.components.v2.component(
    "samarbeidskart_keeper",
    html='<div class="sk-keeper"></div>',
    js=(_HERE / "keeper.js").read_text("utf-8"),
)


def current() -> SceneSet:
    """Return the set in force, with what waits to be added."""
    found: SceneSet = st.session_state.get(_SET) or shipped()
    for scene in st.session_state.get(_WAITING, ()):
        found = found.added(scene)
    return found


def known() -> bool:
    """Return whether the browser has told what it kept; until then no scene is shown."""
    return _SET in st.session_state


def put(scenes: SceneSet) -> None:
    """Put another set in force; the one before can be had back.

    Streamlit may break off here for a newer word from the browser, at any of these lines: the set
    itself comes last, and what has been done twice is undone at once.
    """
    before, now = st.session_state.get(_BEFORE, ()), current()
    if not before or before[-1] != now:
        st.session_state[_BEFORE] = (*before, now)[-_UNDOS:]
    st.session_state[_WAITING] = ()
    st.session_state[_SET] = scenes


def add(scene: Scene) -> None:
    """Add a scene to the set."""
    if known():
        put(current().added(scene))
    else:
        st.session_state[_WAITING] = (*st.session_state.get(_WAITING, ()), scene)


def can_undo() -> bool:
    """Return whether there is a change to take back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Take the last change back."""
    *rest, last = st.session_state[_BEFORE]
    st.session_state[_BEFORE] = tuple(rest)
    st.session_state[_SET] = last


def keep() -> None:
    """Ask the browser for what it kept at the first run, and have it keep the set after that.

    The set that comes with the app is not kept: a newer one takes its place with a newer app.
    """
    text = ""
    if known():
        found = current()
        text = "" if found == shipped() else to_json(found)
    _keeper(key="keeper", data={"ask": not known(), "text": text}, on_told_change=_told)


def _told() -> None:
    """Take what the browser kept, if it is whole; else start with the set of the app."""
    if known():
        return
    text = getattr(st.session_state.get("keeper"), "told", None)
    found = shipped()
    if isinstance(text, str) and text and len(text) <= largest():
        try:
            found = from_json(text.encode("utf-8", "replace"))
        except ScenesError as error:
            st.session_state[_TOLD] = error.lines
    waiting = st.session_state.get(_WAITING, ())
    st.session_state[_WAITING] = ()
    for scene in waiting:
        found = found.added(scene)
    st.session_state[_SET] = found


def show_faults() -> None:
    """Say why what the browser kept could not be used, once."""
    if lines := st.session_state.pop(_TOLD, ()):
        note("warn", _("Presentasjonen fra sist kunne ikke leses:"), lines[:5])
