"""«Slik gjør vi det her» and «Politisk styring» on their page: link, choices, and hostile text."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.files import SHIPPED
from tests.pages.tabs import opened

HOSTILE = "<img src=x onerror=alert(1)> {{7*7}} **b**"


def run(**link: str) -> AppTest:
    return opened("organisasjonsform", **link)


def html(at: AppTest) -> str:
    return " ".join(el.proto.body for el in at._tree if getattr(el, "type", "") == "html")


def maps(at: AppTest) -> list[Any]:
    return [el for el in at._tree if getattr(el, "type", "") == "component_instance"]


@pytest.mark.parametrize("part", ["her", "styring"])
def test_each_part_has_its_words_and_its_map(part: str) -> None:
    at = run(fane=part)
    assert not at.exception
    assert "unntatt avsluttet" in html(at)
    assert "Deler av et større samarbeid telles med helheten" in html(at)
    assert len(maps(at)) == 1


def test_a_form_that_is_chosen_stands_in_the_link_and_shows_its_agreements() -> None:
    at = run(fane="her")
    assert "3 former side om side" in html(at)
    at.selectbox(key="here_form").select("iks").run()
    assert at.query_params["form"] == "iks"
    assert at.query_params["fane"] == "her"
    assert "Interkommunalt selskap (IKS): 17 samarbeid" in html(at)
    assert "kart?avtale=norbr" in html(at)


def test_a_service_that_is_chosen_stands_side_by_side() -> None:
    at = run(fane="her")
    at.selectbox(key="here_tjeneste").select("legevakt").run()
    assert at.query_params["tjeneste"] == "legevakt"
    assert "Legevakt: 8 samarbeid" in html(at)


def test_a_municipality_narrows_the_numbers_and_the_way_back_is_a_button() -> None:
    at = run(fane="styring", kommune="1576")
    assert "16 av 36 samarbeid (44 %)" in html(at)
    at.button(key="steering_all").click().run()
    assert "kommune" not in at.query_params
    assert "94 av 202 samarbeid (47 %)" in html(at)


def test_the_switch_holds_the_uncertain_outside_and_says_so() -> None:
    at = run(fane="styring")
    at.toggle(key="f_usikre").set_value(False).run()
    assert at.query_params["usikre"] == "nei"
    assert "er holdt utenfor" in html(at)


@pytest.mark.parametrize("part", ["her", "styring"])
def test_hostile_names_are_text(part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "register"
    shutil.copytree(SHIPPED, folder)
    path = folder / "avtaler.csv"
    text = path.read_text("utf-8-sig")
    named = "Felles brannsjef for Herøy og Vanylven"
    assert named in text
    path.write_text(text.replace(named, HOSTILE), "utf-8-sig")
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(folder))
    at = run(fane=part, tjeneste="brann")
    assert not at.exception
    assert "&lt;img src=x onerror=alert(1)&gt;" in html(at)
    assert "<img src=x" not in html(at)
