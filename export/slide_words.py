"""Slides of words: headings and what stands below them, in one column or two."""

from collections.abc import Iterator, Sequence
from typing import Final

from export.slide_measure import height
from export.slide_theme import colour
from export.slide_xml import Run, body, paragraph
from geo.style import INK, PRIMARY
from views.view import Section

_SIZES: Final = (22.0, 20.0, 18.0, 16.0)
_GAP: Final = 6.0
_HEAD_GAP: Final = 14.0
_LARGER: Final = 2.0
_BETWEEN: Final = 21.0

Line = tuple[str, bool]
"""A text, and whether it is a heading."""


def lines_of(section: Section) -> Iterator[Line]:
    """Yield the words of a section, its heading first."""
    if section.title:
        yield section.title, True
    if section.text:
        yield section.text, False
    for item in section.items:
        yield item.text, False
    for line in section.template.splitlines():
        if line.strip():
            yield line, False


def bodies(lines: Sequence[Line], wide: float, high: float) -> list[str]:
    """Return the text of each slide, as large as all of it has room for on one."""
    many = sum(head for _text, head in lines) > 2
    columns = 2 if many else 1
    room = (wide - _BETWEEN) / 2 if many else wide
    # Of what two columns hold, some is lost where a paragraph has no room at the foot of one.
    full = high * columns * (0.88 if many else 1.0)
    for size in _SIZES:
        if sum(_tall(line, size, room) for line in lines) <= full:
            break
    pages: list[list[Line]] = [[]]
    used = 0.0
    for line in lines:
        tall = _tall(line, size, room)
        if pages[-1] and used + tall > full:
            pages.append([])
            used = 0.0
        pages[-1].append(line)
        used += tall
    return [_body(page, size, columns) for page in pages]


def _tall(line: Line, size: float, room: float) -> float:
    text, head = line
    size += _LARGER if head else 0
    return height(text, size, room, bold=head) + (_HEAD_GAP if head else _GAP)


def _body(page: Sequence[Line], size: float, columns: int) -> str:
    paragraphs = [
        paragraph(
            [
                Run(
                    text,
                    size + (_LARGER if head else 0),
                    colour(PRIMARY if head else INK),
                    bold=head,
                )
            ],
            before=_HEAD_GAP if head else _GAP,
        )
        for text, head in page
    ]
    return body(paragraphs, columns=columns)
