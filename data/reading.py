"""Read the bytes of a register file: strict text, strict CSV, the right columns, or faults."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from data.errors import Fault, Severity, masked, shown
from data.language import _
from data.limits import limit
from data.schema import FileSchema

DELIMITER: Final = ";"

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT: Final = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
)
_INVISIBLE: Final = {0x00AD: None, 0x200B: None, 0x2060: None, 0xFEFF: None, 0x00A0: " "}
_BAD_CHARACTER: Final = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffd]"
)
_MOJIBAKE: Final = re.compile(r"Ã[\x80-\xbf¥¦¸˜…†]|â€")


class Row(NamedTuple):
    """One row: the line of the file where it starts, and its cells by header."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Table:
    """What one file holds: the rows that could be read, and the faults of file and rows."""

    file: str
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def fatal(self) -> bool:
        """Whether the file as a whole cannot be used."""
        return any(fault.severity == "F" for fault in self.faults)


class _Fatal(Exception):  # noqa: N818 — never leaves this module
    """Carry the faults that end the reading of a file."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__()


def read_table(data: bytes, schema: FileSchema, file: str = "") -> Table:
    """Read a file's bytes; whatever they are, the answer is a table with its faults.

    Parameters
    ----------
    data
        The bytes of the file.
    schema
        The columns that the file must have, in any order.
    file
        The name to use in faults; the schema's own if empty.
    """
    name = file or schema.file
    try:
        records = list(_records(_decode(data, name), name))
        if not records:
            raise _Fatal(_fault(name, None, "FIL_TOM", _("Filen er tom.")))
        line, head = records[0]
        headers = _headers(head, line, schema, name)
    except _Fatal as stop:
        return Table(name, faults=stop.faults)
    rows, faults = _rows(records[1:], headers, name)
    if not rows and not faults:
        message = _("Filen har overskrifter, men ingen rader.")
        return Table(name, faults=(_fault(name, line, "INGEN_RADER", message),))
    return Table(name, tuple(rows), tuple(faults))


def _fault(file: str, line: int | None, code: str, message: str) -> Fault:
    """Make a fault that is fatal for the file."""
    return Fault(file, line, None, code, message, severity="F")


def _decode(data: bytes, file: str) -> str:
    """Turn bytes into clean text, or say why it cannot be done."""
    if len(data) > limit("upload_mb") * 1024 * 1024:
        message = _("Filen er større enn {limit} MB, som er grensen.").format(
            limit=limit("upload_mb")
        )
        raise _Fatal(_fault(file, None, "FIL_FOR_STOR", message))
    if data.startswith(_NOT_TEXT):
        message = _("Dette er ikke en CSV-fil. Lagre arket som «CSV UTF-8» og prøv igjen.")
        raise _Fatal(_fault(file, None, "IKKE_CSV", message))
    skip = len(_BOM) if data.startswith(_BOM) else 0
    try:
        text = data[skip:].decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start + skip
        line = _line_at(data, start)
        if data.startswith(_UTF16):
            message = _("Filen er lagret som UTF-16. Lagre den som «CSV UTF-8» og prøv igjen.")
        else:
            message = _(
                "Filen er ikke UTF-8: byte {position} (0x{byte:02x}) er ugyldig. "
                "Lagre den som «CSV UTF-8» og prøv igjen."
            ).format(position=start + 1, byte=data[start])
        raise _Fatal(_fault(file, line, "TEGNSETT", message)) from error
    text = unicodedata.normalize("NFC", text.translate(_INVISIBLE) if _hidden(text) else text)
    if not text.strip():
        raise _Fatal(_fault(file, None, "FIL_TOM", _("Filen er tom.")))
    return text


def _hidden(text: str) -> bool:
    """Tell whether the text holds characters that are not seen, or hard spaces."""
    return any(chr(point) in text for point in _INVISIBLE)


def _line_at(data: bytes, position: int) -> int:
    """Return the line, from 1, of a byte; a line ends with CR LF, LF or CR."""
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Give each record that is not blank, with the line where it starts."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITER, strict=True)
    found = 0
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found += 1
                if found > limit("rows") + 1:
                    message = _("Filen har flere enn {limit} rader, som er grensen.").format(
                        limit=limit("rows")
                    )
                    raise _Fatal(_fault(file, start, "FOR_MANGE_RADER", message))
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        message = _(
            "Et anførselstegn i raden som begynner her, er ikke lukket eller står feil. "
            'Anførselstegn inne i en tekst skrives dobbelt («""»).'
        )
        raise _Fatal(_fault(file, start, "SITAT_APEN", message)) from error


def _headers(head: Sequence[str], line: int, schema: FileSchema, file: str) -> list[str]:
    """Return the schema's spelling of the file's headers, or say what is wrong with them."""
    accepted = {header.casefold(): header for header in schema.headers}
    if len(head) > limit("columns"):
        message = _("Filen har {count} kolonner; grensen er {limit}.").format(
            count=len(head), limit=limit("columns")
        )
        raise _Fatal(_fault(file, line, "FOR_MANGE_KOLONNER", message))
    if len(head) == 1 and any(mark in head[0] for mark in ",\t|"):
        message = _("Kolonnene må være skilt med semikolon (;).")
        raise _Fatal(_fault(file, line, "SKILLETEGN", message))
    names = [accepted.get(name.casefold(), name) for name in head]
    faults = [
        _fault(file, line, "KOLONNE_DOBBEL", _("Kolonnen «{name}» står flere ganger.").format(
            name=shown(name)))
        for name in dict.fromkeys(n for n in names if names.count(n) > 1)
    ]  # fmt: skip
    faults += [
        _unknown(name, line, schema, file)
        for name in dict.fromkeys(names)
        if name not in schema.headers
    ]
    missing = [name for name in schema.headers if name not in names]
    if missing:
        message = _("Disse kolonnene mangler: {missing}. Filen har: {found}.").format(
            missing=", ".join(missing), found=", ".join(shown(name) for name in head)
        )
        faults.append(_fault(file, line, "KOLONNER_MANGLER", message))
    if faults:
        raise _Fatal(*faults)
    return names


def _unknown(name: str, line: int, schema: FileSchema, file: str) -> Fault:
    """Say that a column is unknown, and which one may be meant."""
    near = difflib.get_close_matches(name.casefold(), schema.headers, n=1, cutoff=0.6)
    message = _("Kolonnen «{name}» er ukjent.").format(name=shown(name) or _("uten navn"))
    if near:
        message += " " + _("Menes «{near}»?").format(near=near[0])
    return Fault(
        file, line, shown(name), "KOLONNER_UKJENT", message, name, ", ".join(schema.headers), "F"
    )


def _rows(
    records: Sequence[tuple[int, list[str]]], headers: Sequence[str], file: str
) -> tuple[list[Row], list[Fault]]:
    """Make rows of records; one with the wrong number of cells or bad text is left out."""
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in records:
        if len(cells) != len(headers):
            message = _("Raden har {count} celler; overskriften har {expected}.").format(
                count=len(cells), expected=len(headers)
            )
            faults.append(Fault(file, line, None, "CELLETALL", message))
            continue
        bad = list(_bad_text(cells, headers, line, file))
        faults += bad
        if not bad:
            rows.append(Row(line, dict(zip(headers, cells, strict=True))))
    return rows, faults


def _bad_text(
    cells: Sequence[str], headers: Sequence[str], line: int, file: str
) -> Iterator[Fault]:
    """Find cells that are too long, hold control characters or were decoded wrongly."""
    longest = limit("text_length")
    severity: Severity = "R"
    for header, cell in zip(headers, cells, strict=True):
        if len(cell) > longest:
            message = _("«{column}» har {count} tegn; grensen er {limit}.").format(
                column=header, count=len(cell), limit=longest
            )
            yield Fault(file, line, header, "TEKST_FOR_LANG", message, severity=severity)
        elif cell.isascii() and cell.isprintable():
            continue
        elif found := _BAD_CHARACTER.search(cell):
            message = _("«{column}» har et tegn som ikke er tillatt (U+{point:04X}).").format(
                column=header, point=ord(found.group())
            )
            yield Fault(file, line, header, "UGYLDIG_TEGN", message, severity=severity)
        elif found := _MOJIBAKE.search(cell):
            message = _(
                "«{column}» har ødelagte bokstaver ({example}). Filen er lagret i feil tegnsett."
            ).format(column=header, example=masked(found.group()))
            yield Fault(file, line, header, "TEGNFEIL", message, severity=severity)
