"""One municipality: what it takes part in, with whom, what it lacks, and how sure that is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.coverage import Coverage
from analysis.gaps import around, gaps
from analysis.networks import living, measures
from analysis.partners import pair_strengths
from analysis.selection import UNKNOWN_FORM, is_weak, sort_key
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from data.schema import FAMILIES
from data.travel import Travel
from geo.boundaries import Boundaries
from views.help_update import help_section
from views.kart import ATTRIBUTION
from views.matrix import covered
from views.partners import Neighbours, partner_section
from views.pictures.partners import draw_partners
from views.query import DEFAULT, Query
from views.switches import kept, switch_words
from views.terms import strength, weak_forms
from views.view import Item, Section, Table, View, page_item
from views.words import (
    collaborations,
    form_word,
    gap_word,
    listing,
    municipality_names,
    number,
    span_of_years,
)

_NAMED = 6


def build(
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    neighbours: Neighbours,
    travel: Travel,
) -> View:
    """Return the page of the municipality that `query` names first.

    Parameters
    ----------
    register, query, boundaries
        The register, what is asked, and the areas of the map.
    neighbours
        Codes of each municipality's neighbours, nearest first.
    travel
        Minutes between municipalities, where the folder has them.
    """
    if not query.kommune:
        return View(
            title=_("Kommune"),
            lead=_("Velg en kommune for å se hva den er med i, hvem den møter og hva den mangler."),
            picture=None,
            sections=(_chooser(register, query),),
        )
    code = query.kommune[0]
    place = register.municipality_by_code[code]
    rows = [row for row in living(register) if code in row.members]
    # Only what the panel of this page shows is in force here: the switches, not the map's filters.
    query = kept(query).but(celle=query.celle, tjeneste=tuple(register.service_by_code))
    found = covered(register, query)
    sections = [_partners(code, rows, register), *_families(rows, register)]
    if code in found.codes:
        listed = _gaps(code, found, register, query, neighbours)
        sections = [*listed, *sections]
        asked, _hyphen, service = query.celle.partition("-")
        if asked == code and found.cell(code, service).gap:
            one = partner_section(register, query, code, service, neighbours, travel.minutes)
            sections.insert(0, one)
    else:
        text = _("{name} ligger utenfor fylket og regnes ikke med i dekningen.")
        sections.insert(0, Section(_("Hull"), text.format(name=place.name)))
    sections += [_weak(rows, register), help_section(code, rows, register)]
    title = _("{name}: hvem samarbeider kommunen med?").format(name=place.name)
    picture = draw_partners(code, rows, register, boundaries)
    partners = {other for row in rows for other in row.members} - {code}
    caption = _("{name} og {n} partnere").format(name=place.name, n=number(len(partners)))
    credit = _("Registeret per {date}").format(date=register.as_of)
    return View(
        title=title,
        lead=_lead(code, rows, found, register, query),
        picture=replace(
            picture, title=caption, attribution=f"{ATTRIBUTION} · {credit}", alt=caption
        ),
        facts=_facts(code, rows, register),
        sections=tuple(sections),
    )


def _chooser(register: Register, query: Query) -> Section:
    places = [register.municipality_by_code[code] for code in register.county_codes]
    items = [
        page_item(m.name, "kommune", kept(query).but(kommune=(m.code,)))
        for m in sorted(places, key=lambda m: sort_key(m.name))
    ]
    return Section(_("Kommunene i fylket"), items=tuple(items))


def _lead(
    code: str, rows: Sequence[Agreement], found: Coverage, register: Register, query: Query
) -> str:
    place = register.municipality_by_code[code]
    weak = sum(map(is_weak, rows))
    unknown = sum(row.form == UNKNOWN_FORM for row in rows)
    text = _(
        "{name} ({region}, {people} innbyggere i {year}) er med i {n} som ikke er avsluttet, deler "
        "av større samarbeid medregnet. {weak} av dem er svakt organisert ({forms}), og for "
        "{unknown} er formen ikke kjent."
    ).format(
        name=place.name,
        region=place.region,
        people=number(place.population),
        year=place.population_year,
        n=collaborations(len(rows)),
        weak=number(weak),
        forms=weak_forms(),
        unknown=number(unknown),
    )
    switches = switch_words(found, query, (code,)) if code in found.codes else ""
    date = _("Registeret per {date}.").format(date=register.as_of)
    return " ".join(part for part in (text, switches, date) if part)


def _facts(code: str, rows: Sequence[Agreement], register: Register) -> tuple[tuple[str, str], ...]:
    own = measures(rows, register, code)
    return (
        (number(own.agreements), _("samarbeid")),
        (number(own.partners), _("ulike partnere")),
        (number(own.constellations), _("ulike sammensetninger")),
        (number(own.hosted), _("der kommunen er vert")),
        (number(own.bought), _("der en annen er vert")),
        (number(100 * own.within_region) + " %", _("bare innenfor egen region")),
    )


def _families(rows: Sequence[Agreement], register: Register) -> list[Section]:
    """Return the agreements, a table for each family of services."""
    tables = []
    for family in FAMILIES:
        group = sorted(
            (r for r in rows if register.service_by_code[r.service].family == family),
            key=lambda r: (sort_key(register.service_by_code[r.service].name), sort_key(r.name)),
        )
        if group:
            caption = f"{family[:1].upper()}{family[1:]} ({number(len(group))})"
            lines = tuple(_agreement_line(row, register) for row in group)
            tables.append(Table(caption, _agreement_columns(), lines))
    if not tables:
        return [Section(_("Samarbeid"), _("Ingen samarbeid er registrert for kommunen."))]
    return [Section(_("Samarbeid etter område"), tables=tuple(tables))]


def _agreement_columns() -> tuple[str, ...]:
    return (
        _("Samarbeid"),
        _("Tjeneste"),
        _("Form"),
        _("Vert"),
        _("Sammen med"),
        _("Varighet"),
        _("Kilde"),
    )


def _agreement_line(row: Agreement, register: Register) -> tuple[str | Item, ...]:
    text, url = row.sources[0] if row.sources else (_("ingen kilde"), "")
    source = f"{text} ({row.source_year or _('ukjent år')}, {row.confidence})"
    host = row.host or row.seat
    return (
        page_item(row.name, "kart", DEFAULT.but(avtale=(row.id,))),
        register.service_by_code[row.service].name,
        form_word(row, register),
        register.municipality_by_code[host].name if host else "–",
        _company(row, register),
        span_of_years(row) or "–",
        Item(source, url),
    )


def _company(row: Agreement, register: Register) -> str:
    names = municipality_names(row.members, register)
    if len(names) > _NAMED:
        return _("{n} kommuner").format(n=number(len(names)))
    more = " " + _("med flere") if row.incomplete else ""
    return listing(names) + more


def _partners(code: str, rows: Sequence[Agreement], register: Register) -> Section:
    """Return the partners, the strongest tie first, with the agreements that they share."""
    mine = [pair for pair in pair_strengths(rows) if code in (pair.a, pair.b)]
    lines = []
    for pair in mine:
        other = pair.b if pair.a == code else pair.a
        shared = sorted((r for r in rows if other in r.members), key=lambda r: len(r.members))
        names = listing([row.name for row in shared[:3]])
        more = len(shared) - 3
        text = names + (" " + _("og {n} til").format(n=number(more)) if more > 0 else "")
        name = register.municipality_by_code[other].name
        lines.append((name, number(pair.weight, 2), number(pair.shared), text))
    columns = (_("Partner"), _("Styrke w"), _("Felles"), _("De minste felles samarbeidene"))
    few = _("Et samarbeid med få teller mer enn ett med alle.")
    note = f"{_('Styrke w')}: {strength()} {few}"
    table = Table(_("Partnerne, sterkeste bånd først"), columns, tuple(lines), note)
    return Section(_("Hvem møter kommunen oftest?"), tables=(table,) if lines else ())


def _gaps(
    code: str, found: Coverage, register: Register, query: Query, neighbours: Neighbours
) -> list[Section]:
    """Return the gaps by duty class, and what the neighbours have that is lacking here."""
    listed = [gap for gap in gaps(found, register) if gap.code == code]
    lines, theirs = [], []
    for gap in listed:
        service = register.service_by_code[gap.service]
        near = around(gap.code, gap.service, found, neighbours)
        having = listing(municipality_names(near.having, register))
        cell = kept(query).but(kommune=(code,), celle=f"{code}-{gap.service}")
        lines.append(
            (
                page_item(service.name, "kommune", cell),
                service.duty,
                gap_word(gap.standing),
                having or "–",
                listing(municipality_names(near.lacking, register)) or "–",
            )
        )
        if near.having:
            theirs.append((len(near.having), service.name, having))
    kinds = Counter(gap.standing for gap in listed)
    text = _("{alone} bekreftet, {weak} svakt dekket og {open} mulige; de legges aldri sammen.")
    words = text.format(
        alone=number(kinds["alene"]),
        weak=number(kinds["svakt"]),
        open=number(kinds["ikke-registrert"]),
    )
    columns = (
        _("Tjeneste (velg for mulige partnere)"),
        _("Plikt"),
        _("Slag hull"),
        _("Naboer som har"),
        _("Naboer som også mangler"),
    )
    own = Table(_("Hull etter pliktklasse"), columns, tuple(lines))
    theirs.sort(key=lambda line: (-line[0], sort_key(line[1])))
    rows = tuple((name, number(count), having) for count, name, having in theirs)
    heads = (_("Tjeneste"), _("Antall naboer"), _("Naboene"))
    other = Table(_("Naboene har, kommunen har ikke"), heads, rows)
    return [
        Section(_("Hva mangler?"), words, tables=(own,) if lines else ()),
        Section(_("Hva har naboene?"), tables=(other,) if rows else ()),
    ]


def _weak(rows: Sequence[Agreement], register: Register) -> Section:
    weak = sorted(filter(is_weak, rows), key=lambda row: sort_key(row.name))
    known = sum(row.form != UNKNOWN_FORM for row in rows)
    share = number(100 * len(weak) / known) if known else "0"
    text = ngettext(
        "{n} samarbeid, {share} % av dem der formen er kjent: {forms}.",
        "{n} samarbeid, {share} % av dem der formen er kjent: {forms}.",
        len(weak),
    )
    items = tuple(
        page_item(f"{row.name} · {form_word(row, register)}", "kart", DEFAULT.but(avtale=(row.id,)))
        for row in weak
    )
    words = text.format(n=number(len(weak)), share=share, forms=weak_forms())
    return Section(_("Svakt organisert"), words, items)
