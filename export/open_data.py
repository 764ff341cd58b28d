"""The pens of open data: GeoJSON (RFC 7946) and GeoPackage, in EPSG:4326.

Both hold the same layers and columns (`export.features`): what the picture shows, and what it
means. The file says itself what it is, under which filter, as of when, and by which licence.
"""

import json
import sqlite3
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely

from data.language import _
from data.register import Register
from export.features import layers
from export.layer import Layer
from geo.boundaries import Boundaries
from views.dekning import CoverageView
from views.view import View, picture_of

Column = npt.NDArray[Any]

LICENCE: Final = "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"
_BOUNDARIES: Final = "Grenser: © Kartverket (CC BY 4.0)"
_DECIMALS: Final = 6
# Where the format asks for the clock; the register's own date stands in the metadata.
_NO_CLOCK: Final = "1970-01-01T00:00:00.000Z"
_NUMPY: Final[dict[type, str]] = {int: "int64", float: "float64", bool: "bool"}


def geojson(view: View, register: Register, boundaries: Boundaries | None) -> bytes:
    """Return the picture of `view` as a FeatureCollection, one feature a line.

    `lag` says what a feature is; `om` (a foreign member, which readers pass over) what the file
    is. Without boundaries the municipalities have no geometry.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    found = layers(picture_of(view), register, boundaries)
    lines = []
    for layer in found:
        for shape, values in layer.rows:
            feature = {
                "type": "Feature",
                "properties": {"lag": layer.kind, **values},
                "geometry": _geometry(shape),
            }
            lines.append(_dump(feature))
    about = about_view(view, register, found)
    head = [f'"type":"FeatureCollection",\n"om":{_dump(about)}']
    box = _bounds(found)
    if box:
        head.append(f'"bbox":{_dump(box)}')
    body = ",\n".join(lines)
    return ("{" + ",\n".join(head) + ',\n"features":[\n' + body + "\n]}\n").encode()


def about_view(view: View, register: Register, found: Iterable[Layer] = ()) -> dict[str, Any]:
    """Return what a file with this view says of itself, in the order a reader wants it."""
    picture = picture_of(view)
    caption = view.map_title if isinstance(view, CoverageView) else picture.title
    return {
        "tittel": view.title,
        "forklaring": view.lead,
        "kart": caption if caption != view.title else "",
        "merknader": list(view.notes),
        "tegnforklaring": [
            {"tegn": key.sign, "farge": key.colour, "tekst": key.text} for key in picture.keys
        ],
        "definisjon": {layer.kind: layer.meaning for layer in found},
        "kilde": _("Samarbeidskart, og det som står i «kilde» for hvert samarbeid."),
        "dato": register.as_of,
        "revisjon": register.revision,
        "kreditering": picture.attribution or _BOUNDARIES,
        "grenser": _BOUNDARIES,
        "lisens": LICENCE,
    }


def geopackage(view: View, register: Register, boundaries: Boundaries | None) -> bytes:
    """Return the picture of `view` as a GeoPackage, the same bytes for the same view.

    Layers, the lowest first: kommuner, omrader, par, eiker, knutepunkt. An empty one is there,
    so that a script finds what it looks for.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    found = layers(picture_of(view), register, boundaries)
    about = about_view(view, register, found)
    with tempfile.TemporaryDirectory(prefix="samarbeidskart-") as folder:
        file = Path(folder) / "samarbeid.gpkg"
        for layer in found:
            _write(file, layer, about)
        _settle(file)
        return file.read_bytes()


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _geometry(shape: shapely.Geometry | None) -> dict[str, Any] | None:
    """Return a shape as RFC 7946 has it: outer rings to the left, holes to the right."""
    if shape is None:
        return None
    turned = shapely.orient_polygons(shape, exterior_cw=False)
    rounded = shapely.transform(turned, lambda points: np.round(points, _DECIMALS))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def _bounds(found: Iterable[Layer]) -> list[float]:
    """Return west, south, east, north of all; empty where nothing has a geometry."""
    shapes = [shape for layer in found for shape, _values in layer.rows if shape is not None]
    if not shapes:
        return []
    return [round(float(edge), _DECIMALS) for edge in shapely.total_bounds(shapes)]


def _write(file: Path, layer: Layer, about: dict[str, Any]) -> None:
    # Only who asks for this format waits for GDAL to load.
    from pyogrio.raw import write  # noqa: PLC0415

    shapes = [shape for shape, _values in layer.rows]
    if layer.geometry == "MultiPolygon":
        shapes = [_many(shape) for shape in shapes]
    data, masks = _columns(layer)
    title = f"{about['tittel']} – {layer.name}"
    write(
        str(file),
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        field_data=data,
        fields=list(layer.columns),
        field_mask=masks,
        layer=layer.name,
        driver="GPKG",
        geometry_type=layer.geometry,
        crs="EPSG:4326",
        layer_options={
            "IDENTIFIER": title,
            "DESCRIPTION": "\n".join(
                (layer.meaning, about["forklaring"], about["kreditering"], about["lisens"])
            ),
        },
        dataset_metadata={
            "TITLE": about["tittel"],
            "ABSTRACT": about["forklaring"],
            "LICENSE": about["lisens"],
            "ATTRIBUTION": about["kreditering"],
            "DATE": about["dato"],
            "ABOUT": _dump(about),
        },
    )


def _columns(layer: Layer) -> tuple[list[Column], list[Column | None]]:
    """Return the values of each column, and where a number or a yes or no is missing."""
    data: list[Column] = []
    masks: list[Column | None] = []
    for name, kind in layer.columns.items():
        values = [row[name] for _shape, row in layer.rows]
        if kind is str:
            data.append(np.array(values, dtype=object))
            masks.append(None)
        else:
            filled = [kind() if value is None else value for value in values]
            data.append(np.array(filled, dtype=_NUMPY[kind]))
            masks.append(np.array([value is None for value in values], dtype=bool))
    return data, masks


def _many(shape: shapely.Geometry | None) -> shapely.Geometry | None:
    return shapely.MultiPolygon([shape]) if isinstance(shape, shapely.Polygon) else shape


def _settle(file: Path) -> None:
    """Take the clock out of the file and put its pages in order: the same view, the same bytes."""
    with closing(sqlite3.connect(file)) as store:
        store.execute("UPDATE gpkg_contents SET last_change = ?", (_NO_CLOCK,))
        store.execute("UPDATE gpkg_metadata_reference SET timestamp = ?", (_NO_CLOCK,))
        store.commit()
        store.execute("VACUUM")
