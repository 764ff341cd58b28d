"""The question of who may is asked of request, sign-in and secrets, anew each time."""

import logging
import re
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton
from streamlit.testing.v1 import AppTest

from data.limits import limit
from data.permission import EDITOR, LOCAL_EDITOR, Permit, Refusal, valid
from ui import access

ROOT = Path(__file__).parents[2]
COOKIE = "0123456789abcdef" * 4
AUTH = f'[auth]\nredirect_uri = "http://x/oauth2callback"\ncookie_secret = "{COOKIE}"\n'
LISTED = '[editors]\nemails = ["kari@kommune.example"]\n'
KARI = {
    "is_logged_in": True,
    "iss": "https://provider.example",
    "sub": "1",
    "nonce": "n-1",
    "email": "kari@kommune.example",
    "email_verified": True,
}
LOCAL = [("host", "localhost:8501"), ("origin", "http://localhost:8501")]


class World:
    """A request and the secrets of the server that it came to."""

    def __init__(self, file: Path) -> None:
        self.file, self.headers, self.claims = file, list(LOCAL), dict[str, object]()
        self.peer = "127.0.0.1"
        self.sent: list[object] = []

    def client(self) -> SimpleNamespace:
        return SimpleNamespace(headers=self.headers, cookies={}, remote_ip=self.peer)

    def session(self) -> SimpleNamespace:
        return SimpleNamespace(user_info=self.claims, session_id="s", enqueue=self.sent.append)

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")
        secrets_singleton._reset()

    def role(self) -> str:
        """Return the role of the permit, or the code of the refusal."""
        found = access.permit()
        if isinstance(found, Refusal):
            return found.code
        assert valid(found)
        return found.role


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    made = World(tmp_path / "secrets.toml")
    files = config.get_option("secrets.files")
    address = config.get_option("server.address")
    config._set_option("secrets.files", [str(made.file)], "test")
    config._set_option("server.address", "127.0.0.1", "test")
    secrets_singleton._reset()
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", made.client)
    monkeypatch.setattr("streamlit.user_info._get_script_run_ctx", made.session)
    monkeypatch.setattr(access, "_LEFT", set())
    yield made
    secrets_singleton._reset()
    config._set_option("secrets.files", files, "test")
    config._set_option("server.address", address, "test")


def test_without_secrets_the_one_at_the_machine_may_and_nothing_is_said(
    world: World, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert world.role() == LOCAL_EDITOR
    assert capsys.readouterr() == ("", "")
    assert caplog.text == ""


@pytest.mark.parametrize("address", [None, "0.0.0.0", "192.168.1.4"])  # noqa: S104
def test_a_server_open_to_others_refuses(world: World, address: str | None) -> None:
    config._set_option("server.address", address, "test")
    assert world.role() == "TILGANG_NETT"


def test_what_the_request_says_is_heard(world: World) -> None:
    world.headers.append(("x-forwarded-for", "203.0.113.7"))
    assert world.role() == "TILGANG_MELLOMLEDD"
    world.headers.pop()
    assert world.role() == LOCAL_EDITOR
    world.peer = "203.0.113.7"
    assert world.role() == "TILGANG_MELLOMLEDD"


@pytest.mark.parametrize("name", ["host", "origin"])
@pytest.mark.parametrize("first", [True, False])
def test_two_of_the_same_header_are_refused(world: World, name: str, first: bool) -> None:
    other = {"host": "kart.example", "origin": "http://kart.example"}[name]
    world.headers.insert(0 if first else 2, (name, other))
    assert world.role() == "TILGANG_MELLOMLEDD"


def test_sign_in_and_the_list_of_editors(world: World) -> None:
    world.write(AUTH + LISTED)
    assert world.role() == "TILGANG_INNLOGGING"
    world.claims = dict(KARI)
    assert world.role() == EDITOR
    world.claims["email"] = "per@kommune.example"
    assert world.role() == "TILGANG_LISTE"
    world.claims = {**KARI, "email_verified": "true"}
    assert world.role() == "TILGANG_EPOST"
    world.claims = {**KARI, "is_logged_in": "true"}
    assert world.role() == "TILGANG_INNLOGGING"


def test_one_taken_off_the_list_is_refused_at_the_next_question(world: World) -> None:
    world.write(AUTH + LISTED)
    world.claims = dict(KARI)
    assert world.role() == EDITOR
    world.write(AUTH + LISTED.replace("kari", "per"))
    assert world.role() == "TILGANG_LISTE"


@pytest.mark.parametrize("claimed", ["kart", ["alle", "kart"]])
def test_the_group_is_read_from_the_claim_that_is_named(world: World, claimed: object) -> None:
    world.claims = {**KARI, "email_verified": False, "roles": claimed}
    world.write(AUTH + '[editors]\ngroup = "kart"\nclaim = "roles"\n')
    assert world.role() == EDITOR
    world.write(AUTH + '[editors]\ngroup = "kart"\n')
    assert world.role() == "TILGANG_LISTE"


@pytest.mark.parametrize("claimed", [None, 7, {"kart": True}, [["kart"], None], "kartet"])
def test_a_claim_of_another_shape_is_no_group(world: World, claimed: object) -> None:
    world.claims = {**KARI, "groups": claimed}
    world.write(AUTH + '[editors]\ngroup = "kart"\n')
    assert world.role() == "TILGANG_LISTE"


def test_a_permit_ends_with_the_sign_in(world: World) -> None:
    world.write(AUTH + LISTED)
    world.claims = dict(KARI)
    assert world.role() == EDITOR
    access.sign_out()
    assert world.claims == {}
    assert len(world.sent) == 1, "the browser is told to forget"
    assert world.role() == "TILGANG_INNLOGGING"
    # Another tab still holds what it was told when it was opened.
    world.claims = dict(KARI)
    assert world.role() == "TILGANG_INNLOGGING"
    # A new sign-in is another one.
    world.claims = {**KARI, "nonce": "n-2"}
    assert world.role() == EDITOR


def test_a_sign_in_grows_old_where_hours_are_set(world: World) -> None:
    world.write(AUTH + LISTED + "hours = 2\n")
    for age, expected in [(0, EDITOR), (7000, EDITOR), (7300, "TILGANG_INNLOGGING")]:
        world.claims = {**KARI, "iat": time.time() - age}
        assert world.role() == expected
    world.claims = dict(KARI)
    assert world.role() == "TILGANG_INNLOGGING", "a sign-in without a time is old"


@pytest.mark.parametrize(
    "text",
    [
        "dette er ikke TOML [",
        AUTH + '[editors]\nemails = "kari@kommune.example"\n',
        AUTH + "[editors]\nemails = [1]\n",
        AUTH + LISTED + 'hours = "tolv"\n',
        AUTH + LISTED + "hours = 0\n",
        AUTH + LISTED + "hours = true\n",
        AUTH + LISTED + "group = 7\n",
        'auth = "på"\n',
        "editors = 7\n" + AUTH,
        LISTED + '[auth]\ncookie_secret = "kort"\n',
        LISTED + "[auth]\nredirect_uri = 'http://x/oauth2callback'\n",
        (ROOT / ".streamlit" / "secrets.example.toml").read_text("utf-8"),
    ],
)
def test_secrets_that_cannot_be_understood_let_nobody_in(world: World, text: str) -> None:
    world.write(text)
    world.claims = dict(KARI)
    assert world.role() == "TILGANG_OPPSETT"
    world.claims = {}
    assert world.role() == "TILGANG_OPPSETT"


def test_secrets_in_another_encoding_let_nobody_in(world: World) -> None:
    world.file.write_bytes('[auth]\nx = "å"\n'.encode("cp1252"))
    assert world.role() == "TILGANG_OPPSETT"


def test_a_folder_in_place_of_the_secrets_lets_nobody_in(world: World) -> None:
    world.file.mkdir()
    assert world.role() == "TILGANG_OPPSETT"


# ---- what the page shows ----


SCRIPT = """
import streamlit as st
from ui import access
st.session_state["let_in"] = access.gate() is not None
"""


@pytest.fixture
def show(world: World) -> Callable[[], AppTest]:
    def run() -> AppTest:
        app = AppTest.from_string(SCRIPT, default_timeout=30).run()
        assert not app.exception
        return app

    return run


def words(app: AppTest) -> str:
    return "\n".join(block.proto.body for block in app.get("html"))


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_the_gate_lets_the_local_editor_in(show: Callable[[], AppTest]) -> None:
    app = show()
    assert app.session_state["let_in"]
    assert "lokal redaktør" in words(app)
    assert buttons(app) == []


def test_the_gate_says_why_not_and_offers_sign_in(
    show: Callable[[], AppTest], world: World
) -> None:
    world.write(AUTH + 'client_id = "kart"\n[auth.ansattporten]\nclient_id = "k"\n' + LISTED)
    app = show()
    assert not app.session_state["let_in"]
    assert "TILGANG_INNLOGGING" in words(app)
    assert buttons(app) == ["Logg inn", "Logg inn med ansattporten"]
    # What is missing in the settings is said when somebody tries, never shown as a fault.
    app.button[0].click().run()
    assert not app.exception
    assert "ikke satt opp ferdig" in words(app)


def test_the_gate_offers_one_who_is_no_editor_to_sign_out(
    show: Callable[[], AppTest], world: World
) -> None:
    world.write(AUTH + 'client_id = "kart"\n' + LISTED)
    world.claims = {**KARI, "email": "per@kommune.example"}
    app = show()
    assert not app.session_state["let_in"]
    assert "TILGANG_LISTE" in words(app)
    assert buttons(app) == ["Logg ut"]
    assert "@" not in words(app)


def test_an_editor_can_sign_out_and_is_out(show: Callable[[], AppTest], world: World) -> None:
    world.write(AUTH + 'client_id = "kart"\n' + LISTED)
    world.claims = dict(KARI)
    app = show()
    assert app.session_state["let_in"]
    assert buttons(app) == ["Logg ut"]
    assert "@" not in words(app)
    app.button[0].click().run()
    assert not app.session_state["let_in"]
    assert "TILGANG_INNLOGGING" in words(app)


# ---- the files ----


def test_the_example_explains_each_line_and_holds_no_secret() -> None:
    text = (ROOT / ".streamlit" / "secrets.example.toml").read_text("utf-8")
    example = tomllib.loads(text)
    for key in ("redirect_uri", "cookie_secret", "client_id", "client_secret"):
        assert "«" in example["auth"][key]
    assert "«" in example["auth"]["server_metadata_url"]
    assert all("«" in email for email in example["editors"]["emails"])
    # Every setting that the code reads is there, and nothing else.
    assert set(example) == {"auth", "editors"}
    assert set(example["editors"]) == {"emails", "group", "claim", "hours"}
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line and not line.startswith(("#", "[")):
            block = lines[: number + 1][::-1]
            assert any(part.startswith("#") for part in block[1:3]), line


def test_no_secret_is_among_our_files() -> None:
    quoted = r"[\"']?\s*[=:]\s*[\"'][^\"'«{]{8,}[\"']"
    value = rf"(?:cookie|client)_?secret{quoted}|BEGIN [A-Z ]*PRIVATE KEY-"
    secret = re.compile(value, re.IGNORECASE)
    outside = {".venv", ".git", "var", ".hypothesis"}
    found = [
        path.relative_to(ROOT)
        for path in ROOT.rglob("*")
        if path.suffix in (".py", ".toml", ".md", ".yml", ".yaml", ".json", ".cfg", ".ini", ".env")
        and not outside & set(path.relative_to(ROOT).parts)
        and path.name != "secrets.toml"
        and secret.search(path.read_text("utf-8", "replace"))
    ]
    assert found == []
    assert secret.search("client_secret" + ' = "abcdefgh12345678"'), "the guard can tell"
    assert ".streamlit/secrets.toml" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_settings_that_keep_the_app_safe() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"] == {"showErrorDetails": "none", "toolbarMode": "viewer"}
    server = settings["server"]
    assert server["address"] == "127.0.0.1"
    assert server["maxUploadSize"] == limit("upload_mb")
    assert server["enableCORS"] is True
    assert server["enableXsrfProtection"] is True
    assert server["enableStaticServing"] is False
    # The first is a secret; the second would believe any header that says who somebody is.
    assert not {"cookieSecret", "trustedUserHeaders"} & server.keys()


def test_what_sign_in_needs_comes_with_the_app() -> None:
    """Authlib speaks with the provider through httpx, and does not ask for it itself."""
    pinned = (ROOT / "requirements.txt").read_text("utf-8")
    for name in ("Authlib", "itsdangerous", "httpx"):
        assert re.search(rf"^{name}==", pinned, re.MULTILINE), name


def test_the_rule_gives_a_permit_and_not_a_person(world: World) -> None:
    world.write(AUTH + LISTED)
    world.claims = dict(KARI)
    found = access.permit()
    assert isinstance(found, Permit)
    assert "kari" not in repr(found).lower()
