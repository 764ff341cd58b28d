"""Oversikt: the county, the real numbers, three questions as doors, and the examples."""

import streamlit as st
from markupsafe import Markup

from analysis.selection import sort_key
from data.language import _
from ui import files, load, map_view, scene_button, state, text
from ui.navigation import go
from views import oversikt
from views.query import Query, to_params

register = load.register()
boundaries = load.boundaries()
query = state.current(register, "oversikt")
view = load.view(oversikt.build, register, query, boundaries)


def door(question: str, names: dict[str, str], field: str, placeholder: str) -> None:
    """Draw one question, answered by choosing a name."""
    choice = st.selectbox(
        question,
        sorted(names, key=lambda code: sort_key(names[code])),
        index=None,
        format_func=names.__getitem__,
        placeholder=placeholder,
        key=f"door_{field}",
    )
    if choice is not None:
        go("kart", Query(**{field: (choice,)}))


left, right = st.columns([5, 6], gap="medium")
with left:
    text.heading(view.title, view.lead)
    facts = Markup("").join(
        Markup("<div><b>{}</b><span>{}</span></div>").format(*fact) for fact in view.facts
    )
    st.html(Markup('<div class="sk-facts">{}</div>').format(facts))
    with st.container(key="doors"):
        county = [register.municipality_by_code[code] for code in register.county_codes]
        door(
            _("Hvilke samarbeid er denne kommunen med i?"),
            {m.code: m.name for m in county},
            "kommune",
            _("Velg en kommune"),
        )
        rows = [row for row in register.agreement_records if row.status != "avsluttet"]
        door(
            _("Hvem er med i dette samarbeidet?"),
            {row.id: row.name for row in rows},
            "avtale",
            _("Velg eller skriv navnet på et samarbeid"),
        )
        door(
            _("Hvor er hullene?"),
            {s.code: s.name for s in register.service_by_code.values()},
            "tjeneste",
            _("Velg en tjeneste"),
        )
    st.html(Markup("<h2 class='sk-sub'>{}</h2>").format(_("Se et eksempel")))
    columns = st.columns(3, gap="small")
    for place, example in enumerate(view.examples):
        columns[place % 3].page_link(
            "pages/kart.py",
            label=example.title,
            help=example.text,
            query_params=to_params(example.query),
        )
    for line in view.notes:
        st.html(Markup('<p class="sk-small">{}</p>').format(line))
    ways = st.columns(2)
    with ways[0]:
        scene_button.show("oversikt", query, view.title)
    with ways[1]:
        files.offer("oversikt", query, view, register, boundaries)
with right:
    map_view.show(view, register, boundaries, "fylket", bare=True, on_change=lambda: None)
    clicked = map_view.value("fylket").get("kommune")
    if isinstance(clicked, str) and clicked in register.municipality_by_code:
        st.session_state.pop("fylket_value")
        go("kart", Query(kommune=(clicked,)))
