// Look up any agreement or municipality without leaving the stage.
class Search {
  constructor(place, data, chosen, closed) {
    this.data = data;
    this.chosen = chosen;
    this.closed = closed;
    this.box = make('div', '', place, 'search');
    this.box.hidden = true;
    this.box.setAttribute('role', 'dialog');
    this.input = make('input', '', this.box);
    this.input.type = 'text';
    this.input.autocomplete = 'off';
    this.input.setAttribute('aria-label', data.words.search);
    this.input.placeholder = data.words.search;
    this.list = make('ol', '', this.box);
    this.input.addEventListener('input', () => this.fill());
    this.names = data.directory.map((row) => [...row, this.plain(row[2]), this.plain(row[3])]);
  }

  get open() { return !this.box.hidden; }

  plain(text) { return text.toLocaleLowerCase('nb').normalize('NFC'); }

  show() {
    this.box.hidden = false;
    this.input.value = '';
    this.fill();
    this.input.focus();
  }

  hide() {
    this.box.hidden = true;
    this.input.blur();
    this.closed();
  }

  wait() {
    this.list.replaceChildren();
    make('li', this.data.words.fetching, this.list, 'none');
  }

  fill() {
    const words = this.plain(this.input.value).split(/\s+/).filter(Boolean);
    this.list.replaceChildren();
    this.at = 0;
    this.hits = [];
    if (!words.length) return;
    const rank = (row) => (row[4].startsWith(words[0]) ? 0 : row[4].includes(words[0]) ? 1 : 2);
    this.hits = this.names
      .filter((row) => words.every((word) => row[4].includes(word) || row[5].includes(word)))
      .sort((a, b) => rank(a) - rank(b) || (a[0] === 'kommune' ? 0 : 1) - (b[0] === 'kommune' ? 0 : 1))
      .slice(0, 8);
    if (!this.hits.length) make('li', this.data.words.nothing, this.list, 'none');
    this.hits.forEach((row, index) => {
      const item = make('li', '', this.list, index ? '' : 'on');
      const button = make('button', '', item);
      button.type = 'button';
      make('span', row[2], button, 'name');
      make('span', row[3], button, 'detail');
      button.addEventListener('click', () => this.choose(index));
    });
  }

  choose(index) {
    const row = this.hits && this.hits[index];
    if (!row) return;
    this.wait();
    this.chosen(`${row[0]}:${row[1]}`);
  }

  // Returns whether the key was the search's own; letters go to the field.
  key(event) {
    if (event.key === 'Escape') this.hide();
    else if (event.key === 'Enter') this.choose(this.at);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const most = Math.max(0, this.hits.length - 1);
      this.at = Math.max(0, Math.min(most, this.at + (event.key === 'ArrowDown' ? 1 : -1)));
      [...this.list.children].forEach((item, index) => item.classList.toggle('on', index === this.at));
    } else return false;
    return true;
  }
}
