// An answer of the applicant whose signature cannot be judged now: the case knows that it came, its bytes are kept, and the outbox tries again.
import { hash } from 'node:crypto'
import type { Reader, Waiting } from '@ruqsat/caseflow/host'
import { isRefusal, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import type { SentAnswer } from './store/presented-answers.ts'
import type { OpenedCase } from './views.ts'

/** Kind of the outbox messages that judge such a signature again. */
export const ANSWER_MESSAGE = 'answer'

const keyOf = (caseId: string, signatureSha256: string) => `${caseId}/answer/${signatureSha256}`
/** Of the key of such a message. */
export const signatureOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1)

export type AnswerPayload = { readonly signatureSha256: string }

/** Durable when it answers. Handed in twice it is kept once; a call by the outbox finds it kept. */
export async function present(
  room: LicensingParts,
  { caseId }: OpenedCase,
  answer: SentAnswer,
  reader: Reader,
): Promise<Waiting | Refusal> {
  const { askedId } = answer
  const cmsBase64 = answer.of === 'correction' ? answer.cmsBase64 : answer.objection.cmsBase64
  const signatureSha256 = hash('sha256', Buffer.from(cmsBase64, 'base64'))
  const payload: AnswerPayload = { signatureSha256 }
  const done = await room.caseflow.step({
    caseId,
    actor: actorOf(reader),
    plan: () => ({ command: { kind: 'presentAnswer', askedId, signatureSha256 } }),
    beside: () => ({
      host: { presented: { signatureSha256, answer: answer as unknown as Json, reader: reader as unknown as Json } },
      outbox: [{ key: keyOf(caseId, signatureSha256), kind: ANSWER_MESSAGE, payload, notBefore: room.deps.technicalClock.now() }],
    }),
  })
  return isRefusal(done) ? done : { kind: 'waiting', isKept: true }
}

/** What was handed in before is judged for that instant: who signed in time loses nothing because a service was down. */
export function receivedAt({ state, now }: Pick<OpenedCase, 'state' | 'now'>, askedId: string, signatureSha256: string): Instant {
  const presented = state.asked?.find(({ id }) => id === askedId)?.presented
  return presented?.signatureSha256 === signatureSha256 ? presented.at : now
}

/** A firm's case is read for the firm; the record names the person. */
export function actorOf(reader: Reader) {
  return reader.kind === 'applicant' ? ({ kind: 'applicant', id: reader.id } as const) : reader
}
