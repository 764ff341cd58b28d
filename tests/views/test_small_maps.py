"""Small multiples: one map for each agreement that names a municipality, drawn of numbers alone."""

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from data import files, store
from geo import boundaries
from views import kart
from views.query import Query
from views.small_maps import small_maps

REGISTER = store.load(files.SHIPPED)
AREAS = boundaries.load()


@pytest.mark.parametrize(
    "query", [Query(tjeneste=("ikt",)), Query(kommune=("1576",)), Query(form=("iks",))]
)
def test_each_agreement_with_members_has_a_map_in_the_order_of_the_list(query: Query) -> None:
    view = kart.build(REGISTER, query, AREAS)
    assert view.picture is not None
    found = small_maps(view, REGISTER, AREAS)
    county = set(REGISTER.county_codes)
    named = [
        row.title
        for row in view.picture.legend
        if county & set(REGISTER.agreement(row.agreement).members)
    ]
    assert [one.title for one in found] == named
    for one in found:
        root = ET.fromstring(one.svg)  # noqa: S314 (our own)
        assert {el.tag.split("}")[1] for el in root.iter()} == {"svg", "rect", "path"}
        assert len(one.svg) < 24_000


def test_the_alternative_text_names_the_members_of_the_county() -> None:
    view = kart.build(REGISTER, Query(tjeneste=("legevakt",)), AREAS)
    (one,) = [m for m in small_maps(view, REGISTER, AREAS) if "Aure–Smøla–Heim" in m.title]
    assert one.alt.endswith(": Smøla, Aure")
    assert one.link.startswith("kart?avtale=")


def test_a_bigger_membership_fills_more() -> None:
    view = kart.build(REGISTER, Query(form=("iks",)), AREAS)
    found = small_maps(view, REGISTER, AREAS)
    sizes = sorted((one.alt.count(","), len(one.svg)) for one in found)
    assert sizes[0][1] < sizes[-1][1]


def test_without_boundaries_or_picture_there_are_none() -> None:
    view = kart.build(REGISTER, Query(), AREAS)
    assert small_maps(view, REGISTER, None) == ()
    assert small_maps(replace(view, picture=None), REGISTER, AREAS) == ()
