"""The theme of our slides: colours, fonts, master and layouts, made from an empty presentation.

Shapes name a place in the theme wherever their colour is one of it, or such a colour laid on land,
so that a change of theme colour in the office program changes the maps with it.
"""

import colorsys
import copy
from functools import lru_cache
from typing import Final

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Deck
from pptx.slide import SlideLayout
from pptx.util import Emu

from data.language import _
from export.slide_xml import HIGH, NAMESPACES, WIDE, clean, escaped
from geo.style import ACCENT, COUNTY_LINE, INK, LAND, PRIMARY, SERIES

THEME_NAME: Final = "Samarbeidskart"
# On every machine with an office program, and of the same widths where another stands in for it.
FONT: Final = "Arial"
LEAD, FOOT, NUMBER, BODY = 10, 11, 12, 13
"""Numbers of the placeholders of a layout, which a slide repeats."""

COLOURS: Final[dict[str, str]] = {
    "dk1": INK,
    "lt1": "#FFFFFF",
    "dk2": COUNTY_LINE,
    "lt2": LAND,
    "accent1": PRIMARY,
    **{f"accent{place + 2}": colour for place, colour in enumerate((ACCENT, *SERIES[1:5]))},
    "hlink": PRIMARY,
    "folHlink": COUNTY_LINE,
}
_MAPPED: Final = {"dk1": "tx1", "lt1": "bg1", "dk2": "tx2", "lt2": "bg2"}
# The first place that has a colour is the one that shapes name.
_PLACES: Final = {
    colour.upper(): _MAPPED.get(place, place) for place, colour in reversed(COLOURS.items())
}
_LAYOUTS: Final = ("Title Only", "Title and Content")
_MARGIN: Final = 0.35
_TITLE_SIZE, _LEAD_SIZE, _FOOT_SIZE = 2800, 1400, 1100


def colour(value: str, *, base: str = "", alpha: float = 1.0) -> str:
    """Return a colour as the file has it.

    Parameters
    ----------
    value
        «#RRGGBB».
    base
        The colour that `value` is a paler shade of, if any.
    alpha
        1 is opaque.
    """
    clear = f'<a:alpha val="{round(alpha * 100_000)}"/>' if alpha < 1 else ""
    place = _PLACES.get(value.upper())
    if place:
        return f'<a:schemeClr val="{place}">{clear}</a:schemeClr>'
    place = _PLACES.get(base.upper())
    if place:
        return f'<a:schemeClr val="{place}">{_shade(base, value)}{clear}</a:schemeClr>'
    return f'<a:srgbClr val="{value[1:].upper()}">{clear}</a:srgbClr>'


@lru_cache(maxsize=256)
def _shade(base: str, value: str) -> str:
    """Return how `value` comes of `base`: as office programs reckon, in hue, light and strength."""
    hue, light, strong = _hls(base)
    to_hue, to_light, to_strong = _hls(value)
    turn = (to_hue - hue + 0.5) % 1 - 0.5
    kept = min(0.35, to_light / max(light, 0.01))
    steps = []
    if abs(turn) > 0.001:
        steps.append(("hueOff", round(turn * 360 * 60_000)))
    if strong > 0:
        steps.append(("satMod", round(100_000 * to_strong / strong)))
    steps.append(("lumMod", round(100_000 * kept)))
    steps.append(("lumOff", round(100_000 * (to_light - light * kept))))
    return "".join(f'<a:{name} val="{amount}"/>' for name, amount in steps)


def _hls(value: str) -> tuple[float, float, float]:
    red, green, blue = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return colorsys.rgb_to_hls(red, green, blue)


def new_deck(title: str) -> tuple[Deck, SlideLayout, SlideLayout]:
    """Return an empty presentation in our theme, its layout for maps, and that for words."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    size = deck.element.find("p:sldSz", NAMESPACES)
    if size is not None:
        size.attrib.pop("type", None)
    _drop_leftovers(deck)
    kept = [deck.slide_layouts.get_by_name(name) for name in _LAYOUTS]
    layouts = [layout for layout in kept if layout is not None]
    for layout in list(deck.slide_layouts):
        if layout not in layouts:
            deck.slide_layouts.remove(layout)
    _restyle_master(deck)
    for layout, name in zip(layouts, (_("Kart"), _("Tekst og tabell")), strict=True):
        body = name != _("Kart")
        _replace(layout.element, name, _frames(_("Klikk for å skrive"), body=body))
        layout.element.attrib.pop("type", None)
        layout.element.set("preserve", "1")
    _retheme(deck)
    about = deck.core_properties
    about.title = clean(title)[:250]
    about.author = about.last_modified_by = "Samarbeidskart"
    about.language = "nb-NO"
    about.subject = _("Interkommunalt samarbeid")
    return deck, layouts[0], layouts[1]


def _drop_leftovers(deck: Deck) -> None:
    """Take away a printer's settings and the picture of another presentation."""
    for part in (deck.part, deck.part.package):
        rels = part._rels
        for key, rel in list(rels.items()):
            if rel.reltype in (RT.PRINTER_SETTINGS, RT.THUMBNAIL):
                rels.pop(key)


def _retheme(deck: Deck) -> None:
    """Give the theme our name, colours and fonts; effects stay as they are."""
    part = deck.slide_master.part.part_related_by(RT.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", THEME_NAME)
    scheme = root.find(".//a:clrScheme", NAMESPACES)
    fonts = root.find(".//a:fontScheme", NAMESPACES)
    if scheme is not None:
        scheme.set("name", THEME_NAME)
        for place in scheme:
            place.clear()
            value = COLOURS[etree.QName(place).localname]
            etree.SubElement(place, f"{{{NAMESPACES['a']}}}srgbClr", val=value[1:].upper())
    if fonts is not None:
        fonts.set("name", THEME_NAME)
        for latin in fonts.iterfind(".//a:latin", NAMESPACES):
            latin.set("typeface", FONT)
            latin.attrib.pop("panose", None)
    part.blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _restyle_master(deck: Deck) -> None:
    master = deck.slide_master.element
    _replace(master, THEME_NAME, _frames(_("Klikk for å skrive"), body=True, master=True))
    for kind, size, bold, ink in (
        ("titleStyle", _TITLE_SIZE, "1", "accent1"),
        ("bodyStyle", 1800, "0", "tx1"),
    ):
        for level in master.iterfind(f".//p:{kind}/*", NAMESPACES):
            level.set("algn", "l")
            run = level.find("a:defRPr", NAMESPACES)
            if run is None:
                continue
            deep = int(level.get("marL") or 0) > 400_000
            run.set("sz", str(size - 200 * deep))
            run.set("b", bold)
            paint = run.find(".//a:schemeClr", NAMESPACES)
            if paint is not None:
                paint.set("val", ink)


def _replace(element: etree._Element, name: str, shapes: str) -> None:
    """Put our placeholders in the place of those of a master or a layout."""
    slide = element.find("p:cSld", NAMESPACES)
    if slide is None:
        return
    slide.set("name", name)
    tree = slide.find("p:spTree", NAMESPACES)
    if tree is None:
        return
    for child in list(tree)[2:]:
        tree.remove(child)
    for child in parse_xml(f"<p:spTree {_ALL}>{shapes}</p:spTree>"):
        tree.append(copy.copy(child))


_ALL: Final = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())


def _frames(prompt: str, *, body: bool, master: bool = False) -> str:
    """Return the placeholders: title, lead or body, source, number."""
    wide = WIDE / 914_400 - 2 * _MARGIN
    found = [
        _frame(2, _("Tittel"), 'type="title"', (_MARGIN, 0.25, wide, 0.7), prompt, 'anchor="ctr"')
    ]
    if master:
        found.append(
            _frame(3, _("Tekst"), 'type="body" idx="1"', (_MARGIN, 1.7, wide, 5.2), prompt)
        )
    else:
        place = (_MARGIN, 0.95, wide, 0.6)
        kind = f'type="body" sz="quarter" idx="{LEAD}"'
        found.append(_frame(3, _("Ingress"), kind, place, prompt, size=_LEAD_SIZE))
    if body and not master:
        kind = f'type="body" idx="{BODY}"'
        found.append(_frame(4, _("Innhold"), kind, (_MARGIN, 1.7, wide, 5.2), prompt, size=1800))
    foot = f'type="ftr" sz="quarter" idx="{3 if master else FOOT}"'
    number = f'type="sldNum" sz="quarter" idx="{4 if master else NUMBER}"'
    place = (_MARGIN, 7.05, wide - 1.2, 0.3)
    found.append(
        _frame(5, _("Kilde og dato"), foot, place, "", 'anchor="ctr"', size=_FOOT_SIZE, ink="tx2")
    )
    right = (_MARGIN + wide - 1.0, 7.05, 1.0, 0.3)
    field = (
        '<a:p><a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
        '<a:rPr lang="nb-NO"/><a:t>‹#›</a:t></a:fld></a:p>'
    )
    found.append(
        _frame(
            *(6, _("Lysbildenummer"), number, right, field, 'anchor="ctr"'),
            size=_FOOT_SIZE,
            ink="tx2",
            align="r",
        )
    )
    return "".join(found)


def _frame(  # noqa: PLR0913 — one placeholder has this many sides
    key: int,
    name: str,
    kind: str,
    place: tuple[float, float, float, float],
    text: str,
    body: str = "",
    *,
    size: int = 0,
    ink: str = "tx1",
    align: str = "l",
) -> str:
    left, top, wide, high = (round(914_400 * part) for part in place)
    style = (
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{size}">'
        f'<a:solidFill><a:schemeClr val="{ink}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        if size
        else ""
    )
    words = (
        text
        if text.startswith("<")
        else f'<a:p><a:r><a:rPr lang="nb-NO"/><a:t>{text}</a:t></a:r></a:p>'
    )
    if not text:
        words = '<a:p><a:endParaRPr lang="nb-NO"/></a:p>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{key}" name="{escaped(name)}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {kind}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" {body}>'
        f"<a:normAutofit/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{words}</p:txBody></p:sp>"
    )
