"""What has been changed: every batch, newest first, with the way back."""

from typing import Final

import streamlit as st

from data import store
from data.database.changes import Batch
from data.database.model import UNDO
from data.database.opening import Store
from data.language import _
from data.limits import limit
from data.register import Register
from ui import tables, text
from ui.editing import saving
from views.history import batch_words, events_table

_PAGES: Final = "sk_history_pages"


def show(register: Register) -> None:
    """Draw the batches; each can be looked into, and all but the first taken back."""
    kept = store.kept()
    pages = st.session_state.get(_PAGES, 1)
    most = limit("batches_shown") * pages
    batches = kept.batches(most)
    text.hint(
        _(
            "Alt som er lagret, står her. Historikken kan ikke endres; det som angres, "
            "blir en ny linje. Den sier hvilken rolle som lagret, aldri hvem."
        )
    )
    for batch in batches:
        with st.container(border=True):
            _batch(batch, kept, register)
    if len(batches) == most and st.button(_("Vis eldre"), key="history_older"):
        st.session_state[_PAGES] = pages + 1
        st.rerun()


def _batch(batch: Batch, kept: Store, register: Register) -> None:
    if batch.kind == "seed":
        text.hint(batch_words(batch))
        return
    left, right = st.columns([6, 1], vertical_alignment="center")
    with left:
        text.hint(batch_words(batch))
    words = _("Gjør om igjen") if batch.kind == UNDO else _("Angre")
    pressed = not batch.undone and right.button(
        words, key=f"history_undo_{batch.id}", width="stretch"
    )
    if pressed and saving.undo(batch, register):
        st.rerun()
    inside = st.expander(_("Se hva"), key=f"history_{batch.id}", on_change="rerun")
    if inside.open:
        most = limit("plan_rows")
        with inside:
            events = kept.history(batch=batch.id, limit=most)
            tables.table(events_table(events, register))
            if batch.rows > most:
                text.hint(_("… og {n} til.").format(n=batch.rows - most))
