// The days that a result holds: counted from its signature, from answers of the form, or from the number that it acts on.
import { addDays, afterSpan, isLocalDate } from '@ruqsat/clock'
import { formatDate, inAll, refusalsOf, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { resultActionOf, type Grant, type Validity } from '@ruqsat/law'
import texts from './texts.yaml'

const refuseResult = refusalsOf('', texts.result.refusals)

/** The number whose days are followed, as the register has it. */
type Followed = { readonly validFrom: LocalDate; readonly validUntil: LocalDate | null }

type Signing = {
  readonly grant: Grant
  readonly entry: Followed | null
  readonly signedOn: LocalDate
  /** An answer of the form. */
  answer(field: string): string
}

/** Left out, a first number holds without end, and a new one in place of another as long as that one. `until` null: without end. */
export function resultDays({ grant: { validity, ...grant }, entry, signedOn, answer }: Signing): {
  readonly from: LocalDate
  readonly until: LocalDate | null
} {
  const does = resultActionOf(grant)
  if (does === 'corrects' && entry !== null) return { from: entry.validFrom, until: entry.validUntil }
  const isWithoutEnd = does !== 'extends' && does !== 'replaces' && does !== 'duplicates'
  if (validity === undefined) return { from: signedOn, until: isWithoutEnd ? null : (entry?.validUntil ?? null) }
  const followed = validity.from === 'earlierEnd' ? (entry?.validUntil ?? null) : null
  const base = followed ?? (validity.fromField === undefined ? signedOn : (answer(validity.fromField) as LocalDate))
  return { from: followed === null ? base : addDays(followed, 1), until: endOf(validity, base, answer) }
}

function endOf({ lasts, untilField }: Validity, base: LocalDate, answer: (field: string) => string): LocalDate | null {
  if (untilField !== undefined) return answer(untilField) as LocalDate
  if (lasts === undefined) return null
  return afterSpan(base, lasts)
}

/**
 * Why a result that is signed on this day would be worth nothing: its days are over, or end before they begin. Nobody signs it; before that, it is
 * asked at each door that knows the number. Null where an answer that is needed for it is no day: its field says so.
 */
export function daysOver(signing: Signing): Refusal | null {
  const { grant, signedOn, answer } = signing
  const { validity, earlier } = grant
  const named = [validity?.fromField, validity?.untilField].flatMap((field) => field ?? [])
  if ((validity === undefined && resultActionOf(grant) !== 'replaces') || named.some((field) => !isLocalDate(answer(field)))) return null
  const { from, until } = resultDays(signing)
  const field = validity?.untilField ?? validity?.fromField ?? earlier?.field
  if (until === null || (until >= from && until >= signedOn)) return null
  const facts = { day: inAll((language) => formatDate(until, language)) }
  return refuseResult('documents.result-days-over', {
    ...(field !== undefined && { field }),
    source: validity?.source ?? grant.source,
    facts,
  })
}
