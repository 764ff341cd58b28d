"""A sheet that shapes and words are put on, and that matplotlib writes as PNG, SVG or PDF.

Places are in the sheet's own units, x to the right and y down; a sheet is `height` units high
whatever its size on paper. No state of pyplot is used: several threads can draw at once.
"""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import Affine2D, Bbox, Transform, TransformedBbox

from export.typeface import face

# Set once for the process, before anything is drawn: text stays text in SVG and PDF, and the
# same picture gives the same bytes.
mpl.rcParams["svg.fonttype"] = "none"
mpl.rcParams["svg.hashsalt"] = "samarbeidskart"
mpl.rcParams["pdf.fonttype"] = 42

Place = tuple[float, float]
_POINTS_PER_INCH: Final = 72
# From the middle line of a text to its base line, as a share of its size.
BASELINE: Final = 0.325
_GLYPHS_AT: Final = 100.0
_ALIGN: Final = {"start": "left", "middle": "center", "end": "right"}
_SHARE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
# A circle as four Bézier curves.
_CIRCLE: Final = Path.unit_circle()


class Canvas:
    """A sheet of `width` × `height` units on paper of `inches`."""

    def __init__(self, size: Place, inches: Place, dpi: float = 96) -> None:
        self.figure = Figure(figsize=inches, dpi=dpi, facecolor="white")
        self._agg = FigureCanvasAgg(self.figure)
        self._unit = inches[1] * _POINTS_PER_INCH / size[1]
        sheet = Affine2D().scale(1 / size[0], -1 / size[1]).translate(0, 1)
        self._sheet: Transform = sheet + self.figure.transFigure
        self._step, self._scale, self._clip = self._sheet, 1.0, None
        self._order = 0

    def within(self, left: float, top: float, scale: float, clip: Place | None = None) -> None:
        """Put what follows into a part of the sheet: its corner, its scale and, cut, its size."""
        self._scale = scale
        self._step = Affine2D().scale(scale).translate(left, top) + self._sheet
        self._clip = TransformedBbox(Bbox([(0, 0), clip]), self._step) if clip else None

    def path(
        self,
        path: Path,
        *,
        fill: str = "none",
        stroke: str = "none",
        width: float = 0.0,
        dash: Sequence[float] = (),
        round_ends: bool = False,
        opacity: float = 1.0,
        inside: Path | None = None,
    ) -> None:
        """Put a path on the sheet, cut by the part's rim and, if given, by another path."""
        line = width * self._scale * self._unit
        cap = "round" if round_ends else "butt"
        patch = PathPatch(
            path,
            facecolor=fill,
            edgecolor=stroke if width else "none",
            linewidth=line,
            alpha=opacity if opacity < 1 else None,
            capstyle=cap,
            joinstyle="round",
            transform=self._step,
        )
        if dash and width:
            # matplotlib multiplies dashes by the width of their line.
            patch.set_linestyle((0, [part / width for part in dash]))
        self._add(patch)
        if inside is not None:
            patch.set_clip_path(inside, self._step)

    def circle(self, x: float, y: float, radius: float, **paint: Any) -> None:
        """Put a circle on the sheet, painted as a path."""
        self.path(_CIRCLE.transformed(Affine2D().scale(radius).translate(x, y)), **paint)

    def words(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        colour: str,
        bold: bool = False,
        anchor: str = "start",
        opacity: float = 1.0,
    ) -> None:
        """Put a line of text on the sheet, its middle line at `y`; it stays text in every file."""
        self._add(
            Text(
                x,
                y + BASELINE * size,
                _printable(text),
                color=colour,
                alpha=opacity if opacity < 1 else None,
                fontproperties=face(bold=bold),
                fontsize=size * self._scale * self._unit,
                ha=_ALIGN[anchor],
                va="baseline",
                parse_math=False,
                transform=self._step,
            )
        )

    def halo(
        self, texts: Iterable[tuple[str, float, float, float, bool, str]], **paint: Any
    ) -> None:
        """Put the rims of some texts on the sheet: text, x, y, size, bold, anchor of each."""
        parts = []
        for text, x, y, size, bold, anchor in texts:
            glyphs, long = _glyphs(_printable(text), bold=bold)
            scale = size / _GLYPHS_AT
            move = Affine2D().scale(scale, -scale)
            left = x - _SHARE[anchor] * long * scale
            parts.append(glyphs.transformed(move.translate(left, y + BASELINE * size)))
        if parts:
            self.path(Path.make_compound_path(*parts), **paint)

    def _add(self, artist: Any) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        self.figure.add_artist(artist, clip=False)
        if self._clip is not None:
            artist.set_clip_box(self._clip)

    def png(self, metadata: dict[str, str]) -> bytes:
        """Return the sheet as pixels."""
        target = io.BytesIO()
        self._agg.print_png(target, metadata={"Software": None, **metadata})
        return target.getvalue()

    def vector(self, kind: str, metadata: dict[str, str | None]) -> bytes:
        """Return the sheet as `svg` or `pdf`."""
        target = io.BytesIO()
        self.figure.savefig(target, format=kind, metadata=metadata)
        return target.getvalue()


def ring_path(rings: Iterable[Iterable[Place]]) -> Path:
    """Return closed rings as one path; holes run the other way."""
    parts = []
    for ring in rings:
        places = np.array(list(ring))
        codes = np.full(len(places), Path.LINETO, dtype=Path.code_type)
        codes[0], codes[-1] = Path.MOVETO, Path.CLOSEPOLY
        parts.append(Path(places, codes))
    return Path.make_compound_path(*parts)


def line_path(places: Sequence[Place]) -> Path:
    """Return a line along places; a ring where the last is the first again."""
    if len(places) > 2 and places[0] == places[-1]:
        return ring_path([places])
    return Path(np.array(places))


def curve_path(start: Place, control: Place, end: Place) -> Path:
    """Return a quadratic curve."""
    return Path([start, control, end], [Path.MOVETO, Path.CURVE3, Path.CURVE3])


@lru_cache(maxsize=1024)
def _glyphs(text: str, *, bold: bool) -> tuple[Path, float]:
    """Return the outlines of a text, and how wide it is, at a fixed size."""
    prop = face(bold=bold).copy()
    prop.set_size(_GLYPHS_AT)
    path = TextPath((0, 0), text, prop=prop)
    return path, text_to_path.get_text_width_height_descent(text, prop, False)[0]


def _printable(text: str) -> str:
    """Return a text without what no XML file may hold and no line of print can."""
    flat = " ".join(text.split())
    return "".join(
        letter for letter in flat if unicodedata.category(letter) not in ("Cc", "Cs", "Cn")
    )
