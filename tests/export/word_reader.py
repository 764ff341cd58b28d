"""Read a Word file back as its reader would meet it."""

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

MARK = "[fylles ut"
BLANK = "Fyllesut"


def opened(data: bytes) -> Doc:
    """The document; each of its parts is well-formed."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(file.read(name))
    return Document(io.BytesIO(data))


def paragraphs(doc: Doc) -> Iterator[Paragraph]:
    yield from doc.paragraphs
    for table in doc.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs


def text(doc: Doc) -> str:
    return "\n".join(paragraph.text for paragraph in paragraphs(doc))


def headings(doc: Doc, level: int) -> list[str]:
    return [p.text for p in doc.paragraphs if p.style and p.style.name == f"Heading {level}"]


def listed(doc: Doc, style: str = "List Bullet") -> list[str]:
    return [p.text for p in doc.paragraphs if p.style and p.style.name == style]


def links(doc: Doc) -> dict[str, str]:
    """Text of each link to its address."""
    return {
        link.text: link.address for paragraph in paragraphs(doc) for link in paragraph.hyperlinks
    }


def style_of(run: Run) -> str:
    """The style's id: its name would be looked up among all styles."""
    return run._r.style or ""


def blanks(doc: Doc) -> list[str]:
    """What is marked as to be filled in."""
    return [
        run.text
        for paragraph in paragraphs(doc)
        for run in paragraph.runs
        if style_of(run) == BLANK
    ]


def faults(doc: Doc) -> list[str]:
    """Places left empty without a mark, and blanks that are not marked in colour."""
    found = [f"empty: {p._p.style}" for p in paragraphs(doc) if not p.text.strip()]
    found += [
        run.text
        for paragraph in paragraphs(doc)
        for run in paragraph.runs
        if MARK in run.text and style_of(run) != BLANK
    ]
    for table in doc.tables:
        head = table.rows[0]._tr.trPr
        if head is None or head.find(qn("w:tblHeader")) is None:
            found.append("a table whose first row is not repeated")
        if table._tbl.tblPr.find(qn("w:tblDescription")) is None:
            found.append("a table without a description")
    return found
