"""The whole register as a list: one row an agreement, in plain words, as the filters leave it."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import pandas as pd

from analysis.selection import Selection, sort_key
from data.language import _, get_language, ngettext
from data.register import Register
from views import kart
from views.query import DEFAULT, Query
from views.view import Door, Table, View
from views.words import collaborations, filter_words, form_word, number, status_word

OPEN: Final = "åpne"
NAME: Final = "navn"
YEARS: Final = ("fra", "til", "kilde_år")
COUNT: Final = "antall"
# What a selection reads of a query; the rest of it changes no row.
_ASKED: Final = (
    *("tjeneste", "form", "kommune", "modus", "region", "status", "sikkerhet", "aar", "sok"),
    *("deler", "avsluttet"),
)


@dataclass(frozen=True, slots=True, eq=False)
class ListView(View):
    """What the list shows beside what every view has.

    Attributes
    ----------
    frame
        One row an agreement, sorted by name; columns are called as in `heads`. Years and counts
        are `Int64` with NA, all else is text. Shared between readers: copy it to change it.
    ids
        The id of each row.
    """

    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    ids: tuple[str, ...] = ()


def heads() -> dict[str, str]:
    """Return the columns of the list, in order, and what each is called."""
    return {
        OPEN: _("Side"),
        NAME: _("Navn"),
        "tjeneste": _("Tjeneste"),
        "form": _("Form"),
        "deltakere": _("Deltakere"),
        COUNT: _("Antall"),
        "status": _("Status"),
        "sikkerhet": _("Sikkerhet"),
        "kilde_år": _("Kilde fra"),
        "fra": _("Fra"),
        "til": _("Til"),
        "vert": _("Vert"),
        "familie": _("Familie"),
    }


def build(register: Register, query: Query) -> ListView:
    """Return the list of the agreements that `query` leaves, parts and nameless ones too."""
    selection, frame, ids = _answer(register, asked(query), get_language())
    words = filter_words(query, register)
    count = collaborations(len(selection.drawn))
    if len(query.avtale) > 1:
        title = _("{n} utvalgte samarbeid").format(n=number(len(selection.drawn)))
    elif words:
        title = f"{count}: " + " · ".join(words)
    else:
        title = _("{n} i registeret").format(n=count)
    return ListView(
        title=title,
        lead=f"{kart.lead_words(selection, query, register)} {_row_words(selection)}",
        picture=None,
        notes=kart.former_notes(register, query),
        widen=tuple(
            Door(door.title, door.text, "avtaler", door.query)
            for door in kart.widen(register, query, selection)
        ),
        frame=frame,
        ids=ids,
    )


def asked(query: Query) -> Query:
    """Return the part of a query that decides which agreements are chosen."""
    several = query.avtale if len(query.avtale) > 1 else ()
    return DEFAULT.but(avtale=several, **{name: getattr(query, name) for name in _ASKED})


def chosen(register: Register, query: Query) -> Selection:
    """Return the agreements that `query` leaves, as the map counts them."""
    return _answer(register, asked(query), get_language())[0]


def table(view: ListView) -> Table:
    """Return the list as a table of text, for a file: empty where nothing is known."""
    names = heads()
    del names[OPEN]
    frame = view.frame[list(names.values())]
    columns = [["" if pd.isna(cell) else str(cell) for cell in frame[name]] for name in frame]
    return Table(view.title, tuple(names.values()), tuple(zip(*columns, strict=True)))


def _row_words(selection: Selection) -> str:
    """Say how the rows of the list hang together with the number of collaborations."""
    parts = sum(len(group) for group in selection.folded.values())
    nameless = len(selection.nameless)
    text = ngettext("Lista har {n} rad", "Lista har {n} rader", len(selection.rows)).format(
        n=number(len(selection.rows))
    )
    more = []
    if parts:
        more.append(
            ngettext(
                "{n} del av et større samarbeid", "{n} deler av større samarbeid", parts
            ).format(n=number(parts))
        )
    if nameless:
        more.append(_("{n} uten kjente deltakere").format(n=number(nameless)))
    if not more:
        return f"{text}."
    drawn = _("de {n} som telles på kartet").format(n=number(len(selection.drawn)))
    return f"{text}: {', '.join((drawn, *more[:-1]))} {_('og')} {more[-1]}."


@lru_cache(maxsize=8)
def _answer(
    register: Register, query: Query, language: str
) -> tuple[Selection, pd.DataFrame, tuple[str, ...]]:
    selection = kart.selected(register, query)
    whole, ids, place = _everything(register, language)
    rows = selection.rows
    if len(rows) == len(ids):
        return selection, whole, ids
    at = sorted(place[row.id] for row in rows)
    return selection, whole.take(at).reset_index(drop=True), tuple(ids[index] for index in at)


@lru_cache(maxsize=4)
def _everything(
    register: Register, _language: str
) -> tuple[pd.DataFrame, tuple[str, ...], dict[str, int]]:
    """Return the list of the whole register, a column at a time: it may be long."""
    rows = sorted(register.agreement_records, key=lambda row: (sort_key(row.name), row.id))
    places = {code: m.name for code, m in register.municipality_by_code.items()}
    services = register.service_by_code
    statuses = {row.status: status_word(row.status) for row in rows}
    forms = {row.form: form_word(row, register) for row in rows}
    nobody, more = _("deltakere ikke kjent"), " " + _("med flere")
    members = [
        ", ".join([places[code] for code in row.members]) + (more if row.incomplete else "")
        if row.members
        else nobody
        for row in rows
    ]
    cells: dict[str, list[str] | list[str | None] | pd.api.extensions.ExtensionArray] = {
        OPEN: [_("Åpne")] * len(rows),
        NAME: [row.name for row in rows],
        "tjeneste": [services[row.service].name for row in rows],
        "form": [forms[row.form] for row in rows],
        "deltakere": members,
        COUNT: pd.array([len(row.members) or None for row in rows], dtype="Int64"),
        "status": [statuses[row.status] for row in rows],
        "fra": pd.array([row.start for row in rows], dtype="Int64"),
        "til": pd.array([row.end for row in rows], dtype="Int64"),
        "vert": [places[row.host] if row.host else None for row in rows],
        "sikkerhet": [row.confidence for row in rows],
        "kilde_år": pd.array([row.source_year for row in rows], dtype="Int64"),
        "familie": [services[row.service].family for row in rows],
    }
    frame = pd.DataFrame({head: cells[name] for name, head in heads().items()})
    ids = tuple(row.id for row in rows)
    return frame, ids, {key: index for index, key in enumerate(ids)}
