"""A picture as geographic features: each municipality, hub, spoke and pair with its meaning.

Hubs stand where the picture shows them (moved aside where they would cover each other), so that
a GIS draws the same as the screen; the place that a hub belongs to stands in its columns.
"""

from collections.abc import Mapping

import shapely

from data.language import _
from data.register import Register
from export.layer import Layer, Row, Value, typed
from export.stars import hubs, spokes
from geo.boundaries import Boundaries
from geo.picture import Area, Picture


def layers(picture: Picture, register: Register, boundaries: Boundaries | None) -> list[Layer]:
    """Return the features of a picture, from the ground up; a layer may be empty."""
    shapes = dict(zip(boundaries.codes, boundaries.shapes, strict=True)) if boundaries else {}
    part = _taking_part(picture, register)
    return [
        _municipalities(picture, register, shapes, part),
        _areas(picture, register, shapes, part),
        _pairs(picture, register),
        spokes(picture, register),
        hubs(picture, register),
    ]


def _taking_part(picture: Picture, register: Register) -> dict[str, list[str]] | None:
    """Return ids of the picture's agreements by municipality; None where it does not name them."""
    ids = {*(hub.agreement for hub in picture.hubs), *(row.agreement for row in picture.legend)}
    if not ids:
        return None if picture.areas else {}
    found: dict[str, set[str]] = {}
    for key in ids & register.agreement_by_id.keys():
        for code in register.agreement(key).members:
            found.setdefault(code, set()).add(key)
    for spoke in picture.spokes:
        found.setdefault(spoke.code, set()).add(picture.hubs[spoke.hub].agreement)
    return {code: sorted(keys) for code, keys in found.items()}


def _municipalities(
    picture: Picture,
    register: Register,
    shapes: Mapping[str, shapely.Geometry],
    part: Mapping[str, list[str]] | None,
) -> Layer:
    nodes = {node.code: node for node in picture.nodes}
    rows: list[Row] = []
    for code, known in register.municipality_by_code.items():
        values: dict[str, Value] = {
            "kommunenummer": code,
            "kommune": known.name,
            "i_fylket": known.in_county,
            "region": known.region,
            "folketall": known.population,
            "senter_lon": known.lon,
            "senter_lat": known.lat,
            "deltar": code in nodes,
            "vert_for": nodes[code].host_of if code in nodes else 0,
            **_agreements_of(code, part),
        }
        rows.append((shapes.get(code), values))
    columns = typed(
        "kommunenummer kommune i_fylket region folketall senter_lon senter_lat deltar vert_for "
        "antall_avtaler avtaler"
    )
    meaning = _("Kommunene som registeret kjenner, med hvor mange av visningens samarbeid de er i.")
    return Layer("kommuner", "kommune", "MultiPolygon", meaning, columns, tuple(rows))


def _agreements_of(code: str, part: Mapping[str, list[str]] | None) -> dict[str, Value]:
    if part is None:
        return {"antall_avtaler": None, "avtaler": None}
    mine = part.get(code, [])
    return {"antall_avtaler": len(mine), "avtaler": "|".join(mine)}


def _areas(
    picture: Picture,
    register: Register,
    shapes: Mapping[str, shapely.Geometry],
    part: Mapping[str, list[str]] | None,
) -> Layer:
    titles = {hub.agreement: hub.title for hub in picture.hubs}
    titles |= {row.agreement: row.title for row in picture.legend}
    rows: list[Row] = []
    for area in picture.areas:
        known = register.municipality_by_code[area.code]
        names = [titles.get(key, key) for key in (part or {}).get(area.code, ())]
        values: dict[str, Value] = {
            "kommunenummer": area.code,
            "kommune": known.name,
            "i_fylket": known.in_county,
            "tilstand": state_words(area, picture),
            "merknad": area.note,
            **_agreements_of(area.code, part),
            "avtalenavn": "; ".join(names),
            "farge": area.colour,
            "farge_2": area.second,
            "dekkevne": round(area.opacity, 3),
            "mønster": _pattern_word(area),
        }
        rows.append((shapes.get(area.code), values))
    columns = typed(
        "kommunenummer kommune i_fylket tilstand merknad antall_avtaler avtaler avtalenavn farge "
        "farge_2 dekkevne mønster"
    )
    meaning = _("Kommunene som er farget på kartet; «tilstand» er tegnforklaringens ord.")
    return Layer("omrader", "område", "MultiPolygon", meaning, columns, tuple(rows))


def state_words(area: Area, picture: Picture) -> str:
    """Return what the colour and pattern of an area mean, in the words of the picture's key."""
    for key in picture.keys:
        if (area.note and key.sign == "pale") or (not area.note and key.sign == area.pattern):
            return key.text
        if key.sign == "fill" and area.pattern == "plain" and key.colour == area.colour:
            return key.text
    return _("med i samarbeid") if picture.hubs else area.note


def _pattern_word(area: Area) -> str:
    return {
        "plain": _("ensfarget"),
        "hatch": _("striper i to farger"),
        "dots": _("prikker"),
        "alone": _("hvit med ramme"),
        "diagonal": _("tynne skråstreker"),
    }[area.pattern]


def _pairs(picture: Picture, register: Register) -> Layer:
    rows: list[Row] = []
    for pair in picture.pairs:
        a, b = (register.municipality_by_code[code] for code in (pair.a, pair.b))
        line = shapely.LineString([(a.lon, a.lat), (b.lon, b.lat)])
        values: dict[str, Value] = {
            "kommunenummer_a": pair.a,
            "kommune_a": a.name,
            "kommunenummer_b": pair.b,
            "kommune_b": b.name,
            "felles_avtaler": pair.count,
            "styrke": pair.weight,
            "trinn": pair.step,
        }
        rows.append((line, values))
    columns = typed(
        "kommunenummer_a kommune_a kommunenummer_b kommune_b felles_avtaler styrke trinn"
    )
    meaning = _("Par av kommuner; styrken er summen av 1/(k − 1) over felles samarbeid med k.")
    return Layer("par", "par", "LineString", meaning, columns, tuple(rows))
