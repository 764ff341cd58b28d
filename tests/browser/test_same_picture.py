"""What is drawn for files is what the drawing script draws: places to the pixel, and colours."""

from typing import Any

import pytest

from data import store
from geo import boundaries
from geo.drawing import Drawing, compose
from tests.browser.conftest import NewReader
from views import kart
from views.query import from_string
from views.screen import places

REGISTER = store.load()
GROUND = boundaries.load()
VIEWS = ("tjeneste=legevakt", "avtale=norbr", "avtale=bygdevekst,ikt-orkide,nibr,nnbt")

SEEN = """() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const number = (el, name) => Number(el.getAttribute(name));
  const [west, south, east, north, units] = SK.message.f;
  const nw = SK.map.latLngToLayerPoint([north, west]), se = SK.map.latLngToLayerPoint([south, east]);
  const ends = text => (text.match(/-?[\\d.]+/g) || []).map(Number);
  return {
    left: nw.x, top: nw.y, scale: (se.y - nw.y) / units, u: SK.u,
    hubs: all('svg.signs .hub').map(hub => {
      const sign = all('rect, polygon, circle', hub).pop(), text = hub.querySelector('.number');
      return [hub.dataset.id, number(text, 'x'), number(text, 'y'),
        sign.tagName === 'circle' ? sign.getAttribute('stroke') : sign.getAttribute('fill'),
        text.textContent, all('.hublabel', hub).map(line => line.textContent)];
    }),
    names: all('svg.signs .name').map(name => [name.textContent, number(name, 'x'), number(name, 'y')]),
    fills: all('.leaflet-overlay-pane path').map(path => path.getAttribute('fill')),
    lines: all('svg.signs .spokes path').map(path => path.getAttribute('stroke')),
    legend: SK.message.all,
    title: document.querySelector('h1').textContent,
  };
}"""


def drawing_of(text: str) -> Drawing:
    view = kart.build(REGISTER, from_string(text, REGISTER)[0], GROUND)
    assert view.picture is not None
    return compose(view.picture, GROUND, places(REGISTER))


def rgb(colour: str) -> str:
    return "rgb({},{},{})".format(*bytes.fromhex(colour[1:]))


@pytest.mark.parametrize("text", VIEWS)
def test_the_screen_and_the_files_draw_the_same(app: str, new_reader: NewReader, text: str) -> None:
    reader = new_reader(app, viewport={"width": 1920, "height": 1080}).open(f"/kart?{text}")
    seen: dict[str, Any] = reader.run(SEEN)
    drawing = drawing_of(text)
    # As wide a screen shows the frame as high as the map: one unit is the same for both.
    assert seen["u"] == pytest.approx(seen["scale"], rel=0.01)
    assert (seen["title"], seen["legend"]) == (drawing.title, len(drawing.legend))

    def on_screen(x: float, y: float) -> tuple[float, float]:
        return seen["left"] + x * seen["scale"], seen["top"] + y * seen["scale"]

    assert len(seen["hubs"]) == len(drawing.hubs) > 0
    for (key, x, y, colour, number, label), mark in zip(seen["hubs"], drawing.hubs, strict=True):
        assert key == mark.agreement
        assert (x, y) == pytest.approx(on_screen(mark.x, mark.y), abs=1), mark.title
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
        # A name that would have lain under a sign or at the rim has been moved in the file.
        place = on_screen(name.x, name.y)
        same += names[name.text] == pytest.approx(place, abs=1)
    assert same >= 0.8 * len(drawing.names)
