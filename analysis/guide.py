"""The guide of forms: answers in, forms ranked or ruled out with reasons, collisions and ways out.

A link holds the answers as `a3b1c0`: letter of the question, digit of the answer, `0` for not
known yet. `-d` after them is a question that is looked at, `-r` the result; without it the first
question without an answer is asked, and after the last the result is shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, NamedTuple

from analysis.guide_questions import BY_LETTER, LETTERS, UNKNOWN
from data.guide_rules import Collision, Rule, collisions, rules
from data.limits import limit
from data.records import Service

RESULT: Final = "r"
# From the tightest to the loosest political control: what is equal stands in this order.
FORMS: Final = (
    "politisk-rad",
    "oppgavefellesskap",
    "vertskommune-nemnd",
    "avtale",
    "vertskommune-adm",
    "iks",
    "as",
    "sa",
    "forening",
    "prosjekt",
    "nettverk",
    "stiftelse",
)
OLD_FORM: Final = "paragraf-27"
_LARGEST_CHANGE: Final = 4
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a group is in the guide: the answers given, and the question or result in sight."""

    answers: tuple[tuple[str, str], ...] = ()
    place: str = LETTERS[0]

    @property
    def given(self) -> dict[str, str]:
        """Digit of the answer by letter of the question."""
        return dict(self.answers)

    @property
    def finished(self) -> bool:
        """Whether all questions are answered, with «not known yet» too."""
        return len(self.answers) == len(LETTERS)

    def answered(self, letter: str, digit: str) -> "Walk":
        """Return the walk with one answer given, at the next question without one."""
        return walk({**self.given, letter: digit})

    def at(self, place: str) -> "Walk":
        """Return the walk with another question, or the result, in sight; no answer is lost."""
        return walk(self.given, place)

    def back(self) -> "Walk":
        """Return the walk at the question before."""
        before = LETTERS.index(self.place) - 1 if self.place in LETTERS else len(LETTERS) - 1
        return self.at(LETTERS[max(before, 0)])

    def onwards(self) -> "Walk":
        """Return the walk at the question after, or the result."""
        after = LETTERS.index(self.place) + 1 if self.place in LETTERS else len(LETTERS)
        return self.at(LETTERS[after] if after < len(LETTERS) else RESULT)


class Standing(NamedTuple):
    """A form that is possible: the sum of its reasons, and those for and against it."""

    form: str
    score: int
    reasons_for: tuple[Rule, ...]
    reasons_against: tuple[Rule, ...]


class RuledOut(NamedTuple):
    """A form that is not possible, and what rules it out."""

    form: str
    reasons: tuple[Rule, ...]


class Outcome(NamedTuple):
    """What the answers lead to.

    `ways_out` is empty unless all forms are ruled out: then each is a smallest set of letters
    (or the empty letter for the service) whose answers, taken back, open for a form again.
    """

    ranked: tuple[Standing, ...]
    ruled_out: tuple[RuledOut, ...]
    collisions: tuple[Collision, ...]
    ways_out: tuple[tuple[str, ...], ...]


def walk(answers: Answers, place: str = "") -> Walk:
    """Return a walk with its answers in the order of the questions."""
    ordered = tuple((letter, answers[letter]) for letter in LETTERS if letter in answers)
    return Walk(ordered, place or _next(answers))


def _next(answers: Answers) -> str:
    return next((letter for letter in LETTERS if letter not in answers), RESULT)


def to_text(found: Walk) -> str:
    """Return a walk in a link's short form."""
    text = "".join(letter + digit for letter, digit in found.answers)
    return text if found.place == _next(found.given) else f"{text}-{found.place}"


def from_text(text: str) -> tuple[Walk, tuple[str, ...]]:
    """Read a walk from a link's short form, whatever it holds.

    Returns
    -------
    walk
        What could be read; of two answers to one question the first.
    unknown
        The pieces that nobody knows, in order.
    """
    head, dash, place = text[: limit("guide_answers")].partition("-")
    answers: dict[str, str] = {}
    unknown = []
    for start in range(0, len(head), 2):
        letter, digit = head[start : start + 1], head[start + 1 : start + 2]
        known = letter in BY_LETTER and (digit == UNKNOWN or digit in BY_LETTER[letter].answers)
        if known and letter not in answers:
            answers[letter] = digit
        else:
            unknown.append(letter + digit)
    if dash and place not in (*LETTERS, RESULT):
        unknown.append(dash + place)
        place = ""
    return walk(answers, place), tuple(unknown)


def outcome(answers: Answers, service: Service | None = None) -> Outcome:
    """Return the forms that the answers leave, ranked, and those that they rule out."""
    ranked, ruled_out = _sorted_out(answers, service)
    key = _service_key(service)
    met = tuple(one for one in collisions() if one.when.holds(answers, *key))
    ways = () if ranked else tuple(_ways_out(answers, service))
    return Outcome(ranked, ruled_out, met, ways)


def _sorted_out(
    answers: Answers, service: Service | None
) -> tuple[tuple[Standing, ...], tuple[RuledOut, ...]]:
    held: dict[str, list[Rule]] = {form: [] for form in (*FORMS, OLD_FORM)}
    key = _service_key(service)
    for rule in rules():
        if rule.when.holds(answers, *key):
            for form in rule.forms:
                held[form].append(rule)
    possible, out = [], []
    for form, reasons in held.items():
        if final := tuple(rule for rule in reasons if rule.weight is None):
            out.append(RuledOut(form, final))
        else:
            possible.append(_standing(form, reasons))
    possible.sort(key=lambda one: -one.score)
    return tuple(possible), tuple(out)


def _standing(form: str, reasons: list[Rule]) -> Standing:
    """Return a form's standing, its heaviest reasons first."""
    weighed = [(rule.weight or 0, rule) for rule in reasons]
    weighed.sort(key=lambda pair: -abs(pair[0]))
    return Standing(
        form,
        sum(weight for weight, _rule in weighed),
        tuple(rule for weight, rule in weighed if weight > 0),
        tuple(rule for weight, rule in weighed if weight < 0),
    )


def _ways_out(answers: Answers, service: Service | None) -> Iterator[tuple[str, ...]]:
    """Give the smallest sets of answers that, taken back, open for a form again."""
    given = [letter for letter in LETTERS if answers.get(letter, UNKNOWN) != UNKNOWN]
    if service is not None:
        given.append("")
    for size in range(1, _LARGEST_CHANGE + 1):
        found = False
        for taken in combinations(given, size):
            left = {letter: digit for letter, digit in answers.items() if letter not in taken}
            if _sorted_out(left, None if "" in taken else service)[0]:
                found = True
                yield taken
        if found:
            return


def _service_key(service: Service | None) -> tuple[str, str]:
    return (service.code, service.duty) if service else ("", "")
