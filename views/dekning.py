"""Coverage: who takes part in what, where nobody does, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.coverage import STANDINGS, Cell, Coverage
from analysis.gaps import Gap, around, gaps, incomplete
from analysis.likeness import Travel
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from views import kart
from views.matrix import Matrix, covered, matrix, tally_words
from views.partners import Neighbours, joinable_words
from views.query import DEFAULT, Query
from views.switches import kept, switch_words
from views.view import Item, Section, Table, View, page_item
from views.words import (
    filter_words,
    form_word,
    gap_word,
    listing,
    municipality_names,
    number,
    span_of_years,
    state_word,
)


@dataclass(frozen=True, slots=True)
class CoverageView(View):
    """What the coverage page shows beside what every view has.

    Attributes
    ----------
    matrix
        The cells in the order asked for.
    service
        The service whose map stands beside it.
    panel
        What is known of the cell that is open, or how to read the matrix.
    """

    matrix: Matrix | None = None
    service: str = ""
    map_title: str = ""
    panel: Section | None = None


def build(
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    neighbours: Neighbours,
    travel: Travel | None = None,
) -> CoverageView:
    """Return the view of the coverage page.

    Parameters
    ----------
    register, query, boundaries
        The register, what is asked, and the areas of the map.
    neighbours
        Codes of each municipality's neighbours, nearest first.
    travel
        Minutes between municipalities, where the folder has them.
    """
    found = covered(register, query)
    code, _hyphen, service = query.celle.partition("-")
    if service not in found.services:
        code, service = "", _least_covered(found)
    asked = query.but(tjeneste=(service,), kommune=(), region=(), avtale=(), storskjerm=False)
    picture = kart.build(register, asked, boundaries).picture
    listed = gaps(found, register)
    panel = None
    if code:
        cell = found.cell(code, service)
        panel = _panel(cell, service, found, register, query, neighbours, travel or {})
    return CoverageView(
        title=_("Hvor er hullene?"),
        lead=_lead(found, register, query),
        picture=replace(picture, title="", lead="", legend=()) if picture else None,
        tables=(_gap_table(listed, found, register, query, neighbours),),
        notes=_incomplete_notes(found, register),
        matrix=matrix(found, register, query),
        service=service,
        map_title=_map_title(service, found, register),
        panel=panel,
    )


def _least_covered(found: Coverage) -> str:
    counts = found.tallies(0)
    return min(found.services, key=lambda code: counts[code]["med"], default="")


def _map_title(service: str, found: Coverage, register: Register) -> str:
    name = register.service_by_code[service].name
    return f"{name}: {tally_words(found.tallies(0)[service])}"


def _lead(found: Coverage, register: Register, query: Query) -> str:
    """Return the sentence with the numbers, and which switches they are counted under."""
    counts = found.tallies(0)
    if len(found.services) == 1:
        service = found.services[0]
        text = f"{register.service_by_code[service].name}: {tally_words(counts[service])}."
    else:
        total = {s: sum(counts[code][s] for code in found.services) for s in STANDINGS}
        text = _(
            "{services} tjenester × {all} kommuner: {med} steder med samarbeid, {alene} bekreftede "
            "hull (alene), {svakt} svakt dekket og {mulig} mulige hull (ikke registrert)."
        ).format(
            services=number(len(found.services)),
            all=number(len(found.codes)),
            med=number(total["med"]),
            alene=number(total["alene"]),
            svakt=number(total["svakt"]),
            mulig=number(total["ikke-registrert"]),
        )
        for key, words in (
            ("holdt-utenfor", _("{n} er holdt utenfor av filteret.")),
            ("ikke-kommunalt", _("{n} er ikke lenger kommunalt ansvar.")),
        ):
            if total[key]:  # type: ignore[index]
                text += " " + words.format(n=number(total[key]))  # type: ignore[index]
    asked = query.but(tjeneste=(), kommune=(), region=(), sikkerhet=())
    filters = filter_words(asked, register)
    if filters:
        text += " " + _("Bare {filters}.").format(filters="; ".join(filters))
    return f"{text} {switch_words(found, query)}"


def _incomplete_notes(found: Coverage, register: Register) -> tuple[str, ...]:
    """Name the agreements with members that no source names, beside the gaps of their service."""
    counts = found.tallies(0)
    notes = []
    for service in found.services:
        rows = incomplete(register, service)
        if rows and counts[service]["ikke-registrert"]:
            sentence = ngettext(
                "{names} har medlemmer som ingen kilde navngir; mulige hull kan være dekket.",
                "{names} har medlemmer som ingen kilde navngir; mulige hull kan være dekket.",
                len(rows),
            )
            name = register.service_by_code[service].name
            notes.append(f"{name}: " + sentence.format(names=listing(r.name for r in rows)))
    return tuple(notes)


def _gap_table(
    listed: Sequence[Gap],
    found: Coverage,
    register: Register,
    query: Query,
    neighbours: Neighbours,
) -> Table:
    rows = []
    switches = kept(query)
    for gap in listed:
        service = register.service_by_code[gap.service]
        near = around(gap.code, gap.service, found, neighbours)
        cell = f"{gap.code}-{gap.service}"
        rows.append(
            (
                service.name,
                service.duty,
                register.municipality_by_code[gap.code].name,
                gap_word(gap.standing),
                listing(municipality_names(near.having, register)) or "–",
                listing(municipality_names(near.lacking, register)) or "–",
                page_item(
                    _("mulige partnere"),
                    "kommune",
                    switches.but(kommune=(gap.code,), celle=cell),
                ),
            )
        )
    caption = _("{n} hull, etter pliktklasse, hvor mange som mangler tjenesten, og folketall")
    columns = (
        _("Tjeneste"),
        _("Plikt"),
        _("Kommune"),
        _("Slag hull"),
        _("Naboer som har"),
        _("Naboer som også mangler"),
        _("Videre"),
    )
    return Table(caption.format(n=number(len(rows))), columns, tuple(rows))


def _panel(
    cell: Cell,
    service: str,
    found: Coverage,
    register: Register,
    query: Query,
    neighbours: Neighbours,
    travel: Travel,
) -> Section:
    """Return what is known of one cell: what is there, or what kind of gap and who could help."""
    name = register.municipality_by_code[cell.code].name
    what = register.service_by_code[service].name
    text = state_word(cell.state)
    if cell.gap:
        text += f" – {gap_word(cell.standing)}"
    if cell.standing == "holdt-utenfor":
        text += " – " + _("holdt utenfor av filteret")
    if cell.uncertain:
        text += " (" + _("usikker") + ")"
    items = [_row_item(row, register) for row in cell.rows]
    if cell.state == "alene":
        items += [
            Item(
                _("{source} ({year})").format(source=a.source, year=a.source_year or "–"),
                a.source_url,
            )
            for a in register.alone_records
            if a.municipality == cell.code and a.service == service
        ]
    if cell.gap:
        near = around(cell.code, service, found, neighbours)
        having = listing(municipality_names(near.having, register)) or _("ingen")
        lacking = listing(municipality_names(near.lacking, register)) or _("ingen")
        items.append(Item(_("Naboer som har tjenesten: {names}").format(names=having)))
        items.append(Item(_("Naboer som også mangler: {names}").format(names=lacking)))
        items += joinable_words(register, query, cell.code, service, neighbours, travel)
        onward = kept(query).but(kommune=(cell.code,), celle=query.celle)
        items.append(page_item(_("Se alle mulige partnere"), "kommune", onward))
    return Section(f"{name} · {what}", f"{text[:1].upper()}{text[1:]}.", tuple(items))


def _row_item(row: Agreement, register: Register) -> Item:
    parts = (row.name, form_word(row, register), span_of_years(row))
    return page_item(" · ".join(p for p in parts if p), "kart", DEFAULT.but(avtale=(row.id,)))


def data(register: Register, query: Query) -> Table:
    """Return one record a cell, in codes: what `run.py export --view dekning` writes."""
    found = covered(register, query)
    rows = []
    for code in found.codes:
        for service in found.services:
            cell = found.cell(code, service)
            rows.append(
                (
                    code,
                    register.municipality_by_code[code].name,
                    service,
                    cell.state,
                    cell.gap,
                    "ja" if cell.uncertain else "nei",
                    "|".join(row.id for row in cell.rows),
                )
            )
    columns = ("kommunenummer", "kommune", "tjeneste", "tilstand", "hull", "usikker", "avtaler")
    return Table("dekning", columns, tuple(rows))
