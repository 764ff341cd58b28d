"""Validate a register and print one line a fault: `python3 run.py check [FILE or DIR]`."""

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from data import files
from data.errors import Fault
from data.intake.files import read_upload
from data.language import _
from data.schema import SCHEMAS


def faults_of(target: Path) -> tuple[Fault, ...]:
    """Return every fault of a folder, or of a lone file: CSV or XLSX, of any name.

    A lone file is read as an import would read it, as avtaler unless its headers are those of
    alene, and checked against the vocabularies in force.
    """
    if target.is_dir():
        tables = {n: files.read_file(target / s.file, s) for n, s in SCHEMAS.items()}
        return files.check_tables(tables)[1]
    try:
        upload = read_upload(target.read_bytes(), target.name)
    except OSError:
        message = _("Filen kan ikke åpnes: den mangler, eller mangler lesetilgang.")
        return (Fault(target.name, None, None, "FIL_MANGLER", message, severity="F"),)
    if upload.fatal:
        return upload.everything
    home = files.folder()
    # Without a name, so that what is wrong with the register's own files is not taken for theirs.
    tables = {
        n: replace(files.read_file(home / s.file, s), file="", faults=())
        for n, s in SCHEMAS.items()
    }
    checked = files.check_tables({**tables, **upload.tables})[1]
    return (*upload.notes, *(fault for fault in checked if fault.file))


def main(argv: list[str]) -> int:
    """Print the faults of a file or folder; 0 if there are only warnings, else 1."""
    target = Path(argv[0]) if argv else files.folder()
    faults = faults_of(target)
    for fault in faults:
        mark = _(" (advarsel)") if fault.severity == "W" else ""
        sys.stdout.write(f"{fault.text()}{mark}\n")
    counts = Counter("W" if fault.severity == "W" else "R" for fault in faults)
    text = _("{name}: {faults} feil, {warnings} advarsler.")
    name = target.name or str(target)
    sys.stdout.write(text.format(name=name, faults=counts["R"], warnings=counts["W"]) + "\n")
    return 1 if counts["R"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
