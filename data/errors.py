"""Describe what is wrong with a register, as values that can be listed, shown and counted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from data.limits import limit
from data.personal import MASK, hide

__all__ = ["MASK", "Fault", "RegisterError", "Severity", "masked", "shown"]

Severity = Literal["F", "R", "W"]
"""F is fatal for the file, R for the row, W is a warning."""

_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_LONGEST_VALUE: Final = limit("shown_value")


def masked(text: str) -> str:
    """Return `text` on one line, with anything that looks like personal data hidden."""
    return hide(_UNPRINTABLE.sub(" ", text))


@dataclass(frozen=True)
class Fault:
    """One fault: where it is, what it is, and what would have been accepted.

    `line` is the line of the file where the row starts, None for the file as a whole. `suggestion`
    is what the cell of `column` may be replaced with, None where nothing can be guessed. `message`
    and `value` never hold personal data: they are masked when the fault is made, and a suggestion
    that would hold any is dropped.
    """

    file: str
    line: int | None
    column: str | None
    code: str
    message: str
    value: str | None = None
    accepted: str | None = None
    severity: Severity = "R"
    suggestion: str | None = None

    def __post_init__(self) -> None:
        """Mask and shorten, so that no caller can forget to."""
        object.__setattr__(self, "file", masked(self.file))
        object.__setattr__(self, "message", masked(self.message))
        if self.value is not None:
            object.__setattr__(self, "value", shown(self.value))
        # A suggestion is to be used as it stands, so it is never cut or mended, only dropped.
        if self.suggestion is not None and masked(self.suggestion) != self.suggestion:
            object.__setattr__(self, "suggestion", None)

    def text(self) -> str:
        """Return the fault as one line, `file:line: CODE: message` (line 0: the whole file)."""
        return f"{self.file}:{self.line or 0}: {self.code}: {self.message}"


def shown(value: str) -> str:
    """Return a cell's value as it may stand in a message: masked first, then cut."""
    clean = masked(value)
    return clean if len(clean) <= _LONGEST_VALUE else clean[: _LONGEST_VALUE - 1] + "…"


class RegisterError(ValueError):
    """Raised when nothing can be drawn: a vocabulary of the register is missing or damaged."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(fault.text() for fault in self.faults[:5]))
