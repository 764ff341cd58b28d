"""The scenes as a list: in which order, under which names, with which notes; and their file."""

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.language import _
from data.limits import limit
from data.register import Register
from export.formats import FORMATS
from export.slides import slides
from ui import load, state
from ui.navigation import leave
from ui.presenter import keeping
from ui.presenter.stage import forget
from ui.text import hint, note
from views.query import DEFAULT
from views.scene_views import views_of
from views.scenes import FORMS, PAGES, TEXT, Scene, SceneSet
from views.scenes_file import ScenesError, from_json, largest, shipped, to_json

_HERE: Final = Path(__file__).parent
_FAULT: Final = "sk_scenes_fault"
_READ: Final = "sk_scenes_read"
_HEARD: Final = "sk_scenes_heard"
_list = st.components.v2.component(
    "samarbeidskart_scenes",
    html='<div class="sk-scenes"></div>',
    css=(_HERE / "list.css").read_text("utf-8"),
    js=(_HERE / "list.js").read_text("utf-8"),
)


def show(scenes: SceneSet, register: Register) -> None:
    """Draw the list with its buttons, and the file beside it."""
    if fault := st.session_state.pop(_FAULT, ()):
        note("error", _("Fila ble ikke brukt, og presentasjonen er som før:"), fault)
    keeping.show_faults()
    with st.container(horizontal=True, key="scene_ways"):
        st.button(
            _("Vis fra starten"),
            type="primary",
            on_click=_show_from,
            args=(1,),
            disabled=not scenes.scenes,
        )
        st.button(_("Angre"), on_click=keeping.undo, disabled=not keeping.can_undo())
        st.button(_("Ny tekstscene"), on_click=_add_text)
        st.download_button(
            _("Lagre som fil"), to_json(scenes), "presentasjon.json", "application/json"
        )
        st.download_button(
            _("PowerPoint av alle"),
            partial(_slides, scenes, register),
            "presentasjon.pptx",
            FORMATS["pptx"].media,
            on_click="ignore",
            disabled=not scenes.scenes,
        )
        st.button(
            _("Hent settet som fulgte med"),
            on_click=keeping.put,
            args=(shipped(),),
            disabled=scenes == shipped(),
        )
    hint(
        _(
            "På scenen: piltaster, mellomrom eller klikker blar. Tall og Enter hopper, B gjør "
            "skjermen svart, S søker, N åpner notatene, Esc kommer hit. Endringer blir i denne "
            "nettleseren; lagre en fil for å sende dem."
        )
    )
    _list(
        key="scene_list",
        data=_data(scenes, register),
        on_change_change=lambda: _answer(register),
    )


def file_panel() -> None:
    """Draw the way in for a file that somebody has saved or sent."""
    file = st.file_uploader(
        _("Åpne en presentasjonsfil"), type=["json"], key="scene_file", max_upload_size=1
    )
    if file is None or st.session_state.get(_READ) == file.file_id:
        return
    st.session_state[_READ] = file.file_id
    try:
        keeping.put(from_json(file.getvalue()[: largest() + 1]))
    except ScenesError as error:
        st.session_state[_FAULT] = error.lines[:8]
    st.rerun()


def _slides(scenes: SceneSet, register: Register) -> bytes:
    """Return every scene as a slide with its notes; made when it is asked for."""
    areas, near = load.boundaries(), load.neighbours()
    return slides(views_of(scenes, register, areas, near), register, areas)


def _data(scenes: SceneSet, register: Register) -> dict[str, Any]:
    rows = []
    for scene in scenes.scenes:
        _query, unknown = scene.query(register)
        lost = [notice.text for notice in unknown]
        page = PAGES[scene.page]
        rows.append([scene.title, _(page), scene.notes, list(scene.lines), lost])
    return {
        "rows": rows,
        "heard": _heard()["last"],
        "most": {name: limit(f"scene_{name}") for name in ("title", "notes", "lines", "line")},
        "words": {
            "title": _("Tittel på scene {n}"),
            "up": _("Flytt opp"),
            "down": _("Flytt ned"),
            "drop": _("Slett"),
            "show": _("Vis"),
            "open": _("Åpne siden"),
            "notes": _("Notat til den som snakker"),
            "lines": _("Tekst på scenen, én linje om gangen; «# » foran gir en overskrift"),
            "more": _("Tekst og notat"),
            "empty": _("Ingen scener ennå. Bruk «Legg til i presentasjonen» på en av sidene."),
        },
    }


def _answer(register: Register) -> None:
    """Take the changes that have not been taken; a browser can send anything, see `_take`.

    The list sends a change again until it is told that it has been heard: of two that are sent at
    the same time the server hears the last only, or breaks off what it does with the first.
    """
    heard = _heard()
    told = getattr(st.session_state.get("scene_list"), "change", None)
    try:
        changes = json.loads(told) if isinstance(told, str) else None
    except (ValueError, RecursionError):
        return
    for change in changes if isinstance(changes, list) else ():
        number = change.get("n") if isinstance(change, dict) else None
        if type(number) is int and number > heard["last"]:
            _take(change, register)
            heard["last"] = number


def _heard() -> dict[str, int]:
    """Return the number of the last change that was taken, where it is changed without a pause."""
    found: dict[str, int] = st.session_state.setdefault(_HEARD, {"last": 0})
    return found


def _take(change: dict[str, Any], register: Register) -> None:
    """Do what one change says; what does not fit is passed over."""
    scenes = keeping.current()
    if not _within(change.get("at"), scenes):
        return
    at, what, value = change["at"], change.get("what"), change.get("value")
    scene = scenes.scenes[at]
    if what == "drop":
        keeping.put(scenes.without(at))
    elif what == "move" and _within(value, scenes):
        keeping.put(scenes.moved(at, value))
    elif what == "show":
        _show_from(at + 1)
    elif what == "open":
        _open(scene, register)
    elif isinstance(what, str) and isinstance(value, str):
        _rewrite(scenes, at, what, value)


def _within(value: object, scenes: SceneSet) -> bool:
    return type(value) is int and 0 <= value < len(scenes.scenes)


def _rewrite(scenes: SceneSet, at: int, what: str, value: str) -> None:
    """Give a scene other words, if a file with them could be read again."""
    scene = scenes.scenes[at]
    if what == "title":
        changed = replace(scene, title=" ".join(value.split()))
    elif what == "notes":
        changed = replace(scene, notes=value.strip())
    elif what == "lines":
        lines = tuple(line.strip() for line in value.splitlines() if line.strip())
        changed = replace(scene, lines=lines)
    else:
        return
    found = scenes.with_scene(at, changed)
    try:
        from_json(to_json(found).encode("utf-8", "replace"))
    except ScenesError as error:
        st.session_state[_FAULT] = error.lines
        return
    if found != scenes:
        keeping.put(found)


def _show_from(number: int) -> None:
    forget()
    state.change(scene=number)


def _open(scene: Scene, register: Register) -> None:
    page = "organisasjonsform" if scene.page == FORMS else scene.page
    if page == TEXT:
        return
    query, _unknown = scene.query(register)
    leave(page, query.but(scene=DEFAULT.scene))


def _add_text() -> None:
    title = _("Ny scene")
    keeping.put(keeping.current().added(Scene(title, TEXT, lines=(_("Skriv her"),))))
