"""The card holds every field of the row, each source with its address, and what is uncertain."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from data.records import Agreement
from views.card import build_card
from views.view import Card
from views.words import listing

REGISTER = store.load()
ROWS = REGISTER.agreement_records
MADE = ROWS[0]
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"


def line(card: Card, label: str) -> list[tuple[str, str]]:
    return [(text, url) for row in card.lines if row.label == label for text, url in row.items]


def words(card: Card, label: str) -> str:
    return " ".join(text for text, _url in line(card, label))


def names(codes: tuple[str, ...]) -> str:
    return listing([REGISTER.municipality_by_code[code].name for code in codes])


def test_every_field_that_a_source_gives_is_on_the_card() -> None:
    for row in ROWS:
        card = build_card(row, REGISTER)
        service = REGISTER.service_by_code[row.service]
        assert (card.agreement, card.title, card.service) == (row.id, row.name, service.name)
        assert service.name in words(card, "Tjeneste")
        assert service.family in words(card, "Tjeneste")
        assert words(card, "Formål") == row.purpose
        assert words(card, "Andre deltakere") == listing(row.others)
        assert words(card, "Organisasjonsnummer").replace(" ", "") == row.orgnr
        assert words(card, "Sikkerhet")[0] == row.confidence
        for label, code in (("Vertskommune", row.host), ("Sete", row.seat)):
            if code:
                assert words(card, label) == REGISTER.municipality_by_code[code].name
            else:
                assert words(card, label) in ("", "Sete ikke kjent.")
        if row.members:
            assert line(card, "Deltakere")[0][0] == names(row.members)
        else:
            assert words(card, "Deltakere") == "Deltakere ikke kjent."
        for year in (row.start, row.end):
            assert year is None or str(year) in words(card, "Varighet")
        if row.form != "ukjent":
            assert REGISTER.form_by_code[row.form].legal_basis in words(card, "Form")
        else:
            assert "Ingen kilde" in words(card, "Form")


def test_each_source_stands_with_its_own_address_and_the_newest_year() -> None:
    for row in ROWS:
        card = build_card(row, REGISTER)
        assert line(card, "Kilde") == [tuple(source) for source in row.sources]
        assert words(card, "Kilde fra") == ("" if row.source_year is None else str(row.source_year))
        assert sum(len(url) > 0 for _text, url in line(card, "Kilde")) == sum(
            bool(url) for _text, url in row.sources
        )


def test_sources_and_addresses_are_those_of_the_file() -> None:
    with (FOLDER / "avtaler.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for row in rows:
        texts = [text for text in row["kilde"].split("|") if text]
        urls = row["kilde_url"].split("|") if row["kilde_url"] else [""] * len(texts)
        card = build_card(REGISTER.agreement(row["id"]), REGISTER)
        assert line(card, "Kilde") == list(zip(texts, urls, strict=True)), row["id"]
        assert words(card, "Kilde fra") == row["kilde_år"]


def test_wholes_parts_and_successors_are_named() -> None:
    for row in ROWS:
        card = build_card(row, REGISTER)
        by_id = REGISTER.agreement_by_id
        assert words(card, "Del av") == (by_id[row.part_of].name if row.part_of else "")
        assert words(card, "Avløst av") == (
            by_id[row.succeeded_by].name if row.succeeded_by else ""
        )
        parts = [other.name for other in ROWS if other.part_of == row.id]
        assert words(card, "Deler") == listing(parts)


def test_what_is_uncertain_is_said() -> None:
    for row in ROWS:
        card = build_card(row, REGISTER)
        said = " ".join(card.doubts)
        marks = {badge.text for badge in card.badges}
        assert row.note in said
        assert ("annenhånds eller delvis kilde" in said) == (row.confidence == "C")
        assert ("usikker kilde" in marks) == (row.confidence == "C")
        assert ("fortsatt er i gang" in said) == (row.status == "ukjent")
        assert ("ukjent status" in marks) == (row.status == "ukjent")
        assert ("§ 31-2" in said) == (row.form == "paragraf-27")
        assert ("ufullstendig deltakerliste" in marks) == row.incomplete
        assert ("svakt organisert" in marks) == (
            row.form in ("avtale", "forening", "prosjekt", "nettverk")
        )
        if row.incomplete and row.members:
            assert "kilden vet om flere" in words(card, "Deltakere")
        else:
            assert "kilden vet om flere" not in words(card, "Deltakere")


def test_active_holds_for_the_year_of_the_source() -> None:
    row = MADE._replace(status="aktiv", source_year=2019)
    assert words(build_card(row, REGISTER), "Status") == "aktiv etter kilden fra 2019"
    row = row._replace(source_year=None)
    assert words(build_card(row, REGISTER), "Status") == "aktiv"
    row = row._replace(status="avsluttet", source_year=2019)
    assert words(build_card(row, REGISTER), "Status") == "avsluttet"


def test_an_agreement_without_years_is_not_left_out_by_a_year_and_says_so() -> None:
    row = MADE._replace(start=None, end=None)
    assert any("årstall" in doubt for doubt in build_card(row, REGISTER, 2015).doubts)
    assert not any("årstall" in doubt for doubt in build_card(row, REGISTER).doubts)
    dated = row._replace(start=2001)
    assert not any("årstall" in doubt for doubt in build_card(dated, REGISTER, 2015).doubts)


@pytest.mark.parametrize(
    ("members", "text"),
    [
        (("1506",), "Bare Molde er navngitt; kilden vet om flere."),
        (
            ("1506", "1579"),
            "Deltakerlista er ufullstendig: kilden vet om flere enn den navngir.",
        ),
    ],
)
def test_an_incomplete_list_says_who_is_known(members: tuple[str, ...], text: str) -> None:
    row = MADE._replace(members=members, incomplete=True)
    assert text in words(build_card(row, REGISTER), "Deltakere")


def test_a_seat_that_no_source_names_is_said_only_for_a_body() -> None:
    body = MADE._replace(form="iks", seat="", host="")
    assert words(build_card(body, REGISTER), "Sete") == "Sete ikke kjent."
    loose = MADE._replace(form="nettverk", seat="", host="")
    assert words(build_card(loose, REGISTER), "Sete") == ""


@settings(deadline=None)
@given(
    st.builds(
        MADE._replace,
        name=st.text(max_size=30),
        purpose=st.text(max_size=60),
        note=st.text(max_size=60),
        others=st.lists(st.text(max_size=20), max_size=3).map(tuple),
        sources=st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4).map(tuple),
        orgnr=st.text(max_size=12),
        part_of=st.sampled_from(["", "finnes-ikke", "nnbt"]),
        succeeded_by=st.sampled_from(["", "finnes-ikke", "nnbt"]),
    )
)
def test_any_text_is_carried_as_it_stands(row: Agreement) -> None:
    card = build_card(row, REGISTER)
    assert card.title == row.name
    assert words(card, "Formål") == row.purpose
    assert line(card, "Kilde") == list(row.sources)
    assert row.note in " ".join(card.doubts)
    assert all(any(item.text for item in entry.items) for entry in card.lines)
