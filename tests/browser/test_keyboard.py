"""Everything on the map page can be reached and done with the keyboard alone."""

from playwright.sync_api import expect

from tests.browser.reader import Reader

# What has the focus, by its agreement or name; nothing where that is the map's frame.
NAME = """() => {
  const e = document.activeElement;
  return e.tagName === 'IFRAME' ? '' : e.dataset.id || e.getAttribute('aria-label') || e.innerText;
}"""
FOCUS = "document.activeElement && document.activeElement.dataset.id"


def focused(reader: Reader) -> object:
    """Return the agreement whose line of the list has the focus."""
    return reader.run(FOCUS)


def ids(reader: Reader) -> list[str]:
    """Return the agreements of the list, in order."""
    return [str(row.get_attribute("data-id")) for row in reader.rows.all()]


def press(reader: Reader, key: str, times: int = 1) -> None:
    for _ in range(times):
        reader.page.keyboard.press(key)


def test_arrows_move_a_focus_that_can_be_seen_and_enter_opens(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    order = ids(reader)
    reader.rows.first.focus()
    press(reader, "ArrowDown", 2)
    assert focused(reader) == order[2]
    outline = str(reader.run("getComputedStyle(document.activeElement).outline"))
    assert "solid" in outline  # the focus can be seen
    assert "3px" in outline
    press(reader, "ArrowUp")
    assert focused(reader) == order[1]
    # The line that has the focus is lit on the map.
    lit = "[...document.querySelectorAll('.hub.lit')].map(hub => hub.dataset.id)"
    assert reader.run(lit) == [order[1]]
    press(reader, "ArrowUp", 3)
    assert focused(reader) == order[0]
    press(reader, "ArrowDown")
    press(reader, "Enter")
    reader.wait_query(tjeneste="legevakt", avtale=order[1])
    expect(reader.card).to_be_visible()
    # The list is drawn anew; the focus is where it was, and the way goes on from there.
    assert focused(reader) == order[1]
    press(reader, "ArrowDown")
    press(reader, "Enter")
    reader.wait_query(tjeneste="legevakt", avtale=order[2])
    press(reader, "Escape")
    reader.wait_query(tjeneste="legevakt")
    expect(reader.card).to_have_count(0)
    assert focused(reader) == order[2]
    reader.harmless()


def test_tab_goes_through_panel_buttons_and_list(reader: Reader) -> None:
    reader.open("/kart?tjeneste=legevakt")
    names = []
    for _ in range(60):
        press(reader, "Tab")
        names.append(reader.page.evaluate(NAME) or reader.run(NAME))
        if focused(reader) == "legevakt-alesund":
            break
    order = ids(reader)
    wanted = ["Søk", "Tjeneste", "Kommune", "Organisasjonsform", "Region", "Kopier lenke"]
    wanted += ["Skriv ut", "Storskjerm", "Nærmere", "Lenger ut", order[0], order[1]]
    assert [name for name in wanted if name not in names] == [], names
    places = [names.index(name) for name in wanted[5:]]
    assert places == sorted(places)


def test_a_filter_by_keyboard(reader: Reader) -> None:
    reader.open("/kart")
    reader.page.get_by_role("combobox", name="Tjeneste", exact=True).focus()
    reader.page.keyboard.type("Krisesent")
    press(reader, "Enter")
    reader.wait_query(tjeneste="krisesenter")
    press(reader, "Escape")
    # From the card: Tab to the way back, Enter.
    reader.row("krisesenter-nordmore").focus()
    press(reader, "Enter")
    reader.wait_query(tjeneste="krisesenter", avtale="krisesenter-nordmore")
    reader.button("← Tilbake til lista").focus()
    press(reader, "Enter")
    reader.wait_query(tjeneste="krisesenter")
    # What had the focus is gone; the line it came from has it.
    assert focused(reader) == "krisesenter-nordmore"


def test_more_lines_by_keyboard(reader: Reader) -> None:
    reader.open("/kart")
    more = reader.inside.locator(".sk-more")
    more.focus()
    press(reader, "Enter")
    expect(reader.rows).to_have_count(75)
    # The first line that has come has the focus, and the arrows go on from there.
    assert focused(reader) == ids(reader)[25]
    press(reader, "ArrowUp")
    assert focused(reader) == ids(reader)[24]
