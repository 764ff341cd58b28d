"""What the parties have answered: values that a form fills, a file carries and a picture shows."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, NamedTuple

from data.language import _, mark
from data.limits import limit
from views.check.points import BY_CODE, ORDER, POINTS

UNKNOWN: Final = 0
SCALE: Final[Mapping[int, str]] = {
    1: mark("Stemmer ikke"),
    2: mark("Stemmer litt"),
    3: mark("Stemmer godt"),
    4: mark("Stemmer helt"),
    UNKNOWN: mark("Vet ikke"),
}
"""What a party may answer, from left to right; «vet ikke» is an answer, but no place on it."""
SHORT: Final[Mapping[int, str]] = {
    1: mark("ikke"),
    2: mark("litt"),
    3: mark("godt"),
    4: mark("helt"),
    UNKNOWN: mark("vet ikke"),
}
LETTERS: Final = "ABCDEFGH"


class Answer(NamedTuple):
    """One party's answer to one point: its place on the scale, None where none, and a note."""

    value: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its name, and its answers by the code of the point; empty ones are left out."""

    name: str
    answers: Mapping[str, Answer]

    def __post_init__(self) -> None:
        """Keep what says something, in the order of the points."""
        kept = {code: one for code, one in self.answers.items() if one != Answer()}
        ranked = dict(sorted(kept.items(), key=lambda pair: ORDER[pair[0]]))
        object.__setattr__(self, "answers", ranked)

    def answer(self, code: str) -> Answer:
        """Return the answer to a point; an empty one where there is none."""
        return self.answers.get(code, Answer())

    def done(self, codes: Iterable[str] = BY_CODE) -> int:
        """Return how many of the points are answered; «vet ikke» is an answer."""
        return sum(self.answer(code).value is not None for code in codes)


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its parties in order, and the agreement or the scenario that it is about."""

    parties: tuple[Party, ...] = ()
    agreement: str = ""
    steps: str = ""

    @property
    def about(self) -> tuple[str, str]:
        """What it is about: an agreement, the steps of a scenario, or neither."""
        return self.agreement, self.steps

    @property
    def empty(self) -> bool:
        """Whether nobody has answered anything."""
        return not any(party.answers for party in self.parties)

    def named(self, name: str) -> Party | None:
        """Return the party of that name, however it is written."""
        return next((p for p in self.parties if same(p.name, name)), None)

    def with_party(self, at: int, party: Party) -> "Check":
        """Return the check with another party in place of number `at`."""
        return replace(self, parties=(*self.parties[:at], party, *self.parties[at + 1 :]))

    def added(self, party: Party) -> "Check":
        """Return the check with one party more."""
        return replace(self, parties=(*self.parties, party))

    def without(self, at: int) -> "Check":
        """Return the check without party number `at`."""
        return replace(self, parties=(*self.parties[:at], *self.parties[at + 1 :]))


def same(one: str, other: str) -> bool:
    """Tell whether two names are the same to a reader."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    # An «å» can be written as one sign or as two; once more after folding, which can part it.
    whole = unicodedata.normalize("NFC", " ".join(name.split()))
    return unicodedata.normalize("NFC", whole.casefold())


def name_fault(name: str, others: Iterable[Party]) -> str:
    """Return why a party cannot be called that; empty where it can."""
    longest = limit("check_name")
    if not name.strip():
        return _("Skriv hvem som svarer: en kommune eller en rolle.")
    if len(name) > longest:
        return _("Navnet er på {n} tegn; grensen er {limit}.").format(n=len(name), limit=longest)
    if any(same(name, party.name) for party in others):
        return _("«{name}» er med fra før.").format(name=name)
    return ""


def full() -> str:
    """Return the sentence that says that there is no room for one party more."""
    return _("Det er plass til {n} parter i én sjekk.").format(n=limit("check_parties"))


def joined(check: Check, more: Check) -> tuple[Check, tuple[str, ...]]:
    """Add the parties of a file to a check; nothing that stands there is written over.

    Returns
    -------
    check
        The one with them all.
    sentences
        Which of the file's parties stand beside one of the same name.

    Raises
    ------
    ValueError
        There is no room, or the file is about something else; the message is for the reader.
    """
    # Where nobody has answered yet, the file decides what the check is about.
    if not check.empty and any(check.about) and any(more.about) and check.about != more.about:
        raise ValueError(
            _(
                "Fila gjelder et annet samarbeid eller scenario enn sjekken som er åpen. "
                "Start en ny sjekk, og åpne fila der."
            )
        )
    about = more.about if any(more.about) and check.empty else check.about
    about = about if any(about) else more.about
    found = Check(check.parties, *about)
    told = []
    for party in more.parties:
        there = found.named(party.name)
        if there is not None and party.answers in ({}, there.answers):
            continue
        if there is not None and not there.answers:
            found = found.with_party(found.parties.index(there), party)
            continue
        name = party.name
        if there is not None:
            name = _free(party.name, found)
            line = _("«{name}» var med fra før. Svarene fra fila står ved siden av, som «{new}».")
            told.append(line.format(name=there.name, new=name))
        found = found.added(replace(party, name=name))
    if len(found.parties) > limit("check_parties"):
        raise ValueError(full())
    return found, tuple(told)


def _free(name: str, check: Check) -> str:
    """Return the name with the first number that nobody has."""
    room = limit("check_name") - 4
    names = (f"{name[:room]} ({number})" for number in count(2))
    return next(found for found in names if check.named(found) is None)


def undone(before: Check, after: Check, now: Check) -> Check:
    """Take back the step from `before` to `after`, and keep all that was answered since.

    Raises
    ------
    ValueError
        There is no room any longer for a party that was removed.
    """
    parties = []
    for party in now.parties:
        old, new = before.named(party.name), after.named(party.name)
        if old is None and new is not None and party == new:
            continue
        if old is not None and new is not None:
            parties.append(Party(party.name, _taken_back(old, new, party)))
        else:
            parties.append(party)
    for place, party in enumerate(before.parties):
        if not any(same(party.name, other.name) for other in parties):
            parties.insert(place, party)
    if len(parties) > limit("check_parties"):
        raise ValueError(full())
    about = before.about if now.about == after.about else now.about
    return Check(tuple(parties), *about)


def _taken_back(old: Party, new: Party, now: Party) -> dict[str, Answer]:
    return {
        point.code: old.answer(point.code)
        if now.answer(point.code) == new.answer(point.code)
        else now.answer(point.code)
        for point in POINTS
    }
