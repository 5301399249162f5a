// IS-GATEWAY as the other rooms know it: one envelope, one journal, routes. It knows no register's meaning: payloads are XML of those who
// ask and answer.
import type { Answer, Instant, Refusal, Source } from '@ruqsat/foundation'

export interface Gateway {
  /** Whether this installation has a route, or a room that serves, under this name. */
  hasRoute(route: string): boolean
  /**
   * Asks by a route and waits. `absent` and `refused` are the counterpart's own answers, signed where the route demands it; whatever else
   * comes, or does not come, is `outage`. Throws a Fault for a route that is not configured.
   */
  ask(question: Question): Promise<Answer<string>>
  /**
   * Hands a message over for delivery, in the transaction that causes it: it leaves by itself, at least once, under the same id. The same id
   * again changes nothing.
   */
  send(message: OutgoingMessage, tx: unknown): Promise<void>
  /** Who asked about this person, or one of these numbers, newest first. Read by their digests: an entry names nobody who was asked about. */
  asksAbout(subjects: string | readonly string[], page?: JournalPage): Promise<readonly JournalEntry[]>
}

/** On whose behalf, for which case, by which paragraph: without these nothing is asked. */
export type Purpose = {
  /** Id of the authority for whose service it is asked; its journal has the entry. */
  readonly authority: string
  /** Account, officer or system; an id of this installation, never a name. */
  readonly asker: string
  /** In which role: `applicant`, or a role of the staff. Left out where a system asks by itself. */
  readonly role?: string
  /** Number of the request or id of the draft; null where there is none yet (registration of a person). */
  readonly caseId: string | null
  readonly source: Source
}

export type Question = {
  readonly route: string
  /** XML of one element. */
  readonly payload: string
  /** About whom: IIN, BIN or another number. The journal has its keyed digest alone. */
  readonly subject: string
  readonly purpose: Purpose
}

export type OutgoingMessage = Question & {
  /** The caller's own, unique: the key by which it is delivered once. */
  readonly messageId: string
  readonly correlationId?: string
}

/** A service of this house that others may ask by its name, by the outer door or from within. */
export interface HouseService {
  /** `found` is XML of one element. A throw is an outage. Called again with the same `messageId` it must not act twice. */
  answer(payload: string, call: ServiceCall): Promise<Answer<string>>
  /** Whom a payload asks about, so that this person finds the question in the journal; null where it is about nobody. Must not throw. */
  subject?(payload: string): string | null
}

export type ServiceCall = {
  readonly messageId: string
  /** Whom the certificate names, or a room of this house. */
  readonly caller: string
  /** Legal time. */
  readonly at: Instant
}

/** How a question ended. `sent` was not followed by an answer: the process ended, or it is under way. `denied`: it had no right here. */
export const OUTCOMES = ['sent', 'found', 'absent', 'refused', 'outage', 'denied', 'invalid'] as const
export type AskOutcome = (typeof OUTCOMES)[number]
export const DIRECTIONS = ['asked', 'answered', 'within'] as const
/** `asked`: this house asked another system. `answered`: another asked us. `within`: rooms of one house, without a wire. */
export type Direction = (typeof DIRECTIONS)[number]

/** One line of the journal. Digests, not data: what was said can be compared with what the counterpart kept, and read out of nothing here. */
export type JournalEntry = {
  readonly entryId: string
  readonly authority: string
  readonly direction: Direction
  readonly route: string
  readonly service: string
  readonly messageId: string
  readonly sessionId: string | null
  readonly asker: string
  readonly role: string | null
  readonly counterpart: string
  readonly caseId: string | null
  readonly source: Source
  /** SHA-256 of the signed message as it crossed the wire; null within the house, and of an answer that did not come. */
  readonly requestSha256: string | null
  readonly answerSha256: string | null
  /** When an authority proved the time of the message; null while it is not stamped, and where there is no message. */
  readonly requestStampedAt: Instant | null
  readonly answerStampedAt: Instant | null
  /** SHA-256 of the certificate that signed for the counterpart. */
  readonly signerSha256: string | null
  readonly outcome: AskOutcome
  /** The status or fault code that decided, as the wire has it. */
  readonly code: string | null
  readonly tries: number
  readonly tookMs: number | null
  /** Legal time. */
  readonly at: Instant
}

/** The two signed messages of a line: what was asked, and what was answered. */
export type MessagePart = 'request' | 'answer'

/** The proof of a message's time: from its digest by the path to the root, over which the authority made the token (RFC 3161). */
export type MessageProof = {
  readonly format: 'ruqsat-message-time'
  readonly version: 1
  /** Of the signed message as it crossed the wire. */
  readonly sha256: string
  /** Neighbours on the way up; leaves are hashed with the byte 0 before them, nodes with 1 (RFC 6962 2.1). */
  readonly path: readonly { readonly side: 'left' | 'right'; readonly sha256: string }[]
  readonly root: string
  /** DER in base64, over the 32 bytes of the root. */
  readonly token: string
  readonly stampedAt: Instant
  readonly authority: string
}

/** Newest first; `before` is the last entry of the page above. */
export type JournalPage = { readonly before?: Pick<JournalEntry, 'at' | 'entryId'>; readonly limit?: number }

/** What an auditor filters by; all that is given must hold. */
export type JournalSearch = JournalPage & {
  readonly authority?: string
  readonly direction?: Direction
  readonly outcome?: AskOutcome
  /** Exactly: a request's number, a draft's id, a message's id or a session. */
  readonly term?: string
  readonly route?: string
  /** A person or firm, by number; one of several: compared as keyed digests. */
  readonly subject?: string | readonly string[]
}

/** What a page of the gateway shows to those who may see it; whose journal that is, they say by `authority`. */
export interface GatewayJournal {
  search(search: JournalSearch): Promise<readonly JournalEntry[]>
  /** What proves the time of a message of this authority's journal to anybody who holds it; null while it is not stamped. */
  proof(of: { readonly authority: string; readonly entryId: string; readonly part: MessagePart }): Promise<MessageProof | null>
  /** Whether messages are stamped here: an authority is set. */
  readonly isStamped: boolean
  /** Every route, then every service that rooms of this house answer, each with the last question by it. */
  routes(authority: string): Promise<readonly RouteView[]>
}

export type RouteView = RouteState & { readonly last: Pick<JournalEntry, 'at' | 'outcome'> | null }

/** How a route is: for the page of neighbours and for `/health`. */
export type RouteState = {
  readonly route: string
  readonly service: string
  readonly address: string | null
  readonly breaker: 'closed' | 'open' | 'trying'
  /** Since when it is open; technical time. */
  readonly since: Instant | null
}

export type { Refusal }
