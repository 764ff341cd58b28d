"""Save changes: ask anew who may, write, and tell what happened: the one way to the store."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from data import store
from data.database.changes import Batch, Change
from data.database.errors import InvalidRows, NotPermitted, StoreConflict, StoreError
from data.database.model import UNDO
from data.language import _
from data.permission import Permit
from data.register import Register
from ui import access
from ui.navigation import leave
from ui.text import Tone, note
from views.draft import fault_line
from views.history import saved_words
from views.importing import row_name
from views.query import DEFAULT

PART: Final = "sk_editing"
"""The session's key of what is being done on the page."""
_DONE: Final = "sk_saved"
_SAID: Final = "sk_said"
_SHOWN: Final = 12


@dataclass(frozen=True)
class _Done:
    """What was saved last: in which part of the page, and the agreement it was about, if one."""

    batch: Batch
    part: str
    words: str
    agreement: str = ""


def new_token() -> str:
    """Return the mark of one intention to save: used twice, it saves once."""
    return uuid.uuid4().hex


def permit() -> Permit:
    """Return leave to write as of now; NotPermitted where there is none."""
    found = access.permit()
    if not isinstance(found, Permit):
        raise NotPermitted(found.sentence)
    return found


def save(
    changes: Sequence[Change],
    kind: str,
    why: str,
    token: str,
    *,
    done: str = "",
    agreement: str = "",
) -> Batch | None:
    """Write the changes, all or none, and return the batch; None where the page has told why not.

    `done` is what is said afterwards, where it is not what the kind of the batch says; `agreement`
    is the id that the page then offers to show.

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
        lines = [fault_line(fault) for fault in error.faults[:_SHOWN]]
        note("error", _("Ikke lagret: noe i radene er feil."), lines)
        return None
    except StoreError as error:
        note("error", _("Ikke lagret."), [error.sentence])
        return None
    _remember(batch, done, agreement)
    return batch


def undo(batch: Batch, register: Register) -> bool:
    """Take a batch back; where rows have moved on since, say which, and change nothing."""
    tokens: dict[int, str] = st.session_state.setdefault("sk_undo", {})
    token = tokens.setdefault(batch.id, new_token())
    try:
        with st.spinner(_("Angrer …")):
            made = store.kept().undo(batch.id, permit(), token=token)
    except StoreConflict as error:
        names = [
            row_name(c.change.table, c.change.key, (c.current or c.change).cells or {}, register)
            for c in error.conflicts[:_SHOWN]
        ]
        if len(error.conflicts) > _SHOWN:
            names.append(_("… og {n} til.").format(n=len(error.conflicts) - _SHOWN))
        note("error", _("Ikke angret: disse er endret av andre siden:"), names)
        return False
    except StoreError as error:
        note("error", _("Ikke angret."), [error.sentence])
        return False
    tokens.pop(batch.id, None)
    _remember(made)
    return True


def say(tone: Tone, title: str, lines: Sequence[str] = ()) -> None:
    """Say something in the next run, at the top of the page: what led to it is drawn anew."""
    st.session_state[_SAID] = (tone, title, tuple(lines))


def _remember(batch: Batch, words: str = "", agreement: str = "") -> None:
    # Other readers get it when it is made; who has saved sees it at once.
    store.load()
    part = st.session_state.get(PART, "")
    st.session_state[_DONE] = _Done(batch, part, words or saved_words(batch), agreement)


def close() -> None:
    """Let go of what was saved last: something new has been begun."""
    st.session_state.pop(_DONE, None)


def show_done(register: Register) -> None:
    """Tell what was saved last in this part of the page, with the way to it and the way back."""
    said = st.session_state.pop(_SAID, None)
    if said is not None:
        note(*said)
    done: _Done | None = st.session_state.get(_DONE)
    if done is None or done.part != st.session_state.get(PART):
        st.session_state.pop(_DONE, None)
        return
    told, see, back = st.columns([6, 1, 1], vertical_alignment="center")
    with told:
        note("info", done.words)
    if done.agreement in register.agreement_by_id:
        only = DEFAULT.but(avtale=(done.agreement,))
        # A callback, not a link: a link would load the page anew, and drafts would be lost.
        see.button(
            _("Se avtalen"), key="done_see", on_click=leave, args=("avtaler", only), width="stretch"
        )
    words = _("Gjør om igjen") if done.batch.kind == UNDO else _("Angre")
    if back.button(words, key=f"undo_{done.batch.id}", width="stretch") and undo(
        done.batch, register
    ):
        st.rerun()
