"""Nothing outside this machine is asked for, whatever the reader does."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import Start

# One link for each kind of picture (`picture.kind` in geo/picture.py).
KINDS = {
    "pairs": "/kart",
    "service": "/kart?tjeneste=legevakt",
    "one": "/kart?avtale=ikt-orkide",
    "few": "/kart?avtale=norbr,nibr",
    "many": "/kart?tjeneste=legevakt,krisesenter",
    "county": "/kart?sok=finnes-ikke-noe-sted",
}


def test_the_browser_reaches_this_machine_alone(reader: Reader) -> None:
    reader.open()
    for url in ("http://192.0.2.1/a", "https://example.org/b"):
        assert reader.run("url => fetch(url, {mode: 'no-cors'}).then(() => 1, () => 0)", url) == 0
        assert reader.refused.pop() == url


def drawn_areas(reader: Reader) -> int:
    """Return how many areas the map shows: paths with a shape, not just elements."""
    script = """[...document.querySelectorAll('.leaflet-overlay-pane path')]
        .filter(path => path.getAttribute('d').length > 20).length"""
    return int(reader.run(script))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_picture_is_drawn_offline(chart: Reader, kind: str) -> None:
    chart.turn(KINDS[kind])
    assert chart.run("SK.message.k") == kind
    assert drawn_areas(chart) > 27
    names = chart.inside.locator("svg.signs .name").all_text_contents()
    assert {"Smøla"} <= set(names)
    hubs = chart.inside.locator("svg.signs .hub").count()
    assert hubs == chart.run("SK.message.h.length")
    assert (hubs > 0) == (kind not in ("pairs", "county"))
    chart.harmless()


@pytest.mark.parametrize("link", ["/", "/kart", "/kart?avtale=norbr,nibr"])
def test_the_first_link_that_a_new_server_answers(
    start: Start, new_tab: NewReader, link: str
) -> None:
    reader = new_tab(start()).open(link)
    assert drawn_areas(reader) > 27
    assert reader.query == ({"avtale": "norbr,nibr"} if "avtale" in link else {})
    if "avtale" in link:
        reader.title("2 utvalgte samarbeid")
    reader.harmless()


def test_a_whole_visit(reader: Reader) -> None:
    reader.open("/")
    assert drawn_areas(reader) > 27
    reader.page.get_by_role("link", name="Kart", exact=True).click()
    reader.drawn().title(re.compile(r"^\d+ samarbeid binder kommunene sammen$"))
    reader.pick("Tjeneste", "Legevakt").wait_query(tjeneste="legevakt")
    reader.pick("Kommune", "Aure").wait_query(tjeneste="legevakt", kommune="1576")
    reader.search("smøla").wait_query(tjeneste="legevakt", kommune="1576", sok="smøla")
    reader.page.mouse.move(*reader.point_of("Tingvoll"))
    expect(reader.inside.locator(".sk-tip")).to_contain_text("Tingvoll")
    reader.rows.first.click()
    expect(reader.card).to_be_visible()
    reader.button("Storskjerm").click()
    expect(reader.panel).to_be_hidden()
    reader.button("Avslutt storskjerm").click()
    expect(reader.panel).to_be_visible()
    reader.settle().harmless()
    assert any("ground-" in url for url in reader.requests)


@pytest.mark.parametrize("link", ["/avtaler", "/avtaler?avtale=ikt-orkide", "/rediger"])
def test_the_pages_of_the_register_offline(reader: Reader, link: str) -> None:
    reader.page.goto(reader.address + link)
    expect(reader.page.locator("h1").first).to_be_visible()
    reader.settle().harmless()
    expect(reader.page.locator(".sk-note.error")).to_have_count(0)
