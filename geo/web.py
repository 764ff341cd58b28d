"""The web pen: a Picture as compact data, and the folium elements that carry it to the browser.

No text from data ever stands in a folium or branca element: folium renders its elements as jinja
templates on the server, so a name could run code there. A picture travels as base64 of UTF-8
JSON, whose alphabet holds nothing that jinja, JavaScript or HTML reads; the drawing script in
`geo/assets/` decodes it and sets all text with `textContent`.
"""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import folium
import shapely
from branca.element import MacroElement
from folium.template import Template

from geo.boundaries import Boundaries
from geo.labels import CLOSE_ZOOM, COUNTY_FRAME, NAME_SIZE, spot
from geo.picture import Picture, Point

_BASE64: Final = re.compile(r"[A-Za-z0-9+/]*={0,2}")
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._/?=-]*")
_PATTERNS: Final = ("plain", "hatch", "dots", "alone", "diagonal")
_SHAPES: Final = ("square", "diamond", "hollow", "none")
_DASHES: Final = ("solid", "dashed", "dotted")
_WEIGHTS: Final = ("normal", "strong", "muted")
_FINE: Final = 10_000


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
    west, south, east, north = COUNTY_FRAME
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


def to_base64(message: Mapping[str, Any]) -> str:
    """Return a message for the drawing script."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(text.encode()).decode("ascii")


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
        "words": dict(words),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def encode(picture: Picture, order: Mapping[str, int], rows: int) -> dict[str, Any]:
    """Return a picture as plain lists, small enough to send at every click.

    Parameters
    ----------
    picture
        What is drawn.
    order
        The number of each municipality in `base_data`, by code.
    rows
        How many lines of the legend are sent; the message says how many there are.
    """
    colours: dict[str, int] = {}

    def colour(value: str) -> int:
        return colours.setdefault(value, len(colours))

    message: dict[str, Any] = {
        "k": picture.kind,
        "t": picture.title,
        "l": picture.lead,
        "f": list(picture.frame),
        "fo": picture.focus,
        "alt": picture.alt,
        "at": picture.attribution,
        "a": [
            [
                order[area.code],
                colour(area.colour),
                round(100 * area.opacity),
                _PATTERNS.index(area.pattern),
                colour(area.second) if area.second else -1,
                area.note,
            ]
            for area in picture.areas
        ],
        "o": [
            [
                colour(line.colour),
                line.width,
                _DASHES.index(line.dash),
                [_steps(ring) for ring in line.rings],
            ]
            for line in picture.outlines
        ],
        "p": [
            value
            for pair in picture.pairs
            for value in (
                order[pair.a],
                order[pair.b],
                pair.step,
                round(100 * pair.weight),
                pair.count,
            )
        ],
        "h": [
            [
                hub.agreement,
                round(hub.at.lon, 4),
                round(hub.at.lat, 4),
                hub.dx,
                hub.dy,
                _SHAPES.index(hub.shape),
                colour(hub.colour),
                hub.text,
                *((list(hub.label_spot), hub.heavy, *hub.label) if hub.label else ()),
            ]
            for hub in picture.hubs
        ],
        "s": [
            value
            for spoke in picture.spokes
            for value in (
                spoke.hub,
                order[spoke.code],
                _DASHES.index(spoke.dash),
                int(spoke.arrow),
            )
        ],
        "d": [
            [order[node.code], node.host_of, *(colour(value) for value in node.colours)]
            for node in picture.nodes
        ],
        "w": [
            value
            for label in picture.labels
            for value in (order[label.code], _WEIGHTS.index(label.weight))
        ],
        "r": [
            [
                row.agreement,
                row.number,
                _SHAPES.index(row.shape),
                colour(row.colour),
                _DASHES.index(row.dash),
                row.mark,
                row.title,
                row.detail,
                *row.flags,
            ]
            for row in picture.legend[:rows]
        ],
        "all": len(picture.legend),
        "q": [
            [key.sign, colour(key.colour), key.text, colour(key.second) if key.second else -1]
            for key in picture.keys
        ],
    }
    message["c"] = list(colours)
    return message


def _steps(ring: Sequence[Point]) -> list[int]:
    """Return a ring as whole ten-thousandths of a degree: the first point, then differences."""
    steps: list[int] = []
    x = y = 0
    for point in ring:
        lon, lat = round(point.lon * _FINE), round(point.lat * _FINE)
        steps += [lon - x, lat - y]
        x, y = lon, lat
    return steps
