"""The coverage matrix: a click or a key on a cell, the page that follows, and paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

CELL = "td button"
MAIN = "[data-testid=stMainBlockContainer]"
# What reaches beyond the sheet, in the page or in the matrix.
CUT = """() => {
  const wide = document.documentElement.clientWidth + 2, found = [];
  const look = root => root.querySelectorAll('*').forEach(element => {
    if (element.shadowRoot) look(element.shadowRoot);
    const box = element.getBoundingClientRect();
    if (box.width && box.height && box.right > wide && element.matches('td, th, li, p, h1, h2'))
      found.push(element.textContent.slice(0, 40));
  });
  look(document.querySelector('[data-testid=stMainBlockContainer]'));
  return found;
}"""

# The cell that has the focus, whatever it is inside.
FOCUS = """() => {
  let e = document.activeElement;
  while (e.shadowRoot && e.shadowRoot.activeElement) e = e.shadowRoot.activeElement;
  return e.dataset.id;
}"""


def opened(reader: Reader, link: str) -> None:
    reader.page.goto(reader.address + link)
    expect(reader.page.locator(".sk-title")).to_be_visible()


def test_it_is_a_table_with_heads_and_words_and_a_click_opens_a_cell(reader: Reader) -> None:
    opened(reader, "/dekning?tjeneste=plan,legevakt")
    page = reader.page
    expect(page.get_by_role("row")).not_to_have_count(0)
    expect(page.locator("th[scope=col]").first).to_be_visible()
    expect(page.locator("th[scope=row]").first).to_be_visible()
    cell = page.get_by_role("button", name=re.compile("^Aure · Planlegging: bare prosjekt"))
    expect(cell).to_have_text("N")
    assert page.locator(CELL).count() == 27 * 2
    assert reader.faults == []
    assert reader.refused == []
    # The link says which cell is open.
    reader.page.get_by_role("button", name=re.compile("^Smøla · Planlegging")).click()
    expect(reader.page.locator(".sk-section h2").first).to_have_text("Smøla · Planlegging")
    expect(reader.page).to_have_url(re.compile("celle=1573-plan"))
    expect(reader.page.get_by_text("Se alle mulige partnere")).to_be_visible()
    reader.page.get_by_text("Se alle mulige partnere").click()
    expect(reader.page.locator(".sk-title")).to_contain_text("Smøla")
    expect(reader.page.get_by_text("mulig å utrede for Smøla")).to_be_visible()


def test_arrows_go_from_cell_to_cell_and_enter_opens(reader: Reader) -> None:
    opened(reader, "/dekning?tjeneste=plan,legevakt&celle=1576-legevakt")
    start = reader.page.locator(f"{CELL}[data-id='1576-legevakt']")
    expect(start).to_have_attribute("tabindex", "0")
    start.focus()
    reader.page.keyboard.press("ArrowRight")
    assert reader.page.evaluate(FOCUS) == "1576-plan"
    reader.page.keyboard.press("ArrowDown")
    reader.page.keyboard.press("Home")
    assert reader.page.evaluate(FOCUS).endswith("-legevakt")
    reader.page.keyboard.press("ArrowRight")
    reader.page.keyboard.press("Enter")
    expect(reader.page).to_have_url(re.compile(r"celle=\d{4}-plan"))


def test_a_municipality_in_the_matrix_leads_to_its_page(reader: Reader) -> None:
    opened(reader, "/dekning?tjeneste=plan")
    reader.page.get_by_role("button", name="Aure", exact=True).click()
    expect(reader.page.locator(".sk-title")).to_contain_text("Aure: hvem samarbeider")
    expect(reader.page).to_have_url(re.compile(r"/kommune\?kommune=1576"))


@pytest.mark.parametrize(
    "link",
    [
        "/dekning",
        "/dekning?celle=1576-plan",
        "/kommune?kommune=1573&celle=1573-plan",
        "/scenario?steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576",
        "/analyse?sammenlign=1573,1576,1505",
    ],
)
def test_paper_cuts_nothing(reader: Reader, tmp_path: Path, link: str) -> None:
    opened(reader, link)
    expect(reader.page.locator(MAIN).locator("td, li").first).to_be_visible()
    reader.settle()
    file = reader.page.pdf(path=tmp_path / "side.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", file)) >= 1
    reader.page.set_viewport_size({"width": 718, "height": 1047})
    reader.page.emulate_media(media="print")
    reader.settle()
    assert reader.page.evaluate(CUT) == []


@pytest.mark.parametrize("page", ["dekning", "kommune", "scenario", "analyse"])
def test_hostile_text_in_a_link_is_text(reader: Reader, page: str) -> None:
    bad = "%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E"
    opened(reader, f"/{page}?kommune={bad}&celle={bad}&steg={bad}&sammenlign={bad}&vekt={bad}")
    expect(reader.page.get_by_text("Noe i lenka ble ikke brukt")).to_be_visible()
    reader.settle()
    assert reader.dialogs == []
    assert reader.page.locator("img[src=x]").count() == 0
