"""A reader: opens links, looks at map, list and card, and moves what can be moved."""

import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from playwright.sync_api import ConsoleMessage, Frame, Locator, Page, WebSocket, expect

expect.set_options(timeout=30_000)

_QUIET = 0.3
"""Seconds without a word from the app after which it has no more to say."""
_NO_FAULTS = (
    # Streamlit asks for its settings below the page's own path first, and is answered 404.
    "Failed to load resource",
    # It looks whether a file can be fetched when it draws the button; by then a quick reader has
    # made the next one. Tests that fetch the file say whether it can be.
    "Download Button source error - 404",
)
# A place inside a municipality where the pointer meets its area, not a hub: near its point.
_SPOT = """name => {
  const node = SK.nodes.find(n => n.name === name), p = SK.map.latLngToContainerPoint(node.at);
  const box = SK.map.getContainer().getBoundingClientRect();
  for (const [dx, dy] of [[0, 0], [9, 9], [-9, 9], [9, -9], [-9, -9], [16, 0], [-16, 0], [0, 16]]) {
    const x = box.left + p.x + dx, y = box.top + p.y + dy;
    const hit = document.elementFromPoint(x, y);
    if (hit && hit.closest('.leaflet-overlay-pane')) return [x, y];
  }
  return null;
}"""

# What the browser's own «back» does: another address, and a word to the page that it is so.
_TURN = """link => {
  history.pushState({}, '', link);
  dispatchEvent(new PopStateEvent('popstate', {state: {}}));
}"""


def go(page: Page, name: str, section: str = "") -> None:
    """Go to a page by the menu at the top; some pages stand below a heading that opens."""
    menu = page.get_by_role("navigation", name="App pages")
    if section:
        menu.get_by_role("button", name=section, exact=True).click()
        page.get_by_role("menuitem", name=name, exact=True).click()
    else:
        menu.get_by_role("link", name=name, exact=True).click()


class Reader:
    """One tab of the browser; `refused` holds what was asked of another machine than this."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.refused: list[str] = []
        self.faults: list[str] = []
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.received: list[bytes] = []
        self._spoken = 0.0
        self._heard: dict[str, Callable[..., object]] = {
            "pageerror": lambda error: self.faults.append(str(error)),
            "request": lambda request: self._see(request.url),
            "console": self._hear,
            "dialog": self._dismiss,
            "websocket": self._listen,
        }
        for event, hear in self._heard.items():
            page.on(event, hear)  # type: ignore[call-overload]

    def close(self) -> None:
        """Hear no more of the tab, which others may read in."""
        for event, hear in self._heard.items():
            self.page.remove_listener(event, hear)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(one in message.text for one in _NO_FAULTS):
            self.faults.append(message.text)

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _see(self, url: str) -> None:
        self.requests.append(url)
        address = urlsplit(url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.refused.append(url)

    def _listen(self, socket: WebSocket) -> None:
        self._see(socket.url)
        socket.on("framereceived", self._receive)

    def _receive(self, data: bytes | str) -> None:
        self.received.append(data.encode() if isinstance(data, str) else data)
        self._spoken = time.monotonic()

    # ---- pages ----

    def open(self, link: str = "/kart") -> "Reader":
        """Open a link and wait until its map is drawn."""
        self.page.goto(self.address + link)
        return self.drawn()

    def turn(self, link: str) -> "Reader":
        """Go to another link of the map page that is open, as «back» does, and wait for its map."""
        if unquote(self.page.url) != self.address + link:
            self.run("delete SK.message")
            self.page.evaluate(_TURN, link)
            self.frame.wait_for_function("SK.message")
        return self.settle()

    def drawn(self) -> "Reader":
        """Wait until a map stands on the page and nothing is under way."""
        self.inside.locator("svg.signs .name").first.wait_for(state="attached")
        return self.settle()

    def settle(self) -> "Reader":
        """Wait until the app has answered and the page has been quiet for a while."""
        app, asked = self.page.locator(".stApp"), time.monotonic()
        while True:
            left = max(asked, self._spoken) + _QUIET - time.monotonic()
            if left > 0:
                self.page.wait_for_timeout(1000 * left)
                continue
            seen = len(self.received)
            expect(app).to_have_attribute("data-test-script-state", "notRunning")
            if seen == len(self.received):
                return self

    @property
    def query(self) -> dict[str, str]:
        """The keys of the link in the address bar."""
        return dict(parse_qsl(urlsplit(self.page.url).query))

    def wait_query(self, **keys: str) -> "Reader":
        """Wait until the link holds exactly these keys."""
        self.page.wait_for_url(
            lambda url: dict(parse_qsl(urlsplit(url).query)) == keys, wait_until="commit"
        )
        return self.settle()

    # ---- the map and what stands around it, in its frame ----

    @property
    def frames(self) -> list[Frame]:
        """The frames of maps on the page."""
        return [frame for frame in self.page.frames if "st_folium" in frame.url]

    @property
    def frame(self) -> Frame:
        """The frame of the one map on the page."""
        (frame,) = self.frames
        return frame

    @property
    def inside(self) -> Any:
        """The map's frame, to look for things in."""
        return self.page.frame_locator("iframe[title*=st_folium]")

    def run(self, script: str, argument: object = None) -> Any:
        """Run a script in the map's frame."""
        return self.frame.evaluate(script, argument)

    def title(self, text: str | re.Pattern[str]) -> "Reader":
        """Expect the map's title."""
        expect(self.inside.locator("h1")).to_have_text(text)
        return self

    @property
    def rows(self) -> Locator:
        """The lines of the numbered list."""
        found: Locator = self.inside.locator(".sk-row")
        return found

    def row(self, key: str) -> Locator:
        """The list's line of one agreement."""
        found: Locator = self.inside.locator(f'.sk-row[data-id="{key}"]')
        return found

    @property
    def card(self) -> Locator:
        """The card of the agreement that is looked at."""
        found: Locator = self.inside.locator(".sk-card")
        return found

    def hub(self, key: str) -> Locator:
        """The sign of one agreement on the map."""
        found: Locator = self.inside.locator(f'.hub[data-id="{key}"]')
        return found

    def button(self, text: str) -> Locator:
        """A button in the map's frame."""
        found: Locator = self.inside.get_by_role("button", name=text, exact=True)
        return found

    def point_of(self, name: str) -> tuple[float, float]:
        """Return where on the page a municipality's area can be pointed at."""
        spot = self.run(_SPOT, name)
        assert spot is not None, f"{name} kan ikke pekes på"
        box = self.page.locator("iframe[title*=st_folium]").bounding_box()
        assert box is not None
        return box["x"] + spot[0], box["y"] + spot[1]

    def click_municipality(self, name: str) -> "Reader":
        """Click a municipality's area on the map."""
        self.page.mouse.click(*self.point_of(name))
        return self

    def view(self) -> list[float]:
        """Return zoom and centre of the map."""
        found: list[float] = self.run(
            "[SK.map.getZoom(), SK.map.getCenter().lat, SK.map.getCenter().lng]"
        )
        return found

    # ---- the filters ----

    @property
    def panel(self) -> Locator:
        """The filters."""
        return self.page.get_by_test_id("stSidebar")

    def pick(self, label: str, name: str) -> "Reader":
        """Choose a name in a list of the panel (or of the front page)."""
        box = self.page.get_by_role("combobox", name=label, exact=True)
        box.click()
        box.fill(name)
        self.page.get_by_role("option", name=name, exact=True).first.click()
        # Where several can be chosen the list stays open, above the rest of the page.
        if self.page.get_by_test_id("stMultiSelect").filter(has=box).count():
            self.page.keyboard.press("Escape")
        return self

    def picked(self, label: str) -> list[str]:
        """Return the names that are chosen in a list of the panel."""
        group = self.panel.locator('[data-testid="stMultiSelect"]').filter(has_text=label)
        names = group.get_by_role("button", name=re.compile("^Remove "))
        return [str(n.get_attribute("aria-label")).removeprefix("Remove ") for n in names.all()]

    def search(self, text: str) -> "Reader":
        """Write in the search field, and Enter."""
        box = self.page.get_by_role("searchbox", name="Søk")
        box.fill(text)
        box.press("Enter")
        return self

    def more(self) -> "Reader":
        """Open «Flere filtre»."""
        pills = self.panel.get_by_role("button", name="aktiv", exact=True)
        if not pills.is_visible():
            self.panel.get_by_text("Flere filtre").click()
            expect(pills).to_be_visible()
        return self

    def harmless(self) -> None:
        """Expect that nothing went elsewhere, no script failed and no box popped up."""
        found = [*self.refused, *dict.fromkeys(self.faults), *self.dialogs]
        assert not found, found[:9]


Change = Callable[[Reader], object]
