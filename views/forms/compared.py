"""Two to four forms side by side: what the law says of each, question by question."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from data.language import _, mark
from data.legal import TOPICS, Statement, about
from data.register import Register
from views.forms.law import told
from views.view import Item, Table
from views.words import listing

# Names in the register that say more than a place on the line has room for.
_SHORT: Final = {
    "vertskommune-adm": mark("Vertskommune, administrativ"),
    "vertskommune-nemnd": mark("Vertskommune med felles nemnd"),
    "vertskommune": mark("Vertskommune, type ikke oppgitt"),
    "avtale": mark("Avtale uten eget organ"),
    "paragraf-27": mark("Styre etter gammel § 27"),
}
_TOPIC_NAMES: Final = {
    "grunnlag": mark("Hva bygger formen på?"),
    "rettssubjekt": mark("Er den eget rettssubjekt?"),
    "enkeltvedtak": mark("Kan den treffe enkeltvedtak?"),
    "organ": mark("Hvem er øverst?"),
    "ansvar": mark("Hvem har ansvaret?"),
    "deltakere": mark("Hvem kan være med?"),
    "innhold": mark("Hva må avtalen si?"),
    "navn": mark("Hva må navnet ha?"),
    "uttreden": mark("Hvordan går en ut?"),
    "anskaffelser": mark("Gjelder anskaffelsesreglene?"),
    "kontroll": mark("Hvem kontrollerer?"),
    "bruk": mark("Hva brukes den til?"),
}


class Compared(NamedTuple):
    """A form that is compared: its name, its level, and its statements by topic."""

    code: str
    name: str
    level: int | None
    said: tuple[tuple[Statement, ...], ...]


def form_name(code: str, register: Register) -> str:
    """Return a form's name, short enough for the line and for the head of a column."""
    short = _SHORT.get(code, "")
    return _(short) or register.form_by_code[code].name


def compare(code: str, register: Register) -> Compared:
    """Return all that is said of a form, by topic."""
    level = register.form_by_code[code].political_control
    said = tuple(about(code, topic) for topic in TOPICS)
    return Compared(code, form_name(code, register), level, said)


def topic_name(topic: str) -> str:
    """Return a topic as the question that its statements answer."""
    name = _TOPIC_NAMES[topic]
    return _(name)


def level_word(level: int | None) -> str:
    """Return where on the line a form stands."""
    if level is None:
        return _("Styringsnivå ikke satt")
    return _("Styringsnivå {n} av 5").format(n=level)


def compared_table(compared: Sequence[Compared]) -> Table:
    """Return the forms side by side, a line for each statement so that each keeps its source."""
    rows: list[tuple[str | Item, ...]] = []
    for place, topic in enumerate(TOPICS):
        cells = [one.said[place] for one in compared]
        name = topic_name(topic)
        for line in range(max(map(len, cells))):
            row = [told(cell[line]) if line < len(cell) else Item("") for cell in cells]
            rows.append((name, *row))
    names = [one.name for one in compared]
    heads = (_("Spørsmål"), *(f"{one.name} ({level_word(one.level)})" for one in compared))
    return Table(_("Side om side: {names}").format(names=listing(names)), heads, tuple(rows))
