"""A presentation: scenes in order, each a page of the app, a Query in link form, and words.

A scene keeps the link as it was written, so that a set can be saved again without loss although
an agreement of it is gone. Everything here is a value: each change gives a new set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from data.language import mark
from data.limits import limit
from data.register import Register
from views.query import DEFAULT, Notice, Query, from_string, to_string

TEXT: Final = "tekst"
FORMS: Final = "former"
# What a scene can show: the pages of the app by the names of their addresses, own words alone,
# and the forms of cooperation by who steers them. Each with its name for people.
PAGES: Final[Mapping[str, str]] = {
    "oversikt": mark("Oversikt"),
    "kart": mark("Kart"),
    "dekning": mark("Dekning"),
    "kommune": mark("Kommune"),
    "avtaler": mark("Avtaler"),
    "analyse": mark("Analyse"),
    "scenario": mark("Scenario"),
    TEXT: mark("Tekst"),
    FORMS: mark("Organisasjonsformer"),
}
HEADING: Final = "# "


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene.

    Attributes
    ----------
    title
        What the hall reads first.
    page
        One of `PAGES`.
    link
        The Query in the form of a link, without the question mark.
    notes
        What only the speaker reads.
    lines
        Words of its own; one that begins with «# » is a heading of those below it.
    build_up
        Whether members, hub and label come one after the other.
    """

    title: str
    page: str
    link: str = ""
    notes: str = ""
    lines: tuple[str, ...] = ()
    build_up: bool = False

    def query(self, register: Register) -> tuple[Query, tuple[Notice, ...]]:
        """Return what the scene asks for, and what of it this register does not know."""
        return from_string(self.link, register)


@dataclass(frozen=True, slots=True)
class SceneSet:
    """A presentation: its name and its scenes in order."""

    title: str
    scenes: tuple[Scene, ...] = ()

    def added(self, scene: Scene) -> "SceneSet":
        """Return the set with one scene more at its end; unchanged where it is full."""
        full = len(self.scenes) >= limit("scenes")
        return self if full else replace(self, scenes=(*self.scenes, scene))

    def without(self, index: int) -> "SceneSet":
        """Return the set without one scene."""
        return replace(self, scenes=self.scenes[:index] + self.scenes[index + 1 :])

    def moved(self, index: int, to: int) -> "SceneSet":
        """Return the set with one scene at another place; places beyond the ends are the ends."""
        scenes = list(self.scenes)
        scene = scenes.pop(index)
        scenes.insert(max(0, min(to, len(scenes))), scene)
        return replace(self, scenes=tuple(scenes))

    def with_scene(self, index: int, scene: Scene) -> "SceneSet":
        """Return the set with another scene in the place of one."""
        return replace(self, scenes=(*self.scenes[:index], scene, *self.scenes[index + 1 :]))


def scene_of(page: str, query: Query, title: str) -> Scene:
    """Return what a page shows as a scene; language and screen are the hall's own matter."""
    asked = query.but(scene=DEFAULT.scene, storskjerm=False, sprak=DEFAULT.sprak)
    alone = page == "kart" and len(query.avtale) == 1
    return Scene(title[: limit("scene_title")].strip(), page, to_string(asked), build_up=alone)
