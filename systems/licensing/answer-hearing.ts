// The applicant's word on the draft of a refusal.
import { hash } from 'node:crypto'
import type { CaseView, HearingAnswer, Reader, Waiting } from '@ruqsat/caseflow/host'
import { expectedSigner, type ObjectionDocument } from '@ruqsat/documents'
import { canonicalJson, isRefusal, readJson, type Instant, type Json, type JsonLimits, type Refusal } from '@ruqsat/foundation'
import { actorOf } from './correct.ts'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { storeRequestVersion } from './store/requests.ts'
import { openCaseFor, readCase, type OpenedCase } from './views.ts'

/** Words of one person on one page. */
const LIMITS: JsonLimits = { maxLength: 64 * 1024, maxDepth: 4, maxValues: 100 }

export async function answerHearing(
  room: LicensingParts,
  caseId: string,
  { askedId, objection }: HearingAnswer,
  reader: Reader,
): Promise<CaseView | Waiting | Refusal> {
  const opened = await openCaseFor(room, caseId, reader)
  if (isRefusal(opened)) return opened
  const signed = objection === null ? null : await verified(room, opened, askedId, objection)
  if (signed !== null && (isRefusal(signed) || signed.kind === 'waiting')) return signed
  const words = signed && { text: signed.text, objectionSha256: signed.objectionSha256, signatureSha256: signed.signatureSha256 }
  const command = { kind: 'answerHearing', askedId, objection: words } as const
  const answer = await room.caseflow.step({ caseId, actor: actorOf(reader), plan: () => ({ command }) })
  return isRefusal(answer) ? answer : readCase(room, caseId, reader)
}

type Verified = { readonly kind: 'verified'; readonly text: string; readonly objectionSha256: string; readonly signatureSha256: string }

/** Signed by the applicant, about this very hearing; the bytes are kept next to the requests of the case. */
async function verified(
  { deps }: LicensingParts,
  { caseId, opening, party: filed, now }: OpenedCase,
  askedId: string,
  { party, contentBase64, cmsBase64 }: NonNullable<HearingAnswer['objection']>,
): Promise<Verified | Waiting | Refusal> {
  const [content, cms] = [Buffer.from(contentBase64, 'base64'), Buffer.from(cmsBase64, 'base64')]
  const read = readJson(content, LIMITS)
  const said = read.kind === 'read' ? (read.value as Partial<ObjectionDocument> | null) : null
  const isThis = said?.schema === 'ruqsat.objection/1' && said.requestNumber === opening.requestNumber && said.hearing === askedId
  const isTheirs = party.bin === null ? party.iin === filed.iin : party.bin === filed.bin
  if (!isThis || !isTheirs || typeof said.text !== 'string' || canonicalJson(said as Json) !== content.toString('utf8'))
    return refuseLicensing('licensing.objection-of-another')
  const madeAt = said.preparedAt as Instant
  const verdict = await deps.trust.verifyDetached({ cms, content, at: now, madeAt, expect: expectedSigner(party) })
  if (verdict.kind === 'refused') return verdict.refusal
  if (verdict.kind === 'waiting') return { kind: 'waiting' }
  const [objectionSha256, signatureSha256] = [hash('sha256', content), hash('sha256', cms)]
  const evidence = verdict.evidence as unknown as Json
  const { authority } = opening
  await storeRequestVersion(deps.database.sql, {
    authority,
    caseId,
    requestSha256: objectionSha256,
    content,
    cms,
    evidence,
    attachments: [],
    receivedAt: now,
  })
  return { kind: 'verified', text: said.text, objectionSha256, signatureSha256 }
}
