// The outbox judges again what an applicant handed in during an outage.
import type { OnGiveUp, OutboxHandler } from '@ruqsat/caseflow'
import type { Opening } from '@ruqsat/engine'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { answerHearing } from '../answer-hearing.ts'
import { correct } from '../correct.ts'
import type { LicensingDeps, LicensingParts } from '../deps.ts'
import { signatureOf, type AnswerPayload } from '../presented.ts'
import { forgetPresented, readPresented } from '../store/presented-answers.ts'

/** Judges it again; what still cannot be judged comes again later, by the pauses of the outbox. Idempotent: what is settled is not there. */
export function judgeAnswer(roomOf: () => LicensingParts): OutboxHandler {
  return async ({ caseId, payload }) => {
    const room = roomOf()
    const { signatureSha256 } = payload as AnswerPayload
    const opening = (await room.caseflow.read(caseId))?.state.opening
    if (!opening) throw new Fault(`Expected case ${caseId} of an answer but there is none`, { retry: 'never' })
    const kept = await readPresented(room.deps.database.sql, opening.authority, caseId, signatureSha256)
    if (kept === null) return
    const { answer, reader } = kept
    const verdict = await (answer.of === 'correction' ? correct(room, caseId, answer, reader) : answerHearing(room, caseId, answer, reader))
    if (isRefusal(verdict)) return drop(room, opening, answer.askedId, signatureSha256, verdict)
    if (verdict.kind === 'waiting')
      throw new Fault('Expected to judge the signature of an answer but it still cannot be', { retry: 'later' })
    await forgetPresented(room.deps.database.sql, opening.authority, caseId, signatureSha256)
  }
}

/** The applicant is informed by the event; where nothing waits for the answer any more, nothing happens. */
async function drop(
  room: LicensingParts,
  { authority, caseId }: Opening,
  askedId: string,
  signatureSha256: string,
  { code }: Pick<Refusal, 'code'>,
): Promise<void> {
  const command = { kind: 'dropAnswer', askedId, signatureSha256, code } as const
  const done = await room.caseflow.step({ caseId, actor: { kind: 'system', id: 'outbox' }, plan: () => ({ command }) })
  if (isRefusal(done)) throw new Fault(`Expected to drop an answer but it was refused: ${done.code}`, { retry: 'later' })
  await forgetPresented(room.deps.database.sql, authority, caseId, signatureSha256)
}

/** Given up by a head: nobody judges the signature any more, so the answer does not count and its time runs again. */
export function giveUpAnswer({ database }: Pick<LicensingDeps, 'database'>): OnGiveUp {
  return async ({ authority, caseId, subject: key }) => {
    const signatureSha256 = signatureOf(key)
    const kept = await readPresented(database.sql, authority, caseId, signatureSha256)
    if (kept === null) return null
    const drops = { askedId: kept.answer.askedId, signatureSha256 }
    return { drops, within: (tx) => forgetPresented(tx, authority, caseId, signatureSha256) }
  }
}
