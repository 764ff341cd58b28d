"""Om in a real Chromium: its parts by key, its search, its width on screen and on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader
from tests.browser.test_forms import SMALL, WIDER, go_to_part

PARTS = {"": "Hva er dette", "kilder": "Hvor kommer", "ord": "Hva betyr", "lisenser": "Lisenser"}


def start(reader: Reader, part: str = "") -> Reader:
    reader.page.goto(f"{reader.address}/om" + (f"?fane={part}" if part else ""))
    expect(reader.page.locator("h2").filter(has_text=PARTS[part]).first).to_be_visible()
    return reader.settle()


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_wider_than_the_page_and_no_text_is_tiny(reader: Reader, part: str) -> None:
    start(reader, part)
    assert reader.page.evaluate(WIDER) == []
    assert reader.page.evaluate(SMALL, 12) == []
    reader.page.emulate_media(media="print")
    reader.page.set_viewport_size({"width": 703, "height": 1031})
    reader.settle()
    assert reader.page.evaluate(WIDER) == []
    reader.harmless()


def test_a_source_is_found_by_words_and_stands_in_the_link(reader: Reader) -> None:
    page = start(reader, "kilder").page
    table = page.locator("table", has=page.locator("caption", has_text="eldste først"))
    every = int(re.findall(r"\d+", str(table.locator("caption").text_content()))[0])
    field = page.get_by_role("searchbox", name="Søk i kildene")
    field.fill("eierskapsmelding gjemnes")
    field.press("Enter")
    page.wait_for_url(re.compile("sok=eierskapsmelding"))
    reader.settle()
    expect(table.locator("caption")).to_contain_text(f"av {every} kilder")
    rows = table.locator("tbody tr")
    assert 0 < rows.count() < 10
    for row in rows.all():
        said = str(row.text_content()).casefold()
        assert "eierskapsmelding" in said
        assert "gjemnes" in said
    field.fill("finnes-ikke-noe-sted")
    field.press("Enter")
    expect(page.get_by_text("Ingen kilde har alle ordene. Prøv færre.")).to_be_visible()
    field.fill("")
    field.press("Enter")
    reader.wait_query(fane="kilder")
    expect(table.locator("caption")).to_contain_text(f"Alle {every} kilder")
    reader.harmless()


def test_a_definition_is_reached_by_key_and_says_what_it_does_not_say(reader: Reader) -> None:
    page = start(reader).page
    go_to_part(page, "Ord og tall")
    page.keyboard.press("Enter")
    reader.wait_query(fane="ord")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="Svakt organisert", exact=True))
    expect(row).to_contain_text("Avtale uten eget organ, forening, prosjekt eller nettverk.")
    expect(row).to_contain_text("Sier ikke at samarbeidet er dårlig")
    # The three columns stand at the same place in every table, so that they read as one list.
    heads = page.locator(".st-key-terms thead tr")
    places = heads.evaluate_all(
        "all => all.map(tr => [...tr.cells].map(th => Math.round(th.getBoundingClientRect().left)))"
    )
    assert len(places) > 3
    assert all(place == places[0] for place in places)
    reader.harmless()
