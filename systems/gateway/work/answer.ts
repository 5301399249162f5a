// What others ask of this house: who they are, whether they may, once, and the answer. The same for the outer door and for rooms of the house.
import { randomUUID } from 'node:crypto'
import type { AnySql } from '@ruqsat/database'
import { Fault, wordsOf, type Answer, type Instant, type Source } from '@ruqsat/foundation'
import type { HouseService, Question } from '../contract.ts'
import type { BreakerPlan } from '../core/breaker.ts'
import { rightOf, type Caller, type ServiceOffer } from '../core/config.ts'
import { isFresh, sessionIdOf, STATUS, type MessageInfo } from '../core/envelope.ts'
import { answeredBefore, beginEntry, endEntry, type NewEntry } from '../store/journal.ts'
import { entryOf } from './ask.ts'
import type { GatewayParts } from './deps.ts'
import { messageDigest, subjectDigest } from './digest.ts'
import { silentReason, throughBreaker, withinSignal } from './guard.ts'
import { judgePeer } from './peer.ts'

/** Why a message of a stranger is not answered; goes out as `errorData`, under the code of the format. */
export type Denied = {
  readonly kind: 'denied'
  readonly data: string
  readonly code: (typeof STATUS)['failed' | 'badData' | 'unhandled']
  readonly whose: 'Client' | 'Server'
  /** The message of the fault, in English as the format's own are. */
  readonly message: string
}

export const denied = (data: string, message: string, whose: Denied['whose'] = 'Client'): Denied => ({
  kind: 'denied',
  data,
  message,
  whose,
  code: whose === 'Server' ? STATUS.unhandled : STATUS.failed,
})

/** A message that may be answered: whose, by which right, for which service. */
export type Admitted = {
  readonly kind: 'admitted'
  readonly offered: ServiceOffer
  readonly caller: Caller
  readonly service: HouseService
  readonly signerSha256: string
}

/** Whether this sender, who signed with this certificate, may ask for this service now. A denial of somebody whom the certificate names is in the journal. */
export async function admit(parts: GatewayParts, info: MessageInfo, certificate: Uint8Array, bytes: string): Promise<Admitted | Denied> {
  const judgement = await judgePeer(parts, certificate)
  if (judgement.kind === 'waiting')
    return denied('revocation-unknown', 'The revocation of the certificate cannot be checked now; send the message again later', 'Server')
  if (judgement.kind === 'refused') return denied(`certificate-${judgement.reason}`, 'The certificate of the sender is not accepted')
  const offered = parts.config.services[info.serviceId]
  const caller = offered === undefined ? null : rightOf(offered, info.senderId, judgement.bin)
  const service = offered === undefined ? undefined : parts.services.get(offered.house)
  if (offered === undefined) return denied('service-unknown', 'There is no service of this name here')
  if (caller === null) {
    await noteDenied(parts, info, { offered, signerSha256: judgement.sha256, bin: judgement.bin, bytes })
    return denied('caller-not-allowed', 'The sender has no right to ask for this service')
  }
  if (service === undefined) throw new Fault(`Expected a room to serve ${offered.house} but none does`, { retry: 'later' })
  if (!isFresh(info.messageDate, parts.technicalClock.ms()))
    return denied('message-late', 'The date of the message is too far from the present')
  return { kind: 'admitted', offered, caller, service, signerSha256: judgement.sha256 }
}

type Stranger = { readonly offered: ServiceOffer; readonly signerSha256: string; readonly bin: string | null; readonly bytes: string }

async function noteDenied(parts: GatewayParts, info: MessageInfo, { offered, signerSha256, bin, bytes }: Stranger): Promise<void> {
  const source: Source = offered.callers[0]!.source
  const entry: NewEntry = {
    ...baseOf(info, offered.authority, source),
    asker: bin ?? info.senderId,
    subjectDigest: null,
    requestSha256: messageDigest(bytes),
    signerSha256,
    at: await parts.legalClock.now(),
  }
  await beginEntry(parts.database.sql, entry, 'denied', 'caller-not-allowed')
}

function baseOf(info: MessageInfo, authority: string, source: Source) {
  return {
    entryId: randomUUID(),
    authority,
    direction: 'answered',
    route: info.serviceId,
    service: info.serviceId,
    messageId: info.messageId,
    sessionId: null,
    counterpart: info.senderId,
    caseId: null,
    role: null,
    source,
  } as const
}

/** The line of the journal for a question that another system may ask; false where a message of its id was taken before. */
export function beginAnswer(
  { secret }: GatewayParts,
  info: MessageInfo,
  { offered, caller, service, signerSha256 }: Admitted,
  came: { readonly sessionId: string; readonly at: Instant; readonly bytes: string; readonly payload: string },
) {
  const subject = service.subject?.(came.payload) ?? null
  const entry: NewEntry = {
    ...baseOf(info, offered.authority, caller.source),
    sessionId: came.sessionId,
    asker: caller.sender,
    subjectDigest: subject === null ? null : subjectDigest(secret, subject),
    requestSha256: messageDigest(came.bytes),
    signerSha256,
    at: came.at,
  }
  return { authority: entry.authority, entryId: entry.entryId, write: (sql: AnySql) => beginEntry(sql, entry) }
}

/** An answer to a stranger; `repeated` is a message that was taken before and may not be answered twice. */
export type Served = { readonly sessionId: string } & (
  | { readonly kind: 'answer'; readonly answer: Answer<string>; readonly finish: (answer: string) => Promise<void> }
  | { readonly kind: 'repeated'; readonly isSame: boolean }
)

/** Writes the question down once and asks the service. `finish` writes down what goes out. */
export async function serve(parts: GatewayParts, info: MessageInfo, admitted: Admitted, payload: string, bytes: string): Promise<Served> {
  const { sql } = parts.database
  const { offered, caller } = admitted
  const sessionId = sessionIdOf(randomUUID())
  const at = await parts.legalClock.now()
  const entry = beginAnswer(parts, info, admitted, { sessionId, at, bytes, payload })
  const startedMs = parts.technicalClock.ms()
  let written: Pick<NewEntry, 'authority' | 'entryId'> = entry
  if (!(await entry.write(sql))) {
    const before = await answeredBefore(sql, offered.authority, info.senderId, info.messageId)
    const isSame = before?.requestSha256 === messageDigest(bytes)
    if (!isSame || !offered.repeatable || before === null) return { kind: 'repeated', isSame, sessionId }
    written = before
  }
  const answer = await answerOf(parts, admitted.service, payload, { messageId: info.messageId, caller: caller.sender, at })
  const finish = (sent: string) =>
    endEntry(sql, written, {
      outcome: answer.kind,
      code: answer.kind === 'refused' ? answer.refusal.code : null,
      tries: 1,
      tookMs: parts.technicalClock.ms() - startedMs,
      answerSha256: messageDigest(sent),
      signerSha256: null,
      sessionId,
    })
  return { kind: 'answer', answer, finish, sessionId }
}

export async function answerOf(
  parts: GatewayParts,
  service: HouseService,
  payload: string,
  call: Parameters<HouseService['answer']>[1],
): Promise<Answer<string>> {
  try {
    return await service.answer(payload, call)
  } catch (error) {
    parts.log.error(
      { err: error, event: 'gateway-service', messageId: call.messageId },
      'a service of this house failed for another system',
    )
    return { kind: 'outage', reason: 'Expected the service to answer but it failed' }
  }
}

/** What a service's answer is on the wire where it is no data. */
export function faultOf(answer: Exclude<Answer<string>, { kind: 'found' }>): Denied {
  if (answer.kind === 'absent') return denied('NO_DATA', 'Nothing is known of what was asked about')
  if (answer.kind === 'outage') return denied('service-down', 'The service does not answer now; send the message again later', 'Server')
  const { text } = wordsOf(answer.refusal)
  return denied(answer.refusal.code, text.ru)
}

/** A page that waits ends with 503 after 25 seconds: whoever asks hears of the outage before. */
const WITHIN_MS = 20_000
/** Short: a room that is back is found back by the next page that needs it. */
export const WITHIN_BREAKER = { after: 5, pauseMs: 2_000 } satisfies BreakerPlan

const outageOf = (reason: string): Answer<string> => ({ kind: 'outage', reason })

/** A question from room to room of this house: no wire, no signature, the same journal, time limit and breaker. */
export async function askWithin(parts: GatewayParts, name: string, service: HouseService, question: Question): Promise<Answer<string>> {
  const { sql } = parts.database
  const at = await parts.legalClock.now()
  const messageId = randomUUID()
  const entry: NewEntry = {
    entryId: randomUUID(),
    direction: 'within',
    route: question.route,
    service: name,
    messageId,
    sessionId: null,
    counterpart: name,
    ...entryOf(parts, question),
    requestSha256: null,
    at,
  }
  const startedMs = parts.technicalClock.ms()
  await beginEntry(sql, entry)
  const once = () => answerOf(parts, service, question.payload, { messageId, caller: question.purpose.asker, at })
  const asked = await throughBreaker(parts, name, WITHIN_BREAKER, async () => ({
    answer: await withinSignal(AbortSignal.timeout(WITHIN_MS), once, outageOf, WITHIN_MS),
  }))
  const answer = asked?.answer ?? outageOf(silentReason(name))
  await endEntry(sql, entry, {
    outcome: answer.kind,
    code: answer.kind === 'refused' ? answer.refusal.code : null,
    tries: asked === null ? 0 : 1,
    tookMs: parts.technicalClock.ms() - startedMs,
    answerSha256: null,
    signerSha256: null,
    sessionId: null,
  })
  return answer
}
