import type { ZoneRules } from '@ruqsat/clock'
import type { Instant, LocalText } from '@ruqsat/foundation'
import type { Regulation } from '@ruqsat/law'

/** What every paper of a case says: of whose request it is, who signs it, and where it can be verified. */
export type PaperInput = {
  readonly regulation: Regulation
  readonly requestNumber: string
  readonly registeredAt: Instant
  readonly zone: ZoneRules
  readonly holder: { readonly name: string; readonly iin: string | null; readonly bin: string | null; readonly address: string }
  /** Whoever wrote or decided it, and signs it where it is signed. */
  readonly signer: { readonly name: string; readonly position: LocalText }
  readonly verifyUrl: string
  readonly qr: readonly string[]
  readonly sandbox: boolean
}
