"""The tables of political steering: by municipality, region and service, and the lists."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from analysis.selection import UNKNOWN_FORM, is_weak, sort_key
from analysis.steering import Tally, by_municipality, by_region, by_service
from data.language import _
from data.records import Agreement
from data.register import Register
from views.pictures.shares import span_words
from views.query import DEFAULT, Query
from views.view import Item, Table, page_item
from views.words import (
    form_word,
    listing,
    municipality_names,
    number,
    region_slug,
    span_of_years,
    status_word,
)

PAGE, PART = "organisasjonsform", "styring"
_FEW = 3


class Group(NamedTuple):
    """Tallies under one heading: what each line is, and how it is organised."""

    caption: str
    column: str
    lines: tuple[tuple[str | Item, Tally], ...]
    note: str = ""


def weak_words() -> str:
    """Return what weakly organised means: the definition that stands beside every number."""
    return _(
        "Svakt organisert: avtale uten eget organ, forening, prosjekt eller nettverk. Ukjent form "
        "telles for seg, aldri som svak."
    )


def table_of(group: Group) -> Table:
    """Return a group as a table."""
    columns = (
        group.column,
        _("Samarbeid"),
        _("Svakt organisert"),
        _("Ukjent form"),
        _("Andel svakt organisert"),
    )
    rows = tuple(
        (name, number(t.all), number(t.weak), number(t.unknown), span_words(t))
        for name, t in group.lines
    )
    return Table(group.caption, columns, rows, group.note)


def _link(query: Query, **changes: object) -> Query:
    return query.but(fane=PART, avtale=(), **changes)


def _ordered(
    lines: Iterable[tuple[str | Item, Tally]],
) -> tuple[tuple[str | Item, Tally], ...]:
    """Return lines by share, the largest first; those with nothing last."""

    def place(line: tuple[str | Item, Tally]) -> tuple[bool, float, int, str]:
        name, found = line
        text = name.text if isinstance(name, Item) else name
        share = found.weak / found.all if found.all else 0.0
        return not found.all, -share, -found.all, sort_key(text)

    return tuple(sorted(lines, key=place))


def municipalities(rows: Sequence[Agreement], register: Register, query: Query) -> Group:
    """Return the tallies of all the county's municipalities."""
    found = by_municipality(rows, register.county_codes)
    names = register.municipality_by_code
    lines = (
        (page_item(names[code].name, PAGE, _link(query, kommune=(code,), region=())), t)
        for code, t in found.items()
    )
    note = _(
        "Alle kommunene i fylket, også når en kommune eller region er valgt. Et samarbeid telles i "
        "hver kommune som er med, så tallene kan ikke legges sammen."
    )
    return Group(_("Etter kommune"), _("Kommune"), _ordered(lines), note)


def regions(rows: Sequence[Agreement], register: Register, query: Query) -> Group:
    """Return the tallies of the county's regions."""
    regions = {code: register.municipality_by_code[code].region for code in register.county_codes}
    found = by_region(rows, regions)
    lines = (
        (page_item(name, PAGE, _link(query, region=(region_slug(name),), kommune=())), t)
        for name, t in found.items()
    )
    note = _("Et samarbeid telles én gang i hver region det har en deltaker fra.")
    return Group(_("Etter region"), _("Region"), _ordered(lines), note)


def services(rows: Sequence[Agreement], register: Register, query: Query) -> Group:
    """Return the tallies of the services that have agreements."""
    names = register.service_by_code
    lines = (
        (page_item(names[code].name, PAGE, _link(query, tjeneste=(code,))), t)
        for code, t in by_service(rows).items()
    )
    return Group(_("Etter tjeneste"), _("Tjeneste"), _ordered(lines))


def listed(
    rows: Iterable[Agreement], query: Query
) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Return the weak and the unknown ones, by name; forms that the query names narrow both."""
    ordered = sorted(rows, key=lambda row: (sort_key(row.name), row.id))
    shown = [row for row in ordered if not query.form or row.form in query.form]
    return (
        tuple(row for row in shown if is_weak(row)),
        tuple(row for row in shown if row.form == UNKNOWN_FORM),
    )


def _columns() -> tuple[str, ...]:
    return (
        _("Samarbeid"),
        _("Tjeneste"),
        _("Form"),
        _("Kommuner"),
        _("Varighet"),
        _("Status"),
        _("Kilde"),
    )


def _line(row: Agreement, register: Register) -> tuple[str | Item, ...]:
    source = f"{row.source_year or _('ukjent år')}, {row.confidence}"
    return (
        page_item(row.name, "kart", DEFAULT.but(avtale=(row.id,))),
        register.service_by_code[row.service].name,
        form_word(row, register),
        _who(row, register),
        span_of_years(row) or "–",
        status_word(row.status),
        source,
    )


def _who(row: Agreement, register: Register) -> str:
    """Return who takes part; nearly all are named by those who do not.

    Where the source knows of more than it names, nobody is said to be missing.
    """
    county = register.county_codes
    absent = [code for code in county if code not in row.members]
    if len(absent) > _FEW or (absent and row.incomplete):
        return listing(municipality_names(row.members, register)) or _("deltakere ikke kjent")
    all_ = _("alle de {n} kommunene i fylket").format(n=number(len(county)))
    if absent:
        names = listing(municipality_names(absent, register))
        all_ = _("alle kommunene i fylket unntatt {names}").format(names=names)
    far = [code for code in row.members if code not in county]
    return listing([all_, *municipality_names(far, register)])


def list_of_weak(rows: Sequence[Agreement], register: Register, query: Query) -> Table:
    """Return the weakly organised agreements, each a link to its card."""
    caption = _("{n} svakt organiserte samarbeid").format(n=number(len(rows)))
    if query.form:
        names = listing((register.form_by_code[code].name for code in query.form), _("eller"))
        caption += ": " + _("bare {forms}").format(forms=names)
    lines = tuple(_line(row, register) for row in rows)
    return Table(caption, _columns(), lines, weak_words())


def list_of_unknown(rows: Sequence[Agreement], register: Register) -> Table:
    """Return the agreements of which no source names the form."""
    caption = _("{n} samarbeid med ukjent form").format(n=number(len(rows)))
    lines = tuple(_line(row, register) for row in rows)
    note = _("Ingen kilde sier hvilken form de har. De regnes ikke som svake.")
    return Table(caption, _columns(), lines, note)
