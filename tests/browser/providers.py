"""A real provider of sign-in (OpenID Connect) in a process of its own, and who is known to it."""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

COOKIE_SECRET = "b7d1" * 16
EDITOR = "kari@kommune.example"
PEOPLE = {
    "kari": {"email": EDITOR.upper(), "email_verified": True},
    "per": {"email": "per@kommune.example", "email_verified": True},
    "ubekreftet": {"email": EDITOR, "email_verified": False},
    "gruppa": {"email": "gro@kommune.example", "groups": ["alle", "kart-redaktør"]},
}
"""What the provider says of each: an editor, a reader, one unconfirmed, one of the group."""

_PATIENCE = 30


@dataclass(frozen=True)
class Provider:
    """A provider that runs; it knows only clients that have been registered."""

    address: str

    def secrets(self, app: str, editors: str = f'emails = ["{EDITOR}"]') -> str:
        """Register the app at `app` as a client; return the secrets that it needs."""
        back = f"{app}/oauth2callback"
        request = urllib.request.Request(
            f"{self.address}/oauth2/clients",
            json.dumps({"redirect_uris": [back]}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            client = json.load(answer)
        return f"""
[auth]
redirect_uri = "{back}"
cookie_secret = "{COOKIE_SECRET}"
client_id = "{client["client_id"]}"
client_secret = "{client["client_secret"]}"
server_metadata_url = "{self.address}/.well-known/openid-configuration"

[editors]
{editors}
"""

    def sign_in(self, page: Page, name: str) -> None:
        """Be one of those whom the provider knows, on the page that it shows."""
        page.wait_for_url(f"{self.address}/**")
        page.get_by_role("button", name=name, exact=True).click()

    def sign_out(self, page: Page) -> None:
        """Say yes to the question that the provider asks."""
        page.wait_for_url(f"{self.address}/**")
        page.get_by_role("button", name="End session").click()


@contextlib.contextmanager
def provider(log: Path) -> Iterator[Provider]:
    """Run a provider until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--require-registration", "true", "--require-nonce", "true"]
    for name, claims in PEOPLE.items():
        command += ["--user-claims", json.dumps({"sub": name, **claims})]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        made = Provider(f"http://127.0.0.1:{port}")
        _wait(made.address, process, log)
        yield made
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/jwks", timeout=5).close()
            return
        time.sleep(0.1)
    pytest.fail(f"the provider did not start:\n{log.read_text(errors='replace')[-3000:]}")
