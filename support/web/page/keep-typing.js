// Keeps what is typed when the page is left by a link, a closed window or a telephone put away: the form goes to its own address with `_go`,
// which is kept there and not sent. Plain script for old browsers; no page needs it.
const touched = new Set()

function onTyping(event) {
  const form = event.target instanceof Element && event.target.closest('form[data-keep]')
  if (form) touched.add(form)
}

function onSubmit(event) {
  touched.delete(event.target)
  // Whoever signs out leaves nothing behind.
  if (event.target.classList.contains('sign-in-state__form')) touched.clear()
}

function keep() {
  for (const form of touched) {
    const typed = new URLSearchParams()
    new FormData(form).forEach((value, name) => typeof value === 'string' && typed.append(name, value))
    for (const secret of form.querySelectorAll('input[type=password]')) typed.delete(secret.name)
    typed.set('_go', '')
    navigator.sendBeacon(form.getAttribute('action'), typed)
  }
  touched.clear()
}

document.addEventListener('input', onTyping)
document.addEventListener('change', onTyping)
document.addEventListener('submit', onSubmit)
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keep())
window.addEventListener('pagehide', keep)
