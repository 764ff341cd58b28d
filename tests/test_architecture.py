"""The rooms keep to themselves, and stay small enough to know."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PURE = ("data", "geo", "analysis", "views", "export")
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


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("data/stray.py", "import views.words"),
        ("geo/stray.py", "from analysis import partners"),
        ("analysis/stray.py", "from geo import style"),
        ("analysis/stray.py", "import streamlit"),
        ("views/stray.py", "from ui import text"),
        ("geo/stray.py", "from streamlit_folium import st_folium"),
    ],
)
def test_an_arrow_the_wrong_way_is_found(file: str, line: str, tmp_path: Path) -> None:
    """The guard itself works: one stray import breaks a contract."""
    for room in (*PURE, "ui"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=lambda _folder, names: [
            name for name in names if "." in name and not name.endswith(".py")
        ])  # fmt: skip
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / file).write_text(line + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout[-2000:]
    assert "BROKEN" in done.stdout


def test_only_the_front_door_the_pages_and_ui_know_streamlit() -> None:
    knowing = {
        path.relative_to(ROOT).parts[0]
        for path in [*FILES, ROOT / "app.py", ROOT / "run.py"]
        if imported(path) & {"streamlit", "streamlit_folium"}
    }
    assert knowing <= {"app.py", "pages", "ui", "bench"}


def test_nobody_imports_a_page() -> None:
    for path in [*FILES, ROOT / "app.py"]:
        assert "pages" not in imported(path), path


# --- words ---------------------------------------------------------------------------------

SHOWN = [path for path in FILES if path.relative_to(ROOT).parts[0] in ("ui", "views", "pages")]
NORWEGIAN = re.compile(
    r"[æøåÆØÅ]|\b(og|eller|ikke|med|som|til|fra|uten|samarbeid|kommuner?|avtaler?|kilde)\b"
)
# Titles of the examples: translated where they are shown.
TABLES = {"_EXAMPLES"}


def is_call_of(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names


def spoken(module: ast.Module) -> Iterator[ast.Constant]:
    """Give each text that is neither a docstring, nor translated, nor in a named table."""
    passed: set[int] = set()
    for node in ast.walk(module):
        translated = is_call_of(node, "_", "ngettext", "mark")
        table = isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") in TABLES
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if translated or table or docstring:
            passed |= {id(part) for part in ast.walk(node)}
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed
        ):
            yield node


@pytest.mark.parametrize("path", SHOWN)
def test_every_sentence_on_a_page_can_be_translated(path: Path) -> None:
    found = [
        (node.lineno, node.value)
        for node in spoken(tree(path))
        # A word alone may be a key of the register; letters alone are a table of letters.
        if len(node.value) > 2 and NORWEGIAN.search(node.value) and " " in node.value.strip()
    ]
    assert found == []


@pytest.mark.parametrize("path", [*SHOWN, *(ROOT / "data").glob("*.py")])
def test_what_is_translated_is_a_text_and_not_put_together_before(path: Path) -> None:
    """A catalogue has the text as it stands in the source, so it must stand there whole."""
    for node in ast.walk(tree(path)):
        if is_call_of(node, "_", "ngettext", "mark"):
            assert isinstance(node, ast.Call)
            for argument in node.args[:2] if is_call_of(node, "ngettext") else node.args[:1]:
                assert isinstance(argument, ast.Constant | ast.Name), (path, node.lineno)


def test_the_search_for_sentences_finds_one() -> None:
    module = ast.parse('"""Om kart og data."""\nx = "kart og data"\ny = _("kart og data")\n')
    assert [node.lineno for node in spoken(module)] == [2]
