// Arrows go from answer to answer, beside Tab; Enter and space press, as on every button.
// Moves the focus to the heading of what has come, when the guide goes on to another question.
// Without it the button that was pressed is gone, and the keyboard begins at the top of the page.
// Data: the place that is shown. The heading says in its data-place what it is the heading of.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector('.sk-guide-place');
  const moved = root.place !== undefined && root.place !== data.place;
  root.place = data.place;
  if (!root.listens) {
    root.listens = event => arrow(root, event);
    document.addEventListener('keydown', root.listens);
  }
  if (moved) seek(root, 60);
}

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

function arrow(root, event) {
  if (!root.isConnected) return document.removeEventListener('keydown', root.listens);
  const step = STEPS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const answers = [...document.querySelectorAll('.st-key-guide_choices button')];
  const at = answers.indexOf(document.activeElement);
  // From the question itself the first arrow goes to the first answer.
  if (at < 0 && !document.activeElement.matches('.sk-guide-heading')) return;
  const next = at < 0 ? (step > 0 ? answers[0] : undefined) : answers[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function seek(root, tries) {
  const heading = document.querySelector('.sk-guide-heading[data-place="' + CSS.escape(root.place) + '"]');
  if (heading) {
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView({ block: 'nearest' });
  } else if (tries > 0) {
    setTimeout(seek, 50, root, tries - 1);
  }
}
