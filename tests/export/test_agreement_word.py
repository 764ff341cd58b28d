"""The draft of an agreement: every point with its paragraph and a mark, and the parties named."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import legal
from data.register import Register
from export.agreement_word import agreement_word
from tests.export import word_reader as reader
from tests.export.hostile import KEY, TEXT, hostile
from tests.export.register_rows import REGISTER
from views.forms import contents
from views.query import DEFAULT, Query

FORMS = [form for form in REGISTER.form_by_code if legal.clauses(form)]
CREATE = "ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"


def draft(query: Query, register: Register = REGISTER) -> reader.Doc:
    return reader.opened(agreement_word(contents.build(register, query), register))


def test_a_seat_is_no_host_and_a_host_no_seat() -> None:
    asked = DEFAULT.but(form=("vertskommune-adm",), avtale=("norbr",))
    assert REGISTER.agreement("norbr").seat
    assert "Kjent fra før: Molde." not in reader.text(draft(asked))
    assert "Kjent fra før: Molde." in reader.text(draft(asked.but(form=("iks",))))


@pytest.mark.parametrize("form", FORMS)
def test_each_point_of_each_form_has_a_heading_a_paragraph_and_a_mark(form: str) -> None:
    doc = draft(DEFAULT.but(form=(form,), kommune=("1576", "1573")))
    points = legal.clauses(form)
    assert reader.headings(doc, 2) == [f"{i}. {p.text}" for i, p in enumerate(points, 1)]
    assert reader.faults(doc) == []
    text = reader.text(doc)
    links = reader.links(doc)
    for point in points:
        demand = "Må" if point.required else "Bør"
        demand += f", {point.condition}" if point.condition else ""
        assert f"{demand} · {point.paragraph}" in text
        assert f"[fylles ut: {point.blank}]" in reader.blanks(doc)
        assert bool(links.get(point.paragraph)) == bool(point.url)
    assert "Hjelp, ikke juridisk rådgivning. Loven er lest i november 2025." in text
    assert "Hjelp, ikke juridisk rådgivning" in doc.sections[0].footer.paragraphs[0].text


def test_each_council_decides_and_each_party_signs() -> None:
    doc = draft(DEFAULT.but(form=("iks",), kommune=("1576", "1573")))
    decided, signed = doc.tables
    assert [row.cells[0].text for row in decided.rows] == [
        "Hvem",
        "Kommunestyret i Aure",
        "Kommunestyret i Smøla",
    ]
    assert [row.cells[0].text for row in signed.rows] == ["Part", "Aure", "Smøla"]
    for table in (decided, signed):
        for row in table.rows[1:]:
            assert all(cell.text.startswith(reader.MARK) for cell in row.cells[1:])
    assert reader.headings(doc, 1) == [
        "Partene",
        "Hva avtalen gjelder",
        "Innholdet i avtalen",
        "Vedtak som trengs",
        "Underskrifter",
        "Kilder",
    ]
    assert "Aure kommune (1576)" in reader.listed(doc)
    assert any("selskapsavtalen" in line and "IKS-loven § 4" in line for line in reader.listed(doc))


def test_without_parties_every_place_for_one_is_marked() -> None:
    doc = draft(DEFAULT.but(form=("iks",)))
    assert "[fylles ut: hvem avtalen er mellom]" in reader.blanks(doc)
    assert reader.faults(doc) == []
    assert all("[fylles ut: " in row.cells[0].text for t in doc.tables for row in t.rows[1:])


def test_a_scenario_names_parties_host_and_service() -> None:
    text = reader.text(draft(DEFAULT.but(steg=CREATE)))
    assert "Heim kommune (5055)" in text
    assert "Tjeneste: Økonomi." in text
    assert "Det er ikke lagret i registeret." in text


def test_what_is_known_stands_at_the_point_that_asks_for_it() -> None:
    text = reader.text(draft(DEFAULT.but(avtale=("ikt-orkide",))))
    row = REGISTER.agreement("ikt-orkide")
    host = REGISTER.municipality_by_code[row.host].name
    assert f"Kjent fra før: {host}." in text
    assert text.count("Kjent fra før") == 2


def test_where_there_are_no_points_there_is_no_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legal, "clauses", lambda _form: ())
    view = contents.build(REGISTER, DEFAULT.but(form=("iks",)))
    with pytest.raises(ValueError, match="ikke noe utkast"):
        agreement_word(view, REGISTER)


def test_the_same_question_gives_the_same_bytes() -> None:
    query = DEFAULT.but(avtale=("ikt-orkide",))
    first, second = (
        agreement_word(contents.build(REGISTER, query), REGISTER) for _time in range(2)
    )
    assert first == second


def test_hostile_text_of_the_register_stands_as_itself() -> None:
    register = hostile()
    doc = draft(DEFAULT.but(avtale=(KEY,), form=("iks",)), register)
    shown = " ".join(TEXT.split())
    assert shown in " ".join(reader.text(doc).split())
    assert reader.faults(doc) == []
    assert all(url.startswith("https://") for url in reader.links(doc).values())


@given(st.sampled_from(sorted(REGISTER.agreement_by_id)), st.sampled_from(FORMS))
@settings(max_examples=40)
def test_any_agreement_gives_a_draft_of_any_form(key: str, form: str) -> None:
    doc = draft(DEFAULT.but(avtale=(key,), form=(form,)))
    assert reader.faults(doc) == []
    listed = reader.listed(doc)
    for code in REGISTER.agreement(key).members:
        assert f"{REGISTER.municipality_by_code[code].name} kommune ({code})" in listed
