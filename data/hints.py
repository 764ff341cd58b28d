"""Guess what somebody meant by a word that is not accepted. A guess is shown, never used."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from data.limits import limit
from data.vocabulary import Vocabulary

_PLAIN: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_GAPS: Final = re.compile(r"[\s_\-–]+")
_MUNICIPALITY: Final = re.compile(r" (kommune|kommun)$")
_LIKENESS: Final = 0.6
"""Most words that are compared with all others: a file of rubbish must not take minutes."""


def key(text: str) -> str:
    """Return what two spellings of the same word have in common."""
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    return _GAPS.sub(" ", folded).strip(" .")


def municipality_key(text: str) -> str:
    """Return the same for the name of a municipality: «Ålesund kommune» is Ålesund."""
    return _MUNICIPALITY.sub("", key(text))


def slug(text: str) -> str:
    """Return the id that a text gives: a–z, 0–9 and hyphens, no longer than an id may be."""
    folded = unicodedata.normalize("NFC", text).casefold().translate(_PLAIN)
    folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[: limit("id_length")].strip("-")


class Hints:
    """Guesses against one vocabulary; each word is compared once."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._left = limit("guesses")
        self._options: dict[str, Mapping[str, str]] = {}
        self._known: dict[tuple[str, str], str | None] = {}

    def code(self, word: str, file: str) -> str | None:
        """Return the code in `file` whose code or name is nearest to the word."""
        if file not in self._options:
            names = self.vocabulary.names.get(file, {})
            codes = sorted(self.vocabulary.codes.get(file, ()))
            options = {key(code): code for code in codes}
            options |= {key(name): code for code, name in names.items() if code in codes}
            self._options[file] = options
        shape = municipality_key if file == "kommuner" else key
        return self._nearest(shape(word), file, self._options[file])

    def choice(self, word: str, accepted: Iterable[str]) -> str | None:
        """Return the accepted word that is nearest."""
        options = {key(option): option for option in accepted}
        return self._nearest(key(word), " ".join(options), options)

    def free(self, wanted: str) -> str | None:
        """Return an agreement's id like the one wanted that no other has; None for no id at all."""
        taken = self.vocabulary.codes.get("avtaler", frozenset())
        stem = wanted[: limit("id_length") - 5].strip("-")
        tries = (wanted, *(f"{stem}-{n}" for n in range(2, 1000)))
        return next((name for name in tries if name not in taken), None) if wanted else None

    def name(self, code: str, file: str) -> str:
        """Return the name of a code; the code where no name is known."""
        return self.vocabulary.names.get(file, {}).get(code, code)

    def _nearest(self, word: str, where: str, options: Mapping[str, str]) -> str | None:
        if word in options:
            return options[word]
        # Nothing to be read from a number that is not there, and long texts are no misspelling.
        if not word or len(word) > limit("id_length") or word.replace(" ", "").isdigit():
            return None
        if (where, word) not in self._known:
            if self._left <= 0:
                return None
            self._left -= 1
            found = difflib.get_close_matches(word, options, n=1, cutoff=_LIKENESS)
            self._known[where, word] = options[found[0]] if found else None
        return self._known[where, word]
