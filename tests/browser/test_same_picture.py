"""What is drawn for files is what the drawing script draws: places to the pixel, and colours."""

from typing import Any

import pytest

from data import store
from geo import boundaries
from geo.drawing import compose
from geo.picture import Picture
from geo.placement import to_units
from tests.browser.conftest import NewReader
from views import kart
from views.query import from_string
from views.screen import places

REGISTER = store.load()
GROUND = boundaries.load()
PLACES = places(REGISTER)
VIEWS = ("tjeneste=legevakt", "avtale=norbr", "avtale=bygdevekst,ikt-orkide,nibr,nnbt")

SEEN = """() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const number = (el, name) => Number(el.getAttribute(name));
  const [west, south, east, north, units] = SK.message.f;
  const nw = SK.map.latLngToLayerPoint([north, west]);
  const se = SK.map.latLngToLayerPoint([south, east]);
  return {
    left: nw.x, top: nw.y, scale: (se.y - nw.y) / units, u: SK.u,
    hubs: all('svg.signs .hub').map(hub => {
      const sign = all('rect, polygon, circle', hub).pop(), text = hub.querySelector('.number');
      return [hub.dataset.id, number(text, 'x'), number(text, 'y'),
        sign.tagName === 'circle' ? sign.getAttribute('stroke') : sign.getAttribute('fill'),
        text.textContent, all('.hublabel', hub).map(line => line.textContent)];
    }),
    names: all('svg.signs .name').map(name =>
      [name.textContent, number(name, 'x'), number(name, 'y')]),
    fills: all('.leaflet-overlay-pane path').map(path => path.getAttribute('fill')),
    lines: all('svg.signs .spokes path').map(path => path.getAttribute('stroke')),
    legend: SK.message.all,
    title: document.querySelector('h1').textContent,
  };
}"""


def picture_of(text: str) -> Picture:
    view = kart.build(REGISTER, from_string(text, REGISTER)[0], GROUND)
    assert view.picture is not None
    return view.picture


def rgb(colour: str) -> str:
    return "rgb({},{},{})".format(*bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("text", VIEWS)
def test_the_screen_and_the_files_draw_the_same(app: str, new_tab: NewReader, text: str) -> None:
    reader = new_tab(app, viewport={"width": 1920, "height": 1080}).open(f"/kart?{text}")
    seen: dict[str, Any] = reader.run(SEEN)
    picture = picture_of(text)
    drawing = compose(picture, GROUND, PLACES)
    assert (seen["title"], seen["legend"]) == (drawing.title, len(drawing.legend))

    def on_screen(place: tuple[float, float], away: tuple[float, float]) -> tuple[float, float]:
        """Offsets are units of signs, which keep their size where a frame is wider than high."""
        x, y = place
        scale, u = seen["scale"], seen["u"]
        return (
            seen["left"] + x * scale + (away[0] - x) * u,
            seen["top"] + y * scale + (away[1] - y) * u,
        )

    # Where the frame fills the map's height, as the county does, the two are one.
    assert seen["u"] == pytest.approx(seen["scale"], rel=0.03 if drawing.kind == "one" else 1e-3)

    assert len(seen["hubs"]) == len(drawing.hubs) > 0
    for (key, x, y, colour, number, label), mark in zip(seen["hubs"], drawing.hubs, strict=True):
        assert key == mark.agreement
        assert (x, y) == pytest.approx(on_screen(mark.home, (mark.x, mark.y)), abs=1), mark.title
        assert (colour, number) == (mark.colour, mark.text)
        assert label == [line.text for line in drawing.labels if line.code == key]
    assert {mark.colour for mark in drawing.hubs} <= set(seen["lines"])
    for area in drawing.areas:
        if area.marked and area.pattern == "plain":
            assert rgb(area.fill) in seen["fills"]
    names = {name: (x, y) for name, x, y in seen["names"]}
    same = 0
    for name in drawing.names:
        if name.kind == "rim" or name.text not in names:
            continue
        point = to_units(PLACES[name.code][1], picture.frame)
        # A name that would have lain under a sign or at the rim has been moved in the file.
        same += names[name.text] == pytest.approx(on_screen(point, (name.x, name.y)), abs=1)
    assert same >= 0.8 * len(drawing.names)
