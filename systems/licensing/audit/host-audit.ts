// What this room keeps next to its cases, judged by their events: see `auditVerify` of the caseflow.
import type { AuditMessage, HostAudit, SoundCase } from '@ruqsat/caseflow'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Json } from '@ruqsat/foundation'
import { COMPLAINT_MESSAGE } from '../complaints.ts'
import { ANSWER_MESSAGE } from '../presented.ts'
import { auditFiles, type FileAudit } from '../store/audit-files.ts'
import type { FileShelf } from '../store/attachments.ts'
import { holdersOfOwn, rowsOfNothing } from '../store/audit-rows.ts'
import { REFUND_MESSAGE } from '../work/refund-fee.ts'
import type { RegisterFault } from './model.ts'
import { auditCounters, auditLicences, auditNumbers, type RegisterDays, type NumbersTaken } from './numbers.ts'
import { auditPapers } from './papers.ts'

export type RegisterAuditDeps = FileShelf &
  RegisterDays & {
    /** The bytes of files are not read: only that their rows are there. */
    readonly isWithoutFiles?: boolean
  }

/** Which days it is at an instant in these zones, each once. */
export function daysIn(zones: Readonly<Record<string, ZoneRules>>): RegisterDays['daysAt'] {
  const all = Object.values(zones)
  return (at) => [...new Set(all.map((zone) => toLocal(at, zone).date))]
}

export type RegisterAudit = HostAudit & {
  /** What was read of files; null before `rest`, or where their bytes were not read. */
  filesRead(): FileAudit | null
}

export function openRegisterAudit({ isWithoutFiles = false, ...deps }: RegisterAuditDeps): RegisterAudit {
  const { sql } = deps
  const taken: NumbersTaken = new Map()
  const holders = new Set<string>()
  let read: FileAudit | null = null
  return {
    filesRead: () => read,
    async page(cases) {
      for (const { authority, events } of cases)
        for (const event of events)
          if (event.kind === 'registerChanged' && event.change.holderRef !== undefined)
            holders.add(`${authority} ${event.change.holderRef}`)
      return [...(await auditPapers(sql, cases)), ...(await auditNumbers(sql, cases, taken))]
    },
    async rest() {
      read = isWithoutFiles ? null : await auditFiles(deps)
      return [
        ...(await auditLicences(sql, deps)),
        ...(await auditCounters(sql, taken)),
        ...(await rowsOfNothing(sql)).map(({ table, key, caseId }): RegisterFault => {
          const detail = 'It names a case, a paper or a number that is not there'
          return { kind: 'row-unknown', caseId, sequence: null, place: `${table} ${key}`, detail }
        }),
        ...(read?.faults ?? []).map(({ kind, sha256, detail }): RegisterFault => ({
          kind,
          caseId: null,
          sequence: null,
          place: `file ${sha256.slice(0, 16)}…`,
          detail,
        })),
      ]
    },
    referred: async () => new Set([...holders, ...(await holdersOfOwn(sql))]),
    hostMessage: whyNotOurs,
    hostMessages: ({ caseId, events }) =>
      events.flatMap((event) => (event.kind === 'answerPresented' ? [`${caseId}/${ANSWER_MESSAGE}/${event.signatureSha256}`] : [])),
  }
}

/** Why a message to a neighbour is not what the events of the case make of it; null where it is. */
function whyNotOurs({ authority, key, kind, payload }: AuditMessage, sound: SoundCase): string | null {
  const { caseId, events, states } = sound
  const { opening, complaintAbout } = states.at(-1)!
  const said = payload as Record<string, Json>
  const differs = 'It does not say what the events of the case say'
  if (authority !== sound.authority) return 'It is in the name of another authority'
  if (kind === REFUND_MESSAGE) {
    const isOwed = events.some((event) => event.kind === 'nonAcceptanceSigned') && opening!.payment !== null
    return isOwed && said['orderId'] === opening!.payment!.orderId && key === `${caseId}/refund/${opening!.payment!.orderId}`
      ? null
      : differs
  }
  if (kind === ANSWER_MESSAGE) {
    const signature = said['signatureSha256']
    const isPresented = events.some((event) => event.kind === 'answerPresented' && event.signatureSha256 === signature)
    return isPresented && key === `${caseId}/answer/${String(signature)}` ? null : differs
  }
  if (kind === COMPLAINT_MESSAGE) {
    const { about, complaint } = said as unknown as { readonly about: string; readonly complaint: Record<string, Json> | undefined }
    const isSigned = events.some((event) => event.kind === 'resultSigned' && event.document.documentId === complaint?.['documentId'])
    const isSame =
      about === complaintAbout?.caseId &&
      complaint?.['caseId'] === caseId &&
      complaint['requestNumber'] === opening!.requestNumber &&
      complaint['what'] === complaintAbout.what
    return isSame && isSigned && key === `${caseId}/complaint` ? null : differs
  }
  return `No case sends a message of the kind '${kind}'`
}
