"""Take a batch back, as a batch of its own."""

from sqlalchemy import Connection

from data.database import model, queries, rules
from data.database.changes import Batch, Change, Conflict, Event, Stored
from data.database.errors import InvalidRows, StoreConflict, StoreError
from data.database.writing import Entry, apply, current
from data.language import _


def undo(connection: Connection, number: int, entry: Entry) -> Batch:
    """Set every row of a batch back to what it was before, or none.

    A batch that was taken back and then put in place again can be taken back anew.

    Raises
    ------
    StoreConflict
        If rows do not stand as the batch left them; they are named.
    InvalidRows
        If agreements would refer to ones that are gone.
    StoreError
        If there is no such batch, it is a seed, or it is already taken back.
    """
    earlier = queries.batch_by_token(connection, entry.token) if entry.token else None
    if earlier is not None:
        return earlier
    target = _standing(connection, number)
    events = queries.history(connection, batch=target)
    stored = current(connection, [_reverse(event, None) for event in events])
    changes, late = [], []
    for event in events:
        row = stored.get((event.table, event.key))
        change = _reverse(event, row)
        changes.append(change)
        if (row and row.cells) != event.after:
            late.append(Conflict(change, row))
    if late:
        raise StoreConflict(late)
    faults = rules.link_faults(connection, changes)
    if faults:
        raise InvalidRows(faults)
    return apply(connection, changes, entry._replace(undoes=target))


def _standing(connection: Connection, number: int) -> int:
    """Return the batch whose rows stand because of batch `number`: itself, or what put it back."""
    batch = queries.batch_by_id(connection, number)
    if batch is None:
        raise StoreError("LAGER_UKJENT_LAGRING", _("Denne lagringen finnes ikke i historikken."))
    if batch.kind == model.SEED:
        message = _("Det som er hentet fra registerfilene, kan ikke angres.")
        raise StoreError("LAGER_GRUNNLAG", message)
    if batch.undone:
        message = _("Lagringen er allerede angret. Angre angringen for å få den tilbake.")
        raise StoreError("LAGER_ANGRET", message)
    taken_back = queries.undoers(connection)
    while number in taken_back:
        number = taken_back[taken_back[number]]
    return number


def _reverse(event: Event, row: Stored | None) -> Change:
    """Return what sets a row back; what counts is that it stands as the batch left it."""
    return Change(event.table, event.key, event.before, None if row is None else row.version)
