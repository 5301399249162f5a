// Proves the log: each entry is what its hash says and follows the one before, each that a checkpoint signed is there, and the triggers are on.
import type { Sql } from '@ruqsat/database'
import { brokenEntries, chainArrivals, guardsThere, hashesOf, keepPlace, readHead, readPlace } from './store/entries.ts'

export const SECURITY_FAULT_KINDS = [
  'entry-changed', // an entry of the security log is not what its hash or a checkpoint says
  'entry-missing', // entries of the security log are gone
] as const

export type SecurityAuditFault = {
  readonly kind: (typeof SECURITY_FAULT_KINDS)[number] | 'guard-missing'
  readonly caseId: null
  readonly sequence: number | null
  readonly place: string
  readonly detail: string
}

/** A seal in a checkpoint: the room, the number of the entry, its hash. */
export type SignedEntry = readonly [room: string, number: number, sha256: string]

const ROOM = 'security'
const FOLLOWER = 'checkpoints'
const PLACE = 'security.entry'

/** For whoever takes checkpoints. The newest entry is enough: it has the hash of all before it. */
export function logSeal(sql: Sql): {
  unsigned(): Promise<readonly SignedEntry[]>
  signed(seals: readonly SignedEntry[], checkpoint: number): Promise<void>
} {
  return {
    async unsigned() {
      await chainArrivals(sql)
      const head = await readHead(sql)
      return head === null || head.number <= (await readPlace(sql, FOLLOWER)) ? [] : [[ROOM, head.number, head.hash]]
    },
    async signed(seals) {
      for (const [room, number] of seals) if (room === ROOM) await keepPlace(sql, FOLLOWER, number)
    },
  }
}

/** `signed`: the seals of all checkpoints. */
export async function auditSecurity(sql: Sql, signed: readonly SignedEntry[]): Promise<readonly SecurityAuditFault[]> {
  const fault = (kind: SecurityAuditFault['kind'], sequence: number | null, detail: string, place = PLACE): SecurityAuditFault => ({
    kind,
    caseId: null,
    sequence,
    place,
    detail,
  })
  const ours = signed.filter(([room]) => room === ROOM)
  const there = await hashesOf(
    sql,
    ours.map(([, number]) => number),
  )
  const guards = await guardsThere(sql)
  return [
    ...(await brokenEntries(sql)).map(({ number, is }) =>
      is === 'missing'
        ? fault('entry-missing', number, 'What comes before it is gone')
        : fault('entry-changed', number, 'It is not what its hash says, or does not follow the one before it'),
    ),
    ...ours.flatMap(([, number, hash]) => {
      const now = there.get(number)
      if (now === undefined) return [fault('entry-missing', number, 'A checkpoint has signed it, and it is gone')]
      return now === hash ? [] : [fault('entry-changed', number, 'A checkpoint has signed another entry of this number')]
    }),
    ...['entry_chained', 'entry_kept', 'entries_kept']
      .filter((name) => !guards.has(name))
      .map((name) => fault('guard-missing', null, 'It is gone or switched off', `security, trigger ${name}`)),
  ]
}
