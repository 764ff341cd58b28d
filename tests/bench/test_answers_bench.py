"""What `bench answers` waits for is what the pages show, and its limits are the map's."""

import pytest

from bench import __main__ as command
from bench import answers
from bench.filters import PLANNER, told
from data import store
from views.query import from_string


def test_it_is_among_the_benchmarks() -> None:
    assert command.BENCHMARKS["answers"] is answers.run


def test_the_link_is_the_question() -> None:
    assert from_string(PLANNER.link, store.load()) == (PLANNER.query, ())


@pytest.mark.parametrize("page", ["dekning", "kommune", "scenario", "analyse"])
def test_the_switch_brings_something_to_wait_for_on_every_page(page: str) -> None:
    on, off = told(True)[page], told(False)[page]
    assert on.words - off.words
    assert off.words - on.words
    assert "" not in on.maps | off.maps


def test_no_page_shows_all_that_another_one_says() -> None:
    shown = told(False)
    for name, one in shown.items():
        assert not any(one.words <= other.words for key, other in shown.items() if key != name)
    assert shown["scenario"].maps
    assert shown["kommune"].maps


def test_the_limit_is_on_words_and_maps_together() -> None:
    times = {"plain": [1000.0] * 3, "filter on /x": [130.0] * 3, "filter on /x, words": [50.0] * 3}
    found = {line.name: line for line in answers.lines(times)}
    assert found["filter on /x ÷ plain rerun"].verdict == "short"
    assert "filter on /x, words ÷ plain rerun" not in found
    assert found["filter on /x, words: median"].value == 50
