"""What makes Word offer to repair a file, by the schemas of Office itself."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from export.agreement_word import agreement_word
from export.check_word import check_word
from export.ownership import ownership_word
from tests.export.hostile import MEMBER, hostile
from tests.export.register_rows import REGISTER
from tests.views.check.made import three
from views import ownership
from views.check.result import build
from views.forms import contents
from views.query import DEFAULT

FILES: dict[str, Callable[[], bytes]] = {
    form: lambda form=form: agreement_word(  # type: ignore[misc]
        contents.build(REGISTER, DEFAULT.but(form=(form,), kommune=("1576", "1573"))), REGISTER
    )
    for form in ("iks", "vertskommune", "oppgavefellesskap", "politisk-rad")
} | {
    "the check": lambda: check_word(build(REGISTER, three()), REGISTER),
    "ownership": lambda: ownership_word(ownership.build(REGISTER, "1506"), REGISTER),
    "hostile": lambda: ownership_word(ownership.build(hostile(), MEMBER), hostile()),
}


def faults(data: bytes, file: Path) -> list[str]:
    file.write_bytes(data)
    errors = OpenXmlValidator().validate(file).errors
    return [f"{error.part_uri} {error.path}: {error.description}" for error in errors]


@pytest.mark.parametrize("name", FILES)
def test_files_are_valid_by_the_schemas_of_office(name: str, tmp_path: Path) -> None:
    assert faults(FILES[name](), tmp_path / "a.docx") == []


@pytest.mark.parametrize(
    ("pattern", "instead"),
    [(rb"<w:tblGrid>.*?</w:tblGrid>", b""), (rb"<w:tbl>", b"<w:tbl><w:unknown/>")],
)
def test_the_schemas_tell_of_what_is_broken(pattern: bytes, instead: bytes, tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(FILES["the check"]())
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main = "word/document.xml"
    parts[main], done = re.subn(pattern, instead, parts[main], count=1, flags=re.DOTALL)
    assert done
    broken = tmp_path / "b.docx"
    with zipfile.ZipFile(broken, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert faults(broken.read_bytes(), tmp_path / "c.docx")
