"""The web pen carries a picture whole, small, and without a word that folium could run."""

import base64
import dataclasses
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from data.limits import limit
from data.register import Register
from geo import boundaries
from geo.labels import COUNTY_FRAME, spot
from geo.message import encode, to_base64
from geo.picture import Picture, Point
from geo.web import Base, Drawing, base_data, new_map
from ui.assets import words
from views import kart
from views.query import Query, to_string
from views.screen import message, places
from views.view import View
from views.words import region_slug

REGISTER = store.load()
GROUND = boundaries.load()
ORDER = {code: index for index, code in enumerate(REGISTER.municipality_by_code)}
SCRIPTS = ("../x.files/leaflet.js?v=0a1b", "../x.files/pen.js?v=0a1b")
STYLES = ("../x.files/leaflet.css?v=0a1b", "../x.files/pen.css?v=0a1b")
BASE = "../x.files/ground-nb-0a1b.json?v=0a1b"
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
HOSTILE = [
    "</script><script>window.__x=1</script>",
    "`${alert(1)}`",
    "'\"><img src=x onerror=window.__x=1>",
    "{{7*7}}",
    "{% x",
    "{#",
    "{{lipsum.__globals__.os.mkdir('pwned-by-a-name')}}",
    "\\u003cscript",
    "'); alert(1); ('",
    "\u2028alert(1)",
    "&lt;b&gt;",
    "æøå",
]
FOCUSED = [Query(avtale=(row.id,)) for row in REGISTER.agreement_records]
FILTERS = [
    Query(),
    Query(par=0),
    Query(par=400),
    Query(aar=2015, avsluttet=True),
    Query(sok="ingen treff på dette"),
    Query(sok="<b>{{7*7}}</b>"),
    *(Query(tjeneste=(code,)) for code in REGISTER.service_by_code),
    *(Query(kommune=(code,)) for code in REGISTER.county_codes),
    *(Query(form=(code,)) for code in REGISTER.form_by_code),
    *(Query(avtale=pair) for pair in (("nibr", "norbr"), ("nnbt", "bygdevekst", "ikt-orkide"))),
]


@cache
def built(query: Query) -> View:
    """Return a view of the register; several tests look at each, and change nothing of it."""
    return kart.build(REGISTER, query, GROUND)


def shown(query: Query, register: Register = REGISTER) -> dict[str, Any]:
    """Return the message that the page sends; below a card the list is shorter."""
    view = built(query) if register is REGISTER else kart.build(register, query, GROUND)
    rows = limit("list_rows") if view.card is None else limit("list_rows_below_card")
    return message(view, register, rows)


def decoded(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(text, validate=True)))
    return found


# --- what must not reach folium ------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(TypeError):
        Drawing(text)
    with pytest.raises(TypeError):
        Base(text)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_drawing_takes_base64_and_nothing_else(text: str) -> None:
    """The oracle goes letter by letter, not by the pen's own pattern."""
    body = text.rstrip("=")
    fits = all(c in ALPHABET + "+/" for c in body) and len(text) - len(body) <= 2
    if fits:
        assert Drawing(text).data == text
    else:
        with pytest.raises(TypeError):
            Drawing(text)


@settings(deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_a_base_takes_an_address_and_nothing_else(text: str) -> None:
    if all(c in ALPHABET + "._/?=-" for c in text):
        assert Base(text).address == text
    else:
        with pytest.raises(TypeError):
            Base(text)


def test_every_sign_outside_the_alphabets_is_refused() -> None:
    for sign in map(chr, range(0x2100)):
        if sign not in ALPHABET + "+/=":
            with pytest.raises(TypeError):
                Drawing(f"QUJD{sign}QUJD")
        if sign not in ALPHABET + "._/?=-":
            with pytest.raises(TypeError):
                Base(f"../x{sign}y")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\x00", " ", "\u00a0", "="])
def test_a_good_beginning_is_not_enough(ending: str) -> None:
    with pytest.raises(TypeError):
        Drawing("QUJD=" + ending + ("=" if ending == "=" else ""))
    with pytest.raises(TypeError):
        Base(BASE + ending if ending != "=" else "javascript:alert(1)")


@pytest.mark.parametrize("value", [b"QUJD", None, 7, ["QUJD"], {"a": 1}])
def test_what_is_not_text_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        Drawing(value)
    with pytest.raises(TypeError):
        Base(value)


@settings(deadline=None)
@given(st.recursive(st.text() | st.integers(-9, 9), lambda x: st.lists(x, max_size=4)))
def test_any_message_becomes_something_that_a_drawing_takes(content: Any) -> None:
    text = to_base64({"t": content})
    assert Drawing(text).data == text
    assert decoded(text) == {"t": content}


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_number_that_json_does_not_have_is_an_error(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_base64({"x": value})


# --- what folium renders -------------------------------------------------------------------


def rendered(data: str) -> str:
    """Return all that folium makes of a map with this drawing, with ids that are random as one."""
    chart = new_map(SCRIPTS, STYLES, BASE)
    Drawing(data).add_to(chart)
    return re.sub(r"[0-9a-f]{32}", "ID", chart.get_root().render())


BARE = rendered("")


def texts_of(register: Register) -> Iterator[str]:
    for row in register.agreement_records:
        yield from (row.id, row.name, row.purpose, row.note, *row.others)
        yield from (part for source in row.sources for part in source)
    yield from (m.name for m in register.municipality_by_code.values())
    yield from (s.name for s in register.service_by_code.values())


@pytest.mark.parametrize("query", FOCUSED[::3] + FILTERS, ids=to_string)
def test_a_picture_changes_one_base64_string_and_nothing_else(query: Query) -> None:
    data = to_base64(shown(query))
    page = rendered(data)
    assert page.count(data) == 1
    assert page.replace(data, "") == BARE


def test_the_bare_page_holds_no_text_of_the_register() -> None:
    # An id such as «nav» or a name such as «Sande» could stand in a script by chance.
    found = {text for text in texts_of(REGISTER) if len(text) > 5 and text in BARE}
    assert found == set()


def hostile_register() -> Register:
    """Return the register with a hostile word in every text that can be shown."""
    frame = REGISTER.agreements.copy()
    services = REGISTER.services.copy()
    places_ = REGISTER.municipalities.copy()
    for table, column in ((services, "navn"), (places_, "navn"), (frame, "navn")):
        table[column] = [f"{x} {HOSTILE[i % len(HOSTILE)]}" for i, x in enumerate(table[column])]
    for column in ("formål", "merknad"):
        frame[column] = [HOSTILE[i % len(HOSTILE)] for i in range(len(frame))]
    frame["andre"] = [(HOSTILE[i % len(HOSTILE)],) for i in range(len(frame))]
    frame["kilde"] = [(HOSTILE[i % len(HOSTILE)],) for i in range(len(frame))]
    frame["kilde_url"] = [("javascript:alert(1)",) for _ in range(len(frame))]
    return dataclasses.replace(
        REGISTER, agreements=frame, services=services, municipalities=places_
    )


MADE = hostile_register()


@pytest.mark.parametrize("query", FOCUSED[::9] + FILTERS[::4], ids=to_string)
def test_hostile_names_travel_as_text_and_nothing_is_run(
    query: Query, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content = shown(query, MADE)
    data = to_base64(content)
    assert rendered(data).replace(data, "") == BARE
    assert decoded(data) == json.loads(json.dumps(content))
    for row in content["r"]:
        assert row[6] == MADE.agreement(row[0]).name
    assert list(tmp_path.iterdir()) == []


def test_all_addresses_are_relative_and_lead_nowhere_else() -> None:
    page = rendered(to_base64(shown(Query())))
    links = re.findall(r"(?:src|href)=\"([^\"]*)\"", page)
    assert set(links) == {*SCRIPTS, *STYLES}
    assert "//" not in re.sub(r"SK\.draw\('[^']*'\)", "", page)
    assert "http:" not in page
    assert "https:" not in page


def test_the_base_is_small_and_always_the_same() -> None:
    scripts = set()
    for query in (FILTERS[0], FILTERS[8], FOCUSED[3]):
        chart = new_map(SCRIPTS, STYLES, BASE)
        root = chart.get_root()
        root.render()
        before = root.script.render()
        scripts.add(re.sub(r"[0-9a-f]{32}", "ID", before))
        Drawing(to_base64(shown(query))).add_to(chart)
    (script,) = scripts
    assert len(script) < 5000
    assert f'"{BASE}"' in script


def test_a_map_is_new_each_time() -> None:
    first, second = new_map(SCRIPTS, STYLES, BASE), new_map(SCRIPTS, STYLES, BASE)
    Drawing("QUJD").add_to(first)
    assert "QUJD" not in second.get_root().render()
    assert type(first).default_js != first.default_js


# --- the message holds the picture ---------------------------------------------------------

PATTERNS = ("plain", "hatch", "dots", "alone", "diagonal")
SHAPES = ("square", "diamond", "hollow", "none")
DASHES = ("solid", "dashed", "dotted")
WEIGHTS = ("normal", "strong", "muted")


def groups(flat: list[int], size: int) -> Iterator[list[int]]:
    assert len(flat) % size == 0
    return (flat[start : start + size] for start in range(0, len(flat), size))


def path(steps: list[int]) -> list[tuple[int, int]]:
    x = y = 0
    found = []
    for dx, dy in groups(steps, 2):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def check(picture: Picture, content: Mapping[str, Any], order: list[str], rows: int) -> None:
    """Hold what the message says against the picture, sign by sign."""
    colours = content["c"]
    assert len(set(colours)) == len(colours)
    assert content["k"] == picture.kind
    assert (content["t"], content["l"]) == (picture.title, picture.lead)
    assert (content["alt"], content["at"]) == (picture.alt, picture.attribution)
    assert content["fo"] == picture.focus
    assert content["f"] == list(picture.frame)
    areas = [
        (order[a], colours[b], c / 100, PATTERNS[d], colours[e] if e >= 0 else "", note)
        for a, b, c, d, e, note in content["a"]
    ]
    assert areas == [
        (x.code, x.colour, pytest.approx(x.opacity, abs=0.006), x.pattern, x.second, x.note)
        for x in picture.areas
    ]
    assert len(content["o"]) == len(picture.outlines)
    for (colour, width, dash, rings), outline in zip(content["o"], picture.outlines, strict=True):
        assert (colours[colour], width, DASHES[dash]) == (
            outline.colour,
            outline.width,
            outline.dash,
        )
        assert [path(ring) for ring in rings] == [
            [(round(p.lon * 1e4), round(p.lat * 1e4)) for p in ring] for ring in outline.rings
        ]
    pairs = [(order[a], order[b], c, d / 100, e) for a, b, c, d, e in groups(content["p"], 5)]
    assert pairs == [
        (x.a, x.b, x.step, pytest.approx(x.weight, abs=0.006), x.count) for x in picture.pairs
    ]
    assert len(content["h"]) == len(picture.hubs)
    for sent, hub in zip(content["h"], picture.hubs, strict=True):
        key, lon, lat, dx, dy, shape, colour, text, *label = sent
        assert (key, dx, dy, text) == (hub.agreement, hub.dx, hub.dy, hub.text)
        assert (SHAPES[shape], colours[colour]) == (hub.shape, hub.colour)
        assert Point(lon, lat) == (
            pytest.approx(hub.at.lon, abs=6e-5),
            pytest.approx(hub.at.lat, abs=6e-5),
        )
        expected = [list(hub.label_spot), hub.heavy, *hub.label] if hub.label else []
        assert label == expected
    spokes = [(a, order[b], DASHES[c], bool(d)) for a, b, c, d in groups(content["s"], 4)]
    assert spokes == [(x.hub, x.code, x.dash, x.arrow) for x in picture.spokes]
    nodes = [(order[a], b, tuple(colours[i] for i in ring)) for a, b, *ring in content["d"]]
    assert nodes == [(x.code, x.host_of, x.colours) for x in picture.nodes]
    labels = [(order[a], WEIGHTS[b]) for a, b in groups(content["w"], 2)]
    assert labels == [(x.code, x.weight) for x in picture.labels]
    assert content["all"] == len(picture.legend)
    assert len(content["r"]) == min(rows, len(picture.legend))
    for sent, row in zip(content["r"], picture.legend, strict=False):
        key, number, shape, colour, dash, mark, title, detail, *flags = sent
        assert (key, number, mark, title, detail) == (
            row.agreement,
            row.number,
            row.mark,
            row.title,
            row.detail,
        )
        assert (SHAPES[shape], colours[colour], DASHES[dash]) == (row.shape, row.colour, row.dash)
        assert tuple(flags) == row.flags
    keys = [(a, colours[b], c, colours[d] if d >= 0 else "") for a, b, c, d in content["q"]]
    assert keys == [(x.sign, x.colour, x.text, x.second) for x in picture.keys]


@cache
def numbering() -> list[str]:
    """Return the order of the municipalities in the file that the map fetches."""
    sent = json.loads(base_data(GROUND, places(REGISTER), words()))
    return [node[0] for node in sent["nodes"]]


@pytest.mark.parametrize("query", FOCUSED[::3] + FILTERS, ids=to_string)
def test_the_message_says_what_the_picture_holds(query: Query) -> None:
    view = built(query)
    assert view.picture is not None
    rows = limit("list_rows")
    content = decoded(to_base64(encode(view.picture, ORDER, rows)))
    check(view.picture, content, numbering(), rows)


@settings(deadline=None)
@given(st.integers(0, 400))
def test_the_list_is_cut_and_says_how_long_it_was(rows: int) -> None:
    picture = built(Query(par=0)).picture
    assert picture is not None
    content = encode(picture, ORDER, rows)
    assert content["all"] == len(picture.legend)
    assert [row[0] for row in content["r"]] == [x.agreement for x in picture.legend[:rows]]


# --- the file that the map fetches once ----------------------------------------------------


def test_the_ground_holds_areas_and_municipalities() -> None:
    sent = json.loads(base_data(GROUND, places(REGISTER), {"list": "Samarbeid ({n})"}))
    assert sent["words"] == {"list": "Samarbeid ({n})"}
    assert sent["frame"] == list(COUNTY_FRAME)
    assert [area[0] for area in sent["areas"]] == list(GROUND.codes)
    assert sum(area[2] for area in sent["areas"]) == 27
    for _code, _name, _inside, geometry in sent["areas"]:
        assert geometry["type"] in ("Polygon", "MultiPolygon")
    for node, (code, m) in zip(sent["nodes"], REGISTER.municipality_by_code.items(), strict=True):
        where = spot(code)
        assert node[:5] == [code, m.name, m.lon, m.lat, int(m.in_county)]
        assert node[5:] == [where.dx, where.dy, where.anchor, int(where.leader)]


def test_without_boundaries_the_ground_has_points_only() -> None:
    sent = json.loads(base_data(None, places(REGISTER), {}))
    assert sent["areas"] == []
    assert len(sent["nodes"]) == len(REGISTER.municipality_by_code)


# --- size ----------------------------------------------------------------------------------


def real_filters() -> Iterator[Query]:
    yield from FILTERS
    for region in sorted({region_slug(m.region) for m in REGISTER.municipality_by_code.values()}):
        yield Query(region=(region,))
        for confidence in "ABC":
            yield Query(region=(region,), sikkerhet=(confidence,))
    for code in REGISTER.county_codes:
        for status in ("aktiv", "under-utvikling", "avsluttet", "ukjent"):
            yield Query(kommune=(code,), status=(status,))
    for code in REGISTER.service_by_code:
        yield Query(tjeneste=(code,), avsluttet=True, deler=True)
    for form in REGISTER.form_by_code:
        yield Query(form=(form,), region=("nordmore",))


MOST = 13 * 1024


def sizes(queries: Iterable[Query]) -> dict[str, int]:
    return {to_string(query): len(to_base64(shown(query))) for query in queries}


def test_a_filter_that_leaves_up_to_25_agreements_sends_at_most_13_kb(
    record_property: Any,
) -> None:
    some = [q for q in real_filters() if 1 <= len(kart.selected(REGISTER, q).drawn) <= 25]
    found = sizes(some)
    assert len(found) > 150
    largest = max(found, key=lambda link: found[link])
    record_property("largest message of a filter", f"{found[largest]} bytes: {largest}")
    assert {link: n for link, n in found.items() if n > MOST} == {}


def test_a_click_on_one_agreement_sends_at_most_13_kb(record_property: Any) -> None:
    found = sizes(FOCUSED)
    largest = max(found, key=lambda link: found[link])
    record_property("largest message of one agreement", f"{found[largest]} bytes: {largest}")
    assert {link: n for link, n in found.items() if n > MOST} == {}


@settings(deadline=None, max_examples=40)
@given(
    st.lists(
        st.sampled_from([r.id for r in REGISTER.agreement_records if r.members]),
        min_size=2,
        max_size=25,
        unique=True,
    )
)
def test_any_25_agreements_send_at_most_13_kb(ids: list[str]) -> None:
    assert len(to_base64(shown(Query(avtale=tuple(ids))))) <= MOST
