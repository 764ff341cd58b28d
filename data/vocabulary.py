"""Hold the codes that may be used, what they are called, and which old ones they came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.reading import Row
from data.schema import STAYS
from data.tables import split_list


@dataclass(frozen=True)
class Vocabulary:
    """What codes may be used: by file, and today's codes of each old municipality.

    `names` (by file, code to name) is only for guessing what a wrong word was meant to be.
    """

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @cached_property
    def replacements(self) -> dict[str, str]:
        """Old municipality code → today's, where there is only one; counted once."""
        return {old: new[0] for old, new in self.successors.items() if len(new) == 1}

    def with_codes(self, file: str, codes: frozenset[str]) -> "Vocabulary":
        """Return the same vocabulary with other codes of one file."""
        found = replace(self, codes={**self.codes, file: codes})
        found.__dict__["replacements"] = self.replacements
        return found

    def today(self, code: str) -> tuple[str, ...]:
        """Return today's codes of an old municipality; none for one of today or an unknown."""
        known = self.codes.get("kommuner", frozenset())
        return () if code in known else self.successors.get(code, ())


def successors(rows: tuple[Row, ...]) -> dict[str, tuple[str, ...]]:
    """Return today's codes by old code, from the rows of kommuneendringer."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.cells["slag"] not in STAYS:
            found.setdefault(row.cells["fra_nummer"], []).extend(
                split_list(row.cells["dagens_nummer"])
            )
    return {old: tuple(dict.fromkeys(codes)) for old, codes in found.items()}
