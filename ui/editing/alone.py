"""Answers «alene»: a whole row of the matrix in a minute, with source and year."""

import streamlit as st

from analysis.selection import sort_key
from data import store
from data.database.changes import Change, Stored
from data.database.errors import StoreConflict
from data.language import _, ngettext
from data.records import Service
from data.register import Register
from ui import tables, text
from ui.editing import saving
from ui.state import change
from views import alone
from views.columns import column_words
from views.query import Query
from views.view import Table
from views.words import listing

_TOKEN = "alone_token"  # noqa: S105 (a key of the session)
_FIELDS = ("kilde", "kilde_url", "kilde_år", "merknad")


def show(register: Register, query: Query) -> None:
    """Draw the choice of municipality, its open services and the source of the answer."""
    code = _choose(register, query)
    if code is None:
        tables.table(alone.overview(register))
        return
    name = register.municipality_by_code[code].name
    found = alone.answers(code, register)
    if found.shared:
        words = _("{name} samarbeider om {services}.")
        text.hint(words.format(name=name, services=listing(s.name for s in found.shared)))
    _answered(code, found.answered)
    if not found.open:
        text.note("info", _("Alle tjenester er besvart for {name}.").format(name=name))
        return
    text.subheading(_("Hva gjør {name} alene?").format(name=name))
    text.hint(
        _(
            "Velg alle tjenester som kommunen selv sier at den gjør uten samarbeid. "
            "Det den ikke har svart på, lar du stå."
        )
    )
    chosen: list[str] = []
    for family, services in found.open.items():
        names = {s.code: s.name for s in services}
        chosen += st.pills(
            family[0].upper() + family[1:],
            list(names),
            selection_mode="multi",
            format_func=names.__getitem__,
            key=f"alone_{code}_{family}",
        )
    _source_and_save(code, chosen, register)


def _choose(register: Register, query: Query) -> str | None:
    county = sorted(
        register.county_codes, key=lambda code: sort_key(register.municipality_by_code[code].name)
    )
    asked = query.kommune[0] if query.kommune else None
    st.session_state["alone_chosen"] = asked if asked in county else None

    def chosen() -> None:
        code = st.session_state["alone_chosen"]
        change(kommune=(code,) if code else ())

    found: str | None = st.selectbox(
        _("Hvilken kommune?"),
        county,
        format_func=lambda code: register.municipality_by_code[code].name,
        index=None,
        placeholder=_("Velg en kommune"),
        key="alone_chosen",
        on_change=chosen,
    )
    return found


def _kept(code: str) -> dict[tuple[str, ...], Stored]:
    return {row.key: row for row in store.kept().rows("alene") if row.key[0] == code}


def _answered(code: str, services: tuple[Service, ...]) -> None:
    """Show what has been answered before, and take answers back."""
    if not services:
        return
    stored = _kept(code)
    lines = tuple(
        (s.name, row.cells["kilde"], row.cells["kilde_år"])
        for s in services
        if (row := stored.get((code, s.code)))
    )
    heads = (_("Tjeneste"), _("Kilde"), _("Kilden er fra"))
    tables.table(Table(_("Svart «alene» før"), heads, lines))
    names = {s.code: s.name for s in services}
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    gone = left.multiselect(
        _("Ta tilbake svar"),
        list(names),
        format_func=names.__getitem__,
        key=f"alone_{code}_gone",
        placeholder=_("Velg svar som ikke stemmer lenger"),
    )
    if right.button(_("Fjern"), disabled=not gone, width="stretch"):
        changes = [
            Change("alene", key, None, stored[key].version)
            for s in gone
            if (key := (code, s)) in stored
        ]
        _write(changes, code)


def _source_and_save(code: str, chosen: list[str], register: Register) -> None:
    left, right = st.columns([3, 1])
    with left:
        source = _field("kilde")
    with right:
        year = _field("kilde_år")
    left, right = st.columns(2)
    with left:
        url = _field("kilde_url")
    with right:
        note = _field("merknad")
    cells = alone.rows(code, chosen, source, url, year, note)
    found = alone.faults(cells, register)
    words = ngettext("Lagre {n} svar", "Lagre {n} svar", len(chosen)).format(n=len(chosen))
    if st.button(words, type="primary", disabled=not chosen or bool(found)):
        _write(alone.as_changes(cells, _kept(code)), code)
    if chosen and found:
        text.note("warn", _("Rett dette før du lagrer:"), [fault.message for fault in found])


def _field(column: str) -> str:
    words = column_words(column)
    value = st.text_input(words.label, key=f"alone_{column}", help=words.help)
    return " ".join((value or "").split())


def _write(changes: "list[Change] | tuple[Change, ...]", code: str) -> None:
    token = st.session_state.setdefault(_TOKEN, saving.new_token())
    try:
        batch = saving.save(changes, "alone", code, token)
    except StoreConflict:
        text.note(
            "error",
            _("Ikke lagret: et av svarene er endret av en annen. Last siden på nytt og se etter."),
        )
        return
    if batch is not None:
        del st.session_state[_TOKEN]
        for name in [n for n in st.session_state if str(n).startswith(f"alone_{code}_")]:
            del st.session_state[name]
        st.rerun()
