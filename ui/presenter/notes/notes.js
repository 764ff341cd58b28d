// The speaker's notes: follow the stage that opened this window, and move it on by key.
'use strict';
const channel = new BroadcastChannel(location.hash.slice(1) || 'sk-stage-');
const at = (id) => document.getElementById(id);
let state = null;

function paragraphs(place, tag, texts) {
  place.replaceChildren(...texts.filter(Boolean).map((text) => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }));
}

function show() {
  const { words } = state, notes = state.notes.length ? state.notes : [words.nonotes];
  document.title = words.speaker;
  let count = words.of.replace('{n}', state.at).replace('{all}', state.all);
  if (state.steps > 1) count += ' · ' + words.step.replace('{n}', state.step).replace('{all}', state.steps);
  at('count').textContent = count;
  at('title').textContent = state.title;
  at('figures').textContent = state.figures;
  paragraphs(at('notes'), 'p', notes);
  at('doubt').textContent = state.doubts.length ? words.doubt : '';
  paragraphs(at('doubts'), 'li', state.doubts);
  at('nextword').textContent = state.next ? words.next + ':' : '';
  at('next').textContent = state.next || words.last;
  at('reset').textContent = words.reset;
  at('reset').hidden = false;
  tick();
}

function tick() {
  const now = new Date(), two = (n) => String(n).padStart(2, '0');
  at('clock').textContent = `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  if (!state) return;
  const seconds = Math.max(0, Math.floor((now - state.started) / 1000));
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  at('elapsed').textContent = `${state.words.elapsed} ${time}`;
}

channel.addEventListener('message', (event) => { if (event.data.state) { state = event.data.state; show(); } });
at('reset').hidden = true;
at('reset').addEventListener('click', () => { channel.postMessage({ reset: true }); at('reset').blur(); });
document.addEventListener('keydown', (event) => {
  const act = { ArrowRight: 'next', PageDown: 'next', ' ': 'next', ArrowLeft: 'back', PageUp: 'back' }[event.key];
  if (!act) return;
  event.preventDefault();
  channel.postMessage({ act });
});
channel.postMessage({ hello: true });
setInterval(tick, 1000);
// A stage that is loaded anew is asked again.
setInterval(() => channel.postMessage({ hello: true }), 5000);
tick();
