import { type InstallationMode, technicalClock } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import { isProblem, readSigningKeys, signDetached } from '@ruqsat/signing/browser'
import type { FastifyInstance } from 'fastify'
import { KEY_PASSWORD, type SampleKeyKind } from '../people/keys.ts'
import type { SandboxPerson } from '../people/republic.ts'

export const PHONE_TWIN_PATH = '/egov-mobile'

export type PhoneTwinDeps = {
  readonly mode: InstallationMode
  /** The bank's site, which does not listen yet: such a service is never on ours. */
  readonly site: FastifyInstance
  readonly portalOrigin: string
  readonly people: readonly SandboxPerson[]
  readonly keyOf: (personId: string, kind: SampleKeyKind) => Promise<{ readonly p12: Uint8Array }>
  readonly now: () => Promise<Instant>
}

/** One exchange of the service. */
export type TwinExchange = {
  readonly id: string
  readonly description: string
  readonly backUrl: string | null
  readonly expiresMs: number
  document: { readonly nameKz: string; readonly nameRu: string; readonly nameEn: string; readonly bytes: Uint8Array } | null
  /** The application has opened it. */
  isOpened: boolean
  signature: Uint8Array | null
  isCancelled: boolean
}

export type PhoneTwin = PhoneTwinDeps & { readonly exchanges: Map<string, TwinExchange> }

export const nowMs = (): number => technicalClock.ms()

/** Null for one that never was or is over. */
export function find({ exchanges }: PhoneTwin, id: string): TwinExchange | null {
  const exchange = exchanges.get(id) ?? null
  return exchange !== null && exchange.expiresMs > nowMs() ? exchange : null
}

/** `changed` is over other bytes than those that were given, as a broken application would sign. */
export type TwinKey = SampleKeyKind | 'changed'

/** What the application does when the person has pressed: its key signs the document. */
export async function signInApplication(twin: PhoneTwin, exchange: TwinExchange, personId: string, kind: TwinKey): Promise<void> {
  const { p12 } = await twin.keyOf(personId, kind === 'changed' ? 'good' : kind)
  const read = await readSigningKeys(new Uint8Array(p12), KEY_PASSWORD)
  const key = isProblem(read) ? undefined : read[0]
  if (key === undefined || exchange.document === null) throw new Fault('Expected a key and a document in the application of the twin')
  const bytes = new Uint8Array(exchange.document.bytes)
  exchange.signature = await signDetached(key, kind === 'changed' ? new Uint8Array([...bytes, 0]) : bytes, await twin.now())
}
