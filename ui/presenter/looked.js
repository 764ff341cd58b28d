// Hands what was looked up to the stage, which stands beside this on the page.
export default function ({ parentElement, data }) {
  const root = parentElement.querySelector('.sk-looked');
  if (!data.n || root.n === data.n) return;
  root.n = data.n;
  document.dispatchEvent(new CustomEvent('sk-looked', { detail: data.scene }));
}
