"""Agreements as geographic features: the hub of each, and its spokes to those who take part."""

import math
from typing import Final

import shapely

from data.language import _
from data.records import Agreement
from data.register import Register
from export.layer import Layer, Row, Value, typed
from geo.picture import Frame, Hub, Picture, Point
from geo.placement import to_units
from views.words import form_word, municipality_names, status_word

_DECIMALS: Final = 6
_IDENTITY: Final = "avtale navn nummer tjeneste tjenestenavn form formnavn status"
_KNOWN: Final = (
    "antall_deltakere deltakere deltakernavn ufullstendig andre vert sete fra til "
    "kilde kilde_url kilde_år sikkerhet"
)


def hub_point(hub: Hub, frame: Frame) -> Point:
    """Return where a hub stands on the ground when the picture fills its frame."""
    corner = Point(frame.west, frame.north)
    per_degree = to_units(Point(frame.west + 1, frame.north), frame)[0]
    x, y = to_units(hub.at, frame)
    lon = corner.lon + (x + hub.dx) / per_degree
    north = math.asinh(math.tan(math.radians(corner.lat)))
    lat = math.degrees(math.atan(math.sinh(north - math.radians((y + hub.dy) / per_degree))))
    return Point(round(lon, _DECIMALS), round(lat, _DECIMALS))


def spokes(picture: Picture, register: Register) -> Layer:
    """Return a line from each hub to each who takes part."""
    rows: list[Row] = []
    for spoke in picture.spokes:
        hub = picture.hubs[spoke.hub]
        end = register.municipality_by_code[spoke.code]
        line = shapely.LineString([hub_point(hub, picture.frame), (end.lon, end.lat)])
        values: dict[str, Value] = {
            **_identity(hub, register),
            "kommunenummer": spoke.code,
            "kommune": end.name,
            "strek": {"solid": _("hel"), "dashed": _("stiplet"), "dotted": _("prikket")}[
                spoke.dash
            ],
            "pil": spoke.arrow,
            "farge": hub.colour,
        }
        rows.append((line, values))
    columns = typed(f"{_IDENTITY} kommunenummer kommune strek pil farge")
    meaning = _("Linje fra et samarbeids knutepunkt til en deltaker; på kartet er den svakt buet.")
    return Layer("eiker", "eike", "LineString", meaning, columns, tuple(rows))


def _identity(hub: Hub, register: Register) -> dict[str, Value]:
    """Return what an agreement is; one that a scenario made up is in no register."""
    row = register.agreement_by_id.get(hub.agreement)
    return {
        "avtale": hub.agreement,
        "navn": hub.title,
        "nummer": hub.text,
        "tjeneste": row.service if row else None,
        "tjenestenavn": register.service_by_code[row.service].name if row else None,
        "form": row.form if row else None,
        "formnavn": form_word(row, register) if row else None,
        "status": status_word(row.status) if row else None,
    }


def hubs(picture: Picture, register: Register) -> Layer:
    """Return a point for each hub, with all that the register knows of its agreement."""
    rows: list[Row] = []
    for hub in picture.hubs:
        row = register.agreement_by_id.get(hub.agreement)
        values: dict[str, Value] = {
            **_identity(hub, register),
            **(_known(row, register) if row else dict.fromkeys(_KNOWN.split())),
            "tegn": {
                "square": _("firkant: vertskommune"),
                "diamond": _("rute: eget organ"),
                "hollow": _("ring: uten eget organ, eller form ikke kjent"),
            }[hub.shape],
            "farge": hub.colour,
            "anker_lon": round(hub.at.lon, _DECIMALS),
            "anker_lat": round(hub.at.lat, _DECIMALS),
        }
        rows.append((shapely.Point(hub_point(hub, picture.frame)), values))
    columns = typed(f"{_IDENTITY} {_KNOWN} tegn farge anker_lon anker_lat")
    meaning = _(
        "Ett punkt for hvert samarbeid, der kartet viser det. «anker» er stedet det hører til: "
        "verten, setet, eller midt mellom deltakerne; punktet er flyttet litt der det ble trangt."
    )
    return Layer("knutepunkt", "knutepunkt", "Point", meaning, columns, tuple(rows))


def _known(row: Agreement, register: Register) -> dict[str, Value]:
    return {
        "antall_deltakere": len(row.members),
        "deltakere": "|".join(row.members),
        "deltakernavn": "; ".join(municipality_names(row.members, register)),
        "ufullstendig": row.incomplete,
        "andre": "|".join(row.others),
        "vert": row.host,
        "sete": row.seat,
        "fra": row.start,
        "til": row.end,
        "kilde": "|".join(text for text, _url in row.sources),
        "kilde_url": "|".join(url for _text, url in row.sources),
        "kilde_år": row.source_year,
        "sikkerhet": row.confidence,
    }
