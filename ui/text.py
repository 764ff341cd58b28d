"""Put text from data on a page: as HTML that markupsafe has escaped, never as markdown.

Streamlit's markdown reads colons, dollars and brackets as syntax, so a name would not read as
itself; `st.html` with escaped text shows every character as it stands.
"""

from collections.abc import Iterable
from typing import Literal

import streamlit as st
from markupsafe import Markup

Tone = Literal["info", "warn", "error"]


def note(tone: Tone, title: str, lines: Iterable[str] = ()) -> None:
    """Show a framed message: a heavy first line, and any number of plain lines below it."""
    st.html(note_html(tone, title, lines))


def note_html(tone: Tone, title: str, lines: Iterable[str] = ()) -> Markup:
    """Return a framed message as HTML."""
    body = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    listed = Markup("<ul>{}</ul>").format(body) if body else Markup("")
    pattern = Markup('<div class="sk-note {}" role="status"><strong>{}</strong>{}</div>')
    return pattern.format(tone, title, listed)


def banner(sentence: str) -> None:
    """Show a band across the page that no one can overlook."""
    st.html(banner_html(sentence))


def banner_html(sentence: str) -> Markup:
    """Return a band across the page as HTML."""
    return Markup('<div class="sk-banner" role="note">{}</div>').format(sentence)


def hint(sentence: str) -> None:
    """Show a quiet sentence."""
    st.html(Markup('<p class="sk-small">{}</p>').format(sentence))


def subheading(title: str) -> None:
    """Show the heading of a part of a page."""
    st.html(Markup('<h2 class="sk-sub">{}</h2>').format(title))


def heading(title: str, lead: str) -> None:
    """Show a page's heading and the sentence below it."""
    st.html(heading_html(title, lead))


def heading_html(title: str, lead: str) -> Markup:
    """Return a page's heading and the sentence below it as HTML."""
    return Markup('<h1 class="sk-title">{}</h1><p class="sk-lead">{}</p>').format(title, lead)
