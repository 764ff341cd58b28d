"""The ownership report: all that the register knows, blanks marked, and a way back."""

import csv
import dataclasses
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.networks import living
from analysis.selection import UNKNOWN_FORM
from data.register import Register
from data.schema import AGREEMENTS
from export.kept import Plain
from export.ownership import ownership_csv, ownership_word
from tests.export import word_reader as reader
from tests.export.hostile import MEMBER, TEXT, hostile
from tests.export.register_rows import AGREEMENT_ROWS, REGISTER, plan_of, rows, stored
from views import draft, ownership

STORED = stored(AGREEMENT_ROWS, AGREEMENTS)
EMPTY = dataclasses.replace(REGISTER, agreements=REGISTER.agreements.iloc[:0], revision="tom")
ORGANS = ("politisk-rad", "oppgavefellesskap", "vertskommune", "iks", "as", "sa", "stiftelse")


def report(code: str, register: Register = REGISTER) -> reader.Doc:
    return reader.opened(ownership_word(ownership.build(register, code), register))


@pytest.mark.parametrize("code", ["1506", "1576", "1517", "1820"])
def test_every_row_has_a_table_with_its_id_and_blanks(code: str) -> None:
    if code not in REGISTER.municipality_by_code:
        code = REGISTER.county_codes[-1]
    told = ownership.build(REGISTER, code)
    doc = report(code)
    assert reader.faults(doc) == []
    tables = {table.rows[-1].cells[1].text: table for table in doc.tables[1:]}
    assert sorted(tables) == sorted(told.ids)
    for key, table in tables.items():
        cells = {row.cells[0].text: row.cells[1].text for row in table.rows}
        row = REGISTER.agreement(key)
        assert cells["Kostnad siste år"] == "[fylles ut: kostnad siste år]"
        assert ("Eierandel" in cells) != ("Andel av kostnaden" in cells)
        assert cells["Formål"] == (row.purpose or "[fylles ut: formål]")
        assert cells["Sikkerhet"].startswith(row.confidence)
        assert str(row.source_year or "ukjent år") in cells["Kilde"]
        assert row.note in cells["Hva er usikkert"]
    overview = [row.cells[4].text for row in doc.tables[0].rows[1:]]
    assert sorted(overview) == sorted(told.ids)


def test_all_that_belongs_is_there_and_nothing_else() -> None:
    for code in REGISTER.county_codes:
        told = ownership.build(REGISTER, code)
        mine = [row for row in living(REGISTER) if code in row.members]
        assert set(told.ids) == {
            row.id
            for row in mine
            if row.form == UNKNOWN_FORM or ownership.counts(REGISTER.form_by_code[row.form])
        }
        assert not {group.form for group in told.groups} & {"avtale", "prosjekt", "nettverk"}
    able = {form.code for form in REGISTER.form_by_code.values() if ownership.counts(form)}
    assert able >= set(ORGANS)


def test_each_form_says_liability_and_exit_with_its_paragraph() -> None:
    seen = set()
    for code in REGISTER.county_codes:
        for group in ownership.build(REGISTER, code).groups:
            if group.form in seen:
                continue
            seen.add(group.form)
            terms = {term.label: term.known for term in group.terms}
            for label in ("Ansvar", "Uttreden"):
                assert terms[label], group.form
                # Sentences, each followed by where it stands, with an address.
                assert all(item.url for item in terms[label][1::2]), group.form
                assert len(terms[label]) % 2 == 0
    assert {"politisk-rad", "iks", "as", "vertskommune"} <= seen


def test_what_no_source_confirms_is_said() -> None:
    form = REGISTER.form_by_code["as"]
    said = " ".join(item.text for item in ownership._said(form, "organ", ""))
    assert "Ikke bekreftet i kilde." in said


def test_without_a_text_of_law_the_list_of_forms_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ownership.legal, "statements", lambda: ())
    form = REGISTER.form_by_code["iks"]
    words, place = ownership._said(form, "ansvar", form.liability)
    assert words.text == form.liability
    assert "IKS-loven" in place.text
    assert place.url


def test_the_first_page_says_how_to_send_it_back() -> None:
    steps = reader.listed(report("1576"), "List Number")
    assert len(steps) == 5
    assert "id" in steps[2]
    assert "slette" in steps[3]


def test_the_rows_come_back_without_a_difference() -> None:
    told = ownership.build(REGISTER, "1576")
    data = ownership_csv(told, AGREEMENT_ROWS)
    plan = plan_of(data, "eierskapsmelding-aure.csv", {"avtaler": STORED})
    assert plan.faults == ()
    assert (plan.new, plan.changed, plan.conflicts) == ((), (), ())
    assert plan.changes() == ()
    assert sorted(row.key[0] for row in plan.unchanged) == list(told.ids)
    alone = tuple(row for row in STORED if row.key[0] in told.ids)
    assert plan_of(data, "x.csv", {"avtaler": alone}).empty


def test_a_correction_is_the_only_change() -> None:
    told = ownership.build(REGISTER, "1576")
    text = ownership_csv(told, AGREEMENT_ROWS).decode("utf-8-sig")
    heads, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    place = heads.index("merknad")
    lines[0][place] = "Rettet av kommunen."
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerows([heads, *lines])
    plan = plan_of(target.getvalue().encode("utf-8-sig"), "rettet.csv", {"avtaler": STORED})
    (changed,) = plan.changed
    assert changed.key == (lines[0][0],)
    assert [d.column for d in changed.differences] == ["merknad"]
    assert len(plan.changes()) == 1


def test_a_municipality_without_anything_says_so() -> None:
    doc = report("1576", EMPTY)
    assert doc.tables == []
    assert "Registeret har ingen slike samarbeid for kommunen." in reader.text(doc)
    assert reader.faults(doc) == []


def test_hostile_text_of_the_register_stands_as_itself() -> None:
    register = hostile()
    doc = report(MEMBER, register)
    shown = " ".join(TEXT.split())
    assert shown in " ".join(reader.text(doc).split())
    assert reader.faults(doc) == []
    assert all(re.match("https?://", url) for url in reader.links(doc).values())


@given(rows(AGREEMENTS).map(lambda kept: kept[0]), st.sampled_from([*ORGANS, UNKNOWN_FORM]))
@settings(max_examples=40)
def test_any_row_of_the_register_gives_a_file_that_opens(kept: Plain, form: str) -> None:
    place = REGISTER.county_codes[0]
    cells = {**kept.cells, "form": form, "deltakere": place, "vert": "", "status": "aktiv"}
    register = draft.with_draft(EMPTY, cells)
    doc = report(place, register)
    assert reader.faults(doc) == []
    assert cells["id"] in [table.rows[-1].cells[1].text for table in doc.tables[1:]]
