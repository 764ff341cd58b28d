"""The filter changes that are measured on the real map page, and what each must show."""

from collections.abc import Sequence
from typing import NamedTuple

from data import store
from geo import boundaries
from views import kart
from views.query import DEFAULT, Query, to_string

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
