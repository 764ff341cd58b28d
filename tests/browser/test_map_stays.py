"""A filter changes the picture, never the map: it is not mounted anew and stays where it is."""

import csv
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import REGISTER

MOST_BYTES = 15_000
DRAW = re.compile(r"SK\.draw\('([A-Za-z0-9+/]*={0,2})'\)")


def names(file: str) -> list[str]:
    """Return the names in a file of the register."""
    with (REGISTER / file).open(encoding="utf-8-sig", newline="") as rows:
        return [row["navn"] for row in csv.DictReader(rows, delimiter=";")]


def map_messages(reader: Reader) -> list[dict[str, object]]:
    """Return what the map was given since the page was opened, as the browser got it."""
    found = []
    for data in reader.received:
        text = data.decode("utf-8", "replace")
        start = text.find('{"script"')
        if start >= 0:
            found.append(json.JSONDecoder().raw_decode(text[start:])[0])
    return found


def grounds(reader: Reader) -> int:
    """Return how many times the ground was fetched."""
    return sum("/ground-" in url for url in reader.requests)


def test_it_stays_while_filters_change(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    reader.run("window.__id = 42")
    reader.button("Nærmere").click()
    reader.button("Nærmere").click()
    reader.settle()
    view, frames = reader.view(), len(reader.page.frames)
    nodes = reader.run("document.querySelector('.leaflet-overlay-pane path').__same = 7")

    reader.pick("Tjeneste", "Krisesenter").wait_query(tjeneste="legevakt,krisesenter")
    reader.pick("Kommune", "Molde").wait_query(tjeneste="legevakt,krisesenter", kommune="1506")
    reader.panel.get_by_role("button", name="Nullstill filtre").click()
    reader.wait_query()
    reader.click_municipality("Molde").wait_query(kommune="1506")
    reader.rows.nth(1).click()
    reader.card.wait_for()
    reader.page.keyboard.press("Escape")
    reader.wait_query(kommune="1506")
    reader.more().panel.get_by_role("button", name="aktiv", exact=True).click()
    reader.wait_query(kommune="1506", status="aktiv")

    assert reader.run("window.__id") == 42
    same = reader.run("document.querySelector('.leaflet-overlay-pane path').__same")
    assert (same, nodes) == (7, 7)
    # The words above the map differ in height, so it may be a pixel off.
    assert reader.view() == pytest.approx(view, rel=0, abs=0.005)
    assert len(reader.page.frames) == frames
    assert grounds(reader) == 1
    assert len({str(message["key"]) for message in map_messages(reader)}) == 1
    reader.harmless()


CHANGES: dict[str, Callable[[Reader], object]] = {
    "krisesenter": lambda reader: reader.pick("Tjeneste", "Krisesenter"),
    "barnevern": lambda reader: reader.pick("Tjeneste", "Barnevern"),
    "ppt": lambda reader: reader.pick("Tjeneste", "Pedagogisk-psykologisk tjeneste (PPT)"),
    "kommune": lambda reader: reader.pick("Kommune", "Ålesund"),
    "sok": lambda reader: reader.search("vakt"),
}


def test_a_change_of_filter_is_small(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    spent = {}
    for name, change in CHANGES.items():
        reader.received.clear()
        reader.run("delete SK.message")
        change(reader)
        reader.frame.wait_for_function("SK.message")
        reader.settle()
        count = reader.run("SK.message.all")
        assert 1 <= count <= 25, f"{name} gir {count} samarbeid"
        spent[f"{name} ({count})"] = sum(map(len, reader.received))
    assert max(spent.values()) <= MOST_BYTES, spent


def test_no_name_reaches_the_map_in_clear_text(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    reader.row("legevakt-aure-smola-heim").click()
    reader.card.wait_for()
    messages = map_messages(reader)
    assert len(messages) >= 2
    everything = names("avtaler.csv") + names("kommuner.csv") + names("tjenester.csv")
    for message in messages:
        drawn = DRAW.findall(str(message["feature_group"]))
        assert len(drawn) == 1
        assert len(drawn[0]) > 500
        rest = DRAW.sub("", json.dumps(message, ensure_ascii=False))
        assert [name for name in everything if name in rest] == []
        assert "//" not in "".join(map(str, (message["js_links"], message["css_links"])))
    # Beside the map the panel names services and municipalities; agreements stand nowhere.
    sent = b"".join(reader.received).decode("utf-8", "replace")
    assert [name for name in names("avtaler.csv") if len(name) > 6 and name in sent] == []


@pytest.mark.parametrize("width", [1240, 1360])
def test_the_map_fills_its_place_when_the_typeface_comes_late(
    app: str, new_tab: NewReader, width: int
) -> None:
    reader = new_tab(app, viewport={"width": width, "height": 900})
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    reader.page.route("**/source-sans-3-latin*", hold)
    reader.open("/kart?tjeneste=legevakt")
    assert held
    for route in held:
        route.continue_()
    reader.run("document.fonts.ready.then(() => 1)")
    reader.settle()
    # The words above may break into fewer lines now, and the map has more room.
    drawn, room = reader.run(
        """(() => { const box = SK.map.getContainer(), size = SK.map.getSize();
        return [[size.x, size.y], [box.clientWidth, box.clientHeight]]; })()"""
    )
    assert drawn == room
