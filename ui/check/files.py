"""The files of the check: saved whole or one party at a time, opened, and as Word and slides."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from data.language import _
from data.register import Register
from export.formats import FORMATS, WORD, Asked, write
from ui.check import keeping, tying
from ui.editing.markup import plain
from views.check.answers import LETTERS, Check
from views.check.check_file import CheckError, from_json, largest, to_json
from views.check.result import CheckView
from views.query import Query
from views.words import region_slug

_READ: Final = "sk_check_read"
_FAULTS: Final = "sk_check_faults"
_STEM: Final = "samarbeidsjekk"
_SHOWN_FAULTS: Final = 6
_PAGE: Final = "samarbeidsjekk"


def faults() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the files that were refused, with what is wrong with each, once."""
    found: tuple[tuple[str, tuple[str, ...]], ...] = st.session_state.pop(_FAULTS, ())
    return found


def saving(check: Check) -> None:
    """Draw the ways to save: the whole check, or one party's answers to send to the others."""
    st.download_button(
        _("Lagre sjekken som fil"),
        to_json(check),
        f"{_STEM}.json",
        "application/json",
        key="check_save",
        on_click="ignore",
        width="stretch",
    )
    if len(check.parties) < 2:
        return
    opened = st.popover(_("Lagre én part"), width="stretch")
    for number, party in enumerate(check.parties):
        label = _("{letter}: {name}").format(letter=LETTERS[number], name=plain(party.name))
        opened.download_button(
            label,
            to_json(replace(check, parties=(party,))),
            f"{_STEM}-{region_slug(party.name) or number + 1}.json",
            "application/json",
            key=f"check_save_{number}",
            on_click="ignore",
            width="stretch",
        )


def opening() -> None:
    """Draw the way in for files: one or several, each joined to what is there."""
    sent = st.file_uploader(
        _("Åpne filer fra partene"),
        type=["json"],
        key="check_file",
        accept_multiple_files=True,
        max_upload_size=1,
    )
    read = st.session_state.setdefault(_READ, set())
    fresh = [file for file in sent if file.file_id not in read]
    if not fresh:
        return
    refused = []
    for file in fresh:
        read.add(file.file_id)
        try:
            keeping.tell(*keeping.take(from_json(file.getvalue()[: largest() + 1])))
        except CheckError as error:
            refused.append((file.name, error.lines[:_SHOWN_FAULTS]))
        except ValueError as error:
            refused.append((file.name, (str(error),)))
    st.session_state[_FAULTS] = tuple(refused)
    tying.follow()
    st.rerun()


def offer(view: CheckView, query: Query, register: Register) -> None:
    """Draw «Last ned»: the page as Word, PowerPoint and Excel, made when it is asked for."""
    opened = st.popover(_("Last ned"), on_change="rerun", key="check_files", width="stretch")
    if not opened.open:
        return
    asked = Asked(view, _PAGE, query, register, None)
    kinds: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (_("Word"), "docx", WORD, partial(_word, view, register))
    ]
    for ending in ("pptx", "xlsx"):
        kind = FORMATS[ending]
        label = kind.label
        kinds.append((_(label), ending, kind.media, partial(write, ending, asked)))
    for label, ending, media, pen in kinds:
        opened.download_button(
            label,
            pen,
            f"{_STEM}.{ending}",
            media,
            key=f"check_as_{ending}",
            on_click="ignore",
            width="stretch",
        )


def _word(view: CheckView, register: Register) -> bytes:
    from export.check_word import check_word  # noqa: PLC0415 (a library most readers never need)

    return check_word(view, register)
