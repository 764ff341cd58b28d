// A page as one element: words, tables and maps that the server wrote. The browser reads them into a
// document that runs nothing, and they are taken over only if all that is there is known here.
// Each part that says something new is changed where it stands, and all in one painted frame.
const WORDS = ['section', 'div', 'h1', 'h2', 'h3', 'p', 'ul', 'ol', 'li', 'pre', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'span', 'b', 'i', 'strong', 'a', 'button'];
const SAYS = ['class', 'scope', 'style', 'href', 'target', 'rel', 'title', 'role', 'value', 'type'];
const DRAWS = ['svg', 'g', 'path', 'rect', 'circle', 'polygon', 'text', 'title', 'defs', 'pattern', 'use'];
// The web, or a page of the app.
const LINK = /^(https?:\/\/|[a-z]+(\?|$))/i;
// A bar's length: nothing that fetches.
const STYLE = /^width: ?\d+%$/;
const UNKNOWN = `//@*[not(contains(" ${SAYS.join(' ')} ", concat(" ", name(), " ")))]`;
// An attribute that runs something, or that fetches from elsewhere than the map itself.
const ACTS = '//@*[translate(substring(name(), 1, 2), "ON", "on") = "on" or (contains(name(), "href") and not(starts-with(., "#")))]';

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-sheet');
  root.style.gridTemplateColumns = data.columns;
  data.parts.forEach((part, at) => {
    const shown = JSON.stringify(part), place = placeAt(root, at, part.svg === undefined ? 'div' : 'figure');
    if (place.shown === shown) return;
    place.className = [part.half ? 'half' : 'whole', part.svg === undefined ? 'sk-words' : 'sk-picture', part.open ? 'open' : ''].join(' ').trim();
    place.replaceChildren(...(part.svg === undefined ? written(part.html) : figure(part)));
    place.shown = shown;
  });
  while (root.children.length > data.parts.length) root.lastElementChild.remove();
  root.onclick = (event) => {
    const area = event.target.closest('.open [data-code]'), button = event.target.closest('button[value]');
    if (area) setTriggerValue('picked', area.dataset.code);
    else if (button) setTriggerValue('pressed', button.value);
  };
}

function placeAt(root, at, tag) {
  const there = root.children[at];
  if (there?.localName === tag) return there;
  const place = document.createElement(tag);
  if (there) there.replaceWith(place);
  else root.append(place);
  return place;
}

function refuse(read, known, acts) {
  const other = read.querySelector(`:not(${known})`);
  if (other || read.evaluate(acts, read, null, XPathResult.BOOLEAN_TYPE, null).booleanValue) throw new Error('not a part of a page');
}

function written(text) {
  const read = new DOMParser().parseFromString(text, 'text/html');
  refuse(read, ['html', 'head', 'body', ...WORDS], UNKNOWN);
  const fits = (name, rule) => [...read.querySelectorAll(`[${name}]`)].every((one) => rule.test(one.getAttribute(name)));
  if (!fits('href', LINK) || !fits('style', STYLE)) throw new Error('not a part of a page');
  return read.body.childNodes;
}

function figure(part) {
  const words = [make('h2', part.title, {})];
  if (part.lead) words.push(make('p', part.lead, {}));
  if (part.note) words.push(make('p', part.note, {}));
  const key = make('ul', '', {});
  part.keys.forEach(([sign, meaning]) => {
    const item = make('li', '', {});
    item.append(drawn(sign), make('span', meaning, {}));
    key.append(item);
  });
  const frame = make('div', '', { class: 'sk-picture-map' }), foot = make('figcaption', '', {});
  foot.append(key, make('span', part.credit, { class: 'credit' }));
  frame.append(drawn(part.svg), foot);
  return [...words, frame];
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
  const read = new DOMParser().parseFromString(plain, 'image/svg+xml');
  refuse(read, DRAWS, ACTS);
  if (!read.documentElement.matches('svg')) throw new Error('not a part of a page');
  return document.importNode(read.documentElement, true);
}
