// The portal as other rooms of the house may know it: how a program of a firm applies. Each call is what the person's own pages do, by the same
// functions: what a call takes, the last step can finish. Only the signature is a person's alone.
import type { BIN, IIN, Instant, Language, LocalText, Refusal, Tiyn } from '@ruqsat/foundation'

export interface ApplicationIntake {
  /**
   * Begins an application of a firm, in the name of a person who is registered here for it and may sign. The same id again gives the application
   * that there is.
   */
  start(wish: ApplicationWish): Promise<Application | Refusal>
  read(of: ApplicationOf): Promise<Application | Refusal>
  /** What of the firm is begun and not at its end, whoever of it began it; changed last, first. Corrections of filed requests are not among them. */
  listOpen(firm: OpenApplicationsQuery): Promise<readonly OpenApplication[]>
  /** Keeps answers, right or wrong; `faults` says what is wrong. A field that is not named keeps its answer. */
  answer(of: ApplicationOf, answers: Readonly<Record<string, string>>): Promise<Application | Refusal>
  /** Attaches a file (PDF, JPEG or PNG) to a document of the service. The same file twice is kept once. */
  attach(
    of: ApplicationOf,
    file: { readonly document: string; readonly name: string; readonly bytes: Buffer },
  ): Promise<Application | Refusal>
  detach(of: ApplicationOf, fileId: string): Promise<Application | Refusal>
  /** Makes the statements and ends the filling where nothing is wrong; registers are asked then. */
  complete(of: ApplicationOf, statements: readonly string[]): Promise<Application | Refusal>
  /** The order to pay: where the payer goes to pay it is in `payment`. `feeTiyn`: the sum that was shown to whoever pays. */
  order(of: ApplicationOf, confirmed: { readonly feeTiyn: Tiyn }): Promise<Application | Refusal>
  /** Takes the detached CMS over the bytes that `toSign` gave. */
  submit(of: ApplicationOf, signed: { readonly content: Uint8Array; readonly cms: Uint8Array }): Promise<Application | Refusal>
}

/** `after`: behind this one of the page before. */
export type OpenApplicationsQuery = {
  readonly bin: BIN
  readonly limit: number
  readonly after: Pick<OpenApplication, 'changedAt' | 'id'> | null
}

export type OpenApplication = Pick<Application, 'id' | 'regulation' | 'variant' | 'edition' | 'language' | 'step'> & {
  readonly status: 'open' | 'waiting'
  /** Whether its fee has been paid, where there is one. */
  readonly isPaid: boolean
  readonly createdAt: Instant
  readonly changedAt: Instant
}

export type ApplicationOf = { readonly id: string; readonly bin: BIN }

export type ApplicationWish = ApplicationOf & {
  /** Of the person who will sign. */
  readonly iin: IIN
  readonly regulation: string
  readonly variant: string
  /** A channel of the act; the main one where it is left out. */
  readonly channel?: string
  /** In which the request is written and signed. */
  readonly language: Language
}

export type Application = {
  readonly kind: 'application'
  readonly id: string
  readonly status: 'open' | 'waiting' | 'registered' | 'abandoned'
  readonly regulation: string
  readonly variant: string
  readonly edition: string
  readonly language: Language
  readonly step: { readonly id: string; readonly action: string; readonly name: LocalText }
  readonly answers: Readonly<Record<string, string>>
  readonly files: readonly {
    readonly id: string
    readonly document: string
    readonly name: string
    readonly mediaType: string
    readonly sizeBytes: number
    readonly sha256: string
  }[]
  /** What keeps it from going on. */
  readonly faults: readonly Refusal[]
  /** What keeps nobody from going on, and should be known before paying: days that may be over before the result is there. */
  readonly warnings: readonly Refusal[]
  readonly feeTiyn: Tiyn | null
  readonly payment: { readonly orderId: string; readonly payUrl: string | null; readonly paidAt: Instant | null } | null
  /** The exact bytes (RFC 8785 JSON) that the person signs; null before it is time. */
  readonly toSign: { readonly bytes: Uint8Array; readonly sha256: string } | null
  readonly registered: { readonly requestNumber: string; readonly at: Instant } | null
}
