"""Turn what people type in a cell into the register's form, where it can mean only one thing."""

import re
from typing import Final

from data.reading import clean_text
from data.schema import SEPARATOR
from data.tables import split_list

_GUARDED: Final = re.compile(r"'+[=+\-@\t\r\x00]")
_LINE_END: Final = re.compile(r"\r\n?")
_MEMBERS: Final = re.compile(r"[|;,\r\n]+")
_SPACES: Final = re.compile(r"[\s\u2007\u2009\u202f]+")
_GROUPED: Final = re.compile(r"-?\d{1,3}( \d{3})+(,\d+|\.\d+)?", re.ASCII)
_POINTS: Final = re.compile(r"-?\d{1,3}(\.\d{3})+,\d+|-?\d{1,3}(\.\d{3}){2,}", re.ASCII)
_COMMA: Final = re.compile(r"-?\d+,\d+", re.ASCII)
_ZERO_DECIMALS: Final = re.compile(r"(-?\d+)\.0+", re.ASCII)
_THOUSAND: Final = re.compile(r"(\d)[. ](\d{3})", re.ASCII)
_ORGNR: Final = re.compile(r"(?:NO)?(\d{9})(?:\.0|MVA)?", re.ASCII | re.IGNORECASE)
_NEXT_URL: Final = re.compile(r"(?<!\s)\s+(?=https?://)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return the text composed (NFC), without what is not seen, with LF between its lines."""
    return _LINE_END.sub("\n", clean_text(text)).strip()


def unguarded(text: str) -> str:
    """Take off the one apostrophe that keeps a spreadsheet from running a text as a formula.

    An export puts one before what begins with = + - @, TAB, CR or NUL, and one more where a text
    already looks so.
    """
    return text[1:] if _GUARDED.match(text) else text


def number(text: str) -> str:
    """Return a number with a point for its decimals and nothing between its thousands.

    `1,5`, `1.234,56` and `1 234,5` are 1.5, 1234.56 and 1234.5; what is no number stays as it is.
    """
    tight = _SPACES.sub(" ", text).strip()
    if _GROUPED.fullmatch(tight):
        tight = tight.replace(" ", "")
    if _POINTS.fullmatch(tight):
        return tight.replace(".", "").replace(",", ".")
    return tight.replace(",", ".") if _COMMA.fullmatch(tight) else tight


def whole(text: str) -> str:
    """Return a whole number's digits: `2020.0` and `2020,0` are 2020, `12 345` is 12345."""
    found = number(text)
    if thousand := _THOUSAND.fullmatch(found):
        return thousand[1] + thousand[2]
    ended = _ZERO_DECIMALS.fullmatch(found)
    return ended[1] if ended else found


def orgnr(text: str) -> str:
    """Return the nine digits of an organisation number, written with spaces, NO or MVA."""
    found = _ORGNR.fullmatch(_SPACES.sub("", text))
    return found[1] if found else text


def item_list(cell: str, *, keep_empty: bool = False) -> str:
    """Return a list with | between its items; a line break is a separator too.

    With `keep_empty`, empty items stay where they are, for lists that are parallel to another.
    """
    lines = (line.strip() for line in cell.split("\n"))
    if "\n" in cell:
        cell = SEPARATOR.join(line.removesuffix(SEPARATOR) for line in lines if line)
    items = split_list(cell)
    if not any(items):
        return ""
    return SEPARATOR.join(items if keep_empty else filter(None, items))


def url_list(cell: str) -> str:
    """Return addresses with | between them, also where only a space was."""
    return item_list(_NEXT_URL.sub(SEPARATOR, cell), keep_empty=True)


def members(cell: str) -> list[str]:
    """Split a list of municipalities, whatever stands between them."""
    parts = (_SPACES.sub(" ", part) for part in _MEMBERS.split(cell))
    return [item for part in parts if (item := part.strip(" -•*"))]
