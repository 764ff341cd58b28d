"""The filter panel; every widget is one field of the Query, and carries its session key."""

import streamlit as st

from analysis.selection import sort_key
from data.language import _
from data.limits import limit
from data.register import Register
from data.schema import CONFIDENCES, STATUSES
from ui.state import replace_query, widget_key
from views.query import DEFAULT, Query
from views.words import region_slug, status_word


def panel(register: Register, query: Query, *, pairs: bool) -> None:
    """Draw the filters; `pairs` tells whether the picture has pair lines to choose among."""
    services = register.service_by_code
    municipalities = register.municipality_by_code
    st.text_input(
        _("Søk"), key=widget_key("sok"), placeholder=_("Navn, sted, formål …"), type="search"
    )
    st.multiselect(
        _("Tjeneste"),
        sorted(services, key=lambda code: sort_key(services[code].name)),
        format_func=lambda code: services[code].name,
        key=widget_key("tjeneste"),
        placeholder=_("Alle tjenester"),
    )
    st.multiselect(
        _("Kommune"),
        _municipality_order(register),
        format_func=lambda code: municipalities[code].name,
        key=widget_key("kommune"),
        placeholder=_("Alle kommuner"),
    )
    # Always drawn: Streamlit forgets the value of a widget that comes and goes.
    words = {"eller": _("minst én av dem"), "og": _("alle sammen")}
    st.segmented_control(
        _("Når flere er valgt"),
        list(words),
        format_func=words.__getitem__,
        key=widget_key("modus"),
        required=True,
        disabled=len(query.kommune) < 2,
        label_visibility="collapsed",
    )
    st.multiselect(
        _("Organisasjonsform"),
        list(register.form_by_code),
        format_func=lambda code: register.form_by_code[code].name,
        key=widget_key("form"),
        placeholder=_("Alle former"),
    )
    regions = {
        region_slug(municipalities[code].region): municipalities[code].region
        for code in register.municipality_by_code
    }
    st.multiselect(
        _("Region"),
        list(regions),
        format_func=regions.__getitem__,
        key=widget_key("region"),
        placeholder=_("Hele fylket"),
    )
    with st.expander(_("Flere filtre"), expanded=_more_in_use(query)):
        _more(pairs=pairs)
    if query != DEFAULT:
        st.button(_("Nullstill filtre"), on_click=replace_query, args=(DEFAULT,), width="stretch")


def _more(*, pairs: bool) -> None:
    st.pills(
        _("Status"),
        list(STATUSES),
        selection_mode="multi",
        format_func=status_word,
        key=widget_key("status"),
    )
    st.pills(
        _("Sikkerhet"),
        list(CONFIDENCES),
        selection_mode="multi",
        key=widget_key("sikkerhet"),
        help=_(
            "A: partenes egen kilde, 2022 eller nyere. B: egen eller offentlig kilde, eldre. "
            "C: annenhånds eller delvis kilde."
        ),
    )
    st.number_input(
        _("I kraft i året"),
        min_value=1900,
        max_value=2100,
        step=1,
        value=None,
        key=widget_key("aar"),
        placeholder=_("Alle år"),
    )
    st.toggle(_("Ta med avsluttede"), key=widget_key("avsluttet"))
    st.toggle(_("Vis deler for seg"), key=widget_key("deler"))
    st.toggle(_("Regn med prosjekt og nettverk"), key=widget_key("nettverk"))
    st.toggle(_("Regn med det som er under utvikling"), key=widget_key("utvikling"))
    st.toggle(_("Regn med usikre"), key=widget_key("usikre"))
    st.slider(
        _("Kommunepar på kartet"),
        0,
        limit("pair_lines_max"),
        step=10,
        key=widget_key("par"),
        disabled=not pairs,
    )


def _more_in_use(query: Query) -> bool:
    names = ("status", "sikkerhet", "aar", "avsluttet", "deler", "nettverk", "utvikling", "usikre")
    return any(getattr(query, name) != getattr(DEFAULT, name) for name in names)


def _municipality_order(register: Register) -> list[str]:
    """Return the county's municipalities by name, then those outside by name."""
    rows = register.municipality_by_code
    return sorted(rows, key=lambda code: (not rows[code].in_county, sort_key(rows[code].name)))
