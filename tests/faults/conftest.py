"""Stores on both engines, and a page on a register of the test's own."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data import store
from data.database.opening import Store
from tests.database.conftest import (
    file,
    new_sqlite_url,
    new_url,
    own_surroundings,
    server,
    url,
)
from tests.database.conftest import store as made_up_store
from tests.database.made_up import permit
from tests.pages.tabs import opened
from ui import access

__all__ = [
    "file",
    "made_up_store",
    "new_sqlite_url",
    "new_url",
    "own_surroundings",
    "server",
    "url",
]

LONG = bool(os.environ.get("SAMARBEIDSKART_LONG"))
Open = Callable[..., AppTest]


@pytest.fixture
def live(own_surroundings: None) -> Path:
    """Where the store of the pages lies; made when a page is opened."""
    return Path(os.environ["SAMARBEIDSKART_VAR"]) / "register.db"


@pytest.fixture
def kept(live: Path) -> Store:
    """The store of the pages, made from the shipped files."""
    return store.kept()


@pytest.fixture
def editing(monkeypatch: pytest.MonkeyPatch, live: Path) -> Open:
    """Open the editing page as one who may edit: without a browser there is no request to ask."""
    monkeypatch.setattr(access, "permit", permit)

    def open_(**link: str) -> AppTest:
        at = opened("rediger", **link)
        assert not at.exception
        return at

    return open_
