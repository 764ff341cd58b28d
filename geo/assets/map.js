// The map: areas and names once, then one picture after the other (SK.init, SK.draw).
(function () {
  'use strict';
  const SK = (window.SK = window.SK || {});
  const VIEW = 'sk.view';
  let map, base, svg, groups, defs, areas = [], nodes = [], message = null, sequence = 0;
  let showing = false, touched = false, fitting = false, fitted = '', countyZoom = 7, styled = [];

  // What the reader did, for the page: set at once, and never equal to the one before.
  SK.tell = function (what) {
    if (window.Streamlit) window.Streamlit.setComponentValue({...what, n: Date.now() + ++sequence});
    else if (SK.onTell) SK.onTell(what);
  };

  // The ground is an address to fetch from; in a file that travels, the ground itself.
  SK.init = function (chart, ground) {
    map = SK.map = chart;
    SK.theme();
    SK.buildFrame(map.getContainer());
    map.options.zoomSnap = 0;
    map.options.zoomDelta = 0.5;
    map.options.wheelPxPerZoomLevel = 140;
    map._zoomAnimated = false;
    map.invalidateSize({animate: false});
    const got = typeof ground !== 'string' ? Promise.resolve(ground) : fetch(ground)
      .then(answer => { if (!answer.ok) throw new Error(answer.status); return answer.json(); });
    got.then(start)
      .catch(error => SK.sorry(String(error.message || error)));
  };

  function start(data) {
    base = data;
    SK.base = base;
    nodes = base.nodes.map(row => ({
      code: row[0], name: row[1], at: L.latLng(row[3], row[2]), county: !!row[4],
      dx: row[5], dy: row[6], anchor: row[7], leader: !!row[8],
    }));
    SK.nodes = nodes;
    const renderer = L.svg({padding: 0.6});
    const byCode = {};
    const lay = (row, options) => L.geoJSON(row[3], {style: {renderer, ...options}});
    const outside = base.areas.filter(row => !row[2]), inside = base.areas.filter(row => row[2]);
    outside.forEach(row => add(row, {color: 'var(--border)', weight: 0.7, fillColor: 'var(--neighbour)', fillOpacity: 1}));
    inside.forEach(row => lay(row, {color: 'var(--county)', weight: 2.6, fill: false, interactive: false}).addTo(map));
    inside.forEach(row => add(row, {color: 'var(--border)', weight: 0.8, fillColor: 'var(--land)', fillOpacity: 1}));
    function add(row, style) {
      const layer = lay(row, style).addTo(map);
      byCode[row[0]] = {layer, style, name: row[1], code: row[0]};
      layer.on('mousemove', event => SK.tip(areaTip(row), event.originalEvent));
      layer.on('mouseout', () => SK.tip(null));
      layer.on('click', () => { if (nodes.some(node => node.code === row[0])) SK.tell({kommune: row[0]}); });
    }
    areas = nodes.map(node => byCode[node.code] || null);
    svg = SK.el('svg', {class: 'signs', width: 1, height: 1, overflow: 'visible'}, map.createPane('signs'));
    defs = SK.el('defs', {}, svg);
    groups = {};
    ['outlines', 'pairs', 'spokes', 'nodes', 'names', 'hubs'].forEach(name => { groups[name] = SK.el('g', {class: name}, svg); });
    try {
      const view = JSON.parse(sessionStorage.getItem(VIEW));
      if (view) { map.setView(view.c, view.z, {animate: false}); touched = true; }
    } catch (ignored) { /* a private window has no storage: the map starts on the county */ }
    map.on('zoomend dragend', () => { if (!fitting) keep(); });
    map.on('moveend', () => { if (!fitting) render(); });
    map.on('resize', () => { if (!visible() || !message) return; if (!touched || !SK.u) fitted = ''; if (!showing) show(); });
    SK.ready = true;
    // The words above may break anew (a typeface that comes late): the map fills what room it has.
    new ResizeObserver(() => map.invalidateSize({animate: false})).observe(map.getContainer());
    if (message) show();
  }

  function keep() {
    touched = true;
    const centre = map.getCenter();
    try { sessionStorage.setItem(VIEW, JSON.stringify({c: [centre.lat, centre.lng], z: map.getZoom()})); } catch (ignored) { /* as above */ }
    SK.showReset(true);
  }

  SK.reset = function () {
    touched = false;
    fitted = '';
    try { sessionStorage.removeItem(VIEW); } catch (ignored) { /* as above */ }
    SK.showReset(false);
    fit();
    render();
  };

  function bounds(frame) { return L.latLngBounds([frame[1], frame[0]], [frame[3], frame[2]]); }

  // Fit the picture's frame, unless the reader has moved the map: zoom and pan are theirs.
  function fit() {
    const size = map.getSize();
    fitting = true;
    countyZoom = map.getBoundsZoom(bounds(base.frame));
    const nw = map.project([base.frame[3], base.frame[0]], countyZoom), se = map.project([base.frame[1], base.frame[2]], countyZoom);
    SK.u = Math.max(0.82, Math.min(2.4, Math.min(size.y, se.y - nw.y + 40) / 720)) * (720 / message.f[4]);
    const key = message.f.join();
    if (!touched && key !== fitted) {
      map.fitBounds(bounds(message.f), {animate: false});
      fitted = key;
    }
    fitting = false;
  }

  // A message is base64 of deflated JSON. It is read at once: waiting for the browser's own
  // stream would let the page's other work go first.
  SK.draw = function (data) {
    const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
    message = SK.message = JSON.parse(new TextDecoder().decode(fflate.unzlibSync(bytes)));
    if (SK.ready) show();
  };

  // A frame that is being laid out, or taken away, has no size to draw in.
  const visible = () => { const size = map.getSize(); return size.x > 40 && size.y > 40; };

  function show() {
    SK.arrange(message);
    showing = true;  // a new size is drawn below, once
    map.invalidateSize({animate: false});
    showing = false;
    if (!visible()) return;
    fit();
    fill();
    render();
    SK.fillList(message);
  }
  SK.refresh = () => { if (SK.ready && message) { styled = []; show(); } };

  function fill() {
    const colours = message.c, next = new Array(areas.length);
    SK.clear(defs);
    message.a.forEach(row => { next[row[0]] = row; });
    areas.forEach((area, index) => {
      if (!area) return;
      const row = next[index];
      const key = row ? JSON.stringify([row.slice(1, 5).map((v, i) => (i === 0 || i === 3 ? colours[v] : v)), SK.dark, SK.u]) : '';
      if (!row && styled[index] === '') return;
      if (!row) area.layer.setStyle({stroke: true, ...area.style});
      else {
        const flat = message.k === 'pairs' ? colours[row[1]] : SK.ink(colours[row[1]]);
        const paint = SK.pattern(defs, row[3], flat, row[4] < 0 ? '' : SK.ink(colours[row[4]]), row[2] / 100);
        if (row[3] === 3) area.layer.setStyle({fillColor: 'var(--alone)', fillOpacity: 1, color: 'var(--ink)', weight: 2.6 * SK.u}).bringToFront();
        else if (styled[index] !== key || row[3]) area.layer.setStyle({...area.style, fillColor: paint, fillOpacity: 1});
      }
      styled[index] = key;
    });
  }

  const place = (lat, lon) => map.latLngToLayerPoint([lat, lon]);

  // The part of the map that is seen, in layer points, a little inside its rim.
  function view(inset) {
    const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
    return {left: corner.x + inset, top: corner.y + inset, right: corner.x + size.x - inset, bottom: corner.y + size.y - inset};
  }
  const within = (p, box) => p.x >= box.left && p.x <= box.right && p.y >= box.top && p.y <= box.bottom;

  // Where the way from a to b leaves the box: a member further away is named at the rim.
  function rim(a, b, box) {
    let t = 1;
    if (b.x < box.left) t = Math.min(t, (box.left - a.x) / (b.x - a.x));
    if (b.x > box.right) t = Math.min(t, (box.right - a.x) / (b.x - a.x));
    if (b.y < box.top) t = Math.min(t, (box.top - a.y) / (b.y - a.y));
    if (b.y > box.bottom) t = Math.min(t, (box.bottom - a.y) / (b.y - a.y));
    return {x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t};
  }

  function render() {
    if (!message || !SK.ready || !SK.u || !visible()) return;
    Object.values(groups).forEach(SK.clear);
    const u = SK.u, colours = message.c.map(SK.ink);
    const points = nodes.map(node => map.latLngToLayerPoint(node.at));
    const hubs = message.h.map(row => { const p = place(row[2], row[1]); return {x: p.x + row[3] * u, y: p.y + row[4] * u}; });
    outlines(colours);
    pairs(points, u);
    spokes(points, hubs, colours, u);
    names(points, u);
    dots(points, colours, u);
    SK.hubs = hubs.map((point, index) => hub(message.h[index], point, colours, u));
    svg.setAttribute('class', 'signs kind-' + message.k);
  }

  function outlines(colours) {
    message.o.forEach(([colour, width, dash, rings]) => {
      const path = rings.map(steps => {
        let x = 0, y = 0, text = '';
        for (let i = 0; i < steps.length; i += 2) {
          x += steps[i]; y += steps[i + 1];
          const p = place(y / 1e4, x / 1e4);
          text += (i ? 'L' : 'M') + p.x.toFixed(1) + ' ' + p.y.toFixed(1);
        }
        return text + 'Z';
      }).join('');
      const w = width * SK.u;
      SK.el('path', {d: path, fill: 'none', stroke: colours[colour], 'stroke-width': w, 'stroke-linejoin': 'round', 'stroke-linecap': 'round', 'stroke-dasharray': SK.dash(dash, w)}, groups.outlines);
    });
  }

  function pairs(points, u) {
    const paths = ['', '', '', ''], p = message.p;
    SK.curves = [];
    for (let i = 0; i < p.length; i += 5) {
      const a = points[p[i]], b = points[p[i + 1]], c = SK.control(a, b, 0.1);
      paths[p[i + 2]] += `M${a.x.toFixed(1)} ${a.y.toFixed(1)}Q${c.x.toFixed(1)} ${c.y.toFixed(1)} ${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
      if (p.length < 5000) SK.curves.push([a, c, b, i]);
    }
    paths.forEach((d, step) => {
      if (d) SK.el('path', {d, class: 'pair', fill: 'none', 'stroke-width': base.widths[step] * u, 'stroke-opacity': 0.55 + step * 0.12}, groups.pairs);
    });
  }

  function spokes(points, hubs, colours, u) {
    const s = message.s, box = view(22 * u), inner = view(26 * u);
    const lines = message.h.map(() => ['', '', '', '']), many = message.k === 'many';
    SK.rims = [];
    for (let i = 0; i < s.length; i += 4) {
      const from = hubs[s[i]], to = points[s[i + 1]], far = !within(to, box) && within(from, box);
      const end = far ? rim(from, to, inner) : to;
      const curve = SK.spoke(from, end, (base.hub + 1) * u, far ? 0 : (base.node + 2.5) * u, !!s[i + 3]);
      lines[s[i]][s[i + 2]] += curve.line;
      lines[s[i]][3] += curve.head;
      if (far) SK.rims.push([s[i + 1], end]);
    }
    lines.forEach((parts, index) => {
      const row = message.h[index], colour = colours[row[6]], w = (message.k === 'one' ? 3 : many ? 1.5 : 2.3) * u;
      const group = SK.el('g', {class: 'of', 'data-i': index}, groups.spokes);
      // A hub that had to make room is tied to its host or seat.
      if (row[5] < 2 && Math.hypot(row[3], row[4]) > 13) {
        const home = place(row[2], row[1]), at = hubs[index];
        SK.el('path', {d: `M${at.x} ${at.y}L${home.x} ${home.y}`, stroke: colour, 'stroke-width': 1.6 * u, fill: 'none'}, group);
      }
      [0, 1, 2].forEach(dash => {
        if (!parts[dash]) return;
        if (!many) SK.el('path', {d: parts[dash], fill: 'none', stroke: 'var(--halo)', 'stroke-width': w + 2 * u, 'stroke-opacity': 0.7}, group);
        SK.el('path', {d: parts[dash], fill: 'none', stroke: colour, 'stroke-width': dash === 2 ? w * 1.15 : w, 'stroke-linecap': dash === 0 ? 'butt' : 'round', 'stroke-dasharray': SK.dash(dash, w)}, group);
      });
      if (parts[3]) SK.el('path', {d: parts[3], fill: colour, stroke: 'var(--halo)', 'stroke-width': 0.8 * u}, group);
    });
  }

  function dots(points, colours, u) {
    message.d.forEach(row => {
      const p = points[row[0]], host = row[1], ring = row.slice(2);
      if (typeof host === 'string') {
        const x = p.x + row[2] * u, y = p.y + row[3] * u;
        SK.el('circle', {cx: x, cy: y, r: base.hub * u, class: 'node', 'stroke-width': 1.6 * u}, groups.nodes);
        const text = SK.el('text', {x, y, class: 'number hollow', 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': (host.length > 2 ? 10.5 : 13.5) * u}, groups.nodes);
        text.textContent = host;
        return;
      }
      if (host) {
        const r = (7 + Math.sqrt(host) * 2) * u;
        SK.el('rect', {x: p.x - r, y: p.y - r, width: 2 * r, height: 2 * r, rx: 2, class: 'host', 'stroke-width': 1.6 * u}, groups.nodes);
        const text = SK.el('text', {x: p.x, y: p.y, class: 'number', 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': 13.5 * u}, groups.nodes);
        text.textContent = host;
        return;
      }
      SK.el('circle', {cx: p.x, cy: p.y, r: base.node * u, class: 'node', 'stroke-width': 2 * u}, groups.nodes);
      const reach = Math.max(8.5, (ring.length * 6.6) / (2 * Math.PI)) * u;
      ring.forEach((colour, index) => {
        const turn = (index * 2 * Math.PI) / Math.max(ring.length, 6) - Math.PI / 2;
        SK.el('circle', {cx: p.x + reach * Math.cos(turn), cy: p.y + reach * Math.sin(turn), r: 3 * u, fill: colours[colour], stroke: 'var(--halo)', 'stroke-width': 0.9 * u}, groups.nodes);
      });
    });
  }

  function names(points, u) {
    const weights = {}, w = message.w, close = map.getZoom() > countyZoom + base.close;
    for (let i = 0; i < w.length; i += 2) weights[w[i]] = w[i + 1];
    const seen = view(2), edge = view(44 * u), rims = new Set((SK.rims || []).map(([index]) => index));
    nodes.forEach((node, index) => {
      const weight = weights[index], p = points[index];
      if ((!node.county && weight !== 1) || rims.has(index) || !within(p, seen)) return;
      const near = close || !node.county;
      const dx = near ? 0 : node.dx * u, dy = (near ? (p.y < edge.top ? 17 : -17) : node.dy) * u;
      if (!near && node.leader) {
        SK.el('path', {d: `M${p.x} ${p.y}L${p.x + dx + 2 * u} ${p.y + dy}`, class: 'leader', 'stroke-width': 0.9 * u}, groups.names);
      }
      const side = p.x > edge.right ? 'end' : p.x < edge.left ? 'start' : 'middle';
      write(node.name, p.x + dx, p.y + dy, near ? side : node.anchor, weight);
    });
    rimNames(u);
  }

  // Names of members beyond the rim, where their spokes end; those on one side stand apart.
  function rimNames(u) {
    const box = view(27 * u), taken = [];
    [...(SK.rims || [])].sort((a, b) => a[1].y - b[1].y || a[0] - b[0]).forEach(([index, p]) => {
      const right = p.x >= box.right, left = p.x <= box.left, low = p.y >= box.bottom;
      const anchor = right ? 'end' : left ? 'start' : 'middle';
      let y = p.y + (low ? 13 : -13) * u;
      while (taken.some(([x, other]) => Math.abs(x - p.x) < 70 * u && Math.abs(other - y) < 15 * u)) y += 15 * u;
      taken.push([p.x, y]);
      write((low ? '↓ ' : right ? '→ ' : left ? '← ' : '↑ ') + nodes[index].name, p.x + (right ? 18 * u : 0), y, anchor, 1);
    });
  }

  function write(text, x, y, anchor, weight) {
    const kind = weight === 1 ? 'strong' : weight === 2 ? 'muted' : 'normal';
    const size = base.size * SK.u * (kind === 'strong' ? 1.04 : 1);
    const label = SK.el('text', {x, y, class: 'name ' + kind, 'text-anchor': anchor, 'dominant-baseline': 'central', 'font-size': size, 'stroke-width': 3.6 * SK.u}, groups.names);
    label.textContent = text;
  }

  function hub(row, point, colours, u) {
    const [id, , , , , shape, colour, text, spot, ...label] = row;
    const group = SK.el('g', {class: 'hub of', 'data-id': id}, groups.hubs);
    SK.shape(shape, point.x, point.y, base.hub * u, colours[colour], group);
    const number = SK.el('text', {x: point.x, y: point.y, class: 'number' + (shape > 1 ? ' hollow' : ''), 'text-anchor': 'middle', 'dominant-baseline': 'central', 'font-size': (text.length > 1 ? 11.5 : 13.5) * u}, group);
    number.textContent = text;
    if (label.length) SK.hubLabel(group, point, label.slice(1), u, spot, label[0]);
    group.addEventListener('click', event => { event.stopPropagation(); SK.tell({avtale: id}); });
    group.addEventListener('mousemove', event => { SK.tip(hubTip(id), event); SK.light(id); });
    group.addEventListener('mouseleave', () => { SK.tip(null); SK.light(null); });
    L.DomEvent.disableClickPropagation(group);
    return group;
  }

  const titleOf = id => (message.r.find(row => row[0] === id) || [])[6] || '';
  function hubTip(id) {
    const row = message.r.find(line => line[0] === id);
    return row ? [row[6], row[7], ...row.slice(8)] : null;
  }

  // What a municipality is part of in this picture; over the pairs, what the nearest line means.
  function areaTip(row) {
    const lines = [row[1]], index = nodes.findIndex(node => node.code === row[0]);
    if (message && index >= 0) {
      const area = message.a.find(item => item[0] === index);
      if (area && area[5]) lines.push(area[5]);
      for (let i = 0; i < message.s.length; i += 4) {
        if (message.s[i + 1] === index) lines.push('· ' + titleOf(message.h[message.s[i]][0]));
      }
      message.h.forEach(item => {
        const at = nodes[index].at;
        if (item[5] === 0 && Math.abs(item[1] - at.lng) < 1e-3 && Math.abs(item[2] - at.lat) < 1e-3) lines.push('· ' + titleOf(item[0]));
      });
    }
    return lines.slice(0, 12);
  }

  SK.nearestPair = function (x, y) {
    let best = null, least = 7 * SK.u;
    (SK.curves || []).forEach(([a, c, b, i]) => {
      for (let t = 0.05; t < 1; t += 0.075) {
        const p = SK.at(a, c, b, t), away = Math.hypot(p.x - x, p.y - y);
        if (away < least) { least = away; best = i; }
      }
    });
    if (best === null) return null;
    const p = message.p;
    return {a: nodes[p[best]].name, b: nodes[p[best + 1]].name, weight: p[best + 3] / 100, count: p[best + 4]};
  };

  // Light up one agreement: its spokes and hub full, the others pale.
  SK.light = function (id) {
    if (!svg || !message) return;
    const index = message.h.findIndex(row => row[0] === id);
    svg.classList.toggle('lighting', index >= 0);
    svg.querySelectorAll('.of').forEach(group => {
      const mine = group.dataset.id === id || (index >= 0 && group.dataset.i === String(index));
      group.classList.toggle('lit', mine);
    });
  };
})();
