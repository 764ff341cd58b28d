"""Organisasjonsform as its page, a scene and a file show it: the view of the part that is open."""

from collections.abc import Callable, Mapping
from typing import Final

from data.language import mark
from data.register import Register
from geo.boundaries import Boundaries
from views.forms import contents, guide, here, line, steering
from views.query import DEFAULT, Query
from views.view import View
from views.words import filter_words

PAGE: Final = "organisasjonsform"
# The parts of the page by their keys in the link (`fane`), in the order of the page.
PARTS: Final[Mapping[str, str]] = {
    "": mark("Formene"),
    "veiviser": mark("Veiviser"),
    "her": mark("Slik gjør vi det her"),
    "innhold": mark("Hva avtalen må si"),
    "styring": mark("Politisk styring"),
}
_Builder = Callable[[Register, Query, Boundaries | None], View]
_BUILDERS: Final[Mapping[str, _Builder]] = {
    "": lambda register, query, _areas: line.build(register, query),
    "veiviser": lambda register, query, _areas: guide.build(register, query),
    "her": here.build,
    "innhold": lambda register, query, _areas: contents.build(register, query),
    "styring": steering.build,
}


def part_of(query: Query) -> str:
    """Return the part that a query opens; the first for one that is no part of this page."""
    return query.fane if query.fane in PARTS else ""


def build(register: Register, query: Query, boundaries: Boundaries | None) -> View:
    """Return the view of the part that `query` opens."""
    return _BUILDERS[part_of(query)](register, query, boundaries)


def filters(query: Query, register: Register) -> list[str]:
    """Return the filters that the open part goes by, as short phrases."""
    asked = {
        "": DEFAULT.but(form=query.form),
        "veiviser": DEFAULT.but(tjeneste=query.tjeneste[:1]),
        "innhold": DEFAULT.but(form=query.form[:1], kommune=() if query.avtale else query.kommune),
    }.get(part_of(query), query.but(avtale=()))
    return filter_words(asked, register)
