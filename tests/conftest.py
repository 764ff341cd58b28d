"""What all tests share."""

import os
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from tests import fast

# The store of whoever works here is never touched: each process of tests has its own.
os.environ["SAMARBEIDSKART_VAR"] = tempfile.mkdtemp(prefix="samarbeidskart-test-")
for name in ("SAMARBEIDSKART_DATA", "DATABASE_URL"):
    os.environ.pop(name, None)

# Some machines are told to keep no bytecode. Then every worker, and every app that a test starts,
# compiles all of it anew, which takes longer than most of the tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A server looks once through all that is installed for components. To Streamlit every AppTest is a
# server, and looking took longer than most of the pages; what is installed stays while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

# The machines are shared and noisy: a slow moment is no fault of what is tested.
settings.register_profile("shared-machine", deadline=None)
settings.register_profile(fast.PROFILE, deadline=None, max_examples=fast.MOST_EXAMPLES)
settings.load_profile("shared-machine")


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer made-up examples in the fast set."""
    if fast.is_fast(config):
        settings.load_profile(fast.PROFILE)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Pass over the files of long tests in the fast set: importing them is work too."""
    return True if fast.is_fast(config) and fast.all_long(collection_path) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Hold the properties that ask for many examples to those of the fast set."""
    if fast.is_fast(config):
        for item in items:
            fast.fewer_examples(getattr(item, "obj", None))
