"""Two have changed the same agreement: show both values, field by field, and lose neither."""

import streamlit as st

from data.database.changes import Stored
from data.language import _
from data.register import Register
from ui import text
from ui.editing import keeping
from ui.editing.keeping import Draft
from ui.editing.markup import plain
from ui.state import change
from views.draft import differences


def show(draft: Draft, register: Register, key: str) -> None:
    """Draw the choice between both values, of a draft that met another's change."""
    if draft.met is None:
        _deleted(draft, register, key)
    else:
        _both(draft, draft.met, register, key)


def _both(draft: Draft, met: Stored, register: Register, key: str) -> None:
    title = _("En annen har lagret denne avtalen mens du skrev. Ingenting er overskrevet.")
    if key == keeping.NEW:
        title = _("En annen har nettopp laget en avtale med samme id. Ingenting er overskrevet.")
    text.note("warn", title, [_("Velg hva som skal stå i hvert felt der dere er uenige.")])
    mine, theirs = draft.cells, met.cells
    chosen = dict(theirs)
    differing = differences(theirs, mine, register)
    if not differing:
        text.hint(_("Det som er lagret, sier det samme som utkastet ditt."))
    for name, label, stored, written in differing:
        words = {
            "theirs": _("Lagret nå: {value}").format(value=stored),
            "mine": _("Ditt utkast: {value}").format(value=written),
        }
        untouched = mine[name] == draft.stored.get(name, "")
        picked = st.radio(
            label,
            list(words),
            index=0 if untouched else 1,
            format_func=lambda choice, words=words: plain(words[choice]),
            key=f"{keeping.prefix(key)}conflict_{name}",
        )
        chosen[name] = mine[name] if picked == "mine" else theirs[name]
    lines = "\n".join(f"{label}: {written}" for _n, label, _s, written in differing)
    go_on, own = st.columns(2)
    if go_on.button(_("Fortsett med det jeg har valgt"), type="primary", width="stretch"):
        draft.earlier = lines
        draft.restart(chosen, met)
        # A new agreement that turned out to be there already is edited from now on.
        keeping.move(key, met.key[0])
        st.session_state["edit_new"] = False
        change(avtale=met.key)
        st.rerun()
    if key == keeping.NEW:
        words_own = _("Lagre min som en egen avtale, med en annen id")
        if own.button(words_own, width="stretch"):
            draft.restart(mine, None)
            keeping.clear_fields(key)
            st.rerun()
    elif own.button(_("Gi opp mitt, bruk det som er lagret"), width="stretch"):
        keeping.drop(key)
        st.rerun()
    show_copy(lines)


def _deleted(draft: Draft, register: Register, key: str) -> None:
    lines = [f"{label}: {now}" for _n, label, _b, now in differences({}, draft.cells, register)]
    text.note(
        "warn",
        _("Avtalen er slettet av en annen mens du skrev. Utkastet ditt står her."),
        [_("Du kan lage avtalen på nytt av det, eller gi det opp.")],
    )
    again, give_up = st.columns(2)
    if again.button(_("Lag avtalen på nytt av utkastet"), type="primary", width="stretch"):
        draft.restart(draft.cells, None)
        keeping.clear_fields(key)
        st.rerun()
    if give_up.button(_("Gi opp utkastet"), width="stretch"):
        keeping.drop(key)
        change(avtale=())
        st.rerun()
    show_copy("\n".join(lines))


def show_copy(lines: str) -> None:
    """Draw what was written before a conflict, to copy from."""
    with st.expander(_("Utkastet ditt, til å kopiere")):
        st.code(lines, language=None, wrap_lines=True)
