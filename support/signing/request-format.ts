import type { Instant, Tiyn } from '@ruqsat/foundation'

/**
 * The frozen form of a request, as the panel shows it. Owned by core/documents; here only for the renderer and its tests.
 * The renderer never relies on it: whatever else stands in the bytes is shown as it is.
 */
export type RequestDocument = {
  readonly schema: 'ruqsat.request/1'
  readonly edition: { readonly regulation: string; readonly hash: string }
  readonly form: { readonly id: string; readonly language: string }
  readonly title: string
  readonly sections: readonly { readonly title: string; readonly fields: readonly RequestField[] }[]
  readonly attachments: readonly RequestAttachment[]
  readonly payment?: RequestPayment
  readonly statements: readonly string[]
  readonly applicant: { readonly iin?: string; readonly bin?: string; readonly name: string }
  readonly preparedAt: Instant
  readonly draftId: string
}

export type RequestField = { readonly id: string; readonly label: string; readonly value: unknown; readonly valueText: string }
export type RequestAttachment = {
  readonly slot: string
  readonly label: string
  readonly name: string
  readonly sizeBytes: number
  readonly sha256: string
}
export type RequestPayment = {
  readonly orderId: string
  readonly amountTiyn: Tiyn
  readonly amountText: string
  readonly paidAt: Instant
  readonly reference: string
}

/** What a person signs to prove that they hold a key: registration or sign-in. Made by the server, once, for one session. */
export type ChallengeDocument = {
  readonly schema: 'ruqsat.challenge/1'
  readonly origin: string
  readonly purpose: 'register' | 'sign-in' | 'attach-certificate'
  readonly nonce: string
  readonly issuedAt: Instant
}
