// The scenes as a list that can be put in order and renamed. Text is only ever textContent.
function make(tag, text, parent, attributes) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  if (parent) parent.appendChild(element);
  return element;
}

// Changes that the app has not heard of are sent again with the next: of two at once it hears one.
class Changes {
  constructor() { this.left = []; this.last = 0; }

  heard(number) {
    this.last = Math.max(this.last, number);
    this.left = this.left.filter((one) => one.n > number);
  }

  // A second click before the first has been answered would mean another row than the one it hit.
  get busy() { return this.left.some((one) => one.click && Date.now() - one.n < 2000); }

  add(at, what, value, click) {
    this.last = Math.max(Date.now(), this.last + 1);  // also where the clock has been put back
    this.left.push({ at, what, value, click, n: this.last });
    this.tell('change', JSON.stringify(this.left));
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-scenes');
  const print = JSON.stringify({ ...data, heard: 0 });
  root.changes = root.changes || new Changes();
  root.changes.tell = setTriggerValue;
  root.changes.heard(data.heard);
  if (root.print === print) return;
  const focus = root.getRootNode().activeElement, had = focus && focus.dataset ? [focus.dataset.at, focus.dataset.what] : null;
  // Words that are being written when an answer comes stay as they are.
  const draft = had && 'was' in focus && focus.value !== focus.was ? [focus.was, focus.value, focus.selectionStart, focus.selectionEnd] : null;
  const open = new Set([...root.querySelectorAll('details[open]')].map((part) => Number(part.dataset.at)));
  root.print = print;
  root.drawing = true;
  root.replaceChildren();
  root.drawing = false;
  if (!data.rows.length) make('p', data.words.empty, root);
  const list = make('ol', '', root);
  data.rows.forEach((row, at) => line(root, list, data, row, at, open));
  // What was moved keeps the focus, so that it can be moved on.
  if (had) {
    const at = root.follow === undefined ? Number(had[0]) : root.follow;
    const again = root.querySelector(`[data-at="${Math.min(at, data.rows.length - 1)}"][data-what="${had[1]}"]`);
    if (again) again.focus();
    if (again && draft && again.was === draft[0]) {
      again.value = draft[1];
      again.setSelectionRange(draft[2], draft[3]);
    }
  }
  root.follow = undefined;
}

// Sent when it is left, also where the words were put back by us: the browser's own «change» would
// not tell of those.
function written(root, field, text, at, what) {
  field.value = field.was = text;
  field.addEventListener('blur', () => {
    if (root.drawing || field.value === field.was) return;
    field.was = field.value;
    root.changes.add(at, what, field.value);
  });
}

function line(root, list, data, [title, page, notes, lines, lost], at, open) {
  const { words, most } = data, item = make('li', '', list, {}), head = make('div', '', item, { class: 'head' });
  make('span', String(at + 1), head, { class: 'n' });
  const name = make('input', '', head, { type: 'text', maxlength: most.title, 'aria-label': words.title.replace('{n}', at + 1), 'data-at': at, 'data-what': 'title' });
  written(root, name, title, at, 'title');
  name.addEventListener('keydown', (event) => { if (event.key === 'Enter') name.blur(); if (event.key === 'Escape') { name.value = title; name.blur(); } });
  make('span', page, head, { class: 'page' });
  const button = (sign, what, value, follow) => {
    const made = make('button', sign, head, { type: 'button', title: words[what], 'aria-label': `${words[what]}: ${title}`, 'data-at': at, 'data-what': what });
    made.addEventListener('click', () => {
      if (root.changes.busy) return;
      root.follow = follow;
      root.changes.add(at, what === 'up' || what === 'down' ? 'move' : what, value, true);
    });
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
    written(root, area, text, at, what);
  };
  field('lines', lines.join('\n'), most.lines * (most.line + 1));
  field('notes', notes, most.notes);
}
