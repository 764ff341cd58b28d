"""The picture of the check: a row for each point, a mark for each party where it stands.

The marks of those who answer alike stand side by side. Shape and letter carry the party, a word
carries the difference; colour alone carries nothing.
"""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from data.language import _
from ui import theme
from views.check.answers import LETTERS, SCALE, UNKNOWN
from views.check.differences import Difference, Place, short, word
from views.check.points import PARTS, name_of
from views.check.result import CheckView
from views.view import Section

_VALUES = (1, 2, 3, 4, UNKNOWN, None)


def show(view: CheckView) -> None:
    """Draw the page: the parties, the picture, and what it says in words."""
    theme.check()
    st.html(page_html(view))


def page_html(view: CheckView) -> Markup:
    """Return all of the page below its heading."""
    words = Markup("").join(_section(section) for section in view.sections)
    return Markup(
        "<div class='sk-check-page'>{}<div class='sk-check-both'>{}<div class='words'>{}"
        "<p class='rule'>{}</p></div></div></div>"
    ).format(_key(view.key), _table(view), words, view.definition)


def _section(section: Section) -> Markup:
    text = Markup("<p>{}</p>").format(section.text) if section.text else Markup("")
    lines = (Markup("<li>{}</li>").format(_line(item.text)) for item in section.items)
    listed = Markup("").join(lines)
    found = Markup("<ul>{}</ul>").format(listed) if listed else Markup("")
    return Markup("<section><h2>{}</h2>{}{}</section>").format(section.title, text, found)


def _line(text: str) -> Markup:
    """Return a line with the name of its point made heavy."""
    name, end, rest = text.partition("» – ")
    return Markup("<b>{}»</b> – {}").format(name, rest) if end else Markup("{}").format(text)


def _key(key: Sequence[tuple[str, str]]) -> Markup:
    names = (Markup("<li>{}<span>{}</span></li>").format(_mark(a), b) for a, b in key)
    return Markup("<ul class='key' aria-label='{}'>{}</ul>").format(
        _("Partene"), Markup("").join(names)
    )


def _mark(letter: str) -> Markup:
    shape = LETTERS.index(letter)
    return Markup("<i class='sk-mark m{}'>{}</i>").format(shape, letter)


def _table(view: CheckView) -> Markup:
    names = [_("Punkt"), *map(_head, _VALUES), _("Forskjell")]
    heads = Markup("").join(Markup("<th scope='col'>{}</th>").format(name) for name in names)
    caption = _("Hvert punkt med svaret fra hver part")
    return Markup(
        "<table class='sk-check-table'><caption>{}</caption><thead><tr>{}</tr></thead>{}</table>"
    ).format(caption, heads, _bodies(view))


def _head(value: int | None) -> str:
    if value is None:
        return _("Ikke svart")
    text = SCALE[value]
    return _(text)


def _bodies(view: CheckView) -> Markup:
    """Return the rows: all in one, or a body with its heading for each part."""
    if view.ranked:
        return Markup("<tbody>{}</tbody>").format(_rows(view.rows))
    found = Markup("")
    for part in PARTS:
        title = part.title
        rows = [row for row in view.rows if row.point.part == part.code]
        found += Markup(
            "<tbody><tr class='part'><th scope='rowgroup' colspan='8'>{}</th></tr>{}</tbody>"
        ).format(_(title), _rows(rows))
    return found


def _rows(rows: Sequence[Difference]) -> Markup:
    return Markup("").join(map(_row, rows))


def _row(row: Difference) -> Markup:
    sign = Markup("<em title='{}'>!</em> ").format(_("Varselsignal"))
    name = Markup("{}{}").format(sign if row.point.warning else "", name_of(row.point))
    cells = Markup("").join(_cell(row, value) for value in _VALUES)
    kind = "large" if row.large else "small"
    return Markup(
        "<tr class='{}'><th scope='row'>{}</th>{}<td class='said'><b>{}</b></td></tr>"
    ).format(kind, name, cells, word(row))


def _cell(row: Difference, value: int | None) -> Markup:
    """Return what stands at one place of the scale; a line runs between the outermost."""
    here = [place for place in row.places if place.value == value]
    kind = "none" if value is None else "unknown" if value == UNKNOWN else "step"
    values = row.values
    if value and values and values[0] <= value <= values[-1] and values[0] != values[-1]:
        kind += " between"
        kind += " first" if value == values[0] else " last" if value == values[-1] else ""
    marks = Markup("").join(map(_named, here))
    return Markup("<td class='{}'><span>{}</span></td>").format(kind, marks)


def _named(place: Place) -> Markup:
    """Return a mark that says whose it is to whoever points at it or has it read aloud."""
    said = f"{place.name}: {short(place.value)}"
    said += f" – {place.note}" if place.note else ""
    shape = LETTERS.index(place.letter)
    return Markup("<i class='sk-mark m{}' role='img' aria-label='{}' title='{}'>{}</i>").format(
        shape, said, said, place.letter
    )
