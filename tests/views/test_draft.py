"""A draft is checked by the register's own rules, and shows what it will look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import files, store
from data.schema import AGREEMENTS, ALONE
from views import draft
from views.columns import column_words

REGISTER = store.load()
ROWS = {
    row.cells["id"]: dict(row.cells)
    for row in files.read_file(files.SHIPPED / "avtaler.csv", AGREEMENTS).rows
}
FIRST = ROWS["act-team-molde"]


def others(id_: str) -> list[dict[str, str]]:
    return [cells for key, cells in ROWS.items() if key != id_]


def codes(**changes: str) -> set[str]:
    cells = {**FIRST, **changes}
    return {f.code for f in draft.faults(cells, others(FIRST["id"]), REGISTER) if f.severity != "W"}


def test_every_shipped_row_is_a_draft_without_faults() -> None:
    for id_, cells in ROWS.items():
        found = draft.faults(cells, others(id_), REGISTER)
        assert [f.text() for f in found if f.severity != "W"] == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"navn": ""}, "MANGLER"),
        ({"tjeneste": ""}, "MANGLER"),
        ({"vert": "1508"}, "VERT_IKKE_MEDLEM"),
        ({"fra": "2020", "til": "2010"}, "AR_UGYLDIG"),
        ({"fra": "20l9"}, "AR_UGYLDIG"),
        ({"orgnr": "123456789"}, "ORGNR_UGYLDIG"),
        ({"kilde_url": "javascript:alert(1)"}, "URL_UGYLDIG"),
        ({"del_av": "finnes-ikke"}, "HENVISNING_UKJENT"),
        ({"del_av": "act-team-molde"}, "HENVISNING_SIRKEL"),
    ],
)
def test_faults_of_a_draft(changes: dict[str, str], code: str) -> None:
    assert code in codes(**changes)


def test_a_circle_through_another_row_is_found() -> None:
    other = next(id_ for id_ in ROWS if id_ != FIRST["id"])
    rows = [{**ROWS[other], "del_av": FIRST["id"]}]
    found = draft.faults({**FIRST, "del_av": other}, rows, REGISTER)
    assert "HENVISNING_SIRKEL" in {fault.code for fault in found}


def test_a_blank_draft_asks_for_name_and_service() -> None:
    found = draft.faults(draft.blank(), [], REGISTER)
    assert {"navn", "tjeneste", "id"} <= {f.column for f in found if f.severity != "W"}


def test_a_draft_stands_in_the_register_in_place_of_its_row() -> None:
    cells = {**FIRST, "navn": "Nytt navn", "deltakere": "1506|1576"}
    changed = draft.with_draft(REGISTER, cells)
    assert changed.agreement(FIRST["id"]).name == "Nytt navn"
    assert changed.agreement(FIRST["id"]).members == ("1506", "1576")
    assert len(changed.agreements) == len(REGISTER.agreements)
    assert REGISTER.agreement(FIRST["id"]).name == FIRST["navn"]
    assert changed.revision != REGISTER.revision


def test_a_new_draft_is_one_row_more_with_its_card() -> None:
    cells = {
        **draft.blank(),
        "id": "nytt",
        "navn": "Nytt",
        "tjeneste": "ikt",
        "deltakere": "1576|1573",
    }
    view = draft.preview(REGISTER, cells, None)
    assert view.card is not None
    assert view.card.title == "Nytt"
    assert len(draft.with_draft(REGISTER, cells).agreements) == len(REGISTER.agreements) + 1


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Ålesund brannvesen KF", "alesund-brannvesen-kf"),
        ("  Sør/Øst – IKT (nå)  ", "sor-ost-ikt-na"),
        ("Ærlig é", "aerlig-e"),
        ("???", ""),
    ],
)
def test_an_id_is_made_of_the_name(name: str, made: str) -> None:
    assert draft.slug(name) == made


@given(st.text(max_size=200))
def test_an_id_of_any_name_is_empty_or_accepted(name: str) -> None:
    made = draft.slug(name)
    if made:
        cells = {**FIRST, "id": made}
        assert "ID_FORM" not in {fault.code for fault in draft.faults(cells, [], REGISTER)}


def test_differences_are_told_in_words() -> None:
    after = {**FIRST, "vert": "1506", "form": "iks", "navn": FIRST["navn"]}
    found = {
        name: (before, now) for name, _l, before, now in draft.differences(FIRST, after, REGISTER)
    }
    assert found["vert"] == ("–", "Molde")
    assert found["form"][1] == REGISTER.form_by_code["iks"].name
    assert "navn" not in found


@pytest.mark.parametrize("name", sorted({*AGREEMENTS.headers, *ALONE.headers}))
def test_every_column_has_words(name: str) -> None:
    words = column_words(name)
    assert words.label
    assert words.help.endswith(".")
