// The points of one part, and whose answers they are. Text is only ever textContent. The browser
// holds what is typed, and tells all of it each time; the server's answer changes a party's
// answers only where the party has a new key.
function make(tag, text, parent, attributes) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  if (parent) parent.appendChild(element);
  return element;
}
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
const WAIT = 700;

export default function ({ parentElement, data, setStateValue }) {
  const root = parentElement.querySelector('.sk-check');
  root.state = root.state || { typed: {}, open: data.open, opening: data.opening };
  const state = root.state;
  state.send = () => {
    clearTimeout(state.timer);
    state.timer = 0;
    const text = JSON.stringify(state.typed);
    if (text !== state.sent) setStateValue('answers', state.sent = text);
  };
  state.tell = (key) => setStateValue('open', key);
  const keys = data.parties.map((party) => party.key);
  for (const key in state.typed) if (!keys.includes(key)) delete state.typed[key];
  // Whom the server opens of its own is opened; else the browser knows better than an older answer.
  if (data.opening !== state.opening) state.open = data.open;
  state.opening = data.opening;
  if (!keys.includes(state.open)) state.open = data.open;
  const shape = JSON.stringify([data.points, data.scale, data.words]);
  state.data = data;
  if (root.shape !== shape) build(root);
  root.shape = shape;
  draw(root);
}

function answerOf(state, key, code) {
  const mine = (state.typed[key] || {})[code];
  if (mine) return mine;
  const party = state.data.parties.find((one) => one.key === key);
  return (party && party.answers[code]) || [null, ''];
}

function put(root, code, value, note, wait) {
  const state = root.state;
  (state.typed[state.open] = state.typed[state.open] || {})[code] = [value, note];
  clearTimeout(state.timer);
  if (wait) state.timer = setTimeout(state.send, WAIT);
  else state.send();
  count(root);
}

function build(root) {
  const { data } = root.state, { words } = data;
  root.replaceChildren();
  const parts = root.parts = { tabs: [], rows: {} };
  make('p', data.ask, root, { class: 'ask' });
  parts.who = make('div', '', root, { class: 'who', role: 'radiogroup', 'aria-label': words.who });
  const line = make('p', '', root, { class: 'line' });
  parts.here = make('span', '', line, { 'aria-live': 'polite' });
  make('span', words.keys, line, { class: 'keys' });
  const list = make('div', '', root, { class: 'points' });
  data.points.forEach((point) => row(root, list, point));
}

function row(root, list, [code, name, help, warning]) {
  const { data } = root.state, { words } = data;
  const line = make('div', '', list, { class: 'point' + (warning ? ' sign' : ''), role: 'radiogroup', 'aria-labelledby': `n-${code}`, 'aria-describedby': `h-${code}` });
  const said = make('div', '', line, { class: 'said' });
  make('b', name, said, { id: `n-${code}` });
  if (warning) make('i', words.warning, said, { class: 'tag' });
  make('span', help, said, { id: `h-${code}` });
  const scale = make('div', '', line, { class: 'scale' });
  const buttons = data.scale.map(([value, text]) => {
    const label = make('label', '', scale, { class: value ? '' : 'unknown' });
    const input = make('input', '', label, { type: 'radio', name: `r-${code}`, value });
    make('span', text, label);
    input.addEventListener('change', () => put(root, code, value, note.value, false));
    return input;
  });
  const clear = make('button', '×', scale, { type: 'button', title: words.clear, 'aria-label': `${words.clear}: ${name}`, tabindex: -1 });
  const erase = () => { buttons.forEach((input) => { input.checked = false; }); put(root, code, null, note.value, false); };
  clear.addEventListener('click', erase);
  const note = make('textarea', '', line, { rows: 1, maxlength: data.most, placeholder: words.note, 'aria-label': fill(words.noteOf, { point: name }) });
  const typed = (wait) => {
    const [value, before] = answerOf(root.state, root.state.open, code);
    if (note.value !== before || !wait) put(root, code, value, note.value, wait);
  };
  note.addEventListener('input', () => typed(true));
  note.addEventListener('change', () => typed(false));
  note.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); note.blur(); } });
  scale.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = data.scale.findIndex(([value]) => String(value) === event.key);
    if (at >= 0) { buttons[at].focus(); buttons[at].click(); }
    else if (event.key === 'Delete' || event.key === 'Backspace') erase();
    else return;
    event.preventDefault();
  });
  root.parts.rows[code] = { buttons, note, clear };
}

// Whose answers stand in the form, and what they are.
function draw(root) {
  const state = root.state, { data } = state, { who } = root.parts;
  const print = JSON.stringify(data.parties.map((party) => [party.key, party.letter, party.name]));
  if (root.print !== print || !who.childNodes.length) {
    const focused = root.getRootNode().activeElement, had = focused && who.contains(focused);
    who.replaceChildren();
    root.parts.tabs = data.parties.map((party, at) => {
      const label = make('label', '', who, {});
      const input = make('input', '', label, { type: 'radio', name: 'who', value: party.key });
      make('span', party.letter, label, { class: `sk-mark m${at}`, 'aria-hidden': 'true' });
      make('b', party.name, label);
      const done = make('small', '', label);
      const bar = make('i', '', label, { class: 'bar', 'aria-hidden': 'true' });
      input.addEventListener('change', () => { if (state.timer) state.send(); state.open = party.key; state.tell(party.key); show(root); });
      return { input, done, bar: make('i', '', bar) };
    });
    if (had) { const open = root.parts.tabs.find(({ input }) => input.value === state.open); if (open) open.input.focus(); }
  }
  root.print = print;
  show(root);
}

function show(root) {
  const state = root.state, active = root.getRootNode().activeElement;
  root.parts.tabs.forEach(({ input }) => { input.checked = input.value === state.open; });
  const moved = root.shown !== state.open;
  root.shown = state.open;
  state.data.points.forEach(([code]) => {
    const { buttons, note } = root.parts.rows[code], [value, text] = answerOf(state, state.open, code);
    buttons.forEach((input) => { input.checked = value !== null && Number(input.value) === value; });
    if (note.value !== text && (moved || note !== active)) note.value = text;
  });
  count(root);
}

function count(root) {
  const state = root.state, { data } = state, { words } = data;
  data.parties.forEach((party, at) => {
    const here = data.points.filter(([code]) => answerOf(state, party.key, code)[0] !== null).length;
    const done = here + party.elsewhere, tab = root.parts.tabs[at];
    if (!tab) return;
    tab.done.textContent = fill(words.progress, { n: done, all: data.all });
    tab.bar.style.width = `${Math.round((100 * done) / data.all)}%`;
    if (party.key !== state.open) return;
    root.parts.here.textContent = `${party.name}: ${fill(words.here, { n: here, all: data.points.length })}`;
  });
  data.points.forEach(([code]) => {
    root.parts.rows[code].clear.style.visibility = answerOf(state, state.open, code)[0] === null ? 'hidden' : 'visible';
  });
}
