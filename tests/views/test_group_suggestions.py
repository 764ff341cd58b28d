"""What a few municipalities could look into together, in words, links and tables."""

import pytest

from analysis.coverage import cells
from analysis.together import suggest_together
from data import store
from data.travel import Travel
from geo import boundaries as ground
from views import analyse, kommune, scenario
from views.analyse import AnalysisView
from views.query import DEFAULT, Query, from_string
from views.view import Bar, Item, Table

REGISTER = store.load()
NEAR = ground.neighbour_codes()
THREE = ("1573", "1576", "1560")
KINDS = {"bekreftet hull", "svakt dekket", "mulig hull"}


def page(query: Query) -> AnalysisView:
    return analyse.build(REGISTER, query, NEAR)


def tables(view: AnalysisView) -> dict[str, Table]:
    return {table.caption[:2]: table for section in view.sections for table in section.tables}


def words(view: AnalysisView) -> str:
    return str(view.sections)


def test_the_page_says_what_they_lack_and_what_could_be_looked_into() -> None:
    view = page(Query(sammenlign=THREE))
    titles = [section.title for section in view.sections]
    assert titles == [
        "Hva mangler de sammen?",
        "Planlegging: mulig å utrede sammen for Smøla, Aure og Tingvoll",
        "Hva har de felles?",
        "Planlegging: forslagene, kriterium for kriterium",
    ]
    assert view.service == "plan"
    assert "anbefalt" not in words(view)
    lacking = view.sections[0].tables[0]
    assert len(lacking.rows) == len(view.services)
    for row, service in zip(lacking.rows, view.services, strict=True):
        link = row[0]
        assert isinstance(link, Item)
        query, unknown = from_string(link.url.partition("?")[2], REGISTER)
        assert unknown == ()
        assert (query.sammenlign, query.celle) == (THREE, f"-{service}")
        assert any(kind in str(row[2]) for kind in KINDS)


def test_the_tables_say_what_was_found_with_five_bars_and_the_reasons() -> None:
    view = page(Query(sammenlign=THREE, celle="-okonomi"))
    table = cells(REGISTER, "okonomi", DEFAULT)
    found = suggest_together(REGISTER, THREE, "okonomi", table, NEAR, projects=False)
    details = view.sections[3].tables
    assert [one.caption[:2] for one in details] == ["A.", "B.", "B.", "C."]
    join, one_more, groups, bodies = details
    assert [str(row[0][0]) for row in join.rows] == [o.agreement.name for o in found.join[:8]]
    names = [REGISTER.municipality_by_code[one.code].name for one in found.additions[:8]]
    assert [row[0] for row in one_more.rows] == names
    assert groups.rows[0][0] == "ingen: bare de som spør"
    assert [row[0][0] for row in bodies.rows] == [b.agreement.name for b in found.bodies[:8]]
    for row, offer in zip(join.rows, found.join, strict=False):
        bars = [cell for cell in row if isinstance(cell, Bar)]
        assert [bar.value for bar in bars] == [
            round(value, 3) for value in (offer.score, *offer.factors) if value is not None
        ]
        assert "km i luftlinje til" in str(row[-1])
        assert "deltakere fra før" in str(row[-1])
    for table_ in details:
        assert {len(row) for row in table_.rows} == {len(table_.columns)}


def test_the_longest_way_is_told_in_minutes_where_all_have_them() -> None:
    query = Query(sammenlign=("1573", "1576"), celle="-okonomi")
    plain = analyse.build(REGISTER, query, NEAR, {})
    assert " minutter til " not in str(plain.sections)
    offers = suggest_together(
        REGISTER, query.sammenlign, "okonomi", cells(REGISTER, "okonomi", DEFAULT), NEAR
    ).join
    seat = offers[0].ways[0].to
    minutes = {("1573", seat): 80.0, (seat, "1573"): 95.0, ("1576", seat): 60.0}
    timed = analyse.build(REGISTER, query, NEAR, minutes)
    assert "lengst 95 minutter til" in str(timed.sections)
    assert "kjøretid" in str(timed.sections)


def test_who_has_it_does_not_ask() -> None:
    view = page(Query(sammenlign=("1511", "1514", "1515", "1516", "1517"), celle="-barnevern"))
    head = view.sections[1]
    assert head.title == "Barnevern: mulig å utrede sammen for Vanylven, Sande og Herøy"
    assert head.text.startswith("Ulstein og Hareid mangler den ikke")
    assert any("Barneverntenesta Hareid" in item.text for item in head.items)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (Query(sammenlign=THREE, celle="-brann"), "Ingen av dem mangler tjenesten"),
        (Query(sammenlign=THREE, vekt=("0",) * 5), "Alle vektene er 0"),
        (Query(), "Velg minst to kommuner"),
        (Query(sammenlign=("1573",)), "Velg minst to kommuner"),
    ],
)
def test_where_there_is_nothing_to_weigh_a_sentence_says_why(query: Query, sentence: str) -> None:
    view = page(query)
    assert sentence in words(view)
    assert not {"A.", "B.", "C."} & set(tables(view))


def test_where_one_lacks_it_the_page_leads_to_that_one() -> None:
    table = cells(REGISTER, "barnevern", DEFAULT)
    lone = next(code for code in REGISTER.county_codes if table[code].gap)
    other = next(code for code in REGISTER.county_codes if table[code].standing == "med")
    view = page(Query(sammenlign=(lone, other), celle="-barnevern"))
    (item,) = view.sections[1].items
    assert item.url.startswith("kommune?")
    query, unknown = from_string(item.url.partition("?")[2], REGISTER)
    assert unknown == ()
    assert (query.kommune, query.celle) == ((lone,), f"{lone}-barnevern")


def test_the_examples_are_links_that_give_an_answer() -> None:
    (section,) = page(Query()).sections
    assert len(section.items) == 3
    for item in section.items:
        query, unknown = from_string(item.url.partition("?")[2], REGISTER)
        assert unknown == ()
        assert "mulig å utrede sammen" in words(page(query))


@pytest.mark.parametrize("size", [2, 5, 6])
@pytest.mark.parametrize("on", [False, True])
def test_any_group_and_service_has_an_answer(size: int, on: bool) -> None:
    codes = REGISTER.county_codes[:: len(REGISTER.county_codes) // size][:size]
    for service in REGISTER.service_by_code:
        view = page(Query(sammenlign=codes, celle=f"-{service}", nettverk=on, utvikling=on))
        assert view.service == service
        assert service in view.services
        assert len(view.sections) in (3, 4)


def test_a_project_is_no_suggestion_where_projects_do_not_count() -> None:
    """In the lists for one municipality too; where they count it is said what they are."""
    asked = Query(kommune=("1576",), celle="1576-plan")
    rows = {
        row.name
        for row in REGISTER.agreement_records
        if row.service == "plan"
        and REGISTER.form_by_code[row.form].binding in ("prosjekt", "nettverk")
    }
    assert rows
    view = kommune.build(REGISTER, asked, None, NEAR, Travel({}, (), ()))
    join = [t for s in view.sections for t in s.tables if t.caption.startswith("A. Bli med")]
    assert join
    assert not {row[0][0] for table in join for row in table.rows} & rows


def test_a_body_with_a_seat_has_a_seat_and_a_host_form_has_a_host() -> None:
    said = {
        form: scenario.build(
            REGISTER, Query(steg=f"ny.okonomi.{form}.1576_1573.1576"), None
        ).step_words[0]
        for form in ("oppgavefellesskap", "iks", "vertskommune-adm")
    }
    assert said["oppgavefellesskap"].endswith("sete Aure")
    assert said["iks"].endswith("sete Aure")
    assert said["vertskommune-adm"].endswith("vert Aure")
