"""The sentences of the map are right: what is counted, what is left out, and how to find more."""

import csv
import dataclasses
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.coverage import cells
from analysis.selection import sort_key
from data import store
from geo import boundaries
from tests.views.test_query import QUERIES
from views import kart, oversikt
from views.query import DEFAULT, KEYS, Query, to_string
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
# Queries with a filter or three, so that most of them find something.
SPARSE = st.builds(
    lambda query, keys: Query(**{key: getattr(query, key) for key in keys}),
    QUERIES,
    st.sets(st.sampled_from(KEYS), max_size=3),
)
ANY = SPARSE | QUERIES


@cache
def agreements() -> tuple[dict[str, str], ...]:
    with (FOLDER / "avtaler.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


def members(row: dict[str, str]) -> set[str]:
    return {code for code in row["deltakere"].split("|") if code}


def unfolded(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return what stands for itself: no part of a selected whole with the same service."""
    by_id = {row["id"]: row for row in rows}

    def is_part(row: dict[str, str]) -> bool:
        whole = by_id.get(row["del_av"])
        return (
            whole is not None
            and whole["tjeneste"] == row["tjeneste"]
            and members(row) <= members(whole)
        )

    return [row for row in rows if not is_part(row)]


def running(**only: str) -> list[dict[str, str]]:
    return [
        row
        for row in agreements()
        if row["status"] != "avsluttet" and all(row[key] == value for key, value in only.items())
    ]


def build(**fields: object) -> View:
    return kart.build(REGISTER, Query(**fields), GROUND)  # type: ignore[arg-type]


# --- the sentence that says what is counted ------------------------------------------------


@pytest.mark.parametrize("form", [None, "iks", "avtale", "nettverk", "ukjent", "vertskommune"])
def test_the_lead_says_how_many_are_of_unknown_status(form: str | None) -> None:
    rows = unfolded(running(**({"form": form} if form else {})))
    drawn = [row for row in rows if members(row)]
    unknown = sum(row["status"] == "ukjent" for row in drawn)
    view = build(form=(form,) if form else ())
    if unknown:
        assert f"herav {unknown} med ukjent status" in view.lead
    else:
        assert "ukjent status" not in view.lead
    assert view.title.startswith(f"{len(drawn)} samarbeid")
    assert f"Registeret per {REGISTER.as_of}" in view.lead


@pytest.mark.parametrize("year", [1995, 2010, 2019, 2026])
def test_a_year_keeps_those_without_a_year_and_counts_them(year: int) -> None:
    rows = [
        row
        for row in running()
        if (not row["fra"] or int(row["fra"]) <= year)
        and (not row["til"] or year <= int(row["til"]))
    ]
    drawn = [row for row in unfolded(rows) if members(row)]
    undated = sum(not row["fra"] and not row["til"] for row in drawn)
    assert undated > 10
    view = build(aar=year)
    assert f"{undated} uten årstall" in view.lead
    assert f"{len(drawn)} samarbeid: i {year}" == view.title


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "alle statuser unntatt avsluttet"),
        ({"avsluttet": True}, "alle statuser, også avsluttede"),
        ({"status": ("aktiv", "ukjent")}, "status: aktiv eller ukjent status"),
        ({"avtale": ("nibr", "norbr")}, "uansett status"),
    ],
)
def test_the_lead_says_which_statuses_are_counted(fields: dict, said: str) -> None:
    assert said in build(**fields).lead


def test_the_lead_says_whether_forms_are_chosen() -> None:
    assert build().lead.startswith("Teller alle organisasjonsformer")
    assert build(form=("iks",)).lead.startswith("Teller valgte former")


def test_several_agreements_by_name_are_counted_as_chosen() -> None:
    assert build(avtale=("nibr", "norbr", "nnbt")).title == "3 utvalgte samarbeid"


# --- what is left out ----------------------------------------------------------------------


@pytest.mark.parametrize("service", [None, "ikt", "brann", "plan", "reiseliv", "velferdsteknologi"])
def test_agreements_with_nobody_named_are_listed_and_counted_apart(service: str | None) -> None:
    rows = unfolded(running(**({"tjeneste": service} if service else {})))
    nameless = sorted(row["id"] for row in rows if not members(row))
    view = build(tjeneste=(service,) if service else ())
    assert view.picture is not None
    notes = " ".join(view.notes)
    if nameless:
        assert f"{len(nameless)} samarbeid har ingen kjente deltakere" in notes
    else:
        assert "ingen kjente deltakere" not in notes
    assert not {hub.agreement for hub in view.picture.hubs} & set(nameless)
    unnumbered = [line for line in view.picture.legend if line.number == 0]
    assert sorted(line.agreement for line in unnumbered) == nameless
    assert {line.shape for line in unnumbered} <= {"none"}


def test_parts_that_are_drawn_as_their_whole_are_counted() -> None:
    for service in ("legevakt", "plan", "ikt", "brann"):
        rows = running(tjeneste=service)
        parts = len(rows) - len(unfolded(rows))
        notes = " ".join(build(tjeneste=(service,)).notes)
        if parts:
            assert re.search(rf"\b{parts} del(er)? av", notes), service
        else:
            assert "tegnet som helheten" not in notes
        assert "tegnet som helheten" not in " ".join(build(tjeneste=(service,), deler=True).notes)


@pytest.mark.parametrize(
    ("word", "today"), [("Eide", "Hustadvika"), ("fræna", "Hustadvika"), ("Halsa", "Heim")]
)
def test_a_former_name_is_translated_in_a_note(word: str, today: str) -> None:
    view = build(sok=word)
    assert f"{word.capitalize()} er i dag {today}; søket finner samarbeidene der." in view.notes
    assert "er i dag" not in " ".join(build(sok=today).notes)


def test_a_municipality_that_was_split_names_all_of_today() -> None:
    (note,) = [n for n in build(sok="snillfjord").notes if "er i dag" in n]
    assert note.startswith("Snillfjord er i dag Heim, Hitra og Orkland;")


def test_uncertain_cells_are_counted_in_a_note() -> None:
    seen = 0
    for service in REGISTER.service_by_code:
        table = cells(REGISTER, service, Query())
        count = sum(cell.standing == "med" and cell.uncertain for cell in table.values())
        notes = " ".join(build(tjeneste=(service,)).notes)
        seen += bool(count)
        assert (f"{count} " in notes and "usikre" in notes.replace("usikker", "usikre")) == bool(
            count
        ), service
    assert seen > 5


# --- one agreement -------------------------------------------------------------------------


@pytest.mark.parametrize("row", REGISTER.agreement_records[::5], ids=lambda row: row.id)
def test_one_agreement_is_said_in_a_sentence_with_its_source(row: object) -> None:
    view = build(avtale=(row.id,))
    for code in row.members:
        assert REGISTER.municipality_by_code[code].name in view.lead
    if not row.members:
        assert view.lead.startswith("Deltakere ikke kjent")
    for other in row.others:
        assert other in view.lead
    assert f"Kilde fra {row.source_year or 'ukjent år'}, sikkerhet {row.confidence}." in view.lead
    assert view.card is not None
    assert view.card.agreement == row.id


NAMELESS = [row for row in REGISTER.agreement_records if not row.members]


@pytest.mark.parametrize("row", NAMELESS[::6], ids=lambda row: row.id)
def test_an_agreement_with_nobody_named_has_its_own_title(row: object) -> None:
    """The lead is about this agreement, so the title and the picture's text must be too."""
    view = build(avtale=(row.id,))
    assert view.picture is not None
    assert view.title == row.name
    assert view.picture.title == row.name
    assert row.name in view.picture.alt


def test_a_picture_of_pairs_always_says_what_it_leaves_out() -> None:
    for query in (Query(), Query(kommune=("1576",)), Query(avtale=(NAMELESS[0].id,))):
        view = kart.build(REGISTER, query, GROUND)
        assert view.picture is not None
        if view.picture.kind == "pairs":
            assert "kommunepar" in " ".join(view.notes), to_string(query)


def test_the_year_that_is_asked_for_reaches_the_card() -> None:
    undated = next(
        row for row in REGISTER.agreement_records if row.members and not (row.start or row.end)
    )
    view = build(avtale=(undated.id,), aar=2015)
    assert view.card is not None
    assert any("årstall" in doubt for doubt in view.card.doubts)


# --- the list and the table ----------------------------------------------------------------


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_list_table_and_selection_are_the_same_agreements(query: Query) -> None:
    view = kart.build(REGISTER, query, GROUND)
    assert view.picture is not None
    selection = kart.selected(REGISTER, query)
    ids = [row.id for row in (*selection.drawn, *selection.nameless)]
    assert [line.agreement for line in view.picture.legend] == ids
    numbers = [line.number for line in view.picture.legend]
    drawn = len(selection.drawn)
    assert numbers == [*range(1, drawn + 1), *[0] * len(selection.nameless)]
    (table,) = view.tables
    assert [row[0] for row in table.rows] == [REGISTER.agreement(key).name for key in ids]
    assert {len(row) for row in table.rows} <= {len(table.columns)}
    # By name, as Norwegian sorts.
    names = [row.name for row in selection.drawn]
    assert names == sorted(names, key=sort_key)


def test_the_table_says_what_the_file_says() -> None:
    (table,) = build(tjeneste=("legevakt",), deler=True).tables
    by_name = {row["navn"]: row for row in running(tjeneste="legevakt")}
    assert {row[0] for row in table.rows} == set(by_name)
    for name, service, _form, who, status, _span, confidence in table.rows:
        row = by_name[name]
        assert service == "Legevakt"
        assert confidence == row["sikkerhet"]
        assert status == {"aktiv": "aktiv", "ukjent": "ukjent status"}.get(row["status"], status)
        for code in members(row):
            assert REGISTER.municipality_by_code[code].name in who


# --- nothing found -------------------------------------------------------------------------

EMPTY = st.sampled_from(
    [
        Query(tjeneste=("okonomi",), kommune=("1511",), form=("iks",)),
        Query(sok="finnes ikke noe sted"),
        Query(sok="finnes ikke noe sted", tjeneste=("legevakt",)),
        Query(kommune=("1511", "1576"), modus="og", tjeneste=("legevakt",)),
        Query(tjeneste=("skatt",)),
        Query(kommune=("1573",), region=("nordfjord",), aar=1900),
        Query(form=("stiftelse",), sikkerhet=("A",), status=("under-utvikling",)),
    ]
)


def check_ways_on(query: Query) -> int:
    view = kart.build(REGISTER, query, None)
    found = kart.selected(REGISTER, query)
    if found.drawn or found.nameless:
        assert view.widen == ()
        return 0
    for door in view.widen:
        wider = kart.selected(REGISTER, door.query)
        count = len(wider.drawn) + len(wider.nameless)
        assert count > 0
        assert door.text == f"{count} samarbeid"
        assert door.page == "kart"
        changed = [
            field.name
            for field in dataclasses.fields(Query)
            if getattr(door.query, field.name) != getattr(query, field.name)
        ]
        assert len(changed) == 1, changed
    titles = [door.title for door in view.widen]
    assert len(set(titles)) == len(titles)
    return len(view.widen)


@settings(deadline=None, max_examples=20)
@given(EMPTY)
def test_what_is_offered_where_nothing_is_found_finds_something(query: Query) -> None:
    check_ways_on(query)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_the_ways_on_of_any_query_find_something(query: Query) -> None:
    check_ways_on(query)


def test_there_is_a_way_on_where_one_filter_is_too_much() -> None:
    for code in REGISTER.county_codes:
        for service in ("skatt", "legevakt", "okonomi"):
            query = Query(kommune=(code,), tjeneste=(service,))
            found = kart.selected(REGISTER, query)
            if not (found.drawn or found.nameless):
                assert check_ways_on(query) > 0, query


def test_ended_ones_are_offered_where_they_are_all_there_is() -> None:
    ended = next(
        row
        for row in REGISTER.agreement_records
        if row.status == "avsluttet" and row.service == "skatt"
    )
    query = Query(tjeneste=("skatt",), kommune=ended.members[:1])
    doors = kart.build(REGISTER, query, None).widen
    assert "ta med avsluttede" in [door.title for door in doors]


def test_nothing_is_offered_where_nothing_is_asked() -> None:
    assert kart.build(REGISTER, DEFAULT, None).widen == ()


# --- any question has an answer ------------------------------------------------------------


@settings(deadline=None, max_examples=70, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_no_question_is_an_error(query: Query) -> None:
    for ground in (GROUND, None):
        view = kart.build(REGISTER, query, ground)
        assert view.title
        assert view.lead
        assert view.picture is not None
        assert view.picture.title == view.title
        assert view.picture.alt == f"{view.title}. {view.lead}"
        assert "Grenser: © Kartverket (CC BY 4.0)" in view.picture.attribution
        assert (view.card is not None) == (len(query.avtale) == 1)
        assert all(view.notes)
        said = " ".join((view.title, view.lead, *view.notes))
        said = said.replace(query.sok, "") if query.sok else said
        assert "None" not in said
        assert not re.search(r"\{\w*\}", said)
    assert oversikt.build(REGISTER, query, None).title


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(SPARSE)
def test_the_same_question_has_the_same_answer(query: Query) -> None:
    again = dataclasses.replace(REGISTER)
    assert kart.build(again, query, GROUND) == kart.build(REGISTER, query, GROUND)
