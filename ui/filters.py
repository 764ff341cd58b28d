"""The filter panel; every widget is one field of the Query, and carries its session key."""

import streamlit as st

from analysis.selection import sort_key
from data.language import _
from data.limits import limit
from data.register import Register
from data.schema import CONFIDENCES, STATUSES
from ui.state import key_of, replace_query
from views.query import DEFAULT, Query
from views.words import confidence_word, region_slug, status_word

_MORE = ("status", "aar", "avsluttet", "deler", "nettverk", "utvikling", "usikre", "par")


def panel(register: Register, query: Query, *, pairs: bool) -> None:
    """Draw the filters; `pairs` tells whether the picture has pair lines to choose among."""
    forms = register.form_by_code
    st.text_input(_("Søk"), key=key_of("sok"), placeholder=_("Navn, sted, formål …"), type="search")
    choose_services(register, _("Alle tjenester"))
    _choose("kommune", _("Kommune"), _municipalities(register), _("Alle kommuner"))
    if len(query.kommune) > 1:
        words = {"eller": _("minst én av dem"), "og": _("alle sammen")}
        st.segmented_control(
            _("Når flere er valgt"),
            list(words),
            format_func=words.__getitem__,
            key=key_of("modus"),
            required=True,
            label_visibility="collapsed",
        )
    names = {code: form.name for code, form in forms.items()}
    _choose("form", _("Organisasjonsform"), names, _("Alle former"))
    regions = {region_slug(m.region): m.region for m in register.municipality_by_code.values()}
    _choose("region", _("Region"), regions, _("Hele fylket"))
    confidence()
    in_use = any(getattr(query, name) != getattr(DEFAULT, name) for name in _MORE)
    more = st.expander(_("Flere filtre"), expanded=in_use, on_change="rerun", key="more_filters")
    if more.open:
        with more:
            _more(pairs=pairs)
    if query != DEFAULT:
        st.button(
            _("Nullstill filtre"),
            key="reset_filters",
            on_click=replace_query,
            args=(DEFAULT,),
            width="stretch",
        )


def counted(register: Register) -> None:
    """Draw the filters of a page that counts agreements: no drawing, no search."""
    choose_services(register, _("Alle tjenester"))
    names = {code: form.name for code, form in register.form_by_code.items()}
    _choose("form", _("Organisasjonsform"), names, _("Alle former"))
    _choose("kommune", _("Kommune"), _municipalities(register), _("Alle kommuner"))
    regions = {region_slug(m.region): m.region for m in register.municipality_by_code.values()}
    _choose("region", _("Region"), regions, _("Hele fylket"))
    confidence()
    st.toggle(_("Ta med avsluttede"), key=key_of("avsluttet"))
    st.toggle(_("Regn med usikre"), key=key_of("usikre"))


def _choose(name: str, label: str, options: dict[str, str], placeholder: str) -> None:
    """Draw one list to choose from: code and name of each option, in order."""
    st.multiselect(
        label,
        list(options),
        format_func=options.__getitem__,
        key=key_of(name),
        placeholder=placeholder,
    )


def _more(*, pairs: bool) -> None:
    st.pills(
        _("Status"),
        list(STATUSES),
        selection_mode="multi",
        format_func=status_word,
        key=key_of("status"),
    )
    st.number_input(
        _("I kraft i året"),
        min_value=1900,
        max_value=2100,
        step=1,
        value=None,
        key=key_of("aar"),
        placeholder=_("Alle år"),
    )
    st.toggle(_("Vis deler for seg"), key=key_of("deler"))
    switches()
    if pairs:
        most = limit("pair_lines_max")
        st.slider(_("Kommunepar på kartet"), 0, most, step=10, key=key_of("par"))


def switches() -> None:
    """Draw the switches that decide what counts as cooperation."""
    st.toggle(_("Regn med prosjekt og nettverk"), key=key_of("nettverk"))
    st.toggle(_("Regn med det som er under utvikling"), key=key_of("utvikling"))
    st.toggle(_("Ta med avsluttede"), key=key_of("avsluttet"))
    st.toggle(_("Regn med usikre"), key=key_of("usikre"))


def confidence() -> None:
    """Draw the degrees of confidence that are let through; none chosen means all."""
    st.pills(
        _("Sikkerhet"),
        list(CONFIDENCES),
        selection_mode="multi",
        key=key_of("sikkerhet"),
        help="; ".join(map(confidence_word, CONFIDENCES)) + ".",
    )


def choose_services(register: Register, empty: str) -> None:
    """Draw the list of services; `empty` says what none chosen means."""
    services = register.service_by_code
    by_name = sorted(services, key=lambda code: sort_key(services[code].name))
    names = {code: services[code].name for code in by_name}
    _choose("tjeneste", _("Tjeneste"), names, empty)


def _municipalities(register: Register) -> dict[str, str]:
    """Return the county's municipalities by name, then those outside by name."""
    rows = register.municipality_by_code.values()
    ordered = sorted(rows, key=lambda m: (not m.in_county, sort_key(m.name)))
    return {m.code: m.name for m in ordered}
