"""The ownership report of a municipality (kommuneloven § 26-1): all that the register knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from analysis.networks import living
from analysis.selection import HOST_FORMS, UNKNOWN_FORM, sort_key
from data import legal
from data.language import _
from data.records import Agreement, Form
from data.register import Register
from views.card import build_card
from views.view import Item
from views.words import (
    collaborations,
    confidence_word,
    form_word,
    listing,
    municipality_names,
    number,
    span_of_years,
)

LAW: Final = Item("kommuneloven § 26-1", "https://lovdata.no/lov/2018-06-22-83/§26-1")
_NO_OWNERS: Final = "stiftelse"


class Field(NamedTuple):
    """One line of a table: what it is, what is known, and else what is to be filled in."""

    label: str
    known: tuple[Item, ...] = ()
    blank: str = ""


class Entry(NamedTuple):
    """One company, council, joint task or host arrangement."""

    id: str
    name: str
    fields: tuple[Field, ...]


class Group(NamedTuple):
    """All of one form: its name, what the law says of liability and exit, and those of it."""

    form: str
    title: str
    terms: tuple[Field, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What the register knows of a municipality's interests.

    Attributes
    ----------
    name, code
        The municipality.
    lead
        The sentence that says what is counted, with its definition.
    groups
        What is counted, by form, from tight to loose.
    unclear
        Rows whose form no source names: they may belong here.
    elsewhere
        How many living agreements, projects and networks are left out, in words.
    overview
        Lines of the table in front: name, form, partners, since, id.
    """

    name: str
    code: str
    lead: str
    groups: tuple[Group, ...]
    unclear: tuple[Entry, ...]
    elsewhere: str
    overview: tuple[tuple[str, ...], ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of all rows that the report has a table of, sorted."""
        counted = [entry.id for group in self.groups for entry in group.entries]
        return tuple(sorted((*counted, *(entry.id for entry in self.unclear))))


def build(register: Register, code: str) -> Report:
    """Return the report of one municipality; KeyError if the register does not have it."""
    place = register.municipality_by_code[code]
    rows = [row for row in living(register) if code in row.members]
    able = [form for form in register.form_by_code.values() if counts(form)]
    kept = {form.code: _by_name(r for r in rows if r.form == form.code) for form in able}
    owned = [row for group in kept.values() for row in group]
    unclear = _by_name(row for row in rows if row.form == UNKNOWN_FORM)
    lead = _(
        "{name} er med i {n} med eget organ, eget rettssubjekt eller vertskommune, som ikke er "
        "avsluttet. Registeret er per {date}. Det som ikke er registrert, kan likevel finnes."
    ).format(name=place.name, n=collaborations(len(owned)), date=register.as_of or "–")
    return Report(
        name=place.name,
        code=code,
        lead=lead,
        groups=tuple(
            Group(
                form.code,
                form.name,
                _terms(form),
                tuple(_entry(row, code, register) for row in kept[form.code]),
            )
            for form in able
            if kept[form.code]
        ),
        unclear=tuple(_entry(row, code, register) for row in unclear),
        elsewhere=_elsewhere(rows, len(owned) + len(unclear)),
        overview=tuple(_overview(row, register) for row in (*owned, *unclear)),
    )


def counts(form: Form) -> bool:
    """Return whether a form belongs in an ownership report: an organ or a legal person."""
    return form.binding == "organ" or form.own_legal_person == "ja"


def _by_name(rows: Iterable[Agreement]) -> list[Agreement]:
    return sorted(rows, key=lambda row: (sort_key(row.name), row.id))


def _elsewhere(rows: Sequence[Agreement], inside: int) -> str:
    left = len(rows) - inside
    if not left:
        return ""
    text = _(
        "Ikke med her: {n} uten eget organ (avtale, prosjekt eller nettverk). De står på siden "
        "om kommunen."
    )
    return text.format(n=collaborations(left))


def _overview(row: Agreement, register: Register) -> tuple[str, ...]:
    others = len(row.members) - 1
    more = "+" if row.incomplete else ""
    return (
        row.name,
        form_word(row, register),
        number(others) + more,
        str(row.start or "–"),
        row.id,
    )


def _terms(form: Form) -> tuple[Field, ...]:
    """Return what holds for liability and exit, each with its paragraph."""
    return (
        Field(_("Ansvar"), _said(form, "ansvar", form.liability)),
        Field(_("Uttreden"), _said(form, "uttreden", form.exit)),
        Field(_("Øverste organ"), _said(form, "organ", form.highest_organ)),
    )


def _said(form: Form, topic: str, otherwise: str) -> tuple[Item, ...]:
    """Return sentences, each followed by where it stands; else the words of the list of forms."""
    by_place: dict[tuple[str, str], list[str]] = {}
    for one in legal.statements():
        if (one.form, one.topic) == (form.code, topic):
            doubt = "" if one.confirmed else " " + _("Ikke bekreftet i kilde.")
            by_place.setdefault((one.paragraph, one.url), []).append(one.text + doubt)
    items: list[Item] = []
    for (paragraph, url), said in by_place.items():
        items += [Item(" ".join(said)), _place_of_law(paragraph, url)]
    if items or not otherwise:
        return tuple(items)
    url = form.sources[0][1] if form.sources else ""
    return (Item(otherwise), _place_of_law(form.legal_basis, url))


def _place_of_law(paragraph: str, url: str) -> Item:
    """Return a paragraph in brackets, its sign and number never on two lines."""
    return Item(f"({paragraph})".replace("§ ", "§\u00a0"), url)


def _entry(row: Agreement, code: str, register: Register) -> Entry:
    service = register.service_by_code[row.service]
    partners = [other for other in row.members if other != code]
    names = listing(municipality_names(partners, register))
    if row.incomplete:
        names += " " + _("(lista er ufullstendig)")
    fields = (
        *_unknown_form(row),
        _text(_("Formål"), row.purpose, _("formål")),
        _text(_("Tjeneste"), service.name),
        _text(_("Sammen med"), names, _("deltakere")),
        *((_text(_("Andre deltakere"), listing(row.others)),) if row.others else ()),
        _place(row, register),
        _text(_("Varighet"), span_of_years(row), _("fra hvilket år")),
        *_numbers(row, register.form_by_code[row.form]),
        *_shares(row, register.form_by_code[row.form]),
        _source(row),
        _text(_("Sikkerhet"), confidence_word(row.confidence)),
        _text(
            _("Hva er usikkert"), " ".join(build_card(row, register).doubts) or _("ikke noe ført")
        ),
        _text(_("Id i registeret"), row.id),
    )
    return Entry(row.id, row.name, fields)


def _unknown_form(row: Agreement) -> tuple[Field, ...]:
    if row.form != UNKNOWN_FORM:
        return ()
    return (_text(_("Form"), "", _("organisasjonsform")),)


def _text(label: str, known: str, blank: str = "") -> Field:
    return Field(label, (Item(known),) if known.strip() else (), blank or label.casefold())


def _place(row: Agreement, register: Register) -> Field:
    """Return the seat, or the host, of a row; a host form has no seat of its own."""
    hosted = row.form in HOST_FORMS
    code = (row.host or row.seat) if hosted else (row.seat or row.host)
    label = _("Vertskommune") if hosted or (row.host and not row.seat) else _("Sete")
    name = register.municipality_by_code[code].name if code else ""
    return _text(label, name, label.casefold())


def _numbers(row: Agreement, form: Form) -> tuple[Field, ...]:
    if not row.orgnr and form.own_legal_person != "ja":
        return ()
    spaced = " ".join((row.orgnr[:3], row.orgnr[3:6], row.orgnr[6:])) if row.orgnr else ""
    return (_text(_("Organisasjonsnummer"), spaced, _("organisasjonsnummer")),)


def _shares(row: Agreement, form: Form) -> tuple[Field, ...]:
    """Return the blanks for what the register never knows: the share, and what it cost."""
    cost = Field(_("Kostnad siste år"), (), _("kostnad siste år"))
    if row.form == _NO_OWNERS:
        return (
            Field(_("Eierandel"), (Item(_("ikke aktuelt: en stiftelse har ingen eiere")),)),
            cost,
        )
    if form.code == UNKNOWN_FORM:
        return (Field(_("Eierandel"), (), _("eierandel, hvis det er et selskap")), cost)
    if form.own_legal_person == "nei":
        return (Field(_("Andel av kostnaden"), (), _("andel av kostnaden")), cost)
    return (Field(_("Eierandel"), (), _("eierandel")), cost)


def _source(row: Agreement) -> Field:
    year = _("kilde fra {year}").format(year=row.source_year or _("ukjent år"))
    items = tuple(Item(text, url) for text, url in row.sources if text or url)
    return Field(_("Kilde"), (*items, Item(f"({year})")) if items else (), _("kilde og år"))
