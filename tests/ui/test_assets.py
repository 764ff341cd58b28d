"""The map's files are served from here, under names that change when they do."""

import dataclasses
import hashlib
import json
import re

import pytest

from data import store
from geo import boundaries
from ui import assets

REGISTER = store.load()
GROUND = boundaries.load()
ADDRESS = re.compile(r"\.\./ui\.assets\.map_files/([\w.-]+)\?v=([0-9a-f]{10})")


def read(address: str) -> bytes:
    match = ADDRESS.fullmatch(address)
    assert match, address
    return (assets._folder() / match.group(1)).read_bytes()


@pytest.mark.parametrize(
    "name", ["leaflet.js", "leaflet.css", "pen.js", "pen.css", "page.css", "big.css"]
)
def test_an_address_carries_the_hash_of_its_file(name: str) -> None:
    address = assets.address(name)
    match = ADDRESS.fullmatch(address)
    assert match
    assert hashlib.sha256(read(address)).hexdigest()[:10] == match.group(2)
    assert assets.page_address(name) == "component/" + address.removeprefix("../")


@pytest.mark.parametrize("name", ["pen.js", "leaflet.js", "pen.css", "leaflet.css", "page.css"])
def test_files_ask_nobody_else_for_anything(name: str) -> None:
    text = read(assets.address(name)).decode("utf-8")
    for kind in (
        r"url\(([^)]*)\)",
        r"@import\s+([^;]*)",
        r"fetch\(([^)]*)\)",
        r"src\s*=\s*([^;]*)",
    ):
        for found in re.findall(kind, text):
            assert "//" not in found, found


def test_the_pen_holds_all_scripts_and_writes_no_html_from_data() -> None:
    text = read(assets.address("pen.js")).decode("utf-8")
    assert "SK.draw" in text
    assert "SK.init" in text
    for unsafe in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert unsafe not in text, unsafe


def test_the_ground_holds_the_register_and_the_words_in_force() -> None:
    sent = json.loads(read(assets.ground(REGISTER, GROUND)))
    assert [node[0] for node in sent["nodes"]] == list(REGISTER.municipality_by_code)
    assert sent["words"] == dict(assets.words())
    assert all(sent["words"].values())
    assert len(sent["areas"]) == len(GROUND.codes)


def test_another_register_has_a_ground_of_its_own() -> None:
    frame = REGISTER.municipalities.copy()
    frame["navn"] = [f"{name}!" for name in frame["navn"]]
    other = dataclasses.replace(REGISTER, municipalities=frame)
    first, second = assets.ground(REGISTER, GROUND), assets.ground(other, GROUND)
    assert first != second
    assert json.loads(read(second))["nodes"][0][1] == "Kristiansund!"
    assert json.loads(read(first))["nodes"][0][1] == "Kristiansund"
    assert assets.ground(REGISTER, None) not in (first, second)
    assert assets.ground(REGISTER, GROUND) == first
