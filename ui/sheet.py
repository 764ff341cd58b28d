"""A page's words, tables and maps as one element, all of them there in the same painted frame.

Each element of Streamlit's own costs the browser something, and `st.html` cleans what it is given
by a script, element by element: a page that is read from top to bottom is there in half the time
as a sheet (bench/answers.py). A map that is moved, or has a list, is `ui/map_view.py`.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import streamlit as st
from markupsafe import Markup

from data.register import Register
from export.map_svg import for_column, map_svg
from export.svg_signs import key_sign
from geo.boundaries import Boundaries
from geo.picture import Picture, Point
from ui.tables import section_html, table_html
from views.pen_words import words as pen_words
from views.screen import places
from views.view import Section, Table, View, picture_of

_HERE: Final = Path(__file__).parent
# Many readers open the same page, and one goes back to where they were.
_KEPT: Final = 128
_sheet = st.components.v2.component(
    "samarbeidskart_sheet",
    html='<div class="sk-sheet"></div>',
    css=(_HERE / "sheet.css").read_text("utf-8"),
    js=(_HERE / "sheet.js").read_text("utf-8"),
    isolate_styles=False,
)


class Part(NamedTuple):
    """A part of a sheet: what the browser is given, and whether it fills one column of the two."""

    told: dict[str, Any]
    half: bool = False


def words(*parts: Markup, half: bool = False) -> Part:
    """Return HTML, every text of which is escaped, as a part."""
    return Part({"html": Markup("").join(parts)}, half)


def sections(found: Iterable[Section], *, half: bool = False) -> Part:
    """Return sections of a view, one below the other, as a part."""
    return words(Markup('<div class="sk-apart"></div>').join(map(_section, found)), half=half)


def table(found: Table) -> Part:
    """Return a table of a view as a part."""
    return words(_table(found))


def figure(
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    name: str,
    *,
    can_be_picked: bool = False,
) -> Part:
    """Return the picture of `view`, with its title above and its key below, as half a sheet.

    Parameters
    ----------
    view, register, boundaries
        What is drawn, and on which ground.
    name
        Name of the map, no other's on the page.
    can_be_picked
        Whether a click on a municipality is told.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    picture = picture_of(view)
    told = {
        "title": picture.title,
        "lead": picture.lead,
        "note": "" if boundaries is not None else pen_words()["noMap"],
        "svg": _drawn(picture, boundaries, tuple(places(register).items()), name),
        "keys": [[key_sign(key), key.text] for key in picture.keys],
        "credit": picture.attribution,
        "open": can_be_picked,
    }
    return Part(told, half=True)


def show(
    key: str,
    parts: Iterable[Part],
    columns: tuple[int, int] = (1, 1),
    *,
    on_pick: Callable[[str], None] | None = None,
    on_press: Callable[[str], None] | None = None,
) -> None:
    """Show a sheet.

    Parameters
    ----------
    key
        Name of the sheet on its page.
    parts
        From top to bottom; those that are half as wide go into the left and the right column.
    columns
        How wide the two are, beside each other.
    on_pick
        Called with the code of a municipality that is clicked on a map.
    on_press
        Called with the value of a button in the HTML that is pressed.
    """
    told = [{**part.told, "half": part.half} for part in parts]
    data = {"parts": told, "columns": " ".join(f"minmax(0, {part}fr)" for part in columns)}
    listens: dict[str, Callable[[], None]] = {}
    if on_pick is not None:
        listens["on_picked_change"] = lambda: _answer(key, "picked", on_pick)
    if on_press is not None:
        listens["on_pressed_change"] = lambda: _answer(key, "pressed", on_press)
    _sheet(key=key, data=data, **listens)


def _answer(key: str, event: str, tell: Callable[[str], None]) -> None:
    """Pass on what was told if it is text: a browser can send anything."""
    found = getattr(st.session_state.get(key), event, None)
    if isinstance(found, str):
        tell(found)


_section = lru_cache(maxsize=_KEPT)(section_html)
_table = lru_cache(maxsize=_KEPT)(table_html)


@lru_cache(maxsize=_KEPT)
def _drawn(
    picture: Picture,
    boundaries: Boundaries | None,
    named: tuple[tuple[str, tuple[str, Point, bool]], ...],
    prefix: str,
) -> str:
    return map_svg(for_column(picture), boundaries, dict(named), prefix)
