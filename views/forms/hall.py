"""The parts of the page of forms as a hall reads them: few words, and a list or a map."""

from collections import Counter
from dataclasses import replace
from typing import Final

from data.language import _
from data.legal import TOPICS
from data.register import Register
from geo.boundaries import Boundaries
from views import organisasjonsform
from views.forms.compared import Compared, level_word
from views.forms.contents import ContentsView
from views.forms.counted import counted
from views.forms.guide import GuideView
from views.forms.here import HereView
from views.forms.law import answer, told, unconfirmed
from views.forms.line import LineView
from views.forms.steering import SteeringView
from views.query import DEFAULT, Query
from views.view import Bar, Item, Section, Table, View
from views.words import listing, number, signed

_SHOWN: Final = 11
"""Forms, or points of an agreement, in one list of a hall."""
_PARAGRAPHS: Final = 2


def build(register: Register, query: Query, boundaries: Boundaries | None) -> View:
    """Return the part that a query opens, less what only a reader at a desk has time for."""
    view = organisasjonsform.build(register, query, boundaries)
    if isinstance(view, GuideView):
        return replace(view, lead="", sections=_guide(view))
    if isinstance(view, ContentsView):
        return replace(view, lead=view.caution, sections=_contents(view))
    if isinstance(view, HereView):
        return replace(view, lead=f"{view.map_title}. {view.said}")
    if isinstance(view, SteeringView) and view.picture is not None:
        # Its list is of what no sign on the map carries a number for.
        bare = replace(view.picture, legend=())
        return replace(view, lead=view.said, picture=bare)
    if isinstance(view, LineView) and view.compared:
        return replace(view, tables=(), sections=tuple(map(_form, view.compared)))
    return steered(view.title, register, ()) if isinstance(view, LineView) else view


def steered(title: str, register: Register, sections: tuple[Section, ...]) -> View:
    """Return the forms by how much the councils steer, with how many agreements have each."""
    forms_of = Counter(row.form for row in counted(register, DEFAULT).rows)
    forms = [form for form in register.form_by_code.values() if form.political_control]
    forms.sort(key=lambda form: -(form.political_control or 0))
    rows = [
        (
            form.name,
            form.legal_basis,
            Bar((form.political_control or 0) / 5),
            number(forms_of[form.code]),
        )
        for form in forms
    ]
    columns = (_("Form"), _("Hjemmel"), _("Folkevalgt styring"), _("I registeret"))
    note = _(
        "Styringsnivået 1–5 er vår egen inndeling, ikke lov. Antallet gjelder samarbeid som ikke "
        "er avsluttet; deler telles med helheten. Registeret per {date}."
    ).format(date=register.as_of)
    table = Table(title, columns, tuple(rows), note)
    return View(title=title, lead="", picture=None, tables=(table,), sections=sections)


def _form(one: Compared) -> Section:
    """Return what a hall asks of a form that stands beside others."""
    items = [level_word(one.level)]
    asked = (("rettssubjekt", _("Eget rettssubjekt")), ("enkeltvedtak", _("Enkeltvedtak")))
    for topic, name in asked:
        for statement in one.said[TOPICS.index(topic)][:1]:
            doubt = "" if statement.confirmed else f" ({unconfirmed()})"
            items.append(f"{name}: {answer(statement)}{doubt}")
    items += [
        _("Ansvar: {words}").format(words=told(statement).text)
        for statement in one.said[TOPICS.index("ansvar")][:1]
    ]
    return Section(one.name, items=tuple(map(Item, items)))


def _guide(view: GuideView) -> tuple[Section, ...]:
    """Return the forms that are left, in order, and those that are not."""
    scores = (signed(one.score) for one in view.possible)
    able = tuple(f"{one.name} ({score})" for one, score in zip(view.possible, scores, strict=True))
    out = tuple(one.name for one in view.out)
    clash = tuple(Section(one.answers, items=(Item(one.way_out),)) for one in view.clashes)
    heading = _("Mulige former, med summen av grunnene (vår vurdering)")
    parts = (_listed(heading, able), _listed(_("Utelukket"), out), *clash)
    way_out = (Section("", items=(Item(view.way_out),)),) if view.way_out else ()
    return (*way_out, *(part for part in parts if part.items))


def _contents(view: ContentsView) -> tuple[Section, ...]:
    """Return the points that an agreement must and should have, with their paragraphs."""
    required = [p for p in view.clauses if p.required]
    must = tuple(p.text for p in required)
    heading, where = _("Dette må stå i avtalen"), dict.fromkeys(p.paragraph for p in required)
    if 0 < len(where) <= _PARAGRAPHS:
        heading = f"{heading} ({listing(where)})"
    may = tuple(p.text for p in view.clauses if not p.required)
    named = view.form.agreement_must_contain if view.form is not None and not view.clauses else ()
    parts = (
        _listed(heading, must),
        _listed(_("Dette bør stå i avtalen"), may),
        _listed(_("Innholdet"), named),
    )
    return tuple(part for part in parts if part.items)


def _listed(title: str, texts: tuple[str, ...]) -> Section:
    """Return a list with its first few, and how many more there are."""
    if len(texts) > _SHOWN:
        rest = len(texts) - _SHOWN + 1
        texts = (*texts[: _SHOWN - 1], _("og {n} til").format(n=number(rest)))
    return Section(title, items=tuple(map(Item, texts)))
