"""Malformed inputs 28 to 40: real files, read, cleaned and planned; each has its code."""

from pathlib import Path

import pytest

from data.errors import Fault
from data.intake.cleaning import Cleaned, clean, tidy
from data.intake.files import read_upload
from data.intake.plan import Plan, make_plan
from data.reading import read_table
from data.schema import AGREEMENTS, MUNICIPALITIES
from export.kept import rows_of
from export.register_files import register_csv
from tests.intake.shipped import NAMES, SHIPPED_ROWS, STORED, VOCABULARY, stored
from tests.malformed.make_rows import FILES, HOSTILE, PERSONAL

Consent = dict[str, str]


def cleaned(name: str, consent: Consent | None = None) -> Cleaned:
    upload = read_upload(FILES[name](), name)
    assert not upload.fatal, upload.faults
    return clean(upload, VOCABULARY, NAMES, consent or {})


def planned(name: str, consent: Consent | None = None) -> Plan:
    return make_plan(cleaned(name, consent), STORED, VOCABULARY)


def faults(plan: Plan, *codes: str) -> list[Fault]:
    return [f for f in plan.faults if f.code in codes]


def found(plan: Plan) -> list[tuple[int | None, str | None, str, str]]:
    return [(f.line, f.column, f.code, f.severity) for f in plan.faults]


def column(cleaned: Cleaned, name: str) -> list[str]:
    return [row.cells[name] for row in cleaned.tables["avtaler"].rows]


@pytest.mark.parametrize("name", FILES)
def test_a_fault_keeps_the_whole_file_out(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    data = FILES[name]()
    file.write_bytes(data)
    if name == "38-desimaler.csv":
        assert read_table(file.read_bytes(), MUNICIPALITIES).faults == ()
        return
    upload = read_upload(file.read_bytes(), name)
    plan = make_plan(clean(upload, VOCABULARY, NAMES, {}), STORED, VOCABULARY)
    assert file.read_bytes() == data
    if any(fault.severity != "W" for fault in plan.faults):
        assert plan.blocked
        assert plan.changes() == ()
    for fault in plan.faults:
        assert " " in fault.message, "a sentence, not a code"
        assert fault.line


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("28-dobbel.csv", [2, 4]),
        ("28-dobbel-stor.csv", [2, 3]),
        ("28-dobbel-nfd.xlsx", [2, 3]),
        ("28-dobbel-svar.csv", [2, 3]),
    ],
)
def test_28_both_rows_of_a_double_id_are_faulty(name: str, lines: list[int]) -> None:
    plan = planned(name)
    assert [f.line for f in faults(plan, "ID_DOBBEL")] == lines
    assert all(f.severity == "R" for f in faults(plan, "ID_DOBBEL"))
    assert {f.line for f in faults(plan, "ID_DOBBEL")}.isdisjoint(
        {p.line for p in (*plan.new, *plan.changed) if not p.faulty}
    )


def test_29_a_row_that_is_newer_in_the_store_is_a_conflict() -> None:
    first = SHIPPED_ROWS["avtaler"][0]
    name = "29-nyere-i-registeret.xlsx"
    same = make_plan(cleaned(name), {"avtaler": stored([first], version=1)}, VOCABULARY)
    assert (len(same.changed), same.conflicts) == (1, ())
    newer = {**first, "merknad": "Endret av en annen"}
    plan = make_plan(cleaned(name), {"avtaler": stored([newer], version=2)}, VOCABULARY)
    assert plan.changed == ()
    (conflict,) = plan.conflicts
    assert [tuple(d) for d in conflict.differences] == [
        ("merknad", "Endret av en annen", "Endret i regnearket")
    ]
    assert plan.changes("alt") == plan.changes("gyldige") == ()
    key = ("avtaler", conflict.key)
    assert plan.changes(resolve={key: "register"}) == ()
    (change,) = plan.changes(resolve={key: "fil"})
    assert change.version == 2
    assert change.cells == {**first, "merknad": "Endret i regnearket"}


def test_30_an_id_has_its_form() -> None:
    plan = planned("30-id.csv")
    assert found(plan) == [(line, "id", "ID_FORM", "R") for line in (2, 3, 4, 5)]
    hints = [f.suggestion for f in plan.faults]
    assert hints == ["x", "a-b", "x" * 64, "brannvern-for-alesund-og-giske"]


def test_31_an_unknown_municipality() -> None:
    assert found(planned("31-ukjent-kommune.csv")) == [(2, "deltakere", "KOMMUNE_UKJENT", "R")]
    (near,) = planned("31-nesten-kommune.csv").faults
    assert (near.code, near.suggestion) == ("KOMMUNE_UKJENT", "1505|1506")
    assert "Kristiansund (1505)" in near.message


def test_32_old_municipalities_wait_for_consent() -> None:
    plan = planned("32-gammel.csv")
    assert found(plan) == [(line, "deltakere", "KOMMUNE_GAMMEL", "W") for line in (2, 3, 4)]
    assert [(ask.code, ask.options, ask.rows, ask.answer) for ask in plan.asks] == [
        ("1543", ("1506",), (2,), ""),
        ("1571", ("5055",), (3,), ""),
        ("5011", ("5055",), (4,), ""),
    ]
    assert len(plan.waiting) == 3
    assert plan.changes() == plan.changes("gyldige") == ()
    agreed = planned("32-gammel.csv", {"1543": "1506", "5011": "5055", "1571": "1508"})
    assert [c.cells and c.cells["deltakere"] for c in agreed.changes()] == [
        "1506|1508",
        "5055|1508",
    ]
    assert [p.line for p in agreed.waiting] == [3], "an answer that is no option is none"
    assert [a.answer for a in agreed.asks] == ["1506", "", "5055"]


def test_32_a_former_name_is_asked_about_too() -> None:
    (ask,) = planned("32-gammelt-navn.csv").asks
    assert (ask.code, ask.name, ask.options) == ("1543", "Nesset", ("1506",))


def test_33_a_municipality_that_was_split_must_be_chosen() -> None:
    plan = planned("33-delt.csv")
    assert found(plan) == [(line, "deltakere", "KOMMUNE_DELT", "R") for line in (2, 3)]
    assert [(ask.code, ask.options) for ask in plan.asks] == [
        ("1507", ("1508", "1580")),
        ("5012", ("5055", "5056", "5059")),
    ]
    chosen = planned("33-delt.csv", {"1507": "1580", "5012": "5059"})
    assert [c.cells and c.cells["deltakere"] for c in chosen.changes()] == [
        "1580|1532",
        "5059|1532",
    ]


def test_34_ways_to_write_a_municipality() -> None:
    assert column(cleaned("34-skrivemaater.csv"), "deltakere") == [
        "0511|1532",
        "1508|1532",
        "1508|1532",
        "1508|1532",
    ]
    plan = planned("34-skrivemaater.csv", {"0511": "3431"})
    assert found(plan) == [
        (2, "deltakere", "KOMMUNE_KORT", "W"),
        (2, "deltakere", "KOMMUNE_GAMMEL", "W"),
    ]
    assert column(cleaned("34-tall.xlsx"), "vert") == ["0511", "1508", "1508"]
    oslo = planned("34-oslo.csv")
    assert found(oslo) == [
        (2, "sete", "KOMMUNE_KORT", "W"),
        (2, "sete", "KOMMUNE_UKJENT", "R"),
    ]
    assert (oslo.faults[0].value, oslo.faults[0].suggestion) == ("301", "0301")


def test_35_hosts_and_members() -> None:
    plan = planned("35-medlemmer.csv")
    assert found(plan) == [
        (2, "deltakere", "VERT_IKKE_MEDLEM", "R"),
        (3, "deltakere", "FOR_FA", "R"),
        (4, "deltakere", "FOR_FA", "W"),
        (5, "deltakere", "MEDLEM_DOBBEL", "W"),
    ]
    assert plan.faults[0].suggestion == "1508|1532|1506"
    assert [c.cells and c.cells["deltakere"] for c in plan.changes("gyldige")] == [
        "1508",
        "1508|1532",
    ]


def test_36_unknown_values_say_what_is_allowed() -> None:
    plan = planned("36-ukjente-verdier.csv")
    assert {f.code for f in plan.faults} == {"VERDI_UKJENT"}
    assert [(f.line, f.column, f.suggestion) for f in plan.faults] == [
        (2, "tjeneste", "legevakt"),
        (3, "form", "iks"),
        (4, "status", "aktiv"),
        (5, "sikkerhet", None),
    ]
    assert "aktiv, under-utvikling, avsluttet, ukjent" in plan.faults[2].message
    assert "avtale, forening" in (plan.faults[1].accepted or "")


def test_37_years_that_are_none() -> None:
    plan = planned("37-aar.csv")
    assert [f.code for f in plan.faults] == ["AR_UGYLDIG"] * 6
    assert [(f.column, f.suggestion) for f in plan.faults] == [
        ("til", None),
        ("fra", "2019"),
        ("fra", None),
        ("fra", "2020"),
        ("fra", "2020"),
        ("fra", "2020"),
    ]
    assert "2020-01-01" in plan.faults[4].message


def test_38_decimal_commas() -> None:
    table = read_table(FILES["38-desimaler.csv"](), MUNICIPALITIES)
    columns = [c for c in MUNICIPALITIES.columns if c.kind == "decimal"]
    assert [[tidy(row.cells[c.name], c, NAMES) for c in columns] for row in table.rows] == [
        ["1.5", "1234.56"],
        ["1234.5", "7.25"],
    ]
    assert column(cleaned("38-aar.csv"), "fra") == ["2020", "2020", "2020"]


@pytest.mark.parametrize("name", ["39-kjorbart.csv", "39-kjorbart.xlsx"])
def test_39_what_could_run_is_kept_as_text(name: str) -> None:
    plan = planned(name)
    assert plan.faults == ()
    (change,) = plan.changes()
    assert change.cells is not None
    assert {column: change.cells[column] for column in HOSTILE} == HOSTILE
    # Out again it is guarded, and in again it is the same.
    data = register_csv(rows_of([change.cells]), AGREEMENTS)
    assert ";\"'=HYPERLINK" in data.decode("utf-8-sig")
    back = clean(read_upload(data, "ut.csv"), VOCABULARY, NAMES, {})
    assert {h: back.tables["avtaler"].rows[0].cells[h] for h in AGREEMENTS.headers} == change.cells


def test_39_only_web_addresses() -> None:
    plan = planned("39-adresser.csv")
    assert found(plan) == [(line, "kilde_url", "URL_UGYLDIG", "R") for line in (2, 3, 4)]
    assert [f.suggestion for f in plan.faults] == [
        None,
        None,
        "https://www.alesund.kommune.no/brann",
    ]


@pytest.mark.parametrize("kind", PERSONAL)
def test_40_personal_data_are_refused_and_never_shown(
    kind: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    plan = planned(f"40-{kind}.csv")
    refused = faults(plan, "PERSONOPPLYSNING")
    assert [f.column for f in refused] == ["merknad", "kilde", "andre", "navn"]
    assert all("[skjult]" in f.message and f.severity == "R" for f in refused)
    # The row's cells are there to be shown, and they too are masked.
    assert PERSONAL[kind] not in repr(plan)
    assert plan.changes("gyldige", remove_gone=True) is not None
    assert PERSONAL[kind] not in repr(plan.changes("gyldige"))
    assert PERSONAL[kind] not in caplog.text + "".join(capfd.readouterr())


def test_40_in_an_answer_too() -> None:
    plan = planned("40-svar.csv")
    assert ("merknad", "PERSONOPPLYSNING") in {(f.column, f.code) for f in plan.faults}
    assert PERSONAL["fnr"] not in repr(plan)
