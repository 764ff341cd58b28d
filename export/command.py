"""Write a view to a file: `python3 run.py export --view dekning --format csv --out FILE`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from data import store
from data.errors import RegisterError
from data.language import _
from data.register import Register
from export.tables import csv_bytes, meta_bytes
from geo import boundaries as ground
from geo.boundaries import Boundaries
from geo.errors import BoundaryError
from views import analyse, dekning, kart
from views.query import Query, from_string
from views.view import Table, View

FORMATS: Final = ("csv",)
Neighbours = Mapping[str, tuple[str, ...]]
Builder = Callable[[Register, Query, Boundaries | None, Neighbours], View]

VIEWS: Final[Mapping[str, Builder]] = {
    "kart": lambda register, query, areas, _near: kart.build(register, query, areas),
    "dekning": dekning.build,
    "analyse": lambda register, query, _areas, _near: analyse.build(register, query),
}
# Pure data, in codes; the other views write their first table.
DATA: Final[Mapping[str, Callable[[Register, Query], Table]]] = {"dekning": dekning.data}


def main(argv: list[str]) -> int:
    """Write the file; 0 if it stands, 1 with a sentence if not."""
    options = _options(argv)
    try:
        register = store.load()
    except RegisterError as error:
        return _refuse("\n".join(fault.text() for fault in error.faults))
    query, unknown = from_string(options.query, register)
    for notice in unknown:
        sys.stderr.write(notice.text + "\n")
    view = VIEWS[options.view](register, query, *_ground())
    table = DATA[options.view](register, query) if options.view in DATA else _first(view)
    if table is None:
        return _refuse(_("«{view}» har ingen data å skrive.").format(view=options.view))
    if options.out is None:
        sys.stdout.buffer.write(csv_bytes(table))
        return 0
    meta = options.out.with_suffix(options.out.suffix + ".meta.json")
    try:
        _write(options.out, csv_bytes(table))
        _write(meta, meta_bytes(view, options.view, query, register))
    except OSError as error:
        text = _("«{file}» kan ikke skrives: {why}. Velg en annen mappe med --out.")
        return _refuse(text.format(file=options.out, why=error.strerror or error))
    text = _("{file}: {rows} rader.")
    sys.stderr.write(text.format(file=options.out, rows=len(table.rows)) + "\n")
    return 0


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py export", description=_("Skriv en visning til fil.")
    )
    parser.add_argument("--view", choices=sorted(VIEWS), required=True)
    parser.add_argument("--query", default="", help=_("det som står etter ? i lenka"))
    parser.add_argument("--format", choices=FORMATS, default="csv")
    parser.add_argument("--out", type=Path, help=_("fila; uten den skrives det til skjermen"))
    return parser.parse_args(argv)


def _ground() -> tuple[Boundaries | None, Neighbours]:
    """Return the areas and who borders whom; a table can be written without either."""
    try:
        near = {code: tuple(n.code for n in group) for code, group in ground.neighbours().items()}
        return ground.load(), near
    except BoundaryError as error:
        sys.stderr.write(f"{error}\n")
        return None, {}


def _first(view: View) -> Table | None:
    return view.tables[0] if view.tables else None


def _write(path: Path, content: bytes) -> None:
    """Write a whole file or nothing: what stood there stands until the new one is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
