// A paper that replaces one with an error: what the form fills in replaces what was printed, and all else is the former paper's.
import { isDeepStrictEqual } from 'node:util'
import { fieldFault, valueText, type PaperCorrection, type ResultInput } from '@ruqsat/documents'
import { inAll, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  appliesTo,
  correctedBy,
  correctedField,
  correctingFields,
  type ApplicantKind,
  type PaperPlace,
  type Field,
  type Variant,
} from '@ruqsat/law'
import { refuseLicensing } from '../refusals.ts'

/** One answer of the form of a correction: what on the paper it replaces, and what is right. */
export type Slip = { readonly field: Field; readonly place: PaperPlace; readonly value: string }

/** What was filled in; a field that was left empty corrects nothing. */
export function slipsIn({ form }: Variant, kind: ApplicantKind, answers: Readonly<Record<string, string>>): readonly Slip[] {
  return correctingFields(form).flatMap((field) => {
    const place = correctedBy(field)
    const value = (answers[field.id] ?? '').trim()
    return place === null || value === '' || !appliesTo(field, kind) ? [] : [{ field, place, value }]
  })
}

/** Why these answers correct nothing of this paper, each at its field; null where they do. `today` is the authority's. */
export function correctionFault(former: ResultInput, variant: Variant, slips: readonly Slip[], today: LocalDate): Refusal | null {
  const fault = slips.map((slip) => slipFault(former, slip, today)).find((each) => each !== null)
  if (fault) return fault
  if (slips.some((slip) => slip.value !== printed(former, slip.place))) return null
  const first = correctingFields(variant.form)[0]
  return refuseLicensing('licensing.paper-not-corrected', first && { field: first.id, source: first.source })
}

function slipFault(former: ResultInput, { field, place, value }: Slip, today: LocalDate): Refusal | null {
  if (place.part === 'holder') return null
  const asked = correctedField(former.variant, place)
  if (asked === null || printed(former, place) === undefined)
    return refuseLicensing('licensing.not-on-the-paper', {
      field: field.id,
      source: field.source,
      facts: { what: field.label, title: former.variant.results.grant.title },
    })
  return fieldFault({ ...field, type: asked.type, required: true }, value, today)
}

/** As it was answered or written; undefined where the paper has no such place. */
function printed({ holder, answers, works = {} }: ResultInput, place: PaperPlace): string | undefined {
  if (place.part === 'holder') return holder[place.name]
  return place.part === 'values' ? (answers[place.field] ?? '') : works[place.step]?.[place.field]
}

/** A place that was wrong on an earlier paper of the number, and what it said. */
export type Wrong = { readonly place: PaperPlace; readonly value: string }
/** What a paper states otherwise than its own request, because the register knows that this was an error. */
export type Righted = Wrong

/** What was wrong on a paper that was corrected, as it said it. */
export function wrongIn(former: ResultInput, slips: readonly Slip[]): readonly Wrong[] {
  return slips.flatMap(({ place, value }) => {
    const before = printed(former, place)
    return before === undefined || before === value ? [] : [{ place, value: before }]
  })
}

/**
 * An error that was corrected does not come back: where a later request about the same number states again what was wrong, its paper states
 * what the register has. What officials wrote at steps of the later case is their own.
 */
export function rightedIn(own: Pick<ResultInput, 'holder' | 'answers'>, wrong: readonly Wrong[], present: ResultInput): readonly Righted[] {
  const isSameHolder = own.holder.iin === present.holder.iin && own.holder.bin === present.holder.bin
  const righted = wrong.flatMap(({ place, value }): Righted[] => {
    if (place.part === 'works' || (place.part === 'holder' && !isSameHolder)) return []
    const said = place.part === 'holder' ? own.holder[place.name] : own.answers[place.field]
    const right = printed(present, place)
    return said === undefined || right === undefined || said.trim() !== value.trim() || right === said ? [] : [{ place, value: right }]
  })
  return righted.filter(({ place }, index) => righted.findIndex((each) => isDeepStrictEqual(each.place, place)) === index)
}

/** The same, with what is right. */
export function withRighted<I extends Pick<ResultInput, 'holder' | 'answers'>>(own: I, righted: readonly Righted[]): I {
  const answers = righted.flatMap(({ place, value }) => (place.part === 'values' ? [[place.field, value] as const] : []))
  return { ...own, holder: rightedHolder(own.holder, righted), answers: { ...own.answers, ...Object.fromEntries(answers) } }
}

export function rightedHolder<H extends { readonly name: string; readonly address: string }>(holder: H, righted: readonly Righted[]): H {
  const own = righted.flatMap(({ place, value }) => (place.part === 'holder' ? [[place.name, value] as const] : []))
  return { ...holder, ...Object.fromEntries(own) }
}

/** Of the holder alone: for the row of the register. */
export function correctedHolder<H extends { readonly name: string; readonly address: string }>(holder: H, slips: readonly Slip[]): H {
  return rightedHolder(holder, slips)
}

/** The input of the paper that takes the former one's place. Its day of issue, its number and its days stay. */
export function correctedInput(
  former: ResultInput,
  slips: readonly Slip[],
  paper: Pick<ResultInput, 'signer' | 'verifyUrl' | 'qr'> & { readonly correction: Omit<PaperCorrection, 'changes'> },
): ResultInput {
  const changed = slips.filter(({ place, value }) => value !== printed(former, place))
  const { correction, ...own } = paper
  return {
    ...former,
    ...own,
    holder: correctedHolder(former.holder, changed),
    answers: {
      ...former.answers,
      ...Object.fromEntries(changed.flatMap(({ place, value }) => (place.part === 'values' ? [[place.field, value]] : []))),
    },
    works: changed.reduce<NonNullable<ResultInput['works']>>(
      (works, { place, value }) =>
        place.part === 'works' ? { ...works, [place.step]: { ...works[place.step], [place.field]: value } } : works,
      former.works ?? {},
    ),
    correction: { ...correction, changes: changed.map((slip) => changeRow(former, slip)) },
  }
}

function changeRow(former: ResultInput, { field, place, value }: Slip): PaperCorrection['changes'][number] {
  const asked = place.part === 'holder' ? field : (correctedField(former.variant, place) ?? field)
  const said = (answer: string): LocalText => inAll((language) => valueText(asked, answer, language))
  return { label: asked.label, before: said(printed(former, place) ?? ''), after: said(value) }
}
