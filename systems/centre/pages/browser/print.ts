// The button that prints a ticket: it is there only where something prints.
const button = document.getElementById('print')
if (button !== null) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
