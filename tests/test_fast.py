"""The fast set tries fewer examples and passes over long files; the whole set loses nothing."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import fast

HERE = Path(__file__).parent
MANY, FEW = 60, 5


@pytest.mark.parametrize(("asked", "tried"), [(MANY, fast.MOST_EXAMPLES), (FEW, FEW)])
def test_a_property_is_held_to_the_examples_of_the_fast_set(asked: int, tried: int) -> None:
    seen: list[int] = []

    @settings(max_examples=asked, database=None)
    @given(st.integers())
    def holds(number: int) -> None:
        seen.append(number)

    fast.fewer_examples(holds)
    holds()
    # Hypothesis may try the simplest one once more.
    assert tried <= len(seen) <= tried + 1


def test_the_set_that_runs_is_the_one_that_was_asked_for(request: pytest.FixtureRequest) -> None:
    most = fast.MOST_EXAMPLES if fast.is_fast(request.config) else 100
    assert settings.default is not None
    assert settings.default.max_examples == most
    asked = {fast.examples_of(item.obj) for item in request.session.items} - {None}
    assert not fast.is_fast(request.config) or max(asked, default=0) <= most


def test_files_of_long_tests_alone_are_known_by_their_mark() -> None:
    long = {file.name for file in HERE.rglob("test_*.py") if fast.all_long(file)}
    assert {"test_fuzz.py", "test_kills.py", "test_damage.py"} <= long
    assert not long & {"test_fast.py", "test_writing.py", "test_kart.py", "test_run.py"}
