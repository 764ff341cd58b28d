"""The front page: three questions as doors, the examples, and the county as a map to click."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reader import Reader

KOMMUNE = "Hvilke samarbeid er denne kommunen med i?"
AVTALE = "Hvem er med i dette samarbeidet?"
TJENESTE = "Hvor er hullene?"

DOORS: list[tuple[str, str, dict[str, str], str]] = [
    (KOMMUNE, "Aure", {"kommune": "1576"}, r"^\d+ samarbeid: med Aure$"),
    (AVTALE, "IKT Orkidé", {"avtale": "ikt-orkide"}, "^IKT Orkidé$"),
    (TJENESTE, "Krisesenter", {"tjeneste": "krisesenter"}, r"^Krisesenter: \d+ samarbeid, "),
]
EXAMPLES = {
    "Legevakt Aure–Smøla–Heim": "legevakt-aure-smola-heim",
    "Veterinærvakt Aure–Smøla": "veterinaervakt-aure-smola",
    "Krisesenter på Nordmøre": "krisesenter-nordmore",
    "Brann og redning på to måter": "norbr,nibr",
    "IKT Orkidé": "ikt-orkide",
    "NNBT": "nnbt",
    "Bygdevekst": "bygdevekst",
    "Rammeavtale Nordmøre": "rammeavtale-nordmore",
    "Under utvikling": "rammeavtale-nordmore-prosjekt",
}


def go(reader: Reader, page: str) -> Reader:
    """Follow the menu to a page."""
    reader.page.get_by_role("link", name=page, exact=True).first.click()
    reader.page.wait_for_url(re.compile(r"/kart" if page == "Kart" else r"//[^/]+/(\?.*)?$"))
    return reader.drawn()


def test_a_question_is_a_door(reader: Reader) -> None:
    reader.open("/")
    for number, (question, answer, link, title) in enumerate(DOORS):
        if number:
            go(reader, "Oversikt")
        reader.pick(question, answer).wait_query(**link)
        reader.drawn().title(re.compile(title))
        assert "/kart?" in reader.page.url
    reader.harmless()


def test_the_doors_stand_open_again_after_a_visit(reader: Reader) -> None:
    reader.open("/")
    reader.pick(TJENESTE, "Legevakt").wait_query(tjeneste="legevakt")
    go(reader, "Oversikt")
    expect(reader.page.get_by_role("combobox", name=TJENESTE)).to_have_value("")
    reader.pick(TJENESTE, "Krisesenter").wait_query(tjeneste="krisesenter")
    reader.drawn().title(re.compile("^Krisesenter: "))
    assert reader.picked("Tjeneste") == ["Krisesenter"]


@pytest.mark.parametrize("name", ["Brann og redning på to måter", "NNBT"])
def test_an_example_opens_whatever_was_chosen_before(reader: Reader, name: str) -> None:
    reader.open("/kart?tjeneste=legevakt&kommune=1576")
    go(reader, "Oversikt")
    reader.page.get_by_role("link", name=name).click()
    reader.wait_query(avtale=EXAMPLES[name]).drawn()
    assert reader.run("SK.message.h.map(row => row[0]).sort().join()") == ",".join(
        sorted(EXAMPLES[name].split(","))
    )
    assert reader.picked("Tjeneste") == []
    assert reader.picked("Kommune") == []


def test_a_municipality_on_its_map_opens_that_municipality(reader: Reader) -> None:
    reader.open("/")
    reader.click_municipality("Sunndal")
    reader.wait_query(kommune="1563").drawn()
    assert reader.picked("Kommune") == ["Sunndal"]
    go(reader, "Oversikt")
    reader.click_municipality("Tingvoll")
    reader.wait_query(kommune="1560").drawn().title(re.compile("med Tingvoll$"))


def test_its_numbers_add_up_and_every_example_is_a_link_to_its_agreements(reader: Reader) -> None:
    reader.open("/")
    found = {}
    for link in reader.page.get_by_test_id("stPageLink").get_by_role("link").all():
        text, address = str(link.text_content()), str(link.get_attribute("href"))
        found[text] = address.replace("%2C", ",").split("?avtale=")[-1]
    assert found == EXAMPLES
    lead = str(reader.page.locator(".sk-lead").first.text_content())
    total, *kinds = [int(number) for number in re.findall(r"\d+", lead)]
    assert total == sum(kinds)
    first = reader.page.locator(".sk-facts b").first
    expect(first).to_have_text(str(total))
    go(reader, "Kart")
    expect(reader.inside.locator(".sk-side h2")).to_have_text(f"Samarbeid ({total})")
