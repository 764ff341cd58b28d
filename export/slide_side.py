"""Beside the map: the numbered list that is the legend, or the card, and the key of the signs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from data.language import _
from export.slide_map import PATTERNS, hub_sign
from export.slide_measure import height, width
from export.slide_theme import colour
from export.slide_xml import Box, Ids, Run, Stroke, fill, group, paragraph, pattern, sign, text_box
from geo.drawn import PAPER
from geo.picture import Key, LegendRow, Picture
from geo.style import BORDER, INK, LAND, MUTED
from views.view import View

_GAP: Final = 5.0
_BADGE: Final = 22.0
# Size of a title and of what stands below it, and the room after it: the
# largest that all has room in. Where even the smallest is too large, the list is cut.
_SIZES: Final = ((16.0, 14.0, 6.0), (14.0, 14.0, 5.0), (14.0, 12.0, 4.0), (12.0, 11.0, 3.0))
_CUT: Final = (14.0, 12.0, 4.0)
_NOTE_SIZE: Final = 12.0
_KEY_SIZE, _KEY_SIGN, _KEY_ROW = 12.0, 30.0, 17.0


@dataclass(frozen=True, slots=True)
class Entry:
    """Something beside the map: what it is called among the shapes, its sign, and its words."""

    kind: str
    title: str
    detail: str = ""
    row: LegendRow | None = None
    sign: str = ""


class Side(NamedTuple):
    """The shapes beside the map, and how many entries had no room."""

    shapes: list[str]
    left_out: int


def entries_of(view: View, picture: Picture) -> tuple[Entry, ...]:
    """Return what stands beside the map: figures, a card, the legend, or the first list."""
    found = [Entry(_("Tall"), value, text) for value, text in view.facts]
    if view.card is not None:
        wanted = (_("Form"), _("Deltakere"), _("Andre deltakere"), _("Formål"), _("Varighet"))
        drawn = {hub.agreement: hub.text for hub in picture.hubs}
        found += [
            replace(_legend(row), sign=drawn[row.agreement])
            for row in picture.legend
            if row.agreement in drawn
        ]
        found += [Entry(_("Merke"), badge.text) for badge in view.card.badges]
        found += [
            Entry(_("Felt"), line.label, " ".join(item.text for item in line.items))
            for line in view.card.lines
            if line.label in (*wanted, _("Status"))
        ]
        return tuple(found)
    found += [_legend(row) for row in picture.legend]
    if not picture.legend:
        for section in (part for part in view.sections if part.items or part.text):
            if section.title or section.text:
                found.append(Entry(_("Overskrift"), section.title, section.text))
            found += [Entry(_("Punkt"), "", item.text) for item in section.items]
            break
    return tuple(found)


def _legend(row: LegendRow) -> Entry:
    detail = " · ".join(text for text in (row.detail, *row.flags) if text)
    return Entry(_("Tegnforklaring"), row.title, detail, row)


def side(
    ids: Ids, entries: Sequence[Entry], notes: Sequence[str], keys: Sequence[Key], box: Box
) -> Side:
    """Return the list, below it what the map leaves out, and at the bottom the key.

    Parameters
    ----------
    ids
        The slide's numbers.
    entries, notes, keys
        What there is to say.
    box
        Where there is room.
    """
    left, top, wide, high = box
    rows = _key_rows(keys, wide)
    key_high = sum(row[0] for row in rows) + (_GAP if rows else 0)
    note_high = sum(height(note, _NOTE_SIZE, wide) + 2 for note in notes)
    shapes: list[str] = []
    room = high - key_high - note_high - 2 * _GAP
    shown, used = _list(ids, entries, (left, top, wide, room), shapes)
    y = top + used + _GAP
    if notes:
        words = [paragraph([Run(note, _NOTE_SIZE, colour(MUTED))], before=2) for note in notes]
        y = min(y, top + high - key_high - note_high - _GAP)
        shapes.append(text_box(ids, _("Merknader"), (left, y, wide, note_high), words))
    y = top + high - key_high + _GAP
    for row_high, items in rows:
        shapes += [_key(ids, key, (left + x, y, room_, row_high)) for x, room_, key in items]
        y += row_high
    return Side(shapes, len(entries) - shown)


def _list(ids: Ids, entries: Sequence[Entry], box: Box, shapes: list[str]) -> tuple[int, float]:
    """Add entries from the top; return how many there was room for, and how high they are."""
    left, top, wide, high = box
    for sizes in _SIZES:
        heights = [_height(entry, wide, sizes) for entry in entries]
        if sum(heights) <= high:
            shown = len(entries)
            break
    else:
        sizes = _CUT
        heights = [_height(entry, wide, sizes) for entry in entries]
        more = _CUT[0] * 1.3
        shown = 1
        while sum(heights[: shown + 1]) + more <= high and shown + 1 < len(entries):
            shown += 1
    y = top
    for entry, tall in zip(entries[:shown], heights, strict=False):
        shapes += _entry(ids, entry, (left, y, wide, tall), sizes)
        y += tall
    left_out = len(entries) - shown
    if left_out:
        text = _("… og {n} til, se tabellen").format(n=left_out)
        run = Run(text, _CUT[0], colour(MUTED), bold=True)
        place = (left, y, wide, _CUT[0] * 1.3)
        shapes.append(text_box(ids, _("Flere"), place, [paragraph([run])]))
        y += place[3]
    return shown, y - top


def _indent(entry: Entry) -> float:
    return _BADGE + 8 if entry.row is not None else 0.0


def _height(entry: Entry, wide: float, sizes: tuple[float, float, float]) -> float:
    room = wide - _indent(entry)
    found = height(entry.title, sizes[0], room, bold=True) + height(entry.detail, sizes[1], room)
    return max(found, _BADGE if entry.row else 0.0) + sizes[2]


def _entry(ids: Ids, entry: Entry, box: Box, sizes: tuple[float, float, float]) -> list[str]:
    """Return the words of an entry, and its sign where it has one."""
    left, top, wide, tall = box
    indent, shapes = _indent(entry), []
    words = []
    if entry.title:
        words.append(paragraph([Run(entry.title, sizes[0], colour(INK), bold=True)]))
    if entry.detail:
        ink = colour(MUTED if entry.title and entry.row else INK)
        words.append(paragraph([Run(entry.detail, sizes[1], ink)]))
    if entry.row is not None:
        row = entry.row
        number = entry.sign or (str(row.number) if row.number else "–")
        run = Run(
            number, 8.0 if entry.sign[1:] or len(number) > 2 else 11.0, colour(PAPER), bold=True
        )
        small = _BADGE * 0.78
        place = (left + (_BADGE - small) / 2, top + (_BADGE - small) / 2, small, small)
        name = _("Nummer: {n}").format(n=number)
        shapes.append(hub_sign(ids, name, row.shape, place, row.colour, run, unit=0.8))
    name = f"{entry.kind}: {entry.title or entry.detail}"
    room = (left + indent, top, wide - indent, tall - sizes[2])
    return [*shapes, text_box(ids, name, room, words)]


_KeyRow = tuple[float, list[tuple[float, float, Key]]]


def _key_rows(keys: Sequence[Key], wide: float) -> list[_KeyRow]:
    """Return the key in rows, each with its height, and the place and width of each sign."""
    rows: list[_KeyRow] = []
    x = wide + 1
    for key in keys:
        text = 1.04 * width(key.text, _KEY_SIZE) + 2
        need = min(_KEY_SIGN + 6 + text, wide)
        tall = height(key.text, _KEY_SIZE, need - _KEY_SIGN - 6) if need == wide else 0.0
        if x + need > wide:
            rows.append((_KEY_ROW, []))
            x = 0.0
        high, items = rows[-1]
        items.append((x, need, key))
        rows[-1] = (max(high, tall + 3), items)
        x += need + 14
    return rows


def _key(ids: Ids, key: Key, box: Box) -> str:
    """Return one sign of the key with what it means."""
    left, top, wide, high = box
    middle = top + _KEY_ROW / 2
    words = [paragraph([Run(key.text, _KEY_SIZE, colour(INK))])]
    place = (left + _KEY_SIGN + 6, top, wide - _KEY_SIGN - 6, high)
    shapes = [*_sign(ids, key, left, middle), text_box(ids, key.text, place, words, anchor="ctr")]
    return group(ids, _("Nøkkel: {text}").format(text=key.text), box, shapes)


def _sign(ids: Ids, key: Key, left: float, y: float) -> list[str]:
    """Return the sign itself, 30 points wide, round the line at `y`."""
    name = _("Tegn: {text}").format(text=key.text)
    ink, edge = colour(key.colour), Stroke(colour(BORDER), 0.75)
    middle, box = left + _KEY_SIGN / 2, (left + 2, y - 6.5, 26, 13)

    def mark(shape: str, x: float, radius: float) -> str:
        place = (x - radius, y - radius, 2 * radius, 2 * radius)
        return hub_sign(ids, name, shape, place, key.colour, Run("", 9, ink), unit=0.7)

    def bar(
        x: float, wide: float, *, dash: str = "solid", heavy: float = 2, arrow: bool = False
    ) -> str:
        line = Stroke(ink, heavy, dash, arrow)
        return sign(ids, name, "line", (x, y, wide, 0), "", line)

    drawn = {
        "square": lambda: [mark("square", left + 6, 5), bar(left + 12, 17, arrow=True)],
        "diamond": lambda: [mark("diamond", middle, 5)],
        "hollow": lambda: [mark("hollow", middle, 5.5)],
        "host": lambda: [mark("square", middle, 6)],
        "dashed": lambda: [bar(left + 1, 28, dash="dashed"), mark("hollow", middle, 4.5)],
        "dotted": lambda: [bar(left + 1, 28, dash="dotted", heavy=2.6)],
        "pair": lambda: [bar(left + 1, 28, heavy=4.5)],
    }
    if key.sign in drawn:
        return drawn[key.sign]()
    if key.sign == "ring":
        dots = [
            sign(ids, name, "ellipse", (middle + dx - 1.7, y + dy - 1.7, 3.4, 3.4), fill(ink), None)
            for dx, dy in ((0, -6), (5.7, -1.9), (3.5, 4.9), (-3.5, 4.9), (-5.7, -1.9))
        ]
        centre = (middle - 2.3, y - 2.3, 4.6, 4.6)
        return [sign(ids, name, "ellipse", centre, fill(colour(PAPER)), Stroke(ink, 1.2)), *dots]
    fills = {
        "fill": (fill(ink), edge),
        "area": (fill(colour(key.colour, alpha=0.35)), Stroke(ink, 1.6)),
        "pale": (fill(colour(key.colour, alpha=0.25)), edge),
        "alone": (fill(colour(PAPER)), Stroke(ink, 1.8)),
    }
    kind = PATTERNS.get(key.sign, "wdUpDiag")
    paint, line = fills.get(key.sign, (pattern(kind, ink, colour(LAND)), edge))
    return [sign(ids, name, "rect", box, paint, line)]
