"""Load the boundaries of the municipalities, and who borders on whom; once per process."""

import csv
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import shapely

from data.language import _
from geo.errors import BoundaryError

BOUNDARIES: Final = Path(__file__).parent / "municipalities.geojson"
NEIGHBOURS: Final = Path(__file__).parent / "neighbours.csv"
COUNTY_PREFIX: Final = "15"
# Møre og Romsdal since 2024, when 1507 Ålesund became 1508 Ålesund and 1580 Haram.
COUNTY_CODES: Final = frozenset(
    {
        "1505",
        "1506",
        "1508",
        "1511",
        "1514",
        "1515",
        "1516",
        "1517",
        "1520",
        "1525",
        "1528",
        "1531",
        "1532",
        "1535",
        "1539",
        "1547",
        "1554",
        "1557",
        "1560",
        "1563",
        "1566",
        "1573",
        "1576",
        "1577",
        "1578",
        "1579",
        "1580",
    }
)
# Everything that a map of the county can show, in EPSG:4326; areas outside are another system.
_NORWAY: Final = (2.0, 56.0, 33.0, 73.0)


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The municipalities of the map as areas in EPSG:4326, sorted by code.

    `in_county` holds the codes of the county's own; `sha256` is that of the file.
    """

    codes: tuple[str, ...]
    names: Mapping[str, str]
    shapes: tuple[shapely.Geometry, ...]
    in_county: frozenset[str]
    sha256: str


class Neighbour(NamedTuple):
    """A municipality near another: sharing a land border, or among the three nearest (km)."""

    code: str
    kind: Literal["land", "nær"]
    km: float


def load(path: Path | None = None) -> Boundaries:
    """Return the boundaries; read anew only when the file has changed.

    Raises
    ------
    BoundaryError
        If the file is missing, empty, damaged, in another coordinate system, or does not hold
        the county's municipalities.
    """
    return _load(*_as_it_stands(path or BOUNDARIES))


@lru_cache(maxsize=4)
def _load(path: Path, _changed: int, _size: int) -> Boundaries:
    try:
        data = path.read_bytes()
    except OSError:
        raise _error(path, _("fila kan ikke åpnes")) from None
    if not data.strip():
        raise _error(path, _("fila er tom"))
    try:
        features = json.loads(data)["features"]
        codes = tuple(str(f["properties"]["kommunenummer"]) for f in features)
        names = {
            code: str(f["properties"]["navn"]) for code, f in zip(codes, features, strict=True)
        }
        shapes = tuple(_shape(f["geometry"]) for f in features)
    except UnicodeDecodeError:
        raise _error(path, _("fila er ikke UTF-8-tekst")) from None
    except json.JSONDecodeError as fault:
        text = _("linje {line}: dette er ikke gyldig GeoJSON").format(line=fault.lineno)
        raise _error(path, text) from None
    except (
        *(KeyError, TypeError, AttributeError, ValueError, RecursionError),
        shapely.errors.ShapelyError,
    ):
        raise _error(path, _("innholdet er ikke kommuner som flater i GeoJSON")) from None
    _check(path, codes, shapes)
    inside = frozenset(code for code in codes if code.startswith(COUNTY_PREFIX))
    return Boundaries(codes, names, shapes, inside, hashlib.sha256(data).hexdigest())


def _shape(geometry: dict[str, Any]) -> shapely.Geometry:
    shape = shapely.from_geojson(json.dumps(geometry))
    if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        msg = f"not an area: {shape.geom_type}"
        raise ValueError(msg)
    return shape


def _check(path: Path, codes: tuple[str, ...], shapes: tuple[shapely.Geometry, ...]) -> None:
    west, south, east, north = shapely.total_bounds(list(shapes)) if shapes else (0, 0, 0, 0)
    if shapes and not (
        _NORWAY[0] <= west and _NORWAY[1] <= south and east <= _NORWAY[2] and north <= _NORWAY[3]
    ):
        raise _error(path, _("koordinatene er ikke lengde- og breddegrader (EPSG:4326) i Norge"))
    county = {code for code in codes if code.startswith(COUNTY_PREFIX)}
    if county != COUNTY_CODES or len(set(codes)) != len(codes):
        twice = {code for code in codes if codes.count(code) > 1}
        text = _("fila har {n} av fylkets 27 kommuner; mangler {missing}, feil nummer {wrong}")
        missing = ", ".join(sorted(COUNTY_CODES - county)) or "–"
        wrong = ", ".join(sorted((county - COUNTY_CODES) | twice)) or "–"
        n = len(county & COUNTY_CODES)
        raise _error(path, text.format(n=n, missing=missing, wrong=wrong))


def _error(path: Path, what: str) -> BoundaryError:
    advice = _("Bygg grensene på nytt med «python3 run.py boundaries», eller hent fila på nytt.")
    return BoundaryError(f"{path.name}: {what}. {advice}")


def neighbours(path: Path | None = None) -> Mapping[str, tuple[Neighbour, ...]]:
    """Return each municipality's neighbours, nearest first, by code; read when the file changes.

    Raises
    ------
    BoundaryError
        If the file is missing or damaged.
    """
    return _neighbours(*_as_it_stands(path or NEIGHBOURS))


def neighbour_codes(path: Path | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the codes of each municipality's neighbours, nearest first. Raises as `neighbours`."""
    return _codes(*_as_it_stands(path or NEIGHBOURS))


def _as_it_stands(path: Path) -> tuple[Path, int, int]:
    try:
        state = path.stat()
    except OSError:
        raise _error(path, _("fila finnes ikke")) from None
    return path, state.st_mtime_ns, state.st_size


@lru_cache(maxsize=4)
def _codes(path: Path, changed: int, size: int) -> Mapping[str, tuple[str, ...]]:
    found = _neighbours(path, changed, size)
    return {code: tuple(neighbour.code for neighbour in near) for code, near in found.items()}


@lru_cache(maxsize=4)
def _neighbours(path: Path, _changed: int, _size: int) -> Mapping[str, tuple[Neighbour, ...]]:
    found: dict[str, list[Neighbour]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file, delimiter=";", strict=True):
                neighbour = _neighbour(row)
                found.setdefault(row["fra"], []).append(neighbour)
    except FileNotFoundError:
        raise _error(path, _("fila finnes ikke")) from None
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        raise _error(path, _("innholdet er ikke en tabell med fra, til, slag og km")) from None
    if not found:
        raise _error(path, _("fila er tom"))
    return {
        code: tuple(sorted(group, key=lambda n: (n.km, n.code))) for code, group in found.items()
    }


def _neighbour(row: Mapping[str, str]) -> Neighbour:
    kinds: dict[str, Literal["land", "nær"]] = {"land": "land", "nær": "nær"}
    km = float(row["km"])
    if not math.isfinite(km):
        raise ValueError(row["km"])
    return Neighbour(row["til"], kinds[row["slag"]], km)
