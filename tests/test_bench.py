"""The benchmark's own sums, and that what it draws is what it says."""

from bench.pages import made
from bench.table import Line, median, p90, show


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
