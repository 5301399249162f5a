import type { BIN, IIN, Instant, Language, LocalDate } from '@ruqsat/foundation'

/** A power of attorney as a request carries it: by which number the register of notaries knows it, for what, until when. */
export type PowerShown = { readonly number: string; readonly scope: string; readonly validUntil: LocalDate | null }

/** Who acts for the applicant, and by which power of attorney. */
export type Representative = { readonly iin: string; readonly name: string; readonly power: PowerShown }

/**
 * Whose certificate may sign a request: an individual's own IIN; for a firm its BIN with the IIN of the first head or of who has the right
 * to sign. Others are refused as the wrong role.
 */
export function expectedSigner({ iin, bin }: { readonly iin: IIN | null; readonly bin: BIN | null }) {
  const roles = bin === null ? (['individual'] as const) : (['first-head', 'signatory'] as const)
  return { ...(iin !== null && { iin }), ...(bin !== null && { bin }), purpose: 'sign', roles } as const
}

/**
 * What an applicant signs, frozen for ever as RFC 8785 canonical JSON: each label and value as it was shown, so that the page
 * that signs can render itself from these bytes alone. Schema versions are never edited: `ruqsat.request/2` is a request that corrects another,
 * `ruqsat.request/3` one that a representative signs.
 */
export type SignedRequest = {
  readonly schema: 'ruqsat.request/1' | 'ruqsat.request/2' | 'ruqsat.request/3'
  readonly edition: { readonly regulation: string; readonly hash: string }
  readonly variant: string
  readonly view: string
  readonly form: { readonly id: string; readonly language: Language }
  readonly title: string
  readonly addressee: string
  readonly sections: readonly {
    readonly title: string
    readonly fields: readonly { readonly id: string; readonly label: string; readonly value: string; readonly valueText: string }[]
    /** Where a register said this and not the applicant: which, and when. Its facts are named `IS-NAME.fact`. */
    readonly register?: string
    readonly askedAt?: Instant
  }[]
  readonly attachments: readonly {
    readonly slot: string
    readonly label: string
    readonly name: string
    readonly mediaType: string
    readonly sizeBytes: number
    readonly sha256: string
  }[]
  readonly payment: {
    readonly orderId: string
    readonly amountTiyn: number
    readonly amountText: string
    readonly paidAt: Instant
    readonly reference: string
  } | null
  readonly statements: readonly string[]
  readonly applicant: {
    readonly kind: 'individual' | 'legalEntity'
    readonly iin: string | null
    readonly bin: string | null
    readonly name: string
  }
  readonly preparedAt: Instant
  readonly draftId: string
  /** Of version 2, and of 3 where it corrects one: which request it takes the place of, and what the applicant says to what was asked. */
  readonly corrects?: { readonly requestNumber: string; readonly requestSha256: string; readonly note: string }
  /** Of version 3: who signs for the applicant. */
  readonly representative?: Representative
}

/** What an official wrote where the authority opens a case by itself: kept as requests are, and signed by nobody. */
export type WrittenProceedings = Omit<SignedRequest, 'schema'> & { readonly schema: 'ruqsat.proceedings/1' }

/** What was answered, by field; what a register said by `IS-NAME.fact`. */
export function answersOf({ sections }: Pick<SignedRequest, 'sections'>): Readonly<Record<string, string>> {
  return Object.fromEntries(sections.flatMap(({ fields }) => fields.map(({ id, value }) => [id, value])))
}
