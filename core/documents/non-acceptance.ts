// The paper by which a request is not taken in: no refusal of the service, because nothing was considered.
import { Fault, type Instant, type Language, type LocalText } from '@ruqsat/foundation'
import type { WrittenNonAcceptance } from '@ruqsat/engine'
import { feeFate, type Confirmation, type Variant } from '@ruqsat/law'
import { citation } from './citation.ts'
import type { PaperInput } from './paper-input.ts'
import { assumedIn, authorityRow, complaintRow, dayIn, groundRows, holderRow, lintPeople, lintRefusing, written } from './paper-rows.ts'
import { RESULT_LABELS, SIGNATURE_NOTE } from './result-words.ts'
import texts from './texts.yaml'

export type NonAcceptanceInput = PaperInput & {
  readonly variant: Variant
  readonly refused: WrittenNonAcceptance
  /** Language of the request. */
  readonly language: Language
  readonly confirmations: readonly Confirmation[]
  /** Whether the fee was paid: then the paper says what becomes of it. */
  readonly isPaid: boolean
  /** Legal time of signing: its day in the authority's zone is the document's date. */
  readonly at: Instant
}

/** Everything the template of a refusal to accept may print. Plain data: what is not in here does not reach the paper. */
export type NonAcceptanceData = ReturnType<typeof nonAcceptanceDocument>

export function nonAcceptanceDocument(input: NonAcceptanceInput) {
  const { regulation, variant, refused, language, zone } = input
  const { nonAcceptance } = variant
  if (nonAcceptance === undefined) throw new Fault(`Expected '${variant.id}' to foresee a refusal to accept but it does not`)
  const fate = input.isPaid ? feeFate(variant, 'nonAcceptance') : null
  const cited = (source: typeof nonAcceptance.source) => citation(regulation, { ...source, certainty: 'stated' as const })
  return {
    schema: 'ruqsat.non-acceptance/1' as const,
    /** Language next to Kazakh: that of the request, Russian where the request is in Kazakh. */
    language: language === 'en' ? ('en' as const) : ('ru' as const),
    title: nonAcceptance.title,
    number: null,
    issuedOn: dayIn(input.at, zone),
    holder: holderRow(input.holder),
    authority: authorityRow(regulation),
    service: regulation.service,
    variant: variant.name,
    act: regulation.act.title,
    /** Where the act lets a request not be taken in. */
    source: cited(nonAcceptance.source),
    request: { number: input.requestNumber, date: dayIn(input.registeredAt, zone) },
    grounds: groundRows(refused.groundIds, nonAcceptance.grounds, input),
    explanations: written(refused.explanation, refused.inStateLanguage, language, refused.alsoIn),
    /** What becomes of the fee; null where none was paid. */
    fee: fate && { text: fate.text, source: cited(fate.source) },
    complaint: complaintRow(regulation),
    assumed: assumedIn(refused.groundIds, nonAcceptance.grounds, input),
    signer: { name: input.signer.name, position: input.signer.position },
    labels: { ...RESULT_LABELS, ...texts.nonAcceptance.labels } as Readonly<Record<string, LocalText>>,
    signatureNote: SIGNATURE_NOTE,
    verify: { url: input.verifyUrl, qr: input.qr },
    sandbox: input.sandbox,
  }
}

/** What must hold before it may be signed; empty when all of it does. */
export function lintNonAcceptance(data: NonAcceptanceData): readonly LocalText[] {
  return [...lintRefusing(data), ...lintPeople(data)]
}
