"""A group fills the check in a real Chromium: by key, by file, side by side, and on paper."""

import itertools
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from data.store import load
from tests.browser.reader import Reader
from tests.browser.test_print import CUT, pages
from tests.views.check.made import HOSTILE, party, three
from views.check.answers import LETTERS, Answer, Check, Party
from views.check.check_file import from_json, to_json


def start(reader: Reader, link: str = "/samarbeidsjekk") -> Reader:
    reader.page.goto(reader.address + link)
    expect(reader.page.locator(".sk-title")).to_contain_text("Samarbeidsjekk")
    return reader.settle()


def send(reader: Reader, *checks: Check | bytes) -> Reader:
    files = [
        {
            "name": f"part-{number}.json",
            "mimeType": "application/json",
            "buffer": one if isinstance(one, bytes) else to_json(one).encode(),
        }
        for number, one in enumerate(checks, 1)
    ]
    reader.page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    return reader.settle()


def step(reader: Reader, name: str) -> Reader:
    ways = reader.page.locator(".st-key-check_ways")
    ways.get_by_text(name).click()
    return reader.settle()


def saved(reader: Reader) -> Check:
    with reader.page.expect_download() as got:
        reader.page.get_by_role("button", name="Lagre sjekken som fil").click()
    return from_json(Path(got.value.path()).read_bytes())


def point(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("radiogroup", name=name, exact=True)


def answer(reader: Reader, name: str, words: str) -> None:
    point(reader, name).get_by_role("radio", name=words).click()


def open_party(reader: Reader, name: str) -> None:
    reader.page.get_by_role("radiogroup", name="Hvem svarer nå?").get_by_label(name).click()


def each() -> list[Check]:
    return [Check((one,)) for one in three().parties]


def add(reader: Reader, name: str) -> None:
    box = reader.page.get_by_role("textbox", name="Kommune eller rolle")
    box.fill(name)
    box.press("Enter")
    expect(reader.page.locator(".who").get_by_text(name, exact=True)).to_be_visible()
    reader.settle()


def test_three_files_become_one_check_that_shows_the_differences(reader: Reader) -> None:
    send(start(reader), *each())
    expect(reader.page.locator(".who small")).to_have_text(["29 av 29", "29 av 29", "28 av 29"])
    step(reader, "Resultat")
    row = reader.page.locator(".sk-check-table tr", has_text="Ledelse")
    expect(row).to_contain_text("svært stor forskjell")
    marks = row.locator(".sk-mark")
    expect(marks).to_have_text(["B", "C", "A"])
    boxes = [mark.bounding_box() for mark in marks.all()]
    lefts = [box["x"] for box in boxes if box]
    assert lefts == sorted(lefts) and lefts[1] - lefts[0] > lefts[2] - lefts[1] > 20
    first = reader.page.locator(".sk-check-table tbody tr").first
    expect(first).to_contain_text("Liten kommune")
    expect(reader.page.locator(".sk-lead")).to_contain_text(
        "Alle ser varselsignalet «Målet er uklart»."
    )
    # The same answer side by side, never over one another.
    for line in reader.page.locator(".sk-check-table tbody tr").all():
        spots = [mark.bounding_box() for mark in line.locator(".sk-mark").all()]
        assert len(spots) == 3
        for one, other in itertools.combinations(filter(None, spots), 2):
            apart = abs(one["x"] - other["x"]), abs(one["y"] - other["y"])
            assert apart[0] >= one["width"] - 0.5 or apart[1] >= one["height"] - 0.5
    # The shape differs, not only the letter and the colour.
    looks = marks.evaluate_all(
        "all => all.map(m => getComputedStyle(m)).map(s => s.clipPath + s.borderRadius)"
    )
    assert len(set(looks)) == 3
    step(reader, "Del for del")
    heads = reader.page.locator(".sk-check-table tr.part")
    expect(heads).to_have_count(3)
    reader.harmless()


def test_it_can_be_filled_by_keys_alone_and_nothing_typed_is_lost(reader: Reader) -> None:
    start(reader)
    add(reader, "Aure")
    add(reader, "Smøla")
    keyboard = reader.page.keyboard
    point(reader, "Liten kommune").get_by_role("radio", name="Stemmer ikke").focus()
    keyboard.press("3")
    keyboard.press("Tab")
    keyboard.type("Vi er 3 500.")
    keyboard.press("Tab")
    keyboard.press("0")
    keyboard.press("ArrowLeft")
    reader.settle()
    expect(reader.page.locator(".who small").first).to_have_text("2 av 29")
    note = reader.page.get_by_role("textbox", name="Notat til Liten kommune")
    expect(note).to_have_value("Vi er 3 500.")
    # Typed while the app is at work, and left without Enter for the next party.
    note = reader.page.get_by_role("textbox", name="Notat til Fagmiljø")
    note.press_sequentially("Fem fagfolk, og to slutter snart. " * 3, delay=15)
    open_party(reader, "Smøla")
    expect(note).to_have_value("")
    answer(reader, "Fagmiljø", "Stemmer helt")
    step(reader, "2 Struktur og kultur")
    answer(reader, "Møter", "Vet ikke")
    reader.settle()
    check = saved(reader)
    aure, smola = check.parties
    assert aure.answer("liten-kommune") == Answer(3, "Vi er 3 500.")
    assert aure.answer("lovkrav") == Answer(4)
    assert aure.answer("fagmiljo") == Answer(None, ("Fem fagfolk, og to slutter snart. " * 3)[:-1])
    assert smola.answer("fagmiljo") == Answer(4)
    assert smola.answer("moter") == Answer(0)
    # The answers stay while other pages are read.
    reader.page.get_by_role("link", name="Dekning").click()
    reader.settle()
    reader.page.go_back()
    expect(reader.page.locator(".who small")).to_have_text(["2 av 29", "2 av 29"])
    assert set(reader.query) <= {"storskjerm"}
    reader.harmless()


BAD = [
    (b"\x00\xff\x13", "ikke UTF-8"),
    (b'{"format": "samarbeidskart-scenario"}', "ikke en samarbeidsjekk"),
    (to_json(three()).replace('"versjon": 1', '"versjon": 7').encode(), "nyere utgave"),
    (b"[" * 300_000, "mange lag"),
    (b" " * 600_000, "større enn 512 kB"),
    (to_json(three()).replace('"svar": 4', '"svar": 44', 1).encode(), "44 kan ikke brukes"),
    (json.dumps({"format": "<img src=x onerror=alert(1)>"}).encode(), "ikke en samarbeidsjekk"),
]


def test_a_bad_file_is_refused_and_the_answers_stand(reader: Reader) -> None:
    send(start(reader), Check(three().parties))
    # Each has other words than the one before, so that none of them stands there from before.
    for data, words in BAD:
        send(reader, data)
        note = reader.page.locator(".sk-note.error")
        expect(note).to_contain_text("Svarene er som før")
        expect(note).to_contain_text(words)
        expect(reader.page.locator(".who small")).to_have_text(["29 av 29", "29 av 29", "28 av 29"])
    reader.harmless()


def test_a_cleared_party_comes_back_with_what_was_typed_since(reader: Reader) -> None:
    send(start(reader), Check(three().parties))
    reader.page.get_by_text("Endre eller fjerne en part").click()
    reader.page.get_by_role("button", name="Tøm svarene").click()
    expect(reader.page.locator(".who small").first).to_have_text("0 av 29")
    answer(reader, "Lovkrav", "Stemmer ikke")
    expect(reader.page.locator(".who small").first).to_have_text("1 av 29")
    reader.settle()
    reader.page.get_by_role("button", name="Angre").click()
    expect(reader.page.locator(".who small").first).to_have_text("29 av 29")
    expect(point(reader, "Lovkrav").get_by_role("radio", name="Stemmer ikke")).to_be_checked()


def test_hostile_text_is_only_text(reader: Reader) -> None:
    bad = Party(HOSTILE[:60], {"lovkrav": Answer(1, HOSTILE)})
    send(start(reader), Check((bad, *three().parties)))
    expect(reader.page.locator(".who b").first).to_have_text(" ".join(HOSTILE[:60].split()))
    step(reader, "Resultat")
    reader.page.get_by_text("Vis notatene").click()
    reader.settle()
    expect(reader.page.locator(".sk-check-page .key")).to_contain_text("<img src=x")
    reader.harmless()


def test_it_is_opened_from_an_agreement_and_from_a_scenario(reader: Reader) -> None:
    register = load()
    row = next(one for one in register.agreement_records if len(one.members) > 2)
    outside = next(c for c in register.county_codes if c not in row.members)
    for link in (f"/avtaler?avtale={row.id}", f"/scenario?steg=inn.{row.id}.{outside}"):
        reader.page.goto(reader.address + link)
        reader.page.get_by_role("button", name="Samarbeidsjekk").click()
        expect(reader.page.locator(".sk-title")).to_contain_text("Samarbeidsjekk: ")
        expect(reader.page.locator(".sk-title")).to_contain_text(row.name)
        reader.settle()
        assert set(reader.query) == {"avtale" if "avtaler" in link else "steg"}
        expect(reader.page.get_by_text("Deltakere i samarbeidet")).to_be_visible()


EIGHT = Check(
    tuple(
        party(f"Kommune nummer {letter}", digits[-29:])
        for letter, digits in zip(
            LETTERS, [("1234" * 8)[n % 4 : n % 4 + 29] for n in range(8)], strict=True
        )
    )
)


@pytest.mark.parametrize("check", [three(), EIGHT], ids=["three", "eight"])
def test_the_result_is_one_sheet_with_nothing_cut(
    reader: Reader, tmp_path: Path, check: Check
) -> None:
    send(start(reader), check)
    step(reader, "Resultat")
    for order in ("Størst forskjell først", "Del for del"):
        step(reader, order)
        file = reader.page.pdf(path=tmp_path / "sjekk.pdf", prefer_css_page_size=True)
        assert pages(file) == 1
        assert len(file) > 20_000
        reader.page.set_viewport_size({"width": 718, "height": 1047})  # A4 less its margins
        reader.page.emulate_media(media="print")
        reader.page.wait_for_timeout(300)
        parts = ".sk-title, .sk-lead, .key li, .sk-check-table tr, .sk-mark, .words li, .rule"
        assert reader.page.evaluate(CUT, parts) == []
        expect(reader.page.locator(".st-key-check_ways")).to_be_hidden()
        expect(reader.page.locator(".rule")).to_contain_text(re.compile("Stor forskjell: minst to"))
        reader.page.emulate_media(media="screen")
        reader.page.set_viewport_size({"width": 1440, "height": 900})
