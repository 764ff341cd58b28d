"""The fast set tries fewer examples and passes over long files; the whole set loses nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fast

HERE = Path(__file__).parent
MANY, FEW = 60, 5
counts = {"many": 0, "few": 0, "by default": 0}


class TestProperties:
    @settings(max_examples=MANY, database=None)
    @given(st.integers())
    def test_one_that_asks_for_many(self, number: int) -> None:
        counts["many"] += 1
        assert isinstance(number, int)

    @settings(max_examples=FEW, database=None)
    @given(st.integers())
    def test_one_that_asks_for_few(self, number: int) -> None:
        counts["few"] += 1
        assert isinstance(number, int)

    @given(st.integers())
    def test_one_that_does_not_ask(self, number: int) -> None:
        counts["by default"] += 1
        assert isinstance(number, int)

    def test_how_many_were_tried(self, pytestconfig: pytest.Config) -> None:
        if not all(counts.values()):
            pytest.skip("the properties above were not chosen")
        least = fast.MOST_EXAMPLES if fast.is_fast(pytestconfig) else MANY
        assert least <= counts["many"] <= least + 1
        assert counts["few"] <= FEW + 1
        assert (counts["by default"] <= least + 1) == fast.is_fast(pytestconfig)


def test_files_of_long_tests_alone_are_known_by_their_mark() -> None:
    long = {file.name for file in HERE.rglob("test_*.py") if fast.all_long(file)}
    assert {"test_fuzz.py", "test_kills.py", "test_damage.py"} <= long
    assert not long & {"test_fast.py", "test_writing.py", "test_kart.py", "test_run.py"}
