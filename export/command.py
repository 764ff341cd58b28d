"""Write a view to a file: `python3 run.py export --view dekning --format csv --out FILE`."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from data import files, store, travel
from data.errors import RegisterError
from data.language import _
from data.register import Register
from export.formats import FORMATS, Asked, write
from export.tables import csv_bytes, meta_bytes
from export.view_workbook import tables_of
from geo import boundaries as ground
from geo.boundaries import Boundaries
from geo.errors import BoundaryError
from views import analyse, dekning, kart, kommune, oversikt
from views.query import Query, from_string
from views.scene_views import views_of
from views.scenes_file import shipped
from views.view import Table, View

_CSV: Final = "csv"
_SET: Final = "presentasjon"
Neighbours = Mapping[str, tuple[str, ...]]
Builder = Callable[[Register, Query, Boundaries | None, Neighbours], View]

VIEWS: Final[Mapping[str, Builder]] = {
    "oversikt": lambda register, query, areas, _near: oversikt.build(register, query, areas),
    "kart": lambda register, query, areas, _near: kart.build(register, query, areas),
    "dekning": dekning.build,
    "kommune": lambda register, query, areas, near: kommune.build(
        register, query, areas, near, travel.load(files.folder())
    ),
    "analyse": lambda register, query, _areas, near: analyse.build(register, query, near),
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
    try:
        files_made = _made(options, register, query)
    except ValueError as error:
        return _refuse(str(error))
    if options.out is None:
        sys.stdout.buffer.write(files_made[0])
        return 0
    places = (options.out, options.out.with_suffix(options.out.suffix + ".meta.json"))
    try:
        for place, content in zip(places, files_made, strict=False):
            _write(place, content)
    except OSError as error:
        text = _("«{file}» kan ikke skrives: {why}. Velg en annen mappe med --out.")
        return _refuse(text.format(file=options.out, why=error.strerror or error))
    sys.stderr.write(_("{file} er skrevet.").format(file=options.out) + "\n")
    return 0


def _made(options: argparse.Namespace, register: Register, query: Query) -> list[bytes]:
    """Return the file, and for CSV what it cannot say; ValueError with a sentence if it cannot."""
    areas, near = _ground()
    if options.view == _SET:
        if options.format != "pptx":
            raise ValueError(_("Hele presentasjonen kan bare skrives som pptx."))
        from export.slides import slides  # noqa: PLC0415 — with the library that draws them

        return [slides(views_of(shipped(), register, areas, near), register, areas)]
    view = VIEWS[options.view](register, query, areas, near)
    if options.format != _CSV:
        return [write(options.format, Asked(view, options.view, query, register, areas))]
    table = DATA[options.view](register, query) if options.view in DATA else _first(view)
    if table is None:
        raise ValueError(_("«{view}» har ingen data å skrive.").format(view=options.view))
    return [csv_bytes(table), meta_bytes(view, options.view, query, register)]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py export", description=_("Skriv en visning til fil.")
    )
    parser.add_argument("--view", choices=sorted({*VIEWS, _SET}), required=True)
    parser.add_argument("--query", default="", help=_("det som står etter ? i lenka"))
    parser.add_argument("--format", choices=(_CSV, *FORMATS), default=_CSV)
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
    return next(iter(tables_of(view)), None)


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
