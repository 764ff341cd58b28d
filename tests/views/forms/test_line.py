"""The line of forms: every form in its place, every statement with its paragraph and source."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.legal import NOT_REGULATED, TOPICS, Statement, statements
from data.store import load
from export.formats import FORMATS, Asked, write
from views.forms import here
from views.forms.chapters import chapters, common_section
from views.forms.compared import compare
from views.forms.law import answer, section, source, told, unconfirmed, without_answer
from views.forms.line import FEWEST, MOST, build, chosen
from views.query import DEFAULT, Query, from_string
from views.view import Item

REGISTER = load()
CODES = [code for code in REGISTER.form_by_code if code != "ukjent"]
THREE = ("iks", "vertskommune-adm", "oppgavefellesskap")
choices = st.lists(st.sampled_from(list(REGISTER.form_by_code)), max_size=7, unique=True)


def items(view_rows: tuple[tuple[object, ...], ...]) -> list[Item]:
    return [cell for row in view_rows for cell in row if isinstance(cell, Item)]


def test_every_form_stands_once_by_its_political_control() -> None:
    view = build(REGISTER, DEFAULT)
    assert [step.level for step in view.steps] == [5, 4, 3, 2, 1]
    placed = {place.code: step.level for step in view.steps for place in step.places}
    assert placed == {code: REGISTER.form_by_code[code].political_control for code in CODES}
    assert sum(len(step.places) for step in view.steps) == len(CODES)
    assert not view.compared
    assert len(view.offers) >= 2


def test_what_the_line_says_of_a_form_has_its_paragraph_and_a_link() -> None:
    view = build(REGISTER, DEFAULT)
    for place in (place for step in view.steps for place in step.places):
        form = REGISTER.form_by_code[place.code]
        assert place.person is not None
        assert place.authority is not None
        assert answer(place.person) == form.own_legal_person
        assert answer(place.authority) == form.authority.partition(":")[0]
        assert place.basis.url or place.code == "nettverk"
        assert place.repealed == (place.code == "paragraf-27")


def test_the_number_of_agreements_is_that_of_the_part_it_leads_to() -> None:
    view = build(REGISTER, DEFAULT)
    table = here.build(REGISTER, DEFAULT, None).tables[0]
    told_there = {row[0].text: row[2] for row in table.rows if isinstance(row[0], Item)}
    places = [place for step in view.steps for place in step.places]
    assert len(places) == len(told_there) - 1  # the unknown form has no place on the line
    for place in places:
        count = place.uses.text.split()[0]
        assert count == told_there[REGISTER.form_by_code[place.code].name]
        _page, _mark, link = place.uses.url.partition("?")
        if not link:
            assert count == "0"
            continue
        query, notices = from_string(link, REGISTER)
        assert not notices
        assert query == DEFAULT.but(form=(place.code,), fane="her")
        # All of them stand there, also those that no map can show.
        beside = here.build(REGISTER, query, None).beside
        assert sum(len(section.items) // 2 for section in beside) == int(count)


def test_the_line_says_that_it_is_not_law_and_whose_it_is() -> None:
    view = build(REGISTER, DEFAULT)
    assert "Valg av organisasjonsform = valg av styringsnivå" in view.lead
    wish = "Jo mer kommunestyret ønsker å styre, desto nærmere den kommunale beslutningsstrukturen"
    assert wish in view.lead
    told_below = " ".join(view.notes)
    assert "ikke juridisk rådgivning" in told_below
    assert "november 2025" in told_below
    assert "ikke lov: det følger oppdragsgiverens egen linje" in view.legend
    ours = {place.code for step in view.steps for place in step.places if place.ours}
    assert ours == {"avtale", "paragraf-27", "prosjekt", "forening", "nettverk", "stiftelse"}


@given(choices)
def test_two_to_four_forms_stand_side_by_side(codes: list[str]) -> None:
    query = DEFAULT.but(form=tuple(codes))
    view = build(REGISTER, query)
    known = [code for code in codes if code != "ukjent"]
    expected = known[:MOST] if len(known) >= FEWEST else []
    assert [one.code for one in view.compared] == expected
    assert bool(view.asked) == (len(known) == 1 or len(known) > MOST)
    marked = {place.code for step in view.steps for place in step.places if place.chosen}
    assert marked == set(known[:MOST])
    for place in (place for step in view.steps for place in step.places):
        after, notices = from_string(place.toggle.url.partition("?")[2], REGISTER)
        assert not notices
        assert (place.code in after.form) == (not place.chosen)
        assert len(chosen(after)) <= MOST


def test_a_comparison_holds_every_statement_of_its_forms() -> None:
    view = build(REGISTER, DEFAULT.but(form=THREE))
    shown = {one for form in view.compared for said in form.said for one in said}
    assert shown == {one for one in statements() if one.form in THREE}
    # The table of the files says the same: each statement a cell of its own, with its link.
    cells = [cell for cell in items(view.tables[0].rows) if cell.text]
    assert {(cell.text, cell.url) for cell in cells} == {told(one) for one in shown}
    assert all(row[0] for row in view.tables[0].rows)
    assert len(view.tables[0].columns) == 1 + len(THREE)


def test_what_is_not_confirmed_is_marked_in_the_files_too() -> None:
    view = build(REGISTER, DEFAULT.but(form=("as", "forening")))
    cells = items(view.tables[0].rows)
    for one in (s for s in statements() if s.form in ("as", "forening") and not s.confirmed):
        (cell,) = [c for c in cells if c.text.startswith(f"{one.text} (")]
        assert unconfirmed() in cell.text
    assert not [c for c in cells if unconfirmed() in c.text and "IKS" in c.text]


def test_the_four_chapters_tell_their_sections_in_order() -> None:
    titles = [chapter.title for chapter in chapters()]
    assert [title[:7] for title in titles] == ["Kap. 17", "Kap. 18", "Kap. 19", "Kap. 20"]
    for number, chapter in zip((17, 18, 19, 20), chapters(), strict=True):
        sections = [section(one).text for one in chapter.lines]
        own = [int(text.rsplit("-", 1)[1]) for text in sections if f"{number}-" in text]
        assert own == sorted(own)
        assert all(f"{number}-" in text or (number == 17 and "5-4" in text) for text in sections)
        assert all(one.confirmed and one.url for one in chapter.lines)
    held = {section(one).text.replace("\u00a0", " ") for one in chapters()[3].lines}
    assert {f"§ 20-{n}" for n in range(1, 11)} <= held
    assert {f"§ 18-{n}" for n in range(1, 5)} <= {
        section(one).text.replace("\u00a0", " ") for one in chapters()[1].lines
    }


def test_the_common_ground_stands_whole() -> None:
    (table,) = common_section().tables
    assert {row[1] for row in table.rows} == {one.text for one in statements() if not one.form}
    assert len(table.rows) == len([one for one in statements() if not one.form])
    assert all(isinstance(row[2], Item) and row[2].url for row in table.rows)


@pytest.mark.parametrize("query", [DEFAULT, DEFAULT.but(form=THREE)], ids=["line", "beside"])
def test_every_legal_statement_of_the_view_has_paragraph_and_link(query: Query) -> None:
    view = build(REGISTER, query)
    told_items = [item for part in view.sections for item in part.items]
    told_items += [c for c in items(view.tables[0].rows) if query.form and c.text]
    assert told_items
    for item in told_items:
        assert re.search(r"\((?:.*(?:§|kap\.)\s?\d|Ikke lovregulert)", item.text), item.text
        assert item.url.startswith("https://") or "Ikke lovregulert" in item.text


def test_a_form_that_the_law_was_not_read_for_is_shown_all_the_same() -> None:
    form = REGISTER.form_by_code["iks"]._replace(code="ny-form", name="<b>Ny</b> form")
    forms = {**REGISTER.form_by_code, "ny-form": form}
    compared = compare("iks", REGISTER)
    assert any(compared.said)

    class Wider:
        """The register with one form more."""

        form_by_code = forms

        def __getattr__(self, name: str) -> object:
            return getattr(REGISTER, name)

    view = build(Wider(), DEFAULT.but(form=("ny-form", "iks")))  # type: ignore[arg-type]
    (place,) = [p for step in view.steps for p in step.places if p.code == "ny-form"]
    assert place.person is None
    assert place.basis == Item(form.legal_basis)
    assert view.compared[0].said == ((),) * len(TOPICS)


def test_words_of_a_statement() -> None:
    one = Statement("iks", "enkeltvedtak", "Nei: aldri.", NOT_REGULATED, "", confirmed=False)
    assert without_answer(one).text == "Aldri."
    assert without_answer(one._replace(text="Merk: dette.")).text == "Merk: dette."
    assert told(one).text == "Nei: aldri. (Ikke lovregulert; ikke bekreftet i kilde)"
    assert told(None).text == "–"
    lawful = one._replace(paragraph="IKS-loven § 8 a", url="https://lovdata.no/x")
    assert section(lawful).text == "§\u00a08\u00a0a"
    assert source(lawful).text == "IKS-loven §\u00a08 a"


@pytest.mark.parametrize("ending", [e for e, kind in FORMATS.items() if not kind.needs_picture])
def test_every_pen_of_files_takes_it(ending: str) -> None:
    query = DEFAULT.but(form=THREE)
    view = build(REGISTER, query)
    asked = Asked(view, "organisasjonsform", query, REGISTER, None)
    assert len(write(ending, asked)) > 500
