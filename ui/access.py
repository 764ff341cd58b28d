"""Ask who may change the register, here and now, and let people sign in and out.

Nothing is remembered between two questions: `permit` reads request, sign-in and secrets anew each
time, and what saves asks once more at the moment of saving. Editing pages are shown or not by
`gate`; that is a courtesy, not the guard.
"""

import hmac
import os
import secrets as randomness
import time
from collections.abc import Mapping
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

from data.language import _
from data.limits import limit
from data.permission import LOCAL_EDITOR, Circumstances, Permit, Refusal, decide
from ui.text import hint, note

_CLAIM: Final = "groups"
# 128 bits where the characters are hexadecimal.
_SECRET: Final = limit("secret_length")
_VISIT: Final = ("iss", "sub", "iat", "nonce")
_KEY: Final = randomness.token_bytes(32)
# Sign-ins that have been signed out of, as digests: another tab still holds its own copy of them.
_LEFT: Final[set[bytes]] = set()


def permit() -> Permit | Refusal:
    """Return leave to change the register as of this moment, or why there is none."""
    settings = _secrets()
    if settings is None or not _well_formed(settings):
        return Refusal(
            "TILGANG_OPPSETT",
            _(
                "Oppsettet av innlogging kan ikke leses, så ingen får endre noe. Be den som "
                "drifter tjenesten om å rette .streamlit/secrets.toml."
            ),
        )
    return decide(circumstances(settings))


def circumstances(settings: Mapping[str, Any]) -> Circumstances:
    """Return what is known of this request, and what these settings say of editors."""
    editors = settings.get("editors", {})
    claims = st.user.to_dict()
    return Circumstances(
        listens_on=st.get_option("server.address") or "",
        host=_header("Host"),
        origin=_header("Origin"),
        headers=st.context.headers.to_dict(),
        peer=st.context.ip_address,
        sign_in_configured="auth" in settings,
        signed_in=_signed_in(claims, editors.get("hours")),
        email=_text(claims.get("email")),
        email_verified=claims.get("email_verified") is True,
        groups=_texts(claims.get(editors.get("claim", _CLAIM))),
        editors=_texts(editors.get("emails")),
        group=_text(editors.get("group")),
    )


def gate() -> Permit | None:
    """Show who edits, or why nobody does and what to do; return leave only in the first case."""
    found = permit()
    if isinstance(found, Refusal):
        note(
            "warn",
            _("Du kan lese alt, men ikke endre registeret herfra."),
            [found.sentence, _("Kode: {code}").format(code=found.code)],
        )
        _show_sign_in()
        return None
    left, right = st.columns([5, 1], vertical_alignment="center")
    with left:
        if found.role == LOCAL_EDITOR:
            hint(_("Du redigerer som lokal redaktør, på maskinen der appen går."))
        else:
            hint(_("Du er logget inn som redaktør. Historikken viser rollen, ikke hvem du er."))
    with right:
        _show_sign_out()
    return found


def sign_out() -> None:
    """Sign out, in this tab and in every other that came by the same sign-in."""
    _LEFT.add(_visit(st.user.to_dict()))
    st.logout()


def _show_sign_in() -> None:
    if st.user.to_dict().get("is_logged_in") is True:
        _show_sign_out()
        return
    for name in _providers(_secrets() or {}):
        words = _("Logg inn med {name}").format(name=name) if name else _("Logg inn")
        if st.button(words, key=f"sign_in_{name}", type="primary"):
            try:
                st.login(name or None)
            except StreamlitAPIException:
                note(
                    "error",
                    _("Innloggingen er ikke satt opp ferdig."),
                    [_("Be den som drifter tjenesten om å se over [auth] i secrets.toml.")],
                )
    if "auth" in (_secrets() or {}):
        hint(_("Etter innlogging kommer du til forsiden. Velg Rediger i menyen igjen."))


def _show_sign_out() -> None:
    if st.user.to_dict().get("is_logged_in") is True:
        st.button(_("Logg ut"), key="sign_out", width="stretch", on_click=sign_out)


def _providers(settings: Mapping[str, Any]) -> list[str]:
    """Return the names of the providers of sign-in; the one without a name is empty."""
    auth = settings.get("auth")
    if not isinstance(auth, Mapping):
        return []
    named = [name for name, part in auth.items() if isinstance(part, Mapping)]
    return [*([""] if "client_id" in auth else []), *(n for n in named if n != "client_kwargs")]


def _secrets() -> Mapping[str, Any] | None:
    """Return the secrets, none where there is no file of them; None where one cannot be read.

    A file that cannot be read may hold a sign-in: then nobody may be let in without.
    """
    try:
        return st.secrets.to_dict()
    except (OSError, ValueError):
        return None if any(map(_exists, st.get_option("secrets.files"))) else {}


def _exists(path: str) -> bool:
    try:
        os.stat(path)  # noqa: PTH116 (Path.exists() says no where it may not look)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _well_formed(settings: Mapping[str, Any]) -> bool:
    auth, editors = settings.get("auth", {}), settings.get("editors", {})
    if not isinstance(auth, Mapping) or not isinstance(editors, Mapping):
        return False
    # Who knows the secret can write a sign-in of his own; a short one, as the example's, is none.
    secret = auth.get("cookie_secret", "") if auth else "0" * _SECRET
    if not isinstance(secret, str) or len(secret) < _SECRET:
        return False
    hours, emails = editors.get("hours", 1), editors.get("emails", [])
    names = [editors.get("group", ""), editors.get("claim", "")]
    return (
        type(hours) in (int, float)
        and hours > 0
        and isinstance(emails, list)
        and all(isinstance(text, str) for text in (*emails, *names))
    )


def _signed_in(claims: Mapping[str, Any], hours: float | None) -> bool:
    """Tell whether somebody is signed in, has not signed out since, and did it not too long ago."""
    if claims.get("is_logged_in") is not True or _visit(claims) in _LEFT:
        return False
    if hours is None:
        return True
    since = claims.get("iat", 0)
    return isinstance(since, int | float) and time.time() - since <= hours * 3600


def _visit(claims: Mapping[str, Any]) -> bytes:
    """Return a digest of one sign-in, from which nobody can be recognised."""
    return hmac.digest(_KEY, repr([claims.get(key) for key in _VISIT]).encode(), "sha256")


def _header(name: str) -> str:
    # Two of the same would be a trick: together they are no address.
    return ", ".join(st.context.headers.get_all(name))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(text for text in values if isinstance(text, str) and text)
