"""The numbers of the front page equal counts made straight from the CSV files."""

import csv
import dataclasses
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from data import store
from geo import boundaries
from views import kart, oversikt
from views.query import Query
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
FOLDER = Path(__file__).resolve().parents[2] / "data" / "register"
WEAK = ("avtale", "forening", "prosjekt", "nettverk")


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


BINDING = {form["kode"]: form["binding"] for form in read("former.csv")}


@cache
def standing() -> tuple[dict[str, str], ...]:
    """Return the agreements that are not ended, parts counted with their whole."""
    rows = {row["id"]: row for row in read("avtaler.csv") if row["status"] != "avsluttet"}

    def is_part(row: dict[str, str]) -> bool:
        whole = rows.get(row["del_av"])
        if whole is None or whole["tjeneste"] != row["tjeneste"]:
            return False
        return set(filter(None, row["deltakere"].split("|"))) <= set(whole["deltakere"].split("|"))

    return tuple(row for row in rows.values() if not is_part(row))


@cache
def view() -> View:
    return oversikt.build(REGISTER, Query(), GROUND)


def numbers(text: str) -> list[int]:
    return [int(word) for word in re.findall(r"\d+", text)]


def test_the_lead_adds_up_to_all() -> None:
    kinds = Counter(BINDING[row["form"]] or "ukjent" for row in standing())
    total, *parts = numbers(view().lead)
    assert total == len(standing()) == sum(parts)
    assert parts == [kinds[k] for k in ("organ", "avtale", "prosjekt", "nettverk", "ukjent")]


def test_the_three_facts() -> None:
    weak = sum(row["form"] in WEAK for row in standing())
    known = sum(row["form"] != "ukjent" for row in standing())
    services = len({row["tjeneste"] for row in standing()})
    (all_, said_all), (few, said_weak), (areas, said_areas) = view().facts
    assert (all_, few, areas) == (str(len(standing())), str(weak), str(services))
    assert f"{round(100 * weak / known)} % av dem der formen er kjent" in said_weak
    assert "unntatt avsluttet" in said_all
    assert f"av {len(read('tjenester.csv'))} tjenesteområder" in said_areas


def test_the_small_print_counts_what_is_uncertain() -> None:
    (note,) = view().notes
    unknown = sum(row["status"] == "ukjent" for row in standing())
    nameless = sum(not row["deltakere"] for row in standing())
    assert f"{unknown} av samarbeidene har ukjent status" in note
    assert f"for {nameless} er ingen deltakere kjent" in note
    assert f"Registeret per {REGISTER.as_of}" in note
    assert "betyr ikke at det ikke finnes noe" in note


def test_the_picture_is_the_county_with_its_strongest_pairs() -> None:
    picture = view().picture
    assert picture is not None
    assert picture.kind == "pairs"
    assert len(picture.pairs) == 40
    assert picture.legend == ()
    drawn = sum(bool(row["deltakere"]) for row in standing())
    assert picture.title.startswith(f"{drawn} samarbeid")


def test_the_filters_of_a_link_do_not_change_the_front_page() -> None:
    asked = Query(tjeneste=("legevakt",), kommune=("1576",), avsluttet=True, par=0)
    assert oversikt.build(REGISTER, asked, GROUND) == view()


@pytest.mark.parametrize("example", view().examples, ids=lambda door: door.title)
def test_each_example_opens_what_it_is_called(example: object) -> None:
    shown = kart.build(REGISTER, example.query, GROUND)
    assert shown.picture is not None
    assert example.page == "kart"
    assert set(example.query.avtale) <= {
        *(hub.agreement for hub in shown.picture.hubs),
        *([shown.card.agreement] if shown.card else []),
    }
    forms = {REGISTER.agreement(key).form for key in example.query.avtale}
    words = {
        "avtale uten eget organ": {"avtale"},
        "avtale mellom to kommuner": {"avtale"},
        "interkommunalt selskap": {"iks"},
        "IKS og vertskommune side om side": {"iks", "vertskommune"},
        "vertskommune": {"vertskommune-adm", "vertskommune", "vertskommune-nemnd"},
        "aksjeselskap": {"as"},
        "prosjekt i fire år": {"prosjekt"},
        "vedtatt avtale, åtte kommuner": {"avtale"},
        "prosjektet bak rammeavtalen": {"prosjekt"},
    }
    assert forms <= words[example.text]


def test_examples_say_how_many_take_part_and_how_long() -> None:
    by_text = {door.text: REGISTER.agreement(door.query.avtale[0]) for door in view().examples}
    assert len(by_text["vedtatt avtale, åtte kommuner"].members) == 8
    assert len(by_text["avtale mellom to kommuner"].members) == 2
    project = by_text["prosjekt i fire år"]
    assert project.end is None or project.end - (project.start or 0) in (3, 4)
    assert by_text["prosjektet bak rammeavtalen"].status == "under-utvikling"


def test_an_example_that_is_not_in_the_register_is_left_out() -> None:
    frame = REGISTER.agreements
    less = dataclasses.replace(REGISTER, agreements=frame[frame["id"] != "nibr"])
    titles = {door.title for door in oversikt.build(less, Query(), None).examples}
    assert {door.title for door in view().examples} - titles == {"Brann og redning på to måter"}
