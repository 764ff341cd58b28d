"""Speak the reader's language: gettext catalogues from `locale/`, bokmål as the source."""

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

DOMAIN: Final = "samarbeidskart"
SOURCE: Final = "nb"
LOCALE_DIR: Final = Path(__file__).resolve().parent.parent / "locale"

_current: ContextVar[str] = ContextVar("language", default=SOURCE)


def _available() -> tuple[str, ...]:
    """List the source language and every language whose catalogue stands in `locale/`."""
    found = sorted(path.parts[-3] for path in LOCALE_DIR.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (SOURCE, *(code for code in found if code != SOURCE))


LANGUAGES: Final[tuple[str, ...]] = _available()


@cache
def _translations(language: str) -> gettext.NullTranslations:
    """Read a language's catalogue once; the source language needs none."""
    return gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)


def set_language(language: str) -> None:
    """Speak `language` from here on in this context; an unknown one means the source language."""
    _current.set(language if language in LANGUAGES else SOURCE)


def get_language() -> str:
    """Return the language that this context speaks."""
    return _current.get()


def _(message: str) -> str:
    """Translate a message; an empty one stays empty (gettext would give the file's header)."""
    return _translations(_current.get()).gettext(message) if message else ""


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a message whose form depends on a number."""
    return _translations(_current.get()).ngettext(one, many, number)


def mark(message: str) -> str:
    """Mark a message in a table of constants for extraction; it is translated where it is shown."""
    return message
