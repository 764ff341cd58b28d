"""Check what lies where the store should be: it must be ours, whole, and not too new."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

from data.database import model
from data.database.errors import StoreDamaged, StoreTooNew
from data.language import _

_MAGIC: Final = b"SQLite format 3\x00"
_HEADER: Final = 100
_ID: Final = slice(68, 72)


def check_bytes(file: Path) -> None:
    """Check that a file begins as a store of ours does, before SQLite opens it.

    An empty file would open without a fault, and one of another program would be changed by it.

    Raises
    ------
    StoreDamaged
        If it is empty, no file, or something else's.
    OSError
        If it cannot be read.
    """
    if not file.is_file():
        raise _alien(_("en mappe eller noe annet enn en fil"))
    with file.open("rb") as content:
        start = content.read(_HEADER)
    if not start:
        message = _(
            "Lagerfila {name} er tom og brukes ikke. Gjenopprett fra siste sikkerhetskopi med "
            "«python3 run.py restore FIL», eller flytt fila bort for å begynne på nytt."
        ).format(name=file.name)
        raise StoreDamaged(message, "LAGER_TOM")
    if len(start) < _HEADER or not start.startswith(_MAGIC):
        raise StoreDamaged
    if int.from_bytes(start[_ID], "big") != model.APPLICATION_ID:
        raise _alien(_("en database fra et annet program"))


def check_sqlite(connection: Connection) -> int:
    """Return the number of the migration that a SQLite store stands at.

    Raises
    ------
    StoreDamaged, StoreTooNew
        If it cannot be used.
    """
    if connection.exec_driver_sql("PRAGMA application_id").scalar_one() != model.APPLICATION_ID:
        raise _alien(_("en database fra et annet program"))
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    if version > model.LATEST:
        raise StoreTooNew
    if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one() != "ok":
        raise StoreDamaged
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars()
    _check_parts(version, found)
    return version


def check_postgresql(connection: Connection) -> int | None:
    """Return the number of the migration that a PostgreSQL store stands at; None if there is none.

    Raises
    ------
    StoreDamaged, StoreTooNew
        If it cannot be used.
    """
    tables = set(inspect(connection).get_table_names())
    if model.VERSION_TABLE not in tables:
        if tables & set(model.metadata.tables):
            raise _alien(_("tabeller fra et annet program"))
        return None
    numbers = connection.execute(text(f"SELECT version_num FROM {model.VERSION_TABLE}")).scalars()  # noqa: S608
    versions = [str(number) for number in numbers]
    if len(versions) != 1 or not versions[0].isdecimal():
        raise _alien(_("tabeller fra et annet program"))
    version = int(versions[0])
    if version > model.LATEST:
        raise StoreTooNew
    triggers = connection.execute(
        text("SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass('history')")
    ).scalars()
    _check_parts(version, (*tables, *triggers))
    return version


def _check_parts(version: int, found: Iterable[str]) -> None:
    """Check that no table is missing, nor what keeps history from being changed."""
    wanted = {*model.metadata.tables, *model.TRIGGERS, model.VERSION_TABLE}
    missing = wanted - set(found)
    # An older store may lack what later migrations make.
    if version < 1 or (version == model.LATEST and missing):
        message = _(
            "Lagret mangler {parts} og brukes ikke. Gjenopprett fra siste sikkerhetskopi med "
            "«python3 run.py restore FIL»."
        ).format(parts=", ".join(sorted(missing)) or model.VERSION_TABLE)
        raise StoreDamaged(message)


def _alien(what: str) -> StoreDamaged:
    message = _(
        "Der lagret skal ligge, er det {what}. Det er ikke rørt. "
        "Flytt det bort, eller velg et annet sted med SAMARBEIDSKART_VAR eller DATABASE_URL."
    ).format(what=what)
    return StoreDamaged(message, "LAGER_FREMMED")
