"""Text from the register reads as itself and runs nowhere, in the browser or on the server."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import Start, copy_of_project, copy_of_register, rename_area

KEY = "fiendtlig"
TEXTS = (
    "</script><script>window.__x=1</script>",
    "`${window.__x=1}`",
    "'\"><img src=x onerror=window.__x=1>",
    "{{7*7}} {% x {#",
    r"\u003cscript",
    ":smile: $x$ **b** [a](b) &lt;",
)
ROW = {
    "tjeneste": "legevakt",
    "form": "avtale",
    "deltakere": "1573|1576",
    "ufullstendig": "nei",
    "status": "aktiv",
    "kilde_år": "2024",
    "sikkerhet": "A",
}


class Hostile(NamedTuple):
    """An app on a register with hostile text: its address, the text, and what must not exist."""

    address: str
    text: str
    marker: Path


def rewrite(file: Path, change: Callable[[list[dict[str, str]]], None]) -> None:
    """Change the rows of a file of the register."""
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source, delimiter=";"))
    change(rows)
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def hostile(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    folder = tmp_path_factory.mktemp("hostile")
    marker = folder / "PWNED-MARKER-DIR"
    text = " ".join((*TEXTS, f'{{{{lipsum.__globals__.os.mkdir("{marker}")}}}}'))
    data = copy_of_register(folder / "register")
    texts = dict.fromkeys(("navn", "andre", "formål", "kilde", "merknad"), text)

    def agreements(rows: list[dict[str, str]]) -> None:
        empty = dict.fromkeys(rows[0], "")
        address = "https://example.org/?a=javascript:alert(1)&b=${1}"
        rows.append({**empty, **ROW, **texts, "id": KEY, "kilde_url": address})
        # Left out for its address; the page says so with the address as it stands.
        rows.append({**empty, **ROW, "id": "ute", "navn": "Ute", "kilde": "a", "kilde_url": text})

    def municipalities(rows: list[dict[str, str]]) -> None:
        next(row for row in rows if row["navn"] == "Aure").update(navn="Aure" + text, senter=text)

    def services(rows: list[dict[str, str]]) -> None:
        row = next(row for row in rows if row["kode"] == "legevakt")
        row.update(navn="Legevakt" + text, hjemmel=text, merke=text)

    rewrite(data / "avtaler.csv", agreements)
    rewrite(data / "kommuner.csv", municipalities)
    rewrite(data / "tjenester.csv", services)
    project = copy_of_project(folder / "project")
    rename_area(project, "Aure", "Grense" + text)
    return Hostile(start(data=data, folder=project), text, marker)


def inert(reader: Reader, hostile: Hostile) -> None:
    """Expect that nothing of the text has run or been asked for."""
    assert [frame.evaluate("window.__x") for frame in reader.page.frames if frame.url] == [
        None for frame in reader.page.frames if frame.url
    ]
    assert not hostile.marker.exists()
    assert not [url for url in reader.requests if url.endswith("/x")]
    reader.harmless()


def bare(text: str | None) -> str:
    """Return `text` without spaces: lines break anywhere."""
    return "".join((text or "").split())


def test_card_label_and_tooltip(hostile: Hostile, new_tab: NewReader) -> None:
    reader = new_tab(hostile.address).open(f"/kart?avtale={KEY}")
    expect(reader.card.locator("h2")).to_have_text(hostile.text)
    card = str(reader.card.text_content())
    assert card.count(hostile.text) >= 6  # name, service, member, others, purpose, source, note
    label = reader.hub(KEY).locator(".hublabel").all_text_contents()
    assert bare("".join(label)).startswith(bare(hostile.text))
    assert reader.card.locator("a").get_attribute("href") == (
        "https://example.org/?a=javascript:alert(1)&b=${1}"
    )
    reader.hub(KEY).locator(".number").hover(force=True)
    expect(reader.inside.locator(".sk-tip strong")).to_have_text(hostile.text)
    names = reader.inside.locator("svg.signs .name.strong").all_text_contents()
    assert f"Aure{hostile.text}" in [name.lstrip("→←↑↓ ") for name in names]
    inert(reader, hostile)


def test_list_service_map_and_filters(hostile: Hostile, new_tab: NewReader) -> None:
    reader = new_tab(hostile.address).open("/kart?tjeneste=legevakt&kommune=1576")
    expect(reader.row(KEY).locator(".sk-name")).to_have_text(hostile.text)
    expect(reader.row(KEY).locator(".sk-mark")).to_have_text(hostile.text)
    title = str(reader.inside.locator("h1").text_content())
    assert title.startswith(f"Legevakt{hostile.text}: ")
    assert reader.picked("Tjeneste") == [f"Legevakt{hostile.text}"]
    assert reader.picked("Kommune") == [f"Aure{hostile.text}"]
    expect(reader.panel.get_by_text(f"Aure{hostile.text}", exact=True)).to_be_visible()
    reader.page.mouse.move(*reader.point_of(f"Aure{hostile.text}"))
    tip = reader.inside.locator(".sk-tip")
    expect(tip.locator("strong")).to_have_text(f"Grense{hostile.text}")
    expect(tip.locator("span").filter(has_text=f"· {hostile.text}")).to_have_count(1)
    reader.row(KEY).click()
    member = reader.card.get_by_role("button", name=f"Vis samarbeidene som Aure{hostile.text}")
    expect(member).to_have_text(f"Aure{hostile.text}")
    inert(reader, hostile)


def test_front_page_and_its_doors(hostile: Hostile, new_tab: NewReader) -> None:
    reader = new_tab(hostile.address).open("/")
    reader.pick("Hvem er med i dette samarbeidet?", hostile.text).wait_query(avtale=KEY)
    expect(reader.drawn().card.locator("h2")).to_have_text(hostile.text)
    inert(reader, hostile)


def test_what_is_left_out_is_told_of_in_its_own_words(hostile: Hostile, new_tab: NewReader) -> None:
    reader = new_tab(hostile.address).open("/kart?sok=<img src=x onerror=window.__x=1>{{7*7}}")
    note = reader.page.locator(".sk-note.warn")
    expect(note).to_contain_text("avtaler.csv:")
    expect(note).to_contain_text("«kilde_url» er «</script><script>window.__x=1</script>")
    reader.title("0 samarbeid: søk «<img src=x onerror=window.__x=1>{{7*7}}»")
    inert(reader, hostile)
