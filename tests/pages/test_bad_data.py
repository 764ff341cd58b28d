"""Whatever is wrong with the files, the pages say which and what to do, in Norwegian."""

import shutil
from pathlib import Path

import pytest

from data import store
from data.database.changes import Change
from data.files import SHIPPED
from data.permission import Circumstances, Permit, decide
from data.schema import SCHEMAS, VOCABULARIES
from geo import boundaries
from tests.pages.tabs import opened
from tests.pages.test_pages import html, message

pytestmark = pytest.mark.long

PAGES = ("oversikt", "kart")
NEEDED = [schema.file for schema in VOCABULARIES]
OTHERS = [schema.file for schema in SCHEMAS.values() if schema.file not in NEEDED]
DAMAGE = {
    "missing": None,
    "empty": b"",
    "binary": b"\x00\xff\x00\xfe",
    "latin": "id;navn\r\nx;B\xe6rum\r\n".encode("latin-1"),
    "commas": b"id,navn,tjeneste\r\n1,2,3\r\n",
    "a quote left open": b'id;navn\r\n"x;y\r\n',
    "a page of HTML": b"<!doctype html><title>404</title>",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "register"
    shutil.copytree(SHIPPED, target)
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(target))
    return target


def damage(file: Path, kind: str) -> None:
    data = DAMAGE[kind]
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)


@pytest.mark.parametrize(
    ("page", "kind"), [*(("kart", kind) for kind in DAMAGE), ("oversikt", "missing")]
)
def test_without_agreements_the_pages_still_open(folder: Path, page: str, kind: str) -> None:
    damage(folder / "avtaler.csv", kind)
    at = opened(page)
    assert not at.exception
    said = html(at)
    assert "avtaler.csv" in said
    assert "python3 run.py check" in said
    assert "Noe gikk galt" not in said
    assert message(at)["k"] in ("county", "pairs")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("name", "kind"), [*((n, "missing") for n in NEEDED), (NEEDED[0], "binary")]
)
def test_without_a_vocabulary_the_pages_say_which_and_end(
    folder: Path, page: str, name: str, kind: str
) -> None:
    damage(folder / name, kind)
    at = opened(page)
    assert not at.exception
    said = html(at)
    assert "Registeret kan ikke leses" in said
    assert name in said
    assert "python3 run.py check" in said
    assert not [el for el in at._tree if el.type == "component_instance"]


@pytest.mark.parametrize("name", OTHERS)
def test_the_rest_works_without_one_of_the_lists(folder: Path, name: str) -> None:
    (folder / name).unlink()
    at = opened(tjeneste="legevakt")
    assert not at.exception
    assert name in html(at)
    assert message(at)["t"].startswith("Legevakt")


def test_a_folder_that_is_not_there_names_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(tmp_path / "ingen"))
    for page in PAGES:
        at = opened(page)
        assert not at.exception
        assert "Registeret kan ikke leses" in html(at)
        assert "kommuner.csv" in html(at)


def test_a_file_that_is_put_right_is_read_without_a_restart(folder: Path) -> None:
    good = (folder / "kommuner.csv").read_bytes()
    (folder / "kommuner.csv").unlink()
    at = opened()
    assert "Registeret kan ikke leses" in html(at)
    (folder / "kommuner.csv").write_bytes(good)
    at.run()
    assert not at.exception
    assert "Registeret kan ikke leses" not in html(at)
    assert message(at)["k"] == "pairs"


def test_a_row_that_cannot_be_used_is_told_of_with_its_line(folder: Path) -> None:
    file = folder / "avtaler.csv"
    lines = file.read_text("utf-8-sig").splitlines()
    assert ";aktiv;" in lines[2]
    lines[2] = lines[2].replace(";aktiv;", ";<b>kanskje</b>;")
    file.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    at = opened()
    assert not at.exception
    said = html(at)
    assert "avtaler.csv:3: VERDI_UKJENT" in said
    assert "<b>kanskje" not in said
    assert "&lt;b&gt;kanskje" in said


@pytest.mark.parametrize(
    ("page", "content"),
    [
        *(("kart", content) for content in (None, b"", b"{", b'{"features": []}', b"\xff\xfe")),
        ("oversikt", None),
    ],
)
def test_without_boundaries_there_is_a_sentence_and_the_rest_works(
    page: str, content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "municipalities.geojson"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(boundaries, "BOUNDARIES", file)
    at = opened(page)
    assert not at.exception
    said = html(at)
    assert "Kommunegrensene kan ikke leses" in said
    assert "municipalities.geojson" in said
    assert "python3 run.py boundaries" in said
    sent = message(at)
    assert sent["k"] == "pairs"
    assert sent["a"] == []
    assert sent["all"] > 100 or page == "oversikt"


@pytest.mark.parametrize("page", ["kart", "avtaler", "dekning"])
def test_an_agreement_that_another_deletes_is_let_go_and_it_is_said(
    folder: Path, page: str
) -> None:
    at = opened(page, avtale="act-team-molde")
    assert not at.exception
    row = store.stored("avtaler", ("act-team-molde",))
    assert row is not None
    change = Change("avtaler", row.key, None, row.version)
    allowed = decide(Circumstances(listens_on="127.0.0.1", host="localhost"))
    assert isinstance(allowed, Permit)
    store.kept().write([change], allowed, vocabulary=store.vocabulary(), kind="delete")
    store.load()  # as soon as the register is made anew; until then the page shows the one before
    at.run()
    assert not at.exception
    said = html(at)
    assert "Noe gikk galt" not in said
    assert "er slettet siden du åpnet det" in said
