// The scenes as a list that can be put in order and renamed. Text is only ever textContent.
function make(tag, text, parent, attributes) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  if (parent) parent.appendChild(element);
  return element;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-scenes');
  const print = JSON.stringify(data);
  root.tell = (at, what, value) => setTriggerValue('change', JSON.stringify({ at, what, value, n: Date.now() }));
  if (root.print === print) return;
  const focus = root.getRootNode().activeElement, had = focus && focus.dataset ? [focus.dataset.at, focus.dataset.what] : null;
  const open = new Set([...root.querySelectorAll('details[open]')].map((part) => Number(part.dataset.at)));
  root.print = print;
  root.replaceChildren();
  if (!data.rows.length) make('p', data.words.empty, root);
  const list = make('ol', '', root);
  data.rows.forEach((row, at) => line(root, list, data, row, at, open));
  // What was moved keeps the focus, so that it can be moved on.
  if (had) {
    const at = root.follow === undefined ? Number(had[0]) : root.follow;
    const again = root.querySelector(`[data-at="${Math.min(at, data.rows.length - 1)}"][data-what="${had[1]}"]`);
    if (again) again.focus();
  }
  root.follow = undefined;
}

function line(root, list, data, [title, page, notes, lines, lost], at, open) {
  const { words, most } = data, item = make('li', '', list, {}), head = make('div', '', item, { class: 'head' });
  make('span', String(at + 1), head, { class: 'n' });
  const name = make('input', '', head, { type: 'text', maxlength: most.title, 'aria-label': words.title.replace('{n}', at + 1), 'data-at': at, 'data-what': 'title' });
  name.value = title;
  name.addEventListener('change', () => root.tell(at, 'title', name.value));
  name.addEventListener('keydown', (event) => { if (event.key === 'Enter') name.blur(); if (event.key === 'Escape') { name.value = title; name.blur(); } });
  make('span', page, head, { class: 'page' });
  const button = (sign, what, value, follow) => {
    const made = make('button', sign, head, { type: 'button', title: words[what], 'aria-label': `${words[what]}: ${title}`, 'data-at': at, 'data-what': what });
    made.addEventListener('click', () => { root.follow = follow; root.tell(at, what === 'up' || what === 'down' ? 'move' : what, value); });
    return made;
  };
  button('↑', 'up', at - 1, at - 1).disabled = at === 0;
  button('↓', 'down', at + 1, at + 1).disabled = at === data.rows.length - 1;
  button(words.show, 'show');
  button(words.open, 'open');
  button(words.drop, 'drop');
  lost.forEach((text) => make('p', text, item, { class: 'lost' }));
  const more = make('details', '', item, { 'data-at': at });
  more.open = open.has(at);
  make('summary', words.more, more, {});
  const field = (what, text, longest) => {
    const label = make('label', words[what], more, {});
    const area = make('textarea', '', label, { rows: 4, maxlength: longest, 'data-at': at, 'data-what': what });
    area.value = text;
    area.addEventListener('change', () => root.tell(at, what, area.value));
  };
  field('lines', lines.join('\n'), most.lines * (most.line + 1));
  field('notes', notes, most.notes);
}
