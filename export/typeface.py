"""The typeface of pictures: Source Sans 3, its measures and its letters' outlines.

The two TrueType files in `geo/assets/` are the weights 400 and 700 of
`source-sans-3-latin.woff2`, cut out with fontTools' `varLib.instancer`. What they lack (arrows,
some letters) is taken from DejaVu Sans, which comes with matplotlib. Everything here is read once
and never changed, so several threads can use it at a time.
"""

import threading
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from fontTools.pens.basePen import decomposeQuadraticSegment
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont
from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path as Outline

import geo

FAMILY: Final = "Source Sans 3"
FALLBACK: Final = "DejaVu Sans"
_ASSETS: Final = Path(geo.__file__).parent / "assets"
WOFF2: Final = _ASSETS / "source-sans-3-latin.woff2"
_OTHERS: Final = Path(mpl.get_data_path()) / "fonts" / "ttf"
# The typeface, and where letters that it lacks are looked for.
_FILES: Final = {
    False: (_ASSETS / "source-sans-3-regular.ttf", _OTHERS / "DejaVuSans.ttf"),
    True: (_ASSETS / "source-sans-3-bold.ttf", _OTHERS / "DejaVuSans-Bold.ttf"),
}
_MISSING: Final = ".notdef"
_LOCK: Final = threading.RLock()


# A table of pairs, as fontTools reads it: its fields are made while running.
_Pairs = Any


class Glyph(NamedTuple):
    """A letter of size 1, y upwards: its outline, and how far it moves on."""

    vertices: npt.NDArray[np.float64]
    codes: npt.NDArray[np.uint8]
    advance: float


class _Face:
    """One file of letters."""

    def __init__(self, path: Path) -> None:
        self.font = TTFont(path)
        self.units = int(self.font["head"].unitsPerEm)
        self.names: dict[int, str] = self.font.getBestCmap()
        self.glyphs = self.font.getGlyphSet()
        self.pairs = list(_pair_tables(self.font))

    def glyph(self, name: str) -> Glyph:
        pen = DecomposingRecordingPen(self.glyphs)
        self.glyphs[name].draw(pen)
        places, codes = _outline(pen.value)
        vertices = np.array(places, dtype=float).reshape(-1, 2) / self.units
        width = self.glyphs[name].width / self.units
        return Glyph(vertices, np.array(codes, dtype=Outline.code_type), width)

    def kerning(self, left: str, right: str) -> float:
        """Return how much nearer (below 0) two letters stand than their widths say."""
        for table in self.pairs:
            found = _kern(table, left, right)
            if found is not None:
                return found / self.units
        return 0.0


def _pair_tables(font: TTFont) -> Iterator[_Pairs]:
    """Give the tables of pairs of letters that stand closer or wider, in order."""
    if "GPOS" not in font:
        return
    table = font["GPOS"].table
    wanted = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(wanted):
        for sub in table.LookupList.Lookup[index].SubTable:
            # Large tables are kept behind a pointer.
            real = getattr(sub, "ExtSubTable", sub)
            if real.LookupType == 2:
                yield real


def _kern(table: _Pairs, left: str, right: str) -> int | None:
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        value = next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
    else:
        first = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
        value = first.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
    return None if value is None else int(getattr(value, "XAdvance", 0) or 0)


def _outline(steps: Iterable[tuple[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return what a pen was told as places and codes of matplotlib."""
    places: list[Any] = []
    codes: list[Any] = []
    for step, points in steps:
        if step == "moveTo":
            places.append(points[0])
            codes.append(Outline.MOVETO)
        elif step == "lineTo":
            places.append(points[0])
            codes.append(Outline.LINETO)
        elif step == "qCurveTo":
            for control, end in decomposeQuadraticSegment(points):
                places += [control, end]
                codes += [Outline.CURVE3, Outline.CURVE3]
        elif step == "closePath":
            places.append((0, 0))
            codes.append(Outline.CLOSEPOLY)
    return places, codes


@lru_cache(maxsize=4)
def _face(path: Path) -> _Face:
    return _Face(path)


@lru_cache(maxsize=4096)
def glyph(letter: str, *, bold: bool) -> Glyph:
    """Return the outline of a letter, from the typeface or from the one that has it."""
    with _LOCK:
        faces = [_face(path) for path in _FILES[bold] if path.is_file()]
        for face in faces:
            if ord(letter) in face.names:
                return face.glyph(face.names[ord(letter)])
        return faces[-1].glyph(_MISSING)


@lru_cache(maxsize=16384)
def kerning(left: str, right: str, *, bold: bool) -> float:
    """Return how much nearer (below 0) a letter stands to the one before it, at size 1."""
    with _LOCK:
        face = next(_face(path) for path in _FILES[bold] if path.is_file())
        first, second = face.names.get(ord(left)), face.names.get(ord(right))
        return face.kerning(first, second) if first and second else 0.0


def places(text: str, *, bold: bool) -> tuple[list[float], float]:
    """Return where each letter of a line begins, and how wide the line is, at size 1."""
    x, before = 0.0, ""
    begins = []
    for letter in text:
        if before:
            x += kerning(before, letter, bold=bold)
        begins.append(x)
        x += glyph(letter, bold=bold).advance
        before = letter
    return begins, x


@lru_cache(maxsize=8192)
def _width(text: str, *, bold: bool) -> float:
    return places(text, bold=bold)[1]


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a line of text is, in the measure of `size`."""
    return size * _width(text, bold=bold)


@lru_cache(maxsize=2)
def face(*, bold: bool) -> FontProperties:
    """Return the typeface for matplotlib's own text, made known to it at the first call."""
    with _LOCK:
        known = {entry.fname for entry in font_manager.fontManager.ttflist}
        for paths in _FILES.values():
            if paths[0].is_file() and str(paths[0]) not in known:
                font_manager.fontManager.addfont(str(paths[0]))
    return FontProperties(family=[FAMILY, FALLBACK], weight="bold" if bold else "normal")


def wrap(
    text: str, size: float, room: float, *, bold: bool = False, indent: float = 0.0
) -> tuple[str, ...]:
    """Return `text` in lines no wider than `room`; a word that is wider is broken.

    The first line begins `indent` further in.
    """
    space = width(" ", size, bold=bold)
    lines: list[str] = []
    line: list[str] = []
    used = indent
    for word in _pieces(text.split(), size, room - indent, bold=bold):
        more = width(word, size, bold=bold) + (space if line else 0)
        if line and used + more > room:
            lines.append(" ".join(line))
            line, used = [word], width(word, size, bold=bold)
        else:
            line.append(word)
            used += more
    return (*lines, " ".join(line)) if line else tuple(lines)


def _pieces(words: Iterable[str], size: float, room: float, *, bold: bool) -> Iterator[str]:
    """Give words, those wider than the room in pieces."""
    for word in words:
        rest = word
        while width(rest, size, bold=bold) > room and len(rest) > 1:
            fit = len(rest) - 1
            while fit > 1 and width(rest[:fit], size, bold=bold) > room:
                fit -= 1
            yield rest[:fit]
            rest = rest[fit:]
        yield rest
