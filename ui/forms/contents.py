"""«Hva avtalen må si»: choose form and parties, read the points, take the draft as Word."""

from functools import partial

import streamlit as st

from analysis.selection import ENDED, sort_key
from data.language import _
from data.register import Register
from export.formats import WORD
from ui import state, tables, text
from views.forms import contents as said
from views.forms.contents import ContentsView
from views.query import Query
from views.view import View
from views.words import region_slug

_FORM = "contents_form"
_AGREEMENT = "contents_agreement"
_PLACES = "contents_places"


def show(register: Register, query: Query) -> View:
    """Draw the part."""
    view = said.build(register, query)
    text.heading(view.title, view.lead)
    _choices(register, query, view)
    for note in view.notes:
        text.hint(note)
    if view.ready:
        _draft(register, view)
    with st.container(key="contents_points"):
        for section in view.sections:
            tables.section(section)
    return view


def _choices(register: Register, query: Query, view: ContentsView) -> None:
    """Draw what can be chosen: the form, and whose agreement it would be."""
    left, middle, right = st.columns(3, gap="medium")
    names = {code: register.form_by_code[code].name for code in said.forms(register)}
    form = view.form
    st.session_state[_FORM] = form.code if form is not None else None
    left.selectbox(
        _("Organisasjonsform"),
        list(names),
        format_func=names.__getitem__,
        key=_FORM,
        on_change=_choose_form,
    )
    rows = [row for row in register.agreement_records if row.status != ENDED]
    rows.sort(key=lambda row: sort_key(row.name))
    called = {row.id: row.name for row in rows}
    st.session_state[_AGREEMENT] = next((key for key in query.avtale if key in called), None)
    middle.selectbox(
        _("Parter fra et samarbeid"),
        list(called),
        format_func=called.__getitem__,
        index=None,
        placeholder=_("Velg eller skriv navnet"),
        key=_AGREEMENT,
        on_change=_choose_agreement,
    )
    if query.steg:
        with right:
            text.hint(_("Partene er fra scenarioet når ikke noe samarbeid er valgt."))
            st.button(_("Uten scenarioet"), on_click=state.change, kwargs={"steg": ""})
        return
    codes = sorted(
        register.municipality_by_code,
        key=lambda code: (
            not register.municipality_by_code[code].in_county,
            sort_key(register.municipality_by_code[code].name),
        ),
    )
    st.session_state[_PLACES] = [c for c in query.kommune if c in register.municipality_by_code]
    right.multiselect(
        _("Eller velg kommuner"),
        codes,
        format_func=lambda code: register.municipality_by_code[code].name,
        placeholder=_("Velg kommuner"),
        key=_PLACES,
        on_change=_choose_places,
    )


def _choose_form() -> None:
    """Let the form that was chosen come first; those it is compared with stay beside it."""
    code = st.session_state[_FORM]
    others = state.in_force().form
    rest = tuple(other for other in others if other != code) if code in others else ()
    state.change(form=(code, *rest))


def _choose_agreement() -> None:
    code = st.session_state[_AGREEMENT]
    state.change(avtale=(code,) if code else ())


def _choose_places() -> None:
    state.change(kommune=tuple(st.session_state[_PLACES]), avtale=())


def _draft(register: Register, view: ContentsView) -> None:
    """Draw the button of the draft; the file is made when it is asked for."""
    form = view.form
    if form is None:
        return
    st.download_button(
        _("Last ned utkastet (Word)"),
        partial(_write, view, register),
        f"{region_slug(view.kind)}-{form.code}.docx",
        WORD,
        key="contents_word",
        type="primary",
        on_click="ignore",
    )


def _write(view: ContentsView, register: Register) -> bytes:
    # The library of Word files is read only by who makes one.
    from export.agreement_word import agreement_word  # noqa: PLC0415

    return agreement_word(view, register)
