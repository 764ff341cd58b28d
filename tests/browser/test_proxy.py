"""Editing without sign-in ends where a proxy begins: real proxies of every habit, and Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SHUT
from tests.browser.proxy import KEEP_HOST, REWRITE_HOST, Proxy, proxied
from tests.browser.servers import Start, chromium, copy_of_project

# A name that another machine would use; all but this machine is still behind a shut door.
NAME = "kart.test"
BY_NAME = (
    f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP localhost 127.0.0.1, "
    "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    *(flag for flag in SHUT if not flag.startswith("--host-resolver-rules")),
    f"--proxy-bypass-list={NAME}",
)
LET_IN = "Du redigerer som lokal redaktør"
TUNNEL = "changes nothing, as a TCP relay"
ALL = {**KEEP_HOST, **REWRITE_HOST}

Visit = Callable[[str], Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without the secrets of whoever runs the tests."""
    made = copy_of_project(tmp_path_factory.mktemp("project") / "copy")
    (made / ".streamlit" / "secrets.toml").unlink(missing_ok=True)
    return made


@pytest.fixture(scope="module")
def app(start: Start, folder: Path) -> str:
    """The address of an app without sign-in, as host and port."""
    return start(folder=folder).removeprefix("http://")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    named = browser.browser_type.launch(executable_path=chromium(), args=list(BY_NAME))
    yield named.new_context().new_page()
    named.close()


@pytest.fixture
def visit(tab: Page) -> Iterator[Visit]:
    """Open the editing page at an address that the browser can only find on this machine."""

    def go(host: str) -> Page:
        tab.goto(f"http://{host}/rediger")
        return tab

    yield go
    tab.goto("about:blank")


@pytest.fixture(scope="module")
def proxy(app: str) -> Iterator[Proxy]:
    """The one proxy, on one port, so that the browser knows the scripts that it brings."""
    with proxied(app) as made:
        yield made


def refused(page: Page, code: str) -> None:
    """Expect the refusal, and nothing that one could edit with."""
    expect(page.get_by_text(f"Kode: {code}")).to_be_visible()
    expect(page.get_by_text(LET_IN)).to_have_count(0)
    expect(page.get_by_test_id("stButtonGroup")).to_have_count(0)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_one_at_the_machine_edits(app: str, visit: Visit, host: str) -> None:
    page = visit(app.replace("127.0.0.1", host))
    expect(page.get_by_text(LET_IN)).to_be_visible()
    expect(page.get_by_text("TILGANG_")).to_have_count(0)


@pytest.mark.parametrize("habit", KEEP_HOST)
def test_a_proxy_that_keeps_the_host_is_refused(proxy: Proxy, visit: Visit, habit: str) -> None:
    proxy.become(KEEP_HOST[habit])
    refused(visit(f"{NAME}:{proxy.port}"), "TILGANG_MELLOMLEDD")


@pytest.mark.parametrize("habit", [h for h in ALL if h != TUNNEL])
def test_a_proxy_is_refused_to_one_at_the_machine_too(
    proxy: Proxy, visit: Visit, habit: str
) -> None:
    proxy.become(ALL[habit])
    refused(visit(f"127.0.0.1:{proxy.port}"), "TILGANG_MELLOMLEDD")


@pytest.mark.parametrize("habit", REWRITE_HOST)
def test_a_page_by_another_name_does_not_even_come_to_the_app(
    proxy: Proxy, visit: Visit, habit: str
) -> None:
    """Streamlit itself (server.enableCORS) turns away an origin that is not the host's."""
    proxy.become(REWRITE_HOST[habit])
    page = visit(f"{NAME}:{proxy.port}")
    wait_for_upgrade(page, proxy)
    assert set(proxy.upgrades) == {403}
    expect(page.get_by_text(LET_IN)).to_have_count(0)


def test_a_tunnel_that_ends_at_this_machine_is_this_machine(proxy: Proxy, visit: Visit) -> None:
    """As `ssh -L`: browser and app see the same as without it. The limit of what can be seen."""
    proxy.become(KEEP_HOST[TUNNEL])
    page = visit(f"127.0.0.1:{proxy.port}")
    expect(page.get_by_text(LET_IN)).to_be_visible()


def test_a_server_that_other_machines_can_reach_asks_for_sign_in(
    start: Start, visit: Visit, tmp_path: Path
) -> None:
    folder = copy_of_project(tmp_path / "open")
    (folder / ".streamlit" / "secrets.toml").unlink(missing_ok=True)
    settings = folder / ".streamlit" / "config.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace('address = "127.0.0.1"', 'address = "0.0.0.0"'), "utf-8")
    assert settings.read_text("utf-8") != text
    refused(visit(start(folder=folder).removeprefix("http://")), "TILGANG_NETT")


def wait_for_upgrade(page: Page, proxy: Proxy) -> None:
    for _ in range(100):
        if proxy.upgrades:
            return
        page.wait_for_timeout(100)
    pytest.fail("the page never asked for its socket")
