"""The naive way to what the page of forms counts: straight from the CSV file, with plain lists."""

import csv
import dataclasses
from pathlib import Path

import pandas as pd

from data.register import Register

Row = dict[str, str]
FOLDER = Path(__file__).resolve().parents[3] / "data" / "register"
WEAK = ("avtale", "forening", "prosjekt", "nettverk")


def read(name: str) -> list[Row]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


AGREEMENTS = read("avtaler.csv")
MUNICIPALITIES = {row["kommunenummer"]: row for row in read("kommuner.csv")}
COUNTY = [code for code, row in MUNICIPALITIES.items() if row["fylke"] == "Møre og Romsdal"]
SERVICES = {row["kode"]: row["navn"] for row in read("tjenester.csv")}
FORMS = {row["kode"]: row["navn"] for row in read("former.csv")}
CONTROL = {row["kode"]: row["politisk_styring"] for row in read("former.csv")}


def members(row: Row) -> set[str]:
    return set(filter(None, row["deltakere"].split("|")))


def standing(
    rows: list[Row],
    *,
    ended: bool = False,
    unsure: bool = True,
    codes: tuple[str, ...] = (),
    service: str = "",
) -> list[Row]:
    """Return what is counted: filtered, then parts counted with their whole, then the sure ones."""
    kept = [
        row
        for row in rows
        if (ended or row["status"] != "avsluttet")
        and (not codes or members(row) & set(codes))
        and (not service or row["tjeneste"] == service)
    ]
    by_id = {row["id"]: row for row in kept}

    def is_part(row: Row) -> bool:
        whole = by_id.get(row["del_av"])
        if whole is None or whole["tjeneste"] != row["tjeneste"]:
            return False
        return members(row) <= members(whole)

    found = [row for row in kept if not is_part(row)]
    if unsure:
        return found
    return [row for row in found if row["status"] != "ukjent" and row["sikkerhet"] != "C"]


def shares(rows: list[Row]) -> tuple[int, int, int]:
    """Return all, weak and unknown."""
    weak = len([row for row in rows if row["form"] in WEAK])
    return len(rows), weak, len([row for row in rows if row["form"] == "ukjent"])


def with_forms(register: Register, forms: list[str]) -> tuple[Register, list[Row]]:
    """Return a made register whose agreements have these forms in turn, and its plain rows."""
    frame: pd.DataFrame = register.agreements.copy()
    frame["form"] = [forms[place % len(forms)] for place in range(len(frame))]
    by_id = dict(zip(frame["id"], frame["form"], strict=True))
    made = dataclasses.replace(register, agreements=frame, revision="made-" + "-".join(forms))
    return made, [{**row, "form": by_id[row["id"]]} for row in AGREEMENTS]
