"""The styles of Word files: the paper, typeface, headings, lists, tables, and the mark of a blank.

Only what every Office has: built-in styles where there are some, and Arial.
"""

from typing import Any, Final, NamedTuple

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from geo.style import BORDER, COUNTY_LINE, INK, MUTED, PRIMARY, SEA

FONT: Final = "Arial"
LEAD: Final = "Ingress"
SMALL: Final = "Liten tekst"
NOTE: Final = "Merknad"
CELL: Final = "Tabelltekst"
BLANK: Final = "Fylles ut"
LINK: Final = "Hyperlink"
TABLE: Final = "Samarbeidskart"
_YELLOW: Final = "FFE98A"


class _Paper(NamedTuple):
    """A sheet of A4 and its margins, in cm."""

    wide: float = 21.0
    high: float = 29.7
    side: float = 2.3
    top: float = 2.5
    foot: float = 2.2

    @property
    def inner(self) -> float:
        """How wide the text is."""
        return self.wide - 2 * self.side


PAPER: Final = _Paper()


class _Look(NamedTuple):
    """How a style looks: size, colour, weight, and the space above and below it in points."""

    size: float
    ink: str = INK
    bold: bool = False
    above: float = 0
    below: float = 6
    lines: float = 1.15
    stays: bool = False


_LOOKS: Final = {
    "Normal": _Look(10.5),
    "Title": _Look(24, PRIMARY, bold=True, below=6, lines=1.05, stays=True),
    "Heading 1": _Look(15, PRIMARY, bold=True, above=16, below=5, lines=1.1, stays=True),
    "Heading 2": _Look(12, bold=True, above=12, below=2, lines=1.1, stays=True),
    "Heading 3": _Look(10.5, bold=True, above=10, below=3, lines=1.1, stays=True),
    "List Bullet": _Look(10.5, below=3),
    "List Number": _Look(10.5, below=3),
    "Header": _Look(8.5, MUTED, below=0, lines=1),
    "Footer": _Look(8.5, MUTED, below=0, lines=1),
}
_OWN: Final = {
    LEAD: _Look(12.5, MUTED, below=10),
    SMALL: _Look(9, MUTED, above=3, below=3, lines=1.1),
    NOTE: _Look(10, below=8),
    CELL: _Look(9, above=1, below=1, lines=1.05),
}


def dress(doc: Doc, language: str) -> None:
    """Give a new document our styles, and say which language it is written in."""
    styles: Any = doc.styles
    for name, look in _LOOKS.items():
        _apply(styles[name], look)
    for name, look in _OWN.items():
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.quick_style = True
        _apply(style, look)
    _rules(styles)
    blank = styles.add_style(BLANK, WD_STYLE_TYPE.CHARACTER)
    # Shade, not highlight: a style's highlight is not shown by every program.
    shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{_YELLOW}"/>'
    blank.element.get_or_add_rPr().append(parse_xml(shade))
    blank.quick_style = True
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = RGBColor.from_string(PRIMARY.lstrip("#"))
    link.font.underline = True
    styles.element.append(parse_xml(_table_style()))
    _tongue(doc, language)
    _newest(doc)
    _one_set_of_styles(doc)


def _apply(style: Any, look: _Look) -> None:  # noqa: ANN401 (python-docx has no common type)
    style.font.size = Pt(look.size)
    style.font.bold = look.bold
    style.font.color.rgb = RGBColor.from_string(look.ink.lstrip("#"))
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):
        # The theme's typeface would win over the one that is named.
        del fonts.attrib[key]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(look.above), Pt(look.below)
    shape.line_spacing = look.lines
    shape.keep_with_next = look.stays
    shape.widow_control = True


def _rules(styles: Any) -> None:  # noqa: ANN401
    """Draw the thin lines: none below a title, one at each edge of the page, one beside a note."""
    title = styles["Title"].element.pPr
    for old in title.findall(qn("w:pBdr")):
        title.remove(old)
    spacing = styles["Title"].element.rPr
    for tag in ("w:spacing", "w:kern"):
        for old in spacing.findall(qn(tag)):
            spacing.remove(old)
    for name, side, ink, size, gap in (
        ("Header", "bottom", BORDER, 4, 4),
        ("Footer", "top", BORDER, 4, 4),
        (NOTE, "left", PRIMARY, 24, 8),
    ):
        line = (
            f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="{size}" w:space="{gap}" '
            f'w:color="{ink.lstrip("#")}"/></w:pBdr>'
        )
        properties = styles[name].element.get_or_add_pPr()
        properties.insert_element_before(
            parse_xml(line), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:spacing",
            "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
        )  # fmt: skip
    note = styles[NOTE].paragraph_format
    note.left_indent = Cm(0.4)
    for name in ("Header", "Footer"):
        stops = styles[name].paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Cm(PAPER.inner), WD_TAB_ALIGNMENT.RIGHT)


def _table_style() -> str:
    def line(side: str, ink: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{ink.lstrip("#")}"/>'

    lines = (
        line("top", COUNTY_LINE, 8) + line("bottom", COUNTY_LINE, 8) + line("insideH", BORDER, 4)
    )
    margins = "".join(
        f'<w:{side} w:w="{wide}" w:type="dxa"/>'
        for side, wide in (("top", 20), ("left", 85), ("bottom", 20), ("right", 85))
    )
    fill = SEA.lstrip("#")
    return (
        f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="{TABLE}">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f"<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>{margins}</w:tblCellMar>"
        f'</w:tblPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _tongue(doc: Doc, language: str) -> None:
    """Let spelling and reading aloud be in Norwegian."""
    styles: Any = doc.styles
    for found in styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), language)
    for found in doc.settings.element.iter(qn("w:themeFontLang")):
        found.set(qn("w:val"), language)


def _newest(doc: Doc) -> None:
    """Keep Word from opening the file in the manner of an old version."""
    settings: Any = doc.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    setting = OxmlElement("w:compatSetting")
    setting.set(qn("w:name"), "compatibilityMode")
    setting.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    setting.set(qn("w:val"), "15")
    compat.append(setting)


def _one_set_of_styles(doc: Doc) -> None:
    """Leave out the template's copy of its styles for Word 2007, which knows none of ours.

    Word may offer to repair a file whose two sets differ.
    """
    for key, relation in list(doc.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            doc.part.rels.pop(key)
