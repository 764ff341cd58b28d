"""The exported file, opened from a disk: it draws, pans, answers clicks, and asks for nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from data import store
from data.register import Register
from export.web_page import html
from geo import boundaries
from geo.boundaries import Boundaries
from tests.export.hostile import KEY, TEXT, hostile, hostile_ground
from views import dekning, kart
from views.query import Query
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
NEAR = boundaries.neighbour_codes()
SERVICE = Query(tjeneste=("legevakt",))


@dataclass
class File:
    """A file that is open in a tab, and what it has tried."""

    page: Page
    path: Path
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def drawn(self) -> "File":
        self.page.locator("svg.signs .name").first.wait_for(state="attached")
        self.page.wait_for_timeout(300)
        return self

    def view(self) -> list[float]:
        found: list[float] = self.page.evaluate(
            "[SK.map.getZoom(), SK.map.getCenter().lat, SK.map.getCenter().lng]"
        )
        return found

    def row(self, key: str) -> Locator:
        return self.page.locator(f'.sk-row[data-id="{key}"]')

    def hub(self, key: str) -> Locator:
        return self.page.locator(f'.hub[data-id="{key}"]')

    @property
    def card(self) -> Locator:
        return self.page.locator(".sk-card")

    def harmless(self) -> None:
        """Expect that the file asked for nothing but itself, and nothing failed or ran."""
        self.page.wait_for_timeout(300)
        assert self.requests == [self.path.as_uri()]
        assert self.faults == []
        assert self.page.evaluate("[typeof window.PWN, typeof window.__x]") == ["undefined"] * 2


Opener = Callable[..., File]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    contexts = []

    def begin(
        view: View, register: Register = REGISTER, ground: Boundaries | None = GROUND
    ) -> File:
        path = tmp_path / f"fil-{len(contexts)}.html"
        path.write_bytes(html(view, register, ground))
        context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        contexts.append(context)
        file = File(context.new_page(), path)
        file.page.on("request", lambda request: file.requests.append(request.url))
        file.page.on("pageerror", lambda error: file.faults.append(str(error)))
        file.page.on("dialog", lambda dialog: (file.faults.append("dialog"), dialog.dismiss()))
        file.page.on(
            "console",
            lambda said: file.faults.append(said.text) if said.type != "info" else None,
        )
        file.page.goto(path.as_uri())
        return file

    yield begin
    for context in contexts:
        context.close()


def shown(query: Query) -> View:
    return kart.build(REGISTER, query, GROUND)


def test_the_map_is_drawn_and_pans_and_the_table_is_there(opened: Opener) -> None:
    view = shown(SERVICE)
    assert view.picture is not None
    file = opened(view).drawn()
    page = file.page
    expect(page.locator("body > header h1")).to_have_text(view.title)
    expect(page.locator(".hub")).to_have_count(len(view.picture.hubs))
    assert page.locator(".leaflet-overlay-pane path").count() > 105
    expect(page.locator(".sk-row")).to_have_count(len(view.picture.legend))
    expect(page.locator(".sk-credit")).to_have_text(view.picture.attribution)
    expect(page.locator("table tbody tr")).to_have_count(len(view.tables[0].rows))
    assert page.evaluate("document.fonts.check('16px \"Source Sans 3\"')")

    before = file.view()
    box = page.locator("#kart").bounding_box()
    assert box is not None
    at = box["x"] + 120, box["y"] + 300
    page.mouse.move(*at)
    page.mouse.down()
    page.mouse.move(at[0] + 150, at[1] + 60, steps=5)
    page.mouse.up()
    page.wait_for_timeout(300)
    panned = file.view()
    assert panned[0] == before[0]
    assert panned[2] < before[2] - 0.1
    page.get_by_role("button", name="Nærmere", exact=True).click()
    assert file.view()[0] > panned[0]
    page.mouse.move(*at)
    page.mouse.wheel(0, -240)
    page.wait_for_timeout(400)
    assert file.view()[0] > panned[0] + 0.5
    page.get_by_role("button", name="Hele bildet", exact=True).click()
    assert file.view() == pytest.approx(before, abs=0.01)
    file.harmless()


def test_a_click_opens_a_card_and_lights_up_what_it_is_about(opened: Opener) -> None:
    file = opened(shown(SERVICE)).drawn()
    file.row(KEY).click()
    expect(file.card.locator("h2")).to_have_text(REGISTER.agreement(KEY).name)
    expect(file.page.locator(".hub.lit")).to_have_count(1)
    file.page.get_by_role("button", name="Nærmere", exact=True).click()
    file.page.wait_for_timeout(300)
    expect(file.page.locator(".hub.lit")).to_have_count(1)
    file.page.keyboard.press("Escape")
    expect(file.card).to_have_count(0)
    expect(file.page.locator(".hub.lit")).to_have_count(0)
    other = next(row.id for row in REGISTER.agreement_records if row.name.startswith("Molde inter"))
    file.hub(other).locator(".number").click(force=True)
    expect(file.card.locator("h2")).to_have_text(REGISTER.agreement(other).name)
    file.card.locator(".sk-back").click()
    expect(file.card).to_have_count(0)
    # A municipality is a filter, which needs the app: nothing happens, and nothing breaks.
    file.page.mouse.click(*_point(file, "Sunndal"))
    expect(file.page.locator(".sk-row")).to_have_count(8)
    file.page.get_by_role("link", name="Tabell og kilder under kartet").click()
    assert file.page.evaluate("window.scrollY") > 300
    assert file.requests == [file.path.as_uri()]
    assert file.faults == []


def test_it_opens_on_its_own_picture_and_not_where_the_last_was_left(opened: Opener) -> None:
    file = opened(shown(SERVICE)).drawn()
    before = file.view()
    file.page.get_by_role("button", name="Nærmere", exact=True).click()
    assert file.view() != before
    file.page.reload()
    assert file.drawn().view() == pytest.approx(before, abs=0.01)


def test_everything_one_agreement_and_a_map_alone(opened: Opener) -> None:
    file = opened(shown(Query())).drawn()
    expect(file.page.locator(".sk-row")).to_have_count(202)
    expect(file.page.locator(".sk-more")).to_have_count(0)
    file.row("nnbt").click()
    expect(file.card).to_have_count(1)
    file.harmless()

    file = opened(shown(Query(avtale=("nnbt",)))).drawn()
    expect(file.card.locator("h2")).to_have_text(REGISTER.agreement("nnbt").name)
    expect(file.page.locator(".hublabel")).to_have_count(3)
    file.harmless()

    view = dekning.build(REGISTER, Query(), GROUND, NEAR)
    file = opened(view).drawn()
    expect(file.page.locator(".sk-side")).to_be_hidden()
    expect(file.page.locator(".caption")).to_have_text(view.map_title)
    file.harmless()


def test_without_boundaries_the_file_says_so(opened: Opener) -> None:
    file = opened(kart.build(REGISTER, SERVICE, None), REGISTER, None).drawn()
    expect(file.page.locator(".sk-sorry")).to_contain_text("Kommunegrensene kan ikke leses")
    file.harmless()


@pytest.mark.parametrize("query", [SERVICE, Query(avtale=(KEY,))], ids=["service", "one"])
def test_hostile_text_reads_as_itself_and_runs_nothing(opened: Opener, query: Query) -> None:
    register, ground = hostile(), hostile_ground()
    view = kart.build(register, query, ground)
    file = opened(view, register, ground).drawn()
    page = file.page
    assert page.title() == " ".join(view.title.split())
    assert page.locator("body > header h1").text_content() == view.title
    assert TEXT in page.locator("table tbody th").all_text_contents()
    assert file.row(KEY).locator(".sk-name").text_content() == TEXT
    if not file.card.count():
        file.row(KEY).click()
    assert file.card.locator("h2").text_content() == TEXT
    assert str(file.card.text_content()).count(TEXT) >= 5
    assert [a.get_attribute("href") for a in file.card.locator("a").all()] == [
        url for _text, url in register.agreement(KEY).sources if url.startswith("https:")
    ]
    names = page.locator("svg.signs .name").all_text_contents()
    assert TEXT in names
    file.hub(KEY).locator(".number").hover(force=True)
    assert page.locator(".sk-tip strong").text_content() == TEXT
    page.mouse.move(*_point(file, TEXT))
    assert page.locator(".sk-tip strong").text_content() == TEXT
    page.locator("summary").click()
    assert TEXT in str(page.locator("details").text_content())
    file.harmless()


def test_the_policy_stops_what_would_run_and_what_would_be_asked_for(opened: Opener) -> None:
    """The second wall: had a text become markup after all, it would still not run."""
    file = opened(shown(SERVICE)).drawn()
    file.page.evaluate(
        """() => {
        const box = document.createElement('div');
        box.innerHTML = '<img src="data:," onerror="window.PWN = 1"><svg onload="window.PWN = 2">';
        document.body.append(box);
        const script = document.createElement('script');
        script.textContent = 'window.PWN = 3';
        document.body.append(script);
        new Image().src = 'http://127.0.0.1:9/x.png';
        return fetch('http://127.0.0.1:9/x').catch(() => 0);
        }"""
    )
    file.page.wait_for_timeout(300)
    assert file.page.evaluate("typeof window.PWN") == "undefined"
    assert sum("Content Security Policy" in text for text in file.faults) >= 4


def _point(file: File, name: str) -> tuple[float, float]:
    """Return where the area of a municipality can be pointed at."""
    spot = file.page.evaluate(
        """name => {
        const node = SK.nodes.find(n => n.name === name);
        const p = SK.map.latLngToContainerPoint(node.at);
        const box = SK.map.getContainer().getBoundingClientRect();
        for (const [dx, dy] of [[0, 0], [9, 9], [-9, 9], [9, -9], [-9, -9], [14, 0], [0, 14]]) {
          const x = box.left + p.x + dx, y = box.top + p.y + dy;
          const hit = document.elementFromPoint(x, y);
          if (hit && hit.closest('.leaflet-overlay-pane')) return [x, y];
        }
        return null; }""",
        name,
    )
    assert spot is not None, name
    return float(spot[0]), float(spot[1])
