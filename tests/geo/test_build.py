"""The shipped boundaries are one clean coverage, and the same source gives the same bytes."""

import csv
import json
import math
from itertools import combinations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data import store
from geo import boundaries, build
from geo.errors import BoundaryError
from geo.sources import in_metres

SHIPPED = boundaries.load()
AREAS = dict(zip(SHIPPED.codes, SHIPPED.shapes, strict=True))


def test_the_county_is_whole_and_the_file_small() -> None:
    county = set(store.load().county_codes)
    assert SHIPPED.in_county == county
    assert len(county) == 27
    assert {"5055", "5061"} <= set(SHIPPED.codes)
    assert boundaries.BOUNDARIES.stat().st_size <= 450 * 1024


def test_it_is_one_clean_coverage() -> None:
    build.check_coverage(AREAS)
    assert all(shapely.is_valid(list(AREAS.values())))
    for a, b in combinations(sorted(SHIPPED.in_county), 2):
        assert shapely.area(shapely.intersection(AREAS[a], AREAS[b])) == 0


def test_no_part_is_a_sliver() -> None:
    for code in SHIPPED.in_county:
        parts = shapely.get_parts(in_metres(AREAS[code]))
        thin = shapely.is_empty(shapely.buffer(parts, -20))
        assert not thin.any(), code


def test_areas_are_as_known() -> None:
    for code, known in build.KNOWN_KM2.items():
        assert shapely.area(in_metres(AREAS[code])) / 1e6 == pytest.approx(known, rel=0.04)


def test_every_centre_lies_on_or_just_off_its_own_land() -> None:
    for m in store.load().municipality_by_code.values():
        if m.code in AREAS and m.in_county:
            away = shapely.distance(
                in_metres(AREAS[m.code]), in_metres(shapely.Point(m.lon, m.lat))
            )
            assert away < 2500, m.name


@pytest.mark.parametrize(
    ("island", "code", "lon", "lat"),
    [
        ("Ona", "1508", 6.543, 62.863),
        ("Veiholmen", "1573", 7.955, 63.519),
        ("Sandsøya", "1514", 5.45, 62.25),
        ("Runde", "1515", 5.63, 62.40),
        ("Fjørtofta", "1580", 6.43, 62.70),
        ("Harøya", "1508", 6.45, 62.78),
    ],
)
def test_islands_that_carry_people_are_there(
    island: str, code: str, lon: float, lat: float
) -> None:
    place = in_metres(shapely.Point(lon, lat))
    assert shapely.distance(in_metres(AREAS[code]), place) < 700, island


def great_circle_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lon1, lat1), (lon2, lat2) = (tuple(map(math.radians, place)) for place in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def test_neighbours_share_land_both_ways_and_the_three_nearest_are_there() -> None:
    table = boundaries.neighbours()
    places = store.load().municipality_by_code
    for code, near in table.items():
        for other in near:
            if other.kind == "land":
                back = {n.code for n in table[other.code] if n.kind == "land"}
                assert code in back
    with boundaries.NEIGHBOURS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for code in store.load().county_codes:
        away = {
            other: great_circle_km((places[code].lon, places[code].lat), (m.lon, m.lat))
            for other, m in places.items()
            if other != code and other in table
        }
        nearest = sorted(away, key=lambda other: away[other])[:3]
        assert set(nearest) <= {row["til"] for row in rows if row["fra"] == code}


def test_the_named_package_gives_the_shipped_bytes(tmp_path: Path) -> None:
    files = build.build(None, tmp_path)
    for name, data in files.items():
        assert (build.FOLDER / name).read_bytes() == data, name
        assert (tmp_path / name).read_bytes() == data


def test_kartverkets_own_file_is_read_in_another_system(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {
            "kommunenummer": list(SHIPPED.codes),
            "kommunenavn": [SHIPPED.names[code] for code in SHIPPED.codes],
        },
        geometry=np.array(SHIPPED.shapes),
        crs="EPSG:4326",
    ).to_crs("EPSG:25833")
    content = json.loads(frame.to_json(drop_id=True))
    content["crs"] = {"type": "name", "properties": {"name": "EPSG:25833"}}
    source = tmp_path / "Kommuner.geojson"
    source.write_text(json.dumps({"Kommune": content}), encoding="utf-8")
    build.build(source, tmp_path)
    again = boundaries.load(tmp_path / "municipalities.geojson")
    assert again.in_county == SHIPPED.in_county
    assert "Kommuner.geojson" in (tmp_path / "SOURCES.md").read_text("utf-8")


def test_a_source_that_is_no_map_leaves_the_folder_alone(tmp_path: Path) -> None:
    source = tmp_path / "tull.geojson"
    source.write_text("{}", encoding="utf-8")
    with pytest.raises(BoundaryError, match="tull"):
        build.build(source, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["tull.geojson"]
