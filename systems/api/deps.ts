import type { CaseHost } from '@ruqsat/caseflow/host'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { ClockTables, Edition, Offer } from '@ruqsat/law'
import type { PublicRegister } from '@ruqsat/licensing/contract'
import type { ApplicationIntake } from '@ruqsat/portal/contract'
import type { PaymentOrders, Payments } from '@ruqsat/payments/contract'
import type { FastifyInstance } from 'fastify'
import type { JWK } from 'oidc-provider'
import type { Logger } from 'pino'
import type { News } from './events/gather.ts'
import type { HookTargets } from './hooks/address.ts'
import type { IdentityProvider } from './identity/configuration.ts'
import type { AllPeople } from './identity/people.ts'
import type { AuthorizationServer } from './identity/server.ts'

/** What this room depends on. Every neighbour is a contract. */
export type ApiDeps = {
  /** The site that `/api/…`, `/identity/…` and `/{language}/api` are added to. */
  readonly site: FastifyInstance
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly log: Logger
  readonly regulations: { edition(hash: string): Edition | null; readonly tables: ClockTables }
  /** What is offered and from when, by legal time. */
  readonly offers: readonly Offer[]
  /** Where cases are kept; the first that knows a request answers. */
  readonly hosts: readonly CaseHost[]
  readonly publicRegister: PublicRegister
  readonly payments: Pick<Payments, 'readOrder'>
  readonly orders: PaymentOrders
  /** What happens in the rooms, for the journal of events. */
  readonly news: News
  /** Where web hooks may lead. */
  readonly hookTargets: HookTargets
  /** How a firm applies: the portal's own steps. */
  readonly intake: ApplicationIntake
  /** Who may sign in to programs of others, and by providers of others. */
  readonly people: AllPeople
  /** Providers of others that people may sign in by. */
  readonly signInBy: readonly IdentityProvider[]
  /** At least 32 bytes, the installation's own. */
  readonly secret: Buffer
  /** Private keys (JWK) that sign identity tokens, the newest first; asked for when the first program calls. */
  readonly signingKeys: () => Promise<readonly JWK[]>
}

/** What every call may ask. Made once by `startApi`. */
export type ApiParts = { readonly deps: ApiDeps; readonly identity: AuthorizationServer }

export const SCHEMA = 'api'
export const API_PATH = '/api/v1'
export const DOCUMENT_PATH = '/api/openapi.json'
export const IDENTITY_PATH = '/identity'
/** The page of the reference, without the language. */
export const REFERENCE_PATH = '/api'
