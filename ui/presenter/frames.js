// A few maps on top of each other: one is seen, the next scene is drawn in another meanwhile.
const PAGE = '<!doctype html><html lang="nb" class="sk"><head></head><body><div id="root"><div id="parent"><div id="map_div"></div></div></div></body></html>';
// The hall's own rules for the drawing: no frame around it, and no sign smaller than 20 points.
const RULES = `
.sk-head, .sk-foot, .sk-zoom, .sk-side, .sk-tools { display: none !important; }
.sk-root, .sk-main, .sk-stage { border: 0 !important; border-radius: 0 !important; padding: 0 !important; }
.sk-stage #map_div { cursor: default; }
html.sk { --least: 27px; --hall: var(--least) !important; }
svg.signs text.number { font-size: var(--least); }
svg.signs .name { font-weight: 600; fill: #10181e; }
svg.signs .name.strong { font-weight: 750; }
svg.signs .name.muted { fill: #3d4a54; font-weight: 500; }
svg.signs .hublabel { fill: #10181e; }
svg.signs .hublabel.second { fill: #2b3640; font-weight: 600; }
`;

class Frames {
  constructor(place, data, count, told, keyed) {
    this.place = place;
    this.data = data;
    this.told = told;
    this.keyed = keyed;
    this.front = null;
    this.ground = fetch(data.ground).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.blob();
    }).then((blob) => URL.createObjectURL(blob));
    this.all = Array.from({ length: count }, () => this.add());
  }

  add() {
    const frame = { element: document.createElement('iframe'), key: '', kit: null };
    frame.element.title = '';
    frame.element.tabIndex = -1;
    frame.element.srcdoc = PAGE;
    frame.ready = new Promise((done) => { frame.element.addEventListener('load', () => done(), { once: true }); })
      .then(() => this.fill(frame));
    this.place.appendChild(frame.element);
    return frame;
  }

  async fill(frame) {
    const view = frame.element.contentWindow, page = view.document;
    // What a reader has zoomed to elsewhere in this tab is no matter of the hall.
    Object.defineProperty(view, 'sessionStorage', { value: { getItem: () => null, setItem() {}, removeItem() {} } });
    view.addEventListener('keydown', this.keyed, true);
    const add = (tag, values) => new Promise((done, failed) => {
      const element = Object.assign(page.createElement(tag), values);
      element.addEventListener('load', done);
      element.addEventListener('error', failed);
      page.head.appendChild(element);
    });
    const here = (address) => new URL(address, document.baseURI).href;
    await Promise.all(this.data.styles.map((address) => add('link', { rel: 'stylesheet', href: here(address) })));
    page.head.appendChild(Object.assign(page.createElement('style'), { textContent: RULES }));
    for (const address of this.data.scripts) await add('script', { src: here(address) });
    const ground = await this.ground, still = { dragging: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, keyboard: false, touchZoom: false };
    this.measure(frame);
    const map = view.L.map(page.getElementById('map_div'), { center: [62.8, 7.3], zoom: 7, zoomControl: false, attributionControl: false, ...still });
    frame.kit = view.SK;
    frame.kit.onTell = this.told;
    frame.kit.init(map, ground);
    while (!frame.kit.ready) await new Promise((done) => { setTimeout(done, 10); });
  }

  measure(frame) {
    frame.element.contentDocument.documentElement.style.setProperty('--least', `${this.least}px`);
  }

  resize(least) {
    this.least = least;
    this.all.forEach((frame) => { if (frame.kit) this.measure(frame); });
  }

  // Draws a message where it can be brought to the front at once.
  async prepare(key, message) {
    let frame = this.all.find((one) => one.key === key);
    if (frame) { await frame.ready; return frame; }
    frame = this.all.find((one) => one !== this.front && !one.key) || this.oldest();
    frame.key = key;
    frame.used = performance.now();
    await frame.ready;
    if (frame.key === key) { frame.kit.draw(message); this.tidy(frame); }
    return frame;
  }

  // A name that the rim would cut moves in; one that only tells of the surroundings goes, there
  // and below a hub's label. Names from beyond the county then stand clear of hubs and names.
  tidy(frame) {
    const view = frame.element.contentWindow, wide = view.innerWidth, high = view.innerHeight;
    const all = (signs) => [...view.document.querySelectorAll(`svg.signs ${signs}`)];
    const labels = all('.hublabel').map((text) => text.getBoundingClientRect());
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    all('text').forEach((text) => {
      const box = text.getBoundingClientRect(), muted = text.classList.contains('muted');
      const dx = box.left < 8 ? 8 - box.left : Math.min(0, wide - 8 - box.right);
      const dy = box.top < 8 ? 8 - box.top : Math.min(0, high - 8 - box.bottom);
      if (muted && labels.some((one) => meets(box, one))) text.remove();
      else if ((dx || dy) && muted) text.remove();
      else if (dx || dy) this.shift(text, dx, dy);
    });
    const beyond = new Set(frame.kit.nodes.filter((node) => !node.county).map((node) => node.name));
    const plain = (text) => text.textContent.replace(/^[←→↑↓] /, '');
    const taken = [...all('.hub > :not(text)'), ...all('.name').filter((text) => !beyond.has(plain(text)))].map((one) => one.getBoundingClientRect());
    taken.push(...labels);
    all('.name').filter((text) => beyond.has(plain(text))).sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).forEach((text) => {
      const box = text.getBoundingClientRect(), step = box.height / 3;
      const at = (n) => ({ left: box.left, right: box.right, top: box.top + n * step + 3, bottom: box.bottom + n * step - 3 });
      const free = (n) => at(n).top > 4 && at(n).bottom < high - 4 && !taken.some((one) => meets(at(n), one));
      const n = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 8, 10, 12, -8, 14].find(free) || 0;
      if (n) this.shift(text, 0, n * step);
      taken.push(at(n));
    });
  }

  shift(text, dx, dy) {
    const move = text.ownerSVGElement.createSVGTransform();
    move.setTranslate(dx, dy);
    text.transform.baseVal.appendItem(move);
  }

  oldest() {
    return this.all.filter((one) => one !== this.front).sort((a, b) => (a.used || 0) - (b.used || 0))[0];
  }

  show(frame, words) {
    frame.used = performance.now();
    this.front = frame;
    frame.element.title = words;
    this.all.forEach((one) => {
      one.element.classList.toggle('front', one === frame);
      one.element.setAttribute('aria-hidden', String(one !== frame));
    });
  }

  close() {
    this.ground.then((address) => URL.revokeObjectURL(address), () => null);
    this.all.forEach((one) => one.element.remove());
  }
}
