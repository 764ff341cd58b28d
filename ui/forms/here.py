"""«Slik gjør vi det her»: the forms in use beside their map, and a service side by side."""

from collections.abc import Mapping, Sequence

import streamlit as st
from markupsafe import Markup

from data.language import _
from data.register import Register
from ui import filters, load, map_view, state, tables, text
from ui.navigation import leave
from ui.tables import item_html
from views.forms import here as said
from views.query import DEFAULT, Query
from views.view import Section, View

_MAP = "formkart"


def show(register: Register, query: Query) -> View:
    """Draw the part."""
    boundaries = load.boundaries()
    view = said.build(register, query, boundaries)

    def pick_on_map() -> None:
        """Open the card of an agreement, or look at one municipality's."""
        did = map_view.value(_MAP)
        key, code = did.get("avtale"), did.get("kommune")
        if isinstance(key, str) and key in register.agreement_by_id:
            leave("kart", DEFAULT.but(avtale=(key,)))
        elif isinstance(code, str) and code in register.municipality_by_code:
            state.change(kommune=() if query.kommune == (code,) else (code,), avtale=())

    text.heading(view.title, view.said)
    if not query.storskjerm:
        text.hint(view.about)
    forms, *others = view.tables
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="form_table"):
        tables.table(forms)
        if query.storskjerm:  # the map has all the height there is
            text.hint(view.about)
    with right:
        first, second = st.columns(2, gap="small")
        names = {code: register.form_by_code[code].name for code in view.forms}
        with first:
            _choose("form", _("Form på kartet"), names, query.form, _("Alle former"))
        services = {code: register.service_by_code[code].name for code in view.services}
        chosen = query.tjeneste or ((view.service,) if view.service else ())
        with second:
            _choose("tjeneste", _("Tjeneste"), services, chosen, _("Velg en tjeneste"))
        with st.container(key="form_map"):
            text.subheading(view.map_title)
            map_view.show(
                view,
                register,
                boundaries,
                _MAP,
                bare=True,
                big=query.storskjerm,
                on_change=pick_on_map,
            )
        for note in view.notes:
            text.hint(note)
        with st.container(key="form_how"):
            text.hint(_("Velg et tegn på kartet for å åpne samarbeidet."))
    if view.beside:
        st.html(beside_html(view.beside, view.beside_title))
    with st.container(key="form_matrix"):
        tables.table(others[-1])
    with st.sidebar:
        filters.counted(register)
    return view


def _choose(
    field: str, label: str, names: Mapping[str, str], chosen: Sequence[str], empty: str
) -> None:
    """Draw one choice that stands in the link; several that the link names show as none."""
    key = f"here_{field}"
    st.session_state[key] = chosen[0] if len(chosen) == 1 and chosen[0] in names else None

    def change() -> None:
        code = st.session_state[key]
        state.change(**{field: (code,) if code else ()}, avtale=())

    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder=empty,
        key=key,
        on_change=change,
    )


def beside_html(found: Sequence[Section], title: str = "") -> Markup:
    """Return the agreements of one service as columns, one a form, below their title."""
    columns = Markup("").join(map(_column, found))
    head = Markup("<h2 class='sk-sub'>{}</h2>").format(title) if title else Markup("")
    return Markup("{}<div class='sk-beside'>{}</div>").format(head, columns)


def _column(section: Section) -> Markup:
    pairs = zip(section.items[::2], section.items[1::2], strict=True)
    cards = Markup("").join(
        Markup("<li><b>{}</b><span>{}</span></li>").format(item_html(name), who.text)
        for name, who in pairs
    )
    return Markup("<section><h3>{}</h3><p>{}</p><ul>{}</ul></section>").format(
        section.title, section.text, cards
    )
