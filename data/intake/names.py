"""Know what municipalities, services and forms are called, in words that people use for them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from data.hints import key, municipality_key
from data.intake.values import members, whole
from data.limits import limit
from data.register import Register
from data.schema import STAYS
from data.vocabulary import Vocabulary

"""Characters of the longest text that may be a name; a longer one is not even looked at."""
_CODE: Final = re.compile(r"\d{4}", re.ASCII)
_SHORT: Final = re.compile(r"\d{3}", re.ASCII)
_CODE_FIRST: Final = re.compile(r"(\d{4})\s*[-–—:.,]?\s*(\D.*)", re.ASCII | re.DOTALL)
_CODE_LAST: Final = re.compile(r"(\D*?)\s*[(,]?\s*(\d{4})\s*\)?", re.ASCII)
_CODES_IN_A_ROW: Final = re.compile(r"\d{4}(\s+\d{4})+", re.ASCII)
_COUNTY: Final = re.compile(r"\s*\((?:møre og romsdal|m\s?[&.]\s?r\.?|mr)\)$", re.IGNORECASE)
_PARENTHESIS: Final = re.compile(r"^(.*\S)\s*\(([^()]*)\)$")
_BETWEEN: Final = re.compile(r"\s+og\s+|\s*[&/+]\s*", re.IGNORECASE)
_DASH: Final = re.compile(r" [-–—:] |: ")


class Read(NamedTuple):
    """A municipality as it was read: its code, and whether its number had lost a zero in front."""

    code: str
    padded: bool = False


@dataclass(frozen=True)
class Names:
    """Words to codes. Words are compared without regard to case, hyphens and how å is composed.

    Attributes
    ----------
    municipalities
        Today's names.
    former
        Names of old municipalities, to their old code; only those that can mean one thing.
    labels
        What each code, of today or old, is called.
    words
        By file («tjenester», «former»): names, codes and abbreviations to codes.
    """

    municipalities: Mapping[str, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def municipality(self, text: str) -> Read | None:
        """Return the municipality that a text names by number, name or both; None for no such."""
        if _CODE.fullmatch(text):
            return Read(text)
        if len(text) > limit("name_length"):
            return None
        digits = whole(text)
        if _CODE.fullmatch(digits):
            return Read(digits)
        if _SHORT.fullmatch(digits):
            return Read(f"0{digits}", padded=True)
        named = municipality_key(_COUNTY.sub("", text))
        if code := self.municipalities.get(named) or self.former.get(named):
            return Read(code)
        return self._named_and_numbered(text)

    def municipality_list(self, cell: str) -> list[Read | str]:
        """Return each municipality of a list; a text where it is not known."""
        found: list[Read | str] = []
        for item in members(cell):
            read = self.municipality(item)
            found += [read] if read else self._several(item) or [item]
        return found

    def word(self, text: str, file: str) -> str | None:
        """Return the code that a word stands for; None if it stands for none, or for several."""
        if len(text) > limit("name_length"):
            return None
        words = self.words.get(file, {})
        if code := words.get(key(text)):
            return code
        first, _mark, rest = _DASH.sub("\n", text, count=1).partition("\n")
        before, _mark, after = text.removesuffix(")").rpartition("(")
        for one, other in ((first, rest), (before, after)):
            code = words.get(key(one))
            if code and code == words.get(key(other)):
                return code
        return None

    def _named_and_numbered(self, text: str) -> Read | None:
        """Read «1508 Ålesund» and «Ålesund (1508)», where name and number agree."""
        if match := _CODE_FIRST.fullmatch(text):
            code, name = match[1], match[2]
        elif match := _CODE_LAST.fullmatch(text):
            code, name = match[2], match[1]
        else:
            return None
        named = municipality_key(_COUNTY.sub("", name.strip()))
        agree = named and named == municipality_key(self.labels.get(code, ""))
        return Read(code) if agree else None

    def _several(self, item: str) -> list[Read]:
        """Read «Molde og Aukra» and «1506 1547»; nothing unless every part is known."""
        parts = item.split() if _CODES_IN_A_ROW.fullmatch(item) else _BETWEEN.split(item)
        read = [self.municipality(part) for part in parts if part]
        return [one for one in read if one] if len(read) > 1 and all(read) else []


def names_of(register: Register) -> Names:
    """Return the words for what a register holds."""
    today = register.municipality_by_code
    municipalities = {municipality_key(m.name): code for code, m in today.items()}
    labels = {change.from_code: change.from_name for change in register.change_records}
    old: dict[str, dict[str, tuple[str, ...]]] = {}
    for change in register.change_records:
        name = municipality_key(change.from_name)
        if change.kind == "navn" and change.from_code in today:
            municipalities.setdefault(name, change.from_code)
        elif change.kind not in STAYS:
            old.setdefault(name, {})[change.from_code] = change.today
    former = {
        # The steps are in the order of time: the last code is the one that was given up last.
        name: list(codes)[-1]
        for name, codes in old.items()
        if name not in municipalities and len(set(codes.values())) == 1
    }
    services = register.service_by_code.values()
    forms = register.form_by_code.values()
    words = {
        "tjenester": _words((s.code, (s.name, s.name_nn, s.name_en)) for s in services),
        "former": _words((f.code, (f.name, f.name_nn, f.name_en)) for f in forms),
    }
    return Names(municipalities, former, labels | {c: m.name for c, m in today.items()}, words)


def vocabulary_of(register: Register) -> Vocabulary:
    """Return the codes that a row of this register may use, with names and old municipalities."""
    today = register.municipality_by_code
    steps: dict[str, list[str]] = {}
    for change in register.change_records:
        if change.kind not in STAYS:
            steps.setdefault(change.from_code, []).extend(change.today)
    return Vocabulary(
        {
            "avtaler": frozenset(register.agreement_by_id),
            "tjenester": frozenset(register.service_by_code),
            "former": frozenset(register.form_by_code),
            "kommuner": frozenset(today),
        },
        {old: tuple(dict.fromkeys(codes)) for old, codes in steps.items()},
        {
            "avtaler": {row.id: row.name for row in register.agreement_records},
            "tjenester": {s.code: s.name for s in register.service_by_code.values()},
            "former": {f.code: f.name for f in register.form_by_code.values()},
            "kommuner": {code: m.name for code, m in today.items()},
        },
    )


def _words(named: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return words to codes: a code before a name, a whole name before what is cut from one."""
    pairs = list(named)
    found = {key(code): code for code, _names in pairs}
    for cut in (False, True):
        level: dict[str, set[str]] = {}
        for code, names in pairs:
            for word in (word for name in names for word in (_cut(name) if cut else (name,))):
                level.setdefault(key(word), set()).add(code)
        found |= {
            word: next(iter(codes))
            for word, codes in level.items()
            if word and word not in found and len(codes) == 1
        }
    return found


def _cut(name: str) -> Iterator[str]:
    """Give a name without what stands in its parenthesis, and the abbreviation that does."""
    if match := _PARENTHESIS.match(name):
        yield match[1]
        if match[2].isupper() and match[2].isalpha():
            yield match[2]
