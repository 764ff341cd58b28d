"""Who answers: added by name or from the agreement, renamed, cleared, removed, and undone."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from data.language import _
from data.limits import limit
from ui import tables, text
from ui.check import keeping
from ui.check.form import open_party
from views.check.answers import Check, Party, full, name_fault
from views.check.check_file import tidy
from views.check.points import PARTS, of_part
from views.view import Item, Section

_NAME: Final = "check_new"
_MEMBERS: Final = "check_members"
_CHOSEN: Final = "check_chosen"
_RENAMED: Final = "check_renamed"


def ahead() -> None:
    """Show what will be asked, before anybody has begun."""
    for place, part in zip(st.columns(len(PARTS), gap="medium"), PARTS, strict=True):
        title, ask = part.title, part.ask
        names = (point.name for point in of_part(part.code))
        with place:
            tables.section(Section(_(title), _(ask), tuple(Item(_(name)) for name in names)))


def adding(check: Check, offered: Sequence[str]) -> None:
    """Draw the ways to add a party."""
    if len(check.parties) >= limit("check_parties"):
        st.caption(full())
        return
    if offered:
        room = limit("check_parties") - len(check.parties)
        st.multiselect(
            _("Deltakere i samarbeidet"),
            offered,
            key=_MEMBERS,
            placeholder=_("Velg hvem som svarer"),
            max_selections=room,
        )
        st.button(
            _("Legg til de valgte"),
            on_click=_add_members,
            disabled=not st.session_state.get(_MEMBERS),
            width="stretch",
        )
    st.text_input(
        _("Kommune eller rolle"),
        key=_NAME,
        max_chars=limit("check_name"),
        placeholder=_("for eksempel Aure, eller Eierne"),
        help=_("Skriv ikke navn på personer: en sjekk handler om roller og kommuner."),
        on_change=_add,
    )
    st.button(_("Legg til"), on_click=_add, width="stretch")


def changing(check: Check) -> None:
    """Draw what can be done with the parties that are there."""
    with st.expander(_("Endre eller fjerne en part")):
        names = [party.name for party in check.parties]
        if st.session_state.get(_CHOSEN) not in names:
            st.session_state[_CHOSEN] = names[0]
            st.session_state[_RENAMED] = names[0]
        st.selectbox(_("Part"), names, key=_CHOSEN, on_change=_chosen)
        st.text_input(
            _("Nytt navn"), key=_RENAMED, max_chars=limit("check_name"), on_change=_rename
        )
        left, right = st.columns(2)
        left.button(_("Tøm svarene"), on_click=_clear, width="stretch")
        right.button(_("Fjern"), on_click=_remove, width="stretch")


def _name(key: str) -> str:
    return tidy(st.session_state.get(key) or "", limit("check_name"))


def _add() -> None:
    """Add the party that was typed; Enter and the button both come here, so nothing is no fault."""
    name = _name(_NAME)
    if not name:
        return
    st.session_state[_NAME] = ""
    if fault := _added(name):
        keeping.tell(fault)


def _add_members() -> None:
    for name in st.session_state.get(_MEMBERS) or ():
        if fault := _added(tidy(name, limit("check_name"))):
            keeping.tell(fault)
            break
    st.session_state[_MEMBERS] = []


def _added(name: str) -> str:
    """Add a party and open it; return why it cannot be, in words."""
    parties = keeping.current().parties
    if len(parties) >= limit("check_parties"):
        return full()
    if fault := name_fault(name, parties):
        return fault
    keeping.add(name)
    if not parties:
        open_party(0)
    return ""


def _chosen() -> None:
    st.session_state[_RENAMED] = st.session_state[_CHOSEN]


def _rename() -> None:
    at, name = keeping.place_of(st.session_state[_CHOSEN]), _name(_RENAMED)
    if at is None:
        return
    parties = keeping.current().parties
    if fault := name_fault(name, (*parties[:at], *parties[at + 1 :])):
        keeping.tell(fault)
        _chosen()
        return
    keeping.rename(at, name)
    st.session_state[_CHOSEN] = st.session_state[_RENAMED] = name


def _clear() -> None:
    at = keeping.place_of(st.session_state[_CHOSEN])
    if at is not None:
        check = keeping.current()
        keeping.change(check.with_party(at, Party(check.parties[at].name, {})))


def _remove() -> None:
    at = keeping.place_of(st.session_state[_CHOSEN])
    if at is not None:
        keeping.change(keeping.current().without(at))


def welcome() -> None:
    """Say what this is, and how a group round a table begins."""
    text.note(
        "info",
        _("Slik gjør dere det"),
        [
            _("Legg til hver part rundt bordet: en kommune eller en rolle, ikke en person."),
            _("Hver part svarer for seg, eller etter tur på denne skjermen. Notat er valgfritt."),
            _("Dere kan også svare hver for dere, lagre hver deres fil, og åpne filene her."),
            _("Resultatet viser hvor dere er uenige. Svarene blir aldri til ett tall."),
            _("Svarene blir i dette vinduet til dere lagrer en fil. Registeret endres ikke."),
        ],
    )
