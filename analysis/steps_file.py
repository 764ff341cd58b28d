"""Write a scenario's steps to a small JSON file, and read such a file back, strictly.

A file with a fault gives no step at all. Only what another edition of the register had, and this
one has not, is left out and told of.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from analysis.steps import KEYS, NAMES, Step, known_only, made, to_text, values
from data.errors import shown
from data.language import _
from data.limits import limit
from data.register import Register
from data.sent_json import JsonObject, RefusedFile, load, odd_keys, wrong

FORMAT: Final = "samarbeidskart-scenario"
VERSION: Final = 1
LARGEST: Final = limit("scenario_kb") * 1024
"""Size of the largest file that is read, in bytes."""

_TOP: Final = ("format", "version", "revision", "steg")
_KIND: Final = "type"
_ID: Final = re.compile(r"[a-z0-9-]+")
_CODE: Final = re.compile(r"[0-9]{4}")


class ScenarioError(RefusedFile):
    """Raised when a file is refused; `lines` say what is wrong, where, and what is accepted."""


def to_json(steps: Iterable[Step], register: Register) -> str:
    """Return the text of a scenario's file; `register` is the one without the scenario."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "revision": register.revision,
        "steg": [_object(step) for step in steps],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def from_json(data: bytes, register: Register) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Read the bytes of a scenario's file.

    Returns
    -------
    steps
        The file's steps, but for those that name what this register does not have.
    sentences
        That the file was made with another edition of the register, and what was left out.

    Raises
    ------
    ScenarioError
        The file has a fault; nothing of it is used.
    """
    document = _load(data)
    if faults := list(_faults(document)):
        raise ScenarioError(faults)
    read = [_step(item) for item in document["steg"]]
    text = to_text(read)
    if len(text) > limit("scenario_text"):
        line = _("«steg»: stegene fyller {n} tegn i en lenke; grensen er {limit}.")
        raise ScenarioError([line.format(n=len(text), limit=limit("scenario_text"))])
    steps, sentences = known_only([(to_text([step]), step) for step in read], register)
    if document["revision"] != register.revision:
        sentence = _("Fila er laget med en annen utgave av registeret («{revision}»).")
        sentences.insert(0, sentence.format(revision=shown(document["revision"])))
    return steps, tuple(sentences)


def _object(step: Step) -> dict[str, Any]:
    kind = NAMES[type(step)]
    return {_KIND: kind, **dict(zip(KEYS[kind], values(step), strict=True))}


def _step(item: dict[str, Any]) -> Step:
    cells = (item.get(key, "") for key in KEYS[item[_KIND]])
    step = made(item[_KIND], [tuple(cell) if isinstance(cell, list) else cell for cell in cells])
    assert step is not None  # noqa: S101 — an empty list is a fault
    return step


def _load(data: bytes) -> Any:  # noqa: ANN401 — whatever a stranger's file holds
    if len(data) > LARGEST:
        line = _("Fila er på {n} byte; grensen er {limit} byte.")
        raise ScenarioError([line.format(n=len(data), limit=LARGEST)])
    return load(data, _expected(), ScenarioError)


def _expected() -> str:
    return _("Her kan du bare bruke en fil som er lastet ned fra scenariosiden.")


def _faults(document: object) -> Iterator[str]:
    """Give a sentence for each fault of the file."""
    top = _("Øverst i fila")
    if not isinstance(document, JsonObject):
        yield wrong(top, document, _("et objekt med {keys}").format(keys=", ".join(_TOP)))
        return
    yield from _key_faults(top, document, _TOP)
    for key, accepted in (("format", FORMAT), ("version", VERSION)):
        value = document.get(key, accepted)
        # True and 1.0 equal 1, but are not what the program writes.
        if type(value) is not type(accepted) or value != accepted:
            yield wrong(f"«{key}»", value, json.dumps(accepted))
    if not isinstance(document.get("revision", ""), str):
        yield wrong("«revision»", document["revision"], _("en tekst"))
    steps, most = document.get("steg", []), limit("scenario_steps")
    if not isinstance(steps, list):
        yield wrong("«steg»", steps, _("en liste med steg"))
        return
    if len(steps) > most:
        yield _("«steg»: fila har {n} steg; grensen er {limit}.").format(n=len(steps), limit=most)
    for number, item in enumerate(steps[:most], 1):
        yield from _step_faults(_("Steg {number}").format(number=number), item)


def _step_faults(place: str, item: object) -> Iterator[str]:
    if not isinstance(item, JsonObject):
        yield wrong(place, item, _("et objekt med «{key}»").format(key=_KIND))
        return
    kind = item.get(_KIND)
    if not isinstance(kind, str) or kind not in KEYS:
        yield wrong(f"{place}, «{_KIND}»", kind, ", ".join(KEYS))
        return
    yield from _key_faults(place, item, (_KIND, *KEYS[kind]))
    for key in KEYS[kind]:
        if key in item and (accepted := _fault_of(key, item[key])):
            value, words = accepted
            yield wrong(f"{place}, «{key}»", value, words)


def _key_faults(place: str, item: JsonObject, keys: Sequence[str]) -> Iterator[str]:
    accepted = ", ".join(keys)
    yield from odd_keys(place, item, keys)
    for key in keys:
        if key not in item and key != "vert":
            line = _("{place}: feltet «{key}» mangler; det skal ha {accepted}.")
            yield line.format(place=place, key=key, accepted=accepted)


def _fault_of(key: str, value: object) -> tuple[object, str] | None:
    """Return the value that is wrong and what is accepted, or None if there is no fault."""
    if key == "kommuner":
        accepted = _("en liste med kommunenummer på fire siffer, hvert én gang")
        if not isinstance(value, list) or not value:
            return value, accepted
        wrong = [code for code in value if not _fits(_CODE, code)]
        wrong += [] if wrong else [code for code, n in Counter(value).items() if n > 1]
        return (wrong[0], accepted) if wrong else None
    if key == "vert":
        accepted = _("et kommunenummer på fire siffer, eller en tom tekst")
        return None if value == "" or _fits(_CODE, value) else (value, accepted)
    fits = _fits(_ID, value) and len(str(value)) <= limit("id_length")
    accepted = _("en id av a–z, 0–9 og bindestrek, på høyst {n} tegn")
    return None if fits else (value, accepted.format(n=limit("id_length")))


def _fits(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
