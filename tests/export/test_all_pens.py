"""One View, many pens: each file, read back from its own bytes, shows what the Picture says.

Places are compared to a pixel of a picture of 1080 lines. Slides lay a map out for a hall, so the
other pens are given that same picture; some links are compared in the screen's own frame too.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from data import store
from data.register import Register
from export.map_svg import map_svg
from export.open_data import geojson, geopackage
from export.pictures import svg
from export.slides import slides
from export.web_page import html
from geo import boundaries
from geo.drawing import Drawing, compose
from geo.message import to_base64
from geo.picture import Frame, Picture, Point
from geo.placement import to_units
from geo.style import HALL_UNITS_HIGH
from tests.export.read_back import (
    Box,
    Ground,
    Place,
    Seen,
    Spoke,
    Star,
    from_layers,
    from_message,
    look,
)
from tests.export.read_map_svg import from_map_svg
from tests.export.read_slide import from_pptx, near
from tests.export.read_svg import from_svg
from views import dekning, kart, scenario
from views.query import Query, from_string
from views.screen import message, places
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
SHAPES = dict(zip(GROUND.codes, GROUND.shapes, strict=True))
PLACES = places(REGISTER)
NEAR = boundaries.neighbour_codes()
STEPS = "ny.okonomi.oppgavefellesskap.1576_1573_5055.1576"

AURE_SIX = "bygdevekst,ikt-orkide,legevakt-aure-smola-heim,nibr,krisesenter-nordmore,nnbt"
LINKS = {
    "vertskommune": "avtale=ikt-orkide",
    "eget organ": "avtale=norbr",
    "uten organ": "avtale=legevakt-aure-smola-heim",
    "under utvikling": "avtale=rammeavtale-nordmore-prosjekt",
    "ufullstendig": "avtale=barnevernsvakt-alesund-sunnmore",
    "Heim er med": "avtale=veterinaervakt-surnadal-rindal-heim",
    "ut av bildet": "avtale=ipr-trondelag-sorvest",
    "legevakt": "tjeneste=legevakt",
    "brann": "tjeneste=brann",
    "seks i Aure": f"avtale={AURE_SIX}",
    "mange i Aure": "kommune=1576",
    "alt": "",
}
OWN_FRAME = ("eget organ", "legevakt", "mange i Aure", "alt")
PENS = ("melding", "html", "geojson", "gpkg", "svg", "side", "pptx")


@dataclass(frozen=True)
class Case:
    """A view with the register that it speaks of (after the steps of a scenario, another)."""

    view: View
    register: Register

    @property
    def picture(self) -> Picture:
        assert self.view.picture is not None
        return self.view.picture


@cache
def case(name: str) -> Case:
    """Return a view of the cases below; «/skjerm» in the screen's own frame."""
    link, _slash, frame = name.partition("/")
    hall = frame != "skjerm"
    if link in LINKS:
        query = from_string(LINKS[link], REGISTER)[0].but(storskjerm=hall)
        return Case(kart.build(REGISTER, query, GROUND), REGISTER)
    if link == "dekning":
        return Case(_in_hall(dekning.build(REGISTER, Query(celle="-plan"), GROUND, NEAR)), REGISTER)
    query, unread = from_string(f"steg={STEPS}", REGISTER)
    assert not unread
    view = scenario.build(REGISTER, query, GROUND)
    assert view.before is not None
    assert view.after is not None
    assert view.changed is not None
    if link == "scenario før":
        return Case(_in_hall(view.before), REGISTER)
    return Case(_in_hall(view.after), view.changed)


def _in_hall(view: View) -> View:
    assert view.picture is not None
    frame = view.picture.frame._replace(units=HALL_UNITS_HIGH)
    return replace(view, picture=replace(view.picture, frame=frame))


NAMES = (*LINKS, *(f"{name}/skjerm" for name in OWN_FRAME), "dekning", "scenario før", "scenario")


@cache
def ground_of(name: str) -> Ground:
    frame = case(name).picture.frame
    points = {code: to_units(place[1], frame) for code, place in PLACES.items()}
    return Ground(frame, points, {code: place[0] for code, place in PLACES.items()})


@cache
def drawing_of(name: str) -> Drawing:
    """Return what the pens of files are given; used only for what the frame leaves out."""
    return compose(case(name).picture, GROUND, places(case(name).register))


@cache
def inner(name: str) -> Mapping[str, Place]:
    """Return a place inside what the frame shows of each municipality."""
    frame = case(name).picture.frame
    found = {}
    for code, shape in SHAPES.items():
        shown = shapely.intersection(shape, shapely.box(*frame[:4]))
        parts = [_in_units(part, frame) for part in shapely.get_parts(shown)]
        if sum(part.area for part in parts) >= 0.1:  # less is nothing to see
            spot = max(parts, key=lambda part: part.area).representative_point()
            found[code] = (spot.x, spot.y)
    return found


def _in_units(shape: shapely.Geometry, frame: Frame) -> shapely.Geometry:
    return shapely.transform(
        shape, lambda ps: np.array([to_units(Point(*p), frame) for p in ps.tolist()])
    )


# --- the pens --------------------------------------------------------------------------------


def by_message(name: str) -> Seen:
    told = message(case(name).view, case(name).register, 1000)
    return from_message(to_base64(told), list(REGISTER.municipality_by_code), ground_of(name))


def by_html(name: str) -> Seen:
    file = html(case(name).view, case(name).register, GROUND).decode()
    data = dict(re.findall(r"<script type='text/plain' id='(\w+)'>([\w+/=]+)</script>", file))
    return from_message(data["bilde"], list(REGISTER.municipality_by_code), ground_of(name))


def by_geojson(name: str) -> Seen:
    found = json.loads(geojson(case(name).view, case(name).register, GROUND))
    layers: dict[str, list[Any]] = {kind: [] for kind in ("område", "knutepunkt", "eike", "par")}
    for feature in found["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        layers.setdefault(feature["properties"]["lag"], []).append((feature["properties"], shape))
    seen = from_layers(layers, ground_of(name))
    seen.keys = [key["tekst"] for key in found["om"]["tegnforklaring"]]
    seen.credit = found["om"]["kreditering"]
    return seen


def by_geopackage(name: str, folder: Path) -> Seen:
    file = folder / "a.gpkg"
    file.write_bytes(geopackage(case(name).view, case(name).register, GROUND))
    layers = {}
    kinds = {"omrader": "område", "knutepunkt": "knutepunkt", "eiker": "eike", "par": "par"}
    for layer, kind in kinds.items():
        rows = gpd.read_file(file, layer=layer)
        told = rows.drop(columns="geometry").to_dict("records")
        layers[kind] = list(zip(told, rows.geometry, strict=True))
    return from_layers(layers, ground_of(name))


def by_svg(name: str) -> Seen:
    file = svg(case(name).view, case(name).register, GROUND)
    return from_svg(file, inner(name), ground_of(name))


def by_page(name: str) -> Seen:
    told = case(name)
    return from_map_svg(map_svg(told.picture, GROUND, places(told.register)), ground_of(name))


def by_pptx(name: str) -> Seen:
    codes = {GROUND.names[code]: code for code in inner(name)}
    assert len(codes) == len(inner(name))
    file = slides([("", "", case(name).view)], case(name).register, GROUND)
    return from_pptx(file, codes, ground_of(name))


READERS: Mapping[str, Callable[[str], Seen]] = {
    "melding": by_message,
    "html": by_html,
    "geojson": by_geojson,
    "svg": by_svg,
    "side": by_page,
    "pptx": by_pptx,
}
DRAWN = ("svg", "side", "pptx")
"""These hold what the frame shows, and all that it shows; the others the whole picture."""


# --- what they are compared with: the Picture ------------------------------------------------


def stars(name: str) -> list[Star]:
    """Return the hubs of the picture."""
    frame = case(name).picture.frame
    found = []
    for hub in case(name).picture.hubs:
        x, y = to_units(hub.at, frame)
        found.append(Star(hub.text, hub.shape, hub.colour, x + hub.dx, y + hub.dy))
    return found


def spokes(name: str) -> list[Spoke]:
    return [Spoke(s.hub, s.code, s.dash, s.arrow) for s in case(name).picture.spokes]


@cache
def bounds(name: str) -> Mapping[str, Box]:
    found = {code: ground_of(name).bounds(SHAPES[code]) for code in inner(name)}
    return {code: box for code, box in found.items() if box is not None}


def flat(text: str) -> str:
    return "".join(text.split())


def same_colours(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    return a.keys() == b.keys() and all(
        near(a[code].fill, b[code].fill)
        and near(a[code].over, b[code].over)
        and a[code].pattern == b[code].pattern
        for code in a
    )


# Slides are laid out for a hall alone.
BOTH = [(n, pen) for n in NAMES for pen in PENS if pen != "pptx" or not n.endswith("/skjerm")]


@pytest.mark.parametrize(("name", "pen"), BOTH)
def test_every_pen_shows_the_picture(name: str, pen: str, tmp_path: Path) -> None:
    seen = by_geopackage(name, tmp_path) if pen == "gpkg" else READERS[pen](name)
    drawn = pen in DRAWN
    check_areas(name, seen, drawn=drawn)
    check_network(name, seen, drawn=drawn)
    check_words(name, seen, pen)


def check_areas(name: str, seen: Seen, *, drawn: bool) -> None:
    picture = case(name).picture
    wanted = {a.code: look(a.colour, a.opacity, a.pattern, a.second) for a in picture.areas}
    if drawn:
        base = {
            a.code: look(a.fill, 1, "plain", "") for a in drawing_of(name).areas if not a.marked
        }
        wanted = {code: wanted[code] for code in wanted if code in inner(name)} | base
    assert same_colours(seen.areas, wanted), {
        code: (seen.areas.get(code), wanted.get(code))
        for code in seen.areas.keys() | wanted.keys()
        if seen.areas.get(code) != wanted.get(code)
    }
    if seen.boxes is None:
        return
    pixel = picture.frame.units / 1080
    assert not drawn or seen.boxes.keys() == inner(name).keys()
    for code, box in bounds(name).items():
        if code in seen.boxes:
            assert seen.boxes[code] == pytest.approx(box, abs=pixel), code


def check_network(name: str, seen: Seen, *, drawn: bool) -> None:
    picture, drawing = case(name).picture, drawing_of(name)
    pixel = picture.frame.units / 1080
    hubs, lines = stars(name), spokes(name)
    pairs = [(pair.a, pair.b, pair.step) for pair in picture.pairs]
    if drawn:
        shown = [place for place, mark in enumerate(drawing.hubs) if mark.shows]
        # A spoke from a hub beyond the frame would have to be told by its colour: see the links.
        assert {lines[i].hub for i, c in enumerate(drawing.spokes) if c.bow} <= set(shown)
        lines = [line for line, curve in zip(lines, drawing.spokes, strict=True) if curve.bow]
        lines = [line._replace(hub=shown.index(line.hub)) for line in lines]
        hubs = [hubs[place] for place in shown]
        pairs = [pair for pair in pairs if all(_inside(name, code) for code in pair[:2])]
    assert [star[:2] for star in seen.hubs] == [star[:2] for star in hubs]
    for star, wanted in zip(seen.hubs, hubs, strict=True):
        assert near(star.colour, wanted.colour), star
        assert star[3:] == pytest.approx(wanted[3:], abs=pixel), star
    assert Counter(seen.spokes) == Counter(lines)
    assert Counter(seen.pairs) == Counter(pairs)


def _inside(name: str, code: str, room: float = 0) -> bool:
    box, (x, y) = ground_of(name).box, ground_of(name).points[code]
    return room <= x <= box[2] - room and room <= y <= box[3] - room


def check_words(name: str, seen: Seen, pen: str) -> None:
    view, picture = case(name).view, case(name).picture
    keys = [key.text for key in picture.keys]
    if seen.keys is not None:
        if pen == "svg":  # the words beside the map, in their order: the key stands last
            assert flat(seen.keys[0]).endswith(flat("".join(keys)))
        else:
            assert seen.keys == keys
        assert "© Kartverket (CC BY 4.0)" in seen.credit
    if seen.labels is not None:
        shown = drawing_of(name).hubs if pen in DRAWN else None
        hubs = [hub for i, hub in enumerate(picture.hubs) if shown is None or shown[i].shows]
        assert seen.labels == [line for hub in hubs for line in hub.label]
    if seen.names is not None:
        assert Counter(seen.names) == Counter(wanted_names(name))
    if seen.legend is not None:
        rows = [(str(row.number or "–"), row.title) for row in picture.legend]
        if view.card is not None and pen != "melding":
            # The card stands there; of the list, what the map shows (of the picture, nothing).
            drawn = {hub.agreement: hub.text for hub in picture.hubs}
            rows = [
                (drawn[r.agreement] if pen == "pptx" else str(r.number or "–"), r.title)
                for r in picture.legend
                if r.agreement in drawn and pen != "svg"
            ]
            if pen == "html" and not rows:  # what the filters leave out is listed all the same
                rows = [("1", view.card.title)]
        assert len(seen.legend) + seen.left_out == len(rows)
        assert seen.left_out == 0 or pen in DRAWN  # a page has an end, a screen has not
        assert [(n, flat(t)) for n, t in seen.legend] == [
            (n, flat(t)) for n, t in rows[: len(seen.legend)]
        ]
        assert seen.legend or not rows


def wanted_names(name: str) -> list[str]:
    """Return whose names stand on the map: the county's, and those that the picture speaks of."""
    picture = case(name).picture
    strong = {label.code for label in picture.labels if label.weight == "strong"}
    named = {
        code
        for code, place in PLACES.items()
        if (place[2] or code in strong) and _inside(name, code, 2)
    }
    # A member beyond the frame is named where its spoke ends.
    named |= {spoke.code for spoke in picture.spokes}
    return [PLACES[code][0] for code in named]


def test_the_cases_are_of_every_kind() -> None:
    """If the register moves on, this says which case no longer tells anything."""
    rows = {key: REGISTER.agreement(key) for key in REGISTER.agreement_by_id}
    ids = {name: link.removeprefix("avtale=") for name, link in LINKS.items()}
    one = {name: rows[key] for name, key in ids.items() if key in rows}
    shapes = {name: case(name).picture.hubs[0].shape for name in one if case(name).picture.hubs}
    assert (shapes["vertskommune"], shapes["eget organ"]) == ("square", "diamond")
    assert shapes["uten organ"] == "hollow"
    assert one["under utvikling"].status == "under-utvikling"
    assert one["ufullstendig"].incomplete
    assert "5055" in one["Heim er med"].members
    kinds = {case(name).picture.kind for name in NAMES}
    assert kinds >= {"one", "few", "service", "pairs"}
    patterns = {area.pattern for name in NAMES for area in case(name).picture.areas}
    assert patterns >= {"plain", "hatch", "dots"}
    dashes = {spoke.dash for name in NAMES for spoke in case(name).picture.spokes}
    assert dashes == {"solid", "dashed", "dotted"}
    assert any(name.kind == "rim" for name in drawing_of("ut av bildet").names)
    assert any(hub.agreement not in rows for hub in case("scenario").picture.hubs)
