"""Read any file that somebody sends in: its bytes, not its name, decide what it is."""

import re
from typing import Final

from data.errors import Fault
from data.intake.delimiters import delimiter_of
from data.intake.encoding import decode
from data.intake.headers import make_table
from data.intake.package import encrypted, not_workbook
from data.intake.upload import Progress, Upload
from data.intake.workbook import read_workbook
from data.language import _
from data.limits import limit
from data.reading import NOT_TEXT, Fatal, check_size, fatal_fault, records

__all__ = ["Progress", "Upload", "read_upload"]

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BINARY: Final = (*NOT_TEXT, b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"{\\rtf", b"SQLite format 3")
_MARKUP: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|meta|body|table|style|script|svg)|MIME-Version:",
    re.IGNORECASE,
)
_SHEET_NAME: Final = re.compile(r"\.(xls[xmb]?|xlt[xm]?|ods)$", re.IGNORECASE)
_NO_TABLE: Final = {"TEGNSETT", "SKILLETEGN", "KOLONNER_UKJENT", "KOLONNER_MANGLER"}
"""What is said of text that is no table: with the name of a workbook, it is just no workbook."""


def read_upload(
    data: bytes, name: str, *, sheet: str = "", progress: Progress | None = None
) -> Upload:
    """Read a CSV file or a workbook; whatever the bytes are, the answer is an Upload.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        The name that it was sent in under: used in faults, never as a path.
    sheet
        The sheet of a workbook to read; empty to let the names and headers of sheets decide.
    progress
        Told how far the reading has come.
    """
    file = re.split(r"[/\\]", name)[-1][-limit("file_name") :] or _("fil uten navn")
    named_sheet = _SHEET_NAME.search(file) is not None
    try:
        check_size(data, file)
        if data.startswith(_OLE):
            raise Fatal(_old(data, file))
        if data.startswith(_ZIP):
            return read_workbook(data, file, sheet, progress)
        if data.startswith(_BINARY) or _MARKUP.match(data):
            raise Fatal(not_workbook(file) if named_sheet else _not_csv(file))
        return _read_text(data, file, named_sheet=named_sheet)
    except Fatal as stop:
        return Upload(file, faults=stop.faults)


def _read_text(data: bytes, file: str, *, named_sheet: bool) -> Upload:
    """Read a CSV file; raise Fatal."""
    try:
        text, notes = decode(data, file)
        made = make_table(records(text, file, delimiter_of(text, file)), file)
    except Fatal as stop:
        if named_sheet and {fault.code for fault in stop.faults} <= _NO_TABLE:
            raise Fatal(not_workbook(file)) from stop
        raise
    if named_sheet:
        message = _("Filen heter som et regneark, men er en tekstfil; den er lest som CSV.")
        notes = (*notes, Fault(file, None, None, "FILTYPE_ANNEN", message, severity="W"))
    return Upload(file, {made.schema.name: made.table}, notes=(*notes, *made.notes))


def _old(data: bytes, file: str) -> Fault:
    """Say what an OLE file is: a workbook with a password, or one of the format before xlsx."""
    if _ENCRYPTED in data:
        return encrypted(file)
    message = _("Dette er en eldre Excel-fil (.xls). Lagre som .xlsx og prøv igjen.")
    return fatal_fault(file, None, "XLS_GAMMEL", message)


def _not_csv(file: str) -> Fault:
    message = _("Dette er verken en CSV-fil eller et regneark. Lagre som .xlsx eller «CSV UTF-8».")
    return fatal_fault(file, None, "IKKE_CSV", message)
