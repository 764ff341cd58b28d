"""A word with its meaning, and the definitions that several pages print as they stand."""

from typing import NamedTuple

from data.language import _


class Term(NamedTuple):
    """A word, what it means, what it does not say, and what else it is called on a page."""

    word: str
    meaning: str
    silent: str = ""
    also: tuple[str, ...] = ()


class Group(NamedTuple):
    """Words that belong together."""

    title: str
    terms: tuple[Term, ...]


def weak_forms() -> str:
    """Return which forms are weakly organised."""
    return _("avtale uten eget organ, forening, prosjekt eller nettverk")


def strength() -> str:
    """Return what the strength w of a tie is."""
    return _("Summen av 1/(k − 1) over felles samarbeid, k er antall deltakere (Newman 2001).")


def capital(words: str) -> str:
    """Return words that begin a sentence."""
    return words[:1].upper() + words[1:]
