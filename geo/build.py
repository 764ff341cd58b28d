"""Build `municipalities.geojson`, `neighbours.csv` and `SOURCES.md`, and check the result.

Run as `python3 run.py boundaries [--source FILE]`. The same source gives the same bytes.
"""

import argparse
import contextlib
import csv
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import shapely

from geo.boundaries import COUNTY_CODES, COUNTY_PREFIX
from geo.errors import BoundaryError
from geo.mending import Areas, clean_coverage, drop_skerries, polygons, simplify
from geo.neighbours import Centres, neighbour_rows, to_csv
from geo.sources import INNER_FILE, MASKS, PACKAGE, WHEEL_SHA256, in_degrees, in_metres, read_areas

FOLDER: Final = Path(__file__).parent
MUNICIPALITIES: Final = FOLDER.parent / "data" / "register" / "kommuner.csv"
# What a map of the county can show, also on a wide screen; neighbours are cut here (EPSG:4326).
MAP_BOX: Final = (2.6, 61.15, 12.4, 64.35)
# Members that are always drawn whole.
_WHOLE: Final = ("5055", "5061")
TOLERANCE_M: Final = 90.0
_COUNTY_ISLET_M2: Final = 20_000.0
_OTHER_ISLET_M2: Final = 700_000.0
_DECIMALS: Final = 5
# Land areas in km², computed from Kartverket's boundaries of 2024, clipped to the coast.
KNOWN_KM2: Final[Mapping[str, float]] = {"1580": 257.6, "1535": 404.1, "1539": 1448.4}
_AREA_TOLERANCE: Final = 0.04
# A municipality of known land area that is this many times larger holds sea as well.
_SEA: Final = 1.15
_MOST_BYTES: Final = 450 * 1024


def build(source: Path | None, folder: Path) -> dict[str, bytes]:
    """Build all files, check them and write them to `folder`; all of them, or none.

    Parameters
    ----------
    source
        Where the areas come from (see `geo.sources.read_areas`).
    folder
        Where the files are written.

    Raises
    ------
    BoundaryError
        If the source cannot be read, or the result does not pass its own checks.
    """
    areas, names = read_areas(source)
    at_sea = source is not None and _reaches_out_to_sea(areas)
    if at_sea:
        # Kartverket's own file goes out to the territorial limit; the map is of land.
        land = shapely.union_all([polygons(shape) for shape in read_areas(None)[0].values()])
        areas = {code: polygons(shapely.intersection(area, land)) for code, area in areas.items()}
    centres = _centres()
    county = [code for code in areas if code.startswith(COUNTY_PREFIX)]
    box = in_metres(shapely.segmentize(shapely.box(*MAP_BOX), 0.05))
    seen = {
        code: shape if code in (*county, *_WHOLE) else shapely.intersection(shape, box)
        for code, shape in areas.items()
        if shapely.intersects(shape, box)
    }
    points = in_metres(shapely.MultiPoint(list(centres.values())))
    least = {code: _COUNTY_ISLET_M2 if code in county else _OTHER_ISLET_M2 for code in seen}
    ground = drop_skerries(simplify(clean_coverage(seen), TOLERANCE_M), least, points)
    result = _in_decimals({code: in_degrees(shape) for code, shape in ground.items()})
    check_coverage(result)
    files = {"municipalities.geojson": _geojson(result, names)}
    if len(files["municipalities.geojson"]) > _MOST_BYTES:
        msg = f"Fila ble {len(files['municipalities.geojson']) // 1024} KB; største lov er 450 KB."
        raise BoundaryError(msg)
    files["neighbours.csv"] = to_csv(neighbour_rows(result, centres))
    files["SOURCES.md"] = _sources(source, files, at_sea=at_sea)
    _write(files, folder)
    return files


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write all drafts before the first takes its place; a failure leaves no draft behind."""
    drafts = {folder / name: folder / f"{name}.new" for name in files}
    try:
        for draft, data in zip(drafts.values(), files.values(), strict=True):
            draft.write_bytes(data)
        for target, draft in drafts.items():
            os.replace(draft, target)  # noqa: PTH105 (one step, or not at all)
    except OSError as fault:
        msg = (
            f"{folder}: kan ikke skrive grensene ({fault.strerror}). Sjekk skrivetilgang og plass."
        )
        raise BoundaryError(msg) from fault
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _reaches_out_to_sea(areas: Areas) -> bool:
    return any(
        code in areas and float(shapely.area(areas[code])) / 1e6 > known * _SEA
        for code, known in KNOWN_KM2.items()
    )


def check_coverage(areas: Areas) -> None:
    """Check areas in EPSG:4326: the county's codes, validity, overlaps, and known sizes.

    Raises
    ------
    BoundaryError
        With a sentence on the first check that fails.
    """
    county = {code for code in areas if code.startswith(COUNTY_PREFIX)}
    if county != COUNTY_CODES:
        missing = ", ".join(sorted(COUNTY_CODES - county)) or "–"
        wrong = ", ".join(sorted(county - COUNTY_CODES)) or "–"
        msg = f"Kommunene er ikke fylkets 27: mangler {missing}, feil nummer {wrong}."
        raise BoundaryError(msg)
    broken = [
        code
        for code, shape in areas.items()
        if not shapely.is_valid(shape) or shapely.is_empty(shape)
    ]
    if broken:
        msg = f"Ugyldige flater: {', '.join(broken)}."
        raise BoundaryError(msg)
    if not shapely.coverage_is_valid(list(areas.values())):
        msg = "Kommunene overlapper, eller grensene deres er ikke like punkt for punkt."
        raise BoundaryError(msg)
    for code, known in KNOWN_KM2.items():
        found = float(shapely.area(in_metres(areas[code]))) / 1e6
        if abs(found / known - 1) > _AREA_TOLERANCE:
            msg = f"{code} ble {found:.1f} km², ventet {known} km² (innenfor 4 %)."
            raise BoundaryError(msg)


def _centres() -> Centres:
    with MUNICIPALITIES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return {row["kommunenummer"]: (float(row["lengde"]), float(row["bredde"])) for row in rows}


def _in_decimals(areas: Areas) -> Areas:
    """Return areas in EPSG:4326 with few decimals, still valid and still one coverage."""
    result = {code: _rounded(shape) for code, shape in areas.items()}
    shapes = list(result.values())
    if shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes):
        return result
    # Rounding can fold a hair-thin inlet onto itself: cut anew on the grid of the decimals.
    snapped = clean_coverage(areas, grid=10.0**-_DECIMALS, gap=0.0)
    return {code: _rounded(shape) for code, shape in snapped.items()}


def _rounded(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(shape, lambda points: np.round(points, _DECIMALS))


def _geojson(areas: Areas, names: Mapping[str, str]) -> bytes:
    """Return a feature collection, one municipality a line, sorted by code."""
    lines = []
    for code in sorted(areas):
        properties = {"kommunenummer": code, "navn": names[code]}
        feature = {
            "type": "Feature",
            "properties": properties,
            "geometry": json.loads(shapely.to_geojson(areas[code])),
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = '{"type":"FeatureCollection","attribution":"Grenser: © Kartverket (CC BY 4.0)",'
    return (head + '"features":[\n' + ",\n".join(lines) + "\n]}\n").encode()


def _sources(source: Path | None, files: Mapping[str, bytes], *, at_sea: bool) -> bytes:
    """Return the text that says where the boundaries come from, with checksums."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    masks = hashlib.sha256(MASKS.read_bytes()).hexdigest()
    if source is None or source.suffix == ".whl":
        origin = (
            f"Pakken `{PACKAGE}` (PyPI; selve pakken er LGPL-3.0 og blir ikke installert), fila\n"
            f"`{INNER_FILE}`: Kartverkets kommuner 2020, klippet til kysten av\n"
            "robhop/fylker-og-kommuner. Data: © Kartverket, CC BY 4.0.\n"
            f"sha256 for pakken: `{WHEEL_SHA256}`"
        )
    else:
        digest = hashlib.sha256(source.read_bytes()).hexdigest()
        origin = f"Fila `{source.name}`: © Kartverket, CC BY 4.0. sha256: `{digest}`"
        if at_sea:
            origin += (
                f"\n\nFila går ut i sjøen og er klippet til kysten i pakken `{PACKAGE}`\n"
                f"(© Kartverket, CC BY 4.0). sha256 for pakken: `{WHEEL_SHA256}`"
            )
    text = f"""# Hvor grensene kommer fra

Bygd med `python3 run.py boundaries`; samme kilde gir samme fil, byte for byte.

## Kilde

{origin}

## Endringer siden 2020

`{MASKS.name}`: Vågstranda fra Rauma til Vestnes (2021), og Haram ut av Ålesund (2024). Figurene er
regnet ut fra Kartverkets grenser per 2024, CC BY 4.0. sha256: `{masks}`

## Bearbeiding

Overlapp og sprekker er lukket (1 m rutenett, EPSG:25833), flatene forenklet samlet
(Visvalingam–Whyatt, {TOLERANCE_M:.0f} m) slik at felles grenser er like punkt for punkt, og
avrundet til {_DECIMALS} desimaler (EPSG:4326). Holmer under
{_COUNTY_ISLET_M2 / 1e6:.2f} km² i fylket og under
{_OTHER_ISLET_M2 / 1e6:.1f} km² utenfor er utelatt. Grip er for liten til å være med i kilden.
Naboer (`neighbours.csv`): felles landegrense i denne fila, og de tre nærmeste sentrene i
`data/register/kommuner.csv` (km i luftlinje på ellipsoiden GRS80).

## Resultat

| fil | sha256 |
|---|---|
| municipalities.geojson | `{sums["municipalities.geojson"]}` |
| neighbours.csv | `{sums["neighbours.csv"]}` |

Vis alltid: «Grenser: © Kartverket (CC BY 4.0)».
Pakken ble hentet og kontrollert i november 2026.
"""
    return text.encode()


def main(argv: list[str]) -> int:
    """Build into this folder; one sentence on what went wrong, exit 1."""
    parser = argparse.ArgumentParser(prog="run.py boundaries")
    parser.add_argument("--source", type=Path, help="Kartverkets egen fil i stedet for pakken")
    options = parser.parse_args(argv)
    try:
        files = build(options.source, FOLDER)
    except BoundaryError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    size = len(files["municipalities.geojson"]) / 1024
    sys.stdout.write(f"Grensene er bygd og kontrollert: {size:.0f} KB.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
