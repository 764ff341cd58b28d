"""A layer of geographic features: geometry and values, with the type of each column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import shapely

Value = str | int | float | bool | None
Row = tuple[shapely.Geometry | None, dict[str, Value]]

# What is no text.
_KINDS: Final[Mapping[type, tuple[str, ...]]] = {
    bool: ("i_fylket", "deltar", "ufullstendig", "pil"),
    int: (
        *("folketall", "vert_for", "antall_avtaler", "felles_avtaler", "trinn"),
        *("antall_deltakere", "fra", "til", "kilde_år"),
    ),
    float: ("senter_lon", "senter_lat", "dekkevne", "styrke", "anker_lon", "anker_lat"),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """Features of one kind.

    Attributes
    ----------
    name, kind
        The layer's name in a GeoPackage, and what `lag` says in GeoJSON.
    geometry
        Point, LineString or MultiPolygon (in GeoJSON a Polygon where one is enough).
    meaning
        What a feature of this kind is, in a sentence.
    columns
        The type of each column, in order; a value that no source gives is None.
    rows
        Geometry in EPSG:4326 (None where the boundaries cannot be read) and values by column.
    """

    name: str
    kind: str
    geometry: str
    meaning: str
    columns: Mapping[str, type]
    rows: tuple[Row, ...]


def typed(names: str) -> dict[str, type]:
    """Return the type of each of some columns, named with spaces between them."""
    kinds = {name: kind for kind, group in _KINDS.items() for name in group}
    return {name: kinds.get(name, str) for name in names.split()}
