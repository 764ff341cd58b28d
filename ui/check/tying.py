"""What the check is about: the agreement or the scenario of the link, and never two at once."""

import streamlit as st

from data.language import _
from data.register import Register
from ui import state, text
from ui.check import keeping
from views.check.answers import Check
from views.check.result import about_words
from views.query import Query


def tie(register: Register, query: Query) -> Query:
    """Let check and link be about the same; where they differ, ask before answers are touched."""
    check = keeping.current()
    agreement = query.avtale[0] if len(query.avtale) == 1 and not query.steg else ""
    asked = (agreement, query.steg)
    if asked == check.about:
        return query
    if not any(asked):
        return follow()
    if check.empty:
        keeping.about(*asked)
        return query
    about = about_words(register, check) or _("ikke noe bestemt samarbeid")
    text.note(
        "info",
        _("Sjekken under er påbegynt. Den gjelder {about}.").format(about=about),
        [_("Du kom hit fra {other}.").format(other=about_words(register, Check((), *asked)))],
    )
    with st.container(horizontal=True, key="check_other"):
        st.button(_("Fortsett med den påbegynte"), on_click=_go_on)
        st.button(_("Start en ny sjekk"), key="check_begin_here", on_click=begin, args=asked)
        if not any(check.about):
            st.button(_("La svarene gjelde dette"), on_click=keeping.about, args=asked)
    return query


def _go_on() -> None:
    """Go on with the check that is there."""
    follow()


def begin(agreement: str = "", steps: str = "") -> None:
    """Start an empty check; the one before can be had back by «Angre»."""
    keeping.change(Check((), agreement, steps))
    follow()


def undo() -> None:
    """Take the last step back, and let the link follow."""
    keeping.undo()
    follow()


def follow() -> Query:
    """Let the link say what the check is about."""
    agreement, steps = keeping.current().about
    state.change(avtale=(agreement,) if agreement else (), steg=steps)
    return state.in_force()
