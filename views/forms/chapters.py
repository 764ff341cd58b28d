"""Kommuneloven kap. 17–20, a panel each, and what the law says for all forms."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

from data.language import _, mark
from data.legal import Statement, about, statements
from views.forms.law import source, told, without_answer
from views.view import Item, Section, Table

# Which statements tell a chapter: the forms it holds, and the sections of the law.
_CHAPTERS: Final = (
    (mark("Kap. 17: Felles for alle"), ("",), ("17-1", "5-4")),
    (mark("Kap. 18: Interkommunalt politisk råd"), ("politisk-rad",), ("18-",)),
    (mark("Kap. 19: Kommunalt oppgavefellesskap"), ("oppgavefellesskap",), ("19-",)),
    (mark("Kap. 20: Vertskommune"), ("vertskommune-adm", "vertskommune-nemnd"), ("20-",)),
)
# Said by other lines of the same panel already.
_ASIDE: Final = frozenset({"rettssubjekt", "deltakere", "bruk"})
# A panel tells the main things: all the rest stands where forms are compared.
_MOST: Final = 2
_TOPIC_WORDS: Final = {
    "grunnlag": mark("Grunnlaget"),
    "deltakere": mark("Hvem er med"),
    "ansvar": mark("Ansvaret"),
    "enkeltvedtak": mark("Vedtak"),
    "uttreden": mark("Å gå ut"),
    "anskaffelser": mark("Anskaffelser"),
    "kontroll": mark("Kontroll"),
}


class Chapter(NamedTuple):
    """A chapter of kommuneloven: what it is called, and what it says, in the order of the law."""

    title: str
    lines: tuple[Statement, ...]


def chapters() -> tuple[Chapter, ...]:
    """Return kap. 17 to 20."""
    return tuple(Chapter(_(title), _lines(forms, marks)) for title, forms, marks in _CHAPTERS)


def _lines(forms: Iterable[str], sections: tuple[str, ...]) -> tuple[Statement, ...]:
    marks = tuple(f"Kommuneloven § {section}" for section in sections)
    found: dict[str, Statement] = {}
    told_of: Counter[tuple[str, str, str]] = Counter()
    for one in statements():
        fits = one.form in forms and one.paragraph.startswith(marks) and one.confirmed
        if fits and one.topic not in _ASIDE and one.text not in found:
            told_of[one.form, one.topic, one.paragraph] += 1
            if told_of[one.form, one.topic, one.paragraph] <= _MOST:
                found[one.text] = one
    return tuple(map(without_answer, sorted(found.values(), key=_place_in_law)))


def _place_in_law(statement: Statement) -> tuple[int, ...]:
    # Chapter 5 stands last: § 5-4 is the border that kap. 17 comes up against.
    chapter, section = map(int, re.findall(r"\d+", statement.paragraph)[:2])
    return (chapter < 17, chapter, section)


def chapter_section(chapter: Chapter) -> Section:
    """Return a chapter as a part of a page, for files."""
    return Section(
        _("Kommuneloven {chapter}").format(chapter=chapter.title.replace("Kap.", "kap.", 1)),
        items=tuple(map(told, chapter.lines)),
    )


def common_section() -> Section:
    """Return what the law says for all forms, by topic."""
    rows: list[tuple[str | Item, ...]] = []
    for topic, name in _TOPIC_WORDS.items():
        rows.extend((_(name), one.text, source(one)) for one in about("", topic))
    columns = (_("Om"), _("Hva loven sier"), _("Hjemmel"))
    return Section(
        _("Dette gjelder alle former"),
        tables=(Table(_("Felles grunn"), columns, tuple(rows)),),
    )
