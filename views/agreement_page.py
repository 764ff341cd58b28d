"""The page of one agreement: its fields in plain words, its map, its kin, and how to mend it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from analysis.selection import ENDED, HOST_FORMS, pick
from data.errors import masked
from data.language import _
from data.records import Agreement
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Picture
from views import kart
from views.card import build_card
from views.draft import differences
from views.history import kind_word, when
from views.kin import kin_section
from views.pictures import draw
from views.query import DEFAULT, Query
from views.view import Badge, Card, Item, Line, Section, Table, View, page_item
from views.words import confidence_word, listing, municipality_names

if TYPE_CHECKING:
    from data.database.changes import Event

PAGE: Final = "avtaler"
Items = tuple[Item, ...]


class Report(NamedTuple):
    """A ready e-mail about a fault: subject, the whole text, and one short enough for a link."""

    subject: str
    body: str
    short: str


@dataclass(frozen=True, slots=True)
class AgreementView(View):
    """What the page of an agreement shows beside what every view has."""

    badges: tuple[Badge, ...] = ()
    lines: tuple[Line, ...] = ()
    report: Report = field(default_factory=lambda: Report("", "", ""))


def build(
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    history: Sequence["Event"] = (),
    address: str = "",
) -> AgreementView:
    """Return the page of the one agreement that `query` names.

    Parameters
    ----------
    register, query, boundaries
        The register, what is asked, and the areas of the map.
    history
        What has been done to the row, in any order.
    address
        The page's own address without its question, for the e-mail.

    Raises
    ------
    KeyError
        If the register has no such agreement.
    """
    row = register.agreement(query.avtale[0])
    card = build_card(row, register)
    link = f"{address or PAGE}?avtale={row.id}"
    return AgreementView(
        title=row.name,
        lead=row.purpose or _("Ingen kilde sier hva samarbeidet er til for."),
        picture=_picture(row, register, boundaries),
        badges=card.badges,
        lines=_lines(row, card, register),
        report=_report(row, card, link),
        sections=(
            Section(_("Hva er usikkert"), items=tuple(map(Item, _doubts(row, card, register)))),
            _sources(row),
            kin_section(row, register),
            history_section(history, register),
        ),
    )


def for_file(
    view: AgreementView, register: Register, query: Query, boundaries: Boundaries | None
) -> View:
    """Return the page as a file shows it: the map with the card beside it, then the sections."""
    shown = kart.build(
        register, DEFAULT.but(avtale=query.avtale[:1], sprak=query.sprak), boundaries
    )
    rows = tuple((line.label, "; ".join(item.text for item in line.items)) for line in view.lines)
    fields = Table(view.title, (_("Felt"), _("Innhold")), rows)
    return replace(
        shown, lead=f"{view.lead} {shown.lead}", tables=(fields,), sections=view.sections
    )


def _picture(row: Agreement, register: Register, boundaries: Boundaries | None) -> Picture:
    """Return the map of this agreement alone; what it is called stands beside it."""
    picture, _left_out = draw(pick(register, (row.id,)), register, boundaries, focus=row, pairs=0)
    credit = _("Registeret per {date}").format(date=register.as_of)
    names = listing(municipality_names(row.members, register)) or _("Deltakere ikke kjent")
    return replace(
        picture,
        title="",
        lead="",
        legend=(),
        # Long names would run out of a small map, and the heading says the same.
        hubs=tuple(replace(hub, label=()) for hub in picture.hubs),
        attribution=f"{kart.ATTRIBUTION} · {credit}",
        alt=f"{row.name}. {names}.",
    )


def _lines(row: Agreement, card: Card, register: Register) -> tuple[Line, ...]:
    """Return the fields, with links to what they name; sources have a part of their own."""
    before = [other for other in register.agreement_records if other.succeeded_by == row.id]
    parts = [other for other in register.agreement_records if other.part_of == row.id]
    by_id = register.agreement_by_id
    service = DEFAULT.but(tjeneste=(row.service,))
    links: Mapping[str, Callable[[Items], Items]] = {
        _("Tjeneste"): lambda items: (page_item(items[0].text, PAGE, service),),
        _("Deltakere"): lambda items: (
            (*_places(row.members, register), *items[1:]) if row.members else items
        ),
        _("Vertskommune"): lambda _items: _places((row.host,), register),
        _("Sete"): lambda items: _places((row.seat,), register) if row.seat else items,
        _("Del av"): lambda _items: _agreements([by_id[row.part_of]]),
        _("Deler"): lambda _items: _agreements(parts),
        _("Avløst av"): lambda _items: _agreements([by_id[row.succeeded_by]]),
    }
    lines = [
        Line(line.label, links[line.label](line.items)) if line.label in links else line
        for line in card.lines
        if line.label not in (_("Kilde"), _("Formål"))
    ]
    if before:
        lines.append(Line(_("Avløser"), _agreements(before)))
    return (*lines, Line(_("Id i registeret"), (Item(row.id),)))


def _places(codes: Iterable[str], register: Register) -> Items:
    return tuple(
        page_item(register.municipality_by_code[code].name, "kommune", DEFAULT.but(kommune=(code,)))
        for code in codes
    )


def _agreements(rows: Iterable[Agreement]) -> Items:
    return tuple(page_item(row.name, PAGE, DEFAULT.but(avtale=(row.id,))) for row in rows)


def _sources(row: Agreement) -> Section:
    year = _("Kilde fra {year}.").format(year=row.source_year or _("ukjent år"))
    text = _("{year} Sikkerhet {words}.").format(year=year, words=confidence_word(row.confidence))
    return Section(_("Kilder"), text, tuple(Item(text, url) for text, url in row.sources))


def _doubts(row: Agreement, card: Card, register: Register) -> tuple[str, ...]:
    """Return what is uncertain, and which fields no source fills."""
    doubts = list(card.doubts)
    if not row.members:
        doubts.append(_("Ingen kilde sier hvem som er med, så samarbeidet er ikke på kartet."))
    elif row.incomplete:
        doubts.append(_("Kilden sier at flere er med enn den navngir."))
    own = register.form_by_code[row.form].own_legal_person == "ja"
    missing = [
        word
        for word, lacks in (
            (_("startår"), row.start is None),
            (_("sluttår"), row.end is None and row.status == ENDED),
            (_("vertskommune"), not row.host and row.form in HOST_FORMS),
            (_("organisasjonsnummer"), not row.orgnr and own),
            (_("formål"), not row.purpose),
        )
        if lacks
    ]
    if missing:
        doubts.append(_("Ingen kilde oppgir {what}.").format(what=listing(missing)))
    return tuple(doubts) or (_("Ingen forbehold er ført om dette samarbeidet."),)


def history_section(events: Sequence["Event"], register: Register) -> Section:
    """Return what has been done to the row, newest first, one line a field that was changed."""
    title = _("Historikk")
    if not events:
        text = _("Ingen endringer er ført for dette samarbeidet.")
        return Section(title, text)
    lines: list[tuple[str, ...]] = []
    for event in sorted(events, key=lambda event: -event.seq):
        told = (when(event.at), event.role, kind_word(event.kind))
        if event.before is not None and event.after is not None:
            changed = differences(event.before, event.after, register)
            lines += [
                (told[0], label, before, after, *told[1:])
                for _name, label, before, after in changed
            ]
        else:
            word = _("Ny rad") if event.before is None else _("Slettet")
            lines.append((told[0], word, "–", "–", *told[1:]))
    columns = (_("Når"), _("Hva"), _("Før"), _("Etter"), _("Hvem"), _("Hvorfor"))
    return Section(title, tables=(Table(_("Endringer, nyeste først"), columns, tuple(lines)),))


def _report(row: Agreement, card: Card, link: str) -> Report:
    """Return a ready e-mail: what stands there today, and room for what is right."""
    fields = [
        f"{line.label}: {masked('; '.join(item.text for item in line.items))}"
        for line in card.lines
    ]
    name = masked(row.name)
    head = [_("Hei,"), "", _("Jeg vil melde fra om en feil i dette samarbeidet:"), ""]
    who = [name, _("Id: {id}").format(id=row.id), _("Lenke: {link}").format(link=link), ""]
    asks = [_("Hva er feil, og hva skal stå:"), "", "", _("Kilde (dokument, dato, nettadresse):")]
    today = [_("Slik står det i dag:"), *fields, ""]
    return Report(
        _("Feil i Samarbeidskart: {name} ({id})").format(name=name, id=row.id),
        "\n".join((*head, *who, *today, *asks, "")),
        "\n".join((*head, *who, *asks, "")),
    )
