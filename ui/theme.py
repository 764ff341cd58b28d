"""The style of the pages around the map; constants of ours only, never text from data.

The browser is sent an address, not the rules themselves: they would travel at every click.
"""

import streamlit as st

from ui.assets import page_address


def apply() -> None:
    """Style every page."""
    _link("page.css")


def big_screen() -> None:
    """Hide everything but the map, for the hall."""
    _link("big.css")


def check() -> None:
    """Style the picture of the check."""
    _link("check.css")


def _link(name: str) -> None:
    st.html(f'<style>@import url("{page_address(name)}");</style>')
