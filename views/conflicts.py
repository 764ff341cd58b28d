"""Rows that contradict each other, in words: each kind defined, counted and listed."""

from collections import Counter
from collections.abc import Sequence

from data.language import _
from data.records import Agreement
from data.register import Register
from views.quality_counts import KINDS, Conflict, Kind
from views.query import DEFAULT
from views.view import Item, Section, Table, page_item
from views.words import form_word, listing, municipality_names, number, status_word


def kind_words(kind: Kind) -> tuple[str, str]:
    """Return what a conflict of this kind is called, and its definition."""
    return {
        "avlost": (
            _("avløst, men ikke avsluttet"),
            _("raden viser til en avtale som kom etter, men har ikke status avsluttet"),
        ),
        "forbi": (
            _("sluttår er passert"),
            _("sluttåret er før året registeret gjelder for, men status er ikke avsluttet"),
        ),
        "helhet": (
            _("del av noe avsluttet"),
            _("samarbeidet det er en del av er avsluttet, men delen er ikke"),
        ),
        "samme": (
            _("samme deltakere to ganger"),
            _("to rader om samme tjeneste har de samme deltakerne (to eller flere)"),
        ),
        "overlapp": (
            _("to aktive om samme tjeneste"),
            _("to aktive rader om samme tjeneste har minst én kommune felles"),
        ),
    }[kind]


def conflict_section(
    found: Sequence[Conflict], register: Register, lines: int | None = None
) -> Section:
    """Return what each kind means and how many there are, and the first `lines` as a list."""
    counts = Counter(clash.kind for clash in found)
    items = tuple(
        Item(_("{n} {name}: {what}.").format(n=number(counts[kind]), name=name, what=what))
        for kind, (name, what) in ((kind, kind_words(kind)) for kind in KINDS)
    )
    columns = (
        _("Samarbeid"),
        _("Slag"),
        _("Tjeneste"),
        _("Form og status"),
        _("Sees mot"),
        _("Form og status der"),
        _("Kommuner i begge"),
    )
    rows = tuple(_conflict_line(clash, register) for clash in found[:lines])
    text = _(
        "Rader som ikke kan stemme alle, eller som bør sees sammen. To rader holdes ikke mot "
        "hverandre når den ene avløste den andre, eller når de er deler av samme helhet. Mange "
        "overlapp er riktige: to avtaler kan gjelde ulike sider av samme tjeneste."
    )
    table = Table(_("Mulig motstrid, den sikreste først"), columns, rows)
    return Section(_("Motstrid"), text, items, (table,) if rows else ())


def _conflict_line(clash: Conflict, register: Register) -> tuple[str | Item, ...]:
    row = clash.rows[0]
    other = clash.rows[1] if len(clash.rows) > 1 else None
    if other is None:
        key = row.part_of if clash.kind == "helhet" else row.succeeded_by
        against = register.agreement_by_id.get(key) if clash.kind != "forbi" else None
    else:
        against = other
    return (
        row_link(row),
        kind_words(clash.kind)[0],
        register.service_by_code[row.service].name,
        _form_and_status(row, register),
        row_link(against) if against else _("sluttår {year}").format(year=row.end),
        _form_and_status(against, register) if against else "–",
        (listing(municipality_names(clash.shared, register)) or "–") if other else "–",
    )


def _form_and_status(row: Agreement, register: Register) -> str:
    return f"{form_word(row, register)}, {status_word(row.status)}"


def row_link(row: Agreement) -> Item:
    """Return an agreement's name as the way to its page."""
    return page_item(row.name, "avtaler", DEFAULT.but(avtale=(row.id,)))
