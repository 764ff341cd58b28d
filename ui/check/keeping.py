"""Where the answers of this reader are: in the session, never in the register or in the link.

A party has a key of its own for as long as only the form writes its answers. What else writes
them (a file, undo, «Tøm») gives it a new one, so that a form that is a step behind writes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import streamlit as st

from data.limits import limit
from views.check.answers import SCALE, Answer, Check, Party, joined, same, undone
from views.check.check_file import largest, tidy
from views.check.points import BY_CODE

_CHECK: Final = "sk_check"
_KEYS: Final = "sk_check_keys"
_NEXT: Final = "sk_check_next"
_BEFORE: Final = "sk_check_before"
_TOLD: Final = "sk_check_told"
_UNDOS: Final = 30


def current() -> Check:
    """Return the check in force."""
    check: Check = st.session_state.get(_CHECK, Check())
    return check


def party_keys() -> tuple[str, ...]:
    """Return the key of each party, in their order."""
    found: tuple[str, ...] = st.session_state.get(_KEYS, ())
    return found


def _fresh() -> str:
    number: int = st.session_state.get(_NEXT, 1)
    st.session_state[_NEXT] = number + 1
    return f"p{number}"


def _put(check: Check) -> None:
    """Put another check in force; parties that are as they were keep their keys."""
    old = list(zip(current().parties, party_keys(), strict=True))
    found = [next((k for p, k in old if p == party), None) for party in check.parties]
    st.session_state[_CHECK] = check
    st.session_state[_KEYS] = tuple(key or _fresh() for key in found)


def change(check: Check) -> None:
    """Put another check in force; the step can be taken back."""
    before = (*st.session_state.get(_BEFORE, ()), (current(), check))[-_UNDOS:]
    st.session_state[_BEFORE] = before
    _put(check)


def can_undo() -> bool:
    """Return whether there is a step to take back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Take the last step back, and keep what was answered after it."""
    *rest, (before, after) = st.session_state[_BEFORE]
    try:
        _put(undone(before, after, current()))
    except ValueError as error:
        tell(str(error))
        return
    st.session_state[_BEFORE] = tuple(rest)


def about(agreement: str, steps: str) -> None:
    """Say what the check is about; the answers stand."""
    st.session_state[_CHECK] = replace(current(), agreement=agreement, steps=steps)


def add(name: str) -> None:
    """Add a party that has not answered yet."""
    check = current().added(Party(name, {}))
    st.session_state[_CHECK] = check
    st.session_state[_KEYS] = (*party_keys(), _fresh())


def rename(at: int, name: str) -> None:
    """Give a party another name; its form goes on as it was."""
    check = current()
    st.session_state[_CHECK] = check.with_party(at, replace(check.parties[at], name=name))


def take(more: Check) -> tuple[str, ...]:
    """Add the parties of a file; return what there is to say of it. Raises ValueError."""
    found, sentences = joined(current(), more)
    if found != current():
        change(found)
    return sentences


def tell(*sentences: str) -> None:
    """Have something said at the top of the page in the next run."""
    st.session_state[_TOLD] = (*st.session_state.get(_TOLD, ()), *sentences)


def told() -> tuple[str, ...]:
    """Return what is to be said, once."""
    found: tuple[str, ...] = st.session_state.pop(_TOLD, ())
    return found


def answer(text: object) -> None:
    """Take what the form tells; a browser can send anything, and what does not fit is passed over.

    It tells all that was typed since it was drawn, so that no answer hangs on one message.
    """
    if not isinstance(text, str) or len(text) > largest():
        return
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(asked, dict):
        return
    check = current()
    for at, key in enumerate(party_keys()):
        given = asked.get(key)
        if isinstance(given, dict):
            check = check.with_party(at, _answered(check.parties[at], given))
    st.session_state[_CHECK] = check


def _answered(party: Party, given: Mapping[str, object]) -> Party:
    answers = dict(party.answers)
    for code, one in given.items():
        if code not in BY_CODE or not isinstance(one, list) or len(one) != 2:
            continue
        value, note = one
        known = value is None or (type(value) is int and value in SCALE)
        if known and isinstance(note, str):
            answers[code] = Answer(value, tidy(note, limit("check_note")))
    return Party(party.name, answers)


def place_of(name: str) -> int | None:
    """Return the number of the party of that name."""
    return next((n for n, p in enumerate(current().parties) if same(p.name, name)), None)
