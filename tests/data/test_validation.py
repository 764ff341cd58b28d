"""Each rule of the register has a code, and names line, column, value and what is accepted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from data import check, store
from data.errors import RegisterError
from data.register import Register
from data.validation import _is_person_number


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
        ({"id": ""}, "MANGLER", "R"),
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
    found = next(f for f in check.faults_of(folder) if f.code == code)
    assert found.line == 256
    assert found.column in {*fields, "id", "fra", "til", "kilde_url"}


def test_a_good_row_has_no_fault(folder: Path, row: Callable[..., None]) -> None:
    row()
    assert faults(folder) == []


def test_a_personal_number_never_stands_in_a_message(
    folder: Path, row: Callable[..., None]
) -> None:
    assert _is_person_number("01010750160")
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
