"""Editing in the browser: save, meet another's save, answer «alene», and lose nothing."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from data.database.backup import backup
from data.database.places import Place, place
from data.database.restoring import restore
from tests.browser.conftest import NewReader
from tests.browser.reader import Reader, go
from tests.browser.servers import Start, copy_of_register
from tests.database.made_up import VOCABULARY, permit

ONE = "act-team-molde"
FORM = f"/rediger?avtale={ONE}"


class Site:
    """An app on a register of its own, and what its store holds."""

    def __init__(self, start: Start, data: Path) -> None:
        self.data = data
        self.address = start(data=data)

    def keep(self, file: Path) -> Path:
        """Write all that the store holds to a file."""
        backup(self._where, file)
        return file

    def put_back(self, file: Path) -> None:
        """Let the store hold what was kept, as `run.py restore` does while the app runs."""
        restore(self._where, file, permit(), VOCABULARY)

    @property
    def _where(self) -> Place:
        return place(f"sqlite:///{self.data / 'register.db'}")

    def ask(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self.data / 'register.db'}?mode=ro", uri=True)) as one:
            return list(one.execute(statement, values))

    def name(self, key: str = ONE) -> object:
        return self.ask("SELECT navn FROM agreement WHERE id = ?", key)[0][0]

    def saves(self) -> int:
        return len(self.ask("SELECT 1 FROM batch"))


@pytest.fixture(scope="module")
def site(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(start, copy_of_register(tmp_path_factory.mktemp("site") / "register"))


def page(new: NewReader, site: Site, link: str) -> Reader:
    reader = new(site.address)
    reader.page.goto(site.address + link)
    reader.page.get_by_text("Hva vil du gjøre?").wait_for()
    return reader.settle()


def button(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("button", name=name, exact=True)


def field(reader: Reader, name: str) -> Locator:
    return reader.page.get_by_role("textbox", name=name, exact=True)


def fill(reader: Reader, name: str, text: str) -> None:
    field(reader, name).first.fill(text)
    field(reader, name).first.press("Tab")
    reader.settle()


def note(reader: Reader, words: str) -> None:
    expect(reader.page.locator(".sk-note").filter(has_text=words)).to_be_visible()


def test_a_click_right_after_the_last_word_saves_and_the_way_back_undoes(
    site: Site, new_tab: NewReader
) -> None:
    reader, old = page(new_tab, site, FORM), site.name()
    field(reader, "Navn").fill("Rett fra tastaturet")
    button(reader, "Lagre").click()
    note(reader, "«Rett fra tastaturet» er lagret.")
    assert site.name() == "Rett fra tastaturet"
    button(reader, "Angre").click()
    note(reader, "1 rad er satt tilbake slik det var.")
    assert site.name() == old
    expect(field(reader, "Navn")).to_have_value(str(old))
    reader.harmless()


def test_a_double_click_saves_once(site: Site, new_tab: NewReader) -> None:
    reader, before = page(new_tab, site, FORM), site.saves()
    fill(reader, "Navn", "Lagret to ganger?")
    button(reader, "Lagre").dblclick()
    note(reader, "«Lagret to ganger?» er lagret.")
    reader.settle()
    assert site.saves() == before + 1
    expect(reader.page.locator(".sk-note.error")).to_have_count(0)


def test_the_second_of_two_sees_both_values_and_loses_nothing(
    site: Site, new_tab: NewReader
) -> None:
    first, second = page(new_tab, site, FORM), page(new_tab, site, FORM)
    fill(first, "Navn", "Den førstes navn")
    fill(second, "Navn", "Den andres navn")
    fill(second, "Formål", "Den andres formål")
    button(first, "Lagre").click()
    note(first, "er lagret")
    button(second, "Lagre").click()
    note(second, "En annen har lagret denne avtalen mens du skrev.")
    assert site.name() == "Den førstes navn"
    shown = second.page.get_by_test_id("stMain")
    for words in ("Lagret nå: Den førstes navn", "Ditt utkast: Den andres navn"):
        expect(shown.get_by_text(words)).to_be_visible()
    shown.get_by_text("Lagret nå: Den førstes navn").click()
    second.settle()
    button(second, "Fortsett med det jeg har valgt").click()
    expect(field(second, "Navn")).to_have_value("Den førstes navn")
    shown.get_by_text("Utkastet ditt, til å kopiere").click()
    expect(shown.get_by_test_id("stCode")).to_contain_text("Navn: Den andres navn")
    button(second, "Lagre").click()
    note(second, "«Den førstes navn» er lagret.")
    found = site.ask("SELECT navn, formål FROM agreement WHERE id = ?", ONE)
    assert found == [("Den førstes navn", "Den andres formål")]


def test_a_draft_waits_while_other_pages_are_looked_at(site: Site, new_tab: NewReader) -> None:
    reader = page(new_tab, site, FORM)
    fill(reader, "Navn", "Ikke lagret ennå")
    go(reader.page, "Kart")
    reader.drawn()
    go(reader.page, "Rediger", "Registeret")
    expect(field(reader, "Navn")).to_have_value("Ikke lagret ennå")
    assert site.name() != "Ikke lagret ennå"


def test_deleting_asks_first_and_can_be_taken_back(site: Site, new_tab: NewReader) -> None:
    reader = page(new_tab, site, "/rediger?avtale=legevakt-aure-smola-heim")
    name = site.name("legevakt-aure-smola-heim")
    button(reader, "Slett avtalen").click()
    dialog = reader.page.get_by_role("dialog")
    expect(dialog).to_contain_text("sett heller status til «avsluttet»")
    assert site.name("legevakt-aure-smola-heim") == name
    dialog.get_by_role("button", name=re.compile("^Ja, slett")).click()
    note(reader, f"«{name}» er slettet.")
    assert not site.ask("SELECT 1 FROM agreement WHERE id = 'legevakt-aure-smola-heim'")
    button(reader, "Angre").click()
    note(reader, "satt tilbake")
    assert site.name("legevakt-aure-smola-heim") == name


def test_several_answers_at_once_stand_in_the_matrix(site: Site, new_tab: NewReader) -> None:
    reader, before = page(new_tab, site, "/rediger?kommune=1576"), site.saves()
    for service in ("Jordmor", "Beredskap", "Økonomi"):
        button(reader, service).click()
        reader.settle()
    field(reader, "Kilde").fill("Brev fra kommunen")
    field(reader, "Kilden er fra").fill("2026")
    button(reader, "Lagre 3 svar").click()
    note(reader, "3 svar er lagret for Aure.")
    assert site.saves() == before + 1
    other = new_tab(site.address).open("/dekning?tjeneste=jordmor,beredskap,okonomi")
    for service in ("Jordmor", "Beredskap", "Økonomi"):
        cell = other.page.get_by_role("button", name=re.compile(f"^Aure · {service}: .*alene"))
        expect(cell).to_be_visible()


def test_personal_data_is_masked_and_not_saved(site: Site, new_tab: NewReader) -> None:
    reader, before = page(new_tab, site, FORM), site.saves()
    field(reader, "Hva er usikkert").fill("Ring Kari på 912 34 567")
    button(reader, "Lagre").click()
    note(reader, "Ikke lagret. Rett dette først:")
    note(reader, "[skjult]")
    assert "912 34 567" not in reader.page.locator(".sk-note").inner_text()
    assert site.saves() == before
