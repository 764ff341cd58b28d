"""Avtaler: the register as a list, the page of one agreement, and the quality of the data."""

import streamlit as st

from data.language import _
from data.register import Register
from ui import agreement_list, files, filters, load, map_view, scene_button, state, tables, text
from ui.navigation import leave
from views import agreement_page, avtaler, quality
from views.query import DEFAULT, Query


def show_list(register: Register, query: Query) -> None:
    """Show the list that the filters leave, and the quality of the same rows."""
    view = avtaler.build(register, query)
    left, right = st.columns([7, 2], gap="medium", vertical_alignment="bottom")
    with left:
        text.heading(view.title, view.lead)
    with right:
        st.button(_("Vis på kartet"), on_click=leave, args=("kart", query), width="stretch")
    for note in view.notes:
        text.hint(note)
    listed, checked = st.tabs(
        [_("Lista"), _("Datakvalitet")], key="register_tabs", on_change="rerun"
    )
    if listed.open:
        with listed:
            if view.ids:
                text.hint(
                    _(
                        "Velg et navn for å åpne siden om samarbeidet, eller en overskrift for å "
                        "sortere. Rull mot høyre for flere kolonner."
                    )
                )
                agreement_list.grid(view, lambda key: state.change(avtale=(key,)))
            else:
                nothing(view)
    if checked.open:
        with checked:
            shown = agreement_list.quality_lines()
            agreement_list.show_quality(quality.build(register, query, shown))
    with st.sidebar:
        filters.panel(register, query, pairs=False)
        scene_button.show("avtaler", query, view.title)
        files.offer("avtaler", query, view, register, None)


def nothing(view: avtaler.ListView) -> None:
    """Say that no agreement is left, and offer the same question with one filter less."""
    text.note(
        "info",
        _("Ingen samarbeid passer med filtrene"),
        [_("Prøv å utvide:")] if view.widen else (),
    )
    for door in view.widen:
        st.button(f"{door.title} – {door.text}", on_click=state.replace_query, args=(door.query,))


def show_agreement(register: Register, query: Query) -> None:
    """Show the page of one agreement."""
    boundaries = load.boundaries()
    (key,) = query.avtale
    view = agreement_page.build(
        register, query, boundaries, load.history("avtaler", (key,)), st.context.url or ""
    )

    def pick_on_map() -> None:
        code = map_view.value("avtale").get("kommune")
        if isinstance(code, str) and code in register.municipality_by_code:
            leave("kommune", DEFAULT.but(kommune=(code,)))

    with st.container(horizontal=True, key="agreement_ways"):
        st.button(_("← Til lista"), on_click=state.change, kwargs={"avtale": ()})
        alone = DEFAULT.but(avtale=query.avtale)
        st.button(_("Vis på kartet"), on_click=leave, args=("kart", alone))
        st.button(_("Rediger denne"), on_click=leave, args=("rediger", alone))
        st.button(_("Samarbeidsjekk"), on_click=leave, args=("samarbeidsjekk", alone))
        scene_button.show("kart", alone, view.title, wide=False)
        files.offer("avtaler", query, view, register, boundaries, wide=False)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        text.heading(view.title, view.lead)
        agreement_list.badges(view.badges)
        agreement_list.definitions(view.lines)
    with right:
        map_view.show(view, register, boundaries, "avtale", bare=True, on_change=pick_on_map)
    for section in view.sections:
        tables.section(section)
    text.subheading(_("Meld feil"))
    agreement_list.report(view.report)


register = load.register()
query = state.current(register, "avtaler")
state.show_notices()
if len(query.avtale) == 1:
    show_agreement(register, query)
else:
    show_list(register, query)
state.write_link(query)
