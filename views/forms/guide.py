"""The guide to a form: one question at a time, what each answer leaves, and the result in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from analysis import guide as walks
from analysis.guide import Outcome, RuledOut, Standing, Walk
from analysis.guide_questions import BY_LETTER, QUESTIONS, UNKNOWN, Question
from data.guide_rules import Collision, Rule
from data.language import _
from data.legal import READ
from data.records import Service
from data.register import Register
from views.forms.guide_remarks import Remark, links, remarks
from views.forms.guide_tables import answers_table, sections
from views.query import Query
from views.view import Door, Item, View
from views.words import listing, signed

START: Final = Walk()
_FIRST: Final = 3
_FEWEST_BESIDE: Final = 2


class Reason(NamedTuple):
    """One reason: its weight with a sign (empty where it rules out), and where it is known from.

    Without bases it is our own assessment.
    """

    weight: str
    text: str
    bases: tuple[Item, ...]


class Possible(NamedTuple):
    """A form that is possible: its place, name, sum of reasons, and the reasons themselves."""

    code: str
    place: int
    name: str
    score: int
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]


class Out(NamedTuple):
    """A form that is ruled out, and by what."""

    name: str
    reasons: tuple[Reason, ...]


class Clash(NamedTuple):
    """Answers that do not go together: which, why, and the way out."""

    answers: str
    text: str
    way_out: str
    bases: tuple[Item, ...]


class Answered(NamedTuple):
    """One question with the answer that was given to it; empty where there is none yet."""

    letter: str
    number: int
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class GuideView(View):
    """What the guide shows beside what every view has.

    Attributes
    ----------
    walk, question
        Where the group is, and the question in sight (None where the result is).
    possible, out, clashes
        What the answers leave, what they rule out, and which of them do not go together.
    way_out
        What to change where nothing is left.
    answered
        All questions with the answers so far.
    remarks
        What the law says beside the reasons.
    unknown
        What the link holds that the guide does not know, as sentences.
    service, service_name
        The service that is chosen, or empty.
    """

    walk: Walk = START
    question: Question | None = None
    possible: tuple[Possible, ...] = ()
    out: tuple[Out, ...] = ()
    clashes: tuple[Clash, ...] = ()
    way_out: str = ""
    answered: tuple[Answered, ...] = ()
    remarks: tuple[Remark, ...] = ()
    unknown: tuple[str, ...] = ()
    service: str = ""
    service_name: str = ""

    @property
    def first(self) -> tuple[Possible, ...]:
        """The forms that are shown in full: at most three, and none with more against than for."""
        leading = [one for one in self.possible[:_FIRST] if one.score >= 0]
        return tuple(leading) or self.possible[:1]


def build(register: Register, query: Query) -> GuideView:
    """Return the view; the first service of the link is the one that is asked about."""
    walk, unknown = walks.from_text(query.svar)
    service = register.service_by_code[query.tjeneste[0]] if query.tjeneste else None
    found = walks.outcome(walk.given, service)
    possible = tuple(_possible(one, n, register) for n, one in enumerate(found.ranked, 1))
    out = tuple(_out(one, register) for one in found.ruled_out)
    clashes = tuple(_clash(one, service) for one in found.collisions)
    answered = tuple(_answered(question, walk) for question in QUESTIONS)
    way_out = _way_out(found, service)
    beside = remarks(walk.given, service)
    name = service.name if service else ""
    return GuideView(
        title=_title(walk, possible),
        lead=_lead(walk, clashes),
        picture=None,
        notes=_notes(query, service, found),
        walk=walk,
        question=BY_LETTER.get(walk.place),
        possible=possible,
        out=out,
        clashes=clashes,
        way_out=way_out,
        answered=answered,
        remarks=beside,
        unknown=tuple(
            _("Veiviseren kjenner ikke «{piece}» i lenka.").format(piece=piece) for piece in unknown
        ),
        service=service.code if service else "",
        service_name=name,
        sections=sections(
            answers_table(answered, name),
            finished=walk.place == walks.RESULT,
            possible=possible,
            out=out,
            clashes=clashes,
            way_out=way_out,
            remarks=beside,
        ),
    )


def doors(view: GuideView, query: Query) -> tuple[Door, ...]:
    """Return the ways on from the result: forms side by side, and what an agreement must say."""
    first = [one.code for one in view.first]
    if not first:
        return ()
    beside = tuple(one.code for one in view.possible[: max(len(first), _FEWEST_BESIDE)])
    found = []
    if len(beside) >= _FEWEST_BESIDE:
        compared = query.but(fane="", form=beside)
        found.append(Door(_("Vis formene side om side"), "", "organisasjonsform", compared))
    contents = query.but(fane="innhold", form=tuple(first[:1]))
    found.append(Door(_("Hva avtalen må si"), "", "organisasjonsform", contents))
    return tuple(found)


def _title(walk: Walk, possible: tuple[Possible, ...]) -> str:
    if walk.place != walks.RESULT:
        return _("Hvilken form kan passe?")
    if not possible:
        return _("Ingen form passer med alle svarene")
    best = [one.name for one in possible if one.score == possible[0].score]
    if not any(digit != UNKNOWN for _letter, digit in walk.answers) and len(best) > _FIRST:
        return _("Alle formene er fortsatt mulige")
    forms = listing(best[:_FIRST])
    if possible[0].score < 0:
        return _("Ingen form peker seg ut. Nærmest kommer {forms}").format(forms=forms)
    return _("Mulig å utrede først: {forms}").format(forms=forms)


def _lead(walk: Walk, clashes: tuple[Clash, ...]) -> str:
    help_only = _(
        "En hjelp til å tenke gjennom valget, ikke juridisk rådgivning. Loven er lest slik den sto "
        "i {read}."
    ).format(read=READ)
    if walk.place != walks.RESULT:
        return help_only
    given = sum(digit != UNKNOWN for _letter, digit in walk.answers)
    total = len(QUESTIONS)
    said = [_("Bygger på {n} av {total} svar.").format(n=given, total=total)]
    if clashes:
        said.append(_("Noen av svarene går ikke sammen."))
    weights = _("Hva grunnene veier, og rekkefølgen, er vår vurdering.")
    return " ".join((*said, help_only, weights))


def _possible(one: Standing, place: int, register: Register) -> Possible:
    return Possible(
        one.form,
        place,
        register.form_by_code[one.form].name,
        one.score,
        tuple(map(_reason, one.reasons_for)),
        tuple(map(_reason, one.reasons_against)),
    )


def _out(one: RuledOut, register: Register) -> Out:
    return Out(register.form_by_code[one.form].name, tuple(map(_reason, one.reasons)))


def _reason(rule: Rule) -> Reason:
    text = rule.text
    weight = "" if rule.weight is None else signed(rule.weight)
    return Reason(weight, _(text), links(rule.bases))


def _clash(one: Collision, service: Service | None) -> Clash:
    text, way_out = one.text, one.way_out
    letters = tuple(letter for letter, _digits in one.when.answers)
    if one.when.services:
        letters = (*letters, "")
    which = listing(_answer_words(letters, service))
    which = which[:1].upper() + which[1:]
    return Clash(which, _(text), _(way_out), links(one.bases))


def _answer_words(letters: Iterable[str], service: Service | None) -> list[str]:
    """Return «svar 1 (oppgaven)» for each letter; the empty one is the service."""
    words = []
    for letter in letters:
        if letter:
            name = BY_LETTER[letter].name
            number = QUESTIONS.index(BY_LETTER[letter]) + 1
            words.append(_("svar {n} ({name})").format(n=number, name=_(name).casefold()))
        elif service:
            words.append(_("tjenesten {name}").format(name=service.name))
    return words


def _answered(question: Question, walk: Walk) -> Answered:
    digit = walk.given.get(question.letter, "")
    name, answer = question.name, question.answers.get(digit, "")
    words = _("Vet ikke ennå") if digit == UNKNOWN else _(answer)
    number = QUESTIONS.index(question) + 1
    return Answered(question.letter, number, _(name), words)


def _way_out(found: Outcome, service: Service | None) -> str:
    if found.ranked:
        return ""
    ways = [listing(_answer_words(letters, service)) for letters in found.ways_out]
    together = _("Alle formene er utelukket. Det åpner seg igjen hvis dere endrer {ways}.")
    return together.format(ways=listing(ways, _("eller")))


def _notes(query: Query, service: Service | None, found: Outcome) -> tuple[str, ...]:
    notes = []
    if len(query.tjeneste) > 1 and service:
        notes.append(
            _("Lenka har flere tjenester. Veiviseren ser på den første: {name}.").format(
                name=service.name
            )
        )
    if len({one.score for one in found.ranked}) < len(found.ranked):
        notes.append(_("Står to former likt, kommer den med tettest politisk styring først."))
    return tuple(notes)
