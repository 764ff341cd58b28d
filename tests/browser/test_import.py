"""Import in the browser: what was exported changes nothing, faults stop, all can be taken back."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewReader
from tests.browser.reader import Reader
from tests.browser.servers import REGISTER, Start, copy_of_register
from tests.browser.tabs import Tabs
from tests.browser.test_editing import Site, button, fill, note, page

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def common(start: Start, tabs: Tabs, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The one app of these tests; its store is made at the first visit."""
    made = Site(start, copy_of_register(tmp_path_factory.mktemp("site") / "register"))
    with tabs.lent(made.address) as first:
        page(lambda _address: first, made, "/rediger")
    return made


@pytest.fixture
def site(common: Site, tmp_path: Path) -> Iterator[Site]:
    """An app on the register as it came: what the test saves is put back."""
    before, kept = common.saves(), common.keep(tmp_path / "kept.db")
    yield common
    if common.saves() != before:
        common.put_back(kept)


@pytest.fixture
def reader(site: Site, new_tab: NewReader) -> Reader:
    return imports(page(new_tab, site, "/rediger"))


def imports(reader: Reader) -> Reader:
    reader.page.get_by_text("Importer", exact=True).click()
    return reader.settle()


def stored(site: Site) -> list[tuple[object, ...]]:
    """Return all that the store holds of agreements and answers."""
    rows = site.ask("SELECT * FROM agreement ORDER BY id")
    return [*rows, *site.ask("SELECT * FROM alone ORDER BY kommune, tjeneste")]


def names(site: Site) -> list[object]:
    return [name for (name,) in site.ask("SELECT navn FROM agreement ORDER BY id")]


def send(reader: Reader, file: Path) -> None:
    reader.page.set_input_files("input[type=file]", file)
    expect(reader.page.get_by_role("heading", name=f"Fila «{file.name}»")).to_be_visible()
    reader.settle()


def changed(folder: Path, change: Callable[[Rows], object]) -> Path:
    text = (REGISTER / "avtaler.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    headers = list(rows[0])
    change(rows)
    file = folder / "endret.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, headers, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return file


def faulty(rows: Rows) -> None:
    rows[0]["navn"] = "Eneste gyldige"
    for row in rows[1:31]:
        row["fra"] = "20l9"


def test_what_was_exported_changes_nothing(site: Site, reader: Reader, tmp_path: Path) -> None:
    before = stored(site)
    for label in ("Hele registeret (Excel)", "Avtaler (CSV)", "Alene-svar (CSV)"):
        with reader.page.expect_download() as download:
            button(reader, label).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        send(reader, file)
        note(reader, "Fila sier det samme som registeret.")
        expect(button(reader, "Lagre alt")).to_be_disabled()
        assert stored(site) == before
        button(reader, "Avbryt, lagre ingenting").click()
        expect(reader.page.get_by_role("heading", name=f"Fila «{file.name}»")).to_have_count(0)
        reader.settle()
    reader.harmless()


def test_a_cell_changed_in_the_workbook_is_saved_and_the_import_taken_back(
    site: Site, reader: Reader, tmp_path: Path
) -> None:
    before = names(site)
    with reader.page.expect_download() as download:
        button(reader, "Hele registeret (Excel)").click()
    file = tmp_path / "mitt.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    sheet = book["avtaler"]
    column = [cell.value for cell in sheet[1]].index("navn") + 1
    for row in (2, 3):
        sheet.cell(row, column).value = f"Fra Excel {row}"
    book.save(file)
    send(reader, file)
    button(reader, "Lagre alt (2 rader)").click()
    note(reader, "2 rader fra «mitt.xlsx» er lagret.")
    assert set(names(site)) - set(before) == {"Fra Excel 2", "Fra Excel 3"}
    button(reader, "Angre").click()
    note(reader, "2 rader er satt tilbake")
    assert names(site) == before


def test_faults_are_listed_and_only_the_valid_rows_are_saved_if_asked_for(
    site: Site, reader: Reader, tmp_path: Path
) -> None:
    before, was, saves = stored(site), names(site), site.saves()
    file = changed(tmp_path, faulty)
    send(reader, file)
    table = reader.page.get_by_role("table").filter(has_text="30 feil")
    expect(table.get_by_role("row")).to_have_count(31)
    expect(table).to_contain_text("AR_UGYLDIG")
    expect(button(reader, "Lagre alt")).to_be_disabled()
    button(reader, "Avbryt, lagre ingenting").click()
    expect(table).to_have_count(0)
    assert (stored(site), site.saves()) == (before, saves)
    send(reader, file)
    button(reader, "Lagre bare de gyldige (1 rad)").click()
    note(reader, "1 rad fra «endret.csv» er lagret.")
    assert set(names(site)) - set(was) == {"Eneste gyldige"}
    assert not site.ask("SELECT 1 FROM agreement WHERE fra = '20l9'")


def test_old_municipalities_are_asked_about(site: Site, reader: Reader, tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows[0]["deltakere"] = "1543|1507|1576"

    send(reader, changed(tmp_path, change))
    expect(button(reader, "Lagre alt")).to_be_disabled()
    for code, answer in (("1543", "Molde"), ("1507", "Haram")):
        group = reader.page.get_by_test_id("stButtonGroup").filter(has_text=re.compile(f"^{code} "))
        group.get_by_text(answer, exact=True).click()
        reader.settle()
    button(reader, "Lagre alt (1 rad)").click()
    note(reader, "er lagret")
    assert site.ask("SELECT 1 FROM agreement WHERE deltakere = '1506|1580|1576'")


def test_a_file_that_is_no_register_is_refused_in_words(
    site: Site, reader: Reader, tmp_path: Path
) -> None:
    before = stored(site)
    for name, data, code in (
        ("bilde.xlsx", b"\x89PNG\r\n\x1a\n" + b"x" * 99, "IKKE_XLSX"),
        ("brev.pdf", b"%PDF-1.4", "IKKE_CSV"),
    ):
        file = tmp_path / name
        file.write_bytes(data)
        send(reader, file)
        note(reader, "Fila kan ikke brukes. Ingenting er endret.")
        expect(reader.page.get_by_role("table")).to_contain_text(code)
    large = tmp_path / "stor.csv"
    large.write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    reader.page.set_input_files("input[type=file]", large)
    zone = reader.page.get_by_test_id("stFileUploaderDropzone")
    expect(zone).to_contain_text("stor.csv")
    said = zone.evaluate("e => getComputedStyle(e, '::after').content")
    assert "Fila er for stor" in said
    assert stored(site) == before


def test_a_newer_shipped_register_is_offered_and_never_laid_over_what_was_edited(
    site: Site, start: Start, new_tab: NewReader, tmp_path: Path
) -> None:
    local, shipped = site.ask("SELECT id FROM agreement ORDER BY id LIMIT 2")
    reader = page(new_tab, site, f"/rediger?avtale={local[0]}")
    fill(reader, "Navn", "Rettet i kommunen")
    button(reader, "Lagre").click()
    note(reader, "er lagret")

    def newer(rows: Rows) -> None:
        next(row for row in rows if row["id"] == shipped[0])["navn"] = "Nytt i registeret"

    # The program is started anew on the same store, and on newer files.
    data = copy_of_register(tmp_path / "register")
    site.keep(data / "register.db")
    changed(tmp_path, newer).replace(data / "avtaler.csv")
    site = Site(start, data)
    reader = imports(page(new_tab, site, "/rediger"))
    note(reader, "Et nyere register følger med programmet enn det som ligger her.")
    assert site.name(local[0]) == "Rettet i kommunen"
    assert site.name(shipped[0]) != "Nytt i registeret"
    button(reader, "Se hva som er nytt").click()
    main = reader.page.get_by_test_id("stMain")
    expect(main).to_contain_text("Nytt i registeret")
    expect(main).to_contain_text("Rettet i kommunen")
    # Both files are whole, so the shipped one would take the local name back: it asks.
    expect(button(reader, "Lagre alt (2 rader)")).to_be_visible()
    button(reader, "Avbryt, lagre ingenting").click()
    reader.settle()
    assert site.name(local[0]) == "Rettet i kommunen"
