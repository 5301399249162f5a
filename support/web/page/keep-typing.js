// Keeps what is typed when the page is left by a link, a closed window or a telephone put away: the form goes to its own address with `_go`,
// which is kept there and not sent. What is typed in a search is nobody's but the reader's: it stays in the window, and comes back on the same
// page after its language or its look was changed. Plain script for old browsers; no page needs it.
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

const SEARCHES = 'searches'
const LOOKS = '/display'

/** The page in whatever language, with what it was asked. */
function place() {
  return location.pathname.slice(`/${document.documentElement.lang}`.length) + location.search
}

function searchFields() {
  const fields = document.querySelectorAll('form[method=get] input:not([type=hidden]), form[method=get] select')
  return Array.prototype.slice.call(fields)
}

function onLeaving(event) {
  const link = event.target instanceof Element && event.target.closest('.language-switch__link, .display-link')
  const fields = searchFields()
  if (!link || fields.length === 0) return
  const typed = fields.map(({ name, value, checked }) => ({ name, value, checked }))
  inWindow((store) => store.setItem(SEARCHES, JSON.stringify({ place: place(), typed })))
}

function bringBack() {
  if (location.pathname.slice(-LOOKS.length) === LOOKS) return
  const kept = inWindow((store) => JSON.parse(store.getItem(SEARCHES)))
  if (!kept) return
  inWindow((store) => store.removeItem(SEARCHES))
  if (kept.place !== place()) return
  searchFields().forEach((field, at) => {
    const { name, value, checked } = kept.typed[at] || {}
    if (name !== field.name) return
    if (field.type === 'checkbox' || field.type === 'radio') field.checked = checked
    else field.value = value
  })
}

/** Null where the browser keeps nothing for this site. */
function inWindow(use) {
  try {
    return use(sessionStorage)
  } catch {
    return null
  }
}

bringBack()
document.addEventListener('input', onTyping)
document.addEventListener('change', onTyping)
document.addEventListener('submit', onSubmit)
document.addEventListener('click', onLeaving, true)
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && keep())
window.addEventListener('pagehide', keep)
