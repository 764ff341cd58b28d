"""Write `docs/data-quality.md`: `python -m export.quality_document`, from the repository's root."""

import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from data import files, store
from data.check import faults_of
from data.errors import Fault
from data.language import _
from data.schema import SCHEMAS
from views import quality
from views.query import DEFAULT
from views.view import Section, Table
from views.words import number

FILE: Final = Path(__file__).resolve().parents[1] / "docs" / "data-quality.md"
_MARKUP: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})


def document() -> str:
    """Return the quality of the shipped register: what `run.py check` says, and the sums."""
    register = store.load(files.SHIPPED)
    view = quality.build(register, DEFAULT)
    conflicts, unanswered = view.parts[0], view.parts[-1]
    parts = [
        f"# {_('Datakvalitet i registeret som følger med')}",
        _(
            "Laget av `python -m export.quality_document`; en test sier fra når den må lages på "
            "nytt. De samme tallene, med lenker og under hvert filter, står på siden Avtaler."
        ),
        f"## {_('Kontrollen')}",
        *_checked(faults_of(files.SHIPPED)),
        f"## {_('Tallene')}",
        _plain(view.lead),
        _bullets(f"{value} {what}" for value, what in view.facts),
        *_section(conflicts.section),
        *(_told(part.section) for part in view.parts[1:-1]),
        *_section(unanswered.section, unanswered.section.tables),
        *_section(Section(view.tables[0].caption, view.tables[0].note), view.tables),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _checked(faults: Sequence[Fault]) -> Iterable[str]:
    """Give how many faults and warnings there are, and each of them under its code."""
    names = _keys()
    warnings = sum(fault.severity == "W" for fault in faults)
    text = _("`python3 run.py check` gir {faults} feil og {warnings} advarsler.")
    yield text.format(faults=number(len(faults) - warnings), warnings=number(warnings))
    ranked = sorted(faults, key=lambda fault: (fault.severity == "W", fault.code))
    for code, group in groupby(ranked, key=lambda fault: fault.code):
        found = list(group)
        yield f"### {_plain(code)} ({number(len(found))})"
        yield _bullets(
            _("{file}, linje {line} ({key}): {message}").format(
                file=fault.file,
                line=fault.line or 0,
                key=names.get((fault.file, fault.line or 0), "–"),
                message=fault.message,
            )
            for fault in found
        )


def _keys() -> dict[tuple[str, int], str]:
    """Return what each line of the register's files is about: the cells of its key."""
    return {
        (schema.file, row.line): " ".join(row.cells[name] for name in schema.key)
        for schema in SCHEMAS.values()
        for row in files.read_file(files.SHIPPED / schema.file, schema).rows
    }


def _section(section: Section, tables: Iterable[Table] = ()) -> Iterable[str]:
    yield f"## {_plain(section.title)}"
    yield _plain(section.text)
    yield _bullets(item.text for item in section.items)
    yield from map(_table, tables)


def _told(section: Section) -> str:
    return f"**{_plain(section.title)}.** {_plain(section.text)}"


def _table(table: Table) -> str:
    lines = [table.columns, ("---",) * len(table.columns)]
    cells = [[getattr(cell, "text", cell) for cell in row] for row in table.rows]
    body = ["| " + " | ".join(_plain(str(cell)) for cell in row) + " |" for row in cells]
    return "\n".join(["| " + " | ".join(line) + " |" for line in lines] + body)


def _bullets(texts: Iterable[str]) -> str:
    return "\n".join(f"- {_plain(text)}" for text in texts)


def _plain(text: str) -> str:
    """Return text that markdown shows as it stands."""
    return text.translate(_MARKUP)


def main() -> int:
    """Write the document."""
    FILE.write_text(document(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{FILE.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
