"""Filters, link and picture say the same, whichever of them changes; nothing else moves."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from data import store
from data.schema import STATUSES
from geo import boundaries
from tests.pages.tabs import opened
from tests.pages.test_pages import arguments, component, html, message
from tests.views.test_query import QUERIES
from views import kart, oversikt
from views.query import DEFAULT, KEYS, Query, from_params, to_params, to_string

REGISTER = store.load()
GROUND = boundaries.load()


@cache
def title(query: Query) -> str:
    return kart.build(REGISTER, query, GROUND).title


def asked(at: AppTest) -> Query:
    query, notices = from_params(at.query_params, REGISTER)
    assert notices == ()
    return query


def widget(at: AppTest, key: str) -> object:
    return next(w for w in at._tree if getattr(w, "key", None) == f"f_{key}")


# --- each widget ---------------------------------------------------------------------------

CHANGES = [
    ("sok", "smøla", "smøla"),
    ("tjeneste", ["brann"], ("brann",)),
    ("tjeneste", ["brann", "ikt"], ("brann", "ikt")),
    ("kommune", ["1576"], ("1576",)),
    ("kommune", ["1576", "5055"], ("1576", "5055")),
    ("form", ["iks"], ("iks",)),
    ("region", ["nordmore"], ("nordmore",)),
    ("sikkerhet", ["A", "B"], ("A", "B")),
    ("status", ["ukjent"], ("ukjent",)),
    ("aar", 2015, 2015),
    ("avsluttet", False, False),
    ("deler", True, True),
    ("nettverk", True, True),
    ("utvikling", True, True),
    ("usikre", False, False),
    ("par", 100, 100),
]


@pytest.mark.parametrize(("key", "value", "field"), CHANGES, ids=str)
def test_a_widget_changes_link_and_picture(key: str, value: object, field: object) -> None:
    at = opened(avsluttet="ja")  # a filter in use opens the part of the panel that is seldom used
    before = Query(avsluttet=True)
    widget(at, key).set_value(value).run()
    assert not at.exception
    after = before.but(**{key: field})
    assert asked(at) == after
    view = kart.build(REGISTER, after, GROUND)
    sent = message(at)
    assert (sent["t"], sent["l"], sent["n"]) == (view.title, view.lead, list(view.notes))
    assert sent["all"] == len(view.picture.legend)
    assert len(sent["p"]) == 5 * len(view.picture.pairs)


def test_the_mode_of_several_municipalities_is_asked_for_only_when_there_are_several() -> None:
    at = opened(kommune="1576")
    assert "f_modus" not in [getattr(w, "key", None) for w in at._tree]
    widget(at, "kommune").set_value(["1576", "1573"]).run()
    widget(at, "modus").set_value("og").run()
    assert asked(at) == Query(kommune=("1576", "1573"), modus="og")
    assert message(at)["t"] == title(asked(at))


def test_the_panel_offers_all_that_the_register_knows() -> None:
    at = opened(avsluttet="ja")
    names = {s.name for s in REGISTER.service_by_code.values()}
    assert set(widget(at, "tjeneste").options) == names
    assert list(widget(at, "kommune").options)[:2] == ["Aukra", "Aure"]
    assert len(widget(at, "kommune").options) == len(REGISTER.municipality_by_code)
    # The county first, then those outside it.
    assert list(widget(at, "kommune").options)[26] == "Ålesund"
    assert len(widget(at, "form").options) == len(REGISTER.form_by_code)
    assert len(widget(at, "status").options) == len(STATUSES)


def test_reset_takes_all_filters_away() -> None:
    at = opened(tjeneste="brann", kommune="1576", aar="2015", usikre="nei", sok="kristiansund")
    at.button(key="reset_filters").click().run()
    assert not at.exception
    assert asked(at) == DEFAULT
    assert widget(at, "tjeneste").value == []
    assert widget(at, "sok").value == ""
    assert message(at)["t"] == title(DEFAULT)
    assert "reset_filters" not in {button.key for button in at.button}


def test_a_new_filter_lets_go_of_the_agreement_that_was_looked_at() -> None:
    at = opened(avtale="nnbt")
    assert "card" in message(at)
    widget(at, "tjeneste").set_value(["brann"]).run()
    assert asked(at) == Query(tjeneste=("brann",))
    assert "card" not in message(at)


def test_filters_are_there_when_the_reader_comes_back_from_another_page() -> None:
    at = opened("kart")  # by way of the front page, as readers come
    widget(at, "tjeneste").set_value(["brann"]).run()
    at.switch_page("pages/oversikt.py")
    at.query_params = {}
    at.run()
    assert not at.exception
    at.switch_page("pages/kart.py")
    at.query_params = {}
    at.run()
    assert asked(at) == Query(tjeneste=("brann",))
    assert widget(at, "tjeneste").value == ["brann"]
    assert message(at)["t"] == title(asked(at))


def test_a_link_opened_in_the_same_tab_wins_over_what_was_there() -> None:
    at = opened(tjeneste="brann")
    at.query_params = {"kommune": "1576"}
    at.run()
    assert message(at)["t"] == title(Query(kommune=("1576",)))
    assert widget(at, "tjeneste").value == []


# --- each link -----------------------------------------------------------------------------

SPARSE = st.builds(
    lambda query, keys: Query(**{key: getattr(query, key) for key in keys}),
    QUERIES,
    st.sets(st.sampled_from(KEYS), max_size=3),
)


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(SPARSE | QUERIES)
def test_any_link_shows_what_it_asks_for_and_stays_as_it_is(query: Query) -> None:
    at = opened(**to_params(query))
    assert not at.exception
    assert "Noe gikk galt" not in html(at)
    # A place on the stage, or a part of another page, is nothing here.
    assert asked(at) == query.but(scene=DEFAULT.scene, fane=DEFAULT.fane)
    view = kart.build(REGISTER, query, GROUND)
    for key in ("tjeneste", "kommune", "form", "region"):
        assert widget(at, key).value == list(getattr(query, key))
    assert widget(at, "sok").value == query.sok
    if query.smaa and view.picture and view.picture.kind == "many":
        assert "sk-small-maps" in html(at)
        return
    sent = message(at)
    assert (sent["t"], sent["l"]) == (view.title, view.lead)
    assert ("card" in sent) == (len(query.avtale) == 1)
    assert sent.get("big", 0) == int(query.storskjerm)


def test_many_agreements_become_small_maps_on_request_and_back() -> None:
    at = opened(form="iks")
    assert message(at)["k"] == "many"
    widget(at, "smaa").set_value(True).run()
    assert not at.exception
    assert html(at).count("data:image/svg+xml;base64,") == 17
    assert at.query_params["smaa"] == "ja"
    widget(at, "smaa").set_value(False).run()
    assert message(at)["k"] == "many"


@pytest.mark.parametrize(
    "link",
    [
        {"farge": "rosa"},
        {"tjeneste": "trylling"},
        {"tjeneste": "legevakt,trylling"},
        {"aar": "20l9"},
        {"modus": "kanskje"},
        {"avsluttet": "jepp"},
        {"par": "-1"},
        {"sprak": "xx"},
        {"avtale": "finnes-ikke"},
        {"tjeneste": "<script>alert(1)</script>"},
        {"tjeneste": "{{lipsum.__globals__.os.getcwd()}}"},
        {"<img src=x onerror=alert(1)>": "1"},
    ],
    ids=str,
)
def test_what_nobody_knows_in_a_link_is_told_of_and_passed_over(link: dict[str, str]) -> None:
    at = opened(**link)
    assert not at.exception
    query, notices = from_params(link, REGISTER)
    assert len(notices) == 1
    assert "Noe i lenka ble ikke brukt" in html(at)
    assert "<script>alert" not in html(at)
    assert "<img src=x" not in html(at)
    assert message(at)["t"] == title(query)
    # The word is gone when the reader goes on.
    widget(at, "tjeneste").set_value(["brann"]).run()
    assert "Noe i lenka ble ikke brukt" not in html(at)


@pytest.mark.parametrize("text", ["<b>x</b>", "{{7*7}}", "`${1}`", "{% x", "'\"\\", "\u2028", "%"])
def test_a_hostile_search_is_text(text: str) -> None:
    at = opened(sok=text)
    assert not at.exception
    assert widget(at, "sok").value == text or not text.strip()
    if text.strip():
        assert f"søk «{text}»" in message(at)["t"]
    assert "49" not in message(at)["t"]


# --- what never moves ----------------------------------------------------------------------


def test_the_map_is_one_and_the_same_over_all_filter_values() -> None:
    at = opened()
    ids, bases = {component(at).id}, {arguments(at)["script"]}
    for key, values in (
        ("tjeneste", list(REGISTER.service_by_code)[::6]),
        ("kommune", list(REGISTER.municipality_by_code)[::9]),
        ("form", list(REGISTER.form_by_code)[::5]),
    ):
        for value in values:
            widget(at, key).set_value([value]).run()
            assert not at.exception
            ids.add(component(at).id)
            bases.add(arguments(at)["script"])
        widget(at, key).set_value([]).run()
    for link in ({"avtale": "nnbt"}, {"storskjerm": "ja"}, {"par": "0"}, {"sok": "ingen treff"}):
        other = opened(**link)
        ids.add(component(other).id)
        bases.add(arguments(other)["script"])
    assert len(ids) == 1
    (base,) = bases
    assert len(base) < 5000


@pytest.mark.parametrize("page", ["kart", "oversikt"])
def test_only_files_of_this_server_are_asked_for(page: str) -> None:
    at = opened(page)
    found = arguments(at)
    links = [*found["js_links"], *found["css_links"]]
    assert len(links) == 4
    for link in links:
        assert re.fullmatch(r"\.\./[\w.]+/[\w.-]+\?v=[0-9a-f]{10}", link), link
    sent = " ".join(str(value) for key, value in found.items() if key != "feature_group")
    assert "//" not in sent.replace("../", "")
    assert "http:" not in sent
    assert "https:" not in sent
    for address in re.findall(r"url\(\"([^\"]*)\"\)", html(at)):
        assert address.startswith("component/"), address


@pytest.mark.parametrize(
    "link", [{}, {"tjeneste": "legevakt"}, {"avtale": "nnbt"}, {"kommune": "1576"}], ids=str
)
def test_no_text_of_the_register_stands_outside_the_packed_picture(link: dict[str, str]) -> None:
    at = opened(**link)
    sent = re.sub(r"SK\.draw\('[A-Za-z0-9+/=]*'\)", "", component(at).json_args)
    texts = {m.name for m in REGISTER.municipality_by_code.values()}
    texts |= {row.name for row in REGISTER.agreement_records}
    texts |= {row.purpose for row in REGISTER.agreement_records if row.purpose}
    assert {text for text in texts if len(text) > 4 and text in sent} == set()


# --- the front page ------------------------------------------------------------------------


def test_the_front_page_shows_its_view() -> None:
    at = opened("oversikt")
    view = oversikt.build(REGISTER, Query(), GROUND)
    shown = html(at)
    assert view.title in shown
    assert view.lead in shown
    for value, words in view.facts:
        assert f"<b>{value}</b><span>{words}</span>" in shown
    assert all(note in shown for note in view.notes)
    sent = message(at)
    assert (sent["bare"], sent["r"], sent["n"]) == (1, [], [])


def test_each_example_is_a_link_to_the_map() -> None:
    at = opened("oversikt")
    links = [el.proto for el in at._tree if el.type == "page_link"]
    examples = oversikt.build(REGISTER, Query(), GROUND).examples
    assert {link.page for link in links} == {"kart"}
    assert len(links) == len(examples)
    assert {link.label: link.query_string.replace("%2C", ",") for link in links} == {
        door.title: to_string(door.query) for door in examples
    }


@pytest.mark.parametrize(
    ("door", "choice", "query"),
    [
        ("kommune", "1576", Query(kommune=("1576",))),
        ("avtale", "nnbt", Query(avtale=("nnbt",))),
        ("tjeneste", "legevakt", Query(tjeneste=("legevakt",))),
    ],
)
def test_a_question_opens_the_map_with_its_answer(door: str, choice: str, query: Query) -> None:
    at = opened("oversikt")
    at.selectbox(key=f"door_{door}").set_value(choice).run()
    assert not at.exception
    assert asked(at) == query
    assert message(at)["t"] == title(query)
    assert message(at)["all"] > 0


def test_questions_are_asked_in_norwegian_order_and_without_ended_agreements() -> None:
    at = opened("oversikt")
    names = at.selectbox(key="door_kommune").options
    assert len(names) == 27
    assert (names[0], names[-1]) == ("Aukra", "Ålesund")
    offered = set(at.selectbox(key="door_avtale").options)
    running = [row.name for row in REGISTER.agreement_records if row.status != "avsluttet"]
    assert offered == set(running)


def test_readers_with_filters_of_their_own_do_not_see_each_other() -> None:
    first, second = opened(tjeneste="legevakt", farge="rosa"), opened(kommune="1576")
    widget(second, "sok").set_value("brann").run()
    first.run()
    assert message(first)["t"] == title(Query(tjeneste=("legevakt",)))
    assert message(second)["t"] == title(Query(kommune=("1576",), sok="brann"))
    assert "farge" not in html(second)
    third = opened()
    assert message(third)["t"] == title(Query())
    for at in (first, second, third):
        assert "brann" not in arguments(at)["script"]


def test_pages_are_thin_and_named_in_norwegian() -> None:
    at = opened("oversikt")
    pages = {info["page_name"] for info in at._registered_pages.values()}
    thinking = {"Oversikt", "Kart", "Dekning", "Kommune", "Scenario", "Analyse"}
    forms = {"Organisasjonsform", "Samarbeidsjekk"}
    assert pages == thinking | forms | {"Avtaler", "Presentasjon", "Rediger", "Om"}
    files = {Path(info["script_path"]).name for info in at._registered_pages.values()}
    assert files == {f"{page.lower()}.py" for page in pages}
