"""A scene as the stage draws it: words in the order of reading, and its maps as messages.

The browser gets all scenes at once, so that going from one to the next asks nobody.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from analysis.selection import ENDED
from data.language import _
from data.register import Register
from geo.boundaries import Boundaries
from geo.message import encode, to_base64
from geo.picture import Picture
from views.partners import Neighbours
from views.query import DEFAULT
from views.scene_views import view_of
from views.scenes import Scene, SceneSet, scene_of
from views.view import Bar, Card, Item, Table, View

_ROWS: Final = 30
_TABLE_ROWS: Final = 20
_FACTS: Final = 3


def steps_of(picture: Picture) -> tuple[Picture, ...]:
    """Return a picture of one agreement as it builds up: members, then hub, then its label."""
    hubs = tuple(replace(hub, label=()) for hub in picture.hubs)
    members = replace(picture, hubs=(), spokes=())
    return members, replace(picture, hubs=hubs), picture


def stage_data(scene: Scene, view: View, register: Register) -> dict[str, Any]:
    """Return everything of one scene that the stage draws, as plain values."""
    picture = view.picture
    words: dict[str, Any] = {
        "t": scene.title,
        "f": _figures(scene, view),
        "facts": [list(fact) for fact in view.facts[:_FACTS]],
        "s": [[part.title, [item.text for item in part.items]] for part in _parts(view)],
        "d": _fields(view.card) if view.card is not None else [],
        "b": [list(badge) for badge in view.card.badges] if view.card is not None else [],
        "l": "" if view.card is not None or view.facts else view.lead,
        "w": [],
        "n": scene.notes.splitlines(),
        "u": [*view.notes, *(view.card.doubts if view.card is not None else ())],
        "at": picture.attribution if picture is not None else "",
        "table": _table(view.tables[0]) if picture is None and view.tables else None,
        "m": [],
    }
    _query, unknown = scene.query(register)
    if unknown:
        words["w"] = list(view.notes[: len(unknown)]) if picture is not None else []
    if picture is not None:
        words.update(_drawn(scene, picture, register))
    return words


def _drawn(scene: Scene, picture: Picture, register: Register) -> dict[str, Any]:
    """Return the list, the key and the messages of a picture, one for each step of it."""
    order = {code: index for index, code in enumerate(register.municipality_by_code)}
    rows = 0 if picture.kind in ("one", "pairs") else _ROWS
    listed = encode(picture, order, rows)
    together = scene.build_up and picture.kind == "one"
    bare = {"t": "", "l": "", "n": [], "wi": [], "bare": 1, "big": 1}
    messages = [
        to_base64({**encode(step, order, 0), **bare})
        for step in (steps_of(picture) if together else (picture,))
    ]
    found = {"r": listed["r"], "q": listed["q"], "c": listed["c"], "m": messages}
    return {**found, "all": len(picture.legend) if rows else 0, "alt": picture.alt}


def _figures(scene: Scene, view: View) -> str:
    """Return the view's own title, which holds the numbers, less what the scene's title says."""
    if view.title == scene.title or view.facts:
        return ""
    name, colon, numbers = view.title.partition(": ")
    return numbers if colon and name == scene.title else view.title


def _parts(view: View) -> tuple[Any, ...]:
    """Return the sections that have a list; of a long page only the first."""
    listed = tuple(section for section in view.sections if section.items)
    return listed if view.picture is None else listed[:1]


def _fields(card: Card) -> list[list[str]]:
    """Return what a hall wants to know of one agreement: the other fields are on its page."""
    wanted = (
        _("Form"),
        _("Deltakere"),
        _("Andre deltakere"),
        _("Formål"),
        _("Varighet"),
        _("Status"),
    )
    by_label = {line.label: line for line in card.lines}
    return [
        [label, " ".join(item.text for item in by_label[label].items)]
        for label in wanted
        if label in by_label
    ]


def _table(table: Table) -> dict[str, Any]:
    rows = [[_cell(cell) for cell in row] for row in table.rows[:_TABLE_ROWS]]
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": rows,
        "note": table.note,
        "left": len(table.rows) - len(rows),
    }


def _cell(cell: str | Item | Bar) -> str | float:
    if isinstance(cell, Bar):
        return cell.value
    return cell.text if isinstance(cell, Item) else cell


@lru_cache(maxsize=8)
def all_data(
    scenes: SceneSet,
    register: Register,
    boundaries: Boundaries | None,
    near: tuple[tuple[str, tuple[str, ...]], ...],
    language: str,
) -> tuple[dict[str, Any], ...]:
    """Return what the stage draws of each scene; kept, so that a click makes nothing anew.

    `near` is the neighbours of each municipality as pairs, so that it can be a key.
    """
    neighbours = dict(near)
    return tuple(_each(scenes, register, boundaries, neighbours))


def _each(
    scenes: SceneSet, register: Register, boundaries: Boundaries | None, neighbours: Neighbours
) -> Iterator[dict[str, Any]]:
    for scene in scenes.scenes:
        view = view_of(scene, register, boundaries, neighbours)
        yield stage_data(scene, view, register)


def directory(register: Register) -> list[list[str]]:
    """Return what can be looked up on the spot: kind, key, name, and a word on what it is."""
    rows = [
        ["kommune", m.code, m.name, _("kommune i {region}").format(region=m.region or m.county)]
        for m in register.municipality_by_code.values()
    ]
    for row in register.agreement_records:
        service = register.service_by_code[row.service].name
        detail = service + (" · " + _("avsluttet") if row.status == ENDED else "")
        rows.append(["avtale", row.id, row.name, detail])
    return rows


def found_scene(kind: str, key: str, register: Register) -> Scene | None:
    """Return the scene of what was looked up, or None where the register does not have it."""
    if kind == "kommune" and key in register.municipality_by_code:
        name = register.municipality_by_code[key].name
        return scene_of("kart", DEFAULT.but(kommune=(key,)), name)
    if kind == "avtale" and key in register.agreement_by_id:
        scene = scene_of("kart", DEFAULT.but(avtale=(key,)), register.agreement(key).name)
        return replace(scene, build_up=False)
    return None
