"""The views of coverage, municipality, scenario and analysis: the same link, the same page."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from data.register import Register
from data.travel import Travel
from geo import boundaries as ground
from views import analyse, dekning, kommune, scenario
from views.query import Query, from_string
from views.view import View

REGISTER = store.load()
AREAS = ground.load()
NEAR = ground.neighbour_codes()
NO_TRAVEL = Travel({}, (), ())
LINKS = (
    "",
    "celle=1576-plan",
    "kommune=1573&celle=1573-plan&nettverk=ja",
    "sikkerhet=A,B&usikre=nei",
    "tjeneste=krisesenter&avsluttet=ja&sorter=kommuner,tjenester",
    "steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576&sammenlign=1573,1576",
)


def every_view(register: Register, query: Query) -> tuple[View, ...]:
    return (
        dekning.build(register, query, AREAS, NEAR),
        kommune.build(register, query, AREAS, NEAR, NO_TRAVEL),
        scenario.build(register, query, AREAS),
        analyse.build(register, query, NEAR),
    )


def told(view: View) -> tuple[object, ...]:
    """What a view says in words and tables."""
    return view.title, view.lead, view.facts, view.notes, view.tables, view.sections


@pytest.mark.parametrize("link", LINKS)
def test_the_same_link_gives_the_same_page_whatever_the_order_of_rows(link: str) -> None:
    query, unknown = from_string(link, REGISTER)
    assert unknown == ()
    other = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[::-1])
    first, second = every_view(REGISTER, query), every_view(other, query)
    assert [told(view) for view in first] == [told(view) for view in second]


@settings(deadline=None, max_examples=25)
@given(
    st.sampled_from(["", *REGISTER.municipality_by_code]),
    st.sampled_from(["", *REGISTER.service_by_code]),
    st.sampled_from(["", *REGISTER.county_codes]),
    st.tuples(*[st.integers(0, 100).map(str)] * 5),
    st.booleans(),
)
def test_any_question_has_an_answer(
    code: str, service: str, cell: str, weights: tuple[str, ...], on: bool
) -> None:
    query = Query(
        kommune=(code,) if code else (),
        celle=f"{cell}-{service}" if service else "",
        vekt=weights,
        nettverk=on,
        usikre=not on,
        sammenlign=tuple(
            c for c in dict.fromkeys((code, cell, "1573")) if c in REGISTER.county_codes
        ),
    )
    for view in every_view(REGISTER, query):
        assert view.title
        assert view.lead


@pytest.mark.parametrize("kept", [0, 1])
def test_a_register_with_hardly_anything_gives_sentences(kept: int) -> None:
    small = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[:kept])
    query = Query(kommune=("1576",), celle="1576-plan", sammenlign=("1573", "1576"))
    for view in every_view(small, query):
        assert view.lead
    assert "Ingen samarbeid er registrert" in str(
        kommune.build(small, Query(kommune=("1505",)), AREAS, NEAR, NO_TRAVEL).sections
    )


def test_the_letters_and_the_key_tell_every_state_apart() -> None:
    query = Query(tjeneste=tuple(REGISTER.service_by_code))
    found = dekning.build(REGISTER, query, None, NEAR)
    assert found.matrix is not None
    assert found.picture is None or found.picture.areas == ()
    shown = {sign.state for row in found.matrix.signs for sign in row}
    assert len(shown) >= 7
    assert [len(row) for row in found.matrix.signs] == [len(query.tjeneste)] * 27


def test_what_a_scenario_leaves_keeps_its_number_and_colour() -> None:
    link = "steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"
    view = scenario.build(REGISTER, from_string(link, REGISTER)[0], None)
    assert view.before is not None
    assert view.after is not None
    before, after = (
        [(hub.agreement, hub.text, hub.colour) for hub in one.picture.hubs]
        for one in (view.before, view.after)
        if one.picture is not None
    )
    assert after[: len(before)] == before
    assert [key for key, _text, _colour in after[len(before) :]] == ["scenario-1"]
