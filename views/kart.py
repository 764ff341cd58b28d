"""The map: what the filters leave of the register, as a network, a list and a card."""

from dataclasses import replace

from analysis.coverage import Cell, cells
from analysis.selection import Search, Selection, pick, select
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.labels import COUNTY_FRAME, HALL_FRAME
from geo.picture import LegendRow, Picture
from views.card import build_card
from views.pictures import draw
from views.pictures.service import uncertain_note
from views.pictures.signs import colour_of, legend_row
from views.query import Query
from views.switches import in_force
from views.view import Door, Table, View
from views.words import (
    collaborations,
    filter_words,
    form_word,
    listing,
    municipality_names,
    number,
    region_slug,
    span_of_years,
    status_word,
)

ATTRIBUTION = "Grenser: © Kartverket (CC BY 4.0)"


def build(register: Register, query: Query, boundaries: Boundaries | None) -> View:
    """Return the view of the map for `query`.

    Parameters
    ----------
    register
        The register in force.
    query
        Filters, switches and focus.
    boundaries
        The areas, or None where they cannot be read: the list, the table and the card still
        say all.
    """
    focus = register.agreement(query.avtale[0]) if len(query.avtale) == 1 else None
    selection = selected(register, query)
    service = query.tjeneste[0] if len(query.tjeneste) == 1 and len(query.avtale) < 2 else ""
    table = _cells(register, query, selection, service) if service else None
    picture, left_out = draw(
        selection,
        register,
        boundaries,
        focus=focus,
        service=(service, table) if service and table is not None else None,
        pairs=query.par,
        frame=HALL_FRAME if query.storskjerm else COUNTY_FRAME,
    )
    title = picture.title or (focus.name if focus else _title(selection, query, register))
    notes: tuple[str, ...] = ()
    if focus is not None:
        lead = _focus_lead(focus, register)
    else:
        lead = lead_words(selection, query, register)
        # The title of a service holds its numbers, and not what they are narrowed to.
        others = filter_words(query.but(tjeneste=()), register) if picture.title else []
        if others:
            lead += " " + _("Bare {filters}.").format(filters="; ".join(others))
        notes = (
            *former_notes(register, query),
            left_out,
            uncertain_note(table) if table is not None else "",
            *_left_out_notes(selection, register),
        )
    picture = replace(
        picture,
        title=title,
        lead=lead,
        legend=_legend(picture, selection, register, focus),
        attribution=f"{ATTRIBUTION} · {_('Registeret per {date}').format(date=register.as_of)}",
        alt=f"{title}. {lead}",
    )
    return View(
        title=title,
        lead=lead,
        picture=picture,
        card=build_card(focus, register, query.aar) if focus else None,
        tables=(_table(selection, register),),
        notes=tuple(note for note in notes if note),
        widen=widen(register, query, selection),
    )


def _cells(register: Register, query: Query, selection: Selection, service: str) -> dict[str, Cell]:
    """Return the cells of a service; ended agreements asked for by status are read as well."""
    return cells(register, service, in_force(query), {row.id for row in selection.rows})


def selected(register: Register, query: Query) -> Selection:
    """Return the agreements that a query asks for: those named, or those the filters leave."""
    if len(query.avtale) > 1:
        return pick(register, query.avtale)
    regions = {code: region_slug(m.region) for code, m in register.municipality_by_code.items()}
    return select(register, query, regions)


def _legend(
    picture: Picture, selection: Selection, register: Register, focus: Agreement | None
) -> tuple[LegendRow, ...]:
    """Return the numbered list: all that is selected, also while one of them is looked at."""
    rows = picture.legend
    if focus is not None or picture.kind in ("one", "county"):
        rows = tuple(
            legend_row(row, register, index + 1, colour_of(row, register))
            for index, row in enumerate(selection.drawn)
        )
    nameless = tuple(legend_row(row, register, 0, "#6B7280") for row in selection.nameless)
    return (*rows, *nameless)


def _title(selection: Selection, query: Query, register: Register) -> str:
    rows = selection.drawn
    if len(query.avtale) > 1:
        return _("{n} utvalgte samarbeid").format(n=number(len(rows)))
    words = filter_words(query, register)
    if not words:
        return _("{n} binder kommunene sammen").format(n=collaborations(len(rows)))
    return f"{collaborations(len(rows))}: " + " · ".join(words)


def _focus_lead(row: Agreement, register: Register) -> str:
    """Return who takes part in one agreement, and where that is known from."""
    names = listing(municipality_names(row.members, register)) or _("Deltakere ikke kjent")
    others = _(" sammen med {names}").format(names=listing(row.others)) if row.others else ""
    source = _("Kilde fra {year}, sikkerhet {confidence}.").format(
        year=row.source_year or _("ukjent år"), confidence=row.confidence
    )
    return f"{names}{others}. {source}"


def lead_words(selection: Selection, query: Query, register: Register) -> str:
    """Return the sentence that says what is counted, and by which definition."""
    rows = selection.drawn
    unknown = sum(1 for row in rows if row.status == "ukjent")
    if len(query.avtale) > 1:
        statuses = _("uansett status")
    elif query.status:
        statuses = _("status: {names}").format(
            names=listing([status_word(s) for s in query.status], _("eller"))
        )
    elif query.avsluttet:
        statuses = _("alle statuser, også avsluttede")
    else:
        statuses = _("alle statuser unntatt avsluttet")
    parts = [statuses]
    if unknown:
        parts.append(_("herav {n} med ukjent status").format(n=number(unknown)))
    if selection.undated:
        parts.append(_("{n} uten årstall").format(n=number(selection.undated)))
    text = _("Teller alle organisasjonsformer") if not query.form else _("Teller valgte former")
    return f"{text}, {', '.join(parts)}. " + _("Registeret per {date}.").format(date=register.as_of)


def former_notes(register: Register, query: Query) -> tuple[str, ...]:
    """Return what the search took for a former municipality, and where that is today."""
    notes = []
    for word, codes in Search(register, query.sok).former.items():
        today = listing(municipality_names(codes, register))
        sentence = _("{old} er i dag {today}; søket finner samarbeidene der.")
        notes.append(sentence.format(old=word.capitalize(), today=today))
    return tuple(notes)


def _left_out_notes(selection: Selection, register: Register) -> tuple[str, ...]:
    notes = []
    parts = sum(len(group) for group in selection.folded.values())
    if parts:
        sentence = ngettext(
            "{n} del av et større samarbeid er tegnet som helheten{names}.",
            "{n} deler av større samarbeid er tegnet som helheten{names}.",
            parts,
        )
        wholes = [register.agreement(key).name for key in selection.folded]
        names = f" ({listing(wholes)})" if len(wholes) < 3 else ""
        notes.append(sentence.format(n=number(parts), names=names))
    if selection.nameless:
        sentence = ngettext(
            "{n} samarbeid har ingen kjente deltakere; det står i lista, men ikke på kartet.",
            "{n} samarbeid har ingen kjente deltakere; de står i lista, men ikke på kartet.",
            len(selection.nameless),
        )
        notes.append(sentence.format(n=number(len(selection.nameless))))
    return tuple(notes)


def _table(selection: Selection, register: Register) -> Table:
    rows = tuple(
        (
            row.name,
            register.service_by_code[row.service].name,
            form_word(row, register),
            listing(municipality_names(row.members, register)) or _("deltakere ikke kjent"),
            status_word(row.status),
            span_of_years(row),
            row.confidence,
        )
        for row in (*selection.drawn, *selection.nameless)
    )
    columns = (
        _("Samarbeid"),
        _("Tjeneste"),
        _("Form"),
        _("Deltakere"),
        _("Status"),
        _("Varighet"),
        _("Sikkerhet"),
    )
    return Table(_("Samarbeidene som tabell"), columns, rows)


_FILTERS = ("sok", "aar", "sikkerhet", "status", "form", "region", "kommune", "tjeneste")


def widen(register: Register, query: Query, selection: Selection) -> tuple[Door, ...]:
    """Return, where nothing is found, the same question with one filter less, if that helps."""
    if selection.drawn or selection.nameless or not query.filtered:
        return ()
    doors = []
    if not query.avsluttet and not query.status:
        doors.append(query.but(avsluttet=True))
    if query.modus == "og" and len(query.kommune) > 1:
        doors.append(query.but(modus="eller"))
    doors.extend(
        query.but(**{key: getattr(Query(), key)}) for key in _FILTERS if getattr(query, key)
    )
    found = []
    for wider in doors:
        hits = selected(register, wider)
        count = len(hits.drawn) + len(hits.nameless)
        if count:
            found.append(Door(_widen_words(query, wider), collaborations(count), "kart", wider))
    return tuple(found[:4])


def _widen_words(query: Query, wider: Query) -> str:
    names = {
        "sok": _("uten søkeordet"),
        "aar": _("alle år"),
        "sikkerhet": _("alle sikkerhetsgrader"),
        "status": _("alle statuser"),
        "form": _("alle organisasjonsformer"),
        "region": _("alle regioner"),
        "kommune": _("alle kommuner"),
        "tjeneste": _("alle tjenester"),
        "avsluttet": _("ta med avsluttede"),
        "modus": _("minst én av kommunene"),
    }
    return next(text for key, text in names.items() if getattr(query, key) != getattr(wider, key))
