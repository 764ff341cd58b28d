"""«Politisk styring»: the numbers as a bar, the map with its places, and the lists."""

import streamlit as st
from markupsafe import Markup

from analysis.steering import Tally
from data.language import _
from data.limits import limit
from data.register import Register
from ui import filters, load, map_view, state, tables, text
from ui.tables import item_html
from views.forms import steering as said
from views.forms.steering_tables import Group
from views.pictures.shares import span_words, tally_words
from views.query import Query
from views.view import Item, Table, View
from views.words import number

_MAP = "styringskart"


def show(register: Register, query: Query) -> View:
    """Draw the part."""
    boundaries = load.boundaries()
    view = said.build(register, query, boundaries)

    def pick_on_map() -> None:
        """Look at one municipality, or at all again where it was looked at."""
        code = map_view.value(_MAP).get("kommune")
        if isinstance(code, str) and code in register.municipality_by_code:
            state.change(kommune=() if query.kommune == (code,) else (code,), avtale=())

    text.heading(view.title, view.said)
    if not query.storskjerm:
        _whole(view)
    places, regions, services = view.groups
    left, right = st.columns([6, 5], gap="medium")
    with left:
        with st.container(key="steering_map"):
            text.subheading(view.map_title)
            map_view.show(
                view,
                register,
                boundaries,
                _MAP,
                bare=True,
                big=query.storskjerm,
                on_change=pick_on_map,
            )
        with st.container(key="steering_how"):
            text.hint(_("Velg en kommune på kartet for å se bare den, og igjen for å se alle."))
        for note in view.notes:
            text.hint(note)
        if query.kommune or query.region:
            st.button(
                _("Vis hele fylket"),
                on_click=state.change,
                kwargs={"kommune": (), "region": ()},
                key="steering_all",
            )
    with right:
        if query.storskjerm:  # the map has all the height there is
            _whole(view)
        st.html(group_html(places))
    left, right = st.columns([6, 5], gap="medium")
    with left, st.container(key="steering_claim"):
        tables.section(view.sections[0])
    with right:
        st.html(group_html(regions))
    for column, part in zip(st.columns(2, gap="large"), _halves(services), strict=True):
        if part.lines:
            column.html(group_html(part))
    for place, table in enumerate(view.lists):
        with st.container(key=f"steering_list_{place}"):
            _list(table, place)
    with st.sidebar:
        filters.counted(register)
    return view


def _whole(view: said.SteeringView) -> None:
    """Draw all that is counted as one bar, with what was counted below it."""
    if view.whole.all:
        st.html(whole_html(view.whole))
    text.hint(view.about)


def _halves(group: Group) -> tuple[Group, Group]:
    """Return a long group as two: read down the left one, then the right."""
    half = (len(group.lines) + 1) // 2
    rest = _("{caption}, resten").format(caption=group.caption)
    return group._replace(lines=group.lines[:half]), Group(rest, group.column, group.lines[half:])


def _list(table: Table, place: int) -> None:
    """Show a list, and a way to the rest of it."""
    shown = 4 * limit("list_rows") + state.extra_rows()
    tables.table(table, rows=shown)
    if len(table.rows) > shown:
        st.button(
            _("Vis flere ({n} til)").format(n=number(len(table.rows) - shown)),
            key=f"steering_more_{place}",
            on_click=state.more_rows,
            args=(4 * limit("list_rows"),),
        )


def whole_html(whole: Tally) -> Markup:
    """Return all that is counted as one bar: weak, unknown, and with an organ of its own."""
    parts = (
        ("weak", whole.weak, _("svakt organisert")),
        ("unknown", whole.unknown, _("ukjent form")),
        ("firm", whole.firm, _("fast organisert: organ eller vertskommune")),
    )
    bar = Markup("").join(
        Markup("<div class='{}' style='flex-grow:{}'><b>{}</b> <span>{}</span></div>").format(
            kind, count, number(count), name
        )
        for kind, count, name in parts
        if count
    )
    return Markup("<div class='sk-whole' role='img' aria-label='{}'>{}</div>").format(
        tally_words(whole), bar
    )


def group_html(group: Group) -> Markup:
    """Return tallies as a table whose last column draws each share."""
    heads = Markup("").join(
        Markup("<th scope='col'>{}</th>").format(name)
        for name in (
            group.column,
            _("Samarbeid"),
            _("Svakt"),
            _("Ukjent"),
            _("Andel svakt"),
            "",
        )
    )
    body = Markup("").join(_line(name, tally) for name, tally in group.lines)
    note = Markup("<p class='sk-small'>{}</p>").format(group.note) if group.note else Markup("")
    return Markup(
        "<div class='sk-scroll'><table class='sk-table sk-tallies'><caption>{}</caption>"
        "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}"
    ).format(group.caption, heads, body, note)


def _line(name: str | Item, tally: Tally) -> Markup:
    words = item_html(name) if isinstance(name, Item) else Markup("{}").format(name)
    share = Markup("<span class='sk-split' aria-hidden='true'>{}{}</span>").format(
        Markup("<i class='weak' style='width:{}%'></i>").format(tally.least),
        Markup("<i class='unknown' style='width:{}%'></i>").format(tally.most - tally.least),
    )
    return Markup(
        "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    ).format(
        words,
        number(tally.all),
        number(tally.weak),
        number(tally.unknown),
        span_words(tally),
        share,
    )
