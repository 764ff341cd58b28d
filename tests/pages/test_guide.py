"""The guide on its page: each question walked, no answer lost, nonsense in the link refused."""

import dataclasses
import re

import pytest
from streamlit.testing.v1 import AppTest

from analysis.guide_questions import LETTERS, QUESTIONS
from data.store import load
from tests.pages.tabs import opened
from tests.pages.test_pages import HOSTILE, html
from ui.forms import guide_html
from views.forms.guide import build
from views.query import DEFAULT
from views.view import Item

PAGE = "organisasjonsform"
REGISTER = load()
ANSWERS = {"a": "3", "b": "2", "c": "2", "d": "1", "e": "1", "f": "1", "g": "1", "h": "1"}
WHOLE = "".join(letter + digit for letter, digit in ANSWERS.items())
LINK = re.compile(r"<a href='([^']*)'")


def guide(svar: str = "", **link: str) -> AppTest:
    at = opened(PAGE, fane="veiviser", **({"svar": svar} if svar else {}), **link)
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=f"guide_{key}").click().run()
    assert not at.exception
    return at


def svar(at: AppTest) -> str:
    """Return the answers in the link; what was read from it is a list, what was written is not."""
    found = at.query_params.get("svar", "")
    return found if isinstance(found, str) else found[0]


def keys(at: AppTest) -> set[str]:
    return {str(button.key).removeprefix("guide_") for button in at.button if button.key}


def answered(at: AppTest) -> list[str]:
    """Return the answers so far, as the page lists them."""
    return [button.label for button in at.button if str(button.key).startswith("guide_to_")]


def test_the_first_question_says_why_it_is_asked_and_how_far_it_is() -> None:
    at = guide()
    shown = html(at)
    assert "Hva skal samarbeidet gjøre?" in shown
    assert "Hvorfor vi spør:" in shown
    assert "Spørsmål 1 av 8" in shown
    assert "12 av 12 former er fortsatt mulige" in shown
    assert "ikke juridisk rådgivning" in shown
    assert {f"a{digit}" for digit in "12340"} <= keys(at)
    assert at.button(key="guide_back").disabled
    assert at.button(key="guide_onwards").disabled
    assert not at.button(key="guide_result").disabled


def test_all_questions_one_at_a_time_and_then_the_result() -> None:
    at = guide()
    for number, question in enumerate(QUESTIONS, 1):
        shown = html(at)
        assert f"Spørsmål {number} av 8" in shown
        assert question.text in shown
        assert question.why in shown
        others = {one.text for one in QUESTIONS} - {question.text}
        assert not [text for text in others if text in shown]
        assert len(answered(at)) == number - 1
        offered = {key for key in keys(at) if re.fullmatch(r"[a-h]\d", key)}
        assert offered == {f"{question.letter}{digit}" for digit in [*question.answers, "0"]}
        press(at, question.letter + ANSWERS[question.letter])
    assert svar(at) == WHOLE
    shown = html(at)
    assert "Mulig å utrede først: Administrativt vertskommunesamarbeid" in shown
    assert "Bygger på 8 av 8 svar." in shown
    assert "Utelukket, og hva som utelukker" in shown
    assert len(answered(at)) == 8


def test_back_never_loses_an_answer() -> None:
    at = guide(WHOLE)
    said = answered(at)
    for letter in reversed(LETTERS):
        press(at, "back")
        assert answered(at) == said
        given = at.button(key=f"guide_{letter}{ANSWERS[letter]}")
        assert given.label.startswith("✓ ")
        assert given.proto.type == "primary"
    assert at.button(key="guide_back").disabled
    for _letter in LETTERS:
        press(at, "onwards")
    assert svar(at) == WHOLE
    assert answered(at) == said
    assert "Mulig å utrede først" in html(at)


def test_one_answer_is_changed_and_the_others_stay() -> None:
    at = press(guide(WHOLE), "to_c")
    assert "Spørsmål 3 av 8" in html(at)
    press(at, "c1")
    # Nothing is unanswered, so the result is next; it has changed, and says why.
    assert svar(at) == WHOLE.replace("c2", "c1")
    shown = html(at)
    assert "Noen av svarene går ikke sammen." in shown
    assert "Svar 1 (oppgaven) og svar 3 (rettssubjektet):" in shown
    press(at, "again")
    assert svar(at) == ""
    assert "Spørsmål 1 av 8" in html(at)
    assert answered(at) == []


def test_not_known_yet_is_an_answer() -> None:
    at = press(guide("a2"), "b0")
    assert svar(at) == "a2b0"
    assert answered(at)[1] == "2. Styringen: Vet ikke ennå"
    assert "Spørsmål 3 av 8" in html(at)


def test_the_result_can_be_seen_before_the_end_and_left_again() -> None:
    at = press(guide("a2b1"), "result")
    assert svar(at) == "a2b1-r"
    assert "Bygger på 2 av 8 svar." in html(at)
    press(at, "back")
    assert svar(at) == "a2b1-h"
    press(at, "to_b")
    assert svar(at) == "a2b1-b"
    press(at, "onwards")
    assert svar(at) == "a2b1"


@pytest.mark.parametrize("text", [WHOLE, "a3c1d1e4-r", "a2b1", "d2-r"])
def test_the_same_link_shows_the_same(text: str) -> None:
    assert html(guide(text)) == html(guide(text))
    assert svar(guide(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "tull",
        "a9b9c9",
        "-q",
        "a3-",
        "a3a2a1",
        "Ærøå",
        "../../etc/passwd",
        "' OR 1=1 --",
        "<img src=x onerror=alert(1)>",
        HOSTILE,
        "a3" * 400,
        "\u202e\u0000\ufeff",
    ],
)
def test_nonsense_in_the_link_gives_a_word_and_never_a_traceback(text: str) -> None:
    at = guide(text)
    shown = html(at)
    assert "Veiviseren kjenner ikke «" in shown
    assert "Noe i lenka ble ikke brukt" in shown
    assert "Hvilken form kan passe?" in shown
    assert "<img src=x" not in shown
    assert "<script>" not in shown
    assert "former er fortsatt mulige" in shown


def test_a_service_is_chosen_and_stands_in_the_link() -> None:
    at = guide("a2-r")
    at.selectbox(key="guide_service").select("akutt-forurensning").run()
    assert at.query_params["tjeneste"] == "akutt-forurensning"
    shown = html(at)
    assert "Beredskap mot akutt forurensning skal være oppgavefellesskap eller IKS." in shown
    assert "https://lovdata.no/forskrift/2022-01-04-10/§7" in shown
    at.selectbox(key="guide_service").select("").run()
    assert "tjeneste" not in at.query_params
    assert svar(at) == "a2-r"


@pytest.mark.parametrize("text", ["", "a3", "a2b1c1d1e1f2g1", WHOLE, "a3c1d1e4-r", "a1-r"])
def test_every_link_leads_to_the_law(text: str) -> None:
    links = LINK.findall(html(guide(text)))
    assert len(links) >= 4
    hosts = {link.split("/")[2] for link in links if link.startswith("https://")}
    assert all(link.startswith("https://") for link in links)
    assert hosts <= {"lovdata.no", "www.regjeringen.no"}


def test_the_result_leads_on() -> None:
    at = guide(WHOLE)
    at.button(key="guide_door_").click().run()
    assert not at.exception
    assert at.query_params["form"] == "vertskommune-adm,vertskommune-nemnd"
    at = guide(WHOLE)
    at.button(key="guide_door_innhold").click().run()
    assert not at.exception
    assert at.query_params["fane"] == "innhold"
    assert "Hva avtalen må si: Administrativt vertskommunesamarbeid" in html(at)


def test_every_text_is_escaped() -> None:
    bad = "<b onload=x>&'\""
    view = build(REGISTER, DEFAULT.but(svar="a3c1d1e1f1g1-r"))
    reason = view.out[0].reasons[0]._replace(text=bad, bases=(Item(bad, "javascript:alert(1)"),))
    form = view.possible[0]._replace(name=bad, reasons_for=(reason,))
    hostile = dataclasses.replace(
        view,
        title=bad,
        lead=bad,
        possible=(form, form, form, form),
        out=(view.out[0]._replace(name=bad, reasons=(reason,)),),
        clashes=(view.clashes[0]._replace(answers=bad, text=bad, way_out=bad),),
        way_out=bad,
        answered=(view.answered[0]._replace(name=bad, answer=bad),),
        remarks=(view.remarks[0]._replace(text=bad),),
        notes=(bad,),
        service_name=bad,
    )
    drawn = (
        guide_html.standing,
        guide_html.clashes,
        guide_html.result_head,
        guide_html.result,
        guide_html.paper_answers,
    )
    for draw in drawn:
        made = str(draw(hostile))
        assert "&lt;b onload=x&gt;&amp;&#39;&#34;" in made, draw.__name__
        assert "<b onload" not in made
        assert "javascript:" not in made
