// The applicant's word on the draft of a refusal.
import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { CaseView, HearingAnswer, OralHearingAsked, Reader, Waiting } from '@ruqsat/caseflow/host'
import type { ObjectionDocument } from '@ruqsat/documents'
import type { Command } from '@ruqsat/engine'
import { canonicalJson, isRefusal, readJson, type Instant, type Json, type JsonLimits, type Refusal } from '@ruqsat/foundation'
import { foreseen } from './correct.ts'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { actorOf, present, receivedAt } from './presented.ts'
import { judgeSigned } from './signed-answer.ts'
import type { RequestVersion } from './store/requests.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'

/** Words of one person on one page. */
const LIMITS: JsonLimits = { maxLength: 64 * 1024, maxDepth: 4, maxValues: 100 }

type Asked = Omit<Extract<Command, { readonly kind: 'answerHearing' }>, 'newIds'>

export async function answerHearing(
  room: LicensingParts,
  caseId: string,
  { askedId, objection }: HearingAnswer,
  reader: Reader,
): Promise<CaseView | Waiting | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  const sent = objection && signedWords(opened, askedId, objection)
  if (sent !== null && isRefusal(sent)) return sent
  const words = sent && { text: sent.text, objectionSha256: sent.objectionSha256, signatureSha256: sent.signatureSha256 }
  const command: Asked = { kind: 'answerHearing', askedId, objection: words }
  // Before a signature is looked at or anything is kept: who is late, or writes too much, learns it now.
  const refused = foreseen(room, opened, command, reader)
  const answer = refused ?? (await verifiedStep(room, opened, { command, sent, reader }))
  if (!isRefusal(answer)) return answer === 'done' ? readCase(room, caseId, reader) : answer
  return (await isAnsweredSo(room, opened, command)) ? readCase(room, caseId, reader) : answer
}

/** Nothing is signed by it, as nothing is where there is no objection: what they have to say is in the minutes. */
export async function askOralHearing(
  room: LicensingParts,
  caseId: string,
  { askedId, text }: OralHearingAsked,
  reader: Reader,
): Promise<CaseView | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  const plan = () => ({ command: { kind: 'askOralHearing', askedId, text } as const })
  const answer = await room.caseflow.step({ caseId, actor: actorOf(reader), plan, beside: () => ({ host: { settledAnswers: askedId } }) })
  if (!isRefusal(answer)) return readCase(room, caseId, reader)
  // Pressed twice, or the answer was lost: the first one did it.
  const events = await room.caseflow.events(opened.opening)
  const isAsked = events.some((event) => event.kind === 'oralHearingAsked' && event.askedId === askedId)
  return isAsked ? readCase(room, caseId, reader) : answer
}

type Sent = NonNullable<HearingAnswer['objection']>
type SignedWords = {
  readonly kind: 'signedWords'
  readonly text: string
  readonly content: Uint8Array
  readonly cms: Uint8Array
  readonly madeAt: Instant
  readonly objection: Sent
  readonly objectionSha256: string
  readonly signatureSha256: string
}

/** About this very hearing, by the applicant of this case, or in the name of the applicant by who filed for them. */
function signedWords({ opening, party: filed }: OpenedCase, askedId: string, objection: Sent): SignedWords | Refusal {
  const { party, contentBase64, cmsBase64 } = objection
  const [content, cms] = [Buffer.from(contentBase64, 'base64'), Buffer.from(cmsBase64, 'base64')]
  const read = readJson(content, LIMITS)
  const said = read.kind === 'read' ? (read.value as Partial<ObjectionDocument> | null) : null
  const schema = party.representative === undefined ? 'ruqsat.objection/1' : 'ruqsat.objection/2'
  const isThis = said?.schema === schema && said.requestNumber === opening.requestNumber && said.hearing === askedId
  const isTheirs = party.bin === null ? party.iin === filed.iin : party.bin === filed.bin
  const names = said === null || isDeepStrictEqual(said.representative, party.representative)
  // Nobody but who filed by a power of attorney acts by it here: another power is another request.
  const isBySame = party.representative === undefined || isDeepStrictEqual(party.representative, filed.representative)
  if (
    !isThis ||
    !isTheirs ||
    !names ||
    !isBySame ||
    typeof said.text !== 'string' ||
    canonicalJson(said as Json) !== content.toString('utf8')
  )
    return refuseLicensing('licensing.objection-of-another')
  const [objectionSha256, signatureSha256] = [hash('sha256', content), hash('sha256', cms)]
  const madeAt = said.preparedAt as Instant
  return { kind: 'signedWords', text: said.text, content, cms, madeAt, objection, objectionSha256, signatureSha256 }
}

type Step = { readonly command: Asked; readonly sent: SignedWords | null; readonly reader: Reader }

async function verifiedStep(
  room: LicensingParts,
  opened: OpenedCase,
  { command, sent, reader }: Step,
): Promise<'done' | Waiting | Refusal> {
  const { caseId } = opened
  const { askedId } = command
  const step = (host: Json) => room.caseflow.step({ caseId, actor: actorOf(reader), plan: () => ({ command }), beside: () => ({ host }) })
  if (sent === null) return doneOr(await step({ settledAnswers: askedId }))
  const { cms, content, madeAt, objection, objectionSha256 } = sent
  const at = receivedAt(opened, askedId, sent.signatureSha256)
  const verdict = await judgeSigned(room, opened, { party: objection.party, content, cms, at, madeAt })
  if (verdict === 'later') return present(room, opened, { of: 'hearing', askedId, objection }, reader)
  if (isRefusal(verdict)) return verdict
  const { evidence } = verdict
  const { contentBase64, cmsBase64 } = objection
  const version: RequestVersion = { requestSha256: objectionSha256, contentBase64, cmsBase64, evidence, attachments: [], receivedAt: at }
  return doneOr(await step({ version: version as unknown as Json, settledAnswers: askedId }))
}

function doneOr(answer: object | Refusal): 'done' | Refusal {
  return isRefusal(answer) ? answer : 'done'
}

/** Pressed twice, or the answer was lost: the first one did it. */
async function isAnsweredSo(room: LicensingParts, { opening }: OpenedCase, { askedId, objection }: Asked): Promise<boolean> {
  const events = await room.caseflow.events(opening)
  return events.some(
    (event) =>
      (event.kind === 'objectionGiven' && event.askedId === askedId && event.objectionSha256 === objection?.objectionSha256) ||
      (event.kind === 'hearingEnded' && event.askedId === askedId && objection === null && event.actor.kind === 'applicant'),
  )
}
