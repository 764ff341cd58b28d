// Around the map: title, buttons, the numbered list that is the legend, the card, the key.
(function () {
  'use strict';
  const SK = (window.SK = window.SK || {});
  const el = {};
  let shown = '', looked = '';

  // Whether the page is dark, read from the colours that the page gives its frames.
  SK.theme = function () {
    const style = getComputedStyle(document.documentElement);
    const back = (style.getPropertyValue('--background-color') || '#ffffff').trim();
    const probe = SK.html('i', '', '', document.body);
    probe.style.color = back;
    const rgb = (getComputedStyle(probe).color.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
    probe.remove();
    const dark = !SK.paper && 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 128;
    const changed = SK.dark !== dark;
    SK.dark = dark;
    document.documentElement.classList.toggle('dark', dark);
    return changed;
  };
  // The component adds the page's colours to the head at every picture and never takes the old
  // ones away: only the last are kept, and only new ones are looked into.
  let themed = '';
  new MutationObserver(() => {
    const given = [...document.head.querySelectorAll('style')].filter(style => style.textContent.includes('--background-color'));
    given.slice(0, -1).forEach(style => style.remove());
    const last = given.length ? given[given.length - 1].textContent : '';
    if (last === themed) return;
    themed = last;
    if (SK.theme()) SK.refresh();
  }).observe(document.head, {childList: true, subtree: true, characterData: true});
  new MutationObserver(() => { if (SK.theme()) SK.refresh(); })
    .observe(document.documentElement, {attributes: true, attributeFilter: ['style']});

  SK.buildFrame = function (container) {
    const root = container.closest('#parent') || container.parentElement;
    document.documentElement.classList.add('sk');
    root.classList.add('sk-root');
    el.head = SK.html('header', 'sk-head');
    const words = SK.html('div', 'sk-words', null, el.head);
    el.title = SK.html('h1', '', '', words);
    el.title.setAttribute('aria-live', 'polite');
    el.lead = SK.html('p', 'sk-lead', '', words);
    el.notes = SK.html('p', 'sk-notes', '', words);
    el.tools = SK.html('div', 'sk-tools', null, el.head);
    root.prepend(el.head);
    el.main = SK.html('div', 'sk-main', null, root);
    el.stage = SK.html('div', 'sk-stage', null, el.main);
    el.stage.appendChild(container);
    container.setAttribute('role', 'img');
    el.zoom = SK.html('div', 'sk-zoom', null, el.stage);
    el.foot = SK.html('footer', 'sk-foot', null, el.stage);
    el.side = SK.html('aside', 'sk-side', null, el.main);
    el.tip = SK.html('div', 'sk-tip', '', document.body);
    el.tip.hidden = true;
    document.addEventListener('keydown', event => { if (event.key === 'Escape' && SK.message && SK.message.fo) SK.tell({avtale: ''}); });
    container.addEventListener('mousemove', overPairs);
    container.addEventListener('mouseleave', () => SK.tip(null));
    window.matchMedia('print').addEventListener('change', event => forPrint(event.matches));
    window.addEventListener('beforeprint', () => forPrint(true));
    window.addEventListener('afterprint', () => forPrint(false));
  };

  // On paper the frame is one sheet: map above, list or card below, made small enough to fit.
  function forPrint(on) {
    const frame = window.frameElement;
    document.documentElement.classList.toggle('paper', on);
    SK.paper = on;
    SK.theme();  // paper is white, whatever the screen is
    // A4 less its margins, set before the browser lays out the sheet: the map measures itself now.
    if (frame) {
      // A map that stands beside other things on the page is a part of the sheet, not all of it.
      const own = getComputedStyle(frame).getPropertyValue('--on-paper').trim() || '366px';
      const tall = SK.message && SK.message.bare ? own : '1010px';
      frame.style.setProperty('height', on ? tall : '', 'important');
      frame.style.setProperty('width', on ? '700px' : '', 'important');
    }
    if (SK.map) { SK.map.invalidateSize({animate: false}); SK.refresh(); }
    el.side.style.zoom = '';
    // Columns that do not fit run out to the right: smaller until they do, but never too small to read.
    const over = () => el.side.scrollWidth > el.side.clientWidth + 2;
    for (let zoom = 1; on && zoom > 0.7 && over(); zoom -= 0.05) el.side.style.zoom = zoom.toFixed(2);
    const items = [...el.side.querySelectorAll('.sk-list > li')], more = el.side.querySelector('.sk-more');
    items.forEach(item => { item.hidden = false; });
    // What there is no room for is left out from the end, and told of.
    if (on && !(SK.message && SK.message.card) && over()) {
      const rest = more || SK.html('p', 'sk-more', '', el.side);
      for (let left = items.length - 1; left > 0 && over(); left -= 1) {
        items[left].hidden = true;
        rest.textContent = SK.base.words.more.replace('{n}', SK.message.all - left);
      }
    }
  }

  function button(parent, className, text, act, label) {
    const made = SK.html('button', className, text, parent);
    made.type = 'button';
    if (label) { made.title = label; made.setAttribute('aria-label', label); }
    made.addEventListener('click', act);
    return made;
  }

  function tools() {
    const words = SK.base.words;
    if (el.reset) return;
    button(el.zoom, '', '+', () => SK.map.zoomIn(), words.zoomIn);
    button(el.zoom, '', '−', () => SK.map.zoomOut(), words.zoomOut);
    el.reset = button(el.zoom, 'wide', words.reset, SK.reset);
    el.reset.hidden = true;
    if (!window.Streamlit) return;
    el.copy = button(el.tools, '', words.copy, copy);
    button(el.tools, '', words.print, () => { try { window.parent.print(); } catch (ignored) { window.print(); } });
    el.screen = button(el.tools, '', words.screen, () => SK.tell({storskjerm: !SK.message.big}));
  }

  SK.showReset = on => { if (el.reset) el.reset.hidden = !on; };

  function copy() {
    const address = window.parent.location.href, words = SK.base.words;
    const done = () => { el.copy.textContent = words.copied; setTimeout(() => { el.copy.textContent = words.copy; }, 2500); };
    const byHand = () => {
      const area = SK.html('textarea', '', address, document.body);
      area.select();
      document.execCommand('copy');
      area.remove();
      done();
    };
    if (navigator.clipboard) navigator.clipboard.writeText(address).then(done, byHand); else byHand();
  }

  SK.sorry = function (reason) {
    const box = SK.html('div', 'sk-sorry', null, el.stage || document.body);
    SK.html('strong', '', 'Kartgrunnlaget kunne ikke leses.', box);
    SK.html('span', '', ' Last siden på nytt. Feil: ' + reason, box);
  };

  // Title, lead and notes come before the map is fitted: they decide its height.
  SK.arrange = function (message) {
    document.documentElement.classList.toggle('big', !!message.big);
    SK.big = !!message.big;
    document.documentElement.classList.toggle('bare', !!message.bare);
    tools();
    el.title.textContent = message.t;
    el.lead.textContent = message.l;
    el.notes.textContent = message.n.join(' ');
    el.notes.hidden = !message.n.length;
    if (el.screen) el.screen.textContent = message.big ? SK.base.words.leave : SK.base.words.screen;
    SK.map.getContainer().setAttribute('aria-label', message.alt || message.t);
    SK.clear(el.foot);
    const key = SK.html('div', 'sk-key', null, el.foot);
    message.q.forEach(row => {
      const item = SK.html('span', '', null, key);
      item.appendChild(SK.keySign(row, message.c));
      SK.html('span', '', row[2], item);
    });
    SK.html('div', 'sk-credit', message.at, el.foot);
    if (!SK.base.areas.length && !el.nomap) el.nomap = SK.html('div', 'sk-sorry', SK.base.words.noMap, el.stage);
  };

  SK.fillList = function (message) {
    if (message.bare) return;
    const had = document.activeElement, rows = el.side.querySelectorAll('.sk-row').length;
    // What had the focus may be gone: then the line it came from has it, or the first new one.
    const active = !had || !had.dataset ? '' : had.classList.contains('sk-back') ? looked : had.dataset.id;
    const next = had && had.classList.contains('sk-more') ? rows : -1;
    looked = message.fo;
    const top = el.side.scrollTop;
    SK.clear(el.side);
    if (message.card) card(message.card, message);
    if (!message.r.length) empty(message);
    else list(message);
    const key = message.t + message.fo;
    el.side.scrollTop = key === shown ? top : 0;
    shown = key;
    if (active) {
      const again = [...el.side.querySelectorAll('[data-id]')].find(item => item.dataset.id === active);
      if (again) again.focus({preventScroll: true});
    }
    if (next >= 0) { const first = el.side.querySelectorAll('.sk-row')[next]; if (first) first.focus(); }
  };

  function list(message) {
    const words = SK.base.words;
    SK.html('h2', '', words.list.replace('{n}', message.all), el.side);
    const items = SK.html('ol', 'sk-list', null, el.side);
    message.r.forEach(row => {
      const item = SK.html('li', '', null, items);
      const line = button(item, 'sk-row' + (row[0] === message.fo ? ' on' : ''), null, () => SK.tell({avtale: row[0] === message.fo ? '' : row[0]}));
      line.dataset.id = row[0];
      line.setAttribute('aria-pressed', String(row[0] === message.fo));
      line.appendChild(SK.badge(row, message.c));
      const text = SK.html('span', 'sk-text', null, line);
      SK.html('span', 'sk-name', row[6], text);
      SK.html('span', 'sk-detail', row[7], text);
      if (row.length > 8) SK.html('span', 'sk-flags', row.slice(8).join(' · '), text);
      SK.html('abbr', 'sk-mark', row[5], line);
      line.addEventListener('mouseenter', () => SK.light(row[0]));
      line.addEventListener('mouseleave', () => SK.light(null));
      line.addEventListener('focus', () => SK.light(row[0]));
      line.addEventListener('blur', () => SK.light(null));
      line.addEventListener('keydown', event => {
        const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
        if (!step) return;
        const all = [...el.side.querySelectorAll('.sk-row')];
        const next = all[all.indexOf(line) + step];
        if (next) { next.focus(); event.preventDefault(); }
      });
    });
    if (message.all > message.r.length) button(el.side, 'sk-more', words.more.replace('{n}', message.all - message.r.length), () => SK.tell({flere: message.r.length}));
  }

  function empty(message) {
    const words = SK.base.words, box = SK.html('div', 'sk-empty', null, el.side);
    SK.html('h2', '', words.none, box);
    if (message.wi.length) SK.html('p', '', words.widen, box);
    message.wi.forEach(([title, text, query]) => {
      button(box, 'sk-wide', `${title} – ${text}`, () => SK.tell({lenke: query}));
    });
  }

  function card(data, message) {
    const words = SK.base.words, box = SK.html('section', 'sk-card', null, el.side);
    box.style.setProperty('--family', SK.ink(data.c));
    const back = button(box, 'sk-back', words.back, () => SK.tell({avtale: ''}));
    back.dataset.id = '';
    if (window.Streamlit) button(box, 'sk-back', words.open, () => SK.tell({side: 'avtaler'}));
    SK.html('h2', '', data.t, box);
    const badges = SK.html('p', 'sk-badges', null, box);
    data.b.forEach(([text, tone]) => SK.html('span', tone, text, badges));
    const fields = SK.html('dl', '', null, box);
    data.f.forEach(([label, items]) => {
      SK.html('dt', '', label, fields);
      items.forEach(([text, url]) => {
        const value = SK.html('dd', '', null, fields);
        if (/^https?:\/\//i.test(url)) {
          const link = SK.html('a', '', text, value);
          link.href = url;
          link.target = '_blank';
          link.rel = 'noopener noreferrer';
        } else value.textContent = text;
      });
    });
    if (data.m.length) {
      SK.html('h3', 'sk-members-title', words.members, box);
      const members = SK.html('p', 'sk-members', null, box);
      data.m.forEach(index => {
        const node = SK.nodes[index];
        button(members, '', node.name, () => SK.tell({kommune: node.code}), words.filter.replace('{name}', node.name));
      });
    }
    if (data.d.length) {
      SK.html('h3', '', words.doubt, box);
      const doubts = SK.html('ul', 'sk-doubts', null, box);
      data.d.forEach(text => SK.html('li', '', text, doubts));
    }
  }

  // The label of a single agreement's hub: its name heavy, form and year below. `spot` is the
  // offset of its middle line, which end of it stands there, and whether a line leads to it.
  SK.hubLabel = function (group, point, lines, u, [dx, dy, anchor, leader], heavy) {
    const size = 15 * u, step = size * 1.22;
    const x = point.x + dx * u, y = point.y + dy * u - ((lines.length - 1) * step) / 2;
    if (leader) {
      const end = anchor === 'middle' ? y + (dy > 0 ? -size * 0.6 : (lines.length - 0.4) * step) : y + ((lines.length - 1) * step) / 2;
      SK.el('path', {d: `M${point.x} ${point.y}L${x} ${end}`, class: 'leader', 'stroke-width': 1.2 * u}, group).parentNode.prepend(group.lastChild);
    }
    lines.forEach((line, index) => {
      const text = SK.el('text', {x, y: y + index * step, class: 'hublabel' + (index < heavy ? '' : ' second'), 'text-anchor': anchor, 'dominant-baseline': 'central', 'font-size': index < heavy ? size : size * 0.88, 'stroke-width': 4.5 * u}, group);
      text.textContent = line;
    });
  };

  // A note at the pointer; the first line is heavy. Null hides it.
  SK.tip = function (lines, event) {
    if (!lines || !lines.length) { el.tip.hidden = true; return; }
    SK.clear(el.tip);
    lines.forEach((line, index) => SK.html(index ? 'span' : 'strong', '', line, el.tip));
    el.tip.hidden = false;
    const box = el.tip.getBoundingClientRect();
    el.tip.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - box.width - 8)) + 'px';
    el.tip.style.top = Math.max(4, event.clientY + 18 + box.height > window.innerHeight ? event.clientY - box.height - 12 : event.clientY + 18) + 'px';
  };

  function overPairs(event) {
    if (!SK.curves || !SK.curves.length) return;
    const point = SK.map.mouseEventToLayerPoint(event), pair = SK.nearestPair(point.x, point.y);
    if (!pair) return;
    const words = SK.base.words;
    SK.tip([`${pair.a} – ${pair.b}`, words.pair.replace('{n}', pair.count).replace('{w}', pair.weight.toFixed(2).replace('.', ','))], event);
    event.stopPropagation();
  }
})();
