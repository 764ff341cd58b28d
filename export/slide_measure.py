"""How wide a text is in Arial, and how many lines it takes: no screen lays out a slide."""

from functools import lru_cache
from typing import Final

# Advances in thousandths of the size, as in every typeface of Arial's widths.
_WIDTHS: Final[dict[str, int]] = {
    letter: width
    for width, letters in {
        191: "'",
        222: "ijl",
        260: "|",
        278: " !,./:;I[\\]ft",
        333: "()-r`·",
        355: '"',
        389: "*",
        469: "^",
        500: "ckxyzsvJ",
        556: "#$0123456789?_abdeghnopquLåäáàéèêóòöüñ«»–",
        584: "+<=>~",
        611: "FTZø",
        667: "&ABEKPSVXYÅ",
        722: "CDHNRUw",
        778: "GOQØ",
        833: "Mm",
        889: "%æ",
        944: "W",
        1000: "Æ…—→←↑↓",
        1015: "@",
    }.items()
    for letter in letters
}
_OTHER: Final = 667
_BOLD: Final = 1.07
_LINE: Final = 1.2
"""Height of a line over the size of its letters."""


@lru_cache(maxsize=8192)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many points wide a text is."""
    total = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return total * size / 1000 * (_BOLD if bold else 1.0)


@lru_cache(maxsize=8192)
def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in `room` points; words longer than that are broken."""
    if not text:
        return 0
    used, found = 0.0, 1
    space = width(" ", size, bold=bold)
    # A little less than there is: the typeface on the reader's machine may be a bit wider.
    room = max(room * 0.98, size)
    for word in text.split(" "):
        long = width(word, size, bold=bold)
        step = long + (space if used else 0)
        if used + step <= room:
            used += step
            continue
        if used:
            found += 1
        broken = int(long // room)
        found += broken
        used = long - broken * room
    return found


def height(text: str, size: float, room: float, *, bold: bool = False) -> float:
    """Return how many points high a text is in `room` points."""
    return lines(text, size, room, bold=bold) * size * _LINE
