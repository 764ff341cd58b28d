"""The pages that answer a planner: each shows its numbers, and odd links give a sentence."""

import json
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from data import files, store
from tests.pages import tabs

REGISTER = store.load()
PAGES = ("dekning", "kommune", "scenario", "analyse")


def opened(page: str, link: str = "") -> AppTest:
    """Open a page by its address."""
    return tabs.opened(page, **dict(parse_qsl(link)))


def said(at: AppTest) -> str:
    """All the text that the page wrote itself."""
    return " ".join(map(text_of, at._tree))


def text_of(block: Any) -> str:
    """The HTML of a block, or of the parts of a sheet."""
    if getattr(block, "type", "") == "html":
        return str(block.proto.body)
    return " ".join(part.get("html", "") for part in parts(block))


def parts(block: Any) -> list[dict[str, Any]]:
    """What a sheet was given (ui/sheet.py); nothing if the block is none."""
    proto = getattr(block, "proto", None)
    if getattr(proto, "component_name", "") != "samarbeidskart_sheet":
        return []
    found: list[dict[str, Any]] = json.loads(proto.json)["parts"]
    return found


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_a_fault(page: str) -> None:
    at = opened(page)
    assert not at.exception
    assert "Noe gikk galt" not in said(at)
    assert "sk-title" in said(at)


@pytest.mark.parametrize(
    ("page", "link", "words"),
    [
        ("dekning", "tjeneste=tildelingskontor", "0–27 av 27 kommuner samarbeider; 0 bekreftet"),
        ("dekning", "celle=1576-plan", "Aure · Planlegging"),
        ("dekning", "tjeneste=krisesenter", "mulige hull kan være dekket"),
        ("kommune", "kommune=1573", "Smøla: hvem samarbeider kommunen med?"),
        ("kommune", "kommune=1573&celle=1573-plan", "mulig å utrede for Smøla"),
        ("kommune", "kommune=1573&celle=1573-plan&vekt=0,0,0,0,0", "Alle vektene er 0"),
        ("kommune", "kommune=5055", "utenfor fylket"),
        ("kommune", "kommune=1576&celle=1576-plan&tjeneste=legevakt", "utrede for Aure"),
        ("dekning", "celle=1576-plan&tjeneste=legevakt", "Legevakt: 27 av 27 kommuner"),
        ("dekning", "tjeneste=plan&form=iks", "Bare Interkommunalt selskap (IKS)"),
        ("kommune", "kommune=9999", "som ikke finnes blant kommunene"),
        ("scenario", "steg=inn.finnes-ikke.1576", "ble ikke brukt"),
        ("scenario", "steg=%00<script>", "ble ikke brukt"),
        ("scenario", "steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576", "Etter: 6–22 av 27"),
        ("analyse", "sammenlign=1573,1576", "Smøla og Aure"),
        ("analyse", "sammenlign=1573", "Velg minst to kommuner"),
        ("analyse", "sammenlign=1573,1576,1560", "mulig å utrede sammen for Smøla, Aure og"),
        ("analyse", "sammenlign=1573,1576&celle=-okonomi", "Økonomi: mulig å utrede sammen"),
        ("analyse", "sammenlign=1573,1576&vekt=0,0,0,0,0", "Alle vektene er 0"),
    ],
)
def test_a_link_gives_its_answer(page: str, link: str, words: str) -> None:
    at = opened(page, link)
    assert not at.exception
    assert "Noe gikk galt" not in said(at)
    assert words in said(at)
    assert "<script>" not in said(at)


def test_the_switches_are_in_sight_and_in_the_sentence() -> None:
    at = opened("dekning", "tjeneste=plan")
    assert "Prosjekt og nettverk regnes ikke med" in said(at)
    at.toggle(key="f_nettverk").set_value(True).run()
    assert "Prosjekt og nettverk regnes med" in said(at)
    assert at.query_params["nettverk"] == "ja"
    assert at.query_params["tjeneste"] == "plan"


def test_every_service_is_one_click() -> None:
    at = opened("dekning")
    button = next(one for one in at.button if one.label == "Alle tjenester")
    button.click().run()
    assert f"{len(REGISTER.service_by_code)} tjenester × 27 kommuner" in said(at)


def test_a_scenario_is_undone_and_never_saved() -> None:
    before = (files.SHIPPED / "avtaler.csv").read_bytes()
    step = "ny.okonomi.oppgavefellesskap.1576_1573.1576"
    at = opened("scenario", f"steg={step}")
    assert "SCENARIO" in said(at)
    button = next(one for one in at.button if one.label == "Angre")
    button.click().run()
    assert "steg" not in at.query_params
    assert (files.SHIPPED / "avtaler.csv").read_bytes() == before


def test_the_weights_stand_in_the_link() -> None:
    at = opened("kommune", "kommune=1573&celle=1573-plan")
    at.slider(key="weight_0").set_value(80).run()
    assert at.query_params["vekt"] == "80,30,15,10,10"
    assert "80 – 30 – 15 – 10 – 10" in said(at)


def test_another_service_is_one_choice_and_stands_in_the_link() -> None:
    at = opened("analyse", "sammenlign=1573,1576,1560")
    assert "Planlegging: mulig å utrede sammen" in said(at)
    at.selectbox(key="asked").set_value("okonomi").run()
    assert "Økonomi: mulig å utrede sammen for Smøla, Aure og Tingvoll" in said(at)
    assert at.query_params["celle"] == "-okonomi"
    at.slider(key="weight_0").set_value(80).run()
    assert at.query_params["vekt"] == "80,30,15,10,10"
    assert "80 – 30 – 15 – 10 – 10" in said(at)
