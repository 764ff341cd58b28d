"""What the reader does on the map comes back as a Query; anything unknown is passed over."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from data import store
from data.limits import limit
from tests.pages.tabs import opened
from tests.pages.test_filters import title
from tests.pages.test_pages import component, html, message
from views.query import Query, from_params

REGISTER = store.load()


def tell(at: AppTest, did: Any) -> AppTest:
    """Send what the drawing script would send, and run the page."""
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=component(at).id, json_value=json.dumps(did)))
    return at._run(states)


def asked(at: AppTest) -> Query:
    return from_params(at.query_params, REGISTER)[0]


def test_a_line_of_the_list_opens_its_card_and_the_way_back_closes_it() -> None:
    at = opened(tjeneste="legevakt")
    tell(at, {"avtale": "legevakt-aure-smola-heim", "n": 1})
    assert not at.exception
    assert asked(at) == Query(tjeneste=("legevakt",), avtale=("legevakt-aure-smola-heim",))
    assert message(at)["card"]["id"] == "legevakt-aure-smola-heim"
    # The list below is still that of the filter.
    assert message(at)["all"] == message(opened(tjeneste="legevakt"))["all"]
    tell(at, {"avtale": "", "n": 2})
    assert asked(at) == Query(tjeneste=("legevakt",))
    assert "card" not in message(at)


def test_a_municipality_is_chosen_by_a_click_and_let_go_by_another() -> None:
    at = opened()
    tell(at, {"kommune": "1576", "n": 1})
    assert asked(at) == Query(kommune=("1576",))
    assert at.multiselect(key="f_kommune").value == ["1576"]
    tell(at, {"kommune": "1573", "n": 2})
    assert asked(at) == Query(kommune=("1573",))
    tell(at, {"kommune": "1573", "n": 3})
    assert asked(at) == Query()
    assert at.multiselect(key="f_kommune").value == []


def test_a_click_on_the_ground_lets_go_of_the_card() -> None:
    at = opened(avtale="nnbt")
    tell(at, {"kommune": "1576", "n": 1})
    assert asked(at) == Query(kommune=("1576",))


def test_a_wider_question_is_asked_as_it_is_offered() -> None:
    at = opened(kommune="1576", tjeneste="skatt")
    name, text, link = message(at)["wi"][0]
    assert name
    assert text.endswith("samarbeid")
    tell(at, {"lenke": link, "n": 1})
    assert not at.exception
    assert message(at)["all"] == int(text.split()[0])


def test_the_big_screen_is_entered_and_left() -> None:
    at = opened(tjeneste="brann")
    tell(at, {"storskjerm": True, "n": 1})
    assert asked(at) == Query(tjeneste=("brann",), storskjerm=True)
    assert message(at)["big"] == 1
    assert "big.css" in html(at)
    tell(at, {"storskjerm": False, "n": 2})
    assert asked(at) == Query(tjeneste=("brann",))
    assert "big" not in message(at)


def test_more_lines_are_fetched_until_the_question_changes() -> None:
    at = opened()
    assert len(message(at)["r"]) == limit("list_rows")
    tell(at, {"flere": 1, "n": 1})
    assert len(message(at)["r"]) == 3 * limit("list_rows")
    tell(at, {"flere": 1, "n": 2})
    assert len(message(at)["r"]) == 5 * limit("list_rows")
    at.multiselect(key="f_kommune").set_value(["1576"]).run()
    assert len(message(at)["r"]) == limit("list_rows")


ODD = [
    {"avtale": "finnes-ikke"},
    {"avtale": None},
    {"avtale": ["nnbt"]},
    {"avtale": {"a": 1}},
    {"kommune": "9999"},
    {"kommune": 1576},
    {"kommune": ["1576"]},
    {"lenke": 5},
    {"lenke": "farge=rosa&&&=;%%"},
    {"lenke": "tjeneste={{7*7}}"},
    {"storskjerm": "ja"},
    {"flere": "mange"},
    {"annet": 1},
    {},
    [],
    [1],
    "nnbt",
    5,
    None,
]


@pytest.mark.parametrize("did", ODD, ids=str)
def test_what_the_script_would_never_say_is_passed_over(did: Any) -> None:
    at = opened()
    tell(at, did)
    assert not at.exception
    assert asked(at) == Query()
    assert message(at)["t"] == title(Query())


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)
KEYS = st.sampled_from(["avtale", "kommune", "lenke", "storskjerm", "flere", "n"])


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(KEYS, ANYTHING, max_size=3))
def test_no_answer_takes_the_page_down(did: dict[str, Any]) -> None:
    at = opened()
    tell(at, did)
    assert not at.exception
    assert "Noe gikk galt" not in html(at)
    assert message(at)["t"]


def test_a_click_on_the_front_page_opens_the_municipality_on_the_map() -> None:
    at = opened("oversikt")
    tell(at, {"kommune": "1576", "n": 1})
    assert not at.exception
    assert asked(at) == Query(kommune=("1576",))
    assert message(at)["t"].endswith("med Aure")


@pytest.mark.parametrize("did", ODD[1:8], ids=str)
def test_the_front_page_passes_over_the_same(did: Any) -> None:
    at = opened("oversikt")
    tell(at, did)
    assert not at.exception
    assert "Noe gikk galt" not in html(at)
    assert message(at)["k"] == "pairs"
