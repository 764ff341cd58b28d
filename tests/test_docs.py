"""The texts for who comes after are true: what they name exists, and what exists is named."""

import re
from pathlib import Path

import pytest

from data.limits import LIMITS
from views.query import KEYS

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md")
_PATH = re.compile(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|toml|txt|csv|css|js))`")
_LINK = re.compile(r"\]\(([^)#]+)\)")
# Addresses of pages and stand-ins for a name of one's own are no files.
_NOT_FILES = re.compile(r"^/|NAME|MAPPE")


@pytest.mark.parametrize("text", TEXTS)
def test_every_path_exists(text: str) -> None:
    content = (ROOT / text).read_text("utf-8")
    links = {(ROOT / text).parent / path for path in _LINK.findall(content)}
    named = {ROOT / path for path in _PATH.findall(content) if not _NOT_FILES.search(path)}
    assert named
    missing = [str(path.relative_to(ROOT)) for path in links | named if not path.exists()]
    assert missing == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 60


def test_every_key_of_the_link_is_named() -> None:
    content = (ROOT / "docs/architecture.md").read_text("utf-8")
    listed = content.split("## Keys of the link")[1].split("`")[1].split()
    assert listed == list(KEYS)


def test_every_limit_is_named() -> None:
    content = (ROOT / "docs/architecture.md").read_text("utf-8").split("## Limits")[1]
    named = set(re.findall(r"[a-z]+(?:_[a-z]+)*", content.split("|---|---|")[1]))
    assert set(LIMITS) <= named


def test_every_room_of_the_program_is_in_the_picture_of_the_rooms() -> None:
    content = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} | {"pages", "tests"}
    assert {room for room in rooms if f"`{room}/`" not in content} == set()


def test_every_picture_is_small() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > 300 * 1024] == []
