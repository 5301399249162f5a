import { passagesOf, passageText, sourceText, type Passage, type Source } from '@ruqsat/foundation'
import type { FindingCode } from '../findings.ts'
import { isInside } from '../../package/place-order.ts'
import type { DecidedReading } from '../../package/model.ts'
import { rowKeys } from './transcripts.ts'
import type { Context, Raw } from './context.ts'

/** What is decided about these is written at a place of the act; of the others the act is silent there, and another place decides. */
const ABOUT_A_PLACE: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'abbreviation-covers-many',
  'abbreviation-defined-twice',
  'abbreviation-spelled-otherwise',
  'annex-headed-otherwise',
  'calendar-days-among-working-days',
  'check-not-in-every-channel',
  'duty-on-applicant',
  'identifier-not-compared',
  'no-refusal-step',
  'no-silence-rule',
  'number-twice',
  'one-action-two-times',
  'payment-notice-without-payment',
  'prose-differs',
  'refusal-subject-differs',
  'result-not-delivered',
  'return-not-in-act',
  'stated-otherwise',
  'system-differs',
  'table-differs',
  'steps-without-times',
  'view-without-times',
])

/** A decision about what is written at a place cites that place, whatever it weighs besides. */
export function decidedElsewhere(raw: Raw, reading: DecidedReading, context: Context): readonly Raw[] {
  if (!ABOUT_A_PLACE.has(raw.code) || raw.source === null || !isOwn(raw.source, context)) return []
  const [cited, told] = [passagesOf(reading.source), [raw.source, ...sourcesOf(raw, context)]]
  const places = told.filter((source) => isOwn(source, context)).flatMap((source) => passagesOf(source))
  if (cited.some((one) => places.some((other) => isNear(one, other)))) return []
  const facts = { here: sourceText(reading.source), there: [...new Set(places.map(passageText))].join('; ') }
  return [{ code: 'reading-cites-elsewhere', subject: `${raw.code} ${raw.subject}`, source: reading.source, facts }]
}

const isOwn = ({ act }: Source, { regulation }: Context) => act === regulation.id || act === regulation.model?.id
const isNear = (one: Passage, other: Passage) => isInside(one, other) || isInside(other, one)

/** Where else the subject is written: the steps and rows that it names, what the act states about it, how it is spelled. */
function sourcesOf({ code, subject }: Raw, { regulation, tables }: Context): readonly Source[] {
  const named = subject.split('/')
  const { abbreviations, act, transcripts } = regulation
  const rows = transcripts.flatMap((transcript) => {
    const keyOf = rowKeys(transcript)
    return transcript.rows.map((row) => ({ row, isNamed: transcript.id === named[0] && named.includes(keyOf(row)) }))
  })
  const steps = new Set([...named, ...rows.flatMap(({ row, isNamed }) => (isNamed && row.step !== null ? [row.step] : []))])
  return [
    ...tables.flatMap((table) =>
      table.steps.filter(({ id, action }) => steps.has(id) || (code === 'one-action-two-times' && action === subject)),
    ),
    ...rows.filter(({ row, isNamed }) => isNamed || (row.step !== null && steps.has(row.step))).map(({ row }) => row),
    ...act.stated.filter(({ about }) => code === 'stated-otherwise' && about === subject),
    ...abbreviations.filter(({ short }) => short === subject),
  ]
    .map(({ source }) => source)
    .concat(
      abbreviations
        .filter(({ short }) => short === subject)
        .flatMap(({ forms, source }) => forms.map((form) => ({ ...source, also: [], ...form }))),
    )
}
