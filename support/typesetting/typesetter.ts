import { hash } from 'node:crypto'
import { encode } from 'uqr'
import { isRefusal, msFromInstant, type Instant, type Refusal } from '@ruqsat/foundation'
import { startPress, type Pressed } from './press.ts'
import { refuseTypesetting } from './refusals.ts'
import type { TypesettingProblem } from './worker/protocol.ts'

/** Typst source text, and what people call it: a file of a package. */
export type Template = { readonly name: string; readonly source: string }

/** Sets documents in type: a package's template and plain data in, a tagged PDF/A-2a out. Deterministic: the same input gives the same bytes. */
export type Typesetter = {
  /**
   * Refuses (`typesetting.…`, with the template's name) what does not compile, breaks the standard of the PDF, holds a sign that no pinned
   * font has, does not end in time or takes too much memory; and everything while too many documents wait.
   */
  render(template: Template, data: object, options: { readonly creationTimestamp: Instant }): Promise<Uint8Array | Refusal>
  /** The same for an engineer: what Typst says, with its lines. */
  problemsOf(
    template: Template,
    data: object,
    options: { readonly creationTimestamp: Instant },
  ): Promise<readonly TypesettingProblem[] | Refusal>
  /** Ends the process that sets in type. What still waits is a Fault there. */
  close(): Promise<void>
}

export type TypesetterOptions = {
  /** The longest that one document may take, counted from its turn. A warm one takes some milliseconds, a large diagram a second. */
  readonly withinMs?: number
  /** Called with what was stopped or did not compile; for the log. */
  readonly onProblem?: (report: { readonly template: string; readonly problem: string }) => void
}

const WITHIN_MS = 10_000
/** A template that was stopped is not tried again for so long: each try holds up everybody else's documents. */
const REST_MS = 60_000
const MOST_RESTING = 100

/** The process starts with the first document, or with `warm`; it is kept, and ends with ours. */
export function openTypesetter({ withinMs = WITHIN_MS, onProblem = () => undefined }: TypesetterOptions = {}): Typesetter {
  const press = startPress(withinMs)
  const resting = new Map<string, { readonly until: number; readonly refusal: Refusal }>()

  const set: Setter = async (template, data, { creationTimestamp }) => {
    const key = hash('sha256', template.source)
    const rest = resting.get(key)
    if (rest !== undefined && performance.now() < rest.until) return rest.refusal
    const text = JSON.stringify(data)
    const pressed = await press.set(template.source, text, Math.floor(msFromInstant(creationTimestamp) / 1000))
    if (pressed.kind !== 'stopped') return pressed
    onProblem({ template: template.name, problem: `was stopped: ${pressed.why}` })
    const refusal = stopped(template, pressed.why, withinMs)
    if (resting.size >= MOST_RESTING) resting.clear()
    resting.set(key, { until: performance.now() + REST_MS, refusal })
    return refusal
  }
  return {
    async render(template, data, options) {
      const done = await set(template, data, options)
      if (isRefusal(done)) return done
      if (done.kind === 'pdf') return done.pdf
      if (done.kind === 'full') return refuseTypesetting('typesetting.busy')
      onProblem({ template: template.name, problem: inWords(done.problems) })
      return refusalOf(template, data, done.problems)
    },
    async problemsOf(template, data, options) {
      const done = await set(template, data, options)
      if (isRefusal(done)) return done
      if (done.kind === 'full') return refuseTypesetting('typesetting.busy')
      return done.kind === 'pdf' ? [] : done.problems
    },
    close: press.close,
  }
}

type Setter = (
  template: Template,
  data: object,
  options: { readonly creationTimestamp: Instant },
) => Promise<Exclude<Pressed, { kind: 'stopped' }> | Refusal>

function stopped({ name }: Template, why: 'time' | 'memory', withinMs: number): Refusal {
  if (why === 'memory') return refuseTypesetting('typesetting.template-too-large', { facts: { template: name } })
  return refuseTypesetting('typesetting.template-endless', { facts: { template: name, seconds: Math.ceil(withinMs / 1000) } })
}

function refusalOf({ name }: Template, data: object, problems: readonly TypesettingProblem[]): Refusal {
  const sign = problems.find((problem) => problem.sign !== null)?.sign
  if (sign === undefined || sign === null) return refuseTypesetting('typesetting.template-broken', { facts: { template: name } })
  const place = { kind: 'typed', text: placeOf(sign, data) ?? name } as const
  return refuseTypesetting('typesetting.sign-not-printable', { facts: { sign, place } })
}

function inWords(problems: readonly TypesettingProblem[]): string {
  return problems.map(({ message, line }) => (line === null ? message : `line ${line}: ${message}`)).join('; ')
}

/** Signs of a sentence before and after what is looked for. */
const AROUND = 24

/** The first text of the data that holds the sign, cut to its surroundings. */
function placeOf(sign: string, value: unknown): string | null {
  if (typeof value === 'string') {
    const at = value.indexOf(sign)
    if (at < 0) return null
    const [before, after] = [value.slice(0, at), value.slice(at + sign.length)].map((part) => [...part.replace(/\s+/gu, ' ')])
    const head = before!.length > AROUND ? `…${before!.slice(-AROUND).join('')}` : before!.join('')
    const tail = after!.length > AROUND ? `${after!.slice(0, AROUND).join('')}…` : after!.join('')
    return `${head}${sign}${tail}`
  }
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : []
  return parts.map((part) => placeOf(sign, part)).find((place) => place !== null) ?? null
}

/** The rows of a QR code as strings of `0` and `1`, quiet zone included, medium error correction. */
export function qrRows(text: string): readonly string[] {
  return encode(text, { ecc: 'M', border: 2 }).data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''))
}
