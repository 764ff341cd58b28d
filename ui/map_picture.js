// A map as a picture in the page. What the server wrote is read as XML, which runs nothing, and
// only what draws is taken over; words are only ever textContent.
const DRAWS = ['svg', 'g', 'path', 'rect', 'circle', 'polygon', 'text', 'title', 'defs', 'pattern', 'use'];
const OTHER = `:not(${DRAWS})`;
// An attribute that runs something, or that fetches from elsewhere than the map itself.
const ACTS = '//@*[translate(substring(name(), 1, 2), "ON", "on") = "on" or (contains(name(), "href") and not(starts-with(., "#")))]';

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-picture');
  root.tell = (code) => setTriggerValue('picked', code);
  root.classList.toggle('open', data.open);
  const shown = JSON.stringify(data);
  if (root.shown === shown) return;
  root.shown = shown;
  const frame = make('div', '', { class: 'sk-picture-map' });
  const foot = make('figcaption', '', {}), key = make('ul', '', {});
  data.keys.forEach(([sign, words]) => {
    const item = make('li', '', {});
    item.append(drawn(sign), make('span', words, {}));
    key.append(item);
  });
  foot.append(key, make('span', data.credit, { class: 'credit' }));
  frame.append(drawn(data.svg), foot);
  const words = [make('h2', data.title, {})];
  if (data.lead) words.push(make('p', data.lead, {}));
  if (data.note) words.push(make('p', data.note, {}));
  // All at once: between the old picture and the new one nothing is painted.
  root.replaceChildren(...words, frame);
  root.onclick = (event) => {
    const area = data.open && event.target.closest('[data-code]');
    if (area) root.tell(area.dataset.code);
  };
}

function make(tag, text, attributes) {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return element;
}

function drawn(text) {
  // A browser that cannot choose by scheme is given the light colours.
  const known = CSS.supports('color', 'light-dark(#fff, #000)');
  const plain = known ? text : text.replace(/light-dark\((#\w+),#\w+\)/g, '$1');
  const parsed = new DOMParser().parseFromString(plain, 'image/svg+xml');
  const root = parsed.documentElement;
  if (parsed.querySelector(OTHER) || !root.matches('svg') || parsed.evaluate(ACTS, root, null, XPathResult.BOOLEAN_TYPE, null).booleanValue) {
    throw new Error('not a part of a map');
  }
  return document.importNode(root, true);
}
