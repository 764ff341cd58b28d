"""Real tables on slides: as many slides as the rows need, with the head on each."""

from collections.abc import Iterator, Sequence
from typing import Final

from data.language import _
from export.slide_measure import height, width
from export.slide_theme import colour
from export.slide_xml import POINT, Box, Ids, Run, paragraph, xfrm
from geo.drawn import PAPER
from geo.style import INK
from views.view import Bar, Item, Table
from views.words import number

SIZES: Final = (16.0, 14.0, 12.0)
"""Of the letters of a table: the largest that all rows have room with on one slide, or the last."""
_SIDE, _OVER = 4.0, 3.0
_LEAST, _MOST, _SHORT = 44.0, 330.0, 90.0
# «Medium Style 2 – Accent 1», which every office program knows by this number.
_STYLE: Final = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
_URI: Final = "http://schemas.openxmlformats.org/drawingml/2006/table"

_Rows = Sequence[Sequence[str]]


def words_of(table: Table) -> list[list[str]]:
    """Return the rows of a table as text."""
    return [[_word(cell) for cell in row] for row in table.rows]


def _word(cell: str | Item | Bar) -> str:
    if isinstance(cell, Bar):
        return number(cell.value, 2)
    return cell.text if isinstance(cell, Item) else cell


def widths(table: Table, rows: _Rows, room: float, size: float) -> list[float]:
    """Return how wide each column is: as its words ask for, all together `room`."""
    wanted = []
    for place, head in enumerate(table.columns):
        cells = sorted(width(row[place], size) for row in rows if place < len(row))
        long = cells[int(len(cells) * 0.9)] if cells else 0.0
        least = max(
            [width(head, size, bold=True), *(_longest(row[place], size) for row in rows[:200])]
        )
        # A column of short words is not broken.
        if cells and cells[-1] <= _SHORT:
            least = max(least, cells[-1] + 2)
        least = min(max(least, _LEAST), 150.0)
        wanted.append((least, max(least, min(long, _MOST))))
    spare = room - sum(least + 2 * _SIDE + 2 for least, _long in wanted)
    more = sum(long - least for least, long in wanted) or 1.0
    if spare < 0:
        total = sum(least for least, _long in wanted)
        return [room * least / total for least, _long in wanted]
    found = [least + 2 * _SIDE + 2 + spare * (long - least) / more for least, long in wanted]
    return [part * room / sum(found) for part in found]


def _longest(text: str, size: float) -> float:
    return max((width(word, size) for word in text.split()), default=0.0)


def pages(
    table: Table, rows: _Rows, columns: Sequence[float], high: float, size: float
) -> Iterator[list[tuple[Sequence[str], float]]]:
    """Yield the rows of each slide with their heights; a head stands over each."""
    head = row_height(table.columns, columns, size, bold=True)
    page: list[tuple[Sequence[str], float]] = []
    used = head
    for row in rows:
        tall = row_height(row, columns, size)
        if page and used + tall > high:
            yield page
            page, used = [], head
        page.append((row, tall))
        used += tall
    if page:
        yield page


def row_height(
    row: Sequence[str], columns: Sequence[float], size: float, *, bold: bool = False
) -> float:
    """Return how high a row is."""
    tall = [
        height(text, size, wide - 2 * _SIDE, bold=bold)
        for text, wide in zip(row, columns, strict=False)
    ]
    return max([size * 1.2, *tall]) + 2 * _OVER


def frame(
    ids: Ids,
    table: Table,
    page: Sequence[tuple[Sequence[str], float]],
    columns: Sequence[float],
    corner: tuple[float, float],
    size: float,
) -> str:
    """Return the rows of one slide as a table."""
    head = row_height(table.columns, columns, size, bold=True)
    high = head + sum(tall for _row, tall in page)
    box: Box = (*corner, sum(columns), high)
    grid = "".join(f'<a:gridCol w="{round(wide * POINT)}"/>' for wide in columns)
    body = [_row(table.columns, head, len(columns), size, head=True)]
    body += [_row(row, tall, len(columns), size) for row, tall in page]
    name = _("Tabell: {name}").format(name=table.caption)
    return (
        f"<p:graphicFrame><p:nvGraphicFramePr>{ids.of(name, table.caption)}"
        f'<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f'</p:nvGraphicFramePr>{xfrm(box, "p")}<a:graphic><a:graphicData uri="{_URI}"><a:tbl>'
        f'<a:tblPr firstRow="1" bandRow="1"><a:tableStyleId>{_STYLE}</a:tableStyleId></a:tblPr>'
        f"<a:tblGrid>{grid}</a:tblGrid>{''.join(body)}</a:tbl></a:graphicData></a:graphic>"
        f"</p:graphicFrame>"
    )


def _row(row: Sequence[str], tall: float, columns: int, size: float, *, head: bool = False) -> str:
    cells = [*row, *[""] * columns][:columns]
    words = "".join(_cell(text, size, head=head) for text in cells)
    return f'<a:tr h="{round(tall * POINT)}">{words}</a:tr>'


def _cell(text: str, size: float, *, head: bool) -> str:
    ink = colour(PAPER if head else INK)
    runs = [Run(text, size, ink, bold=head)] if text else []
    side, over = round(_SIDE * POINT), round(_OVER * POINT)
    return (
        f"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{paragraph(runs)}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{over}" marB="{over}"/></a:tc>'
    )
