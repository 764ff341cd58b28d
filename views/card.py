"""The card of an agreement: all its fields in plain words, its sources, and what is uncertain."""

from analysis.selection import ENDED, in_year, is_weak
from data.language import _
from data.records import Agreement
from data.register import Register
from views.pictures.signs import colour_of, shape_of
from views.view import Badge, Card, Item, Line
from views.words import (
    confidence_word,
    form_word,
    listing,
    municipality_names,
    span_of_years,
    status_word,
)


def build_card(row: Agreement, register: Register, year: int | None = None) -> Card:
    """Return the card of `row`; `year` is the year that the filters ask for, if any."""
    lines = (
        _line(_("Tjeneste"), _service_words(row, register)),
        _line(_("Form"), _form_words(row, register)),
        _line(_("Deltakere"), *_member_words(row, register)),
        _line(_("Andre deltakere"), listing(row.others)),
        _line(_("Vertskommune"), _name(row.host, register)),
        _line(_("Sete"), _seat_words(row, register)),
        _line(_("Formål"), row.purpose),
        _line(_("Status"), _status_words(row)),
        _line(_("Varighet"), span_of_years(row)),
        _line(_("Del av"), _agreement_name(row.part_of, register)),
        _line(_("Deler"), listing(_parts(row, register))),
        _line(_("Avløst av"), _agreement_name(row.succeeded_by, register)),
        _line(_("Organisasjonsnummer"), _spaced(row.orgnr)),
        Line(_("Kilde"), tuple(Item(text, url) for text, url in row.sources)),
        _line(_("Kilde fra"), str(row.source_year) if row.source_year else ""),
        _line(_("Sikkerhet"), confidence_word(row.confidence)),
    )
    return Card(
        agreement=row.id,
        title=row.name,
        colour=colour_of(row, register),
        service=register.service_by_code[row.service].name,
        badges=_badges(row),
        lines=tuple(line for line in lines if any(item.text for item in line.items)),
        doubts=_doubts(row, register, year),
    )


def _line(label: str, *texts: str) -> Line:
    return Line(label, tuple(Item(text) for text in texts if text))


def _name(code: str, register: Register) -> str:
    return register.municipality_by_code[code].name if code else ""


def _spaced(orgnr: str) -> str:
    return f"{orgnr[:3]} {orgnr[3:6]} {orgnr[6:]}" if len(orgnr) == 9 else orgnr


def _agreement_name(key: str, register: Register) -> str:
    return register.agreement(key).name if key in register.agreements.index else ""


def _parts(row: Agreement, register: Register) -> list[str]:
    return [other.name for other in register.agreement_records if other.part_of == row.id]


def _service_words(row: Agreement, register: Register) -> str:
    service = register.service_by_code[row.service]
    return f"{service.name} ({service.family})"


def _form_words(row: Agreement, register: Register) -> str:
    if row.form == "ukjent":
        return _("Ingen kilde sier hvilken form samarbeidet har.")
    form = register.form_by_code[row.form]
    words = form_word(row, register)
    text = words[0].upper() + words[1:]
    return f"{text} – {form.legal_basis}" if form.legal_basis else text


def _member_words(row: Agreement, register: Register) -> tuple[str, ...]:
    if not row.members:
        return (_("Deltakere ikke kjent."),)
    names = listing(municipality_names(row.members, register))
    if not row.incomplete:
        return (names,)
    if len(row.members) == 1:
        return (names, _("Bare {name} er navngitt; kilden vet om flere.").format(name=names))
    return (names, _("Deltakerlista er ufullstendig: kilden vet om flere enn den navngir."))


def _seat_words(row: Agreement, register: Register) -> str:
    if row.seat:
        return register.municipality_by_code[row.seat].name
    return _("Sete ikke kjent.") if shape_of(row, register) == "diamond" else ""


def _status_words(row: Agreement) -> str:
    word = status_word(row.status)
    if row.status == "aktiv" and row.source_year:
        return _("aktiv etter kilden fra {year}").format(year=row.source_year)
    return word


def _badges(row: Agreement) -> tuple[Badge, ...]:
    badges = []
    if row.status in ("under-utvikling", "ukjent", ENDED):
        badges.append(Badge(status_word(row.status), "warn" if row.status == "ukjent" else "plain"))
    if is_weak(row):
        badges.append(Badge(_("svakt organisert"), "plain"))
    if row.incomplete:
        badges.append(Badge(_("ufullstendig deltakerliste"), "warn"))
    if row.confidence == "C":
        badges.append(Badge(_("usikker kilde"), "warn"))
    return tuple(badges)


def _doubts(row: Agreement, register: Register, year: int | None) -> tuple[str, ...]:
    doubts = []
    if row.note:
        doubts.append(row.note)
    if row.confidence == "C":
        doubts.append(_("Opplysningene bygger på en annenhånds eller delvis kilde."))
    if row.status == "ukjent":
        doubts.append(_("Ingen kilde sier om samarbeidet fortsatt er i gang."))
    if row.form == "paragraf-27":
        doubts.append(
            _("Formen er ikke lovlig etter høsten 2023 (kommuneloven § 31-2) og må avklares.")
        )
    if year is not None and in_year(row, year) and row.start is None and row.end is None:
        doubts.append(_("Samarbeidet har ikke årstall, så filteret på år utelater det ikke."))
    return tuple(doubts)
