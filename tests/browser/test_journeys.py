"""On the map page: click the map, a hub, a line of the list; search, widen, start anew."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.reader import Reader


def test_a_municipality_on_the_map_filters_and_lets_go(reader: Reader) -> None:
    reader.open("/kart")
    reader.click_municipality("Surnadal").wait_query(kommune="1566")
    reader.title(re.compile("med Surnadal$"))
    assert reader.picked("Kommune") == ["Surnadal"]
    reader.click_municipality("Tingvoll").wait_query(kommune="1560")
    assert reader.picked("Kommune") == ["Tingvoll"]
    reader.click_municipality("Tingvoll").wait_query()
    assert reader.picked("Kommune") == []
    reader.title(re.compile("binder kommunene sammen$")).harmless()


def test_a_municipality_on_the_map_is_added_to_other_filters(reader: Reader) -> None:
    reader.open("/kart?tjeneste=krisesenter")
    reader.click_municipality("Sunndal").wait_query(tjeneste="krisesenter", kommune="1563")


def test_a_hub_opens_the_card_and_escape_goes_back(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    before = str(reader.inside.locator("h1").text_content())
    reader.hub("legevakt-aure-smola-heim").locator(".number").click(force=True)
    reader.wait_query(tjeneste="legevakt", avtale="legevakt-aure-smola-heim")
    expect(reader.card.locator("h2")).to_have_text("Legevaktsamarbeid Aure–Smøla–Heim")
    assert look(reader).kind == "one"
    reader.page.keyboard.press("Escape")
    reader.wait_query(tjeneste="legevakt").title(before)
    expect(reader.card).to_have_count(0)


def test_a_line_of_the_list_opens_the_card_and_the_button_goes_back(reader: Reader) -> None:
    reader.open("/kart?tjeneste=krisesenter")
    reader.row("krisesenter-nordmore").click()
    reader.wait_query(tjeneste="krisesenter", avtale="krisesenter-nordmore")
    expect(reader.card).to_be_visible()
    # The list stays below the card, with the line marked; the same line again lets go.
    expect(reader.row("krisesenter-nordmore")).to_have_attribute("aria-pressed", "true")
    reader.button("← Tilbake til lista").click()
    reader.wait_query(tjeneste="krisesenter")
    expect(reader.card).to_have_count(0)
    expect(reader.row("krisesenter-nordmore")).to_have_attribute("aria-pressed", "false")


def test_the_card_leads_to_the_page_of_the_agreement(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt&avtale=legevakt-aure-smola-heim")
    reader.button("Alt om avtalen →").click()
    page = reader.page
    page.wait_for_url(re.compile("/avtaler[?]tjeneste=legevakt&avtale=legevakt-aure-smola-heim$"))
    expect(page.locator(".sk-title")).to_have_text("Legevaktsamarbeid Aure–Smøla–Heim")


def test_a_participant_on_the_card_filters(reader: Reader) -> None:
    reader.open("/kart?avtale=legevakt-aure-smola-heim")
    reader.card.get_by_role("button", name="Vis samarbeidene som Heim er med i").click()
    reader.wait_query(kommune="5055").title(re.compile("med Heim$"))
    assert reader.picked("Kommune") == ["Heim"]


def test_a_participant_that_is_the_filter_already_stays_the_filter(reader: Reader) -> None:
    reader.open("/kart?kommune=5055&avtale=legevakt-aure-smola-heim")
    reader.card.get_by_role("button", name="Vis samarbeidene som Heim er med i").click()
    reader.wait_query(kommune="5055").title(re.compile("med Heim$"))


def test_a_new_filter_lets_go_of_the_agreement(reader: Reader) -> None:
    reader.open("/kart?avtale=ikt-orkide")
    reader.pick("Tjeneste", "Legevakt").wait_query(tjeneste="legevakt")
    expect(reader.card).to_have_count(0)


def test_more_of_the_list(reader: Reader) -> None:
    reader.open("/kart")
    expect(reader.rows).to_have_count(25)
    whole = int(reader.run("SK.message.all"))
    reader.button(f"Vis flere ({whole - 25} til)").click()
    expect(reader.rows).to_have_count(75)
    reader.button(f"Vis flere ({whole - 75} til)").click()
    expect(reader.rows).to_have_count(125)
    # A new question starts with a short list.
    reader.search("vakt").wait_query(sok="vakt")
    reader.search("").wait_query()
    expect(reader.rows).to_have_count(25)


def test_start_anew(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt&kommune=1576,1573&modus=og&status=aktiv&deler=ja&sok=vakt")
    reader.panel.get_by_role("button", name="Nullstill filtre").click()
    reader.wait_query().title(re.compile("binder kommunene sammen$"))
    assert reader.picked("Tjeneste") + reader.picked("Kommune") == []
    expect(reader.page.get_by_role("searchbox", name="Søk")).to_have_value("")
    expect(reader.panel.get_by_role("button", name="Nullstill filtre")).to_have_count(0)


@pytest.mark.parametrize(
    ("link", "offer", "wider"),
    [
        ("tjeneste=veterinaervakt&kommune=1511", "alle kommuner", {"tjeneste": "veterinaervakt"}),
        ("tjeneste=skatt", "ta med avsluttede", {"tjeneste": "skatt", "avsluttet": "ja"}),
        (
            "tjeneste=legevakt&kommune=1547,1576&modus=og", "minst én av kommunene",
            {"tjeneste": "legevakt", "kommune": "1547,1576"},
        ),
        ("sok=zzz", "uten søkeordet", {}),
    ],
)  # fmt: skip
def test_nothing_found_offers_to_widen(
    reader: Reader, link: str, offer: str, wider: dict[str, str]
) -> None:
    reader.open(f"/kart?{link}")
    empty = reader.inside.locator(".sk-empty")
    expect(empty).to_contain_text("Ingen samarbeid passer med filtrene")
    button = empty.get_by_role("button", name=re.compile(f"^{offer} – "))
    count = re.findall(r"– (\d+) samarbeid$", str(button.text_content()))
    button.click()
    reader.wait_query(**wider)
    expect(reader.inside.locator(".sk-side h2")).to_have_text(f"Samarbeid ({count[0]})")
    assert reader.rows.count() == min(25, int(count[0]))


def test_a_former_name_finds_the_municipality_of_today(reader: Reader) -> None:
    reader.open("/kart")
    reader.search("Eide").wait_query(sok="Eide")
    notes = reader.inside.locator(".sk-notes")
    expect(notes).to_contain_text("Eide er i dag Hustadvika; søket finner samarbeidene der.")
    found = int(reader.run("SK.message.all"))
    reader.search("Hustadvika").wait_query(sok="Hustadvika")
    assert found >= int(reader.run("SK.message.all")) > 5
    expect(notes).not_to_contain_text("er i dag")


def test_and_or_for_two_municipalities(reader: Reader) -> None:
    reader.open("/kart?kommune=1576")
    reader.pick("Kommune", "Molde").wait_query(kommune="1576,1506")
    either = int(reader.run("SK.message.all"))
    # At once: the panel must not move under the click when the list of municipalities is left.
    reader.panel.get_by_role("radio", name="alle sammen").or_(
        reader.panel.get_by_role("button", name="alle sammen")
    ).click()
    reader.wait_query(kommune="1576,1506", modus="og")
    both = int(reader.run("SK.message.all"))
    assert 0 < both < either
    reader.title(re.compile("med Aure og Molde$"))
    members = reader.run("SK.message.s.length / 4 + SK.message.d.length")
    assert members > 0
