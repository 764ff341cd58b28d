// Moves the focus to the heading of what has come, when the guide goes on to another question.
// Without it the button that was pressed is gone, and the keyboard begins at the top of the page.
// Data: the place that is shown. The heading says in its data-place what it is the heading of.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector('.sk-guide-place');
  const moved = root.place !== undefined && root.place !== data.place;
  root.place = data.place;
  if (moved) seek(root, 60);
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
