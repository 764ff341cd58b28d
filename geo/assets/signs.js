// Signs of the map as SVG elements. Text is only ever set with textContent.
(function () {
  'use strict';
  const SK = (window.SK = window.SK || {});
  const NS = 'http://www.w3.org/2000/svg';

  SK.el = function (tag, attributes, parent) {
    const element = document.createElementNS(NS, tag);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (parent) parent.appendChild(element);
    return element;
  };

  SK.html = function (tag, className, text, parent) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined && text !== null) element.textContent = text;
    if (parent) parent.appendChild(element);
    return element;
  };

  SK.clear = function (element) { element.replaceChildren(); };

  // A colour of the picture on dark ground: lighter, so that it keeps 3:1.
  SK.ink = function (hex) {
    if (!SK.dark) return hex;
    if (hex === '#1F2933') return '#f2f5f7';
    if (hex === '#5B6770') return '#b9c4cc';
    const part = i => Math.round(parseInt(hex.slice(i, i + 2), 16) * 0.58 + 255 * 0.42);
    return `rgb(${part(1)},${part(3)},${part(5)})`;
  };

  // A colour laid on land with this opacity, as an opaque colour: no coast line shines through.
  SK.onLand = function (colour, opacity) {
    const land = SK.dark ? [54, 66, 75] : [251, 250, 246];
    const top = colour[0] === '#' ? [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16)) : colour.match(/\d+/g).map(Number);
    return `rgb(${top.map((value, i) => Math.round(value * opacity + land[i] * (1 - opacity))).join()})`;
  };

  SK.dash = function (kind, width) {
    if (kind === 1) return `${(width * 3.2).toFixed(1)} ${(width * 2.2).toFixed(1)}`;
    if (kind === 2) return `0.1 ${(width * 2.2).toFixed(1)}`;
    return '';
  };

  // A quadratic curve from a to b, bent gently to the left of its way; `bend` is a share of it.
  SK.control = function (a, b, bend) {
    return {x: (a.x + b.x) / 2 + (b.y - a.y) * bend, y: (a.y + b.y) / 2 - (b.x - a.x) * bend};
  };

  SK.at = function (a, c, b, t) {
    const s = 1 - t;
    return {
      x: s * s * a.x + 2 * s * t * c.x + t * t * b.x,
      y: s * s * a.y + 2 * s * t * c.y + t * t * b.y,
    };
  };

  const n = value => value.toFixed(1);

  // Returns the path of a spoke and, for a host, of the arrowhead at its end.
  SK.spoke = function (a, b, from, to, arrow) {
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    if (length < from + to + 2) return {line: '', head: ''};
    const c = SK.control(a, b, Math.min(0.14, 0.07 + length / 6000));
    const start = SK.at(a, c, b, from / length);
    const end = SK.at(a, c, b, 1 - (to + (arrow ? 6 * SK.u : 0)) / length);
    const line = `M${n(start.x)} ${n(start.y)}Q${n(c.x)} ${n(c.y)} ${n(end.x)} ${n(end.y)}`;
    if (!arrow) return {line, head: ''};
    const tip = SK.at(a, c, b, 1 - to / length);
    const dx = tip.x - end.x, dy = tip.y - end.y, size = Math.hypot(dx, dy) || 1;
    const px = (-dy / size) * 4 * SK.u, py = (dx / size) * 4 * SK.u;
    const bx = end.x - dx * 0.35, by = end.y - dy * 0.35;
    return {
      line,
      head: `M${n(tip.x)} ${n(tip.y)}L${n(bx + px)} ${n(by + py)}L${n(bx - px)} ${n(by - py)}Z`,
    };
  };

  // The shape of a hub, `r` from its middle: 0 square, 1 diamond, 2 hollow ring, 3 none.
  SK.shape = function (kind, x, y, r, colour, parent) {
    const common = {fill: colour, stroke: 'var(--halo)', 'stroke-width': 1.6};
    if (kind === 0) {
      return SK.el('rect', {x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: 1.5, ...common}, parent);
    }
    if (kind === 1) {
      const d = r * 1.28;
      const points = `${x},${y - d} ${x + d},${y} ${x},${y + d} ${x - d},${y}`;
      return SK.el('polygon', {points, 'stroke-linejoin': 'round', ...common}, parent);
    }
    if (kind === 2) {
      SK.el('circle', {cx: x, cy: y, r: r + 1.4, fill: 'var(--halo)'}, parent);
      return SK.el('circle', {cx: x, cy: y, r: r - 0.6, fill: 'var(--paper)', stroke: colour, 'stroke-width': 3}, parent);
    }
    return SK.el('circle', {cx: x, cy: y, r: r * 0.45, fill: 'none', stroke: colour, 'stroke-width': 1.5, 'stroke-dasharray': '2 2'}, parent);
  };

  // The sign of an agreement with its number, as a small picture of its own (list and card).
  SK.badge = function (row, colours) {
    const svg = SK.el('svg', {viewBox: '0 0 34 34', width: 34, height: 34, 'aria-hidden': 'true', class: 'badge'});
    const colour = SK.ink(colours[row[3]]);
    const text = row[1] ? String(row[1]) : '–';
    SK.shape(row[2], 17, 17, 11.5, colour, svg);
    const label = SK.el('text', {
      x: 17, y: 17, 'text-anchor': 'middle', 'dominant-baseline': 'central',
      class: 'number' + (row[2] > 1 ? ' hollow' : ''), 'font-size': text.length > 2 ? 10.5 : 13.5,
    }, svg);
    label.textContent = text;
    return svg;
  };

  // A pattern for an area; returns what to fill it with.
  SK.pattern = function (defs, kind, colour, second, opacity) {
    if (kind === 0) return SK.onLand(colour, opacity);
    const id = 'p' + defs.childNodes.length, u = SK.u;
    const size = (kind === 2 ? 7 : 11) * u;
    const pattern = SK.el('pattern', {
      id, width: size, height: size, patternUnits: 'userSpaceOnUse',
      patternTransform: kind === 2 ? '' : 'rotate(45)',
    }, defs);
    SK.el('rect', {width: size, height: size, fill: kind === 1 ? SK.onLand(colour, opacity) : 'var(--land)'}, pattern);
    if (kind === 1) {
      SK.el('rect', {width: size * 0.45, height: size, fill: SK.onLand(second, opacity + 0.14)}, pattern);
    } else if (kind === 2) {
      SK.el('circle', {cx: size / 2, cy: size / 2, r: 1.05 * u, fill: colour, 'fill-opacity': 0.75}, pattern);
    } else {
      SK.el('rect', {width: 1.3 * u, height: size, fill: colour, 'fill-opacity': opacity}, pattern);
    }
    return `url(#${id})`;
  };

  // One sign of the key below the map.
  SK.keySign = function (row, colours) {
    const [sign, index] = row;
    const svg = SK.el('svg', {viewBox: '0 0 34 18', width: 34, height: 18, 'aria-hidden': 'true'});
    const colour = SK.ink(colours[index]);
    const line = (extra) => SK.el('path', {d: 'M2 9H32', stroke: colour, 'stroke-width': 2.4, fill: 'none', ...extra}, svg);
    const box = (attributes) => SK.el('rect', {x: 4, y: 2, width: 26, height: 14, stroke: 'var(--border)', 'stroke-width': 1, ...attributes}, svg);
    if (sign === 'square') {
      SK.shape(0, 8, 9, 6, colour, svg);
      SK.el('path', {d: 'M14 9H27', stroke: colour, 'stroke-width': 2, fill: 'none'}, svg);
      SK.el('path', {d: 'M33 9L26 5V13Z', fill: colour}, svg);
    } else if (sign === 'diamond') SK.shape(1, 17, 9, 6, colour, svg);
    else if (sign === 'hollow') SK.shape(2, 17, 9, 6.5, colour, svg);
    else if (sign === 'dashed') { line({'stroke-dasharray': '6 4'}); SK.shape(2, 17, 9, 5, colour, svg); }
    else if (sign === 'dotted') line({'stroke-dasharray': '0.1 5', 'stroke-linecap': 'round', 'stroke-width': 3});
    else if (sign === 'pair') line({'stroke-width': 5});
    else if (sign === 'host') SK.shape(0, 17, 9, 7, colour, svg);
    else if (sign === 'ring') {
      SK.el('circle', {cx: 17, cy: 9, r: 2.6, fill: 'var(--halo)', stroke: colour, 'stroke-width': 1.4}, svg);
      for (let i = 0; i < 5; i++) {
        const turn = (i * 2 * Math.PI) / 5 - Math.PI / 2;
        SK.el('circle', {cx: 17 + 6.5 * Math.cos(turn), cy: 9 + 6.5 * Math.sin(turn), r: 1.9, fill: colour}, svg);
      }
    } else if (sign === 'fill') box({fill: colours[index]});
    else if (sign === 'area') box({fill: colour, 'fill-opacity': 0.35, stroke: colour, 'stroke-width': 2});
    else if (sign === 'pale') box({fill: colour, 'fill-opacity': 0.25});
    else if (sign === 'alone') box({fill: '#fff', stroke: colour, 'stroke-width': 2.2});
    else {
      const kind = {hatch: 1, dots: 2, diagonal: 4}[sign];
      box({fill: 'var(--land)'});
      if (kind === 2) for (let x = 8; x < 30; x += 6) for (let y = 6; y < 16; y += 6) SK.el('circle', {cx: x, cy: y, r: 1.1, fill: colour}, svg);
      else for (let x = 6; x < 30; x += 6) SK.el('path', {d: `M${x} 16L${Math.min(30, x + 8)} ${16 - Math.min(14, (30 - x) * 1.75)}`, stroke: colour, 'stroke-width': kind === 1 ? 2.6 : 1}, svg);
    }
    return svg;
  };
})();
