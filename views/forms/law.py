"""A statement of the law as it is shown: with its paragraph as a link, and its doubt."""

import re
from collections.abc import Callable
from typing import Final

from data.language import _
from data.legal import NOT_REGULATED, Statement
from views.view import Item

_SECTION: Final = re.compile(r"§ \d+(?:-\d+)?(?: [a-z]\b)?|kap\. \d+")
_ANSWERS: Final = frozenset({"ja", "nei", "begrenset", "valgfritt"})


def source(statement: Statement, *, brief: bool = False) -> Item:
    """Return the paragraph of a statement as a link; where no law rules, what lets it be."""
    text = statement.paragraph
    if text == NOT_REGULATED:
        text = _("Ikke lovregulert")
        if statement.url and not brief:
            text = _("Ikke lovregulert, se kommuneloven § 17-1")
    # The number never stands alone on the next line.
    return Item(text.replace("§ ", "§\u00a0").replace("kap. ", "kap.\u00a0"), statement.url)


def section(statement: Statement) -> Item:
    """Return the paragraph without the law's name, where that stands beside it."""
    found = _SECTION.search(statement.paragraph)
    text = found.group().replace(" ", "\u00a0") if found else _("ulovfestet")
    return Item(text, statement.url)


def answer(statement: Statement) -> str:
    """Return the one word that a statement opens with: «ja», «begrenset», «valgfritt», «nei»."""
    return statement.text.partition(":")[0].casefold()


def without_answer(statement: Statement) -> Statement:
    """Return a statement that needs no question before it: its first word is left out."""
    word, colon, rest = statement.text.partition(": ")
    if not colon or word.casefold() not in _ANSWERS:
        return statement
    return statement._replace(text=rest[:1].upper() + rest[1:])


def unconfirmed() -> str:
    """Return the mark of what no source that was read confirms."""
    return _("ikke bekreftet i kilde")


def told(statement: Statement | None, say: Callable[[Statement], str] | None = None) -> Item:
    """Return a statement with paragraph and doubt in one piece of text, as files have it."""
    if statement is None:
        return Item("–")
    text = say(statement) if say else statement.text
    doubt = "" if statement.confirmed else f"; {unconfirmed()}"
    return Item(f"{text} ({source(statement).text}{doubt})", statement.url)
