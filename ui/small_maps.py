"""The small multiples on a page: pictures with their names, each a link to its agreement."""

import base64
from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from views.small_maps import SmallMap


def show(maps: Sequence[SmallMap]) -> None:
    """Draw the maps in rows."""
    cells = Markup("").join(map(_cell, maps))
    st.html(Markup('<div class="sk-small-maps">{}</div>').format(cells))


def _cell(found: SmallMap) -> Markup:
    # As the source of an image an SVG can run nothing and fetch nothing.
    source = "data:image/svg+xml;base64," + base64.b64encode(found.svg.encode()).decode()
    return Markup(
        '<a href="{}" target="_self"><img src="{}" alt="{}"><b>{}</b><span>{}</span></a>'
    ).format(found.link, source, found.alt, found.title, found.detail)
