"""Say what the six files of the register hold: their columns, kinds and closed vocabularies."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Kind = Literal[
    "id",  # a slug: a–z, 0–9 and hyphen
    "text",
    "list",  # texts separated by |
    "choice",  # one of the words in `accepted`
    "code",  # one code of the vocabulary in `refers_to`
    "codes",  # codes of the vocabulary in `refers_to`, separated by |
    "number",  # a municipality's number, four digits
    "year",
    "orgnr",
    "url",  # one http or https address
    "urls",  # addresses separated by |, an empty item where a source has none
    "integer",
    "decimal",
    "date",  # ISO, year-month-day
]

COUNTY: Final = "Møre og Romsdal"
SEPARATOR: Final = "|"

YES_NO: Final = ("ja", "nei")
STATUSES: Final = ("aktiv", "under-utvikling", "avsluttet", "ukjent")
CONFIDENCES: Final = ("A", "B", "C")
BINDINGS: Final = ("organ", "avtale", "nettverk", "prosjekt")
FAMILIES: Final = (
    "helse og omsorg",
    "barn, oppvekst og sosial",
    "brann og beredskap",
    "teknisk, miljø og havn",
    "plan, landbruk og næring",
    "administrasjon og IKT",
    "styring og kontroll",
    "kultur og friluft",
    "annet",
)
DUTIES: Final = (
    "lovpålagt døgn/spesialist",
    "lovpålagt",
    "intern støtte",
    "frivillig/politisk",
)
LEGAL_PERSONS: Final = ("ja", "nei", "valgfritt")
CONTROL_STEPS: Final = ("1", "2", "3", "4", "5")
CHANGE_KINDS: Final = ("sammenslåing", "deling", "nummer", "navn", "grensejustering")
STAYS: Final = ("grensejustering", "navn")
"""Kinds of change after which the old code's municipality is still where it was."""
WRITTEN_LANGUAGES: Final = ("bokmål", "nynorsk", "nøytral")


class Column(NamedTuple):
    """One column: its header, what its cells hold, and whether each row must fill it."""

    name: str
    kind: Kind = "text"
    required: bool = False
    accepted: tuple[str, ...] = ()
    refers_to: str = ""


class FileSchema(NamedTuple):
    """One file: its name without `.csv`, the key of its rows, and its columns in order."""

    name: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The file's name on disk."""
        return f"{self.name}.csv"

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers, in order."""
        return tuple(column.name for column in self.columns)


_SOURCES: Final = (Column("kilde", "list"), Column("kilde_url", "urls"))

AGREEMENTS: Final = FileSchema(
    "avtaler",
    ("id",),
    (
        Column("id", "id", required=True),
        Column("navn", required=True),
        Column("del_av", "code", refers_to="avtaler"),
        Column("erstattet_av", "code", refers_to="avtaler"),
        Column("tjeneste", "code", required=True, refers_to="tjenester"),
        Column("form", "code", required=True, refers_to="former"),
        Column("vert", "code", refers_to="kommuner"),
        Column("sete", "code", refers_to="kommuner"),
        Column("deltakere", "codes", refers_to="kommuner"),
        Column("ufullstendig", "choice", required=True, accepted=YES_NO),
        Column("andre", "list"),
        Column("status", "choice", required=True, accepted=STATUSES),
        Column("fra", "year"),
        Column("til", "year"),
        Column("orgnr", "orgnr"),
        Column("formål"),
        *_SOURCES,
        Column("kilde_år", "year"),
        Column("sikkerhet", "choice", required=True, accepted=CONFIDENCES),
        Column("merknad"),
    ),
)

ALONE: Final = FileSchema(
    "alene",
    ("kommune", "tjeneste"),
    (
        Column("kommune", "code", required=True, refers_to="kommuner"),
        Column("tjeneste", "code", required=True, refers_to="tjenester"),
        Column("svar", "choice", required=True, accepted=("alene",)),
        Column("kilde", required=True),
        Column("kilde_url", "url"),
        Column("kilde_år", "year"),
        Column("merknad"),
    ),
)

_NAMES: Final = (
    Column("kode", "id", required=True),
    Column("navn", required=True),
    Column("navn_nn", required=True),
    Column("navn_en", required=True),
)

SERVICES: Final = FileSchema(
    "tjenester",
    ("kode",),
    (
        *_NAMES,
        Column("familie", "choice", required=True, accepted=FAMILIES),
        Column("plikt", "choice", required=True, accepted=DUTIES),
        Column("hjemmel"),
        Column("merke", required=True),
        Column("vanlig_område", "choice", required=True, accepted=YES_NO),
        Column("lite_samarbeid", "choice", required=True, accepted=YES_NO),
        Column("ikke_kommunal_fra", "year"),
        Column("kilde", "list"),
    ),
)

FORMS: Final = FileSchema(
    "former",
    ("kode",),
    (
        *_NAMES,
        Column("hjemmel"),
        Column("eget_rettssubjekt", "choice", accepted=LEGAL_PERSONS),
        Column("kan_ha_myndighet"),
        Column("politisk_styring", "choice", accepted=CONTROL_STEPS),
        Column("binding", "choice", accepted=BINDINGS),
        Column("ansvar"),
        Column("hvem_kan_delta"),
        Column("øverste_organ"),
        Column("avtalen_skal_inneholde", "list"),
        Column("uttreden"),
        Column("anskaffelser"),
        Column("typisk_bruk"),
        *_SOURCES,
    ),
)

MUNICIPALITIES: Final = FileSchema(
    "kommuner",
    ("kommunenummer",),
    (
        Column("kommunenummer", "number", required=True),
        Column("navn", required=True),
        Column("region", required=True),
        Column("fylke", required=True),
        Column("folketall", "integer", required=True),
        Column("folketall_år", "year", required=True),
        Column("folketall_kilde", required=True),
        Column("senter", required=True),
        Column("bredde", "decimal", required=True),
        Column("lengde", "decimal", required=True),
        Column("målform", "choice", accepted=WRITTEN_LANGUAGES),
    ),
)

CHANGES: Final = FileSchema(
    "kommuneendringer",
    ("fra_nummer", "til_nummer", "slag"),
    (
        Column("fra_nummer", "number", required=True),
        Column("fra_navn", required=True),
        Column("til_nummer", "number", required=True),
        Column("til_navn", required=True),
        Column("dato", "date", required=True),
        Column("slag", "choice", required=True, accepted=CHANGE_KINDS),
        Column("kilde", required=True),
        Column("merknad"),
        Column("dagens_nummer", "codes", required=True, refers_to="kommuner"),
    ),
)

VOCABULARIES: Final = (MUNICIPALITIES, SERVICES, FORMS)
"""Files without which nothing can be drawn."""

SCHEMAS: Final[Mapping[str, FileSchema]] = {
    schema.name: schema for schema in (AGREEMENTS, ALONE, SERVICES, FORMS, MUNICIPALITIES, CHANGES)
}
