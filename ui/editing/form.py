"""The form of one agreement: fields, faults and a live picture; the draft is kept until saved."""

from collections.abc import Sequence

import streamlit as st

from analysis.selection import ENDED, sort_key
from data import store
from data.database.changes import Change
from data.database.errors import StoreConflict
from data.errors import Fault
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from ui import map_view, tables, text
from ui.editing import conflict, fields, keeping, saving
from ui.editing.keeping import NEW, Draft
from ui.editing.markup import plain
from ui.state import change
from views import draft as drafts
from views import help_update
from views.query import Query
from views.view import Table
from views.words import listing


def show(register: Register, query: Query, boundaries: Boundaries | None) -> None:
    """Draw the choice of agreement, its form, and what the draft will look like."""
    key = _choose(register, query)
    _name_unsaved(register, key)
    if key is None:
        going_on = [row for row in register.agreement_records if row.status != ENDED]
        for table in help_update.most_in_need(going_on, "rediger"):
            tables.table(table)
        return
    draft = keeping.of(key)
    if draft is None:
        text.note("warn", _("Denne avtalen er slettet. Velg en annen, eller lag en ny."))
        return
    if draft.conflicting:
        conflict.show(draft, register, key)
        return
    left, right = st.columns([6, 5], gap="medium")
    with left:
        draft.cells = fields.agreement(draft.cells, register, key)
    if not draft.touched and keeping.behind(key, draft):
        # Nothing is written, so the form follows the store. Only now is it known: what was written
        # since the last run stood in the fields alone.
        keeping.forget(key)
        st.rerun()
    with right, st.container(key="edit_side"):
        _side(key, draft, register, boundaries)


def _choose(register: Register, query: Query) -> str | None:
    """Return the id that is edited, the empty one for a new, None where none is chosen."""
    names = {row.id: row.name for row in register.agreement_records}
    asked = query.avtale[0] if query.avtale else None
    options = [NEW, *sorted(names, key=lambda id_: sort_key(names[id_]))]
    if asked and asked not in names:
        # Another has deleted it while it was edited here: what was written must not go with it.
        options.append(asked)
    st.session_state["edit_chosen"] = asked or (NEW if st.session_state.get("edit_new") else None)

    def chosen() -> None:
        picked = st.session_state["edit_chosen"]
        if picked is not None and picked not in options:
            # The browser tells a name, and another has given the agreement a new one meanwhile.
            return
        st.session_state["edit_new"] = picked == NEW
        change(avtale=(picked,) if picked else ())

    found: str | None = st.selectbox(
        _("Hvilken avtale?"),
        options,
        format_func=lambda id_: names.get(id_, id_) or _("+ Ny avtale"),
        index=None,
        placeholder=_("Velg eller skriv navnet, eller lag en ny"),
        key="edit_chosen",
        on_change=chosen,
    )
    return found


def _name_unsaved(register: Register, current: str | None) -> None:
    """Name the other agreements that something is written on and not saved."""
    names = [
        register.agreement(key).name if key in register.agreement_by_id else key or _("Ny avtale")
        for key in keeping.unsaved()
        if key != current
    ]
    if names:
        quoted = listing([f"«{name}»" for name in names])
        text.hint(_("Ikke lagret ennå: {names}.").format(names=quoted))


def _side(key: str, draft: Draft, register: Register, boundaries: Boundaries | None) -> None:
    """Draw the buttons, the faults, and what the draft will look like."""
    cells = draft.cells
    others = [row.cells for row in store.kept().rows("avtaler") if row.cells["id"] != key]
    touched = drafts.differences(draft.stored, cells, register)
    if key == NEW:
        touched = tuple(row for row in touched if row[0] != "id")
    found = drafts.faults(cells, others, register) if touched else ()
    stops = [fault for fault in found if fault.severity != "W"]
    _buttons(key, draft, stops, touched=bool(touched))
    if keeping.behind(key, draft):
        text.note(
            "info",
            _("En annen har lagret denne avtalen mens du skriver."),
            [_("Når du lagrer, velger du felt for felt hva som skal stå.")],
        )
    for warning in (fault for fault in found if fault.severity == "W"):
        text.hint(drafts.fault_line(warning))
    if not stops and cells["id"]:
        view = drafts.preview(register, cells, boundaries)
        if view.picture is not None:
            shown = drafts.with_draft(register, cells)
            map_view.show(view, shown, boundaries, "utkast", bare=True, on_change=lambda: None)
    elif stops:
        text.hint(_("Kartet kommer når dette er rettet."))
    if touched and key != NEW:
        rows = tuple(row[1:] for row in touched)
        tables.table(Table(_("Dette endres"), (_("Felt"), _("Før"), _("Nå")), rows))
    if draft.earlier:
        conflict.show_copy(draft.earlier)


def _buttons(key: str, draft: Draft, stops: Sequence[Fault], *, touched: bool) -> None:
    """Draw the buttons.

    «Lagre» is never shut: a click right after the last word would be lost on a shut button.
    """
    save, give_up, delete = st.columns(3)
    pressed = save.button(_("Lagre"), type="primary", width="stretch", key=f"save_{key}")
    if touched:
        if give_up.button(_("Forkast utkastet"), width="stretch", key=f"drop_{key}"):
            keeping.drop(key)
            st.rerun()
    elif keeping.dropped(key) and give_up.button(
        _("Hent utkastet tilbake"), width="stretch", key=f"back_{key}"
    ):
        keeping.take_back(key)
        st.rerun()
    if key and delete.button(_("Slett avtalen"), width="stretch", key=f"delete_{key}"):
        st.dialog(_("Slette avtalen?"))(_ask_delete)(key, draft)
    if not touched:
        words = _(
            "Ingen endringer ennå. Utkastet holdes til du lagrer; lukkes fanen, er det borte."
        )
        text.hint(_("Ingen endringer å lagre.") if pressed else words)
    elif stops:
        lines = [drafts.fault_line(fault) for fault in stops]
        if pressed:
            text.note("error", _("Ikke lagret. Rett dette først:"), lines)
        else:
            text.note("warn", _("Rett dette før du lagrer:"), lines)
    elif pressed:
        _save(key, draft)


def _save(key: str, draft: Draft) -> None:
    id_ = draft.cells["id"]
    change_ = Change("avtaler", (id_,), draft.cells, draft.version)
    try:
        batch = saving.save([change_], "edit", draft.cells["navn"], draft.token, agreement=id_)
    except StoreConflict as error:
        draft.met, draft.conflicting = error.conflicts[0].current, True
        st.rerun()
    if batch is not None:
        keeping.forget(key)
        st.session_state["edit_new"] = False
        change(avtale=(id_,))
        st.rerun()


def _ask_delete(key: str, draft: Draft) -> None:
    """Ask once more; an agreement that has come to its end is better marked «avsluttet»."""
    name = draft.stored["navn"]
    text.hint(
        _(
            "Er samarbeidet slutt, sett heller status til «avsluttet»: da blir historien stående. "
            "Slett bare det som aldri skulle vært der. Det kan angres."
        )
    )
    if not st.button(_("Ja, slett «{name}»").format(name=plain(name)), type="primary"):
        return
    try:
        changes = [Change("avtaler", (key,), None, draft.version)]
        batch = saving.save(changes, "delete", name, draft.token)
    except StoreConflict:
        text.note(
            "error",
            _("Ikke slettet: avtalen er endret av en annen siden du åpnet den."),
            [_("Lukk denne ruta, og se hva som er endret.")],
        )
        return
    if batch is not None:
        keeping.forget(key)
        change(avtale=())
        st.rerun()
