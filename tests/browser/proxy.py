"""A real reverse proxy: between browser and app, with the habits of those that are in use."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

Headers = list[tuple[str, str]]
Habit = Callable[[Headers, str, str], Headers]
"""Makes the headers that the app gets, of those of the browser, its address, and the app's."""

_CHUNK: Final = 65536
_LONGEST_HEAD: Final = 65536


def _with_host(headers: Headers, host: str) -> Headers:
    return [(name, host if name.lower() == "host" else text) for name, text in headers]


def _host(headers: Headers) -> str:
    return next(text for name, text in headers if name.lower() == "host")


def _changes_nothing(headers: Headers, _peer: str, _app: str) -> Headers:
    return headers


def _as_recommended(headers: Headers, peer: str, _app: str) -> Headers:
    added = {"X-Forwarded-For": peer, "X-Forwarded-Proto": "http"}
    return [*headers, *added.items(), ("X-Forwarded-Host", _host(headers))]


def _real_ip(headers: Headers, peer: str, _app: str) -> Headers:
    return [*headers, ("X-Real-IP", peer)]


def _standard(headers: Headers, peer: str, app: str) -> Headers:
    told = f"for={peer};host={_host(headers)};proto=http"
    return [*_with_host(headers, app), ("Forwarded", told)]


def _apache(headers: Headers, peer: str, app: str) -> Headers:
    added = [("X-Forwarded-For", peer), ("X-Forwarded-Host", _host(headers))]
    return [*_with_host(headers, app), *added]


def _via(headers: Headers, _peer: str, app: str) -> Headers:
    return [*_with_host(headers, app), ("Via", "1.1 proxy")]


def _silent(headers: Headers, _peer: str, app: str) -> Headers:
    return _with_host(headers, app)


KEEP_HOST: Final[dict[str, Habit]] = {
    "changes nothing, as a TCP relay": _changes_nothing,
    "X-Forwarded-*, as guides for nginx say": _as_recommended,
    "X-Real-IP": _real_ip,
}
REWRITE_HOST: Final[dict[str, Habit]] = {
    "Forwarded, as RFC 7239": _standard,
    "X-Forwarded-*, as Apache": _apache,
    "Via": _via,
    "says nothing, as nginx by default": _silent,
}


@dataclass
class Proxy:
    """A proxy that runs on loopback; `upgrades` are the app's answers to the browser's sockets."""

    port: int
    habit: Habit = _changes_nothing
    upgrades: list[int] = field(default_factory=list)

    def become(self, habit: Habit) -> "Proxy":
        """Have another habit from now on, and forget what was answered before."""
        self.habit, self.upgrades = habit, []
        return self


@contextlib.contextmanager
def proxied(app: str) -> Iterator[Proxy]:
    """Run a proxy before the app at `app` (host:port) until the block ends."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with contextlib.suppress(OSError):
                _carry(self.request, self.client_address[0], app, proxy)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        proxy = Proxy(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            thread.join(5)


def _carry(browser: socket.socket, peer: str, app: str, proxy: Proxy) -> None:
    """Carry one request, and all that follows where it becomes a websocket."""
    habit, upgrades = proxy.habit, proxy.upgrades
    first, headers, rest = _read_head(browser)
    if not first:
        return
    upgrade = any(name.lower() == "upgrade" for name, _text in headers)
    if not upgrade:  # one request a connection: the next one has a head of its own to change
        headers = [pair for pair in headers if pair[0].lower() != "connection"]
        headers.append(("Connection", "close"))
    lines = [first, *(f"{name}: {text}" for name, text in habit(headers, peer, app))]
    host, _sep, port = app.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as server:
        server.settimeout(None)
        server.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + rest)
        threading.Thread(target=_pour, args=(browser, server), daemon=True).start()
        if upgrade:
            answer = server.recv(_CHUNK)
            upgrades.append(int(answer.split(b" ", 2)[1]))
            browser.sendall(answer)
        _pour(server, browser)


def _read_head(browser: socket.socket) -> tuple[str, Headers, bytes]:
    data = b""
    while b"\r\n\r\n" not in data and len(data) < _LONGEST_HEAD:
        if not (part := browser.recv(_CHUNK)):
            return "", [], b""
        data += part
    head, _sep, rest = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = [line.partition(":") for line in lines]
    return first, [(name, text.strip()) for name, _colon, text in pairs], rest


def _pour(source: socket.socket, target: socket.socket) -> None:
    """Send on what comes, until one of the two has gone."""
    with contextlib.suppress(OSError):
        while part := source.recv(_CHUNK):
            target.sendall(part)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
