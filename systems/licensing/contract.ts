import type { BIN, IIN, Instant, LicenceNumber, LocalDate, LocalText, Refusal } from '@ruqsat/foundation'

/**
 * IS-LICENSING as other rooms see it: a host of cases (`CaseHost`, the same words for every host) and the public read of the licence register.
 * Pure types; every call is asynchronous and serialisable.
 */
export type * from '@ruqsat/caseflow/host'

/** What anybody may ask about an issued licence: what is on the licence itself, and whether it is in force. No more. */
export interface PublicRegister {
  /**
   * The entry of this number, or null. With the code of the paper's QR address the
   * holder's name is whole; without it, numbers being consecutive, a person's name is shortened. An IIN is never whole. Refused where it was
   * given under an edition that this installation does not have. `on`: what the history says of that day, besides; of a day to come nothing is known
   * (refused).
   */
  find(number: LicenceNumber, code?: string, on?: LocalDate): Promise<PublicEntry | Refusal | null>
  /**
   * Whether this very file (SHA-256, hex) is one that was issued: its entry, or `entry: null` for a document that is in no register
   * (a reasoned refusal). Null: no file of ours. A valid signature alone says only who signed; anybody may sign a file that looks like ours.
   * `issuedAt` is the instant at which the case took the signed file: the time to judge its signature for, which a signer cannot choose.
   */
  findByFile(sha256: string): Promise<IssuedFile | null>
  /**
   * Why a request of this variant that names this number would certainly be refused: the number is not in the register, is another holder's
   * or another service's, or is not in force. Null where it would not, or where the variant acts on no number.
   */
  earlier(asked: EarlierAsked): Promise<Refusal | null>
}

export type EarlierAsked = {
  readonly editionHash: string
  readonly variant: string
  /** Of the form, as they were typed: the number, whether it passed to who applies, what a correction would print. */
  readonly answers: Readonly<Record<string, string>>
  readonly holder: { readonly iin: IIN | null; readonly bin: BIN | null }
}

/**
 * `code` opens the whole entry: whoever has the file has read all of it. `later`: the number has a later paper than this file, which is
 * genuine all the same; null where this is the latest one, or a paper without a number.
 */
export type IssuedFile = {
  readonly entry: PublicEntry | null
  readonly code: string | null
  readonly issuedAt: Instant
  readonly later: LatestPaper | null
  /** When a satisfied complaint annulled the decision that this file is; absent where it was not. */
  readonly annulledAt?: Instant
}

/** `notYet`, `expired`: the day of asking is before or after its days. */
export type LicenceStatus = 'active' | 'suspended' | 'replaced' | 'terminated' | 'expired' | 'notYet'

/** At the end of a day that was asked about; `validUntil` as it was then, null also where there was no term. */
export type AsOf = { readonly day: LocalDate; readonly status: LicenceStatus | 'notIssued'; readonly validUntil: LocalDate | null }

/** What became of a number, by which result. A suspension whose last day has passed is over by itself (`suspensionOver`): by the result that suspended. */
export type EntryChange = {
  readonly kind: 'issued' | 'extended' | 'replaced' | 'duplicated' | 'corrected' | 'suspended' | 'resumed' | 'suspensionOver' | 'ended'
  /** On the authority's calendar. */
  readonly on: LocalDate
  /** The result that did so. */
  readonly result: LocalText
  /** Where the act says so. */
  readonly paragraph: LocalText
  /** Why the authority did so by itself, with the paragraph of each ground; none where the holder asked. */
  readonly grounds: readonly { readonly text: LocalText; readonly paragraph: LocalText }[]
  /** The post of whoever signed it. */
  readonly by: LocalText
  /** The number that it was given in place of, or that was given in place of it. */
  readonly otherNumber: string | null
  /** The last day of what it gave or took. */
  readonly until: LocalDate | null
}

/** A place where the licensee carries on what is licensed. `before`: the day from which others hold; null for those of now. */
export type LicenceSite = {
  readonly name: LocalText
  readonly address: string
  readonly since: LocalDate
  readonly before: LocalDate | null
}

export type PublicEntry = {
  readonly number: string
  readonly title: LocalText
  readonly activity: LocalText
  readonly holderName: string
  /** True where the code opened it, and for firms, whose names and BIN are public. */
  readonly holderIsWhole: boolean
  readonly holderIdentifierName: 'IIN' | 'BIN'
  /** A firm's BIN; of an IIN the last digits only. */
  readonly holderIdentifier: string
  readonly authority: LocalText
  /** On the authority's calendar. */
  readonly issuedOn: LocalDate
  readonly validFrom: LocalDate
  /** The last day; null without term. */
  readonly validUntil: LocalDate | null
  /** Oldest first. */
  readonly changes: readonly EntryChange[]
  /** Oldest first; absent where the act asks for none. */
  readonly sites?: readonly LicenceSite[]
  readonly status: LicenceStatus
  /** Of the day that was asked about, with the places of that day; absent where none was. */
  readonly asOf?: AsOf & { readonly sites?: readonly Pick<LicenceSite, 'name' | 'address'>[] }
  /** SHA-256 of the signed file that is in force, hex: of the latest paper of the number. */
  readonly documentSha256: string
  readonly latest: LatestPaper
}

/** The paper of a number that is in force: the first, or the one that took its place; by which change and on which day. */
export type LatestPaper = { readonly by: EntryChange['kind']; readonly on: LocalDate }
