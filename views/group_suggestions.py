"""What a few municipalities lack together, and whom they could look into working with."""

from collections.abc import Mapping, Sequence
from typing import Final

from analysis.coverage import Cell, Coverage
from analysis.likeness import Factors, Travel, Way
from analysis.together import (
    Addition,
    Offer,
    Together,
    suggest_together,
)
from data.language import _
from data.register import Register
from views.partners import (
    Neighbours,
    bars,
    body_table,
    criteria_text,
    criteria_words,
    doubt_words,
    history_words,
    no_weight,
    region_words,
    size_words,
    weights_of,
)
from views.query import DEFAULT, Query
from views.view import Bar, Item, Section, Table, page_item
from views.words import form_word, gap_word, listing, municipality_names, number

_SHOWN: Final = 8


def together_sections(
    found: Coverage,
    codes: Sequence[str],
    service: str,
    register: Register,
    query: Query,
    neighbours: Neighbours,
    travel: Travel,
) -> list[Section]:
    """Return what those of some municipalities that lack a service could look into together.

    First the first of each list, in a few lines; then, where there is anything to weigh, the
    lists with all criteria.
    """
    table = found.column(service)
    what = register.service_by_code[service].name
    asking = [code for code in codes if table[code].gap]
    names = listing(municipality_names(asking, register))
    if len(asking) < 2:
        title = _("{what}: ikke noe å utrede sammen").format(what=what)
        return [Section(title, *_too_few(asking, service, register, query))]
    title = _("{what}: mulig å utrede sammen for {names}").format(what=what, names=names)
    if not any(weights_of(query)):
        return [Section(title, no_weight())]
    joint = suggest_together(
        register,
        codes,
        service,
        table,
        neighbours,
        weights_of(query),
        travel,
        projects=query.nettverk,
    )
    lists = (
        _join_table(joint.join, register),
        _addition_table(joint.additions, register, table),
        _group_table(joint, register, table),
        body_table(joint.bodies, register, _("C. Gi et organ som alle er med i, én oppgave til")),
    )
    tables = tuple(one for one in lists if one.rows)
    text = _("Det som ligger øverst i hver liste; tallet er fra 0 til 1. Ikke en anbefaling.")
    words = " ".join(filter(None, (_with_it(codes, table, register), text)))
    details = _("{what}: forslagene, kriterium for kriterium").format(what=what)
    return [
        Section(title, words, tuple(_first_ones(joint, register))),
        Section(details, criteria_text(query, travel), tables=tables),
    ]


def _too_few(
    asking: Sequence[str], service: str, register: Register, query: Query
) -> tuple[str, tuple[Item, ...]]:
    """Return the sentence where none or only one of them lacks the service."""
    if not asking:
        return _("Ingen av dem mangler tjenesten slik bryterne står. Velg en annen."), ()
    (name,) = municipality_names(asking, register)
    text = _("Bare {name} mangler den. Forslag til én kommune står på siden om kommunen:")
    link = query.but(kommune=tuple(asking), celle=f"{asking[0]}-{service}", sammenlign=())
    return text.format(name=name), (page_item(name, "kommune", link),)


def _with_it(codes: Sequence[str], table: Mapping[str, Cell], register: Register) -> str:
    having = [code for code in codes if not table[code].gap]
    if not having:
        return ""
    names = listing(municipality_names(having, register))
    return _("{names} mangler den ikke, og er ikke med i forslagene.").format(names=names)


def _first_ones(joint: Together, register: Register) -> list[Item]:
    """Return the first of each list as a line to read aloud, the highest score first."""
    names = listing(municipality_names(joint.asking, register))
    text = _("Nytt samarbeid mellom {names} ({score}): {why}.").format(
        names=names, score=number(joint.alone.score, 2), why=_short(joint.alone.factors)
    )
    for one in joint.additions[:1]:
        words = _("Som én til ligger {name} øverst ({score}): {why}.")
        name = register.municipality_by_code[one.code].name
        text += " " + words.format(name=name, score=number(one.score, 2), why=_short(one.factors))
    lines = [(joint.alone.score, Item(text))]
    for found, pattern in (
        (joint.join, _("Bli med i {name} ({score}): {why}.")),
        (joint.bodies, _("Legge oppgaven til {name} ({score}): {why}.")),
    ):
        for first in found[:1]:
            row = first.agreement
            why = ", ".join((_short(first.factors), *doubt_words(row, register)))
            words = pattern.format(name=row.name, score=number(first.score, 2), why=why)
            lines.append((first.score, page_item(words, "kart", DEFAULT.but(avtale=(row.id,)))))
    return [item for _score, item in sorted(lines, key=lambda line: -round(line[0], 9))]


def _short(factors: Factors) -> str:
    near = _("nær") if factors.nearness >= 0.5 else _("langt unna")
    return ", ".join((history_words(factors), near, size_words(factors), region_words(factors)))


def _join_table(found: Sequence[Offer], register: Register) -> Table:
    rows = []
    for one in found[:_SHOWN]:
        in_it = [code for code in one.agreement.members if code not in one.joining]
        why = [
            history_words(one.factors),
            _ways_words(one.ways, one.joining, register),
            size_words(one.factors),
            _("{n} deltakere fra før").format(n=number(len(in_it))),
            region_words(one.factors),
            *doubt_words(one.agreement, register),
        ]
        rows.append(
            (
                page_item(one.agreement.name, "kart", DEFAULT.but(avtale=(one.agreement.id,))),
                form_word(one.agreement, register),
                listing(municipality_names(one.joining, register)),
                Bar(round(one.score, 3)),
                *bars(one.factors),
                ", ".join(why),
            )
        )
    columns = (
        _("Samarbeid"),
        _("Form"),
        _("Hvem går inn"),
        _("Samlet"),
        *criteria_words(),
        _("Hvorfor"),
    )
    return Table(_("A. Bli med sammen i et samarbeid som finnes"), columns, tuple(rows))


def _ways_words(ways: Sequence[Way], codes: Sequence[str], register: Register) -> str:
    """Return the longest way to the seat, and for whom; the nearest member where none is known."""
    places = register.municipality_by_code
    # Minutes go before km: one way that is timed is the only one that can be compared with it.
    timed = [one for one in zip(ways, codes, strict=True) if one[0].minutes is not None]
    if timed and len(timed) == len(ways):
        way, code = max(timed, key=lambda one: (one[0].minutes or 0.0, one[1]))
        text = _("lengst {n} minutter til {seat} (fra {name})")
        far = number(way.minutes or 0.0)
    else:
        way, code = max(zip(ways, codes, strict=True), key=lambda one: (one[0].km, one[1]))
        text = _("lengst {n} km i luftlinje til {seat} (fra {name})")
        far = number(way.km)
    words = text.format(n=far, seat=places[way.to].name, name=places[code].name)
    return words if way.known else words + " " + _("– nærmeste deltaker, setet er ikke kjent")


def _addition_table(
    found: Sequence[Addition], register: Register, table: Mapping[str, Cell]
) -> Table:
    rows = []
    for one in found[:_SHOWN]:
        why = [
            history_words(one.factors),
            size_words(one.factors),
            region_words(one.factors),
            _("{people} innbyggere til sammen").format(people=number(one.group.population)),
            _("lengst {km} km i luftlinje").format(km=number(one.group.km)),
        ]
        rows.append(
            (
                register.municipality_by_code[one.code].name,
                gap_word(table[one.code].standing),
                Bar(round(one.score, 3)),
                *bars(one.factors),
                Bar(round(one.group.score, 3)),
                ", ".join(why),
            )
        )
    columns = (
        _("Kommune"),
        _("Slag hull"),
        _("Samlet"),
        *criteria_words(),
        _("Gruppa samlet"),
        _("Hvorfor"),
    )
    caption = _("B. Nytt samarbeid: hvem kan være med som én til?")
    note = _(
        "Naboer som også mangler tjenesten. Tallene er snittet mot hver av dem som spør; «Gruppa "
        "samlet» er snittet over alle par når kommunen er med."
    )
    return Table(caption, columns, tuple(rows), note)


def _group_table(joint: Together, register: Register, table: Mapping[str, Cell]) -> Table:
    """Return the new groups: those who ask alone, then with two neighbours or more."""
    # With one more they stand in the table of additions.
    larger = [one for one in joint.groups if len(one.codes) > len(joint.asking) + 1]
    rows = []
    for group in (joint.alone, *larger[: _SHOWN - 1]):
        added = group.codes[len(joint.asking) :]
        names = [
            f"{register.municipality_by_code[c].name} ({gap_word(table[c].standing)})"
            for c in added
        ]
        common = (
            _("Deler alt: {names}.").format(names=listing([row.name for row in group.common[:2]]))
            if group.common
            else _("Ingen avtale har alle med fra før.")
        )
        why = _("{people} innbyggere til sammen, lengst {km} km i luftlinje. {common}").format(
            people=number(group.population), km=number(group.km), common=common
        )
        who = listing(names) if names else _("ingen: bare de som spør")
        rows.append((who, Bar(round(group.score, 3)), *bars(group.factors), why))
    columns = (_("Sammen med"), _("Samlet"), *criteria_words(), _("Hvorfor"))
    caption = _("B. Nytt samarbeid: de som spør alene, og grupper på opptil fem")
    return Table(caption, columns, tuple(rows), _("Tallene er snittet over alle par i gruppa."))
