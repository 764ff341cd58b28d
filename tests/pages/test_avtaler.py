"""Avtaler: the list answers its link and its filters, and leads to the page of each agreement."""

import csv
import io
import json
import re
import urllib.parse
from pathlib import Path

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.testing.v1 import AppTest

from data import files, store
from export.tables import csv_bytes
from tests.pages.tabs import opened
from tests.pages.test_pages import HOSTILE, arguments, html, message
from views import avtaler
from views.query import DEFAULT, Query

REGISTER = store.load(files.SHIPPED)


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def press(at: AppTest, label: str) -> AppTest:
    (button,) = [one for one in at.button if one.label == label]
    return button.click().run()


def send(at: AppTest, name: str, **value: str) -> AppTest:
    """Do what the browser does when a cell or a button of the grid is chosen."""
    states = at._tree.get_widget_states()
    states.widgets.append(WidgetState(id=name, **value))
    return at._run(states)


def choose_cell(at: AppTest, row: int, column: str) -> AppTest:
    cells = {"selection": {"rows": [], "columns": [], "cells": [[row, column]]}}
    return send(at, at.dataframe[0].proto.id, string_value=json.dumps(cells))


def quality(at: AppTest) -> AppTest:
    at.session_state["register_tabs"] = "Datakvalitet"
    return at.run()


# --- the list ------------------------------------------------------------------------------


def test_the_page_opens_on_the_whole_register() -> None:
    at = opened("avtaler")
    assert not at.exception
    frame = at.dataframe[0].value
    assert frame["Navn"].tolist() == avtaler.build(REGISTER, DEFAULT).frame["Navn"].tolist()
    assert "samarbeid i registeret" in html(at)
    assert {"Vis på kartet"} <= set(labels(at))


def test_a_link_sets_widgets_and_list() -> None:
    at = opened("avtaler", tjeneste="legevakt", avsluttet="ja")
    assert at.multiselect(key="f_tjeneste").value == ["legevakt"]
    expected = [r.name for r in REGISTER.agreement_records if r.service == "legevakt"]
    assert sorted(at.dataframe[0].value["Navn"]) == sorted(expected)


def test_the_filters_of_the_map_work_on_the_list() -> None:
    at = opened("avtaler")
    at.text_input(key="f_sok").set_value("snillfjord").run()
    assert "Snillfjord er i dag" in html(at)
    query = Query(sok="snillfjord")
    assert len(at.dataframe[0].value) == len(avtaler.build(REGISTER, query).ids)
    assert at.query_params["sok"] in ("snillfjord", ["snillfjord"])
    at.text_input(key="f_sok").set_value("").run()
    at.multiselect(key="f_kommune").set_value(["1576"]).run()
    assert not at.exception
    assert all("Aure" in who for who in at.dataframe[0].value["Deltakere"])


def test_years_have_no_space_in_them_and_heads_are_norwegian() -> None:
    at = opened("avtaler")
    columns = json.loads(at.dataframe[0].proto.columns)
    for head in ("Fra", "Til", "Kilde fra", "Antall"):
        assert columns[head]["type_config"]["format"] == "%d"
    assert list(at.dataframe[0].value.columns) == list(avtaler.heads().values())


def test_where_nothing_is_found_there_is_a_way_on() -> None:
    at = opened("avtaler", sok="finnes ikke noe sted", tjeneste="legevakt")
    assert not at.exception
    assert len(at.dataframe) == 0
    assert "Ingen samarbeid passer med filtrene" in html(at)
    (way,) = [label for label in labels(at) if label.startswith("uten søkeordet")]
    assert press(at, way).dataframe[0].value["Tjeneste"].unique().tolist() == ["Legevakt"]


def left(at: AppTest) -> tuple[str, Query]:
    """Where the page was left for: AppTest runs the page alone, without the front door."""
    found: tuple[str, Query] = at.session_state["sk_leaving"]
    return found


def test_the_list_leads_to_the_map_with_the_same_filter() -> None:
    at = press(opened("avtaler", tjeneste="brann", sikkerhet="A"), "Vis på kartet")
    assert not at.exception
    assert left(at) == ("kart", Query(tjeneste=("brann",), sikkerhet=("A",)))


@pytest.mark.parametrize("column", ["Navn", "Side"])
def test_a_cell_of_name_or_button_opens_the_page(column: str) -> None:
    at = opened("avtaler", tjeneste="legevakt")
    name = at.dataframe[0].value["Navn"].iloc[3]
    at = choose_cell(at, 3, column)
    assert not at.exception
    assert f'<h1 class="sk-title">{name}</h1>' in html(at)
    # The filter is kept for the way back.
    assert at.query_params["tjeneste"] in ("legevakt", ["legevakt"])
    back = press(at, "← Til lista")
    assert back.dataframe[0].value["Navn"].iloc[3] == name


def test_the_button_of_a_row_opens_its_page() -> None:
    at = opened("avtaler", tjeneste="legevakt")
    grid = at.dataframe[0]
    name = grid.value["Navn"].iloc[1]
    at = send(
        at,
        grid.proto.button_click_widgets["Side"],
        json_trigger_value=json.dumps({"row": 1, "label": "Åpne"}),
    )
    assert not at.exception
    assert f'<h1 class="sk-title">{name}</h1>' in html(at)


@pytest.mark.parametrize(("row", "column"), [(2, "Form"), (10_000, "Navn"), (-1, "Navn")])
def test_another_cell_or_a_row_that_is_not_there_opens_nothing(row: int, column: str) -> None:
    at = choose_cell(opened("avtaler", tjeneste="legevakt"), row, column)
    assert not at.exception
    assert "avtale" not in at.query_params
    assert len(at.dataframe) == 1


def test_the_file_is_safe_for_a_spreadsheet(folder: Path) -> None:
    view = avtaler.build(store.load(folder), Query(avsluttet=True))
    content = csv_bytes(avtaler.table(view)).decode("utf-8-sig")
    (evil,) = [row for row in csv.reader(io.StringIO(content), delimiter=";") if "HYPER" in row[0]]
    assert evil[0].startswith("'=HYPERLINK")


# --- one agreement -------------------------------------------------------------------------


def test_an_agreement_has_its_page_with_map_sources_and_history() -> None:
    at = opened("avtaler", avtale="ikt-orkide")
    assert not at.exception
    page = html(at)
    for words in ("IKT Orkidé", "Hva er usikkert", "Kilder", "Beslektede samarbeid", "Historikk"):
        assert words in page
    assert "kommune?kommune=1505" in page
    assert message(at)["bare"] == 1
    assert {"← Til lista", "Vis på kartet", "Rediger denne"} <= set(labels(at))
    assert "http" not in arguments(at)["feature_group"]


def test_every_sort_of_agreement_has_a_page() -> None:
    seen = set()
    for row in REGISTER.agreement_records:
        kind = (row.form, row.status, bool(row.members), row.incomplete)
        if kind not in seen and len(seen) < 14:
            seen.add(kind)
            at = opened("avtaler", avtale=row.id)
            assert not at.exception, row.id
            assert "Noe gikk galt" not in html(at), row.id


def test_an_unknown_agreement_is_told_of_and_the_list_is_shown() -> None:
    at = opened("avtaler", avtale="finnes-ikke")
    assert not at.exception
    assert "«finnes-ikke»" in html(at)
    assert len(at.dataframe[0].value) > 100


def test_several_agreements_are_a_list_of_those() -> None:
    at = opened("avtaler", avtale="nibr,norbr")
    assert len(at.dataframe[0].value) == 2
    assert "2 utvalgte samarbeid" in html(at)


def test_the_report_is_ready_to_copy_and_to_send_and_has_no_address() -> None:
    at = opened("avtaler", avtale="nibr")
    (code,) = at.code
    assert "Feil i Samarbeidskart: " in code.value
    assert "Id: nibr" in code.value
    assert "avtale=nibr" in code.value
    (link,) = re.findall(r"href='(mailto:[^']*)'", html(at))
    address, _mark, rest = link.partition("?")
    assert address == "mailto:"
    fields = dict(urllib.parse.parse_qsl(rest.replace("&amp;", "&")))
    assert set(fields) == {"subject", "body"}
    assert "Id: nibr" in fields["body"]
    assert len(link) < 2000


@pytest.mark.parametrize(
    ("label", "target"), [("Vis på kartet", "kart"), ("Rediger denne", "rediger")]
)
def test_the_page_leads_to_the_map_and_to_the_form(label: str, target: str) -> None:
    at = press(opened("avtaler", avtale="nibr", tjeneste="brann"), label)
    assert left(at) == (target, Query(avtale=("nibr",)))


# --- quality -------------------------------------------------------------------------------


def test_the_quality_is_on_a_tab_of_its_own() -> None:
    at = quality(opened("avtaler"))
    assert not at.exception
    assert len(at.dataframe) == 0
    page = html(at)
    assert "Kommune for kommune" in page
    assert "dekning?tjeneste=" in page
    titles = [box.label for box in at.expander]
    assert [title.partition(" (")[0] for title in titles[:5]] == [
        "Motstrid",
        "Mangler deltakere",
        "Eldste kilder",
        "Sikkerhet C",
        "Celler ingen har svart for",
    ]
    assert "Mulig motstrid, den sikreste først" not in page


def test_a_list_of_the_quality_is_unfolded_and_has_a_way_to_the_rest() -> None:
    at = quality(opened("avtaler"))
    at.session_state["quality_0"] = True
    at.run()
    page = html(at)
    assert "Mulig motstrid, den sikreste først" in page
    assert "to rader om samme tjeneste har de samme deltakerne" in page
    (more,) = [label for label in labels(at) if label.startswith("Vis flere")]
    at = press(at, more)
    assert not [label for label in labels(at) if label.startswith("Vis flere")]


def test_the_quality_follows_the_filters() -> None:
    at = quality(opened("avtaler", kommune="1576"))
    assert not at.exception
    assert "med Aure" in html(at)
    table = html(at).split("Kommune for kommune")[1]
    assert table.count("<tr>") == 2


# --- hostile text --------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register with two agreements whose texts would do harm if anything ran them."""
    target = tmp_path / "register"
    target.mkdir()
    for file in files.SHIPPED.iterdir():
        (target / file.name).write_bytes(file.read_bytes())
    text = HOSTILE.replace("MARKER", str(tmp_path / "pwned"))
    with (target / "avtaler.csv").open("a", encoding="utf-8", newline="") as file:
        for key, name in (("vond", text), ("formel", '=HYPERLINK("http://x.example")')):
            cells = [key, name, "", "", "legevakt", "avtale", "", "", "1573|1576", "nei", text]
            cells += ["aktiv", "", "", "", text, text, "", "2025", "A", text]
            file.write(";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n")
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(target))
    return target


def test_hostile_text_is_shown_as_it_stands(folder: Path, tmp_path: Path) -> None:
    text = HOSTILE.replace("MARKER", str(tmp_path / "pwned"))
    at = opened("avtaler", avtale="vond")
    assert not at.exception
    page = html(at)
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;/script&gt;" in page
    assert text.splitlines()[0][:20] in at.code[0].value
    listed = opened("avtaler", tjeneste="legevakt")
    assert text in listed.dataframe[0].value["Navn"].tolist()
    assert not quality(listed).exception
    assert not (tmp_path / "pwned").exists()
