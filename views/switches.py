"""The switches that decide what counts as cooperation: in words, and from page to page."""

from collections.abc import Sequence

from analysis.coverage import STANDINGS, Coverage
from analysis.selection import ENDED
from data.language import _
from data.register import Register
from views.query import DEFAULT, Query
from views.words import filter_words, listing, number


def kept(query: Query) -> Query:
    """Return the part of a query that follows a reader to another page: the switches."""
    return DEFAULT.but(
        nettverk=query.nettverk,
        utvikling=query.utvikling,
        avsluttet=query.avsluttet,
        usikre=query.usikre,
        sikkerhet=query.sikkerhet,
        vekt=query.vekt,
        sprak=query.sprak,
    )


def in_force(query: Query) -> Query:
    """Return the switches of a query; ended agreements asked for by status are read as well."""
    return query.but(avsluttet=True) if ENDED in query.status else query


def filters_in_force(page: str, query: Query, register: Register) -> list[str]:
    """Return the filters that a page goes by, as short phrases; a link may hold others too."""
    if page in ("kart", "avtaler"):
        return [] if query.avtale else filter_words(query, register)
    asked = {
        "dekning": query.but(kommune=(), region=(), avtale=()),
        "kommune": DEFAULT.but(kommune=query.kommune[:1], sikkerhet=query.sikkerhet),
        "analyse": DEFAULT.but(sikkerhet=query.sikkerhet),
        "om": DEFAULT.but(sok=query.sok),
    }.get(page, DEFAULT)
    return filter_words(asked, register)


def switch_words(found: Coverage, query: Query, codes: Sequence[str] = ()) -> str:
    """Return which switches and filters the numbers are counted under, and how many are unsure.

    With `codes` only the cells of those municipalities are counted.
    """
    cells = found.uncertain & (found.standing == STANDINGS.index("med"))
    unsure = int(cells[[found.codes.index(code) for code in codes or found.codes]].sum())
    yes, no = _("regnes med"), _("regnes ikke med")
    parts = [
        _("Prosjekt og nettverk {does}").format(does=yes if query.nettverk else no),
        _("under utvikling {does}").format(does=yes if query.utvikling else no),
        _("avsluttede {does}").format(does=yes if query.avsluttet else no),
        (
            _("usikre regnes med (herav {n} usikre)").format(n=number(unsure))
            if query.usikre
            else _("usikre holdes utenfor")
        ),
    ]
    if query.sikkerhet:
        parts.append(_("bare sikkerhet {names}").format(names=listing(query.sikkerhet, _("eller"))))
    return ", ".join(parts) + "."
