"""Read a JSON file that somebody sends in: strictly, with a sentence for each thing that is wrong.

What stands in the file is the business of who asks; here is what all such files have in common.
"""

import json
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from data.errors import shown
from data.language import _

# Letters and signs by their kind, yet nothing is to be seen of them.
_FILLERS: Final = "\u115f\u1160\u2800\u3164\uffa0"


class RefusedFile(ValueError):  # noqa: N818 — it says what to do, not only that it failed
    """Raised when a file is refused; `lines` say what is wrong, where, and what is accepted."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines: tuple[str, ...] = tuple(lines)
        super().__init__("\n".join(self.lines))


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which keys stood there more than once."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _value in pairs)
        self.doubled = tuple(key for key, n in counts.items() if n > 1)


def load(data: bytes, accepted: str, refused: type[RefusedFile]) -> Any:  # noqa: ANN401
    """Return what the bytes hold; `accepted` says which files are. Raises `refused`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _("Fila er ikke UTF-8: byte {position} er ugyldig. Lagre den som UTF-8.")
        raise refused([line.format(position=error.start + 1)]) from error
    try:
        return json.loads(text, object_pairs_hook=JsonObject, parse_int=_integer)
    except json.JSONDecodeError as error:
        line = _("Linje {line}, tegn {column}: dette er ikke gyldig JSON. {accepted}")
        place = {"line": error.lineno, "column": error.colno}
        raise refused([line.format(**place, accepted=accepted)]) from error
    except RecursionError as error:
        line = _("Fila er JSON med for mange lag inni hverandre. {accepted}")
        raise refused([line.format(accepted=accepted)]) from error


def _integer(text: str) -> int | float:
    """Read a whole number; one of thousands of digits cannot be, and is refused as infinite."""
    return int(text) if len(text) < 20 else math.inf


def odd_keys(place: str, item: JsonObject, keys: Sequence[str]) -> Iterator[str]:
    """Give a sentence for each key that is unknown or stands more than once."""
    for key in item:
        if key not in keys:
            line = _("{place}: feltet «{key}» er ukjent; lov er {accepted}.")
            yield line.format(place=place, key=shown(key), accepted=", ".join(keys))
    for key in item.doubled:
        yield _("{place}: feltet «{key}» står flere ganger.").format(place=place, key=shown(key))


def missing_keys(place: str, item: JsonObject, needed: Sequence[str]) -> Iterator[str]:
    """Give a sentence for each key that is not there."""
    for key in needed:
        if key not in item:
            yield _("{place}: feltet «{key}» mangler.").format(place=place, key=key)


def newer(document: JsonObject, known: int) -> str:
    """Return the sentence on a file that a newer program has made; empty where it is none."""
    version = document.get("versjon")
    if type(version) is not int or version <= known:
        return ""
    line = _(
        "Fila er laget med en nyere utgave av programmet (versjon {version}); denne leser "
        "versjon {known}. Oppdater programmet, eller lagre fila på nytt fra det gamle."
    )
    return line.format(version=version, known=known)


def odd_version(document: JsonObject, known: int) -> Iterator[str]:
    """Give a sentence where a version stands that is none of ours."""
    version = document.get("versjon", known)
    # True and 1.0 equal 1, but are not what the program writes.
    if type(version) is not int or version != known:
        yield wrong("«versjon»", version, str(known))


def text_faults(
    place: str, value: object, longest: int, *, needed: bool = False, kept: str = ""
) -> Iterator[str]:
    """Give what is wrong with a text: its kind, its length, or signs that cannot be seen.

    The signs in `kept` are let through all the same.
    """
    if not isinstance(value, str):
        yield wrong(place, value, _("en tekst"))
    elif len(value) > longest:
        line = _("{place}: teksten er på {n} tegn; grensen er {limit}.")
        yield line.format(place=place, n=len(value), limit=longest)
    elif needed and not value.strip():
        yield _("{place}: her må det stå en tekst.").format(place=place)
    elif any(hidden(letter) and letter not in kept for letter in value):
        line = _("{place}: teksten har styretegn som ikke kan vises. Skriv den på nytt.")
        yield line.format(place=place)


def hidden(letter: str) -> bool:
    """Return whether a sign cannot be seen: of control, of form, half of one, or a separator."""
    return letter in _FILLERS or unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def wrong(place: str, value: object, accepted: str) -> str:
    """Return the sentence that says what stands there and what should."""
    line = _("{place}: {value} kan ikke brukes; her skal det stå {accepted}.")
    return line.format(place=place, value=_seen(value), accepted=accepted)


def _seen(value: object) -> str:
    """Return a value as it may stand in a sentence; lists and objects could be endless."""
    if isinstance(value, dict):
        return _("et objekt")
    if isinstance(value, list):
        return _("en liste") if value else _("en tom liste")
    return shown(json.dumps(value, ensure_ascii=False))
