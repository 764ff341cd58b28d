"""Bring a file that somebody sent in into the register's form, and say what was changed on the way.

Nothing is guessed: a cell that could mean two things is left as it is, and the rules say what is
wrong with it and what may have been meant.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from data.errors import Fault
from data.hints import key
from data.intake.headers import VERSION
from data.intake.names import Names, Read
from data.intake.upload import Upload
from data.intake.values import item_list, number, orgnr, plain, unguarded, url_list, whole
from data.language import _
from data.reading import Row, Table
from data.schema import SCHEMAS, SEPARATOR, YES_NO, Column, FileSchema, Kind
from data.vocabulary import Vocabulary

_YES: Final = ("ja", "j", "yes", "y", "x", "1", "sann", "sant", "true", "✓")
_NO: Final = ("nei", "n", "no", "0", "usann", "usant", "false")
_ALIASES: Final[Mapping[str, str]] = {
    **dict.fromkeys(_YES, YES_NO[0]),
    **dict.fromkeys(_NO, YES_NO[1]),
    "avslutta": "avsluttet",
    "ukjend": "ukjent",
    "active": "aktiv",
    "unknown": "ukjent",
}
"""Words for what a column accepts; a word only counts in a column that accepts what it means."""

_SHORT: Final = 32
"""Characters of the longest cell that is looked up rather than worked out anew."""

_TIDY: Final[Mapping[Kind, Callable[[str], str]]] = {
    "urls": url_list,
    "year": whole,
    "integer": whole,
    "decimal": number,
    "orgnr": orgnr,
}


@dataclass(frozen=True)
class Ask:
    """An old municipality that somebody must say what is today.

    `options` are today's codes: one where consent is enough, several where it was split. `rows` are
    the lines that name it, and `answer` is the option that was chosen, or empty.
    """

    code: str
    name: str
    options: tuple[str, ...]
    rows: tuple[int, ...]
    answer: str = ""


@dataclass(frozen=True)
class Cleaned:
    """Tables in the register's form, what there is to say of them, and what must be answered.

    `faults` are those of the reading and warnings of what was changed; the rules come with the
    plan. `asks` holds those that are answered too, so that an answer can be changed.
    """

    tables: Mapping[str, Table]
    faults: tuple[Fault, ...] = ()
    asks: tuple[Ask, ...] = ()


def clean(
    upload: Upload, vocabulary: Vocabulary, names: Names, consent: Mapping[str, str]
) -> Cleaned:
    """Return what a file holds, in the register's form.

    Parameters
    ----------
    upload
        The file as it was read.
    vocabulary
        The codes that may be used, and today's codes of old municipalities.
    names
        What the codes are called.
    consent
        Old municipality code → the one of today that the sender says it is. An old code that is
        not here, or whose answer is none of its options, is left as it is and asked about.
    """
    faults = [*upload.faults, *upload.notes]
    tables: dict[str, Table] = {}
    rows: dict[str, list[int]] = {}
    for name, table in upload.tables.items():
        work = _Work(SCHEMAS[name], table.file, vocabulary, names, consent)
        cleaned = tuple(Row(row.line, work.row(row)) for row in table.rows)
        tables[name] = Table(table.file, cleaned, table.faults)
        found = (*table.faults, *work.faults)
        faults += sorted(found, key=lambda fault: fault.line or 0)
        for code, lines in work.asked.items():
            rows.setdefault(code, []).extend(lines)
    asks = (
        Ask(
            *(code, names.labels.get(code, code), vocabulary.today(code)),
            *(tuple(dict.fromkeys(rows[code])), _answer(code, vocabulary, consent)),
        )
        for code in sorted(rows)
    )
    return Cleaned(tables, tuple(faults), tuple(asks))


def _answer(code: str, vocabulary: Vocabulary, consent: Mapping[str, str]) -> str:
    answer = consent.get(code, "")
    return answer if answer in vocabulary.today(code) else ""


class _Work:
    """Clean the rows of one table, and gather what there is to say."""

    def __init__(
        self,
        schema: FileSchema,
        file: str,
        vocabulary: Vocabulary,
        names: Names,
        consent: Mapping[str, str],
    ) -> None:
        self.columns = schema.columns
        self.file = file
        self.vocabulary = vocabulary
        self.names = names
        self.consent = consent
        self.faults: list[Fault] = []
        self.asked: dict[str, list[int]] = {}
        self.known: dict[tuple[str, str], str] = {}

    def row(self, row: Row) -> dict[str, str]:
        """Return the cells of a row in the register's form and order, and its version if any."""
        cells = {column.name: self._cell(row, column) for column in self.columns}
        if VERSION in row.cells:
            cells[VERSION] = whole(plain(row.cells[VERSION]))
        return cells

    def _cell(self, row: Row, column: Column) -> str:
        raw = row.cells.get(column.name, "")
        if not raw:
            return ""
        if column.refers_to == "kommuner":
            cell = _bare(raw)
            return self._municipalities(cell, row.line, column) if cell else ""
        if len(raw) > _SHORT:
            return self._tidied(raw, column)
        # The same few words and years stand in row after row.
        place = (column.name, raw)
        if place not in self.known:
            self.known[place] = self._tidied(raw, column)
        return self.known[place]

    def _tidied(self, raw: str, column: Column) -> str:
        cell = _bare(raw)
        return tidy(cell, column, self.names) if cell else ""

    def _municipalities(self, cell: str, line: int, column: Column) -> str:
        found: list[Read | str]
        if column.kind == "codes":
            found = self.names.municipality_list(cell)
        else:
            found = [self.names.municipality(cell) or cell]
        codes = [self._code(one, line, column) for one in found]
        once = list(dict.fromkeys(codes))
        for code in once:
            if codes.count(code) > 1:
                message = _("{code} står flere ganger i «{column}»; den telles én gang.").format(
                    code=self._named(code), column=column.name
                )
                after = SEPARATOR.join(once)
                self._say(line, column, "MEDLEM_DOBBEL", message, cell, after)
        return SEPARATOR.join(once)

    def _code(self, read: Read | str, line: int, column: Column) -> str:
        """Return the code of today, where the sender has said so; warn of what was changed."""
        if isinstance(read, str):
            return read
        code = read.code
        if read.padded:
            message = _("«{before}» er lest som {code}: nullen foran var borte.").format(
                before=code[1:], code=code
            )
            self._say(line, column, "KOMMUNE_KORT", message, code[1:], code)
        if not self.vocabulary.today(code):
            return code
        self.asked.setdefault(code, []).append(line)
        answer = _answer(code, self.vocabulary, self.consent)
        if not answer:
            return code
        message = _("{before} er en eldre kommune; skrevet om til {after}, som godtatt.").format(
            before=self._named(code), after=self._named(answer)
        )
        self._say(line, column, "KOMMUNE_GAMMEL", message, code, answer)
        return answer

    def _named(self, code: str) -> str:
        name = self.names.labels.get(code)
        return f"{code} {name}" if name else code

    def _say(
        self, line: int, column: Column, code: str, message: str, before: str, after: str
    ) -> None:
        self.faults.append(
            Fault(self.file, line, column.name, code, message, before, None, "W", after)
        )


def _bare(raw: str) -> str:
    return unguarded(plain(raw)).strip()


def tidy(cell: str, column: Column, names: Names) -> str:
    """Return a cell that is not empty and names no municipality, in the register's form."""
    if column.kind == "choice":
        return _choice(cell, column)
    if column.kind == "code":
        return names.word(cell, column.refers_to) or cell
    # Sources and their addresses are parallel: an empty item keeps its place.
    if column.kind == "list":
        return item_list(cell, keep_empty=column.name == "kilde")
    return _TIDY[column.kind](cell) if column.kind in _TIDY else cell


def _choice(cell: str, column: Column) -> str:
    if cell in column.accepted:
        return cell
    word = key(cell)
    accepted = dict(_accepted(column))
    return accepted.get(word) or accepted.get(_ALIASES.get(word, "")) or cell


def _accepted(column: Column) -> Iterator[tuple[str, str]]:
    for word in column.accepted:
        yield key(word), word
