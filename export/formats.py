"""Every kind of file that a view can become: one table, for the command line and the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.language import _, mark
from data.register import Register
from export.tables import csv_bytes, meta_bytes
from geo.boundaries import Boundaries
from views import agreement_page, analyse, avtaler, dekning, kart, scenario
from views.query import Query
from views.view import Table, View, tables_of

# Pure data, in codes; the other views write their first table.
DATA: Final[Mapping[str, Callable[[Register, Query], Table]]] = {"dekning": dekning.data}


@dataclass(frozen=True, slots=True)
class Asked:
    """A view with all that a pen may want to know of it."""

    view: View
    page: str
    query: Query
    register: Register
    boundaries: Boundaries | None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its key, the end of its name, its name on a button, media type and pen.

    `needs_picture` tells whether a view without a map has nothing to put in it.
    """

    key: str
    ending: str
    label: str
    media: str
    pen: Callable[[Asked], bytes]
    needs_picture: bool = True


# The pens are imported when they are used: each brings a library that most readers never need.


def _pptx(asked: Asked) -> bytes:
    from export.slides import slides  # noqa: PLC0415

    view = asked.view
    if asked.page == "kart":  # with hubs and names placed for the size that they have on a slide
        hall = asked.query.but(storskjerm=True)
        view = kart.build(asked.register, hall, asked.boundaries)
    return slides([("", "", view)], asked.register, asked.boundaries)


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
    return csv_bytes(_data(asked))


def _meta(asked: Asked) -> bytes:
    _data(asked)
    return meta_bytes(asked.view, asked.page, asked.query, asked.register)


def _data(asked: Asked) -> Table:
    """Return what a file of pure data holds: the view in codes if it has such, or its first table.

    Raises
    ------
    ValueError
        If the view has no table; the message is for the reader.
    """
    if asked.page in DATA:
        return DATA[asked.page](asked.register, asked.query)
    for table in tables_of(asked.view):
        return table
    raise ValueError(_("«{view}» har ingen data å skrive.").format(view=asked.page))


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
        Format("xlsx", "xlsx", mark("Excel"), f"{_OFFICE}spreadsheetml.sheet", _xlsx, False),
        Format("png", "png", mark("Bilde for skjerm (PNG)"), "image/png", _png),
        Format("png-a4", "a4.png", mark("Bilde for trykk (PNG, A4)"), "image/png", _png_a4),
        Format("svg", "svg", mark("Vektor (SVG)"), "image/svg+xml", _svg),
        Format("pdf", "pdf", mark("PDF"), "application/pdf", _pdf),
        Format("html", "html", mark("Nettside (én fil)"), "text/html", _html, False),
        Format("geojson", "geojson", mark("GeoJSON"), "application/geo+json", _geojson),
        Format("gpkg", "gpkg", mark("GeoPackage"), "application/geopackage+sqlite3", _geopackage),
        Format("csv", "csv", mark("Data (CSV)"), "text/csv", _csv, False),
        Format(
            "csv-om", "csv.meta.json", mark("Om dataene (JSON)"), "application/json", _meta, False
        ),
    )
}


def write(key: str, asked: Asked) -> bytes:
    """Return a view as a file; `key` is one of `FORMATS`.

    Raises
    ------
    KeyError
        If there is no such format.
    ValueError
        If the view has nothing for such a file, or no map; the message is for the reader.
    """
    kind = FORMATS[key]
    asked = _whole(asked)
    if kind.needs_picture and asked.view.picture is None:
        message = _("Denne visningen har ikke noe kart, så den kan ikke bli {kind}.")
        label = kind.label
        raise ValueError(message.format(kind=_(label)))
    return kind.pen(asked)


def _whole(asked: Asked) -> Asked:
    """Return what is asked with all that its page shows, also what the page draws by itself."""
    view, register = asked.view, asked.register
    if isinstance(view, avtaler.ListView):
        return replace(asked, view=replace(view, tables=(avtaler.table(view),)))
    if isinstance(view, agreement_page.AgreementView):
        whole = agreement_page.for_file(view, register, asked.query, asked.boundaries)
        return replace(asked, view=whole)
    if isinstance(view, analyse.AnalysisView):
        return replace(asked, view=replace(view, sections=(*view.sections, *view.definitions)))
    if isinstance(view, scenario.ScenarioView):
        # What the map shows is in the register after the steps, and in no other.
        return replace(asked, register=view.changed or register)
    return asked
