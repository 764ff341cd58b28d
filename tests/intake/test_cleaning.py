"""What people type becomes the register's form, and nothing is changed without being said."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.hints import key, slug
from data.intake import values
from data.intake.cleaning import clean, tidy
from data.intake.names import Read
from data.intake.plan import make_plan
from data.intake.upload import Upload
from data.reading import Row, Table
from data.schema import AGREEMENTS, ALONE, SCHEMAS
from export.inert import guarded, recoverable
from tests.intake.shipped import NAMES, STORED, TABLES, VOCABULARY, cleaned, row, upload

COLUMNS = {column.name: column for column in AGREEMENTS.columns}


def one(column: str, text: str) -> str:
    """A cell of a row after cleaning."""
    return cleaned(row(**{column: text})).tables["avtaler"].rows[0].cells[column]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1508", "1508"),
        ("1508.0", "1508"),
        ("1508,0", "1508"),
        ("1 508", "1508"),
        ("1\u202f508", "1508"),
        ("1.508", "1508"),
        ("Ålesund", "1508"),
        ("ÅLESUND", "1508"),
        ("A\u030alesund", "1508"),
        ("Ålesund kommune", "1508"),
        ("1508 Ålesund", "1508"),
        ("1508 – Ålesund kommune", "1508"),
        ("Ålesund (1508)", "1508"),
        ("Herøy (Møre og Romsdal)", "1515"),
        ("Sande (Møre og Romsdal)", "1514"),
        ("Nesset", "1543"),
        ("1543 Nesset", "1543"),
        ("Hemne", "5011"),
    ],
)
def test_a_municipality_is_known_by_number_and_name(text: str, code: str) -> None:
    assert one("sete", text) == code


@pytest.mark.parametrize(
    "text", ["1508 Molde", "Herøy (Nordland)", "Kristiansund N", "Alesund", "08", "Ålesund 1506"]
)
def test_what_may_be_another_is_left_as_it_is(text: str) -> None:
    assert one("sete", text) == text


@pytest.mark.parametrize(
    "text",
    [
        "1508|1532|1531",
        "1508; 1532 ;1531",
        "Ålesund, Giske, Sula",
        "Ålesund\nGiske\r\nSula\n",
        "- Ålesund\n- Giske\n- Sula",
        "Ålesund, Giske og Sula",
        "Ålesund/Giske/Sula",
        "1508 1532 1531",
        "1 508; 1 532; 1 531",
        "||1508||1532|1531|",
    ],
)
def test_members_stand_between_many_kinds_of_marks(text: str) -> None:
    assert one("deltakere", text) == "1508|1532|1531"


def test_a_list_with_an_unknown_part_keeps_it_whole() -> None:
    assert one("deltakere", "1508, Molde og omegn") == "1508|Molde og omegn"


@pytest.mark.parametrize(
    ("column", "text", "word"),
    [
        *(("ufullstendig", text, "ja") for text in ("Ja", "JA", "x", "X", "1", "yes", "ja.")),
        *(("ufullstendig", text, "nei") for text in ("Nei", "NEI", "0", "no", "n")),
        ("ufullstendig", "ja?", "ja?"),
        ("ufullstendig", "kanskje", "kanskje"),
        ("status", "Under utvikling", "under-utvikling"),
        ("status", "AKTIV", "aktiv"),
        ("status", "avslutta", "avsluttet"),
        ("status", "x", "x"),
        ("sikkerhet", "b", "B"),
        ("form", "Interkommunalt selskap (IKS)", "iks"),
        ("form", "interkommunalt selskap", "iks"),
        ("form", "IKS", "iks"),
        ("form", "iks – Interkommunalt selskap (IKS)", "iks"),
        ("form", "Vertskommune", "vertskommune"),
        ("form", "Vertskommunesamarbeid", "vertskommune"),
        ("form", "KO", "oppgavefellesskap"),
        ("form", "iks – Aksjeselskap (AS)", "iks – Aksjeselskap (AS)"),
        ("tjeneste", "Pedagogisk-psykologisk tjeneste", "ppt"),
        ("tjeneste", "BRANN OG REDNING", "brann"),
        ("tjeneste", "Legevakt (legevakt)", "legevakt"),
        ("fra", "2020.0", "2020"),
        ("fra", "2\u00a0020", "2020"),
        ("fra", "2020,5", "2020.5"),
        ("orgnr", "974 760 673", "974760673"),
        ("orgnr", "NO974760673MVA", "974760673"),
        ("orgnr", "974760673.0", "974760673"),
        ("navn", "  Felles\u200b brannvern ", "Felles brannvern"),
        ("navn", "'=1+1", "=1+1"),
        ("navn", "''=1+1", "'=1+1"),
        ("navn", "'Ring'", "'Ring'"),
        ("navn", "'t er", "'t er"),
        ("id", " Stor-ID ", "Stor-ID"),
        ("andre", "Helse Møre og Romsdal HF\nNRK, Oslo|", "Helse Møre og Romsdal HF|NRK, Oslo"),
        ("kilde", "En\nTo||Tre", "En|To||Tre"),
        ("kilde", "En|\nTo", "En|To"),
        ("kilde_url", "https://a.no https://b.no", "https://a.no|https://b.no"),
        ("kilde_url", "|", ""),
        ("kilde_url", "|https://b.no", "|https://b.no"),
    ],
)
def test_a_cell_becomes_the_registers_form(column: str, text: str, word: str) -> None:
    assert one(column, text) == word


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", "1.5"),
        ("1.234,56", "1234.56"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1.234.567", "1234567"),
        ("-7,25", "-7.25"),
        ("62.7375", "62.7375"),
        ("1,2,3", "1,2,3"),
        ("12 34", "12 34"),
        ("fem", "fem"),
    ],
)
def test_numbers_with_comma_and_space(text: str, number: str) -> None:
    assert values.number(text) == number


def test_what_was_changed_is_said_with_old_and_new() -> None:
    found = cleaned(
        row(vert="511", deltakere="Molde, Nesset, 1506"), consent={"0511": "3431", "1543": "1506"}
    )
    assert [(f.column, f.code, f.severity, f.value, f.suggestion) for f in found.faults] == [
        ("vert", "KOMMUNE_KORT", "W", "511", "0511"),
        ("vert", "KOMMUNE_GAMMEL", "W", "0511", "3431"),
        ("deltakere", "KOMMUNE_GAMMEL", "W", "1543", "1506"),
        ("deltakere", "MEDLEM_DOBBEL", "W", "Molde, Nesset, 1506", "1506"),
    ]
    assert "1543 Nesset" in found.faults[2].message
    assert "1506 Molde" in found.faults[2].message


def test_each_old_municipality_is_asked_about_once() -> None:
    found = cleaned(row(deltakere="Nesset|Halsa"), row(sete="1543", vert="1543"))
    assert [(ask.code, ask.rows) for ask in found.asks] == [("1543", (2, 3)), ("1571", (2,))]


def test_the_answers_of_both_tables_are_asked_about_together() -> None:
    answer = {**dict.fromkeys(ALONE.headers, ""), "kommune": "Nesset", "tjeneste": "Legevakt"}
    both = Upload("x", {**upload([row(sete="1543")]).tables, **upload([answer], "alene").tables})
    found = clean(both, VOCABULARY, NAMES, {"1543": "1506"})
    assert [ask.code for ask in found.asks] == ["1543"]
    assert found.tables["alene"].rows[0].cells["kommune"] == "1506"
    assert found.tables["alene"].rows[0].cells["tjeneste"] == "legevakt"


def test_the_version_of_the_row_follows() -> None:
    found = cleaned({**row(), "versjon": "3.0"})
    assert found.tables["avtaler"].rows[0].cells["versjon"] == "3"


def test_the_register_written_out_is_changed_by_nothing() -> None:
    found = clean(Upload("register", TABLES), VOCABULARY, NAMES, {})
    assert found.faults == ()
    assert found.asks == ()
    for name, table in TABLES.items():
        assert [r.cells for r in found.tables[name].rows] == [r.cells for r in table.rows]


def test_every_code_and_name_of_the_vocabularies_is_read_back() -> None:
    for file in ("tjenester", "former"):
        for code, name in VOCABULARY.names[file].items():
            assert NAMES.word(code.upper(), file) == code
            assert NAMES.word(name.upper(), file) == code
            assert NAMES.word(f"{code} – {name}", file) == code
    for code, name in VOCABULARY.names["kommuner"].items():
        for text in (code, name, f"{code} {name}", f"{name} ({code})", f"{name} kommune"):
            assert NAMES.municipality(text) == Read(code)


# Texts that are often almost something, so that the rules meet what they look for.
PIECES = st.sampled_from(
    [
        *("1508", "301", "1 508", "Ålesund", "Nesset", "1507", "og", "|", ";", ",", "\n", "\r\n"),
        *("'", "=", "-", "@", "\t", "kommune", "(", ")", "2020.0", "2020,5", "ja", "x", "IKS"),
        *("https://a.no", "javascript:", "01010750160", "A\u030a", "\u200b", "–", ".", "0"),
        *("ki@a.no", "1.234", " "),
    ]
)
TEXTS = st.lists(PIECES, max_size=7).map("".join) | st.text(max_size=40)
ROWS = st.lists(
    st.fixed_dictionaries(dict.fromkeys(AGREEMENTS.headers, TEXTS), optional={"versjon": TEXTS}),
    max_size=4,
)
ANSWERS = st.lists(st.fixed_dictionaries(dict.fromkeys(ALONE.headers, TEXTS)), max_size=3)
CONSENT = st.dictionaries(st.sampled_from(["1543", "1507", "0511"]), TEXTS | st.just("1506"))


def looks_guarded(text: str) -> bool:
    return recoverable(text) != text


@given(rows=ROWS, answers=ANSWERS, consent=CONSENT)
@settings(max_examples=300)
def test_cleaning_what_is_clean_changes_nothing(
    rows: list[dict[str, str]], answers: list[dict[str, str]], consent: dict[str, str]
) -> None:
    file = Upload("x", {**upload(rows).tables, **upload(answers, "alene").tables})
    once = clean(file, VOCABULARY, NAMES, consent)
    twice = clean(Upload("x", once.tables), VOCABULARY, NAMES, consent)
    for name, table in once.tables.items():
        again = twice.tables[name].rows
        for before, after in zip(table.rows, again, strict=True):
            for column, cell in before.cells.items():
                # What still looks guarded is text that an export guards once more.
                assert after.cells[column] == cell or looks_guarded(cell)


@given(rows=ROWS, answers=ANSWERS, consent=CONSENT)
@settings(max_examples=300)
def test_nothing_but_faults_comes_of_any_text(
    rows: list[dict[str, str]], answers: list[dict[str, str]], consent: dict[str, str]
) -> None:
    file = Upload("x", {**upload(rows).tables, **upload(answers, "alene").tables})
    plan = make_plan(clean(file, VOCABULARY, NAMES, consent), STORED, VOCABULARY)
    assert all(fault.code and fault.message for fault in plan.faults)
    for change in plan.changes("gyldige", remove_gone=True):
        assert change.cells is None or set(change.cells) == set(SCHEMAS[change.table].headers)
    shown = repr((plan.new, plan.changed, plan.conflicts, plan.faults))
    assert not re.search(r"(?<!\d)01010750160(?!\d)", shown)


@given(st.text(max_size=30).map(values.plain))
def test_a_guard_is_taken_off_again(text: str) -> None:
    assert values.unguarded(guarded(text)) == text
    assert values.unguarded(recoverable(text)) == text


@given(st.text(max_size=80))
def test_a_slug_is_an_id_and_keys_are_stable(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert key(key(text)) == key(text)
    assert tidy(made or "a", COLUMNS["id"], NAMES) == (made or "a")


def test_a_file_of_rubbish_takes_no_minutes() -> None:
    rubbish = [
        row(id=f"a-{n}", del_av=f"ukjent-{n}", vert=" " * 1500 + f"x{n}", form=f"q{n} - w{n} (e{n}",
            deltakere=f"{n} " + " " * 900 + "og" + " " * 900, kilde_url="x" + " " * 1900 + "y",
            kilde="a" + "\n " * 900, merknad=f"{n}@" * 200, formål="4" * 1900)
        for n in range(500)
    ]  # fmt: skip
    begin = time.process_time()
    table = Table("x.csv", tuple(Row(n, cells) for n, cells in enumerate(rubbish, 2)))
    found = clean(Upload("x", {"avtaler": table}), VOCABULARY, NAMES, {})
    assert make_plan(found, STORED, VOCABULARY).blocked
    assert time.process_time() - begin < 15
