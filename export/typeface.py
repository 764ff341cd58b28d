"""The typeface of pictures: Source Sans 3 as files that matplotlib can read, and its measures.

The two TrueType files in `geo/assets/` are the weights 400 and 700 of
`source-sans-3-latin.woff2`, cut out with fontTools' `varLib.instancer`. What they lack (arrows,
some letters) is taken from DejaVu Sans, which comes with matplotlib.
"""

import threading
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties

import geo

FAMILY: Final = "Source Sans 3"
_FALLBACK: Final = "DejaVu Sans"
_ASSETS: Final = Path(geo.__file__).parent / "assets"
FILES: Final = {
    False: _ASSETS / "source-sans-3-regular.ttf",
    True: _ASSETS / "source-sans-3-bold.ttf",
}
WOFF2: Final = _ASSETS / "source-sans-3-latin.woff2"
# A letter that the typeface lacks comes from another, whose letters are wider.
_UNKNOWN_ADVANCE: Final = 0.75
_LOCK: Final = threading.Lock()


@lru_cache(maxsize=2)
def face(*, bold: bool) -> FontProperties:
    """Return the typeface for matplotlib; the files are made known to it at the first call."""
    with _LOCK:
        known = {entry.fname for entry in font_manager.fontManager.ttflist}
        for file in FILES.values():
            if file.is_file() and str(file) not in known:
                font_manager.fontManager.addfont(str(file))
    return FontProperties(family=[FAMILY, _FALLBACK], weight="bold" if bold else "normal")


@lru_cache(maxsize=2)
def _advances(*, bold: bool) -> dict[str, float]:
    """Return how far each letter moves on, as a share of the size."""
    if not FILES[bold].is_file():
        return {}
    with TTFont(FILES[bold]) as font:
        units, widths = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): widths[name][0] / units for code, name in font.getBestCmap().items()}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in the measure of `size`."""
    advances = _advances(bold=bold)
    return size * sum(advances.get(letter, _UNKNOWN_ADVANCE) for letter in text)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Return `text` in lines no wider than `room`; a word that is wider is broken."""
    lines: list[str] = []
    line = ""
    for word in _pieces(text.split(), size, room, bold=bold):
        longer = f"{line} {word}" if line else word
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return (*lines, line) if line else tuple(lines)


def _pieces(words: Iterable[str], size: float, room: float, *, bold: bool) -> Iterable[str]:
    for word in words:
        rest = word
        while width(rest, size, bold=bold) > room and len(rest) > 1:
            fit = len(rest) - 1
            while fit > 1 and width(rest[:fit], size, bold=bold) > room:
                fit -= 1
            yield rest[:fit]
            rest = rest[fit:]
        yield rest


def shorten(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return `text`, cut with an ellipsis if it is wider than `room`."""
    if width(text, size, bold=bold) <= room:
        return text
    cut = text
    while cut and width(f"{cut}…", size, bold=bold) > room:
        cut = cut[:-1]
    return f"{cut.rstrip()}…"
