"""The files to fill in and send back: an empty template, and the whole register."""

from collections.abc import Callable

import streamlit as st

from data import store
from data.language import _
from data.register import Register
from data.schema import AGREEMENTS, ALONE, FileSchema
from export.register_files import register_csv
from export.workbook import template

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(register: Register) -> None:
    """Draw the downloads; each file is made when it is asked for."""
    files: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        (_("Tom mal (Excel)"), "mal.xlsx", _SHEET, lambda: template(register)),
        (_("Hele registeret (Excel)"), "register.xlsx", _SHEET, lambda: _workbook(register)),
        (_("Avtaler (CSV)"), "avtaler.csv", "text/csv", lambda: _csv(AGREEMENTS)),
        (_("Alene-svar (CSV)"), "alene.csv", "text/csv", lambda: _csv(ALONE)),
    )
    for place, (label, name, kind, make) in zip(st.columns(len(files)), files, strict=True):
        place.download_button(label, make, name, kind, width="stretch", on_click="ignore")


def _workbook(register: Register) -> bytes:
    kept = store.kept()
    return template(register, kept.rows(AGREEMENTS.name), kept.rows(ALONE.name))


def _csv(schema: FileSchema) -> bytes:
    return register_csv(store.kept().rows(schema.name), schema)
