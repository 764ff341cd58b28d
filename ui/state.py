"""Keep the Query between runs: from the link at the first, from the widgets after that.

A widget that the reader has just moved wins over the link, which may be a step behind; a link
that nobody here has written (a bookmark, the back button) wins over widgets that nobody moved.
"""

from typing import Final

import streamlit as st

from data.language import _, set_language
from data.register import Register
from ui.text import note
from views.query import DEFAULT, KEYS, Notice, Query, from_params, to_params

_QUERY: Final = "sk_query"
_LINK: Final = "sk_link"
_PAGE: Final = "sk_page"
_MOVED: Final = "sk_moved"
_NEW_PAGE: Final = "sk_new_page"
_NOTICES: Final = "sk_notices"
_ROWS: Final = "sk_rows"
_SHOWN: Final = "sk_shown"
_SHOWING: Final = "sk_showing"
# These have no widget of their own: a map, a matrix or a page decides them.
_BARE: Final = (
    "avtale",
    "celle",
    "vekt",
    "steg",
    "svar",
    "scene",
    "fane",
    "storskjerm",
    "sprak",
)
_EDITOR: Final = "rediger"
_STAGE: Final = "presentasjon"
_IN_PARTS: Final = ("avtaler", "organisasjonsform", "om")
_WIDGETS: Final = tuple(key for key in KEYS if key not in _BARE)


def widget_key(name: str) -> str:
    """Return the session key of the widget of one field."""
    return f"f_{name}"


def current(register: Register, page: str) -> Query:
    """Return the Query that `page` answers in this run, and put it into the widgets."""
    state = st.session_state
    link = {key: st.query_params[key] for key in st.query_params}
    first = _QUERY not in state
    new_page = state.get(_PAGE) != page
    state[_PAGE] = page
    state[_NEW_PAGE] = new_page
    if new_page:
        state[_SHOWN] = set()
    if first:
        _adopt(link, register)
    elif not new_page and (moved := _from_widgets(state[_QUERY])):
        state[_QUERY] = moved
        state[_NOTICES] = ()
    elif state.pop(_MOVED, False):
        state[_NOTICES] = ()
    elif link != state[_LINK] and (link or not new_page):
        _adopt(link, register)
    if page != _EDITOR:
        _let_go_of_deleted(register)
    # A place in the presentation, or a part of a page, means nothing on any other page.
    if page != _STAGE:
        state[_QUERY] = state[_QUERY].but(scene=DEFAULT.scene)
    if page not in _IN_PARTS or (new_page and not link):
        state[_QUERY] = state[_QUERY].but(fane=DEFAULT.fane)
    set_language(state[_QUERY].sprak)
    _seed(state[_QUERY])
    return state[_QUERY]


def _let_go_of_deleted(register: Register) -> None:
    """Forget agreements that another has deleted while they were looked at here.

    Where they are edited the draft of one must not be lost.
    """
    query = st.session_state[_QUERY]
    known = tuple(key for key in query.avtale if key in register.agreement_by_id)
    if known != query.avtale:
        st.session_state[_QUERY] = query.but(avtale=known)
        text = _("Samarbeidet er slettet siden du åpnet det.")
        st.session_state[_NOTICES] = (Notice("avtale", ",".join(query.avtale), text),)


def notices() -> tuple[Notice, ...]:
    """Return what the link holds that nobody knows."""
    found: tuple[Notice, ...] = st.session_state.get(_NOTICES, ())
    return found


def show_notices() -> None:
    """Tell what the link holds that nobody knows."""
    if found := notices():
        note("info", _("Noe i lenka ble ikke brukt:"), [one.text for one in found])


def write_link(query: Query) -> None:
    """Put the Query into the address bar; nothing is sent where it stands there already."""
    params = to_params(query)
    if {key: st.query_params[key] for key in st.query_params} != params:
        st.query_params.from_dict(params)
    st.session_state[_LINK] = params
    # Only a run that came to its end has shown its widgets; one cut off by a click has not.
    st.session_state[_SHOWN] = st.session_state[_SHOWING]


def is_new_page() -> bool:
    """Tell whether this run is the page's first: the reader comes from another, or from outside."""
    found: bool = st.session_state.get(_NEW_PAGE, True)
    return found


def in_force() -> Query:
    """Return the Query of the last run."""
    query: Query = st.session_state.get(_QUERY, DEFAULT)
    return query


def change(**changes: object) -> None:
    """Change the Query from a callback, before the widgets of the next run are made."""
    replace_query(in_force().but(**changes))


def replace_query(query: Query) -> None:
    """Put another Query in place of the one in force, from a callback."""
    state = st.session_state
    state[_QUERY] = query
    state[_MOVED] = True
    state[_ROWS] = 0
    for name in _WIDGETS:
        if widget_key(name) in state:
            state[widget_key(name)] = _to_widget(getattr(query, name))


def more_rows(count: int) -> None:
    """Show this many lines more in the list, until the Query changes."""
    st.session_state[_ROWS] = st.session_state.get(_ROWS, 0) + count


def extra_rows() -> int:
    """Return how many lines beyond the first ones the reader has asked for."""
    rows: int = st.session_state.get(_ROWS, 0)
    return rows


def _adopt(link: dict[str, str], register: Register) -> None:
    query, unknown = from_params(link, register)
    replace_query(query)
    st.session_state.pop(_MOVED)
    st.session_state[_NOTICES] = unknown
    st.session_state[_LINK] = link


def _to_widget(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _from_widgets(query: Query) -> Query | None:
    """Return the Query with what the reader has moved since the last run, or None."""
    changes = {}
    for name in _WIDGETS:
        if widget_key(name) not in st.session_state:
            continue
        value = st.session_state[widget_key(name)]
        value = tuple(value) if isinstance(value, list) else value
        if name == "sok":
            value = " ".join((value or "").split())
        if name == "modus":
            value = value or DEFAULT.modus
        changes[name] = value
    if query.but(**changes) == query:
        return None
    st.session_state[_ROWS] = 0
    # A new filter is a new question: the agreement looked at before is let go.
    return query.but(**{"avtale": (), **changes})


def _seed(query: Query) -> None:
    """Put the Query into the widgets that the last run did not show, and into no others.

    One that comes back must be set in the very run that shows it, or Streamlit shows its
    smallest value. One that was there may hold a click that is newer than the Query.
    """
    shown = st.session_state.get(_SHOWN, ())
    for name in _WIDGETS:
        if name not in shown or widget_key(name) not in st.session_state:
            st.session_state[widget_key(name)] = _to_widget(getattr(query, name))
    st.session_state[_SHOWING] = set()


def key_of(name: str) -> str:
    """Return the session key of a field's widget, and note that this run shows it."""
    st.session_state[_SHOWING].add(name)
    return widget_key(name)
