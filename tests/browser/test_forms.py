"""The page of forms in a real Chromium: by key, side by side, on paper, and for the hall."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.test_theme import colour, contrast

PAGE = "/organisasjonsform"
PARTS = {
    "": "Formene: fra tett til løst",
    "veiviser": "Veiviser",
    "her": "Slik gjør vi det her",
    "innhold": "Hva avtalen må si",
    "styring": "Stemmer det at mange",
}
# An A4 sheet less the margins that the style sets; the line of forms lies down.
SHEET = {"": (1047, 718), "innhold": (703, 1031), "her": (703, 1031), "styring": (703, 1031)}
MAPS = {"her": "form_map", "styring": "steering_map"}
WIDER = """() => [...document.querySelectorAll('.stApp *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && box.height && box.right > innerWidth + 1 && !e.closest('.sk-hidden');
}).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40))"""
SMALL = """least => {
  const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), e = walk.currentNode.parentElement;
    const box = e.getBoundingClientRect(), size = parseFloat(getComputedStyle(e).fontSize);
    // Words of Streamlit's that are put out of sight have no size at all.
    if (text && box.width > 1 && box.height > 1 && size > 0 && size < least)
      found.push(size + ': ' + text.slice(0, 40));
  }
  return found;
}"""
# A word that is broken over two lines in a column of names: its first letters alone.
BROKEN = """() => [...document.querySelectorAll('.sk-tallies tbody th')].filter(e => {
  const words = e.textContent.split(/[ -]/), range = document.createRange();
  const text = document.createTreeWalker(e, NodeFilter.SHOW_TEXT).nextNode();
  let from = 0;
  return words.some(word => {
    range.setStart(text, from); range.setEnd(text, from + word.length);
    from += word.length + 1;
    return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1;
  });
}).map(e => e.textContent)"""


# Numbers on the map that lie over one another: nearer than four fifths of a disc.
HIDDEN = """() => {
  const discs = [...document.querySelectorAll('svg.signs .node')]
    .map(node => node.getBoundingClientRect()).filter(box => box.width > 12);
  return discs.flatMap((one, at) => discs.slice(0, at)
    .map(other => Math.hypot(one.x - other.x, one.y - other.y) / one.width))
    .filter(apart => apart < 0.8);
}"""


def start(reader: Reader, part: str = "", **keys: str) -> Reader:
    link = "&".join(f"{key}={value}" for key, value in {"fane": part, **keys}.items() if value)
    reader.page.goto(f"{reader.address}{PAGE}?{link}")
    title = PARTS[part] if part != "veiviser" else ""
    expect(reader.page.locator("h1, h2").filter(has_text=title).first).to_be_visible()
    if part in ("her", "styring"):
        reader.drawn()
    return reader.settle()


def go_to_part(page: Page, name: str) -> None:
    """Press Tab until the row of parts has the focus, and an arrow until the part has."""
    row = page.get_by_role("radiogroup", name="Del av siden")
    wanted = row.get_by_role("radio", name=name, exact=True)
    inside, at = "e => e.contains(document.activeElement)", "e => e === document.activeElement"
    for _press in range(60):
        if row.evaluate(inside):
            break
        page.keyboard.press("Tab")
    for _press in range(6):
        if wanted.evaluate(at):
            return
        page.keyboard.press("ArrowRight")
    pytest.fail(f"«{name}» nås ikke med tastaturet")


def test_the_parts_are_reached_and_opened_by_key_alone(reader: Reader) -> None:
    start(reader)
    go_to_part(reader.page, "Hva avtalen må si")
    reader.page.keyboard.press("Enter")
    reader.wait_query(fane="innhold")
    expect(reader.page.locator("h1")).to_contain_text(PARTS["innhold"])
    # The focus is where it was: the next part is one step away.
    go_to_part(reader.page, "Politisk styring")
    reader.page.keyboard.press("Space")
    reader.wait_query(fane="styring")
    expect(reader.page.locator("h1")).to_contain_text(PARTS["styring"])
    # The open part says so to who cannot see it, and stays open when asked for again.
    opened = reader.page.get_by_role("radio", name="Politisk styring", exact=True)
    expect(opened).to_have_attribute("aria-checked", "true")
    reader.page.keyboard.press("Space")
    reader.settle()
    expect(opened).to_have_attribute("aria-checked", "true")
    assert reader.query == {"fane": "styring"}
    reader.harmless()


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wider_than_the_page_and_no_text_is_tiny(reader: Reader, part: str) -> None:
    """On paper a map stays with its heading, too."""
    start(reader, part, form="iks,as" if part == "" else "")
    assert reader.page.evaluate(WIDER) == []
    assert reader.page.evaluate(SMALL, 12) == []
    assert reader.page.evaluate(BROKEN) == []
    if part in SHEET:
        width, height = SHEET[part]
        reader.page.emulate_media(media="print")
        reader.page.set_viewport_size({"width": width, "height": height})
        reader.settle()
        assert reader.page.evaluate(WIDER) == []
    if part in MAPS:
        map_stays_with_its_heading(reader, MAPS[part])
    reader.harmless()


def map_stays_with_its_heading(reader: Reader, key: str) -> None:
    """Expect on paper that a map is whole on one sheet with the heading above it."""
    whole = reader.page.locator(f".st-key-{key}")
    expect(reader.inside.locator("html")).to_have_class(re.compile(r"\bpaper\b"))
    reader.settle()
    expect(whole.locator("h2")).to_be_visible()
    assert whole.evaluate("e => getComputedStyle(e).breakInside") == "avoid"
    assert whole.evaluate("e => getComputedStyle(e).display") == "block"
    head, frame, around = (
        one.bounding_box() for one in (whole.locator("h2"), whole.locator("iframe"), whole)
    )
    assert head
    assert frame
    assert around
    # Some half of a sheet at most, so that it never has to be broken; and all of the map within.
    assert around["height"] < 1031 * 0.6
    assert frame["y"] >= head["y"] + head["height"] - 1
    credit = reader.inside.locator(".sk-credit").bounding_box()
    assert credit
    assert credit["y"] + credit["height"] <= frame["y"] + frame["height"] + 1
    assert reader.run(HIDDEN) == []


def test_map_table_bar_and_list_of_steering_say_the_same(reader: Reader) -> None:
    start(reader, "styring")
    page = reader.page
    body = page.locator(".sk-tallies").first.locator("tbody tr").all()
    table = {
        str(row.locator("th").text_content()): [
            cell.text_content() for cell in row.locator("td").all()
        ]
        for row in body
    }
    script = "SK.message.d.map(([at, text]) => [SK.nodes[at].name, text])"
    discs = dict(reader.run(script))
    assert len(discs) == len(table) == 27
    told = dict(reader.run("SK.message.a.map(area => [SK.nodes[area[0]].name, area[5]])"))
    for name, (every, weak, _unknown, share, _bar) in table.items():
        assert discs[name] == re.split("[– ]", str(share))[0]
        assert told[name].startswith(f"{weak} av {every} svakt organisert")
    # The list holds as many as the bar and the sentence say, when all of it is asked for.
    bar = str(page.locator(".sk-whole .weak b").text_content())
    expect(page.locator(".sk-lead")).to_contain_text(f"{bar} av ")
    listed = page.locator(".st-key-steering_list_0")
    expect(listed.locator("caption")).to_have_text(f"{bar} svakt organiserte samarbeid")
    more = listed.get_by_role("button", name=re.compile("Vis flere"))
    while more.count():
        more.first.click()
        reader.settle()
    assert listed.locator("tbody tr").count() == int(bar) == reader.run("SK.message.all")


def test_a_municipality_narrows_the_list_but_not_the_map(reader: Reader) -> None:
    start(reader, "styring")
    script = "JSON.stringify(SK.message.d)"
    before = reader.run(script)
    page = reader.page
    row = page.locator(".sk-tallies").first.locator("tbody tr", has_text="Smøla")
    weak = str(row.locator("td").nth(1).text_content())
    row.get_by_role("link").click()
    reader.wait_query(fane="styring", kommune="1573")
    reader.drawn()
    caption = page.locator(".st-key-steering_list_0 caption")
    expect(caption).to_have_text(f"{weak} svakt organiserte samarbeid")
    assert reader.run(script) == before
    page.get_by_role("button", name="Vis hele fylket").click()
    reader.wait_query(fane="styring")


def test_two_forms_are_compared_and_let_go(reader: Reader) -> None:
    page = start(reader).page
    page.get_by_role("button", name="Sammenlign IKS og AS").click()
    reader.wait_query(form="iks,as")
    heads = page.locator(".sk-compared thead th")
    expect(heads).to_have_count(3)
    expect(heads.nth(1)).to_contain_text("Interkommunalt selskap (IKS)")
    expect(page.locator(".sk-form.chosen")).to_have_count(2)
    rows = page.locator(".sk-compared tbody tr")
    liable = rows.filter(has_text="Hvem har ansvaret?").locator("td")
    expect(liable.nth(0)).to_contain_text("Ubegrenset")
    expect(liable.nth(1)).to_contain_text("Begrenset")
    # Every statement stands with a paragraph that leads to the law, or says that none does.
    bare = page.locator(".sk-compared td li").filter(has_not=page.locator(".sk-law"))
    expect(bare).to_have_count(0)
    page.get_by_role("link", name="Ta bort: Aksjeselskap (AS)").click()
    reader.wait_query(form="iks")
    expect(page.locator(".sk-compared")).to_have_count(0)
    expect(page.get_by_text("Velg minst én form til.")).to_be_visible()
    reader.harmless()


def test_a_number_of_the_line_leads_to_as_many_agreements(reader: Reader) -> None:
    page = start(reader).page
    place = page.locator(".sk-form", has_text="Aksjeselskap (AS)")
    link = place.get_by_role("link", name=re.compile(r"^\d+ samarbeid$"))
    count = str(link.text_content()).split()[0]
    link.click()
    reader.wait_query(fane="her", form="as")
    reader.drawn()
    expect(page.locator(".st-key-form_map h2")).to_have_text(
        f"Aksjeselskap (AS): {count} samarbeid"
    )
    expect(page.locator(".sk-beside li")).to_have_count(int(count))


def test_the_draft_is_a_word_file_with_a_name_of_its_own(reader: Reader) -> None:
    page = start(reader, "innhold", form="iks", kommune="1576,1573").page
    lines = page.locator(".st-key-contents_points tbody tr")
    expect(lines.filter(has_text="Lån").locator("td").first).to_have_text(
        "må, hvis selskapet skal kunne ta opp lån"
    )
    with page.expect_download() as got:
        page.get_by_role("button", name="Last ned utkastet (Word)").click()
    assert got.value.suggested_filename == "selskapsavtale-iks.docx"
    file = Path(got.value.path()).read_bytes()
    assert file[:2] == b"PK"
    assert b"word/document.xml" in file
    reader.harmless()


@pytest.mark.parametrize("part", ["", "her", "styring"])
def test_the_page_for_the_hall_has_no_panel_large_text_and_a_way_back(
    app: str, new_tab: NewReader, part: str
) -> None:
    hall = {"width": 1920, "height": 1080}
    reader = start(new_tab(app, viewport=hall), part)
    page = reader.page
    page.get_by_role("button", name="Storskjerm", exact=True).click()
    reader.wait_query(**({"fane": part} if part else {}), storskjerm="ja")
    expect(page.locator("[data-testid=stSidebar]")).to_be_hidden()
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    read = ".sk-form" if part == "" else ".sk-table tbody td"
    assert page.locator(read).first.evaluate(size) >= 18
    assert page.locator(".sk-lead").evaluate(size) >= 22
    assert page.evaluate(WIDER) == []
    if part:
        expect(reader.inside.locator("html")).to_have_class(re.compile(r"\bbig\b"))
        reader.settle()
        names = "Math.min(...[...document.querySelectorAll('svg.signs .name')].map(%s))"
        assert reader.run(names % size) >= {"her": 14, "styring": 16}[part]
        assert reader.run(HIDDEN) == []
    page.get_by_role("button", name="Vanlig skjerm", exact=True).click()
    reader.wait_query(**({"fane": part} if part else {}))
    expect(page.locator("[data-testid=stSidebar]")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_part_can_be_read_and_told_from_the_others(
    app: str, new_tab: NewReader, scheme: str
) -> None:
    page = start(new_tab(app, color_scheme=scheme), "innhold").page
    look = """e => { const s = getComputedStyle(e.querySelector('p'));
      return [s.color, getComputedStyle(document.querySelector('.stApp')).backgroundColor,
        s.fontWeight]; }"""
    opened = page.get_by_role("radio", name="Hva avtalen må si", exact=True).evaluate(look)
    shut = page.get_by_role("radio", name="Formene", exact=True).evaluate(look)
    assert contrast(colour(opened[0]), colour(opened[1])) >= 7
    assert int(opened[2]) > int(shut[2])
