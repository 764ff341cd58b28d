"""Every kind of file that a view can become: one table, for the command line and the pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from data.language import _, mark
from data.register import Register
from geo.boundaries import Boundaries
from views import kart
from views.query import Query
from views.view import View


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
    """A kind of file: its ending, its name on a button, its media type, and its pen.

    `needs_picture` tells whether a view without a map has nothing to put in it.
    """

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


def _xlsx(asked: Asked) -> bytes:
    from export.view_workbook import workbook  # noqa: PLC0415

    return workbook(asked.view, asked.page, asked.query, asked.register)


_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
FORMATS: Final[Mapping[str, Format]] = {
    row.ending: row
    for row in (
        Format("pptx", mark("PowerPoint"), f"{_OFFICE}presentationml.presentation", _pptx, False),
        Format("xlsx", mark("Excel"), f"{_OFFICE}spreadsheetml.sheet", _xlsx, False),
        Format("png", mark("Bilde (PNG)"), "image/png", _png),
        Format("svg", mark("Vektor (SVG)"), "image/svg+xml", _svg),
        Format("pdf", mark("PDF"), "application/pdf", _pdf),
        Format("html", mark("Nettside (én fil)"), "text/html", _html, False),
        Format("geojson", mark("GeoJSON"), "application/geo+json", _geojson),
        Format("gpkg", mark("GeoPackage"), "application/geopackage+sqlite3", _geopackage),
    )
}


def write(ending: str, asked: Asked) -> bytes:
    """Return a view as a file.

    Raises
    ------
    KeyError
        If there is no such format.
    ValueError
        If the format draws a map and the view has none; the message is for the reader.
    """
    kind = FORMATS[ending]
    if kind.needs_picture and asked.view.picture is None:
        message = _("Denne visningen har ikke noe kart, så den kan ikke bli {kind}.")
        label = kind.label
        raise ValueError(message.format(kind=_(label)))
    return kind.pen(asked)
