"""Each malformed file is answered with its code and a sentence; what is sound in it is read."""

import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from data import check
from data.errors import Fault
from data.intake.files import Upload, read_upload
from data.limits import limit
from tests.malformed.make_files import FILES, HEADERS, csv_file, rows

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
# By file: the code and severity that must be there, the line, and a word of the sentence.
ANSWERS: dict[str, tuple[str, str, int | None, str]] = {
    "01-tom.csv": ("FIL_TOM", "F", None, "Filen er tom"),
    "01-bare-blanke.csv": ("FIL_TOM", "F", None, "Filen er tom"),
    "01-tomt-ark.xlsx": ("FIL_TOM", "F", None, "Filen er tom"),
    "02-bare-overskrifter.csv": ("INGEN_RADER", "F", 1, "ingen rader"),
    "02-bare-overskrifter.xlsx": ("INGEN_RADER", "F", 1, "ingen rader"),
    "03-for-stor.csv": ("FIL_FOR_STOR", "F", None, "5 MB"),
    "03-for-stor.xlsx": ("FIL_FOR_STOR", "F", None, "5 MB"),
    "04-bilde.xlsx": ("IKKE_XLSX", "F", None, "ikke en xlsx-fil"),
    "04-pdf.xlsx": ("IKKE_XLSX", "F", None, "ikke en xlsx-fil"),
    "04-dokument.xlsx": ("IKKE_XLSX", "F", None, "ikke en xlsx-fil"),
    "05-nettside.xls": ("IKKE_XLSX", "F", None, "ikke en xlsx-fil"),
    "05-nettside.xlsx": ("IKKE_XLSX", "F", None, "ikke en xlsx-fil"),
    "06-gammel.xls": ("XLS_GAMMEL", "F", None, "Lagre som .xlsx"),
    "06-gammel.xlsx": ("XLS_GAMMEL", "F", None, "Lagre som .xlsx"),
    "07-avkortet.xlsx": ("XLSX_SKADET", "F", None, "skadet"),
    "07-halv.xlsx": ("XLSX_SKADET", "F", None, "skadet"),
    "08-bombe.xlsx": ("XLSX_FOR_STOR", "F", None, "50 MB"),
    "08-tusen-ganger.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "08-fem-gigabyte.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "08-lyver.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "08-mange-deler.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "08-overlapper.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "08-stor-del.xlsx": ("XLSX_FOR_STOR", "F", None, "for stort"),
    "09-entiteter.xlsx": ("XLSX_ULOVLIG_XML", "F", None, "ikke er tillatt"),
    "10-passord.xlsx": ("XLSX_KRYPTERT", "F", None, "passord"),
    "11-to-ark.xlsx": ("ARK_FLERE", "W", None, "«Ark2»"),
    "12-makro.xlsm": ("XLSX_MAKRO", "W", None, "ikke kjørt"),
    "12-formel.xlsx": ("FORMEL_VERDI", "W", None, "verdien som sist ble lagret"),
    "12-formel-uten-verdi.xlsx": ("CELLE_FORMEL", "R", 2, "«fra» har en formel"),
    "13-flettet.xlsx": ("KOLONNER_MANGLER", "F", 1, "id og navn"),
    "13-tittel.xlsx": ("OVERSKRIFT_FUNNET", "W", 3, "rad 3"),
    "13-tittel-uten-kolonne.xlsx": ("KOLONNER_MANGLER", "F", 3, "mangler: navn"),
    "15-cp1252.csv": ("TEGNSETT_ANTATT", "W", 1, "cp1252"),
    "17-mojibake.csv": ("TEGNFEIL", "R", 2, "ødelagte bokstaver"),
    "18-ugyldig.csv": ("TEGNSETT", "F", 4, "0x81"),
    "20-nul.csv": ("UGYLDIG_TEGN", "R", 2, "U+0000"),
    "20-loddrett.csv": ("UGYLDIG_TEGN", "R", 2, "U+000B"),
    "20-loddrett.xlsx": ("UGYLDIG_TEGN", "R", 2, "U+000B"),
    "21-uklart.csv": ("SKILLETEGN", "F", 1, "semikolon"),
    "22-for-mange-celler.csv": ("CELLETALL", "R", 4, "22 celler"),
    "22-for-faa-celler.csv": ("CELLETALL", "R", 4, "5 celler"),
    "22-for-mange-celler.xlsx": ("CELLETALL", "R", 4, "22 celler"),
    "23-aapent-sitat.csv": ("SITAT_APEN", "F", 4, "anførselstegn"),
    "24-lang-tekst.csv": ("TEKST_FOR_LANG", "R", 2, "200000 tegn"),
    "24-over-grensen.xlsx": ("TEKST_FOR_LANG", "R", 2, "2001 tegn"),
    "25-dobbel.csv": ("KOLONNE_DOBBEL", "F", 1, "«id» står flere ganger"),
    "25-dobbel.xlsx": ("KOLONNE_DOBBEL", "F", 1, "«id» står flere ganger"),
    "26-feilskrevet.csv": ("KOLONNER_UKJENT", "F", 1, "Menes «deltakere»?"),
    "26-ukjent.xlsx": ("KOLONNER_UKJENT", "F", 1, "«medlemer» er ukjent"),
    "27-for-mange-rader.csv": ("FOR_MANGE_RADER", "F", 5002, "5000 rader"),
    "27-for-mange-rader.xlsx": ("FOR_MANGE_RADER", "F", 5002, "5000 rader"),
}
# Files that say the same as a clean one, and so must be read as the same.
EQUAL = [
    *(
        "14-utf16.txt",
        "14-utf16-be.txt",
        "15-cp1252.csv",
        "16-bom.csv",
        "19-nfd.csv",
        "19-nfd.xlsx",
    ),
    *("21-tabulator.csv", "21-komma.csv", "21-strek.csv", "11-to-ark.xlsx", "13-tittel.xlsx"),
]
BOMBS = [name for name in FILES if name.startswith(("08-", "09-"))]
NORWEGIAN = re.compile(r"\b(er|ikke|har|og|som|for|mangler|den|det|må|men|står|rader?)\b")


def answer(folder: Path, name: str) -> Upload:
    return read_upload((folder / name).read_bytes(), name)


def cells(upload: Upload, table: str = "avtaler") -> list[dict[str, str]]:
    return [dict(row.cells) for row in upload.tables[table].rows]


def is_sentence(fault: Fault) -> bool:
    text = fault.message
    return bool(re.match(r"[A-ZÆØÅ«]", text) and text[-1] in ".?)" and NORWEGIAN.search(text))


def test_every_file_has_an_answer() -> None:
    assert set(FILES) == set(ANSWERS) | set(EQUAL)
    assert {int(name[:2]) for name in FILES} == set(range(1, 28))


@pytest.mark.parametrize("name", ANSWERS)
def test_each_malformed_file_has_its_code_and_a_sentence(malformed: Path, name: str) -> None:
    code, severity, line, words = ANSWERS[name]
    upload = answer(malformed, name)
    fault = next(fault for fault in upload.everything if fault.code == code)
    assert (fault.severity, fault.line) == (severity, line)
    assert words in fault.message
    assert all(is_sentence(fault) for fault in upload.everything)
    assert all(fault.file == name for fault in upload.everything if fault.file[-1] != "]")
    # Fatal means that nothing is taken, and anything less that something is.
    assert upload.fatal == (severity == "F") == (not upload.tables)


@pytest.mark.parametrize("name", EQUAL)
def test_what_can_be_understood_is_read_as_the_clean_file(malformed: Path, name: str) -> None:
    upload = answer(malformed, name)
    assert cells(upload) == [dict(zip(HEADERS, line, strict=True)) for line in rows()[1:]]
    assert upload.tables["avtaler"].faults == ()
    assert {fault.severity for fault in upload.everything} <= {"W"}


def test_only_the_bad_row_is_left_out(malformed: Path) -> None:
    assert [row["id"] for row in cells(answer(malformed, "12-formel-uten-verdi.xlsx"))] == [
        "avtale-2"
    ]
    assert len(cells(answer(malformed, "22-for-faa-celler.csv"))) == 2


def test_the_value_of_a_formula_is_used(malformed: Path) -> None:
    assert [row["fra"] for row in cells(answer(malformed, "12-formel.xlsx"))] == ["2020", "2020"]
    codes = {fault.code for fault in answer(malformed, "12-makro.xlsm").notes}
    assert codes == {"XLSX_MAKRO", "XLSX_LENKER", "FORMEL_VERDI"}


def test_a_misspelt_header_says_what_may_be_meant(malformed: Path) -> None:
    fault = answer(malformed, "26-feilskrevet.csv").faults[0]
    assert (fault.value, fault.suggestion) == ("deltagere", "deltakere")


def test_missing_columns_are_listed_with_those_that_were_found(malformed: Path) -> None:
    message = answer(malformed, "13-tittel-uten-kolonne.xlsx").faults[0].message
    assert "Filen har: id, del_av, erstattet_av, tjeneste" in message


def test_a_missing_column_that_may_be_empty_is_missed_too() -> None:
    table = [line[:-1] for line in rows()]
    (fault,) = read_upload(csv_file(table), "uten-merknad.csv").faults
    assert (fault.code, fault.severity) == ("KOLONNER_MANGLER", "F")
    assert "merknad" in fault.message


def test_a_file_of_just_the_size_is_read() -> None:
    data = csv_file(rows())
    data = data.ljust(limit("upload_mb") * 1024 * 1024, b"\n")
    assert len(cells(read_upload(data, "full.csv"))) == 2


def test_just_as_many_rows_as_allowed_are_read() -> None:
    assert len(cells(read_upload(csv_file(rows(5000)), "full.csv"))) == 5000


def test_too_many_columns_are_refused() -> None:
    table = [[*rows()[0], *(f"x{n}" for n in range(40))], [*rows()[1], *["1"] * 40]]
    assert read_upload(csv_file(table), "bred.csv").faults[0].code == "FOR_MANGE_KOLONNER"


# Prints the seconds (processor time) and the megabytes that a step takes above what was there.
# The high-water mark of /proc begins anew with each program; that of getrusage does not.
MEASURE = """
import pathlib, sys, time, tracemalloc
from data.intake.files import read_upload
status = pathlib.Path("/proc/self/status")
def peak():
    if not status.exists():
        return tracemalloc.get_traced_memory()[1] / 1024**2
    return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
if not status.exists():
    tracemalloc.start()
data = pathlib.Path(sys.argv[1]).read_bytes()
before, start = peak(), time.process_time()
{step}
print(time.process_time() - start, peak() - before)
"""


def measured(step: str, file: Path) -> tuple[float, float]:
    command = [sys.executable, "-c", MEASURE.replace("{step}", step), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    return seconds, megabytes


@pytest.mark.parametrize("name", [*BOMBS, "03-for-stor.xlsx", "24-lang-tekst.csv"])
def test_a_bomb_costs_less_than_a_second_and_100_megabytes(malformed: Path, name: str) -> None:
    seconds, megabytes = measured("read_upload(data, 'fil.xlsx')", malformed / name)
    assert seconds < 1
    assert megabytes < 100


def test_the_measure_sees_what_a_bomb_would_cost(malformed: Path) -> None:
    """What happens to the one who just unpacks it."""
    step = (
        "import io, zipfile; kept = list(map(zipfile.ZipFile(io.BytesIO(data)).read, ['a'] * 200))"
    )
    assert measured(step, malformed / "08-overlapper.xlsx")[1] > 100


def test_the_library_that_refuses_entities_is_in_use() -> None:
    assert openpyxl.DEFUSEDXML is True


@pytest.mark.parametrize("name", ["03-for-stor.csv", "23-aapent-sitat.csv", "08-bombe.xlsx"])
def test_check_answers_the_same(
    malformed: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check.main([str(malformed / name)]) == 1
    assert f"{name}:{ANSWERS[name][2] or 0}: {ANSWERS[name][0]}: " in capsys.readouterr().out
