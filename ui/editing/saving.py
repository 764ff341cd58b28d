"""Save changes: ask anew who may, write, and tell what happened: the one way to the store."""

import uuid
from collections.abc import Sequence
from typing import Final

import streamlit as st

from data import store
from data.database.changes import Batch, Change
from data.database.errors import InvalidRows, NotPermitted, StoreConflict, StoreError
from data.database.model import UNDO
from data.language import _, ngettext
from data.permission import Permit
from ui import access
from ui.text import note

PART: Final = "sk_editing"
"""The session's key of what is being done on the page."""
_DONE: Final = "sk_saved"
_SHOWN: Final = 12


def new_token() -> str:
    """Return the mark of one intention to save: used twice, it saves once."""
    return uuid.uuid4().hex


def permit() -> Permit:
    """Return leave to write as of now; NotPermitted where there is none."""
    found = access.permit()
    if not isinstance(found, Permit):
        raise NotPermitted(found.sentence)
    return found


def save(changes: Sequence[Change], kind: str, why: str, token: str) -> Batch | None:
    """Write the changes, all or none, and return the batch; None where the page has told why not.

    Raises
    ------
    StoreConflict
        If a row has been changed by another since it was read: the caller shows both.
    """
    try:
        batch = store.kept().write(
            changes, permit(), vocabulary=store.vocabulary(), kind=kind, note=why, token=token
        )
    except StoreConflict:
        raise
    except InvalidRows as error:
        lines = [fault.message for fault in error.faults[:_SHOWN]]
        note("error", _("Ikke lagret: noe i radene er feil."), lines)
        return None
    except StoreError as error:
        note("error", _("Ikke lagret."), [error.sentence])
        return None
    _remember(batch)
    return batch


def undo(batch: int, token: str) -> None:
    """Take a batch back; where rows have moved on since, say which, and change nothing."""
    try:
        _remember(store.kept().undo(batch, permit(), token=token))
    except StoreConflict as error:
        names = [" ".join(conflict.change.key) for conflict in error.conflicts[:_SHOWN]]
        note("error", _("Ikke angret: disse radene er endret av andre siden:"), names)
    except StoreError as error:
        note("error", _("Ikke angret."), [error.sentence])


def _remember(batch: Batch) -> None:
    st.session_state[_DONE] = (batch, st.session_state.get(PART))


def show_done() -> None:
    """Tell what was saved last in this part of the page, with the way back."""
    batch, part = st.session_state.get(_DONE, (None, None))
    if batch is None or part != st.session_state.get(PART):
        st.session_state.pop(_DONE, None)
        return
    words = ngettext("{n} rad er lagret.", "{n} rader er lagret.", batch.rows)
    if batch.kind == UNDO:
        words = ngettext("{n} rad er satt tilbake.", "{n} rader er satt tilbake.", batch.rows)
    left, right = st.columns([5, 1], vertical_alignment="center")
    with left:
        note("info", words.format(n=batch.rows), [batch.note] if batch.note else [])
    if right.button(_("Angre"), key=f"undo_{batch.id}", width="stretch"):
        undo(batch.id, new_token())
        st.rerun()
