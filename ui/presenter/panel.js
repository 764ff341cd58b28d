// What stands beside the map, or alone: words only, always as textContent.
const SVG = 'http://www.w3.org/2000/svg';
function make(tag, text, parent, className) {
  const element = document.createElement(tag);
  if (text !== '' && text !== null && text !== undefined) element.textContent = text;
  if (className) element.className = className;
  if (parent) parent.appendChild(element);
  return element;
}

// Builds the panel of a scene in `place` and makes it fit: what can be spared goes first.
function panel(scene, place, words, signs) {
  const box = make('section', '', place, 'panel' + (scene.m.length ? '' : ' alone'));
  if (scene.r && !scene.r.length && !scene.d.length && !scene.s.length) box.classList.add('sparse');
  make('h1', scene.t, box);
  // A number stays with its word when a line breaks.
  if (scene.f) make('p', scene.f.replace(/(\d) (?=\S)/g, '$1\u00a0'), box, 'figures');
  scene.w.forEach((text) => make('p', text, box, 'lost'));
  if (scene.facts.length) facts(scene.facts, box);
  sections(scene, box);
  if (scene.d.length) fields(scene.d, scene.b, box);
  if (scene.r && scene.r.length) list(scene, box, words, signs);
  if (scene.table) table(scene.table, box, words);
  if (scene.q && scene.q.length) keys(scene, box, signs);
  if (scene.l) make('p', scene.l, box, 'lead');
  return box;
}

function facts(rows, box) {
  const group = make('dl', '', box, 'facts');
  rows.forEach(([number, text]) => {
    make('dt', number, group);
    make('dd', text, group);
  });
}

function sections(scene, box) {
  if (!scene.s.length) return;
  const columns = make('div', '', box, 'sections n' + Math.min(scene.s.length, 4));
  scene.s.forEach(([title, items]) => {
    const part = make('div', '', columns, 'part');
    if (title) make('h2', title, part);
    // Lines without a heading are numbered where they stand alone: a hall speaks of «the second».
    const lines = make(title || scene.m.length ? 'ul' : 'ol', '', part);
    items.forEach((text) => make('li', text, lines));
  });
}

function fields(rows, badges, box) {
  const group = make('dl', '', box, 'fields');
  rows.forEach(([label, text]) => {
    make('dt', label, group);
    make('dd', text, group);
  });
  const marks = make('p', '', box, 'badges');
  badges.forEach(([text, tone]) => make('span', text, marks, tone));
}

function list(scene, box, words, signs) {
  const rows = make('ol', '', box, 'rows');
  scene.r.forEach((row) => {
    const item = make('li', '', rows);
    const sign = signs && signs.badge(row, scene.c);
    if (sign) item.appendChild(document.adoptNode(sign));
    const text = make('div', '', item);
    make('span', row[6], text, 'name');
    make('span', row[7], text, 'detail');
    if (row.length > 8) make('span', row.slice(8).join(' · '), text, 'flags');
  });
  const left = make('li', '', rows, 'left');
  left.dataset.all = scene.all;
  left.hidden = scene.all <= scene.r.length;
  left.textContent = words.more.replace('{n}', scene.all - scene.r.length);
}

function keys(scene, box, signs) {
  const group = make('ul', '', box, 'keys');
  scene.q.forEach((row) => {
    const item = make('li', '', group);
    const sign = signs && signs.keySign(row, scene.c);
    if (sign) item.appendChild(document.adoptNode(sign));
    make('span', row[2], item);
  });
}

function table(data, box, words) {
  const scroll = make('table', '', box);
  const head = make('tr', '', make('thead', '', scroll));
  data.columns.forEach((name) => { make('th', name, head).scope = 'col'; });
  const body = make('tbody', '', scroll);
  data.rows.forEach((row) => {
    const line = make('tr', '', body);
    row.forEach((cell, index) => {
      const place = make(index ? 'td' : 'th', '', line);
      if (typeof cell !== 'number') { place.textContent = cell; return; }
      const bar = make('span', '', place, 'bar');
      bar.setAttribute('role', 'img');
      bar.setAttribute('aria-label', `${Math.round(cell * 5)}/5`);
      for (let i = 0; i < 5; i += 1) make('i', '', bar, i < Math.round(cell * 5) ? 'on' : '');
    });
  });
  const note = make('p', data.note, box, 'note');
  if (data.left > 0) note.textContent = `${words.more.replace('{n}', data.left)}. ${data.note}`;
}

// Nothing is ever cut and nothing is ever small: what does not fit is said with fewer words.
function fit(box, words) {
  const over = () => box.scrollHeight > box.clientHeight + 1;
  for (const level of ['tight', 'brief', 'close', 'bare']) {
    if (!over()) return;
    box.classList.add(level);
  }
  const rows = [...box.querySelectorAll('.rows > li:not(.left)')], left = box.querySelector('.left');
  for (let n = rows.length - 1; left && n > 0 && over(); n -= 1) {
    rows[n].hidden = true;
    left.hidden = false;
    left.textContent = words.more.replace('{n}', left.dataset.all - n);
  }
  const lines = [...box.querySelectorAll('tbody tr')];
  for (let n = lines.length - 1; n > 0 && over(); n -= 1) lines[n].hidden = true;
  for (const less of ['.keys', '.lead', '.note']) {
    const part = box.querySelector(less);
    if (part && over()) part.hidden = true;
  }
}
