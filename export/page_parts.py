"""Parts of a page in a file as HTML: every text from data is escaped by markupsafe."""

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup

from data.language import _
from data.records import Agreement
from data.register import Register
from views.view import Bar, Item, Section, Table, View
from views.words import confidence_word, number

_WEB: Final = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_NONE: Final = Markup("")


def header(view: View) -> Markup:
    """Return title and lead, and the way down to the table: over the map the wheel zooms."""
    down = Markup("<p><a href='#tabell'>{}</a></p>").format(_("Tabell og kilder under kartet ↓"))
    return Markup("<header><h1>{}</h1><p>{}</p>{}</header>").format(
        view.title, view.lead, down if view.picture else _NONE
    )


def notes(view: View) -> Markup:
    """Return what the picture leaves out and what is uncertain."""
    lines = _joined("<li>{}</li>", view.notes)
    return Markup("<ul class='notes'>{}</ul>").format(lines) if lines else _NONE


def section(found: Section) -> Markup:
    """Return a part of a page: heading, sentence, list, lines to copy and tables."""
    text = Markup("<p>{}</p>").format(found.text) if found.text else _NONE
    items = _joined("<li>{}</li>", map(_item, found.items))
    listed = Markup("<ul>{}</ul>").format(items) if items else _NONE
    lines = Markup("<pre>{}</pre>").format(found.template) if found.template else _NONE
    tables = _NONE.join(map(table, found.tables))
    return Markup("<section><h2>{}</h2>{}{}{}{}</section>").format(
        found.title, text, listed, lines, tables
    )


def table(found: Table) -> Markup:
    """Return a table with caption and scoped heads; the first column names the row."""
    heads = _joined("<th scope='col'>{}</th>", found.columns)
    rows = _NONE.join(
        Markup("<tr><th scope='row'>{}</th>{}</tr>").format(
            _cell(row[0]), _joined("<td>{}</td>", map(_cell, row[1:]))
        )
        for row in found.rows
    )
    note = Markup("<p>{}</p>").format(found.note) if found.note else _NONE
    return Markup(
        "<div class='scroll'><table><caption>{}</caption><thead><tr>{}</tr></thead>"
        "<tbody>{}</tbody></table></div>{}"
    ).format(found.caption, heads, rows, note)


def sources(rows: Iterable[Agreement]) -> Markup:
    """Return where each agreement is known from, folded away below the table."""
    lines = []
    for row in rows:
        known = Markup("; ").join(_item(Item(text, url)) for text, url in row.sources)
        rest = [str(row.source_year)] if row.source_year else []
        rest.append(confidence_word(row.confidence))
        lines.append(
            Markup("<li><strong>{}</strong>: {} ({})</li>").format(row.name, known, ", ".join(rest))
        )
    if not lines:
        return _NONE
    return Markup("<details><summary>{}</summary><ul>{}</ul></details>").format(
        _("Kilder for hvert samarbeid"), _NONE.join(lines)
    )


def footer(register: Register) -> Markup:
    """Return source, date, licence and whose the boundaries are."""
    lines = (
        _("Kilde: Samarbeidskart, registeret per {date} (revisjon {revision}).").format(
            date=register.as_of, revision=register.revision
        ),
        "Grenser: © Kartverket (CC BY 4.0). " + _("Registeret: CC BY 4.0."),
        _("Det som ikke er registrert, kan likevel finnes. «Aktiv» gjelder kildens år."),
        _("Denne fila virker uten nett og henter ingenting utenfra."),
    )
    return Markup("<footer>{}</footer>").format(_joined("<p>{}</p>", lines))


def _joined(pattern: str, values: Iterable[object]) -> Markup:
    return _NONE.join(Markup(pattern).format(value) for value in values)  # noqa: S704 — constants


def _cell(value: str | Item | Bar) -> Markup:
    if isinstance(value, Bar):
        return Markup("{}").format(number(value.value, 2))
    return _item(value) if isinstance(value, Item) else Markup("{}").format(value)


def _item(item: Item) -> Markup:
    """Return text, with a link where it leads out on the web; our own pages are not here."""
    if not _WEB.fullmatch(item.url):
        return Markup("{}").format(item.text)
    return Markup("<a href='{}' target='_blank' rel='noopener noreferrer'>{}</a>").format(
        item.url, item.text
    )
