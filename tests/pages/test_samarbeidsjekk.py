"""The page of the check: what a browser may send, what is kept, and what is shown."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.store import load
from tests.pages.tabs import tab
from tests.pages.test_pages import html
from tests.pages.test_presentasjon import Told, components
from tests.views.check.made import HOSTILE, three
from ui.check import form, keeping, tying
from views.check.answers import Answer, Check, Party


def page(check: Check | None = None, part: str = "", **link: str) -> AppTest:
    at = tab("samarbeidsjekk")
    if check is not None:
        at.session_state["sk_check"] = check
        at.session_state["sk_check_keys"] = tuple(f"k{n}" for n in range(len(check.parties)))
    if part:
        at.session_state["sk_check_kept"] = {"check_part": part}
    for key, value in link.items():
        at.query_params[key] = value
    return at.run()


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session without a server, as the callbacks see it."""
    kept: dict[str, Any] = {"sk_check": three(), "sk_check_keys": ("k0", "k1", "k2")}
    monkeypatch.setattr("streamlit.session_state", kept)
    return kept


def test_it_begins_with_who_answers() -> None:
    at = page()
    assert not at.exception
    assert "ikke en person" in html(at)
    assert "check" not in components(at)
    at.text_input(key="check_new").set_value("  Aure ").run()
    assert not at.exception
    (party,) = components(at)["check"]["parties"]
    assert (party["name"], party["letter"], party["elsewhere"]) == ("Aure", "A", 0)
    at.text_input(key="check_new").set_value("AURE").run()
    assert "«AURE» er med fra før." in html(at)
    assert len(components(at)["check"]["parties"]) == 1


@pytest.mark.parametrize(("part", "points"), [("a", 12), ("b", 11), ("c", 6)])
def test_each_part_has_its_points(part: str, points: int) -> None:
    data = components(page(three(), part))["check"]
    assert len(data["points"]) == points
    assert [party["letter"] for party in data["parties"]] == ["A", "B", "C"]
    assert data["parties"][0]["elsewhere"] == 29 - points


def test_the_result_shows_the_differences() -> None:
    at = page(three(), "resultat")
    assert not at.exception
    shown = html(at)
    assert "Størst forskjell: «Liten kommune»" in shown
    row = shown[shown.index("<th scope='row'>Ledelse</th>") :]
    row = row[: row.index("</tr>")]
    assert "aria-label='Smøla: ikke – Vi opplever at ingen leder dette.'" in row
    assert "svært stor forskjell" in row
    assert row.count("sk-mark") == 3


def test_hostile_names_and_notes_read_as_themselves() -> None:
    bad = Party(HOSTILE, {"lovkrav": Answer(1, HOSTILE)})
    for part in ("a", "resultat"):
        at = page(Check((bad, *three().parties)), part)
        assert not at.exception
        assert "<img" not in html(at) and "</script" not in html(at)


def test_from_an_agreement_it_says_which_and_offers_its_members() -> None:
    register = load()
    row = next(one for one in register.agreement_records if len(one.members) > 2)
    at = page(avtale=row.id)
    assert not at.exception
    assert f"Samarbeidsjekk: {row.name}" in html(at).replace("&amp;", "&")
    names = [register.municipality_by_code[code].name for code in row.members]
    offered = at.multiselect(key="check_members")
    assert set(names) <= set(offered.options)
    offered.set_value(names[:2]).run()
    next(b for b in at.button if b.label == "Legg til de valgte").click().run()
    assert [p["name"] for p in components(at)["check"]["parties"]] == names[:2]


def test_answers_stand_where_another_agreement_is_opened() -> None:
    rows = load().agreement_records
    at = page(Check(three().parties, rows[0].id), avtale=rows[1].id)
    assert "Sjekken under er påbegynt" in html(at)
    assert at.session_state["sk_check"].parties == three().parties
    at.button(key="check_begin_here").click().run()
    assert at.session_state["sk_check"] == Check((), rows[1].id)
    next(b for b in at.button if b.label == "Angre").click().run()
    assert at.session_state["sk_check"] == Check(three().parties, rows[0].id)
    assert at.query_params["avtale"] in (rows[0].id, [rows[0].id])


def test_without_a_link_the_check_goes_on_where_it_was() -> None:
    key = load().agreement_records[0].id
    at = page(Check(three().parties, key))
    assert at.query_params["avtale"] in (key, [key])


def test_a_cleared_party_comes_back() -> None:
    at = page(three())
    next(b for b in at.button if b.label == "Tøm svarene").click().run()
    assert at.session_state["sk_check"].parties[0] == Party("Aure", {})
    assert at.session_state["sk_check_keys"][1:] == ("k1", "k2")
    assert at.session_state["sk_check_keys"][0] != "k0"
    next(b for b in at.button if b.label == "Angre").click().run()
    assert at.session_state["sk_check"] == three()


def test_a_party_gets_another_name_and_keeps_its_form() -> None:
    at = page(three())
    at.text_input(key="check_renamed").set_value("Aure kommune").run()
    assert not at.exception
    assert at.session_state["sk_check"].parties[0].name == "Aure kommune"
    assert at.session_state["sk_check_keys"] == ("k0", "k1", "k2")
    at.text_input(key="check_renamed").set_value("Smøla").run()
    assert "er med fra før" in html(at)
    assert at.session_state["sk_check"].parties[0].name == "Aure kommune"


# ---- what the form tells ----


def tell(state: dict[str, Any], answers: object) -> None:
    state["check_form"] = Told(answers=answers)
    form._answered()


def test_the_form_writes_what_was_typed(state: dict[str, Any]) -> None:
    told = {"k1": {"lovkrav": [1, " Ny\nlinje "]}, "k2": {"moter": [None, ""]}}
    tell(state, json.dumps(told))
    check = state["sk_check"]
    assert check.parties[0] == three().parties[0]
    assert check.parties[1].answer("lovkrav") == Answer(1, "Ny linje")
    assert check.parties[2].answer("moter") == Answer()


@pytest.mark.parametrize(
    "told",
    [
        None, 5, "", "[", "[]", "null", "[" * 100_000, '{"k9": {"lovkrav": [1, ""]}}',
        '{"k0": 1}', '{"k0": {"makt": [1, ""]}}', '{"k0": {"lovkrav": 1}}',
        '{"k0": {"lovkrav": [9, ""]}}', '{"k0": {"lovkrav": [true, ""]}}',
        '{"k0": {"lovkrav": [1.0, ""]}}', '{"k0": {"lovkrav": [[], ""]}}',
        '{"k0": {"lovkrav": [1, 2]}}',
        '{"k0": {"lovkrav": [1]}}', '{"k0": {"lovkrav": [NaN, ""]}}', "9" * 10_000,
        '"' + "x" * 600_000 + '"',
    ],
)  # fmt: skip
def test_what_a_browser_sends_can_change_nothing_else(state: dict[str, Any], told: object) -> None:
    tell(state, told)
    assert state["sk_check"] == three()


def test_a_form_that_is_a_step_behind_writes_nothing(state: dict[str, Any]) -> None:
    keeping.change(three().with_party(0, Party("Aure", {})))
    tell(state, '{"k0": {"lovkrav": [4, ""]}}')
    assert state["sk_check"].parties[0] == Party("Aure", {})
    # What is typed for another party meanwhile is kept.
    tell(state, '{"k1": {"lovkrav": [4, "kept"]}}')
    assert state["sk_check"].parties[1].answer("lovkrav") == Answer(4, "kept")


def test_a_new_check_can_be_taken_back(state: dict[str, Any]) -> None:
    tying.begin()
    assert state["sk_check"] == Check()
    tying.undo()
    assert state["sk_check"] == three()
