// The stage: one scene fills the screen, keys change it, and the next one is drawn beforehand.
const KEYS = { ArrowRight: 'next', ArrowDown: 'next', PageDown: 'next', ArrowLeft: 'back', ArrowUp: 'back', PageUp: 'back', Backspace: 'back', Home: 'first', End: 'last', b: 'dark', B: 'dark', '.': 'dark', s: 'find', S: 'find', '/': 'find', n: 'notes', N: 'notes', f: 'full', F: 'full', Escape: 'escape' };
const QUIET_MS = 500;

class Stage {
  constructor(root) {
    this.root = root;
    this.at = 0;
    this.step = 0;
    this.typed = '';
    this.look = null;
    this.wanted = '';
    this.panels = new Map();
    this.id = `sk-stage-${this.mine()}`;
    this.started = Date.now();
    this.keyed = (event) => this.key(event);
    this.found = (event) => this.looked(event.detail);
    this.resized = () => this.resize();
    this.moved = () => this.wake();
    document.addEventListener('keydown', this.keyed, true);
    document.addEventListener('sk-looked', this.found);
    window.addEventListener('resize', this.resized);
    document.addEventListener('mousemove', this.moved);
    this.channel = new BroadcastChannel(this.id);
    this.channel.addEventListener('message', (event) => this.heard(event.data));
  }

  // The name of this tab, so that its window of notes finds it again after a reload.
  mine() {
    try {
      let name = sessionStorage.getItem('sk.stage');
      if (!name) { name = Math.random().toString(36).slice(2); sessionStorage.setItem('sk.stage', name); }
      return name;
    } catch (ignored) { return Math.random().toString(36).slice(2); }
  }

  take(data) {
    // The words and maps of the same set, sent again: nothing to do.
    const print = JSON.stringify([data.title, data.at, data.scenes.map((scene) => [scene.t, scene.m, scene.s, scene.n]), data.ground]);
    if (print === this.print) return;
    const first = this.print === undefined;
    this.print = print;
    this.data = data;
    this.words = data.words;
    if (first) this.at = data.at - 1;
    this.at = Math.max(0, Math.min(this.at, data.scenes.length - 1));
    this.build();
    this.resize();
  }

  build() {
    if (this.frames) this.frames.close();
    this.panels.clear();
    this.root.replaceChildren();
    this.main = make('div', '', this.root, 'main');
    this.map = make('div', '', this.main, 'map');
    this.side = make('div', '', this.main, 'side');
    this.badge = make('p', '', this.root, 'typed');
    this.hint = make('p', '', this.root, 'hint');
    this.bar = make('footer', '', this.root, 'bar');
    this.credit = make('span', '', this.bar, 'credit');
    this.dots = make('nav', '', this.bar, 'dots');
    this.count = make('span', '', this.bar, 'count');
    this.count.setAttribute('role', 'status');
    this.data.scenes.forEach((scene, index) => {
      const dot = make('button', '', this.dots);
      dot.type = 'button';
      dot.tabIndex = -1;
      dot.title = scene.t;
      dot.setAttribute('aria-label', `${this.words.goto.replace('{n}', index + 1)}: ${scene.t}`);
      dot.addEventListener('click', () => this.go(index, 0));
    });
    this.tools();
    this.black = make('div', '', this.root, 'black');
    this.black.hidden = true;
    this.search = new Search(this.root, this.data, (what) => this.ask(what), () => { this.wanted = ''; });
    this.frames = new Frames(this.map, this.data, 3, (what) => this.told(what), this.keyed);
    this.frames.all[0].ready.then(() => { this.signs = this.frames.all[0].kit; this.panels.clear(); this.show(); })
      .catch(() => { this.hint.textContent = this.words.noground; });
  }

  tools() {
    this.buttons = make('div', '', this.root, 'tools');
    const add = (word, act) => {
      const button = make('button', this.words[word], this.buttons);
      button.type = 'button';
      button.tabIndex = -1;
      button.addEventListener('click', () => { this.act(act); button.blur(); });
    };
    add('notes', 'notes'); add('find', 'find'); add('dark', 'dark'); add('full', 'full'); add('leave', 'leave');
    this.wake();
  }

  // The buttons are there for a moment when the pointer moves, and never while one speaks.
  wake() {
    if (!this.buttons) return;
    this.root.classList.add('awake');
    clearTimeout(this.sleep);
    this.sleep = setTimeout(() => this.root.classList.remove('awake'), 2500);
  }

  resize() {
    const unit = Math.min(window.innerHeight / 100, (window.innerWidth * 0.5625) / 100);
    this.root.style.setProperty('--u', `${unit}px`);
    this.frames.resize(unit * 2.5);
    this.panels.forEach((box) => box.remove());
    this.panels.clear();
    this.show();
  }

  get scene() { return this.look || this.data.scenes[this.at]; }
  stepsOf(scene) { return Math.max(1, scene.m.length); }
  keyOf(index, step) { return `${index}:${step}`; }

  // ---- what is seen ----

  panelOf(name, scene) {
    let box = this.panels.get(name);
    if (!box || box.scene !== scene) {
      if (box) box.remove();
      box = panel(scene, this.side, this.words, this.signs);
      box.scene = scene;
      fit(box, this.words);
      this.panels.set(name, box);
    }
    return box;
  }

  async show() {
    const scene = this.scene, ask = (this.asked = (this.asked || 0) + 1);
    if (!scene) { this.hint.textContent = this.words.empty; return; }
    const step = this.look ? this.stepsOf(scene) - 1 : this.step;
    const name = this.look ? 'look' : this.keyOf(this.at, step);
    const frame = scene.m.length ? await this.frames.prepare(this.look ? `look:${scene.t}${scene.n}` : name, scene.m[step]) : null;
    if (ask !== this.asked) return;
    if (frame) this.frames.show(frame, scene.alt || scene.t);
    this.root.classList.toggle('alone', !frame);
    const box = this.panelOf(this.look ? 'look' : String(this.at), scene);
    this.panels.forEach((one) => one.classList.toggle('front', one === box));
    // A scene that builds up says its facts with its hub, and the rest with its label.
    box.dataset.step = String(this.stepsOf(scene) - 1 - step);
    this.mark(scene);
    this.root.dataset.shown = name;
    performance.mark('sk-shown', { detail: name });
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.prepare(), 40);
  }

  mark(scene) {
    this.credit.textContent = scene.at;
    this.count.textContent = this.look ? '' : this.words.of.replace('{n}', this.at + 1).replace('{all}', this.data.scenes.length);
    [...this.dots.children].forEach((dot, index) => {
      dot.classList.toggle('on', index === this.at);
      dot.classList.toggle('done', index < this.at);
      if (index === this.at) dot.setAttribute('aria-current', 'true'); else dot.removeAttribute('aria-current');
    });
    this.hint.textContent = this.look ? this.words.back : '';
    this.badge.textContent = this.typed;
    this.speak();
  }

  // The next picture is drawn while this one is looked at.
  async prepare() {
    const next = this.after();
    if (this.look || !next) return;
    const [index, step] = next, scene = this.data.scenes[index];
    this.panelOf(String(index), scene);
    if (scene.m.length) await this.frames.prepare(this.keyOf(index, step), scene.m[step]);
    this.root.dataset.prepared = this.keyOf(index, step);
  }

  after() {
    if (this.step < this.stepsOf(this.data.scenes[this.at]) - 1) return [this.at, this.step + 1];
    return this.at < this.data.scenes.length - 1 ? [this.at + 1, 0] : null;
  }

  go(index, step) {
    const moved = index !== this.at;
    this.look = null;
    this.at = index;
    this.step = step;
    this.show();
    if (!moved) return;
    this.address();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.say(), QUIET_MS);
  }

  // The place stands in the address at once, so that a reload keeps it; the app is told when it
  // is quiet.
  address() {
    const here = new URL(window.location.href);
    here.searchParams.set('scene', this.at + 1);
    if (!this.at) here.searchParams.delete('scene');
    window.history.replaceState(window.history.state, '', here);
  }

  // ---- keys ----

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.data) return;
    if (this.search.open) {
      if (this.search.key(event)) { event.preventDefault(); event.stopPropagation(); }
      else event.stopPropagation();
      return;
    }
    let act = KEYS[event.key];
    if (event.key === ' ' || event.key === 'Spacebar') act = event.shiftKey ? 'back' : 'next';
    if (event.key === 'Enter') act = this.typed ? 'number' : 'next';
    if (/^[0-9]$/.test(event.key)) act = `digit${event.key}`;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    this.act(act);
  }

  act(act) {
    const dark = !this.black.hidden;
    if (dark && act !== 'notes') { this.black.hidden = true; if (act === 'dark' || act === 'escape') return; }
    if (act.startsWith('digit')) { this.type(act.slice(5)); return; }
    const typed = this.typed;
    this.type(null);
    if (act === 'number') { const n = Number(typed); if (n >= 1) this.go(Math.min(n, this.data.scenes.length) - 1, 0); }
    else if (act === 'next') { if (this.look) this.go(this.at, this.step); else { const next = this.after(); if (next) this.go(...next); } }
    else if (act === 'back') this.back();
    else if (act === 'first') this.go(0, 0);
    else if (act === 'last') { const last = this.data.scenes.length - 1; this.go(last, this.stepsOf(this.data.scenes[last]) - 1); }
    else if (act === 'dark') this.black.hidden = false;
    else if (act === 'find') this.search.show();
    else if (act === 'notes') this.notes();
    else if (act === 'full') this.full();
    else if (act === 'leave') this.leave();
    else if (act === 'escape') this.escape(typed);
  }

  back() {
    if (this.look) this.go(this.at, this.step);
    else if (this.step > 0) this.go(this.at, this.step - 1);
    else if (this.at > 0) this.go(this.at - 1, this.stepsOf(this.data.scenes[this.at - 1]) - 1);
  }

  escape(typed) {
    if (typed) return;
    if (this.look) this.go(this.at, this.step);
    else this.leave();
  }

  leave() {
    this.left = true;
    this.say();
  }

  // All in one word: of two that the app hears at the same time, it hears the last only.
  say() { this.tell('said', { at: this.at + 1, look: this.wanted, leave: !!this.left }); }

  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => null);
  }

  type(digit) {
    clearTimeout(this.forget);
    this.typed = digit === null ? '' : (this.typed + digit).slice(-3);
    this.badge.textContent = this.typed;
    if (this.typed) this.forget = setTimeout(() => this.type(null), 3000);
  }

  // ---- what is looked up, and the window of notes ----

  told(what) {
    const asked = what.avtale ? `avtale:${what.avtale}` : what.kommune ? `kommune:${what.kommune}` : '';
    if (asked) this.ask(asked);
  }

  ask(what) {
    this.wanted = what;
    this.say();
  }

  looked(scene) {
    if (!this.wanted || !scene) return;
    this.wanted = '';
    if (this.search.open) this.search.hide();
    this.look = scene;
    this.show();
  }

  notes() {
    const opened = window.open(new URL(`${this.data.notes}#${this.id}`, document.baseURI).href, this.id, 'width=900,height=700');
    if (!opened) this.hint.textContent = this.words.blocked;
  }

  speak() {
    const scene = this.scene, next = this.data.scenes[this.at + 1], steps = this.stepsOf(this.data.scenes[this.at]);
    this.channel.postMessage({
      state: { title: scene.t, figures: scene.f, notes: scene.n, doubts: scene.u, next: next ? next.t : '', at: this.at + 1, all: this.data.scenes.length, step: this.step + 1, steps, look: !!this.look, started: this.started, words: this.words },
    });
  }

  heard(message) {
    if (message.hello && this.data) this.speak();
    else if (message.reset) { this.started = Date.now(); this.speak(); }
    else if (message.act === 'next' || message.act === 'back') this.act(message.act);
  }

  close() {
    clearTimeout(this.later);
    clearTimeout(this.soon);
    document.removeEventListener('keydown', this.keyed, true);
    document.removeEventListener('sk-looked', this.found);
    window.removeEventListener('resize', this.resized);
    document.removeEventListener('mousemove', this.moved);
    this.channel.close();
    if (this.frames) this.frames.close();
  }
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-hall');
  if (!root.stage) root.stage = new Stage(root);
  root.stage.tell = setTriggerValue;
  root.stage.take(data);
  return () => { root.stage.close(); root.stage = null; };
}
