"""How it is done here: every number equals a naive count from the CSV file."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from geo import boundaries
from tests.views.forms import counting as plain
from views.forms import here
from views.query import Query
from views.view import Item

REGISTER = store.load()
GROUND = boundaries.load()


def text(cell: object) -> str:
    return cell.text if isinstance(cell, Item) else str(cell)


def check(view: here.HereView, rows: list[plain.Row]) -> None:
    forms, _beside, matrix = view.tables
    counts = Counter(row["form"] for row in rows)
    *lines, total = forms.rows
    assert {text(row[0]): row[2] for row in lines} == {
        name: str(counts[code]) for code, name in plain.FORMS.items()
    }
    assert total[2] == str(len(rows))
    cells = Counter((row["tjeneste"], row["form"]) for row in rows)
    *services, sums = matrix.rows
    by_name = {name: code for code, name in plain.SERVICES.items()}
    for line in services:
        code = by_name[text(line[0])]
        expected = [str(n) if (n := cells[code, form]) else "" for form in view.forms]
        assert [text(cell) for cell in line[1:-1]] == expected
        assert line[-1] == str(sum(n for (s, _f), n in cells.items() if s == code))
    assert {by_name[text(line[0])] for line in services} == {row["tjeneste"] for row in rows}
    assert list(sums[1:-1]) == [str(counts[form]) for form in view.forms]
    assert sums[-1] == str(len(rows))


def test_the_shipped_register() -> None:
    rows = plain.standing(plain.AGREEMENTS)
    view = here.build(REGISTER, Query(), GROUND)
    check(view, rows)
    known = [row for row in rows if row["form"] != "ukjent"]
    assert view.lead.startswith(
        f"{len(known)} samarbeid er organisert på {len({r['form'] for r in known})} måter."
    )
    assert f"For {len(rows) - len(known)} til er formen ikke kjent" in view.lead
    assert "unntatt avsluttet" in view.lead


def test_switches_and_places() -> None:
    check(
        here.build(REGISTER, Query(avsluttet=True, usikre=False), GROUND),
        plain.standing(plain.AGREEMENTS, ended=True, unsure=False),
    )
    rows = plain.standing(plain.AGREEMENTS, codes=("1505",))
    check(here.build(REGISTER, Query(kommune=("1505",)), GROUND), rows)


@settings(max_examples=12)
@given(st.lists(st.sampled_from(sorted(plain.FORMS)), min_size=1, max_size=9))
def test_made_registers(forms: list[str]) -> None:
    register, rows = plain.with_forms(REGISTER, forms)
    check(here.build(register, Query(), None), plain.standing(rows))


def test_brann_stands_side_by_side_as_iks_and_host() -> None:
    view = here.build(REGISTER, Query(tjeneste=("brann",)), GROUND)
    rows = [row for row in plain.standing(plain.AGREEMENTS) if row["tjeneste"] == "brann"]
    groups = {section.title: section for section in view.beside}
    assert set(groups) == {plain.FORMS[row["form"]] for row in rows}
    iks, host = groups[plain.FORMS["iks"]], groups[plain.FORMS["vertskommune"]]
    assert any(item.url == "kart?avtale=norbr" for item in iks.items)
    assert any(item.url == "kart?avtale=nibr" for item in host.items)
    nibr = next(i for i, item in enumerate(host.items) if item.url == "kart?avtale=nibr")
    for name in ("Kristiansund", "Averøy", "Smøla", "Aure"):
        assert name in host.items[nibr + 1].text
    assert list(groups)[-1] == "Ukjent form"
    linked = [item.url for section in view.beside for item in section.items if item.url]
    assert sorted(linked) == sorted(f"kart?avtale={row['id']}" for row in rows)


def test_a_form_shows_its_agreements_and_only_those() -> None:
    view = here.build(REGISTER, Query(form=("iks",)), GROUND)
    rows = [row for row in plain.standing(plain.AGREEMENTS) if row["form"] == "iks"]
    assert view.picture is not None
    drawn = {hub.agreement for hub in view.picture.hubs}
    assert drawn == {row["id"] for row in rows if plain.members(row)}
    assert view.map_title.endswith(f"{len(rows)} samarbeid")
    names = [item.text for section in view.beside for item in section.items if item.url]
    numbers = {hub.agreement: hub.text for hub in view.picture.hubs}
    assert len(names) == len(rows)
    for section in view.beside:
        for item in section.items:
            if item.url and (key := item.url.removeprefix("kart?avtale=")) in numbers:
                assert item.text.startswith(f"{numbers[key]} · ")


def test_a_form_of_a_service_is_both() -> None:
    view = here.build(REGISTER, Query(form=("vertskommune",), tjeneste=("brann",)), GROUND)
    assert view.picture is not None
    rows = [
        row
        for row in plain.standing(plain.AGREEMENTS)
        if row["form"] == "vertskommune" and row["tjeneste"] == "brann"
    ]
    assert {hub.agreement for hub in view.picture.hubs} == {row["id"] for row in rows}


def test_unknown_form_stands_last_and_apart() -> None:
    forms = here.build(REGISTER, Query(), GROUND).tables[0]
    assert text(forms.rows[-2][0]) == "Ukjent form"
    assert forms.rows[-2][1] == "–"


def test_without_boundaries_and_without_agreements_nothing_breaks() -> None:
    view = here.build(REGISTER, Query(sikkerhet=("A",), kommune=("1505",), aar=1900), None)
    assert view.title
    none = here.build(REGISTER, Query(sok="finnes slett ikke noe sted"), GROUND)
    assert "Ingen samarbeid" in none.lead
    assert none.beside == ()
