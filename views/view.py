"""The answer to a Query: all that a page says, and all that a pen needs."""

from dataclasses import dataclass, field
from typing import NamedTuple

from geo.picture import Picture
from views.query import Query


class Item(NamedTuple):
    """A piece of text, with an address where a reader can follow it."""

    text: str
    url: str = ""


class Line(NamedTuple):
    """One field of a card: its name in plain words, and one or more pieces of text."""

    label: str
    items: tuple[Item, ...]


class Badge(NamedTuple):
    """A short mark on a card; `tone` is info, warn or plain."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Card:
    """Everything that is known of one agreement, in plain words."""

    agreement: str
    title: str
    colour: str
    service: str
    badges: tuple[Badge, ...]
    lines: tuple[Line, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that says the same as the picture: column names and rows of text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Door(NamedTuple):
    """A link into the app: what it is called, what it shows, and the page and Query behind it."""

    title: str
    text: str
    page: str
    query: Query


@dataclass(frozen=True, slots=True)
class View:
    """What a page shows for a Query.

    Attributes
    ----------
    title, lead
        The heading, and the sentence that says what you see, with its definition.
    picture
        The map, or None where the boundaries cannot be read.
    notes
        What the picture leaves out, and what is uncertain.
    widen
        Where nothing is found: the same question with one filter less.
    """

    title: str
    lead: str
    picture: Picture | None
    card: Card | None = None
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    widen: tuple[Door, ...] = ()
    doors: tuple[Door, ...] = ()
    examples: tuple[Door, ...] = ()
    facts: tuple[tuple[str, str], ...] = field(default=())
