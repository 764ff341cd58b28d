"""The real agreements are drawn as what they are, and every picture holds together."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import cells
from data import store
from geo import boundaries
from geo.picture import Picture
from views import kart
from views.kart import selected
from views.pictures.signs import spots
from views.query import Query

REGISTER = store.load()
GROUND = boundaries.load()
DRAWN = [row.id for row in REGISTER.agreement_records if row.members]


def picture(**fields: object) -> Picture:
    view = kart.build(REGISTER, Query(**fields), GROUND)  # type: ignore[arg-type]
    assert view.picture is not None
    return view.picture


@pytest.mark.parametrize(
    ("key", "shape", "dash", "arrows"),
    [
        ("legevakt-aure-smola-heim", "hollow", "dashed", False),
        ("veterinaervakt-aure-smola", "hollow", "dashed", False),
        ("krisesenter-nordmore", "diamond", "solid", False),
        ("norbr", "diamond", "solid", False),
        ("nibr", "square", "solid", True),
        ("ikt-orkide", "square", "solid", True),
        ("nnbt", "diamond", "solid", False),
        ("bygdevekst", "hollow", "dashed", False),
        ("rammeavtale-nordmore", "hollow", "dashed", False),
        ("rammeavtale-nordmore-prosjekt", "hollow", "dotted", False),
    ],
)
def test_one_agreement_is_drawn_as_what_it_is(
    key: str, shape: str, dash: str, arrows: bool
) -> None:
    row, drawn = REGISTER.agreement(key), picture(avtale=(key,))
    assert drawn.kind == "one"
    (hub,) = drawn.hubs
    assert hub.shape == shape
    assert {spoke.dash for spoke in drawn.spokes} == {dash}
    assert {spoke.arrow for spoke in drawn.spokes} == {arrows}
    ends = {spoke.code for spoke in drawn.spokes}
    assert ends == set(row.members) - ({row.host} if shape == "square" else set())
    assert {area.code for area in drawn.areas} == set(row.members) & set(GROUND.codes)
    assert row.name.split()[0] in hub.label[0]


def test_heim_is_drawn_on_its_own_ground() -> None:
    drawn = picture(avtale=("legevakt-aure-smola-heim",))
    assert "5055" in {area.code for area in drawn.areas}
    assert "5055" not in REGISTER.county_codes
    assert any("Helse Møre og Romsdal HF" in line for line in drawn.hubs[0].label)


def test_an_incomplete_list_of_members_is_marked() -> None:
    view = kart.build(REGISTER, Query(avtale=("krisesenter-molde",)), GROUND)
    assert view.picture is not None
    assert view.card is not None
    assert "bare Molde er navngitt" in view.picture.hubs[0].label
    assert any("Bare Molde er navngitt" in i.text for line in view.card.lines for i in line.items)


def test_parts_are_one_hub_and_three_on_request() -> None:
    parts = {"legevaktsentral-sore-sunnmore", "legevakt-sore-sunnmore-natt", "legevakt-volda-orsta"}
    folded = {hub.agreement for hub in picture(tjeneste=("legevakt",)).hubs}
    unfolded = {hub.agreement for hub in picture(tjeneste=("legevakt",), deler=True).hubs}
    assert folded & parts == {"legevaktsentral-sore-sunnmore"}
    assert parts <= unfolded


@pytest.mark.parametrize("service", list(REGISTER.service_by_code))
def test_areas_of_a_service_agree_with_its_cells(service: str) -> None:
    drawn = picture(tjeneste=(service,))
    ids = {row.id for row in selected(REGISTER, Query(tjeneste=(service,))).rows}
    table = cells(REGISTER, service, Query(tjeneste=(service,)), ids)
    areas = {area.code: area for area in drawn.areas}
    drawn_rows = selected(REGISTER, Query(tjeneste=(service,))).drawn
    count = Counter(code for row in drawn_rows for code in row.members)
    for code, cell in table.items():
        if cell.standing in ("med", "svakt"):
            assert areas[code].pattern == ("hatch" if count[code] > 1 else "plain")
            assert bool(areas[code].note) == (cell.standing == "svakt")
        elif cell.standing == "alene":
            assert areas[code].pattern == "alone"
        elif cell.standing == "ikke-registrert":
            assert areas[code].pattern == "dots"
        else:
            assert code not in areas


def expected_kind(count: int) -> str:
    if count < 2:
        return "one" if count else "county"
    return "few" if count <= 8 else "many" if count <= 25 else "pairs"


@settings(max_examples=60)
@given(st.sets(st.sampled_from(DRAWN), min_size=2, max_size=40))
def test_every_picture_holds_together(ids: set[str]) -> None:
    drawn = picture(avtale=tuple(sorted(ids)))
    rows = {key: REGISTER.agreement(key) for key in ids}
    assert drawn.kind == expected_kind(len(ids))
    assert [row.number for row in drawn.legend] == list(range(1, len(ids) + 1))
    codes = set(REGISTER.municipality_by_code)
    assert {x.code for x in (*drawn.areas, *drawn.nodes, *drawn.labels, *drawn.spokes)} <= codes
    if drawn.kind == "pairs":
        assert len(drawn.pairs) <= 40
        return
    assert {hub.agreement for hub in drawn.hubs} == ids
    hosts = sum(hub.shape == "square" for hub in drawn.hubs)
    assert len(drawn.spokes) == sum(len(row.members) for row in rows.values()) - hosts
    assert drawn == picture(avtale=tuple(sorted(ids, reverse=True)))


@given(st.sampled_from(DRAWN), st.sets(st.sampled_from(DRAWN), min_size=1, max_size=20))
def test_a_hub_does_not_move_when_the_filter_changes(key: str, others: set[str]) -> None:
    places = {(h.at, h.dx, h.dy) for group in (others | {key, "norbr"}, {key, "nibr", "norbr"})
              for h in picture(avtale=tuple(sorted(group))).hubs if h.agreement == key}  # fmt: skip
    spot = spots(REGISTER)[key]
    assert places == {(spot.at, spot.dx, spot.dy)}


def test_the_picture_of_everything_says_what_it_leaves_out() -> None:
    view = kart.build(REGISTER, Query(par=60), GROUND)
    assert view.picture is not None
    pairs = {
        (a, b)
        for row in selected(REGISTER, Query()).rows
        for a in row.members
        for b in row.members
        if a < b
    }
    assert len(view.picture.pairs) == 60
    assert f"60 av {len(pairs)} kommunepar" in " ".join(view.notes)
