"""The message holds the whole view: notes, ways on, and a card whose links lead where they say."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import store
from geo import boundaries
from geo.message import to_base64
from geo.picture import Point
from tests.views.test_query import QUERIES
from views import kart, oversikt
from views.query import KEYS, Query, from_string
from views.screen import message, places
from views.view import View

REGISTER = store.load()
GROUND = boundaries.load()
ORDER = list(REGISTER.municipality_by_code)
# Queries with a filter or three, so that most of them find something.
SPARSE = st.builds(
    lambda query, keys: Query(**{key: getattr(query, key) for key in keys}),
    QUERIES,
    st.sets(st.sampled_from(KEYS), max_size=3),
)


def test_places_are_those_of_the_register_in_its_order() -> None:
    found = places(REGISTER)
    assert list(found) == ORDER
    heim = REGISTER.municipality_by_code["5055"]
    assert found["5055"] == ("Heim", Point(heim.lon, heim.lat), False)
    assert sum(inside for _name, _point, inside in found.values()) == 27


def test_a_view_without_a_picture_has_no_message() -> None:
    with pytest.raises(ValueError, match="picture"):
        message(View(title="", lead="", picture=None), REGISTER, 10)


@pytest.mark.parametrize("key", [row.id for row in REGISTER.agreement_records[::4]])
def test_the_card_travels_whole(key: str) -> None:
    view = kart.build(REGISTER, Query(avtale=(key,)), GROUND)
    assert view.card is not None
    card = json.loads(json.dumps(message(view, REGISTER, 25)))["card"]
    row = REGISTER.agreement(key)
    assert (card["id"], card["t"], card["c"]) == (key, row.name, view.card.colour)
    assert [ORDER[index] for index in card["m"]] == list(row.members)
    assert card["d"] == list(view.card.doubts)
    assert [tuple(badge) for badge in card["b"]] == [tuple(badge) for badge in view.card.badges]
    assert [(label, [tuple(i) for i in items]) for label, items in card["f"]] == [
        (line.label, [tuple(item) for item in line.items]) for line in view.card.lines
    ]
    (sources,) = [items for label, items in card["f"] if label == "Kilde"]
    assert [tuple(item) for item in sources] == [tuple(source) for source in row.sources]


def test_without_a_focus_there_is_no_card() -> None:
    assert "card" not in message(kart.build(REGISTER, Query(), GROUND), REGISTER, 25)


@settings(deadline=None, max_examples=60)
@given(SPARSE | QUERIES, st.integers(0, 60))
def test_any_view_becomes_a_message_whose_links_lead_back(query: Query, rows: int) -> None:
    for ground in (GROUND, None):
        view = kart.build(REGISTER, query, ground)
        sent = message(view, REGISTER, rows)
        assert to_base64(sent)
        assert sent["n"] == list(view.notes)
        assert len(sent["r"]) == min(rows, sent["all"])
        for (title, text, link), door in zip(sent["wi"], view.widen, strict=True):
            assert (title, text) == (door.title, door.text)
            assert from_string(link, REGISTER) == (door.query, ())


def test_the_front_page_becomes_a_message() -> None:
    for ground in (GROUND, None):
        view = oversikt.build(REGISTER, Query(), ground)
        assert message(view, REGISTER, 25)["k"] == "pairs"
