"""Start the real app as a reader does, and find the browser to read it with."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REGISTER = ROOT / "data" / "register"
PARTS = ("app.py", "pages", "ui", "export", "views", "analysis", "geo", "data", ".streamlit")
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_PATIENCE = 60

Start = Callable[..., str]
"""Starts an app, `start(data=FOLDER, folder=COPY_OF_THE_PROJECT)`; gives its address."""


def chromium() -> str:
    """Return the path of a Chromium; without one the tests fail, they are not skipped."""
    named = os.environ.get("SAMARBEIDSKART_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None or not Path(path).is_file():
        pytest.fail(
            "Fant ingen Chromium: installer Chromium eller Chrome, "
            "eller sett SAMARBEIDSKART_CHROMIUM til stien.",
            pytrace=False,
        )
    return path


@contextlib.contextmanager
def running(log: Path, data: Path | None = None, folder: Path = ROOT) -> Iterator[str]:
    """Run the app in `folder`, on the register in `data`, until the block ends."""
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=_environment(data), stdout=out, stderr=subprocess.STDOUT
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def copy_of_project(target: Path) -> Path:
    """Return a copy of what the app runs on, to damage."""
    for name in PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)  # with what is compiled, while it fits
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


def rename_area(project: Path, name: str, other: str) -> None:
    """Give an area of a copy's boundaries another name."""
    ground = project / "geo" / "municipalities.geojson"
    areas = json.loads(ground.read_text("utf-8"))
    for area in areas["features"]:
        if area["properties"]["navn"] == name:
            area["properties"]["navn"] = other
    ground.write_text(json.dumps(areas), "utf-8")


def copy_of_register(target: Path) -> Path:
    """Return a copy of the register that came with the project, to change."""
    return Path(shutil.copytree(REGISTER, target))


def _environment(data: Path | None) -> dict[str, str]:
    env = {key: text for key, text in os.environ.items() if not key.startswith("STREAMLIT_")}
    env.pop("SAMARBEIDSKART_DATA", None)
    # A copy of the project must not run the rooms of the original.
    path = [part for part in env.get("PYTHONPATH", "").split(os.pathsep) if part != str(ROOT)]
    env["PYTHONPATH"] = os.pathsep.join(path)
    if data is not None:
        env["SAMARBEIDSKART_DATA"] = str(data)
    return env


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.2)
    pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')[-3000:]}")
