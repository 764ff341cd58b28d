"""Shapes of a slide as XML: rectangles, freeforms, text and groups, each with a name of its own.

Places and sizes are points (1/72 inch) from the slide's north-west corner. Text is escaped here
and nowhere else; what XML cannot hold is left out.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Final, NamedTuple
from xml.sax.saxutils import escape

NAMESPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
POINT: Final = 12_700
WIDE, HIGH = 12_192_000, 6_858_000
"""The slide, 16:9, in EMU."""

Box = tuple[float, float, float, float]
"""Left, top, width and height in points."""
Place = tuple[float, float]

_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACES: Final = re.compile(r"[\t\n\r\u2028\u2029]+")
_DASHES: Final = {"solid": "", "dashed": "dash", "dotted": "sysDot"}
_ALIGN: Final = {"start": "l", "middle": "ctr", "end": "r"}


def clean(text: str) -> str:
    """Return a text on one line, without the characters that XML has no place for."""
    return _SPACES.sub(" ", _NO_XML.sub("", text))


def escaped(text: str) -> str:
    """Return a text for an element or an attribute."""
    return escape(clean(text), {'"': "&quot;"})


class Ids:
    """Numbers of shapes, each once on a slide, and how they are called."""

    def __init__(self) -> None:
        self._next: Iterator[int] = count(2)

    def of(self, name: str, note: str = "") -> str:
        """Return the element that names a shape; `note` is read aloud in its place."""
        told = f' descr="{escaped(note)}"' if note else ""
        return f'<p:cNvPr id="{next(self._next)}" name="{escaped(name)}"{told}/>'


class Run(NamedTuple):
    """A piece of text; `ink` is a colour as `slide_theme.colour` writes it."""

    text: str
    size: float
    ink: str
    bold: bool = False
    halo: str = ""


class Stroke(NamedTuple):
    """A line: its colour, how wide in points, its dash, and whether it ends in an arrow."""

    ink: str
    width: float
    dash: str = "solid"
    arrow: bool = False


def fill(ink: str) -> str:
    """Return a plain fill; none where there is no colour."""
    return f"<a:solidFill>{ink}</a:solidFill>" if ink else "<a:noFill/>"


def pattern(kind: str, front: str, back: str) -> str:
    """Return a fill with a pattern, by its name in the format."""
    colours = f"<a:fgClr>{front}</a:fgClr><a:bgClr>{back}</a:bgClr>"
    return f'<a:pattFill prst="{kind}">{colours}</a:pattFill>'


def stroke(line: Stroke | None) -> str:
    """Return an outline; none where there is no line."""
    if line is None:
        return "<a:ln><a:noFill/></a:ln>"
    dash = f'<a:prstDash val="{_DASHES[line.dash]}"/>' if _DASHES[line.dash] else ""
    cap = ' cap="rnd"' if line.dash == "dotted" else ""
    arrow = '<a:tailEnd type="triangle" w="med" len="med"/>' if line.arrow else ""
    return (
        f'<a:ln w="{max(1, round(line.width * POINT))}"{cap}>{fill(line.ink)}{dash}'
        f"<a:round/>{arrow}</a:ln>"
    )


def xfrm(box: Box, prefix: str = "a") -> str:
    """Return where a shape stands; never without width or height."""
    left, top, wide, high = (round(part * POINT) for part in box)
    return (
        f'<{prefix}:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{max(1, wide)}" cy="{max(1, high)}"/></{prefix}:xfrm>'
    )


def group(ids: Ids, name: str, box: Box, shapes: Sequence[str], note: str = "") -> str:
    """Return shapes as one that moves together; nothing where there are none.

    The group's number comes after those of its shapes, which have been made already.
    """
    if not shapes:
        return ""
    left, top, wide, high = (max(1, round(part * POINT)) for part in box)
    return (
        f"<p:grpSp><p:nvGrpSpPr>{ids.of(name, note)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
        f'<p:grpSpPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
        f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm></p:grpSpPr>'
        f"{''.join(shapes)}</p:grpSp>"
    )


def sign(
    ids: Ids,
    name: str,
    kind: str,
    box: Box,
    paint: str,
    line: Stroke | None,
    run: Run | None = None,
) -> str:
    """Return a ready-made shape («rect», «diamond», «ellipse»), with a text in its middle."""
    words = body(
        [paragraph([run] if run else (), "middle")], wrap=False, anchor="ctr", autofit=False
    )
    return (
        f"<p:sp><p:nvSpPr>{ids.of(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{xfrm(box)}"
        f'<a:prstGeom prst="{kind}"><a:avLst/></a:prstGeom>{paint}{stroke(line)}</p:spPr>'
        f"{words}</p:sp>"
    )


def freeform(ids: Ids, name: str, box: Box, geometry: str, paint: str, line: Stroke | None) -> str:
    """Return a shape of one's own; `geometry` is what `export.slide_paths` makes."""
    return (
        f"<p:sp><p:nvSpPr>{ids.of(name)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
        f"<p:spPr>{xfrm(box)}{geometry}{paint}{stroke(line)}</p:spPr></p:sp>"
    )


def text_box(
    ids: Ids,
    name: str,
    box: Box,
    paragraphs: Iterable[str],
    *,
    wrap: bool = True,
    anchor: str = "t",
) -> str:
    """Return text without a frame, from paragraphs as `paragraph` makes them."""
    return (
        f'<p:sp><p:nvSpPr>{ids.of(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr>{xfrm(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
        f"{body(paragraphs, wrap=wrap, anchor=anchor, autofit=False)}</p:sp>"
    )


def placeholder(ids: Ids, name: str, kind: str, box: Box | None, content: str) -> str:
    """Return what stands in a placeholder of the layout; where it stands there, if no `box`."""
    place = xfrm(box) if box else ""
    return (
        f'<p:sp><p:nvSpPr>{ids.of(name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f"<p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr><p:spPr>{place}</p:spPr>{content}</p:sp>"
    )


def body(
    paragraphs: Iterable[str],
    *,
    wrap: bool = True,
    anchor: str = "t",
    columns: int = 1,
    shrink: float = 1.0,
    autofit: bool = True,
) -> str:
    """Return the text of a shape; `shrink` is the share of its size that it is shown at."""
    fit = (
        f'<a:normAutofit fontScale="{round(shrink * 100_000)}"/>'
        if shrink < 1
        else "<a:normAutofit/>"
    )
    split = f' numCol="{columns}" spcCol="270000"' if columns > 1 else ""
    return (
        f'<p:txBody><a:bodyPr wrap="{"square" if wrap else "none"}" lIns="0" tIns="0" rIns="0" '
        f'bIns="0"{split} rtlCol="0" anchor="{anchor}">{fit if autofit else "<a:noAutofit/>"}'
        f"</a:bodyPr><a:lstStyle/>{''.join(paragraphs) or paragraph(())}</p:txBody>"
    )


def paragraph(runs: Iterable[Run], side: str = "start", before: float = 0) -> str:
    """Return a paragraph; `before` is the room above it in points."""
    gap = f'<a:spcBef><a:spcPts val="{round(before * 100)}"/></a:spcBef>'
    words = "".join(_run(run) for run in runs)
    return (
        f'<a:p><a:pPr marL="0" indent="0" algn="{_ALIGN[side]}">{gap}<a:buNone/></a:pPr>'
        f"{words or '<a:endParaRPr lang=' + chr(34) + 'nb-NO' + chr(34) + '/>'}</a:p>"
    )


def _run(run: Run) -> str:
    halo = f'<a:effectLst><a:glow rad="38100">{run.halo}</a:glow></a:effectLst>' if run.halo else ""
    size = f' sz="{round(run.size * 100)}"' if run.size else ""
    return (
        f'<a:r><a:rPr lang="nb-NO"{size}{" b=" + chr(34) + "1" + chr(34) if run.bold else ""}>'
        f"{fill(run.ink) if run.ink else ''}{halo}</a:rPr><a:t>{escaped(run.text)}</a:t></a:r>"
    )
