"""«Hva avtalen må si»: which form, whose agreement, and where the law says it."""

import pytest

from analysis.selection import UNKNOWN_FORM
from data import legal
from tests.export.register_rows import AGREEMENT_ROWS, REGISTER
from views import draft
from views.forms import contents
from views.forms.decisions import decisions
from views.query import DEFAULT, Query
from views.view import Item

FORMS = tuple(code for code in REGISTER.form_by_code if code != UNKNOWN_FORM)
CREATE = "ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"
MERGE = "sla.ikt-orkide.ror-ikt"


def build(**fields: object) -> contents.ContentsView:
    return contents.build(REGISTER, DEFAULT.but(**fields))


def titles(view: contents.ContentsView) -> list[str]:
    return [section.title for section in view.sections]


def test_the_form_asked_for_wins_over_that_of_the_agreement() -> None:
    view = build(form=("iks", "as"), avtale=("ikt-orkide",))
    assert view.form is not None
    assert view.form.code == "iks"
    assert view.title == "Hva avtalen må si: Interkommunalt selskap (IKS)"
    assert any("Administrativt vertskommunesamarbeid" in note for note in view.notes)


@pytest.mark.parametrize(
    ("fields", "form"),
    [
        ({}, "politisk-rad"),
        ({"form": (UNKNOWN_FORM,)}, "politisk-rad"),
        ({"form": ("finnes-ikke",), "avtale": ("ikt-orkide",)}, "vertskommune-adm"),
        ({"avtale": ("ikt-orkide",)}, "vertskommune-adm"),
        ({"steg": CREATE}, "oppgavefellesskap"),
    ],
)
def test_without_a_form_that_can_be_shown_another_is(fields: dict[str, object], form: str) -> None:
    view = build(**fields)
    assert view.form is not None
    assert view.form.code == form


@pytest.mark.parametrize("form", FORMS)
def test_must_and_should_are_told_apart_and_each_carries_its_paragraph(form: str) -> None:
    view = build(form=(form,))
    points = legal.clauses(form)
    lines = [
        row
        for section in view.sections
        for table in section.tables
        if table.columns[:2] == ("Punkt", "Krav")
        for row in table.rows
    ]
    assert len(lines) == len(points)
    words = {p.text: "må" if p.required else "bør" for p in points}
    words |= {p.text: f"må, {p.condition}" for p in points if p.condition}
    asked = {(p.text, words[p.text], p.blank, p.paragraph, p.url) for p in points}
    found = set()
    for text, demand, blank, place in lines:
        assert isinstance(place, Item)
        found.add((text, demand, blank, place.text, place.url))
    assert found == asked
    must = sum(p.required for p in points)
    assert ("Dette bør stå i avtalen" in titles(view)) == (must < len(points))
    if form in contents.UNREAD:
        assert view.lead.startswith("Hva loven krever av vedtektene, er ikke lest")
        assert "ingen krav" not in view.lead
    elif not must:
        assert view.lead.startswith("Loven stiller ingen krav til innholdet")
    assert "ikke juridisk rådgivning" in view.lead
    assert legal.READ in view.lead


@pytest.mark.parametrize(
    ("form", "lead", "caption"),
    [
        (
            "iks",
            "8 punkter må være med, 2 må være med i noen tilfeller og 1 bør være med.",
            "Loven krever 8 punkter, og 2 til i noen tilfeller",
        ),
        (
            "vertskommune",
            "8 punkter må være med, 2 må være med i noen tilfeller og 1 bør være med.",
            "Loven krever 8 punkter, og 2 til i noen tilfeller",
        ),
        (
            "as",
            "4 punkter må være med, 1 må være med i noen tilfeller og 2 bør være med.",
            "Loven krever 4 punkter, og 1 til i noen tilfeller",
        ),
        ("politisk-rad", "8 punkter må være med.", "Loven krever 8 punkter"),
    ],
)
def test_what_is_demanded_in_some_cases_is_counted_apart(
    form: str, lead: str, caption: str
) -> None:
    view = build(form=(form,))
    assert view.lead.startswith(f"{lead} Hjelp")
    (must,) = [s for s in view.sections if s.title == "Dette må stå i avtalen"]
    assert must.tables[0].caption == caption
    said = {row[0]: row[1] for row in must.tables[0].rows}
    if form == "iks":
        assert said["Lån"] == "må, hvis selskapet skal kunne ta opp lån"
        assert said["Formål"] == "må"


@pytest.mark.parametrize("form", FORMS)
def test_each_decision_says_where_the_law_has_it_or_that_no_source_confirms_it(form: str) -> None:
    found = decisions(form)
    assert found
    for one in found:
        if one.url:
            assert "§" in one.paragraph
            assert one.url.startswith("https://lovdata.no/lov/")
            # The address is that of the paragraph.
            assert one.paragraph.split("§")[1].strip().split(" ")[0].lstrip("§ ") in one.url
        else:
            assert one.paragraph == "ikke bekreftet i kilde"
    assert found[0].each


@pytest.mark.parametrize("form", ["politisk-rad", "oppgavefellesskap", "iks", "vertskommune-adm"])
def test_each_council_adopts_what_the_law_says_that_it_adopts(form: str) -> None:
    first = decisions(form)[0]
    assert "vedtar" in first.text
    assert first.url


def test_the_parties_of_an_agreement() -> None:
    parties = build(avtale=("ikt-orkide",), kommune=("1508",)).parties
    row = REGISTER.agreement("ikt-orkide")
    assert (parties.codes, parties.others, parties.about) == (row.members, row.others, row.name)
    assert parties.host == row.host


def test_the_parties_of_a_scenario_are_those_after_it() -> None:
    made = build(steg=CREATE).parties
    assert made.codes == ("1573", "1576", "5055")
    assert "scenarioet" in made.origin
    joined = build(steg="inn.ikt-orkide.1508").parties
    assert "1508" in joined.codes
    assert "scenarioet" in joined.origin
    assert "1508" not in REGISTER.agreement("ikt-orkide").members
    # Of two that are merged, the one that lives on; and the agreement named, as it is after.
    merged = build(steg=MERGE).parties
    both = {*REGISTER.agreement("ikt-orkide").members, *REGISTER.agreement("ror-ikt").members}
    assert set(merged.codes) == both
    assert build(steg="inn.ikt-orkide.1508", avtale=("ikt-orkide",)).parties == joined
    other = build(steg="inn.ikt-orkide.1508", avtale=("ror-ikt",)).parties
    assert "registeret" in other.origin


def test_the_municipalities_that_were_picked_else_none() -> None:
    assert build(kommune=("1576", "1573")).parties.codes == ("1576", "1573")
    nobody = build(steg="tull~", avtale=("finnes-ikke",))
    assert nobody.parties.codes == ()
    assert "Ingen parter er valgt ennå." in nobody.sections[0].text
    assert "Bare én part er navngitt." in build(kommune=("1576",)).notes


def test_what_is_uncertain_of_the_parties_is_said() -> None:
    living = [row for row in REGISTER.agreement_records if row.status != "avsluttet"]
    lacking = next(row for row in living if row.incomplete)
    assert any("ufullstendig" in note for note in build(avtale=(lacking.id,)).notes)
    others = next(row for row in living if row.others)
    view = build(avtale=(others.id,), form=("iks",))
    assert any(others.others[0] in n and "Bare kommuner" in n for n in view.notes)


def test_the_form_of_the_past_is_said_to_be_so() -> None:
    view = build(form=(contents.PAST,))
    assert "ikke lenger lovlig" in view.lead
    assert view.kind == "Omdanning"
    assert "Dette må på plass når formen gjøres om" in titles(view)


def test_a_form_without_points_is_still_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legal, "clauses", lambda _form: ())
    view = build(form=("iks",))
    assert not view.ready
    assert "Innholdet" in titles(view)


def test_an_agreement_of_unknown_form_or_without_members_does_not_stop_it() -> None:
    row = next(row for row in AGREEMENT_ROWS if row.cells["id"] == "ikt-orkide")
    cells = {**row.cells, "deltakere": "", "vert": "", "form": UNKNOWN_FORM}
    register = draft.with_draft(REGISTER, cells)
    view = contents.build(register, Query(avtale=("ikt-orkide",)))
    assert "Deltakerne er ikke kjent." in view.notes
    assert view.form is not None
    assert view.form.code == "politisk-rad"
