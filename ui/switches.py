"""The panel beside the coverage matrix: which services, what counts, and in which order."""

import streamlit as st

from data.language import _
from data.register import Register
from ui import filters
from ui.state import change, key_of
from views.query import SORTS, Query


def panel(register: Register, query: Query) -> None:
    """Draw the panel; its switches are always in sight."""
    filters.choose_services(register, _("Det vanlige utvalget"))
    every = tuple(register.service_by_code)
    left, right = st.columns(2)
    left.button(
        _("Alle tjenester"),
        on_click=change,
        kwargs={"tjeneste": every},
        disabled=query.tjeneste == every,
        width="stretch",
    )
    right.button(
        _("Utvalget"),
        on_click=change,
        kwargs={"tjeneste": ()},
        disabled=not query.tjeneste,
        width="stretch",
    )
    filters.switches()
    filters.confidence()
    words = {"kommuner": _("kommunene"), "tjenester": _("tjenestene")}
    st.pills(
        _("Sorter etter dekning"),
        list(SORTS),
        selection_mode="multi",
        format_func=words.__getitem__,
        key=key_of("sorter"),
    )
