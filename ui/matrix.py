"""The coverage matrix on the page: a table of our own, fed codes and words as JSON."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import streamlit as st

from analysis.coverage import STATES
from data.language import _
from views.matrix import LETTERS, Matrix, Sign, sign_words
from views.query import Query

_HERE: Final = Path(__file__).parent
_table = st.components.v2.component(
    "samarbeidskart_matrix",
    html='<div class="sk-matrix"></div>',
    css=(_HERE / "matrix.css").read_text("utf-8"),
    js=(_HERE / "matrix.js").read_text("utf-8"),
)


def show(
    found: Matrix, query: Query, service: str, caption: str, on_pick: Callable[[str], None]
) -> None:
    """Draw the matrix; `on_pick` gets a cell, «-service», or a municipality's code."""
    _table(
        key="matrix",
        data=_data(found, query, service, caption),
        on_picked_change=lambda: _answer(on_pick),
    )


def _answer(on_pick: Callable[[str], None]) -> None:
    """Pass on what was picked if it is text: a browser can send anything."""
    told = st.session_state.get("matrix")
    picked = getattr(told, "picked", None)
    if isinstance(picked, str):
        on_pick(picked)


def _data(found: Matrix, query: Query, service: str, caption: str) -> dict[str, Any]:
    signs = {_code(sign): sign_words(sign) for row in found.signs for sign in row}
    return {
        "caption": caption,
        "rows": [list(head) for head in found.rows],
        "columns": [list(head) for head in found.columns],
        "cells": ["".join(map(_code, row)) for row in found.signs],
        "signs": signs,
        "letters": list(LETTERS.values()),
        "key": sorted(signs.items()),
        "open": query.celle,
        "service": service,
        "grouped": "kommuner" not in query.sorter,
        "familied": "tjenester" not in query.sorter,
        "words": {"total": _("Med"), "municipality": _("Åpne kommunens side")},
    }


def _code(sign: Sign) -> str:
    """Return two characters: the state's number, and bits for held outside (1) and doubt (2)."""
    bits = (sign.standing == "holdt-utenfor") + 2 * sign.uncertain
    return f"{STATES.index(sign.state)}{bits}"  # type: ignore[arg-type]
