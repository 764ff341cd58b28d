// The coverage matrix: a real table with heads, one click or key a cell. Text is only ever
// textContent. Data: heads of rows and columns, two characters a cell, and the words for them.
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-matrix');
  const key = JSON.stringify(data);
  root.tell = (what) => setTriggerValue('picked', what);
  if (root.shown === key) return;
  root.shown = key;
  const had = root.contains(document.activeElement) || (root.getRootNode().activeElement || null) !== null;
  const make = (tag, text, parent, attributes) => {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    parent.appendChild(element);
    return element;
  };
  const table = document.createElement('table');
  make('caption', data.caption, table, {});
  const head = make('thead', '', table, {});
  heads(head);
  const body = make('tbody', '', table, {});
  let group = '';
  data.rows.forEach((row, y) => {
    if (data.grouped && row[2] !== group) {
      group = row[2];
      const line = make('tr', '', body, { class: 'group' });
      make('th', group, line, { scope: 'rowgroup', colspan: data.columns.length + 2 });
    }
    const line = make('tr', '', body, {});
    const name = make('th', '', line, { scope: 'row' });
    const link = make('button', row[1], name, { type: 'button', title: data.words.municipality, tabindex: -1 });
    link.addEventListener('click', () => root.tell(row[0]));
    data.columns.forEach((column, x) => {
      const code = data.cells[y].slice(2 * x, 2 * x + 2), id = row[0] + '-' + column[0];
      const said = `${row[1]} · ${column[1]}: ${data.signs[code]}`;
      const cell = make('td', '', line, { class: 's' + code[0] + ' t' + code[1] + (id === data.open ? ' open' : '') });
      const button = make('button', data.letters[code[0]], cell, { type: 'button', 'aria-label': said, title: said, tabindex: -1 });
      button.dataset.at = y + ',' + x;
      button.dataset.id = id;
      if (id === data.open) button.setAttribute('aria-pressed', 'true');
    });
    make('td', row[3], line, { class: 'total', title: row[4] });
  });
  const foot = make('tfoot', '', table, {}), line = make('tr', '', foot, {});
  make('th', data.words.total, line, { scope: 'row' });
  data.columns.forEach((column) => make('td', column[3], line, { class: 'total', title: column[4] }));
  make('td', '', line, {});
  const key_ = document.createElement('ul');
  data.key.forEach(([code, words]) => {
    const item = make('li', '', key_, {});
    make('span', data.letters[code[0]], item, { class: 's' + code[0] + ' t' + code[1], 'aria-hidden': 'true' });
    make('span', words, item, {});
  });
  const top = root.scrollTop, left = root.scrollLeft;
  root.replaceChildren(table, key_);
  root.scrollTop = top;
  root.scrollLeft = left;
  const all = [...table.querySelectorAll('td button')];
  const start = all.find((one) => one.dataset.id === data.open) || all[0];
  if (start) { start.tabIndex = 0; if (had && data.open) start.focus({ preventScroll: true }); }
  table.addEventListener('click', (event) => {
    const button = event.target.closest('td button');
    if (button) root.tell(button.dataset.id);
  });
  // One stop for the tab key; arrows, Home and End go from cell to cell.
  table.addEventListener('keydown', (event) => {
    const at = event.target.dataset && event.target.dataset.at;
    if (!at) return;
    let [y, x] = at.split(',').map(Number);
    if (event.key === 'ArrowRight') x += 1;
    else if (event.key === 'ArrowLeft') x -= 1;
    else if (event.key === 'ArrowDown') y += 1;
    else if (event.key === 'ArrowUp') y -= 1;
    else if (event.key === 'Home') x = 0;
    else if (event.key === 'End') x = data.columns.length - 1;
    else return;
    event.preventDefault();
    const next = all.find((one) => one.dataset.at === y + ',' + x);
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  function heads(parent) {
    const families = make('tr', '', parent, { class: 'families' });
    make('td', '', families, {});
    for (let x = 0; x < data.columns.length;) {
      let wide = 1;
      while (x + wide < data.columns.length && data.columns[x + wide][2] === data.columns[x][2]) wide += 1;
      if (data.familied) make('th', wide > 1 ? data.columns[x][2] : '', families, { scope: 'colgroup', colspan: wide, title: data.columns[x][2] });
      else make('td', '', families, { colspan: wide });
      x += wide;
    }
    make('td', '', families, {});
    const names = make('tr', '', parent, {});
    make('td', '', names, {});
    data.columns.forEach((column) => {
      const head = make('th', '', names, { scope: 'col', class: column[0] === data.service ? 'on' : '' });
      const button = make('button', column[1], head, { type: 'button', title: column[1] + ': ' + column[4], tabindex: -1 });
      button.addEventListener('click', () => root.tell('-' + column[0]));
    });
    make('th', data.words.total, names, { scope: 'col', class: 'total' });
  }
}
