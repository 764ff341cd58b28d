"""Loading: what is damaged is left out and told of, and what is left holds together."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import check, files, store
from data.errors import RegisterError
from data.language import _current


def test_a_reference_to_a_row_left_out_is_emptied(folder: Path, row: Callable[..., None]) -> None:
    row(id="helhet", status="sover")
    row(id="del", del_av="helhet", erstattet_av="helhet")
    register = store.load(folder)
    assert [fault.code for fault in register.faults] == ["VERDI_UKJENT"]
    assert register.agreement("del").part_of == register.agreement("del").succeeded_by == ""
    loose = [w.column for w in register.warnings if w.code == "HENVISNING_UTELATT"]
    assert loose == ["del_av", "erstattet_av"]


def test_every_reference_leads_somewhere(folder: Path) -> None:
    register = store.load(folder)
    for agreement in register.agreement_records:
        for id_ in filter(None, (agreement.part_of, agreement.succeeded_by)):
            assert register.agreement(id_)
        for code in filter(None, (agreement.host, agreement.seat, *agreement.members)):
            assert code in register.municipality_by_code


def test_an_old_host_is_the_member_of_today(folder: Path, row: Callable[..., None]) -> None:
    row(vert="1502", deltakere="1506|1576")
    register = store.load(folder)
    assert register.faults == ()
    assert register.agreement("ny-avtale").host == "1506"


def test_members_that_are_one_today_count_once(folder: Path, row: Callable[..., None]) -> None:
    row(deltakere="1502|1543")
    register = store.load(folder)
    assert register.agreement("ny-avtale").members == ("1506",)
    codes = {fault.code for fault in register.warnings if fault.line == 256}
    assert codes == {"KOMMUNE_GAMMEL", "MEDLEM_DOBBEL", "FOR_FA"}


@pytest.mark.parametrize("year", ["²", "³", "Ⅷ", "٢٠١٩", "-2019", "20 19"])
def test_odd_digits_are_no_year(folder: Path, row: Callable[..., None], year: str) -> None:
    row(fra=year, til=year)
    assert {fault.code for fault in store.load(folder).faults} == {"AR_UGYLDIG"}


def test_a_file_that_may_not_be_opened_is_a_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "avtaler.csv":
            raise PermissionError(13, "denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    register = store.load(folder)
    assert [fault.code for fault in register.faults] == ["FIL_MANGLER"]
    assert len(register.agreements) == 0
    assert register.agreement_records == ()


@pytest.mark.parametrize(
    ("step", "code"),
    [
        ("1506;Molde;1502;Molde;2021-01-01;sammenslåing;kilde;;1506", "HENVISNING_SIRKEL"),
        ("0101;Halden;3001;Halden;2020-01-01;nummer;kilde;;1506", "KJEDE_BRUTT"),
    ],
)
def test_steps_between_municipalities_lead_to_today(folder: Path, step: str, code: str) -> None:
    with (folder / "kommuneendringer.csv").open("ab") as out:
        out.write(f"{step}\r\n".encode())
    assert code in {fault.code for fault in store.load(folder).faults}


def test_faults_are_worded_in_the_language_of_the_reader(
    folder: Path, row: Callable[..., None]
) -> None:
    row(status="sover")
    norwegian = store.load(folder)
    token = _current.set("en")
    try:
        other = store.load(folder)
    finally:
        _current.reset(token)
    assert other is not norwegian
    assert other.revision == norwegian.revision
    assert store.load(folder) is norwegian


@pytest.mark.parametrize("name", ["mine", "mine.data", "tjenester.csv", "MINE.TXT"])
def test_a_lone_file_needs_no_certain_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes((files.SHIPPED / "avtaler.csv").read_bytes())
    assert check.main([str(tmp_path / name)]) == 0


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_damaged_folder_gives_a_register_or_its_error(folder: Path, data: st.DataObject) -> None:
    file = folder / data.draw(st.sampled_from(sorted(p.name for p in folder.iterdir())))
    original = file.read_bytes()
    place = data.draw(st.integers(0, len(original)))
    length = data.draw(st.integers(0, 200))
    insert = data.draw(st.one_of(st.binary(max_size=40), st.text(max_size=20).map(str.encode)))
    file.write_bytes(original[:place] + insert + original[place + length :])
    try:
        register = store.load(folder)
        for agreement in register.agreement_records:
            assert agreement.service in register.service_by_code
            assert not agreement.part_of or register.agreement(agreement.part_of)
        assert register.alone_records is not None
        assert register.former_names() is not None
    except RegisterError as error:
        assert error.faults
    finally:
        file.write_bytes(original)
