// Proves the record without trusting the program that wrote it: every hash, every state, every checkpoint is computed again from the events.
import { canonicalJson, type Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { apply, emptyCase, type Actor, type CaseEvent, type CaseState, type OnBehalfOf } from '@ruqsat/engine'
import { merkleRoot, sha256, type KeptCheckpoint } from './checkpoint.ts'
import { readCases, readCheckpoints, readHeadHashes, readOrphans, type AuditCase } from './store/audit.ts'
import type { CheckpointBody, CheckpointRow } from './store/checkpoints.ts'

export const GENESIS = '0'.repeat(64)

export type AuditFaultKind =
  | 'event-changed' // the hash of an event is not that of its content and its predecessor
  | 'event-missing' // a gap in the sequence
  | 'tail-missing' // a case ends before the version that its row or a checkpoint states
  | 'case-missing' // a checkpoint or events know a case that is gone
  | 'state-differs' // the row of a case is not what its events make of it
  | 'tasks-differ' // the open tasks in the work lists are not those of the state
  | 'order-unknown' // somebody acted for another by an order that the directory of staff does not keep
  | 'history-broken' // the events cannot be applied at all
  | 'head-differs' // a case's history is sound in itself but is not the one that a checkpoint saw
  | 'checkpoint-changed' // hash, root or predecessor of a checkpoint do not fit
  | 'checkpoint-missing' // a gap in their numbers, or one that is kept outside only
  | 'signature-wrong' // a checkpoint is not signed by the key that was given
  | 'outside-differs' // the file outside says something else
  | 'outside-unreadable' // a line of the file outside is no checkpoint
  | 'outside-signature-wrong' // a line of the file outside is not signed by the key that was given; what it says is not believed

export type AuditFault = {
  readonly kind: AuditFaultKind
  readonly caseId: string | null
  readonly sequence: number | null
  /** Set for a fault of the file outside itself: its line, from 1. */
  readonly line?: number
  readonly detail: string
}
export type AuditReport = {
  readonly kind: 'audit'
  readonly cases: number
  readonly events: number
  readonly checkpoints: number
  readonly faults: readonly AuditFault[]
}

export type AuditDeps = {
  readonly sql: Sql
  readonly schema: string
  /**
   * Checks a checkpoint's signature, of rows and of lines outside; absent where no key is available, and then signatures are not judged.
   */
  readonly verify?: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>
  /** The lines kept outside the database, unchanged, as in the file: an empty one counts, so that faults name the right line. */
  readonly outside?: readonly string[]
  /** Whether the directory of staff keeps the order by which this one acted then; absent where there is no directory to compare with. */
  readonly isKeptOrder?: (actor: ActorByOrder, at: string) => boolean
}

export type ActorByOrder = Extract<Actor, { readonly kind: 'staff' }> & { readonly onBehalfOf: OnBehalfOf }

const PAGE_SIZE = 200

export async function auditVerify(deps: AuditDeps): Promise<AuditReport> {
  const faults: AuditFault[] = []
  let cases = 0
  let events = 0
  let after = ''
  for (;;) {
    const page = await readCases(deps.sql, deps.schema, after, PAGE_SIZE)
    if (page.length === 0) break
    for (const each of page) {
      cases += 1
      events += each.events.length
      faults.push(...auditCase(each), ...auditOrders(each, deps))
    }
    after = page.at(-1)!.caseId
  }
  for (const { caseId, events: count } of await readOrphans(deps.sql, deps.schema)) {
    faults.push({ kind: 'case-missing', caseId, sequence: null, detail: `${count} events are there but the row of the case is gone` })
  }
  const checkpoints = await readCheckpoints(deps.sql, deps.schema)
  const outside = await readOutside(deps)
  faults.push(
    ...(await auditCheckpoints(checkpoints, deps)),
    ...(await auditHeads(checkpoints, outside.believed, deps)),
    ...outside.faults,
    ...auditOutside(checkpoints, outside.believed),
  )
  return { kind: 'audit', cases, events, checkpoints: checkpoints.length, faults }
}

/** What was done for somebody by an order: that order must be in the directory, for these two people and these days. */
function auditOrders({ caseId, events }: AuditCase, { isKeptOrder }: AuditDeps): readonly AuditFault[] {
  if (isKeptOrder === undefined) return []
  return events.flatMap(({ sequence, body }): AuditFault[] => {
    const { actor, at } = body as unknown as CaseEvent
    if (actor.kind !== 'staff' || actor.onBehalfOf === undefined) return []
    const { onBehalfOf } = actor
    if (isKeptOrder({ ...actor, onBehalfOf }, at)) return []
    const detail = `${actor.id} acted for ${onBehalfOf.id} by order ${onBehalfOf.order.number}, which the directory does not keep for that time`
    return [{ kind: 'order-unknown', caseId, sequence, detail }]
  })
}

/** One case: its chain, then what its events make of it. The first broken place is named; what follows from it is not repeated. */
export function auditCase(each: AuditCase): readonly AuditFault[] {
  const fault = (kind: AuditFaultKind, sequence: number | null, detail: string): AuditFault => ({
    kind,
    caseId: each.caseId,
    sequence,
    detail,
  })
  let previousHash = GENESIS
  for (const [place, row] of each.events.entries()) {
    if (row.sequence !== place + 1) return [fault('event-missing', place + 1, `Expected event ${place + 1} but found ${row.sequence}`)]
    const computed = sha256(canonicalJson({ caseId: each.caseId, event: row.body, previousHash, sequence: row.sequence }))
    if (computed !== row.hash)
      return [
        fault(
          'event-changed',
          row.sequence,
          `Expected the hash ${computed.slice(0, 16)}… of this content but the row says ${row.hash.slice(0, 16)}…`,
        ),
      ]
    previousHash = row.hash
  }
  if (each.events.length < each.version)
    return [fault('tail-missing', each.events.length + 1, `Expected ${each.version} events but found ${each.events.length}`)]
  if (previousHash !== each.headHash || each.events.length !== each.version) {
    return [
      fault(
        'state-differs',
        each.version,
        `Expected the row at version ${each.events.length} with head ${previousHash.slice(0, 16)}… but it says ${each.version}, ${each.headHash.slice(0, 16)}…`,
      ),
    ]
  }
  return auditState(each, fault)
}

function auditState(
  each: AuditCase,
  fault: (kind: AuditFaultKind, sequence: number | null, detail: string) => AuditFault,
): readonly AuditFault[] {
  let state: CaseState = emptyCase
  try {
    for (const { body } of each.events) state = apply(state, body as unknown as CaseEvent)
  } catch (error) {
    return [fault('history-broken', state.version + 1, `Expected the event to apply but ${(error as Error).message}`)]
  }
  const differing = (Object.keys({ ...state, ...(each.state as object) }) as (keyof CaseState)[]).filter(
    (key) => canonicalJson(state[key] ?? null) !== canonicalJson((each.state as CaseState)[key] ?? null),
  )
  const faults: AuditFault[] = []
  if (differing.length > 0 || state.status !== each.status)
    faults.push(fault('state-differs', each.version, `Differs in ${differing.length > 0 ? differing.join(', ') : 'status'}`))
  const expected = state.tasks.map((task) => `${task.id} ${task.stepId} ${task.role} ${task.assignee ?? '-'} ${task.late}`).sort()
  const found = [...each.tasks].sort()
  if (expected.join('\n') !== found.join('\n'))
    faults.push(fault('tasks-differ', each.version, `Expected [${expected.join('; ')}] but the work list says [${found.join('; ')}]`))
  return faults
}

async function auditCheckpoints(checkpoints: readonly CheckpointRow[], deps: AuditDeps): Promise<readonly AuditFault[]> {
  const faults: AuditFault[] = []
  const fault = (kind: AuditFaultKind, number: number, detail: string) => faults.push({ kind, caseId: null, sequence: number, detail })
  let previous: CheckpointRow | null = null
  for (const row of checkpoints) {
    const text = canonicalJson(row.body)
    if (row.number !== (previous?.number ?? 0) + 1)
      fault('checkpoint-missing', (previous?.number ?? 0) + 1, `The next checkpoint found is ${row.number}`)
    else if (sha256(text) !== row.sha256 || row.body.number !== row.number || merkleRoot(row.body.heads) !== row.body.root)
      fault('checkpoint-changed', row.number, 'Its hash or root is not that of its content')
    else if (row.body.previousSha256 !== (previous?.sha256 ?? null))
      fault('checkpoint-changed', row.number, 'It does not follow the one before it')
    else if (deps.verify && !(await deps.verify(Buffer.from(text), Buffer.from(row.signature, 'base64'))))
      fault('signature-wrong', row.number, 'Not signed by the key of this installation')
    previous = row
  }
  return faults
}

/** Every head that a checkpoint saw must still be there, at its version, with its hash. Lines outside count as well as rows. */
async function auditHeads(
  checkpoints: readonly CheckpointRow[],
  outside: readonly KeptCheckpoint[],
  deps: AuditDeps,
): Promise<readonly AuditFault[]> {
  const faults: AuditFault[] = []
  const bodies = new Map(checkpoints.map(({ number, body }) => [number, body]))
  // A line next to the row that it repeats is equal or differs, which is a finding of its own; both must be true of the cases.
  const seen = [...bodies.values(), ...outside.map(({ body }) => body).filter((body) => !sameBody(bodies.get(body.number), body))]
  for (const body of seen) {
    const found = await readHeadHashes(deps.sql, deps.schema, body.heads)
    for (const [caseId, version, hash] of body.heads) {
      const there = found.get(caseId)
      if (there === undefined)
        faults.push({ kind: 'case-missing', caseId, sequence: version, detail: `Checkpoint ${body.number} saw this case` })
      else if (there === null)
        faults.push({ kind: 'tail-missing', caseId, sequence: version, detail: `Checkpoint ${body.number} saw event ${version}` })
      else if (there !== hash)
        faults.push({ kind: 'head-differs', caseId, sequence: version, detail: `Checkpoint ${body.number} saw another history` })
    }
  }
  return faults
}

function auditOutside(checkpoints: readonly CheckpointRow[], outside: readonly KeptCheckpoint[]): readonly AuditFault[] {
  const rows = new Map(checkpoints.map((row) => [row.number, row]))
  return outside.flatMap(({ body }): AuditFault[] => {
    const row = rows.get(body.number)
    if (row === undefined)
      return [{ kind: 'checkpoint-missing', caseId: null, sequence: body.number, detail: 'It is kept outside but not in the database' }]
    return sameBody(row.body, body)
      ? []
      : [{ kind: 'outside-differs', caseId: null, sequence: body.number, detail: 'The line outside and the row say different things' }]
  })
}

function sameBody(one: CheckpointBody | undefined, other: CheckpointBody): boolean {
  return one !== undefined && canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json)
}

/**
 * Reads the lines outside and judges their signatures, before anything that they say is held against the database: whoever can write the file
 * could else accuse a sound record, or hide a fault behind a line of their own. A line that comes again word for word (a crash) counts once.
 */
async function readOutside(
  deps: AuditDeps,
): Promise<{ readonly believed: readonly KeptCheckpoint[]; readonly faults: readonly AuditFault[] }> {
  const believed: KeptCheckpoint[] = []
  const faults: AuditFault[] = []
  const known = new Set<string>()
  for (const [place, text] of (deps.outside ?? []).entries()) {
    if (text.trim() === '' || known.has(text)) continue
    known.add(text)
    const fault = (kind: AuditFaultKind, sequence: number | null, detail: string) =>
      faults.push({ kind, caseId: null, sequence, line: place + 1, detail })
    const kept = parseOutside(text)
    if (kept === null) fault('outside-unreadable', null, 'The line is no checkpoint')
    else if (
      deps.verify &&
      !(await deps.verify(Buffer.from(canonicalJson(kept.body as unknown as Json)), Buffer.from(kept.signature, 'base64')))
    )
      fault('outside-signature-wrong', kept.body.number, 'The line is not signed by the key that was given')
    else believed.push(kept)
  }
  return { believed, faults }
}

/** A line of the file outside, or null where it is no checkpoint. */
export function parseOutside(line: string): KeptCheckpoint | null {
  try {
    const { body, signature } = JSON.parse(line) as { body?: Partial<CheckpointBody>; signature?: unknown }
    const isWhole =
      typeof signature === 'string' && Number.isSafeInteger(body?.number) && Array.isArray(body?.heads) && body.heads.every(isHead)
    return isWhole ? ({ body, signature } as KeptCheckpoint) : null
  } catch {
    return null
  }
}

function isHead(head: unknown): boolean {
  return Array.isArray(head) && typeof head[0] === 'string' && Number.isSafeInteger(head[1]) && typeof head[2] === 'string'
}
