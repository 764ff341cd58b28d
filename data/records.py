"""Define the typed, immutable records of the register, one per kind of row.

Text that no source gives is the empty string; a year or number that no source gives is None.
"""

import datetime as dt
from typing import NamedTuple


class Agreement(NamedTuple):
    """One agreement (avtaler.csv). Municipalities are today's four-digit codes."""

    id: str
    name: str
    part_of: str
    succeeded_by: str
    service: str
    form: str
    host: str
    seat: str
    members: tuple[str, ...]
    incomplete: bool
    others: tuple[str, ...]
    status: str
    start: int | None
    end: int | None
    orgnr: str
    purpose: str
    sources: tuple[tuple[str, str], ...]
    source_year: int | None
    confidence: str
    note: str


class Alone(NamedTuple):
    """A municipality's own word that it runs a service alone (alene.csv)."""

    municipality: str
    service: str
    source: str
    source_url: str
    source_year: int | None
    note: str


class Service(NamedTuple):
    """One service area (tjenester.csv).

    `common` marks the user's ten common areas, `scarce` those with little cooperation.
    """

    code: str
    name: str
    name_nn: str
    name_en: str
    family: str
    duty: str
    legal_basis: str
    mark: str
    common: bool
    scarce: bool
    not_municipal_since: int | None
    sources: tuple[tuple[str, str], ...]


class Form(NamedTuple):
    """One form of cooperation (former.csv).

    `political_control` (1 to 5) and `binding` are our own classing, not law.
    """

    code: str
    name: str
    name_nn: str
    name_en: str
    legal_basis: str
    own_legal_person: str
    authority: str
    political_control: int | None
    binding: str
    liability: str
    participants: str
    highest_organ: str
    agreement_must_contain: tuple[str, ...]
    exit: str
    procurement: str
    typical_use: str
    sources: tuple[tuple[str, str], ...]


class Municipality(NamedTuple):
    """One municipality of today (kommuner.csv); `lat` and `lon` are its centre's, in degrees."""

    code: str
    name: str
    region: str
    county: str
    population: int
    population_year: int
    population_source: str
    seat_name: str
    lat: float
    lon: float
    written_language: str
    in_county: bool


class Change(NamedTuple):
    """One step from an old municipality code or name (kommuneendringer.csv).

    `today` holds today's codes of the place; several where the old municipality was split.
    """

    from_code: str
    from_name: str
    to_code: str
    to_name: str
    date: dt.date
    kind: str
    source: str
    note: str
    today: tuple[str, ...]
