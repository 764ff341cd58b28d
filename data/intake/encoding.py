"""Find out how the text of a file that was sent in is encoded, and decode it."""

from typing import Final

from data.errors import Fault
from data.language import _
from data.reading import BOM, UTF16, Fatal, clean_text, fatal_fault, line_at

WINDOWS: Final = "cp1252"


def decode(data: bytes, file: str) -> tuple[str, tuple[Fault, ...]]:
    """Return clean text and what there is to say about how it was encoded.

    In order: a byte order mark decides (UTF-8 or UTF-16), then strict UTF-8, then Windows-1252,
    which almost any bytes are, so it is named in a warning. Raises Fatal (TEGNSETT).
    """
    if data.startswith(UTF16):
        return clean_text(_utf16(data, file)), ()
    if b"\0" in data[:2]:
        message = _("Filen ser ut til å være UTF-16 uten merke. Lagre den som «CSV UTF-8».")
        raise Fatal(fatal_fault(file, 1, "TEGNSETT", message))
    try:
        return clean_text(data.removeprefix(BOM).decode("utf-8")), ()
    except UnicodeDecodeError as error:
        start = error.start + (len(BOM) if data.startswith(BOM) else 0)
    if data.startswith(BOM):
        raise Fatal(_undecodable(data, start, file))
    try:
        text = data.decode(WINDOWS)
    except UnicodeDecodeError as error:
        raise Fatal(_undecodable(data, error.start, file)) from error
    message = _(
        "Filen er ikke UTF-8; den er lest som Windows-1252 (cp1252). Se at æ, ø og å er riktige."
    )
    note = Fault(file, line_at(data, start), None, "TEGNSETT_ANTATT", message, severity="W")
    return clean_text(text), (note,)


def _utf16(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        message = _(
            "Filen er merket som UTF-16, men er ødelagt ved byte {position}. "
            "Lagre den som «CSV UTF-8» og prøv igjen."
        ).format(position=error.start + 1)
        raise Fatal(fatal_fault(file, None, "TEGNSETT", message)) from error


def _undecodable(data: bytes, position: int, file: str) -> Fault:
    message = _(
        "Filen er verken UTF-8 eller Windows-1252: byte {position} (0x{byte:02x}) er ugyldig. "
        "Lagre den som «CSV UTF-8» og prøv igjen."
    ).format(position=position + 1, byte=data[position])
    return fatal_fault(file, line_at(data, position), "TEGNSETT", message)
