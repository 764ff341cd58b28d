"""What `python3 run.py test --fast` leaves out beside the tests that are marked as long."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import settings

PROFILE: Final = "fast"
MOST_EXAMPLES: Final = 10
"""Of made-up examples to each property; the whole set tries as many as each test asks for."""
_ALL_LONG: Final = re.compile(r"^pytestmark = pytest\.mark\.long$", re.MULTILINE)
_OWN: Final = "_hypothesis_internal_use_settings"


def is_fast(config: pytest.Config) -> bool:
    """Tell whether it is the fast set that runs; workers are given the choice of their master."""
    return bool(config.option.markexpr == "not long")


def all_long(file: Path) -> bool:
    """Tell whether a file has nothing but long tests, so that it need not be imported."""
    return file.suffix == ".py" and bool(_ALL_LONG.search(file.read_text(encoding="utf-8")))


def fewer_examples(test: Any) -> None:
    """Hold a property to the examples of the fast set, also where it asks for more itself.

    A profile cannot do that: what stands in `@settings` goes before it.
    """
    if (examples_of(test) or 0) > MOST_EXAMPLES:
        function = getattr(test, "__func__", test)
        setattr(function, _OWN, settings(getattr(function, _OWN), max_examples=MOST_EXAMPLES))


def examples_of(test: Any) -> int | None:
    """Return how many examples a property asks for itself, None where it does not."""
    own = getattr(getattr(test, "__func__", test), _OWN, None)
    return own.max_examples if own is not None else None
