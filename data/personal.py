"""Find personal data in a text: national identity numbers, addresses of persons, mobile numbers.

The register is about municipalities. What is found here is refused in every text column, and
`hide` hides more than `find` refuses, so that no message shows what was refused.
"""

import re
from collections.abc import Iterator
from typing import Final, Literal

Kind = Literal["number", "email", "mobile"]

MASK: Final = "[skjult]"

FUNCTIONAL: Final = frozenset(
    [
        "post",
        "postmottak",
        "epost",
        "e-post",
        "mail",
        "firmapost",
        "kommune",
        "kommunen",
        "info",
        "informasjon",
        "kontakt",
        "kontor",
        "resepsjon",
        "sentralbord",
        "servicetorg",
        "servicetorget",
        "service",
        "kundeservice",
        "kundesenter",
        "innbyggerservice",
        "support",
        "arkiv",
        "dokumentsenter",
        "dokumentmottak",
        "sekretariat",
        "sekretariatet",
        "admin",
        "administrasjon",
        "legevakt",
        "barnevern",
        "barnevernvakt",
        "barnevernsvakt",
        "krisesenter",
        "personvern",
        "personvernombud",
        "revisjon",
        "brann",
        "brannvesen",
        "renovasjon",
        "havn",
        "nav",
        "ppt",
        "it",
        "ikt",
        "innkjop",
        "innkjøp",
        "skatt",
        "faktura",
        "presse",
        "web",
    ]
)
"""Local parts of an address that belong to an office, not to a person."""

_GAP: Final = r"[\s.\-/–]{0,2}"
_SPACE: Final = r"[\s.\-–]"
_ELEVEN: Final = re.compile(rf"(?<!\d)(?=(\d(?:{_GAP}\d){{10}})(?!\d))")
_WHOLE: Final = re.compile(r"\d{6}\D{0,2}\d{5}")
_EMAIL: Final = re.compile(r"(?<![\w.%+\-])([\w.%+\-]{1,64})@[\w\-]{1,63}(?:\.[\w\-]{1,63})+")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)
_MOBILE: Final = re.compile(
    rf"(?:\+|(?<!\d)00)47{_SPACE}?[49](?:{_SPACE}?\d){{7}}(?!\d)"
    rf"|(?<!\d)[49]\d{{2}}{_SPACE}\d{{2}}{_SPACE}\d{{3}}(?!\d)"
    # Not the country's code and half of the number of an office.
    rf"|(?<![\d+])(?!47(?:{_SPACE}\d{{2}}){{4}}(?!\d))[49]\d(?:{_SPACE}\d{{2}}){{3}}(?!\d)"
)
# Eight digits in one piece may be an amount or part of a longer name.
_EIGHT: Final = re.compile(r"(?<![\w/=])[49]\d{7}(?!\w|[.,]\w)")
_UNIT_AFTER: Final = re.compile(
    r"\s*(?:kr\b|kroner|nok\b|euro?\b|€|,-|mill|tonn|m[²³23]\b|%)", re.I
)
_UNIT_BEFORE: Final = re.compile(r"(?:\b(?:kr|nok|kroner|beløp|eur|euro)|€)[.:]?\s*$", re.I)
_ANY: Final = re.compile(rf"@|\d(?:{_GAP}\d){{7}}")

_HIDDEN: Final = re.compile(
    rf"(?<!\d)\d{{6}}{_SPACE}?\d{{5}}(?!\d)"  # an identity number, whether valid or not
    r"|[^\s@<>|;,:()\[\]«»\"']{1,64}@[^\s@<>|;,:()\[\]«»\"']{1,255}\.\w{1,63}"
    rf"|(?:\+|00)47{_SPACE}?(?:\d{_SPACE}?){{8}}(?!\d)"
    rf"|(?<!\d)[49]\d{{2}}{_SPACE}\d{{2}}{_SPACE}\d{{3}}(?!\d)"
    rf"|(?<!\d)[49]\d(?:{_SPACE}\d{{2}}){{3}}(?!\d)"
    r"|(?<![\d/])[49]\d{7}(?!\d)"
)


def find(text: str) -> Kind | None:
    """Return what kind of personal data a text holds, the gravest first; None if it holds none."""
    if not _ANY.search(text):
        return None
    if next(_numbers(text), None):
        return "number"
    if "@" in text and any(_is_of_a_person(m.group(1)) for m in _EMAIL.finditer(text)):
        return "email"
    # Addresses of web pages are full of digits that are nobody's number.
    bare = _ADDRESS.sub(" ", text)
    if _MOBILE.search(bare) or any(_is_mobile(bare, m) for m in _EIGHT.finditer(bare)):
        return "mobile"
    return None


def hide(text: str) -> str:
    """Return the text with all that looks like personal data replaced by `MASK`."""
    if not _ANY.search(text):
        return text
    for number in set(_numbers(text)):
        text = text.replace(number, MASK)
    return _HIDDEN.sub(MASK, text)


def is_identity_number(digits: str) -> bool:
    """Tell whether eleven digits have the two check digits of a national identity number."""
    return weighs(digits, "376189452") and weighs(digits, "5432765432")


def weighs(digits: str, weights: str) -> bool:
    """Tell whether the digit after the weighted ones is their mod 11 check digit."""
    total = sum(int(digit) * int(weight) for digit, weight in zip(digits, weights, strict=False))
    return (11 - total % 11) % 11 == int(digits[len(weights)])


def _numbers(text: str) -> Iterator[str]:
    """Give each national identity number as it stands, separators and all."""
    for match in _ELEVEN.finditer(text):
        found = match.group(1)
        digits = "".join(filter(str.isdigit, found))
        if is_identity_number(digits) and (_WHOLE.fullmatch(found) or _begins_with_date(digits)):
            yield found


def _begins_with_date(digits: str) -> bool:
    """Tell whether the digits begin as a date of birth, also of D numbers and made-up ones."""
    return 1 <= int(digits[:2]) % 40 <= 31 and 1 <= int(digits[2:4]) % 20 <= 12


def _is_of_a_person(local: str) -> bool:
    return local.casefold().strip(".-") not in FUNCTIONAL


def _is_mobile(text: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    return not _UNIT_AFTER.match(after) and not _UNIT_BEFORE.search(before[-12:])
