"""«Skriv ut»: the browser's own print, from a button that is not on the paper."""

from pathlib import Path
from typing import Final

import streamlit as st

from data.language import _

_HERE: Final = Path(__file__).parent
_button = st.components.v2.component(
    "samarbeidskart_print",
    html='<button type="button" class="sk-print"></button>',
    css=(_HERE / "print_button.css").read_text("utf-8"),
    js=(_HERE / "print_button.js").read_text("utf-8"),
)


def show() -> None:
    """Draw the button."""
    _button(key="print", data={"label": _("Skriv ut")})
