"""The table that every benchmark prints: name, value, unit, limit, ok or short."""

import statistics
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One measured value; `limit` is the most that is allowed, None where nothing is asked."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def verdict(self) -> str:
        """«ok», «short», or nothing where there is no limit."""
        if self.limit is None:
            return ""
        return "ok" if self.value <= self.limit else "short"


def median(values: Sequence[float]) -> float:
    """Return the median."""
    return statistics.median(values)


def p90(values: Sequence[float]) -> float:
    """Return the value that nine of ten do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(0.9 * len(ordered)))]


def show(lines: Sequence[Line]) -> str:
    """Return the lines as a table with aligned columns."""
    rows = [("name", "value", "unit", "limit", "")]
    for line in lines:
        limit = "" if line.limit is None else f"{line.limit:g}"
        digits = 3 if line.unit == "ratio" else 1
        rows.append((line.name, f"{line.value:.{digits}f}", line.unit, limit, line.verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if i in (0, 2, 4) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
