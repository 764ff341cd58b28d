"""Read the rules of the guide of forms: what each answer speaks for and against, and rules out.

A rule that is law names its paragraphs and their addresses; one without is our own assessment, and
is shown as such. So are all weights. `tests/analysis/test_guide.py` walks them.

In the files answers are written `a34+e12`: answer 3 or 4 to question a, and 1 or 2 to question e.
A service is its code, `-code` where the rule does not hold, or `plikt=` a class of duty.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

_FOLDER: Final = Path(__file__).parent / "law"
_DUTY: Final = "plikt="


class Basis(NamedTuple):
    """Where a statement is known from: law and paragraph, and the address that leads there."""

    paragraph: str
    url: str


class When(NamedTuple):
    """What must be answered for a rule to hold, and which service must be chosen or not."""

    answers: tuple[tuple[str, str], ...]
    services: frozenset[str]
    duties: frozenset[str]
    not_services: frozenset[str]

    def holds(self, given: Mapping[str, str], service: str, duty: str) -> bool:
        """Return whether the answers, and the service with its duty, fulfil the condition."""
        if not all(given.get(letter, "none") in digits for letter, digits in self.answers):
            return False
        if self.services or self.duties:
            return service in self.services or duty in self.duties
        return service not in self.not_services


class Rule(NamedTuple):
    """One reason for or against forms; `weight` is None where it rules them out."""

    when: When
    forms: tuple[str, ...]
    weight: int | None
    text: str
    bases: tuple[Basis, ...]


class Collision(NamedTuple):
    """Answers that do not go together: why, and the way out."""

    when: When
    text: str
    way_out: str
    bases: tuple[Basis, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of the file."""
    return tuple(
        Rule(
            _when(row),
            tuple(row["former"].split("|")),
            None if row["utfall"] == "ute" else int(row["utfall"]),
            row["tekst"],
            _bases(row),
        )
        for row in _rows("veiviser.csv")
    )


@cache
def collisions() -> tuple[Collision, ...]:
    """Return all collisions, in the order of the file."""
    return tuple(
        Collision(_when(row), row["tekst"], row["vei_ut"], _bases(row))
        for row in _rows("kollisjoner.csv")
    )


def _when(row: Mapping[str, str]) -> When:
    answers = tuple((part[0], part[1:]) for part in row["svar"].split("+") if part)
    words = row["tjeneste"]
    codes = frozenset(words.removeprefix("-").removeprefix(_DUTY).split("|")) - {""}
    none: frozenset[str] = frozenset()
    if words.startswith(_DUTY):
        return When(answers, none, codes, none)
    if words.startswith("-"):
        return When(answers, none, none, codes)
    return When(answers, codes, none, none)


def _bases(row: Mapping[str, str]) -> tuple[Basis, ...]:
    if not row["hjemmel"]:
        return ()
    pairs = zip(row["hjemmel"].split("|"), row["url"].split("|"), strict=True)
    return tuple(Basis(paragraph, url) for paragraph, url in pairs)


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
