"""The benchmark's own sums, and that what it draws and clicks is what it says."""

import pytest

from bench import __main__ as command
from bench.browser import PARTS, Change
from bench.filters import BUTTONS, CLOSED, OPEN, lap, title_of
from bench.pages import made
from bench.repaint import COUNTY, NATIONAL, limits
from bench.table import Line, median, p90, show
from data import store
from views import kart
from views.query import Query


def test_a_value_over_its_limit_is_short() -> None:
    assert Line("x", 2, "ratio", 1).verdict == "short"
    assert Line("x", 1, "ratio", 1).verdict == "ok"
    assert Line("x", 9, "ms").verdict == ""


def test_median_and_p90() -> None:
    assert median([3, 1, 2]) == 2
    assert p90(list(range(1, 11))) == 10
    assert p90([5]) == 5


def test_the_table_has_a_line_a_value() -> None:
    text = show([Line("first", 1.5, "ms"), Line("ratio", 0.1234, "ratio", 0.12)])
    assert text.splitlines()[1].split() == ["first", "1.5", "ms"]
    assert text.splitlines()[2].split() == ["ratio", "0.123", "ratio", "0.12", "short"]


def test_an_unknown_name_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["tull"]) == 1
    assert "repaint" in capsys.readouterr().out


def changes(ms: float, size: int) -> list[Change]:
    parts = (ms / 5,) * len(PARTS)
    return [Change(ms, size, parts), Change(ms * 3, size // 2, parts), Change(ms, size, parts)]


def test_limits_hold_medians_against_the_peers_with_our_config_and_the_largest_message() -> None:
    results = {COUNTY: changes(60, 12_000), NATIONAL: changes(90, 61_000)}
    results |= {name: changes(1000, 1) for name in ("plain county", "pydeck county")}
    results |= {name: changes(3000, 1) for name in ("plain national", "pydeck national")}
    results |= {"floor": changes(15, 1), "plain county (defaults)": changes(1, 1)}
    lines = {line.name: line for line in limits(results)}
    assert lines["ours county ÷ plain county"].value == 0.06
    assert lines["ours county ÷ floor"].value == 4
    assert lines["ours national ÷ plain national"].value == 0.03
    assert lines["ours county: most bytes a change"].value == 12
    short = {name for name, line in lines.items() if line.verdict == "short"}
    assert short == {"ours county ÷ floor", "ours national: most bytes a change"}


@pytest.mark.parametrize("query", [CLOSED, OPEN])
def test_the_clicks_go_round_selections_of_1_to_25_agreements(query: Query) -> None:
    steps = lap(query)
    assert [step.button for step in steps] == [*BUTTONS, *BUTTONS]
    assert steps[-1].shows == title_of(query)
    assert len({step.shows for step in steps}) == len(steps)
    drawn = [
        len(kart.selected(store.load(), query.but(sikkerhet=chosen)).drawn)
        for chosen in (("A",), ("A", "B"), ("C",), ())
    ]
    assert min(drawn) == 1
    assert 20 <= max(drawn) <= 25


def test_the_countys_made_picture_has_300_lines_in_each_of_four_states() -> None:
    states = [made.lines("county", state) for state in range(4)]
    assert {len(lines) for lines in states} == {300}
    assert len(set(states)) == 4
    codes = set(made.ground("county").codes)
    assert all(a in codes and b in codes and a != b for lines in states for a, b, _s in lines)


def test_the_nations_made_picture_has_356_municipalities_and_2000_lines() -> None:
    assert len(made.ground("national").codes) == 356
    picture = made.picture("national", 1)
    assert len(picture.pairs) == 2000
    assert picture.title == "S1"
