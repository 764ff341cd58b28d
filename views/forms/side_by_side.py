"""Agreements side by side: one service by its forms, or one form by its services."""

from collections.abc import Iterable, Mapping, Sequence

from analysis.selection import UNKNOWN_FORM, sort_key
from data.language import _
from data.records import Agreement, Form
from data.register import Register
from views.pictures.signs import flags_of
from views.query import DEFAULT
from views.view import Item, Section, Table, page_item
from views.words import (
    collaborations,
    form_word,
    listing,
    municipality_names,
    number,
    span_of_years,
)

Groups = Sequence[tuple[str, Sequence[Agreement]]]


def by_form(rows: Iterable[Agreement], every: Iterable[Form]) -> Groups:
    """Return agreements by the names of their forms, in the order of `every`; none is empty."""
    listed = _listed(rows)
    groups = [(form.name, [row for row in listed if row.form == form.code]) for form in every]
    return [group for group in groups if group[1]]


def by_service(rows: Iterable[Agreement], register: Register) -> Groups:
    """Return agreements by the names of their services, the one with most of them first."""
    groups: dict[str, list[Agreement]] = {}
    for row in _listed(rows):
        groups.setdefault(register.service_by_code[row.service].name, []).append(row)
    return sorted(groups.items(), key=lambda group: (-len(group[1]), sort_key(group[0])))


def _listed(rows: Iterable[Agreement]) -> list[Agreement]:
    return sorted(rows, key=lambda row: (sort_key(row.name), row.id))


def ways_words(rows: Sequence[Agreement], name: str) -> str:
    """Return what stands above the agreements of a service: how many, in how many ways."""
    if not rows:
        return _("{name}: ingen samarbeid med disse filtrene").format(name=name) if name else ""
    ways = len({row.form for row in rows if row.form != UNKNOWN_FORM})
    if ways == 1:
        words = _("én form")
    elif ways:
        words = _("{n} former side om side").format(n=number(ways))
    else:
        words = _("form ikke kjent")
    return f"{name}: {collaborations(len(rows))}, {words}"


def sections_of(
    groups: Groups, register: Register, numbers: Mapping[str, int]
) -> tuple[Section, ...]:
    """Return a section for each group: each agreement's name, then who is in it since when.

    Parameters
    ----------
    groups
        Agreements by name of form or service.
    register
        Names the municipalities.
    numbers
        The number that an agreement has on the map beside, by id, where it has one.
    """
    return tuple(
        Section(
            name,
            collaborations(len(rows)),
            tuple(
                item
                for row in rows
                for item in (_card(row, numbers.get(row.id)), Item(_who(row, register)))
            ),
        )
        for name, rows in groups
    )


def _card(row: Agreement, place: int | None = None) -> Item:
    text = f"{place} · {row.name}" if place else row.name
    return page_item(text, "kart", DEFAULT.but(avtale=(row.id,)))


def _who(row: Agreement, register: Register) -> str:
    names = listing(municipality_names(row.members, register)) or _("deltakere ikke kjent")
    if row.others:
        names += " " + _("sammen med {names}").format(names=listing(row.others))
    host = row.host or row.seat
    seat = ""
    if host:
        word = _("vert: {name}") if row.host else _("sete: {name}")
        seat = word.format(name=register.municipality_by_code[host].name)
    return " · ".join(part for part in (names, seat, span_of_years(row), *flags_of(row)) if part)


def table_of(groups: Groups, caption: str, register: Register) -> Table:
    """Return the same as a table, in the order of the groups."""
    lines = tuple(
        (
            register.service_by_code[row.service].name,
            form_word(row, register),
            _card(row),
            _who(row, register),
        )
        for _name, rows in groups
        for row in rows
    )
    columns = (_("Tjeneste"), _("Form"), _("Samarbeid"), _("Kommuner"))
    return Table(caption, columns, lines)
