"""A check as a JSON file: written whole, read strictly, all or nothing.

Where a file has faults, each is a sentence that says where it stands and what is accepted.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from data.language import _
from data.limits import limit
from data.sent_json import (
    JsonObject,
    RefusedFile,
    hidden,
    load,
    missing_keys,
    newer,
    odd_keys,
    odd_version,
    text_faults,
    wrong,
)
from views.check.answers import UNKNOWN, Answer, Check, Party, same
from views.check.points import BY_CODE, POINTS

FORMAT: Final = "samarbeidskart-samarbeidsjekk"
VERSION: Final = 1

_TOP: Final = ("format", "versjon", "avtale", "steg", "parter")
_PARTY: Final = ("navn", "svar")
_ANSWER: Final = ("punkt", "svar", "notat")
_UNKNOWN: Final = "vet-ikke"
_VALUES: Final = (1, 2, 3, 4)


class CheckError(RefusedFile):
    """Raised when a file is refused; `lines` say what is wrong, where, and what is accepted."""


def largest() -> int:
    """Return the size of the largest file that is read, in bytes."""
    return limit("check_kb") * 1024


def tidy(text: str, longest: int) -> str:
    """Return what somebody typed as a file can hold it: on one line, visible, not too long."""
    seen = "".join(" " if hidden(letter) else letter for letter in text)
    return " ".join(seen.split())[:longest].strip()


def to_json(check: Check) -> str:
    """Return the text of a check's file."""
    document = {
        "format": FORMAT,
        "versjon": VERSION,
        "avtale": check.agreement,
        "steg": check.steps,
        "parter": [_party(party) for party in check.parties],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _party(party: Party) -> dict[str, Any]:
    return {
        "navn": party.name,
        "svar": [
            {
                "punkt": code,
                "svar": _UNKNOWN if answer.value == UNKNOWN else answer.value,
                "notat": answer.note,
            }
            for code, answer in party.answers.items()
        ],
    }


def from_json(data: bytes) -> Check:
    """Read the bytes of a check's file.

    Raises
    ------
    CheckError
        The file has a fault; nothing of it is used.
    """
    document = _load(data)
    if faults := list(_faults(document)):
        raise CheckError(faults)
    parties = tuple(
        Party(
            " ".join(item["navn"].split()),
            {
                one["punkt"]: Answer(
                    UNKNOWN if one["svar"] == _UNKNOWN else one["svar"],
                    " ".join(one["notat"].split()),
                )
                for one in item["svar"]
            },
        )
        for item in document["parter"]
    )
    return Check(parties, document["avtale"], document["steg"])


def _load(data: bytes) -> Any:  # noqa: ANN401 — whatever a stranger's file holds
    if len(data) > largest():
        line = _("Fila er større enn {n} kB, som er grensen for en samarbeidsjekk.")
        raise CheckError([line.format(n=limit("check_kb"))])
    return load(data, _expected(), CheckError)


def _expected() -> str:
    return _("Her kan du bare bruke en fil som er lagret fra siden Samarbeidsjekk.")


def _faults(document: object) -> Iterator[str]:
    """Give a sentence for each fault of the file; of a file of another kind, only that it is."""
    top = _("Øverst i fila")
    if not isinstance(document, JsonObject):
        yield wrong(top, document, _("et objekt med {keys}").format(keys=", ".join(_TOP)))
        return
    if document.get("format") != FORMAT:
        line = _("Fila er ikke en samarbeidsjekk fra Samarbeidskart. {accepted}")
        yield line.format(accepted=_expected())
        return
    if sentence := newer(document, VERSION):
        yield sentence
        return
    yield from _key_faults(top, document, _TOP)
    yield from odd_version(document, VERSION)
    if "avtale" in document:
        yield from text_faults("«avtale»", document["avtale"], limit("id_length"))
    if "steg" in document:
        yield from text_faults("«steg»", document["steg"], limit("scenario_text"))
    parties, most = document.get("parter", []), limit("check_parties")
    if not isinstance(parties, list):
        yield wrong("«parter»", parties, _("en liste med parter"))
        return
    if len(parties) > most:
        line = _("«parter»: fila har {n} parter; grensen er {limit}.")
        yield line.format(n=len(parties), limit=most)
    for number, item in enumerate(parties[:most], 1):
        before = [one for one in parties[: number - 1] if isinstance(one, JsonObject)]
        yield from _party_faults(number, item, before)


def _party_faults(number: int, item: object, before: Sequence[JsonObject]) -> Iterator[str]:
    place = _("Part {number}").format(number=number)
    if not isinstance(item, JsonObject):
        yield wrong(place, item, _("et objekt med {keys}").format(keys=", ".join(_PARTY)))
        return
    yield from _key_faults(place, item, _PARTY)
    name = item.get("navn", "-")
    yield from text_faults(f"{place}, «navn»", name, limit("check_name"), needed=True)
    names = [one.get("navn") for one in before]
    if isinstance(name, str) and any(isinstance(n, str) and same(n, name) for n in names):
        yield _("{place}, «navn»: en part før denne heter det samme.").format(place=place)
    answers = item.get("svar", [])
    if not isinstance(answers, list) or len(answers) > len(POINTS):
        accepted = _("en liste med høyst {n} svar").format(n=len(POINTS))
        yield wrong(f"{place}, «svar»", answers, accepted)
        return
    seen: set[str] = set()
    for row, one in enumerate(answers, 1):
        spot = _("{place}, svar {row}").format(place=place, row=row)
        yield from _answer_faults(spot, one, seen)


def _answer_faults(place: str, item: object, seen: set[str]) -> Iterator[str]:
    if not isinstance(item, JsonObject):
        yield wrong(place, item, _("et objekt med {keys}").format(keys=", ".join(_ANSWER)))
        return
    yield from _key_faults(place, item, _ANSWER)
    code = item.get("punkt")
    if "punkt" in item and not (isinstance(code, str) and code in BY_CODE):
        yield wrong(f"{place}, «punkt»", code, ", ".join(BY_CODE))
    elif isinstance(code, str):
        if code in seen:
            line = _("{place}: punktet «{code}» er besvart flere ganger av samme part.")
            yield line.format(place=place, code=code)
        seen.add(code)
    value = item.get("svar")
    # True and 1.0 equal 1, but are not what the program writes.
    if value not in (None, _UNKNOWN) and not (type(value) is int and value in _VALUES):
        accepted = _("1, 2, 3, 4, «vet-ikke» eller null")
        yield wrong(f"{place}, «svar»", value, accepted)
    if "notat" in item:
        yield from text_faults(f"{place}, «notat»", item["notat"], limit("check_note"))


def _key_faults(place: str, item: JsonObject, keys: Sequence[str]) -> Iterator[str]:
    yield from odd_keys(place, item, keys)
    yield from missing_keys(place, item, keys)
