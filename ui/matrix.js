// The coverage matrix: a real table with heads, one click or key a cell. Text is only ever
// textContent. Data: heads of rows and columns, two characters a cell, and the words for them.
// A new answer to the same question changes only the cells that it changes.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-matrix');
  root.tell = (what) => setTriggerValue('picked', what);
  const names = (heads) => heads.map((head) => head.slice(0, 3));
  const shape = JSON.stringify([names(data.rows), names(data.columns), data.grouped, data.familied, data.words]);
  if (root.shape !== shape) build(root, data);
  root.shape = shape;
  fill(root, data);
}

function make(tag, text, parent, attributes) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  parent.appendChild(element);
  return element;
}

function build(root, data) {
  const table = document.createElement('table'), parts = { cells: [], heads: [], across: [], down: [] };
  parts.caption = make('caption', '', table, {});
  heads(make('thead', '', table, {}), root, data, parts);
  const body = make('tbody', '', table, {});
  let group = '';
  data.rows.forEach((row, y) => {
    if (data.grouped && row[2] !== group) {
      group = row[2];
      make('th', group, make('tr', '', body, { class: 'group' }), { scope: 'rowgroup', colspan: data.columns.length + 2 });
    }
    const line = make('tr', '', body, {}), name = make('th', '', line, { scope: 'row' });
    const link = make('button', row[1], name, { type: 'button', title: data.words.municipality, tabindex: -1 });
    link.addEventListener('click', () => root.tell(row[0]));
    data.columns.forEach((column, x) => {
      const cell = make('td', '', line, {}), button = make('button', '', cell, { type: 'button', tabindex: -1 });
      button.dataset.at = y + ',' + x;
      button.dataset.id = row[0] + '-' + column[0];
      parts.cells.push({ cell, button, shown: '' });
    });
    parts.across.push(make('td', '', line, { class: 'total' }));
  });
  const line = make('tr', '', make('tfoot', '', table, {}), {});
  make('th', data.words.total, line, { scope: 'row' });
  data.columns.forEach(() => parts.down.push(make('td', '', line, { class: 'total' })));
  make('td', '', line, {});
  parts.key = document.createElement('ul');
  root.parts = parts;
  root.replaceChildren(table, parts.key);
  table.addEventListener('click', (event) => {
    const button = event.target.closest('td button');
    if (button) root.tell(button.dataset.id);
  });
  table.addEventListener('keydown', (event) => move(event, root));
}

function heads(parent, root, data, parts) {
  const families = make('tr', '', parent, { class: 'families' });
  make('td', '', families, {});
  for (let x = 0; x < data.columns.length;) {
    const family = data.columns[x][2];
    let wide = 1;
    while (x + wide < data.columns.length && data.columns[x + wide][2] === family) wide += 1;
    if (data.familied) make('th', wide > 1 ? family : '', families, { scope: 'colgroup', colspan: wide, title: family });
    else make('td', '', families, { colspan: wide });
    x += wide;
  }
  make('td', '', families, {});
  const line = make('tr', '', parent, {});
  make('td', '', line, {});
  data.columns.forEach((column) => {
    const head = make('th', '', line, { scope: 'col' });
    const button = make('button', column[1], head, { type: 'button', tabindex: -1 });
    button.addEventListener('click', () => root.tell('-' + column[0]));
    parts.heads.push({ head, button });
  });
  make('th', data.words.total, line, { scope: 'col', class: 'total' });
}

function fill(root, data) {
  const parts = root.parts, wide = data.columns.length;
  parts.caption.textContent = data.caption;
  data.rows.forEach((row, y) => {
    parts.across[y].textContent = row[3];
    parts.across[y].title = row[4];
  });
  data.columns.forEach((column, x) => {
    parts.heads[x].head.className = column[0] === data.service ? 'on' : '';
    parts.heads[x].button.title = column[1] + ': ' + column[4];
    parts.down[x].textContent = column[3];
    parts.down[x].title = column[4];
  });
  parts.cells.forEach((part, index) => {
    const y = Math.floor(index / wide), x = index % wide, code = data.cells[y].slice(2 * x, 2 * x + 2);
    const open = part.button.dataset.id === data.open, shown = code + open;
    if (part.shown === shown) return;
    part.shown = shown;
    const said = `${data.rows[y][1]} · ${data.columns[x][1]}: ${data.signs[code]}`;
    part.cell.className = 's' + code[0] + ' t' + code[1] + (open ? ' open' : '');
    part.button.textContent = data.letters[code[0]];
    part.button.title = said;
    part.button.setAttribute('aria-label', said);
    if (open) part.button.setAttribute('aria-pressed', 'true'); else part.button.removeAttribute('aria-pressed');
  });
  parts.key.replaceChildren();
  data.key.forEach(([code, words]) => {
    const item = make('li', '', parts.key, {});
    make('span', data.letters[code[0]], item, { class: 's' + code[0] + ' t' + code[1], 'aria-hidden': 'true' });
    make('span', words, item, {});
  });
  // One cell is a stop for the tab key: the one with the focus, else the open one, else the first.
  const buttons = parts.cells.map((part) => part.button), focus = root.getRootNode().activeElement;
  if (buttons.includes(focus) || !buttons.length) return;
  buttons.forEach((button) => { if (button.tabIndex === 0) button.tabIndex = -1; });
  (buttons.find((button) => button.dataset.id === data.open) || buttons[0]).tabIndex = 0;
}

// Arrows, Home and End go from cell to cell.
function move(event, root) {
  const at = event.target.dataset && event.target.dataset.at;
  if (!at) return;
  const cells = root.parts.cells, wide = root.parts.heads.length;
  let [y, x] = at.split(',').map(Number);
  if (event.key === 'ArrowRight') x += 1;
  else if (event.key === 'ArrowLeft') x -= 1;
  else if (event.key === 'ArrowDown') y += 1;
  else if (event.key === 'ArrowUp') y -= 1;
  else if (event.key === 'Home') x = 0;
  else if (event.key === 'End') x = wide - 1;
  else return;
  event.preventDefault();
  const next = x >= 0 && x < wide && y >= 0 ? cells[y * wide + x] : null;
  if (!next) return;
  event.target.tabIndex = -1;
  next.button.tabIndex = 0;
  next.button.focus();
}
