"""Pages that are one sheet: what the browser is given, and what it may tell."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from data import store
from export.svg_signs import key_sign
from geo import boundaries
from tests.pages.test_answers import opened, parts, said
from tests.pages.test_presentasjon import Told
from ui import sheet
from views import kart, scenario
from views.pen_words import words
from views.query import from_string

REGISTER = store.load()
GROUND = boundaries.load()
STEPS = "steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"
SVG = "{http://www.w3.org/2000/svg}"


def given(at: AppTest) -> list[dict[str, Any]]:
    """Return what each map of the page was given, in their order."""
    return [part for block in at._tree for part in parts(block) if "svg" in part]


def test_a_municipality_has_one_map_that_can_be_clicked() -> None:
    at = opened("kommune", "kommune=1573")
    (told,) = given(at)
    assert re.fullmatch(r"Smøla og \d+ partnere", told["title"])
    assert told["open"] is True
    assert told["note"] == ""
    assert "© Kartverket (CC BY 4.0)" in told["credit"]
    assert told["keys"][0][1] == "Smøla"
    root = ET.fromstring(told["svg"])  # noqa: S314 - our own text
    assert root.get("aria-label") == told["title"]
    codes = {path.get("data-code") for path in root.iter(f"{SVG}path")}
    assert codes >= set(REGISTER.county_codes)
    assert not [el for el in at._tree if getattr(el, "type", "") == "component_instance"]


@pytest.mark.parametrize(("page", "opens"), [("kommune", True), ("scenario", False)])
def test_where_nothing_is_chosen_the_county_stands_by_its_numbers(page: str, opens: bool) -> None:
    (told,) = given(opened(page))
    assert told["title"] == "Så mange samarbeid er kommunene med i"
    assert told["open"] is opens
    notes = dict(re.findall(r'data-code="(\d{4})"[^>]*><title>[^<]*?(\d+) samarbeid', told["svg"]))
    assert set(notes) == set(REGISTER.county_codes)
    county, _unread = from_string("", REGISTER)
    drawn = kart.selected(REGISTER, county).drawn
    assert {c: sum(c in row.members for row in drawn) for c in notes} == {
        code: int(number) for code, number in notes.items()
    }
    root = ET.fromstring(told["svg"])  # noqa: S314 - our own text
    filled = [group.get("class") for group in root.iter(f"{SVG}g") if len(group)]
    assert "areas" in filled
    assert not {"pairs", "spokes", "hubs", "nodes"} & set(filled)
    assert all("<rect" in sign for sign, _text in told["keys"])


def test_a_scenario_has_before_and_after() -> None:
    at = opened("scenario", STEPS)
    view = scenario.build(REGISTER, from_string(STEPS, REGISTER)[0], GROUND)
    for told, shown in zip(given(at), (view.before, view.after), strict=True):
        assert shown is not None
        assert shown.picture is not None
        assert told["title"] == shown.picture.title
        assert told["credit"] == shown.picture.attribution
        assert told["keys"] == [[key_sign(key), key.text] for key in shown.picture.keys]
        assert told["open"] is False
    # They stand on one page: no id is in both.
    one, other = (set(re.findall(r' id="([^"]+)"', told["svg"])) for told in given(at))
    assert one
    assert not one & other


def test_a_filter_gives_the_same_map_new_contents() -> None:
    at = opened("scenario", STEPS)
    before = given(at)
    at.toggle(key="f_nettverk").set_value(True).run()
    after = given(at)
    assert [told["title"] for told in after] != [told["title"] for told in before]
    assert len(after) == len(before) == 2


def test_without_boundaries_it_says_so() -> None:
    view = scenario.build(REGISTER, from_string(STEPS, REGISTER)[0], None)
    assert view.after is not None
    assert view.changed is not None
    told = sheet.figure(view.after, view.changed, None, "etter").told
    assert told["note"] == words()["noMap"]
    root = ET.fromstring(told["svg"])  # noqa: S314 - our own text
    assert list(root.iterfind(f"{SVG}g[@class='hubs']/{SVG}g"))
    assert told["open"] is False


def test_a_view_without_a_picture_has_no_figure() -> None:
    view = scenario.build(REGISTER, from_string(STEPS, REGISTER)[0], GROUND)
    with pytest.raises(ValueError, match="no picture"):
        sheet.figure(replace(view, picture=None), REGISTER, GROUND, "x")


def test_each_step_has_a_button_that_names_its_place() -> None:
    join = "inn.legevakt-aure-smola-heim.1573"
    text = said(opened("scenario", f"{STEPS}~{join}"))
    assert re.findall(r"<button type='button' value='(\d+)'>Fjern</button>", text) == ["0", "1"]
    assert "sk-steps" not in said(opened("scenario"))


@pytest.mark.parametrize(
    ("told", "passed"),
    [
        (Told(picked="1576"), ["1576"]),
        (Told(picked=None), []),
        (Told(picked=1576), []),
        (Told(picked=["1576"]), []),
        (Told(), []),
        (None, []),
        ({"picked": "1576"}, []),
    ],
)
def test_only_text_is_passed_on(
    told: object, passed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streamlit, "session_state", {"kommune": told})
    seen: list[str] = []
    sheet._answer("kommune", "picked", seen.append)
    assert seen == passed
