"""Sign-in for real: Chromium, the app and a provider, and what cookies, tokens and limits hold."""

import contextlib
import select
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.providers import EDITOR, Provider, provider
from tests.browser.reader import go
from tests.browser.servers import copy_of_project, running
from tests.browser.tabs import FORGET, NOWHERE

LET_IN = "Du er logget inn som redaktør"
SESSION = "_streamlit_user"
XSRF = "_streamlit_xsrf"
BY_GROUP = 'group = "kart-redaktør"'


@dataclass
class World:
    """An app with sign-in, the provider, and the files that the two of them write and read."""

    app: str
    provider: Provider
    secrets: Path
    log: Path


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = copy_of_project(tmp_path_factory.mktemp("project") / "copy")
    logs = tmp_path_factory.mktemp("logs")
    secrets = folder / ".streamlit" / "secrets.toml"
    secrets.unlink(missing_ok=True)
    with provider(logs / "provider") as known, running(logs / "app", folder=folder) as app:
        secrets.write_text(known.secrets(app), encoding="utf-8")
        yield World(app, known, secrets, logs / "app")


@pytest.fixture(scope="module")
def machine(browser: Browser, world: World) -> Iterator[BrowserContext]:
    """The browser that people use one after the other: it has the app's scripts already."""
    made = browser.new_context()
    made.new_page().goto(f"{world.app}{NOWHERE}")
    yield made
    made.close()


@pytest.fixture
def someone(machine: BrowserContext, world: World) -> Iterator[BrowserContext]:
    """A person with a browser that remembers nothing, and one tab where nothing is open."""
    yield machine
    first, *others = machine.pages
    for page in others:
        page.close()
    first.goto(f"{world.app}{NOWHERE}")
    first.evaluate(FORGET)
    machine.clear_cookies()
    assert machine.cookies() == []


def new_page(someone: BrowserContext) -> Page:
    """Return the tab where nothing is open, or one more."""
    first = someone.pages[0]
    return first if first.url.endswith(NOWHERE) else someone.new_page()


def arrive(someone: BrowserContext, world: World) -> Page:
    """Type the address of the editing page."""
    page = new_page(someone)
    page.goto(f"{world.app}/rediger")
    return page


def sign_in(someone: BrowserContext, world: World, name: str) -> Page:
    """Go the whole way: the button, the provider's page, back to the app, and to the page."""
    page = arrive(someone, world)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    world.provider.sign_in(page, name)
    page.wait_for_url(f"{world.app}/")
    page.goto(f"{world.app}/rediger")
    return page


def refused(page: Page, code: str) -> None:
    """Expect the refusal, and nothing that one could edit with."""
    expect(page.get_by_text(f"Kode: {code}")).to_be_visible()
    expect(page.get_by_text(LET_IN)).to_have_count(0)
    expect(page.get_by_test_id("stButtonGroup")).to_have_count(0)


# ---- people ----


def test_one_who_types_the_address_gets_the_refusal(world: World, someone: BrowserContext) -> None:
    refused(arrive(someone, world), "TILGANG_INNLOGGING")


def test_an_editor_gets_in_and_out(world: World, someone: BrowserContext) -> None:
    page = sign_in(someone, world, "kari")
    expect(page.get_by_text(LET_IN)).to_be_visible()
    other = arrive(someone, world)
    expect(other.get_by_text(LET_IN)).to_be_visible()
    page.get_by_role("button", name="Logg ut", exact=True).click()
    world.provider.sign_out(page)
    page.wait_for_url(f"{world.app}/")
    page.goto(f"{world.app}/rediger")
    refused(page, "TILGANG_INNLOGGING")
    # The other tab was let in before; it is asked anew at the next click.
    go(other, "Oversikt")
    go(other, "Rediger", "Registeret")
    refused(other, "TILGANG_INNLOGGING")


@pytest.mark.parametrize(
    ("name", "code"), [("per", "TILGANG_LISTE"), ("ubekreftet", "TILGANG_EPOST")]
)
def test_one_who_is_signed_in_but_no_editor_is_refused(
    world: World, someone: BrowserContext, name: str, code: str
) -> None:
    page = sign_in(someone, world, name)
    refused(page, code)
    expect(page.get_by_role("button", name="Logg ut", exact=True)).to_be_visible()


def test_one_who_says_no_to_the_provider_is_not_let_in(
    world: World, someone: BrowserContext
) -> None:
    page = arrive(someone, world)
    page.get_by_role("button", name="Logg inn", exact=True).click()
    page.wait_for_url(f"{world.provider.address}/**")
    page.get_by_role("button", name="Deny").click()
    page.wait_for_url(f"{world.app}/**")
    page.goto(f"{world.app}/rediger")
    refused(page, "TILGANG_INNLOGGING")


def test_who_edits_is_read_anew_while_the_app_runs(world: World, someone: BrowserContext) -> None:
    """The list becomes a group: one is let in without signing in again, the other is put out."""
    before = world.secrets.read_text("utf-8")
    member = sign_in(someone, world, "gruppa")
    refused(member, "TILGANG_LISTE")
    changed = before.replace(f'emails = ["{EDITOR}"]', BY_GROUP)
    assert changed != before
    world.secrets.write_text(changed, encoding="utf-8")
    try:
        expect_soon(member, LET_IN)
    finally:
        world.secrets.write_text(before, encoding="utf-8")
    expect_soon(member, "Kode: TILGANG_LISTE")


def expect_soon(page: Page, words: str) -> None:
    """Load the page again until it says this: the file is looked at every few seconds."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        page.reload()
        expect(page.get_by_role("heading", name="Rediger")).to_be_visible()
        page.wait_for_timeout(1000)
        if page.get_by_text(words).count():
            return
    expect(page.get_by_text(words)).to_be_visible()


# ---- cookies, and what is sent once more ----


def test_the_cookie_of_the_sign_in_is_shut_to_scripts_and_other_sites(
    world: World, someone: BrowserContext
) -> None:
    page = sign_in(someone, world, "kari")
    expect(page.get_by_text(LET_IN)).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in someone.cookies(world.app)}
    for name in (SESSION, f"{SESSION}_tokens", "_streamlit_session"):
        if name in cookies:
            assert cookies[name]["httpOnly"], name
            assert cookies[name]["sameSite"] == "Lax", name
    assert SESSION in cookies
    assert SESSION not in page.evaluate("document.cookie")
    assert cookies[XSRF]["sameSite"] == "Lax"


def test_a_cookie_that_was_changed_or_made_up_is_no_sign_in(
    world: World, someone: BrowserContext
) -> None:
    page = sign_in(someone, world, "kari")
    expect(page.get_by_text(LET_IN)).to_be_visible()
    (cookie,) = [one for one in someone.cookies(world.app) if one["name"] == SESSION]
    value = cookie["value"]
    for other in (value[:-3] + "abc", "x" + value, "chunks-2", ""):
        someone.add_cookies([{"name": SESSION, "value": other, "url": world.app}])
        page.goto(f"{world.app}/rediger")
        refused(page, "TILGANG_INNLOGGING")


class Heard:
    """What the browser sends on its socket, and what it is answered."""

    def __init__(self, page: Page) -> None:
        self.sent: list[bytes] = []
        self.received: list[bytes] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: Any) -> None:
        socket.on("framesent", lambda data: self.sent.append(bytes_of(data)))
        socket.on("framereceived", lambda data: self.received.append(bytes_of(data)))

    @property
    def session(self) -> str:
        """The id that the app gave the session."""
        for frame in self.received:
            message = ForwardMsg.FromString(frame)
            if message.WhichOneof("type") == "new_session":
                return message.new_session.initialize.session_id
        pytest.fail("no session began")


def bytes_of(data: bytes | str) -> bytes:
    return data.encode("latin-1") if isinstance(data, str) else data


def editor_at_work(someone: BrowserContext, world: World) -> Heard:
    """Let an editor open the page; return what was said."""
    page = sign_in(someone, world, "kari")
    expect(page.get_by_text(LET_IN)).to_be_visible()
    heard = Heard(page)
    page.reload()
    expect(page.get_by_text(LET_IN)).to_be_visible()
    assert heard.sent
    return heard


def replay(world: World, frames: list[bytes], headers: dict[str, str], **more: Any) -> str:
    """Send what an editor's browser sent, from elsewhere; return all that is answered."""
    address = world.app.replace("http", "ws") + "/_stcore/stream"
    answers = b""
    with connect(address, additional_headers=headers, max_size=None, **more) as socket:
        for frame in frames:
            socket.send(frame)
        while "TILGANG_" not in (text := answers.decode("utf-8", "replace")) and LET_IN not in text:
            answers += bytes(socket.recv(timeout=30))
    return text


def test_what_an_editor_sent_is_worth_nothing_from_another(
    world: World, someone: BrowserContext
) -> None:
    heard = editor_at_work(someone, world)
    cookies = "; ".join(f"{c['name']}={c['value']}" for c in someone.cookies(world.app))
    token = next(c["value"] for c in someone.cookies(world.app) if c["name"] == XSRF)
    own = {"Origin": world.app}
    # Without the cookie, with the cookie alone (as another site would send it), and not from a
    # page at all: nobody is signed in.
    for headers in (own, {**own, "Cookie": cookies}, {"Cookie": cookies}):
        found = replay(world, heard.sent, headers)
        assert "TILGANG_INNLOGGING" in found
        assert LET_IN not in found
    # The same bytes with cookie and token are the editor's own browser: the test can tell.
    more = {"subprotocols": ["streamlit", token]}
    assert LET_IN in replay(world, heard.sent, {**own, "Cookie": cookies}, **more)


@pytest.mark.parametrize("origin", ["http://kart.example", "https://127.0.0.1.example", "null"])
def test_a_page_of_another_site_gets_no_socket(world: World, origin: str) -> None:
    with pytest.raises(InvalidStatus) as caught:
        replay(world, [], {"Origin": origin})
    assert caught.value.response.status_code == 403


# ---- files that are sent in ----


def put(world: World, session: str, size: int, headers: dict[str, str]) -> int:
    """Send a file of this many bytes in; return the status of the answer."""
    body = b'--edge\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
    body += b"x" * size + b"\r\n--edge--\r\n"
    file = "00000000-0000-0000-0000-000000000001"
    connection = HTTPConnection(world.app.removeprefix("http://"), timeout=30)
    with contextlib.closing(connection):
        connection.putrequest("PUT", f"/_stcore/upload_file/{session}/{file}")
        for name, text in headers.items():
            connection.putheader(name, text)
        connection.putheader("Content-Type", "multipart/form-data; boundary=edge")
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        # One that is too large is answered before it is sent, and is then not wanted.
        answered, _out, _fault = select.select([connection.sock], [], [], 0.5)
        if not answered:
            connection.send(body)
        return connection.getresponse().status


def test_a_file_needs_the_token_and_fits_the_limit(world: World, someone: BrowserContext) -> None:
    page = new_page(someone)
    heard = Heard(page)
    page.goto(f"{world.app}/rediger")
    refused(page, "TILGANG_INNLOGGING")
    token = next(c["value"] for c in someone.cookies(world.app) if c["name"] == XSRF)
    other = "2|00000000|00112233445566778899aabbccddeeff|1700000000"
    session, cookie = heard.session, {"Cookie": f"{XSRF}={token}"}
    assert put(world, session, 10, {}) == 403
    assert put(world, session, 10, cookie) == 403
    assert put(world, session, 10, {"X-Xsrftoken": token}) == 403
    assert put(world, session, 10, {**cookie, "X-Xsrftoken": other}) == 403
    whole = {**cookie, "X-Xsrftoken": token}
    assert put(world, "no-such-session", 10, whole) == 400
    assert put(world, session, 5 * 1024 * 1024 + 1, whole) == 413
    assert put(world, session, 10, whole) == 204


# ---- what is kept ----


def test_no_person_and_no_secret_stands_in_the_log(world: World, someone: BrowserContext) -> None:
    page = sign_in(someone, world, "kari")
    expect(page.get_by_text(LET_IN)).to_be_visible()
    log = world.log.read_text("utf-8", "replace").casefold()
    assert "kommune.example" not in log
    assert "b7d1b7d1" not in log
    written = [path for path in world.secrets.parents[1].rglob("*") if path.is_file()]
    holding = [path.name for path in written if b"kommune.example" in path.read_bytes().lower()]
    assert holding == ["secrets.toml"]
