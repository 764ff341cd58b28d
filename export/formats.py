"""Every kind of file that a view can become: one table, for the command line and the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from data.language import _, mark
from export.as_file import DATA, Asked, as_file, in_hall, with_words
from export.tables import csv_bytes, listed_tables, meta_bytes
from views.view import Table
from views.words import listing

__all__ = ["FORMATS", "WORD", "Asked", "Format", "able", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its key, the end of its name, its name on a button, media type and pen.

    `needs_picture` tells whether a view without a map has nothing to put in it, `needs_table`
    whether one without a table has.
    """

    key: str
    ending: str
    label: str
    media: str
    pen: Callable[[Asked], bytes]
    needs_picture: bool = True
    needs_table: bool = False


# The pens are imported when they are used: each brings a library that most readers never need.


def _pptx(asked: Asked) -> bytes:
    from export.slides import slides  # noqa: PLC0415

    return slides([("", "", in_hall(asked))], asked.register, asked.boundaries)


def _png(asked: Asked) -> bytes:
    from export.pictures import png  # noqa: PLC0415

    return png(asked.view, asked.register, asked.boundaries)


def _png_a4(asked: Asked) -> bytes:
    from export.pictures import A4_PRINT, PRINT_DPI, png  # noqa: PLC0415

    width, height = A4_PRINT
    size = {"width": width, "height": height, "dpi": PRINT_DPI}
    return png(asked.view, asked.register, asked.boundaries, **size)


def _svg(asked: Asked) -> bytes:
    from export.pictures import svg  # noqa: PLC0415

    return svg(asked.view, asked.register, asked.boundaries)


def _pdf(asked: Asked) -> bytes:
    from export.pictures import pdf  # noqa: PLC0415

    return pdf(asked.view, asked.register, asked.boundaries)


def _html(asked: Asked) -> bytes:
    from export.web_page import html  # noqa: PLC0415

    return html(asked.view, asked.register, asked.boundaries)


def _geojson(asked: Asked) -> bytes:
    from export.open_data import geojson  # noqa: PLC0415

    return geojson(asked.view, asked.register, asked.boundaries)


def _geopackage(asked: Asked) -> bytes:
    from export.open_data import geopackage  # noqa: PLC0415

    return geopackage(asked.view, asked.register, asked.boundaries)


def _csv(asked: Asked) -> bytes:
    table = _table(asked)
    return csv_bytes(table) if table is not None else b""


def _meta(asked: Asked) -> bytes:
    return meta_bytes(asked.view, asked.page, asked.query, asked.register)


def _table(asked: Asked) -> Table | None:
    """Return what a file of pure data holds: the view in codes if it has such, or its first table.

    None where the view has no table.
    """
    if asked.page in DATA:
        return DATA[asked.page](asked.register, asked.query)
    return next(iter(listed_tables(asked.view)), None)


def _xlsx(asked: Asked) -> bytes:
    from export.view_workbook import workbook  # noqa: PLC0415

    return workbook(asked.view, asked.page, asked.query, asked.register)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
_JSON: Final = "application/json"
_SLIDES: Final = f"{_OFFICE}presentationml.presentation"
WORD: Final = f"{_OFFICE}wordprocessingml.document"
"""The media type of Word files, which are made of some views only and have buttons of their own."""
FORMATS: Final[Mapping[str, Format]] = {
    row.key: row
    for row in (
        Format("pptx", "pptx", mark("PowerPoint"), _SLIDES, _pptx, False),
        Format("xlsx", "xlsx", mark("Excel"), f"{_OFFICE}spreadsheetml.sheet", _xlsx, False, True),
        Format("png", "png", mark("Bilde for skjerm (PNG)"), "image/png", _png),
        Format("png-a4", "a4.png", mark("Bilde for trykk (PNG, A4)"), "image/png", _png_a4),
        Format("svg", "svg", mark("Vektor (SVG)"), "image/svg+xml", _svg),
        Format("pdf", "pdf", mark("PDF"), "application/pdf", _pdf),
        Format("html", "html", mark("Nettside (én fil)"), "text/html", _html, False),
        Format("geojson", "geojson", mark("GeoJSON"), "application/geo+json", _geojson),
        Format("gpkg", "gpkg", mark("GeoPackage"), "application/geopackage+sqlite3", _geopackage),
        Format("csv", "csv", mark("Data (CSV)"), "text/csv", _csv, False, True),
        Format("csv-om", "csv.meta.json", mark("Om dataene (JSON)"), _JSON, _meta, False, True),
    )
}


def able(asked: Asked) -> list[Format]:
    """Return the kinds of file that a view can become, in the order of `FORMATS`."""
    return _able(as_file(asked))


def _able(whole: Asked) -> list[Format]:
    drawn = whole.view.picture is not None
    return [
        kind
        for kind in FORMATS.values()
        if (drawn or not kind.needs_picture) and (not kind.needs_table or _table(whole) is not None)
    ]


def write(key: str, asked: Asked) -> bytes:
    """Return a view as a file; `key` is one of `FORMATS`.

    Raises
    ------
    KeyError
        If there is no such format.
    ValueError
        If the view has nothing for such a file; the message is for the reader, and says what it
        can become.
    """
    kind = FORMATS[key]
    whole = as_file(asked)
    kinds = _able(whole)
    if kind not in kinds:
        drawn = whole.view.picture is not None or not kind.needs_picture
        label = kind.label
        lacking = _("ingen tabell") if drawn else _("ikke noe kart")
        message = _(
            "Denne visningen har {lacking}, så den kan ikke bli {kind}. Den kan bli {able}."
        )
        names = listing((k.key for k in kinds), _("eller"))
        raise ValueError(message.format(lacking=lacking, kind=_(label), able=names))
    # Tables carry their filter in a place of its own.
    return kind.pen(whole if kind.needs_table else with_words(whole))
