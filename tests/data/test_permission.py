"""Who may change the register: every way in, every sign of something between, every list."""

import copy
import pickle
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.permission import (
    EDITOR,
    LOCAL_EDITOR,
    Circumstances,
    Permit,
    Refusal,
    decide,
    is_loopback,
    valid,
)

ALL = "0.0.0.0"  # noqa: S104 (the point: it is not this machine alone)
HERE = Circumstances(
    listens_on="127.0.0.1",
    host="localhost:8501",
    origin="http://localhost:8501",
    headers={"Host": "localhost:8501", "Origin": "http://localhost:8501", "Upgrade": "websocket"},
)
SIGNED_IN = Circumstances(
    listens_on=ALL,
    host="kart.example",
    origin="https://kart.example",
    headers={"X-Forwarded-For": "203.0.113.7"},
    peer="203.0.113.7",
    sign_in_configured=True,
    signed_in=True,
    email="kari@kommune.example",
    email_verified=True,
    editors=("ola@kommune.example", "Kari@Kommune.Example"),
)
ADDRESSES = ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"]
FORWARDING = [
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Forwarded-Server",
    "X-Forwarded-Anything-New",
    "X-Real-IP",
    "X-Client-IP",
    "X-Cluster-Client-Ip",
    "X-Original-Host",
    "X-Envoy-External-Address",
    "X-ARR-LOG-ID",
    "X-Request-Id",
    "True-Client-IP",
    "Client-IP",
    "CF-Connecting-IP",
    "CF-Ray",
    "CDN-Loop",
    "Fly-Client-IP",
    "Remote-Addr",
    "Remote-User",
    "Proxy-Connection",
]


def code(circumstances: Circumstances) -> str:
    """Return the code of the refusal, or the role of the permit."""
    found = decide(circumstances)
    if isinstance(found, Refusal):
        assert found.sentence.endswith(".")
        return found.code
    assert valid(found)
    return found.role


def at(host: str, origin: str | None = None, scheme: str = "http") -> Circumstances:
    """Return the circumstances of a page that was opened at this address."""
    return replace(HERE, host=host, origin=f"{scheme}://{host}" if origin is None else origin)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("port", ["", ":8501", ":80"])
def test_the_one_at_the_machine_may(address: str, port: str) -> None:
    assert code(at(address + port)) == LOCAL_EDITOR


@pytest.mark.parametrize("listens_on", ["127.0.0.1", "::1", "localhost"])
def test_the_server_may_listen_on_loopback(listens_on: str) -> None:
    assert code(replace(HERE, listens_on=listens_on)) == LOCAL_EDITOR


@pytest.mark.parametrize("peer", [None, "127.0.0.1", "127.0.0.5", "::1"])
def test_the_other_end_is_this_machine(peer: str | None) -> None:
    assert code(replace(HERE, peer=peer)) == LOCAL_EDITOR


def test_a_page_without_origin_or_with_the_ports_of_its_scheme() -> None:
    assert code(replace(HERE, origin="")) == LOCAL_EDITOR
    assert code(at("localhost:443", "https://localhost")) == LOCAL_EDITOR
    assert code(at("localhost", "http://localhost:80")) == LOCAL_EDITOR


@pytest.mark.parametrize(
    "listens_on",
    [
        "",
        ALL,
        "::",
        "[::]",
        "192.168.1.4",
        "kart.example",
        "unix:///run/app.sock",
        "127.0.0.2",
    ],
)
def test_a_server_that_others_can_reach_asks_for_sign_in(listens_on: str) -> None:
    assert code(replace(HERE, listens_on=listens_on)) == "TILGANG_NETT"


@pytest.mark.parametrize("header", FORWARDING)
def test_each_forwarding_header_shuts_the_door(header: str) -> None:
    for name in (header, header.lower(), header.upper(), header.replace("-", "_"), f" {header} "):
        seen = replace(HERE, headers={**HERE.headers, name: "127.0.0.1"})
        assert code(seen) == "TILGANG_MELLOMLEDD", name
        # An empty one too: that it is there is the sign.
        assert code(replace(HERE, headers={name: ""})) == "TILGANG_MELLOMLEDD", name


@pytest.mark.parametrize(
    "host",
    [
        "",
        "kart.example",
        "kart.example:8501",
        "localhost.example",
        "localhost.example:8501",
        "notlocalhost",
        "127.0.0.1.nip.example",
        "127.0.0.11",
        "127.1",
        ALL,
        "2130706433",
        "0x7f.0.0.1",
        "[::ffff:127.0.0.1]",
        "[::2]",
        "localhost:8501@kart.example",
        "kart.example@localhost",
        "localhost:8501, kart.example",
        "localhost:abc",
        "localhost:99999",
        "localhost:8501/",
        "localhost#kart.example",
        "localhost\\kart.example",
        "localhost%2ekart.example",
        "localhost.",
        "lоcalhost",  # with a Cyrillic о
        "ｌocalhost",
    ],
)
def test_another_host_is_refused(host: str) -> None:
    assert code(at(host)) == "TILGANG_MELLOMLEDD"
    assert code(at(host, "http://localhost:8501")) == "TILGANG_MELLOMLEDD"
    assert code(at(host, "")) == "TILGANG_MELLOMLEDD"


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "http://kart.example",
        "https://kart.example:8501",
        "http://localhost.example:8501",
        "http://127.0.0.1:8501",  # this machine, but not the address of the page
        "http://localhost:9000",  # a proxy that gives the app a Host of its own
        "http://localhost",
        "file://",
        "chrome-extension://abcdef",
        "ftp://localhost:8501",
        "http://localhost:8501/path",
        "http://user@localhost:8501",
        "http://localhost:8501, http://kart.example",
        "localhost:8501",
        "http://",
        "://localhost:8501",
    ],
)
def test_a_page_from_elsewhere_is_refused(origin: str) -> None:
    assert code(at("localhost:8501", origin)) == "TILGANG_MELLOMLEDD"


@pytest.mark.parametrize("peer", ["203.0.113.7", "10.0.0.2", "fe80::1", "", "unix:", "localhost"])
def test_another_machine_at_the_other_end_is_refused(peer: str) -> None:
    assert code(replace(HERE, peer=peer)) == "TILGANG_MELLOMLEDD"


def test_nothing_known_is_refused() -> None:
    assert code(Circumstances()) == "TILGANG_NETT"
    assert code(Circumstances(listens_on="127.0.0.1")) == "TILGANG_MELLOMLEDD"


# ---- properties ----

NAMES = st.text(st.characters(codec="ascii", categories=["L", "N", "Pd"]), max_size=12)
PLAIN = ["Accept-Language", "Cache-Control", "Connection", "Cookie", "Origin", "Pragma", "Upgrade"]


@given(
    st.sampled_from(FORWARDING) | NAMES.map("X-{}".format) | NAMES.map("x_forwarded_{}".format),
    st.text(max_size=20),
    st.dictionaries(st.sampled_from(PLAIN), st.text(max_size=8)),
    st.sampled_from(ADDRESSES),
)
def test_no_set_of_headers_with_a_forwarding_one_gets_in(
    header: str, text: str, others: dict[str, str], address: str
) -> None:
    plain = replace(at(address), headers=others)
    assert code(plain) == LOCAL_EDITOR
    assert code(replace(plain, headers={**others, header: text})) == "TILGANG_MELLOMLEDD"


@given(st.text(max_size=40) | st.from_regex(r"[a-z0-9.\-\[\]:@]{1,30}", fullmatch=True))
def test_no_other_host_gets_in(host: str) -> None:
    name, _sep, port = host.rpartition(":") if host.count(":") == 1 else (host, "", "")
    ours = is_loopback(host) or (is_loopback(name) and port.isascii() and port.isdigit())
    if not ours and not host.startswith("["):
        assert code(at(host, "")) == "TILGANG_MELLOMLEDD"
    elif code(at(host, "")) == LOCAL_EDITOR:
        assert host.lower().startswith(("localhost", "127.0.0.1", "[::1]"))


@given(st.text(max_size=40), st.sampled_from(ADDRESSES))
def test_no_other_origin_gets_in(origin: str, address: str) -> None:
    if origin:
        assert code(at(f"{address}:8501", origin)) == "TILGANG_MELLOMLEDD"


# ---- sign-in ----


def test_an_editor_gets_in_from_anywhere_whatever_the_case_of_the_letters() -> None:
    assert code(SIGNED_IN) == EDITOR
    assert code(replace(SIGNED_IN, email=" KARI@kommune.EXAMPLE ")) == EDITOR


def test_where_sign_in_is_configured_this_machine_is_no_exception() -> None:
    assert code(replace(HERE, sign_in_configured=True)) == "TILGANG_INNLOGGING"


def test_without_sign_in_nothing_else_helps() -> None:
    assert code(replace(SIGNED_IN, signed_in=False)) == "TILGANG_INNLOGGING"
    grouped = replace(SIGNED_IN, signed_in=False, group="redaktører", groups=("redaktører",))
    assert code(grouped) == "TILGANG_INNLOGGING"


@pytest.mark.parametrize(
    "email",
    ["", "per@kommune.example", "kari@kommune.example.net", "xkari@kommune.example", "kari"],
)
def test_one_who_is_not_on_the_list_is_refused(email: str) -> None:
    assert code(replace(SIGNED_IN, email=email)) == "TILGANG_LISTE"


@pytest.mark.parametrize(
    ("listed", "email"),
    [("kari@k.example", "\u212aari@k.example"), ("sissel@k.example", "ſiſſel@k.example")],
)
def test_letters_that_fold_to_others_are_not_the_same_person(listed: str, email: str) -> None:
    assert listed.casefold() == email.casefold()
    assert code(replace(SIGNED_IN, editors=(listed,), email=email)) == "TILGANG_LISTE"


def test_an_address_that_nobody_has_confirmed_is_refused() -> None:
    assert code(replace(SIGNED_IN, email_verified=False)) == "TILGANG_EPOST"


def test_an_empty_address_is_nobody_even_on_the_list() -> None:
    for email in ("", " ", "\x85", "\u2003"):
        assert code(replace(SIGNED_IN, email=email, editors=("", " "))) == "TILGANG_LISTE"


def test_a_member_of_the_group_gets_in_and_others_do_not() -> None:
    grouped = replace(SIGNED_IN, editors=(), group="kart-redaktør", email_verified=False)
    assert code(replace(grouped, groups=("alle", "kart-redaktør"))) == EDITOR
    assert code(replace(grouped, groups=("alle", "Kart-redaktør"))) == "TILGANG_LISTE"
    assert code(replace(grouped, groups=())) == "TILGANG_LISTE"


def test_no_editors_at_all_lets_nobody_in() -> None:
    nobody = replace(SIGNED_IN, editors=(), group="", groups=("",))
    assert code(nobody) == "TILGANG_OPPSETT"


@given(st.text(max_size=30), st.lists(st.text(max_size=30), max_size=4), st.booleans())
def test_only_the_listed_get_in(email: str, editors: list[str], verified: bool) -> None:
    found = code(replace(SIGNED_IN, email=email, editors=tuple(editors), email_verified=verified))
    same = [e for e in editors if e.strip().casefold() == email.strip().casefold()]
    assert found != EDITOR or (verified and email.strip() and same)


# ---- permits ----


def test_a_permit_made_by_hand_is_worth_nothing() -> None:
    given_out = decide(HERE)
    assert isinstance(given_out, Permit)
    assert not valid(Permit(LOCAL_EDITOR))
    assert not valid(Permit(LOCAL_EDITOR, b"\x00" * 32))
    assert not valid(replace(given_out, role="sjef"))
    assert not valid(decide(Circumstances()))
    assert not valid(None)
    assert valid(copy.copy(given_out))


def test_a_permit_of_another_process_is_worth_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = pickle.dumps(decide(HERE))
    assert valid(pickle.loads(sent))  # noqa: S301 (our own bytes)
    monkeypatch.setattr("data.permission._KEY", b"another process")
    assert not valid(pickle.loads(sent))  # noqa: S301


def test_neither_person_nor_seal_is_printed() -> None:
    shown = f"{SIGNED_IN!r} {decide(SIGNED_IN)!r} {decide(replace(SIGNED_IN, email='x@y.no'))!r}"
    assert "@" not in shown
    assert "seal" not in shown
