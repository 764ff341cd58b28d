"""A register as large as the country: made up, the same every time, and valid as a real one.

Services and forms are the shipped ones; municipalities stand in a grid 12 km apart, and the
members of an agreement are near each other. Each service has a belt of municipalities that take
part in no agreement of it, so that there is someone to suggest something to at any size.
"""

import random
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from data import files
from data.reading import Row
from data.register import Register
from data.schema import AGREEMENTS, COUNTY, FORMS, MUNICIPALITIES, SCHEMAS, SERVICES
from data.tables import table

MUNICIPALITY_COUNT: Final = 357
SERVICE_COUNT: Final = 45
BELT: Final = 30
"""So many municipalities lack a service."""
_SIDE: Final = 19
_STEP_LAT, _STEP_LON = 0.108, 0.236
_HOSTED: Final = frozenset({"vertskommune", "vertskommune-adm", "vertskommune-nemnd"})
# About the shares of the shipped register.
_STATUSES: Final = {"aktiv": 55, "ukjent": 27, "avsluttet": 15, "under-utvikling": 3}
_CONFIDENCES: Final = {"A": 20, "B": 40, "C": 40}
_LARGE: Final = 0.01
_PURPOSE: Final = "Felles drift av tjenesten for kommunene som er med i avtale {n}."
_SOURCE: Final = "Kommunestyresak {n}/{year}: samarbeidsavtale for tjenesten, med vedlegg"
_URL: Final = (
    "https://kommune-{n}.example.no/innsyn/moter/{year}/sak-{n}-samarbeidsavtale-signert.pdf"
)
_NOTE: Final = (
    "Avtale {n} er laget til måling. Kilden nevner kommunene, men ikke når hver av dem gikk inn; "
    "derfor er året satt etter møtet der saken var oppe."
)

Cells = Mapping[str, tuple[Row, ...]]


def codes(count: int = MUNICIPALITY_COUNT) -> tuple[str, ...]:
    """Return the municipalities' codes."""
    return tuple(str(1101 + at) for at in range(count))


def neighbours(count: int = MUNICIPALITY_COUNT) -> dict[str, tuple[str, ...]]:
    """Return each municipality's neighbours in the grid, four to eight of them but at its end."""
    named = codes(count)
    return {
        code: tuple(
            named[other]
            for other in _nearest(count)[at][1:9]
            if max(abs(at // _SIDE - other // _SIDE), abs(at % _SIDE - other % _SIDE)) == 1
        )
        for at, code in enumerate(named)
    }


def lacking(service: int, count: int = MUNICIPALITY_COUNT) -> tuple[int, ...]:
    """Return the municipalities (numbers) that are in no agreement of service number `service`."""
    return tuple((7 * service + at) % count for at in range(min(BELT, count // 5)))


def make(agreements: int, municipalities: int = MUNICIPALITY_COUNT) -> Register:
    """Return the register with so many agreements, built as the shipped one is."""
    made = cells(agreements, municipalities)
    frames = {name: table(SCHEMAS[name], rows, {}) for name, rows in made.items()}
    return Register.of(frames, revision=f"laget-{agreements}-{municipalities}")


def cells(agreements: int, municipalities: int = MUNICIPALITY_COUNT) -> dict[str, tuple[Row, ...]]:
    """Return the rows of each of the register's files, as text."""
    dice = random.Random(agreements)  # noqa: S311 (made data, not a secret)
    read = {
        schema.name: files.read_file(files.SHIPPED / schema.file, schema).rows
        for schema in (SERVICES, FORMS)
    }
    services = read["tjenester"][:SERVICE_COUNT]
    made: dict[str, tuple[Row, ...]] = {"tjenester": services, "former": read["former"]}
    made["kommuner"] = _rows(
        [_municipality(dice, at, municipalities) for at in range(municipalities)]
    )
    made["avtaler"] = _rows([_agreement(dice, n, made) for n in range(agreements)])
    made["alene"] = _rows([
        {"kommune": codes(municipalities)[at], "tjeneste": row.cells["kode"], "svar": "alene",
         "kilde": "Laget", "kilde_url": "", "kilde_år": "2024", "merknad": ""}
        for number, row in enumerate(services)
        for at in lacking(number, municipalities)[::5]
    ])  # fmt: skip
    made["kommuneendringer"] = ()
    return made


def _rows(found: list[dict[str, str]]) -> tuple[Row, ...]:
    return tuple(Row(line, one) for line, one in enumerate(found, 2))


def _municipality(dice: random.Random, at: int, count: int) -> dict[str, str]:
    row, column = divmod(at, _SIDE)
    values = {
        "kommunenummer": codes(count)[at],
        "navn": f"Kommune {at}",
        "region": f"Region {row // 3}-{column // 4}",
        "fylke": COUNTY,
        "folketall": str(round(800 * 60 ** dice.random())),
        "folketall_år": "2026",
        "folketall_kilde": "Laget",
        "senter": f"Sentrum {at}",
        "bredde": f"{61 + row * _STEP_LAT + dice.uniform(-0.03, 0.03):.4f}",
        "lengde": f"{7 + column * _STEP_LON + dice.uniform(-0.06, 0.06):.4f}",
        "målform": "nøytral",
    }
    return {header: values[header] for header in MUNICIPALITIES.headers}


def _agreement(dice: random.Random, n: int, made: Cells) -> dict[str, str]:
    count = len(made["kommuner"])
    number = n % len(made["tjenester"])
    members = [codes(count)[at] for at in _members(dice, number, count)]
    form = dice.choice(made["former"]).cells["kode"]
    status = dice.choices(list(_STATUSES), list(_STATUSES.values()))[0]
    start = dice.randrange(1990, 2020)
    values = {
        "id": f"avtale-{n:06}",
        "navn": f"Samarbeid {n} om {made['tjenester'][number].cells['navn'].lower()}",
        "tjeneste": made["tjenester"][number].cells["kode"],
        "form": form,
        "vert": members[0] if form in _HOSTED else "",
        "sete": dice.choice(members) if dice.random() < 0.5 else "",
        "deltakere": "|".join(sorted(members)),
        "ufullstendig": "nei",
        "status": status,
        "fra": str(start) if dice.random() < 0.5 else "",
        "til": str(start + 5) if status == "avsluttet" else "",
        "formål": _PURPOSE.format(n=n),
        "kilde": "|".join(_SOURCE.format(n=n, year=year) for year in (start, start + 1)),
        "kilde_url": "|".join(_URL.format(n=n, year=year) for year in (start, start + 1)),
        "kilde_år": str(start + 1),
        "sikkerhet": dice.choices(list(_CONFIDENCES), list(_CONFIDENCES.values()))[0],
        "merknad": _NOTE.format(n=n),
    }
    return {header: values.get(header, "") for header in AGREEMENTS.headers}


def _members(dice: random.Random, service: int, count: int) -> list[int]:
    """Draw 2 to 12 (a few times 30 to 60) of those nearest to some place, none of the belt."""
    wanted = dice.randint(30, 60) if dice.random() < _LARGE else dice.randint(2, 12)
    without = set(lacking(service, count))
    around = _nearest(count)[dice.randrange(count)]
    near = [at for at in around[: 2 * wanted + BELT] if at not in without]
    return dice.sample(near[: 2 * wanted], min(wanted, len(near)))


@lru_cache(maxsize=4)
def _nearest(count: int) -> tuple[tuple[int, ...], ...]:
    """Return for each municipality all of them by their distance in the grid, itself first."""
    places = [divmod(at, _SIDE) for at in range(count)]
    found = []
    for x, y in places:
        squares = [(x - other_x) ** 2 + (y - other_y) ** 2 for other_x, other_y in places]
        found.append(tuple(sorted(range(count), key=squares.__getitem__)))
    return tuple(found)
