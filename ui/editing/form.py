"""The form of one agreement: fields, faults and a live picture; the draft is kept until saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from analysis.selection import sort_key
from data import store
from data.database.changes import Change, Stored
from data.database.errors import StoreConflict
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from ui import map_view, tables, text
from ui.editing import conflict, fields, saving
from ui.state import change
from views import draft as drafts
from views.query import Query
from views.view import Table

_NEW: Final = ""
_DRAFTS: Final = "sk_drafts"


@dataclass
class Draft:
    """What one reader has written on one agreement, and the version that it was read at."""

    cells: dict[str, str]
    version: int | None
    stored: dict[str, str]
    token: str = field(default_factory=saving.new_token)


def show(register: Register, query: Query, boundaries: Boundaries | None) -> None:
    """Draw the choice of agreement, its form, and what the draft will look like."""
    key = _choose(register, query)
    if key is None:
        return
    draft = _draft(key)
    if draft is None:
        text.note("warn", _("Denne avtalen er slettet. Velg en annen, eller lag en ny."))
        return
    if conflict.show(draft, register, f"edit_{key}"):
        return
    left, right = st.columns([6, 5], gap="medium")
    with left:
        draft.cells = fields.agreement(draft.cells, register, f"edit_{key}", new=key == _NEW)
    with right:
        _check_and_save(key, draft, register, boundaries)


def _choose(register: Register, query: Query) -> str | None:
    """Return the id that is edited, the empty one for a new, None where none is chosen."""
    names = {row.id: row.name for row in register.agreement_records}
    options = [_NEW, *sorted(names, key=lambda id_: sort_key(names[id_]))]
    asked = query.avtale[0] if query.avtale else None
    st.session_state["edit_chosen"] = (
        asked if asked in names else (_NEW if st.session_state.get("edit_new") else None)
    )

    def chosen() -> None:
        picked = st.session_state["edit_chosen"]
        st.session_state["edit_new"] = picked == _NEW
        change(avtale=(picked,) if picked else ())

    found: str | None = st.selectbox(
        _("Hvilken avtale?"),
        options,
        format_func=lambda id_: names.get(id_) or _("+ Ny avtale"),
        index=None,
        placeholder=_("Velg eller skriv navnet, eller lag en ny"),
        key="edit_chosen",
        on_change=chosen,
    )
    return found


def _draft(key: str) -> Draft | None:
    """Return the draft of an agreement, begun from the store; None where the row is gone."""
    kept: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    if key not in kept:
        row = store.kept().row("avtaler", (key,)) if key else None
        if key and row is None:
            return None
        cells = dict(row.cells) if row else drafts.blank()
        kept[key] = Draft(cells, row.version if row else None, dict(cells))
    return kept[key]


def _check_and_save(
    key: str, draft: Draft, register: Register, boundaries: Boundaries | None
) -> None:
    cells = draft.cells
    others = [row.cells for row in store.kept().rows("avtaler") if row.cells["id"] != key]
    touched = drafts.differences(draft.stored, cells, register)
    found = drafts.faults(cells, others, register)
    stops = [fault for fault in found if fault.severity != "W"]
    _buttons(key, draft, ready=bool(touched) and not stops)
    if not touched:
        text.hint(
            _(
                "Ingen endringer ennå. Utkastet holdes her til du lagrer; lukkes fanen, "
                "er det borte."
            )
        )
    elif stops:
        text.note("warn", _("Rett dette før du lagrer:"), [fault.message for fault in stops])
    for warning in (fault for fault in found if fault.severity == "W"):
        text.hint(warning.message)
    if touched and key != _NEW:
        rows = tuple(row[1:] for row in touched)
        tables.table(Table(_("Dette endres"), (_("Felt"), _("Før"), _("Nå")), rows))
    if not stops and cells["id"]:
        view = drafts.preview(register, cells, boundaries)
        if view.picture is not None:
            shown = drafts.with_draft(register, cells)
            map_view.show(view, shown, boundaries, "utkast", bare=True, on_change=lambda: None)


def _buttons(key: str, draft: Draft, *, ready: bool) -> None:
    save, drop, delete = st.columns(3)
    with save:
        if st.button(_("Lagre"), type="primary", disabled=not ready, width="stretch"):
            _save(key, draft)
    with drop:
        if st.button(_("Forkast utkastet"), disabled=not ready, width="stretch"):
            forget(key)
            st.rerun()
    with delete:
        if key and st.button(_("Slett avtalen"), width="stretch", key="delete"):
            st.dialog(_("Slette avtalen?"))(_ask_delete)(key, draft)


def _save(key: str, draft: Draft) -> None:
    change_ = Change("avtaler", (draft.cells["id"],), draft.cells, draft.version)
    try:
        batch = saving.save([change_], "edit", draft.cells["navn"], draft.token)
    except StoreConflict as error:
        conflict.begin(f"edit_{key}", _current(error))
        st.rerun()
    if batch is not None:
        forget(key)
        st.session_state["edit_new"] = False
        change(avtale=(draft.cells["id"],))
        st.rerun()


def _current(error: StoreConflict) -> Stored | None:
    return error.conflicts[0].current


def _ask_delete(key: str, draft: Draft) -> None:
    """Ask once more; an agreement that has come to its end is better marked «avsluttet»."""
    text.hint(
        _(
            "Er samarbeidet slutt, sett heller status til «avsluttet»: da blir historien stående. "
            "Slett bare det som aldri skulle vært der. Det kan angres."
        )
    )
    if st.button(_("Ja, slett «{name}»").format(name=draft.stored["navn"]), type="primary"):
        try:
            batch = saving.save(
                [Change("avtaler", (key,), None, draft.version)],
                "delete",
                draft.stored["navn"],
                draft.token,
            )
        except StoreConflict:
            text.note("error", _("Ikke slettet: avtalen er endret av en annen siden du åpnet den."))
            return
        if batch is not None:
            forget(key)
            change(avtale=())
            st.rerun()


def forget(key: str) -> None:
    """Let a draft go, with what its fields hold."""
    st.session_state.get(_DRAFTS, {}).pop(key, None)
    for name in [name for name in st.session_state if str(name).startswith(f"edit_{key}_")]:
        del st.session_state[name]


def others_open() -> Sequence[str]:
    """Return the ids of the drafts that hold something unsaved."""
    kept: dict[str, Draft] = st.session_state.get(_DRAFTS, {})
    return [key for key, draft in kept.items() if draft.cells != draft.stored]
