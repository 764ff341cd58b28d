"""Tabs that are lent from test to test: a new one would compile all the scripts of a page anew."""

import contextlib
from collections.abc import Iterator
from typing import Literal

from playwright.sync_api import BrowserContext, Error, Page, ViewportSize

from tests.browser.reader import Reader

# A page of the app's own server that holds nothing: the tab stays in the process that it is in.
_NOWHERE = "/_stcore/health"
_FORGET = "() => { sessionStorage.clear(); localStorage.clear(); }"


class Tabs:
    """Tabs of one context; those that nobody has now are kept, as if nobody had had them."""

    def __init__(self, context: BrowserContext, screen: ViewportSize) -> None:
        self._context, self._screen = context, screen
        self._idle: list[Page] = []

    @contextlib.contextmanager
    def lent(
        self,
        address: str,
        viewport: ViewportSize | None = None,
        color_scheme: Literal["dark", "light", "null"] = "null",
    ) -> Iterator[Reader]:
        """Lend a tab to a reader of `address`, who may look at it in the dark or in the hall."""
        page = self._idle.pop() if self._idle else self._context.new_page()
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
            page.close()

    def _left(self, page: Page, address: str) -> bool:
        """Leave the app and forget it; False where the tab cannot be used again."""
        try:
            page.unroute_all()
            page.evaluate(_FORGET)
            page.goto(address + _NOWHERE)
            page.emulate_media(media="null", color_scheme="null")
            page.mouse.move(0, 0)
        except Error:  # the server is down, or the tab is
            return False
        return True
