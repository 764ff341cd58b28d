"""A running app, a browser, and pages that may only speak with this machine."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.browser.reader import Reader
from tests.browser.servers import Start, chromium, running
from tests.browser.tabs import Tabs

NewReader = Callable[..., Reader]
"""Makes a reader who remembers nothing, `new_reader(ADDRESS, **SETTINGS_OF_THE_CONTEXT)`."""

# No name is looked up, and all but this machine goes to a door that is shut. The browser's own
# boxes, which are pages too, are left out: they cost a fifth of the machine at every new tab.
SHUT = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--proxy-server=http://127.0.0.1:9",
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,AimEnabled,OptimizationHints",
)
_SCREEN: ViewportSize = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as play:
        made = play.chromium.launch(executable_path=path, args=list(SHUT))
        yield made
        made.close()


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app on the register that comes with it."""
    with running(tmp_path_factory.mktemp("app") / "log") as address:
        yield address


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start one more app, on another register or another copy of the project."""
    with contextlib.ExitStack() as stack:

        def begin(**options: Path) -> str:
            log = tmp_path_factory.mktemp("app") / "log"
            return stack.enter_context(running(log, **options))

        yield begin


@pytest.fixture
def new_reader(browser: Browser) -> Iterator[NewReader]:
    contexts: list[BrowserContext] = []

    def make(address: str, **options: object) -> Reader:
        context = browser.new_context(**{"viewport": _SCREEN, **options})
        contexts.append(context)
        return Reader(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The tabs that most tests share: the scripts of the page are there, and compiled."""
    made = Tabs(browser, _SCREEN)
    yield made
    made.close()


@pytest.fixture
def new_tab(tabs: Tabs) -> Iterator[NewReader]:
    """Make a reader in a tab of its own: a session of its own, that remembers nothing.

    `new_tab(ADDRESS, viewport=SIZE, color_scheme=SCHEME)`; other settings need `new_reader`.
    """
    with contextlib.ExitStack() as stack:

        def make(address: str, **look: Any) -> Reader:
            return stack.enter_context(tabs.lent(address, **look))

        yield make


@pytest.fixture
def reader(app: str, new_tab: NewReader) -> Reader:
    """A reader of the app, before any page is opened."""
    return new_tab(app)


@pytest.fixture(scope="module")
def chart(app: str, tabs: Tabs) -> Iterator[Reader]:
    """One reader of the map page for a whole file, to be turned to each test's own link."""
    with tabs.lent(app) as found:
        yield found.open("/kart")
