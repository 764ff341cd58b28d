"""What this is, where its facts come from, what its words mean, and how to correct it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.language import _
from data.register import Register
from data.schema import COUNTY
from geo.boundaries import Boundaries
from views import definitions, kart, sources
from views.history import kind_word, when
from views.query import DEFAULT, Query
from views.view import Item, Section, Table, View, page_item
from views.words import number

if TYPE_CHECKING:
    from data.database.changes import Batch

_PROJECT: Final = Path(__file__).resolve().parent.parent / "pyproject.toml"
_BY: Final = "https://creativecommons.org/licenses/by/4.0/"
_SEED: Final = "seed"

PARTS: Final = ("", "kilder", "ord", "lisenser")


@dataclass(frozen=True, slots=True)
class AboutView(View):
    """What the page shows beside what every view has: the sections of each of its parts."""

    parts: tuple[tuple[Section, ...], ...] = ()

    def part(self, name: str) -> tuple[Section, ...]:
        """Return the sections of one of `PARTS`; of the first for what is no part of the page."""
        return self.parts[PARTS.index(name) if name in PARTS else 0]


@cache
def version() -> str:
    """Return the app's version, which stands in `pyproject.toml` and nowhere else."""
    found: str = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"]
    return found


def build(
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    saved: Sequence["Batch"] = (),
) -> AboutView:
    """Return the page about the app and the register.

    Parameters
    ----------
    register, query, boundaries
        The register, what is searched for among its sources, and the areas of the map.
    saved
        What has been saved, newest first.
    """
    found = sources.sources(register, boundaries)
    parts = (
        (_what(), _now(register, saved, found), _correct()),
        (
            Section(
                _("Hvor kommer opplysningene fra?"),
                _(
                    "Hver avtale har kilde og sikkerhet (A, B eller C), og år der kilden har det. "
                    "Det ingen kilde bekrefter, står som «ikke bekreftet i kilde»."
                ),
                tables=(sources.file_table(found, register), sources.decade_table(found)),
            ),
            Section(_("Kildene, én for én"), tables=(sources.source_table(found, query.sok),)),
        ),
        (
            Section(
                _("Hva betyr ordene og tallene?"),
                _("De samme definisjonene gjelder på alle sidene og i alle filene."),
                tables=definitions.tables(),
            ),
        ),
        (_licences(), _privacy()),
    )
    return AboutView(
        title=_("Om Samarbeidskart"),
        lead=_lead(register, found),
        picture=None,
        sections=tuple(section for part in parts for section in part),
        parts=parts,
    )


def _lead(register: Register, found: Sequence[sources.Source]) -> str:
    # The same count as the front page's, and what makes the register longer than it.
    selection = kart.selected(register, DEFAULT)
    return _(
        "Hvem samarbeider med hvem i {county}, og hvor er hullene? Registeret har {whole} "
        "samarbeid som ikke er avsluttet ({rows} rader med deler av dem og avsluttede) og {alone} "
        "svar om tjenester som kommuner gjør alene, fra {sources} kilder. Registeret per {date}."
    ).format(
        county=COUNTY,
        whole=number(len(selection.drawn) + len(selection.nameless)),
        rows=number(len(register.agreement_records)),
        alone=number(len(register.alone_records)),
        sources=number(len(found)),
        date=register.as_of,
    )


def _what() -> Section:
    items = (
        _("For den som skal vise samarbeidene fram i en sal: alt virker uten nett."),
        _("For den som planlegger i en kommune: Hva er vi med i? Hvem er med? Hva mangler?"),
        _("For den som skal velge form: hva loven sier, og hvordan andre her har gjort det."),
        _(
            "Det du spør om, står i adressen: kopier lenka, så ser en annen det samme. "
            "Presentasjoner og sjekker sendes som filer."
        ),
        _("«Aktiv» gjelder kildens år. «Ikke registrert» betyr ikke at det ikke finnes noe."),
        _("Det som foreslås, er mulig å utrede. Det er ikke råd, og ikke juridisk råd."),
    )
    text = _(
        "Et kart over hvilke kommuner i {county} som samarbeider om hva. Hvert samarbeid tegnes "
        "som et nettverk: vertskommune, eget organ eller avtale uten organ."
    ).format(county=COUNTY)
    return Section(_("Hva er dette, og for hvem?"), text, tuple(map(Item, items)))


def _now(register: Register, saved: Sequence["Batch"], found: Sequence[sources.Source]) -> Section:
    newest = max((row.source_year or 0 for row in register.agreement_records), default=0)
    oldest = min((source.year for source in found if source.year), default=0)
    edits = [batch for batch in saved if batch.kind != _SEED]
    lines = [
        (_("Registeret gjelder per"), register.as_of or _("ikke oppgitt")),
        (_("Eldste og nyeste kilde"), f"{oldest or '–'}–{newest or '–'}"),
        (_("Sist hentet fra filene"), _moment([b for b in saved if b.kind == _SEED])),
        (
            _("Sist endret her"),
            f"{_moment(edits)} ({kind_word(edits[0].kind).casefold()})"
            if edits
            else _("ikke endret siden det ble hentet fra filene"),
        ),
        (_("Revisjon av registeret"), register.revision),
        (_("Versjon av appen"), version()),
    ]
    columns = (_("Hva"), _("Nå"))
    return Section(
        _("Dato og versjon"),
        tables=(Table(_("Det du ser nå"), columns, tuple(lines)),),
    )


def _moment(batches: Sequence["Batch"]) -> str:
    return when(max(batch.at for batch in batches)) if batches else _("ikke kjent")


def _correct() -> Section:
    items = (
        page_item(_("Åpne Rediger: skjema, svar «alene» eller et regneark"), "rediger", DEFAULT),
        page_item(
            _("Finn samarbeidet i lista, åpne siden om det, og bruk «Meld feil» nederst"),
            "avtaler",
            DEFAULT,
        ),
        page_item(
            _("Se hva som er gammelt, usikkert eller mangler: Datakvalitet"),
            "avtaler",
            DEFAULT.but(fane="kvalitet"),
        ),
    )
    text = _(
        "En rettelse trenger kilde og år. Alt kontrolleres før det lagres, vises først som "
        "forskjeller, og kan angres."
    )
    return Section(_("Er noe feil?"), text, items)


def _licences() -> Section:
    ours, shipped = _("Samarbeidskart"), _("Følger med i geo/assets, med lisensteksten")
    lines: tuple[tuple[str | Item, ...], ...] = (
        (_("Koden"), "MIT", _("{app}-prosjektet").format(app=ours)),
        (
            _("Opplysningene i registeret"),
            Item("CC BY 4.0", _BY),
            _("Fri bruk når «Samarbeidskart» og kildene oppgis"),
        ),
        (_("Kommunegrensene"), Item("CC BY 4.0", _BY), _("Grenser: © Kartverket (CC BY 4.0)")),
        (_("Folketall og endringer i kommunene"), Item("CC BY 4.0", _BY), "SSB"),
        (_("Stedfesting av sentrene"), Item("CC BY 4.0", _BY), "GeoNames"),
        (
            _("Navn på sentrene, folketall i fem nabokommuner"),
            _("ikke oppgitt"),
            "aprestmo/norway-geodata",
        ),
        (_("Lover og forskrifter"), "NLOD 2.0", _("Lovdatas åpne data, gjengitt i egne ord")),
        ("Leaflet 1.9.4", "BSD-2-Clause", shipped),
        ("fflate", "MIT", shipped),
        ("Source Sans 3", "SIL Open Font License 1.1", shipped),
        (
            _("Python-pakkene appen bygger på"),
            _("hver sin, fri"),
            _("Står i requirements.txt; lisensen ligger i hver pakke"),
        ),
    )
    columns = (_("Hva"), _("Lisens"), _("Av hvem, eller hvor"))
    text = _("Slik kan kart, tall og filer brukes videre. Ta alltid med kilde og dato.")
    table = Table(_("Lisensene"), columns, lines)
    return Section(_("Lisenser"), text, tables=(table,))


def _privacy() -> Section:
    items = (
        _("Ingenting lagres om den som leser: ingen konto, ingen sporing, ingen statistikk."),
        _("Siden henter ingenting fra andre steder. Skrift, kart og skript ligger i appen."),
        _(
            "Informasjonskapsler: bare de som holder forbindelsen trygg, og den som holder en "
            "redaktør innlogget. Ingen til måling eller reklame."
        ),
        _(
            "Historikken viser rollen til den som endret («redaktør», «lokal redaktør»), aldri "
            "hvem det var."
        ),
        _(
            "E-postadresser til redaktører står bare i oppsettet på serveren og brukes til å "
            "slippe inn; de kommer aldri i register, historikk eller logg."
        ),
        _(
            "Registeret handler om kommuner. Fødselsnummer, mobilnummer og e-postadresser til "
            "personer avvises når noe lagres."
        ),
        _(
            "Det lagrede ligger i fila register.db (SQLite) på maskinen der appen går, eller i "
            "PostgreSQL når den er satt opp slik. Ingen kopi sendes noe sted."
        ),
        _(
            "Presentasjoner du lager, ligger i nettleseren din; sjekker ligger i minnet mens du "
            "har siden åpen. Begge kan du lagre som fil. De kommer aldri inn i registeret."
        ),
    )
    return Section(_("Personvern"), items=tuple(map(Item, items)))
