// What the applicant does with a registered request: corrects it, or takes it back.
import { hash } from 'node:crypto'
import type { CaseView, CorrectionSubmission, Reader, RequestWithdrawal, Waiting } from '@ruqsat/caseflow/host'
import { decide, type CaseEvent, type Command } from '@ruqsat/engine'
import { isRefusal, type Json, type Refusal } from '@ruqsat/foundation'
import { correctionFault } from './core/correction.ts'
import { readSignedRequest } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { signedRequest } from './paper.ts'
import { refuseLicensing } from './refusals.ts'
import { missingAttachment } from './register.ts'
import { actorOf, present, receivedAt } from './presented.ts'
import { judgeSigned } from './signed-answer.ts'
import type { RequestVersion } from './store/requests.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'

export async function correct(
  room: LicensingParts,
  caseId: string,
  sent: CorrectionSubmission,
  reader: Reader,
): Promise<CaseView | Waiting | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  const content = Buffer.from(sent.contentBase64, 'base64')
  const cms = Buffer.from(sent.cmsBase64, 'base64')
  const [requestSha256, signatureSha256] = [hash('sha256', content), hash('sha256', cms)]
  // The same bytes a second time: the answer was lost, and the correction is part of the case.
  if (opened.state.correctedSha256 === requestSha256) return readCase(room, caseId, reader)
  const command = { kind: 'giveCorrection', askedId: sent.askedId, requestSha256, signatureSha256 } as const
  const mayBe = foreseen(room, opened, command, reader)
  if (mayBe !== null) return mayBe
  const signed = readSignedRequest(content)
  if (isRefusal(signed)) return signed
  const fault = await contentFault(room, opened, sent, signed)
  if (fault !== null) return fault
  const at = receivedAt(opened, sent.askedId, signatureSha256)
  const verdict = await judgeSigned(room, opened, { party: sent.party, content, cms, at, madeAt: signed.preparedAt })
  if (verdict === 'later') return present(room, opened, { ...sent, of: 'correction' }, reader)
  if (isRefusal(verdict)) return verdict
  const { evidence } = verdict
  const { attachments, contentBase64, cmsBase64 } = sent
  const version: RequestVersion = { requestSha256, contentBase64, cmsBase64, evidence, attachments, receivedAt: at }
  const answer = await room.caseflow.step({
    caseId,
    actor: actorOf(reader),
    plan: () => ({ command }),
    beside: () => ({ host: { version: version as unknown as Json, settledAnswers: sent.askedId } }),
  })
  return isRefusal(answer) ? answer : readCase(room, caseId, reader)
}

type WithoutIds<C> = C extends Command ? Omit<C, 'newIds'> : never
type Foreseen = WithoutIds<Extract<Command, { kind: 'giveCorrection' | 'answerHearing' }>>

/** The engine is asked first whether it may happen at all: who is late learns it before a signature is looked at. */
export function foreseen(room: LicensingParts, { state, edition, now }: OpenedCase, command: Foreseen, reader: Reader): Refusal | null {
  const newIds = edition.regulation.variants.flatMap(({ procedure }) => procedure.steps.map(({ id }) => id))
  const answer = decide(state, { ...command, newIds }, actorOf(reader), now, { edition, tables: room.deps.regulations.tables })
  return isRefusal(answer) ? answer : null
}

async function contentFault(
  room: LicensingParts,
  opened: OpenedCase,
  sent: CorrectionSubmission,
  signed: Parameters<typeof correctionFault>[0]['signed'],
): Promise<Refusal | null> {
  const { opening, state } = opened
  const events = await room.caseflow.events(opening, opened.version)
  const asked = askedIn(events, sent.askedId)
  if (asked === undefined) return refuseLicensing('licensing.correction-of-another')
  return (
    correctionFault({
      signed,
      sent,
      before: await signedRequest(room, opened),
      beforeSha256: state.correctedSha256 ?? opening.requestSha256,
      requestNumber: opening.requestNumber,
      missing: asked.missing,
    }) ?? missingAttachment(room.deps, opening.authority, sent)
  )
}

export function askedIn(events: readonly CaseEvent[], askedId: string) {
  return events.findLast(
    (event): event is Extract<CaseEvent, { kind: 'correctionAsked' }> => event.kind === 'correctionAsked' && event.askedId === askedId,
  )
}

/** Ends the case; a serial that was kept for the result is void in the same transaction. */
export async function withdraw(
  room: LicensingParts,
  caseId: string,
  { reason, expectedVersion }: RequestWithdrawal,
  reader: Reader,
): Promise<CaseView | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  // Pressed twice: the first one did it.
  if (opened.state.status === 'withdrawn') return readCase(room, caseId, reader)
  const answer = await room.caseflow.step({
    caseId,
    actor: actorOf(reader),
    plan: () => ({ command: { kind: 'withdraw', reason, ...(expectedVersion !== undefined && { expectedVersion }) } }),
    beside: () => ({ host: { voidReason: 'withdrawn', withdrawn: true } }),
  })
  return isRefusal(answer) ? answer : readCase(room, caseId, reader)
}
