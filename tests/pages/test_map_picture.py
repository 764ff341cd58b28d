"""The maps that stand in a page: what the component is given, and what it may tell."""

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from data import store
from export.svg_signs import key_sign
from geo import boundaries
from tests.pages.test_answers import opened
from tests.pages.test_presentasjon import Told
from ui import map_picture
from views import scenario
from views.pen_words import words
from views.query import from_string

REGISTER = store.load()
GROUND = boundaries.load()
STEPS = "steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"
SVG = "{http://www.w3.org/2000/svg}"


def given(at: AppTest) -> list[dict[str, Any]]:
    """Return what each map of the page was given, in their order."""
    protos = [getattr(element, "proto", None) for element in at._tree]
    return [
        json.loads(proto.json)
        for proto in protos
        if getattr(proto, "component_name", "") == "samarbeidskart_map_picture"
    ]


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


def test_no_municipality_no_map() -> None:
    assert given(opened("kommune")) == []


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


def test_without_boundaries_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    view = scenario.build(REGISTER, from_string(STEPS, REGISTER)[0], None)
    seen: dict[str, Any] = {}
    monkeypatch.setattr(map_picture, "_figure", lambda **told: seen.update(told))
    assert view.after is not None
    assert view.changed is not None
    map_picture.show(view.after, view.changed, None, "etter")
    assert seen["data"]["note"] == words()["noMap"]
    root = ET.fromstring(seen["data"]["svg"])  # noqa: S314 - our own text
    assert list(root.iterfind(f"{SVG}g[@class='hubs']/{SVG}g"))
    assert "on_picked_change" not in seen


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
    monkeypatch.setattr(streamlit, "session_state", {"kommune_picture": told})
    seen: list[str] = []
    map_picture._answer("kommune_picture", seen.append)
    assert seen == passed
