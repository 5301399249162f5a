// Shows what will be signed, from the very bytes that will be signed. The promise: whatever is in the bytes is on the page.
// Known members get their labels; everything else is listed as it is. Bytes with two readings are refused: they must be the
// canonical form (RFC 8785), so that no double key, no space and no odd encoding can hide anything.

import type { Bytes } from '@ruqsat/asn1'
import { canonicalJson, type Instant, type Json } from '@ruqsat/foundation'
import { type KeyProblem, problem } from '../browser/problems.ts'
import type { ContentRow, Say } from './page.ts'

/** `isFolded`: what only machines read, one step away; nothing that a person has to know before signing. */
export type Block = {
  readonly heading: string
  readonly rows: readonly ContentRow[]
  readonly isFolded?: true
  /** Names for machines, for the folded block. */
  readonly codes?: readonly ContentRow[]
}
export type SignedContent = { readonly kind: 'content'; readonly title: string; readonly blocks: readonly Block[]; readonly text: string }
export type ContentReader = { readonly say: Say; readonly showInstant: (instant: Instant) => string; readonly origin: string }

export function contentOf(bytes: Bytes, reader: ContentReader): SignedContent | KeyProblem {
  let text: string
  let json: Json
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    json = JSON.parse(text) as Json
  } catch {
    return problem('bytes-unreadable')
  }
  if (canonicalJson(json) !== text) return problem('bytes-not-canonical')
  if (!isObject(json))
    return { kind: 'content', title: reader.say('data'), blocks: [{ heading: reader.say('other'), rows: leaves(json, '') }], text }
  const foreign = json['schema'] === 'ruqsat.challenge/1' && json['origin'] !== reader.origin
  if (foreign) return problem('challenge-of-another-site', { named: String(json['origin']), here: reader.origin })
  return { kind: 'content', text, ...describe(new Members(json, '', reader), reader) }
}

/** One object of the bytes. Each member is taken once by who can word it; `rest` gives those that nobody took. */
class Members {
  readonly #object: Readonly<Record<string, Json>>
  readonly #path: string
  readonly #reader: ContentReader
  readonly #taken = new Set<string>()
  readonly #inner: Members[] = []
  constructor(object: Readonly<Record<string, Json>>, path: string, reader: ContentReader) {
    this.#object = object
    this.#path = path
    this.#reader = reader
  }

  /** A plain value as text; null where it is absent or no plain value. */
  text(key: string): string | null {
    const value = this.#object[key]
    if (value === undefined || (typeof value === 'object' && value !== null)) return null
    this.#taken.add(key)
    return value === null || value === '' ? this.#reader.say('empty') : visible(String(value))
  }

  /** A row for a plain value, or no row; its label is a word of the panel. */
  row(key: string, labelKey = key, codeKey?: string): ContentRow[] {
    const text = this.text(key)
    if (text === null) return []
    const code = codeKey === undefined ? null : this.text(codeKey)
    return [{ label: this.#reader.say(labelKey), text, ...(code !== null && { code }) }]
  }

  instantRow(key: string): ContentRow[] {
    const text = this.text(key)
    return text === null ? [] : [{ label: this.#reader.say(key), text: this.#reader.showInstant(text), code: text }]
  }

  isAbsentOrNull(key: string): boolean {
    const absent = this.#object[key] === undefined || this.#object[key] === null
    if (absent) this.#taken.add(key)
    return absent
  }

  object(key: string): Members | null {
    const value = this.#object[key]
    return isObject(value) ? this.#take(key, value, key) : null
  }

  /** Rows of an object; none where there is none. */
  rowsOf(key: string, read: (inner: Members) => ContentRow[]): ContentRow[] {
    const inner = this.object(key)
    return inner === null ? [] : read(inner)
  }

  /** The objects of a list; null where it is no list of objects. */
  list(key: string): Members[] | null {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every(isObject)) return null
    return value.map((item, place) => this.#take(key, item, `${key}[${place}]`))
  }

  texts(key: string): string[] | null {
    const value = this.#object[key]
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return null
    this.#taken.add(key)
    return value.map((item) => visible(item as string) || this.#reader.say('empty'))
  }

  #take(key: string, value: Readonly<Record<string, Json>>, name: string): Members {
    this.#taken.add(key)
    const inner = new Members(value, `${this.#path}${name}.`, this.#reader)
    this.#inner.push(inner)
    return inner
  }

  rest(): ContentRow[] {
    const own = Object.entries(this.#object)
      .filter(([key]) => !this.#taken.has(key))
      .flatMap(([key, value]) => leaves(value, this.#path + key))
    return [...own, ...this.#inner.flatMap((inner) => inner.rest())]
  }
}

function describe(members: Members, reader: ContentReader): { readonly title: string; readonly blocks: readonly Block[] } {
  const { say } = reader
  const schema = members.row('schema')
  const challenge = schema[0]?.text === 'ruqsat.challenge/1'
  const objection = schema[0]?.text.startsWith('ruqsat.objection/') === true
  const title = members.text('title') ?? say(challenge ? 'challenge' : 'data')
  const blocks: Block[] = challenge
    ? [{ heading: say('challenge'), rows: challengeRows(members, reader) }]
    : objection
      ? [
          { heading: say('objection'), rows: [...members.row('requestNumber'), ...members.row('text', 'objectionText')] },
          applicant(members, say),
          representative(members, say),
        ]
      : requestBlocks(members, say)
  const about = aboutRows(members)
  const aboutBlock: Block = { heading: say('about'), rows: about.shown }
  const coded = [...blocks, aboutBlock].flatMap(({ rows, codes = [] }) => [
    ...rows.flatMap(({ label, code }) => (code ? [{ label, text: code }] : [])),
    ...codes,
  ])
  const machine = { heading: say('machine'), rows: [...coded, ...about.codes, ...schema], isFolded: true } as const
  // What nobody has worded comes last of all, when everything else has been taken.
  const other = { heading: say('other'), rows: members.rest() }
  return { title, blocks: [...blocks, aboutBlock, other, machine].filter((block) => block.rows.length > 0) }
}

function requestBlocks(members: Members, say: Say): Block[] {
  return [
    ...sections(members, say),
    attachments(members, say),
    payment(members, say),
    corrects(members, say),
    statements(members, say),
    applicant(members, say),
    representative(members, say),
  ]
}

/** Which request this one takes the place of, and what the applicant answers. */
function corrects(members: Members, say: Say): Block {
  const rowsOf = (earlier: Members) => [
    ...earlier.row('requestNumber', 'requestNumber', 'requestSha256'),
    ...earlier.row('note', 'correctionNote'),
  ]
  return { heading: say('corrects'), rows: members.rowsOf('corrects', rowsOf) }
}

function challengeRows(members: Members, { say }: ContentReader): ContentRow[] {
  const purpose = members.text('purpose')
  return [
    ...members.row('origin'),
    ...(purpose === null ? [] : [{ label: say('challengePurpose'), text: say(`challenge.${purpose}`), code: purpose }]),
    ...members.instantRow('issuedAt'),
    ...members.row('nonce'),
  ]
}

function sections(members: Members, say: Say): Block[] {
  return (members.list('sections') ?? []).map((section) => {
    const heading = section.text('title') ?? say('data')
    const fields = (section.list('fields') ?? []).map((field) => fieldRow(field, say))
    const rows = [...fields, ...section.instantRow('askedAt')]
    // People read the register's name in the heading.
    const codes = section.row('register').map(({ text }) => ({ label: heading, text }))
    return { heading, rows: rows.length > 0 ? rows : [{ label: heading, text: say('empty') }], codes }
  })
}

/** The text that the person reads; apart from it the value that a machine reads, wherever the two differ, and the field's own name. */
function fieldRow(field: Members, say: Say): ContentRow {
  const id = field.text('id')
  const label = field.text('label') ?? id ?? '?'
  const valueText = field.text('valueText')
  const value = field.text('value')
  const codes = [id !== null && id !== label ? id : '', valueText !== null && value !== null && value !== valueText ? value : '']
  const code = codes.filter(Boolean).join(' = ')
  return { label, text: valueText ?? value ?? say('empty'), ...(code !== '' && { code }) }
}

function attachments(members: Members, say: Say): Block {
  const rows = members.list('attachments')?.map((attachment) => {
    const slot = attachment.text('slot')
    const size = attachment.text('sizeBytes')
    const sha256 = attachment.text('sha256')
    const label = attachment.text('label') ?? slot ?? '?'
    const mediaType = attachment.text('mediaType')
    const details = [size && say('bytes', { count: size }), sha256 && `SHA-256 ${sha256}`]
    const code = [slot !== label && slot, mediaType].filter(Boolean).join(' · ')
    return { label, text: attachment.text('name') ?? '?', detail: details.filter(Boolean).join(' · '), ...(code !== '' && { code }) }
  })
  const none = [{ label: say('attachments'), text: say('noAttachments') }]
  return { heading: say('attachments'), rows: rows?.length === 0 ? none : (rows ?? []) }
}

function payment(members: Members, say: Say): Block {
  const paid = members.object('payment')
  if (paid === null)
    return { heading: say('payment'), rows: members.isAbsentOrNull('payment') ? [{ label: say('payment'), text: say('notPaid') }] : [] }
  const amount = paid.row('amountText', 'amount')
  const tiyn = paid.text('amountTiyn')
  const amountRows = tiyn === null ? amount : [{ label: say('amount'), text: amount[0]?.text ?? tiyn, code: `${tiyn} × 0.01 KZT` }]
  return {
    heading: say('payment'),
    rows: [...amountRows, ...paid.instantRow('paidAt'), ...paid.row('orderId'), ...paid.row('reference')],
  }
}

function statements(members: Members, say: Say): Block {
  const texts = members.texts('statements') ?? []
  return { heading: say('statements'), rows: texts.map((text, place) => ({ label: String(place + 1), text })) }
}

function applicant(members: Members, say: Say): Block {
  const rowsOf = (person: Members) => [...person.row('name', 'name', 'kind'), ...person.row('iin'), ...person.row('bin')]
  return { heading: say('applicant'), rows: members.rowsOf('applicant', rowsOf) }
}

/** Who signs for the applicant, and by which power of attorney. */
function representative(members: Members, say: Say): Block {
  const powerOf = (power: Members) => [
    ...power.row('number', 'powerNumber'),
    ...power.row('scope', 'powerScope'),
    ...power.row('validUntil', 'powerUntil'),
  ]
  const rowsOf = (person: Members) => [...person.row('name'), ...person.row('iin'), ...person.rowsOf('power', powerOf)]
  return { heading: say('representative'), rows: members.rowsOf('representative', rowsOf) }
}

function aboutRows(members: Members): { readonly shown: ContentRow[]; readonly codes: ContentRow[] } {
  return {
    shown: [...members.row('addressee'), ...members.instantRow('preparedAt')],
    codes: [
      ...members.rowsOf('edition', (edition) => [...edition.row('regulation'), ...edition.row('hash', 'edition')]),
      ...members.row('variant'),
      ...members.row('view'),
      ...members.rowsOf('form', (form) => [...form.row('id', 'form'), ...form.row('language')]),
      ...members.row('draftId'),
      ...members.row('hearing'),
      ...members.row('language'),
    ],
  }
}

/** Every plain value under a value, each with its path. */
function leaves(value: Json, path: string): ContentRow[] {
  if (Array.isArray(value) && value.length > 0)
    return (value as readonly Json[]).flatMap((item, place) => leaves(item, `${path}[${place}]`))
  if (isObject(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([key, item]) => leaves(item, path === '' ? key : `${path}.${key}`))
  return [{ label: visible(path) || '·', text: visible(JSON.stringify(value)) }]
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Characters that turn or hide text are shown by their number: what is read must be what is signed. */
export function visible(text: string): string {
  return text.replace(/[\p{Cf}\p{Cc}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? character : `⟦U+${(character.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟧`,
  )
}
