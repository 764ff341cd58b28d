"""Faults 5, 15, 16 and 18 in a browser, on the running app."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data.database.backup import backup, newest_good
from data.database.opening import Store
from data.database.places import place
from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import Start, copy_of_project, copy_of_register
from tests.database.made_up import VOCABULARY
from tests.faults.looks import KEY, OTHER

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
WITHIN = 5
"""Seconds after which another's save must stand on an open page."""


class App:
    """One app on a register of its own, and the store that it keeps there."""

    def __init__(self, start: Start, folder: Path) -> None:
        project = copy_of_project(folder / "project")
        (project / ".streamlit" / "secrets.toml").unlink(missing_ok=True)
        self.data = copy_of_register(folder / "register")
        self.file = self.data / "register.db"
        self.address = start(data=self.data, folder=project)

    @property
    def where(self) -> str:
        return f"sqlite:///{self.file}"

    def history(self) -> list[str]:
        """The names that the agreement has had, oldest first."""
        store = Store(place(self.where))
        events = store.history("avtaler", (KEY,))
        store.close()
        return [event.after["navn"] for event in reversed(events) if event.after]


@pytest.fixture(scope="module")
def app(start: Start, tmp_path_factory: pytest.TempPathFactory) -> App:
    return App(start, tmp_path_factory.mktemp("faults"))


def edit(reader: Reader) -> Page:
    reader.page.goto(f"{reader.address}/rediger?avtale={KEY}")
    reader.page.get_by_label("Navn", exact=True).wait_for()
    reader.settle()
    return reader.page


def write(page: Page, name: str) -> None:
    box = page.get_by_label("Navn", exact=True)
    box.fill(name)
    box.press("Enter")
    expect(page.get_by_role("button", name="Forkast utkastet")).to_be_visible()


def test_a_double_click_and_a_reload_save_once(app: App, new_reader: NewReader) -> None:
    reader = new_reader(app.address)
    page = edit(reader)
    before = app.history()
    write(page, "Lagret én gang")
    page.get_by_role("button", name="Lagre", exact=True).dblclick()
    expect(page.locator(".sk-note.info").first).to_be_visible()
    reader.settle()
    page.reload()
    expect(page.get_by_label("Navn", exact=True)).to_have_value("Lagret én gang")
    page.reload()
    reader.settle()
    assert app.history() == [*before, "Lagret én gang"]


def test_a_reload_in_the_middle_of_a_save_saves_once_or_not_at_all(
    app: App, new_reader: NewReader
) -> None:
    reader = new_reader(app.address)
    page = edit(reader)
    before = app.history()
    write(page, "Lastet på nytt")
    page.get_by_role("button", name="Lagre", exact=True).click(no_wait_after=True)
    page.reload()
    page.get_by_label("Navn", exact=True).wait_for()
    reader.settle()
    assert app.history() in ([*before, "Lastet på nytt"], before)


def test_that_a_dropped_session_takes_the_draft_is_said_beforehand(
    app: App, new_reader: NewReader
) -> None:
    reader = new_reader(app.address)
    page = edit(reader)
    before = app.history()
    expect(page.get_by_text("lukkes fanen, er det borte")).to_be_visible()
    name = page.get_by_label("Navn", exact=True).input_value()
    write(page, "Aldri lagret")
    page.reload()
    page.get_by_label("Navn", exact=True).wait_for()
    expect(page.get_by_label("Navn", exact=True)).to_have_value(name)
    assert app.history() == before


def test_what_another_process_saves_stands_on_an_open_page_within_five_seconds(
    app: App, new_reader: NewReader
) -> None:
    reader = new_reader(app.address)
    reader.page.goto(f"{reader.address}/avtaler?avtale={KEY}")
    expect(reader.page.locator("h1")).to_be_visible()
    reader.settle()
    expect(reader.page.get_by_text(app.history()[-1]).first).to_be_visible()
    expect(reader.page.get_by_text("Fra en annen prosess")).to_have_count(0)
    done = subprocess.run(
        [sys.executable, "-c", OTHER, KEY, "Fra en annen prosess"],
        cwd=ROOT,
        env={"SAMARBEIDSKART_DATA": str(app.data), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )
    saved = time.monotonic()
    assert done.returncode == 0, done.stderr.decode()
    found = reader.page.get_by_text("Fra en annen prosess").first
    expect(found).to_be_visible(timeout=WITHIN * 1000)
    assert time.monotonic() - saved < WITHIN + 0.5


def test_a_damaged_store_is_told_of_everywhere_and_restored_with_one_click(
    app: App, new_reader: NewReader
) -> None:
    reader = new_reader(app.address).open(f"/kart?avtale={KEY}")
    expect(reader.page.locator(".sk-banner")).to_have_count(0)
    kept = backup(place(app.where), app.data / "backup-1.db")
    names = app.history()
    content = app.file.read_bytes()
    bad = app.data / "half"
    bad.write_bytes(content[: len(content) // 2])
    for ending in ("-wal", "-shm"):
        app.file.with_name(f"register.db{ending}").unlink(missing_ok=True)
    bad.replace(app.file)
    reader.open(f"/kart?avtale={KEY}")
    expect(reader.page.locator(".sk-banner")).to_contain_text("slik det ligger i filene")
    expect(reader.page.locator(".sk-note.error")).to_contain_text("LAGER_SKADET")
    page = reader.page
    page.goto(f"{reader.address}/rediger?avtale={KEY}")
    expect(page.get_by_text(re.compile("^backup-1.db: "))).to_be_visible()
    page.get_by_role("button", name="Gjenopprett fra denne").click()
    expect(page.get_by_text("Registeret er gjenopprettet.")).to_be_visible()
    expect(page.locator(".sk-banner")).to_have_count(0)
    assert app.history() == names
    [aside] = app.data.glob("register-damaged-*.db")
    assert aside.read_bytes() == content[: len(content) // 2]
    assert newest_good(place(app.where), VOCABULARY) is not None
    write(edit(reader), "Etter gjenopprettingen")
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.locator(".sk-note.info").first).to_be_visible()
    assert app.history() == [*names, "Etter gjenopprettingen"]
    assert kept.file.exists()
