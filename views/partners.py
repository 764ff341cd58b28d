"""Whom a municipality could work with, as a reader sees it: three lists, and why."""

from collections.abc import Mapping, Sequence
from typing import Final

from analysis.coverage import Cell, cells
from analysis.grouping import Group
from analysis.likeness import Factors, Travel, Way, Weights
from analysis.suggestions import Body, Candidate, suggest
from analysis.together import Shared
from data.language import _
from data.records import Agreement
from data.register import Register
from views.query import DEFAULT, Query
from views.view import Bar, Item, Section, Table, page_item
from views.words import form_word, gap_word, listing, municipality_names, number

Neighbours = Mapping[str, Sequence[str]]
_SHOWN: Final = 8


def weights_of(query: Query) -> Weights:
    """Return the five weights that a query asks for."""
    return Weights(*map(int, query.vekt))


def joinable_words(
    register: Register,
    query: Query,
    code: str,
    service: str,
    neighbours: Neighbours,
    travel: Travel,
) -> list[Item]:
    """Return the best of each list, a line each, for the panel of a cell."""
    if not any(weights_of(query)):
        return []
    table = cells(register, service, query)
    weights = weights_of(query)
    found = suggest(
        register, code, service, table, neighbours, weights, travel, projects=query.nettverk
    )
    items = []
    for one in found.join[:2]:
        text = _("Mulig å utrede: bli med i {name} ({score})")
        words = text.format(name=one.agreement.name, score=number(one.score, 2))
        items.append(page_item(words, "kart", DEFAULT.but(avtale=(one.agreement.id,))))
    for group in found.groups[:1]:
        names = listing(municipality_names(group.codes[1:], register))
        text = _("Mulig å utrede: nytt samarbeid med {names}, som også mangler ({score})")
        items.append(Item(text.format(names=names, score=number(group.score, 2))))
    for body in found.bodies[:1]:
        text = _("Mulig å utrede: legge oppgaven til {name}")
        words = text.format(name=body.agreement.name)
        items.append(page_item(words, "kart", DEFAULT.but(avtale=(body.agreement.id,))))
    return items


def partner_section(
    register: Register,
    query: Query,
    code: str,
    service: str,
    neighbours: Neighbours,
    travel: Travel,
) -> Section:
    """Return the three lists for one municipality and service, with their reasons."""
    name = register.municipality_by_code[code].name
    what = register.service_by_code[service].name
    title = _("{what}: mulig å utrede for {name}").format(what=what, name=name)
    if not any(weights_of(query)):
        return Section(title, no_weight())
    table = cells(register, service, query)
    found = suggest(
        register,
        code,
        service,
        table,
        neighbours,
        weights_of(query),
        travel,
        projects=query.nettverk,
    )
    lists = (
        _join_table(found.join, register),
        _group_table(found.groups, register, table),
        body_table(found.bodies, register, _("C. Gi et felles organ én oppgave til")),
    )
    if not any(one.rows for one in lists):
        return Section(title, _("Ingen forslag: ingen avtale, nabo eller felles organ passer."))
    words = criteria_text(query, travel)
    return Section(title, words, tables=tuple(one for one in lists if one.rows))


def criteria_text(query: Query, travel: Travel) -> str:
    """Return what the lists are for, and how the criteria are measured and weighed."""
    way = (
        _("Nærhet er kjøretid der reisetid.csv har den, ellers luftlinje til setet.")
        if travel
        else _("Nærhet er luftlinje mellom sentrene; den ser ikke fjorder, ferger og fjell.")
    )
    text = _(
        "Lista er til hjelp når noe skal utredes, ikke en anbefaling. Hvert kriterium går fra 0 "
        "til 1: felles historie, nærhet, lik størrelse, få deltakere og samme region; vektene er "
        "{weights}. {way}"
    )
    return text.format(weights=" – ".join(query.vekt), way=way)


def no_weight() -> str:
    """Return the sentence for weights that are all zero."""
    return _("Alle vektene er 0: gi minst ett kriterium vekt, så kan forslagene rangeres.")


def criteria_words() -> tuple[str, ...]:
    """Return the names of the five criteria, in the order of the weights."""
    return _("Historie"), _("Nærhet"), _("Størrelse"), _("Få deltakere"), _("Samme region")


def bars(factors: Factors) -> tuple[str | Bar, ...]:
    """Return the five criteria as bars; a dash where one does not apply."""
    return tuple(Bar(round(f, 3)) if f is not None else "–" for f in factors)


def _join_table(found: Sequence[Candidate], register: Register) -> Table:
    rows = [
        (
            page_item(one.agreement.name, "kart", DEFAULT.but(avtale=(one.agreement.id,))),
            form_word(one.agreement, register),
            Bar(round(one.score, 3)),
            *bars(one.factors),
            ", ".join(_reasons(one, register)),
        )
        for one in found[:_SHOWN]
    ]
    columns = (_("Samarbeid"), _("Form"), _("Samlet"), *criteria_words(), _("Hvorfor"))
    return Table(_("A. Bli med i et samarbeid som finnes"), columns, tuple(rows))


def _group_table(found: Sequence[Group], register: Register, table: Mapping[str, Cell]) -> Table:
    rows = []
    for group in found[:_SHOWN]:
        names = [
            f"{register.municipality_by_code[c].name} ({gap_word(table[c].standing)})"
            for c in group.codes[1:]
        ]
        text = _("{people} innbyggere til sammen, lengst {km} km i luftlinje. {common}")
        common = (
            _("Deler alt: {names}.").format(names=listing([row.name for row in group.common[:2]]))
            if group.common
            else _("Ingen avtale har alle med fra før.")
        )
        why = text.format(people=number(group.population), km=number(group.km), common=common)
        rows.append((listing(names), Bar(round(group.score, 3)), *bars(group.factors), why))
    columns = (_("Sammen med"), _("Samlet"), *criteria_words(), _("Hvorfor"))
    return Table(_("B. Nytt samarbeid med naboer som også mangler det"), columns, tuple(rows))


def body_table(found: Sequence[Body | Shared], register: Register, caption: str) -> Table:
    """Return the bodies that could be given the service, criterion by criterion."""
    rows = []
    for one in found[:_SHOWN]:
        lacking = listing(municipality_names(one.lacking, register))
        why = (
            _("{names} i samme samarbeid mangler det også.").format(names=lacking)
            if lacking
            else _("Ingen andre i samarbeidet mangler det.")
        )
        rows.append(
            (
                page_item(one.agreement.name, "kart", DEFAULT.but(avtale=(one.agreement.id,))),
                form_word(one.agreement, register),
                Bar(round(one.congruence, 3)),
                Bar(round(one.score, 3)),
                *bars(one.factors),
                why,
            )
        )
    columns = (
        _("Samarbeid"),
        _("Form"),
        _("De vanlige partnerne"),
        _("Samlet"),
        *criteria_words(),
        _("Hvorfor"),
    )
    return Table(caption, columns, tuple(rows))


def _reasons(one: Candidate, register: Register) -> list[str]:
    """Return the reasons in words: the criteria as what they are measured from."""
    return [
        history_words(one.factors),
        way_words(one.way, register),
        size_words(one.factors),
        _("{n} deltakere fra før").format(n=number(len(one.agreement.members))),
        region_words(one.factors),
        *doubt_words(one.agreement, register),
    ]


def history_words(factors: Factors) -> str:
    """Return how much has been done together, in words."""
    if factors.history == 0:
        return _("ingen felles historie")
    return _("mye samarbeid fra før") if factors.history >= 0.5 else _("noe samarbeid fra før")


def way_words(way: Way, register: Register) -> str:
    """Return how far it is to a seat, and whether a source names the seat."""
    seat = register.municipality_by_code[way.to].name
    if way.minutes is not None:
        there = _("{n} minutter til {seat}").format(n=number(way.minutes), seat=seat)
    else:
        there = _("{n} km i luftlinje til {seat}").format(n=number(way.km), seat=seat)
    return there if way.known else there + " " + _("(nærmeste deltaker, setet er ikke kjent)")


def size_words(factors: Factors) -> str:
    """Return whether the size is alike, in words."""
    return _("lik størrelse") if factors.size >= 0.75 else _("ulik størrelse")


def region_words(factors: Factors) -> str:
    """Return whether the region is the same, in words."""
    words = {0.0: _("annen region"), 1.0: _("samme region")}
    return words.get(round(factors.region, 9), _("delvis samme region"))


def doubt_words(row: Agreement, register: Register) -> list[str]:
    """Return what a reader must know of an agreement before it is joined."""
    doubts = []
    if register.form_by_code[row.form].binding in ("prosjekt", "nettverk"):
        doubts.append(_("er bare et prosjekt eller nettverk"))
    if row.status == "under-utvikling":
        doubts.append(_("er under utvikling"))
    if row.status == "ukjent":
        doubts.append(_("usikkert om det er i drift"))
    return doubts
