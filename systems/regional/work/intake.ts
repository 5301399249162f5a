// What arrives: files in parts, and packages. A crash anywhere leaves a line that says `arrived`; the sender, who has no answer, sends the same
// again, and the host of the cases knows its key.
import { hash } from 'node:crypto'
import type { CaseHost, Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import type { Actor } from '@ruqsat/engine'
import { Fault, isRefusal, readJson, type Answer, type JsonLimits, type Refusal } from '@ruqsat/foundation'
import type { Edition } from '@ruqsat/law'
import { refuseRegional } from '../refusals.ts'
import * as store from '../store/packages.ts'
import { answerXml, readMessage, type FilePart, type PackageMessage } from '../wire/message.ts'

export type IntakeDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly regulations: { edition(hash: string): Edition | null }
  /** Where the cases are kept: it checks each signature completely and gives the number. */
  readonly cases: Pick<CaseHost, 'storeAttachment' | 'register' | 'registerAtCounter'>
  /** Of one sender, in bytes; the usual where absent. */
  readonly mostUnfinishedBytes?: number
}

/** What one sender may leave unfinished, in bytes: the files of five requests of the largest size. */
export const MOST_UNFINISHED_BYTES = 256 * 1024 * 1024

/** A message that cannot be read is the sender's fault, which its own people correct: the gateway says so. */
export async function answerMessage(deps: IntakeDeps, payload: string, sender: string): Promise<Answer<string>> {
  const message = readMessage(payload)
  if (message === null) return { kind: 'refused', refusal: refuseRegional('message-unreadable') }
  const answer = message.kind === 'file' ? await takePart(deps, message, sender) : await takePackage(deps, message)
  return { kind: 'found', value: answerXml(answer ?? { kind: 'taken' }) }
}

async function takePart(deps: IntakeDeps, message: FilePart, sender: string): Promise<Refusal | null> {
  const { sql } = deps.database
  const [partBytes, keptAt] = [Buffer.from(message.bytesBase64, 'base64'), deps.technicalClock.now()]
  const mostBytes = deps.mostUnfinishedBytes ?? MOST_UNFINISHED_BYTES
  const isKept = await store.keepPart(sql, message, { sender, bytes: partBytes, keptAt, mostBytes })
  if (!isKept) throw new Fault(`Expected at most ${mostBytes} unfinished bytes of '${sender}' but there would be more`, { retry: 'later' })
  const bytes = await store.wholeFile(sql, message)
  if (bytes === null) return null
  const refusal = await deps.cases.storeAttachment({ authority: message.authority, sha256: message.sha256, bytes })
  // Only now: a crash before this line assembles the file once more.
  await store.forgetParts(sql, message)
  return refusal
}

async function takePackage(deps: IntakeDeps, { submission, signer }: PackageMessage): Promise<Registered | Waiting | Refusal> {
  const { sql } = deps.database
  const authority = authorityOf(deps, submission)
  if (authority === null) return refuseRegional('act-not-here')
  const { idempotencyKey: packageId, regulation, editionHash, view } = submission
  const before = await store.arrive(sql, {
    authority,
    packageId,
    regulation,
    editionHash,
    view,
    signer: signer.kind,
    contentSha256: hash('sha256', Buffer.from(submission.contentBase64, 'base64')),
    signatureSha256: hash('sha256', Buffer.from(submission.cmsBase64, 'base64')),
    arrivedAt: await deps.legalClock.now(),
  })
  if (before !== null) return before
  const answer = isAdmitted(signer, submission) ? await registerFor(deps, submission, signer) : refuseRegional('signer-not-admitted')
  if (isRefusal(answer)) await store.endOtherwise(sql, { authority, packageId }, answer.code)
  else if (answer.kind === 'waiting') await store.endOtherwise(sql, { authority, packageId }, null)
  else await store.endRegistered(sql, { authority, packageId }, answer)
  return answer
}

const CONTENT_LIMITS: JsonLimits = { maxLength: 1024 * 1024, maxDepth: 32, maxValues: 20_000 }

/** An operator's package is one of a counter; the host proves that this operator sits there. */
function registerFor({ cases }: IntakeDeps, submission: Submission, signer: PackageMessage['signer']) {
  if (signer.kind !== 'operator') return cases.register(submission)
  const actor: Actor = { kind: 'staff', id: signer.id, role: 'operator', authority: signer.office }
  return cases.registerAtCounter(submission, actor)
}

const SIGNER_OF: Partial<Record<string, PackageMessage['signer']['kind']>> = { 'ruqsat.sealed/1': 'portal', 'ruqsat.counter/1': 'operator' }

/** What the applicant signed, the portal sealed after a one-time password, or an operator signed at their window; the host of the cases proves it. */
function isAdmitted({ kind }: PackageMessage['signer'], { contentBase64 }: Submission): boolean {
  const read = readJson(new Uint8Array(Buffer.from(contentBase64, 'base64')), CONTENT_LIMITS)
  const { schema } = ((read.kind === 'read' ? read.value : null) ?? {}) as { readonly schema?: unknown }
  return kind === (SIGNER_OF[String(schema)] ?? 'applicant')
}

/** Null for an act that this installation does not have, or whose cases another system keeps. */
function authorityOf({ regulations }: IntakeDeps, { editionHash, regulation: id }: Submission): string | null {
  const regulation = regulations.edition(editionHash)?.regulation
  return regulation?.host === 'regional' && regulation.id === id ? regulation.authority.id : null
}
