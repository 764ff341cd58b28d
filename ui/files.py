"""«Last ned»: what is on the screen as a file, made when it is asked for."""

from functools import partial
from typing import Literal

import streamlit as st

from data.language import _
from data.register import Register
from export.formats import Asked, able, write
from geo.boundaries import Boundaries
from views.query import Query
from views.view import View


def offer(
    page: str,
    query: Query,
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    *,
    wide: bool = True,
) -> None:
    """Draw the button; its list of formats is sent only when it is opened.

    Parameters
    ----------
    page, query, view, register, boundaries
        What is on the screen, and what it was made from.
    wide
        Whether the button is as wide as what it stands in.
    """
    width: Literal["stretch", "content"] = "stretch" if wide else "content"
    opened = st.popover(_("Last ned"), on_change="rerun", key=f"files_{page}", width=width)
    if not opened.open:
        return
    asked = Asked(view, page, query, register, boundaries)
    one = query.avtale[0] if len(query.avtale) == 1 else ""
    name = "-".join(filter(None, ("samarbeidskart", page, query.fane, one)))
    with opened:
        places = st.columns(2)
    for place, kind in enumerate(able(asked)):
        label = kind.label
        places[place % 2].download_button(
            _(label),
            partial(write, kind.key, asked),
            f"{name}.{kind.ending}",
            kind.media,
            key=f"file_{kind.key}",
            on_click="ignore",
            width="stretch",
        )
