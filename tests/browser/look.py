"""What a map shows, read from the elements that are on the screen."""

from dataclasses import dataclass
from typing import Any

from tests.browser.reader import Reader

_LOOK = """() => {
  const all = (selector, root) => [...(root || document).querySelectorAll(selector)];
  const counts = path => (path.getAttribute('d').match(/M/g) || []).length;
  const shapes = {rect: 'square', polygon: 'diamond', circle: 'hollow'};
  const ids = SK.message.h.map(row => row[0]);
  const stars = {};
  all('svg.signs .hub').forEach(hub => {
    stars[hub.dataset.id] = {
      shape: shapes[hub.querySelector('rect, polygon, circle').tagName],
      text: hub.querySelector('.number').textContent,
      label: all('.hublabel', hub).map(line => line.textContent),
      solid: 0, dashed: 0, dotted: 0, arrows: 0, beside: 0,
    };
  });
  all('svg.signs .spokes .of').forEach(group => {
    const star = stars[ids[group.dataset.i]];
    all('path', group).forEach(path => {
      const dash = path.getAttribute('stroke-dasharray'), d = path.getAttribute('d');
      if (d.includes('Z')) star.arrows += counts(path);
      else if (dash === '') star.solid += counts(path);
      else if (dash) star[dash.startsWith('0.1 ') ? 'dotted' : 'dashed'] += counts(path);
    });
  });
  const frame = SK.map.getContainer().getBoundingClientRect();
  const circles = all('svg.signs .node').map(c => [+c.getAttribute('cx'), +c.getAttribute('cy')]);
  // A hub stands so near its seat that there is no room for a spoke between them.
  all('svg.signs .hub').forEach(hub => {
    const number = hub.querySelector('.number');
    const away = ([x, y]) => Math.hypot(x - number.getAttribute('x'), y - number.getAttribute('y'));
    stars[hub.dataset.id].beside = circles.filter(c => away(c) < 20.5 * SK.u).length;
  });
  const filled = [], nodes = [];
  SK.nodes.forEach(node => {
    const at = SK.map.latLngToLayerPoint(node.at), p = SK.map.latLngToContainerPoint(node.at);
    if (circles.some(([x, y]) => Math.hypot(x - at.x, y - at.y) < 0.5)) nodes.push(node.name);
    for (const [dx, dy] of [[0, 0], [9, 9], [-9, 9], [9, -9], [-9, -9], [16, 0], [-16, 0]]) {
      const hit = document.elementFromPoint(frame.left + p.x + dx, frame.top + p.y + dy);
      if (!hit || !hit.closest('.leaflet-overlay-pane')) continue;
      const fill = hit.getAttribute('fill');
      if (fill !== 'var(--land)' && fill !== 'var(--neighbour)') filled.push(node.name);
      break;
    }
  });
  return {
    kind: document.querySelector('svg.signs').getAttribute('class').replace('signs kind-', ''),
    stars, filled, nodes,
    strong: all('svg.signs .name.strong').map(name => name.textContent),
    names: all('svg.signs .name').map(name => name.textContent),
    outlines: all('svg.signs .outlines path').map(path => path.getAttribute('stroke-dasharray')),
    pairs: all('svg.signs .pair').reduce((sum, path) => sum + counts(path), 0),
    key: all('.sk-key span span').map(item => item.textContent),
  };
}"""


@dataclass(frozen=True)
class Star:
    """One agreement: its hub's shape and words, its spokes by dash, its arrows.

    `beside` counts members so near the hub that no spoke fits between.
    """

    shape: str
    text: str
    label: tuple[str, ...]
    solid: int
    dashed: int
    dotted: int
    arrows: int
    beside: int


@dataclass(frozen=True)
class Look:
    """What stands on the map; areas and points by the municipality's name."""

    kind: str
    stars: dict[str, Star]
    filled: set[str]
    nodes: set[str]
    strong: set[str]
    names: set[str]
    outlines: list[str]
    pairs: int
    key: list[str]


def look(reader: Reader) -> Look:
    """Return what the reader sees on the map."""
    seen: dict[str, Any] = reader.run(_LOOK)
    stars = {
        key: Star(**{**star, "label": tuple(star["label"])}) for key, star in seen["stars"].items()
    }
    sets = {key: set(seen[key]) for key in ("filled", "nodes", "strong", "names")}
    return Look(**{**seen, **sets, "stars": stars})
