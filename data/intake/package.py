"""Look at the archive of a workbook before any of it is parsed: its size, its parts, its claims."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final

from data.errors import Fault
from data.language import _
from data.limits import limit
from data.reading import Fatal, fatal_fault

_ENTRY: Final = b"PK\x01\x02"
_MEGABYTE: Final = 1024 * 1024
_CHUNK: Final = 64 * 1024
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_SHEET: Final = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_PARSED: Final = (".xml", ".rels")
_MARKS: Final = {
    "formulas": re.compile(rb"[<:]f[ >/]"),
    "errors": re.compile(rb"\bt=[\"']e[\"']"),
    "escapes": re.compile(rb"_x005F_", re.IGNORECASE),
}
_TAIL: Final = 8
"""Bytes of a chunk that may be the beginning of a mark."""


@dataclass(frozen=True)
class Package:
    """What the archive holds: names of its parts, and what stands in its sheets.

    Formulas, error values and escaped underscores are rare, and cost time to look for in each cell.
    """

    names: frozenset[str]
    formulas: bool
    errors: bool
    escapes: bool

    @property
    def macros(self) -> bool:
        """Whether there are macros; they are never run."""
        return any(name.casefold().endswith("vbaproject.bin") for name in self.names)

    @property
    def links(self) -> bool:
        """Whether cells may be fetched from other workbooks; they never are."""
        return any(name.casefold().startswith("xl/externallinks/") for name in self.names)


def inspect(data: bytes, file: str) -> Package:
    """Unpack every part once, counting its bytes and keeping none; raise Fatal where it is unsafe.

    The sizes that an archive gives are its own claim, so they are held to, and counted too.
    """
    # The list of parts is counted in the raw bytes, before a list is made of them.
    if data.count(_ENTRY) > limit("xlsx_entries"):
        raise Fatal(too_large(file))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check_claims(infos, file)
            found: set[str] = set()
            total = 0
            for info in infos:
                total += _unpack(archive, info, total, found, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Fatal(damaged(file)) from error
    names = frozenset(info.filename for info in infos)
    if "[Content_Types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise Fatal(not_workbook(file))
    return Package(names, **{mark: mark in found for mark in _MARKS})


def _check_claims(infos: list[zipfile.ZipInfo], file: str) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Fatal(encrypted(file))
    if any(info.compress_type not in _METHODS for info in infos):
        raise Fatal(damaged(file))
    if sum(info.file_size for info in infos) > limit("xlsx_unpacked_mb") * _MEGABYTE:
        raise Fatal(too_large(file))
    if any(info.file_size > _most(info, 0) for info in infos):
        raise Fatal(too_large(file))


def _most(info: zipfile.ZipInfo, before: int) -> int:
    """Return the most bytes that a part may hold, when `before` bytes came from others."""
    most = limit("xlsx_unpacked_mb") * _MEGABYTE - before
    # Small parts may be packed as tightly as they like: blank sheets are.
    most = min(most, max(_MEGABYTE, limit("xlsx_ratio") * info.compress_size))
    if info.filename.casefold().endswith(_PARSED) and not _SHEET.fullmatch(info.filename):
        most = min(most, limit("xlsx_part_mb") * _MEGABYTE)
    return most


def _unpack(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, before: int, found: set[str], file: str
) -> int:
    """Return the true size of a part; add to `found` the marks that stand in it, if a sheet."""
    most, claimed, size, tail = _most(info, before), info.file_size, 0, b""
    sheet = _SHEET.fullmatch(info.filename) is not None
    # zipfile stops at the claimed size: let it go on, so that a part that claims too little shows.
    info.file_size = most + 2 * _CHUNK
    try:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    raise Fatal(too_large(file))
                if sheet:
                    text = tail + chunk
                    found |= {mark for mark, sign in _MARKS.items() if sign.search(text)}
                    tail = chunk[-_TAIL:]
    finally:
        info.file_size = claimed
    if size != claimed:
        raise Fatal(damaged(file))
    return size


def too_large(file: str) -> Fault:
    """Say that a workbook needs more than what one may use."""
    message = _(
        "Regnearket er for stort når det pakkes ut (grensen er {limit} MB), eller pakket "
        "mistenkelig tett. Lagre bare arket med avtaler, og prøv igjen."
    ).format(limit=limit("xlsx_unpacked_mb"))
    return fatal_fault(file, None, "XLSX_FOR_STOR", message)


def damaged(file: str) -> Fault:
    """Say that a workbook cannot be opened because something in it is broken."""
    message = _(
        "Regnearket er skadet eller ikke fullstendig. Åpne det, lagre på nytt og prøv igjen."
    )
    return fatal_fault(file, None, "XLSX_SKADET", message)


def encrypted(file: str) -> Fault:
    """Say that a workbook is locked by a password."""
    message = _("Regnearket er låst med passord. Fjern passordet, lagre og prøv igjen.")
    return fatal_fault(file, None, "XLSX_KRYPTERT", message)


def not_workbook(file: str) -> Fault:
    """Say that a file is no workbook, whatever its name."""
    message = _("Dette er ikke en xlsx-fil. Lagre arket som «Excel-arbeidsbok (.xlsx)».")
    return fatal_fault(file, None, "IKKE_XLSX", message)
