"""The numbers in a service's title equal a count made straight from the CSV files."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import store
from views import kart
from views.query import Query

FOLDER = Path("data/register")
TITLE = re.compile(
    r".+: (?P<rows>\d+) samarbeid, (?P<med>\d+) av 27 kommuner med, (?P<alene>\d+) bekreftet "
    r"alene, (?P<ukjent>\d+) ikke registrert"
    r"(, (?P<svakt>\d+) bare i prosjekt, nettverk eller under utvikling)?"
    r"(, (?P<utenfor>\d+) uten: ikke kommunalt ansvar siden \d{4})?"
)


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


AGREEMENTS = read("avtaler.csv")
ALONE = read("alene.csv")
SERVICES = read("tjenester.csv")
COUNTY = [m["kommunenummer"] for m in read("kommuner.csv") if m["fylke"] == "Møre og Romsdal"]
BINDING = {f["kode"]: f["binding"] for f in read("former.csv")}


def members(row: dict[str, str]) -> set[str]:
    return {code for code in row["deltakere"].split("|") if code}


def wholes(row: dict[str, str], rows: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    while row["del_av"] in rows:
        row = rows[row["del_av"]]
        yield row


def naive(service: str) -> dict[str, int]:
    rows = {
        r["id"]: r for r in AGREEMENTS if r["tjeneste"] == service and r["status"] != "avsluttet"
    }
    standing = [
        row
        for row in rows.values()
        if members(row)
        and not any(members(row) <= members(whole) for whole in list(wholes(row, rows))[:1])
    ]
    counts = {"rows": len(standing), "med": 0, "alene": 0, "ukjent": 0, "svakt": 0, "utenfor": 0}
    gone = next(s["ikke_kommunal_fra"] for s in SERVICES if s["kode"] == service)
    for code in COUNTY:
        mine = [row for row in rows.values() if code in members(row)]
        firm = [
            row
            for row in mine
            if row["status"] != "under-utvikling"
            and BINDING[row["form"]] not in ("prosjekt", "nettverk")
        ]
        if firm:
            counts["med"] += 1
        elif mine:
            counts["svakt"] += 1
        elif any(a["kommune"] == code and a["tjeneste"] == service for a in ALONE):
            counts["alene"] += 1
        elif gone:
            counts["utenfor"] += 1
        else:
            counts["ukjent"] += 1
    return counts


@pytest.mark.parametrize("service", [s["kode"] for s in SERVICES])
def test_title_equals_a_count_from_the_files(service: str) -> None:
    view = kart.build(store.load(), Query(tjeneste=(service,)), None)
    match = TITLE.fullmatch(view.title)
    assert match, view.title
    shown = {key: int(text or 0) for key, text in match.groupdict().items()}
    assert shown == naive(service)
    assert sum(shown[key] for key in shown if key != "rows") == 27
