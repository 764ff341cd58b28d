"""The list of agreements as a grid, and the parts of one agreement's page."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote

import streamlit as st
from markupsafe import Markup

from data.language import _
from data.limits import limit
from ui import state, tables, text
from ui.tables import item_html
from views.agreement_page import Report
from views.avtaler import COUNT, NAME, OPEN, YEARS, ListView, heads
from views.quality import Part, QualityView
from views.view import Badge, Item, Line
from views.words import number

_GRID: Final = "register_grid"
_CLICKED: Final = "register_clicked"
# Four lines of text and no half ones; the grid wraps from 64 pixels on.
_ROW_PX: Final = 76
_HEIGHT_PX: Final = 600
_WIDTHS_PX: Final = {
    OPEN: 68,
    NAME: 204,
    "tjeneste": 118,
    "form": 106,
    "deltakere": 200,
    COUNT: 62,
    "status": 74,
    "sikkerhet": 82,
    "kilde_år": 72,
    "fra": 54,
    "til": 54,
    "vert": 100,
    "familie": 130,
}


def grid(view: ListView, opened: Callable[[str], None]) -> None:
    """Show the list; `opened` is called with the id of the agreement that was chosen."""
    with st.container(key="register"):
        st.dataframe(
            view.frame,
            key=_GRID,
            height=_HEIGHT_PX,
            row_height=_ROW_PX,
            hide_index=True,
            placeholder="–",
            lazy=False,
            alt=view.title,
            on_select=lambda: _answer(_picked(), view.ids, opened),
            selection_mode="single-cell",
            column_config=_columns(lambda: _answer(_pressed(), view.ids, opened)),
        )


def _columns(pressed: Callable[[], None]) -> dict[str, Any]:
    names = heads()
    config = st.column_config
    columns: dict[str, Any] = {
        names[key]: config.TextColumn(width=width) for key, width in _WIDTHS_PX.items()
    }
    for key in (COUNT, *YEARS):
        # A year is a name, not a quantity: no space within it.
        columns[names[key]] = config.NumberColumn(width=_WIDTHS_PX[key], format="%d")
    columns[names[OPEN]] = config.ButtonColumn(
        width=_WIDTHS_PX[OPEN], type="secondary", on_click=pressed, key=_CLICKED
    )
    return columns


def _pressed() -> int | None:
    """Return the row whose button was pressed."""
    found = st.session_state.get(_CLICKED)
    return found["row"] if found else None


def _picked() -> int | None:
    """Return the row whose name or button was chosen, by mouse or by the arrow keys."""
    names = heads()
    cells = st.session_state[_GRID]["selection"]["cells"]
    if not cells or cells[0][1] not in (names[OPEN], names[NAME]):
        return None
    row: int = cells[0][0]
    return row


def _answer(row: int | None, ids: tuple[str, ...], opened: Callable[[str], None]) -> None:
    """Open a row; a browser can send any number."""
    if isinstance(row, int) and 0 <= row < len(ids):
        opened(ids[row])


def badges(marks: Iterable[Badge]) -> None:
    """Show the short marks of an agreement."""
    found = Markup("").join(
        Markup("<span class='sk-badge {}'>{}</span>").format(mark.tone, mark.text) for mark in marks
    )
    if found:
        st.html(Markup("<p class='sk-marks'>{}</p>").format(found))


def definitions(lines: Iterable[Line]) -> None:
    """Show fields and what they hold; what leads to our own pages stands on one line."""
    body = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(line.label, _pieces(line.items)) for line in lines
    )
    st.html(Markup("<dl class='sk-fields'>{}</dl>").format(body))


def _pieces(items: Iterable[Item]) -> Markup:
    groups = groupby(items, key=lambda item: bool(item.url))
    return Markup("").join(
        Markup("<div>{}</div>").format(Markup(", ").join(map(item_html, group)))
        if linked
        else Markup("").join(Markup("<div>{}</div>").format(item.text) for item in group)
        for linked, group in groups
    )


def report(found: Report) -> None:
    """Show a ready e-mail: to be copied, or opened in the reader's own mail with no address."""
    link = Markup("mailto:?subject={}&body={}").format(
        quote(found.subject, safe=""), quote(found.short.replace("\n", "\r\n"), safe="")
    )
    st.html(
        Markup(
            "<p class='sk-text'>{}</p><p class='sk-text'><a href='{}' target='_self'>{}</a></p>"
        ).format(
            _(
                "Kopier teksten under og send den til den som fører registeret, eller åpne den i "
                "e-postprogrammet ditt og skriv inn mottakeren selv."
            ),
            link,
            _("Åpne i e-post"),
        )
    )
    st.code(f"{found.subject}\n\n{found.body}", language=None, wrap_lines=True)


def show_quality(view: QualityView) -> None:
    """Show the numbers, the lists that can be unfolded, and each municipality."""
    facts = Markup("").join(
        Markup("<div><b>{}</b><span>{}</span></div>").format(*fact) for fact in view.facts
    )
    text.hint(view.lead)
    st.html(Markup('<div class="sk-facts sk-five">{}</div>').format(facts))
    for place, part in enumerate(view.parts):
        title = f"{part.section.title} ({number(part.total)})"
        box = st.expander(title, key=f"quality_{place}", on_change="rerun")
        if box.open:
            with box:
                _part(part, place)
    tables.table(view.tables[0])


def _part(part: Part, place: int) -> None:
    """Show a list of the quality, and a way to the rest of it."""
    tables.section(part.section._replace(title=""), level=3)
    shown = sum(len(found.rows) for found in part.section.tables)
    if part.lines > shown:
        st.button(
            _("Vis flere ({n} til)").format(n=number(part.lines - shown)),
            key=f"quality_more_{place}",
            on_click=state.more_rows,
            args=(4 * limit("list_rows"),),
        )


def quality_lines() -> int:
    """Return how many lines of each list the reader has asked for."""
    return limit("list_rows") + state.extra_rows()
