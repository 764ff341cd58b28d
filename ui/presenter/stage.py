"""The stage: all scenes sent to the browser at once, where keys change them without asking."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
import streamlit.components.v1 as components

from data.language import _, get_language
from data.register import Register
from geo.boundaries import Boundaries
from ui import state
from ui.assets import ground, page_address
from views.partners import Neighbours
from views.presentation import all_data, directory, found_scene, stage_data
from views.scene_views import view_of
from views.scenes import SceneSet

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = ("panel.js", "frames.js", "search.js", "stage.js")
_START: Final = "sk_stage_start"
_LOOK: Final = "sk_stage_look"
_stage = st.components.v2.component(
    "samarbeidskart_stage",
    html='<div class="sk-hall"></div>',
    css=(_HERE / "stage.css").read_text("utf-8"),
    js="\n".join((_HERE / name).read_text("utf-8") for name in _SCRIPTS),
)
# What was looked up travels beside the scenes, which stay as they are and are not sent again.
_looked = st.components.v2.component(
    "samarbeidskart_looked",
    html='<div class="sk-looked"></div>',
    js=(_HERE / "looked.js").read_text("utf-8"),
)


def show(
    scenes: SceneSet,
    at: int,
    register: Register,
    boundaries: Boundaries | None,
    neighbours: Neighbours,
) -> None:
    """Fill the screen with the scenes, beginning with number `at` (1 is the first)."""
    start = st.session_state.setdefault(_START, max(1, min(at, len(scenes.scenes))))
    near = tuple(sorted(neighbours.items()))
    data = {
        "title": scenes.title,
        "scenes": all_data(scenes, register, boundaries, near, get_language()),
        "at": start,
        "directory": directory(register),
        "ground": f"component/{ground(register, boundaries).removeprefix('../')}",
        "scripts": [page_address("leaflet.js"), page_address("pen.js")],
        "styles": [page_address("leaflet.css"), page_address("pen.css")],
        "notes": _notes_address(),
        "words": words(),
    }
    _stage(key="stage", data=data, on_said_change=lambda: _said(register))
    _looked(key="looked", data=_found(register, boundaries, neighbours))


def forget() -> None:
    """Forget where the stage began, so that it begins anew at the place that is asked for."""
    st.session_state.pop(_START, None)
    st.session_state.pop(_LOOK, None)


def _said(register: Register) -> None:
    """Take what the stage says in one word: its place, what it looks up, and that it is left.

    A browser can send anything; what does not fit is passed over.
    """
    said = getattr(st.session_state.get("stage"), "said", None)
    if not isinstance(said, dict):
        return
    if said.get("leave") is True:
        forget()
        state.change(scene=0)
        return
    at, look = said.get("at"), said.get("look")
    if type(at) is int and 0 < at < 1000:  # into the link, so that a reload keeps it
        state.change(scene=at)
    if isinstance(look, str):
        _look(look, register)


def _look(asked: str, register: Register) -> None:
    """Keep what is looked up, if there is such a thing."""
    kind, _colon, key = asked.partition(":")
    count = st.session_state.get(_LOOK, (0, "", ""))[0] + 1
    if found_scene(kind, key, register) is not None:
        st.session_state[_LOOK] = (count, kind, key)


def _found(
    register: Register, boundaries: Boundaries | None, neighbours: Neighbours
) -> dict[str, Any]:
    count, kind, key = st.session_state.get(_LOOK, (0, "", ""))
    scene = found_scene(kind, key, register)
    if scene is None:
        return {"n": 0, "scene": None}
    view = view_of(scene, register, boundaries, neighbours)
    return {"n": count, "scene": stage_data(scene, view, register)}


@lru_cache(maxsize=1)
def _notes_address() -> str:
    """Return the address of the page of the speaker's notes, which needs no server but this."""
    folder = _HERE / "notes"
    components.declare_component("presenter_notes", path=str(folder))
    texts = b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
    digest = hashlib.sha256(texts).hexdigest()[:10]
    return f"component/{__name__}.presenter_notes/notes.html?v={digest}"


def words() -> dict[str, str]:
    """Return the texts of the stage in the reader's language."""
    return {
        "of": _("{n} av {all}"),
        "goto": _("Til scene {n}"),
        "search": _("Søk etter et samarbeid eller en kommune"),
        "nothing": _("Ingenting i registeret har dette i navnet."),
        "fetching": _("Henter …"),
        "back": _("Esc: tilbake til presentasjonen"),
        "leave": _("Avslutt (Esc)"),
        "notes": _("Notater (N)"),
        "find": _("Søk (S)"),
        "full": _("Fullskjerm (F)"),
        "dark": _("Svart (B)"),
        "more": _("og {n} til i registeret"),
        "next": _("Neste"),
        "last": _("Siste scene"),
        "doubt": _("Hva er usikkert"),
        "elapsed": _("Tid brukt"),
        "speaker": _("Notater for den som snakker"),
        "nonotes": _("Ingen notater til denne scenen."),
        "empty": _("Presentasjonen har ingen scener."),
        "step": _("steg {n} av {all}"),
        "blocked": _("Nettleseren stengte vinduet med notater. Tillat sprettoppvinduer her."),
        "reset": _("Nullstill klokka"),
        "waiting": _("Venter på presentasjonen …"),
        "noground": _("Kartet kan ikke hentes. Last siden på nytt."),
    }
