"""Light or dark as the reader's system says, and always enough contrast to read."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader

TEXT, SIGN = 4.5, 3.0
FONT_SIZE = "name => parseFloat(getComputedStyle(document.querySelector(name)).fontSize)"
# Text on its ground, as the style names them.
PAIRS = (
    ("--ink", "--paper"), ("--ink", "--soft"), ("--muted", "--paper"), ("--muted", "--soft"),
    ("--primary", "--paper"), ("--warn", "--paper"), ("--warn", "--warn-soft"),
    ("--ink", "--halo"), ("--muted", "--halo"), ("--ink", "--land"), ("--ink", "--sea"),
)  # fmt: skip


def variable(reader: Reader, name: str) -> tuple[float, ...]:
    """Return a colour of the map's style as red, green and blue."""
    script = "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()"
    text = str(reader.run(script, name))
    assert re.fullmatch(r"#[0-9a-f]{6}", text), (name, text)
    return tuple(int(text[place : place + 2], 16) for place in (1, 3, 5))


def colour(text: str) -> tuple[float, ...]:
    """Return a computed colour as red, green and blue."""
    return tuple(float(part) for part in re.findall(r"[\d.]+", text)[:3])


def luminance(rgb: tuple[float, ...]) -> float:
    parts = [value / 255 for value in rgb]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the contrast of two colours by WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_follows_and_can_be_read(app: str, new_tab: NewReader, scheme: str) -> None:
    reader = new_tab(app, color_scheme=scheme).open("/kart?tjeneste=legevakt")
    assert reader.run("document.documentElement.classList.contains('dark')") == (scheme == "dark")
    assert (luminance(variable(reader, "--paper")) < 0.2) == (scheme == "dark")
    low = {
        pair: round(contrast(variable(reader, pair[0]), variable(reader, pair[1])), 2)
        for pair in PAIRS
    }
    assert {pair: value for pair, value in low.items() if value < TEXT} == {}
    # The page around the map is of the same kind.
    back = reader.page.evaluate(
        "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
    )
    assert contrast(colour(back), variable(reader, "--paper")) < 1.1
    ink = reader.page.evaluate("getComputedStyle(document.querySelector('.stApp')).color")
    assert contrast(colour(ink), colour(back)) >= TEXT
    title = reader.run("getComputedStyle(document.querySelector('h1')).color")
    assert contrast(colour(title), colour(back)) >= TEXT
    # Signs stand out from land, and numbers from signs.
    signs = reader.run(
        """[...document.querySelectorAll('.hub')].map(hub => {
          const sign = [...hub.querySelectorAll('rect, polygon, circle')].pop();
          const hollow = sign.getAttribute('stroke') !== 'var(--halo)';
          const style = getComputedStyle(sign);
          return [hollow ? style.stroke : style.fill, hollow,
            style.fill, getComputedStyle(hub.querySelector('.number')).fill];
        })"""
    )
    assert len(signs) >= 6
    land = variable(reader, "--land")
    for line, _hollow, fill, number in signs:
        assert contrast(colour(line), land) >= SIGN
        assert contrast(colour(number), colour(fill)) >= SIGN
    reader.harmless()


def test_the_map_follows_a_change_while_it_is_open(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    reader.run("window.__id = 42")
    for scheme in ("dark", "light"):
        reader.page.emulate_media(color_scheme=scheme)
        dark = re.compile(r"\bdark\b")
        root = reader.inside.locator("html")
        if scheme == "dark":
            expect(root).to_have_class(dark)
        else:
            expect(root).not_to_have_class(dark)
        reader.settle()
        fill = reader.run(
            "getComputedStyle(document.querySelector('.hub rect, .hub polygon')).fill"
        )
        assert contrast(colour(fill), variable(reader, "--land")) >= SIGN
    assert reader.run("window.__id") == 42
    reader.harmless()


def test_the_big_screen_can_be_read_from_the_back_row(app: str, new_tab: NewReader) -> None:
    reader = new_tab(app, viewport={"width": 1920, "height": 1080})
    reader.open("/kart?tjeneste=legevakt&storskjerm=ja")
    expect(reader.panel).to_be_hidden()
    words = ("h1", ".sk-lead", ".sk-name", ".sk-detail", ".sk-flags", ".sk-key span", ".sk-credit")
    points = {
        selector: 0.75 * float(reader.run(FONT_SIZE, selector))
        for selector in (*words, ".sk-tools button:last-child", "svg.signs .name", ".hub .number")
    }
    small = {selector: size for selector, size in points.items() if size < 20}
    assert set(small) <= {"svg.signs .name", ".hub .number"}, small
    # There is no room for 27 names of that size; they are larger than on a desk all the same.
    assert min(points.values()) > 15
    reader.harmless()
