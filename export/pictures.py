"""A view as a picture that travels: PNG for a screen or for print, SVG and PDF to be enlarged.

Every pen draws the same page: title, lead in words with the filter, the map, list or card, key,
source, date and owner of the borders. Text is text in SVG and PDF.
"""

import base64
import re
from typing import Final

from data.register import Register
from export.canvas import Canvas
from export.map_pen import draw_map
from export.page import HIGH, Page, lay_out
from export.sign_pen import BADGE, KEY_HEIGHT, badge, key_sign
from export.typeface import FAMILY, WOFF2
from geo.boundaries import Boundaries
from geo.drawing import Drawing, compose
from geo.picture import LegendRow
from views.screen import places
from views.view import View, picture_of

SCREEN: Final = (1920, 1080)
A4_PRINT: Final = (3508, 2480)
"""Pixels of an A4 sheet, lying, at `PRINT_DPI`."""
PRINT_DPI: Final = 300
_SCREEN_DPI: Final = 96
_A4_INCHES: Final = (11.69, 8.27)
# It names a file elsewhere, which a careful reader refuses to fetch.
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE[^>]*>\s*")
_PROGRAM: Final = "Samarbeidskart"


def png(
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    *,
    width: int = SCREEN[0],
    height: int = SCREEN[1],
    dpi: float = _SCREEN_DPI,
) -> bytes:
    """Return a picture of `width` × `height` pixels; `dpi` says how large they are on paper.

    Raises
    ------
    ValueError
        If the view has no picture, or is wanted higher than wide.
    """
    canvas, drawing = _drawn(view, register, boundaries, (width / dpi, height / dpi), dpi)
    about = {**_about(view, drawing), "Source": f"{_PROGRAM}. {drawing.attribution}"}
    # Of pixels no program reads the words: what the picture says stands in the file as text too.
    signs = "; ".join(key.text for key in drawing.keys)
    return canvas.png({**about, "Copyright": drawing.attribution, "Comment": signs})


def svg(view: View, register: Register, boundaries: Boundaries | None) -> bytes:
    """Return the page as SVG, 16:9: text as text, no script, its typeface with it.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    size = (SCREEN[0] / _SCREEN_DPI, SCREEN[1] / _SCREEN_DPI)
    canvas, drawing = _drawn(view, register, boundaries, size, _SCREEN_DPI)
    file = canvas.vector("svg", {**_about(view, drawing), "Creator": _PROGRAM, "Date": None})
    return _with_typeface(_DOCTYPE.sub(b"", file, count=1))


def pdf(view: View, register: Register, boundaries: Boundaries | None) -> bytes:
    """Return the page as PDF on a lying A4 sheet, its text searchable.

    Raises
    ------
    ValueError
        If the view has no picture.
    """
    canvas, drawing = _drawn(view, register, boundaries, _A4_INCHES, _SCREEN_DPI)
    about = _about(view, drawing)
    told: dict[str, str | None] = {"Title": about["Title"], "Subject": about["Description"]}
    return canvas.vector("pdf", {**told, "Creator": _PROGRAM, "CreationDate": None})


def _about(view: View, drawing: Drawing) -> dict[str, str]:
    """Return what the file says of itself: title, and the picture in words."""
    words = drawing.alt if view.lead in drawing.alt else f"{drawing.alt} {view.lead}".strip()
    return {"Title": view.title, "Description": words}


def _drawn(
    view: View,
    register: Register,
    boundaries: Boundaries | None,
    inches: tuple[float, float],
    dpi: float,
) -> tuple[Canvas, Drawing]:
    picture = picture_of(view)
    if inches[0] < inches[1]:
        msg = "a picture must be wider than it is high"
        raise ValueError(msg)
    drawing = compose(picture, boundaries, places(register))
    page = lay_out(view, drawing, HIGH * inches[0] / inches[1])
    canvas = Canvas((page.width, HIGH), inches, dpi)
    _put(canvas, page, drawing)
    return canvas, drawing


def _put(canvas: Canvas, page: Page, drawing: Drawing) -> None:
    """Draw the map, then words and signs around it."""
    canvas.within(page.left, page.top, page.scale, (drawing.width, drawing.height))
    draw_map(canvas, drawing)
    for sign in page.signs:
        if isinstance(sign.what, LegendRow):
            canvas.within(sign.x, sign.y, sign.high / BADGE)
            badge(canvas, sign.what)
        else:
            canvas.within(sign.x, sign.y, sign.high / KEY_HEIGHT)
            key_sign(canvas, sign.what)
    canvas.within(0, 0, 1)
    canvas.words(page.words)


def _with_typeface(file: bytes) -> bytes:
    """Return an SVG file that brings its typeface: without it, lines would be longer than meant."""
    if not WOFF2.is_file():
        return file
    font = base64.b64encode(WOFF2.read_bytes()).decode("ascii")
    style = (
        f"<style>@font-face{{font-family:'{FAMILY}';font-weight:200 900;"
        f"src:url(data:font/woff2;base64,{font}) format('woff2')}}</style>\n"
    )
    head, defs, rest = file.partition(b" <defs>\n")
    return head + style.encode() + defs + rest if defs else file
