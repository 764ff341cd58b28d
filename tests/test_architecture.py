"""The rooms keep to themselves, and stay small enough to know."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = ("data", "geo", "analysis", "views")
ROOMS = (*PURE, "ui", "pages", "bench")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", [p for p in FILES if p.relative_to(ROOT).parts[0] in PURE])
def test_the_pure_rooms_know_no_streamlit(path: Path) -> None:
    assert not imported(path) & {"streamlit", "streamlit_folium"}


@pytest.mark.parametrize("path", FILES)
def test_modules_and_functions_are_small(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= (120 if path.parent.name == "pages" and path.parent.parent == ROOT else 300)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_the_front_door_is_small() -> None:
    assert len((ROOT / "app.py").read_text("utf-8").splitlines()) < 40


@pytest.mark.parametrize("path", FILES)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@pytest.mark.parametrize("path", [*FILES, ROOT / "app.py"])
def test_no_page_takes_html_or_markdown_from_data(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "unsafe_allow" not in text
    assert "st.markdown" not in text


def test_the_arrows_between_the_rooms_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
