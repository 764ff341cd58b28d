"""The page of the presentation: the stage, the list, and what a browser may send."""

import contextlib
import json
from typing import Any

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from data.store import load
from tests.pages.tabs import opened, tab
from tests.pages.test_pages import html
from ui.presenter import arranging, keeping, stage
from views.scenes import Scene, SceneSet
from views.scenes_file import shipped, to_json

TWO = SceneSet(
    "To", (Scene("Én", "kart", "tjeneste=havn"), Scene("<b>To</b>", "tekst", lines=("x",)))
)


def page(scenes: SceneSet | None = TWO, **link: str) -> AppTest:
    at = tab("presentasjon")
    if scenes is not None:
        at.session_state["sk_scenes"] = scenes
    for key, value in link.items():
        at.query_params[key] = value
    return at.run()


def components(at: AppTest) -> dict[str, Any]:
    """Return what each component of ours was given, by name."""
    found = {}
    for element in at._tree:
        proto = getattr(element, "proto", None)
        if type(proto).__name__ == "BidiComponent":
            found[proto.component_name.removeprefix("samarbeidskart_")] = json.loads(proto.json)
    return found


class Told:
    """Stands for what a component told."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A session without a server, as the callbacks see it."""
    kept: dict[str, Any] = {"sk_scenes": TWO}
    monkeypatch.setattr("streamlit.session_state", kept)
    return kept


# ---- which of the two is shown ----


def test_it_opens_on_the_first_scene() -> None:
    at = page()
    assert not at.exception
    data = components(at)["stage"]
    assert data["at"] == 1
    assert [scene["t"] for scene in data["scenes"]] == ["Én", "<b>To</b>"]
    assert "sk-title" not in html(at)


@pytest.mark.parametrize(("scene", "at"), [("2", 2), ("99", 2)])
def test_the_link_holds_the_place(scene: str, at: int) -> None:
    found = page(scene=scene)
    assert components(found)["stage"]["at"] == at
    assert found.query_params["scene"] in (scene, [scene])


def test_scene_nought_is_the_list() -> None:
    at = page(scene="0")
    assert not at.exception
    data = components(at)
    assert "stage" not in data
    assert [row[0] for row in data["scenes"]["rows"]] == ["Én", "<b>To</b>"]
    assert "2 scener" in html(at)


def test_an_empty_set_shows_the_list() -> None:
    assert "stage" not in components(page(SceneSet("Tom")))


def test_the_filters_of_other_pages_have_no_place_in_the_link() -> None:
    at = opened(tjeneste="legevakt")
    at.session_state["sk_scenes"] = TWO
    at.switch_page("pages/presentasjon.py").run()
    assert "tjeneste" not in at.query_params
    at.switch_page("pages/kart.py").run()
    assert at.multiselect(key="f_tjeneste").value == ["legevakt"]


def test_the_browser_is_asked_first_what_it_kept() -> None:
    at = page(scenes=None)
    assert not at.exception
    data = components(at)
    assert data["keeper"] == {"ask": True, "text": ""}
    assert "stage" not in data


def test_a_set_of_ones_own_is_kept_and_the_shipped_one_is_not() -> None:
    assert json.loads(components(page())["keeper"]["text"])["tittel"] == "To"
    assert components(page(shipped()))["keeper"]["text"] == ""


# ---- adding, where one works ----


def test_every_view_can_be_added() -> None:
    for name, link in {
        "kart": {"tjeneste": "havn"},
        "dekning": {},
        "kommune": {"kommune": "1576"},
        "avtaler": {"avtale": "norbr"},
        "analyse": {},
        "scenario": {"steg": "inn.nibr.1560"},
    }.items():
        at = opened(name, **link)
        at.session_state["sk_scenes"] = TWO
        at.button(key="scene_add").click().run()
        assert not at.exception
        *first, last = at.session_state["sk_scenes"].scenes
        assert tuple(first) == TWO.scenes
        assert last.page == ("kart" if name == "avtaler" else name)
        assert all(f"{key}={value}" in last.link for key, value in link.items())
        assert last.title


def test_what_is_added_before_the_browser_has_told_is_added_to_what_it_kept(
    state: dict[str, Any],
) -> None:
    state.pop("sk_scenes")
    keeping.add(Scene("Ny", "kart"))
    assert not keeping.known()
    state["keeper"] = Told(told=to_json(TWO))
    keeping._told()
    assert [scene.title for scene in keeping.current().scenes] == ["Én", "<b>To</b>", "Ny"]


@pytest.mark.parametrize("told", [None, 3, "", "{", "x" * 10_000_000])
def test_a_browser_that_tells_nonsense_gets_the_shipped_set(
    told: object, state: dict[str, Any]
) -> None:
    state.pop("sk_scenes")
    state["keeper"] = Told(told=told)
    keeping._told()
    assert keeping.current() == shipped()


# ---- arranging ----


def ask(state: dict[str, Any], *changes: dict[str, Any], **change: object) -> SceneSet:
    number = state.get("sk_scenes_heard", {"last": 0})["last"] + 1
    told = changes or [{"n": number, **change}]
    state["scene_list"] = Told(change=json.dumps(told))
    arranging._answer(load())
    return keeping.current()


class Broken(dict[str, Any]):
    """A state in which Streamlit breaks off at one of the moments when it may: any of its uses."""

    def __init__(self, moment: int, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.left = moment

    def _use(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise InterruptedError

    def get(self, key: str, default: Any = None) -> Any:
        self._use()
        return super().get(key, default)

    def __setitem__(self, key: str, value: Any) -> None:
        self._use()
        super().__setitem__(key, value)


def test_what_is_broken_off_is_done_once_when_it_is_sent_again(
    state: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = [
        {"n": 7, "at": 0, "what": "title", "value": "Ny"},
        {"n": 8, "at": 0, "what": "move", "value": 1},
    ]
    for moment in range(1, 60):
        broken = Broken(moment, dict(state))
        monkeypatch.setattr(streamlit, "session_state", broken)
        broken |= {"scene_list": Told(change=json.dumps(changes))}
        with contextlib.suppress(InterruptedError):
            arranging._answer(load())
        again = broken.left <= 0
        broken.left = 0
        ask(broken, *changes)
        assert [s.title for s in keeping.current().scenes] == ["<b>To</b>", "Ny"], moment
        keeping.undo()
        keeping.undo()
        assert keeping.current() == TWO, moment
        if not again:
            return
    pytest.fail("it was broken off every time")


def test_changes_are_taken_in_their_order_and_once(state: dict[str, Any]) -> None:
    title = {"n": 7, "at": 0, "what": "title", "value": "Ny"}
    moved = {"n": 8, "at": 0, "what": "move", "value": 1}
    assert [s.title for s in ask(state, title, moved).scenes] == ["<b>To</b>", "Ny"]
    # Sent again with the next, as their answer had not come.
    dropped = {"n": 9, "at": 0, "what": "drop"}
    assert [s.title for s in ask(state, title, moved, dropped).scenes] == ["Ny"]
    assert arranging._data(keeping.current(), load())["heard"] == 9


def test_scenes_are_moved_renamed_and_deleted_and_it_can_be_undone(state: dict[str, Any]) -> None:
    assert [s.title for s in ask(state, at=0, what="move", value=1).scenes] == ["<b>To</b>", "Én"]
    assert ask(state, at=1, what="title", value="  Ny   tittel ").scenes[1].title == "Ny tittel"
    assert ask(state, at=0, what="lines", value="# A\n\n b \n").scenes[0].lines == ("# A", "b")
    assert ask(state, at=0, what="notes", value=" n ").scenes[0].notes == "n"
    assert len(ask(state, at=0, what="drop").scenes) == 1
    for _turn in range(5):
        assert keeping.can_undo()
        keeping.undo()
    assert keeping.current() == TWO
    assert not keeping.can_undo()


@pytest.mark.parametrize(
    "change",
    [
        {"at": 9, "what": "drop"},
        {"at": -1, "what": "drop"},
        {"at": True, "what": "drop"},
        {"at": 0, "what": "move", "value": 9},
        {"at": 0, "what": "move", "value": "1"},
        {"at": 0, "what": "title", "value": ""},
        {"at": 0, "what": "title", "value": "x" * 500},
        {"at": 0, "what": "title", "value": "a\u202eb"},
        {"at": 0, "what": "page", "value": "rot"},
        {"at": 0, "what": ["drop"], "value": "x"},
    ],
)
def test_what_does_not_fit_changes_nothing(change: dict[str, Any], state: dict[str, Any]) -> None:
    assert ask(state, **change) == TWO


@pytest.mark.parametrize(
    "told",
    [
        *(None, 3, "{", "[]", "null", "[3]", "[{}]", "[" * 100_000),
        '{"n": 1, "at": 0, "what": "drop"}',
        '[{"at": 0, "what": "drop"}]',
        '[{"n": true, "at": 0, "what": "drop"}]',
        '[{"n": "1", "at": 0, "what": "drop"}]',
    ],
)
def test_what_is_no_change_is_passed_over(told: object, state: dict[str, Any]) -> None:
    state["scene_list"] = Told(change=told)
    arranging._answer(load())
    assert keeping.current() == TWO


@pytest.mark.parametrize("look", [None, "", "avtale", "avtale:borte", "rot:norbr", 3, ["x"]])
def test_what_cannot_be_looked_up_is_passed_over(look: object, state: dict[str, Any]) -> None:
    state["stage"] = Told(said={"at": 2, "look": look, "leave": False})
    stage._said(load())
    assert "sk_stage_look" not in state
    assert state["sk_query"].scene == 2


@pytest.mark.parametrize("said", [None, 3, "at", [1], {}, {"leave": 1}])
def test_what_is_no_word_of_the_stage_is_passed_over(said: object, state: dict[str, Any]) -> None:
    state["stage"] = Told(said=said)
    stage._said(load())
    assert "sk_query" not in state


@pytest.mark.parametrize(
    ("told", "scene"), [(2, 2), ("2", None), (True, None), (-1, None), (10**9, None)]
)
def test_the_place_that_the_stage_tells_is_checked(
    told: object, scene: int | None, state: dict[str, Any]
) -> None:
    state["stage"] = Told(said={"at": told, "look": "avtale:norbr", "leave": False})
    stage._said(load())
    assert state["sk_stage_look"][1:] == ("avtale", "norbr")
    assert ("sk_query" in state) == (scene is not None)
    if scene is not None:
        assert state["sk_query"].scene == scene
