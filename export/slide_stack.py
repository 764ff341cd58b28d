"""Tables under one another on a slide, and the words over each."""

from collections.abc import Iterator, Sequence

from data.language import _
from export.slide_sheets import GAP, LEAD_SIZE, Sheet, lead_height, tall
from export.slide_table import frame
from export.slide_theme import colour
from export.slide_xml import Ids, Run, paragraph, text_box
from geo.style import INK, MUTED


def stacked(ids: Ids, sheet: Sheet, corner: tuple[float, float], wide: float) -> Iterator[str]:
    """Yield the table of a slide, and those that stand under it with their leads."""
    left, y = corner
    for place, one in enumerate((sheet, *sheet.below)):
        if place:
            y += 2 * GAP
        if place and one.lead:
            high = lead_height(one.lead, wide)
            yield text_box(ids, _("Overskrift"), (left, y, wide, high), lead_words(one.lead))
            y += high
        if one.table is not None:
            yield frame(ids, one.table, one.rows, one.columns, (left, y), one.size)
            y += tall(one)


def lead_words(lead: Sequence[tuple[str, bool]]) -> list[str]:
    """Return texts as paragraphs, the bold ones in ink."""
    return [
        paragraph([Run(text, LEAD_SIZE, colour(INK if bold else MUTED), bold=bold)])
        for text, bold in lead
    ]
