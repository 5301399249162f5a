// Fills any form with values that its page accepts, knowing no act: from the kind of the field, the example in its hint, and what the page
// says is wrong. What was once accepted for a field is remembered, so that the next form is right at once.
import { checkDigit } from '@ruqsat/foundation'
import type { Field, Form, Page } from './page.ts'

/** What a person typed where, to be found again at the end. */
export type Typed = Map<string, string>

export type Filling = {
  /** Goes into every free text, so that a value shows whose it is. */
  readonly marker: string
  /** Today by legal time, `YYYY-MM-DD`. */
  readonly today: string
  /** What was accepted before, shared by everyone who fills the same forms. */
  readonly accepted: Map<string, number>
  /** What is typed whatever the samples say, by field. */
  readonly answers?: Readonly<Record<string, string>>
}

/** More tries than kinds of values: a form that takes none of them is not ours to fill. */
const MOST_TRIES = 12

const DATE_BOX = /-(day|month|year)$/

export function newFilling(marker: string, today: string, accepted = new Map<string, number>()): Filling {
  return { marker, today, accepted }
}

/** Fills and sends one form until its page lets on. Answers with the page after it. */
export async function fillForm(page: Page, form: Form, filling: Filling, typed: Typed): Promise<Page> {
  const tries = new Map<string, number>()
  let [here, current] = [page, form]
  for (let round = 0; round < MOST_TRIES; round += 1) {
    const groups = groupsOf(current)
    for (const [name, fields] of groups) {
      const value = choose(fields, candidateOf(tries, filling, name), filling)
      for (const [field, text] of Object.entries(value)) current.set(field, text)
      typed.set(name, Object.values(value).join('-'))
    }
    const next = await current.submit()
    const again = next.status === 422 ? next.findForm(form.action.pathname) : null
    if (again === null) {
      for (const name of groups.keys()) filling.accepted.set(name, candidateOf(tries, filling, name))
      return next
    }
    const wrong = [...groupsOf(again)].filter(([, fields]) => fields.some((field) => field.isWrong)).map(([name]) => name)
    if (wrong.length === 0) throw new Error(`Expected to be told which field is wrong on ${next.describe()}`)
    for (const name of wrong) tries.set(name, candidateOf(tries, filling, name) + 1)
    ;[here, current] = [next, again]
  }
  throw new Error(`Expected values that are accepted within ${MOST_TRIES} tries on ${here.describe()}`)
}

function candidateOf(tries: ReadonlyMap<string, number>, filling: Filling, name: string): number {
  return tries.get(name) ?? filling.accepted.get(name) ?? 0
}

/** The open fields of a form by name; the three boxes of a date are one. */
function groupsOf(form: Form): Map<string, readonly Field[]> {
  const groups = new Map<string, Field[]>()
  for (const field of form.fields) {
    if (field.kind === 'hidden' || field.kind === 'file') continue
    const name = field.name.replace(DATE_BOX, '')
    groups.set(name, [...(groups.get(name) ?? []), field])
  }
  return groups
}

function choose(fields: readonly Field[], candidate: number, filling: Filling): Record<string, string> {
  const [first] = fields as [Field]
  const given = filling.answers?.[first.name.replace(DATE_BOX, '')]
  if (given !== undefined && fields.length === 1) return { [first.name]: given }
  if (fields.length === 3) {
    const date = given ?? at(datesAround(filling.today), candidate)
    const [year = '', month = '', day = ''] = date.split('-')
    return Object.fromEntries(
      fields.map((field) => [field.name, field.name.endsWith('-day') ? day : field.name.endsWith('-month') ? month : year]),
    )
  }
  return { [first.name]: at(valuesFor(first, filling), candidate) }
}

function at<T>(all: readonly T[], place: number): T {
  return all[place % all.length]!
}

/** A year ago, a year ahead, today, and a day on which a grown person was born. */
function datesAround(today: string): readonly string[] {
  const year = Number(today.slice(0, 4))
  return [`${year - 1}-03-16`, `${year + 1}-03-16`, today, `${year - 30}-03-16`]
}

const EXAMPLE = /(?:Мысалы|Например|For example)[:,]?\s*(\S+(?: \d\S*)*)/i

function valuesFor(field: Field, { marker }: Filling): readonly string[] {
  const options = field.options.filter((option) => option !== '')
  if (options.length > 0) return options
  const example = EXAMPLE.exec(field.hint)?.[1]
  const first = example === undefined ? [] : [example.replace(/[.,;]$/, '')]
  if (field.kind === 'email') return ['sample@sandbox.example']
  if (field.kind === 'tel') return ['+7 700 123 45 67']
  if (field.inputmode === 'decimal' || field.inputmode === 'numeric') return [...first, '120', '12', '1', sampleIin(), sampleBin(), '2020']
  return [
    ...first,
    `Сынақ ${marker}`,
    `№ ${marker}`,
    '02-036-001-123',
    '+7 700 123 45 67',
    'sample@sandbox.example',
    sampleIin(),
    sampleBin(),
  ]
}

/** Somebody born on 1 January 1980; the first serial that has a check digit. */
function sampleIin(): string {
  return withCheckDigit('8001013', 4)
}

function sampleBin(): string {
  return withCheckDigit('100140', 5)
}

function withCheckDigit(head: string, digits: number): string {
  for (let serial = 1; ; serial += 1) {
    const eleven = head + String(serial).padStart(digits, '0')
    const digit = checkDigit(eleven)
    if (digit !== null) return `${eleven}${digit}`
  }
}

/** A small PDF that is a PDF by its content; the text makes it another file for each who attaches it. */
export function samplePdf(text: string): Buffer {
  const stream = `BT /F1 12 Tf 72 720 Td (${text.replace(/[^\x20-\x7e]|[()\\]/g, '?')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const places = objects.map((body, place) => {
    const start = file.length
    file += `${place + 1} 0 obj\n${body}\nendobj\n`
    return start
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`, 'latin1')
}

const KAZAKHSTAN_IS_AHEAD_MS = 5 * 3_600_000

/** Pages show legal time where it was moved; elsewhere it is the machine's own, which the answer states too. */
export function legalDayOf(page: Page): string {
  const shown = page.root.querySelector('header time')?.getAttribute('datetime') ?? new Date(page.headers.date ?? 0).toISOString()
  // The day of the offices, which is the next one before it is that in UTC.
  const local = new Date(Date.parse(shown) + KAZAKHSTAN_IS_AHEAD_MS).toISOString()
  return local.slice(0, 'YYYY-MM-DD'.length)
}
