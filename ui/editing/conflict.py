"""Two have changed the same agreement: show both values, field by field, and lose neither."""

from typing import TYPE_CHECKING, Final

import streamlit as st
from data.database.changes import Stored

from data.language import _
from data.register import Register
from ui import text
from ui.editing.saving import new_token
from views.draft import differences, in_words

if TYPE_CHECKING:
    from ui.editing.form import Draft

_KEPT: Final = "sk_conflicts"


def begin(key: str, current: Stored | None) -> None:
    """Note that the draft under `key` met a newer row; None where the row has been deleted."""
    st.session_state.setdefault(_KEPT, {})[key] = current


def show(draft: "Draft", register: Register, key: str) -> bool:
    """Draw the choice between both values where there is a conflict; tell whether there is one."""
    waiting: dict[str, Stored | None] = st.session_state.get(_KEPT, {})
    if key not in waiting:
        return False
    current = waiting[key]
    if current is None:
        _deleted(draft, register, key)
        return True
    text.note(
        "warn",
        _("En annen har lagret denne avtalen mens du skrev. Ingenting er overskrevet."),
        [
            _("Velg hva som skal stå for hvert felt. Begge verdiene blir i historikken."),
        ],
    )
    mine, theirs = dict(draft.cells), dict(current.cells)
    chosen = dict(theirs)
    for name, label, stored, written in differences(theirs, mine, register):
        untouched = mine[name] == draft.stored.get(name, "")
        words = {
            "theirs": _("Lagret nå: {value}").format(value=stored),
            "mine": _("Ditt utkast: {value}").format(value=written),
        }
        picked = st.radio(
            label,
            list(words),
            index=0 if untouched else 1,
            format_func=words.__getitem__,
            key=f"{key}_conflict_{name}",
        )
        chosen[name] = mine[name] if picked == "mine" else theirs[name]
    if st.button(_("Fortsett med dette"), type="primary"):
        _go_on(draft, chosen, current, key)
    lines = [
        f"{label}: {in_words(name, mine[name], register)}"
        for name, label, _stored, _written in differences(theirs, mine, register)
    ]
    with st.expander(_("Utkastet ditt, til å kopiere")):
        st.code("\n".join(lines), language=None, wrap_lines=True)
    return True


def _deleted(draft: "Draft", register: Register, key: str) -> None:
    text.note(
        "warn",
        _("Avtalen er slettet av en annen mens du skrev. Utkastet ditt står her."),
        [f"{label}: {now}" for _n, label, _b, now in differences({}, draft.cells, register)],
    )
    if st.button(_("Lag avtalen på nytt av utkastet"), type="primary"):
        _restart(draft, dict(draft.cells), {}, None, key)


def _go_on(draft: "Draft", chosen: dict[str, str], current: Stored, key: str) -> None:
    _restart(draft, chosen, dict(current.cells), current.version, key)


def _restart(
    draft: "Draft",
    cells: dict[str, str],
    stored: dict[str, str],
    version: int | None,
    key: str,
) -> None:
    draft.cells, draft.stored, draft.version, draft.token = cells, stored, version, new_token()
    st.session_state[_KEPT].pop(key)
    for name in [name for name in st.session_state if str(name).startswith(f"{key}_")]:
        del st.session_state[name]
    st.rerun()
