"""The link holds the whole question: reload, copy, other pages, the back button, quick clicks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from data import store
from tests.browser.conftest import NewReader
from tests.browser.look import look
from tests.browser.reader import Reader
from tests.browser.test_front_page import go
from views import kart
from views.query import Query, from_params

REGISTER = store.load()
LINK = "/kart?tjeneste=legevakt,krisesenter&kommune=1576,1573&modus=og&deler=ja&sok=smøla"
PILLS = ("A", "B", "C")


def agree(reader: Reader) -> Query:
    """Expect that title, list and widgets are those of the link; return its query."""
    query, unknown = from_params(reader.query, REGISTER)
    assert not unknown
    view = kart.build(REGISTER, query, None)
    reader.title(view.title)
    assert view.picture is not None
    assert reader.run("SK.message.all") == len(view.picture.legend)
    services = [REGISTER.service_by_code[code].name for code in query.tjeneste]
    places = [REGISTER.municipality_by_code[code].name for code in query.kommune]
    assert (reader.picked("Tjeneste"), reader.picked("Kommune")) == (services, places)
    expect(reader.page.get_by_role("searchbox", name="Søk")).to_have_value(query.sok)
    assert pressed(reader) == list(query.sikkerhet)
    return query


def pill(name: str) -> Callable[[Reader], None]:
    """Return a click on one of the pills «Sikkerhet»."""
    return lambda reader: reader.panel.get_by_role("button", name=name, exact=True).click()


def pressed(reader: Reader) -> list[str]:
    """Return the pills «Sikkerhet» that are on, where they are in sight."""
    found = []
    for name in PILLS:
        button = reader.panel.get_by_role("button", name=name, exact=True)
        if button.count() and button.get_attribute("aria-pressed") == "true":
            found.append(name)
    return found


def test_a_link_sets_everything_and_a_reload_keeps_it(reader: Reader) -> None:
    reader.open(LINK)
    query = agree(reader)
    assert (query.modus, query.deler, query.sok) == ("og", True, "smøla")
    seen = look(reader)
    reader.page.reload()
    assert agree(reader.drawn()) == query
    assert look(reader) == seen


def test_a_copied_link_shows_a_stranger_the_same(app: str, new_reader: NewReader) -> None:
    reader = new_reader(app, permissions=["clipboard-read", "clipboard-write"])
    reader.open("/kart?tjeneste=legevakt")
    reader.pick("Kommune", "Aure").wait_query(tjeneste="legevakt", kommune="1576")
    reader.rows.first.click()
    reader.card.wait_for()
    reader.settle()
    reader.button("Kopier lenke").click()
    expect(reader.button("Lenka er kopiert")).to_be_visible()
    copied = str(reader.page.evaluate("navigator.clipboard.readText()"))
    assert copied == reader.page.url
    stranger = new_reader(app).open(copied.removeprefix(app))
    assert stranger.query == reader.query
    assert look(stranger) == look(reader)
    expect(stranger.card.locator("h2")).to_have_text(str(reader.card.locator("h2").text_content()))
    agree(stranger)


def test_other_pages_keep_the_question(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    reader.pick("Kommune", "Aure").wait_query(tjeneste="legevakt", kommune="1576")
    go(reader, "Oversikt")
    go(reader, "Kart").wait_query(tjeneste="legevakt", kommune="1576")
    agree(reader)
    # What is chosen after the visit counts, not what was there before it.
    reader.panel.get_by_role("button", name="Nullstill filtre").click()
    reader.wait_query()
    go(reader, "Oversikt")
    go(reader, "Kart").wait_query()
    agree(reader)


def test_the_back_button_undoes_one_filter_at_a_time(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    reader.pick("Kommune", "Aure").wait_query(tjeneste="legevakt", kommune="1576")
    reader.search("smøla").wait_query(tjeneste="legevakt", kommune="1576", sok="smøla")
    reader.page.go_back()
    agree(reader.wait_query(tjeneste="legevakt", kommune="1576"))
    reader.page.go_back()
    agree(reader.wait_query(tjeneste="legevakt"))
    reader.page.go_forward()
    agree(reader.wait_query(tjeneste="legevakt", kommune="1576"))
    # A filter after that starts from what is shown.
    reader.pick("Tjeneste", "Krisesenter")
    agree(reader.wait_query(tjeneste="legevakt,krisesenter", kommune="1576"))


def test_the_back_button_leads_from_an_answer_to_the_front_page(reader: Reader) -> None:
    reader.open("/")
    reader.page.get_by_role("link", name="NNBT").click()
    reader.wait_query(avtale="nnbt")
    reader.page.go_back()
    reader.drawn()
    expect(reader.page.get_by_role("heading", name="Hvem samarbeider med hvem")).to_be_visible()
    assert reader.page.url.rstrip("/") == reader.address


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("tull=1", ["ukjent felt: «tull»"]),
        ("tjeneste=legevakt,finnes-ikke", ["«finnes-ikke», som ikke finnes blant tjenestene"]),
        ("aar=nå&modus=kanskje", ["«aar=nå»", "«modus=kanskje»"]),
        ("avtale=slettet", ["«slettet», som ikke finnes blant avtalene i registeret"]),
        ("kommune=<b>x</b>", ["«<b>x</b>»"]),
    ],
)
def test_what_nobody_knows_is_told_of(reader: Reader, link: str, words: list[str]) -> None:
    reader.open(f"/kart?{link}")
    note = reader.page.locator(".sk-note.info")
    for part in words:
        expect(note).to_contain_text(part)
    agree(reader)
    # The next question is without it.
    reader.search("vakt").settle()
    expect(note).to_have_count(0)


def test_quick_clicks_end_with_the_last_one(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt,krisesenter,barnevern")
    spots = [reader.panel.get_by_role("button", name=name, exact=True) for name in PILLS]
    boxes = [spot.bounding_box() for spot in spots]
    clicks = (0, 1, 2, 1, 0)
    for place in clicks:
        box = boxes[place]
        assert box is not None
        reader.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        reader.page.wait_for_timeout(15)
    reader.wait_query(tjeneste="legevakt,krisesenter,barnevern", sikkerhet="C")
    assert agree(reader).sikkerhet == ("C",)
    reader.harmless()
