"""The list holds what the file holds, and an agreement's page says all that is known of it."""

import csv
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.selection import sort_key
from data import files, store
from data.database.changes import Event
from data.records import Agreement
from geo import boundaries
from tests.views.test_query import QUERIES
from views import agreement_page, avtaler, kart
from views.agreement_page import AgreementView
from views.card import build_card
from views.kin import kin
from views.query import DEFAULT, Query, from_string
from views.view import Section

REGISTER = store.load(files.SHIPPED)
GROUND = boundaries.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
MADE = REGISTER.agreement_records[0]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


def names(code: str) -> str:
    return {row["kommunenummer"]: row["navn"] for row in rows("kommuner")}[code]


def cell(value: object) -> str:
    return "" if pd.isna(value) else str(value)


# --- the list ------------------------------------------------------------------------------


def test_the_whole_register_is_in_the_list() -> None:
    view = avtaler.build(REGISTER, Query(avsluttet=True))
    assert sorted(view.ids) == sorted(row["id"] for row in rows("avtaler"))
    assert list(view.frame.columns) == list(avtaler.heads().values())


def test_every_cell_is_what_the_file_says() -> None:
    view = avtaler.build(REGISTER, Query(avsluttet=True))
    by_id = {row["id"]: row for row in rows("avtaler")}
    services = {row["kode"]: row for row in rows("tjenester")}
    for key, line in zip(view.ids, view.frame.to_dict("records"), strict=True):
        row = by_id[key]
        assert line["Navn"] == row["navn"]
        assert line["Tjeneste"] == services[row["tjeneste"]]["navn"]
        assert line["Familie"] == services[row["tjeneste"]]["familie"]
        assert line["Sikkerhet"] == row["sikkerhet"]
        for head, column in (("Fra", "fra"), ("Til", "til"), ("Kilde fra", "kilde_år")):
            assert cell(line[head]) == row[column]
        assert cell(line["Vert"]) == (names(row["vert"]) if row["vert"] else "")
        known = [names(code) for code in row["deltakere"].split("|") if code]
        assert cell(line["Antall"]) == (str(len(known)) if known else "")
        if not known:
            assert line["Deltakere"] == "deltakere ikke kjent"
        elif row["ufullstendig"] == "ja":
            assert line["Deltakere"] == ", ".join(known) + " med flere"
        else:
            assert line["Deltakere"] == ", ".join(known)


def test_years_are_whole_numbers_and_the_list_is_sorted_as_norwegian_does() -> None:
    view = avtaler.build(REGISTER, DEFAULT)
    for head in ("Fra", "Til", "Kilde fra", "Antall"):
        assert view.frame[head].dtype == "Int64"
    found = view.frame["Navn"].tolist()
    assert found == sorted(found, key=sort_key)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(QUERIES)
def test_list_and_map_answer_with_the_same_agreements(query: Query) -> None:
    view = avtaler.build(REGISTER, query)
    asked = query.but(avtale=()) if len(query.avtale) == 1 else query
    selection = kart.selected(REGISTER, asked)
    assert sorted(view.ids) == sorted(row.id for row in selection.rows)
    assert view.frame["Navn"].tolist() == [REGISTER.agreement(key).name for key in view.ids]
    assert str(len(selection.drawn)) in view.title
    if not query.avtale:
        # The map names its filters in the lead where its title is of one thing.
        assert view.lead.startswith(kart.build(REGISTER, query, None).lead.split(" Bare ")[0])


@pytest.mark.parametrize(
    "query", [DEFAULT, Query(tjeneste=("ikt",)), Query(kommune=("1576",)), Query(deler=True)]
)
def test_the_lead_tells_how_rows_and_collaborations_hang_together(query: Query) -> None:
    selection = kart.selected(REGISTER, query)
    parts = sum(map(len, selection.folded.values()))
    lead = avtaler.build(REGISTER, query).lead
    assert f"Lista har {len(selection.rows)} rad" in lead
    assert (f"{parts} del" in lead) == bool(parts)
    assert (f"{len(selection.nameless)} uten kjente deltakere" in lead) == bool(selection.nameless)
    assert len(selection.rows) == len(selection.drawn) + parts + len(selection.nameless)


def test_a_former_name_is_found_and_told_of() -> None:
    view = avtaler.build(REGISTER, Query(sok="eide"))
    assert "Eide er i dag Hustadvika" in view.notes[0]
    assert view.ids


def test_where_nothing_is_found_the_ways_on_stay_on_the_page() -> None:
    view = avtaler.build(REGISTER, Query(sok="finnes ikke noe sted", tjeneste=("legevakt",)))
    assert len(view.frame) == 0
    assert [door.page for door in view.widen] == ["avtaler"]
    assert avtaler.build(REGISTER, view.widen[0].query).ids


def test_the_file_has_the_rows_of_the_list_without_the_button() -> None:
    view = avtaler.build(REGISTER, Query(tjeneste=("legevakt",)))
    table = avtaler.table(view)
    assert table.columns == tuple(avtaler.heads().values())[1:]
    assert [row[0] for row in table.rows] == view.frame["Navn"].tolist()
    assert all(isinstance(text, str) for row in table.rows for text in row)
    assert not any("<NA>" in row or "nan" in row for row in table.rows)


def test_the_list_is_made_once_for_each_register_and_question() -> None:
    one = avtaler.build(REGISTER, Query(tjeneste=("brann",)))
    # What a map shows of it, and which cell is open, makes no difference to the rows.
    again = avtaler.build(REGISTER, Query(tjeneste=("brann",), par=10, celle="1576-plan"))
    assert again.frame is one.frame
    changed = REGISTER.agreements.copy()
    changed.loc["nibr", "navn"] = "Et annet navn"
    other = replace(REGISTER, agreements=changed, revision="annen")
    assert (
        "Et annet navn" in avtaler.build(other, Query(tjeneste=("brann",))).frame["Navn"].tolist()
    )
    assert "Et annet navn" not in one.frame["Navn"].tolist()


# --- the page of one agreement -------------------------------------------------------------


def page(key: str, **more: object) -> AgreementView:
    return agreement_page.build(REGISTER, Query(avtale=(key,)), GROUND, **more)  # type: ignore[arg-type]


def line(view: AgreementView, label: str) -> list[tuple[str, str]]:
    return [tuple(item) for row in view.lines if row.label == label for item in row.items]


def part(view: AgreementView, title: str) -> Section:
    (found,) = [section for section in view.sections if section.title == title]
    return found


def test_every_field_that_the_file_fills_is_on_the_page() -> None:
    for row in rows("avtaler"):
        view = page(row["id"])
        assert view.title == row["navn"]
        if row["formål"]:
            assert view.lead == row["formål"]
        members = [item for item in line(view, "Deltakere") if item[1]]
        assert members == [
            (names(code), f"kommune?kommune={code}") for code in row["deltakere"].split("|") if code
        ]
        if row["vert"]:
            assert line(view, "Vertskommune") == [
                (names(row["vert"]), f"kommune?kommune={row['vert']}")
            ]
        for label, column in (("Del av", "del_av"), ("Avløst av", "erstattet_av")):
            assert [url for _text, url in line(view, label)] == (
                [f"avtaler?avtale={row[column]}"] if row[column] else []
            )
        assert (
            "".join(text for text, _u in line(view, "Organisasjonsnummer")).replace(" ", "")
            == (row["orgnr"])
        )
        said = [item.text for item in part(view, "Hva er usikkert").items]
        assert said
        assert not row["merknad"] or row["merknad"] in said
        assert line(view, "Id i registeret") == [(row["id"], "")]


def test_every_source_is_there_with_its_address() -> None:
    for row in rows("avtaler"):
        sources = [text.strip() for text in row["kilde"].split("|")] if row["kilde"] else []
        urls = [url.strip() for url in row["kilde_url"].split("|")] if row["kilde_url"] else []
        found = part(page(row["id"]), "Kilder")
        assert [item.text for item in found.items] == sources
        if urls:
            assert [item.url for item in found.items] == urls
        assert (row["kilde_år"] or "ukjent år") in found.text


def test_parts_and_predecessors_lead_both_ways() -> None:
    for row in rows("avtaler"):
        for label, column in (("Deler", "del_av"), ("Avløser", "erstattet_av")):
            other = {r["id"] for r in rows("avtaler") if r[column] == row["id"]}
            shown = {url.partition("=")[2] for _text, url in line(page(row["id"]), label)}
            assert shown == other


def test_every_link_of_a_page_is_one_that_the_app_knows() -> None:
    seen = 0
    for row in REGISTER.agreement_records[::4]:
        view = page(row.id)
        items = [item for one in view.lines for item in one.items]
        for section in view.sections:
            items += [c for t in section.tables for r in t.rows for c in r if hasattr(c, "url")]
        for item in items:
            if item.url:
                name, _mark, question = item.url.partition("?")
                assert name in ("avtaler", "kommune")
                assert from_string(question, REGISTER)[1] == ()
                seen += 1
    assert seen > 400


def test_what_no_source_says_is_said() -> None:
    bare = MADE._replace(
        form="iks", members=(), incomplete=False, start=None, orgnr="", purpose="", note="",
        status="aktiv", confidence="A", host="",
    )  # fmt: skip
    said = " ".join(
        agreement_page._doubts(bare, agreement_page.build_card(bare, REGISTER), REGISTER)
    )
    assert "Ingen kilde oppgir startår, organisasjonsnummer og formål." in said
    assert "Ingen kilde sier hvem som er med" in said
    full = bare._replace(members=("1506", "1579"), start=2001, orgnr="971045698", purpose="Noe.")
    assert agreement_page._doubts(full, build_card(full, REGISTER), REGISTER) == (
        "Ingen forbehold er ført om dette samarbeidet.",
    )


def test_the_map_shows_this_agreement_alone() -> None:
    for row in REGISTER.agreement_records[::7]:
        picture = page(row.id).picture
        assert picture is not None
        assert {hub.agreement for hub in picture.hubs} == ({row.id} if row.members else set())
        assert picture.title == ""
        assert all(hub.label == () for hub in picture.hubs)
        assert row.name in picture.alt
        assert "Kartverket" in picture.attribution


def test_without_boundaries_the_page_says_the_same() -> None:
    view = agreement_page.build(REGISTER, Query(avtale=("nibr",)), None)
    assert view.lines == page("nibr").lines


def test_an_agreement_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        page("finnes-ikke")


# --- kin -----------------------------------------------------------------------------------


def test_kin_are_the_others_of_the_service_with_most_members_shared_first() -> None:
    by_id = {row["id"]: row for row in rows("avtaler")}
    family = {row["kode"]: row["familie"] for row in rows("tjenester")}

    def members(key: str) -> set[str]:
        return {code for code in by_id[key]["deltakere"].split("|") if code}

    for record in REGISTER.agreement_records[::3]:
        row = by_id[record.id]
        same, near = kin(record, REGISTER)
        running = [r for r in rows("avtaler") if r["status"] != "avsluttet" and r is not row]
        expected = {r["id"] for r in running if r["tjeneste"] == row["tjeneste"]}
        assert {r.id for r in same} == expected
        if len(expected) >= 3 or row["form"] == "ukjent":
            assert near == ()
        else:
            assert {r.id for r in near} == {
                r["id"]
                for r in running
                if r["form"] == row["form"]
                and r["tjeneste"] != row["tjeneste"]
                and family[r["tjeneste"]] == family[row["tjeneste"]]
            }
        for group in (same, near):
            shared = [len(members(record.id) & members(other.id)) for other in group]
            assert shared == sorted(shared, reverse=True)


def test_the_table_of_kin_names_those_who_are_in_both() -> None:
    (table,) = part(page("legevakt-ulstein-hareid"), "Beslektede samarbeid").tables
    shared = {row[0].text: row[4] for row in table.rows}  # type: ignore[union-attr]
    assert shared[REGISTER.agreement("legevaktsentral-sore-sunnmore").name] == "Ulstein og Hareid"
    assert shared[REGISTER.agreement("legevakt-alesund").name] == "ingen"


# --- history -------------------------------------------------------------------------------


def event(seq: int, before: dict | None, after: dict | None, kind: str = "edit") -> Event:
    action = "endret" if before and after else "ny" if after else "slettet"
    return Event(
        seq, seq, kind, "avtaler", ("nibr",), action, seq, before, after,
        f"2026-11-2{seq}T10:05:00+00:00", "redaktør",
    )  # fmt: skip


def test_history_is_told_field_by_field_newest_first() -> None:
    first = dict(next(row for row in rows("avtaler") if row["id"] == "nibr"))
    second = {**first, "status": "ukjent", "sete": ""}
    events = (event(1, None, first, "seed"), event(2, first, second))
    view = page("nibr", history=events)
    (table,) = part(view, "Historikk").tables
    assert [row[1] for row in table.rows[-1:]] == ["Ny rad"]
    changed = {row[1]: (row[2], row[3]) for row in table.rows[:-1]}
    assert changed == {
        "Status": (first["status"], "ukjent"),
        "Sete": (names(first["sete"]), "–"),
    }
    assert all(row[0] == "22.11.2026 kl. 11.05" for row in table.rows[:-1])
    assert {row[4] for row in table.rows} == {"redaktør"}
    assert table.rows[0][5] != table.rows[-1][5]


def test_a_row_that_was_deleted_says_so() -> None:
    view = page("nibr", history=(event(3, {"navn": "x"}, None, "delete"),))
    (table,) = part(view, "Historikk").tables
    assert table.rows[0][1] == "Slettet"


def test_without_history_the_page_says_so() -> None:
    assert "Ingen endringer er ført" in part(page("nibr"), "Historikk").text


# --- report a fault ------------------------------------------------------------------------


@pytest.mark.parametrize("row", REGISTER.agreement_records[::9], ids=lambda row: row.id)
def test_the_report_names_the_row_and_no_person(row: Agreement) -> None:
    found = page(row.id, address="https://kart.example.no/avtaler").report
    link = f"https://kart.example.no/avtaler?avtale={row.id}"
    for text in (found.body, found.short):
        assert row.id in text
        assert link in text
        assert "@" not in text
        assert "Hva er feil" in text
    assert row.id in found.subject
    assert "\n" not in found.subject
    assert "Tjeneste: " in found.body
    assert len(found.short) < 700


def test_what_looks_like_a_person_is_hidden_in_the_report() -> None:
    changed = REGISTER.agreements.copy()
    changed.loc["nibr", "formål"] = "Ring 912 34 567 eller skriv til kari.nordmann@example.no"
    register = replace(REGISTER, agreements=changed, revision="person")
    found = agreement_page.build(register, Query(avtale=("nibr",)), None).report
    assert "912 34 567" not in found.body
    assert "kari.nordmann" not in found.body


@settings(deadline=None, max_examples=40)
@given(name=st.text(max_size=40), note=st.text(max_size=40), purpose=st.text(max_size=40))
def test_any_text_is_carried_as_it_stands(name: str, note: str, purpose: str) -> None:
    changed = REGISTER.agreements.copy()
    changed.loc["nibr", ["navn", "merknad", "formål"]] = [name, note, purpose]
    register = replace(REGISTER, agreements=changed, revision="prøve")
    view = agreement_page.build(register, Query(avtale=("nibr",)), None)
    assert view.title == name
    assert not purpose or view.lead == purpose
    assert not note or note in [item.text for item in part(view, "Hva er usikkert").items]
    assert name in avtaler.build(register, DEFAULT).frame["Navn"].tolist()
