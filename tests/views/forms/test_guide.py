"""The guide in words: questions, the result with its paragraphs, and whatever a link may hold."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.guide import FORMS, OLD_FORM, RESULT, to_text
from analysis.guide_questions import QUESTIONS, UNKNOWN
from data.legal import READ
from data.store import load
from export.formats import FORMATS, Asked, write
from tests.data.test_legal import HOSTS
from views.forms.guide import GuideView, build, doors
from views.forms.line import MOST
from views.query import DEFAULT, Query, from_string, to_string
from views.view import Item

REGISTER = load()
NAMES = {code: form.name for code, form in REGISTER.form_by_code.items()}
HELP = "ikke juridisk rådgivning"
HOSTILE = "<script>alert(1)</script>'\"{{7*7}}"
answered = st.fixed_dictionaries(
    {}, optional={one.letter: st.sampled_from([UNKNOWN, *one.answers]) for one in QUESTIONS}
).map(lambda given: "".join(letter + digit for letter, digit in given.items()))
links = st.builds(
    lambda answers, place: answers + place,
    answered,
    st.sampled_from(["", "-r", *(f"-{one.letter}" for one in QUESTIONS)]),
)
some_service = st.sampled_from([(), *((code,) for code in REGISTER.service_by_code)])


def asked(svar: str, *services: str) -> Query:
    return DEFAULT.but(fane="veiviser", svar=svar, tjeneste=services)


def told(svar: str, *services: str) -> GuideView:
    return build(REGISTER, asked(svar, *services))


def legal_items(view: GuideView) -> list[Item]:
    """Return every paragraph that the view names, wherever it stands."""
    reasons = [
        *(one for form in view.possible for one in (*form.reasons_for, *form.reasons_against)),
        *(one for form in view.out for one in form.reasons),
    ]
    found = [basis for reason in reasons for basis in reason.bases]
    found += [basis for clash in view.clashes for basis in clash.bases]
    return found + [basis for remark in view.remarks for basis in remark.bases]


def answer_rows(view: GuideView) -> dict[object, object]:
    """Return the answer by its question, as files have them."""
    (part,) = [one for one in view.sections if one.title == "Svarene"]
    return dict(part.tables[0].rows)


# ---- every statement with its paragraph ----


@settings(max_examples=60)
@given(links, some_service)
def test_every_legal_statement_has_a_paragraph_and_a_link(
    svar: str, service: tuple[str, ...]
) -> None:
    view = told(svar, *service)
    for out in view.out:
        assert all(reason.bases for reason in out.reasons), out.name
        assert out.reasons
    assert all(remark.bases for remark in view.remarks)
    for item in legal_items(view):
        assert re.search(r"§\u00a0\d|kap\.\u00a0\d", item.text), item
        address = urlsplit(item.url)
        assert (address.scheme, address.hostname in HOSTS) == ("https", True)
    # What is our own assessment speaks of no law, and no sentence without a link names one.
    own = [
        reason.text
        for form in view.possible
        for reason in (*form.reasons_for, *form.reasons_against)
        if not reason.bases
    ]
    own += [clash.text for clash in view.clashes if not clash.bases]
    for text in (*own, *view.notes, view.title):
        assert not re.search(r"§|\blov|forskrift", text.casefold()), text


@settings(max_examples=60)
@given(links, some_service)
def test_every_form_stands_once_in_the_view_and_in_its_tables(
    svar: str, service: tuple[str, ...]
) -> None:
    view = told(svar, *service)
    expected = sorted(NAMES[code] for code in (*FORMS, OLD_FORM))
    assert sorted(one.name for one in (*view.possible, *view.out)) == expected
    assert [one.place for one in view.possible] == list(range(1, len(view.possible) + 1))
    tables = {table.caption: table for part in view.sections for table in part.tables}
    listed = {str(row[0]).partition(". ")[2] for row in _rows(tables, "Formene i rekkefølge")}
    assert listed == {one.name for one in view.possible}
    assert {row[0] for row in _rows(tables, "Former som er utelukket")} == {
        one.name for one in view.out
    }
    for _form, _why, basis in _rows(tables, "Former som er utelukket"):
        assert isinstance(basis, Item) and basis.url
    for row in _rows(tables, "Formene i rekkefølge"):
        assert row[1] in ("Sum", "For", "Mot")
        assert row[1] == "Sum" or str(row[2]).startswith("+" if row[1] == "For" else "−")
        assert row[1] == "Sum" or isinstance(row[4], Item)
    answers = _rows(tables, "Svar på spørsmålene")
    assert len(answers) == len(QUESTIONS) + 1
    assert all(isinstance(row[1], str) and row[1] for row in answers)


def _rows(tables: dict[str, object], caption: str) -> list[tuple[object, ...]]:
    found = [table for name, table in tables.items() if name.startswith(caption)]
    return [row for table in found for row in table.rows]  # type: ignore[attr-defined]


@settings(max_examples=60)
@given(links, some_service)
def test_it_says_each_time_that_it_is_a_help_and_of_when(
    svar: str, service: tuple[str, ...]
) -> None:
    view = told(svar, *service)
    assert HELP in view.lead
    assert READ in view.lead
    shown = (view.question is None) == (view.walk.place == RESULT)
    assert shown
    assert len(view.first) <= 3
    assert bool(view.first) == bool(view.possible)
    assert (view.way_out == "") == bool(view.possible)
    if view.walk.place == RESULT and view.clashes:
        assert "Noen av svarene går ikke sammen." in view.lead
    assert view == told(svar, *service)


# ---- words ----


@pytest.mark.parametrize(
    ("svar", "title"),
    [
        ("", "Hvilken form kan passe?"),
        ("a3", "Hvilken form kan passe?"),
        ("-r", "Alle formene er fortsatt mulige"),
        ("a0b0c0d0e0f0g0h0", "Alle formene er fortsatt mulige"),
        ("a3-r", "Mulig å utrede først: Administrativt vertskommunesamarbeid"),
        ("a1-r", "Mulig å utrede først: Interkommunalt politisk råd (IPR)"),
        ("a3e4-r", "Ingen form passer med alle svarene"),
        ("d2-r", "Mulig å utrede først: Aksjeselskap (AS) og Samvirkeforetak (SA)"),
        (
            "a3c1-r",
            "Ingen form peker seg ut. Nærmest kommer Interkommunalt selskap (IKS)",
        ),
    ],
)
def test_titles(svar: str, title: str) -> None:
    assert told(svar).title == title


def test_the_lead_counts_only_what_is_known() -> None:
    assert told("a3b0c2-r").lead.startswith("Bygger på 2 av 8 svar. ")
    assert "Bygger på" not in told("a3b0c2").lead
    assert "er vår vurdering" in told("a3-r").lead


def test_the_answers_are_told_with_their_questions() -> None:
    view = told("a3b0d2")
    assert [one.number for one in view.answered] == list(range(1, 9))
    assert [one.answer for one in view.answered[:4]] == [
        "Treffe enkeltvedtak eller gi forskrift i en lovpålagt oppgave",
        "Vet ikke ennå",
        "",
        "Nei, ansvaret skal være begrenset",
    ]
    assert view.question is QUESTIONS[2]
    assert answer_rows(view)["3. Rettssubjektet"] == "Ikke besvart"
    assert answer_rows(view)["Tjeneste"] == "Ikke valgt"


def test_answers_that_do_not_go_together_are_named_with_a_way_out() -> None:
    view = told("a3c1d1e4-r")
    assert view.way_out == (
        "Alle formene er utelukket. Det åpner seg igjen hvis dere endrer svar 1 (oppgaven) "
        "eller svar 5 (deltakerne)."
    )
    first = view.clashes[0]
    assert first.answers == "Svar 1 (oppgaven) og svar 5 (deltakerne)"
    assert first.text.startswith("Uten hjemmel i særlov kan vedtak i enkeltsaker ikke legges til")
    assert [item.text for item in first.bases] == [
        "kommuneloven §\u00a020-1",
        "kommuneloven §\u00a05-4",
    ]
    (part,) = [one for one in view.sections if one.title == "Svar som ikke går sammen"]
    assert part.text == view.way_out
    assert len(part.items) == len(view.clashes)
    assert all(item.url.startswith("https://") for item in part.items)


def test_a_service_with_a_law_of_its_own_is_named_in_the_way_out() -> None:
    view = told("d2-r", "akutt-forurensning")
    name = REGISTER.service_by_code["akutt-forurensning"].name
    assert f"tjenesten {name}" in view.way_out
    assert any(name in clash.answers for clash in view.clashes)
    assert answer_rows(view)["Tjeneste"] == name


def test_what_the_answers_do_not_say_is_remarked() -> None:
    none, decides = told("a2-r").remarks, told("a3-r").remarks
    assert ["akutt forurensning" in one.text for one in none] == [True]
    assert decides[0].bases[0].url.endswith("/2018-06-22-83/§5-4")
    assert len(decides) == 2
    assert told("a2-r", "brann").remarks == ()
    assert [len(one.items) for one in told("a3-r").sections if one.title == "Merk"] == [2]


def test_only_the_first_service_is_asked_about_and_that_is_said() -> None:
    view = told("a2-r", "okonomi", "brann")
    assert view.service == "okonomi"
    assert view.service_name == "Økonomi"
    assert "Veiviseren ser på den første: Økonomi." in " ".join(view.notes)
    assert "flere tjenester" not in " ".join(told("a2-r", "okonomi").notes)


def test_equal_forms_are_told_of_only_where_there_are_some() -> None:
    rule = "Står to former likt, kommer den med tettest politisk styring først."
    for svar in ("-r", "a3-r", "a3b2c2d1e1f1g1h1"):
        view = told(svar)
        equal = max(Counter(one.score for one in view.possible).values()) > 1
        assert (rule in view.notes) == equal


# ---- the link ----


@pytest.mark.parametrize(
    "piece", ["x1", "a9", "zz", "-q", HOSTILE[:20], "æø", "\u202e", "a1a2", "%00"]
)
def test_what_nobody_knows_is_named_and_never_an_error(piece: str) -> None:
    view = told(f"{piece}b1" if not piece.startswith("-") else f"b1{piece}")
    assert view.unknown
    assert all(sentence.startswith("Veiviseren kjenner ikke «") for sentence in view.unknown)
    assert len(view.possible) + len(view.out) == len(FORMS) + 1


@settings(max_examples=60)
@given(st.text(max_size=100))
def test_any_text_in_a_link_gives_a_page(text: str) -> None:
    query, _notices = from_string(to_string(asked(text)), REGISTER)
    view = build(REGISTER, query)
    assert view.title
    assert HELP in view.lead
    # What the link holds is told of beside the result, never in it.
    plain = told("".join(map("".join, view.walk.answers)) + f"-{view.walk.place}")
    assert (plain.title, plain.lead, plain.way_out) == (view.title, view.lead, view.way_out)
    assert bool(view.unknown) == (query.svar not in ("", to_text(view.walk)))


@settings(max_examples=60)
@given(links, some_service)
def test_the_ways_on_are_links_that_hold(svar: str, service: tuple[str, ...]) -> None:
    query = asked(svar, *service)
    view = build(REGISTER, query)
    ways = doors(view, query)
    assert bool(ways) == bool(view.possible)
    for way in ways:
        read, notices = from_string(to_string(way.query), REGISTER)
        assert read == way.query
        assert not notices
        assert way.page == "organisasjonsform"
        assert read.svar == svar  # the way back gives the same result
        assert 1 <= len(read.form) <= MOST
        assert read.form[0] == view.possible[0].code
    if len(view.possible) > 1:
        assert ways[0].query.fane == ""
        assert len(ways[0].query.form) >= 2


@pytest.mark.parametrize("ending", [e for e, kind in FORMATS.items() if not kind.needs_picture])
@pytest.mark.parametrize("svar", ["", "a3b2c2d1e1f1g1h1", "a3c1d1e4-r"])
def test_every_pen_of_files_takes_it(ending: str, svar: str) -> None:
    query = asked(svar)
    view = build(REGISTER, query)
    written = write(ending, Asked(view, "organisasjonsform", query, REGISTER, None))
    assert len(written) > 200


def test_a_file_with_one_table_holds_the_forms_once_there_is_a_result() -> None:
    first = {svar: told(svar).sections[0].tables for svar in ("a3", "a3-r")}
    assert first["a3"][0].columns == ("Spørsmål", "Svar")
    assert first["a3-r"][0].columns[0] == "Form"
    nothing_left = [table for part in told("a3e4-r").sections for table in part.tables]
    assert nothing_left[0].caption == "Former som er utelukket"
