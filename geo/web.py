"""The web pen: the folium elements that carry a picture to the browser, and the ground it needs.

No text from data ever stands in a folium or branca element: folium renders its elements as jinja
templates on the server, so a name could run code there. A picture travels as base64 of deflated
JSON (`geo.message`), whose alphabet holds nothing that jinja, JavaScript or HTML reads; the
drawing script in
`geo/assets/` decodes it and sets all text with `textContent`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template

from geo.boundaries import Boundaries
from geo.labels import CLOSE_ZOOM, COUNTY_FRAME, NAME_SIZE, spot
from geo.picture import Point
from geo.style import HUB_RADIUS, NODE_RADIUS, PAIR_WIDTHS

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._/?=-]*")


class Base(MacroElement):
    """The constant script of a map: it never holds data, so the map is never mounted anew."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "SK.init({{ this._parent.get_name() }}, {{ this.address|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Base"
        self.address = _checked(address, _ADDRESS)


class Drawing(folium.FeatureGroup):
    """What varies: one picture as base64."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = L.layerGroup(); SK.draw('{{ this.data }}');"
        "{% endmacro %}"
    )

    def __init__(self, data: str) -> None:
        super().__init__(name="drawing")
        self.data = _checked(data, _BASE64)


def _checked(text: str, alphabet: re.Pattern[str]) -> str:
    """Return `text` if all of it is in `alphabet`; anything else is an error, not an escape."""
    if not alphabet.fullmatch(text):
        msg = "text from data must not reach a folium element"
        raise TypeError(msg)
    return text


def new_map(scripts: Sequence[str], styles: Sequence[str], base: str) -> folium.Map:
    """Return a fresh map without tiles; `st_folium` changes the one it gets, so never keep it.

    Parameters
    ----------
    scripts, styles, base
        Addresses of local files, relative to the map's frame.
    """
    west, south, east, north, _units = COUNTY_FRAME
    chart = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        zoom_start=7,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
    )
    chart.default_js = [(f"js{i}", address) for i, address in enumerate(scripts)]
    chart.default_css = [(f"css{i}", address) for i, address in enumerate(styles)]
    Base(base).add_to(chart)
    return chart


def base_data(
    boundaries: Boundaries | None,
    places: Mapping[str, tuple[str, Point, bool]],
    words: Mapping[str, str],
) -> bytes:
    """Return the file that the map fetches once: areas, municipalities, words of the buttons.

    Parameters
    ----------
    boundaries
        The areas, or None where they cannot be read: the map then says so.
    places
        Name, centre and whether in the county, by municipality code; their order is the
        numbering that `encode` uses.
    words
        The texts of the drawing script, in the reader's language.
    """
    nodes = []
    for code, (name, centre, inside) in places.items():
        dx, dy, anchor, leader = spot(code)
        row = [code, name, centre.lon, centre.lat, int(inside), dx, dy, anchor, int(leader)]
        nodes.append(row)
    areas = []
    if boundaries is not None:
        for code, shape in zip(boundaries.codes, boundaries.shapes, strict=True):
            geometry = json.loads(shapely.to_geojson(shape))
            inside = code in boundaries.in_county
            areas.append([code, boundaries.names[code], int(inside), geometry])
    data = {
        "nodes": nodes,
        "areas": areas,
        "frame": list(COUNTY_FRAME),
        "size": NAME_SIZE,
        "close": CLOSE_ZOOM,
        "hub": HUB_RADIUS,
        "node": NODE_RADIUS,
        "widths": list(PAIR_WIDTHS),
        "words": dict(words),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
