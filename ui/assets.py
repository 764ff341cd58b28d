"""Serve the map's files from this server: scripts, style, typeface, and the ground to draw on.

The folder is declared as a component that is never mounted; from the map's frame its files are
reached by a relative address, so it works offline and behind a base path. The ground is made
from the boundaries and the register in force and carries its own hash in its name.
"""

import atexit
import hashlib
import shutil
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

import streamlit.components.v1 as components

from data.language import get_language
from data.register import Register
from geo.boundaries import Boundaries
from geo.picture import Point
from geo.web import base_data
from views.pen_words import words
from views.screen import places

__all__ = ["SCRIPTS", "SOURCE", "address", "ground", "page_address", "publish", "words"]

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parent / "geo" / "assets"
SCRIPTS = ("fflate.js", "signs.js", "list.js", "map.js")
_NAME = "map_files"
_lock = threading.Lock()


@lru_cache(maxsize=1)
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="samarbeidskart-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in ("leaflet.js", "leaflet.css", "pen.css", "source-sans-3-latin.woff2"):
        shutil.copyfile(SOURCE / name, folder / name)
    for name in ("page.css", "big.css"):
        shutil.copyfile(HERE / name, folder / name)
    check = (HERE / "check" / name for name in ("marks.css", "picture.css"))
    (folder / "check.css").write_text("\n".join(p.read_text("utf-8") for p in check), "utf-8")
    # One script instead of four: fewer round trips before the first picture.
    pen = "\n".join((SOURCE / name).read_text("utf-8") for name in SCRIPTS)
    (folder / "pen.js").write_text(pen, "utf-8")
    components.declare_component(_NAME, path=str(folder))
    return folder


@lru_cache(maxsize=32)
def address(name: str) -> str:
    """Return the address of a file, relative to the map's frame; its hash makes it new."""
    digest = hashlib.sha256((_folder() / name).read_bytes()).hexdigest()[:10]
    return f"../{__name__}.{_NAME}/{name}?v={digest}"


def page_address(name: str) -> str:
    """Return the address of a file, relative to the pages, which stand at the app's root."""
    return f"component/{address(name).removeprefix('../')}"


def ground(register: Register, boundaries: Boundaries | None) -> str:
    """Return the address of the ground for this register, made at the first call.

    A scenario changes no municipality: its register draws on the ground that is already there.
    """
    with _lock:
        return _ground(boundaries, tuple(places(register).items()), get_language())


@lru_cache(maxsize=8)
def _ground(
    boundaries: Boundaries | None,
    named: tuple[tuple[str, tuple[str, Point, bool]], ...],
    language: str,
) -> str:
    return publish(base_data(boundaries, dict(named), words()), f"ground-{language}")


def publish(data: bytes, stem: str) -> str:
    """Serve `data` as a JSON file whose name begins with `stem`, and return its address."""
    name = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}.json"
    (_folder() / name).write_bytes(data)
    return address(name)
