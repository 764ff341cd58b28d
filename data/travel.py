"""Read how many minutes it takes from one municipality's centre to another's: reisetid.csv.

The file is not shipped: a straight line misleads in a land of fjords, and nobody has given us a
table that may be passed on. A county that has one puts it beside the other files.
"""

import csv
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from data.language import _
from data.limits import limit

FILE: Final = "reisetid.csv"
_COLUMNS: Final = ("fra", "til", "minutter", "kilde")


class Travel(NamedTuple):
    """Minutes by pair of codes, where they are from, and what could not be read."""

    minutes: dict[tuple[str, str], float]
    sources: tuple[str, ...]
    faults: tuple[str, ...]


_NONE: Final = Travel({}, (), ())


def load(folder: Path) -> Travel:
    """Return the travel times in a folder; nothing where it has no such file.

    A line that cannot be read is left out and told of, with the file's name and its number.
    """
    path = folder / FILE
    try:
        stat = path.stat()
    except FileNotFoundError:
        return _NONE
    except OSError as error:
        return Travel({}, (), (_("{file} kan ikke leses: {why}").format(file=FILE, why=error),))
    return _load(path, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int) -> Travel:
    minutes: dict[tuple[str, str], float] = {}
    sources: dict[str, None] = {}
    faults = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=";", strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                text = _("{file}: kolonnene skal være {columns}.")
                return Travel({}, (), (text.format(file=FILE, columns=";".join(_COLUMNS)),))
            for row in reader:
                if not _is_time(row):
                    text = _("{file}:{line}: ventet to kommunenumre og hele minutter, 0–1440.")
                    faults.append(text.format(file=FILE, line=reader.line_num))
                    continue
                minutes[row["fra"], row["til"]] = float(row["minutter"])
                if row["kilde"]:
                    sources[row["kilde"]] = None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return Travel({}, (), (_("{file} kan ikke leses: {why}").format(file=FILE, why=error),))
    return Travel(minutes, tuple(sources), tuple(faults))


def _is_time(row: dict[str, str]) -> bool:
    if None in row or None in row.values():
        return False
    codes = all(len(row[key]) == 4 and row[key].isdigit() for key in ("fra", "til"))
    return codes and row["minutter"].isdigit() and int(row["minutter"]) <= limit("travel_minutes")
