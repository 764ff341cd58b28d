"""Each rule of the register has a code, and names line, column, value and what is accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import check, store
from data.agreement_rules import in_circle
from data.errors import Fault, RegisterError
from data.personal import is_identity_number
from data.register import Register


def faults(folder: Path) -> list[tuple[str, str]]:
    return [(f.code, f.severity) for f in check.faults_of(folder) if f.code != "FOR_FA"]


def test_the_shipped_register_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("fields", "code", "severity"),
    [
        ({"id": "../x"}, "ID_FORM", "R"),
        ({"id": "a b"}, "ID_FORM", "R"),
        ({"id": "x" * 65}, "ID_FORM", "R"),
        ({"id": ""}, "ID_FORM", "R"),
        ({"navn": ""}, "MANGLER", "R"),
        ({"id": "norbr"}, "ID_DOBBEL", "R"),
        ({"tjeneste": "trylling"}, "VERDI_UKJENT", "R"),
        ({"form": "laug"}, "VERDI_UKJENT", "R"),
        ({"status": "sover"}, "VERDI_UKJENT", "R"),
        ({"sikkerhet": "D"}, "VERDI_UKJENT", "R"),
        ({"ufullstendig": "kanskje"}, "VERDI_UKJENT", "R"),
        ({"deltakere": "9999|1576"}, "KOMMUNE_UKJENT", "R"),
        ({"deltakere": "1507|1576"}, "KOMMUNE_DELT", "R"),
        ({"deltakere": "1543|1576"}, "KOMMUNE_GAMMEL", "W"),
        ({"deltakere": "1576|1576|1573"}, "MEDLEM_DOBBEL", "W"),
        ({"vert": "1505"}, "VERT_IKKE_MEDLEM", "R"),
        ({"fra": "20l9"}, "AR_UGYLDIG", "R"),
        ({"fra": "1066"}, "AR_UGYLDIG", "R"),
        ({"fra": "2020", "til": "2019"}, "AR_UGYLDIG", "R"),
        ({"orgnr": "123456789"}, "ORGNR_UGYLDIG", "R"),
        ({"kilde_url": "javascript:alert(1)"}, "URL_UGYLDIG", "R"),
        ({"kilde": "a|b", "kilde_url": "https://a.no"}, "KILDE_ANTALL", "R"),
        ({"del_av": "finnes-ikke"}, "HENVISNING_UKJENT", "R"),
        ({"del_av": "ny-avtale"}, "HENVISNING_SIRKEL", "R"),
        ({"merknad": "Ring 01010750160 for mer"}, "PERSONOPPLYSNING", "R"),
    ],
)
def test_each_rule(
    folder: Path, row: Callable[..., None], fields: dict[str, str], code: str, severity: str
) -> None:
    row(**fields)
    assert (code, severity) in faults(folder)
    found = [f for f in check.faults_of(folder) if f.code == code][-1]
    assert found.line == 256
    assert found.column in {*fields, "id", "fra", "til", "kilde_url", "deltakere"}


def test_a_good_row_has_no_fault(folder: Path, row: Callable[..., None]) -> None:
    row()
    assert faults(folder) == []


def test_a_personal_number_never_stands_in_a_message(
    folder: Path, row: Callable[..., None]
) -> None:
    assert is_identity_number("01010750160")
    row(merknad="Født 01010750160")
    text = "\n".join(fault.text() for fault in check.faults_of(folder))
    assert "PERSONOPPLYSNING" in text
    assert "01010750160" not in text


def test_a_bad_row_is_left_out_and_the_rest_stands(folder: Path, row: Callable[..., None]) -> None:
    row(id="darlig", form="laug")
    row(id="god")
    register = store.load(folder)
    assert "darlig" not in register.agreement_by_id
    assert "god" in register.agreement_by_id
    assert [fault.code for fault in register.faults] == ["VERDI_UKJENT"]


def test_an_old_municipality_becomes_the_one_of_today(
    folder: Path, row: Callable[..., None]
) -> None:
    row(id="gammel", deltakere="1543|1571|1576")
    assert store.load(folder).agreement("gammel").members == ("1506", "5055", "1576")


@pytest.mark.parametrize("name", ["avtaler", "alene", "kommuneendringer"])
@pytest.mark.parametrize("damage", ["missing", "empty", "cut"])
def test_without_a_list_the_rest_can_be_used(folder: Path, name: str, damage: str) -> None:
    file = folder / f"{name}.csv"
    data = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "empty" else data[: len(data) // 2])
    register = store.load(folder)
    assert isinstance(register, Register)
    assert any(fault.file == f"{name}.csv" for fault in register.faults)
    assert len(register.county_codes) == 27


@pytest.mark.parametrize("name", ["tjenester", "former", "kommuner"])
def test_without_a_vocabulary_there_is_nothing_to_show(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    with pytest.raises(RegisterError, match=rf"{name}\.csv"):
        store.load(folder)


def test_a_changed_file_is_read_anew(folder: Path, row: Callable[..., None]) -> None:
    before = store.load(folder)
    assert store.load(folder) is before
    row(id="ny")
    after = store.load(folder)
    assert "ny" in after.agreement_by_id
    assert after.revision != before.revision


def test_chains_of_old_municipalities_end_today() -> None:
    register = store.load()
    for change in register.change_records:
        assert change.today
        assert set(change.today) <= set(register.municipality_by_code)
    split = {c.from_code for c in register.change_records if len(c.today) > 1}
    assert split == {"1507", "1613", "5012"}


def test_both_rows_of_a_double_id_are_faulty(folder: Path, row: Callable[..., None]) -> None:
    row(id="NORBR")
    doubles = [f for f in check.faults_of(folder) if f.code == "ID_DOBBEL"]
    assert len(doubles) == 2
    assert doubles[1].line == 256
    assert str(doubles[0].line) in doubles[1].message
    assert "256" in doubles[0].message


def test_old_and_new_municipality_are_one_in_the_answers(folder: Path) -> None:
    file = folder / "alene.csv"
    with file.open("ab") as out:
        for code in ("1543", "1506"):
            out.write(f"{code};byggesak;alene;Molde kommune;;2024;\r\n".encode())
    doubles = [f for f in check.faults_of(folder) if f.code == "ID_DOBBEL"]
    assert [f.line for f in doubles] == [21, 22]


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"deltakere": "1573"}, "R"),
        ({"deltakere": ""}, "R"),
        ({"deltakere": "1573", "ufullstendig": "ja"}, "W"),
        # They were two when they agreed.
        ({"deltakere": "1502|1543"}, "W"),
    ],
)
def test_too_few_members(
    folder: Path, row: Callable[..., None], fields: dict[str, str], severity: str
) -> None:
    row(**fields)
    found = [f.severity for f in check.faults_of(folder) if (f.code, f.line) == ("FOR_FA", 256)]
    assert found == [severity]


@pytest.mark.parametrize(
    ("fields", "suggestion"),
    [
        ({"id": "Ny Avtale!"}, "ny-avtale"),
        ({"id": "", "navn": "Norbr"}, "norbr-2"),
        ({"tjeneste": "legevakta"}, "legevakt"),
        ({"status": "Aktiv"}, "aktiv"),
        ({"status": ""}, "ukjent"),
        ({"ufullstendig": ""}, "nei"),
        ({"deltakere": "1573|1576|1573"}, "1573|1576"),
        ({"deltakere": "1573|1543"}, "1573|1506"),
        ({"vert": "1505"}, "1573|1576|1505"),
        ({"fra": "2o20"}, "2020"),
        ({"fra": "ca. 2015"}, "2015"),
        ({"fra": "43831"}, "2020"),
        ({"fra": "2010–2015"}, None),
        ({"fra": "99999"}, None),
        ({"orgnr": "974 760 673"}, "974760673"),
        ({"orgnr": "974 760 674"}, None),
        ({"kilde_url": "alesund.kommune.no"}, "https://alesund.kommune.no"),
        ({"kilde_url": "mailto:post@alesund.no"}, None),
        ({"del_av": "norbrr"}, "norbr"),
        ({"sikkerhet": "D"}, None),
    ],
)
def test_a_fault_with_a_natural_mend_suggests_it(
    folder: Path, row: Callable[..., None], fields: dict[str, str], suggestion: str | None
) -> None:
    row(**fields)
    (found,) = [f for f in check.faults_of(folder) if f.line == 256]
    assert found.suggestion == suggestion


def test_an_accepted_suggestion_mends_the_row(folder: Path, row: Callable[..., None]) -> None:
    row(vert="1505", id="Ny Avtale", status="aktivt")
    found = [f for f in check.faults_of(folder) if f.line == 256]
    mended = {f.column: f.suggestion for f in found if f.column and f.suggestion}
    row(**{"vert": "1505", "id": "Ny Avtale", "status": "aktivt", **mended})
    assert [f for f in check.faults_of(folder) if f.line == 257] == []


def test_a_suggestion_never_holds_personal_data() -> None:
    made = Fault("f", 1, "id", "X", "m", suggestion="ola-01010750160")
    assert made.suggestion is None
    assert Fault("f", 1, "id", "X", "m", suggestion="ola-2").suggestion == "ola-2"


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from(["", *"abcdefgh"])))
def test_a_circle_is_what_leads_back(steps: dict[str, str]) -> None:
    def leads_back(start: str) -> bool:
        at, passed = steps[start], set[str]()
        while at in steps and at not in passed and at != start:
            passed.add(at)
            at = steps[at]
        return at == start

    assert in_circle(steps) == {key for key in steps if leads_back(key)}
