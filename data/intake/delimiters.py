"""Find which character separates the cells of a CSV file, from the headers that it gives."""

import csv
import io
from contextlib import suppress
from itertools import islice
from typing import Final

from data.intake.headers import known
from data.language import _
from data.limits import limit
from data.reading import DELIMITER, Fatal, fatal_fault

DELIMITERS: Final = (DELIMITER, "\t", ",", "|")
_HEAD: Final = 64 * 1024
"""Characters in which the headers must stand."""


def delimiter_of(text: str, file: str) -> str:
    """Return the one separator that gives headers of the register; raise Fatal (SKILLETEGN).

    Where none gives any, the one that splits at all is returned, so that what is said next is
    which columns are missing.
    """
    scores = {mark: _score(text, mark) for mark in DELIMITERS}
    best = max(headers for headers, _cells in scores.values())
    winners = [mark for mark, (headers, _cells) in scores.items() if headers == best]
    if best and len(winners) == 1:
        return winners[0]
    splitting = [mark for mark, (_headers, cells) in scores.items() if cells > 1]
    if not best and (len(splitting) <= 1 or DELIMITER in splitting):
        return DELIMITER if DELIMITER in splitting or not splitting else splitting[0]
    message = _(
        "Det er ikke mulig å se hva som skiller kolonnene. Bruk semikolon (;) og overskriftene i "
        "malen."
    )
    raise Fatal(fatal_fault(file, 1, "SKILLETEGN", message))


def _score(text: str, mark: str) -> tuple[int, int]:
    """Return the most headers that one of the first rows gives, and the first row's cells."""
    reader = csv.reader(io.StringIO(text[:_HEAD], newline=""), delimiter=mark)
    rows: list[list[str]] = []
    with suppress(csv.Error):
        rows.extend(islice(filter(None, reader), limit("header_rows")))
    # A header that stands alone was not split by anything, so it speaks for no separator.
    headers = max((len(known(cells)) for cells in rows if len(cells) > 1), default=0)
    return headers, len(rows[0]) if rows else 0
