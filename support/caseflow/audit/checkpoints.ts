// Checkpoints: each follows the one before it and is signed, each head that one saw is still there, and the file outside has them all.
import { canonicalJson, type Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { merkleRoot, sha256, type KeptCheckpoint } from '../checkpoint.ts'
import { byIndex, isDamaged, overDamage, readHeadHashes, type AuditCheckpoint } from '../store/audit.ts'
import type { CheckpointBody, Head } from '../store/checkpoints.ts'
import type { AuditFault, CaseFaultKind } from './model.ts'

export type CheckpointDeps = {
  readonly sql: Sql
  readonly schema: string
  /** Checks a checkpoint's signature, of rows and of lines outside; absent where no key is available, and then signatures are not judged. */
  readonly verify?: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>
  /** The lines kept outside the database, unchanged, as in the file: an empty one counts, so that faults name the right line. */
  readonly outside?: readonly string[]
  /** The lines are those of the file that this installation writes, and not an earlier copy: each checkpoint that was kept must be among them. */
  readonly isOutsideOwn?: boolean
}

export async function auditCheckpoints(
  checkpoints: readonly AuditCheckpoint[],
  deps: CheckpointDeps,
): Promise<readonly AuditFault<CaseFaultKind>[]> {
  const faults: AuditFault<CaseFaultKind>[] = []
  const fault = (kind: CaseFaultKind, number: number, detail: string) => faults.push({ kind, caseId: null, sequence: number, detail })
  let previous: AuditCheckpoint | null = null
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
export async function auditHeads(
  checkpoints: readonly AuditCheckpoint[],
  outside: readonly KeptCheckpoint[],
  deps: CheckpointDeps,
): Promise<readonly AuditFault<CaseFaultKind>[]> {
  const faults: AuditFault<CaseFaultKind>[] = []
  const bodies = new Map(checkpoints.map(({ number, body }) => [number, body]))
  // A line next to the row that it repeats is equal or differs, which is a finding of its own; both must be true of the cases.
  const seen = [...bodies.values(), ...outside.map(({ body }) => body).filter((body) => !sameBody(bodies.get(body.number), body))]
  for (const body of seen) {
    const found = await headsNow(deps, body.heads)
    for (const [caseId, version, hash] of body.heads) {
      const there = found.get(caseId)
      if (there === DAMAGED)
        faults.push({
          kind: 'page-damaged',
          caseId,
          sequence: version,
          detail: `Checkpoint ${body.number} saw event ${version}, which cannot be read`,
        })
      else if (there === undefined)
        faults.push({ kind: 'case-missing', caseId, sequence: version, detail: `Checkpoint ${body.number} saw this case` })
      else if (there === null)
        faults.push({ kind: 'tail-missing', caseId, sequence: version, detail: `Checkpoint ${body.number} saw event ${version}` })
      else if (there !== hash)
        faults.push({ kind: 'head-differs', caseId, sequence: version, detail: `Checkpoint ${body.number} saw another history` })
    }
  }
  return faults
}

const DAMAGED = Symbol('a page that cannot be read')

/** Where the database cannot read all at once, each by itself. */
async function headsNow(
  { sql, schema }: CheckpointDeps,
  heads: readonly Head[],
): Promise<ReadonlyMap<string, string | null | typeof DAMAGED>> {
  const all = await overDamage(sql, () => readHeadHashes(sql, schema, heads))
  if (!isDamaged(all)) return all
  const found = new Map<string, string | null | typeof DAMAGED>()
  for (const head of heads) {
    const one = await overDamage(sql, () => byIndex(sql, (tx) => readHeadHashes(tx, schema, [head])))
    if (isDamaged(one)) found.set(head[0], DAMAGED)
    else for (const [caseId, hash] of one) found.set(caseId, hash)
  }
  return found
}

export function auditOutside(
  checkpoints: readonly AuditCheckpoint[],
  { believed: outside, faults }: Awaited<ReturnType<typeof readOutside>>,
  { isOutsideOwn = false }: CheckpointDeps,
): readonly AuditFault<CaseFaultKind>[] {
  const rows = new Map(checkpoints.map((row) => [row.number, row]))
  const fault = (kind: CaseFaultKind, sequence: number, detail: string): readonly AuditFault<CaseFaultKind>[] => [
    { kind, caseId: null, sequence, detail },
  ]
  const said = outside.flatMap(({ body }) => {
    const row = rows.get(body.number)
    if (row === undefined) return fault('checkpoint-missing', body.number, 'It is kept outside but not in the database')
    return sameBody(row.body, body) ? [] : fault('outside-differs', body.number, 'The line outside and the row say different things')
  })
  // A line that is not believed is a fault of its own.
  const kept = new Set([...outside.map(({ body }) => body.number), ...faults.map(({ sequence }) => sequence ?? 0)])
  const lastOutside = outside.reduce((last, { body }) => Math.max(last, body.number), 0)
  // They are kept one after the other: below one that is there none may be absent, whatever its row says; an earlier copy ends earlier.
  const isDue = ({ number, isKeptOutside }: AuditCheckpoint) => number < lastOutside || (isOutsideOwn && isKeptOutside)
  const gone = checkpoints.filter((row) => !kept.has(row.number) && isDue(row))
  return [...said, ...gone.flatMap(({ number }) => fault('outside-missing', number, 'It was kept outside but its line is gone'))]
}

function sameBody(one: CheckpointBody | undefined, other: CheckpointBody): boolean {
  return one !== undefined && canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json)
}

/**
 * Reads the lines outside and judges their signatures, before anything that they say is held against the database: whoever can write the file
 * could else accuse a sound record, or hide a fault behind a line of their own. A line that comes again word for word (a crash) counts once.
 */
export async function readOutside(
  deps: CheckpointDeps,
): Promise<{ readonly believed: readonly KeptCheckpoint[]; readonly faults: readonly AuditFault<CaseFaultKind>[] }> {
  const believed: KeptCheckpoint[] = []
  const faults: AuditFault<CaseFaultKind>[] = []
  const known = new Set<string>()
  for (const [place, text] of (deps.outside ?? []).entries()) {
    if (text.trim() === '' || known.has(text)) continue
    known.add(text)
    const fault = (kind: CaseFaultKind, sequence: number | null, detail: string) =>
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
