"""What has been changed: every batch, newest first, with the way back."""

import streamlit as st

from data import store
from data.language import _
from data.limits import limit
from data.register import Register
from ui import tables, text
from ui.editing import saving
from views.history import batch_words, events_table


def show(register: Register) -> None:
    """Draw the batches; each can be looked into, and all but the first taken back."""
    kept = store.kept()
    batches = kept.batches(limit("batches_shown"))
    text.hint(
        _(
            "Alt som er lagret, står her. Historikken kan ikke endres; det som angres, "
            "blir en ny linje. Den sier hvilken rolle som lagret, aldri hvem."
        )
    )
    for batch in batches:
        with st.container(border=True):
            left, right = st.columns([6, 1], vertical_alignment="center")
            with left:
                text.hint(batch_words(batch))
            able = batch.kind != "seed" and not batch.undone
            if right.button(
                _("Angre"), key=f"history_undo_{batch.id}", disabled=not able, width="stretch"
            ):
                saving.undo(batch.id, saving.new_token())
                st.rerun()
            if batch.kind == "seed":
                continue
            inside = st.expander(_("Se hva"), key=f"history_{batch.id}", on_change="rerun")
            if inside.open:
                with inside:
                    events = kept.history(batch=batch.id, limit=limit("plan_rows"))
                    tables.table(events_table(events, register))
