"""A missing or damaged boundary file is a sentence with file, place and what to do."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import boundaries
from geo.errors import BoundaryError

GOOD = json.loads(boundaries.BOUNDARIES.read_text("utf-8"))


def test_it_is_read_once(tmp_path: Path) -> None:
    assert boundaries.load() is boundaries.load()


def damaged(kind: str) -> bytes | None:
    text = boundaries.BOUNDARIES.read_bytes()
    if kind == "missing":
        return None
    if kind == "empty":
        return b" "
    if kind == "cut":
        return text[: len(text) // 2]
    if kind == "latin":
        return text.replace("å".encode(), b"\xe5")
    content = json.loads(text)
    if kind == "metres":
        for feature in content["features"]:
            feature["geometry"] = {
                "type": "Polygon",
                "coordinates": [[[4e5, 7e6], [5e5, 7e6], [5e5, 7.1e6], [4e5, 7e6]]],
            }
    if kind == "old code":
        content = json.loads(text.replace(b'"1508"', b'"1507"'))
    if kind == "points":
        content["features"][0]["geometry"] = {"type": "Point", "coordinates": [7, 62]}
    if kind in ("list", "deep"):
        return b"[1, 2]" if kind == "list" else b"[" * 200_000
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("missing", "finnes ikke"),
        ("empty", "tom"),
        ("cut", "linje"),
        ("latin", "UTF-8"),
        ("metres", "EPSG:4326"),
        ("points", "flater"),
        ("list", "flater"),
        ("deep", "flater"),
        ("old code", "mangler 1508, feil nummer 1507"),
    ],
)
def test_each_damage_has_its_sentence(kind: str, word: str, tmp_path: Path) -> None:
    file = tmp_path / "municipalities.geojson"
    data = damaged(kind)
    if data is not None:
        file.write_bytes(data)
    with pytest.raises(BoundaryError) as caught:
        boundaries.load(file)
    assert word in str(caught.value)
    assert "municipalities.geojson" in str(caught.value)
    assert "python3 run.py boundaries" in str(caught.value)


def test_a_county_that_is_not_whole_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "municipalities.geojson"
    kept = [f for f in GOOD["features"] if f["properties"]["kommunenummer"] != "1576"]
    file.write_text(json.dumps({**GOOD, "features": kept}), encoding="utf-8")
    with pytest.raises(BoundaryError, match="26"):
        boundaries.load(file)


@given(st.binary(max_size=300))
def test_any_bytes_give_the_error_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.mktemp("x") / "municipalities.geojson"
    file.write_bytes(data)
    with pytest.raises(BoundaryError):
        boundaries.load(file)


def test_a_folder_in_its_place_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BoundaryError, match="åpnes"):
        boundaries.load(tmp_path)


@pytest.mark.parametrize(
    "rows",
    ["", "fra;til;slag;km\r\n"]
    + [f"fra;til;slag;km\r\n{row}\r\n" for row in ("1505;1506;tull;1.0", "1505;1506;nær;nan")],
)
def test_a_damaged_table_of_neighbours_is_a_sentence(rows: str, tmp_path: Path) -> None:
    file = tmp_path / "neighbours.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(BoundaryError, match=r"run.py boundaries"):
        boundaries.neighbours(file)
