"""The pen of the file that opens in a browser: one page, offline, with the app's own drawing.

All scripts and styles stand in the file and hold no data: a policy names each by its hash, so
that no other script runs. Ground, picture and cards are base64 of deflated JSON, and the drawing
script sets all text with `textContent`; the rest is HTML that markupsafe has escaped.
"""

import base64
import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from data.language import _, get_language
from data.register import Register
from export import page_parts as parts
from geo.boundaries import Boundaries
from geo.message import to_base64
from geo.picture import Picture
from geo.web import base_data
from views.card import build_card
from views.dekning import CoverageView
from views.pen_words import words
from views.pictures.signs import legend_row
from views.screen import message, places
from views.view import Card, View, picture_of

SCRIPTS: Final = ("leaflet.js", "fflate.js", "signs.js", "list.js", "map.js", "file.js")
_ASSETS: Final = Path(__file__).resolve().parent.parent / "geo" / "assets"
_FONT: Final = "source-sans-3-latin.woff2"
_PAGE: Final = Markup(
    "<!doctype html>\n"
    "<html lang='{language}'><head><meta charset='utf-8'>\n"
    "<meta http-equiv='Content-Security-Policy' content=\"{policy}\">\n"
    "<meta name='viewport' content='width=device-width, initial-scale=1'>\n"
    "<meta name='referrer' content='no-referrer'>\n"
    "<link rel='icon' href='data:,'>\n"
    "<title>{title}</title>\n<style>{style}</style></head>\n"
    "<body class='file'>\n{body}\n</body></html>\n"
)


def html(view: View, register: Register, boundaries: Boundaries | None) -> bytes:
    """Return `view` as one HTML file: title, lead, map that pans, tables, sources and date.

    A click on an agreement opens its card; what needs the app (filters, links to other pages)
    is left out. A view without a picture becomes a page without a map and without any script.
    """
    scripts = _scripts() if view.picture else ()
    body = [parts.header(view), _map(view, register, boundaries) if view.picture else Markup("")]
    body += [parts.notes(view), Markup("<a id='tabell'></a>")]
    body += [parts.section(found) for found in view.sections]
    body += [parts.table(found) for found in view.tables]
    body.append(parts.sources(register.agreement(key) for key in _named(view, register)))
    body.append(parts.footer(register))
    body += [Markup("<script>{}</script>").format(script) for script in scripts]
    page = _PAGE.format(
        language=get_language(),
        policy=Markup(_policy(scripts)),  # noqa: S704 — made of constants and hashes
        title=view.title,
        style=_style(),
        body=Markup("\n").join(part for part in body if part),
    )
    return page.encode()


def _map(view: View, register: Register, boundaries: Boundaries | None) -> Markup:
    """Return the map's place, and what is drawn in it in an alphabet that HTML does not read."""
    drawn = _drawn(view, register)
    picture = message(drawn, register, len(register.agreement_records))
    if not picture["r"]:
        picture["bare"] = 1
    ground = json.loads(base_data(boundaries, places(register), words()))
    cards = {} if "bare" in picture else _cards(drawn, register)
    if "card" in picture:
        picture["card"] = cards[drawn.card.agreement] if drawn.card else {}
    data = {"grunn": ground, "bilde": picture, "kort": cards}
    pattern = Markup("<script type='text/plain' id='{}'>{}</script>")
    inlined = Markup("\n").join(pattern.format(key, to_base64(data[key])) for key in data)
    title = drawn.picture.title if drawn.picture else ""
    caption = Markup("<p class='caption'>{}</p>").format(title) if title != view.title else ""
    unseen = _("Kartet tegnes av et skript, som nettleseren ikke kjører. Tabellen sier det samme.")
    return Markup(
        "{}<noscript><p>{}</p></noscript><div id='parent'><div id='kart'></div></div>\n{}"
    ).format(caption, unseen, inlined)


def _drawn(view: View, register: Register) -> View:
    """Return the view as a file can answer it: no way on, and a list of what the map shows.

    Beside one agreement the app lists all that the filters leave, as a way on; here their hubs
    are not on the map. The agreement itself is on the list even where the filters leave it out.
    """
    picture = picture_of(view)
    if isinstance(view, CoverageView):
        picture = replace(picture, title=view.map_title)
    if view.card is not None:
        shown = {picture.focus, view.card.agreement, *(hub.agreement for hub in picture.hubs)}
        legend = tuple(row for row in picture.legend if row.agreement in shown)
        if view.card.agreement not in {row.agreement for row in legend}:
            own = register.agreement(view.card.agreement)
            legend = (legend_row(own, register, 1, view.card.colour), *legend)
        picture = replace(picture, legend=legend)
    # What stands above the map stands in the page's own header.
    picture = replace(picture, title=picture.title or view.title)
    return replace(view, picture=picture, widen=(), notes=())


def _cards(view: View, register: Register) -> dict[str, Any]:
    """Return the cards of the agreements that the list names, as the drawing script reads them."""
    cards: dict[str, Any] = {}
    for key in _named(view, register):
        own = view.card if view.card and view.card.agreement == key else None
        cards[key] = _card(own or build_card(register.agreement(key), register), register, view)
    return cards


def _card(card: Card, register: Register, view: View) -> dict[str, Any]:
    blank = Picture("county", "", "", view.picture.frame) if view.picture else None
    sent: dict[str, Any] = message(View("", "", blank, card=card), register, 0)["card"]
    # Each member's name is a filter in the app; here the card's own line of members is enough.
    return {**sent, "m": []}


def _named(view: View, register: Register) -> list[str]:
    """Return ids of the register's agreements that the picture names, in its order."""
    if view.picture is None:
        return []
    ids = [row.agreement for row in view.picture.legend]
    ids += [hub.agreement for hub in view.picture.hubs]
    return [key for key in dict.fromkeys(ids) if key in register.agreement_by_id]


@cache
def _scripts() -> tuple[Markup, ...]:
    return tuple(Markup(_constant(name)) for name in SCRIPTS)  # noqa: S704 — our own, no data


def _constant(name: str) -> str:
    """Return a file of ours as it stands, if it can stand in HTML."""
    text = (_ASSETS / name).read_text("utf-8")
    if re.search(r"</script|</style|<!--", text, re.IGNORECASE):
        msg = f"{name} cannot stand in a page: it would end or hide what follows"
        raise ValueError(msg)
    return text


@cache
def _style() -> Markup:
    """Return all styles with the typeface in them; pictures that are never used are left out."""
    font = base64.b64encode((_ASSETS / _FONT).read_bytes()).decode("ascii")
    leaflet = re.sub(r"url\([^)]*\)", "none", _constant("leaflet.css"))
    pen = _constant("pen.css").replace(f'"{_FONT}"', f'"data:font/woff2;base64,{font}"')
    return Markup("\n".join((leaflet, pen, _constant("file.css"))))  # noqa: S704 — our own, no data


def _policy(scripts: tuple[Markup, ...]) -> str:
    """Return what the page may do: draw with its own scripts, and speak with nobody."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
        for text in scripts
    ]
    rules = (
        "default-src 'none'",
        f"script-src {' '.join(hashes) or chr(39) + 'none' + chr(39)}",
        "style-src 'unsafe-inline'",
        *("img-src data:", "font-src data:", "base-uri 'none'", "form-action 'none'"),
    )
    return "; ".join(rules)
