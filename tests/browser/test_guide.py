"""The guide in a real Chromium: by keys alone, back and forth, by its link, and on paper."""

import math
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.test_print import A4, pages

START = "/organisasjonsform?fane=veiviser"
WHOLE = "a3b2c2d1e1f1g1h1"
NOTHING_LEFT = "a3b2c1d2e4f1g1h3"
WITH_REST = "a2b1c1d1e1f2g1h1"
HEADING = ".sk-guide-heading"
SHEET = {"width": 718, "height": 1047}  # A4 less its margins, as a screen counts
FOCUS = """() => {
  const e = document.activeElement;
  const key = (e.closest('[class*="st-key-guide_"]') || e).className;
  return (/st-key-guide_([a-h]\\d|back|onwards|result|again|to_[a-h])\\b/.exec(key) || ['', ''])[1];
}"""
# What is on the paper, and reaches beyond its sides or is wider than its own frame.
CUT = """() => [...document.querySelectorAll(
    '.sk-title, .sk-lead, .sk-guide-paper *, .sk-guide-clash *, .sk-guide-result *'
  )].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > innerWidth + 1
      || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
        && getComputedStyle(element).display !== 'inline');
  }).map(element => element.textContent.slice(0, 60))"""
OUTLINE = f"getComputedStyle(document.querySelector('{HEADING}')).outline"
HEIGHTS = """() => [document.querySelector('.stApp'), document.querySelector('.sk-guide-result')]
  .map(element => element.getBoundingClientRect().bottom)"""


def go(reader: Reader, svar: str = "", more: str = "") -> Reader:
    link = START + (f"&svar={quote(svar)}" if svar else "") + more
    reader.page.goto(reader.address + link)
    expect(reader.page.locator(HEADING)).to_be_visible()
    return reader.settle()


def at(reader: Reader, place: str) -> Reader:
    """Wait until a question, or the result, stands on the page."""
    # What a rerun has not reached yet stands there for a moment beside what is new.
    expect(reader.page.locator(HEADING)).to_have_count(1)
    expect(reader.page.locator(f"{HEADING}[data-place={place}]")).to_be_visible()
    return reader.settle()


def button(reader: Reader, key: str) -> Locator:
    return reader.page.locator(f".st-key-guide_{key} button")


def focus(reader: Reader) -> str:
    """Return which of the guide's buttons has the focus."""
    return str(reader.page.evaluate(FOCUS))


def heading_has_focus(reader: Reader, place: str) -> None:
    expect(reader.page.locator(f"{HEADING}[data-place='{place}']")).to_be_focused()
    reader.settle()


def tab_to(reader: Reader, key: str, most: int = 60) -> None:
    for _step in range(most):
        reader.page.keyboard.press("Tab")
        if focus(reader) == key:
            return
    pytest.fail(f"{key} kan ikke nås med Tab")


def words(reader: Reader) -> str:
    """Return all that the result says."""
    title = reader.page.locator(HEADING).inner_text()
    return title + reader.page.locator(".sk-guide-result").inner_text()


def test_from_the_first_question_to_the_result_by_keys_alone(reader: Reader) -> None:
    go(reader)
    keys = reader.page.keyboard
    tab_to(reader, "a1")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    assert focus(reader) == "a3"
    keys.press("ArrowUp")
    assert focus(reader) == "a2"
    keys.press("ArrowDown")
    keys.press("Enter")
    # The focus follows to the next question; from there arrows and Tab both go on.
    for letter, digit, press in zip("bcdefgh", "2211111", "ETETETE", strict=True):
        heading_has_focus(reader, letter)
        outline = str(reader.page.evaluate(OUTLINE))  # the focus can be seen
        assert "solid" in outline and "3px" in outline
        for _step in range(int(digit)):
            keys.press("ArrowDown" if press == "E" else "Tab")
        assert focus(reader) == f"{letter}{digit}"
        keys.press("Enter" if press == "E" else "Space")
    heading_has_focus(reader, "r")
    reader.wait_query(fane="veiviser", svar="a3b2c2d1e1f1g1h1")
    expect(reader.page.locator(HEADING)).to_contain_text("Administrativt vertskommunesamarbeid")
    # Back by key: the last question, with its answer.
    tab_to(reader, "back")
    keys.press("Enter")
    heading_has_focus(reader, "h")
    expect(button(reader, "h1")).to_contain_text("✓")
    reader.harmless()


def test_arrows_stay_within_the_answers_and_leave_the_rest_alone(reader: Reader) -> None:
    go(reader)
    keys = reader.page.keyboard
    button(reader, "a1").focus()
    keys.press("ArrowUp")
    assert focus(reader) == "a1"
    for _step in range(9):
        keys.press("ArrowDown")
    assert focus(reader) == "a0"
    keys.press("Tab")
    assert focus(reader) == ""  # the first paragraph under the answers
    button(reader, "result").focus()
    keys.press("ArrowUp")
    assert focus(reader) == "result"
    # A list of services has its own use for arrows.
    box = reader.page.get_by_role("combobox", name="Gjelder det en bestemt tjeneste?")
    box.focus()
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(box).to_be_focused()


def test_back_keeps_every_answer(reader: Reader) -> None:
    go(reader)
    for letter, digit in zip("abcd", "2311", strict=True):
        at(reader, letter)
        button(reader, letter + digit).click()
    at(reader, "e")
    for letter, digit in zip("dcba", "1132", strict=True):
        button(reader, "back").click()
        at(reader, letter)
        expect(reader.page.locator(".st-key-guide_choices button", has_text="✓")).to_have_count(1)
        expect(button(reader, letter + digit)).to_contain_text("✓")
        expect(reader.page.locator("[class*='st-key-guide_to_'] button")).to_have_count(4)
    expect(button(reader, "back")).to_be_disabled()
    for letter in "bcde":
        button(reader, "onwards").click()
        at(reader, letter)
    reader.wait_query(fane="veiviser", svar="a2b3c1d1")
    reader.harmless()


def test_the_browsers_own_back_goes_one_answer_back(reader: Reader) -> None:
    go(reader)
    for letter, digit in zip("abc", "231", strict=True):
        at(reader, letter)
        button(reader, letter + digit).click()
    at(reader, "d")
    reader.page.go_back()
    at(reader, "c")
    reader.wait_query(fane="veiviser", svar="a2b3")
    expect(reader.page.locator("[class*='st-key-guide_to_'] button")).to_have_count(2)
    reader.page.go_forward()
    at(reader, "d").wait_query(fane="veiviser", svar="a2b3c1")


def test_the_link_of_the_result_shows_the_same_to_another(
    reader: Reader, app: str, new_tab: NewReader
) -> None:
    go(reader, "a2b1c1d1e1f2g1", "&tjeneste=lonn-regnskap")
    button(reader, "h1").click()
    at(reader, "r")
    reader.wait_query(fane="veiviser", svar=WITH_REST, tjeneste="lonn-regnskap")
    seen = words(reader)
    assert "1. Kommunalt oppgavefellesskap (KO)" in seen
    assert "Tjenesten er intern støtte." in seen
    other = new_tab(app)
    other.page.goto(reader.page.url)
    assert words(at(other, "r")) == seen
    other.page.reload()
    assert words(at(other, "r")) == seen
    other.harmless()


def test_answers_that_do_not_go_together_explain_themselves(reader: Reader) -> None:
    go(reader, NOTHING_LEFT)
    box = reader.page.locator(".sk-guide-clash")
    expect(box).to_contain_text("Alle formene er utelukket. Det åpner seg igjen hvis dere endrer")
    expect(box.locator("li")).to_have_count(4)
    expect(reader.page.locator(".sk-guide-ruled > li")).to_have_count(13)
    bare = reader.page.locator(".sk-guide-ruled .sk-guide-reasons li:not(:has(a[href^=https]))")
    expect(bare).to_have_count(0)
    # The way out that it names leads to a form again.
    button(reader, "to_a").click()
    button(at(reader, "a"), "a2").click()
    expect(at(reader, "r").page.locator(HEADING)).to_contain_text("Mulig å utrede først")
    expect(reader.page.locator(".sk-guide-card h2").first).to_contain_text("1. Aksjeselskap (AS)")


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "${alert(1)}{{7*7}}", "a9-q"])
def test_a_hostile_link_is_read_as_text(reader: Reader, text: str) -> None:
    go(reader, text)
    expect(reader.page.locator(".sk-note")).to_contain_text("Veiviseren kjenner ikke «")
    expect(reader.page.locator(HEADING)).to_have_attribute("data-place", "a")
    reader.harmless()


@pytest.mark.parametrize("svar", [WHOLE, WITH_REST, NOTHING_LEFT, "-r"])
def test_the_result_on_paper_is_whole(reader: Reader, tmp_path: Path, svar: str) -> None:
    go(reader, svar)
    file = reader.page.pdf(path=tmp_path / "veiviser.pdf", prefer_css_page_size=True)
    width, height = map(float, re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", file)[0])
    assert (width, height) == pytest.approx(A4, abs=2)
    reader.page.set_viewport_size(SHEET)  # type: ignore[arg-type]
    reader.page.emulate_media(media="print")
    page = reader.page
    try:
        expect(page.locator(".sk-guide-paper table")).to_be_visible()
        expect(page.locator(".sk-guide-paper tbody tr")).to_have_count(9)
        expect(page.locator(".sk-guide-ruled")).to_be_visible()
        expect(page.get_by_text("ikke juridisk rådgivning").first).to_be_visible()
        for hidden in (".sk-print", "[data-testid=stButton]", "[data-testid=stSelectbox]"):
            expect(page.locator(hidden).filter(visible=True)).to_have_count(0)
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()
        assert page.evaluate(CUT) == []
        # No empty sheet at the end: the paper ends where the result does.
        end, result_end = page.evaluate(HEIGHTS)
        assert end - result_end < 30
        kept_whole = "section => getComputedStyle(section).breakInside"
        for section in page.locator(".sk-guide-card, .sk-guide-rest, .sk-guide-ruled > li").all():
            assert section.evaluate(kept_whole) == "avoid"
        # A card that does not fit is moved whole to the next sheet, so there may be one more.
        fewest = math.ceil(end / SHEET["height"])
        assert fewest <= pages(file) <= fewest + 1
    finally:
        page.emulate_media(media="screen")
    reader.harmless()


def test_the_button_prints(app: str, new_reader: NewReader) -> None:
    reader = new_reader(app)
    reader.page.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; }")
    go(reader, WHOLE)
    reader.page.get_by_role("button", name="Skriv ut", exact=True).click()
    assert reader.page.evaluate("window.printed") == 1
