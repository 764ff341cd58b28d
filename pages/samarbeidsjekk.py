"""Samarbeidsjekk: several parties answer the same points, and see where they differ."""

from functools import partial

import streamlit as st

from data.language import _
from ui import load, state, tables, text
from ui.check import files, form, keeping, parties, picture, tying
from views.check import result
from views.check.points import PARTS

_RESULT = "resultat"
_PART, _RANKED = "check_part", "check_ranked"
_KEPT = "sk_check_kept"


def stay(key: str) -> None:
    """Keep a choice while its widget is not shown; a second click on the one in force is none."""
    kept = st.session_state.setdefault(_KEPT, {})
    if st.session_state[key] is not None:
        kept[key] = st.session_state[key]


def choose(key: str, names: dict[str, str]) -> str:
    """Draw a row of choices, and return the one in force."""
    found: str = st.session_state.setdefault(_KEPT, {}).get(key, next(iter(names)))
    st.session_state[key] = found
    st.segmented_control(
        _("Del av siden"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=partial(stay, key),
        label_visibility="collapsed",
    )
    return found


def show_result(view: result.CheckView) -> None:
    """Show the one page, and the notes where they are asked for."""
    picture.show(view)
    if view.remarks is None:
        return
    count = len(view.remarks.rows)
    if st.toggle(_("Vis notatene ({n})").format(n=count), key="check_notes"):
        with st.container(key="check_remarks"):
            tables.table(view.remarks)


register = load.register()
query = state.current(register, "samarbeidsjekk")
state.show_notices()
for name, lines in files.faults():
    text.note("error", _("«{name}» ble ikke brukt. Svarene er som før:").format(name=name), lines)
if sentences := keeping.told():
    text.note("warn", sentences[0], sentences[1:])
query = tying.tie(register, query)
check = keeping.current()
ranked = st.session_state.get(_KEPT, {}).get(_RANKED, "forskjell") == "forskjell"
view = result.build(register, check, ranked=ranked)
offered = result.members(register, check)
text.heading(view.title, view.lead)
if check.parties:
    titles = {part.code: part.title for part in PARTS}
    steps = {code: f"{n} {_(title)}" for n, (code, title) in enumerate(titles.items(), 1)}
    with st.container(horizontal=True, key="check_ways"):
        opened = choose(_PART, steps | {_RESULT: _("Resultat")})
        if opened == _RESULT:
            order = {"forskjell": _("Størst forskjell først"), "del": _("Del for del")}
            choose(_RANKED, order)
    if opened == _RESULT:
        show_result(view)
    else:
        form.show(next(part for part in PARTS if part.code == opened))
else:
    parties.welcome()
    left, right = st.columns(2, gap="large")
    with left:
        parties.adding(check, offered)
    with right:
        files.opening()
    parties.ahead()
with st.sidebar:
    if check.parties:
        parties.adding(check, offered)
        parties.changing(check)
    if check.parties or keeping.can_undo():
        undo = not keeping.can_undo()
        st.button(_("Angre"), on_click=tying.undo, disabled=undo, width="stretch")
    if check.parties:
        files.saving(check)
        files.opening()
        files.offer(view, query, register)
        st.button(_("Start en ny sjekk"), on_click=tying.begin, width="stretch")
state.write_link(query)
