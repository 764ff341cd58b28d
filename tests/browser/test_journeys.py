"""On the map page: click the map, a hub, a line of the list; search, widen, start anew."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.look import look
from tests.browser.reader import Reader


def test_a_municipality_on_the_map_filters_and_lets_go(chart: Reader) -> None:
    chart.turn("/kart")
    chart.click_municipality("Surnadal").wait_query(kommune="1566")
    chart.title(re.compile("med Surnadal$"))
    assert chart.picked("Kommune") == ["Surnadal"]
    chart.click_municipality("Tingvoll").wait_query(kommune="1560")
    assert chart.picked("Kommune") == ["Tingvoll"]
    chart.click_municipality("Tingvoll").wait_query()
    assert chart.picked("Kommune") == []
    chart.title(re.compile("binder kommunene sammen$")).harmless()


def test_a_municipality_on_the_map_is_added_to_other_filters(chart: Reader) -> None:
    chart.turn("/kart?tjeneste=krisesenter")
    chart.click_municipality("Sunndal").wait_query(tjeneste="krisesenter", kommune="1563")


def test_a_hub_opens_the_card_and_escape_goes_back(chart: Reader) -> None:
    chart.turn("/kart?tjeneste=legevakt")
    before = str(chart.inside.locator("h1").text_content())
    chart.hub("legevakt-aure-smola-heim").locator(".number").click(force=True)
    chart.wait_query(tjeneste="legevakt", avtale="legevakt-aure-smola-heim")
    expect(chart.card.locator("h2")).to_have_text("Legevaktsamarbeid Aure–Smøla–Heim")
    assert look(chart).kind == "one"
    chart.page.keyboard.press("Escape")
    chart.wait_query(tjeneste="legevakt").title(before)
    expect(chart.card).to_have_count(0)


def test_a_line_of_the_list_opens_the_card_and_the_button_goes_back(chart: Reader) -> None:
    chart.turn("/kart?tjeneste=krisesenter")
    chart.row("krisesenter-nordmore").click()
    chart.wait_query(tjeneste="krisesenter", avtale="krisesenter-nordmore")
    expect(chart.card).to_be_visible()
    # The list stays below the card, with the line marked; the same line again lets go.
    expect(chart.row("krisesenter-nordmore")).to_have_attribute("aria-pressed", "true")
    chart.button("← Tilbake til lista").click()
    chart.wait_query(tjeneste="krisesenter")
    expect(chart.card).to_have_count(0)
    expect(chart.row("krisesenter-nordmore")).to_have_attribute("aria-pressed", "false")


def test_the_card_leads_to_the_page_of_the_agreement(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt&avtale=legevakt-aure-smola-heim")
    reader.button("Alt om avtalen →").click()
    page = reader.page
    page.wait_for_url(re.compile("/avtaler[?]tjeneste=legevakt&avtale=legevakt-aure-smola-heim$"))
    expect(page.locator(".sk-title")).to_have_text("Legevaktsamarbeid Aure–Smøla–Heim")


def test_a_participant_on_the_card_filters(chart: Reader) -> None:
    chart.turn("/kart?avtale=legevakt-aure-smola-heim")
    chart.card.get_by_role("button", name="Vis samarbeidene som Heim er med i").click()
    chart.wait_query(kommune="5055").title(re.compile("med Heim$"))
    assert chart.picked("Kommune") == ["Heim"]


def test_a_participant_that_is_the_filter_already_stays_the_filter(chart: Reader) -> None:
    chart.turn("/kart?kommune=5055&avtale=legevakt-aure-smola-heim")
    chart.card.get_by_role("button", name="Vis samarbeidene som Heim er med i").click()
    chart.wait_query(kommune="5055").title(re.compile("med Heim$"))


def test_a_new_filter_lets_go_of_the_agreement(chart: Reader) -> None:
    chart.turn("/kart?avtale=ikt-orkide")
    chart.pick("Tjeneste", "Legevakt").wait_query(tjeneste="legevakt")
    expect(chart.card).to_have_count(0)


def test_more_of_the_list(chart: Reader) -> None:
    chart.turn("/kart")
    expect(chart.rows).to_have_count(25)
    whole = int(chart.run("SK.message.all"))
    chart.button(f"Vis flere ({whole - 25} til)").click()
    expect(chart.rows).to_have_count(75)
    chart.button(f"Vis flere ({whole - 75} til)").click()
    expect(chart.rows).to_have_count(125)
    # A new question starts with a short list.
    chart.search("vakt").wait_query(sok="vakt")
    chart.search("").wait_query()
    expect(chart.rows).to_have_count(25)


def test_start_anew(chart: Reader) -> None:
    chart.turn("/kart?tjeneste=legevakt&kommune=1576,1573&modus=og&status=aktiv&deler=ja&sok=vakt")
    chart.panel.get_by_role("button", name="Nullstill filtre").click()
    chart.wait_query().title(re.compile("binder kommunene sammen$"))
    assert chart.picked("Tjeneste") + chart.picked("Kommune") == []
    expect(chart.page.get_by_role("searchbox", name="Søk")).to_have_value("")
    expect(chart.panel.get_by_role("button", name="Nullstill filtre")).to_have_count(0)


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
    chart: Reader, link: str, offer: str, wider: dict[str, str]
) -> None:
    chart.turn(f"/kart?{link}")
    empty = chart.inside.locator(".sk-empty")
    expect(empty).to_contain_text("Ingen samarbeid passer med filtrene")
    button = empty.get_by_role("button", name=re.compile(f"^{offer} – "))
    count = re.findall(r"– (\d+) samarbeid$", str(button.text_content()))
    button.click()
    chart.wait_query(**wider)
    expect(chart.inside.locator(".sk-side h2")).to_have_text(f"Samarbeid ({count[0]})")
    assert chart.rows.count() == min(25, int(count[0]))


def test_a_former_name_finds_the_municipality_of_today(chart: Reader) -> None:
    chart.turn("/kart")
    chart.search("Eide").wait_query(sok="Eide")
    notes = chart.inside.locator(".sk-notes")
    expect(notes).to_contain_text("Eide er i dag Hustadvika; søket finner samarbeidene der.")
    found = int(chart.run("SK.message.all"))
    chart.search("Hustadvika").wait_query(sok="Hustadvika")
    assert found >= int(chart.run("SK.message.all")) > 5
    expect(notes).not_to_contain_text("er i dag")


def test_and_or_for_two_municipalities(chart: Reader) -> None:
    chart.turn("/kart?kommune=1576")
    chart.pick("Kommune", "Molde").wait_query(kommune="1576,1506")
    either = int(chart.run("SK.message.all"))
    # At once: the panel must not move under the click when the list of municipalities is left.
    chart.panel.get_by_role("radio", name="alle sammen").or_(
        chart.panel.get_by_role("button", name="alle sammen")
    ).click()
    chart.wait_query(kommune="1576,1506", modus="og")
    both = int(chart.run("SK.message.all"))
    assert 0 < both < either
    chart.title(re.compile("med Aure og Molde$"))
    members = chart.run("SK.message.s.length / 4 + SK.message.d.length")
    assert members > 0
