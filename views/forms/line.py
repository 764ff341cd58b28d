"""Formene: the line from tight to loose, forms side by side, and the law that holds for all."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.language import _, mark, ngettext
from data.legal import READ, Statement, about
from data.register import Register
from views.forms.chapters import Chapter, chapter_section, chapters, common_section
from views.forms.compared import Compared, compare, compared_table, form_name
from views.forms.counted import counted
from views.forms.law import answer, source, told
from views.query import DEFAULT, Query
from views.view import Door, Item, Table, View, page_link
from views.words import collaborations, number

_PAGE: Final = "organisasjonsform"
FEWEST: Final = 2
MOST: Final = 4
_UNKNOWN: Final = "ukjent"
# The client's own line names these; where the others stand is our assessment.
_CLIENTS: Final = frozenset(
    {
        *("politisk-rad", "oppgavefellesskap", "as", "sa", "iks"),
        *("vertskommune", "vertskommune-adm", "vertskommune-nemnd"),
    }
)
_STEPS: Final = {
    5: mark("Direkte styring"),
    4: mark("Delegert, nær de folkevalgte"),
    3: mark("Delegert myndighet"),
    2: mark("Privatrettslig eller for en periode"),
    1: mark("Løsest"),
}
_PAIRS: Final = (
    (
        ("iks", "vertskommune-adm", "oppgavefellesskap"),
        mark("IKS, vertskommune og oppgavefellesskap"),
        mark("Tre måter å løse en felles oppgave på"),
    ),
    (
        ("politisk-rad", "oppgavefellesskap"),
        mark("politisk råd og oppgavefellesskap"),
        mark("De to som står nærmest kommunestyret"),
    ),
    (
        ("iks", "as"),
        mark("IKS og AS"),
        mark("Ubegrenset eller begrenset ansvar"),
    ),
)


class Place(NamedTuple):
    """A form on the line.

    `person` and `authority` answer whether it is a legal person of its own and may decide in
    individual cases; `uses` leads to its agreements; `ours` says that its place is our own
    assessment; `repealed` that it is no longer lawful; `toggle` chooses it or lets it go.
    """

    code: str
    name: str
    basis: Item
    person: Statement | None
    authority: Statement | None
    uses: Item
    ours: bool
    repealed: bool
    chosen: bool
    toggle: Item


class Step(NamedTuple):
    """One level of political control, from 5 (tight) to 1, with its forms."""

    level: int
    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class LineView(View):
    """What the part shows beside what every view has.

    Attributes
    ----------
    steps
        The line, from tight to loose.
    names
        The forms that can be compared, by code, in the order of the line.
    compared
        The forms side by side, none where fewer than two are chosen.
    asked
        A sentence where too few or too many are chosen.
    offers
        Forms that are worth seeing side by side.
    legend
        What the frames and the levels are, and what they are not.
    chapters
        Kommuneloven's chapters on cooperation, one panel each.
    """

    steps: tuple[Step, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    compared: tuple[Compared, ...] = ()
    asked: str = ""
    offers: tuple[Door, ...] = ()
    legend: str = ""
    chapters: tuple[Chapter, ...] = ()


def chosen(query: Query) -> tuple[str, ...]:
    """Return the forms that are put side by side: the first four that a link names."""
    return tuple(code for code in query.form if code != _UNKNOWN)[:MOST]


def build(register: Register, query: Query) -> LineView:
    """Return the view: the line, what is compared, kap. 17–20, and the common ground."""
    steps = _steps(register, query)
    codes = chosen(query)
    compared = tuple(compare(code, register) for code in codes) if len(codes) >= FEWEST else ()
    panels = chapters()
    tables = [_line_table(steps)]
    if compared:
        tables.insert(0, compared_table(compared))
    return LineView(
        title=_("Formene: fra tett til løst"),
        lead=_(
            "Valg av organisasjonsform = valg av styringsnivå. Jo mer kommunestyret ønsker å "
            "styre, desto nærmere den kommunale beslutningsstrukturen."
        ),
        picture=None,
        tables=tuple(tables),
        notes=_notes(register),
        sections=(*map(chapter_section, panels), common_section()),
        steps=steps,
        names=tuple((place.code, place.name) for step in steps for place in step.places),
        compared=compared,
        asked=_asked(query),
        offers=tuple(
            Door(_(title), _(text), _PAGE, query.but(form=forms))
            for forms, title, text in _PAIRS
            if set(forms) <= set(register.form_by_code)
        ),
        legend=" ".join((_("Stiplet ramme: vår vurdering."), _level_note())),
        chapters=panels,
    )


def _steps(register: Register, query: Query) -> tuple[Step, ...]:
    found: dict[int, list[Place]] = {level: [] for level in _STEPS}
    counts = _counts(register)
    for form in register.form_by_code.values():
        if form.political_control in found:
            found[form.political_control].append(_place(form.code, register, query, counts))
    return tuple(Step(level, _(name), tuple(found[level])) for level, name in _STEPS.items())


def _counts(register: Register) -> Counter[str]:
    """Return how many agreements each form has: the numbers of «Slik gjør vi det her»."""
    return Counter(row.form for row in counted(register, DEFAULT).rows)


def _place(code: str, register: Register, query: Query, counts: Mapping[str, int]) -> Place:
    form = register.form_by_code[code]
    ground = about(code, "grunnlag")
    count = counts[code]
    now = chosen(query)
    others = tuple(other for other in now if other != code)
    is_chosen = code in now
    # A fifth cannot stand beside four: it takes the place of the last.
    after = others if is_chosen else (*others[: MOST - 1], code)
    link = page_link(_PAGE, DEFAULT.but(form=after, sprak=query.sprak))
    return Place(
        code,
        form_name(code, register),
        source(ground[0], brief=True) if ground else Item(form.legal_basis),
        next(iter(about(code, "rettssubjekt")), None),
        next(iter(about(code, "enkeltvedtak")), None),
        Item(
            collaborations(count),
            page_link(_PAGE, DEFAULT.but(form=(code,), fane="her", sprak=query.sprak))
            if count
            else "",
        ),
        ours=code not in _CLIENTS,
        repealed=code == "paragraf-27",
        chosen=is_chosen,
        toggle=Item(_("Ta bort") if is_chosen else _("Sammenlign"), link),
    )


def _asked(query: Query) -> str:
    known = [code for code in query.form if code != _UNKNOWN]
    if len(known) > MOST:
        return _("Lenka har {n} former. De fire første står side om side.").format(n=len(known))
    return _("Velg minst én form til.") if len(known) == 1 else ""


def _line_table(steps: Sequence[Step]) -> Table:
    """Return the line as a table, for files and for who cannot see it."""
    rows = tuple(
        (
            Item(place.name),
            str(step.level),
            place.basis,
            told(place.person, answer),
            told(place.authority, answer),
            place.uses,
            _("vår vurdering") if place.ours else _("oppdragsgiverens linje"),
        )
        for step in steps
        for place in step.places
    )
    columns = (
        _("Form"),
        _("Styringsnivå"),
        _("Hjemmel"),
        _("Eget rettssubjekt"),
        _("Enkeltvedtak"),
        _("Samarbeid i registeret"),
        _("Plassert etter"),
    )
    return Table(_("Formene fra tett (5) til løst (1)"), columns, rows, _level_note())


def _level_note() -> str:
    return _(
        "Styringsnivået er ikke lov: det følger oppdragsgiverens egen linje. Avtale, gammel § 27, "
        "prosjekt, forening, nettverk og stiftelse er plassert etter vår vurdering."
    )


def _notes(register: Register) -> tuple[str, ...]:
    unknown = _counts(register)[_UNKNOWN]
    words = ngettext(
        "{n} samarbeid har en form som ingen kilde oppgir.",
        "{n} samarbeid har en form som ingen kilde oppgir.",
        unknown,
    )
    return (
        _(
            "Hjelp, ikke juridisk rådgivning. Loven er lest i {read}; les paragrafen i lenka før "
            "noe avgjøres."
        ).format(read=READ),
        _level_note(),
        _(
            "Antall samarbeid: ikke avsluttet, deler regnet med i helheten, også de der ingen "
            "deltakere er kjent. Registeret per {date}."
        ).format(date=register.as_of)
        + " "
        + words.format(n=number(unknown)),
    )
