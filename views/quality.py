"""The quality of the register in words: what is old, missing, uncertain or contradictory."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from views.conflicts import conflict_section, row_link
from views.quality_counts import OLD_AFTER, Quality, is_old, lacks_members, quality
from views.query import Query
from views.switches import kept
from views.view import Item, Section, Table, View, page_item
from views.words import filter_words, listing, municipality_names, number, status_word

Cell = str | Item


class Part(NamedTuple):
    """One list: how much it counts, how many lines it has, and the first of those lines."""

    total: int
    lines: int
    section: Section


@dataclass(frozen=True, slots=True)
class QualityView(View):
    """The quality of the register, with its lists."""

    parts: tuple[Part, ...] = ()


def build(register: Register, query: Query, lines: int | None = None) -> QualityView:
    """Return the quality of the rows and cells that `query` asks about.

    Parameters
    ----------
    register, query
        The register, and what is asked.
    lines
        How many lines of each list are written out; all if None.
    """
    found = quality(register, query)
    missing, old, uncertain = (
        group[:lines] for group in (found.missing, found.old, found.uncertain)
    )
    services = _lacking(found)
    return QualityView(
        title=_("Datakvalitet"),
        lead=_lead(found, register, query),
        picture=None,
        facts=_facts(found),
        tables=(_by_municipality(found, register, query),),
        parts=(
            Part(
                len(found.conflicts),
                len(found.conflicts),
                conflict_section(found.conflicts, register, lines),
            ),
            Part(len(found.missing), len(found.missing), _missing(found, missing, register)),
            Part(len(found.old), len(found.old), _old(found, old, register)),
            Part(len(found.uncertain), len(found.uncertain), _uncertain(uncertain, register)),
            Part(
                _cells(found), len(services), _unanswered(found, services, lines, register, query)
            ),
        ),
    )


def _lead(found: Quality, register: Register, query: Query) -> str:
    words = filter_words(query.but(avtale=()), register)
    rows = ngettext("{n} rad", "{n} rader", len(found.rows)).format(n=number(len(found.rows)))
    text = _("Gjelder {rows} i registeret").format(rows=rows)
    text += f" ({' · '.join(words)})" if words else ""
    text += "; " + (
        _("avsluttede er med")
        if any(row.status == "avsluttet" for row in found.rows)
        else _("avsluttede er ikke med")
    )
    cells = _("Celler: {services} × {places}.").format(
        services=ngettext("{n} tjeneste", "{n} tjenester", len(found.services)).format(
            n=number(len(found.services))
        ),
        places=ngettext("{n} kommune", "{n} kommuner", len(found.codes)).format(
            n=number(len(found.codes))
        ),
    )
    return f"{text}. {cells} " + _("Registeret per {date}.").format(date=register.as_of)


def _facts(found: Quality) -> tuple[tuple[str, str], ...]:
    year = found.year - OLD_AFTER
    return (
        (number(len(found.conflicts)), _("tilfeller av mulig motstrid")),
        (number(len(found.missing)), _("rader som mangler deltakere")),
        (
            number(len(found.old)),
            _("rader med kilde fra {year} eller før, eller uten år").format(year=year),
        ),
        (number(len(found.uncertain)), _("rader med sikkerhet C")),
        (number(_cells(found)), _("celler som ingen har svart for")),
    )


def _cells(found: Quality) -> int:
    return sum(map(len, found.unanswered.values()))


def _by_municipality(found: Quality, register: Register, query: Query) -> Table:
    """Return how each municipality stands; it counts the rows that it is a member of."""
    clashes = Counter(code for clash in found.conflicts for code in clash.shared)
    rows = []
    by_code: dict[str, list[Agreement]] = defaultdict(list)
    for row in found.rows:
        for code in row.members:
            by_code[code].append(row)
    for code in found.codes:
        own = by_code[code]
        place = register.municipality_by_code[code].name
        rows.append(
            (
                page_item(place, "kommune", kept(query).but(kommune=(code,))),
                number(len(own)),
                number(sum(is_old(row, found.year) for row in own)),
                number(sum(map(lacks_members, own))),
                number(sum(row.confidence == "C" for row in own)),
                number(clashes[code]),
                _open_cells(code, found.unanswered[code], query),
            )
        )
    columns = (
        _("Kommune"),
        _("Rader"),
        _("Gammel kilde"),
        _("Mangler deltakere"),
        _("Sikkerhet C"),
        _("Motstrid"),
        _("Ubesvarte celler"),
    )
    return Table(
        _("Kommune for kommune"),
        columns,
        tuple(rows),
        _(
            "En rad telles hos hver kommune som er navngitt i den; rader uten kjente deltakere "
            "telles ikke her. Gammel kilde: fra {year} eller eldre, eller uten år. Motstrid telles "
            "hos kommunene som er med i begge radene, eller i raden når den står alene. Tallet for "
            "ubesvarte celler åpner dem i dekningsmatrisen."
        ).format(year=found.year - OLD_AFTER),
    )


def _open_cells(code: str, services: Sequence[str], query: Query) -> Cell:
    """Return how many cells are open, with the way to just those in the matrix."""
    if not services:
        return number(0)
    matrix = kept(query).but(tjeneste=tuple(services), celle=f"{code}-{services[0]}")
    return page_item(number(len(services)), "dekning", matrix)


def _missing(found: Quality, rows: Sequence[Agreement], register: Register) -> Section:
    nobody = sum(not row.members for row in found.missing)
    text = _(
        "{nobody} rader navngir ingen kommune og tegnes ikke på kartet; i {some} sier kilden at "
        "flere er med enn den navngir. Slike rader kan dekke mulige hull."
    ).format(nobody=number(nobody), some=number(len(found.missing) - nobody))

    def known(row: Agreement) -> str:
        return listing(municipality_names(row.members, register)) or _("ingen")

    return _rows(_("Mangler deltakere"), text, _("Kjente deltakere"), known, rows, register)


def _old(found: Quality, rows: Sequence[Agreement], register: Register) -> Section:
    undated = sum(row.source_year is None for row in found.old)
    text = _(
        "Nyeste kilde er fra {year} eller eldre, eller uten år ({undated}). De eldste står først."
    ).format(year=found.year - OLD_AFTER, undated=number(undated))
    return _rows(_("Eldste kilder"), text, _("Kilde"), _source, rows, register)


def _uncertain(rows: Sequence[Agreement], register: Register) -> Section:
    text = _("Opplysningene bygger på en annenhånds eller delvis kilde. De eldste står først.")
    return _rows(
        _("Sikkerhet C"),
        text,
        _("Hva er usikkert"),
        lambda row: row.note or "–",
        rows,
        register,
    )


def _source(row: Agreement) -> Cell:
    return Item(*row.sources[0]) if row.sources else "–"


def _rows(
    title: str,
    text: str,
    head: str,
    last: Callable[[Agreement], Cell],
    rows: Iterable[Agreement],
    register: Register,
) -> Section:
    """Return a list of rows with one column of its own."""
    lines = tuple(
        (
            row_link(row),
            register.service_by_code[row.service].name,
            str(row.source_year or _("ukjent år")),
            row.confidence,
            status_word(row.status),
            last(row),
        )
        for row in rows
    )
    columns = (_("Samarbeid"), _("Tjeneste"), _("Kilde fra"), _("Sikkerhet"), _("Status"), head)
    return Section(title, text, tables=(Table(title, columns, lines),) if lines else ())


def _lacking(found: Quality) -> dict[str, list[str]]:
    """Return the municipalities that nobody has answered for, by service, most first."""
    lacking = {
        service: [code for code, open_ in found.unanswered.items() if service in open_]
        for service in found.services
    }
    ranked = sorted(found.services, key=lambda code: -len(lacking[code]))
    return {code: lacking[code] for code in ranked if lacking[code]}


def _unanswered(
    found: Quality,
    lacking: Mapping[str, Sequence[str]],
    shown: int | None,
    register: Register,
    query: Query,
) -> Section:
    """Return the services by how many municipalities nobody has answered for."""
    lines = []
    for code, places in list(lacking.items())[:shown]:
        service = register.service_by_code[code]
        link = page_item(
            service.name, "dekning", kept(query).but(tjeneste=(code,), celle=f"-{code}")
        )
        names = listing(municipality_names(places, register))
        if len(places) == len(found.codes) > 1:
            names = _("alle")
        lines.append((link, service.duty, number(len(places)), names))
    text = _(
        "Kommune og tjeneste uten avtale i registeret og uten svar om at kommunen gjør det alene. "
        "De er mulige hull, ikke bekreftede. Tjenester som ikke lenger er kommunale er ikke med."
    )
    columns = (_("Tjeneste"), _("Plikt"), _("Antall"), _("Kommuner"))
    title = _("Celler ingen har svart for")
    return Section(title, text, tables=(Table(title, columns, tuple(lines)),) if lines else ())
