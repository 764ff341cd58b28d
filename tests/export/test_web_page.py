"""The file that opens in a browser is whole, small, and holds no text that is read as markup."""

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser
from typing import Any

import pytest

from data import store
from export import web_page
from export.web_page import html
from geo import boundaries
from geo.message import encode
from tests.export.hostile import ADDRESS, KEY, SERVICE, TEXT, hostile, hostile_ground
from ui import assets
from views import analyse, dekning, kart
from views.query import Query, to_string
from views.view import Table, View

REGISTER = store.load()
GROUND = boundaries.load()
NEAR = boundaries.neighbour_codes()
ORDER = {code: index for index, code in enumerate(REGISTER.municipality_by_code)}
MOST = 1_500_000
ALL_OF_IT = Query(avsluttet=True, par=400, deler=True)
QUERIES = [
    Query(),
    ALL_OF_IT,
    Query(tjeneste=("legevakt",)),
    Query(avtale=("nnbt",)),
    Query(avtale=("nnbt", "bygdevekst", "ikt-orkide")),
    Query(sok="ingen treff på dette"),
]
EMPTY = {"meta", "link", "br", "img", "input"}


class Page(HTMLParser):
    """Reads a page as a browser does: scripts, styles, attributes, and the text that is seen."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.data: dict[str, Any] = {}
        self.cells: list[str] = []
        self.text = ""
        self.title = ""
        self.feed(data.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        inside = self.open[-1] if self.open else ""
        if inside == "script":
            attrs = self.tags[-1][1]
            if attrs.get("type") == "text/plain":
                whole = zlib.decompress(base64.b64decode(data, validate=True))
                self.data[str(attrs["id"])] = json.loads(whole)
            else:
                self.scripts.append(data)
        elif inside == "title":
            self.title += data
        elif inside != "style":
            self.text += data
            if {"td", "th"} & set(self.open):
                self.cells[-1] += data


def shown(query: Query) -> View:
    return kart.build(REGISTER, query, GROUND)


@pytest.mark.parametrize("query", QUERIES, ids=to_string)
def test_a_file_holds_title_lead_map_table_sources_and_date(query: Query) -> None:
    view = shown(query)
    page = Page(html(view, REGISTER, GROUND))
    assert page.open == []
    assert page.title == view.title
    assert ("html", {"lang": "nb"}) in page.tags
    for text in (view.title, view.lead, *view.notes, "© Kartverket (CC BY 4.0)", REGISTER.as_of):
        assert text in page.text
    (table,) = view.tables
    assert page.cells == [*table.columns, *(str(cell) for row in table.rows for cell in row)]
    assert view.picture is not None
    sent = {**page.data["bilde"]}
    expected = encode(view.picture, ORDER, 1000)
    for key in ("k", "f", "a", "o", "p", "h", "s", "d", "w", "at", "alt"):
        assert sent[key] == json.loads(json.dumps(expected[key])), key
    keys = [(sign, sent["c"][colour], text) for sign, colour, text, _second in sent["q"]]
    assert keys == [(key.sign, key.colour, key.text) for key in view.picture.keys]
    assert len(page.data["grunn"]["areas"]) == len(GROUND.codes)
    listed = [row[0] for row in sent["r"]]
    assert set(page.data["kort"]) == {key for key in listed if key in REGISTER.agreement_by_id}
    assert sent["wi"] == []
    for key, card in page.data["kort"].items():
        assert card["t"] == REGISTER.agreement(key).name
    named = [row.agreement for row in view.picture.legend]
    assert all(REGISTER.agreement(key).sources[0][0] in page.text for key in named)


@pytest.mark.parametrize("query", QUERIES, ids=to_string)
def test_a_file_is_small(query: Query) -> None:
    assert len(html(shown(query), REGISTER, GROUND)) <= MOST


def test_a_file_about_one_agreement_opens_on_its_card() -> None:
    page = Page(html(shown(Query(avtale=("nnbt",))), REGISTER, GROUND))
    assert [row[0] for row in page.data["bilde"]["r"]] == ["nnbt"]
    assert page.data["bilde"]["card"] == page.data["kort"]["nnbt"]
    assert page.data["bilde"]["all"] == 1


def test_a_map_without_a_list_is_a_map_alone_with_its_own_caption() -> None:
    view = dekning.build(REGISTER, Query(), GROUND, NEAR)
    page = Page(html(view, REGISTER, GROUND))
    assert page.data["bilde"]["bare"] == 1
    assert page.data["kort"] == {}
    assert view.map_title in page.text
    assert view.title in page.text


def test_a_view_without_a_picture_is_a_page_without_a_script() -> None:
    view = analyse.build(REGISTER, Query())
    assert view.picture is None
    page = Page(html(view, REGISTER, GROUND))
    assert page.scripts == []
    assert page.data == {}
    assert view.title in page.text
    assert all(table.caption in page.text for table in view.tables)
    assert "script-src 'none'" in html(view, REGISTER, GROUND).decode()


def test_it_is_the_same_file_every_time() -> None:
    view = shown(Query(tjeneste=("legevakt",)))
    assert html(view, REGISTER, GROUND) == html(view, REGISTER, GROUND)


def test_without_boundaries_there_are_points_and_lines() -> None:
    view = kart.build(REGISTER, Query(avtale=("nnbt",)), None)
    page = Page(html(view, REGISTER, None))
    assert page.data["grunn"]["areas"] == []
    assert page.data["bilde"]["h"]


# --- nothing runs, nothing is asked for ----------------------------------------------------


def policy(page: Page) -> dict[str, list[str]]:
    (content,) = (a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a)
    rules = (rule.split() for rule in str(content).split("; "))
    return {name: values for name, *values in rules}


def test_only_our_own_scripts_may_run() -> None:
    page = Page(html(shown(Query()), REGISTER, GROUND))
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in page.scripts
    ]
    assert len(hashes) == len(web_page.SCRIPTS)
    assert policy(page) == {
        "default-src": ["'none'"],
        "script-src": hashes,
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "font-src": ["data:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_file_draws_with_the_scripts_of_the_app() -> None:
    assert set(web_page.SCRIPTS) == {"leaflet.js", "file.js", *assets.SCRIPTS}
    ours = [name for name in web_page.SCRIPTS if name in assets.SCRIPTS]
    assert ours == list(assets.SCRIPTS)


@pytest.mark.parametrize("query", [Query(), Query(tjeneste=(SERVICE,))], ids=to_string)
def test_the_file_asks_for_nothing(query: Query) -> None:
    data = html(shown(query), REGISTER, GROUND).decode()
    page = Page(data.encode())
    for tag, attrs in page.tags:
        assert tag not in ("img", "iframe", "object", "embed", "base", "form")
        assert "src" not in attrs
        if tag == "link":
            assert str(attrs["href"]).startswith("data:")
        if tag == "a" and "href" in attrs:
            href = str(attrs["href"])
            assert href == "#tabell" or re.match(r"https?://", href), href
            if href != "#tabell":
                assert attrs["rel"] == "noopener noreferrer"
    (style,) = re.findall(r"<style>(.*?)</style>", data, re.DOTALL)
    for found in re.findall(r"url\(([^)]*)\)", style):
        assert found.strip('"').startswith("data:font/woff2;base64,")
    assert "@import" not in style
    (font,) = re.findall(r"base64,([A-Za-z0-9+/=]+)", style)
    assert base64.b64decode(font, validate=True)[:4] == b"wOF2"


@pytest.mark.parametrize(
    "query", [Query(tjeneste=(SERVICE,)), Query(avtale=(KEY,)), Query(sok=TEXT)]
)
def test_hostile_text_reads_as_itself_and_makes_no_markup(query: Query) -> None:
    register, ground = hostile(), hostile_ground()
    calm = Page(html(shown(query), REGISTER, GROUND))
    view = kart.build(register, query, ground)
    page = Page(html(view, register, ground))
    assert page.open == []
    assert page.scripts == calm.scripts
    assert policy(page) == policy(calm)
    assert {tag for tag, _attrs in page.tags} <= {tag for tag, _attrs in calm.tags}
    for _tag, attrs in page.tags:
        assert not [name for name in attrs if name.startswith("on")]
    assert page.title == view.title
    assert TEXT in page.text
    if query.tjeneste:
        assert page.cells.count(TEXT) == 1 + len(view.tables[0].rows)  # its name; the service
        links = [str(a["href"]) for tag, a in page.tags if tag == "a" and "href" in a]
        assert ADDRESS in links
        assert not [link for link in links if link.lower().startswith(("javascript", "data"))]
        assert page.data["kort"][KEY]["t"] == TEXT


def test_hostile_text_in_captions_and_heads_is_escaped() -> None:
    view = View(TEXT, TEXT, None, tables=(Table(TEXT, (TEXT,), ((TEXT,),), TEXT),), notes=(TEXT,))
    page = Page(html(view, hostile(), None))
    assert page.cells == [TEXT, TEXT]
    assert page.text.count(TEXT) >= 7
    assert page.scripts == []


@pytest.mark.parametrize("text", ["x</script>", "<!-- x", "a</STYLE >"])
def test_a_script_that_would_end_the_page_is_refused(
    text: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.js").write_text(text)
    monkeypatch.setattr(web_page, "_ASSETS", tmp_path)
    with pytest.raises(ValueError, match=r"x\.js"):
        web_page._constant("x.js")
