// Keeps the reader's own set of scenes in the browser, and tells the server of it when asked.
const NAME = 'samarbeidskart.presentasjon';
export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector('.sk-keeper');
  if (data.ask) {
    if (root.asked) return;
    root.asked = true;
    let text = '';
    try { text = localStorage.getItem(NAME) || ''; } catch (ignored) { /* a private window keeps nothing */ }
    setTriggerValue('told', text);
    return;
  }
  try {
    if (data.text) localStorage.setItem(NAME, data.text);
    else localStorage.removeItem(NAME);
  } catch (ignored) { /* as above: the file is the way to keep it */ }
}
