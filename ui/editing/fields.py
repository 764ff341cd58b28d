"""The fields of an agreement as widgets: cells of text in, cells of text out.

What a widget holds is kept in the draft, so that it is there again after a look at another page.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from analysis.selection import sort_key
from data.language import _
from data.register import Register
from data.schema import CONFIDENCES, SEPARATOR, STATUSES, YES_NO
from data.tables import split_list
from ui.editing import keeping
from ui.text import hint, note, subheading
from views.columns import column_words
from views.draft import free_id
from views.words import confidence_word, status_word

Options = Mapping[str, str]
"""Code → name of each that can be chosen, in order."""

_LINES: Final = ("andre",)


class _Fields:
    """Draw fields under one key and gather what they hold."""

    def __init__(self, cells: Mapping[str, str], key: str) -> None:
        self.cells = dict(cells)
        self.key = key

    def _seeded(self, column: str, value: object) -> str:
        """Return the widget's key, holding `value` where the last run did not show it."""
        name = f"{self.key}_{column}"
        if name not in st.session_state:
            st.session_state[name] = value
        return name

    def text(self, column: str, *, long: bool = False, label: str = "") -> None:
        words = column_words(column)
        draw = st.text_area if long else st.text_input
        lines = column in _LINES
        cell = self.cells[column]
        shown = "\n".join(split_list(cell)) if lines else cell
        extra = {"height": 80} if long else {}
        value = draw(
            label or words.label, key=self._seeded(column, shown), help=words.help, **extra
        )
        parts = [" ".join((value or "").split())]
        if lines:
            parts = [" ".join(line.split()) for line in (value or "").splitlines()]
        self.cells[column] = SEPARATOR.join(filter(None, parts))

    def one(self, column: str, options: Options, *, empty: str = "") -> None:
        words = column_words(column)
        cell = self.cells[column]
        value = st.selectbox(
            words.label,
            _with(options, (cell,)),
            format_func=lambda code: options.get(code, code),
            index=None,
            placeholder=empty or _("Ikke kjent"),
            key=self._seeded(column, cell or None),
            help=words.help,
        )
        self.cells[column] = value or ""

    def many(self, column: str, options: Options) -> None:
        words = column_words(column)
        codes = [code for code in split_list(self.cells[column]) if code]
        value = st.multiselect(
            words.label,
            _with(options, codes),
            format_func=lambda code: options.get(code, code),
            key=self._seeded(column, codes),
            placeholder=_("Velg kommuner"),
            help=words.help,
        )
        self.cells[column] = SEPARATOR.join(value)

    def choice(self, column: str, accepted: Sequence[str], word: Callable[[str], str]) -> None:
        words = column_words(column)
        value = st.segmented_control(
            words.label,
            list(accepted),
            format_func=word,
            key=self._seeded(column, self.cells[column] or accepted[0]),
            required=True,
            help=words.help,
        )
        self.cells[column] = value or accepted[0]

    def sources(self) -> None:
        """Draw each source with its address side by side, and one empty line more."""
        texts = list(split_list(self.cells["kilde"]))
        urls = list(split_list(self.cells["kilde_url"]))
        pairs = []
        for place in range(max(len(texts), len(urls), self._last_line()) + 1):
            left, right = st.columns(2)
            shown = (texts[place : place + 1] or [""])[0]
            address = (urls[place : place + 1] or [""])[0]
            with left:
                source = self._line("kilde", place, shown)
            with right:
                link = self._line("kilde_url", place, address)
            pairs.append((source, link))
        kept = [pair for pair in pairs if any(pair)]
        self.cells["kilde"] = SEPARATOR.join(source for source, _link in kept)
        links = [link for _source, link in kept]
        self.cells["kilde_url"] = SEPARATOR.join(links) if any(links) else ""

    def _last_line(self) -> int:
        """Return how many lines of sources hold something, counting empty ones in between.

        One that was emptied stands where it stood; were it left out, the last would not be drawn.
        """
        filled = [0]
        for column in ("kilde", "kilde_url"):
            start = f"{self.key}_{column}_"
            filled += [
                int(str(name).removeprefix(start)) + 1
                for name, value in st.session_state.items()
                if str(name).startswith(start) and str(name)[len(start) :].isdigit() and value
            ]
        return max(filled)

    def _line(self, column: str, place: int, shown: str) -> str:
        words = column_words(column)
        value = st.text_input(
            words.label,
            key=self._seeded(f"{column}_{place}", shown),
            help=words.help if place == 0 else None,
            label_visibility="visible" if place == 0 else "collapsed",
            placeholder=words.label if place else None,
        )
        return " ".join((value or "").replace(SEPARATOR, " ").split())


def _with(options: Options, codes: Sequence[str]) -> list[str]:
    """Return the codes of the options, and those in use that are none of them: none is lost."""
    return [*options, *(code for code in dict.fromkeys(codes) if code and code not in options)]


def agreement(cells: Mapping[str, str], register: Register, key: str) -> dict[str, str]:
    """Draw the fields of an agreement and return its cells; a new one gets its id of the name."""
    fields = _Fields(cells, keeping.prefix(key).removesuffix("_"))
    subheading(_("Hva"))
    fields.text("navn")
    if key == keeping.NEW:
        _name_new(fields, register)
    _what(fields, register)
    subheading(_("Hvem"))
    _who(fields, register)
    subheading(_("Når, og hva det hører til"))
    _when(fields, register)
    subheading(_("Kilde"))
    fields.sources()
    left, right = st.columns(2)
    with left:
        fields.text("kilde_år")
    with right:
        fields.choice("sikkerhet", CONFIDENCES, str)
    hint(confidence_word(fields.cells["sikkerhet"]))
    fields.text("merknad", long=True)
    return fields.cells


def _name_new(fields: _Fields, register: Register) -> None:
    """Make the id of the name, and tell where an agreement of that id is there already."""
    name = fields.cells["navn"]
    taken = register.agreement_by_id
    id_ = fields.cells["id"] = free_id(name, taken)
    if name and not id_:
        note("warn", _("Navnet må ha minst én bokstav a–å eller ett tall, så det kan få en id."))
    elif id_:
        wanted = free_id(name, ())
        if wanted in taken:
            note(
                "warn",
                _("Id-en «{id}» er i bruk: «{name}».").format(id=wanted, name=taken[wanted].name),
                [
                    _(
                        "Er det den samme avtalen, velg den ovenfor og endre den. "
                        "Ellers får denne id-en «{id}»."
                    ).format(id=id_)
                ],
            )
        else:
            hint(_("Id i lenker: {id}. Den endres ikke senere.").format(id=id_))


def _what(fields: _Fields, register: Register) -> None:
    rows = sorted(register.service_by_code.items(), key=lambda item: sort_key(item[1].name))
    left, right = st.columns(2)
    with left:
        fields.one("tjeneste", {c: s.name for c, s in rows}, empty=_("Velg en tjeneste"))
    with right:
        fields.one("form", {code: form.name for code, form in register.form_by_code.items()})
    fields.text("formål", long=True)
    fields.choice("status", STATUSES, status_word)


def _who(fields: _Fields, register: Register) -> None:
    towns = register.municipality_by_code.values()
    ordered = sorted(towns, key=lambda m: (not m.in_county, sort_key(m.name)))
    names = {m.code: m.name for m in ordered}
    fields.many("deltakere", names)
    fields.choice("ufullstendig", tuple(reversed(YES_NO)), str.capitalize)
    able = {*split_list(fields.cells["deltakere"]), fields.cells["vert"]}
    left, right = st.columns(2)
    with left:
        fields.one("vert", {code: names[code] for code in names if code in able})
    with right:
        fields.one("sete", names)
    fields.text("andre", long=True)


def _when(fields: _Fields, register: Register) -> None:
    rows = sorted(register.agreement_records, key=lambda row: sort_key(row.name))
    others = {row.id: row.name for row in rows if row.id != fields.cells["id"]}
    for column, place in zip(("fra", "til", "orgnr"), st.columns(3), strict=True):
        with place:
            fields.text(column)
    for column, place in zip(("del_av", "erstattet_av"), st.columns(2), strict=True):
        with place:
            fields.one(column, others, empty=_("Ingen"))
