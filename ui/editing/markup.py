"""Let text from data stand as it is in the labels that Streamlit reads as markdown."""

import re
from typing import Final

_SYNTAX: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=])")
# Emoji and colours are read after what is escaped has been put back: only a break stops them.
_COLON: Final = re.compile(r":(?=\S)")


def plain(words: str) -> str:
    """Return markdown that shows `words`, character by character."""
    return _COLON.sub(":\u2060", _SYNTAX.sub(r"\\\1", " ".join(words.split())))
