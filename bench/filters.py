"""The filter changes that are measured on the real pages, and what each must show."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from data import files, store, travel
from geo import boundaries
from views import analyse, dekning, kart, kommune, scenario
from views.query import DEFAULT, Query, to_string
from views.view import View

# One click on a pill of «Sikkerhet» goes from one selection to the next: what Averøy and Gjemnes
# are both in, 1 to 24 agreements.
BUTTONS = ("A", "B", "C")
CLOSED = DEFAULT.but(kommune=("1554", "1557"), modus="og")
# A status in the link opens «Flere filtre», whose widgets are then sent at every change.
OPEN = CLOSED.but(status=("aktiv", "ukjent"))
_FEWEST, _MOST = 1, 25


class Step(NamedTuple):
    """One click: the text of the button, and what the page shows when it is done."""

    button: str
    shows: str


def link(query: Query) -> str:
    """Return the address of the map page for a query."""
    return f"/kart?{to_string(query)}"


def title_of(query: Query, chosen: Sequence[str] = ()) -> str:
    """Return the title that the map shows for a query when these pills are on as well."""
    asked = query.but(sikkerhet=tuple(chosen))
    return kart.build(store.load(), asked, boundaries.load()).title


def lap(query: Query) -> list[Step]:
    """Return the clicks that turn the pills on and then off, back to where they began.

    Raises
    ------
    ValueError
        If the register no longer has 1 to 25 agreements to draw at each step, or two steps
        that follow each other have the same title.
    """
    chosen: list[str] = []
    steps = [Step("", title_of(query))]
    for button in (*BUTTONS, *BUTTONS):
        chosen = sorted({*chosen} ^ {button})
        drawn = kart.selected(store.load(), query.but(sikkerhet=tuple(chosen))).drawn
        step = Step(button, title_of(query, chosen))
        if not _FEWEST <= len(drawn) <= _MOST or steps[-1].shows == step.shows:
            msg = f"{chosen} draws {len(drawn)} agreements, «{step.shows}»: choose another base"
            raise ValueError(msg)
        steps.append(step)
    return steps[1:]


class Asked(NamedTuple):
    """One question for all the pages that answer a planner, and its link."""

    query: Query
    link: str


class Shown(NamedTuple):
    """What a page has when it is done: its headings and sentences, and the titles of its maps."""

    words: frozenset[str]
    maps: frozenset[str]


_PLANNER = DEFAULT.but(
    kommune=("1573",),
    sammenlign=("1573", "1576", "1560"),
    steg="ny.okonomi.oppgavefellesskap.1576_1573_5055.1576",
)
PLANNER = Asked(_PLANNER, to_string(_PLANNER))
SWITCH = "Regn med prosjekt og nettverk"


@lru_cache(maxsize=2)
def told(on: bool) -> dict[str, Shown]:
    """Return what each page shows for the planner's question, projects and networks on or off."""
    register, areas, query = store.load(), boundaries.load(), PLANNER.query.but(nettverk=on)
    near = boundaries.neighbour_codes()
    times = travel.load(files.folder())
    covered = dekning.build(register, query, areas, near, times.minutes)
    own = kommune.build(register, query, areas, near, times)
    what_if = scenario.build(register, query, areas)
    return {
        "dekning": _shown(covered, covered),
        "kommune": _shown(own, own),
        "scenario": _shown(what_if, what_if.before, what_if.after),
        "analyse": _shown(analyse.build(register, query, near, times.minutes)),
    }


def _shown(view: View, *maps: View | None) -> Shown:
    sections = (text for one in view.sections for text in (one.title, one.text) if text)
    drawn = (one.picture.title for one in maps if one is not None and one.picture is not None)
    # A map without a title of its own cannot be told from the one before it.
    return Shown(frozenset((view.title, view.lead, *sections)), frozenset(filter(None, drawn)))
