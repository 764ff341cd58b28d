"""Draw the forms: the line from tight to loose, forms side by side, kap. 17–20 and all the rest."""

from collections.abc import Callable, Iterable
from typing import Final

import streamlit as st
from markupsafe import Markup

from data.language import _
from data.legal import TOPICS, Statement
from data.register import Register
from ui import state, tables, text
from views.forms import line as said
from views.forms.chapters import Chapter
from views.forms.compared import Compared, level_word, topic_name
from views.forms.law import answer, section, source, unconfirmed
from views.forms.line import LineView, Place, Step
from views.query import Query
from views.view import Item

_KEY: Final = "sk_compared"
_ROOM: Final = 14  # letters beside the names on a button
_LONG: Final = 26  # letters of a paragraph that may break over two lines
# The same in letters and in a sign, so that colour is never alone.
_SIGNS: Final = {"ja": "full", "begrenset": "half", "valgfritt": "half", "nei": "none"}


def show(register: Register, query: Query) -> LineView:
    """Draw the part."""
    view = said.build(register, query)
    text.heading(view.title, view.lead)
    _chooser(view, query)
    if view.compared:
        st.html(_side_by_side(view))
    st.html(_line(view.steps, view.legend))
    if not view.compared:
        _offers(view)
    st.html(_chapters(view.chapters))
    tables.section(view.sections[-1])
    st.html(_notes(view.notes))
    return view


def _chooser(view: LineView, query: Query) -> None:
    names = dict(view.names)
    st.session_state[_KEY] = [code for code in said.chosen(query) if code in names]

    def change() -> None:
        state.change(form=tuple(st.session_state[_KEY]))

    st.multiselect(
        _("Se former side om side"),
        list(names),
        format_func=names.__getitem__,
        key=_KEY,
        on_change=change,
        max_selections=said.MOST,
        placeholder=_("Velg to til fire former"),
        label_visibility="collapsed",
    )
    if view.asked:
        text.hint(view.asked)


def _offers(view: LineView) -> None:
    """Draw forms that are worth seeing side by side, one click each."""
    if not view.offers:
        return
    with st.container(key="form_offers"):
        widths = [len(door.title) + _ROOM for door in view.offers]
        for column, door in zip(st.columns(widths), view.offers, strict=True):
            column.button(
                _("Sammenlign {names}").format(names=door.title),
                help=door.text,
                key=f"offer_{'_'.join(door.query.form)}",
                on_click=state.change,
                kwargs={"form": door.query.form},
                width="stretch",
            )


def _line(steps: Iterable[Step], legend: str) -> Markup:
    body = _joined(map(_step, steps))
    return Markup(
        "<section class='sk-line' aria-labelledby='sk-line-head'>"
        "<h2 class='sk-hidden' id='sk-line-head'>{}</h2>"
        "<p class='sk-wedge'><span>{}</span><span>{}</span></p><ol>{}</ol>"
        "<p class='sk-small'>{} {} · {} {} · {} {}. {}</p></section>"
    ).format(
        _("Linja fra tett til løst styrt"),
        _("Tett på kommunestyret"),
        _("Løst"),
        body,
        _sign("full"),
        _("ja"),
        _sign("half"),
        _("begrenset eller valgfritt"),
        _sign("none"),
        _("nei"),
        legend,
    )


def _step(step: Step) -> Markup:
    return Markup(
        "<li class='sk-step s{}'><h3><b>{}</b><span>{}</span></h3><ul>{}</ul></li>"
    ).format(
        step.level,
        step.level,
        step.name,
        _joined(map(_place, step.places)),
    )


def _place(place: Place) -> Markup:
    kind = " ours" if place.ours else ""
    kind += " chosen" if place.chosen else ""
    basis = tables.item_html(place.basis)
    if place.repealed:
        basis = Markup("{} · <strong>{}</strong>").format(basis, _("opphevet"))
    toggle = Markup("<a class='toggle' href='{}' target='_self' aria-label='{}'>{}</a>").format(
        place.toggle.url, f"{place.toggle.text}: {place.name}", place.toggle.text
    )
    return Markup(
        "<li class='sk-form{}'><b>{}</b><span>{}</span>{}{}<span class='sk-form-foot'>{}{}</span>"
        "</li>"
    ).format(
        kind,
        place.name,
        basis,
        _fact(_("Rettssubjekt"), place.person),
        _fact(_("Enkeltvedtak"), place.authority),
        tables.item_html(place.uses),
        toggle,
    )


def _fact(name: str, statement: Statement | None) -> Markup:
    """Return one fact of a form: the answer as a sign and as a word, and its paragraph."""
    if statement is None:
        return Markup("")
    word = answer(statement)
    pattern = Markup("<span>{}: {} <strong>{}</strong> {}{}</span>")
    sign = _sign(_SIGNS[word]) if word in _SIGNS else ""
    return pattern.format(name, sign, word, _link(statement, section), _doubt(statement))


def _sign(kind: str) -> Markup:
    """Return a disc that is full, half or empty, drawn by style: no font has all three alike."""
    return Markup("<i class='sk-sign {}' aria-hidden='true'></i>").format(kind)


def _link(statement: Statement, say: Callable[[Statement], Item] = source) -> Markup:
    item = say(statement)
    kind = " long" if len(item.text) > _LONG else ""
    return Markup("<small class='sk-law{}' title='{}'>{}</small>").format(
        kind, statement.paragraph, tables.item_html(item)
    )


def _doubt(statement: Statement) -> Markup:
    if statement.confirmed:
        return Markup("")
    return Markup(" <em class='sk-doubt'>{}</em>").format(unconfirmed())


def _side_by_side(view: LineView) -> Markup:
    head = _joined(
        Markup("<th scope='col'>{}<small>{}</small></th>").format(one.name, level_word(one.level))
        for one in view.compared
    )
    rows = _joined(_compared_row(place, topic, view.compared) for place, topic in enumerate(TOPICS))
    return Markup(
        "<div class='sk-scroll sk-compared'><table class='sk-table'><caption>{}</caption>"
        "<thead><tr><th scope='col'>{}</th>{}</tr></thead><tbody>{}</tbody></table></div>"
    ).format(view.tables[0].caption, view.tables[0].columns[0], head, rows)


def _compared_row(place: int, topic: str, compared: Iterable[Compared]) -> Markup:
    cells = _joined(
        Markup("<td><ul>{}</ul></td>").format(_joined(map(_statement, one.said[place])))
        if one.said[place]
        else Markup("<td><span class='sk-none'>{}</span></td>").format(
            _("Ingen egen regel i det som er lest")
        )
        for one in compared
    )
    return Markup("<tr><th scope='row'>{}</th>{}</tr>").format(topic_name(topic), cells)


def _statement(statement: Statement) -> Markup:
    return Markup("<li>{} {}{}</li>").format(statement.text, _link(statement), _doubt(statement))


def _chapters(panels: Iterable[Chapter]) -> Markup:
    body = _joined(
        Markup("<section><h3>{}</h3><ul>{}</ul></section>").format(
            panel.title,
            _joined(
                Markup("<li>{} {}</li>").format(_link(one, section), one.text)
                for one in panel.lines
            ),
        )
        for panel in panels
    )
    return Markup(
        "<section class='sk-chapters'><h2 class='sk-sub'>{}</h2><div>{}</div></section>"
    ).format(_("Kommuneloven kap. 17–20 på ett blad"), body)


def _notes(notes: Iterable[str]) -> Markup:
    lines = _joined(Markup("<li>{}</li>").format(one) for one in notes)
    return Markup("<ul class='sk-items sk-small'>{}</ul>").format(lines)


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)
