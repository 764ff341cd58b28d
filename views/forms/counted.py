"""What is counted on the page of forms: which agreements, and the words that say so."""

from typing import NamedTuple

from analysis.selection import Selection
from data.language import _, ngettext
from data.records import Agreement
from data.register import Register
from views import kart
from views.query import Query
from views.words import filter_words, number


class Counted(NamedTuple):
    """The agreements that are counted.

    Attributes
    ----------
    selection
        What the filters leave, parts folded into their whole, the uncertain ones with it.
    rows
        Those of them that are counted, in the order of the list: the drawn, then the nameless.
    held
        How many uncertain ones are held outside by the switch.
    """

    selection: Selection
    rows: tuple[Agreement, ...]
    held: int


def counted(register: Register, query: Query) -> Counted:
    """Return what is counted for a query: every form, whatever form or agreement it names.

    Parts are folded before anything is chosen by form, so that the numbers of all forms add up
    to all agreements.
    """
    selection = kart.selected(register, query.but(form=(), avtale=()))
    rows = (*selection.drawn, *selection.nameless)
    sure = rows if query.usikre else tuple(row for row in rows if not _uncertain(row))
    return Counted(selection, sure, len(rows) - len(sure))


def narrowed(found: Counted, keep: set[str]) -> Selection:
    """Return the part of a selection with these ids, and the parts that are folded into them."""
    drawn = tuple(row for row in found.selection.drawn if row.id in keep)
    nameless = tuple(row for row in found.selection.nameless if row.id in keep)
    folded = {whole: parts for whole, parts in found.selection.folded.items() if whole in keep}
    return Selection(drawn, nameless, folded, 0)


def definition(found: Counted, register: Register, query: Query) -> str:
    """Return what is counted, in words that can stand beside every number."""
    query = query.but(form=(), avtale=())
    # The map's words speak of what it draws; here those without known members are counted too.
    dated = query.aar is None
    undated = 0 if dated else sum(row.start is None and row.end is None for row in found.rows)
    whole = Selection(found.rows, (), {}, undated)
    parts = [kart.lead_words(whole, query, register)]
    if query.deler:
        parts.append(_("Deler av et større samarbeid telles for seg."))
    else:
        parts.append(_("Deler av et større samarbeid telles med helheten."))
    if words := filter_words(query, register):
        parts.append(_("Bare {filters}.").format(filters="; ".join(words)))
    if not query.usikre:
        sentence = ngettext(
            "{n} usikkert (ukjent status eller sikkerhet C) er holdt utenfor.",
            "{n} usikre (ukjent status eller sikkerhet C) er holdt utenfor.",
            found.held,
        )
        parts.append(sentence.format(n=number(found.held)))
    return " ".join(parts)


def within(name: str) -> str:
    """Return a name as it stands within a sentence; an abbreviation stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _uncertain(row: Agreement) -> bool:
    return row.status == "ukjent" or row.confidence == "C"
