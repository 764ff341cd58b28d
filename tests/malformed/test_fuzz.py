"""Whatever the bytes are, the answer is rows or faults: never an exception, never silence.

The ordinary set tries some hundred files. With `SAMARBEIDSKART_LONG=1` there are 10,000 of them.
The same ones are tried every time: the seeds are kept with the tests.
"""

import io
import json
import os
import re
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, example, given, seed, settings
from hypothesis import strategies as st

from data.errors import Fault
from data.files import SHIPPED
from data.intake.files import Upload, read_upload
from data.intake.upload import upload_from_json, upload_to_json
from tests.malformed.make_files import SHEET, answers, csv_file, formula_book, rows, workbook

pytestmark = pytest.mark.long

LONG = bool(os.environ.get("SAMARBEIDSKART_LONG"))
CODE = re.compile(r"[A-Z0-9_]+")


def fuzz(share: int) -> settings:
    """Settings for a share of the files, in hundredths."""
    return settings(
        max_examples=share * (100 if LONG else 3),
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


def by_openpyxl() -> bytes:
    book = openpyxl.Workbook()
    for line in rows():
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TEXTS = (
    csv_file(rows()),
    csv_file(answers(), ",", "utf-16"),
    csv_file(rows(), "\t", "cp1252"),
    (SHIPPED / "alene.csv").read_bytes(),
    (SHIPPED / "avtaler.csv").read_bytes()[:6000],
)
BOOKS = (
    workbook({"avtaler": rows(), "alene": answers()}),
    workbook({"Ark1": rows(), "Ark2": rows(1)}),
    formula_book(counted=False),
    by_openpyxl(),
)
# What stands in files of the kind, so that a mutation may be a likely mistake and not only noise.
PIECES = (
    *(b";", b",", b"\t", b'"', b"\r", b"\n", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x81", b"\xc3"),
    *(b"<", b">", b"&", b"<v>", b"</v>", b"</c>", b"<row>", b"</row>", b"<c>", b't="s"', b't="e"'),
    *(b't="b"', b't="d"', b"<f>1</f>", b'r="A1"', b'r="XFD9"', b"1e999", b"-1", b"99999999999"),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"_x0000_",
        b"_x005F_",
        b"rId1",
        b"rId9",
        b"sheet1",
    ),
)
HEADS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"id;navn\r\n")
NAMES = st.sampled_from(("fil.csv", "fil.xlsx", "fil", "a/b.xls", "\u202e.txt"))


def look(data: bytes, name: str) -> Upload:
    """Read a file and demand of the answer what is demanded of all."""
    upload = read_upload(data, name)
    assert all(isinstance(fault, Fault) for fault in upload.everything)
    assert all(CODE.fullmatch(fault.code) and fault.message for fault in upload.everything)
    assert all(fault.severity == "F" for fault in upload.faults)
    assert all(fault.severity == "W" for fault in upload.notes)
    assert upload.faults or upload.tables
    for table in upload.tables.values():
        assert table.rows or table.faults
        assert all(fault.severity == "R" for fault in table.faults)
    assert upload_from_json(json.loads(json.dumps(upload_to_json(upload)))) == upload
    return upload


@st.composite
def mutated(draw: st.DrawFn, originals: tuple[bytes, ...]) -> bytes:
    """One of the originals with up to six places changed."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _step in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(0, len(data) - 1)))
        gone = draw(st.integers(0, 8) | st.integers(0, 400))
        put = draw(st.binary(max_size=4) | st.sampled_from(PIECES))
        data[place : place + gone] = put
    return bytes(data)


@st.composite
def mutated_parts(draw: st.DrawFn) -> bytes:
    """A workbook, packed as it should be, in which the parts themselves were changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(BOOKS)))) as archive:
        names = archive.namelist()
        chosen = draw(st.sets(st.sampled_from(names), min_size=1, max_size=2) | st.just({SHEET}))
        dropped = draw(st.sampled_from((*[""] * 4, *names)))
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            for name in names:
                content = archive.read(name)
                if name in chosen and content:
                    content = draw(mutated((content,)))
                if name != dropped:
                    made.writestr(name, content)
    return out.getvalue()


@seed(20261124)
@fuzz(20)
@given(st.binary(max_size=600), NAMES)
@example(b"", "tom")
def test_any_bytes(data: bytes, name: str) -> None:
    look(data, name)


@seed(20261125)
@fuzz(10)
@given(
    st.sampled_from((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"id;navn\r\n")), st.binary()
)
def test_any_bytes_after_a_beginning_that_is_known(head: bytes, data: bytes) -> None:
    look(head + data, "fil.xlsx")


@seed(20261126)
@fuzz(30)
@given(mutated(TEXTS), NAMES)
def test_a_mutated_csv_file(data: bytes, name: str) -> None:
    look(data, name)


@seed(20261127)
@fuzz(15)
@given(mutated(BOOKS), NAMES)
def test_a_mutated_archive(data: bytes, name: str) -> None:
    look(data, name)


@seed(20261128)
@fuzz(25)
@given(mutated_parts(), NAMES)
def test_a_workbook_of_mutated_parts(data: bytes, name: str) -> None:
    look(data, name)


@pytest.mark.parametrize("data", [*TEXTS[:4], *BOOKS])
def test_the_originals_are_sound(data: bytes) -> None:
    assert not look(data, "fil").fatal
