// IS-REGIONAL as other rooms know it: a door to which signed packages are handed. Behind the door they go by the gateway, within a house or
// over the wire.
import type { Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import type { Refusal } from '@ruqsat/foundation'
import type { Purpose } from '@ruqsat/gateway/contract'

export type { Registered, Submission, Waiting }

export interface PackageDoor {
  /**
   * Hands over one file of a request, before its package. The same file again changes nothing. Throws a Fault to try `later` where it is not
   * known whether it arrived.
   */
  sendFile(file: RequestFile, sending: Sending): Promise<Refusal | null>
  /**
   * Hands over the request with the signature over it. Done, refused with the reason, or not yet: revocation cannot be asked, nothing was
   * kept, and the same is sent again later. Throws a Fault to try `later` where it is not known whether it arrived: then, too, the same is
   * sent again, and it is the same case and number.
   */
  sendPackage(requestPackage: RequestPackage, sending: Sending): Promise<Registered | Waiting | Refusal>
}

/** Why the gateway is asked, and about whom (IIN or BIN): it keeps nothing else of a message in its journal. */
export type Sending = { readonly purpose: Purpose; readonly subject: string }

export type RequestFile = { readonly authority: string; /** Hex. */ readonly sha256: string; readonly bytes: Uint8Array }

/** `submission.idempotencyKey` names the package. */
export type RequestPackage = { readonly submission: Submission; readonly signer: PackageSigner }

/**
 * Whose signature is over `submission.contentBase64`, which decides what is expected of the certificate: the applicant's own; the seal of the
 * portal, over a request that its applicant confirmed with a password; an operator of the State Corporation, over what they entered for who came
 * to their window: `office` is the organisation whose operator they are, and the host of the cases compares both with its directory.
 */
export type PackageSigner =
  | { readonly kind: 'applicant' }
  | { readonly kind: 'portal' }
  | { readonly kind: 'operator'; readonly id: string; readonly office: string }

/** How a package ended. `arrived` was not followed by an end: the process ended, or it is under way. */
export type PackageOutcome = 'arrived' | 'waiting' | 'registered' | 'refused'

/** One line of the journal of packages. */
export type PackageEntry = {
  readonly packageId: string
  readonly authority: string
  readonly regulation: string
  readonly view: string
  readonly signer: PackageSigner['kind']
  /** Of the signed bytes and of the signature, hex: what was sent can be compared. */
  readonly contentSha256: string
  readonly signatureSha256: string
  readonly outcome: PackageOutcome
  readonly requestNumber: string | null
  /** Why it was refused, the last time. */
  readonly refusalCode: string | null
  /** How often it came. */
  readonly times: number
  /** Legal time of the first arrival. */
  readonly arrivedAt: string
}
