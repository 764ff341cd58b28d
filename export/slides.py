"""The pen of slides: each view a slide of native shapes, words and tables that can be edited.

No shape is a picture. The map is one group of named parts; title, lead, source and number stand in
the placeholders of our own master, so that a change of theme changes them all.
"""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide, SlideLayout

from data.language import _
from data.register import Register
from export.slide_map import map_box, map_group
from export.slide_measure import lines
from export.slide_sheets import GAP, Room, Sheet, lead_height, parts_of, sheets
from export.slide_side import entries_of, side
from export.slide_stack import lead_words, stacked
from export.slide_theme import BODY, FOOT, LEAD, NUMBER, new_deck
from export.slide_xml import (
    NAMESPACES,
    Box,
    Ids,
    Run,
    body,
    clean,
    paragraph,
    placeholder,
)
from geo.boundaries import Boundaries
from geo.drawing import compose
from geo.labels import HALL_FRAME
from geo.picture import Picture
from views.scenes import Scene
from views.screen import places
from views.view import View

Pair = tuple[Scene, View] | tuple[str, str, View]
Progress = Callable[[int, int], None]

_BOUNDARIES: Final = "Grenser: © Kartverket (CC BY 4.0)"
_LEFT, _TOP, _WIDE = 25.2, 18.0, 909.6
_FOOT_TOP: Final = 503.0
_TITLE_SIZE: Final = 28.0
_COLUMN_GAP: Final = 16.0
_MAP_WIDEST: Final = 590.0
# Of a set, a table is an appendix; one view alone brings all of its own.
_SLIDES_OF_TABLE, _SLIDES_OF_TABLE_ALONE = 3, 40


_SPACES: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
_SLIDE: Final = (
    f"<p:sld {_SPACES}><p:cSld><p:spTree><p:nvGrpSpPr>"
    '<p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    "{shapes}</p:spTree></p:cSld>"
    "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
)


@dataclass(frozen=True, slots=True)
class _Page:
    """A view with its title and what the speaker reads."""

    title: str
    figures: str
    notes: str
    view: View


def slides(
    pairs: Sequence[Pair],
    register: Register,
    boundaries: Boundaries | None,
    progress: Progress | None = None,
) -> bytes:
    """Return a presentation (.pptx) with a slide for each view, and its tables.

    Parameters
    ----------
    pairs
        Each scene with its view, or title (the view's own if empty), speaker's notes and view.
    register
        Names the municipalities, and dates the whole.
    boundaries
        The areas, or None where they cannot be read: then the signs stand on open sea.
    progress
        Told how many views are done, of how many.
    """
    found = [_page(pair) for pair in pairs]
    writer = _Writer(register, boundaries, found[0].title if found else "")
    for done, page in enumerate(found):
        if progress is not None:
            progress(done, len(found))
        writer.page(page, alone=len(found) == 1)
    for page in found if len(found) > 1 else ():
        if page.view.picture is not None:
            writer.appendix(page)
    target = io.BytesIO()
    writer.deck.core_properties.comments = clean(writer.credit)[:250]
    writer.deck.save(target)
    if progress is not None:
        progress(len(found), len(found))
    return _without_clock(target.getvalue())


def _without_clock(file: bytes) -> bytes:
    """Return a package whose parts have no time of their own: the same view, the same bytes."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name)  # its date is the first that the format knows
            package.writestr(part, source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _page(pair: Pair) -> _Page:
    if len(pair) == 2:
        scene, view = pair
        title, notes = scene.title, scene.notes
    else:
        title, notes, view = pair
    title = title or view.title
    # The view's own title holds the numbers; what the scene's title says is not said again.
    name, colon, numbers = view.title.partition(": ")
    figures = "" if view.title == title else numbers if colon and name == title else view.title
    return _Page(title, figures, notes, view)


class _Writer:
    """Writes slides into one presentation."""

    def __init__(self, register: Register, boundaries: Boundaries | None, title: str) -> None:
        self.deck: Deck
        self.deck, self._maps, self._words = new_deck(title)
        self._boundaries = boundaries
        self._places = places(register)
        self._names = {code: place[0] for code, place in self._places.items()}
        self._source = _("Kilde: Samarbeidskart, registeret per {date}").format(
            date=register.as_of or _("ukjent dato")
        )
        self.credit = f"{_BOUNDARIES} · {self._source}"

    def page(self, page: _Page, *, alone: bool) -> None:
        """Add a view: its map, or its words and tables; both where it is alone."""
        parts = parts_of(page.view, page.title)
        if page.view.picture is None:
            first = tuple(_lead(page))
            found = sheets(parts, self._room(page), _SLIDES_OF_TABLE_ALONE, first)
            self._write(page, found or [Sheet(())], 0)
            return
        found = sheets(parts, self._room(page), _SLIDES_OF_TABLE_ALONE) if alone else []
        self._map(page, page.view.picture)
        self._write(page, found, 1)

    def appendix(self, page: _Page) -> None:
        """Add the tables of a view whose map has been shown."""
        tables = [part for part in parts_of(page.view, page.title) if part.table is not None]
        self._write(page, sheets(tables, self._room(page), _SLIDES_OF_TABLE), 1)

    def _map(self, page: _Page, picture: Picture) -> None:
        """Add the slide of a map: signs and names as large as a hall needs them."""
        view = page.view
        near = picture.frame._replace(units=min(picture.frame.units, HALL_FRAME.units))
        picture = replace(picture, frame=near)
        drawing = compose(picture, self._boundaries, self._places)
        ids = Ids()
        head, top = self._head(ids, page, _lead(page))
        room: Box = (_LEFT, top, _MAP_WIDEST, _FOOT_TOP - top - GAP)
        spot = map_box(drawing, room)
        drawn = map_group(ids, drawing, picture, self._names, room)
        left = spot[0] + spot[2] + _COLUMN_GAP
        beside: Box = (left, top, _LEFT + _WIDE - left, _FOOT_TOP - top - GAP)
        column = side(ids, entries_of(view, picture), view.notes, picture.keys, beside)
        foot = self._foot(ids, credited=True)
        self._add(self._maps, [*head, drawn, *column.shapes, *foot], page)

    def _room(self, page: _Page) -> Room:
        """Return the room under the longest title that a slide of this page may have."""
        long = replace(page, title=_numbered(page.title, 88, 88))
        return Room(_WIDE, _FOOT_TOP, lambda lead: self._head(Ids(), long, lead)[1])

    def _write(self, page: _Page, found: Sequence[Sheet], before: int) -> None:
        """Add slides of words and tables; `before` slides of the same view stand before them."""
        for place, sheet in enumerate(found, start=before):
            ids = Ids()
            title = _numbered(page.title, place + 1, before + len(found))
            head, top = self._head(ids, replace(page, title=title), sheet.lead)
            content = []
            if sheet.table is not None:
                content = list(stacked(ids, sheet, (_LEFT, top + GAP), _WIDE))
            elif sheet.words:
                kind = f'type="body" idx="{BODY}"'
                box = (_LEFT, top, _WIDE, _FOOT_TOP - top - GAP)
                content = [placeholder(ids, _("Innhold"), kind, box, sheet.words)]
            told = page if place == 0 else None
            self._add(self._words, [*head, *content, *self._foot(ids)], told)

    def _head(
        self, ids: Ids, page: _Page, lead: Sequence[tuple[str, bool]]
    ) -> tuple[list[str], float]:
        """Return title and lead, and where the room below them begins."""
        size = _TITLE_SIZE
        many = lines(page.title, size, _WIDE, bold=True)
        # All of a title is there; the few that are longer than two lines are written smaller.
        shrink = 1.0
        while many > 2 and shrink > 0.4:
            shrink -= 0.05
            many = lines(page.title, size * shrink, _WIDE, bold=True)
        high = max(many, 1) * size * shrink * 1.2
        title = body([paragraph([Run(page.title, 0, "")])], anchor="ctr", shrink=shrink)
        found = [placeholder(ids, _("Tittel"), 'type="title"', (_LEFT, _TOP, _WIDE, high), title)]
        y = _TOP + high + 2
        if lead:
            tall, words = lead_height(tuple(lead), _WIDE), lead_words(lead)
            kind = f'type="body" sz="quarter" idx="{LEAD}"'
            found.append(placeholder(ids, _("Ingress"), kind, (_LEFT, y, _WIDE, tall), body(words)))
            y += tall
        return found, y + GAP

    def _foot(self, ids: Ids, *, credited: bool = False) -> list[str]:
        """Return source and date, whose the boundaries are under a map, and the slide's number."""
        text = self.credit if credited else self._source
        words = body([paragraph([Run(text, 0, "")])], anchor="ctr")
        number = (
            "<p:txBody><a:bodyPr/><a:lstStyle/><a:p>"
            '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
            f'<a:rPr lang="nb-NO"/><a:t>{len(self.deck.slides) + 1}</a:t></a:fld></a:p></p:txBody>'
        )
        return [
            placeholder(
                *(ids, _("Kilde og dato"), f'type="ftr" sz="quarter" idx="{FOOT}"', None, words)
            ),
            placeholder(
                *(ids, _("Lysbildenummer"), f'type="sldNum" sz="quarter" idx="{NUMBER}"'),
                *(None, number),
            ),
        ]

    def _add(self, layout: SlideLayout, shapes: Sequence[str], page: _Page | None) -> None:
        """Add a slide with these shapes, and the speaker's notes of a page."""
        slide = self.deck.slides.add_slide(layout)
        # Read as a whole: shapes that are moved from one tree to another take far longer.
        slide.part._element = parse_xml(_SLIDE.format(shapes="".join(shapes)))
        if page is not None:
            _write_notes(slide, page, self._source)


def _numbered(title: str, place: int, many: int) -> str:
    """Return the title of one of several slides of a view: only the first is called as it is."""
    if place == 1:
        return title
    return _("{title} ({n} av {all})").format(title=title, n=place, all=many)


def _lead(page: _Page) -> list[tuple[str, bool]]:
    """Return what stands under the title: the figures, and the sentence that defines them."""
    found = [(page.figures, True)] if page.figures else []
    if page.view.lead:
        found.append((page.view.lead, False))
    return found


def _write_notes(slide: Slide, page: _Page, source: str) -> None:
    """Write what the speaker says, what the picture leaves out and is unsure, and the source."""
    frame_ = slide.notes_slide.notes_text_frame
    if frame_ is not None:
        frame_.text = "\n".join(_note_lines(page, source))


def _note_lines(page: _Page, source: str) -> Iterator[str]:
    for line in page.notes.splitlines():
        yield clean(line)
    view = page.view
    doubts = view.card.doubts if view.card is not None else ()
    for note in (*view.notes, *doubts):
        yield clean(note)
    yield clean(f"{source}.")
