"""The check as Word and slides: real headings, tables with every party's letter, every note."""

import io

from hypothesis import given, settings
from pptx import Presentation

from export.check_word import check_word
from export.slides import slides
from tests.export import word_reader as reader
from tests.export.register_rows import REGISTER
from tests.views.check.made import HOSTILE, checks, three
from views.check.answers import Answer, Check, Party
from views.check.result import build


def doc_of(check: Check) -> reader.Doc:
    return reader.opened(check_word(build(REGISTER, check), REGISTER))


def test_it_says_what_the_page_says() -> None:
    doc = doc_of(three())
    assert reader.faults(doc) == []
    assert reader.headings(doc, 1) == [
        "Snakk om dette først",
        "Varselsignaler",
        "Her sier alle omtrent det samme",
        "Bildet",
        "Notater",
    ]
    why, how, signs, notes = doc.tables
    assert [len(table.rows) for table in (why, how, signs, notes)] == [13, 12, 7, 3]
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in how.rows}
    assert rows["Ledelse"] == ["B", "–", "C", "A", "–", "–", "svært stor forskjell"]
    text = reader.text(doc)
    assert "A Aure · B Smøla · C Kristiansund (vert)" in text
    assert "Vi opplever at ingen leder dette." in text
    assert "Stor forskjell: minst to trinn" in text


def test_hostile_text_reads_as_itself() -> None:
    bad = Party(HOSTILE, {"lovkrav": Answer(1, HOSTILE)})
    doc = doc_of(Check((bad, *three().parties)))
    assert HOSTILE in reader.text(doc)


@given(checks())
@settings(max_examples=15)
def test_any_check_becomes_a_file(check: Check) -> None:
    # A note may hold the very words that mark a blank; that makes it no blank.
    assert [fault for fault in reader.faults(doc_of(check)) if reader.MARK not in fault] == []


def test_slides_have_the_picture_as_tables_that_can_be_edited() -> None:
    view = build(REGISTER, three())
    deck = Presentation(io.BytesIO(slides([("", "", view)], REGISTER, None)))
    tables = [s.table for page in deck.slides for s in page.shapes if s.has_table]
    rows = [[cell.text.strip() for cell in row.cells] for table in tables for row in table.rows]
    assert ["Ledelse", "B", "", "C", "A", "", "", "svært stor forskjell"] in rows
    narrowest = min(column.width.pt for table in tables for column in table.columns)
    assert narrowest >= 40
    text = " ".join(s.text_frame.text for s in deck.slides[0].shapes if s.has_text_frame)
    assert "Snakk om dette først" in text
