// Prints the page that it stands on. Data: the word on the button.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector('.sk-print');
  button.textContent = data.label;
  button.onclick = () => window.print();
}
