"""Make the malformed files 28 to 40 as real files: `python -m tests.malformed.make_rows FOLDER`.

Here the file can be read, and what is wrong stands in its rows. Names begin with the number in the
list of malformed inputs.
"""

import csv
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.files import SHIPPED
from data.schema import MUNICIPALITIES
from tests.malformed.make_files import HEADERS, answers, csv_file, row, workbook

PERSONAL = {
    "fnr": "01010750160",
    "fnr-skilt": "010107 50160",
    "fnr-dato": "01.01.07 50160",
    "epost": "kari.nordmann@molde.kommune.no",
    "mobil": "912 34 567",
    "mobil-par": "91 23 45 67",
    "mobil-samlet": "91234567",
    "mobil-land": "+47 912 34 567",
}
"""Made-up personal data, by what it is."""

HOSTILE = {
    "navn": '=HYPERLINK("https://x.example";"Trykk")',
    "formål": "<img src=x onerror=alert(1)>",
    "merknad": "${globalThis.x=1} `{{7*7}}`",
    "andre": "@SUM(1+1)|-2+3",
}


def table(*changed: Mapping[str, Any]) -> list[list[Any]]:
    """The headers, and one good row for each set of changed cells, with an id of its own."""
    body = [row(**{"id": f"avtale-{n}", **cells}) for n, cells in enumerate(changed, 1)]
    return [list(HEADERS), *body]


def agreements(*changed: Mapping[str, Any]) -> bytes:
    """The same as a CSV file."""
    return csv_file(table(*changed), encoding="utf-8-sig")


def shipped(file: str) -> list[dict[str, str]]:
    """The rows of a file of the shipped register."""
    with (SHIPPED / file).open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def exported(version: int) -> bytes:
    """The first shipped agreement as it was exported in a version, with a new remark."""
    first = {**shipped("avtaler.csv")[0], "merknad": "Endret i regnearket", "versjon": str(version)}
    return workbook({"avtaler": [list(first), list(first.values())]})


def places(*pairs: tuple[str, str]) -> bytes:
    """A kommuner.csv whose rows have these latitudes and longitudes."""
    first = shipped("kommuner.csv")[0]
    body = [{**first, "bredde": lat, "lengde": lon} for lat, lon in pairs]
    return csv_file(
        [list(MUNICIPALITIES.headers), *([r[h] for h in MUNICIPALITIES.headers] for r in body)]
    )


def cells_of(column: str, values: Sequence[str]) -> bytes:
    """A file with one row for each value of a column."""
    return agreements(*({column: value} for value in values))


YEARS = ("20l9", "1066", "2020,5", "43831", "01.06.2020")

FILES: Mapping[str, Callable[[], bytes]] = {
    "28-dobbel.csv": lambda: cells_of("id", ["felles-brann", "ny", "felles-brann"]),
    "28-dobbel-stor.csv": lambda: cells_of("id", ["felles-brann", "Felles-Brann"]),
    "28-dobbel-nfd.xlsx": lambda: workbook(
        {
            "avtaler": table(
                {"id": "brann-på-øya"}, {"id": unicodedata.normalize("NFD", "brann-på-øya")}
            )
        }
    ),
    "28-dobbel-svar.csv": lambda: csv_file([*answers(), answers()[1]]),
    "29-nyere-i-registeret.xlsx": lambda: exported(1),
    "30-id.csv": lambda: cells_of("id", ["../x", "a b", "x" * 300, ""]),
    "31-ukjent-kommune.csv": lambda: cells_of("deltakere", ["9999|1508"]),
    "31-nesten-kommune.csv": lambda: cells_of("deltakere", ["Kristiansund N|Molde"]),
    "32-gammel.csv": lambda: cells_of("deltakere", ["1543|1508", "1571|1508", "5011|1508"]),
    "32-gammelt-navn.csv": lambda: cells_of("deltakere", ["Nesset|1508"]),
    "33-delt.csv": lambda: cells_of("deltakere", ["1507|1532", "Snillfjord|1532"]),
    "34-skrivemaater.csv": lambda: cells_of(
        "deltakere", ["511|1532", "1508.0|1532", "1 508;1532", "Ålesund kommune, giske"]
    ),
    "34-tall.xlsx": lambda: workbook(
        {"avtaler": table(*({"vert": value} for value in (511, 1508.0, 1508)))}
    ),
    "34-oslo.csv": lambda: cells_of("sete", ["301"]),
    "35-medlemmer.csv": lambda: agreements(
        {"vert": "1506"},
        {"deltakere": "1508"},
        {"deltakere": "1508", "ufullstendig": "ja"},
        {"deltakere": "1508|1532|Ålesund"},
    ),
    "36-ukjente-verdier.csv": lambda: agreements(
        {"tjeneste": "legevakta"}, {"form": "ikks"}, {"status": "aktivt"}, {"sikkerhet": "D"}
    ),
    "37-aar.csv": lambda: agreements(
        {"fra": "2020", "til": "2019"}, *({"fra": year} for year in YEARS)
    ),
    "38-desimaler.csv": lambda: places(("1,5", "1.234,56"), ("1 234,5", "7,25")),
    "38-aar.csv": lambda: cells_of("fra", ["2020,0", "2 020", "2020.0"]),
    "39-kjorbart.csv": lambda: agreements(HOSTILE),
    "39-kjorbart.xlsx": lambda: workbook({"avtaler": table(HOSTILE)}),
    "39-adresser.csv": lambda: cells_of(
        "kilde_url", ["javascript:alert(1)", "data:text/html,x", "www.alesund.kommune.no/brann"]
    ),
    **{
        f"40-{kind}.csv": lambda text=text: agreements(  # type: ignore[misc]
            *({column: f"Ring {text} i dag"} for column in ("merknad", "kilde", "andre", "navn"))
        )
        for kind, text in PERSONAL.items()
    },
    "40-svar.csv": lambda: csv_file(
        [answers()[0], [cell or PERSONAL["fnr"] for cell in answers()[1]]]
    ),
}


def make_all(folder: Path) -> None:
    """Write every file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
    sys.stdout.write(f"{len(FILES)} filer i {sys.argv[1]}\n")
