// What an employee enters for somebody who came with papers, and where in the act's table of the counter it is.
import type { PowerShown, TypedValues, WorkFile } from '@ruqsat/documents'
import type { BIN, IIN, Instant, Language, LocalText, Name, Tiyn } from '@ruqsat/foundation'
import {
  askedAtCounter,
  findVariant,
  findView,
  isAtCounter,
  isServable,
  stepById,
  stepWithAction,
  type ApplicantKind,
  type Edition,
  type Step,
  type Variant,
  type View,
} from '@ruqsat/law'

/** Who enters and signs. */
export type CounterEmployee = {
  readonly id: string
  /** The organisation at whose counter they sit. */
  readonly authority: string
  readonly iin: IIN
  /** As their certificate must state it; null or left out where it is not known. */
  readonly bin?: BIN | null
  readonly name: Name
  readonly position: LocalText
}

/** What one register said, as it is shown and signed. */
export type RegisterSaid = {
  readonly system: string
  readonly about: string
  readonly kind: 'found' | 'absent'
  readonly facts: { readonly name?: string; readonly address?: string; readonly head?: string }
  readonly askedAt: Instant
}

/** A receipt of a bank that pays the fee of an entry. */
export type EnteredReceipt = {
  readonly bank: string
  /** As it was typed. */
  readonly number: string
  /** What the bank says of it; null where it was not asked or knows none. */
  readonly found: { readonly amountTiyn: Tiyn; readonly paidAt: Instant; readonly payer: string; readonly purpose: string } | null
  /** The order that it paid. */
  readonly order: { readonly orderId: string; readonly amountTiyn: Tiyn; readonly paidAt: Instant; readonly reference: string } | null
}

export type EntryContent = {
  /** In which language the applicant is written to. */
  readonly language: Language
  /** Of the whole form, what is known of the applicant too: nobody here has an account. */
  readonly values: TypedValues
  /** Who came for the applicant; empty texts where they came in person. */
  readonly representative: { readonly comes: boolean; readonly iin: string; readonly name: string; readonly power: string }
  readonly said: readonly RegisterSaid[]
  readonly power: PowerShown | null
  /** Documents that were shown on paper. */
  readonly papers: readonly string[]
  readonly files: readonly WorkFile[]
  /** The signature that was sent and has no answer yet (CMS, base64): nothing is changed until there is one. Absent where nothing is under way. */
  readonly sent?: string
  /** Who applied has left before there was an answer. */
  readonly hasLeft?: true
  /** Absent where no receipt was typed. */
  readonly payment?: EnteredReceipt
}

export const EMPTY: EntryContent = {
  language: 'kk',
  values: {},
  representative: { comes: false, iin: '', name: '', power: '' },
  said: [],
  power: null,
  papers: [],
  files: [],
}

export type CounterEntry = {
  /** The organisation at whose counter it is. */
  readonly authority: string
  readonly id: string
  readonly staffId: string
  readonly regulation: string
  readonly editionHash: string
  readonly variant: string
  readonly view: string
  readonly applicant: ApplicantKind
  readonly stepId: string
  readonly status: 'open' | 'noData' | 'givenUp' | 'registered'
  readonly content: EntryContent
  readonly frozen: string | null
  readonly requestNumber: string | null
  readonly caseId: string | null
  readonly version: number
  readonly changedAt: Instant
}

/** A service that is taken at a counter, by the table of that channel. */
export type CounterService = { readonly edition: Edition; readonly variant: Variant; readonly view: View }

/** The latest edition of each variant that is offered at a counter; who may take it is for the system to say. */
export function counterServices(editions: readonly Edition[], isTheirs: (service: CounterService) => boolean): readonly CounterService[] {
  const all = editions.toReversed().flatMap((edition) => servedIn(edition).filter(isTheirs))
  return all.filter((each, place) => all.findIndex((other) => serviceKey(other) === serviceKey(each)) === place)
}

export const serviceKey = ({ edition, variant, view }: CounterService) => `${edition.regulation.id}/${variant.id}/${view.id}`

function servedIn(edition: Edition): readonly CounterService[] {
  const { regulation } = edition
  return regulation.variants
    .filter(({ offered }) => offered)
    .flatMap((variant) =>
      variant.views
        .filter((view) => view.offered && isAtCounter(view, regulation) && isServable(view))
        .map((view) => ({ edition, variant, view })),
    )
}

/** An entry with the law that it is made under. */
export type OpenEntry = {
  readonly entry: CounterEntry
  readonly edition: Edition
  readonly variant: Variant
  readonly view: View
  readonly step: Step
}

export function openedIn(edition: Edition | null, entry: CounterEntry): OpenEntry | null {
  const variant = edition && findVariant(edition.regulation, entry.variant)
  const view = variant && findView(variant, entry.view)
  if (!edition || !variant || !view) return null
  return { entry, edition, variant, view, step: stepById(view.steps, entry.stepId) }
}

/** Whom the act's table asks, of this applicant and of who comes for them. */
export function askedFor({ view, entry, edition }: Pick<OpenEntry, 'view' | 'entry' | 'edition'>): ReturnType<typeof askedAtCounter> {
  const step = stepWithAction(view.steps, 'askRegisters')
  return step === null ? { known: [], powers: [] } : askedAtCounter(step, entry.applicant, edition.regulation)
}
