"""Validate a register and print one line a fault: `python3 run.py check [FILE or DIR]`."""

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from data import store
from data.errors import Fault
from data.language import _
from data.reading import read_table
from data.schema import AGREEMENTS, SCHEMAS

_SHEETS: Final = (".xlsx", ".xlsm", ".xls", ".ods")


def faults_of(target: Path) -> tuple[Fault, ...]:
    """Return every fault of a folder, or of a lone file that is read as avtaler.

    A lone file, whatever its name, is checked against the vocabularies in force.
    """
    if target.is_dir():
        tables = {n: store.read_file(target / s.file, s) for n, s in SCHEMAS.items()}
        return store.check_tables(tables)[1]
    home = store.folder()
    tables = {n: store.read_file(home / s.file, s) for n, s in SCHEMAS.items()}
    if target.suffix.lower() in _SHEETS:
        message = _("Bare CSV kan kontrolleres. Lagre arket som «CSV UTF-8» og prøv igjen.")
        return (Fault(target.name, None, None, "IKKE_CSV", message, severity="F"),)
    try:
        tables["avtaler"] = read_table(target.read_bytes(), AGREEMENTS, target.name)
    except OSError:
        message = _("Filen kan ikke åpnes: den mangler, eller mangler lesetilgang.")
        return (Fault(target.name, None, None, "FIL_MANGLER", message, severity="F"),)
    return tuple(f for f in store.check_tables(tables)[1] if f.file == target.name)


def main(argv: list[str]) -> int:
    """Print the faults of a file or folder; 0 if there are only warnings, else 1."""
    target = Path(argv[0]) if argv else store.folder()
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
