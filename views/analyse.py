"""The networks in numbers: municipalities, regions, pairs, and a few side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.comparison import FEWEST_COMPARED, MOST_COMPARED
from analysis.likeness import Travel
from analysis.networks import (
    UNKNOWN_BINDING,
    Measures,
    RegionMeasures,
    all_measures,
    living,
    region_measures,
)
from analysis.pairs import pair_matrix, seriate
from analysis.partners import pair_strengths
from analysis.selection import sort_key
from analysis.together import shortages
from data.language import _
from data.records import Agreement
from data.register import Register
from views.comparing import asked_service, comparison_section, shortage_section
from views.definitions import measures_section
from views.group_suggestions import together_sections
from views.matrix import covered
from views.partners import Neighbours
from views.query import DEFAULT, Query
from views.switches import kept
from views.view import Item, Section, Table, View, page_item
from views.words import listing, municipality_names, number

_PAIRS = 30
_STEPS = 5


@dataclass(frozen=True, slots=True)
class PairMatrix:
    """Strengths between all pairs, in an order that puts strong ties beside each other.

    `steps` holds 0 (no tie) to 5 (the strongest sixth of w) for each pair, `weights` w itself.
    """

    names: tuple[str, ...]
    weights: tuple[tuple[float, ...], ...]
    steps: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class AnalysisView(View):
    """What the analysis page shows beside what every view has.

    Attributes
    ----------
    pairs, definitions
        The matrix of pairs, and what the measures mean.
    services, service
        Of the municipalities that are compared: the services that they could look into together,
        and the one in question; the suggestions for it are among the sections.
    """

    pairs: PairMatrix | None = None
    definitions: tuple[Section, ...] = ()
    services: tuple[str, ...] = ()
    service: str = ""


def build(
    register: Register,
    query: Query,
    neighbours: Neighbours | None = None,
    travel: Travel | None = None,
) -> AnalysisView:
    """Return the view of the analysis page: all agreements that have not ended, parts too.

    Parameters
    ----------
    register, query
        The register, and what is asked.
    neighbours, travel
        Neighbours of each municipality and minutes between them, for the suggestions.
    """
    return with_numbers(register, query, compared(register, query, neighbours, travel))


def compared(
    register: Register,
    query: Query,
    neighbours: Neighbours | None = None,
    travel: Travel | None = None,
) -> AnalysisView:
    """Return the upper part of the page: the municipalities that are compared.

    The numbers of all take as long again, and nobody who compares three needs to wait for them.
    Parameters as of `build`.
    """
    rows = _counted(register, query)
    codes = query.sammenlign[:MOST_COMPARED]
    # The page has the switches in sight; the map's filters are not in force here.
    found = covered(register, kept(query).but(tjeneste=tuple(register.service_by_code)))
    sections = [comparison_section(rows, register, query, found)]
    services: tuple[str, ...] = ()
    service = ""
    if len(codes) >= FEWEST_COMPARED:
        listed = shortages(found, codes, register)
        sections.insert(0, shortage_section(listed, found, codes, register, query))
        service = asked_service(listed, query, register)
        services = tuple(dict.fromkeys(filter(None, (*(one.service for one in listed), service))))
    if service:
        near, minutes = neighbours or {}, travel or {}
        first, *more = together_sections(found, codes, service, register, query, near, minutes)
        sections[1:] = [first, sections[1], *more]
    return AnalysisView(
        title=_("Nettverket i tall"),
        lead=_lead(rows, register, query),
        picture=None,
        sections=tuple(sections),
        services=services,
        service=service,
    )


def with_numbers(register: Register, query: Query, view: AnalysisView) -> AnalysisView:
    """Return the whole page: its upper part, and all municipalities, regions and pairs."""
    rows = _counted(register, query)
    each = all_measures(rows, register)
    tables = (
        _municipality_table(each, register),
        _region_table(region_measures(rows, register, each)),
        _pair_table(rows, register),
    )
    definitions = (measures_section(),)
    return replace(view, tables=tables, pairs=_matrix(rows, register), definitions=definitions)


def _counted(register: Register, query: Query) -> tuple[Agreement, ...]:
    rows = living(register)
    if not query.usikre:
        rows = tuple(r for r in rows if r.confidence != "C" and r.status != "ukjent")
    if query.sikkerhet:
        rows = tuple(r for r in rows if r.confidence in query.sikkerhet)
    return rows


def _lead(rows: Sequence[Agreement], register: Register, query: Query) -> str:
    lead = _(
        "Teller {n} samarbeid som ikke er avsluttet og har kjente deltakere, deler av større "
        "samarbeid medregnet. Registeret per {date}. Tallene beskriver; de sier ikke hva som er "
        "bra."
    ).format(n=number(len(rows)), date=register.as_of)
    if not query.usikre:
        lead += " " + _("Usikre samarbeid er holdt utenfor.")
    if query.sikkerhet:
        lead += " " + _("Bare sikkerhet {names}.").format(
            names=listing(query.sikkerhet, _("eller"))
        )
    return lead


def _municipality_table(found: Mapping[str, Measures], register: Register) -> Table:
    lines: list[tuple[str | Item, ...]] = []
    for code in sorted(found, key=lambda c: sort_key(register.municipality_by_code[c].name)):
        m = found[code]
        name = register.municipality_by_code[code].name
        lines.append((page_item(name, "kommune", DEFAULT.but(kommune=(code,))), *_cells(m)))
    columns = (
        _("Kommune"),
        _("Samarbeid"),
        _("Partnere"),
        _("Sammensetninger"),
        _("Snitt deltakere"),
        _("I egen region"),
        _("På tvers av regioner"),
        _("Over fylkesgrensa"),
        _("Vert / kjøper"),
        _("Organ / avtale / nettverk / prosjekt / ukjent"),
        _("Kongruens C"),
        _("Effektive partnere"),
    )
    return Table(_("Kommunene"), columns, tuple(lines))


def _cells(m: Measures) -> tuple[str, ...]:
    bindings = dict(m.bindings)
    order = ("organ", "avtale", "nettverk", "prosjekt", UNKNOWN_BINDING)
    return (
        number(m.agreements),
        number(m.partners),
        number(m.constellations),
        number(m.mean_size, 1),
        _share(m.within_region),
        _share(m.across_regions),
        _share(m.across_county),
        f"{m.hosted} / {m.bought}",
        " / ".join(str(bindings.get(key, 0)) for key in order),
        number(m.congruence, 2) if m.congruence is not None else "–",
        number(m.effective_partners, 1),
    )


def _region_table(found: Sequence[RegionMeasures]) -> Table:
    lines = tuple(map(_region_line, found))
    columns = (
        _("Region"),
        _("Kommuner"),
        _("Samarbeid"),
        _("Partnere utenfor"),
        _("Sammensetninger"),
        _("Snitt deltakere"),
        _("Bare i regionen"),
        _("På tvers av regioner"),
        _("Over fylkesgrensa"),
        _("Kongruens C (snitt)"),
        _("Effektive partnere (snitt)"),
    )
    return Table(_("Regionene"), columns, lines)


def _region_line(m: RegionMeasures) -> tuple[str, ...]:
    return (
        m.region,
        number(m.municipalities),
        number(m.agreements),
        number(m.partners),
        number(m.constellations),
        number(m.mean_size, 1),
        _share(m.within),
        _share(m.across_regions),
        _share(m.across_county),
        number(m.congruence, 2) if m.congruence is not None else "–",
        number(m.effective_partners, 1),
    )


def _pair_table(rows: Sequence[Agreement], register: Register) -> Table:
    pairs = pair_strengths(rows)
    lines = tuple(
        (
            listing(municipality_names((pair.a, pair.b), register)),
            number(pair.weight, 2),
            number(pair.shared),
        )
        for pair in pairs[:_PAIRS]
    )
    caption = _("De {n} sterkeste av {all} kommunepar").format(
        n=number(len(lines)), all=number(len(pairs))
    )
    return Table(caption, (_("Par"), _("Styrke w"), _("Felles samarbeid")), lines)


def _matrix(rows: Sequence[Agreement], register: Register) -> PairMatrix | None:
    codes = register.county_codes
    if not rows or not codes:
        return None
    weights = pair_matrix(rows, codes)
    order = seriate(weights)
    ordered = weights[np.ix_(order, order)]
    top = float(ordered.max()) or 1.0
    steps = np.where(ordered > 0, np.minimum(_STEPS, 1 + (_STEPS * ordered / top).astype(int)), 0)
    return PairMatrix(
        names=tuple(register.municipality_by_code[codes[i]].name for i in order),
        weights=tuple(map(tuple, ordered.tolist())),
        steps=tuple(map(tuple, steps.tolist())),
    )


def _share(value: float) -> str:
    return f"{number(100 * value)} %"
