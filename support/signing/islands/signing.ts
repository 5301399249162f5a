// What both signing islands share: fetch the bytes, offer the keys, sign once, and send an ordinary form, so that redirects and the
// page's own rules work as for any other form. A second click or a second Enter finds the door closed.

import type { Bytes } from '@ruqsat/asn1'
import { listKeys } from '../browser/key-store.ts'
import { keyOfMessage, signByNcalayer } from '../browser/ncalayer.ts'
import { isLocked, LONGEST_PIN, unlockKey } from '../browser/pin.ts'
import { isProblem, type KeyProblem, problem } from '../browser/problems.ts'
import { base64, type BrowserKey, type SigningKey } from '../browser/signing-key.ts'
import { type UnsuitableReason, unsuitableReasons } from '../browser/suitability.ts'
import type { AnySigningConfig } from './config.ts'
import { keyLine, serialTailText, validityText } from './key-view.ts'
import { failureOf } from './failure.ts'
import { button, make, type Panel } from './page.ts'

/** What is signed, in whichever way: the bytes themselves for a program next to the browser, `sign` for a key in it. */
export type Prepared = {
  readonly bytes: Bytes
  readonly signedSha256: string
  readonly sign: (key: SigningKey) => Promise<Bytes>
}

/** Fetches bytes of this origin. A redirect means the session is over: what comes then is a sign-in page and no document. */
export async function fetchBytes(url: string): Promise<Bytes | KeyProblem> {
  try {
    const response = await fetch(url, { credentials: 'same-origin', redirect: 'manual', cache: 'no-store' })
    if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 403) return problem('session-ended')
    if (!response.ok) return problem('bytes-unreachable')
    return new Uint8Array(await response.arrayBuffer())
  } catch {
    return problem('bytes-unreachable')
  }
}

/** Loads, shows, and lets the person sign; a problem of loading can be tried again in place. */
export async function runSigning<Config extends AnySigningConfig>(
  panel: Panel<Config>,
  prepare: () => Promise<Prepared | KeyProblem>,
): Promise<void> {
  // Back after signing: a page from the browser's memory would offer what is signed already.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload()
  })
  panel.announce(panel.say('loading'))
  const prepared = await prepare()
  panel.announce('')
  if (isProblem(prepared)) {
    panel.complain(prepared)
    if (prepared.code === 'bytes-unreachable') panel.part('alert').append(button(panel.say('again'), 'secondary', () => location.reload()))
    return
  }
  panel.reveal()
  offerNcalayer(panel, prepared)
  await offerKeys(panel, prepared)
}

async function offerKeys(panel: Panel<AnySigningConfig>, prepared: Prepared): Promise<void> {
  const keys = await listKeys()
  if (isProblem(keys)) return panel.complain(keys)
  const { expectedHolder, purpose, legalTime, unsuitableKeys } = panel.config
  const judged = keys.map((key) => ({ key, reasons: unsuitableReasons(key, { ...expectedHolder, purpose, at: legalTime }) }))
  const usable = judged.filter(({ reasons }) => reasons.length === 0 || unsuitableKeys === 'warned')
  judged.sort((a, b) => a.reasons.length - b.reasons.length)
  const place = panel.part('keys')
  const bring = importLink(panel, keys.length === 0 || usable.length === 0)
  if (keys.length === 0) return place.replaceChildren(make('p', {}, panel.say('noKeys')), bring)
  const choices = make('div', { class: 'choices' }, ...judged.map(({ key, reasons }, at) => choice(panel, key, reasons, at, judged.length)))
  const legend = make('legend', { class: 'fieldset__legend' }, panel.say('chooseKey'))
  const fieldset = make('fieldset', { class: 'fieldset' }, legend, choices)
  if (usable.length === 0) return place.replaceChildren(fieldset, make('p', {}, panel.say('noSuitable')), bring)
  place.replaceChildren(fieldset, ...pinField(panel, keys), bring)
  const sign = panel.part<HTMLButtonElement>('sign')
  sign.hidden = false
  sign.addEventListener('click', () => void signOnce(panel, keys, prepared, sign))
}

/** Where the PIN of the chosen key is typed; nothing where no key has one. Outside of any form and without a name, like the file's password. */
function pinField(panel: Panel<AnySigningConfig>, keys: readonly BrowserKey[]): readonly HTMLElement[] {
  if (!keys.some(isLocked)) return []
  const input = make('input', { class: 'input', type: 'password', id: 'signing-pin', autocomplete: 'off', maxlength: String(LONGEST_PIN) })
  const field = make('div', { class: 'field' }, make('label', { class: 'field__label', for: input.id }, panel.say('pin')), input)
  const show = (): void => {
    const chosen = panel.root.querySelector<HTMLInputElement>('input[name="signing-key"]:checked')
    field.hidden = !keys.some((key) => isLocked(key) && key.id === chosen?.value)
  }
  field.hidden = true
  panel.part('keys').addEventListener('change', show)
  queueMicrotask(show)
  return [field]
}

/** Radio buttons outside of any form and so without a form's name; they are one group by theirs. */
function choice(
  panel: Panel<AnySigningConfig>,
  key: BrowserKey,
  reasons: readonly UnsuitableReason[],
  at: number,
  count: number,
): HTMLElement {
  const id = `signing-key-${at}`
  const input = make('input', {
    class: 'choice__input choice__input--radio',
    type: 'radio',
    name: 'signing-key',
    id,
    value: key.id,
    disabled: reasons.length > 0 && panel.config.unsuitableKeys === 'disabled',
    checked: reasons.length === 0 && count === 1,
    'aria-describedby': `${id}-hint`,
  })
  const reason =
    reasons.length > 0
      ? make(
          'span',
          { class: 'signing__warning' },
          panel.say('unsuitable', { reasons: reasons.map((one) => panel.say(`reason.${one}`)).join(', ') }),
        )
      : null
  // Who issued it and what for are on the page of keys; a purpose that does not fit is among the reasons.
  const about = [
    key.roles.map((role) => panel.say(`role.${role}`)).join(', '),
    validityText(panel, key),
    serialTailText(panel, key),
    isLocked(key) && panel.say('hasPin'),
  ]
  return make(
    'div',
    { class: 'choice' },
    input,
    make('label', { class: 'choice__label', for: id }, keyLine(panel, key)),
    make('p', { class: 'choice__hint', id: `${id}-hint` }, about.filter(Boolean).join(' · '), reason),
  )
}

function importLink(panel: Panel<AnySigningConfig>, isOnlyWay: boolean): HTMLElement {
  const address = new URL(panel.config.keyImportUrl, location.href)
  address.searchParams.set('return', location.pathname + location.search)
  const attributes = { href: address.pathname + address.search, class: isOnlyWay ? 'button button--primary' : 'signing__link' }
  return make('p', {}, make('a', attributes, panel.say(isOnlyWay ? 'bringKey' : 'anotherKey')))
}

async function signOnce(
  panel: Panel<AnySigningConfig>,
  keys: readonly BrowserKey[],
  prepared: Prepared,
  sign: HTMLButtonElement,
): Promise<void> {
  if (panel.root.dataset['busy'] !== undefined) return
  const chosen = panel.root.querySelector<HTMLInputElement>('input[name="signing-key"]:checked:not(:disabled)')
  const key = keys.find(({ id }) => id === chosen?.value)
  if (key === undefined) {
    panel.complain(panel.say('chooseFirst'))
    panel.root.querySelector<HTMLInputElement>('input[name="signing-key"]:not(:disabled)')?.focus()
    return
  }
  const pin = panel.root.querySelector<HTMLInputElement>('#signing-pin')
  if (isLocked(key) && (pin === null || pin.value === '')) {
    panel.complain(panel.say('pinFirst'))
    return pin?.focus()
  }
  // Typed for this signature alone.
  const typed = pin?.value ?? ''
  if (pin !== null) pin.value = ''
  await send(panel, prepared, sign, panel.say('signing'), async () => {
    const unlocked = await unlockKey(key, typed)
    if (isProblem(unlocked)) pin?.focus()
    return isProblem(unlocked) ? unlocked : prepared.sign(unlocked)
  })
}

/** Another way for the same bytes: it needs no key in this browser, and what it gives is judged like one. */
function offerNcalayer(panel: Panel<AnySigningConfig>, prepared: Prepared): void {
  const { ncalayerUrl: url, expectedHolder, purpose, language, unsuitableKeys } = panel.config
  if (url === null) return
  const button = panel.part<HTMLButtonElement>('ncalayer')
  const ask = async (): Promise<Bytes | KeyProblem> => {
    const asked = { url, bytes: prepared.bytes, purpose, language, iin: expectedHolder?.iin ?? null, bin: expectedHolder?.bin ?? null }
    const cms = await signByNcalayer(asked)
    if (isProblem(cms)) return cms
    const key = keyOfMessage(cms)
    if (key === null) return problem('ncalayer-unreadable')
    const reasons = unsuitableReasons(key, { ...expectedHolder, purpose, at: panel.legalTimeNow() })
    if (reasons.length === 0 || unsuitableKeys === 'warned') return cms
    return problem('ncalayer-other-key', { reason: reasons.map((reason) => panel.say(`reason.${reason}`)).join(', ') })
  }
  button.addEventListener('click', () => {
    if (panel.root.dataset['busy'] === undefined) void send(panel, prepared, button, panel.say('ncalayerAsked'), ask)
  })
}

/** Signs once and sends the form; where it does not come to a signature everything is as it was, and can be tried again. */
async function send(
  panel: Panel<AnySigningConfig>,
  { signedSha256 }: Prepared,
  pressed: HTMLButtonElement,
  meanwhile: string,
  sign: () => Promise<Bytes | KeyProblem>,
): Promise<void> {
  panel.root.dataset['busy'] = ''
  pressed.setAttribute('aria-disabled', 'true')
  panel.calm()
  panel.announce(meanwhile)
  const signature = await sign()
    .then((cms) => (isProblem(cms) ? cms : base64(cms)))
    .catch((error: unknown) => problem(failureOf(error)))
  if (isProblem(signature)) {
    delete panel.root.dataset['busy']
    pressed.removeAttribute('aria-disabled')
    return panel.complain(signature)
  }
  const form = panel.part<HTMLFormElement>('form')
  for (const [name, value] of Object.entries({ signature, signedSha256 }))
    form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!.value = value
  form.submit()
}
