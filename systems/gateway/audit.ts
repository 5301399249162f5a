// Proves the time of messages: the digests of each stamp lead to the root that the authority stamped, each stamp covers the one before it, and the
// journal names no message that was not kept for a stamp.
import type { Sql } from '@ruqsat/database'
import type { Trust } from '@ruqsat/trust/contract'
import { leavesOf, stampsAfter, unlikeJournal, unstamped, type MessageStamp } from './store/stamps.ts'
import { rootOf } from './work/stamp.ts'

export const STAMP_FAULT_KINDS = [
  'stamp-differs', // a message under a stamp was changed, added or removed, or the token of the stamp before it
  'stamp-wrong', // a stamp that does not hold
  'stamp-missing', // a gap in the numbers of stamps
  'stamped-message-differs', // a line of the journal names another message than was kept for a stamp, or none
] as const
export type StampFaultKind = (typeof STAMP_FAULT_KINDS)[number]

export type StampAuditFault = {
  readonly kind: StampFaultKind
  readonly caseId: null
  readonly sequence: number | null
  readonly place: string
  readonly detail: string
}

export type StampAudit = {
  readonly faults: readonly StampAuditFault[]
  readonly stamped: number
  /** Messages that no stamp covers yet: no fault, the authority was not there. */
  readonly waiting: number
}

const STAMPS_AT_ONCE = 100
/** More faults than anybody reads. */
const MOST_FAULTS = 1_000

/** `trust` null: nothing is stamped here, so no stamp is judged. */
export async function auditStamps(sql: Sql, trust: Pick<Trust, 'judgeStamp'> | null): Promise<StampAudit> {
  const faults: StampAuditFault[] = []
  let stamped = 0
  let before: MessageStamp | null = null
  for (
    let page = await stampsAfter(sql, 0, STAMPS_AT_ONCE);
    page.length > 0;
    page = await stampsAfter(sql, before!.number, STAMPS_AT_ONCE)
  ) {
    for (const stamp of page) {
      const number: number = (before?.number ?? 0) + 1
      if (stamp.number !== number)
        faults.push(faultOf('stamp-missing', stamp, `Expected the stamp ${number} but the next is ${stamp.number}`))
      if (before !== null && trust !== null) faults.push(...(await wrongStamp(before, stamp, trust)))
      faults.push(...differing(stamp, await leavesOf(sql, stamp.number)))
      if (stamp.token !== null) stamped += stamp.messages
      before = stamp
    }
  }
  if (before !== null && trust !== null) faults.push(...(await wrongStamp(before, null, trust)))
  for (const { authority, entryId, part, isOfNoLine } of await unlikeJournal(sql, MOST_FAULTS))
    faults.push({
      kind: 'stamped-message-differs',
      caseId: null,
      sequence: null,
      place: `${isOfNoLine ? 'gateway.signed_messages' : 'gateway.journal'} ${authority} ${entryId} ${part}`,
      detail: isOfNoLine ? 'Expected a line of the journal for this message' : 'Expected this message among those that are stamped',
    })
  return { faults, stamped, waiting: (await unstamped(sql)).messages }
}

function faultOf(kind: StampFaultKind, { number }: MessageStamp, detail: string): StampAuditFault {
  return { kind, caseId: null, sequence: number, place: 'gateway.stamps', detail }
}

function differing(stamp: MessageStamp, leaves: readonly string[]): readonly StampAuditFault[] {
  if (leaves.length > 0 && rootOf(leaves) === stamp.root) return []
  return [faultOf('stamp-differs', stamp, `Expected the root ${stamp.root} but the messages lead to another`)]
}

/** A later stamp over this one proves that its token existed before its authority's certificate ended. */
async function wrongStamp(
  stamp: MessageStamp,
  after: MessageStamp | null,
  trust: Pick<Trust, 'judgeStamp'>,
): Promise<readonly StampAuditFault[]> {
  const { token, evidence, root, stampedAt } = stamp
  if (token !== null && (evidence === null || stampedAt === null))
    return [faultOf('stamp-wrong', stamp, 'Expected what proves the stamp but it is gone')]
  if (token === null || evidence === null || stampedAt === null)
    return after === null ? [] : [faultOf('stamp-wrong', stamp, 'Expected a token before the next stamp but there is none')]
  const judged = await trust.judgeStamp({
    token,
    bytes: Buffer.from(root, 'hex'),
    evidence,
    knownBy: after?.stampedAt ?? stampedAt,
  })
  if (judged.kind === 'unproved') return [faultOf('stamp-wrong', stamp, judged.why)]
  return judged.at === stampedAt
    ? []
    : [faultOf('stamp-wrong', stamp, `Expected the time ${judged.at} of the token but the row states ${stampedAt}`)]
}

/** Whether there is a stamp to judge at all. */
export async function hasStamps(sql: Sql): Promise<boolean> {
  return (await stampsAfter(sql, 0, 1)).length > 0
}
