"""Read a workbook: choose its sheets, and make the register's tables of them."""

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Final

import openpyxl  # type: ignore[import-untyped]
from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]

from data.errors import Fault, shown
from data.intake.cells import records_of
from data.intake.headers import TABLES, Made, has_headers, make_table
from data.intake.package import Package, damaged, inspect, too_large
from data.intake.upload import Progress, Upload
from data.language import _
from data.limits import limit
from data.reading import Fatal, Record, fatal_fault
from data.schema import SCHEMAS

# What openpyxl cannot keep when it writes a file is no matter here: nothing is written.
warnings.filterwarnings("ignore", module=r"openpyxl\.")

EXPLAINING: Final = frozenset(
    ("forklaring", "om", "veiledning", "rettleiing", "lister", "koder", "info", "les meg")
)
"""Names of sheets that explain or help, in lower case: never taken for data."""

_NAMED: Final = {schema.name for schema in TABLES}
_EMPTY: Final = {"FIL_TOM", "INGEN_RADER"}


@dataclass(frozen=True)
class _Book:
    """A workbook twice over: with values, and with formulas where there are any."""

    file: str
    package: Package
    values: Any
    formulas: Any | None
    progress: Progress | None
    claims: Mapping[str, int]
    """How many rows each sheet says that it has; no more than a hint."""

    @property
    def visible(self) -> tuple[str, ...]:
        return tuple(s.title for s in self.values.worksheets if s.sheet_state == "visible")

    def records(self, name: str, *, quiet: bool = False) -> Iterator[Record]:
        """Give the records of a sheet; raise Fatal where its content is damaged."""
        twin = self.formulas[name] if self.formulas is not None else None
        tell = None if quiet or self.progress is None else partial(self._tell, name)
        found = records_of(self.values[name], twin, self.package, self.file, tell)
        try:
            yield from found
        except Fatal:
            raise
        except Exception as error:
            raise Fatal(_broken(error, self.file)) from error

    def _tell(self, name: str, row: int) -> None:
        part = min(1.0, row / max(1, min(self.claims[name], limit("rows"))))
        # Without the sheet's name: a bar of progress may take what it is told for markup.
        if self.progress:
            self.progress(0.1 + 0.8 * part, _("Leser rad {n}").format(n=row))

    def top(self, name: str) -> list[Record]:
        """Return the first rows of a sheet; none where it is empty or damaged."""
        try:
            return list(islice(self.records(name, quiet=True), limit("header_rows")))
        except Fatal:
            return []


def read_workbook(
    data: bytes, file: str, sheet: str = "", progress: Progress | None = None
) -> Upload:
    """Return what a workbook holds; never raises for what its bytes are.

    Sheets called «avtaler» and «alene» are both read. Otherwise the first filled sheet that has
    the headers is taken, or the one called `sheet`.
    """
    sheets: tuple[str, ...] = ()
    try:
        if progress:
            progress(0.0, _("Ser etter skadelig innhold i regnearket"))
        package = inspect(data, file)
        if progress:
            progress(0.05, _("Åpner regnearket"))
        book = _open(data, file, package, progress)
        sheets = book.visible
        notes = _about(package, file)
        return _read(book, sheet, sheets, notes)
    except Fatal as stop:
        return Upload(file, faults=stop.faults, sheets=sheets)


def _open(data: bytes, file: str, package: Package, progress: Progress | None) -> _Book:
    def load(*, data_only: bool) -> Any:  # noqa: ANN401
        return openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False
        )

    # openpyxl raises nearly anything on damaged content; whatever it is, the file cannot be used.
    try:
        formulas = load(data_only=False) if package.formulas else None
        values = load(data_only=True)
        claims = {one.title: one.max_row or limit("rows") for one in values.worksheets}
        return _Book(file, package, values, formulas, progress, claims)
    except Exception as error:
        raise Fatal(_broken(error, file)) from error


def _broken(error: BaseException, file: str) -> Fault:
    """Say what kind of damage an exception tells of."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return too_large(file)
        if isinstance(cause, DefusedXmlException):
            message = _(
                "Regnearket har innhold som ikke er tillatt (XML-entiteter) og kan være skadelig. "
                "Lagre det på nytt fra et regnearkprogram."
            )
            return fatal_fault(file, None, "XLSX_ULOVLIG_XML", message)
        cause = cause.__cause__
    return damaged(file)


def _read(book: _Book, sheet: str, sheets: tuple[str, ...], notes: list[Fault]) -> Upload:
    chosen, other = _choose(book, sheet)
    if other:
        message = _(
            "Flere ark er fylt ut; bare {read} er lest. Disse er ikke lest: {other}."
        ).format(
            read=", ".join(f"«{shown(name)}»" for name in chosen),
            other=", ".join(f"«{shown(name)}»" for name in other),
        )
        notes.append(Fault(book.file, None, None, "ARK_FLERE", message, severity="W"))
    made: dict[str, Made] = {}
    faults: list[Fault] = []
    empty: list[Fault] = []
    for name in chosen:
        label = book.file if len(chosen) == 1 else f"{book.file}[{name}]"
        schema = None if sheet else SCHEMAS.get(_key(name)) if _key(name) in _NAMED else None
        try:
            one = make_table(book.records(name), label, schema, pad=True)
        except Fatal as stop:
            blank = {fault.code for fault in stop.faults} <= _EMPTY
            (empty if blank else faults).extend(stop.faults)
            continue
        made[one.schema.name] = one
        notes.extend(one.notes)
    if not made and not faults:
        # A workbook need not have a sheet at all.
        faults = empty or [fatal_fault(book.file, None, "FIL_TOM", _("Filen er tom."))]
    tables = {name: one.table for name, one in made.items()}
    return Upload(book.file, tables, tuple(faults), tuple(notes), sheets)


def _choose(book: _Book, sheet: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the sheets to read, and other filled ones that are not read; raise Fatal if none."""
    names = [one.title for one in book.values.worksheets]
    if sheet:
        found = [n for n in names if n == sheet] or [n for n in names if _key(n) == _key(sheet)]
        if not found:
            message = _("Det er ikke noe ark som heter «{sheet}». Arkene er: {sheets}.").format(
                sheet=shown(sheet), sheets=", ".join(map(shown, book.visible))
            )
            raise Fatal(fatal_fault(book.file, None, "ARK_UKJENT", message))
        return found[:1], ()
    tops = {name: top for name in book.visible if (top := book.top(name))}
    filled = [name for name in tops if _key(name) not in EXPLAINING] or list(tops)
    named = [name for name in filled if _key(name) in _NAMED]
    others = [name for name in filled if name not in named]
    if named and (not others or any(len(tops[name]) > 1 for name in named)):
        return named, others
    if not filled:
        # An empty sheet and a damaged one look the same from above: the reader tells which.
        return book.visible[:1] or names[:1], ()
    headed = [name for name in filled if any(has_headers(r.cells) for r in tops[name])]
    first = (headed or filled)[0]
    return [first], [name for name in filled if name != first and name not in named]


def _key(name: str) -> str:
    return name.strip().casefold()


def _about(package: Package, file: str) -> list[Fault]:
    """Say what of a workbook is not taken along."""
    notes = []
    if package.macros:
        message = _("Regnearket har makroer; de er ikke kjørt.")
        notes.append(Fault(file, None, None, "XLSX_MAKRO", message, severity="W"))
    if package.links:
        message = _("Regnearket henter fra andre regneark; verdien som sist ble lagret, er brukt.")
        notes.append(Fault(file, None, None, "XLSX_LENKER", message, severity="W"))
    if package.formulas:
        message = _("Regnearket har formler; verdien som sist ble lagret, er brukt.")
        notes.append(Fault(file, None, None, "FORMEL_VERDI", message, severity="W"))
    return notes
