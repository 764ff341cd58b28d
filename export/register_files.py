"""Write the register as CSV: for Norwegian Excel, or plain for other programs."""

import csv
import io
import json
from collections.abc import Iterable

from data.register import Register
from data.schema import FileSchema
from export.about import about
from export.inert import guarded, one_kind_of_line, recoverable
from export.kept import VERSION, Kept, line, version_text


def register_csv(
    rows: Iterable[Kept],
    schema: FileSchema,
    guard: bool = True,
    excel: bool = True,
    versions: bool = True,
) -> bytes:
    """Return rows of avtaler or alene as a CSV file that the import reads back unchanged.

    Parameters
    ----------
    rows
        The rows, in the order that they shall have.
    schema
        The columns.
    guard
        Whether a text that a spreadsheet would run as a formula gets an apostrophe before it. The
        import takes it off again. Without it the file is only for programs that run nothing.
    excel
        For Norwegian Excel: UTF-8 with BOM, semicolon, CR LF. Otherwise UTF-8, comma, LF.
    versions
        Whether the column «versjon» comes last. Without it an import cannot tell that a row has
        been changed since the file was written.
    """
    safe = guarded if guard else recoverable
    target = io.StringIO()
    # Quoted wherever it matters: a lone line end inside a cell must never end the row.
    writer = csv.writer(target, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerow((*schema.headers, VERSION) if versions else schema.headers)
    for row in rows:
        cells = [safe(one_kind_of_line(cell)) for cell in line(row, schema)]
        writer.writerow([*cells, version_text(row)] if versions else cells)
    # No cell holds a CR any more, so every CR LF is the end of a row.
    text = target.getvalue()
    return text.encode("utf-8-sig") if excel else text.replace("\r\n", "\n").encode()


def register_meta(register: Register, agreements: int, alone: int) -> bytes:
    """Return what a file of pure data cannot say, as JSON to lie beside it.

    `agreements` and `alone` are how many rows of each that were written.
    """
    content = {key: list(lines) for key, lines in about(register, agreements, alone)}
    flat = {key: lines[0] if len(lines) == 1 else lines for key, lines in content.items()}
    return json.dumps(flat, ensure_ascii=False, indent=2).encode() + b"\n"
