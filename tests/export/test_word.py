"""The pen of Word files: real headings, lists and tables; nothing empty unseen; text as itself."""

import datetime as dt
import io
import zipfile

import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from hypothesis import example, given, settings
from hypothesis import strategies as st

from export.word import NEXT, Blank, Piece, Strong, Word, plain
from tests.export import word_reader as reader
from tests.export.hostile import ADDRESS, TEXTS
from tests.export.register_rows import HOSTILE
from views.view import Item

LAW = "https://lovdata.no/lov/2018-06-22-83/§18-4"
ANY = st.text(max_size=60)


def made(*pieces: Piece, title: str = "Prøve") -> bytes:
    paper = Word(title, "november 2026", "Kilde: Samarbeidskart")
    paper.title(title, "En ingress.")
    paper.heading("Første")
    paper.text(*pieces)
    paper.heading("Under", 2)
    paper.bullets(["en", ("to ", Blank("noe"))])
    paper.numbered(["først", "så"])
    paper.table(
        "Hva tabellen viser",
        ("A", "B"),
        [("x", ""), (Blank("navn"), (Item("lov", LAW), NEXT, "mer"))],
        (1, 2),
    )
    return paper.bytes()


def one_cell(text: str) -> str:
    paper = Word("t", "", "")
    paper.table("c", ("A",), [(text,)], (1,))
    return str(reader.opened(paper.bytes()).tables[0].rows[1].cells[0].text)


def test_headings_lists_and_tables_are_real() -> None:
    doc = reader.opened(made("tekst"))
    assert reader.headings(doc, 1) == ["Første"]
    assert reader.headings(doc, 2) == ["Under"]
    assert reader.listed(doc) == ["en", "to [fylles ut: noe]"]
    assert reader.listed(doc, "List Number") == ["først", "så"]
    (table,) = doc.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["A", "B"],
        ["x", "–"],
        ["[fylles ut: navn]", "lov\nmer"],
    ]
    assert reader.faults(doc) == []
    assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")) == "Hva tabellen viser"


def test_it_is_norwegian_on_a4_with_page_numbers_and_our_name() -> None:
    doc = reader.opened(made("tekst"))
    section = doc.sections[0]
    assert abs(section.page_width - Cm(21)) < 1000
    assert abs(section.page_height - Cm(29.7)) < 1000
    assert {lang.get(qn("w:val")) for lang in doc.styles.element.iter(qn("w:lang"))} == {"nb-NO"}
    about = doc.core_properties
    assert (about.title, about.author, about.language) == ("Prøve", "Samarbeidskart", "nb-NO")
    foot = section.footer.paragraphs[0]
    fields = [f.get(qn("w:instr")) for f in foot._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == "Prøve"


def test_no_clock_stands_in_the_file() -> None:
    data = made("tekst")
    assert data == made("tekst")
    about = reader.opened(data).core_properties
    assert about.created == about.modified
    assert about.created.replace(tzinfo=None) == dt.datetime(2026, 11, 1)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]


def test_a_blank_is_marked_in_words_and_in_colour() -> None:
    doc = reader.opened(made("Navn: ", Blank("navnet"), " og ", Blank("")))
    assert reader.blanks(doc)[:2] == ["[fylles ut: navnet]", "[fylles ut]"]
    (style,) = [s.element for s in doc.styles if s.style_id == reader.BLANK]
    assert style.rPr.find(qn("w:shd")).get(qn("w:fill")) == "FFE98A"
    assert "Navn: [fylles ut: navnet] og [fylles ut]" in reader.text(doc)


def test_a_blank_that_is_not_marked_is_found() -> None:
    """The guard itself works."""
    assert reader.faults(reader.opened(made("[fylles ut: uten merke]"))) == [
        "[fylles ut: uten merke]"
    ]


def test_heavy_words_and_nothing_to_say() -> None:
    doc = reader.opened(made(Strong("Må"), " · ", "mer"))
    (line,) = [p for p in doc.paragraphs if p.text == "Må · mer"]
    assert [run.bold for run in line.runs] == [True, None, None]
    bare = reader.opened(made("", Item("", LAW)))
    assert reader.faults(bare) == []


@pytest.mark.parametrize("text", [*HOSTILE, *TEXTS])
def test_hostile_text_stands_as_itself(text: str) -> None:
    assert one_cell(text) == plain(text)
    assert " ".join(plain(text).split()) == " ".join(text.split()).strip()
    doc = reader.opened(made(text, title=text))
    assert plain(text) in reader.text(doc)
    assert reader.faults(doc) == []


@given(ANY)
@settings(max_examples=60)
@example("a\x00b\x0bc\ud800d\ufffe")
@example("\x1f")
@example("linje\r\nto\rtre\u2028fire")
def test_any_text_gives_a_file_that_opens(text: str) -> None:
    assert one_cell(text).strip() == (plain(text) or "–")
    doc = reader.opened(made(text, Item(text, text), Blank(text), title=text))
    assert reader.faults(doc) == []


@pytest.mark.parametrize(
    ("url", "address"),
    [
        (LAW, "https://lovdata.no/lov/2018-06-22-83/%C2%A718-4"),
        ("https://a.no/æ b?x=1&y=%20", "https://a.no/%C3%A6%20b?x=1&y=%20"),
        (ADDRESS, "https://example.org/?a='onclick=window.PWN=1&b=$%7B1%7D"),
        ("javascript:window.PWN=1", None),
        ("data:text/html,<b>", None),
        ("https://", None),
        ("http://[", None),
        ("ftp://a.no", None),
        ("", None),
        ("https://a.no/" + "x" * 3000, None),
    ],
)
def test_only_addresses_of_the_web_lead_anywhere(url: str, address: str | None) -> None:
    doc = reader.opened(made(Item("her", url)))
    assert reader.links(doc).get("her") == address
    assert "her" in reader.text(doc)


@given(ANY.map("https://a.no/".__add__) | ANY.map("http://".__add__))
@settings(max_examples=60)
def test_any_address_gives_a_file_that_opens(url: str) -> None:
    for address in reader.links(reader.opened(made(Item("her", url)))).values():
        assert address.isascii()
        assert " " not in address


def test_two_tables_in_a_row_stay_two() -> None:
    paper = Word("t", "", "")
    for name in ("en", "to"):
        paper.table(name, ("A",), [(name,)], (1,))
    doc = reader.opened(paper.bytes())
    body = [child.tag.rpartition("}")[2] for child in doc.element.body]
    assert body == ["tbl", "p", "tbl", "sectPr"]
