"""«Hva avtalen må si» and the ownership report on their pages: chosen, linked, made on click."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from data import store
from data.database.errors import StoreMissing
from export.kept import Plain
from tests.pages.tabs import opened
from tests.pages.test_pages import html
from ui import ownership as drawn

CREATE = "ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"


def part(**link: str) -> AppTest:
    at = opened("organisasjonsform", fane="innhold", **link)
    assert not at.exception
    return at


def buttons(at: AppTest) -> list[str]:
    return [found.proto.label for found in at.get("download_button")]


def test_the_points_and_the_draft_are_there() -> None:
    at = part(form="iks")
    assert "Hva avtalen må si: Interkommunalt selskap (IKS)" in html(at)
    assert "https://lovdata.no/lov/1999-01-29-6/§4" in html(at)
    assert "Last ned utkastet (Word)" in buttons(at)


def test_what_is_chosen_goes_to_the_link() -> None:
    at = part(form="iks,as")
    at.selectbox(key="contents_form").select("as").run()
    assert at.query_params["form"] == "as,iks"
    at.selectbox(key="contents_form").select("sa").run()
    assert at.query_params["form"] == "sa"
    at.selectbox(key="contents_agreement").select("ikt-orkide").run()
    assert at.query_params["avtale"] == "ikt-orkide"
    assert "IKT Orkidé" in html(at)
    at.multiselect(key="contents_places").select("1576").select("1573").run()
    assert "avtale" not in at.query_params
    assert at.query_params["kommune"] == "1576,1573"
    assert "Aure og Smøla" in html(at)
    assert at.query_params["fane"] == "innhold"
    assert not at.exception


def test_a_scenario_gives_the_parties_until_it_is_let_go() -> None:
    at = part(steg=CREATE)
    assert "Smøla, Aure og Heim" in html(at)
    (away,) = [button for button in at.button if button.label == "Uten scenarioet"]
    away.click().run()
    assert "steg" not in at.query_params
    assert "Ingen parter er valgt ennå." in html(at)


def test_hostile_and_unknown_links_do_not_stop_the_page() -> None:
    at = part(form="finnes-ikke", avtale="tull", steg="<script>~ny.x.y.z", kommune="0000")
    assert "Hva avtalen må si" in html(at)
    assert "<script>" not in html(at)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What each button would make, by the end of the file's name."""
    found: dict[str, Callable[[], bytes]] = {}

    def keep(_label: str, make: Callable[[], bytes], name: str, *_rest: Any, **_more: Any) -> None:
        found[name] = make

    monkeypatch.setattr(drawn.st, "download_button", keep)
    return found


def test_a_municipality_offers_its_report_and_its_rows() -> None:
    at = opened("kommune", kommune="1576")
    assert not at.exception
    assert {"Eierskapsmelding (Word)", "Radene som CSV"} <= set(buttons(at))
    assert "Eierskapsmelding (Word)" not in buttons(opened("kommune"))


def test_the_files_are_made_of_the_register_in_force_and_change_nothing(
    offered: dict[str, Callable[[], bytes]],
) -> None:
    register = store.load()
    before = store.kept().revision()
    drawn.offer(register, "1576")
    word = Document(io.BytesIO(offered["eierskapsmelding-aure.docx"]()))
    ids = [table.rows[-1].cells[1].text for table in word.tables[1:]]
    rows = offered["eierskapsmelding-aure.csv"]().decode("utf-8-sig").splitlines()
    named = {line.split(";")[0] for line in rows[1:]}
    assert ids
    assert set(ids) <= named
    assert rows[0].endswith(";versjon")
    assert store.kept().revision() == before
    assert store.load().revision == register.revision


def test_without_a_store_the_rows_are_those_of_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed() -> None:
        raise StoreMissing

    monkeypatch.setattr(store, "kept", closed)
    rows = drawn._kept()
    assert len(rows) == len(store.load().agreements)
    assert all(isinstance(row, Plain) and row.version == 0 for row in rows)
