// The few things that all islands do with a page: find their place, speak the page's language, make elements, report problems.
// Text goes in as text only; there is no HTML from strings.

import { fillString, instantFromMs, type Instant, msFromInstant } from '@ruqsat/foundation'
import { isProblem, type KeyProblem, problem } from '../browser/problems.ts'
import { cryptographyProblem } from '../browser/signing-key.ts'
import type { AnyConfig } from './config.ts'
import { failureOf } from './failure.ts'

export type Say = (key: string, facts?: Readonly<Record<string, string | number>>) => string

export class Panel<Config extends AnyConfig> {
  readonly root: HTMLElement
  readonly config: Config
  constructor(root: HTMLElement) {
    this.root = root
    this.config = JSON.parse(root.dataset['config'] as string) as Config
  }

  readonly say: Say = (key, facts = {}) => fillString(this.config.words[key] ?? key, facts)

  /** An element that the server put there, by its `data-part`. */
  part<E extends HTMLElement = HTMLElement>(name: string): E {
    return this.root.querySelector(`[data-part="${name}"]`) as E
  }

  /** Shows what the server left hidden: this browser can do the work. */
  reveal(): void {
    for (const work of this.root.querySelectorAll<HTMLElement>('[data-part="work"]')) work.hidden = false
  }

  /** Reports what went well; a screen reader reads it when it has finished its sentence. */
  announce(text: string): void {
    this.part('status').textContent = text
  }

  /** Shows a problem with its remedy; a screen reader hears it at once. */
  complain(found: KeyProblem | string): void {
    const [text, remedy] = isProblem(found)
      ? [this.say(`problem.${found.code}`, found.facts), this.say(`remedy.${found.code}`, found.facts)]
      : [found, '']
    const hidden = make('span', { class: 'visually-hidden' }, `${this.say('problem')} `)
    this.announce('')
    this.part('alert').replaceChildren(
      make('div', { class: 'signing__problem' }, make('p', { class: 'error-message' }, hidden, text), remedy && make('p', {}, remedy)),
    )
  }

  calm(): void {
    this.part('alert').replaceChildren()
  }

  /** Legal time as the server gave it, plus the time that the page has been open since: the person may read for an hour before signing. */
  legalTimeNow(): Instant {
    return instantFromMs(msFromInstant(this.config.legalTime) + Math.floor(performance.now()))
  }

  showInstant(instant: Instant): string {
    return showInstant(instant, this.config.utcOffsetMinutes)
  }
}

/** Runs an island in each of its places; a page that cannot do cryptography says so instead. */
export function startIsland<Config extends AnyConfig>(name: string, run: (panel: Panel<Config>) => Promise<void>): void {
  for (const root of document.querySelectorAll<HTMLElement>(`[data-island="${name}"]`)) {
    const panel = new Panel<Config>(root)
    const impossible = cryptographyProblem()
    if (impossible) panel.complain(problem(impossible.code, { origin: location.origin }))
    else run(panel).catch((error: unknown) => panel.complain(problem(failureOf(error))))
    // Last of all: where anything before has failed to come, to parse or to run, the words that the server put there stay.
    for (const words of root.querySelectorAll('[data-part="getting-ready"], [data-part="meanwhile"]')) words.remove()
  }
}

type Child = Node | string | null | false | undefined

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string | boolean>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) if (value !== false) element.setAttribute(name, value === true ? '' : value)
  element.append(
    ...children.filter((child): child is Node | string => child instanceof Node || (typeof child === 'string' && child !== '')),
  )
  return element
}

export function button(text: string, kind: 'primary' | 'secondary' | 'warning' | 'quiet', act: () => void): HTMLButtonElement {
  const element = make('button', { type: 'button', class: `button button--${kind}` }, text)
  element.addEventListener('click', act)
  return element
}

/** `code`: what a machine reads where a person reads `text`; it is shown apart, under the same label. */
export type ContentRow = { readonly label: string; readonly text: string; readonly detail?: string; readonly code?: string }

/** A description list in the house's form. */
export function rowsList(rows: readonly ContentRow[]): HTMLElement {
  return make(
    'dl',
    { class: 'summary-list' },
    ...rows.map(({ label, text, detail }) =>
      make(
        'div',
        { class: 'summary-list__row' },
        make('dt', { class: 'summary-list__key' }, label),
        make('dd', { class: 'summary-list__value' }, text, detail ? make('span', { class: 'signing__detail' }, detail) : null),
      ),
    ),
  )
}

/** `01.10.2014 10:30:00 (UTC+6)`, in the offset that the page was given. */
export function showInstant(instant: Instant, utcOffsetMinutes: number): string {
  const ms = msFromInstant(instant)
  if (Number.isNaN(ms)) return instant
  const shifted = new Date(ms + utcOffsetMinutes * 60_000).toISOString()
  const [hours, minutes] = [Math.trunc(Math.abs(utcOffsetMinutes) / 60), Math.abs(utcOffsetMinutes) % 60]
  const offset = `${utcOffsetMinutes < 0 ? '−' : '+'}${hours}${minutes ? `:${String(minutes).padStart(2, '0')}` : ''}`
  return `${shifted.slice(8, 10)}.${shifted.slice(5, 7)}.${shifted.slice(0, 4)} ${shifted.slice(11, 19)} (UTC${offset})`
}
