// What begins and what ends a case apart from a request: proceedings of the authority, papers, and what they do to the register.
import type { LocalDate } from '@ruqsat/foundation'
import type { ResultAction, ResultDocument } from '@ruqsat/law'

/** Why the authority opens a case by itself: grounds of the package's list, and what was seen. */
export type Basis = { readonly groundIds: readonly string[]; readonly reason: string }

export type PreparedDocument = {
  readonly documentId: string
  readonly documentKind: ResultDocument['kind']
  readonly number: string | null
  readonly sha256: string
  /** The number is a new one although what the result does keeps numbers: the earlier was given outside the register. */
  readonly isOwnNumber?: true
}
/** One change of the register: what is done, to which number, and the days that hold from then on. */
export type RegisterChange = {
  readonly does: ResultAction
  /** Of what is granted; null for a notice. */
  readonly number: string | null
  /** The number acted on, as the applicant wrote it where the register does not know it; null where a first number is given. */
  readonly earlier: string | null
  readonly from: LocalDate
  readonly until: LocalDate | null
  /** The salted digest of the holder's data, where these are others from now on than what the number had; absent otherwise. */
  readonly holderRef?: string
}
