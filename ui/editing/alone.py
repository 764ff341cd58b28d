"""Answers «alene»: a whole row of the matrix in a minute, with source and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

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
from ui.editing.markup import plain
from ui.state import change
from views import alone
from views.columns import column_words
from views.draft import fault_line
from views.importing import row_name
from views.query import Query
from views.view import Table
from views.words import listing

_DRAFTS: Final = "sk_alone"
_FIELDS: Final = ("kilde", "kilde_år", "kilde_url", "merknad")


@dataclass
class _Answers:
    """What is written for one municipality and not saved: services by family, and the source."""

    services: dict[str, list[str]] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_FIELDS, ""))
    token: str = field(default_factory=saving.new_token)

    @property
    def chosen(self) -> list[str]:
        return [code for codes in self.services.values() for code in codes]


def show(register: Register, query: Query) -> None:
    """Draw the choice of municipality, its open services and the source of the answer."""
    code = _choose(register, query)
    _name_unsaved(register, code)
    if code is None:
        tables.table(alone.overview(register))
        return
    name = register.municipality_by_code[code].name
    found = alone.answers(code, register)
    if found.shared:
        words = _("{name} samarbeider om {services}.")
        text.hint(words.format(name=name, services=listing(s.name for s in found.shared)))
    _answered(code, found.answered, register)
    if not found.open:
        text.note("info", _("Alle tjenester er besvart for {name}.").format(name=name))
        return
    draft = _drafts().setdefault(code, _Answers())
    text.subheading(_("Hva gjør {name} alene?").format(name=name))
    text.hint(
        _(
            "Velg alle tjenester som kommunen selv sier at den gjør uten samarbeid. "
            "Det den ikke har svart på, lar du stå."
        )
    )
    # A service that another has answered for meanwhile is no longer open.
    draft.services = {family: draft.services.get(family, []) for family in found.open}
    for family, services in found.open.items():
        names = {s.code: s.name for s in services}
        draft.services[family] = st.pills(
            family[0].upper() + family[1:],
            list(names),
            selection_mode="multi",
            format_func=lambda service, names=names: plain(names[service]),
            key=_seeded(f"alone_{code}_{family}", draft.services[family]),
        )
    _source(code, draft)
    _check_and_save(code, draft, register)


def _drafts() -> dict[str, _Answers]:
    found: dict[str, _Answers] = st.session_state.setdefault(_DRAFTS, {})
    return found


def _seeded(name: str, value: object) -> str:
    """Return the widget's key, holding `value` where the last run did not show it."""
    if name not in st.session_state:
        st.session_state[name] = value
    return name


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


def _name_unsaved(register: Register, current: str | None) -> None:
    """Name the other municipalities that answers are chosen for and not saved."""
    names = [
        register.municipality_by_code[code].name
        for code, draft in _drafts().items()
        if code != current and draft.chosen
    ]
    if names:
        text.hint(_("Ikke lagret ennå: svar for {names}.").format(names=listing(names)))


def _kept(code: str) -> dict[tuple[str, ...], Stored]:
    return {row.key: row for row in store.kept().rows("alene") if row.key[0] == code}


def _answered(code: str, services: Sequence[Service], register: Register) -> None:
    """Show what has been answered before, and take answers back."""
    stored = _kept(code)
    rows = {s.code: stored[code, s.code] for s in services if (code, s.code) in stored}
    if not rows:
        return
    names = {s.code: s.name for s in services if s.code in rows}
    lines = tuple(
        (names[service], row.cells["kilde"], row.cells["kilde_år"]) for service, row in rows.items()
    )
    heads = (_("Tjeneste"), _("Kilde"), _("Kilden er fra"))
    tables.table(Table(_("Svart «alene» før"), heads, lines))
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    gone = left.multiselect(
        _("Ta tilbake svar"),
        list(names),
        format_func=names.__getitem__,
        key=f"alone_{code}_gone",
        placeholder=_("Velg svar som ikke stemmer lenger"),
    )
    if right.button(_("Fjern"), key=f"alone_remove_{code}", disabled=not gone, width="stretch"):
        changes = [Change("alene", (code, s), None, rows[s].version) for s in gone]
        words = ngettext(
            "{n} svar er tatt tilbake for {name}.",
            "{n} svar er tatt tilbake for {name}.",
            len(gone),
        ).format(n=len(gone), name=register.municipality_by_code[code].name)
        if _write(changes, code, saving.new_token(), register, words):
            st.rerun()


def _source(code: str, draft: _Answers) -> None:
    """Draw source, year, address and remark: the same for all services that are chosen."""
    places = (*st.columns([3, 1]), *st.columns(2))
    for place, column in zip(places, _FIELDS, strict=True):
        words = column_words(column)
        value = place.text_input(
            words.label,
            key=_seeded(f"alone_{code}_{column}", draft.source[column]),
            help=words.help,
        )
        draft.source[column] = " ".join((value or "").split())


def _check_and_save(code: str, draft: _Answers, register: Register) -> None:
    chosen, source = draft.chosen, draft.source
    cells = alone.rows(
        *(code, chosen, source["kilde"]),
        *(source["kilde_url"], source["kilde_år"], source["merknad"]),
    )
    found = [fault_line(fault) for fault in alone.faults(cells, register) if fault.severity != "W"]
    words = ngettext("Lagre {n} svar", "Lagre {n} svar", len(chosen)).format(n=len(chosen))
    # Shut only where there is nothing to save: a click right after the last word must count.
    pressed = st.button(words, type="primary", disabled=not chosen, key=f"alone_save_{code}")
    if not chosen:
        return
    if found:
        title = _("Rett dette før du lagrer:")
        if pressed:
            title = _("Ikke lagret. Rett dette først:")
        text.note("error" if pressed else "warn", title, found)
    elif pressed and _write(alone.as_changes(cells, _kept(code)), code, draft.token, register):
        # The source stays: the next services often stand in the same one.
        draft.services, draft.token = {}, saving.new_token()
        for name in [n for n in st.session_state if str(n).startswith(f"alone_{code}_")]:
            del st.session_state[name]
        st.rerun()


def _write(
    changes: Sequence[Change], code: str, token: str, register: Register, done: str = ""
) -> bool:
    name = register.municipality_by_code[code].name
    try:
        return saving.save(changes, "alone", name, token, done=done) is not None
    except StoreConflict as error:
        saving.say("warn", _("Ikke lagret: noen av svarene er endret av en annen."), _names(error))
        st.rerun()


def _names(error: StoreConflict) -> list[str]:
    register = store.load()
    nothing: Mapping[str, str] = {}
    return [
        *(row_name(c.change.table, c.change.key, nothing, register) for c in error.conflicts),
        _("Siden viser det som er lagret nå. Se over, og lagre igjen om det trengs."),
    ]
