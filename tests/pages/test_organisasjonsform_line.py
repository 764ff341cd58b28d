"""The first part of /organisasjonsform: the line, forms side by side, and what the law says."""

import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.legal import statements
from data.store import load
from tests.pages.tabs import opened
from tests.pages.test_pages import html
from views.forms.line import MOST

PAGE = "organisasjonsform"
CODES = [code for code in load().form_by_code if code != "ukjent"]
LINK = re.compile(r"<a href='([^']*)'")


def chooser(at: AppTest) -> Any:
    return at.multiselect(key="sk_compared")


def link_forms(at: AppTest) -> str:
    """Return the forms in the link; what was read from it is a list, what was written is not."""
    found = at.query_params["form"]
    return found if isinstance(found, str) else found[0]


def beside(at: AppTest) -> str:
    """Return the table that holds forms side by side, or nothing."""
    return html(at).partition("<div class='sk-scroll sk-compared'>")[2].partition("</table>")[0]


def test_the_line_stands_on_the_page_with_every_form() -> None:
    at = opened(PAGE)
    assert not at.exception
    shown = html(at)
    assert shown.count("<li class='sk-form") == len(CODES)
    assert "Tett på kommunestyret" in shown
    assert "Kommuneloven kap. 17–20 på ett blad" in shown
    assert "ikke juridisk rådgivning" in shown
    assert "november 2025" in shown
    assert chooser(at).value == []
    assert not beside(at)


def test_every_link_leads_to_the_law_or_to_a_page_of_ours() -> None:
    at = opened(PAGE, form="iks,as")
    links = LINK.findall(html(at))
    assert len(links) > 100
    outside = [link for link in links if not link.startswith(("kart?", "organisasjonsform"))]
    hosts = {link.split("/")[2] for link in outside}
    assert hosts <= {"lovdata.no", "www.regjeringen.no", "regjeringen.no", "www.stortinget.no"}
    assert not [link for link in outside if not link.startswith("https://")]


def test_a_link_puts_forms_side_by_side_with_every_statement() -> None:
    at = opened(PAGE, form="iks,vertskommune-adm,oppgavefellesskap")
    assert not at.exception
    assert chooser(at).value == ["iks", "vertskommune-adm", "oppgavefellesskap"]
    table = beside(at)
    for one in statements():
        if one.form in chooser(at).value:
            assert one.text in table
    doubtful = [s for s in statements() if not s.confirmed and s.form == "oppgavefellesskap"]
    assert table.count("<em class='sk-doubt'>") == len(doubtful) == 1


def test_choosing_forms_stands_in_the_link_and_back_again() -> None:
    at = opened(PAGE)
    chooser(at).set_value(["iks", "as"]).run()
    assert not at.exception
    assert link_forms(at) == "iks,as"
    assert beside(at)
    chooser(at).set_value(["iks"]).run()
    assert link_forms(at) == "iks"
    assert not beside(at)
    assert "Velg minst én form til" in html(at)
    chooser(at).set_value([]).run()
    assert "form" not in at.query_params


def test_an_offer_puts_its_forms_side_by_side() -> None:
    at = opened(PAGE)
    offers = [button for button in at.button if (button.key or "").startswith("offer_")]
    assert len(offers) >= 2
    offers[0].click().run()
    assert not at.exception
    assert link_forms(at) == "iks,vertskommune-adm,oppgavefellesskap"
    assert beside(at)


@pytest.mark.parametrize("form", [",".join(CODES), "ukjent", "ukjent,iks", "finnes-ikke,iks,as"])
def test_a_link_with_too_many_or_strange_forms_is_answered(form: str) -> None:
    at = opened(PAGE, form=form)
    assert not at.exception
    assert len(chooser(at).value) <= MOST
    if form.startswith("finnes"):
        assert "«finnes-ikke»" in html(at)
    if form.startswith("politisk"):
        assert "De fire første står side om side" in html(at)


def test_files_are_offered_with_what_is_on_the_screen() -> None:
    at = opened(PAGE, form="iks,as")
    assert [button for button in at.button if button.key == "scene_add"]
    assert not at.exception
