"""Fault 13: boundaries that are there, but not those of this register."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from geo import boundaries
from tests.faults.looks import said
from tests.pages.tabs import opened
from tests.pages.test_pages import message

pytestmark = pytest.mark.long


def moved(found: Any) -> None:
    """Coordinates in metres of UTM, as from another CRS."""

    def shift(part: Any) -> Any:
        if isinstance(part[0], int | float):
            return [part[0] * 60_000, part[1] * 110_000]
        return [shift(inner) for inner in part]

    for feature in found["features"]:
        feature["geometry"]["coordinates"] = shift(feature["geometry"]["coordinates"])


def other_codes(found: Any) -> None:
    for feature in found["features"]:
        for key, value in feature["properties"].items():
            if isinstance(value, str) and value.isdigit():
                feature["properties"][key] = f"9{value[1:]}"


def one_less(found: Any) -> None:
    del found["features"][3]


def no_shape(found: Any) -> None:
    found["features"][0]["geometry"] = None


@pytest.mark.parametrize("damage", [moved, other_codes, one_less, no_shape])
def test_lists_and_tables_work_and_the_page_says_why_there_is_no_land(
    damage: Callable[[Any], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = json.loads(boundaries.BOUNDARIES.read_text("utf-8"))
    damage(found)
    file = tmp_path / "municipalities.geojson"
    file.write_text(json.dumps(found), "utf-8")
    monkeypatch.setattr(boundaries, "BOUNDARIES", file)
    at = opened("kart")
    words = said(at)
    assert "Kommunegrensene kan ikke leses" in words
    assert "municipalities.geojson" in words
    assert message(at)["a"] == []
    assert message(at)["all"] > 100
    said(opened("dekning"))
    said(opened("avtaler"))
