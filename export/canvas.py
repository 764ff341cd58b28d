"""A sheet that shapes and words are put on, and that matplotlib writes as PNG, SVG or PDF.

Places are in the sheet's own units, x to the right and y down; a sheet is `height` units high
whatever its size on paper. No state of pyplot is used: several threads can draw at once. What is
put on a sheet is kept as plain operations and given to matplotlib's renderer in order, which is
several times faster than an artist for each of hundreds of small shapes. In pixels words are
drawn as outlines, all of a kind at once; in SVG and PDF they are text.
"""

import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple, TypedDict, Unpack

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedPath
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from export.typeface import face, glyph, places

# Set once for the process, before anything is drawn: text stays text in SVG and PDF, and the
# same picture gives the same bytes.
mpl.rcParams["svg.fonttype"] = "none"
mpl.rcParams["svg.hashsalt"] = "samarbeidskart"
mpl.rcParams["pdf.fonttype"] = 42

Place = tuple[float, float]
_POINTS_PER_INCH: Final = 72
# From the middle line of a text to its base line, as a share of its size.
BASELINE: Final = 0.325
_SHARE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
# Beyond this zlib takes much longer for little.
_PNG_LEVEL: Final = 4
_CIRCLE: Final = Path.unit_circle()


class Paint(NamedTuple):
    """How a path is painted: fill and stroke as colours or nothing, width and dash in units."""

    fill: str = ""
    stroke: str = ""
    width: float = 0.0
    dash: tuple[float, ...] = ()
    round_ends: bool = False
    opacity: float = 1.0


class Look(TypedDict, total=False):
    """The parts of a `Paint` that differ from nothing at all."""

    fill: str
    stroke: str
    width: float
    dash: tuple[float, ...]
    round_ends: bool
    opacity: float


class Write(NamedTuple):
    """A line of text: where its anchor stands, its middle line, its size."""

    text: str
    x: float
    y: float
    size: float
    colour: str
    bold: bool = False
    anchor: str = "start"


class _Part(NamedTuple):
    """A part of the sheet: its corner and scale, and its size where what is put there is cut."""

    left: float
    top: float
    scale: float
    clip: Place | None


class Canvas:
    """A sheet of `size` units on paper of `inches`."""

    def __init__(self, size: Place, inches: Place, dpi: float = 96) -> None:
        self._dpi = dpi
        self._unit = inches[1] * _POINTS_PER_INCH / size[1]
        self._part = _Part(0, 0, 1, None)
        self._todo: list[Callable[[_Writer], None]] = []
        self._figure = Figure(figsize=inches, dpi=dpi, facecolor="white")
        self._agg = FigureCanvasAgg(self._figure)
        self._figure.add_artist(_Sheet(size, self._unit, self._todo), clip=False)

    def within(self, left: float, top: float, scale: float, clip: Place | None = None) -> None:
        """Put what follows into a part of the sheet: its corner, its scale and, cut, its size."""
        self._part = _Part(left, top, scale, clip)

    def path(self, path: Path, *, inside: Path | None = None, **paint: Unpack[Look]) -> None:
        """Put a path on the sheet, cut by the part's rim and, if given, by another path.

        The rest is that of `Paint`.
        """
        part, how = self._part, Paint(**paint)
        self._todo.append(lambda writer: writer.path(path, how, part, inside))

    def circle(self, x: float, y: float, radius: float, **paint: Unpack[Look]) -> None:
        """Put a circle on the sheet, painted as a path."""
        places_round = np.asarray(_CIRCLE.vertices) * radius + (x, y)
        self.path(Path(places_round, _CIRCLE.codes), **paint)

    def words(self, lines: Iterable[Write], opacity: float = 1.0) -> None:
        """Put lines of text on the sheet; they stay text in every file."""
        part, listed = self._part, [_clean(line) for line in lines]
        self._todo.append(lambda writer: writer.words(listed, part, opacity))

    def rims(self, lines: Iterable[Write], **paint: Unpack[Look]) -> None:
        """Put the rims of some lines on the sheet, to lie under them."""
        listed = [_clean(line) for line in lines]
        if any(line.text for line in listed):
            self.path(outlines(listed), **paint)

    def png(self, metadata: dict[str, str]) -> bytes:
        """Return the sheet as pixels."""
        self._agg.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(self._agg.buffer_rgba())[:, :, :3]  # type: ignore[no-untyped-call]
        about = PngInfo()
        for name, text in metadata.items():
            about.add_itxt(name, printable(text))
        target = io.BytesIO()
        image = Image.fromarray(np.ascontiguousarray(pixels))
        image.save(
            target, "png", pnginfo=about, dpi=(self._dpi, self._dpi), compress_level=_PNG_LEVEL
        )
        return target.getvalue()

    def vector(self, kind: str, metadata: dict[str, str | None]) -> bytes:
        """Return the sheet as `svg` or `pdf`."""
        target = io.BytesIO()
        about = {name: text and printable(text) for name, text in metadata.items()}
        self._figure.savefig(target, format=kind, metadata=about)
        return target.getvalue()


class _Sheet(Artist):
    """All that is put on a sheet, as the one artist of its figure."""

    def __init__(self, size: Place, unit: float, todo: list[Callable[["_Writer"], None]]) -> None:
        super().__init__()
        self._size, self._unit_points, self._todo = size, unit, todo

    def draw(self, renderer: RendererBase) -> None:
        """Give the renderer each operation in the order it was put."""
        to_pixels = Affine2D().scale(1 / self._size[0], -1 / self._size[1]).translate(0, 1)
        figure = self.get_figure(root=True)
        if figure is None:
            return
        writer = _Writer(renderer, to_pixels + figure.transFigure, self._unit_points)
        for operation in self._todo:
            operation(writer)


class _Writer:
    """Speaks with one renderer, in the sheet's units."""

    def __init__(self, renderer: RendererBase, sheet: Transform, unit: float) -> None:
        self._renderer, self._sheet, self._unit = renderer, sheet, unit
        self._as_text = not hasattr(renderer, "buffer_rgba")
        self._steps: dict[_Part, Transform] = {}

    def _step(self, part: _Part) -> Transform:
        if part not in self._steps:
            move = Affine2D().scale(part.scale).translate(part.left, part.top)
            self._steps[part] = move + self._sheet
        return self._steps[part]

    def _pen(self, part: _Part, opacity: float) -> GraphicsContextBase:
        pen = self._renderer.new_gc()
        if part.clip:
            corners = self._step(part).transform([(0, 0), part.clip])
            # The sheet's y runs down: the box must be turned, or SVG cuts all away.
            pen.set_clip_rectangle(Bbox([corners.min(axis=0), corners.max(axis=0)]))
        if opacity < 1:
            pen.set_alpha(opacity)
        return pen

    def path(self, path: Path, paint: Paint, part: _Part, inside: Path | None) -> None:
        pen = self._pen(part, paint.opacity)
        step, points = self._step(part), part.scale * self._unit
        pen.set_linewidth(paint.width * points if paint.stroke else 0)
        if paint.stroke:
            pen.set_foreground(paint.stroke)
            pen.set_joinstyle("round")
            pen.set_capstyle("round" if paint.round_ends else "butt")
        if paint.dash:
            pen.set_dashes(0, [length * points for length in paint.dash])
        if inside is not None:
            pen.set_clip_path(TransformedPath(inside, step))
        self._renderer.draw_path(pen, path, step, to_rgb(paint.fill) if paint.fill else None)
        pen.restore()

    def words(self, lines: Sequence[Write], part: _Part, opacity: float) -> None:
        if not self._as_text:
            for colour in dict.fromkeys(line.colour for line in lines):
                path = outlines([line for line in lines if line.colour == colour])
                self.path(path, Paint(fill=colour, opacity=opacity), part, None)
            return
        height = self._renderer.get_canvas_width_height()[1]
        for line in lines:
            if not line.text:
                continue
            pen = self._pen(part, opacity)
            pen.set_foreground(line.colour)
            prop = face(bold=line.bold).copy()
            prop.set_size(line.size * part.scale * self._unit)
            left, base = _start(line)
            x, y = self._step(part).transform((left, base))
            if self._renderer.flipy():
                y = height - y
            self._renderer.draw_text(pen, x, y, line.text, prop, 0, ismath=False)
            pen.restore()


def outlines(lines: Iterable[Write]) -> Path:
    """Return all letters of some lines as one path."""
    vertices, codes = [np.empty((0, 2))], [np.empty(0, dtype=Path.code_type)]
    for line in lines:
        left, base = _start(line)
        scale = np.array([line.size, -line.size])
        for letter, x in zip(line.text, places(line.text, bold=line.bold)[0], strict=True):
            shape = glyph(letter, bold=line.bold)
            vertices.append(shape.vertices * scale + (left + x * line.size, base))
            codes.append(shape.codes)
    return Path(np.concatenate(vertices), np.concatenate(codes))


def _start(line: Write) -> Place:
    """Return where a line's first letter and its base line stand."""
    long = places(line.text, bold=line.bold)[1] * line.size
    return line.x - _SHARE[line.anchor] * long, line.y + BASELINE * line.size


def printable(text: str) -> str:
    """Return a text without what no XML file may hold and no line of print can."""
    flat = " ".join(text.split())
    return "".join(x for x in flat if unicodedata.category(x) not in ("Cc", "Cs", "Cn", "Co"))


def _clean(line: Write) -> Write:
    return line._replace(text=printable(line.text))


def ring_path(rings: Iterable[Iterable[Place]]) -> Path:
    """Return closed rings, their first place repeated last, as one path."""
    vertices, codes = [], []
    for ring in rings:
        points = np.array(list(ring), dtype=float)
        steps = np.full(len(points), Path.LINETO, dtype=Path.code_type)
        steps[0], steps[-1] = Path.MOVETO, Path.CLOSEPOLY
        vertices.append(points)
        codes.append(steps)
    return Path(np.concatenate(vertices), np.concatenate(codes))


def line_path(points: Sequence[Place]) -> Path:
    """Return a line along places; a ring where the last is the first again."""
    if len(points) > 2 and points[0] == points[-1]:
        return ring_path([points])
    return Path(np.array(points, dtype=float))


def curves_path(curves: Iterable[tuple[Place, Place, Place]]) -> Path:
    """Return quadratic curves (start, control, end) as one path."""
    listed = [point for curve in curves for point in curve]
    codes = [Path.MOVETO, Path.CURVE3, Path.CURVE3] * (len(listed) // 3)
    return Path(np.array(listed, dtype=float), codes)
