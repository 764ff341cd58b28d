"""«Hva avtalen må si»: the points of an agreement by paragraph, and who its parties would be."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from analysis import scenario, steps
from analysis.selection import ENDED, UNKNOWN_FORM
from data import legal
from data.language import _, ngettext
from data.legal import Clause
from data.records import Agreement, Form
from data.register import Register
from views.forms.decisions import Decision, decisions
from views.query import Query
from views.view import Item, Section, Table, View
from views.words import form_word, listing, municipality_names, number

PAST: Final = "paragraf-27"
"""The form that nobody can enter into any more."""
UNREAD: Final = frozenset({"stiftelse"})
"""Forms with a law of their own whose demands on the statutes no source that was read lists."""


class Parties(NamedTuple):
    """Who an agreement is between, and where that is known from.

    Attributes
    ----------
    codes
        Municipalities.
    others
        Participants that are no municipalities.
    about
        What the agreement is called; empty where only municipalities were picked.
    service
        Code of its service, empty where it is not known.
    host, seat
        Codes of its host municipality and of the municipality of its seat, empty where not known.
    origin
        A sentence that says where the parties come from.
    doubts
        What is uncertain about them.
    form
        The form that it has in the register or the scenario.
    """

    codes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    about: str = ""
    service: str = ""
    host: str = ""
    seat: str = ""
    origin: str = ""
    doubts: tuple[str, ...] = ()
    form: str = ""


@dataclass(frozen=True, slots=True)
class ContentsView(View):
    """What the part shows beside what every view has.

    Attributes
    ----------
    form
        The form that is asked about.
    kind
        What an agreement of this form is called.
    clauses
        The points, in the order of the law.
    parties, party_names
        Who it is between, and the names of its municipalities.
    decided
        The decisions that are needed.
    caution
        That it is no legal advice, and when the law was read.
    ready
        Whether there is anything to make a draft of.
    """

    form: Form | None = None
    kind: str = ""
    clauses: tuple[Clause, ...] = ()
    parties: Parties = field(default_factory=Parties)
    party_names: tuple[str, ...] = ()
    decided: tuple[Decision, ...] = ()
    caution: str = ""
    ready: bool = False


def build(register: Register, query: Query) -> ContentsView:
    """Return the points of the form that `query` names first, with the parties that it names."""
    parties = find_parties(register, query)
    form = register.form_by_code[chosen_form(register, query, parties)]
    points = legal.clauses(form.code)
    names = tuple(municipality_names(parties.codes, register))
    caution = _("Hjelp, ikke juridisk rådgivning. Loven er lest i {date}.").format(date=legal.READ)
    asked = decisions(form.code)
    return ContentsView(
        title=_("Hva avtalen må si: {form}").format(form=form.name),
        lead=" ".join((_count(form.code, points), caution)),
        picture=None,
        notes=_notes(form, parties, register),
        sections=tuple(_sections(form, points, parties, names, asked)),
        form=form,
        kind=_kind(form.code),
        clauses=points,
        parties=parties,
        party_names=names,
        decided=asked,
        caution=caution,
        ready=bool(points),
    )


def forms(register: Register) -> tuple[str, ...]:
    """Return the forms that can be asked about: all that are known by name."""
    return tuple(code for code in register.form_by_code if code != UNKNOWN_FORM)


def chosen_form(register: Register, query: Query, parties: Parties) -> str:
    """Return the form asked for, else that of the agreement, else the first with any points."""
    able = forms(register)
    wanted = [*query.form[:1], parties.form]
    with_points = [code for code in able if legal.clauses(code)]
    return next((code for code in wanted if code in able), (*with_points, *able)[0])


def find_parties(register: Register, query: Query) -> Parties:
    """Return the parties of the agreement, else of the scenario, else those that were picked."""
    taken, _left_out = steps.from_text(query.steg, register)
    after = scenario.apply(register, taken)[0] if taken else register
    touched = scenario.touched(register, taken)
    for key in query.avtale[:1]:
        if key in after.agreement_by_id:
            return _of_row(after.agreement(key), after, tried=key in touched)
    living = [k for k in touched if k in after.agreement_by_id and _lives(after.agreement(k))]
    if living:
        return _of_row(after.agreement(living[-1]), after, tried=True)
    if query.kommune:
        codes = tuple(code for code in query.kommune if code in register.municipality_by_code)
        return Parties(codes, origin=_("Partene er kommunene du har valgt."))
    return Parties(origin=_("Ingen parter er valgt ennå."))


def _lives(row: Agreement) -> bool:
    return row.status != ENDED


def _of_row(row: Agreement, register: Register, *, tried: bool) -> Parties:
    words = (
        _("Partene er de som er med i scenarioet: {name}. Det er ikke lagret i registeret.")
        if tried
        else _("Partene er de som registeret har i {name}, {form}.")
    )
    doubts = []
    if row.incomplete:
        doubts.append(_("Deltakerlista er ufullstendig: kilden vet om flere enn den navngir."))
    if not row.members:
        doubts.append(_("Deltakerne er ikke kjent."))
    return Parties(
        row.members,
        row.others,
        row.name,
        row.service,
        row.host,
        row.seat,
        words.format(name=row.name, form=form_word(row, register)),
        tuple(doubts),
        row.form,
    )


def _kind(form: str) -> str:
    """Return what the law calls the paper that such a cooperation stands on."""
    if form == PAST:
        return _("Omdanning")
    if form == "iks":
        return _("Selskapsavtale")
    if form in ("as", "sa", "stiftelse", "forening"):
        return _("Vedtekter")
    return _("Samarbeidsavtale")


def _count(form: str, points: Sequence[Clause]) -> str:
    must = sum(point.required and not point.condition for point in points)
    some = sum(bool(point.condition) for point in points)
    may = len(points) - must - some
    if not points:
        return _("Loven har ingen egen liste for denne formen.")
    if form == PAST:
        text = _("Formen er ikke lenger lovlig. {n} punkter må på plass når den gjøres om.")
        return text.format(n=number(must))
    if form in UNREAD:
        text = _(
            "Hva loven krever av vedtektene, er ikke lest; {n} punkter bør være med i det "
            "kommunene avtaler."
        )
        return text.format(n=number(may))
    if not must:
        text = ngettext(
            "Loven stiller ingen krav til innholdet; {n} punkt bør være med.",
            "Loven stiller ingen krav til innholdet; {n} punkter bør være med.",
            may,
        )
        return text.format(n=number(may))
    text = ngettext("{n} punkt må være med", "{n} punkter må være med", must).format(n=number(must))
    parts = [text]
    if some:
        words = ngettext(
            "{n} må være med i noen tilfeller", "{n} må være med i noen tilfeller", some
        )
        parts.append(words.format(n=number(some)))
    if may:
        parts.append(_("{n} bør være med").format(n=number(may)))
    return listing(parts) + "."


def _notes(form: Form, parties: Parties, register: Register) -> tuple[str, ...]:
    notes = list(parties.doubts)
    if form.code == PAST:
        notes.append(form.exit)
    if parties.form not in ("", UNKNOWN_FORM, form.code):
        text = _("Samarbeidet står som «{form}»; her vises det som gjelder «{asked}».")
        standing = register.form_by_code[parties.form].name
        notes.append(text.format(form=standing, asked=form.name))
    if len(parties.codes) + len(parties.others) == 1:
        notes.append(_("Bare én part er navngitt."))
    if parties.others and form.participants:
        text = _("Også andre enn kommuner er med: {names}. Hvem kan delta: {rule}.")
        rule = form.participants.rstrip(".")
        notes.append(text.format(names=listing(parties.others), rule=rule))
    return tuple(notes)


def _sections(
    form: Form,
    points: Sequence[Clause],
    parties: Parties,
    names: Sequence[str],
    asked: Sequence[Decision],
) -> list[Section]:
    must = _("Dette må stå i avtalen")
    if form.code == PAST:
        must = _("Dette må på plass når formen gjøres om")
    who = listing((*names, *parties.others))
    sections = [
        Section(_("Partene"), " ".join(filter(None, (parties.origin, who and f"{who}.")))),
        _points(must, [p for p in points if p.required]),
        _points(_("Dette bør stå i avtalen"), [p for p in points if not p.required]),
    ]
    if not points and form.agreement_must_contain:
        items = tuple(map(Item, form.agreement_must_contain))
        sections.append(Section(_("Innholdet"), form.legal_basis, items))
    if asked:
        columns = (_("Hvem"), _("Vedtak"), _("Hjemmel"))
        whom = {True: _("hvert kommunestyre"), False: _("vertskommunen")}
        rows = tuple((whom[o.each], o.text, Item(o.paragraph, o.url)) for o in asked)
        table = Table(_("Hvem må vedta hva"), columns, rows)
        sections.append(Section(_("Vedtak som trengs"), tables=(table,)))
    sources = tuple(Item(text, url) for text, url in form.sources)
    sections.append(Section(_("Kilder"), items=sources))
    return [one for one in sections if one.text or one.items or one.tables]


def _points(title: str, points: Sequence[Clause]) -> Section:
    columns = (_("Punkt"), _("Krav"), _("Fylles ut"), _("Hjemmel"))
    rows = tuple((p.text, demand(p), p.blank, Item(p.paragraph, p.url)) for p in points)
    some = sum(bool(point.condition) for point in points)
    n = number(len(rows) - some)
    if any(point.required for point in points):
        caption = ngettext("Loven krever {n} punkt", "Loven krever {n} punkter", len(rows) - some)
        if some:
            caption += _(", og {some} til i noen tilfeller").format(some=number(some))
    elif any(point.form in UNREAD for point in points):
        caption = _("Ikke lest i loven: {n} punkter")
    else:
        caption = ngettext("Ikke et lovkrav: {n} punkt", "Ikke lovkrav: {n} punkter", len(rows))
    return Section(title, tables=(Table(caption.format(n=n), columns, rows),) if rows else ())


def demand(point: Clause) -> str:
    """Return whether the law demands a point: «må», «må, hvis …» or «bør»."""
    if point.condition:
        return _("må, {condition}").format(condition=point.condition)
    return _("må") if point.required else _("bør")
