"""Check the cells and rows of a register file against its schema and the vocabularies in force."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from data.errors import Fault, Severity, shown
from data.language import _
from data.limits import limit
from data.reading import Row, Table
from data.schema import AGREEMENTS, STAYS, Column, FileSchema
from data.tables import split_list

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE: Final = re.compile(r"\d{4}", re.ASCII)
_ELEVEN: Final = re.compile(r"(?<!\d)(\d{6}) ?(\d{5})(?!\d)", re.ASCII)
_URL: Final = re.compile(r"https?://[^\s<>\"'`]+", re.IGNORECASE)
_LISTED: Final = 12


@dataclass(frozen=True)
class Vocabulary:
    """What codes may be used: by file, and today's codes of each old municipality."""

    codes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def replacements(self) -> dict[str, str]:
        """Return old municipality code → today's, where there is only one."""
        return {old: new[0] for old, new in self.successors.items() if len(new) == 1}


def successors(rows: tuple[Row, ...]) -> dict[str, tuple[str, ...]]:
    """Return today's codes by old code, from the rows of kommuneendringer."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.cells["slag"] not in STAYS:
            found.setdefault(row.cells["fra_nummer"], []).extend(
                split_list(row.cells["dagens_nummer"])
            )
    return {old: tuple(dict.fromkeys(codes)) for old, codes in found.items()}


def check_cells(table: Table, schema: FileSchema, vocabulary: Vocabulary) -> Iterator[Fault]:
    """Give the faults of every cell, and of keys that stand twice."""
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        for column in schema.columns:
            yield from _check_cell(row, column, table.file, vocabulary)
        key = tuple(row.cells[name].casefold() for name in schema.key)
        if key in seen:
            text = _("«{key}» står også på linje {line}.")
            message = text.format(key=shown(" ".join(key)), line=seen[key])
            yield Fault(table.file, row.line, schema.key[0], "ID_DOBBEL", message)
        seen.setdefault(key, row.line)
        if schema is AGREEMENTS:
            yield from _check_sources(row, table.file)


def _check_cell(row: Row, column: Column, file: str, vocabulary: Vocabulary) -> Iterator[Fault]:
    cell = row.cells[column.name]
    if not cell:
        if column.required:
            message = _("«{column}» mangler.").format(column=column.name)
            yield Fault(file, row.line, column.name, "MANGLER", message)
        return
    for code, message, accepted, severity in _CHECKS[column.kind](cell, column, vocabulary):
        where = _("«{column}» er «{value}»: {message}").format(
            column=column.name, value=shown(cell), message=message
        )
        yield Fault(file, row.line, column.name, code, where, cell, accepted, severity)


Found = Iterator[tuple[str, str, str, Severity]]


def _id(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if not _ID.fullmatch(cell) or len(cell) > limit("id_length"):
        accepted = _("små bokstaver a–z, tall og bindestrek, høyst {n} tegn").format(
            n=limit("id_length")
        )
        yield "ID_FORM", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _text(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if any(_is_person_number(a + b) for a, b in _ELEVEN.findall(cell)):
        message = _("teksten har et fødselsnummer. Personopplysninger hører ikke hjemme her")
        yield "PERSONOPPLYSNING", message, "", "R"


def _choice(cell: str, column: Column, _vocabulary: Vocabulary) -> Found:
    if cell not in column.accepted:
        accepted = ", ".join(column.accepted)
        yield "VERDI_UKJENT", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _code(cell: str, column: Column, vocabulary: Vocabulary) -> Found:
    if column.refers_to == "kommuner":
        yield from _municipality(cell, vocabulary)
        return
    known = vocabulary.codes.get(column.refers_to, frozenset())
    if cell in known:
        return
    if column.refers_to == "avtaler":
        message = _("det er ingen avtale med denne id-en")
        yield "HENVISNING_UKJENT", message, "", "R"
        return
    accepted = ", ".join(sorted(known)[:_LISTED]) + (" …" if len(known) > _LISTED else "")
    message = _("koden finnes ikke i {file}.csv ({accepted})").format(
        file=column.refers_to, accepted=accepted
    )
    yield "VERDI_UKJENT", message, accepted, "R"


def _codes(cell: str, _column: Column, vocabulary: Vocabulary) -> Found:
    codes = split_list(cell)
    for code in dict.fromkeys(codes):
        yield from _municipality(code, vocabulary)
        if codes.count(code) > 1:
            message = _("{code} står flere ganger").format(code=shown(code))
            yield "MEDLEM_DOBBEL", message, "", "W"


def _municipality(code: str, vocabulary: Vocabulary) -> Found:
    if code in vocabulary.codes.get("kommuner", frozenset()):
        return
    today = vocabulary.successors.get(code, ())
    if len(today) == 1:
        message = _("{code} er en eldre kommune; bruker {today}").format(code=code, today=today[0])
        yield "KOMMUNE_GAMMEL", message, today[0], "W"
    elif today:
        message = _("{code} er delt; velg {today}").format(code=code, today=" / ".join(today))
        yield "KOMMUNE_DELT", message, ", ".join(today), "R"
    else:
        message = _("{code} er ikke et kommunenummer i kommuner.csv").format(code=shown(code))
        yield "KOMMUNE_UKJENT", message, "", "R"


def _number(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if not _CODE.fullmatch(cell):
        accepted = _("fire siffer")
        yield "KOMMUNE_FORM", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _year(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    first, last = limit("year_first"), limit("year_last")
    if not _CODE.fullmatch(cell) or not first <= int(cell) <= last:
        accepted = _("et årstall fra {first} til {last}").format(first=first, last=last)
        yield "AR_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _orgnr(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if not (cell.isascii() and cell.isdigit() and len(cell) == 9 and _weighs(cell, "32765432")):
        accepted = _("ni siffer med riktig kontrollsiffer")
        yield "ORGNR_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _urls(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if any(url and not _URL.fullmatch(url) for url in split_list(cell)):
        accepted = _("adresser som begynner med http:// eller https://")
        yield "URL_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _integer(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 9):
        accepted = _("et helt tall")
        yield "TALL_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _decimal(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,8})?", cell, re.ASCII):
        accepted = _("et desimaltall med punktum, for eksempel 62.7375")
        yield "TALL_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


def _date(cell: str, _column: Column, _vocabulary: Vocabulary) -> Found:
    try:
        dt.date.fromisoformat(cell)
    except ValueError:
        accepted = _("en dato som 2024-01-01")
        yield "DATO_UGYLDIG", _("lov er {accepted}").format(accepted=accepted), accepted, "R"


_CHECKS: Final[Mapping[str, Callable[[str, Column, Vocabulary], Found]]] = {
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


def _check_sources(row: Row, file: str) -> Iterator[Fault]:
    """Check that sources and addresses are parallel lists, where both are filled."""
    urls = split_list(row.cells["kilde_url"])
    if urls and len(urls) != len(split_list(row.cells["kilde"])):
        message = _("«kilde» har {n} kilder, men «kilde_url» har {m} adresser.").format(
            n=len(split_list(row.cells["kilde"])), m=len(urls)
        )
        yield Fault(file, row.line, "kilde_url", "KILDE_ANTALL", message)


def _weighs(digits: str, weights: str) -> bool:
    """Tell whether the digit after the weighted ones is their mod 11 check digit."""
    total = sum(int(digit) * int(weight) for digit, weight in zip(digits, weights, strict=False))
    return (11 - total % 11) % 11 == int(digits[len(weights)])


def _is_person_number(digits: str) -> bool:
    return _weighs(digits, "376189452") and _weighs(digits, "5432765432")
