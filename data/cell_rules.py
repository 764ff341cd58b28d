"""Check one cell by the kind of its column; what is wrong says what would have been right."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from data import personal
from data.errors import Severity, shown
from data.hints import Hints, slug
from data.language import _
from data.limits import limit
from data.schema import Column, Kind
from data.tables import split_list

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE: Final = re.compile(r"\d{4}", re.ASCII)
_URL: Final = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_NO_SCHEME: Final = re.compile(r"[\w\-]+(\.[\w\-]+)+([/?#][^\s<>\"'`]*)?")
_DECIMAL: Final = re.compile(r"-?\d{1,3}(\.\d{1,8})?", re.ASCII)
_DAY: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)
_YEAR_WITHIN: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)", re.ASCII)
_ALIKE: Final = str.maketrans("lI|oOSs", "1110055")
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
_EXCEL_DAYS: Final = (10_000, 73_050)
"""Excel's numbers for 1927-05-18 and 2099-12-31: five digits that may be a date."""
_LISTED: Final = 12


class Finding(NamedTuple):
    """What is wrong with a cell, before it is said where the cell is."""

    code: str
    message: str
    accepted: str = ""
    severity: Severity = "R"
    suggestion: str | None = None


Found = Iterator[Finding]


def findings(cell: str, column: Column, hints: Hints) -> Found:
    """Give what is wrong with a cell that is not empty."""
    if column.kind in _TEXTS and (kind := personal.find(cell)):
        yield Finding("PERSONOPPLYSNING", _personal(kind), _("tekst uten personopplysninger"))
    yield from _CHECKS[column.kind](cell, column, hints)


def _personal(kind: personal.Kind) -> str:
    what = {
        "number": _("teksten har et fødselsnummer"),
        "email": _(
            "teksten har e-postadressen til en person; bare felles adresser som postmottak@ godtas"
        ),
        "mobile": _("teksten har et mobilnummer"),
    }[kind]
    return _("{what}. Personopplysninger hører ikke hjemme her").format(what=what)


def _allowed(code: str, accepted: str, suggestion: str | None = None) -> Finding:
    message = _("lov er {accepted}").format(accepted=accepted)
    return Finding(code, _meant(message, suggestion), accepted, "R", suggestion)


def _meant(message: str, suggestion: str | None) -> str:
    if not suggestion:
        return message
    return message + ". " + _("Menes «{suggestion}»?").format(suggestion=shown(suggestion))


def _id(cell: str, _column: Column, _hints: Hints) -> Found:
    if not _ID.fullmatch(cell) or len(cell) > limit("id_length"):
        yield bad_id(slug(cell) or None)


def bad_id(suggestion: str | None) -> Finding:
    """Return what is said of an id of the wrong form, or of none."""
    accepted = _("små bokstaver a–z, tall og bindestrek, høyst {n} tegn").format(
        n=limit("id_length")
    )
    return _allowed("ID_FORM", accepted, suggestion)


def _text(_cell: str, _column: Column, _hints: Hints) -> Found:
    yield from ()


def _choice(cell: str, column: Column, hints: Hints) -> Found:
    if cell not in column.accepted:
        near = hints.choice(cell, column.accepted)
        yield _allowed("VERDI_UKJENT", ", ".join(column.accepted), near)


def _code(cell: str, column: Column, hints: Hints) -> Found:
    if column.refers_to == "kommuner":
        yield from _municipalities(cell, (cell,), hints)
        return
    known = hints.vocabulary.codes.get(column.refers_to, frozenset())
    if cell in known:
        return
    near = hints.code(cell, column.refers_to)
    if column.refers_to == "avtaler":
        message = _meant(_("det er ingen avtale med denne id-en"), near)
        yield Finding("HENVISNING_UKJENT", message, suggestion=near)
        return
    accepted = ", ".join(sorted(known)[:_LISTED]) + (" …" if len(known) > _LISTED else "")
    message = _("koden finnes ikke i {file}.csv ({accepted})").format(
        file=column.refers_to, accepted=accepted
    )
    yield Finding("VERDI_UKJENT", _meant(message, near), accepted, suggestion=near)


def _codes(cell: str, _column: Column, hints: Hints) -> Found:
    codes = split_list(cell)
    yield from _municipalities(cell, codes, hints)
    for code in dict.fromkeys(codes):
        if codes.count(code) > 1:
            message = _("{code} står flere ganger").format(code=shown(code))
            once = "|".join(dict.fromkeys(codes))
            yield Finding("MEDLEM_DOBBEL", message, "", "W", once)


def _municipalities(cell: str, codes: tuple[str, ...], hints: Hints) -> Found:
    """Check every code of a cell; a suggestion is the whole cell with the one code changed."""
    known = hints.vocabulary.codes.get("kommuner", frozenset())
    for code in dict.fromkeys(codes):
        if code in known:
            continue
        today = hints.vocabulary.today(code)
        near = today[0] if len(today) == 1 else None if today else hints.code(code, "kommuner")
        changed = "|".join(near if item == code and near else item for item in codes)
        suggestion = changed if near else None
        if len(today) == 1:
            message = _("{code} er en eldre kommune; bruker {today}").format(
                code=code, today=today[0]
            )
            yield Finding("KOMMUNE_GAMMEL", message, today[0], "W", suggestion)
        elif today:
            message = _("{code} er delt; velg {today}").format(code=code, today=" / ".join(today))
            yield Finding("KOMMUNE_DELT", message, ", ".join(today))
        else:
            message = _("{code} er ikke et kommunenummer i kommuner.csv").format(code=shown(code))
            if near:
                name = _("{name} ({code})").format(name=hints.name(near, "kommuner"), code=near)
                message = _meant(message, name if cell != near else near)
            yield Finding("KOMMUNE_UKJENT", message, suggestion=suggestion)


def _number(cell: str, _column: Column, _hints: Hints) -> Found:
    if not _CODE.fullmatch(cell):
        yield _allowed("KOMMUNE_FORM", _("fire siffer"))


def _is_year(text: str) -> bool:
    return bool(_CODE.fullmatch(text)) and limit("year_first") <= int(text) <= limit("year_last")


def _year(cell: str, _column: Column, _hints: Hints) -> Found:
    if _is_year(cell):
        return
    accepted = _("et årstall fra {first} til {last}").format(
        first=limit("year_first"), last=limit("year_last")
    )
    if len(cell) == 5 and cell.isascii() and cell.isdigit():
        first, last = _EXCEL_DAYS
        if first <= int(cell) <= last:
            day = _EXCEL_EPOCH + dt.timedelta(days=int(cell))
            message = _("lov er {accepted}. Tallet ser ut som datoen {day} i Excel").format(
                accepted=accepted, day=day.isoformat()
            )
            yield Finding("AR_UGYLDIG", message, accepted, "R", str(day.year))
            return
    within = _YEAR_WITHIN.findall(cell)
    alike = cell.translate(_ALIKE)
    guess = alike if _is_year(alike) else within[0] if len(within) == 1 else None
    yield _allowed("AR_UGYLDIG", accepted, guess)


def _is_orgnr(text: str) -> bool:
    return (
        len(text) == 9 and text.isascii() and text.isdigit() and personal.weighs(text, "32765432")
    )


def _orgnr(cell: str, _column: Column, _hints: Hints) -> Found:
    if not _is_orgnr(cell):
        digits = re.sub(r"\D", "", cell, flags=re.ASCII)
        guess = digits if _is_orgnr(digits) else None
        yield _allowed("ORGNR_UGYLDIG", _("ni siffer med riktig kontrollsiffer"), guess)


def _urls(cell: str, _column: Column, _hints: Hints) -> Found:
    urls = split_list(cell)
    if any(url and not _URL.fullmatch(url) for url in urls):
        mended = [f"https://{url}" if _NO_SCHEME.fullmatch(url) else url for url in urls]
        whole = all(not url or _URL.fullmatch(url) for url in mended)
        accepted = _("adresser som begynner med http:// eller https://")
        yield _allowed("URL_UGYLDIG", accepted, "|".join(mended) if whole else None)


def _integer(cell: str, _column: Column, _hints: Hints) -> Found:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        yield _allowed("TALL_UGYLDIG", _("et helt tall"))


def _decimal(cell: str, _column: Column, _hints: Hints) -> Found:
    if not _DECIMAL.fullmatch(cell):
        point = cell.replace(",", ".")
        guess = point if _DECIMAL.fullmatch(point) else None
        accepted = _("et desimaltall med punktum, for eksempel 62.7375")
        yield _allowed("TALL_UGYLDIG", accepted, guess)


def _date(cell: str, _column: Column, _hints: Hints) -> Found:
    if not _is_date(cell):
        day = _DAY.fullmatch(cell)
        guess = f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else ""
        yield _allowed(
            "DATO_UGYLDIG", _("en dato som 2024-01-01"), guess if _is_date(guess) else None
        )


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


_TEXTS: Final[frozenset[Kind]] = frozenset(("id", "text", "list", "url", "urls"))
"""Kinds of column whose cells may hold anything, and so also what belongs to a person."""

_CHECKS: Final[Mapping[Kind, Callable[[str, Column, Hints], Found]]] = {
    "id": _id,
    "text": _text,
    "list": _text,
    "choice": _choice,
    "code": _code,
    "codes": _codes,
    "number": _number,
    "year": _year,
    "orgnr": _orgnr,
    "url": _urls,
    "urls": _urls,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
}
