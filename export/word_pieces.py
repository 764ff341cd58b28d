"""What the lines of a Word file are made of: text, links, heavy words, and places to fill in."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import quote, urlsplit

from data.language import _
from export.slide_xml import clean
from views.view import Item

_LINE_END: Final = re.compile(r"\r\n?|[\u2028\u2029\v\f]")
# What an address may hold as it stands; all else is written by number.
_ADDRESS: Final = "%/:?#[]@!$&'()*+,;=~-._"
_LONGEST_ADDRESS: Final = 2000


class Blank(NamedTuple):
    """A place to fill in: what belongs there."""

    what: str


class Strong(NamedTuple):
    """A heavy word at the beginning of a line."""

    text: str


Piece = str | Item | Blank | Strong
"""A part of a line: text, text that leads somewhere, or a place to fill in."""
NEXT: Final = "\n"
"""A piece that begins a new line in the same paragraph or cell."""
ONE: Final = str | Item | Blank | Strong
"""The same, to be asked for while running."""
Cell = Piece | Sequence[Piece]


def words(text: str) -> str:
    """Return a text as a document can hold it, its lines kept."""
    return "\n".join(map(clean, _LINE_END.sub("\n", text).split("\n"))).strip()


def plain(piece: Piece) -> str:
    """Return what a piece says on paper."""
    if isinstance(piece, Blank):
        what = words(piece.what)
        return _("[fylles ut: {what}]").format(what=what) if what else _("[fylles ut]")
    return words(piece if isinstance(piece, str) else piece.text)


def address_of(url: str) -> str:
    """Return an address that every program takes; empty where it is none of the web."""
    text = clean(url).strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host:
        return ""
    found = quote(text, safe=_ADDRESS)
    return found if len(found) <= _LONGEST_ADDRESS else ""
