// Proves the record without trusting the program that wrote it: every hash, every state, every row that events account for, every checkpoint is
// computed again from the events.
import type { Instant } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { Actor, OnBehalfOf } from '@ruqsat/engine'
import {
  byIndex,
  isDamaged,
  overDamage,
  readCaseIds,
  readCases,
  readCheckpoints,
  readOrphans,
  readTheseCases,
  type AuditCase,
  type AuditMessage,
} from '../store/audit.ts'
import type { RoomSeal } from '../store/checkpoints.ts'
import { judgeCase, type SoundCase } from './case.ts'
import { auditCheckpoints, auditHeads, auditOutside, readOutside, type CheckpointDeps } from './checkpoints.ts'
import { auditMessages } from './messages.ts'
import type { AuditFault, AuditReport, CaseFaultKind } from './model.ts'
import { auditParties } from './parties.ts'

export type AuditDeps = CheckpointDeps & {
  /** Whether the directory of staff keeps the order by which this one acted then; absent where there is no directory to compare with. */
  readonly isKeptOrder?: (actor: ActorByOrder, at: string) => boolean
  /** Notices of events from this legal instant on must still wait or be on record; none is demanded where absent. */
  readonly noticesSince?: Instant
  /** Judges what the host keeps next to its cases; absent where cases alone are audited. */
  readonly host?: HostAudit
  /** Judges the rows of rooms that checkpoints have sealed, by the seals of all checkpoints, in rows and outside. */
  sealed?(seals: readonly RoomSeal[]): Promise<readonly AuditFault[]>
}

/** What a host keeps next to its cases, and how it is judged by their events. */
export type HostAudit = {
  /** The rows of these cases, all of sound events, in the order of their ids. */
  page(cases: readonly SoundCase[]): Promise<readonly AuditFault[]>
  /** What is left when all cases were seen: rows that belong to none of them, counters. */
  rest(): Promise<readonly AuditFault[]>
  /** Parties, as `authority digest`, to which the host refers besides the applicants of its cases. Asked after the last page. */
  referred(): Promise<ReadonlySet<string>>
  /** Why a message of the host's own kind is not what the events make of it; null where it is. */
  hostMessage(message: AuditMessage, sound: SoundCase): string | null
  /** Keys of messages of the host that these events demand. */
  hostMessages(sound: SoundCase): readonly string[]
}

export type ActorByOrder = Extract<Actor, { readonly kind: 'staff' }> & { readonly onBehalfOf: OnBehalfOf }

const PAGE_SIZE = 200

export async function auditVerify(deps: AuditDeps): Promise<AuditReport> {
  const faults: AuditFault[] = []
  let cases = 0
  let events = 0
  for await (const page of pagesOf(deps)) {
    const sound: SoundCase[] = []
    for (const each of page.cases) {
      const judged = judgeCase(each)
      faults.push(...judged.faults, ...auditOrders(judged.sound, deps))
      if (judged.sound !== null) sound.push(judged.sound)
      events += each.events.length
    }
    cases += page.cases.length + page.faults.length
    faults.push(...page.faults)
    if (deps.host && sound.length > 0) faults.push(...(await hostFaults(deps.sql, deps.host, sound)))
  }
  const { sql, schema, host } = deps
  faults.push(...(await placed(deps.sql, 'rows of no case', () => orphanFaults(sql, schema))))
  if (host) {
    faults.push(
      ...(await placed(deps.sql, 'party', () => auditParties(sql, schema, () => host.referred()))),
      ...(await placed(deps.sql, 'rows of the host', () => host.rest())),
    )
  }
  faults.push(...(await placed(deps.sql, 'outbox', () => auditMessages({ ...deps, ...host }))))
  const sealed = await auditSealed(deps)
  faults.push(...sealed.faults)
  return { kind: 'audit', cases, events, checkpoints: sealed.checkpoints, faults }
}

/** A house that runs seals on while it is read: what a later checkpoint has signed is read with it, so often at most. */
const MOST_READINGS = 3

/** Checkpoints, what they say of cases, and the rows of rooms that they have sealed. */
async function auditSealed(deps: AuditDeps): Promise<Pick<AuditReport, 'faults' | 'checkpoints'>> {
  const { sql, schema, sealed } = deps
  for (let reading = 1; ; reading += 1) {
    const checkpoints = await readCheckpoints(sql, schema)
    const outside = await readOutside(deps)
    const faults: AuditFault[] = [
      ...(await auditCheckpoints(checkpoints, deps)),
      ...(await auditHeads(checkpoints, outside.believed, deps)),
      ...outside.faults,
      ...auditOutside(checkpoints, outside, deps),
    ]
    const seals = [...checkpoints, ...outside.believed].flatMap(({ body }) => body.seals ?? [])
    const rows = sealed === undefined ? [] : await placed(sql, 'rows that are sealed', () => sealed(seals))
    const isLater = rows.length > 0 && reading < MOST_READINGS && (await readCheckpoints(sql, schema)).length > checkpoints.length
    if (!isLater) return { faults: [...faults, ...rows], checkpoints: checkpoints.length }
  }
}

type CasePage = { readonly cases: readonly AuditCase[]; readonly faults: readonly AuditFault<CaseFaultKind>[] }

/** All cases, page by page. Where the database cannot read one, the others of its page are read one by one. */
async function* pagesOf({ sql, schema }: AuditDeps): AsyncGenerator<CasePage> {
  let after = ''
  for (;;) {
    const page = await overDamage(sql, () => readCases(sql, schema, after, PAGE_SIZE))
    if (!isDamaged(page)) {
      if (page.length === 0) return
      yield { cases: page, faults: [] }
      after = page.at(-1)!.caseId
      continue
    }
    const ids = await readCaseIds(sql, schema, after, PAGE_SIZE)
    if (ids.length === 0) return
    yield await oneByOne(sql, schema, ids)
    after = ids.at(-1)!
  }
}

async function oneByOne(sql: Sql, schema: string, ids: readonly string[]): Promise<CasePage> {
  const cases: AuditCase[] = []
  const faults: AuditFault<CaseFaultKind>[] = []
  for (const caseId of ids) {
    const found = await overDamage(sql, () => byIndex(sql, (tx) => readTheseCases(tx, schema, [caseId])))
    if (isDamaged(found)) faults.push({ kind: 'page-damaged', caseId, sequence: null, detail: found.said })
    else cases.push(...found)
  }
  return { cases, faults }
}

async function orphanFaults(sql: Sql, schema: string): Promise<readonly AuditFault[]> {
  return (await readOrphans(sql, schema)).map(({ table, caseId, rows }) =>
    table === 'event'
      ? { kind: 'case-missing', caseId, sequence: null, detail: `${rows} events are there but the row of the case is gone` }
      : { kind: 'row-unknown', caseId, sequence: null, place: table, detail: `${rows} rows of a case that is not there` },
  )
}

/** Where rows of one case cannot be read, those of the others are. */
async function hostFaults(sql: Sql, host: HostAudit, sound: readonly SoundCase[]): Promise<readonly AuditFault[]> {
  const all = await overDamage(sql, () => host.page(sound))
  if (!isDamaged(all)) return all
  const faults: AuditFault[] = []
  for (const each of sound) {
    const found = await overDamage(sql, () => host.page([each]))
    if (isDamaged(found)) faults.push({ kind: 'page-damaged', caseId: each.caseId, sequence: null, detail: found.said })
    else faults.push(...found)
  }
  return faults
}

/** A page that cannot be read is a fault of its place; the audit goes on with what is left. */
async function placed(sql: Sql, place: string, work: () => Promise<readonly AuditFault[]>): Promise<readonly AuditFault[]> {
  const found = await overDamage(sql, work)
  return isDamaged(found) ? [{ kind: 'page-damaged', caseId: null, sequence: null, place, detail: found.said }] : found
}

/** What was done for somebody by an order: that order must be in the directory, for these two people and these days. */
function auditOrders(sound: SoundCase | null, { isKeptOrder }: AuditDeps): readonly AuditFault<CaseFaultKind>[] {
  if (isKeptOrder === undefined || sound === null) return []
  return sound.events.flatMap(({ actor, at }, place): AuditFault<CaseFaultKind>[] => {
    if (actor.kind !== 'staff' || actor.onBehalfOf === undefined) return []
    const { onBehalfOf } = actor
    if (isKeptOrder({ ...actor, onBehalfOf }, at)) return []
    const detail = `${actor.id} acted for ${onBehalfOf.id} by order ${onBehalfOf.order.number}, which the directory does not keep for that time`
    return [{ kind: 'order-unknown', caseId: sound.caseId, sequence: place + 1, detail }]
  })
}
