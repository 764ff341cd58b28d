"""The malformed files, made once for each process of tests."""

from pathlib import Path

import pytest

from tests.malformed.make_files import make_all


@pytest.fixture(scope="session")
def malformed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the files 1 to 27."""
    folder = tmp_path_factory.mktemp("malformed")
    make_all(folder)
    return folder
