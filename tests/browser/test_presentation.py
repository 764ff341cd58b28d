"""The presentation in a hall: keys live at once, all can be read, and nothing is waited for."""

import json
import re
import statistics
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from views.scenes import Scene, SceneSet
from views.scenes_file import shipped, to_json

COUNT = len(shipped().scenes)
HOSTILE = "</script><img src=x onerror=window.__x=1> {{7*7}} `${alert(1)}`"
HALL = {"width": 1920, "height": 1080}
# 20 points at 1080 lines, in CSS pixels.
LEAST = 26.6
FIND = """() => {
  const look = root => {
    for (const e of root.querySelectorAll('*')) {
      if (e.matches('.sk-hall')) return e;
      const found = e.shadowRoot && look(e.shadowRoot);
      if (found) return found;
    }
  };
  window.__hall = look(document);
  return window.__hall && window.__hall.dataset.prepared;
}"""
# Every text that is seen: its size on the screen, and whether any of it lies outside.
TEXTS = """() => {
  const seen = [], hall = window.__hall;
  const add = (root, view) => {
    const walk = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode());) {
      const e = node.parentElement;
      if (!node.textContent.trim() || ['STYLE', 'SCRIPT'].includes(e.tagName)) continue;
      const style = view.getComputedStyle(e), box = e.getBoundingClientRect();
      if (style.visibility !== 'visible' || style.display === 'none' || !box.width) continue;
      const svg = e.ownerSVGElement, own = svg && svg.viewBox.baseVal;
      const scale = own && own.width ? svg.getBoundingClientRect().width / own.width : 1;
      const cut = box.left < -1 || box.top < -1 ||
        box.right > view.innerWidth + 1 || box.bottom > view.innerHeight + 1;
      seen.push([node.textContent.trim().slice(0, 40), parseFloat(style.fontSize) * scale, cut]);
    }
  };
  add(hall, window);
  const frame = hall.querySelector('iframe.front');
  if (!hall.classList.contains('alone')) add(frame.contentDocument.body, frame.contentWindow);
  const box = hall.querySelector('.panel.front');
  const over = Math.max(box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth);
  return {seen, over};
}"""
# From a key to the second frame after what it asks for stands there: it has been painted.
PRESS = """key => new Promise(done => {
  const hall = window.__hall, stage = hall.stage, start = performance.now();
  document.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
  const want = stage.keyOf(stage.at, stage.step);
  const look = () => requestAnimationFrame(() => {
    if (hall.dataset.shown !== want) look();
    else requestAnimationFrame(() => done(performance.now() - start));
  });
  look();
})"""
# Jumps, looks something up, and a moment later lets the stage tell the app where it is.
AFTER = """([place, words, moment]) => {
  const hall = window.__hall, wait = window.setTimeout, late = [];
  const key = name =>
    document.dispatchEvent(new KeyboardEvent('keydown', {key: name, bubbles: true}));
  window.setTimeout = (tell, ms) => ms === 500 ? late.push(tell) : wait(tell, ms);
  for (const name of [place, 'Enter', 's']) key(name);
  window.setTimeout = wait;
  const field = hall.querySelector('.search input');
  field.value = words;
  field.dispatchEvent(new Event('input'));
  key('Enter');
  for (const tell of late) wait(tell, moment);
  return late.length;
}"""
# From a click in the map's list to the frame after its title has changed.
CLICK = """index => new Promise(done => {
  const title = document.querySelector('h1'), was = title.textContent, start = performance.now();
  const look = () => requestAnimationFrame(() => {
    if (title.textContent === was) look();
    else requestAnimationFrame(() => done(performance.now() - start));
  });
  document.querySelectorAll('.sk-row')[index].click();
  look();
})"""


def hall(reader: Reader) -> Locator:
    return reader.page.locator(".sk-hall")


def count(reader: Reader, number: int, of: int = COUNT) -> None:
    expect(hall(reader).locator(".count")).to_have_text(f"{number} av {of}")


def on_stage(reader: Reader, link: str = "/presentasjon") -> Reader:
    reader.page.goto(reader.address + link)
    reader.page.wait_for_function(FIND, timeout=60_000)
    return reader


def press(reader: Reader, *keys: str) -> None:
    for key in keys:
        reader.page.keyboard.press(key)


def go(reader: Reader, number: int) -> None:
    """Show a scene whole, with all its steps taken."""
    reader.page.evaluate(
        """async n => {
          const stage = window.__hall.stage, scene = stage.data.scenes[n - 1];
          stage.go(n - 1, stage.stepsOf(scene) - 1);
          const want = stage.keyOf(stage.at, stage.step);
          while (window.__hall.dataset.shown !== want) await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
        }""",
        number,
    )


@pytest.fixture
def stage(app: str, new_tab: NewReader) -> Reader:
    return on_stage(new_tab(app, viewport=HALL))


def test_the_keys_live_at_once_and_a_reload_keeps_the_place(stage: Reader) -> None:
    count(stage, 1)
    press(stage, "ArrowRight", "PageDown", " ")
    count(stage, 4)
    press(stage, "PageUp", "ArrowLeft")
    count(stage, 2)
    press(stage, "End")
    count(stage, COUNT)
    press(stage, "ArrowRight")
    count(stage, COUNT)
    press(stage, "Home", "1", "7", "Enter")
    count(stage, 17)
    stage.wait_query(scene="17")
    stage.page.reload()
    count(stage, 17)
    expect(hall(stage).locator("h1:visible").last).to_be_visible()
    expect(stage.page.get_by_test_id("stHeader")).to_be_hidden()
    expect(stage.panel).to_be_hidden()
    press(stage, "Escape")
    stage.wait_query(scene="0")
    expect(stage.page.locator(".sk-scenes input")).to_have_count(COUNT)
    stage.harmless()


def test_a_scene_builds_up(stage: Reader) -> None:
    number = next(i for i, scene in enumerate(shipped().scenes, 1) if scene.build_up)
    press(stage, *str(number), "Enter")
    count(stage, number)
    found = []
    for step in range(3):
        expect(hall(stage)).to_have_attribute("data-shown", f"{number - 1}:{step}")
        frame = hall(stage).locator("iframe.front").content_frame
        found.append(
            tuple(
                frame.locator(name).count() > 0 for name in (".outlines path", ".hub", ".hublabel")
            )
        )
        press(stage, "ArrowRight")
    assert found == [(True, False, False), (True, True, False), (True, True, True)]
    count(stage, number + 1)
    # Back again: the scene before is whole, not at its beginning.
    press(stage, "ArrowLeft")
    expect(hall(stage)).to_have_attribute("data-shown", f"{number - 1}:2")


def test_what_is_looked_up_right_after_a_jump_is_found(stage: Reader) -> None:
    """Of two words at once the app hears the last, and it must not be the place alone."""
    for turn in range(6):
        place, title = 3 + turn % 2, ("Vanylven", "Tingvoll")[turn % 2]
        asked = [str(place), title.lower(), 1 + turn // 2]
        assert stage.page.evaluate(AFTER, asked) == 1
        expect(hall(stage).locator(".panel.front h1")).to_have_text(title)
        press(stage, "Escape")
        count(stage, place)
        stage.wait_query(scene=str(place))
    stage.page.reload()
    count(on_stage(stage, f"/presentasjon?scene={place}"), place)


def test_black_and_the_search_come_back_to_the_same_place(stage: Reader) -> None:
    press(stage, "3", "Enter", "b")
    expect(hall(stage).locator(".black")).to_be_visible()
    press(stage, "B")
    expect(hall(stage).locator(".black")).to_be_hidden()
    count(stage, 3)
    for words, title in (("smøla vet", "Veterinærvakt Aure–Smøla"), ("Vanylven", "Vanylven")):
        press(stage, "s")
        stage.page.keyboard.type(words)
        expect(hall(stage).locator(".search li.on .name")).to_have_text(title)
        press(stage, "Enter")
        expect(hall(stage).locator(".panel.front h1")).to_have_text(title)
        press(stage, "Escape")
        count(stage, 3)
    # What is not found is said, and Esc closes the search, not the stage.
    press(stage, "s")
    stage.page.keyboard.type("xyzzy b 12")
    expect(hall(stage).locator(".search .none")).to_be_visible()
    press(stage, "Escape")
    expect(hall(stage).locator(".search")).to_be_hidden()
    expect(hall(stage).locator(".black")).to_be_hidden()
    count(stage, 3)
    stage.harmless()


@pytest.mark.parametrize("size", [HALL, {"width": 1280, "height": 720}])
def test_everything_can_be_read_and_nothing_is_cut(
    app: str, new_tab: NewReader, size: dict[str, int]
) -> None:
    reader = on_stage(new_tab(app, viewport=size))
    least = LEAST * size["height"] / 1080
    # The buttons go when the pointer rests; then all that is left is the scene.
    expect(hall(reader).locator(".tools")).to_be_hidden()
    short = []
    for number in range(1, COUNT + 1):
        go(reader, number)
        found: dict[str, Any] = reader.page.evaluate(TEXTS)
        assert len(found["seen"]) > 4, number
        short += [(number, *text) for text in found["seen"] if text[1] < least or text[2]]
        short += [(number, "over", found["over"])] if found["over"] > 1 else []
        rows = hall(reader).locator(".panel.front .rows > li:not(.left)")
        hidden = hall(reader).locator(".panel.front .rows > li[hidden]:not(.left)")
        assert hidden.count() == 0 or rows.count() > 9, number
    assert short == []
    reader.harmless()


def test_a_change_is_painted_at_once(app: str, new_tab: NewReader, stage: Reader) -> None:
    times = []
    for _turn in range(25):
        times.append(stage.page.evaluate(PRESS, "ArrowRight"))
        stage.page.wait_for_timeout(300)
    chart = new_tab(app).open("/kart?tjeneste=brann")
    ordinary = []
    for turn in range(9):
        ordinary.append(chart.run(CLICK, turn % 5))
        chart.settle()
    change, click = statistics.median(times), statistics.median(ordinary)
    assert change <= 150, (change, times)
    assert change <= 0.5 * click, (change, click)


def test_the_speaker_follows_in_a_second_window(stage: Reader) -> None:
    with stage.page.context.expect_page() as opened:
        press(stage, "n")
    notes = opened.value
    scenes = shipped().scenes
    expect(notes.locator("#title")).to_have_text(scenes[0].title)
    expect(notes.locator("#next")).to_have_text(scenes[1].title)
    assert scenes[0].notes.splitlines()[0] in notes.locator("#notes").inner_text()
    notes.keyboard.press("ArrowRight")
    count(stage, 2)
    expect(notes.locator("#title")).to_have_text(scenes[1].title)
    stage.page.reload()
    count(stage, 2)
    stage.page.wait_for_function(FIND, timeout=60_000)
    stage.page.evaluate("window.__hall.stage.act('next')")
    expect(notes.locator("#count")).to_have_text(f"3 av {COUNT}")
    notes.reload()
    expect(notes.locator("#title")).to_have_text(scenes[2].title)
    stage.harmless()


# A title is written and, a moment after the field is left, a button of the same line is clicked.
WRITE_AND_CLICK = """([words, moment]) => new Promise(done => {
  const inside = root => root.querySelector('.sk-scenes') ||
    [...root.querySelectorAll('*')].map(e => e.shadowRoot && inside(e.shadowRoot)).find(Boolean);
  const list = inside(document), field = list.querySelector('input');
  field.focus();
  field.value = words;
  field.blur();
  setTimeout(() => { list.querySelector('[data-what=down]').click(); done(); }, moment);
})"""


def test_no_change_of_the_list_is_lost(reader: Reader, tmp_path: Path) -> None:
    page, titles = reader.page, reader.page.locator(".sk-scenes input")
    page.goto(f"{reader.address}/presentasjon?scene=0")
    file = tmp_path / "tre.json"
    file.write_text(to_json(SceneSet("T", tuple(Scene(n, "tekst") for n in "ABC"))), "utf-8")
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    expect(titles).to_have_count(3)
    for turn in range(6):
        reader.settle()
        last = titles.nth(1).input_value()
        page.evaluate(WRITE_AND_CLICK, [f"Ny {turn}", turn // 2])
        expect(titles.nth(1)).to_have_value(f"Ny {turn}")
        expect(titles.first).to_have_value(last)
    # What is being written when the answer to another change comes stays, and is sent when left.
    reader.settle()
    titles.nth(2).fill("Siste")
    titles.nth(0).click()
    page.keyboard.press("End")
    page.keyboard.type(" og mer enn det som sto her", delay=20)
    reader.settle()
    page.keyboard.press("Tab")
    reader.settle().page.reload()
    expect(titles.nth(2)).to_have_value("Siste")
    expect(titles.first).to_have_value(f"{last} og mer enn det som sto her")
    reader.harmless()


def test_a_set_of_ones_own_is_made_sent_and_loaded(
    app: str, new_tab: NewReader, tmp_path: Path
) -> None:
    reader = new_tab(app).open("/kart?tjeneste=havn")
    reader.page.get_by_role("button", name="Legg til i presentasjonen").click()
    reader.page.get_by_role("button", name="Lagt til. Åpne presentasjonen").click()
    titles = reader.page.locator(".sk-scenes input")
    expect(titles).to_have_count(COUNT + 1)
    expect(titles.last).to_have_value(re.compile("^Havn: "))
    # A file with hostile words is words; one that is no presentation changes nothing.
    good, bad = tmp_path / "god.json", tmp_path / "vond.json"
    scenes = SceneSet(
        HOSTILE,
        (
            Scene(HOSTILE, "kart", "avtale=norbr,borte-vekk", HOSTILE),
            Scene("Ord", "tekst", "", HOSTILE, (f"# {HOSTILE}", HOSTILE)),
        ),
    )
    good.write_text(to_json(scenes), "utf-8")
    bad.write_text(json.dumps({**json.loads(to_json(scenes)), "versjon": 99}), "utf-8")
    upload = reader.page.get_by_test_id("stFileUploaderDropzoneInput")
    upload.set_input_files(good)
    expect(titles).to_have_count(2)
    expect(titles.first).to_have_value(HOSTILE)
    expect(reader.page.locator(".sk-scenes .lost")).to_contain_text("borte-vekk")
    upload.set_input_files(bad)
    expect(reader.page.get_by_text("nyere utgave")).to_be_visible()
    expect(titles).to_have_count(2)
    # The browser keeps it for the next visit, and the stage shows the words as they stand.
    on_stage(reader)
    count(reader, 1, 2)
    expect(hall(reader).locator(".panel.front h1")).to_have_text(HOSTILE)
    expect(hall(reader).locator(".panel.front .lost")).to_contain_text("borte-vekk")
    press(reader, "End")
    expect(hall(reader).locator(".panel.front li")).to_have_text(HOSTILE)
    assert reader.page.evaluate("window.__x") is None
    reader.harmless()
