"""Start the apps that are measured: ours, and the peers' pages."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PAGES = Path(__file__).resolve().parent / "pages"
_START_SECONDS = 90


class Server(NamedTuple):
    """A server that was started: its address, once it answers."""

    at: str
    process: subprocess.Popen[bytes]

    def address(self) -> str:
        """Wait until the server answers, and return its address.

        Raises
        ------
        RuntimeError
            If it does not.
        """
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.at}/_stcore/health", timeout=1).close()
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
            else:
                return self.at
        msg = f"the server at {self.at} did not start"
        raise RuntimeError(msg)


@contextlib.contextmanager
def serving(script: Path, folder: Path, **env: str) -> Iterator[Server]:
    """Run a Streamlit script from `folder`, whose config.toml it follows; do not wait for it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    command += ["--browser.gatherUsageStats", "false"]
    server = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Server(f"http://127.0.0.1:{port}", server)
    finally:
        _stop(server)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """End a server of ours and what it started, kindly first."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
            return
