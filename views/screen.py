"""A View as the message that the drawing script reads: picture, notes and card."""

from collections.abc import Mapping
from typing import Any

from data.register import Register
from geo.message import encode
from geo.picture import Point
from views.query import to_string
from views.view import Card, View, picture_of


def places(register: Register) -> dict[str, tuple[str, Point, bool]]:
    """Return name, centre and whether in the county of each municipality, by code."""
    return {
        code: (m.name, Point(m.lon, m.lat), m.in_county)
        for code, m in register.municipality_by_code.items()
    }


def message(view: View, register: Register, rows: int) -> dict[str, Any]:
    """Return everything of `view` that the screen draws; `rows` lines of the list at most.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    order = {code: index for index, code in enumerate(register.municipality_by_code)}
    result = encode(picture_of(view), order, rows)
    result["n"] = list(view.notes)
    result["wi"] = [[door.title, door.text, to_string(door.query)] for door in view.widen]
    if view.card is not None:
        result["card"] = _card(view.card, register, order)
    return result


def _card(card: Card, register: Register, order: Mapping[str, int]) -> dict[str, Any]:
    return {
        "id": card.agreement,
        "t": card.title,
        "c": card.colour,
        "b": [list(badge) for badge in card.badges],
        "f": [[line.label, [[item.text, item.url] for item in line.items]] for line in card.lines],
        "m": [order[code] for code in register.agreement(card.agreement).members],
        "d": list(card.doubts),
    }
