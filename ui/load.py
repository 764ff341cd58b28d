"""Load the register and the boundaries for a page, and say what could not be read."""

import contextlib
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import streamlit as st

from data import files, store
from data import travel as travel_times
from data.database.changes import Batch, Event
from data.errors import Fault, RegisterError
from data.language import _
from data.register import Register
from data.travel import Travel
from geo import boundaries as ground
from geo.boundaries import Boundaries
from geo.errors import BoundaryError
from ui.navigation import enter
from ui.text import banner, note
from views.query import Query

_SHOWN = 12
_STORE = "LAGER_"
_SHOWN_REVISION = "sk_revision"
_EVERY_S = 2
# Views that are remembered: readers of a hall, and one who goes to and fro.
_KEPT = 64
_NOBODY: Mapping[str, tuple[str, ...]] = {}
_V = TypeVar("_V")
_remembered: list[Register | None] = [None]
# A reader's run takes turns with another's import in this process. At Python's own 5 ms a turn the
# reader would wait that long each time it has sent something (bench/reading.py).
sys.setswitchinterval(0.0005)


class _Same:
    """What a view is made of, told from others by what object it is."""

    def __init__(self, it: object) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.it is other.it


def view(build: Callable[..., _V], register: Register, query: Query, *others: object) -> _V:
    """Return `build(register, query, *others)`, made once for all who ask the same of the same.

    Register, boundaries and tables are made anew when they change, and never changed themselves;
    views of an older register are let go, and it with them.
    """
    if register is not _remembered[0]:
        _view.cache_clear()
        _remembered[0] = register
    found: _V = _view(build, query, *map(_Same, (register, *others)))
    return found


@lru_cache(maxsize=_KEPT)
def _view(build: Callable[..., Any], query: Query, register: _Same, *others: _Same) -> Any:  # noqa: ANN401 — any view
    return build(register.it, query, *(other.it for other in others))


def register() -> Register:
    """Return the register in force; where none can be read the page says why and ends here."""
    enter()
    try:
        found = store.latest()
    except RegisterError as error:
        note(
            "error",
            _("Registeret kan ikke leses, så det er ingenting å vise."),
            [*(fault.text() for fault in error.faults[:_SHOWN]), _advice()],
        )
        st.stop()
    st.session_state[_SHOWN_REVISION] = found.revision
    _without_store([fault for fault in found.faults if fault.code.startswith(_STORE)])
    others = [fault for fault in found.faults if not fault.code.startswith(_STORE)]
    if others:
        note(
            "warn",
            _("Noe i registeret kunne ikke leses og er holdt utenfor:"),
            [*(fault.text() for fault in others[:_SHOWN]), _advice()],
        )
    return found


def _without_store(faults: Sequence[Fault]) -> None:
    """Say that the files are shown because the store cannot be used, and why it cannot."""
    if not faults:
        return
    banner(_("Registeret vises slik det ligger i filene, uten det som er lagret her siden."))
    why = [_("{why} Kode: {code}.").format(why=f.message, code=f.code) for f in faults]
    note("error", _("Det som er lagret, kan ikke leses nå."), why)


@st.fragment(run_every=_EVERY_S)
def follow() -> None:
    """Look for a newer register from time to time, so that another's save shows within seconds.

    Nothing is drawn anew as long as nothing has been saved.
    """
    shown = st.session_state.get(_SHOWN_REVISION)
    with contextlib.suppress(RegisterError):
        if shown is not None and store.latest().revision != shown:
            st.rerun(scope="app")


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


def neighbours() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of each municipality's neighbours, nearest first; none if unreadable."""
    try:
        return ground.neighbour_codes()
    except BoundaryError as error:
        note(
            "warn",
            _("Nabolista kan ikke leses; sider uten naboer virker som vanlig."),
            [str(error)],
        )
        return _NOBODY


def travel() -> Travel:
    """Return travel times, if the folder of the register has any; the page tells of faults."""
    found = travel_times.load(files.folder())
    if found.faults:
        note("warn", _("Noe i reisetidene kunne ikke leses:"), found.faults[:_SHOWN])
    return found


def history(table: str, key: tuple[str, ...]) -> tuple[Event, ...]:
    """Return what has been done to one row of `table` («avtaler» or «alene»), newest first."""
    return store.history(table, key)


def saves() -> tuple[Batch, ...]:
    """Return what has been saved, newest first; nothing where no store can be opened."""
    return store.saves()


def _advice() -> str:
    return _(
        "Rett fila og last siden på nytt, eller hent den opprinnelige fra prosjektet. "
        "«python3 run.py check» lister alle feil."
    )
