"""Pages that are one sheet: in sight, as light or dark as asked for, clicked, and on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import Start, copy_of_project, copy_of_register, rename_area
from tests.browser.test_hostile import rewrite

SCENARIO = "/scenario?steg=ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"
# Paper and screen: what reaches beyond the page.
CUT = """() => [...document.querySelectorAll('.sk-picture h2, .sk-picture-map, .sk-picture li')]
  .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 2)
  .map(e => e.textContent.slice(0, 40))"""
FILL = "e => getComputedStyle(e).fill"


def opened(reader: Reader, link: str) -> Locator:
    reader.page.goto(reader.address + link)
    expect(reader.page.locator(".sk-picture svg[role=img] .areas").first).to_be_attached()
    reader.settle()
    return reader.page.locator(".sk-picture")


def light(text: str) -> float:
    red, green, blue = (float(part) for part in re.findall(r"[\d.]+", text)[:3])
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def test_a_click_goes_on_to_the_municipality_and_the_map_follows(reader: Reader) -> None:
    figure = opened(reader, "/kommune?kommune=1573")
    expect(figure.locator("h2")).to_have_text(re.compile(r"^Smøla og \d+ partnere$"))
    expect(figure.locator(".credit")).to_contain_text("© Kartverket (CC BY 4.0)")
    expect(reader.page.get_by_role("img", name=re.compile("^Smøla og"))).to_be_visible()
    figure.locator("[data-code='1563']").first.click()
    expect(reader.page.locator(".sk-title")).to_contain_text("Sunndal: hvem samarbeider")
    expect(figure.locator("h2")).to_have_text(re.compile(r"^Sunndal og \d+ partnere$"))
    reader.wait_query(kommune="1563")
    # A municipality outside the county has a page too, and its point can be clicked.
    figure.locator(".nodes [data-code='5055']").click()
    reader.wait_query(kommune="5055")
    reader.harmless()


def test_the_first_municipality_can_be_chosen_on_the_map(reader: Reader) -> None:
    figure = opened(reader, "/kommune")
    expect(reader.page.get_by_role("link", name="Aukra")).to_be_visible()
    figure.locator(".areas [data-code='1563']").click()
    expect(reader.page.locator(".sk-title")).to_contain_text("Sunndal: hvem samarbeider")
    expect(figure.locator("h2")).to_have_text(re.compile(r"^Sunndal og \d+ partnere$"))
    reader.wait_query(kommune="1563")
    reader.harmless()


def test_the_map_is_changed_where_it_stands(reader: Reader) -> None:
    figure = opened(reader, "/kommune?kommune=1573")
    reader.page.evaluate("document.querySelector('.sk-picture').mine = true")
    reader.page.evaluate("""() => {
      window.__bare = 0;
      const root = document.querySelector('.sk-picture');
      const look = () => { if (!root.isConnected || !root.querySelector('svg')) window.__bare += 1; requestAnimationFrame(look); };
      look();
    }""")  # noqa: E501
    reader.page.get_by_text("Regn med prosjekt og nettverk", exact=True).click()
    reader.wait_query(kommune="1573", nettverk="ja")
    figure.locator(".nodes [data-code='1576']").click()
    expect(figure.locator("h2")).to_have_text(re.compile(r"^Aure og"))
    reader.settle()
    assert reader.page.evaluate("document.querySelector('.sk-picture').mine") is True
    assert reader.page.evaluate("window.__bare") == 0


def test_before_and_after_stand_side_by_side(reader: Reader) -> None:
    figures = opened(reader, SCENARIO)
    expect(figures).to_have_count(2)
    expect(figures.nth(1).locator("h2")).to_have_text(re.compile("^SCENARIO – etter: "))
    boxes = [figures.nth(i).locator("svg[role=img]").bounding_box() for i in (0, 1)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] == pytest.approx(boxes[1]["y"], abs=1)
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]
    # Patterns of one map are not those of the other.
    url = reader.page.locator(".sk-picture [fill^='url']").evaluate_all(
        "all => all.map(e => [e.closest('figure').querySelector("
        "e.getAttribute('fill').slice(4, -1)) !== null, getComputedStyle(e).fill])"
    )
    assert url
    assert all(own and "url" in fill for own, fill in url)
    # Nothing is to be clicked here.
    before = reader.page.url
    figures.nth(0).locator("[data-code='1563']").first.click()
    reader.settle()
    assert reader.page.url == before
    reader.harmless()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("link", ["/kommune?kommune=1573", SCENARIO])
def test_it_is_light_or_dark_and_paper_is_white(
    app: str, new_tab: NewReader, scheme: str, link: str
) -> None:
    reader = new_tab(app, color_scheme=scheme)
    figure = opened(reader, link).first
    sea, ink = figure.locator(".sea"), figure.locator(".words text").first
    dark = scheme == "dark"
    assert (light(sea.evaluate(FILL)) < 0.3) == dark
    assert (light(ink.evaluate(FILL)) > 0.6) == dark
    title = figure.locator("h2").evaluate("e => getComputedStyle(e).color")
    assert (light(title) > 0.6) == dark
    reader.page.emulate_media(media="print", color_scheme=scheme)
    reader.settle()
    assert light(sea.evaluate(FILL)) > 0.8
    assert light(ink.evaluate(FILL)) < 0.5
    title = figure.locator("h2").evaluate("e => getComputedStyle(e).color")
    assert light(title) < 0.5
    reader.harmless()


@pytest.mark.parametrize("link", ["/kommune?kommune=1573", SCENARIO])
@pytest.mark.parametrize("size", [(1440, 900), (1920, 1080), (718, 1047)])
def test_nothing_is_cut(reader: Reader, link: str, size: tuple[int, int]) -> None:
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})
    if size[0] == 718:
        reader.page.emulate_media(media="print")
    figures = opened(reader, link)
    assert reader.page.evaluate(CUT) == []
    for index in range(figures.count()):
        box = figures.nth(index).bounding_box()
        assert box is not None
        assert box["height"] < size[1], "a map with its words is not broken over sheets"
    reader.page.emulate_media(media="screen")
    reader.page.set_viewport_size({"width": 1440, "height": 900})


def test_hostile_names_are_words(start: Start, new_tab: NewReader, tmp_path: Path) -> None:
    text = "</title></svg><img src=x onerror=window.__x=1><script>window.__x=1</script>&amp;{{7*7}}"
    data = copy_of_register(tmp_path / "register")

    def municipalities(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["navn"] == "Aure").update(navn="Aure" + text)

    rewrite(data / "kommuner.csv", municipalities)
    project = copy_of_project(tmp_path / "project")
    rename_area(project, "Aure", "Grense" + text)
    reader = new_tab(start(data=data, folder=project))
    figure = opened(reader, "/kommune?kommune=1576")
    expect(figure.locator("h2")).to_have_text(re.compile("^" + re.escape(f"Aure{text} og ")))
    expect(figure.locator(".areas [data-code='1576'] title")).to_have_text(f"Grense{text}")
    assert f"Aure{text}" in figure.locator(".words text").all_text_contents()
    expect(figure.locator("li").first).to_have_text(f"Aure{text}")
    assert reader.page.evaluate("window.__x") is None
    assert reader.page.locator("img[src=x]").count() == 0
    reader.harmless()


def test_a_step_is_taken_out_where_it_stands(reader: Reader) -> None:
    opened(reader, SCENARIO + "~inn.legevakt-aure-smola-heim.1560")
    steps = reader.page.locator(".sk-steps li")
    expect(steps).to_have_count(2)
    reader.page.get_by_role("button", name="Fjern", exact=True).first.focus()
    reader.page.keyboard.press("Enter")
    expect(steps).to_have_count(1)
    expect(steps.locator("span")).to_contain_text("Tingvoll")
    reader.wait_query(steg="inn.legevakt-aure-smola-heim.1560")
    reader.harmless()


MAP = [
    "<script/>", "<foreignObject/>", '<image href="x"/>', "<a/>", "<oops", '<g onclick="x"/>',
    '<use href="https://example.org/x"/>',
]  # fmt: skip
WORDS = [
    "<script>x</script>", "<img src=x>", "<p onclick=x>x</p>", "<style>p{}</style>", "<svg></svg>",
    '<a href="javascript:x">x</a>', '<a href="//example.org">x</a>', '<a href="data:x">x</a>',
    '<i style="background:url(x)">x</i>', "<iframe></iframe>", "<p id=x>x</p>", "<form></form>",
    "<title>x</title>", "<base href='https://example.org/'>", "<p data-testid=x>x</p>",
]  # fmt: skip
GOOD = [
    "<p class='sk-text'>Å &lt;b&gt;</p>", "<a href='kommune?kommune=1576'>x</a>",
    "<a href='https://example.org/x' target='_blank' rel='noopener noreferrer'>x</a>",
    "<i style='width:40%'></i>",
]  # fmt: skip


def test_what_is_no_part_of_a_page_is_not_taken_into_it(reader: Reader) -> None:
    opened(reader, "/kommune?kommune=1573")
    script = (Path(__file__).parents[2] / "ui" / "sheet.js").read_text("utf-8")
    body = script.replace("export default function (", "window.__show = function (", 1)
    said = """([body, map, words]) => {
      new Function(body)();
      const tell = (part) => {
        const parentElement = document.createElement('div');
        parentElement.innerHTML = '<div class="sk-sheet"></div>';
        const data = {columns: '1fr 1fr', parts: [part]};
        try { window.__show({parentElement, data, setTriggerValue: () => {}}); }
        catch (error) { return parentElement.querySelector('.sk-sheet > *').childNodes.length ? 'half' : 'refused'; }
        return 'taken';
      };
      const xmlns = 'http://www.w3.org/2000/svg';
      const figure = {title: 'T', lead: '', note: '', keys: [], credit: '', open: false};
      return [map.map((bad) => tell({...figure, svg: `<svg xmlns="${xmlns}">${bad}</svg>`})),
        words.map((html) => tell({html}))];
    }"""  # noqa: E501
    maps, words = reader.page.evaluate(said, [body, [*MAP, "<g/>"], [*WORDS, *GOOD]])
    assert maps == ["refused"] * len(MAP) + ["taken"]
    assert words == ["refused"] * len(WORDS) + ["taken"] * len(GOOD)
