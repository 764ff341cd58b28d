"""Scenes: values that change by making new ones, and a file that is read whole or not at all."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.limits import limit
from data.register import Register
from data.store import load
from geo import boundaries as ground
from geo.boundaries import Boundaries
from views import organisasjonsform, scenes_file
from views.presentation import all_data, directory, found_scene, stage_data, steps_of
from views.query import DEFAULT, Query, from_string
from views.scene_views import can_be_shown, scene_for, view_of, views_of
from views.scenes import PAGES, Scene, SceneSet, scene_of
from views.scenes_file import ScenesError, from_json, largest, shipped, to_json

NEIGHBOURS: dict[str, tuple[str, ...]] = {}
HOSTILE = "</script><img src=x onerror=alert(1)> {{7*7}} `${1}` :smile: $x$ **b**"


@pytest.fixture(scope="module")
def register() -> Register:
    return load()


@pytest.fixture(scope="module")
def areas() -> Boundaries:
    return ground.load()


def document(**changes: Any) -> bytes:
    found = json.loads(to_json(SceneSet("Prøve", (Scene("Én", "kart", "avtale=norbr"),))))
    found.update(changes)
    return json.dumps(found).encode()


def scene(**changes: Any) -> bytes:
    return document(scener=[{"tittel": "Én", "side": "kart", **changes}])


def refused(data: bytes) -> str:
    with pytest.raises(ScenesError) as error:
        from_json(data)
    return "\n".join(error.value.lines)


# ---- the set that comes with the app ----


def test_the_shipped_set_is_whole(register: Register, areas: Boundaries) -> None:
    found = shipped()
    assert found.title == "Samarbeid i Møre og Romsdal"
    assert 28 <= len(found.scenes) <= 36
    for each, view in views_of(found, register, areas, NEIGHBOURS):
        _query, unknown = each.query(register)
        assert unknown == (), each.title
        assert each.notes, each.title
        assert (view.picture is None) == (each.page in ("tekst", "former")), each.title
        assert view.picture is not None or view.sections or view.tables


def test_the_shipped_set_has_the_order_of_the_meeting(register: Register) -> None:
    scenes = shipped().scenes
    queries = [each.query(register)[0] for each in scenes]
    common = {s.code for s in register.service_by_code.values() if s.common}
    assert scenes[0].page == "oversikt"
    assert {q.tjeneste[0] for q in queries[1:11]} == common
    scarce = {s.code for s in register.service_by_code.values() if s.scarce}
    assert {code for q in queries[11:16] for code in q.tjeneste} == scarce
    told = [q.avtale[0] for q in queries if q.avtale]
    assert told == [
        "krisesenter-nordmore",
        "norbr",
        "ikt-orkide",
        "nibr",
        "legevakt-kristiansund",
        "legevakt-aure-smola-heim",
        "veterinaervakt-aure-smola",
        "nnbt",
        "bygdevekst",
        "rammeavtale-nordmore",
    ]
    assert len(scenes[-1].lines) == 3


def test_no_number_of_the_register_is_typed() -> None:
    """Numbers are the views' own; words may name a chapter of the law."""
    for each in shipped().scenes:
        for line in (each.title, *each.lines):
            text = line.removeprefix("# Kap. ")[2:] if line.startswith("# Kap. ") else line
            assert not any(letter.isdigit() for letter in text), line


def test_views_are_the_same_each_time(register: Register, areas: Boundaries) -> None:
    once = views_of(shipped(), register, areas, NEIGHBOURS)
    assert once == views_of(shipped(), register, areas, NEIGHBOURS)


# ---- changes ----


def test_changes_make_new_sets() -> None:
    one, two, three = (Scene(name, "tekst", lines=("x",)) for name in "abc")
    found = SceneSet("s", (one, two))
    assert found.added(three).scenes == (one, two, three)
    assert found.added(three).moved(2, 0).scenes == (three, one, two)
    assert found.moved(0, 99).scenes == (two, one)
    assert found.without(0).scenes == (two,)
    assert found.with_scene(1, three).scenes == (one, three)
    assert found.scenes == (one, two)
    full = SceneSet("s", (one,) * limit("scenes"))
    assert full.added(two) is full


def test_what_a_page_shows_becomes_a_scene(register: Register) -> None:
    query = Query(tjeneste=("legevakt",), scene=7, storskjerm=True)
    made = scene_of("kart", query, "  Legevakt " + "x" * 300)
    assert made.query(register) == (Query(tjeneste=("legevakt",)), ())
    assert len(made.title) <= limit("scene_title")
    assert not made.build_up
    assert scene_of("kart", Query(avtale=("norbr",)), "NORBR").build_up


@pytest.mark.parametrize("page", [p for p in PAGES if p not in ("tekst", "former")])
def test_every_page_can_be_a_scene(page: str, register: Register, areas: Boundaries) -> None:
    links = {
        "kommune": "kommune=1576",
        "scenario": "steg=inn.nibr.1560",
        "analyse": "",
        "avtaler": "tjeneste=havn",
    }
    each = Scene("S", page, links.get(page, "tjeneste=legevakt"))
    view = view_of(each, register, areas, NEIGHBOURS)
    assert view.title
    json.dumps(stage_data(each, view, register), allow_nan=False)


# ---- what is gone ----


def test_a_lost_agreement_is_told_of_and_the_rest_shown(
    register: Register, areas: Boundaries
) -> None:
    each = Scene("To", "kart", "avtale=norbr,borte-vekk")
    view = view_of(each, register, areas, NEIGHBOURS)
    assert view.picture is not None
    assert [hub.agreement for hub in view.picture.hubs] == ["norbr"]
    assert "borte-vekk" in view.notes[0]
    assert stage_data(each, view, register)["w"] == [view.notes[0]]


def test_where_all_is_lost_no_other_picture_is_shown(register: Register, areas: Boundaries) -> None:
    each = Scene("Én", "kart", "avtale=borte-vekk")
    view = view_of(each, register, areas, NEIGHBOURS)
    assert view.picture is None
    assert "borte-vekk" in view.lead
    assert "borte-vekk" in stage_data(each, view, register)["l"]


def test_a_lost_agreement_stays_in_the_file() -> None:
    found = SceneSet("s", (Scene("Én", "kart", "avtale=borte-vekk"),))
    assert from_json(to_json(found).encode()) == found


# ---- the file ----


def test_a_file_comes_back_as_it_was() -> None:
    assert from_json(to_json(shipped()).encode()) == shipped()
    each = Scene(HOSTILE, "kart", "sok=%3C", HOSTILE, (HOSTILE,), build_up=True)
    hostile = SceneSet(HOSTILE, (each,))
    assert from_json(to_json(hostile).encode()) == hostile


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "ikke gyldig JSON"),
        (b"{", "ikke gyldig JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b"[]", "Øverst i fila"),
        (b"{}", "ikke en presentasjon"),
        (b"[" * 100_000, "lag"),
        (document(format="samarbeidskart-scenario"), "ikke en presentasjon"),
        (document(versjon=2), "nyere utgave"),
        (document(versjon=10**30), "«versjon»"),
        (document(versjon=True), "«versjon»"),
        (document(versjon="1"), "«versjon»"),
        (document(farge="rosa"), "«farge» er ukjent"),
        (document(tittel=3), "«tittel»"),
        (document(tittel=" "), "må det stå en tekst"),
        (document(scener={}), "en liste med scener"),
        (document(scener=[3]), "Scene 1"),
        (document(scener=[{"tittel": "a"}]), "«side» mangler"),
        (document(scener=[{"tittel": "a", "side": "tekst"}] * 201), "grensen er 200"),
        (scene(farge="rosa"), "«farge» er ukjent"),
        (scene(side="trylling"), "«side»"),
        (scene(side=["kart"]), "«side»"),
        (scene(tittel="x" * 121), "grensen er 120"),
        (scene(lenke="x" * 6001), "grensen er 6000"),
        (scene(notat="a\x07b"), "styretegn"),
        (scene(tittel="a\nb"), "styretegn"),
        (scene(tittel="a\u202eb"), "styretegn"),
        (scene(bygg_opp="ja"), "«bygg_opp»"),
        (scene(linjer="x"), "«linjer»"),
        (scene(linjer=["x"] * 17), "«linjer»"),
        (scene(linjer=[None]), "en tekst"),
    ],
)
def test_a_bad_file_is_refused_in_words(data: bytes, words: str) -> None:
    assert words in refused(data)


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert "kB" in refused(b" " * (largest() + 1))
    assert len(to_json(shipped()).encode()) < largest()


def test_a_doubled_key_is_seen() -> None:
    twice = document().replace(b'"versjon": 1', b'"versjon": 1, "versjon": 1')
    assert "flere ganger" in refused(twice)


def test_values_in_a_message_are_cut_and_harmless() -> None:
    text = refused(scene(side="x" * 5000))
    assert len(text) < 1000


# ---- what the stage draws ----


def test_a_picture_builds_up(register: Register, areas: Boundaries) -> None:
    each = next(one for one in shipped().scenes if one.link == "avtale=norbr")
    view = view_of(each, register, areas, NEIGHBOURS)
    assert view.picture is not None
    members, hub, whole = steps_of(view.picture)
    assert members.areas == hub.areas == whole.areas
    assert (members.hubs, members.spokes) == ((), ())
    assert hub.spokes == whole.spokes
    assert [one.label for one in hub.hubs] == [()]
    assert whole == view.picture
    assert len(stage_data(each, view, register)["m"]) == 3
    once = replace(each, build_up=False)
    assert len(stage_data(once, view, register)["m"]) == 1


def test_the_list_of_the_stage_is_the_legend(register: Register, areas: Boundaries) -> None:
    each = Scene("Legevakt", "kart", "tjeneste=legevakt")
    view = view_of(each, register, areas, NEIGHBOURS)
    data = stage_data(each, view, register)
    assert view.picture is not None
    assert [row[6] for row in data["r"]] == [row.title for row in view.picture.legend]
    assert data["f"] == view.title.removeprefix("Legevakt: ")
    assert data["l"] == view.lead


def test_all_scenes_are_light_enough_to_send_at_once(register: Register, areas: Boundaries) -> None:
    data = all_data(shipped(), register, areas, (), "nb")
    assert len(json.dumps(data, allow_nan=False)) < 300_000
    assert all_data(shipped(), register, areas, (), "nb") is data


def test_anything_can_be_looked_up(register: Register, areas: Boundaries) -> None:
    rows = directory(register)
    assert len(rows) == len(register.municipality_by_code) + len(register.agreement_records)
    for kind, key, name, _detail in rows[:: len(rows) // 12]:
        found = found_scene(kind, key, register)
        assert found is not None
        assert found.title == name[: limit("scene_title")].strip()
        view_of(found, register, areas, NEIGHBOURS)
    assert found_scene("avtale", "borte", register) is None
    assert found_scene("rot", "norbr", register) is None


def test_a_place_in_the_link(register: Register) -> None:
    assert from_string("scene=3", register) == (DEFAULT.but(scene=3), ())
    assert from_string("scene=0", register)[0].scene == 0
    for text in ("-1", "x", "9999", "1.5"):
        query, unknown = from_string(f"scene={text}", register)
        assert query == DEFAULT
        assert [notice.key for notice in unknown] == ["scene"]


def test_the_shipped_file_is_where_it_is_looked_for() -> None:
    assert scenes_file.SHIPPED.is_file()


# ---- the pages that can be scenes ----

FORM_LINKS = (
    "",
    "form=iks,as",
    "fane=veiviser",
    "fane=veiviser&svar=a1b1c1-r",
    "fane=her",
    "fane=her&form=iks",
    "fane=innhold&form=iks&avtale=krisesenter-nordmore",
    "fane=innhold&form=avtale",
    "fane=styring",
    "fane=styring&region=nordmore",
)


@pytest.mark.parametrize("link", FORM_LINKS)
def test_each_part_of_the_page_of_forms_is_a_scene(
    link: str, register: Register, areas: Boundaries
) -> None:
    query, unread = from_string(link, register)
    assert not unread
    whole = organisasjonsform.build(register, query, areas)
    each = scene_for("organisasjonsform", query, whole.title)
    kept = from_json(to_json(SceneSet("s", (each,))).encode())
    assert kept.scenes == (each,), "the browser keeps a set as a file, and reads it strictly"
    view = view_of(each, register, areas, NEIGHBOURS)
    assert view.title == whole.title
    assert (view.picture is None) == (whole.picture is None)
    data = stage_data(each, view, register)
    json.dumps(data, allow_nan=False)
    assert data["m"] or data["s"] or data["table"], "a hall sees more than a title"


def test_the_words_of_a_forms_scene_are_those_of_the_page(
    register: Register, areas: Boundaries
) -> None:
    def told(link: str) -> str:
        query, _unread = from_string(link, register)
        each = scene_for("organisasjonsform", query, "T")
        data = stage_data(each, view_of(each, register, areas, NEIGHBOURS), register)
        return json.dumps(data, ensure_ascii=False)

    assert "Foretaksnavn" in told("fane=innhold&form=iks")
    beside = told("form=iks,as,avtale")
    assert all(name in beside for name in ("Interkommunalt selskap (IKS)", "Aksjeselskap (AS)"))
    assert "Eget rettssubjekt: ja" in beside
    assert "Eget rettssubjekt: nei" in beside
    assert '"table": null' in beside, "a table of thirty lines is no scene"
    assert "svakt organisert" in told("fane=styring")
    guided = told("fane=veiviser&svar=a1b1c1-r")
    assert re.search(r"Interkommunalt politisk råd \(IPR\) \(\+\d+\)", guided)
    assert re.search(r"Stiftelse \(−\d\)", guided)
    assert "Utelukket" in guided


def test_a_list_of_a_hall_is_short(register: Register, areas: Boundaries) -> None:
    for form in register.form_by_code:
        query = DEFAULT.but(fane="innhold", form=(form,))
        each = scene_for("organisasjonsform", query, "T")
        for section in view_of(each, register, areas, NEIGHBOURS).sections:
            assert len(section.items) <= 11


def test_only_pages_that_can_be_scenes_offer_it() -> None:
    """A page whose scene no file could hold would lose the whole presentation at the next visit."""
    root = Path(scenes_file.__file__).parent.parent
    offered = {}
    for page in (root / "pages").glob("*.py"):
        source = page.read_text("utf-8")
        for name in re.findall(r"scene_button\.show\(\s*(\"\w+\"|PAGE)", source):
            offered[name.strip('"') if name != "PAGE" else organisasjonsform.PAGE] = page.name
    assert set(offered) >= {"kart", "dekning", "kommune", "avtaler", "analyse", "scenario"}
    assert organisasjonsform.PAGE in offered
    assert all(map(can_be_shown, offered)), offered
    assert "samarbeidsjekk.py" not in offered.values()
    for page_name in offered:
        assert scene_for(page_name, DEFAULT, "T").page in PAGES


@pytest.mark.parametrize("page", ["samarbeidsjekk", "om", "rediger", "presentasjon", "tull"])
def test_other_pages_cannot_be_scenes(page: str) -> None:
    assert not can_be_shown(page)
    with pytest.raises(ValueError, match=page):
        scene_for(page, DEFAULT, "T")
