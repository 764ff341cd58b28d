"""A map as a picture in the page: drawn on the server, there with the page's own words.

For maps that stand beside other things. One that is moved, or has a list, is `ui/map_view.py`.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.register import Register
from export.map_svg import for_column, map_svg
from export.svg_signs import key_sign
from geo.boundaries import Boundaries
from geo.picture import Picture, Point
from views.pen_words import words
from views.screen import places
from views.view import View

_HERE: Final = Path(__file__).parent
# Many readers open the same municipality, and one goes back to where they were.
_KEPT: Final = 128
_figure = st.components.v2.component(
    "samarbeidskart_map_picture",
    html='<figure class="sk-picture"></figure>',
    css=(_HERE / "map_picture.css").read_text("utf-8"),
    js=(_HERE / "map_picture.js").read_text("utf-8"),
    isolate_styles=False,
)


def show(
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    key: str,
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Draw the picture of `view`, with its title above and its key below.

    Parameters
    ----------
    view, register, boundaries
        What is drawn, and on which ground.
    key
        Name of the map on its page.
    on_pick
        Called with the code of a municipality that is clicked; nothing can be if None.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    if view.picture is None:
        msg = "`view` has no picture"
        raise ValueError(msg)
    name = f"{key}_picture"
    data = {**_data(view.picture, register, boundaries, key), "open": on_pick is not None}
    if on_pick is None:
        _figure(key=name, data=data)
    else:
        _figure(key=name, data=data, on_picked_change=lambda: _answer(name, on_pick))


def _answer(name: str, on_pick: Callable[[str], None]) -> None:
    """Pass on what was picked if it is text: a browser can send anything."""
    picked = getattr(st.session_state.get(name), "picked", None)
    if isinstance(picked, str):
        on_pick(picked)


def _data(
    picture: Picture, register: Register, boundaries: Boundaries | None, prefix: str
) -> dict[str, Any]:
    return {
        "title": picture.title,
        "lead": picture.lead,
        "note": "" if boundaries is not None else words()["noMap"],
        "svg": _drawn(picture, boundaries, tuple(places(register).items()), prefix),
        "keys": [[key_sign(key), key.text] for key in picture.keys],
        "credit": picture.attribution,
    }


@lru_cache(maxsize=_KEPT)
def _drawn(
    picture: Picture,
    boundaries: Boundaries | None,
    named: tuple[tuple[str, tuple[str, Point, bool]], ...],
    prefix: str,
) -> str:
    return map_svg(for_column(picture), boundaries, dict(named), prefix)
