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
from geo import boundaries as ground
from geo.boundaries import Boundaries
from geo.errors import BoundaryError
from views import (
    agreement_page,
    analyse,
    avtaler,
    dekning,
    kart,
    kommune,
    om,
    organisasjonsform,
    oversikt,
    scenario,
)
from views.query import Query, from_string
from views.scene_views import views_of
from views.scenes_file import shipped
from views.view import View

_CSV: Final = "csv"
_BESIDE: Final = "csv-om"
_SET: Final = "presentasjon"
Neighbours = Mapping[str, tuple[str, ...]]
Builder = Callable[[Register, Query, Boundaries | None, Neighbours], View]


def _agreements(
    register: Register, query: Query, areas: Boundaries | None, _near: Neighbours
) -> View:
    """Return the page of the one agreement that a query names, or the list."""
    if len(query.avtale) != 1:
        return avtaler.build(register, query)
    history = store.history("avtaler", query.avtale)
    return agreement_page.build(register, query, areas, history)


VIEWS: Final[Mapping[str, Builder]] = {
    "oversikt": lambda register, query, areas, _near: oversikt.build(register, query, areas),
    "kart": lambda register, query, areas, _near: kart.build(register, query, areas),
    "dekning": dekning.build,
    "kommune": lambda register, query, areas, near: kommune.build(
        register, query, areas, near, travel.load(files.folder())
    ),
    "avtaler": _agreements,
    "analyse": lambda register, query, _areas, near: analyse.build(
        register, query, near, travel.load(files.folder()).minutes
    ),
    "scenario": lambda register, query, areas, _near: scenario.build(register, query, areas),
    organisasjonsform.PAGE: lambda register, query, areas, _near: organisasjonsform.build(
        register, query, areas
    ),
    "om": lambda register, query, areas, _near: om.build(register, query, areas, store.saves()),
}


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
    asked = Asked(view, options.view, query, register, areas)
    kinds = (_CSV, _BESIDE) if options.format == _CSV else (options.format,)
    return [write(kind, asked) for kind in kinds]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="run.py export", description=_("Skriv en visning til fil.")
    )
    parser.add_argument("--view", choices=sorted({*VIEWS, _SET}), required=True)
    parser.add_argument("--query", default="", help=_("det som står etter ? i lenka"))
    parser.add_argument("--format", choices=tuple(FORMATS), default=_CSV)
    parser.add_argument("--out", type=Path, help=_("fila; uten den skrives det til skjermen"))
    return parser.parse_args(argv)


def _ground() -> tuple[Boundaries | None, Neighbours]:
    """Return the areas and who borders whom; a table can be written without either."""
    try:
        near = ground.neighbour_codes()
        return ground.load(), near
    except BoundaryError as error:
        sys.stderr.write(f"{error}\n")
        return None, {}


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
