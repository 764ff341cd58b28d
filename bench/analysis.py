"""Four sums of a register as large as the country: ours against plain numpy, memory and growth.

Ours and the peer start from the same agreement records, with nothing counted beforehand, and take
turns. A peer that holds its arrays of the register before a scenario's step is on record too.
"""

import gc
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from analysis.coverage import Coverage, cells, coverage
from analysis.memberships import memberships
from analysis.partners import Pair, pair_strengths
from analysis.scenario import Numbers, apply, numbers
from analysis.steps import Join
from analysis.suggestions import Suggestions, suggest
from bench import made_register, plain_sums
from bench.table import Line, median
from data.register import Register
from views.query import DEFAULT

NATION, GROWTH = 10_000, (1_000, 10_000, 100_000)
REPEATS, GROWTH_REPEATS, WARM_UPS = 9, 5, 1
MOST_TIMES, MOST_MB, MOST_GROWTH = 3.0, 300.0, 1.3
_ROOT = Path(__file__).resolve().parent.parent
_STATM = Path("/proc/self/statm")
_MEMORY = "from bench.analysis import held_mb; print(held_mb({n}))"

Sum = Callable[[], object]


class Question(NamedTuple):
    """What is asked: of whom, which service, and which agreement is joined in the scenario."""

    register: Register
    neighbours: Mapping[str, Sequence[str]]
    code: str
    service: str
    agreement: str


def question(agreements: int, municipalities: int = made_register.MUNICIPALITY_COUNT) -> Question:
    """Return a question to a made register, asked from amid those who lack the service."""
    register = made_register.make(agreements, municipalities)
    lacking = made_register.lacking(0, municipalities)
    service = next(iter(register.service_by_code))
    joined = next(
        row.id
        for row in register.agreement_records
        if row.service == service and row.status == "aktiv" and row.seat
    )
    return Question(
        register=register,
        neighbours=made_register.neighbours(municipalities),
        code=register.county_codes[lacking[len(lacking) // 2 + 1]],
        service=service,
        agreement=joined,
    )


def our_coverage(asked: Question) -> Coverage:
    """Count the matrix of all services."""
    return coverage(asked.register, DEFAULT)


def our_pairs(asked: Question) -> list[Pair]:
    """Count all pairs, the strongest first."""
    return pair_strengths(asked.register.agreement_records)


def our_suggestions(asked: Question) -> Suggestions:
    """Find everything that the municipality could look into."""
    table = cells(asked.register, asked.service, DEFAULT)
    return suggest(asked.register, asked.code, asked.service, table, asked.neighbours)


def our_scenario(asked: Question) -> tuple[Coverage, Numbers | None]:
    """Let the municipality join the agreement, and show what that does."""
    after, _sentences = apply(asked.register, (Join(asked.agreement, (asked.code,)),))
    return coverage(after, DEFAULT, (asked.service,)), numbers(after, asked.agreement)


OURS: dict[str, Callable[[Question], object]] = {
    "coverage": our_coverage,
    "pairs": our_pairs,
    "suggestions": our_suggestions,
    "scenario": our_scenario,
}

HELD = "scenario, arrays held"


def peers(asked: Question) -> dict[str, Sum]:
    """Return the peer's sums, by the names of ours."""
    register, code, service = asked.register, asked.code, asked.service
    held, towns = plain_sums.arrays(register), plain_sums.towns(register)
    joins = code, asked.agreement
    return {
        "coverage": lambda: plain_sums.coverage(register),
        "pairs": lambda: plain_sums.pairs(register),
        "suggestions": lambda: plain_sums.suggestions(register, code, service),
        "scenario": lambda: plain_sums.scenario(
            register, plain_sums.arrays(register), plain_sums.towns(register), joins, service
        ),
        HELD: lambda: plain_sums.scenario(register, held, towns, joins, service),
    }


def in_turn(sums: Sequence[Sum], repeats: int, *, cold: bool = True) -> list[float]:
    """Return the median ms of each sum; they take turns, so that noise falls on all.

    A cold sum finds no memberships counted before; the caches of the records are warm.
    """
    times: list[list[float]] = [[] for _sum in sums]
    for turn in range(WARM_UPS + repeats):
        for kept, one in zip(times, sums, strict=True):
            if cold:
                memberships.cache_clear()
            gc.collect()
            start = time.perf_counter()
            one()
            if turn >= WARM_UPS:
                kept.append((time.perf_counter() - start) * 1000)
    return [median(kept) for kept in times]


def run() -> list[Line]:
    """Measure everything and return the table's lines."""
    asked = question(NATION)
    theirs = peers(asked)
    ratios, record = [], []
    for name, ours in OURS.items():
        mine, plain = in_turn([partial(ours, asked), theirs[name]], REPEATS)
        ratios.append(Line(f"{name}: ours ÷ plain numpy", mine / plain, "ratio", MOST_TIMES))
        record += [Line(f"{name}: ours", mine, "ms"), Line(f"{name}: plain numpy", plain, "ms")]
    for name in ("coverage", "suggestions"):
        warm = in_turn([partial(OURS[name], asked)], REPEATS, cold=False)[0]
        record.append(Line(f"{name}: ours, memberships counted before", warm, "ms"))
    held = in_turn([theirs[HELD]], REPEATS)[0]
    record.append(Line("scenario: plain numpy that holds its arrays", held, "ms"))
    return [*ratios, *_memory(), *_growth(), *record]


def _growth() -> list[Line]:
    """Return how the time grows with the agreements, one size at a time; 1 is in proportion."""
    ms: dict[int, list[float]] = {}
    for size in GROWTH:
        sys.stderr.write(f"\r  {size} avtaler ")
        sys.stderr.flush()
        asked = question(size)
        ms[size] = in_turn([partial(ours, asked) for ours in OURS.values()], GROWTH_REPEATS)
        memberships.cache_clear()
    sys.stderr.write("\n")
    return growth(ms)


def growth(ms: Mapping[int, Sequence[float]]) -> list[Line]:
    """Return the lines of growth from the ms of each sum, by number of agreements."""
    sizes = sorted(ms)
    limits, record = [], []
    for at, name in enumerate(OURS):
        for less, more in pairwise(sizes):
            ratio = ms[more][at] / ms[less][at] / (more / less)
            title = f"{name}: growth {_power(less)} → {_power(more)}"
            limits.append(Line(title, ratio, "ratio", MOST_GROWTH))
        record += [Line(f"{name}: ours, {_power(n)} agreements", ms[n][at], "ms") for n in sizes]
    return [*limits, *record]


def _power(size: int) -> str:
    return "10" + "⁰¹²³⁴⁵⁶⁷⁸⁹"[len(str(size)) - 1]


def _memory() -> list[Line]:
    """Measure in a process of its own what a register holds; nothing on a system without /proc."""
    if not _STATM.exists():
        return []
    command = [sys.executable, "-c", _MEMORY.format(n=NATION)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    return [Line("memory of a loaded register", float(done.stdout), "MB", MOST_MB)]


def held_mb(agreements: int) -> float:
    """Return by how much the process grows when a register is made, read and counted."""
    # A small one first: what the libraries take at their first use is not the register's.
    kept = [_read(50)]
    before = _rss()
    kept.append(_read(agreements))
    return _rss() - before


def _read(agreements: int) -> Register:
    register = made_register.make(agreements)
    memberships(register)
    return register


def _rss() -> float:
    """Return the process's resident memory in MB."""
    gc.collect()
    return int(_STATM.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
