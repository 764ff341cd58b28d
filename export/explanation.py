"""What the sheet «Forklaring» says: how to fill the workbook in, and what each column holds."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from data.language import _
from data.limits import limit
from data.schema import AGREEMENTS, ALONE, Column, FileSchema
from export.kept import VERSION
from views.columns import column_words
from views.words import number


class ColumnHelp(NamedTuple):
    """One line of the table of columns."""

    header: str
    required: str
    meaning: str
    accepted: str
    example: str


# Cells of the shipped register, so that an example never says what no source does.
_EXAMPLES: Final[Mapping[str, str]] = {
    "id": "legevakt-stranda-sykkylven",
    "navn": "Legevakt Sykkylven og Stranda",
    "del_av": "legevaktsentral-sore-sunnmore",
    "erstattet_av": "barnevern-indre-nordmore",
    "tjeneste": "legevakt",
    "form": "vertskommune",
    "vert": "1528",
    "sete": "1528",
    "deltakere": "1525|1528",
    "ufullstendig": "nei",
    "andre": "Møre og Romsdal fylkeskommune",
    "status": "aktiv",
    "fra": "2021",
    "til": "2019",
    "orgnr": "982330459",
    "formål": "Felles legevakt utenom kontortid i ett vaktdistrikt.",
    "kilde": "GassROR: Om oss|GassROR: Selskapsavtalen",
    "kilde_url": "https://www.gassror.no/om-oss/|https://www.gassror.no/om-oss/selskapsavtalen/",
    "kilde_år": "2021",
    "sikkerhet": "C",
    "merknad": "Stiftet 16.12.2005 av Aukra, Eide, Fræna, Midsund og Molde.",
}
_ALONE_EXAMPLES: Final[Mapping[str, str]] = {
    "kommune": "1517",
    "tjeneste": "byggesak",
    "svar": "alene",
    "kilde": "Hareid kommune: budsjett 2022–2025",
    "kilde_url": "",
    "kilde_år": "2022",
    "merknad": "Plan, byggesak og geodata som én egen enhet",
}


def how_to() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each heading of the sheet with the lines under it."""
    return (
        (
            _("Slik gjør du"),
            (
                _("1. Fyll ut arket «avtaler»: én rad for hvert samarbeid."),
                _("2. Mørk overskrift: må fylles ut. Lys overskrift: kan stå tom."),
                _("3. Velg fra lista der cella har en. Kodene med navn står på arket «Lister»."),
                _(
                    "4. Grå kolonner er til hjelp: de i parentes leses ikke, og «versjon» skal du "
                    "ikke endre. La den stå tom i nye rader."
                ),
                _(
                    "5. Lagre filen som .xlsx, og importer den på siden /rediger. Der ser du alle "
                    "feil og alt som blir endret, før noe lagres."
                ),
                _(
                    "En rad du tar bort fra filen, blir ikke slettet fra registeret uten at du "
                    "ber om det. Høyst {rows} rader på hvert ark."
                ).format(rows=number(limit("rows"))),
            ),
        ),
        (
            _("Arket «alene»"),
            (
                _("Her svarer kommunen selv på hvilke tjenester den gjør uten samarbeid."),
                _(
                    "Én rad for hver kommune og tjeneste, med kilde, og helst med året kilden "
                    "gjelder."
                ),
                _(
                    "Svaret gjør et mulig hull på dekningssiden til et bekreftet hull. Uten svar "
                    "står det «ikke registrert». Arket leses sammen med «avtaler» og kan stå tomt."
                ),
            ),
        ),
        (
            _("Hva «sikkerhet» betyr"),
            (
                _("A: partenes egen kilde, fra 2022 eller senere."),
                _("B: partenes egen eller en offentlig kilde, men eldre."),
                _("C: en annen kilde, for eksempel avis, eller en som bare sier noe av det."),
            ),
        ),
        (
            _("Ingen personopplysninger"),
            (
                _(
                    "Skriv aldri fødselsnummer, privat telefon, e-postadressen til en person eller "
                    "navn på ansatte. Registeret handler om kommuner, ikke om mennesker."
                ),
            ),
        ),
    )


def columns_of(schema: FileSchema) -> tuple[ColumnHelp, ...]:
    """Return what each column of a sheet holds, in the schema's order, and «versjon» last."""
    examples = _ALONE_EXAMPLES if schema is ALONE else _EXAMPLES
    lines = [
        ColumnHelp(
            column.name,
            _("ja") if column.required else _("nei"),
            _meaning(column, schema),
            accepted(column),
            examples[column.name],
        )
        for column in schema.columns
    ]
    meaning = _("Hvilken utgave av raden filen har. Settes av programmet.")
    lines.append(ColumnHelp(VERSION, _("nei"), meaning, _("ikke endre"), ""))
    return tuple(lines)


def _meaning(column: Column, schema: FileSchema) -> str:
    if schema is ALONE and column.name == "tjeneste":
        return _("Tjenesten som kommunen gjør alene.")
    if column.name == "andre":
        return _("Fylkeskommune, helseforetak og andre som ikke er kommuner.")
    return column_words(column.name).help


def accepted(column: Column) -> str:
    """Return what a column's cells may hold, in words."""
    if column.accepted:
        return _("ett av: {words}").format(words=", ".join(column.accepted))
    if column.kind == "id":
        text = _("små bokstaver a–z, tall og bindestrek, høyst {n} tegn")
        return text.format(n=limit("id_length"))
    if column.kind == "year":
        text = _("et årstall fra {first} til {last}")
        return text.format(first=limit("year_first"), last=limit("year_last"))
    if column.refers_to:
        return _referred(column)
    return {
        "orgnr": _("ni siffer"),
        "list": _("tekst; flere skilles med | eller linjeskift"),
        "url": _("en adresse som begynner med https:// eller http://"),
        "urls": _(
            "adresser som begynner med https:// eller http://, skilt med | og i samme rekkefølge "
            "som kildene"
        ),
    }.get(column.kind, _("tekst, høyst {n} tegn").format(n=limit("text_length")))


def _referred(column: Column) -> str:
    """Return what a column accepts that holds codes."""
    if column.kind == "codes":
        return _("kommunenumre eller kommunenavn, skilt med |, komma eller linjeskift")
    return {
        AGREEMENTS.name: _("id-en til en annen avtale i registeret eller i filen"),
        "kommuner": _("et kommunenummer på fire siffer, eller kommunens navn"),
    }.get(column.refers_to, _("en kode fra lista, eller navnet som står ved den"))
