"""Tabs that are lent from test to test: a new one would compile all the scripts of a page anew."""

import contextlib
from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import Browser, Error, Page, ViewportSize

from tests.browser.reader import Reader

# A page of the app's own server that holds nothing: the tab stays in the process that it is in.
NOWHERE = "/_stcore/health"
FORGET = "() => { sessionStorage.clear(); localStorage.clear(); }"


class Tabs:
    """Tabs that nobody has now are kept, as if nobody had had them.

    Each is alone in its window: one that lies behind another is painted once a second only.
    """

    def __init__(self, browser: Browser, screen: ViewportSize) -> None:
        self._browser, self._screen = browser, screen
        self._idle: list[Page] = []

    def close(self) -> None:
        """Close those that nobody has."""
        for page in self._idle:
            page.context.close()

    @contextlib.contextmanager
    def lent(
        self,
        address: str,
        viewport: ViewportSize | None = None,
        color_scheme: Literal["dark", "light", "null"] = "null",
    ) -> Iterator[Reader]:
        """Lend a tab to a reader of `address`, who may look at it in the dark or in the hall."""
        page = self._idle.pop() if self._idle else self._browser.new_context().new_page()
        page.set_viewport_size(viewport or self._screen)
        page.emulate_media(color_scheme=color_scheme)
        opened: list[Page] = []

        def note(other: Page) -> None:
            opened.append(other)

        page.on("popup", note)
        reader = Reader(page, address)
        yield reader
        reader.close()
        page.remove_listener("popup", note)
        for other in opened:
            other.close()
        if self._left(page, address):
            self._idle.append(page)
        else:
            page.context.close()

    def _left(self, page: Page, address: str) -> bool:
        """Leave the app and forget it; False where the tab cannot be used again."""
        try:
            page.unroute_all()
            page.goto(address + NOWHERE)
            page.evaluate(FORGET)
            page.emulate_media(media="null", color_scheme="null")
            page.mouse.move(0, 0)
        except Error:  # the server is down, or the tab is
            return False
        return True
