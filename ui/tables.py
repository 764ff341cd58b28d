"""Tables, sections and bars as HTML: every text from data is escaped by markupsafe."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from views.view import Bar, Item, Section, Table
from views.words import number


def section(found: Section, *, level: int = 2) -> None:
    """Show a part of a page: heading, sentence, list and tables."""
    st.html(section_html(found, level=level))


def section_html(found: Section, *, level: int = 2) -> Markup:
    """Return a part of a page as HTML."""
    heading = Markup("<h{0} class='sk-sub'>{1}</h{0}>").format(level, found.title)
    text = Markup("<p class='sk-text'>{}</p>").format(found.text) if found.text else Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(item_html(item)) for item in found.items)
    listed = Markup("<ul class='sk-items'>{}</ul>").format(items) if items else Markup("")
    tables = Markup("").join(map(table_html, found.tables))
    pattern = Markup("<pre class='sk-template'>{}</pre>")
    template = pattern.format(found.template) if found.template else Markup("")
    return Markup("<section class='sk-section'>{}{}{}{}{}</section>").format(
        heading, text, listed, template, tables
    )


def table(found: Table, *, rows: int | None = None) -> None:
    """Show a table, of which the first `rows` lines if that is given."""
    st.html(table_html(found, rows=rows))


def table_html(found: Table, *, rows: int | None = None) -> Markup:
    """Return a table with caption and scoped heads; the first column names the row."""
    heads = _joined("<th scope='col'>{}</th>", found.columns)
    body = Markup("").join(_row(row) for row in found.rows[:rows])
    note = Markup("<p class='sk-small'>{}</p>").format(found.note) if found.note else Markup("")
    return Markup(
        "<div class='sk-scroll'><table class='sk-table'><caption>{}</caption>"
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(found.caption, heads, body, note)


def _row(cells: tuple[str | Item | Bar, ...]) -> Markup:
    first = Markup("<th scope='row'>{}</th>").format(_cell(cells[0]))
    return Markup("<tr>{}{}</tr>").format(first, _joined("<td>{}</td>", map(_cell, cells[1:])))


def _cell(value: str | Item | Bar) -> Markup:
    if isinstance(value, Bar):
        share = max(0.0, min(1.0, value.value))
        return Markup("<span class='sk-bar'><i style='width:{}%'></i><b>{}</b></span>").format(
            round(100 * share), number(value.value, 2)
        )
    return item_html(value) if isinstance(value, Item) else Markup("{}").format(value)


def item_html(item: Item) -> Markup:
    """Return text, as a link where it has an address of the web or of one of our pages."""
    if item.url.lower().startswith(("https://", "http://")):
        return Markup("<a href='{}' target='_blank' rel='noopener noreferrer'>{}</a>").format(
            item.url, item.text
        )
    page = item.url.partition("?")[0]
    if page.isascii() and page.isalpha():
        return Markup("<a href='{}' target='_self'>{}</a>").format(item.url, item.text)
    return Markup("{}").format(item.text)


def _joined(pattern: str, values: Iterable[object]) -> Markup:
    # Only the patterns above come here; the values are escaped by `format`.
    return Markup("").join(Markup(pattern).format(value) for value in values)  # noqa: S704
