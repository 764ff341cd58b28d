"""What each scene of a presentation shows: the view of its page, framed for a hall."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from data.language import _
from data.register import Register
from data.travel import Travel
from geo.boundaries import Boundaries
from geo.labels import HALL_FRAME
from geo.picture import Frame, Picture, Point
from views import analyse, dekning, kart, kommune, organisasjonsform, oversikt, scenario
from views.forms import hall as forms_in_hall
from views.matrix import covered, tally_words
from views.partners import Neighbours
from views.query import Notice, Query
from views.scenes import FORMS, HEADING, TEXT, Scene, SceneSet, scene_of
from views.view import Item, Section, View

# Degrees: how far beyond the eastern rim is still taken in (half of it to the north), and with
# what margin; to the north there is room for a name above its point.
_BEYOND: Final = 0.42
_RIM: Final = 0.14
# A page whose scenes files of presentations know under another name.
_CALLED: Final[Mapping[str, str]] = {organisasjonsform.PAGE: FORMS}
_NO_TRAVEL: Final = Travel({}, (), ())


def can_be_shown(page: str) -> bool:
    """Return whether a page of the app can be a scene."""
    return _CALLED.get(page, page) in _BUILDERS


def scene_for(page: str, query: Query, title: str) -> Scene:
    """Return what a page shows as a scene, under the name that files have for its page.

    Raises
    ------
    ValueError
        If the page cannot be a scene.
    """
    if not can_be_shown(page):
        msg = f"no scene shows the page {page!r}"
        raise ValueError(msg)
    return scene_of(_CALLED.get(page, page), query, title)


def views_of(
    scenes: SceneSet,
    register: Register,
    boundaries: Boundaries | None,
    neighbours: Neighbours,
) -> list[tuple[Scene, View]]:
    """Return each scene with its view, in order: what the stage and every file is made of."""
    return [(scene, view_of(scene, register, boundaries, neighbours)) for scene in scenes.scenes]


def view_of(
    scene: Scene, register: Register, boundaries: Boundaries | None, neighbours: Neighbours
) -> View:
    """Return the view of one scene, framed for a hall.

    What its link names and the register does not have is told of in the first notes; the rest is
    shown. Where nothing is left of the agreements that it names, it says so and shows no other.
    """
    query, unknown = scene.query(register)
    lost = tuple(_lost(notice) for notice in unknown)
    if any(notice.key == "avtale" for notice in unknown) and not query.avtale:
        return View(title=scene.title, lead=" ".join(lost), picture=None, notes=lost)
    build = _BUILDERS.get(scene.page, _text)
    view = build(scene, register, query, boundaries, neighbours)
    if view.picture is not None:
        view = replace(view, picture=replace(view.picture, frame=_frame(view.picture, register)))
    if scene.lines and scene.page not in (TEXT, FORMS):
        view = replace(view, sections=(*_sections(scene.lines), *view.sections))
    return replace(view, notes=(*lost, *view.notes)) if lost else view


def _frame(picture: Picture, register: Register) -> Frame:
    """Return the frame of a hall: names of 20 points, and room for hubs and members near it."""
    frame = picture.frame
    members = (register.municipality_by_code[spoke.code] for spoke in picture.spokes)
    points = [hub.at for hub in picture.hubs] + [Point(m.lon, m.lat) for m in members]
    near = [
        point
        for point in points
        if point.lon - frame.east < _BEYOND and point.lat - frame.north < _BEYOND / 2
    ]
    east = max((point.lon + _RIM for point in near), default=frame.east)
    north = max((point.lat + 1.4 * _RIM for point in near), default=frame.north)
    return frame._replace(
        units=HALL_FRAME.units, east=max(frame.east, east), north=max(frame.north, north)
    )


def _lost(notice: Notice) -> str:
    if notice.key == "avtale":
        text = _("Samarbeidet «{id}» finnes ikke lenger i registeret, og er ikke med her.")
        return text.format(id=notice.value)
    return notice.text


_Builder = Callable[[Scene, Register, Query, Boundaries | None, Neighbours], View]


def _map(
    _scene: Scene,
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    _near: Neighbours,
) -> View:
    return kart.build(register, query.but(storskjerm=True), boundaries)


def _county(
    _scene: Scene,
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    _near: Neighbours,
) -> View:
    return oversikt.build(register, query, boundaries)


def _coverage(
    _scene: Scene, register: Register, query: Query, boundaries: Boundaries | None, near: Neighbours
) -> View:
    """Return the coverage page with a line for each service, and the map of the one it opens on."""
    view = dekning.build(register, query, boundaries, near)
    found = covered(register, query)
    tallies = found.tallies(0)
    lines = tuple(
        Item(f"{register.service_by_code[code].name}: {tally_words(tallies[code])}")
        for code in found.services
    )
    asked = query.but(tjeneste=(view.service,), kommune=(), region=(), avtale=(), storskjerm=True)
    picture = kart.build(register, asked, boundaries).picture if view.service else None
    if picture is not None:
        picture = replace(picture, legend=())
    name = register.service_by_code[view.service].name if view.service else ""
    title = _("Kartet viser {name}").format(name=name) if name else view.title
    return replace(view, title=title, picture=picture, sections=(Section("", items=lines),))


def _municipality(
    _scene: Scene, register: Register, query: Query, boundaries: Boundaries | None, near: Neighbours
) -> View:
    return kommune.build(register, query, boundaries, near, _NO_TRAVEL)


def _analysis(
    _scene: Scene,
    register: Register,
    query: Query,
    _boundaries: Boundaries | None,
    near: Neighbours,
) -> View:
    return analyse.build(register, query, near)


def _scenario(
    _scene: Scene,
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    _near: Neighbours,
) -> View:
    """Return a scenario with its steps in words and the map of what comes after them."""
    view = scenario.build(register, query, boundaries)
    steps = Section("", items=tuple(Item(words) for words in view.step_words))
    picture = view.after.picture if view.after is not None else None
    return replace(view, picture=picture, sections=(steps, *view.sections))


def _text(
    scene: Scene,
    _register: Register,
    _query: Query,
    _boundaries: Boundaries | None,
    _near: Neighbours,
) -> View:
    return View(title=scene.title, lead="", picture=None, sections=_sections(scene.lines))


def _forms(
    scene: Scene,
    register: Register,
    query: Query,
    boundaries: Boundaries | None,
    _near: Neighbours,
) -> View:
    """Return a part of the page of forms; the bare scene is the forms by who steers them."""
    if scene.link:
        return forms_in_hall.build(register, query, boundaries)
    return forms_in_hall.steered(scene.title, register, _sections(scene.lines))


def _sections(lines: tuple[str, ...]) -> tuple[Section, ...]:
    """Return lines as sections: a heading begins a new one."""
    groups: list[tuple[str, list[Item]]] = []
    for line in lines:
        if line.startswith(HEADING):
            groups.append((line.removeprefix(HEADING), []))
        else:
            if not groups:
                groups.append(("", []))
            groups[-1][1].append(Item(line))
    return tuple(Section(title, items=tuple(items)) for title, items in groups)


_BUILDERS: Final[Mapping[str, _Builder]] = {
    "oversikt": _county,
    "kart": _map,
    "avtaler": _map,
    "dekning": _coverage,
    "kommune": _municipality,
    "analyse": _analysis,
    "scenario": _scenario,
    TEXT: _text,
    FORMS: _forms,
}
