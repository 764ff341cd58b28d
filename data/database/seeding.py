"""Fill the store from the register's files, as long as nobody has changed anything in it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, update

from data.database import model, queries, rules
from data.database.changes import Batch, Change
from data.database.errors import InvalidRows, StoreError
from data.database.writing import Entry, apply
from data.errors import Fault, shown
from data.language import _
from data.reading import Table

ROLE: Final = "registerfilene"


def reseed(connection: Connection, files: Mapping[str, Table], digest: str) -> Batch | None:
    """Make the rows those of the files; None where they are so already.

    Raises
    ------
    StoreError
        LAGER_LOKALE_ENDRINGER, if anybody has changed anything.
    InvalidRows
        If a key stands twice, or an agreement refers to one that is not there.
    """
    if queries.seeded(connection) == digest:
        return None
    if queries.local_edits(connection):
        message = _(
            "Registeret er endret her, og filene legges ikke over. Hent dem inn som en import."
        )
        raise StoreError("LAGER_LOKALE_ENDRINGER", message)
    changes = [change for name in model.TABLES for change in _differences(connection, name, files)]
    faults = rules.link_faults(connection, changes)
    if faults:
        raise InvalidRows(faults)
    batch = apply(connection, changes, Entry(model.SEED, ROLE)) if changes else None
    connection.execute(update(model.meta).where(model.meta.c.key == "seeded").values(value=digest))
    return batch


def _differences(connection: Connection, name: str, files: Mapping[str, Table]) -> list[Change]:
    """Return what makes a table's rows those of its file."""
    schema = model.SCHEMAS[name]
    stored = {row.key: row for row in queries.rows(connection, name)}
    wanted: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in files[name].rows:
        key = tuple(row.cells[column] for column in schema.key)
        if key in wanted:
            message = _("«{key}» står flere ganger.").format(key=shown(" ".join(key)))
            raise InvalidRows([Fault(schema.file, row.line, schema.key[0], "ID_DOBBEL", message)])
        wanted[key] = {header: row.cells[header] for header in schema.headers}
    changes = [
        Change(name, key, cells, stored[key].version if key in stored else None)
        for key, cells in wanted.items()
        if key not in stored or stored[key].cells != cells
    ]
    gone = [Change(name, key, None, stored[key].version) for key in stored if key not in wanted]
    return changes + gone
