"""`docs/data-quality.md` says what the shipped register is like today."""

from data import files
from data.check import faults_of
from export import quality_document

DOCUMENT = quality_document.document()


def test_it_is_up_to_date() -> None:
    """If not: `python -m export.quality_document`."""
    assert quality_document.FILE.read_text("utf-8") == DOCUMENT


def test_every_warning_of_the_check_is_in_it() -> None:
    faults = faults_of(files.SHIPPED)
    assert faults
    for fault in faults:
        assert f"{fault.file}, linje {fault.line} (" in DOCUMENT
    assert f"{len(faults)} advarsler" in DOCUMENT
    assert "0 feil" in DOCUMENT


def test_text_from_data_is_no_markup() -> None:
    assert quality_document._plain("<b>|*_`[x](y)") == r"\<b\>\|\*\_\`\[x\](y)"
