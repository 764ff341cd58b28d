"""The page about it all counts every source rightly, and leaves no measure undefined."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from data import files, legal, store
from data.database.changes import Batch
from data.travel import Travel
from geo import boundaries
from tests.export.hostile import hostile, hostile_ground
from views import analyse, definitions, dekning, kommune, measures, om, quality, scenario, sources
from views.query import DEFAULT, Query
from views.terms import strength, weak_forms
from views.view import Item, Table, View

REGISTER = store.load(files.SHIPPED)
GROUND = boundaries.load()
NEAR = boundaries.neighbour_codes()
FOUND = sources.sources(REGISTER, GROUND)
NO_TRAVEL = Travel({}, (), ())
ROOT = Path(__file__).resolve().parents[2]


def rows(name: str) -> list[dict[str, str]]:
    path = files.SHIPPED / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def naive(name: str, column: str = "kilde") -> Counter[str]:
    """How many rows of a file name each text of its column of sources."""
    counted: Counter[str] = Counter()
    for row in rows(name):
        texts = {text.strip() for text in row[column].split("|") if text.strip()}
        counted.update(texts - {"ikke bekreftet i kilde"})
    return counted


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("avtaler", "kilde"),
        ("alene", "kilde"),
        ("former", "kilde"),
        ("tjenester", "kilde"),
        ("kommuner", "folketall_kilde"),
        ("kommuneendringer", "kilde"),
    ],
)
def test_each_source_has_the_rows_that_name_it(name: str, column: str) -> None:
    counted: Counter[str] = Counter()
    for source in FOUND:
        if name in source.rows:
            counted[source.text] += source.rows[name]
    assert counted == naive(name, column)


def test_law_boundaries_and_places_are_counted_too() -> None:
    law = Counter(
        s.paragraph
        for s in legal.statements()
        if s.confirmed and s.paragraph != legal.NOT_REGULATED
    )
    counted: Counter[str] = Counter()
    for source in FOUND:
        if "lov" in source.rows:
            counted[source.text] += source.rows["lov"]
    assert counted == law
    (border,) = [source for source in FOUND if "grenser" in source.rows]
    assert border.total == len(GROUND.codes)
    assert "Kartverket" in border.text
    places = {source.rows["steder"] for source in FOUND if "steder" in source.rows}
    assert places == {len(rows("kommuner")), sum(bool(r["målform"]) for r in rows("kommuner"))}


def test_the_year_of_a_source_is_the_lowest_of_its_rows_and_the_oldest_come_first() -> None:
    lowest: dict[str, int] = {}
    for row in rows("avtaler"):
        for text in row["kilde"].split("|"):
            if row["kilde_år"]:
                year = int(row["kilde_år"])
                lowest[text.strip()] = min(lowest.get(text.strip(), year), year)
    for source in FOUND:
        if set(source.rows) == {"avtaler"}:
            assert source.year == lowest.get(source.text), source.text
    years = [source.year or 9999 for source in FOUND]
    assert years == sorted(years)
    assert len({(source.text, source.url) for source in FOUND}) == len(FOUND)


def test_rows_that_no_source_confirms_are_counted_apart() -> None:
    missing = sources.without_source(REGISTER)
    bare = [row for row in rows("tjenester") if not naive_of(row["kilde"])]
    assert missing["tjenester"] == len(bare)
    loose = [s for s in legal.statements() if not s.confirmed or s.paragraph == legal.NOT_REGULATED]
    assert missing["lov"] == len(loose)
    assert "avtaler" not in missing


def naive_of(cell: str) -> set[str]:
    return {t.strip() for t in cell.split("|") if t.strip()} - {"ikke bekreftet i kilde"}


def test_a_search_finds_the_sources_that_hold_every_word() -> None:
    table = sources.source_table(FOUND, "vestlandsnytt 2018")
    wanted = [
        s for s in FOUND if "vestlandsnytt" in f"{s.text}{s.url}".casefold() and s.year == 2018
    ]
    assert wanted
    texts = [cell.text for row in table.rows if isinstance(cell := row[0], Item)]
    assert set(texts) >= {source.text for source in wanted}
    assert all("vestlandsnytt" in f"{row[0]}{row[4]}".casefold() for row in table.rows)
    assert str(len(table.rows)) in table.caption
    assert not sources.source_table(FOUND, "finnes-ikke-noe-sted").rows


def test_totals_of_files_and_decades_are_those_of_the_sources() -> None:
    by_file = {row[0]: row for row in sources.file_table(FOUND, REGISTER).rows}
    agreements = by_file[sources.file_words("avtaler")]
    assert agreements[1] == str(len(naive("avtaler")))
    assert agreements[2] == str(sum(naive("avtaler").values()))
    decades = sources.decade_table(FOUND)
    assert sum(int(str(row[1])) for row in decades.rows) == len(FOUND)
    for _years, count, share in decades.rows:
        assert str(share) == f"{int(100 * int(str(count)) / len(FOUND) + 0.5)} %"


# Heads of columns that name a thing, not a measure.
NAMES = {
    *("Kommune", "Region", "Kommuner", "Par", "Tjeneste", "Samarbeid", "Form", "Vert", "Videre"),
    *("Sammen med", "Varighet", "Kilde", "Hvem", "Hvorfor", "Mål", "Før", "Etter", "Hjemmel"),
    *("Tjeneste (velg for mulige partnere)", "Tjeneste (velg for å utrede sammen)"),
    *("Hvem går inn", "Hvem kan delta", "Avtalen skal inneholde", "Uttreden"),
    *("Hva det er", "Hva det ikke sier"),
    "Hva er usikkert",
}


def heads(*views: View) -> set[str]:
    found: set[str] = set()
    for view in views:
        tables = (*view.tables, *(table for part in view.sections for table in part.tables))
        found.update(head for table in tables for head in table.columns)
    return found


def defined() -> set[str]:
    terms = [term for group in definitions.groups() for term in group.terms]
    return {name for term in terms for name in (term.word, *term.also)}


def test_every_measure_that_another_page_prints_is_defined() -> None:
    asked = Query(kommune=("1576",), celle="1576-plan")
    views = (
        analyse.build(REGISTER, Query(sammenlign=("1573", "1576", "1505")), NEAR),
        dekning.build(REGISTER, DEFAULT, GROUND, NEAR),
        kommune.build(REGISTER, asked, GROUND, NEAR, NO_TRAVEL),
        quality.build(REGISTER, DEFAULT),
    )
    assert heads(*views) - NAMES - defined() == set()
    steps = Query(steg="ny.okonomi.oppgavefellesskap.1576_1573_5055.1576")
    changed = scenario.build(REGISTER, steps, None)
    numbers = {
        str(row[0])
        for part in changed.sections
        for table in part.tables
        if table.columns[0] == "Mål"
        for row in table.rows
    }
    assert numbers - defined() == {"Deltakere"}


def test_the_words_of_the_brief_are_there_and_none_twice() -> None:
    text = " ".join(f"{t.word} {t.meaning}" for g in definitions.groups() for t in g.terms)
    for word in (
        *("Svakt organisert", "Dekning", "spenn", "Bekreftet hull", "Mulig hull", "Styrke w"),
        *("Kongruens C", "exp(H)", "Nærhet", "Samlet", "Usikker", "lagt til helheten"),
    ):
        assert word in text, word
    words = [term.word for group in definitions.groups() for term in group.terms]
    assert len(set(words)) == len(words)


def test_pages_print_the_same_definitions() -> None:
    (printed,) = analyse.build(REGISTER, DEFAULT, NEAR).definitions
    assert [row[1] for row in printed.tables[0].rows] == [t.meaning for t in measures.measures()]
    view = kommune.build(REGISTER, Query(kommune=("1576",)), GROUND, NEAR, NO_TRAVEL)
    said = view.lead + " ".join(t.note for part in view.sections for t in part.tables)
    assert weak_forms() in said
    assert strength() in said


def test_every_library_that_is_shipped_has_its_licence_on_the_page() -> None:
    view = om.build(REGISTER, DEFAULT, GROUND)
    (licences,) = [p.tables[0] for p in view.sections if p.title == "Lisenser"]
    named = " ".join(str(row[0]) for row in licences.rows).casefold()
    shipped = [p.name.removeprefix("LICENSE-") for p in (ROOT / "geo/assets").glob("LICENSE-*")]
    assert shipped
    for name in shipped:
        assert name.replace("-", " ") in named
    leaflet = (ROOT / "geo/assets/leaflet.js").read_text("utf-8")[:200]
    version = re.search(r"Leaflet (\d+\.\d+\.\d+)", leaflet)
    assert version
    assert f"leaflet {version.group(1)}" in named


def batch(number: int, kind: str, at: str) -> Batch:
    return Batch(number, kind, at, "lokal redaktør", "", 1, None, False)


def test_version_and_dates_are_those_of_the_project_and_the_store() -> None:
    assert f'version = "{om.version()}"' in (ROOT / "pyproject.toml").read_text("utf-8")
    saved = (batch(2, "edit", "2026-11-20T10:00:00+00:00"), batch(1, "seed", "2026-11-01T00:00:00"))
    for found, word in ((saved, "20.11.2026"), (saved[1:], "ikke endret")):
        view = om.build(REGISTER, DEFAULT, GROUND, found)
        now = next(part.tables[0] for part in view.part("") if part.tables)
        lines = {str(row[0]): str(row[1]) for row in now.rows}
        assert word in lines["Sist endret her"]
        assert lines["Sist hentet fra filene"].startswith("01.11.2026")
        assert lines["Registeret gjelder per"] == REGISTER.as_of
        newest = max(int(row["kilde_år"]) for row in rows("avtaler") if row["kilde_år"])
        assert lines["Eldste og nyeste kilde"].endswith(str(newest))


def test_all_parts_are_in_the_view_that_is_written_to_files() -> None:
    view = om.build(REGISTER, DEFAULT, None)
    assert view.sections == tuple(part for name in om.PARTS for part in view.part(name))
    assert view.part("styring") == view.part("")


def test_a_hostile_register_is_counted_like_any_other() -> None:
    view = om.build(hostile(), DEFAULT, hostile_ground())
    assert all(isinstance(table, Table) for part in view.sections for table in part.tables)
