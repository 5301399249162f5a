// A paper that replaces one with an error: what the form fills in replaces what was printed, and all else is the former paper's.
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

/** Of the holder alone: for the row of the register. */
export function correctedHolder<H extends { readonly name: string; readonly address: string }>(holder: H, slips: readonly Slip[]): H {
  const own = slips.flatMap(({ place, value }) => (place.part === 'holder' ? [[place.name, value] as const] : []))
  return { ...holder, ...Object.fromEntries(own) }
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
