"""GeoJSON and GeoPackage hold what the picture shows, as other programs read it."""

import json
import math
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely

from data import store
from export.open_data import geojson, geopackage
from export.stars import hub_point
from geo import boundaries
from geo.picture import Picture, Point
from geo.placement import to_units
from tests.export.hostile import KEY, TEXT, hostile, hostile_ground
from views import dekning, kart, kommune, oversikt
from views.query import Query, to_string
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
QUERIES = [
    Query(),
    Query(tjeneste=("legevakt",)),
    Query(tjeneste=("krisesenter",)),
    Query(tjeneste=("plan",), kommune=("1506",)),
    Query(avtale=("nnbt",)),
    Query(avtale=("nnbt", "bygdevekst", "ikt-orkide")),
    Query(kommune=("1576",)),
    Query(sok="ingen treff på dette"),
    Query(tjeneste=("legevakt",), storskjerm=True),
]
LAYERS = ("kommuner", "omrader", "par", "eiker", "knutepunkt")
KINDS = {"kommuner": "kommune", "omrader": "område", "par": "par", "eiker": "eike"}


def hub(found: dict[str, Any], key: str) -> dict[str, Any]:
    """Return what the file tells of the hub of one agreement."""
    (told,) = (f["properties"] for f in of(found, "knutepunkt") if f["properties"]["avtale"] == key)
    return dict(told)


@cache
def shown(query: Query) -> tuple[View, Picture]:
    """Return a view, built once, as all who look at it only look."""
    view = kart.build(REGISTER, query, GROUND)
    assert view.picture is not None
    return view, view.picture


@cache
def written(query: Query) -> bytes:
    return geojson(shown(query)[0], REGISTER, GROUND)


def told_of(query: Query) -> dict[str, Any]:
    """Return what the file of a view of the map says."""
    found: dict[str, Any] = json.loads(written(query))
    return found


def read(view: View) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(geojson(view, REGISTER, GROUND))
    return found


def of(found: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [f for f in found["features"] if f["properties"]["lag"] == kind]


# --- RFC 7946 ------------------------------------------------------------------------------


@pytest.mark.parametrize("query", QUERIES, ids=to_string)
def test_it_is_geojson_by_the_book(query: Query) -> None:
    found = told_of(query)
    assert list(found) == ["type", "om", "bbox", "features"]
    assert found["type"] == "FeatureCollection"
    shapes = []
    for feature in found["features"]:
        assert list(feature) == ["type", "properties", "geometry"]
        assert feature["type"] == "Feature"
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        shapes.append(shape)
        for polygon in shapely.get_parts(shape):
            if polygon.geom_type == "Polygon":
                assert polygon.exterior.is_ccw
                assert not any(hole.is_ccw for hole in polygon.interiors)
    west, south, east, north = found["bbox"]
    assert (west, south, east, north) == pytest.approx(tuple(shapely.total_bounds(shapes)))
    assert -180 <= west < east <= 180
    assert -90 <= south < north <= 90
    text = written(query)
    assert b"NaN" not in text
    assert b"Infinity" not in text
    again = kart.build(REGISTER, query, GROUND)
    assert text == geojson(again, REGISTER, GROUND)


@pytest.mark.parametrize("query", QUERIES, ids=to_string)
def test_the_file_says_what_it_is(query: Query) -> None:
    view, picture = shown(query)
    about = told_of(query)["om"]
    assert about["tittel"] == view.title
    assert about["forklaring"] == view.lead
    assert about["merknader"] == list(view.notes)
    assert about["dato"] == REGISTER.as_of
    assert about["kreditering"] == picture.attribution
    assert "© Kartverket (CC BY 4.0)" in about["grenser"]
    assert "CC BY 4.0" in about["lisens"]
    assert [key["tekst"] for key in about["tegnforklaring"]] == [key.text for key in picture.keys]
    assert set(about["definisjon"]) == {"kommune", "område", "par", "eike", "knutepunkt"}


# --- the same as the picture ---------------------------------------------------------------


@pytest.mark.parametrize("query", QUERIES, ids=to_string)
def test_areas_spokes_hubs_and_pairs_are_those_of_the_picture(query: Query) -> None:
    _view, picture = shown(query)
    found = told_of(query)
    areas = {f["properties"]["kommunenummer"]: f["properties"] for f in of(found, "område")}
    assert [(c, a["farge"], a["dekkevne"], a["merknad"]) for c, a in areas.items()] == [
        (a.code, a.colour, pytest.approx(a.opacity, abs=1e-3), a.note) for a in picture.areas
    ]
    hubs = of(found, "knutepunkt")
    assert [(h["properties"]["avtale"], h["properties"]["farge"]) for h in hubs] == [
        (h.agreement, h.colour) for h in picture.hubs
    ]
    for feature, star in zip(hubs, picture.hubs, strict=True):
        at = to_units(Point(*feature["geometry"]["coordinates"]), picture.frame)
        home = to_units(star.at, picture.frame)
        assert math.dist(at, (home[0] + star.dx, home[1] + star.dy)) < 0.01
    spokes = of(found, "eike")
    assert len(spokes) == len(picture.spokes)
    for feature, spoke in zip(spokes, picture.spokes, strict=True):
        start, end = feature["geometry"]["coordinates"]
        star = picture.hubs[spoke.hub]
        member = REGISTER.municipality_by_code[spoke.code]
        assert start == list(hub_point(star, picture.frame))
        assert end == pytest.approx([member.lon, member.lat], abs=1e-6)
        told = feature["properties"]
        assert (told["avtale"], told["kommunenummer"]) == (star.agreement, spoke.code)
        assert (told["pil"], told["kommune"]) == (spoke.arrow, member.name)
    pairs = [f["properties"] for f in of(found, "par")]
    assert [(p["kommunenummer_a"], p["kommunenummer_b"], p["felles_avtaler"]) for p in pairs] == [
        (p.a, p.b, p.count) for p in picture.pairs
    ]


def test_a_hub_tells_what_the_register_knows_of_it() -> None:
    found = told_of(Query(tjeneste=("legevakt",)))
    told = next(
        f["properties"] for f in of(found, "knutepunkt") if f["properties"]["avtale"] == KEY
    )
    row = REGISTER.agreement(KEY)
    assert told["navn"] == row.name
    assert told["tjenestenavn"] == "Legevakt"
    assert told["form"] == row.form
    assert told["status"] == "aktiv"
    assert told["deltakere"].split("|") == list(row.members)
    assert (told["fra"], told["til"]) == (row.start, row.end)
    assert told["kilde_url"].split("|") == [url for _text, url in row.sources]
    assert told["tegn"] == "firkant: vertskommune"


def test_how_many_agreements_a_municipality_is_in_is_counted_in_the_view() -> None:
    view, _picture = shown(Query(avtale=("nnbt", "bygdevekst")))
    rows = [REGISTER.agreement(key) for key in ("nnbt", "bygdevekst")]
    for feature in of(read(view), "kommune"):
        told = feature["properties"]
        mine = sorted(row.id for row in rows if told["kommunenummer"] in row.members)
        assert told["avtaler"] == "|".join(mine)
        assert told["antall_avtaler"] == len(mine)


def test_the_state_of_an_area_is_said_in_words() -> None:
    said = {}
    for code in REGISTER.service_by_code:
        query = Query(tjeneste=(code,))
        areas = of(told_of(query), "område")
        for area, feature in zip(shown(query)[1].areas, areas, strict=True):
            key = "svakt" if area.note else area.pattern
            said.setdefault(key, set()).add(feature["properties"]["tilstand"])
    weak = "svakt dekket: bare prosjekt, nettverk eller under utvikling"
    assert said == {
        "plain": {"med i samarbeid"},
        "hatch": {"med i to eller flere"},
        "svakt": {weak},
        "alone": {"alene (bekreftet)"},
        "dots": {"ikke registrert (mulig hull)"},
    }


def test_a_picture_without_a_list_does_not_count_to_nothing() -> None:
    view = oversikt.build(REGISTER, Query(), GROUND)
    assert {f["properties"]["antall_avtaler"] for f in of(read(view), "kommune")} == {None}


def test_other_pages_are_files_as_well() -> None:
    near = boundaries.neighbour_codes()
    view = dekning.build(REGISTER, Query(), GROUND, near)
    assert read(view)["om"]["kart"] == view.map_title
    other = kommune.build(REGISTER, Query(kommune=("1506",)), GROUND, near, {})
    assert len(of(read(other), "par")) > 10


def test_without_boundaries_the_meaning_is_still_there() -> None:
    view = kart.build(REGISTER, Query(avtale=("nnbt",)), None)
    found = json.loads(geojson(view, REGISTER, None))
    assert {f["geometry"] for f in of(found, "kommune")} == {None}
    assert len(of(found, "eike")) == 3
    assert geopackage(view, REGISTER, None).startswith(b"SQLite format 3")


def test_a_view_without_a_picture_is_refused() -> None:
    view = View("t", "l", None)
    for pen in (geojson, geopackage):
        with pytest.raises(ValueError, match="no picture"):
            pen(view, REGISTER, GROUND)


# --- what others read ----------------------------------------------------------------------


@pytest.mark.parametrize("query", [QUERIES[0], QUERIES[1], QUERIES[7]], ids=to_string)
def test_geopandas_reads_both_alike(query: Query, tmp_path: Path) -> None:
    view, _picture = shown(query)
    (tmp_path / "a.geojson").write_bytes(written(query))
    (tmp_path / "a.gpkg").write_bytes(geopackage(view, REGISTER, GROUND))
    whole = gpd.read_file(tmp_path / "a.geojson")
    assert whole.crs.to_epsg() == 4326
    assert tuple(name for name, _kind in pyogrio.list_layers(tmp_path / "a.gpkg")) == LAYERS
    source = told_of(query)
    for name in LAYERS:
        layer = gpd.read_file(tmp_path / "a.gpkg", layer=name)
        assert layer.crs.to_epsg() == 4326
        features = of(source, KINDS.get(name, name))
        part = whole[whole["lag"] == KINDS.get(name, name)]
        assert len(layer) == len(part) == len(features)
        for at, feature in enumerate(features):
            told = {k: v for k, v in feature["properties"].items() if k != "lag"}
            assert list(layer.columns) == [*told, "geometry"]
            for column, value in told.items():
                read_back = layer[column].iloc[at]
                assert pd.isna(read_back) if value is None else read_back == value, column
            shape = shapely.from_geojson(json.dumps(feature["geometry"]))
            assert layer.geometry.iloc[at].equals_exact(shape, 1e-6, normalize=True) or (
                shape.symmetric_difference(layer.geometry.iloc[at]).area < 1e-9
            )


def test_a_geopackage_says_what_it_is_and_is_the_same_every_time(tmp_path: Path) -> None:
    view, picture = shown(Query(tjeneste=("legevakt",)))
    file = tmp_path / "a.gpkg"
    file.write_bytes(geopackage(view, REGISTER, GROUND))
    about = pyogrio.read_info(file, layer="omrader")
    assert about["dataset_metadata"]["TITLE"] == view.title
    assert about["dataset_metadata"]["LICENSE"].startswith("CC BY 4.0")
    assert about["dataset_metadata"]["ATTRIBUTION"] == picture.attribution
    assert json.loads(about["dataset_metadata"]["ABOUT"])["forklaring"] == view.lead
    assert about["layer_metadata"]["IDENTIFIER"] == f"{view.title} – omrader"
    assert view.lead in about["layer_metadata"]["DESCRIPTION"]
    assert pyogrio.read_info(file, layer="omrader")["geometry_type"] == "MultiPolygon"
    with closing(sqlite3.connect(file)) as store_:
        assert store_.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        changed = {row[0] for row in store_.execute("SELECT last_change FROM gpkg_contents")}
    assert changed == {"1970-01-01T00:00:00.000Z"}
    script = (
        "import sys; from data import store; from geo import boundaries; from views import kart\n"
        "from views.query import Query; from export.open_data import geopackage\n"
        "register, ground = store.load(), boundaries.load()\n"
        "view = kart.build(register, Query(tjeneste=('legevakt',)), ground)\n"
        "sys.stdout.buffer.write(geopackage(view, register, ground))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == file.read_bytes()


def test_hostile_text_reads_as_itself(tmp_path: Path) -> None:
    register, ground = hostile(), hostile_ground()
    view = kart.build(register, Query(tjeneste=("legevakt",)), ground)
    found = json.loads(geojson(view, register, ground))
    told = next(
        f["properties"] for f in of(found, "knutepunkt") if f["properties"]["avtale"] == KEY
    )
    assert (told["navn"], told["tjenestenavn"], told["andre"]) == (TEXT, TEXT, TEXT)
    file = tmp_path / "a.gpkg"
    file.write_bytes(geopackage(view, register, ground))
    layer = gpd.read_file(file, layer="knutepunkt").set_index("avtale")
    assert layer.loc[KEY, "navn"] == TEXT
    assert pyogrio.read_info(file, layer="eiker")["dataset_metadata"]["TITLE"] == view.title
