"""Read the bytes of a register file: strict text, strict CSV, the right columns, or faults."""

import csv
import difflib
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Final, NamedTuple

from data.errors import Fault, Severity, masked, shown
from data.language import _
from data.limits import limit
from data.schema import FileSchema

DELIMITER: Final = ";"

BOM: Final = b"\xef\xbb\xbf"
UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
NOT_TEXT: Final = (
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


class Record(NamedTuple):
    """One row before its columns are known: its line and its cells in order.

    `bad` holds the code of each cell (by position) that has no usable value.
    """

    line: int
    cells: Sequence[str]
    bad: Mapping[int, str] = MappingProxyType({})


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


class Fatal(Exception):  # noqa: N818 — never leaves the readers
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
        found = list(islice(records(_decode(data, name), name), limit("rows") + 2))
        if not found:
            raise Fatal(fatal_fault(name, None, "FIL_TOM", _("Filen er tom.")))
        head, body = found[0], found[1:]
        if len(body) > limit("rows"):
            raise Fatal(too_many_rows(body[-1].line, name))
        return rows_of(body, match_headers(head.cells, head.line, schema, name), head.line, name)
    except Fatal as stop:
        return Table(name, faults=stop.faults)


def fatal_fault(file: str, line: int | None, code: str, message: str) -> Fault:
    """Make a fault that is fatal for the file."""
    return Fault(file, line, None, code, message, severity="F")


def too_many_rows(line: int, file: str) -> Fault:
    """Say that the file has more rows than are read; `line` is the first one too many."""
    message = _("Filen har flere enn {limit} rader, som er grensen.").format(limit=limit("rows"))
    return fatal_fault(file, line, "FOR_MANGE_RADER", message)


def check_size(data: bytes, file: str) -> None:
    """Raise Fatal for a file that is larger than what is read, or empty."""
    if len(data) > limit("upload_mb") * 1024 * 1024:
        message = _("Filen er større enn {limit} MB, som er grensen.").format(
            limit=limit("upload_mb")
        )
        raise Fatal(fatal_fault(file, None, "FIL_FOR_STOR", message))
    if not data:
        raise Fatal(fatal_fault(file, None, "FIL_TOM", _("Filen er tom.")))


def _decode(data: bytes, file: str) -> str:
    """Turn bytes into clean text, or say why it cannot be done."""
    check_size(data, file)
    if data.startswith(NOT_TEXT):
        message = _("Dette er ikke en CSV-fil. Lagre arket som «CSV UTF-8» og prøv igjen.")
        raise Fatal(fatal_fault(file, None, "IKKE_CSV", message))
    skip = len(BOM) if data.startswith(BOM) else 0
    try:
        text = data[skip:].decode("utf-8")
    except UnicodeDecodeError as error:
        start = error.start + skip
        line = line_at(data, start)
        if data.startswith(UTF16):
            message = _("Filen er lagret som UTF-16. Lagre den som «CSV UTF-8» og prøv igjen.")
        else:
            message = _(
                "Filen er ikke UTF-8: byte {position} (0x{byte:02x}) er ugyldig. "
                "Lagre den som «CSV UTF-8» og prøv igjen."
            ).format(position=start + 1, byte=data[start])
        raise Fatal(fatal_fault(file, line, "TEGNSETT", message)) from error
    return clean_text(text)


def clean_text(text: str) -> str:
    """Return text as NFC, without characters that are not seen, hard spaces as plain ones."""
    if text.isascii():
        return text
    if any(chr(point) in text for point in _INVISIBLE):
        text = text.translate(_INVISIBLE)
    return unicodedata.normalize("NFC", text)


def line_at(data: bytes, position: int) -> int:
    """Return the line, from 1, of a byte; a line ends with CR LF, LF or CR."""
    before = data[:position]
    return before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n") + 1


def records(text: str, file: str, delimiter: str = DELIMITER) -> Iterator[Record]:
    """Give each record that is not blank; raise Fatal where a quote is wrong."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Record(start, [cell.strip() for cell in cells])
            start = reader.line_num + 1
    except csv.Error as error:
        message = _(
            "Et anførselstegn i raden som begynner her, er ikke lukket eller står feil. "
            'Anførselstegn inne i en tekst skrives dobbelt («""»).'
        )
        raise Fatal(fatal_fault(file, start, "SITAT_APEN", message)) from error


def match_headers(
    head: Sequence[str],
    line: int,
    schema: FileSchema,
    file: str,
    extra: Sequence[str] = (),
) -> list[str]:
    """Return the schema's spelling of the file's headers; raise Fatal if they are not its.

    The columns of `extra` may be there, but need not.
    """
    accepted = {header.casefold(): header for header in (*schema.headers, *extra)}
    if len(head) > limit("columns"):
        message = _("Filen har {count} kolonner; grensen er {limit}.").format(
            count=len(head), limit=limit("columns")
        )
        raise Fatal(fatal_fault(file, line, "FOR_MANGE_KOLONNER", message))
    if any(len(name) > limit("text_length") for name in head):
        message = _("En overskrift har flere enn {limit} tegn, som er grensen.").format(
            limit=limit("text_length")
        )
        raise Fatal(fatal_fault(file, line, "TEKST_FOR_LANG", message))
    if len(head) == 1 and any(mark in head[0] for mark in ",\t|"):
        message = _("Kolonnene må være skilt med semikolon (;).")
        raise Fatal(fatal_fault(file, line, "SKILLETEGN", message))
    names = [accepted.get(name.casefold(), name) for name in head]
    faults = [
        fatal_fault(file, line, "KOLONNE_DOBBEL", _("Kolonnen «{name}» står flere ganger.").format(
            name=shown(name)))
        for name in dict.fromkeys(n for n in names if names.count(n) > 1)
    ]  # fmt: skip
    faults += [
        _unknown(name, line, schema, file)
        for name in dict.fromkeys(names)
        if name not in accepted.values()
    ]
    missing = [name for name in schema.headers if name not in names]
    if missing:
        message = _("Disse kolonnene mangler: {missing}. Filen har: {found}.").format(
            missing=", ".join(missing), found=", ".join(shown(name) for name in head)
        )
        faults.append(fatal_fault(file, line, "KOLONNER_MANGLER", message))
    if faults:
        raise Fatal(*faults)
    return names


def _unknown(name: str, line: int, schema: FileSchema, file: str) -> Fault:
    """Say that a column is unknown, and which one may be meant."""
    near = difflib.get_close_matches(name[:80].casefold(), schema.headers, n=1, cutoff=0.6)
    message = _("Kolonnen «{name}» er ukjent.").format(name=shown(name) or _("uten navn"))
    if near:
        message += " " + _("Menes «{near}»?").format(near=near[0])
    accepted = ", ".join(schema.headers)
    where = (file, line, shown(name), "KOLONNER_UKJENT", message)
    return Fault(*where, name, accepted, "F", near[0] if near else None)


def rows_of(body: Iterable[Record], headers: Sequence[str], line: int, file: str) -> Table:
    """Make the table of records; one with the wrong number of cells or bad text is left out.

    Cells whose header is empty are passed over. `line` is the line of the headers, to which the
    fault of a file without rows points.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for at, cells, _bad in body:
        if len(cells) != len(headers):
            message = _("Raden har {count} celler; overskriften har {expected}.").format(
                count=len(cells), expected=len(headers)
            )
            faults.append(Fault(file, at, None, "CELLETALL", message))
            continue
        named = {name: cell for name, cell in zip(headers, cells, strict=True) if name}
        wrong = list(_bad_text(named, at, file))
        faults += wrong
        if not wrong:
            rows.append(Row(at, named))
    if not rows and not faults:
        message = _("Filen har overskrifter, men ingen rader.")
        faults.append(fatal_fault(file, line, "INGEN_RADER", message))
    return Table(file, tuple(rows), tuple(faults))


def _bad_text(cells: Mapping[str, str], line: int, file: str) -> Iterator[Fault]:
    """Find cells that are too long, hold control characters or were decoded wrongly."""
    longest = limit("text_length")
    severity: Severity = "R"
    for header, cell in cells.items():
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
