"""The form of one part of the check: a component of ours, so that no key waits for the server."""

from pathlib import Path
from typing import Any, Final

import streamlit as st

from data.language import _
from data.limits import limit
from ui.check import keeping
from views.check.answers import LETTERS, SCALE, Check
from views.check.points import BY_CODE, POINTS, Part, of_part

_HERE: Final = Path(__file__).parent
_KEY: Final = "check_form"
_OPEN: Final = "sk_check_open"
_OPENING: Final = "sk_check_opening"
_form = st.components.v2.component(
    "samarbeidskart_check",
    html='<div class="sk-check"></div>',
    css="\n".join((_HERE / name).read_text("utf-8") for name in ("marks.css", "form.css")),
    js=(_HERE / "form.js").read_text("utf-8"),
)


def show(part: Part) -> None:
    """Draw the points of one part, and whose answers they are."""
    _form(
        key=_KEY,
        data=_data(part, keeping.current()),
        on_answers_change=_answered,
        on_open_change=_opened,
    )


def opened() -> int:
    """Return the number of the party whose answers are shown."""
    key = st.session_state.get(_OPEN)
    found = keeping.party_keys()
    return found.index(key) if key in found else 0


def open_party(at: int) -> None:
    """Show the answers of party number `at` from the next run on."""
    st.session_state[_OPEN] = keeping.party_keys()[at]
    st.session_state[_OPENING] = st.session_state.get(_OPENING, 0) + 1


def _answered() -> None:
    keeping.answer(getattr(st.session_state.get(_KEY), "answers", None))


def _opened() -> None:
    key = getattr(st.session_state.get(_KEY), "open", None)
    if isinstance(key, str) and key in keeping.party_keys():
        st.session_state[_OPEN] = key


def _data(part: Part, check: Check) -> dict[str, Any]:
    points = of_part(part.code)
    rest = [point.code for point in POINTS if point.part != part.code]
    parties = zip(LETTERS, keeping.party_keys(), check.parties, strict=False)
    ask = part.ask
    return {
        "ask": _(ask),
        "parties": [
            {
                "key": key,
                "letter": letter,
                "name": party.name,
                "elsewhere": party.done(rest),
                "answers": {p.code: list(party.answer(p.code)) for p in points},
            }
            for letter, key, party in parties
        ],
        "points": [[p.code, _named(p.name), _named(p.help), p.warning] for p in points],
        "scale": [[value, _named(words)] for value, words in SCALE.items()],
        "all": len(BY_CODE),
        "open": keeping.party_keys()[opened()],
        "opening": st.session_state.get(_OPENING, 0),
        "most": limit("check_note"),
        "words": {
            "note": _("Notat (valgfritt)"),
            "noteOf": _("Notat til {point}"),
            "warning": _("Varselsignal"),
            "who": _("Hvem svarer nå?"),
            "progress": _("{n} av {all}"),
            "clear": _("Fjern svaret"),
            "here": _("{n} av {all} besvart i denne delen"),
            "keys": _("Tab: neste punkt. 1–4 svarer, 0 er «vet ikke», Delete fjerner svaret."),
        },
    }


def _named(words: str) -> str:
    return _(words)
