"""The pen of Word files: one set of styles, and only what a reader's program can show everywhere.

A document is a list of headings, paragraphs, lists and tables in the order they are added. Text is
carried as itself; what XML cannot hold is left out here and nowhere else. A place that somebody
must fill in is a `Blank`, which is marked in words and in colour, so that nothing is left empty
unseen. The same content gives the same bytes: no clock stands in the file.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx import Document
from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from data.language import _
from export.sheets import created
from export.slide_xml import clean
from export.word_pieces import NEXT, ONE, Blank, Cell, Piece, Strong, address_of, plain, words
from export.word_styles import BLANK, CELL, LEAD, LINK, NOTE, PAPER, SMALL, TABLE, dress
from geo.style import SEA
from views.view import Item

__all__ = [
    "LEAD",
    "NEXT",
    "NOTE",
    "PAPER",
    "SMALL",
    "Blank",
    "Cell",
    "Piece",
    "Strong",
    "Word",
    "plain",
]

AUTHOR: Final = "Samarbeidskart"
_LANGUAGE: Final = "nb-NO"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_NOTHING: Final = "–"


class Word:
    """A document under way: add its parts from top to bottom, then `bytes()`.

    Parameters
    ----------
    title
        What the file is called in its properties and at the top of each page.
    as_of
        The register's month, «november 2026»: the date of the file.
    foot
        A sentence at the foot of each page, beside its number.
    """

    def __init__(self, title: str, as_of: str, foot: str) -> None:
        self._doc: Doc = Document()
        dress(self._doc, _LANGUAGE)
        # Looked up once: the library reads all styles anew for each paragraph otherwise.
        self._ids = {style.name: style.style_id for style in self._doc.styles}
        self._about(title, as_of)
        self._edges(title, foot)

    def title(self, title: str, lead: str) -> None:
        """Add the name of the document and the sentence below it."""
        self._pieces(self._paragraph("Title"), [words(title) or _NOTHING])
        self.text(lead, style=LEAD)

    def heading(self, text: str, level: int = 1) -> None:
        """Add a heading of level 1 to 3."""
        self._pieces(self._paragraph(f"Heading {level}"), [words(text) or _NOTHING])

    def text(self, *pieces: Piece, style: str = "Normal", stays: bool = False) -> None:
        """Add a paragraph, nothing where there is nothing to say; `stays` is with what follows."""
        if any(map(plain, pieces)):
            paragraph = self._paragraph(style)
            self._pieces(paragraph, pieces)
            if stays:
                paragraph.paragraph_format.keep_with_next = True

    def bullets(self, lines: Iterable[Cell]) -> None:
        """Add a list of points."""
        self._list(lines, "List Bullet")

    def numbered(self, lines: Iterable[Cell]) -> None:
        """Add a list with numbers; one of these in a document, for the numbers run on."""
        self._list(lines, "List Number")

    def table(
        self,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Cell]],
        shares: Sequence[float],
        *,
        whole: bool = False,
        tall: float = 0,
    ) -> None:
        """Add a table whose first row is repeated on each page; an empty cell is marked «–».

        Parameters
        ----------
        caption
            What the table holds; read aloud to whoever cannot see it.
        columns, rows
            The headers, and the cells below them. The first cell names its row.
        shares
            How wide each column is, of the whole.
        whole
            Whether it is kept on one page where that can be done.
        tall
            How high a row is at least, in cm.
        """
        body: Any = self._doc.element.body
        if len(body) > 1 and body[-2].tag == qn("w:tbl"):
            # Two tables after one another would become one.
            self._paragraph(SMALL)
        found: list[Sequence[Cell]] = [columns, *rows]
        table = self._doc.add_table(len(found), len(columns), style=TABLE)
        table.autofit = False
        for tag in ("w:tblCaption", "w:tblDescription"):
            told = OxmlElement(tag)
            told.set(qn("w:val"), words(caption)[:250] or _NOTHING)
            table._tbl.tblPr.append(told)
        wide = [Cm(PAPER.inner * share / sum(shares)) for share in shares]
        for column, width in zip(table.columns, wide, strict=True):
            column.width = width
        for number, (row, cells) in enumerate(zip(table.rows, found, strict=True)):
            self._row(row, cells, wide, head=number == 0)
            if tall and number:
                row.height = Cm(tall)
            if whole and number < len(found) - 1:
                for cell in row.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True

    def bytes(self) -> bytes:
        """Return the finished file."""
        target = io.BytesIO()
        self._doc.save(target)
        return _timeless(target.getvalue())

    def _row(self, row: _Row, cells: Sequence[Cell], wide: Sequence[Cm], *, head: bool) -> None:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for place, (cell, content, width) in enumerate(zip(row.cells, cells, wide, strict=True)):
            cell.width = width
            self._cell(cell, content, strong=head or place == 0, head=head)

    def _cell(self, cell: _Cell, content: Cell, *, strong: bool, head: bool) -> None:
        pieces = [content] if isinstance(content, ONE) else list(content)
        if not any(map(plain, pieces)):
            pieces = [_NOTHING]
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._ids[CELL]
        self._pieces(paragraph, pieces, strong=strong)
        if head:
            fill = SEA.lstrip("#")
            shade = parse_xml(
                f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill}"/>'
            )
            cell._tc.get_or_add_tcPr().append(shade)

    def _list(self, lines: Iterable[Cell], style: str) -> None:
        for line in lines:
            self.text(*([line] if isinstance(line, ONE) else line), style=style)

    def _pieces(
        self, paragraph: Paragraph, pieces: Iterable[Piece], *, strong: bool = False
    ) -> None:
        for piece in pieces:
            if piece == NEXT:
                paragraph.add_run().add_break()
                continue
            text = plain(piece)
            address = address_of(piece.url) if isinstance(piece, Item) else ""
            if address and text:
                self._link(paragraph, text, address)
                continue
            # What stands between two pieces is no text of its own, so its spaces are kept.
            spaced = piece if isinstance(piece, str) and clean(piece) == piece else text
            run = paragraph.add_run(spaced)
            if isinstance(piece, Blank):
                run._r.style = self._ids[BLANK]
            if strong or isinstance(piece, Strong):
                run.bold = True

    def _link(self, paragraph: Paragraph, text: str, address: str) -> None:
        link = OxmlElement("w:hyperlink")
        key = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
        link.set(qn("r:id"), key)
        run = paragraph.add_run(text)
        run._r.style = self._ids[LINK]
        link.append(run._r)
        paragraph._p.append(link)

    def _paragraph(self, style: str) -> Paragraph:
        paragraph = self._doc.add_paragraph()
        paragraph._p.style = self._ids[style]
        return paragraph

    def _about(self, title: str, as_of: str) -> None:
        about = self._doc.core_properties
        about.title = words(title)[:250]
        about.author = about.last_modified_by = AUTHOR
        about.subject = _("Interkommunalt samarbeid")
        about.language = _LANGUAGE
        about.comments = about.keywords = ""
        about.revision = 1
        about.created = about.modified = created(as_of)
        package: Any = self._doc.part.package
        # The template's picture of another document.
        for key, relation in list(package.rels.items()):
            if relation.reltype == RT.THUMBNAIL:
                package.rels.pop(key)

    def _edges(self, title: str, foot: str) -> None:
        """Write what stands at the top and at the foot of each page."""
        section = self._doc.sections[0]
        section.page_width, section.page_height = Cm(PAPER.wide), Cm(PAPER.high)
        section.left_margin = section.right_margin = Cm(PAPER.side)
        section.top_margin, section.bottom_margin = Cm(PAPER.top), Cm(PAPER.foot)
        section.header_distance = section.footer_distance = Cm(1.1)
        head = section.header.paragraphs[0]
        head.add_run(words(title))
        below = section.footer.paragraphs[0]
        below.add_run(words(foot) + "\t")
        before, _number, rest = _("Side {n} av {all}").partition("{n}")
        between, _all, after = rest.partition("{all}")
        for text, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            below.add_run(text)
            if field:
                _field(below, field)


def _field(paragraph: Paragraph, code: str) -> None:
    """Add a number that the reader's program counts."""
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{code}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    )
    paragraph._p.append(field)


def _timeless(data: bytes) -> bytes:
    """Return the same file with no time of writing on its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        for part in source.infolist():
            entry = zipfile.ZipInfo(part.filename, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, source.read(part))
    return target.getvalue()
