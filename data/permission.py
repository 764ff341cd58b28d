"""Decide who may change the register: a pure rule over the circumstances of one request.

Where sign-in is configured it is always required, on this machine too. Where it is not, only the
one who sits at the machine may edit, and any sign of something in between shuts the door.
"""

import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from data.language import _

LOCAL_EDITOR: Final = "lokal redaktør"
EDITOR: Final = "redaktør"

# A browser sends no «X-…» header when it opens a websocket: any of them is from something between.
_BETWEEN: Final = frozenset(
    {"forwarded", "via", "client-ip", "true-client-ip", "fastly-client-ip", "cdn-loop"}
    | {"remote-addr", "remote-host", "proxy-authorization", "proxy-connection", "max-forwards"}
)
_BETWEEN_PREFIXES: Final = ("x-", "cf-", "fly-", "fastly-", "remote-", "proxy-", "ssl-")
_PORTS: Final = {"http": 80, "https": 443}
_KEY: Final = secrets.token_bytes(32)  # of this process: a permit is worth nothing in another


@dataclass(frozen=True)
class Circumstances:
    """What is known of one request: where the server listens, who asks, and what is configured.

    `headers` are all headers of the request; `host` and `origin` are two of them, empty if missing.
    `peer` is the address of the other end, None where the server says that it is this machine.
    `groups` is the claim that may hold `group`; `editors` are e-mail addresses. An empty `group`
    means that no group may edit. What names a person is compared here, and kept
    and printed nowhere.
    """

    listens_on: str = ""
    host: str = ""
    origin: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    signed_in: bool = False
    email: str = field(default="", repr=False)
    groups: tuple[str, ...] = field(default=(), repr=False)
    editors: tuple[str, ...] = field(default=(), repr=False)
    group: str = ""
    sign_in_configured: bool = False
    email_verified: bool = False
    peer: str | None = None


@dataclass(frozen=True)
class Permit:
    """Leave to write, in the name of a role; only this module makes one that is `valid`."""

    role: str
    _seal: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Refusal:
    """Why the register may not be changed: a stable code, and a sentence that says what to do."""

    code: str
    sentence: str


def valid(permit: object) -> bool:
    """Tell whether this module made the permit, in this process and for this role."""
    return isinstance(permit, Permit) and hmac.compare_digest(permit._seal, _sealed(permit.role))


def decide(circumstances: Circumstances) -> Permit | Refusal:
    """Return a permit where these circumstances allow writing, else why they do not."""
    if circumstances.sign_in_configured:
        refusal, role = _signed_in(circumstances), EDITOR
    else:
        refusal, role = _at_the_machine(circumstances), LOCAL_EDITOR
    return refusal or Permit(role, _sealed(role))


def local_permit() -> Permit:
    """Return leave to write for the command line: who runs it has the files of the store anyway.

    Only for `data.database.command`, where there is no request to decide on; never for a page.
    """
    return Permit(LOCAL_EDITOR, _sealed(LOCAL_EDITOR))


def is_loopback(name: str) -> bool:
    """Tell whether a host name or address, without a port, can only be this machine."""
    bare = name.removeprefix("[").removesuffix("]") if name.startswith("[") else name
    return bare.lower() in ("localhost", "127.0.0.1", "::1")


def _signed_in(seen: Circumstances) -> Refusal | None:
    if not seen.signed_in:
        return Refusal(
            "TILGANG_INNLOGGING",
            _("Du må logge inn for å endre registeret. Alt kan leses uten innlogging."),
        )
    if not seen.editors and not seen.group:
        return Refusal(
            "TILGANG_OPPSETT",
            _(
                "Ingen er satt opp som redaktør ennå. Be den som drifter tjenesten om å fylle ut "
                "[editors] i .streamlit/secrets.toml."
            ),
        )
    if seen.group and _among(seen.group, seen.groups):
        return None
    email = _same_case(seen.email)
    if not (_among(email, map(_same_case, seen.editors)) and email):
        return Refusal(
            "TILGANG_LISTE",
            _(
                "Du er logget inn, men er ikke redaktør. Be den som drifter tjenesten om å sette "
                "deg på lista over redaktører, eller logg inn som en annen."
            ),
        )
    if not seen.email_verified:
        return Refusal(
            "TILGANG_EPOST",
            _(
                "Innloggingstjenesten har ikke bekreftet e-postadressen din. Bekreft den der, "
                "og logg inn på nytt."
            ),
        )
    return None


def _at_the_machine(seen: Circumstances) -> Refusal | None:
    if not is_loopback(seen.listens_on):
        return Refusal(
            "TILGANG_NETT",
            _(
                "Appen kan nås fra andre maskiner, og da kreves innlogging for å endre noe. Sett "
                "opp innlogging i .streamlit/secrets.toml, eller start med «python3 run.py»."
            ),
        )
    here = _host_is_here(seen.host) and _origin_is_host(seen.origin, seen.host)
    if not (here and _peer_is_here(seen.peer)) or any(map(_is_between, seen.headers)):
        return Refusal(
            "TILGANG_MELLOMLEDD",
            _(
                "Du kommer hit gjennom en mellomtjener eller fra en annen maskin, og da kreves "
                "innlogging for å endre noe. Sett opp innlogging i .streamlit/secrets.toml, eller "
                "åpne adressen som «python3 run.py» skriver, på maskinen der appen går."
            ),
        )
    return None


def _is_between(header: str) -> bool:
    name = header.strip().lower().replace("_", "-")
    return name in _BETWEEN or name.startswith(_BETWEEN_PREFIXES)


def _host_is_here(host: str) -> bool:
    return (parts := _parts(f"http://{host}")) is not None and is_loopback(parts[0])


def _origin_is_host(origin: str, host: str) -> bool:
    """Tell whether the page came from the same address as it speaks with.

    A proxy that gives the app a Host of its own leaves the browser's Origin as it was. A client
    that is no browser may leave Origin out; it could as well have written what it liked.
    """
    if not origin:
        return True
    scheme = origin.partition("://")[0].lower()
    if scheme not in _PORTS:
        return False
    came_from = _parts(origin)
    return came_from is not None and came_from == _parts(f"{scheme}://{host}")


def _parts(address: str) -> tuple[str, int] | None:
    """Return host and port of an address that holds nothing else, or None."""
    scheme, _sep, authority = address.partition("://")
    if not authority or not authority.isascii() or set(authority) & set("/?#@\\,% \t\r\n"):
        return None
    try:
        split = urlsplit(address)
        port = _PORTS[scheme.lower()] if split.port is None else split.port
    except ValueError:
        return None
    return (split.hostname, port) if split.hostname else None


def _peer_is_here(peer: str | None) -> bool:
    try:
        return peer is None or ip_address(peer).is_loopback
    except ValueError:
        return False


def _sealed(role: str) -> bytes:
    return hmac.digest(_KEY, role.encode("utf-8", "surrogatepass"), sha256)


def _among(wanted: str, names: Iterable[str]) -> bool:
    """Tell whether a name is in a list, in a time that does not tell how much of it was right."""
    code = wanted.encode("utf-8", "surrogatepass")
    found = [hmac.compare_digest(code, n.encode("utf-8", "surrogatepass")) for n in names]
    return any(found)


def _same_case(email: str) -> str:
    """Return an address to compare; beyond ASCII as it stands: «ſ» and the Kelvin sign fold."""
    bare = email.strip()
    return bare.lower() if bare.isascii() else bare
