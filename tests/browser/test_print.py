"""A print of the map page is one sheet, with everything on it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader

LINKS = {
    "service": "/kart?tjeneste=legevakt",
    "one": "/kart?avtale=krisesenter-nordmore",
    "kommune": "/kart?kommune=1576",
    "everything": "/kart",
}
A4 = (595, 842)
# What is on the sheet and reaches beyond the frame that is printed.
CUT = """selector => [...document.querySelectorAll(selector)].filter(element => {
  const box = element.getBoundingClientRect();
  return box.width && (box.left < -2 || box.top < -2
    || box.right > innerWidth + 2 || box.bottom > innerHeight + 2);
}).map(element => element.textContent.slice(0, 60))"""


def pages(file: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(re.findall(rb"/Type\s*/Page\b", file))


@pytest.mark.parametrize("name", LINKS)
def test_it_is_one_sheet_and_nothing_is_cut_off(reader: Reader, tmp_path: Path, name: str) -> None:
    reader.open(LINKS[name])
    before = reader.view()
    file = reader.page.pdf(path=tmp_path / "kart.pdf", prefer_css_page_size=True)
    assert pages(file) == 1
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", file)[0])
    assert (width, height) == pytest.approx(A4, abs=2)
    assert len(file) > 20_000, "arket er tomt"
    reader.page.set_viewport_size({"width": 718, "height": 1047})  # A4 less its margins
    reader.page.emulate_media(media="print")
    expect(reader.inside.locator("html")).to_have_class(re.compile(r"\bpaper\b"))
    reader.settle()
    expect(reader.panel).to_be_hidden()
    expect(reader.inside.locator("h1")).to_be_visible()
    expect(reader.inside.locator(".sk-tools")).to_be_hidden()
    expect(reader.inside.locator(".sk-credit")).to_contain_text("© Kartverket (CC BY 4.0)")
    if name == "one":
        expect(reader.card.locator("h2")).to_be_visible()
        assert reader.run(CUT, ".sk-card h2, .sk-card dt, .sk-card dd, .sk-doubts li") == []
    else:
        assert reader.run(CUT, ".sk-row") == []
        # What there is no room for is told of.
        shown = reader.rows.filter(visible=True).count()
        left = int(reader.run("SK.message.all")) - shown
        assert shown >= 8
        if left:
            told = reader.inside.locator(".sk-side").get_by_text(re.compile(rf"\b{left} til\b"))
            expect(told).to_be_visible()
            assert reader.run(CUT, ".sk-more") == []
    assert reader.run(CUT, "svg.signs .hub .number, .sk-head, .sk-foot") == []
    # On the screen again it is as before.
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1440, "height": 900})
    reader.settle()
    expect(reader.inside.locator("html")).not_to_have_class(re.compile(r"\bpaper\b"))
    for _wait in range(50):  # the frame has its old size again some frames after the page has
        if reader.view() == pytest.approx(before, rel=0, abs=0.01):
            break
        reader.page.wait_for_timeout(100)
    assert reader.view() == pytest.approx(before, rel=0, abs=0.01)
    reader.harmless()


def test_paper_is_white(app: str, new_tab: NewReader) -> None:
    reader = new_tab(app, color_scheme="dark").open("/kart?tjeneste=legevakt")
    paper = "getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()"
    assert reader.run(paper) != "#ffffff"
    reader.page.emulate_media(media="print")
    expect(reader.inside.locator("html")).to_have_class(re.compile(r"\bpaper\b"))
    reader.settle()
    assert reader.run(paper) == "#ffffff"
    back = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    assert reader.page.evaluate(back) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
    reader.page.emulate_media(media="screen")
    reader.settle()
    assert reader.run(paper) != "#ffffff"


@pytest.mark.parametrize("link", ["/avtaler?avtale=norbr", "/organisasjonsform?fane=styring"])
def test_no_button_of_the_page_is_on_paper(reader: Reader, link: str) -> None:
    buttons = reader.open(link).page.get_by_test_id("stMain").get_by_role("button")
    assert buttons.filter(visible=True).count()
    reader.page.emulate_media(media="print")
    expect(buttons.filter(visible=True)).to_have_count(0)
    reader.harmless()
