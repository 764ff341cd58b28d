"""Help where the store cannot be used: say why, and offer the newest backup that is whole."""

from pathlib import Path
from typing import Final

import streamlit as st

from data import store
from data.database import backup, restoring
from data.database.errors import StoreError
from data.database.places import place
from data.database.summing import Summary
from data.language import _
from ui import text
from ui.editing import saving
from views.history import when

_CURABLE: Final = ("LAGER_SKADET", "LAGER_TOM")
_DONE: Final = "sk_rescued"
_REMEMBERED: Final = 20
"""Seconds for which the backups are not looked through again."""


def ready() -> None:
    """See that the store can be used, say if it is read-only, and what it was restored from.

    Raises
    ------
    StoreError
        If it cannot; `show` says what to do.
    """
    status = store.kept().status
    if not status.writable:
        text.note("warn", _("Registeret kan leses, men ikke endres nå."), [status.why])
    done: restoring.Restored | None = st.session_state.pop(_DONE, None)
    if done is None:
        return
    lines = [_say(done.used)]
    if done.put_aside is not None:
        lines.append(_("Den skadde fila er tatt vare på som {name}.").format(name=done.put_aside))
    text.note("info", _("Registeret er gjenopprettet."), lines)


def show(error: StoreError) -> None:
    """Say why nothing can be changed, and offer a backup where that would help."""
    text.note("error", _("Registeret kan ikke endres nå."), [error.sentence])
    where = place()
    if error.code not in _CURABLE or where.file is None:
        return
    with st.spinner(_("Ser etter sikkerhetskopier …")):
        found = _backups(str(where.file))
    if not found:
        text.note(
            "warn",
            _("Fant ingen sikkerhetskopi som kan brukes."),
            [
                _(
                    "Har du en et annet sted, bruk «python3 run.py restore FIL». Uten noen: flytt "
                    "{file} bort, så lages registeret på nytt av filene som følger med."
                ).format(file=where.file)
            ],
        )
        return
    _offer(found)


def _offer(found: tuple[Summary, ...]) -> None:
    text.subheading(_("Gjenopprett fra en sikkerhetskopi"))
    by_name = {str(one.file): one for one in found}
    chosen = st.radio(
        _("Sikkerhetskopier som er hele, den nyeste først"),
        list(by_name),
        format_func=lambda name: _say(by_name[name]),
        key="rescue_from",
    )
    text.hint(_("Den skadde fila får et nytt navn og slettes ikke. Alle ser straks det nye."))
    if st.button(_("Gjenopprett fra denne"), type="primary", key="rescue"):
        try:
            known = store.vocabulary()
            done = restoring.restore(place(), Path(chosen), saving.permit(), known)
        except StoreError as error:
            text.note("error", _("Ikke gjenopprettet."), [error.sentence])
            return
        st.session_state[_DONE] = done
        st.rerun()


def _say(one: Summary) -> str:
    return _("{name}: {agreements} avtaler og {answers} svar, sist lagret {when}").format(
        name=one.file.name,
        agreements=one.agreements,
        answers=one.answers,
        when=when(one.saved_at) if one.saved_at else _("aldri"),
    )


@st.cache_data(ttl=_REMEMBERED, max_entries=8, show_spinner=False)
def _backups(file: str) -> tuple[Summary, ...]:
    where = place()
    return backup.good(where, store.vocabulary()) if str(where.file) == file else ()
