// Who read which case, file or paper, and by what right: an entry of the security log before the bytes leave. Applicants who read what is theirs
// leave none.
import type { CaseHost, CaseView, Reader, ResultRead } from '@ruqsat/caseflow/host'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { SecurityEntry, SecurityKind, SecurityLog } from '@ruqsat/security'
import type { LicensingParts } from './deps.ts'
import { readDocumentRow } from './store/documents.ts'

/** A page asks for its case several times, in each capacity of who reads: within this time it is one look. */
const ONE_LOOK_MS = 60_000
const MOST_REMEMBERED = 10_000

type Looker = Exclude<Reader, { readonly kind: 'applicant' }>
type Look = Pick<SecurityEntry, 'subject' | 'caseId' | 'facts'> & { readonly kind: SecurityKind; readonly why: string }

/** The host, with every reading of its cases on record. */
export function watchedHost(room: LicensingParts, host: CaseHost): CaseHost {
  const { security } = room.deps
  if (security === undefined) return host
  const seen = new Map<string, number>()
  const lookAt = async (read: Promise<CaseView | Refusal>, reader: Reader): Promise<CaseView | Refusal> => {
    const view = await read
    if (reader.kind === 'applicant' || isRefusal(view)) return view
    const { caseId } = view.summary
    const by = reader.kind === 'staff' ? `${reader.role} ${reader.onBehalfOf?.id ?? ''}` : ''
    if (!isLookedAtLately(seen, room.deps.technicalClock.ms(), `${reader.id} ${by} ${caseId}`)) {
      const [task] = view.tasks
      await record(security, reader, {
        kind: 'case-read',
        caseId,
        why: task === undefined ? rightOf(reader) : 'task',
        facts: { ...factsOf(reader), ...(task && { step: task.stepId }) },
      })
    }
    return view
  }
  return {
    ...host,
    readCase: (caseId, reader) => lookAt(host.readCase(caseId, reader), reader),
    findByNumber: (number, reader) => lookAt(host.findByNumber(number, reader), reader),
    async readAttachment(caseId, sha256, reader) {
      const file = await host.readAttachment(caseId, sha256, reader)
      if (reader.kind !== 'applicant' && !isRefusal(file)) {
        const subject = { kind: 'attachment', id: sha256 } as const
        await record(security, reader, { kind: 'file-read', caseId, subject, why: rightOf(reader), facts: factsOf(reader) })
      }
      return file
    },
    async readDocument(documentId, reader) {
      const file = await host.readDocument(documentId, reader)
      if (reader.kind !== 'applicant' && !isRefusal(file)) {
        const row = await readDocumentRow(room.deps.database.sql, documentId)
        const subject = { kind: 'document', id: documentId } as const
        await record(security, reader, {
          kind: 'document-read',
          caseId: row?.caseId ?? null,
          subject,
          why: rightOf(reader),
          facts: factsOf(reader),
        })
      }
      return file
    },
  }
}

/** The same of results at a window: the case is known where the right number and the right holder were named. */
export function watchedResults(room: LicensingParts, results: ResultRead): ResultRead {
  const { security } = room.deps
  if (security === undefined) return results
  return {
    async resultFor(asked, operator) {
      const seen = await results.resultFor(asked, operator)
      if (operator.kind !== 'applicant') await recordResult(security, operator, isRefusal(seen) ? seen : seen.caseId)
      return seen
    },
    async resultPaper(asked, operator) {
      const paper = await results.resultPaper(asked, operator)
      if (operator.kind !== 'applicant' && !isRefusal(paper)) {
        const seen = await results.resultFor(asked, operator)
        const caseId = isRefusal(seen) ? null : seen.caseId
        const subject = { kind: 'document', id: paper.sha256 } as const
        await record(security, operator, { kind: 'document-read', caseId, subject, why: 'presented' })
      }
      return paper
    },
  }
}

function recordResult(security: Pick<SecurityLog, 'record'>, operator: Looker, found: string | Refusal): Promise<void> {
  return typeof found === 'string'
    ? record(security, operator, { kind: 'result-read', caseId: found, why: 'presented' })
    : record(security, operator, { kind: 'result-read', why: 'presented', facts: { reason: found.code } }, 'refused')
}

function record(security: Pick<SecurityLog, 'record'>, reader: Looker, look: Look, outcome: 'done' | 'refused' = 'done'): Promise<void> {
  const who = reader.kind === 'staff' ? { role: reader.role, authority: reader.authority } : {}
  const realm = reader.kind === 'system' ? 'api' : reader.role === 'operator' ? 'centre' : 'workstation'
  return security.record({ ...look, ...who, outcome, realm, actor: reader.id })
}

/** By which right somebody reads a case at which nothing is theirs to do now. */
function rightOf(reader: Looker): string {
  if (reader.kind === 'system') return 'program'
  return reader.onBehalfOf === undefined ? reader.role : 'order'
}

const factsOf = (reader: Looker): Readonly<Record<string, string>> =>
  reader.kind === 'staff' && reader.onBehalfOf !== undefined ? { order: reader.onBehalfOf.order.number, for: reader.onBehalfOf.id } : {}

function isLookedAtLately(seen: Map<string, number>, now: number, look: string): boolean {
  const before = seen.get(look)
  if (before !== undefined && now - before < ONE_LOOK_MS && now >= before) return true
  seen.delete(look)
  if (seen.size >= MOST_REMEMBERED) seen.delete(seen.keys().next().value!)
  seen.set(look, now)
  return false
}
