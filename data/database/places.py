"""Say where the store lies: DATABASE_URL, else a SQLite file in the folder of local data."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from data.database.errors import StoreError
from data.language import _

FILE: Final = "register.db"
_ROOT: Final = Path(__file__).resolve().parents[2]
_POSTGRESQL: Final = ("postgres", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True)
class Place:
    """One place for a store: a file for SQLite, None for a PostgreSQL server."""

    url: URL = field(repr=False)
    file: Path | None = None

    @property
    def name(self) -> str:
        """What tells this place from others, the password included: never shown or logged."""
        return self.url.render_as_string(hide_password=False)


def var_folder() -> Path:
    """Return the folder of local data: `SAMARBEIDSKART_VAR`, else `var` in the project."""
    return Path(os.environ.get("SAMARBEIDSKART_VAR") or _ROOT / "var")


def place(url: str | None = None) -> Place:
    """Return where the store lies.

    `url` comes before DATABASE_URL, and that before the file `register.db` in the folder
    `SAMARBEIDSKART_DATA`, or in `var_folder()`.

    Raises
    ------
    StoreError
        LAGER_ADRESSE, if the address is of no database that can be used. It is not repeated in
        the sentence: it may hold a password.
    """
    given = url or os.environ.get("DATABASE_URL")
    if not given:
        data = os.environ.get("SAMARBEIDSKART_DATA")
        return _file(Path(data) / FILE if data else var_folder() / FILE)
    try:
        parsed = make_url(given)
    except (ArgumentError, ValueError) as error:
        raise _unusable() from error
    if parsed.drivername in _POSTGRESQL:
        return Place(parsed.set(drivername="postgresql+psycopg"))
    if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return _file(Path(parsed.database or ""))
    raise _unusable()


def _file(path: Path) -> Place:
    whole = Path(os.path.abspath(path))  # noqa: PTH100 — a link in the path is kept as it is
    return Place(URL.create("sqlite+pysqlite", database=str(whole)), whole)


def _unusable() -> StoreError:
    message = _(
        "DATABASE_URL kan ikke brukes. Den må begynne med postgresql:// eller sqlite:///, "
        "for eksempel sqlite:////var/samarbeidskart/register.db."
    )
    return StoreError("LAGER_ADRESSE", message)
