"""Make the malformed files 1 to 27 as real files: `python -m tests.malformed.make_files FOLDER`.

They are made anew for each run of the tests, so that nothing odd is kept in the repository. Their
names begin with their number in the list of malformed inputs.
"""

import csv
import io
import struct
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from data.schema import AGREEMENTS, ALONE

MEGABYTE = 1024 * 1024
HEADERS = AGREEMENTS.headers
GOOD = {
    **dict.fromkeys(HEADERS, ""),
    "id": "brann-ålesund".replace("å", "a"),
    "navn": "Brannvern for Ålesund og Giske",
    "tjeneste": "brann",
    "form": "iks",
    "deltakere": "1508|1532",
    "ufullstendig": "nei",
    "status": "aktiv",
    "fra": "2020",
    "formål": "Felles brannvern på øyene",
    "kilde": "Ålesund kommune",
    "sikkerhet": "A",
}
ANSWER = {
    **dict.fromkeys(ALONE.headers, ""),
    "kommune": "1532",
    "tjeneste": "barnevern",
    "svar": "alene",
    "kilde": "Giske kommune",
    "kilde_år": "2022",
}
Rows = Sequence[Sequence[Any]]


def row(**cells: str) -> list[str]:
    """The cells of the good row, with some of them changed."""
    return [{**GOOD, **cells}[name] for name in HEADERS]


def rows(count: int = 2, **cells: str) -> list[list[str]]:
    """The headers and good rows, each with an id of its own."""
    return [list(HEADERS), *(row(**{"id": f"avtale-{n}", **cells}) for n in range(1, count + 1))]


def answers() -> list[list[str]]:
    """The headers of alene and one answer."""
    return [list(ALONE.headers), list(ANSWER.values())]


def text(table: Rows, delimiter: str = ";") -> str:
    """A table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    return out.getvalue()


def csv_file(table: Rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A table as the bytes of a CSV file."""
    return text(table, delimiter).encode(encoding)


def workbook(
    sheets: Mapping[str, Rows], more: Callable[[Any], None] | None = None, hidden: str = ""
) -> bytes:
    """A workbook of tables by sheet name; `more` may do further things to it before it is closed.

    Texts are written as texts, other values as what they are.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for r, cells in enumerate(table):
                for c, cell in enumerate(cells):
                    (sheet.write_string if isinstance(cell, str) else sheet.write)(r, c, cell)
            if name == hidden:
                sheet.hide()
        if more:
            more(book)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A workbook whose parts were changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def in_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook in whose first sheet the first `old` is replaced."""

    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[SHEET]
        parts[SHEET] = parts[SHEET].replace(old, new, 1)

    return repacked(data, change)


Entry = tuple[str, bytes, int, int]  # name, deflated bytes, checksum, size that is claimed


def raw_zip(entries: Iterable[Entry], *, overlapping: bool = False) -> bytes:
    """An archive written byte by byte, so that it may claim what it likes."""
    body, central, count, first = bytearray(), bytearray(), 0, 0
    for name, deflated, checksum, claimed in entries:
        fields = (0, zipfile.ZIP_DEFLATED, 0, 33, checksum, len(deflated), claimed, len(name), 0)
        at = first if overlapping else len(body)
        if not (overlapping and count):
            body += struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, *fields) + name.encode() + deflated
        central += struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, *fields, 0, 0, 0, 0, at
        ) + name.encode()  # fmt: skip
        count += 1
    end = (0, 0, count & 0xFFFF, count & 0xFFFF, len(central), len(body), 0)
    return bytes(body + central) + struct.pack("<4s4H2IH", b"PK\x05\x06", *end)


def deflated(content: bytes) -> tuple[bytes, int]:
    """Bytes packed as a zip packs them, and their checksum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush(), zlib.crc32(content)


def bomb(size: int, parts: int = 1, claimed: int | None = None) -> bytes:
    """An archive with blank sheets of `size` bytes; the first claims `claimed` if that is given."""
    packed, checksum = deflated(b" " * size)
    return raw_zip(
        (f"xl/worksheets/sheet{n}.xml", packed, checksum, size if claimed is None else claimed)
        for n in range(1, parts + 1)
    )


def ole(stream: str) -> bytes:
    """A compound file (OLE) with one stream, as old Excel files and locked workbooks are."""
    name = stream.encode("utf-16-le")
    free, end, none = 0xFFFFFFFF, 0xFFFFFFFE, b"\xff" * 12
    header = struct.pack(
        "<8s16xHHHHH6x7I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, end, 0,
    ) + struct.pack("<3I", end, 0, 0) + struct.pack("<I", free) * 108  # fmt: skip
    fat = struct.pack("<2I", 0xFFFFFFFD, end) + b"".join(
        struct.pack("<I", n) for n in (*range(3, 10), end)
    )

    def entry(label: bytes, kind: int, child: int, start: int, size: int) -> bytes:
        head = label.ljust(64, b"\0") + struct.pack("<HBB", len(label) + 2, kind, 1)
        return head + none[:8] + struct.pack("<I36xIQ", child, start, size)

    root = entry("Root Entry".encode("utf-16-le"), 5, 1, end, 0)
    directory = root + entry(name, 2, free, 2, 4096)
    sectors = (header.ljust(512, b"\0"), fat.ljust(512, b"\xff"), directory.ljust(512, b"\0"))
    return b"".join(sectors) + bytes(4096)


def entity_bomb() -> bytes:
    """A workbook whose sheet holds entities that expand to 10^7 of them."""
    levels = "".join(
        f'<!ENTITY e{n} "{"".join(f"&e{n - 1};" for _ in range(10))}">' for n in range(1, 8)
    )
    doctype = f'<!DOCTYPE worksheet [<!ENTITY e0 "ha">{levels}]>'.encode()
    return in_sheet(workbook({"avtaler": rows()}), b"<worksheet", doctype + b"<worksheet")


def formula_book(*, counted: bool) -> bytes:
    """A workbook whose first row has its year as a formula, with or without its value."""

    def year(book: Any) -> None:
        book.get_worksheet_by_name("avtaler").write_formula(
            1, HEADERS.index("fra"), "=2019+1", None, 2020
        )

    data = workbook({"avtaler": rows()}, year)
    return data if counted else in_sheet(data, b"<v>2020</v>", b"")


def macro_book() -> bytes:
    """A workbook with macros and a link to another workbook."""

    def change(parts: dict[str, bytes]) -> None:
        kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(kind, macro)
        parts["xl/vbaProject.bin"] = b"macro"
        parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"

    return repacked(formula_book(counted=True), change)


def merged_headers() -> bytes:
    """A workbook in which the first two headers are one merged cell."""
    table = rows()
    table[0][1] = ""

    def merge(book: Any) -> None:
        book.get_worksheet_by_name("Ark1").merge_range(0, 0, 0, 1, "id og navn")

    return workbook({"Ark1": table}, merge)


def with_hidden(table: Rows) -> Rows:
    """The same cells, spelt with decomposed letters, hard spaces and letters that are not seen."""
    return [
        [
            unicodedata.normalize("NFD", cell.replace("Ålesund", "\u212blesund\u00ad"))
            .replace(" ", "\u00a0") + "\u200b\ufeff"
            for cell in cells
        ]
        for cells in table
    ]  # fmt: skip


def raw_cells(*cells: str) -> bytes:
    """A CSV file with one more record, written as it stands."""
    return csv_file(rows()) + (";".join(cells) + "\r\n").encode()


FILES: Mapping[str, Callable[[], bytes]] = {
    "01-tom.csv": lambda: b"",
    "01-bare-blanke.csv": lambda: b"\xef\xbb\xbf \r\n;;\r\n",
    "01-tomt-ark.xlsx": lambda: workbook({"Ark1": []}),
    "02-bare-overskrifter.csv": lambda: csv_file(rows(0)),
    "02-bare-overskrifter.xlsx": lambda: workbook({"avtaler": rows(0), "alene": answers()[:1]}),
    "03-for-stor.csv": lambda: csv_file(rows()).ljust(5 * MEGABYTE + 1, b"\n"),
    "03-for-stor.xlsx": lambda: workbook({"avtaler": rows()}).ljust(5 * MEGABYTE + 1, b"\0"),
    "04-bilde.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "04-pdf.xlsx": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "04-dokument.xlsx": lambda: raw_zip([("word/document.xml", *deflated(b"<w/>"), 4)]),
    "05-nettside.xls": lambda: b"<html><body><table><tr><td>id</td></tr></table></body></html>",
    "05-nettside.xlsx": lambda: b"\xef\xbb\xbf\r\n<!DOCTYPE html><html lang='nb'></html>",
    "06-gammel.xls": lambda: ole("Workbook"),
    "06-gammel.xlsx": lambda: ole("Book"),
    "07-avkortet.xlsx": lambda: workbook({"avtaler": rows()})[:-200],
    "07-halv.xlsx": lambda: workbook({"avtaler": rows()})[:3000],
    "08-bombe.xlsx": lambda: bomb(20 * MEGABYTE),
    "08-tusen-ganger.xlsx": lambda: bomb(49 * MEGABYTE),
    "08-fem-gigabyte.xlsx": lambda: bomb(50 * MEGABYTE, 95),
    "08-lyver.xlsx": lambda: bomb(49 * MEGABYTE, claimed=1000),
    "08-mange-deler.xlsx": lambda: raw_zip((f"x{n}", b"\x03\0", 0, 0) for n in range(50_000)),
    "08-overlapper.xlsx": lambda: raw_zip(
        [("a", *deflated(b" " * MEGABYTE), MEGABYTE)] * 60, overlapping=True
    ),
    "08-stor-del.xlsx": lambda: repacked(
        workbook({"avtaler": rows()}),
        lambda parts: parts.update({"xl/styles.xml": bytes(range(256)) * 36 * 1024}),
    ),
    "09-entiteter.xlsx": entity_bomb,
    "10-passord.xlsx": lambda: ole("EncryptedPackage"),
    "11-to-ark.xlsx": lambda: workbook({"Ark1": rows(2), "Ark2": rows(3)}),
    "12-makro.xlsm": macro_book,
    "12-formel.xlsx": lambda: formula_book(counted=True),
    "12-formel-uten-verdi.xlsx": lambda: formula_book(counted=False),
    "13-flettet.xlsx": merged_headers,
    "13-tittel.xlsx": lambda: workbook({"Ark1": [["Avtaler i fylket"], [], *rows()]}),
    "13-tittel-uten-kolonne.xlsx": lambda: workbook(
        {"Ark1": [["Avtaler i fylket"], [], *([r[0], *r[2:]] for r in rows())]}
    ),
    "14-utf16.txt": lambda: csv_file(rows(), "\t", "utf-16"),
    "14-utf16-be.txt": lambda: b"\xfe\xff" + csv_file(rows(), "\t", "utf-16-be"),
    "15-cp1252.csv": lambda: csv_file(rows(), encoding="cp1252"),
    "16-bom.csv": lambda: csv_file(rows(), encoding="utf-8-sig"),
    "17-mojibake.csv": lambda: csv_file(rows(navn="Brann i Ã…lesund")),
    "18-ugyldig.csv": lambda: csv_file(rows(), encoding="cp1252") + b"\x81\r\n",
    "19-nfd.csv": lambda: csv_file(with_hidden(rows())),
    "19-nfd.xlsx": lambda: workbook({"avtaler": with_hidden(rows())}),
    "20-nul.csv": lambda: csv_file(rows(navn="Brann\0vern")),
    "20-loddrett.csv": lambda: csv_file(rows(navn="Brann\x0bvern")),
    "20-loddrett.xlsx": lambda: workbook({"avtaler": rows(navn="Brann\x0bvern")}),
    "21-tabulator.csv": lambda: csv_file(rows(), "\t"),
    "21-komma.csv": lambda: csv_file(rows(), ","),
    "21-strek.csv": lambda: csv_file(rows(), "|"),
    "21-uklart.csv": lambda: b"id,navn;tjeneste,form;status\r\n1;2;3;4;5\r\n",
    "22-for-mange-celler.csv": lambda: raw_cells(*row(), "en til"),
    "22-for-faa-celler.csv": lambda: raw_cells(*row()[:5]),
    "22-for-mange-celler.xlsx": lambda: workbook({"avtaler": [*rows(), [*row(), "en til"]]}),
    "23-aapent-sitat.csv": lambda: raw_cells("avtale-9", '"Brannvern', *row()[2:]),
    "24-lang-tekst.csv": lambda: csv_file(rows(1, navn="x" * 200_000)),
    "24-over-grensen.xlsx": lambda: workbook({"avtaler": rows(1, merknad="x" * 2001)}),
    "25-dobbel.csv": lambda: csv_file([[*r, r[0]] for r in rows()]),
    "25-dobbel.xlsx": lambda: workbook({"avtaler": [[*r, r[0]] for r in rows()]}),
    "26-feilskrevet.csv": lambda: csv_file(rows()).replace(b"deltakere", b"deltagere", 1),
    "26-ukjent.xlsx": lambda: workbook({"avtaler": [[*HEADERS, "medlemer"], *rows()[1:]]}),
    "27-for-mange-rader.csv": lambda: csv_file(rows(5001)),
    "27-for-mange-rader.xlsx": lambda: workbook({"avtaler": rows(5001)}),
}


def make_all(folder: Path) -> None:
    """Write every file into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    make_all(Path(sys.argv[1]))
    sys.stdout.write(f"{len(FILES)} filer i {sys.argv[1]}\n")
