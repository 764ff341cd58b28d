"""Keep drafts of agreements in the reader's session until they are saved or given up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from data import store
from data.database.changes import Stored
from ui.editing.saving import new_token
from views.draft import blank

NEW: Final = ""
"""The key of the draft of an agreement that is not there yet."""
_DRAFTS: Final = "sk_drafts"
_DROPPED: Final = "sk_drafts_dropped"


@dataclass
class Draft:
    """What one reader has written on one agreement.

    Attributes
    ----------
    cells
        The cells as they are written now.
    version
        The version of the row when the draft was begun; None for a new agreement.
    stored
        The cells of that version.
    met
        The row that another has saved meanwhile, once saving met it.
    conflicting
        Whether saving met another's change that is not answered yet; with `met` None the row has
        been deleted.
    earlier
        What was written before a conflict was answered, in words, to copy from.
    """

    cells: dict[str, str]
    version: int | None
    stored: dict[str, str]
    token: str = field(default_factory=new_token)
    met: Stored | None = None
    conflicting: bool = False
    earlier: str = ""

    @property
    def touched(self) -> bool:
        """Whether it says anything else than the register did."""
        return self.cells != self.stored

    def restart(self, cells: Mapping[str, str], row: Stored | None) -> None:
        """Go on with other cells, on top of the row as it stands now."""
        self.cells, self.stored = dict(cells), dict(row.cells) if row else blank()
        self.version, self.token = row.version if row else None, new_token()
        self.met, self.conflicting = None, False


def prefix(key: str) -> str:
    """Return what the session's keys of an agreement's fields begin with."""
    return f"edit_{key}_"


def of(key: str) -> Draft | None:
    """Return the draft of an agreement, begun from the store; None where the row is gone."""
    drafts: dict[str, Draft] = st.session_state.setdefault(_DRAFTS, {})
    draft = drafts.get(key)
    if draft is None:
        row = store.kept().row("avtaler", (key,)) if key else None
        if key and row is None:
            return None
        cells = dict(row.cells) if row else blank()
        draft = drafts[key] = Draft(cells, row.version if row else None, dict(cells))
    return draft


def behind(key: str, draft: Draft) -> bool:
    """Tell whether another has saved or deleted the agreement since the draft was begun."""
    row = store.kept().row("avtaler", (key,)) if key else None
    return bool(key) and (row.version if row else None) != draft.version


def move(old: str, new: str) -> None:
    """Let the draft under one key be that of another agreement: its fields are filled anew."""
    drafts: dict[str, Draft] = st.session_state[_DRAFTS]
    draft = drafts.pop(old)
    clear_fields(old)
    clear_fields(new)
    drafts[new] = draft


def forget(key: str) -> None:
    """Let a draft go, with what its fields hold."""
    st.session_state.get(_DRAFTS, {}).pop(key, None)
    clear_fields(key)


def drop(key: str) -> None:
    """Give a draft up; it can be had back as long as the page is open."""
    draft = st.session_state[_DRAFTS][key]
    forget(key)
    st.session_state.setdefault(_DROPPED, {})[key] = draft


def dropped(key: str) -> bool:
    """Tell whether there is a draft that was given up."""
    return key in st.session_state.get(_DROPPED, {})


def take_back(key: str) -> None:
    """Go on with the draft that was given up."""
    forget(key)
    draft: Draft = st.session_state[_DROPPED].pop(key)
    # Saving meets the other's change again, as it stands then.
    draft.met, draft.conflicting = None, False
    st.session_state[_DRAFTS][key] = draft


def clear_fields(key: str) -> None:
    """Let the fields be filled from the draft in the next run."""
    for name in [name for name in st.session_state if str(name).startswith(prefix(key))]:
        del st.session_state[name]


def unsaved() -> list[str]:
    """Return the keys of the drafts that hold something unsaved."""
    drafts: dict[str, Draft] = st.session_state.get(_DRAFTS, {})
    return [key for key, draft in drafts.items() if draft.touched]
