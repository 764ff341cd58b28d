"""Make text that a spreadsheet will not run, in such a way that an import gets it back."""

import re
from typing import Final

GUARD: Final = "'"
"""Put before a text that a spreadsheet would take for a formula; the import takes it off again."""

# OWASP's list of first characters. Apostrophes before one of them belong to the pattern: the
# import takes one apostrophe off such a text, so one that is the text's own must be given another.
_RUNS: Final = re.compile(r"[=+\-@\t\r\x00]")
_LOOKS_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\x00]")
_LINE_END: Final = re.compile(r"\r\n?")


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs: with an apostrophe before it, where it needs one."""
    return GUARD + text if _RUNS.match(text) else recoverable(text)


def recoverable(text: str) -> str:
    """Return a text that stays itself when the import takes a guard off it."""
    return GUARD + text if _LOOKS_GUARDED.match(text) else text


def one_kind_of_line(text: str) -> str:
    """Return the text with LF between its lines, as spreadsheets have it inside a cell."""
    return _LINE_END.sub("\n", text)
