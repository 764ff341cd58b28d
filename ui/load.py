"""Load the register and the boundaries for a page, and say what could not be read."""

import streamlit as st

from data import store
from data import travel as travel_times
from data.errors import RegisterError
from data.language import _
from data.register import Register
from data.travel import Travel
from geo import boundaries as ground
from geo.boundaries import Boundaries
from geo.errors import BoundaryError
from ui.navigation import enter
from ui.text import note

_SHOWN = 12


def register() -> Register:
    """Return the register in force; where none can be read the page says why and ends here."""
    enter()
    try:
        found = store.load()
    except RegisterError as error:
        note(
            "error",
            _("Registeret kan ikke leses, så det er ingenting å vise."),
            [*(fault.text() for fault in error.faults[:_SHOWN]), _advice()],
        )
        st.stop()
    if found.faults:
        note(
            "warn",
            _("Noe i registeret kunne ikke leses og er holdt utenfor:"),
            [*(fault.text() for fault in found.faults[:_SHOWN]), _advice()],
        )
    return found


def boundaries() -> Boundaries | None:
    """Return the boundaries, or None where they cannot be read: the page says why and goes on."""
    try:
        return ground.load()
    except BoundaryError as error:
        note(
            "warn",
            _("Kommunegrensene kan ikke leses. Lister og tall virker som vanlig."),
            [str(error)],
        )
        return None


def neighbours() -> dict[str, tuple[str, ...]]:
    """Return the codes of each municipality's neighbours, nearest first; none if unreadable."""
    try:
        return {code: tuple(n.code for n in near) for code, near in ground.neighbours().items()}
    except BoundaryError as error:
        note(
            "warn",
            _("Nabolista kan ikke leses; sider uten naboer virker som vanlig."),
            [str(error)],
        )
        return {}


def travel() -> Travel:
    """Return travel times, if the folder of the register has any; the page tells of faults."""
    found = travel_times.load(store.folder())
    if found.faults:
        note("warn", _("Noe i reisetidene kunne ikke leses:"), found.faults[:_SHOWN])
    return found


def _advice() -> str:
    return _(
        "Rett fila og last siden på nytt, eller hent den opprinnelige fra prosjektet. "
        "«python3 run.py check» lister alle feil."
    )
