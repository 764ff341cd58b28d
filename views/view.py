"""The answer to a Query: all that a page says, and all that a pen needs."""

from dataclasses import dataclass, field
from typing import NamedTuple

from geo.picture import Picture
from views.query import Query, to_string


class Item(NamedTuple):
    """A piece of text, with an address where a reader can follow it.

    An address of a page of ours is relative («kommune?kommune=1576»), so that it holds wherever
    the app stands.
    """

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


class Bar(NamedTuple):
    """A number from 0 to 1 that is shown as a bar with the number beside it."""

    value: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table that says the same as the picture: column names and rows of text."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | Item | Bar, ...], ...]
    note: str = ""


class Section(NamedTuple):
    """A part of a page: a heading, sentences, a list, tables, and lines to copy."""

    title: str
    text: str = ""
    items: tuple[Item, ...] = ()
    tables: tuple[Table, ...] = ()
    template: str = ""


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
    sections
        The parts of a page that is read from top to bottom.
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
    sections: tuple[Section, ...] = ()


def tables_of(view: View) -> tuple[Table, ...]:
    """Return every table of a view: its own, then those of its sections."""
    return (*view.tables, *(table for section in view.sections for table in section.tables))


def picture_of(view: View) -> Picture:
    """Return the picture of a view.

    Raises
    ------
    ValueError
        If it has none.
    """
    if view.picture is None:
        msg = "`view` has no picture"
        raise ValueError(msg)
    return view.picture


def page_link(page: str, query: Query) -> str:
    """Return the address of one of our pages for a query, relative to any other page."""
    params = to_string(query)
    return f"{page}?{params}" if params else page


def page_item(text: str, page: str, query: Query) -> Item:
    """Return text that leads to one of our pages."""
    return Item(text, page_link(page, query))
