"""The neighbours in kind of an agreement: who else does the same, and with whom."""

from collections.abc import Sequence
from typing import Final

from analysis.selection import ENDED, UNKNOWN_FORM, sort_key
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from views.query import DEFAULT
from views.view import Section, Table, page_item
from views.words import form_word, listing, municipality_names, number

_FEW: Final = 3
_SHOWN: Final = 12


def kin(row: Agreement, register: Register) -> tuple[tuple[Agreement, ...], tuple[Agreement, ...]]:
    """Return the neighbours in kind of an agreement, those that are not ended.

    First the others of the same service; then, where these are fewer than three, those of the
    same form in the same family of services. Most shared members first, then by name.
    """
    mine = set(row.members)
    family = register.service_by_code[row.service].family
    running = [r for r in register.agreement_records if r.status != ENDED and r.id != row.id]

    def order(other: Agreement) -> tuple[int, str]:
        return -len(mine & set(other.members)), sort_key(other.name)

    same = sorted((r for r in running if r.service == row.service), key=order)
    if len(same) >= _FEW or row.form == UNKNOWN_FORM:
        return tuple(same), ()
    services = register.service_by_code
    near = [
        r
        for r in running
        if r.form == row.form and r.service != row.service and services[r.service].family == family
    ]
    return tuple(same), tuple(sorted(near, key=order))


def kin_section(row: Agreement, register: Register) -> Section:
    """Return the neighbours in kind, with the members that they share with `row`."""
    same, near = kin(row, register)
    service = register.service_by_code[row.service]
    title = _("Beslektede samarbeid")
    if not same and not near:
        text = _(
            "Registeret har ingen andre samarbeid om tjenesten {service} som ikke er avsluttet."
        )
        return Section(title, text.format(service=service.name))
    tables = []
    if same:
        caption = _("Andre samarbeid om tjenesten {service} ({n})")
        words = caption.format(service=service.name, n=number(len(same)))
        tables.append(_kin_table(words, same, row, register))
    if near:
        caption = _("Samme form i {family} ({n})")
        words = caption.format(family=service.family, n=number(len(near)))
        tables.append(_kin_table(words, near, row, register))
    return Section(title, tables=tuple(tables))


def _kin_table(
    caption: str, rows: Sequence[Agreement], mine: Agreement, register: Register
) -> Table:
    lines = []
    for other in rows[:_SHOWN]:
        shared = [code for code in mine.members if code in set(other.members)]
        names = listing(municipality_names(shared, register)) or _("ingen")
        who = (
            ngettext("{n} kommune", "{n} kommuner", len(other.members)).format(
                n=number(len(other.members))
            )
            if other.members
            else _("ikke kjent")
        )
        link = page_item(other.name, "avtaler", DEFAULT.but(avtale=(other.id,)))
        service = register.service_by_code[other.service].name
        lines.append((link, service, form_word(other, register), who, names))
    more = len(rows) - len(lines)
    note = _("Og {n} til; se lista for tjenesten.").format(n=number(more)) if more else ""
    columns = (_("Samarbeid"), _("Tjeneste"), _("Form"), _("Deltakere"), _("Med i begge"))
    return Table(caption, columns, tuple(lines), note)
