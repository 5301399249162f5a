import { hash } from 'node:crypto'
import { dayOfParts, Fault, isRefusal, isUuid, type LocalDate, parseDay, type Refusal, tidyNumber, tidyText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'
import { CSRF_FIELD, ONCE_FIELD } from '../components/form/form.tsx'
import type { TypedDate } from '../components/date-input/date-input.tsx'

/** A file as it came. `claimedType` and `name` are what the browser said: check the content (`fileTypeOf`) before trusting them. */
export type UploadedFile = { readonly field: string; readonly name: string; readonly claimedType: string; readonly bytes: Buffer }

/** `owner`: whose form it is; `tooLarge`: fields whose file was over the limit. */
type Besides = { readonly files?: readonly UploadedFile[]; readonly owner?: string; readonly tooLarge?: ReadonlySet<string> }

/** What a person posted. Texts are without what nobody sees (`tidyText`), so that Kazakh letters compare however they were typed. */
export class FormValues {
  readonly #texts: ReadonlyMap<string, readonly string[]>
  readonly #besides: Besides

  constructor(texts: ReadonlyMap<string, readonly string[]>, besides: Besides = {}) {
    this.#texts = texts
    this.#besides = besides
  }

  /** The first value of a field, or the empty string. */
  text(name: string): string {
    return this.#texts.get(name)?.[0] ?? ''
  }

  /** As it was typed, spaces and all: for passwords and for what a program made. */
  secret(name: string): string {
    return this.#texts.get(`\u0000${name}`)?.[0] ?? this.text(name)
  }

  /** All values of a field: checkboxes. */
  texts(name: string): readonly string[] {
    return this.#texts.get(name) ?? []
  }

  /** The names of all fields, tokens too. */
  names(): readonly string[] {
    return [...this.#texts.keys()].filter((name) => !name.startsWith('\u0000'))
  }

  /** Whether the field (or the button) was in the form at all. */
  has(name: string): boolean {
    return this.#texts.has(name)
  }

  /** Digits of an identifier or a phone that people type with spaces and hyphens. */
  digits(name: string): string {
    return tidyNumber(this.text(name)).replace(/[ ()-]/g, '')
  }

  /** Files that were chosen; an empty file input gives none. */
  files(name: string): readonly UploadedFile[] {
    return (this.#besides.files ?? []).filter((file) => file.field === name)
  }

  /** Whether a file of this field was over the route's limit and was thrown away. Only where the route has `tellsTooLarge`. */
  isTooLarge(name: string): boolean {
    return this.#besides.tooLarge?.has(name) ?? false
  }

  /** Everything typed, without tokens, to fill the form again. */
  values(): Readonly<Record<string, string>> {
    const shown = [...this.#texts].filter(([name]) => name !== CSRF_FIELD && name !== ONCE_FIELD && !name.startsWith('\u0000'))
    return Object.fromEntries(shown.map(([name, values]) => [name, values[0] ?? '']))
  }

  /** The id of what this form makes: a UUID, the same for each post of one form, and of no other person's. A new one where the form carried no token. */
  onceUuid(): string {
    const token = this.onceToken()
    if (token === '') return crypto.randomUUID()
    return `${token.slice(0, 8)}-${token.slice(8, 12)}-8${token.slice(13, 16)}-a${token.slice(17, 20)}-${token.slice(20, 32)}`
  }

  /** The token for `once()`: bound to the person's session, so that nobody learns another's result. Empty where the form carried none. */
  onceToken(): string {
    const token = this.text(ONCE_FIELD)
    return isUuid(token) ? hash('sha256', `${this.#besides.owner ?? ''}\n${token}`) : ''
  }
}

/** The form of a POST request. Its CSRF token was checked before the handler ran. */
export function readForm(request: FastifyRequest): FormValues {
  if (request.formValues === null)
    throw new Fault(`Expected a posted form on ${request.routeOptions.url ?? 'this route'} but the request carries none`)
  return request.formValues
}

/** Collects names and values as both content types deliver them. Passwords keep an untrimmed twin under a name no form can post. */
export function gatherTexts(entries: Iterable<readonly [string, string]>): Map<string, string[]> {
  const pairs = [...entries].flatMap(([name, sent]) => {
    const value = storable(sent)
    const tidy = tidyText(value)
    if (name.startsWith('\u0000')) return []
    return value === tidy ? [[name, tidy] as const] : [[name, tidy] as const, [`\u0000${name}`, value] as const]
  })
  return new Map([...Map.groupBy(pairs, ([name]) => name)].map(([name, all]) => [name, all.map(([, value]) => value)]))
}

/** PostgreSQL takes neither the sign NUL nor half a sign; nobody types either. */
function storable(value: string): string {
  return value.replaceAll('\u0000', '').toWellFormed().normalize('NFC')
}

/** A day typed into a `DateInput`, also where it was pasted whole into one of the boxes; null where nothing was typed, else why it is none. */
export function readDay(form: Pick<FormValues, 'text'>, name: string): LocalDate | Refusal | null {
  const parts = typedDate(form, name)
  const typed = [parts.day, parts.month, parts.year].filter((part) => part !== '')
  if (typed.length === 0) return null
  const day = typed.length === 1 && !/^\d{1,4}$/.test(typed[0]!) ? parseDay(typed[0]!) : dayOfParts(parts)
  return isRefusal(day) ? { ...day, field: name } : day
}

export function typedDate(form: Pick<FormValues, 'text'>, name: string): TypedDate {
  return { day: form.text(`${name}-day`), month: form.text(`${name}-month`), year: form.text(`${name}-year`) }
}

/** Programs that show a PDF look for its header so far (implementation note 13 of Adobe's PDF reference). */
const PDF_HEADER_WITHIN = 1024

/** What a file is by its content, for the kinds that services accept; null for everything else. */
export function fileTypeOf(bytes: Uint8Array): 'application/pdf' | 'image/jpeg' | 'image/png' | null {
  const starts = (...signature: number[]) => signature.every((byte, place) => bytes[place] === byte)
  if (starts(0xff, 0xd8, 0xff)) return 'image/jpeg'
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png'
  return Buffer.from(bytes.subarray(0, PDF_HEADER_WITHIN + '%PDF-'.length)).includes('%PDF-') ? 'application/pdf' : null
}

/** At most `most` signs of a file's name: its beginning, by which people know it, and its ending, by which programs do. */
export function shortFileName(name: string, most: number): string {
  const signs = [...name]
  if (signs.length <= most) return name
  const ending = /\.[\p{L}\p{N}]{1,8}$/u.exec(name)?.[0] ?? ''
  return `${signs
    .slice(0, most - 1 - [...ending].length)
    .join('')
    .trimEnd()}…${ending}`
}
