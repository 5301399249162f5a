import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Instant, Source } from '@ruqsat/foundation'
import type { Trust } from '@ruqsat/trust/contract'
import type { Logger } from 'pino'
import type { HouseService } from '../contract.ts'
import type { Breaker } from '../core/breaker.ts'
import type { GatewayConfig } from '../core/config.ts'
import type { SystemKey } from '../wire/xml-signature.ts'

export type GatewayParts = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly log: Logger
  readonly trust: Pick<Trust, 'checkCertificate' | 'stampTime'>
  readonly config: GatewayConfig
  /** Null where this installation sends and takes nothing over a wire. */
  readonly signing: SystemKey | null
  readonly password: string | null
  /** Services of this house, by the names that the configuration offers. */
  readonly services: Map<string, HouseService>
  /** By route; of this process. Another process learns of an outage by itself. */
  readonly breakers: Map<string, Breaker>
  /** Verdicts about certificates of counterparts, for a while. */
  readonly judged: Map<string, { readonly judgement: Judgement; readonly untilMs: number }>
  /** Keys the digests of the numbers that are asked about. */
  readonly secret: Uint8Array
  readonly wake: () => void
}

/** What is known of a counterpart by its certificate. `waiting`: revocation could not be asked about; never a reason to refuse. */
export type Judgement =
  | { readonly kind: 'valid'; readonly bin: string | null; readonly sha256: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly sha256: string }
  | { readonly kind: 'waiting'; readonly reason: string; readonly sha256: string }

export type { Instant, Source }
