"""Each page runs, answers its link, and says in Norwegian what it cannot read."""

import base64
import json
import re
import shutil
import zlib
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.files import SHIPPED
from geo import boundaries
from tests.pages.tabs import opened

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "</script><script>window.__x=1</script> `${window.__x=1}` '\"><img src=x onerror=alert(1)> "
    "{{7*7}} {% x {# {{lipsum.__globals__.os.mkdir('MARKER')}} \\u003cscript :smile: $x$ **b**"
)


def component(at: AppTest) -> Any:
    (found,) = [el for el in at.main if el.type == "component_instance"] or walk(at)
    return found.proto


def walk(at: AppTest) -> list[Any]:
    return [el for el in at._tree if getattr(el, "type", "") == "component_instance"]


def arguments(at: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(component(at).json_args)
    return found


def message(at: AppTest) -> dict[str, Any]:
    code = re.search(r"SK\.draw\('([A-Za-z0-9+/=]*)'\)", arguments(at)["feature_group"])
    assert code
    found: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(code.group(1))))
    return found


def html(at: AppTest) -> str:
    return " ".join(el.proto.body for el in at._tree if getattr(el, "type", "") == "html")


def test_the_front_page_has_its_numbers_doors_and_map() -> None:
    at = opened("oversikt")
    assert not at.exception
    assert len(at.selectbox) == 3
    assert "samarbeid" in html(at)
    assert message(at)["k"] == "pairs"


def test_a_link_sets_widgets_and_picture() -> None:
    at = opened(tjeneste="legevakt", kommune="1576,1573", modus="og", avsluttet="ja")
    assert not at.exception
    assert at.multiselect(key="f_tjeneste").value == ["legevakt"]
    assert at.multiselect(key="f_kommune").value == ["1576", "1573"]
    assert at.toggle(key="f_avsluttet").value is True
    assert message(at)["t"].startswith("Legevakt: ")


def test_a_widget_changes_link_and_picture_but_never_the_base_map() -> None:
    at = opened(tjeneste="legevakt")
    first, ids = message(at)["t"], {component(at).id}
    base = arguments(at)["script"]
    for service in ("brann", "ikt", "havn"):
        at.multiselect(key="f_tjeneste").set_value([service]).run()
        assert not at.exception
        assert at.query_params["tjeneste"] in (service, [service])
        assert message(at)["t"] != first
        assert arguments(at)["script"] == base
        ids.add(component(at).id)
    assert len(ids) == 1
    assert len(base) < 5000


def test_nothing_is_fetched_from_outside() -> None:
    found = arguments(opened(tjeneste="legevakt"))
    for address in (*found["js_links"], *found["css_links"]):
        assert address.startswith("../"), address
    assert "http" not in found["script"] + found["feature_group"] + (found["html"] or "")


def test_an_unknown_key_and_value_are_told_of() -> None:
    at = opened(farge="rosa", tjeneste="trylling")
    assert not at.exception
    assert "farge" in html(at)
    assert "trylling" in html(at)


def test_two_readers_do_not_see_each_other() -> None:
    one, other = opened(tjeneste="legevakt"), opened(tjeneste="brann")
    one.run()
    assert message(one)["t"].startswith("Legevakt")
    assert message(other)["t"].startswith("Brann")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = tmp_path / "register"
    shutil.copytree(SHIPPED, target)
    monkeypatch.setenv("SAMARBEIDSKART_DATA", str(target))
    return target


def test_hostile_text_runs_nothing_on_the_server(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "pwned"
    text = HOSTILE.replace("MARKER", str(marker))
    cells = ["vond", text, "", "", "legevakt", "avtale", "", "", "1573|1576", "nei", text]
    cells += ["aktiv", "", "", "", text, text, "", "2025", "A", text]
    with (folder / "avtaler.csv").open("a", encoding="utf-8", newline="") as file:
        file.write(";".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\r\n")
    for name in ("tjenester", "kommuner"):
        file = folder / f"{name}.csv"
        old = {"tjenester": ";Legevakt;", "kommuner": ";Aure;"}[name]
        quoted = ';"' + text.replace('"', '""') + '";'
        file.write_text(
            file.read_text("utf-8-sig").replace(old, quoted, 1), encoding="utf-8-sig", newline=""
        )
    monkeypatch.chdir(ROOT)
    for link in ({"avtale": "vond"}, {"tjeneste": "legevakt"}, {"sok": "lipsum"}, {}):
        at = opened(**link)
        assert not at.exception
        assert "lipsum" not in component(at).json_args
    assert message(opened(avtale="vond"))["card"]["t"] == text
    assert not marker.exists()
    assert not opened("oversikt").exception


@pytest.mark.parametrize("name", ["avtaler", "alene", "kommuneendringer"])
def test_a_damaged_list_is_told_of_and_the_rest_works(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").write_bytes(b"\x00\xff tull")
    at = opened(tjeneste="legevakt")
    assert not at.exception
    assert f"{name}.csv" in html(at)
    assert "python3 run.py check" in html(at)
    assert message(at)["t"].startswith("Legevakt")


def test_without_a_vocabulary_the_page_says_so_and_ends(folder: Path) -> None:
    (folder / "kommuner.csv").unlink()
    for page in ("oversikt", "kart"):
        at = opened(page)
        assert not at.exception
        assert "kommuner.csv" in html(at)


def test_without_boundaries_the_list_still_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "municipalities.geojson"
    file.write_text("{", encoding="utf-8")
    monkeypatch.setattr(boundaries, "BOUNDARIES", file)
    at = opened(tjeneste="legevakt")
    assert not at.exception
    assert "municipalities.geojson" in html(at)
    assert len(message(at)["r"]) == 8


def test_the_settings_are_safe_and_fast() -> None:
    assert st.get_option("runner.postScriptGC") is False
    assert st.get_option("browser.gatherUsageStats") is False
    assert st.get_option("client.showErrorDetails") == "none"
    assert st.get_option("server.maxUploadSize") == 5
    assert st.get_option("server.enableStaticServing") is False
