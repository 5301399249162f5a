// Brings a key into this browser. File and password are read here, used here and forgotten here: the inputs have no name and are in no
// form.

import type { OpenedKeys } from '../browser/key-work.ts'
import { listKeys, removeKey } from '../browser/key-store.ts'
import { isProblem, type KeyProblem, problem } from '../browser/problems.ts'
import { MAX_CONTAINER_BYTES } from '../browser/pkcs12.ts'
import { isLocked, LONGEST_PIN, SHORTEST_PIN } from '../browser/pin.ts'
import type { BrowserKey, KeyDescription } from '../browser/signing-key.ts'
import { unsuitableReasons } from '../browser/suitability.ts'
import type { KeyImportConfig } from './config.ts'
import { type KeyThread, openKeyThread } from './key-thread.ts'
import { keyLine, keyRows, serialTailText, validityText } from './key-view.ts'
import { button, make, type Panel, rowsList, startIsland } from './page.ts'

type Import = Panel<KeyImportConfig>

startIsland<KeyImportConfig>('key-import', async (panel) => {
  const thread = openKeyThread(panel.config.workerUrl)
  panel.part('open').addEventListener('click', () => void openFile(panel, thread))
  panel.part('password').addEventListener('keydown', (event) => void (event.key === 'Enter' && openFile(panel, thread)))
  panel.reveal()
  await showKeys(panel)
})

async function openFile(panel: Import, thread: KeyThread): Promise<void> {
  const open = panel.part<HTMLButtonElement>('open')
  if (open.getAttribute('aria-disabled') === 'true') return
  panel.calm()
  panel.part('found').replaceChildren()
  open.setAttribute('aria-disabled', 'true')
  panel.announce(panel.say('opening'))
  const found = await readChosen(panel, thread).finally(() => open.removeAttribute('aria-disabled'))
  if (isProblem(found)) {
    panel.complain(found)
    const input = panel.part<HTMLInputElement>(found.code === 'wrong-password' ? 'password' : 'file')
    input.focus()
    if (found.code === 'wrong-password') input.select()
    return
  }
  for (const name of ['file', 'password']) panel.part<HTMLInputElement>(name).value = ''
  panel.announce('')
  offer(panel, thread, found)
}

/** The file is read in a thread of its own: however long it computes, the page answers. */
async function readChosen(panel: Import, thread: KeyThread): Promise<OpenedKeys | KeyProblem> {
  const file = panel.part<HTMLInputElement>('file').files?.[0]
  if (file === undefined) return problem('file-empty')
  if (file.size > MAX_CONTAINER_BYTES) return problem('file-too-large', { limitKib: MAX_CONTAINER_BYTES / 1024 })
  const bytes = new Uint8Array(await file.arrayBuffer())
  const password = panel.part<HTMLInputElement>('password').value
  const answer = await thread({ kind: 'open', file: bytes, password }).finally(() => bytes.fill(0))
  return answer.kind === 'kept' ? problem('page-failed') : answer
}

/** Shows whose key it is before anything is kept. */
function offer(panel: Import, thread: KeyThread, { keys, leftOut }: OpenedKeys): void {
  const found = panel.part('found')
  const pin = make('input', {
    class: 'input',
    type: 'password',
    id: 'signing-new-pin',
    autocomplete: 'off',
    maxlength: String(LONGEST_PIN),
    'aria-describedby': 'signing-new-pin-hint',
  })
  const keep = button(panel.say('keep'), 'primary', () => void keepFound(panel, thread, keys, { pin, keep }))
  const cancel = button(panel.say('cancel'), 'secondary', () => {
    found.replaceChildren()
    panel.part('file').focus()
  })
  found.replaceChildren(
    make('h3', { tabindex: '-1' }, panel.say('found')),
    ...keys.map((key) => make('div', {}, rowsList(keyRows(panel, key)), ...warnings(panel, key))),
    ...leftOut.map((one) =>
      make('p', { class: 'signing__warning' }, panel.say('leftOut', { reason: panel.say(`problem.${one.code}`, one.facts) })),
    ),
    make(
      'div',
      { class: 'field' },
      make('label', { class: 'field__label', for: pin.id }, panel.say('newPin')),
      make('p', { class: 'field__hint', id: 'signing-new-pin-hint' }, panel.say('newPinHint', { count: SHORTEST_PIN })),
      pin,
    ),
    make('div', { class: 'button-group' }, keep, cancel),
  )
  found.querySelector('h3')?.focus()
}

function warnings(panel: Import, key: KeyDescription): HTMLElement[] {
  const { iin, bin } = panel.config.expectedHolder ?? {}
  const reasons = unsuitableReasons(key, { iin, bin, purpose: 'authenticate', at: panel.config.legalTime })
  const texts = [
    (reasons.includes('other-person') || reasons.includes('other-organisation')) &&
      panel.say('otherWarning', { name: keyLine(panel, key) }),
    reasons.includes('expired') && panel.say('expiredWarning'),
    reasons.includes('not-yet-valid') && panel.say('notYetWarning'),
  ]
  return texts.filter((text): text is string => typeof text === 'string').map((text) => make('p', { class: 'signing__warning' }, text))
}

type Keeping = { readonly pin: HTMLInputElement; readonly keep: HTMLButtonElement }

async function keepFound(panel: Import, thread: KeyThread, keys: readonly KeyDescription[], { pin, keep }: Keeping): Promise<void> {
  if (keep.disabled) return
  keep.disabled = true
  panel.calm()
  const answer = await thread({ kind: 'keep', pin: pin.value === '' ? null : pin.value })
  if (answer.kind !== 'kept') {
    keep.disabled = false
    panel.complain(isProblem(answer) ? answer : problem('page-failed'))
    return pin.focus()
  }
  panel.part('found').replaceChildren()
  await showKeys(panel)
  panel.announce(panel.say('kept', { name: keys.map((key) => keyLine(panel, key)).join('; ') }))
  const back = returnAddress(panel.config.returnTo)
  if (back === null) return panel.part('keys-heading').focus()
  const link = make('a', { class: 'button button--primary', href: back }, panel.say('goBack'))
  panel.part('found').replaceChildren(make('p', {}, link))
  link.focus()
}

/** Only addresses of this origin: a link from elsewhere must not lead the person away after they have brought their key. */
function returnAddress(given: string | null): string | null {
  const wanted = given ?? new URLSearchParams(location.search).get('return')
  if (wanted === null || !/^\/(?![/\\])/.test(wanted)) return null
  const address = new URL(wanted, location.origin)
  return address.origin === location.origin ? address.pathname + address.search + address.hash : null
}

async function showKeys(panel: Import): Promise<void> {
  const keys = await listKeys()
  if (isProblem(keys)) return panel.complain(keys)
  const list = () => make('ul', { class: 'signing__keys' }, ...keys.map((key) => keyItem(panel, key)))
  panel.part('keys').replaceChildren(keys.length === 0 ? make('p', {}, panel.say('none')) : list())
}

function keyItem(panel: Import, key: BrowserKey): HTMLElement {
  const actions = make('div', { class: 'signing__actions' })
  const item = make(
    'li',
    { class: 'signing__key' },
    rowsList(keyRows(panel, key)),
    isLocked(key) ? make('p', {}, panel.say('hasPin')) : null,
    ...warnings(panel, key),
    actions,
  )
  const name = `${keyLine(panel, key)}, ${validityText(panel, key)}, ${serialTailText(panel, key)}`
  const reset = () => {
    const remove = button(panel.say('remove'), 'secondary', ask)
    remove.append(make('span', { class: 'visually-hidden' }, ` ${name}`))
    actions.replaceChildren(remove)
    return remove
  }
  const ask = () => {
    const sure = button(panel.say('removeSure'), 'warning', () => void removeFor(panel, key))
    const leave = button(panel.say('leave'), 'secondary', () => reset().focus())
    actions.replaceChildren(make('p', {}, panel.say('removeAsk')), make('div', { class: 'button-group' }, sure, leave))
    sure.focus()
  }
  reset()
  return item
}

async function removeFor(panel: Import, key: KeyDescription): Promise<void> {
  const refused = await removeKey(key.id)
  if (refused) return panel.complain(refused)
  await showKeys(panel)
  panel.announce(panel.say('removed', { name: keyLine(panel, key) }))
  panel.part('keys-heading').focus()
}
